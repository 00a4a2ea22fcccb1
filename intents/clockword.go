package intents

import (
	"strings"
	"unicode/utf8"
)

// wordLength returns the length of the longest word of time, of one to four
// characters, that s begins with, and whether it is no more than a part of the day.
func wordLength(s string) (length int, part bool) {
	end := 0
	for n := 1; n <= 4 && end < len(s); n++ {
		_, size := utf8.DecodeRuneInString(s[end:])
		end += size
		if w := s[:end]; dayPart(w) {
			length, part = end, true
		} else if timeWord(w) {
			length, part = end, false
		}
	}
	if part && strings.HasPrefix(s[length:], "好") {
		return 0, false // 下午好 greets
	}
	return length, part
}

// dayPart reports that a word is a part of whichever day.
func dayPart(w string) bool {
	switch w {
	case "凌晨", "半夜", "大半夜", "夜里", "深夜", "早上", "早晨", "清晨", "上午", "中午", "下午", "傍晚", "晚上":
		return true
	}
	return false
}

// timeWord reports that a word is a day, a month, a year, or a time by itself.
func timeWord(w string) bool {
	switch w {
	case "大前天", "前天", "前日", "昨天", "昨日", "昨儿", "今天", "今日", "今儿", "明天", "明日", "明儿", "后天", "大后天",
		"前晚", "昨晚", "昨夜", "今早", "今晚", "今夜", "明早", "明晚",
		"前两天", "前俩天", "前几天", "前些天",
		"上个月", "上月", "这个月", "本月", "下个月", "下月", "月初", "月底", "月末",
		"前年", "去年", "今年", "明年",
		"刚才", "刚刚":
		return true
	}
	return false
}

// weekLength returns the length of 上周, 下个星期三 or 这礼拜 that s begins with, or 0.
func weekLength(s string) int {
	n := prefix(s, "上个", "上", "下个", "下", "这个", "这", "本")
	if n == 0 {
		return 0
	}
	m := weekdayLength(s[n:])
	if m == 0 {
		m = prefix(s[n:], "星期", "礼拜", "周")
	}
	if m == 0 {
		return 0
	}
	return n + m
}

// weekdayLength returns the length of 周三, 星期天 or 周末 that s begins with, or 0.
func weekdayLength(s string) int {
	n := prefix(s, "星期", "礼拜", "周")
	if n == 0 {
		return 0
	}
	m := prefix(s[n:], "一", "二", "三", "四", "五", "六", "日", "天", "末")
	if m == 0 {
		return 0
	}
	return n + m
}
