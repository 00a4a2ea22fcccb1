package intents

import (
	"time"

	"yiwen/bot/text"
)

// Moment is a stretch of time that a customer spoke of: from From up to, but
// not including, To. A bare day is the whole of it, a clock time its hour, or its
// minute where minutes were named.
type Moment struct{ From, To time.Time }

// Resolve says what the words of an EntityTime mean to somebody who says them
// at now, in now's zone; false where they contradict each other (昨天前天) or
// are no time at all.
//
// Customers mostly speak of what has happened: a clock time, part of the day,
// weekday or day of the month that leaves the rest open is the last one that
// has been, today included. A month and day without a year is the nearest one.
// The small hours belong to the evening before them where that was named: 昨晚2点
// is today at two.
func Resolve(said string, now time.Time) (Moment, bool) {
	s := text.Normalise(said)
	r := resolver{now: now, today: midnight(now)}
	for i := 0; i < len(s); {
		p, n := stampAt(s, i)
		if n == 0 || !r.take(p) {
			return Moment{}, false
		}
		if i += n; i < len(s) && s[i] == ' ' {
			i++
		}
	}
	return r.moment()
}

// resolver collects stamps.
type resolver struct {
	now, today time.Time
	day        time.Time // midnight of the day; zero = not said
	span       Moment    // a week, month, year, or what an "ago" says; zero = not said
	month      time.Time // first of the month that was named, for a day or an edge of it
	year       int       // 0 = not said
	part       dayPart
	clock      *stamp
	date       *stamp // waits for the year, which may come before or after
	relative   bool   // 刚才, 半小时前: nothing may be added
	stamps     int
}

func midnight(t time.Time) time.Time {
	y, m, d := t.Date()
	return time.Date(y, m, d, 0, 0, 0, 0, t.Location())
}

// take adds a stamp. It reports false where the stamp says again, or otherwise,
// what was said.
func (r *resolver) take(p stamp) bool {
	r.stamps++
	switch p.kind {
	case stampPart:
		return r.setPart(p.part)
	case stampClock:
		ok := r.clock == nil
		r.clock = &p
		return ok
	case stampYear:
		ok := r.year == 0
		r.year = r.now.Year() + p.n
		return ok
	case stampDate:
		ok := r.date == nil
		r.date = &p
		return ok
	case stampDay:
		return r.setDay(r.today.AddDate(0, 0, p.n)) && (p.part == partNone || r.setPart(p.part))
	case stampLastDay:
		return r.setDay(r.today.AddDate(0, 0, -((weekday(r.today) - p.m + 7) % 7)))
	case stampWeekday:
		return r.setDay(r.monday().AddDate(0, 0, 7*p.n+p.m-1))
	case stampMonthDay:
		return r.setMonthDay(p.m)
	case stampWeek:
		from := r.monday().AddDate(0, 0, 7*p.n)
		return r.setSpan(from, from.AddDate(0, 0, 7))
	case stampMonth:
		r.month = r.first(p.n)
		return r.setSpan(r.month, r.month.AddDate(0, 1, 0))
	case stampEdge:
		return r.setEdge(p.n < 0)
	case stampVague:
		return r.setSpan(r.today.AddDate(0, 0, -p.n), r.now)
	case stampAgo:
		r.relative = true
		m := ago(p, r.now)
		return r.setSpan(m.From, m.To)
	case stampNow:
		r.relative = true
		return r.setSpan(r.now.Add(-30*time.Minute), r.now)
	}
	return false
}

func (r *resolver) setPart(p dayPart) bool {
	ok := r.part == partNone || r.part == p
	r.part = p
	return ok
}

func (r *resolver) setDay(d time.Time) bool {
	ok := r.day.IsZero()
	r.day = d
	return ok
}

func (r *resolver) setSpan(from, to time.Time) bool {
	ok := r.span.From.IsZero()
	r.span = Moment{from, to}
	return ok
}

// setMonthDay sets day d of the month that was named, or else of the last month
// whose day d has been.
func (r *resolver) setMonthDay(d int) bool {
	if !r.month.IsZero() {
		day := r.month.AddDate(0, 0, d-1)
		return day.Month() == r.month.Month() && r.setDay(day)
	}
	for back := 0; back >= -3; back-- { // of four months in a row one has 31 days
		first := r.first(back)
		if day := first.AddDate(0, 0, d-1); day.Month() == first.Month() && !day.After(r.today) {
			return r.setDay(day)
		}
	}
	return false
}

// edgeDays is how many days 月初 and 月底 have.
const edgeDays = 5

func (r *resolver) setEdge(last bool) bool {
	first := r.month
	if first.IsZero() {
		first = r.first(0)
	}
	if last {
		end := first.AddDate(0, 1, 0)
		r.span = Moment{end.AddDate(0, 0, -edgeDays), end}
	} else {
		r.span = Moment{first, first.AddDate(0, 0, edgeDays)}
	}
	return true
}

// first returns the first day of the month n months from this one.
func (r *resolver) first(n int) time.Time {
	return time.Date(r.today.Year(), r.today.Month()+time.Month(n), 1, 0, 0, 0, 0, r.today.Location())
}

// weekday counts from Monday, which is 1.
func weekday(t time.Time) int { return (int(t.Weekday())+6)%7 + 1 }

func (r *resolver) monday() time.Time { return r.today.AddDate(0, 0, 1-weekday(r.today)) }

// ago returns what lies p before now: a stretch as long as the unit, around
// that time but not after now; whole days, weeks, months and years.
func ago(p stamp, now time.Time) Moment {
	day := midnight(now)
	switch p.unit {
	case unitDay:
		from := day.AddDate(0, 0, -p.n)
		return Moment{from, from.AddDate(0, 0, 1)}
	case unitWeek:
		from := day.AddDate(0, 0, 1-weekday(day)-7*p.n)
		return Moment{from, from.AddDate(0, 0, 7)}
	case unitMonth:
		from := time.Date(day.Year(), day.Month()-time.Month(p.n), 1, 0, 0, 0, 0, day.Location())
		return Moment{from, from.AddDate(0, 1, 0)}
	case unitYear:
		from := time.Date(day.Year()-p.n, 1, 1, 0, 0, 0, 0, day.Location())
		return Moment{from, from.AddDate(1, 0, 0)}
	}
	size := time.Minute
	switch p.unit {
	case unitHalfHour:
		size = 30 * time.Minute
	case unitHour:
		size = time.Hour
	}
	at := now.Add(-time.Duration(p.n) * size)
	m := Moment{at.Add(-size / 2), at.Add(size / 2)}
	if m.To.After(now) {
		m.To = now
	}
	return m
}

// moment puts the stamps together.
func (r *resolver) moment() (Moment, bool) {
	if r.stamps == 0 || r.relative && r.stamps > 1 || r.date != nil && !r.settleDate() {
		return Moment{}, false
	}
	if r.day.IsZero() && r.clock == nil && r.part == partNone {
		switch {
		case !r.span.From.IsZero() && r.year == 0:
			return r.span, true
		case r.span.From.IsZero() && r.year != 0:
			from := time.Date(r.year, 1, 1, 0, 0, 0, 0, r.now.Location())
			return Moment{from, from.AddDate(1, 0, 0)}, true
		}
		return Moment{}, false
	}
	if r.day.IsZero() && (!r.span.From.IsZero() || r.year != 0) {
		return Moment{}, false // 上周三点: of which day?
	}
	switch {
	case r.clock != nil:
		return r.atClock(), true
	case r.part != partNone:
		return r.inPart(), true
	}
	return Moment{r.day, r.day.AddDate(0, 0, 1)}, true
}

// settleDate makes the day of a date, in the nearest year where none was named.
func (r *resolver) settleDate() bool {
	d := r.date
	in := func(year int) (time.Time, bool) {
		t := time.Date(year, time.Month(d.n), d.m, 0, 0, 0, 0, r.now.Location())
		return t, t.Day() == d.m
	}
	year := d.y
	if year == 0 {
		year = r.year
	}
	if year != 0 {
		if r.year != 0 && r.year != year {
			return false
		}
		r.year = year
		t, ok := in(year)
		return ok && r.setDay(t)
	}
	var best time.Time
	for y := r.now.Year() - 1; y <= r.now.Year()+1; y++ {
		if t, ok := in(y); ok && (best.IsZero() || t.Sub(r.now).Abs() < best.Sub(r.now).Abs()) {
			best = t
		}
	}
	return !best.IsZero() && r.setDay(best)
}

// inPart returns the part of the day.
func (r *resolver) inPart() Moment {
	from, to := 0, 6
	switch r.part {
	case partMorning:
		from, to = 6, 12
	case partNoon:
		from, to = 11, 14
	case partAfternoon:
		from, to = 12, 18
	case partDusk:
		from, to = 17, 19
	case partEvening:
		from, to = 18, 24
	}
	day := r.day
	if day.IsZero() {
		if day = r.today; hour(day, from).After(r.now) {
			day = day.AddDate(0, 0, -1)
		}
	}
	return Moment{hour(day, from), hour(day, to)}
}

// hour returns the clock time h o'clock of a day; 24 is the next midnight.
func hour(day time.Time, h int) time.Time {
	return time.Date(day.Year(), day.Month(), day.Day(), h, 0, 0, 0, day.Location())
}

// atClock returns the hour or minute that the clock shows.
func (r *resolver) atClock() Moment {
	h := r.clockHour()
	day := r.day
	if day.IsZero() {
		day = r.today
	}
	from, long := hour(day, h), time.Hour
	if r.clock.m >= 0 {
		from, long = from.Add(time.Duration(r.clock.m)*time.Minute), time.Minute
	}
	if r.day.IsZero() && from.After(r.now) {
		from = from.AddDate(0, 0, -1)
	}
	return Moment{from, from.Add(long)}
}

// clockHour returns the hour of the day that is meant, past 23 for the small
// hours of the next day.
func (r *resolver) clockHour() int {
	h := r.clock.n
	switch r.part {
	case partAfternoon, partDusk:
		if h < 12 {
			return h + 12
		}
	case partNoon:
		if h < 4 {
			return h + 12
		}
	case partEvening:
		switch {
		case h <= 4:
			return h + 24
		case h <= 12:
			return h + 12
		}
	case partDawn:
		if h >= 10 && h <= 12 {
			return h + 12
		}
	case partNone:
		return r.openHour(h)
	}
	return h
}

// openHour chooses between morning and afternoon where neither was named: the
// later that has been today; on another day, shops and customers being awake,
// the one between seven and seven.
func (r *resolver) openHour(h int) int {
	if r.clock.exact || h == 0 || h > 12 {
		return h
	}
	other := (h + 12) % 24
	if !r.day.IsZero() && !r.day.Equal(r.today) {
		if h < 7 {
			return other
		}
		return h
	}
	minute := time.Duration(max(r.clock.m, 0)) * time.Minute
	a, b := max(h, other), min(h, other)
	switch {
	case !hour(r.today, a).Add(minute).After(r.now):
		return a
	case !hour(r.today, b).Add(minute).After(r.now):
		return b
	case r.day.IsZero(): // yesterday, by atClock
		return a
	}
	return b
}
