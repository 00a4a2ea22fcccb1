package pack

import (
	"fmt"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"yiwen/bot/chat"
)

const (
	maxTeams    = 200
	maxMembers  = 1000 // of one team
	maxShifts   = 50   // of one team
	maxHolidays = 1000
	maxPromise  = 30 * 24 * time.Hour
)

// Teams is teams.yaml: who takes cases, when, and how soon. The times are of
// the time zone in settings.yaml. A pack without the file has the zero Teams:
// every agent takes every case, at any time.
type Teams struct {
	Default  chat.TeamID `yaml:"default" json:"default"` // of a case that names none
	Teams    []Team      `yaml:"teams" json:"teams"`
	Holidays []Holiday   `yaml:"holidays,omitempty" json:"holidays,omitempty"`
}

// Team is a skill group. A team without members is served by every agent.
type Team struct {
	ID       chat.TeamID    `yaml:"id" json:"id"`
	Name     string         `yaml:"name" json:"name"` // shown to customers
	Members  []chat.AgentID `yaml:"members,omitempty" json:"members,omitempty"`
	Hours    []Shift        `yaml:"hours,omitempty" json:"hours,omitempty"` // none = always staffed
	Holidays bool           `yaml:"holidays,omitempty" json:"holidays,omitempty"`
	Promises Promises       `yaml:"promises,omitempty" json:"promises,omitzero"`
}

// Shift is a stretch of time that repeats every week.
type Shift struct {
	Days []Day `yaml:"days,omitempty" json:"days,omitempty"` // none = every day
	From Clock `yaml:"from" json:"from"`
	To   Clock `yaml:"to" json:"to"` // after From; 24:00 is the end of the day
}

// Promises are how soon a team acts, in staffed time; 0 = no promise.
type Promises struct {
	FirstReply Span `yaml:"first_reply,omitempty" json:"first_reply,omitzero"` // from entering the line
	Solution   Span `yaml:"solution,omitempty" json:"solution,omitzero"`       // from entering the line
}

// Holiday is a day on which only teams with holidays: true are staffed.
type Holiday struct {
	Date Date   `yaml:"date" json:"date"`
	Name string `yaml:"name" json:"name"`
}

// Day is a day of the week: "mon" to "sun".
type Day string

// weekdays are the names of Day, in the order of time.Weekday.
func weekdays() []string { return []string{"sun", "mon", "tue", "wed", "thu", "fri", "sat"} }

// Weekday returns d as the standard library counts, or -1 for no day.
func (d Day) Weekday() time.Weekday { return time.Weekday(slices.Index(weekdays(), string(d))) }

// UnmarshalText implements encoding.TextUnmarshaler.
func (d *Day) UnmarshalText(b []byte) error {
	*d = Day(b)
	if d.Weekday() < 0 {
		return fmt.Errorf("%q is not a day; days are mon tue wed thu fri sat sun", b)
	}
	return nil
}

// Clock is a time of day in minutes since midnight, 0 to 1440, written "08:30".
type Clock int

// MarshalText implements encoding.TextMarshaler.
func (c Clock) MarshalText() ([]byte, error) {
	return fmt.Appendf(nil, "%02d:%02d", int(c)/60, int(c)%60), nil
}

// UnmarshalText implements encoding.TextUnmarshaler.
func (c *Clock) UnmarshalText(b []byte) error {
	if string(b) == "24:00" {
		*c = 24 * 60
		return nil
	}
	t, err := time.Parse("15:04", string(b))
	if err != nil || len(b) != len("15:04") {
		return fmt.Errorf("%q is not a time of day; write it like \"08:30\", at most \"24:00\"", b)
	}
	*c = Clock(t.Hour()*60 + t.Minute())
	return nil
}

// Span is a length of time, written like 30m, 1h30m or 72h.
type Span time.Duration

// MarshalText implements encoding.TextMarshaler, without units that are zero.
func (s Span) MarshalText() ([]byte, error) {
	t := time.Duration(s).String()
	if strings.HasSuffix(t, "m0s") {
		t = strings.TrimSuffix(t, "0s")
	}
	if strings.HasSuffix(t, "h0m") {
		t = strings.TrimSuffix(t, "0m")
	}
	return []byte(t), nil
}

// UnmarshalText implements encoding.TextUnmarshaler.
func (s *Span) UnmarshalText(b []byte) error {
	d, err := time.ParseDuration(string(b))
	if err != nil || d < 0 || d > maxPromise {
		return fmt.Errorf("%q is not a length of time up to %v; write it like 30m, 1h30m or 72h", b, maxPromise)
	}
	*s = Span(d)
	return nil
}

// Date is a day of the calendar, written 2027-01-01.
type Date string

// UnmarshalText implements encoding.TextUnmarshaler.
func (d *Date) UnmarshalText(b []byte) error {
	if _, err := time.Parse(time.DateOnly, string(b)); err != nil {
		return fmt.Errorf("%q is not a date; write it like 2027-01-31", b)
	}
	*d = Date(b)
	return nil
}

// ids returns the ids of all teams.
func (t Teams) ids() map[string]bool {
	m := make(map[string]bool, len(t.Teams))
	for _, team := range t.Teams {
		m[string(team.ID)] = true
	}
	return m
}

// none reports whether t is that of a pack without teams.yaml.
func (t Teams) none() bool { return t.Default == "" && len(t.Teams) == 0 && len(t.Holidays) == 0 }

// checkTeams adds what is wrong with t.
func checkTeams(t Teams, at source, ps *problems) {
	c := checker{TeamsFile, at, ps}
	if t.none() {
		return
	}
	if len(t.Teams) == 0 || len(t.Teams) > maxTeams {
		c.add("wants 1 to %d teams", []any{"teams"}, maxTeams)
		return
	}
	if !t.ids()[string(t.Default)] {
		c.add("there is no team %q below", []any{"default"}, t.Default)
	}
	seen := map[chat.TeamID]bool{}
	for i, team := range t.Teams {
		if seen[team.ID] {
			c.add("the team %q is there twice", []any{"teams", i, "id"}, team.ID)
		}
		seen[team.ID] = true
		checkTeam(team, c, "teams", i)
	}
	if len(t.Holidays) > maxHolidays {
		c.add("has %d days; the most is %d", []any{"holidays"}, len(t.Holidays), maxHolidays)
	}
	for i, h := range t.Holidays {
		var d Date
		if err := d.UnmarshalText([]byte(h.Date)); err != nil {
			c.add("%v", []any{"holidays", i, "date"}, err)
		}
		c.text(h.Name, maxName, "holidays", i, "name")
	}
}

func checkTeam(team Team, c checker, path ...any) {
	c.id(string(team.ID), with(path, "id")...)
	c.text(team.Name, maxName, with(path, "name")...)
	if len(team.Members) > maxMembers || len(team.Hours) > maxShifts {
		c.add("has more than %d members or %d shifts", path, maxMembers, maxShifts)
		return
	}
	for i, m := range team.Members {
		where := with(with(path, "members"), i)
		if n := utf8.RuneCountInString(string(m)); n == 0 || n > maxName {
			c.add("wants a sign-in name of 1 to %d characters", where, maxName)
		}
		if slices.Index(team.Members, m) < i {
			c.add("the member %q is there twice", where, m)
		}
	}
	for i, s := range team.Hours {
		where := with(with(path, "hours"), i)
		if s.From < 0 || s.To > 24*60 || s.From >= s.To {
			c.add("must end after it begins; a night shift is two shifts, one to 24:00 and one from 00:00", where)
		}
		for _, d := range s.Days {
			if d.Weekday() < 0 {
				c.add("%q is not a day", where, d)
			}
		}
	}
	for _, p := range []Span{team.Promises.FirstReply, team.Promises.Solution} {
		if p < 0 || p > Span(maxPromise) {
			c.add("wants lengths of time up to %v", with(path, "promises"), maxPromise)
		}
	}
}
