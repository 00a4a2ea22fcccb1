package intents

import (
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"

	"yiwen/bot/fault"
	"yiwen/bot/text"
)

func TestSigns(t *testing.T) {
	s, err := CompileSigns([]SignList{
		{"asks", []string{"{怎|咋}么", "吗"}}, {"denies", []string{"^不是"}}, {"none", nil},
	})
	if err != nil {
		t.Fatal(err)
	}
	for _, tc := range []struct {
		name, said string
		want       []string
	}{
		{"nothing", "退款", nil},
		{"blanks and marks do not matter", "怎 么退款", []string{"0 怎 么"}},
		{"the beginning of a clause", "行，不是吗", []string{"1 不是", "0 吗"}},
		{"not inside one", "是不是", nil},
		{"empty", "", nil},
	} {
		t.Run(tc.name, func(t *testing.T) {
			norm := text.Normalise(tc.said)
			var got []string
			for _, g := range s.In(norm) {
				got = append(got, string(rune('0'+g.List))+" "+norm[g.Start:g.End])
			}
			if d := cmp.Diff(tc.want, got); d != "" {
				t.Errorf("In (-want +got):\n%s", d)
			}
		})
	}
}

func TestSignsSayWhatIsWrong(t *testing.T) {
	_, err := CompileSigns([]SignList{{"asks", []string{"{怎", "吗"}}, {"denies", []string{""}}})
	if !fault.Is(err, fault.Invalid) {
		t.Fatalf("got %v, want an invalid", err)
	}
	for _, want := range []string{`signs: asks: "{怎": `, `signs: denies: "": `} {
		if !strings.Contains(fault.Text(err, ""), want) {
			t.Errorf("%q does not say %q", fault.Text(err, ""), want)
		}
	}
}

func FuzzSigns(f *testing.F) {
	s, err := CompileSigns([]SignList{{"a", []string{"多久", "几…天", "^不是", "吗$"}}})
	if err != nil {
		f.Fatal(err)
	}
	f.Add("不是，要几 天吗")
	f.Fuzz(func(t *testing.T, said string) {
		norm := text.Normalise(said)
		for _, g := range s.In(norm) {
			if g.Start < 0 || g.Start >= g.End || g.End > len(norm) || !utf8.ValidString(norm[g.Start:g.End]) {
				t.Fatalf("%q: a sign at %d to %d", norm, g.Start, g.End)
			}
		}
	})
}
