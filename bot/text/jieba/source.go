package jieba

import (
	"strings"
	"unicode/utf8"

	"github.com/yanyiwu/gojieba"

	"yiwen/bot/text"
)

// Sources implements text.Sourcer. It cuts t once more without guessing: what is
// no word then is in no dictionary.
func (s *Segmenter) Sources(t string, tokens []text.Token) []text.Source {
	known := s.known(t)
	out := make([]text.Source, len(tokens))
	for i, w := range tokens {
		switch {
		case s.own[w.Text]:
			out[i] = text.FromPack
		case solid(w.Text):
			out[i] = text.FromLatin
		case utf8.RuneCountInString(w.Text) == 1:
			out[i] = text.FromSingle
		case known[[2]int{w.Start, w.End}]:
			out[i] = text.FromDictionary
		default:
			out[i] = text.FromGuess
		}
	}
	return out
}

// known returns the places of the words in t that dictionaries hold.
func (s *Segmenter) known(t string) map[[2]int]bool {
	s.mu.RLock()
	defer s.mu.RUnlock()
	out := map[[2]int]bool{}
	if s.core == nil || !utf8.ValidString(t) || strings.IndexByte(t, 0) >= 0 {
		return out
	}
	for _, w := range s.core.Tokenize(t, gojieba.DefaultMode, false) {
		out[[2]int{w.Start, w.End}] = true
	}
	return out
}

// solid reports that w is Latin letters and digits, with what joins them.
func solid(w string) bool {
	word := false
	for i := range len(w) {
		c := w[i]
		switch {
		case c >= '0' && c <= '9', c >= 'a' && c <= 'z', c >= 'A' && c <= 'Z':
			word = true
		case c >= utf8.RuneSelf:
			return false
		}
	}
	return word
}
