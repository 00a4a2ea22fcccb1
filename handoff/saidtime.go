package handoff

import (
	"time"
)

// timeAt reads the time that begins at rune i of a text written at that time:
// a length (半小时内), a day with or without a part or a clock (明天上午, 今晚8点前),
// or a clock (下午3点前). It returns the instant meant and the rune after it.
func timeAt(words []rune, i int, at time.Time, h Hours) (due time.Time, end int, ok bool) {
	r := &reader{words: words, at: i}
	if due, ok := r.length(at, h); ok {
		r.any("左右", "钟")
		r.any("之内", "以内", "内", "之后", "以后", "后")
		return due, r.at, true
	}
	r.at = i
	if due, ok := r.day(at, h); ok {
		r.any("左右")
		r.any("之前", "以前", "前", "之内", "以内", "内")
		return due, r.at, true
	}
	return time.Time{}, i, false
}

// reader reads words one after the other; a method that does not find what it
// is named for leaves at where it was.
type reader struct {
	words []rune
	at    int
}

// any reads the first of those words that comes next, and returns its index, or -1.
func (r *reader) any(words ...string) int {
	for i, w := range words {
		rs := []rune(w)
		if len(r.words)-r.at >= len(rs) && string(r.words[r.at:r.at+len(rs)]) == w {
			r.at += len(rs)
			return i
		}
	}
	return -1
}

// length reads a length of time, or a number of days.
func (r *reader) length(at time.Time, h Hours) (time.Time, bool) {
	start := r.at
	if start > 0 && midNumber(r.words[start-1]) {
		return time.Time{}, false
	}
	var sum time.Duration
	for {
		n, ok := r.amount()
		if !ok {
			break
		}
		unit, days := r.unit()
		switch {
		case days == "work" && sum == 0 && n >= 1 && n <= 30:
			return h.workday(at, int(n)), true
		case unit == 0, n*float64(unit) > float64(maxSaid), unit >= 24*time.Hour && n < 1:
			// No unit, too much, or 半天, which only means a long time.
			r.at = start
			return time.Time{}, false
		}
		sum += time.Duration(n * float64(unit))
		if unit <= time.Minute {
			break
		}
		if r.any("半") == 0 { // 一小时半
			sum += unit / 2
			break
		}
	}
	if sum <= 0 || sum > maxSaid {
		r.at = start
		return time.Time{}, false
	}
	return at.Add(sum), true
}

// amount reads a number, or of a range (5到10) the greater end; 个半 adds a half.
func (r *reader) amount() (float64, bool) {
	n, ok := r.number()
	if !ok {
		return 0, false
	}
	start := r.at
	if r.any("到", "至", "-", "~", "～", "—") >= 0 {
		if m, ok := r.number(); ok {
			n = max(n, m)
		} else {
			r.at = start
		}
	}
	start = r.at
	if r.any("个半") == 0 {
		return n + 0.5, true
	}
	r.at = start
	return n, true
}

// unit reads a unit of time; days is "work" for working days.
func (r *reader) unit() (unit time.Duration, days string) {
	r.any("个")
	switch r.any("分钟", "分", "小时", "钟头", "刻钟", "工作日", "天", "min", "h", "星期", "礼拜", "周") {
	case 0, 1, 7:
		return time.Minute, ""
	case 2, 3, 8:
		return time.Hour, ""
	case 4:
		return 15 * time.Minute, ""
	case 5:
		return 0, "work"
	case 6:
		return 24 * time.Hour, ""
	case 9, 10, 11:
		return 7 * 24 * time.Hour, ""
	}
	return 0, ""
}

// number reads 半, 10, 1.5, 十五 or 两; a vague one (几, 十几, 三五) is none.
func (r *reader) number() (float64, bool) {
	if r.any("半") == 0 {
		return 0.5, true
	}
	start, n, scale := r.at, 0.0, 0.0
	for ; r.at < len(r.words); r.at++ {
		c := r.words[r.at]
		if d := digit(c); d >= 0 && scale == 0 {
			n = n*10 + float64(d)
		} else if d >= 0 {
			n += float64(d) * scale
			scale /= 10
		} else if c == '.' && r.at > start && scale == 0 {
			scale = 0.1
		} else {
			break
		}
	}
	if r.at > start {
		return n, true
	}
	m, ok := r.hanNumber()
	return float64(m), ok
}

// hanNumber reads a Chinese number up to 99.
func (r *reader) hanNumber() (int, bool) {
	start := r.at
	one := func() (int, bool) {
		if r.at < len(r.words) {
			if d := hanDigit(r.words[r.at]); d > 0 {
				r.at++
				return d, true
			}
		}
		return 0, false
	}
	n, some := one()
	if r.any("十") == 0 {
		if !some {
			n = 1
		}
		ones, _ := one()
		n, some = n*10+ones, true
	}
	if !some || r.at < len(r.words) && (hanDigit(r.words[r.at]) > 0 || r.words[r.at] == '几' || r.words[r.at] == '多') {
		r.at = start
		return 0, false
	}
	return n, true
}

// midNumber reports that a number which follows c does not begin there, or is vague.
func midNumber(c rune) bool {
	return digit(c) >= 0 || hanDigit(c) > 0 || c == '十' || c == '几' || c == '.'
}

func digit(c rune) int {
	switch {
	case c >= '0' && c <= '9':
		return int(c - '0')
	case c >= '０' && c <= '９':
		return int(c - '０')
	}
	return -1
}

func hanDigit(c rune) int {
	switch c {
	case '两':
		return 2
	case '一', '二', '三', '四', '五', '六', '七', '八', '九':
		for i, d := range []rune("一二三四五六七八九") {
			if c == d {
				return i + 1
			}
		}
	}
	return 0
}
