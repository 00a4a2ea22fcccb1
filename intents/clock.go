package intents

import (
	"strings"
	"unicode/utf8"
)

// times recognises when something happened or shall happen: days, parts of the
// day and clock times that stand together, as one entity.
func times(c *claims) {
	s := c.s
	for i := 0; i < len(s); {
		if n := timeLength(s, i); n > 0 {
			c.add(EntityTime, i, i+n, s[i:i+n])
			i += n
			continue
		}
		_, size := utf8.DecodeRuneInString(s[i:])
		i += size
	}
}

// timeLength returns the length of the words of time that stand together from
// byte i of s on, with blanks between them, or 0.
func timeLength(s string, i int) int {
	n, after := 0, 0
	for {
		step := timeAt(s, i+after)
		if step == 0 {
			return n
		}
		n = after + step
		after = n
		if strings.HasPrefix(s[i+n:], " ") {
			after++
		}
	}
}

// timeAt returns the length of the word of time that stands at byte i of s, or 0.
// It is asked at every character, so it looks at the first one first.
func timeAt(s string, i int) int {
	whole, s, before := s, s[i:], s[:i]
	r, _ := utf8.DecodeRuneInString(s)
	switch {
	case strings.ContainsRune("今昨前大明后去上这本下月早清中傍晚半凌深夜刚", r):
		if n, part := wordLength(s); n > 0 {
			if part && endsWith(before, "一", "整", "一整个", "半") {
				return 0 // 等了一下午 is how long
			}
			return n
		}
		if n := weekLength(s); n > 0 {
			return n
		}
	case r == '周' || r == '星' || r == '礼':
		return weekdayLength(s)
	case strings.ContainsRune("初底末", r) && strings.HasSuffix(before, "月"): // 上个月底
		return utf8.RuneLen(r)
	}
	if r == '半' || r < 0x80 && isDigit(s0(s)) || han(r) != 0 {
		if i > 0 && (gluedToWord(whole, i) || isDigit(whole[i-1])) {
			return 0
		}
		if n := agoLength(s); n > 0 {
			return n
		}
		if n := yearLength(s); n > 0 {
			return n
		}
		return numberLength(s, before)
	}
	return 0
}
