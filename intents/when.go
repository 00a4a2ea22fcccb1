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
		n := 0
		for {
			step := timeLength(s[i+n:], s[:i+n])
			if step == 0 {
				break
			}
			n += step
		}
		if n > 0 {
			c.add(EntityTime, i, i+n, s[i:i+n])
			i += n
			continue
		}
		_, size := utf8.DecodeRuneInString(s[i:])
		i += size
	}
}

// timeLength returns the length of the piece of time that s begins with, or 0.
// It is asked at every character, so it looks at the first one first.
func timeLength(s, before string) int {
	r, _ := utf8.DecodeRuneInString(s)
	switch r {
	case '今':
		return prefix(s, "今天", "今早", "今晚", "今儿", "今年")
	case '昨':
		return prefix(s, "昨天", "昨晚", "昨夜", "昨儿", "昨日")
	case '前':
		return prefix(s, "前天", "前晚", "前几天", "前两天")
	case '大':
		return prefix(s, "大前天")
	case '明':
		return prefix(s, "明天", "明早", "明晚")
	case '后':
		return prefix(s, "后天")
	case '上':
		return prefix(s, "上礼拜", "上星期", "上个月", "上周", "上月", "上午")
	case '这':
		return prefix(s, "这个月", "这周", "这礼拜")
	case '下':
		return prefix(s, "下个月", "下礼拜", "下个礼拜", "下星期", "下周", "下月", "下午")
	case '本':
		return prefix(s, "本月", "本周")
	case '月':
		return prefix(s, "月底", "月初")
	case '去':
		return prefix(s, "去年")
	case '早':
		return prefix(s, "早上", "早晨")
	case '中':
		return prefix(s, "中午")
	case '傍':
		return prefix(s, "傍晚")
	case '晚':
		return prefix(s, "晚上")
	case '半':
		return prefix(s, "半夜")
	case '凌':
		return prefix(s, "凌晨")
	case '夜':
		return prefix(s, "夜里")
	case '周', '星', '礼':
		return weekday(s)
	}
	if isDigit(s0(s)) || han(r) != 0 {
		return clockLength(s, before)
	}
	return 0
}

func s0(s string) byte {
	if s == "" {
		return 0
	}
	return s[0]
}

func prefix(s string, words ...string) int {
	for _, w := range words {
		if strings.HasPrefix(s, w) {
			return len(w)
		}
	}
	return 0
}

func weekday(s string) int {
	n := prefix(s, "星期", "礼拜", "周")
	if n == 0 {
		return 0
	}
	if r, size := utf8.DecodeRuneInString(s[n:]); strings.ContainsRune("一二三四五六日天末", r) && size > 0 {
		return n + size
	}
	return 0
}

// clockLength returns the length of 14:20, 3点(半, 多, 20分), 12月3号 or 五号
// that s begins with.
func clockLength(s, before string) int {
	v, n := numberAt(s)
	if n == 0 || before != "" && gluedToWord(before+s, len(before)) || before != "" && isDigit(before[len(before)-1]) {
		return 0
	}
	rest := s[n:]
	switch {
	case strings.HasPrefix(rest, ":") && v < 24 && len(rest) >= 3 && isDigit(rest[1]) && isDigit(rest[2]):
		return n + 3
	case strings.HasPrefix(rest, "点") && v <= 24 && prefix(rest, "点券", "点卡", "点击", "点开", "点数", "点进", "点钻") == 0:
		n += len("点")
		if m := prefix(s[n:], "半", "多", "钟", "整"); m > 0 {
			return n + m
		}
		if v, m := numberAt(s[n:]); m > 0 && v < 60 {
			return n + m + prefix(s[n+m:], "分")
		}
		return n
	case strings.HasPrefix(rest, "月") && v >= 1 && v <= 12:
		day, m := numberAt(rest[len("月"):])
		unit := prefix(rest[min(len(rest), len("月")+m):], "号", "日")
		if m > 0 && unit > 0 && day <= 31 {
			return n + len("月") + m + unit
		}
	case strings.HasPrefix(rest, "号") && v >= 1 && v <= 31 && prefix(rest, "号码", "号楼", "号线") == 0 && !strings.HasSuffix(before, "第") && !strings.HasSuffix(before, "路"):
		return n + len("号")
	}
	return 0
}

// numberAt returns the whole number below 100 that s begins with and its length.
func numberAt(s string) (int, int) {
	if isDigit(s0(s)) {
		n, v := 0, 0
		for n < len(s) && isDigit(s[n]) && n < 3 {
			v = v*10 + int(s[n]-'0')
			n++
		}
		if n > 2 {
			return 0, 0
		}
		return v, n
	}
	n := 0
	for n < len(s) {
		r, size := utf8.DecodeRuneInString(s[n:])
		if v := han(r); v == 0 || v > 10 {
			break
		}
		n += size
	}
	v, ok := chineseNumber(s[:n])
	if !ok {
		return 0, 0
	}
	return int(v), n
}
