package wire

import (
	"bytes"
	"errors"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"

	"yiwen/bot/chat"
)

func TestDecodeClientLimits(t *testing.T) {
	emoji := strings.Repeat("😀", chat.MaxText)
	escaped := strings.Repeat(`\ud83d\ude00`, chat.MaxText)
	say := func(text string) string { return `{"type":"say","id":"1","text":"` + text + `"}` }
	for name, tc := range map[string]struct {
		frame string
		want  Code
	}{
		"2000 runes of four bytes":    {say(emoji), ""},
		"2000 runes, escaped":         {say(escaped), ""},
		"2001 runes":                  {say(emoji + "a"), Invalid},
		"too many bytes":              {say(strings.Repeat("a", MaxFrame)), BadFrame},
		"eight deep":                  {`{"type":"human","id":"1","x":` + strings.Repeat("[", 7) + strings.Repeat("]", 7) + `}`, ""},
		"nine deep":                   {`{"type":"human","id":"1","x":` + strings.Repeat("[", 8) + strings.Repeat("]", 8) + `}`, BadFrame},
		"brackets in text nest not":   {say(strings.Repeat("[{", 50)), ""},
		"quote after escaped slashes": {`{"type":"say","id":"1","text":"\\\\"}`, ""},
		"backslash before u0000":      {say(`\\u0000`), ""},
		"ends in a backslash":         {`{"type":"say","id":"1","text":"\`, BadFrame},
		"choice of 201 runes":         {`{"type":"choose","id":"1","of":1,"choice":"` + strings.Repeat("字", MaxChoice+1) + `"}`, Invalid},
		"reason of 65 runes":          {`{"type":"rate","id":"1","stars":1,"reasons":["` + strings.Repeat("字", MaxReason+1) + `"]}`, Invalid},
		"token of 1025 characters":    {`{"type":"hello","id":"1","visitor":"` + strings.Repeat("a", MaxToken+1) + `"}`, Invalid},
		"site of 65 characters":       {`{"type":"hello","id":"1","site":"` + strings.Repeat("a", MaxID+1) + `"}`, Invalid},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := DecodeClient(Customers, []byte(tc.frame))
			var refusal *Error
			if errors.As(err, &refusal); (refusal == nil) != (tc.want == "") || refusal != nil && refusal.Code != tc.want {
				t.Errorf("got %v, want code %q", err, tc.want)
			}
		})
	}
}

func TestHelloCutsPage(t *testing.T) {
	b, err := AppendClient(nil, &Hello{Head: Head{ID: "1"}, Page: chat.Page{
		URL: strings.Repeat("路", MaxURL+5), Title: strings.Repeat("题", MaxTitle+5), Entry: "product",
	}})
	if err != nil {
		t.Fatal(err)
	}
	f, err := DecodeClient(Customers, b)
	if err != nil {
		t.Fatal(err)
	}
	want := chat.Page{URL: strings.Repeat("路", MaxURL), Title: strings.Repeat("题", MaxTitle), Entry: "product"}
	if diff := cmp.Diff(want, f.(*Hello).Page); diff != "" {
		t.Error(diff)
	}
}

// A refusal must not carry the customer's words into a log.
func TestRefusalQuotesNothing(t *testing.T) {
	for _, frame := range []string{
		`{"type":"say","id":"1","text":["我的密码是123456"]}`,
		`{"type":"say","id":"1","text":"我的密码是123456`,
		`{"type":"我的密码是123456","id":"1"}`,
	} {
		_, err := DecodeClient(Customers, []byte(frame))
		if err == nil || strings.Contains(err.Error(), "123456") {
			t.Errorf("%s: %v", frame, err)
		}
	}
}

func TestCodes(t *testing.T) {
	for _, c := range Codes() {
		if want := c == Busy || c == RateLimited; c.Retry() != want {
			t.Errorf("%s: retry %t", c, c.Retry())
		}
	}
	for c := CloseCode(4000); c < 5000; c++ {
		if known := c.String() != "other"; known && c.ComeBack() != (c >= 4500) {
			t.Errorf("%d %s: come back %t", c, c, c.ComeBack())
		}
	}
}

// FuzzDecodeClient holds the door's promises against any bytes: no panic, and
// what comes through is clean, within its limits, and stable when sent again.
func FuzzDecodeClient(f *testing.F) {
	for _, fx := range readFixtures(f, "server") {
		for _, c := range fx.Cases {
			if c.Raw != nil {
				f.Add([]byte(*c.Raw))
			} else if c.Frame != nil {
				f.Add([]byte(c.Frame))
			}
		}
	}
	f.Fuzz(func(t *testing.T, b []byte) {
		for _, side := range []Side{Customers, Agents} {
			frame, err := DecodeClient(side, b)
			if err != nil {
				var refusal *Error
				if !errors.As(err, &refusal) || refusal.Message == "" {
					t.Fatalf("error is no refusal: %v", err)
				}
				continue
			}
			if !utf8.Valid(b) || bytes.ContainsRune(b, 0) {
				t.Fatalf("let through %q", b)
			}
			if s, ok := frame.(*Say); ok && (utf8.RuneCountInString(s.Text) > chat.MaxText || strings.ContainsRune(s.Text, 0)) {
				t.Fatalf("let through text %q", s.Text)
			}
			out, err := AppendClient(nil, frame)
			if err != nil {
				t.Fatal(err)
			}
			again, err := DecodeClient(side, out)
			if err != nil {
				t.Fatalf("refused when sent again: %v\n%s", err, out)
			}
			// Encoded forms are compared: an empty list comes back as none.
			twice, err := AppendClient(nil, again)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(string(out), string(twice)); diff != "" {
				t.Fatal(diff)
			}
		}
	})
}

// FuzzDecodeServer: a client never panics on what a server sends.
func FuzzDecodeServer(f *testing.F) {
	for _, fx := range readFixtures(f, "client") {
		for _, c := range fx.Cases {
			f.Add([]byte(c.Frame))
		}
	}
	f.Fuzz(func(t *testing.T, b []byte) {
		a, err := DecodeServer(b)
		if err == nil && a == nil {
			t.Fatal("neither frame nor error")
		}
	})
}

func BenchmarkDecodeSay(b *testing.B) {
	frame := []byte(`{"type":"say","id":"01HZX3V6E1","text":"充值了100块到现在还没到账怎么回事"}`)
	b.ReportAllocs()
	for b.Loop() {
		if _, err := DecodeClient(Customers, frame); err != nil {
			b.Fatal(err)
		}
	}
}
