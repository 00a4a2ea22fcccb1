package text_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"yiwen/bot/text"
)

// pairs cuts two characters at a time, and knows stop words.
type pairs struct{ *text.StopWords }

var _ text.Stopper = pairs{}

func (pairs) Cut(dst []text.Token, s string) []text.Token {
	const two = len("目的")
	for at := 0; at < len(s); at += two {
		end := min(at+two, len(s))
		dst = append(dst, text.Token{Text: s[at:end], Start: at, End: end})
	}
	return dst
}

// runes cuts into characters, and knows stop words.
type runes struct {
	text.Runes
	*text.StopWords
}

func TestStopWordsAreLeftOut(t *testing.T) {
	stops := text.NewStopWords([]string{"这边", "这边呢", "Vip", "我想了解一下", "", "的"})
	for name, c := range map[string]struct {
		said, plain string
		words       int
	}{
		"one word":               {"这边怎么退款", "怎么退款", 4},
		"the longest":            {"这边呢退款", "退款", 2},
		"letters, of any case":   {"ＶＩＰ怎么退款", "怎么退款", 4},
		"several tokens":         {"我想了解一下退款", "退款", 2},
		"in the middle":          {"退款的时间", "退款时间", 4},
		"nothing but stop words": {"这边的", "这边的", 3},
		"and marks":              {"这边？", "这边", 3},
		"none":                   {"怎么退款", "怎么退款", 4},
		"empty":                  {"", "", 0},
	} {
		t.Run(name, func(t *testing.T) {
			a := text.Analyse(c.said, runes{StopWords: stops})
			if a.Plain() != c.plain || len(a.Words()) != c.words {
				t.Errorf("plain %q, %d words %v; want %q, %d", a.Plain(), len(a.Words()), a.Words(), c.plain, c.words)
			}
		})
	}
	inside := text.Analyse("目的这边退款", pairs{text.NewStopWords([]string{"的", "这边", "边退"})})
	if got := inside.Plain(); got != "目的退款" {
		t.Errorf("a stop word inside another word: %q", got)
	}
	if diff := cmp.Diff([]bool{false, true, false}, []bool{inside.Stops(0), inside.Stops(1), inside.Stops(2)}); diff != "" {
		t.Errorf("stopped (-want +got):\n%s", diff)
	}
	if text.NewStopWords(nil) != nil || (*text.StopWords)(nil).Stops("a", nil) != nil {
		t.Error("no words are a list")
	}
}
