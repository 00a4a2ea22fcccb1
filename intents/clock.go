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
