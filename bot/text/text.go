// Package text turns what a customer typed into the one form that index, query,
// rules and lexicons share: normalised, cut into words, with offsets that lead
// back to the customer's own characters.
//
// An Analysis is made once per text and travels on; it is immutable and safe
// for concurrent use. The package knows no word list: text/jieba implements
// Segmenter, Runes is one that needs none. Nothing here panics, blocks or fails
// on any input, and the cost grows linearly with its length.
//
// The normal form is: valid UTF-8 without control and invisible characters,
// NFKC (which folds full and half width), lower case, simplified characters
// (OpenCC data, longest match), white space as single blanks, a run of the same
// sentence mark as one mark, a run of the same character or symbol as at most
// three; ASCII letters and digits are never folded, since order numbers repeat
// them. Normalising a normal form changes nothing. It does not correct spelling
// and does not know synonyms.
package text

import "unicode/utf8"

// Token is a word of a normalised text. Start and End are byte offsets into
// that text, Start < End, and Text is the bytes between them.
type Token struct {
	Text       string
	Start, End int
}

// Segmenter cuts normalised text into words.
//
// Cut appends the words of s to dst, in order, and returns it: every byte of s
// is in exactly one token, so the tokens joined are s again. It never panics
// and is safe for concurrent use.
type Segmenter interface {
	Cut(dst []Token, s string) []Token
}

// Runes is a Segmenter that takes every character for a word. It serves texts
// whose characters stand for others (`yiwen eval --opaque`) and tests.
type Runes struct{}

var _ Segmenter = Runes{}

// Cut implements Segmenter. Each byte of invalid UTF-8 is a token.
func (Runes) Cut(dst []Token, s string) []Token {
	for i := 0; i < len(s); {
		_, n := utf8.DecodeRuneInString(s[i:])
		dst = append(dst, Token{Text: s[i : i+n], Start: i, End: i + n})
		i += n
	}
	return dst
}
