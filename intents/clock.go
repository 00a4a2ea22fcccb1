package intents

import (
	"strings"
	"unicode/utf8"
)

// stampKind says what a word of time names.
type stampKind uint8

const (
	stampDay      stampKind = iota + 1 // n days from today, perhaps with a part: 昨晚
	stampVague                         // within the last n days: 前几天
	stampWeek                          // n weeks from this one: 上周
	stampWeekday                       // day m (Monday is 1) n weeks from this one: 上周三
	stampLastDay                       // the last day m that has been: 周三
	stampMonth                         // n months from this one: 上个月
	stampYear                          // n years from this one: 去年
	stampEdge                          // the first days of a month, or with n < 0 its last: 月底
	stampDate                          // month n, day m, year y or 0: 12月3号, 2025-12-03
	stampMonthDay                      // day m of a month: 3号
	stampPart                          // a part of the day: 下午
	stampClock                         // hour n, minute m or -1: 3点, 14:20
	stampAgo                           // n of unit before now: 半小时前
	stampNow                           // 刚才
)

// dayPart is a part of the day.
type dayPart uint8

const (
	partNone dayPart = iota
	partDawn
	partMorning
	partNoon
	partAfternoon
	partDusk
	partEvening
)

// unit is a length of time.
type unit uint8

const (
	unitMinute unit = iota
	unitHalfHour
	unitHour
	unitDay
	unitWeek
	unitMonth
	unitYear
)

// stamp is what one word of time says.
type stamp struct {
	kind    stampKind
	n, m, y int
	part    dayPart
	unit    unit
	exact   bool // of a clock: written like 14:20, so that 3:00 is not the afternoon
}

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
		_, step := stampAt(s, i+after)
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

// stampAt returns what the word of time that stands at byte i of s says, and its
// length, or 0. It is asked at every character, so it looks at the first one first.
func stampAt(s string, i int) (stamp, int) {
	whole, s, before := s, s[i:], s[:i]
	r, _ := utf8.DecodeRuneInString(s)
	switch {
	case strings.ContainsRune("今昨前大明后去上这本下月早清中傍晚半凌深夜刚", r):
		if p, n := wordStamp(s); n > 0 {
			if p.kind == stampPart && endsWith(before, "一", "整", "一整个", "半") {
				return stamp{}, 0 // 等了一下午 is how long
			}
			return p, n
		}
		if p, n := weekStamp(s); n > 0 {
			return p, n
		}
	case r == '周' || r == '星' || r == '礼':
		return weekdayStamp(s)
	case strings.ContainsRune("初底末", r) && strings.HasSuffix(before, "月"): // 上个月底
		n := 1
		if r != '初' {
			n = -1
		}
		return stamp{kind: stampEdge, n: n}, utf8.RuneLen(r)
	}
	if r == '半' || r < 0x80 && isDigit(s0(s)) || han(r) != 0 {
		if i > 0 && (gluedToWord(whole, i) || isDigit(whole[i-1])) {
			return stamp{}, 0
		}
		if p, n := agoStamp(s); n > 0 {
			return p, n
		}
		if p, n := yearStamp(s); n > 0 {
			return p, n
		}
		return numberStamp(s, before)
	}
	return stamp{}, 0
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

// agoStamp reads 半小时前, 两个多小时前, 三天前, 20分钟之前.
func agoStamp(s string) (stamp, int) {
	p := stamp{kind: stampAgo}
	n := prefix(s, "半个", "半")
	half := n > 0
	if !half {
		if p.n, n = numberAt(s); n == 0 {
			return stamp{}, 0
		}
	}
	n += prefix(s[n:], "个", "多个", "来")
	n += prefix(s[n:], "多", "半")
	switch rest := s[n:]; {
	case prefix(rest, "分钟") > 0 && !half:
		p.unit, n = unitMinute, n+len("分钟")
	case prefix(rest, "小时", "钟头") > 0 && half:
		p.n, p.unit, n = 1, unitHalfHour, n+len("小时")
	case prefix(rest, "小时", "钟头") > 0:
		p.unit, n = unitHour, n+len("小时")
	case half:
		return stamp{}, 0
	case prefix(rest, "天") > 0:
		p.unit, n = unitDay, n+len("天")
	case prefix(rest, "星期", "礼拜") > 0:
		p.unit, n = unitWeek, n+len("星期")
	case prefix(rest, "周") > 0:
		p.unit, n = unitWeek, n+len("周")
	case prefix(rest, "月") > 0 && strings.Contains(s[:n], "个"): // 3月前 is March
		p.unit, n = unitMonth, n+len("月")
	case prefix(rest, "年") > 0:
		p.unit, n = unitYear, n+len("年")
	default:
		return stamp{}, 0
	}
	m := prefix(s[n:], "前", "之前", "以前")
	if m == 0 || p.n == 0 {
		return stamp{}, 0
	}
	return p, n + m
}

// yearStamp reads a date with its year: 2025年12月3号, 2025-12-03, 2025/12/3.
func yearStamp(s string) (stamp, int) {
	if len(s) < 5 || s[0] != '1' && s[0] != '2' || digits(s[:4]) != 4 {
		return stamp{}, 0
	}
	p := stamp{kind: stampDate}
	for _, d := range s[:4] {
		p.y = p.y*10 + int(d-'0')
	}
	if p.y < 1990 || p.y > 2100 {
		return stamp{}, 0
	}
	n := 4
	if m := prefix(s[n:], "年"); m > 0 {
		day, k := numberStamp(s[n+m:], "")
		if day.kind == stampDate {
			p.n, p.m = day.n, day.m
			return p, n + m + k
		}
		return stamp{}, 0
	}
	mark := s[n]
	if mark != '-' && mark != '/' && mark != '.' {
		return stamp{}, 0
	}
	month, m := numberAt(s[n+1:])
	n += 1 + m
	if m == 0 || n >= len(s) || s[n] != mark {
		return stamp{}, 0
	}
	day, m := numberAt(s[n+1:])
	n += 1 + m
	if m == 0 || !validDay(month, day) || n < len(s) && (isDigit(s[n]) || isLetter(s[n]) || s[n] == '-') {
		return stamp{}, 0
	}
	p.n, p.m = month, day
	return p, n
}

func validDay(month, day int) bool { return month >= 1 && month <= 12 && day >= 1 && day <= 31 }

// numberStamp reads 14:20, 3点(半, 多, 20分), 12月3号 or 五号.
func numberStamp(s, before string) (stamp, int) {
	v, n := numberAt(s)
	if n == 0 {
		return stamp{}, 0
	}
	rest := s[n:]
	switch {
	case strings.HasPrefix(rest, ":") && v < 24 && len(rest) >= 3 && rest[1] <= '5' && isDigit(rest[1]) && isDigit(rest[2]):
		return stamp{kind: stampClock, n: v, m: int(rest[1]-'0')*10 + int(rest[2]-'0'), exact: true}, n + 3
	case strings.HasPrefix(rest, "点") && v <= 24 && prefix(rest, "点券", "点卡", "点击", "点开", "点数", "点进", "点钻") == 0:
		p, end := clockStamp(s, v, n+len("点"))
		if s[:end] == "一点" && !endsWith(before, "天", "午", "晚", "上", "夜", "里", "晨") {
			return stamp{}, 0 // a little
		}
		return p, end
	case strings.HasPrefix(rest, "月"):
		day, m := numberAt(rest[len("月"):])
		end := n + len("月") + m
		unit := prefix(s[end:], "号", "日")
		if m > 0 && unit > 0 && validDay(v, day) {
			return stamp{kind: stampDate, n: v, m: day}, end + unit
		}
	case strings.HasPrefix(rest, "号") && v >= 1 && v <= 31 && prefix(rest, "号码", "号楼", "号线") == 0 && !strings.HasSuffix(before, "第") && !strings.HasSuffix(before, "路"):
		return stamp{kind: stampMonthDay, m: v}, n + len("号")
	}
	return stamp{}, 0
}

// clockStamp reads what stands behind the 点 of hour h, which ends at byte n.
func clockStamp(s string, h, n int) (stamp, int) {
	p := stamp{kind: stampClock, n: h, m: -1}
	switch {
	case prefix(s[n:], "半") > 0:
		p.m = 30
		return p, n + len("半")
	case prefix(s[n:], "整") > 0:
		p.m = 0
		return p, n + len("整")
	}
	if m := prefix(s[n:], "多", "钟"); m > 0 {
		return p, n + m
	}
	if v, m := numberAt(s[n:]); m > 0 && v < 60 {
		p.m = v
		return p, n + m + prefix(s[n+m:], "分")
	}
	return p, n
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
