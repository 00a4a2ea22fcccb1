package handoff

import "time"

const noon = 12 * 60 // minutes since midnight

// part is a part of the day: when it ends, and whether its clock counts on from
// noon. In minutes since midnight.
type part struct {
	end   int
	later bool
}

// day reads a day with an optional part and clock, a part with an optional
// clock, or a clock with 前 after it; alone a day ends with the team's hours.
func (r *reader) day(at time.Time, h Hours) (time.Time, bool) {
	start := r.at
	today := DateOf(at, h.Calendar.Zone)
	date, evening, named := r.date(today)
	if r.any("下班前", "下班之前") >= 0 {
		return h.dayEnd(date), true
	}
	p, parted := r.part()
	if evening {
		p, parted = part{22 * 60, true}, true
	}
	minute, clocked := r.clock()
	switch {
	case clocked:
		return r.clockTime(at, date, minute, p, parted, named, h)
	case parted && (named || r.follows("前", "之前", "以前", "内", "给", "回复", "答复", "联系", "通知")):
		due := wall(date, p.end, h.Calendar.Zone)
		if !due.After(at) && p.later && date == today {
			due = wall(date, 24*60, h.Calendar.Zone)
		}
		return due, true
	case named && !parted:
		return h.dayEnd(date), true
	}
	r.at = start
	return time.Time{}, false
}

// date reads which day is meant; evening where the word says so too (今晚). Without
// such a word it is today, and named is false.
func (r *reader) date(today Date) (d Date, evening, named bool) {
	i := r.any("今天", "今日", "当天", "今晚", "明天", "明日", "明晚", "后天", "明早", "今早")
	switch i {
	case 0, 1, 2, 3, 9:
		d = today
	case 4, 5, 6, 8:
		d = today.add(1)
	case 7:
		d = today.add(2)
	default:
		return r.weekday(today)
	}
	if i >= 8 {
		r.at-- // 早 is the part of the day
	}
	return d, i == 3 || i == 6, true
}

// weekday reads a day of the week: the next one of that name, or that of next week.
func (r *reader) weekday(today Date) (d Date, evening, named bool) {
	start := r.at
	next := r.any("下") == 0
	if !next {
		r.any("本", "这")
	}
	if r.any("周", "星期", "礼拜") < 0 || r.at >= len(r.words) {
		r.at = start
		return today, false, false
	}
	want := hanDigit(r.words[r.at])
	if r.words[r.at] == '日' || r.words[r.at] == '天' {
		want = 7
	}
	if want < 1 || want > 7 {
		r.at = start
		return today, false, false
	}
	r.at++
	now := (int(today.weekday())+6)%7 + 1 // Monday is 1
	ahead := want - now
	if next {
		ahead += 7
	} else if ahead < 0 {
		ahead += 7
	}
	return today.add(ahead), false, true
}

// part reads a part of the day.
func (r *reader) part() (part, bool) {
	switch r.any("上午", "早上", "早", "中午", "下午", "傍晚", "晚上", "晚间", "凌晨") {
	case 0:
		return part{noon, false}, true
	case 1, 2:
		return part{10 * 60, false}, true
	case 3:
		return part{14 * 60, false}, true
	case 4:
		return part{18 * 60, true}, true
	case 5:
		return part{19 * 60, true}, true
	case 6, 7:
		return part{22 * 60, true}, true
	case 8:
		return part{6 * 60, false}, true
	}
	return part{}, false
}

// clock reads a time of day: 15:30, 3点, 三点半, 3点20分.
func (r *reader) clock() (minute int, ok bool) {
	start := r.at
	if start > 0 && digit(r.words[start-1]) >= 0 {
		return 0, false
	}
	h, ok := r.number()
	hour := int(h)
	if !ok || float64(hour) != h || hour > 24 {
		r.at = start
		return 0, false
	}
	switch r.any(":", "：", "点", "时") {
	case 0, 1:
		m, ok := r.number()
		if !ok || m > 59 {
			r.at = start
			return 0, false
		}
		return hour*60 + int(m), true
	case 2, 3:
		r.any("钟")
		return hour*60 + r.minutes(), true
	}
	r.at = start
	return 0, false
}

// minutes reads what may follow 点.
func (r *reader) minutes() int {
	start := r.at
	switch {
	case r.any("半") == 0:
		return 30
	case r.any("一刻") == 0:
		return 15
	}
	if m, ok := r.number(); ok && m < 60 && m == float64(int(m)) {
		r.any("分")
		return int(m)
	}
	r.at = start
	return 0
}

// clockTime is the instant of a clock on a date. Without a part of the day, a
// clock that is past, or one of the small hours of another day, counts from noon.
func (r *reader) clockTime(at time.Time, date Date, minute int, p part, parted, named bool, h Hours) (time.Time, bool) {
	if !named && !parted && !r.follows("前", "之前", "以前", "左右") {
		return time.Time{}, false // 3点 alone names an hour, not a deadline
	}
	zone := h.Calendar.Zone
	switch {
	case parted && p.later && minute < noon,
		!parted && minute < noon && date != DateOf(at, zone) && minute < 8*60,
		!parted && minute < noon && !wall(date, minute, zone).After(at):
		minute += noon
	}
	return wall(date, minute, zone), true
}

// follows reports whether one of those words comes next, without reading it.
func (r *reader) follows(words ...string) bool {
	start := r.at
	defer func() { r.at = start }()
	return r.any(words...) >= 0
}

// dayEnd is when the team's hours end on d; midnight where it has none then.
func (h Hours) dayEnd(d Date) time.Time {
	if all := h.day(d); len(all) > 0 {
		return all[len(all)-1].to
	}
	return wall(d, 24*60, h.Calendar.Zone)
}

// workday is the end of the nth working day after at: Monday to Friday, less the
// holidays, with the days made up for.
func (h Hours) workday(at time.Time, n int) time.Time {
	d := DateOf(at, h.Calendar.Zone)
	for left, days := n, 0; left > 0 && days < horizon; days++ {
		d = d.add(1)
		if h.Calendar.workday(d) {
			left--
		}
	}
	return h.dayEnd(d)
}
