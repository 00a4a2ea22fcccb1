package rank

import "unicode/utf8"

// AppendTerms appends the retrieval terms of plain, the plain form of a text
// (text.Analysis.Plain), to dst in their order: every Chinese character by
// itself, every run of Latin letters as one term, and every run of digits as
// the term "0", because amounts, dates and order numbers differ from customer
// to customer while the question stays the same. The terms share plain's memory.
func AppendTerms(dst []string, plain string) []string {
	for i := 0; i < len(plain); {
		c := plain[i]
		switch {
		case isDigit(c):
			for i++; i < len(plain) && isDigit(plain[i]); i++ {
			}
			dst = append(dst, number)
		case isLatin(c):
			start := i
			for i++; i < len(plain) && isLatin(plain[i]); i++ {
			}
			dst = append(dst, plain[start:i])
		case c < utf8.RuneSelf:
			i++ // the blank between two runs
		default:
			_, n := utf8.DecodeRuneInString(plain[i:])
			dst = append(dst, plain[i:i+n])
			i += n
		}
	}
	return dst
}

// number is the term that stands for every number.
const number = "0"

func isDigit(c byte) bool { return c >= '0' && c <= '9' }
func isLatin(c byte) bool { return c >= 'a' && c <= 'z' }
