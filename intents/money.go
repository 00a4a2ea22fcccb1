package intents

import (
	"strings"
	"unicode/utf8"
)

// amounts recognises sums of money: a number with a unit (100块, 四百多元, ¥66,
// 3w块), or a bare number right behind a word of paying (存了300) that counts
// nothing else.
func amounts(c *claims) {
	for _, n := range numerals(c.s) {
		after := c.s[n.end:]
		value, skip := n.value, 0
		for _, scale := range [...]struct {
			word string
			by   float64
		}{{"w", 10000}, {"万", 10000}, {"k", 1000}, {"千", 1000}, {"百", 100}} {
			if strings.HasPrefix(after, scale.word) && !n.chinese && !startsLatin(after[len(scale.word):]) {
				value, skip = value*scale.by, len(scale.word)
				break
			}
		}
		end := n.end + skip
		about := 0
		for _, w := range [...]string{"多", "来", "几"} {
			if strings.HasPrefix(c.s[end:], w) {
				about = len(w)
			}
		}
		switch unit := unitLength(c.s[end+about:]); {
		case unit > 0:
			c.add(EntityAmount, n.start, end+about+unit, plain(value))
		case strings.HasSuffix(c.s[:n.start], "¥"):
			c.add(EntityAmount, n.start-len("¥"), end, plain(value))
		case counts(c.s[end+about:]):
		case paid(c.s[:n.start]) && (!n.chinese || value >= 10), n.chinese && value >= 100:
			c.add(EntityAmount, n.start, end+about, plain(value))
		}
	}
}

func startsLatin(s string) bool { return s != "" && (isLetter(s[0]) || isDigit(s[0])) }

// unitLength returns the length of the unit of money that s begins with.
func unitLength(s string) int {
	s0 := s
	s = strings.TrimPrefix(s, " ")
	blank := len(s0) - len(s)
	for _, u := range [...]string{"块钱", "块", "元", "圆", "rmb", "人民币", "软妹币"} {
		if strings.HasPrefix(s, u) && !strings.HasPrefix(s, "块儿") { // 一块儿 is together
			return blank + len(u)
		}
	}
	return 0
}

// paid reports whether a word of paying stands within the last four characters
// of before.
func paid(before string) bool {
	for range 4 {
		r, n := utf8.DecodeLastRuneInString(before)
		if n == 0 {
			return false
		}
		if strings.ContainsRune("充付扣存花划赔退剩余交转收省欠差", r) || strings.HasSuffix(before, "给了") {
			return true
		}
		if strings.ContainsRune("了我你您们的去走掉出着只多少给到还", r) {
			before = before[:len(before)-n]
			continue
		}
		return false
	}
	return false
}

// counts reports whether s begins with what makes the number before it a count
// of something other than money, or part of a word.
func counts(s string) bool {
	r, n := utf8.DecodeRuneInString(s)
	if n == 0 {
		return false
	}
	return strings.ContainsRune("分小天个次张笔点号月年份单位条%台人遍回岁秒级折页套种家件周日时钟下步成倍码寸期把局位口只双样会直定些边方开路半起:-/.", r) || startsLatin(s)
}
