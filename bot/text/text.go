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
// unless the Segmenter is a Corrector or a Speller, and does not know synonyms.
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

// Speller is a Segmenter that also reads what was written in other letters: zfb
// for 支付宝. Analyse puts the words in place of what stands for them, so that
// all that reads the normal form sees them; offsets still lead to what the
// customer wrote.
//
// Respell appends to dst the stretches of s, a normal form, that stand for other
// words, in rising order and apart from each other, and returns it. It is safe
// for concurrent use.
type Speller interface {
	Segmenter
	Respell(dst []Edit, s string) []Edit
}

// Corrector is a Segmenter that knows what is typed for something else: 冲直 for
// 充值. Analyse reads what is meant in its place before everything else, a Speller
// included.
//
// Correct is to that what Respell is to a Speller.
type Corrector interface {
	Segmenter
	Correct(dst []Edit, s string) []Edit
}

// Stopper is a Segmenter that knows words which say nothing of the matter. Analyse
// keeps them in Norm and Tokens, where rules look, and leaves them out of what a
// question is found and compared by (Plain, Words), unless nothing would be left.
//
// Stops returns for each of tokens, which Cut made of s, whether it is such a word
// or part of one; nil where none is. It is safe for concurrent use.
type Stopper interface {
	Segmenter
	Stops(s string, tokens []Token) []bool
}

// Source is where a word of a cut comes from. The list is closed.
type Source string

// The closed list of sources.
const (
	FromPack       Source = "pack"       // the content pack's dictionary
	FromDictionary Source = "dictionary" // the segmenter's own
	FromGuess      Source = "guessed"    // no dictionary: the segmenter took neighbours for a word
	FromSingle     Source = "single"     // a character by itself, or a mark
	FromLatin      Source = "latin"      // letters and digits
)

// Sourcer is a Segmenter that says where words come from: one Source for each of
// tokens, which Cut made of s. It is for those who look, not for every message,
// and safe for concurrent use.
type Sourcer interface {
	Segmenter
	Sources(s string, tokens []Token) []Source
}

// Edit says that the bytes [Start, End) of a normal form stand for To, which is
// in normal form and not empty.
type Edit struct {
	Start, End int
	To         string
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
