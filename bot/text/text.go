// Package text turns what a customer typed into the one form that index, query,
// rules and lexicons share: normalised, cut into words, with offsets that lead
// back to the customer's own characters.
//
// An Analysis is made once per text and travels on; it is immutable and safe
// for concurrent use. The package knows no segmenter: text/jieba implements
// Segmenter. Nothing here panics or fails on any input.
package text

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
