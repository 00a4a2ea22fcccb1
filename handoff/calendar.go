package handoff

import (
	"slices"
	"time"
)

// horizon bounds how many days a calendar looks ahead. What is due later than
// that is no promise.
const horizon = 5 * 366

// Date is a day of the calendar.
type Date struct {
	Year  int
	Month time.Month
	Day   int
}

// DateOf returns the day that at is on in zone.
func DateOf(at time.Time, zone *time.Location) Date {
	y, m, d := at.In(zone).Date()
	return Date{y, m, d}
}

func (d Date) add(days int) Date {
	y, m, n := time.Date(d.Year, d.Month, d.Day+days, 12, 0, 0, 0, time.UTC).Date()
	return Date{y, m, n}
}

func (d Date) weekday() time.Weekday {
	return time.Date(d.Year, d.Month, d.Day, 12, 0, 0, 0, time.UTC).Weekday()
}

// Shift is a stretch of time that repeats every week, in minutes since midnight:
// 0 <= From < To <= 1440. A night shift is two shifts.
type Shift struct {
	Days     []time.Weekday // none = every day
	From, To int
}

func (s Shift) on(d time.Weekday) bool { return len(s.Days) == 0 || slices.Contains(s.Days, d) }

// Calendar is what all teams share: the zone their clocks show, the days off and
// the days made up for (补班), which count as a Monday whatever weekday they are. Its slices
// must not be changed.
type Calendar struct {
	Zone     *time.Location // never nil
	Holidays []Date
	Workdays []Date
}

// workday reports whether d is a working day: Monday to Friday, less the
// holidays, with the days made up for.
func (c *Calendar) workday(d Date) bool {
	if slices.Contains(c.Workdays, d) {
		return true
	}
	w := d.weekday()
	return w != time.Saturday && w != time.Sunday && !slices.Contains(c.Holidays, d)
}

// Hours are when a team is staffed.
type Hours struct {
	Calendar *Calendar
	Shifts   []Shift // may overlap; none = all day, every day
	Holidays bool    // works on holidays too
}

// stretch is a staffed stretch of time, from and up to.
type stretch struct{ from, to time.Time }

// always reports that nothing ever interrupts h.
func (h Hours) always() bool {
	return len(h.Shifts) == 0 && (h.Holidays || len(h.Calendar.Holidays) == 0)
}

// day returns the staffed stretches of a day, in order, without overlap.
func (h Hours) day(d Date) []stretch {
	if !h.Holidays && slices.Contains(h.Calendar.Holidays, d) {
		return nil
	}
	weekday := d.weekday()
	if slices.Contains(h.Calendar.Workdays, d) {
		weekday = time.Monday
	}
	shifts := h.Shifts
	if len(shifts) == 0 {
		shifts = []Shift{{From: 0, To: 24 * 60}}
	}
	var all []stretch
	for _, s := range shifts {
		if s.on(weekday) {
			if x := (stretch{wall(d, s.From, h.Calendar.Zone), wall(d, s.To, h.Calendar.Zone)}); x.from.Before(x.to) {
				all = append(all, x)
			}
		}
	}
	return merge(all)
}

// merge sorts stretches and joins those that touch.
func merge(all []stretch) []stretch {
	slices.SortFunc(all, func(a, b stretch) int { return a.from.Compare(b.from) })
	var out []stretch
	for _, s := range all {
		if n := len(out); n > 0 && !s.from.After(out[n-1].to) {
			if s.to.After(out[n-1].to) {
				out[n-1].to = s.to
			}
			continue
		}
		out = append(out, s)
	}
	return out
}

// wall returns the instant at which clocks in zone first show that minute of
// that day. A time that a change of clocks skips is the instant of the change. So
// a later minute is never an earlier instant, which time.Date does not promise.
func wall(d Date, minute int, zone *time.Location) time.Time {
	t := time.Date(d.Year, d.Month, d.Day, 0, minute, 0, 0, zone)
	want := time.Date(d.Year, d.Month, d.Day, 0, minute, 0, 0, time.UTC)
	shown := func(t time.Time) time.Time {
		_, offset := t.Zone()
		return t.Add(time.Duration(offset) * time.Second).UTC()
	}
	start, end := t.ZoneBounds()
	switch got := shown(t); {
	case got.After(want) && !start.IsZero():
		return start
	case got.Before(want) && !end.IsZero():
		return end
	}
	if start.IsZero() {
		return t
	}
	// Clocks that were set back show it twice: take the first.
	_, now := t.Zone()
	_, before := start.Add(-time.Nanosecond).Zone()
	if first := t.Add(time.Duration(now-before) * time.Second); first.Before(start) && shown(first).Equal(want) {
		return first
	}
	return t
}

// Open reports whether the team is staffed at that time.
func (h Hours) Open(at time.Time) bool {
	next, ok := h.NextOpen(at)
	return ok && next.Equal(at)
}

// NextOpen returns the earliest time, at or after the given one, at which the
// team is staffed; false where it is not within five years.
func (h Hours) NextOpen(at time.Time) (time.Time, bool) {
	for s := range h.from(at) {
		return s.from, true
	}
	return time.Time{}, false
}

// Closing returns when the stretch that the team is in at that time ends; false
// where it is not staffed then, or never stops.
func (h Hours) Closing(at time.Time) (time.Time, bool) {
	var end time.Time
	for s := range h.from(at) {
		if end.IsZero() && !s.from.Equal(at) || !end.IsZero() && !s.from.Equal(end) {
			return end, !end.IsZero()
		}
		end = s.to
	}
	return time.Time{}, false
}

// Staffed returns for how long the team is staffed between two times: 0 where to
// is not after from. It counts at most five years.
func (h Hours) Staffed(from, to time.Time) time.Duration {
	var sum time.Duration
	for s := range h.from(from) {
		if !s.from.Before(to) {
			break
		}
		if s.to.After(to) {
			s.to = to
		}
		sum += s.to.Sub(s.from)
	}
	return sum
}

// AddStaffed returns when d of staffed time has passed since from: the end of
// the stretch where d ends with it, and from itself for no time at all. It is
// false where that is not within five years.
func (h Hours) AddStaffed(from time.Time, d time.Duration) (time.Time, bool) {
	if d <= 0 {
		return from, true
	}
	if h.always() {
		return from.Add(d), true
	}
	for s := range h.from(from) {
		if n := s.to.Sub(s.from); d > n {
			d -= n
			continue
		}
		return s.from.Add(d), true
	}
	return time.Time{}, false
}

// from yields the staffed stretches after at, the first one cut, up to the horizon.
func (h Hours) from(at time.Time) func(yield func(stretch) bool) {
	return func(yield func(stretch) bool) {
		// A day begins the day before where its midnight was skipped.
		d := DateOf(at, h.Calendar.Zone).add(-1)
		for range horizon {
			for _, s := range h.day(d) {
				if !s.to.After(at) {
					continue
				}
				if s.from.Before(at) {
					s.from = at
				}
				if !yield(s) {
					return
				}
			}
			d = d.add(1)
		}
	}
}
