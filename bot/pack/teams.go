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
	maxLimit    = 50 // cases of an agent at once
)

// Teams is teams.yaml: who takes cases, when, and how soon. The times are of
// the time zone in settings.yaml. A pack without the file has the zero Teams:
// every agent takes every case, at any time.
type Teams struct {
	Default  chat.TeamID `yaml:"default" json:"default"` // of a case that names none
	Teams    []Team      `yaml:"teams" json:"teams"`
	Holidays []Holiday   `yaml:"holidays,omitempty" json:"holidays,omitempty"`
	Workdays []Holiday   `yaml:"workdays,omitempty" json:"workdays,omitempty"` // 补班: count as a Monday
}

// Team is a skill group. A team without members is served by every agent.
type Team struct {
	ID       chat.TeamID    `yaml:"id" json:"id"`
	Name     string         `yaml:"name" json:"name"` // shown to customers
	Members  []chat.AgentID `yaml:"members,omitempty" json:"members,omitempty"`
	Hours    []Shift        `yaml:"hours,omitempty" json:"hours,omitempty"` // none = always staffed
	Holidays bool           `yaml:"holidays,omitempty" json:"holidays,omitempty"`
	Promises Promises       `yaml:"promises,omitempty" json:"promises,omitzero"`
	Limit    int            `yaml:"limit,omitempty" json:"limit,omitzero"`       // cases of a member at once; 0 = as set for all
	Urgent   bool           `yaml:"urgent,omitempty" json:"urgent,omitempty"`    // takes theft and risk, first in the line
	Overflow Overflow       `yaml:"overflow,omitempty" json:"overflow,omitzero"` // who helps out
}

// Overflow is a team that takes cases which have waited for so long.
type Overflow struct {
	To    chat.TeamID `yaml:"to" json:"to"`
	After Span        `yaml:"after,omitempty" json:"after,omitzero"` // 0 = at once
}

// Shift is a stretch of time that repeats every week.
type Shift struct {
	Days []Day `yaml:"days,omitempty" json:"days,omitempty"` // none = every day
	From Clock `yaml:"from" json:"from"`
	To   Clock `yaml:"to" json:"to"` // after From; 24:00 is the end of the day
}

// Promises are how soon a team acts, in staffed time from entering the line;
// 0 = no promise. A severity that is named has its own.
type Promises struct {
	FirstReply Span                     `yaml:"first_reply,omitempty" json:"first_reply,omitzero"`
	Solution   Span                     `yaml:"solution,omitempty" json:"solution,omitzero"`
	Severity   map[chat.Severity]Target `yaml:"severity,omitempty" json:"severity,omitempty"`
	// Ticket is for the answer to a ticket that is not urgent, by the calendar.
	Ticket Span `yaml:"ticket,omitempty" json:"ticket,omitzero"`
}

// Target is how soon a team acts in cases of one severity.
type Target struct {
	FirstReply Span `yaml:"first_reply,omitempty" json:"first_reply,omitzero"`
	Solution   Span `yaml:"solution,omitempty" json:"solution,omitzero"`
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
func (t Teams) none() bool {
	return t.Default == "" && len(t.Teams) == 0 && len(t.Holidays) == 0 && len(t.Workdays) == 0
}

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
		if o := team.Overflow; o != (Overflow{}) && (!t.ids()[string(o.To)] || o.To == team.ID) {
			c.add("%q is no other team of these", []any{"teams", i, "overflow", "to"}, o.To)
		}
	}
	checkDays(t.Holidays, c, "holidays")
	checkDays(t.Workdays, c, "workdays")
}

func checkDays(days []Holiday, c checker, key string) {
	if len(days) > maxHolidays {
		c.add("has %d days; the most is %d", []any{key}, len(days), maxHolidays)
	}
	for i, h := range days {
		var d Date
		if err := d.UnmarshalText([]byte(h.Date)); err != nil {
			c.add("%v", []any{key, i, "date"}, err)
		}
		c.text(h.Name, maxName, key, i, "name")
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
	if team.Limit < 0 || team.Limit > maxLimit {
		c.add("is %d; a member has 1 to %d cases at once", with(path, "limit"), team.Limit, maxLimit)
	}
	spans := []Span{team.Promises.FirstReply, team.Promises.Solution, team.Promises.Ticket, team.Overflow.After}
	for s, target := range team.Promises.Severity {
		if !s.Valid() {
			c.add("%q is no severity; they are low normal high urgent", with(path, "promises"), s)
		}
		spans = append(spans, target.FirstReply, target.Solution)
	}
	if slices.ContainsFunc(spans, func(s Span) bool { return s < 0 || s > Span(maxPromise) }) {
		c.add("wants lengths of time up to %v", with(path, "promises"), maxPromise)
	}
}
