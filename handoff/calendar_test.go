package handoff

import (
	"testing"
	"time"
	_ "time/tzdata" // zones with changes of clocks, on any machine

	"pgregory.net/rapid"
)

func shanghai(t testing.TB) *time.Location { return zone(t, "Asia/Shanghai") }

func zone(t testing.TB, name string) *time.Location {
	t.Helper()
	z, err := time.LoadLocation(name)
	if err != nil {
		t.Fatal(err)
	}
	return z
}

// office works Monday to Friday, 9 to 12 and 13:30 to 18.
func office(z *time.Location) Hours {
	days := []time.Weekday{1, 2, 3, 4, 5}
	return Hours{
		Calendar: &Calendar{
			Zone: z, Holidays: []Date{{2027, time.October, 1}, {2027, time.October, 4}}, Workdays: []Date{{2027, time.October, 9}},
		},
		Shifts: []Shift{{days, 9 * 60, 12 * 60}, {days, 13*60 + 30, 18 * 60}},
	}
}

func TestHoursOpen(t *testing.T) {
	z := shanghai(t)
	h := office(z)
	at := func(day, hour, minute int) time.Time { return time.Date(2027, 9, day, hour, minute, 0, 0, z) }
	for _, tc := range []struct {
		name string
		at   time.Time
		open bool
		next time.Time
	}{
		{"in the morning", at(29, 10, 0), true, at(29, 10, 0)},
		{"as it opens", at(29, 9, 0), true, at(29, 9, 0)},
		{"as the break begins", at(29, 12, 0), false, at(29, 13, 30)},
		{"at night", at(29, 20, 0), false, at(30, 9, 0)},
		{"before a holiday, a weekend and a holiday", at(30, 18, 0), false, at(35, 9, 0)},
		{"on a Saturday made up for", at(39, 10, 0), true, at(39, 10, 0)},
		{"on the Sunday after", at(40, 10, 0), false, at(41, 9, 0)},
	} {
		t.Run(tc.name, func(t *testing.T) {
			next, ok := h.NextOpen(tc.at)
			if open := h.Open(tc.at); open != tc.open || !ok || !next.Equal(tc.next) {
				t.Errorf("open %v, next %v %v; want %v, %v", open, next, ok, tc.open, tc.next)
			}
		})
	}
}

func TestAddStaffed(t *testing.T) {
	z, ny := shanghai(t), zone(t, "America/New_York")
	cn := func(day, hour, minute int) time.Time { return time.Date(2027, 9, day, hour, minute, 0, 0, z) }
	us := func(month time.Month, day, hour, minute int) time.Time {
		return time.Date(2027, month, day, hour, minute, 0, 0, ny)
	}
	night := Hours{Calendar: &Calendar{Zone: ny}, Shifts: []Shift{{nil, 0, 6 * 60}}}
	never := Hours{Calendar: &Calendar{Zone: z}, Shifts: []Shift{{nil, 600, 600}}}
	always := Hours{Calendar: &Calendar{Zone: z}}
	for _, tc := range []struct {
		name string
		h    Hours
		from time.Time
		d    time.Duration
		want time.Time // zero = never
	}{
		{"within a stretch", office(z), cn(29, 10, 0), 30 * time.Minute, cn(29, 10, 30)},
		{"to the end of a stretch", office(z), cn(29, 10, 0), 2 * time.Hour, cn(29, 12, 0)},
		{"over lunch", office(z), cn(29, 11, 50), 30 * time.Minute, cn(29, 13, 50)},
		{"over a night", office(z), cn(28, 17, 50), 30 * time.Minute, cn(29, 9, 20)},
		{"from the night", office(z), cn(28, 23, 0), 5 * time.Minute, cn(29, 9, 5)},
		{"over holidays and a weekend", office(z), cn(30, 17, 0), 2 * time.Hour, cn(35, 10, 0)},
		{"nothing is due at once", office(z), cn(28, 23, 0), 0, cn(28, 23, 0)},
		{"always staffed", always, cn(28, 23, 0), 24 * time.Hour, cn(29, 23, 0)},
		{"never staffed", never, cn(28, 23, 0), time.Minute, time.Time{}},
		{"too far off", office(z), cn(28, 23, 0), 9000 * time.Hour * 10, time.Time{}},
		{"the night that is an hour short", night, us(time.March, 14, 0, 0), 5 * time.Hour, us(time.March, 14, 6, 0)},
		{"the night that is an hour long", night, us(time.November, 7, 0, 0), 7 * time.Hour, us(time.November, 7, 6, 0)},
		{"a shift that begins in the hour that is skipped",
			Hours{Calendar: &Calendar{Zone: ny}, Shifts: []Shift{{nil, 150, 240}}}, us(time.March, 14, 0, 0), time.Hour, us(time.March, 14, 4, 0)},
	} {
		t.Run(tc.name, func(t *testing.T) {
			got, ok := tc.h.AddStaffed(tc.from, tc.d)
			if ok != !tc.want.IsZero() || !got.Equal(tc.want) {
				t.Errorf("got %v %v, want %v", got, ok, tc.want)
			}
			if tc.want.IsZero() || tc.d == 0 {
				return
			}
			if n := tc.h.Staffed(tc.from, got); n != tc.d {
				t.Errorf("%v staffed until then, want %v", n, tc.d)
			}
		})
	}
	if n := never.Staffed(time.Time{}, cn(1, 0, 0)); n != 0 {
		t.Errorf("never staffed, but for %v", n)
	}
	if at, ok := never.NextOpen(cn(1, 0, 0)); ok {
		t.Errorf("never staffed, but open at %v", at)
	}
}

func TestClosing(t *testing.T) {
	z := shanghai(t)
	at := func(day, hour int) time.Time { return time.Date(2027, 9, day, hour, 0, 0, 0, z) }
	late := Hours{Calendar: &Calendar{Zone: z}, Shifts: []Shift{{nil, 8 * 60, 24 * 60}, {nil, 0, 2 * 60}}}
	if got, ok := late.Closing(at(1, 23)); !ok || !got.Equal(at(2, 2)) {
		t.Errorf("a shift over midnight closes at %v %v", got, ok)
	}
	if got, ok := late.Closing(at(1, 5)); ok {
		t.Errorf("not staffed, but closing at %v", got)
	}
	if got, ok := (Hours{Calendar: &Calendar{Zone: z}}).Closing(at(1, 5)); ok {
		t.Errorf("always staffed, but closing at %v", got)
	}
}

// TestHoursAgreeWithMinutes counts staffed minutes one by one, over changes of
// clocks, in zones that change them at midnight and by half an hour too.
func TestHoursAgreeWithMinutes(t *testing.T) {
	var zones []*time.Location
	for _, name := range []string{"Asia/Shanghai", "America/New_York", "America/Santiago", "Australia/Lord_Howe", "UTC"} {
		zones = append(zones, zone(t, name))
	}
	days := []time.Time{
		time.Date(2027, 3, 13, 0, 0, 0, 0, time.UTC), time.Date(2027, 4, 3, 0, 0, 0, 0, time.UTC),
		time.Date(2027, 9, 4, 0, 0, 0, 0, time.UTC), time.Date(2027, 10, 2, 0, 0, 0, 0, time.UTC), time.Date(2027, 11, 6, 0, 0, 0, 0, time.UTC),
	}
	rapid.Check(t, func(t *rapid.T) {
		z := rapid.SampledFrom(zones).Draw(t, "zone")
		h := Hours{Calendar: &Calendar{Zone: z}}
		for range rapid.IntRange(1, 3).Draw(t, "shifts") {
			from := rapid.IntRange(0, 287).Draw(t, "from")
			h.Shifts = append(h.Shifts, Shift{From: 5 * from, To: 5 * rapid.IntRange(from+1, 288).Draw(t, "to")})
		}
		from := rapid.SampledFrom(days).Draw(t, "day").Add(time.Duration(rapid.IntRange(0, 300).Draw(t, "minutes")) * 5 * time.Minute)
		to := from.Add(36 * time.Hour)
		var want time.Duration
		for at := from; at.Before(to); at = at.Add(5 * time.Minute) {
			if shiftsShow(h, at) {
				want += 5 * time.Minute
			}
		}
		// Clocks that are set back show an hour twice; h counts from the first
		// time of a shift's beginning to the first of its end.
		if got := h.Staffed(from, to); got != want && !setBack(z, from, to) {
			t.Fatalf("%v: %v staffed from %v, want %v", h.Shifts, got, from, want)
		}
		d := time.Duration(rapid.IntRange(1, 600).Draw(t, "d")) * time.Minute
		due, ok := h.AddStaffed(from, d)
		if !ok || h.Staffed(from, due) != d || h.Staffed(from, due.Add(-time.Second)) >= d {
			t.Fatalf("%v: %v after %v is %v, with %v staffed", h.Shifts, d, from, due, h.Staffed(from, due))
		}
	})
}

// shiftsShow reports whether a clock in the zone shows a minute of a shift.
func shiftsShow(h Hours, at time.Time) bool {
	local := at.In(h.Calendar.Zone)
	m := local.Hour()*60 + local.Minute()
	for _, s := range h.Shifts {
		if s.From <= m && m < s.To {
			return true
		}
	}
	return false
}

func setBack(z *time.Location, from, to time.Time) bool {
	_, a := from.In(z).Zone()
	_, b := to.In(z).Zone()
	return b < a
}
