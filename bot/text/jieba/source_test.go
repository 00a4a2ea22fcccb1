package jieba

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"yiwen/bot/text"
)

func TestSources(t *testing.T) {
	s := open(t)
	for name, c := range map[string]struct {
		in   string
		want []text.Source
	}{
		"of a dictionary": {"手机", []text.Source{text.FromDictionary}},
		"of the caller":   {"花呗q币", []text.Source{text.FromPack, text.FromPack}},
		"guessed":         {"来到杭研大厦", []text.Source{text.FromDictionary, text.FromGuess, text.FromDictionary}}, // 来到 杭研 大厦
		"single":          {"的,", []text.Source{text.FromSingle, text.FromSingle}},
		"letters":         {"steam 100", []text.Source{text.FromLatin, text.FromSingle, text.FromLatin}},
		"broken UTF-8":    {"花呗\xff", []text.Source{text.FromPack, text.FromSingle}},
		"nothing":         {"", []text.Source{}},
	} {
		t.Run(name, func(t *testing.T) {
			tokens := s.Cut(nil, c.in)
			if diff := cmp.Diff(c.want, s.Sources(c.in, tokens)); diff != "" {
				t.Errorf("%v (-want +got):\n%s", tokens, diff)
			}
		})
	}
}
