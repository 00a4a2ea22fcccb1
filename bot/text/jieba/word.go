package jieba

import (
	"errors"
	"unicode"
	"unicode/utf8"

	"yiwen/bot/fault"
	"yiwen/bot/text"
)

// Limits of a user word. Longer "words" are sentences pasted by mistake; more
// weight than a tenth of the whole dictionary's pulls neighbours apart.
const (
	MaxWord = 32         // runes of the normal form
	MaxFreq = 10_000_000 // as jieba counts: 的 has 318,825
)

// Word is a word of the trade that the dictionary lacks or cuts wrongly.
type Word struct {
	Text string // in any form; its normal form is what is found
	Freq int    // 0 = the dictionary's median; 1 to MaxFreq otherwise
	Tag  string // part of speech, or empty
}

// Check returns why w cannot be a word, as a fault.Invalid, or nil.
func (w Word) Check() error {
	norm := text.Normalise(w.Text)
	switch n := utf8.RuneCountInString(norm); {
	case n == 0:
		return fault.New(fault.Invalid, "the word %q is empty", w.Text)
	case n > MaxWord:
		return fault.New(fault.Invalid, "the word %q has %d characters; the most is %d", w.Text, n, MaxWord)
	}
	for _, r := range norm {
		// The core cuts at blanks and full stops first, so the word would never be found.
		if r == '。' || r == '，' || unicode.IsSpace(r) {
			return fault.New(fault.Invalid, "the word %q holds a blank, a comma or a full stop, which separate words: it would never be found", w.Text)
		}
	}
	if w.Freq < 0 || w.Freq > MaxFreq {
		return fault.New(fault.Invalid, "the word %q has the frequency %d, which is not between 0 and %d", w.Text, w.Freq, MaxFreq)
	}
	for _, r := range w.Tag {
		if r > unicode.MaxASCII || !unicode.IsLetter(r) && !unicode.IsDigit(r) {
			return fault.New(fault.Invalid, "the word %q has the tag %q, which is not a part of speech in letters, like n or nz", w.Text, w.Tag)
		}
	}
	return nil
}

// checkWords returns the words in normal form, the first of equals, or what is
// wrong with all that are wrong.
func checkWords(words []Word) ([]Word, error) {
	var wrong []error
	out := make([]Word, 0, len(words))
	seen := make(map[string]bool, len(words))
	for _, w := range words {
		if err := w.Check(); err != nil {
			wrong = append(wrong, err)
			continue
		}
		if w.Text = text.Normalise(w.Text); !seen[w.Text] {
			seen[w.Text] = true
			out = append(out, w)
		}
	}
	if err := errors.Join(wrong...); err != nil {
		return nil, fault.New(fault.Invalid, "words of the dictionary:\n%w", err)
	}
	return out, nil
}
