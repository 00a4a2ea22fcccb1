package intents

import (
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"

	"yiwen/bot/fault"
	"yiwen/bot/text"
)

func TestGrams(t *testing.T) {
	for in, want := range map[string]string{
		"":      "||",
		"好":     "|好 好| |好|",
		"等3天":   "|等 等0 |等0 0天 等0天 天| 0天|",
		"好 ，的":  "|好 好_ |好_ _的 好_的 的| _的|",
		"，好！！":  "|好 好| |好|", // marks at an edge part nothing
		"\x01好": "|好 好| |好|", // what stands for the edge cannot be said
	} {
		var got []string
		eachGram(in, func(g gram, _, _ int) {
			got = append(got, strings.NewReplacer(string(gramEdge), "|", string(gramPause), "_").Replace(g.String()))
		})
		if d := cmp.Diff(want, strings.Join(got, " ")); d != "" {
			t.Errorf("%q (-want +got):\n%s", in, d)
		}
	}
}

func FuzzGrams(f *testing.F) {
	f.Add("等了3天，还没到！")
	f.Fuzz(func(t *testing.T, said string) {
		norm := text.Normalise(said)
		eachGram(norm, func(g gram, start, end int) {
			if start < 0 || start > end || end > len(norm) || !utf8.ValidString(norm[start:end]) {
				t.Fatalf("%q: %q at %d to %d", norm, g, start, end)
			}
			if gramOf(g.String()) != g {
				t.Fatalf("%q reads as another gram", g)
			}
		})
	})
}

// ofEar hears with weights by hand: 等了 speaks for a person, 谢谢 against.
const ofEar = "bias\t\"\"\t-3\t-3\n" +
	"class\t\"anger\"\t2\t2\n" +
	"gram\t\"等了\"\t6\t4\n" +
	"gram\t\"了三\"\t-1\t0.5\n" +
	"gram\t\"担心\"\t0\t5\n" +
	"gram\t\"谢谢\"\t-5\t-5\n"

func TestEarHears(t *testing.T) {
	e, err := newEar(ofEar)
	if err != nil {
		t.Fatal(err)
	}
	anger := Mood{0.4, []Evidence{{"烦", "anger", 0.4}}}
	for name, c := range map[string]struct {
		before Mood
		said   string
		want   string // texts of the evidence
		least  float64
		most   float64
	}{
		"nothing known":             {Mood{}, "你好", "", 0, 0},
		"a person is needed":        {Mood{}, "等了", "等了", earHandScore, earHandMost},
		"only uneasy":               {Mood{}, "担心", "担心", earStirScore, earStirMost},
		"thanks outweigh":           {Mood{}, "等了 谢谢", "", 0, 0},
		"twice says no more":        {Mood{}, "担心担心担心担心", "担心", earStirScore, earStirMost},
		"beside the lists":          {anger, "烦 等了三天", "烦 等了", earHandScore, earHandMost},
		"less than the lists found": {Mood{0.96, []Evidence{{"滚", "swear", 0.96}}}, "等了", "滚", 0.96, 0.96},
	} {
		t.Run(name, func(t *testing.T) {
			got := e.hear(c.before, c.said)
			var words []string
			calm := 1.0
			for _, ev := range got.Evidence {
				words = append(words, ev.Text)
				calm *= 1 - ev.Weight
			}
			if d := cmp.Diff(c.want, strings.Join(words, " ")); d != "" {
				t.Errorf("evidence (-want +got):\n%s", d)
			}
			if got.Score < c.least || got.Score > c.most {
				t.Errorf("score is %v, want %v to %v", got.Score, c.least, c.most)
			}
			if diff := got.Score - (1 - calm); diff > 0.002 || diff < -0.002 {
				t.Errorf("score is %v, and the evidence amounts to %v", got.Score, 1-calm)
			}
		})
	}
}

func TestEarNamesWhatToldMost(t *testing.T) {
	e, err := newEar(earWeights)
	if err != nil {
		t.Fatal(err)
	}
	var got Mood
	var norm string
	for _, l := range lines(t, "../testdata/mood/shop.jsonl") { // one of what it learned from, that says enough by itself
		norm = text.Normalise(l.Text)
		if got = e.hear(Mood{}, norm); len(got.Evidence) > 0 {
			break
		}
	}
	if len(got.Evidence) != 1 || got.Evidence[0].Class != ClassModel {
		t.Fatalf("got %+v, want one piece of evidence of the ear", got)
	}
	parts := strings.Split(got.Evidence[0].Text, "·")
	if len(parts) == 0 || len(parts) > toldGrams {
		t.Errorf("it names %q, want one to %d places", parts, toldGrams)
	}
	for _, p := range parts {
		if p == "" || !strings.Contains(norm, p) {
			t.Errorf("it names %q, which was not said", p)
		}
	}
}

func TestEarRefusesWrongWeights(t *testing.T) {
	for name, c := range map[string]struct{ in, want string }{
		"fields": {"bias\t\"\"\t1\n", "line 1: 3 fields"},
		"name":   {"bias\t\"\"\t1\t1\ngram\t等了\t1\t1\n", "line 2: name"},
		"number": {"gram\t\"等了\"\tx\t1\n", "line 1"},
		"kind":   {"word\t\"等了\"\t1\t1\n", `a "word" is one too many`},
		"many":   {strings.Repeat("gram\t\"等了\"\t1\t1\n", maxGrams+1), `a "gram" is one too many`},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := newEar(c.in)
			if !fault.Is(err, fault.Internal) || !strings.Contains(err.Error(), c.want) {
				t.Errorf("got %v, want an internal error with %q", err, c.want)
			}
		})
	}
}
