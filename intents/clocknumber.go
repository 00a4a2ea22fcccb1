package intents

import "strings"

// agoLength returns the length of 半小时前, 两个多小时前, 三天前 or 20分钟之前 that s
// begins with, or 0.
func agoLength(s string) int {
	n := prefix(s, "半个", "半")
	half, many := n > 0, 1
	if !half {
		if many, n = numberAt(s); n == 0 {
			return 0
		}
	}
	n += prefix(s[n:], "个", "多个", "来")
	n += prefix(s[n:], "多", "半")
	m := prefix(s[n:], "小时", "钟头")
	if m == 0 && !half {
		m = prefix(s[n:], "分钟", "天", "星期", "礼拜", "周", "年")
		if m == 0 && strings.Contains(s[:n], "个") { // 3月前 is March
			m = prefix(s[n:], "月")
		}
	}
	if m == 0 || many == 0 {
		return 0
	}
	n += m
	if m = prefix(s[n:], "前", "之前", "以前"); m == 0 {
		return 0
	}
	return n + m
}

// yearLength returns the length of a date with its year that s begins with, or 0:
// 2025年12月3号, 2025-12-03, 2025/12/3.
func yearLength(s string) int {
	if len(s) < 5 || s[0] != '1' && s[0] != '2' || digits(s[:4]) != 4 || s[:4] < "1990" || s[:4] > "2100" {
		return 0
	}
	n := 4
	if m := prefix(s[n:], "年"); m > 0 {
		if day := dateLength(s[n+m:]); day > 0 {
			return n + m + day
		}
		return 0
	}
	mark := s[n]
	if mark != '-' && mark != '/' && mark != '.' {
		return 0
	}
	month, m := numberAt(s[n+1:])
	n += 1 + m
	if m == 0 || n >= len(s) || s[n] != mark {
		return 0
	}
	day, m := numberAt(s[n+1:])
	n += 1 + m
	if m == 0 || !validDay(month, day) || n < len(s) && (isDigit(s[n]) || isLetter(s[n]) || s[n] == '-') {
		return 0
	}
	return n
}

// dateLength returns the length of 12月3号 that s begins with, or 0.
func dateLength(s string) int {
	month, n := numberAt(s)
	if n == 0 || !strings.HasPrefix(s[n:], "月") {
		return 0
	}
	n += len("月")
	day, m := numberAt(s[n:])
	n += m
	if unit := prefix(s[n:], "号", "日"); m > 0 && unit > 0 && validDay(month, day) {
		return n + unit
	}
	return 0
}

func validDay(month, day int) bool { return month >= 1 && month <= 12 && day >= 1 && day <= 31 }

// numberLength returns the length of 14:20, 3点(半, 多, 20分), 12月3号 or 五号 that s
// begins with, or 0. before is what stands before it.
func numberLength(s, before string) int {
	v, n := numberAt(s)
	if n == 0 {
		return 0
	}
	rest := s[n:]
	switch {
	case strings.HasPrefix(rest, ":") && v < 24 && len(rest) >= 3 && rest[1] <= '5' && isDigit(rest[1]) && isDigit(rest[2]):
		return n + 3
	case strings.HasPrefix(rest, "点") && v <= 24 && prefix(rest, "点券", "点卡", "点击", "点开", "点数", "点进", "点钻") == 0:
		end := clockEnd(s, n+len("点"))
		if s[:end] == "一点" && !endsWith(before, "天", "午", "晚", "上", "夜", "里", "晨") {
			return 0 // a little
		}
		return end
	case strings.HasPrefix(rest, "月"):
		return dateLength(s)
	case strings.HasPrefix(rest, "号") && v >= 1 && v <= 31 && prefix(rest, "号码", "号楼", "号线") == 0 && !strings.HasSuffix(before, "第") && !strings.HasSuffix(before, "路"):
		return n + len("号")
	}
	return 0
}

// clockEnd returns where the clock time ends whose 点 ends at byte n of s.
func clockEnd(s string, n int) int {
	if m := prefix(s[n:], "半", "整", "多", "钟"); m > 0 {
		return n + m
	}
	if v, m := numberAt(s[n:]); m > 0 && v < 60 {
		return n + m + prefix(s[n+m:], "分")
	}
	return n
}
