package intents

import (
	"strings"
	"unicode/utf8"
)

// wordStamp reads the longest word of time, of two to four characters, that s
// begins with.
func wordStamp(s string) (stamp, int) {
	var best stamp
	length, end := 0, 0
	for n := 1; n <= 4 && end < len(s); n++ {
		_, size := utf8.DecodeRuneInString(s[end:])
		end += size
		if p, ok := timeWord(s[:end]); ok {
			best, length = p, end
		}
	}
	if best.kind == stampPart && strings.HasPrefix(s[length:], "好") {
		return stamp{}, 0 // 下午好 greets
	}
	return best, length
}

func timeWord(w string) (stamp, bool) {
	switch w {
	case "大前天":
		return stamp{kind: stampDay, n: -3}, true
	case "前天", "前日":
		return stamp{kind: stampDay, n: -2}, true
	case "昨天", "昨日", "昨儿":
		return stamp{kind: stampDay, n: -1}, true
	case "今天", "今日", "今儿":
		return stamp{kind: stampDay}, true
	case "明天", "明日", "明儿":
		return stamp{kind: stampDay, n: 1}, true
	case "后天":
		return stamp{kind: stampDay, n: 2}, true
	case "大后天":
		return stamp{kind: stampDay, n: 3}, true
	case "前晚":
		return stamp{kind: stampDay, n: -2, part: partEvening}, true
	case "昨晚", "昨夜":
		return stamp{kind: stampDay, n: -1, part: partEvening}, true
	case "今早":
		return stamp{kind: stampDay, part: partMorning}, true
	case "今晚", "今夜":
		return stamp{kind: stampDay, part: partEvening}, true
	case "明早":
		return stamp{kind: stampDay, n: 1, part: partMorning}, true
	case "明晚":
		return stamp{kind: stampDay, n: 1, part: partEvening}, true
	case "前两天", "前俩天":
		return stamp{kind: stampVague, n: 3}, true
	case "前几天", "前些天":
		return stamp{kind: stampVague, n: 7}, true
	case "上个月", "上月":
		return stamp{kind: stampMonth, n: -1}, true
	case "这个月", "本月":
		return stamp{kind: stampMonth}, true
	case "下个月", "下月":
		return stamp{kind: stampMonth, n: 1}, true
	case "月初":
		return stamp{kind: stampEdge, n: 1}, true
	case "月底", "月末":
		return stamp{kind: stampEdge, n: -1}, true
	case "前年":
		return stamp{kind: stampYear, n: -2}, true
	case "去年":
		return stamp{kind: stampYear, n: -1}, true
	case "今年":
		return stamp{kind: stampYear}, true
	case "明年":
		return stamp{kind: stampYear, n: 1}, true
	case "凌晨", "半夜", "大半夜", "夜里", "深夜":
		return stamp{kind: stampPart, part: partDawn}, true
	case "早上", "早晨", "清晨", "上午":
		return stamp{kind: stampPart, part: partMorning}, true
	case "中午":
		return stamp{kind: stampPart, part: partNoon}, true
	case "下午":
		return stamp{kind: stampPart, part: partAfternoon}, true
	case "傍晚":
		return stamp{kind: stampPart, part: partDusk}, true
	case "晚上":
		return stamp{kind: stampPart, part: partEvening}, true
	case "刚才", "刚刚":
		return stamp{kind: stampNow}, true
	}
	return stamp{}, false
}

// weekStamp reads 上周, 下个星期三, 这礼拜.
func weekStamp(s string) (stamp, int) {
	p := stamp{kind: stampWeek}
	n := prefix(s, "上个", "上")
	switch {
	case n > 0:
		p.n = -1
	default:
		if n = prefix(s, "下个", "下"); n > 0 {
			p.n = 1
		} else if n = prefix(s, "这个", "这", "本"); n == 0 {
			return stamp{}, 0
		}
	}
	if day, m := weekdayStamp(s[n:]); m > 0 {
		return stamp{kind: stampWeekday, n: p.n, m: day.m}, n + m
	}
	if m := prefix(s[n:], "星期", "礼拜", "周"); m > 0 {
		return p, n + m
	}
	return stamp{}, 0
}

// weekdayStamp reads 周三, 星期天, 礼拜六. 周末 is the Saturday.
func weekdayStamp(s string) (stamp, int) {
	n := prefix(s, "星期", "礼拜", "周")
	if n == 0 || n == len(s) {
		return stamp{}, 0
	}
	r, size := utf8.DecodeRuneInString(s[n:])
	day := 0
	switch r {
	case '一', '二', '三', '四', '五', '六':
		day = int(han(r))
	case '日', '天':
		day = 7
	case '末':
		day = 6
	default:
		return stamp{}, 0
	}
	return stamp{kind: stampLastDay, m: day}, n + size
}
