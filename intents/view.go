package intents

import (
	"strings"
	"unicode"

	"yiwen/bot/text"
)

// view is a normal form as patterns see it: without blanks and punctuation, so
// that 转 人 工 is 转人工, but with symbols, so that a picture can be evidence.
type view struct {
	norm string
	s    string
	at   []int32 // for each byte of s, and its end, the byte of norm
}

// seen reports whether patterns see r.
func seen(r rune) bool {
	if text.IsWord(r) {
		return true
	}
	return r >= 0x80 && (unicode.IsSymbol(r) || unicode.IsMark(r))
}

// newView makes the view of norm.
func newView(norm string) view {
	var room [256]byte
	b := room[:0]
	at := make([]int32, 0, len(norm)+1)
	for i, r := range norm {
		if !seen(r) {
			continue
		}
		start := len(b)
		b = append(b, string(r)...)
		for k := range b[start:] {
			at = append(at, int32(i+k))
		}
	}
	at = append(at, int32(len(norm)))
	s := norm
	if len(b) != len(norm) {
		s = string(b)
	}
	return view{norm: norm, s: s, at: at}
}

// clauseBefore reports whether a clause begins at byte i of v.s: at the start,
// or after anything that was dropped.
func (v view) clauseBefore(i int) bool {
	return i == 0 || i == len(v.s) || v.at[i] != v.at[i-1]+1
}

// pauseAt reports whether a comma or what ends a sentence stands right before
// byte i of v.s.
func (v view) pauseAt(i int) bool {
	return 0 < i && i < len(v.s) && strings.ContainsAny(v.norm[v.at[i-1]:v.at[i]], ",.!?;:。、…~\n")
}

// inNumber reports whether byte i of v.s stands inside a row of digits: 12345 in
// an order number is no hotline.
func (v view) inNumber(i int) bool {
	return 0 < i && i < len(v.s) && digit(v.s[i-1]) && digit(v.s[i])
}

func digit(b byte) bool { return '0' <= b && b <= '9' }

// sentenceIn reports whether a sentence ends between the characters that end at
// byte i and begin at byte j of v.s.
func (v view) sentenceIn(i, j int) bool {
	return i > 0 && strings.ContainsAny(v.norm[v.at[i-1]:v.at[j]], "!?。;")
}

// text returns the customer's words behind the bytes [i, j) of v.s, in normal
// form.
func (v view) text(i, j int) string {
	if i >= j {
		return ""
	}
	return v.norm[v.at[i] : v.at[j-1]+1]
}
