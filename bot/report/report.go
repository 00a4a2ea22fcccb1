// Package report turns counted questions into the figures that editors work by:
// what was asked of each entry and category, how it ended, and what in the base
// has gone stale.
//
// It is pure: rows in, tables out, the same for the same rows. Times come in UTC
// and days are those of the shop's zone. It reads, stores and prints nothing.
//
// Each question counts once, for its Subject: the entry that answered it, else the
// one that was chosen of those offered, else the first offered, else none. Small
// talk, and details that the bot had asked for, are no questions and count nowhere.
// So the lines of all entries, those of all categories and the days add up to the
// same sum.
package report

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"yiwen/bot"
	"yiwen/knowledge"
)

// Line is what was asked of one entry or category.
type Line struct {
	Key       string // id of the entry, or path of the category; "" = none
	Label     string // the question of the entry, or the path
	Category  string // of the entry
	Asked     int
	Answered  int // by the entry or a rule that names it, outright
	Chosen    int // of what was offered
	Helpful   int
	Unhelpful int
	Handoff   int // followed by a person, with no other question between
	ChangedAt time.Time
}

func (l *Line) add(o Line) {
	l.Asked, l.Answered, l.Chosen = l.Asked+o.Asked, l.Answered+o.Answered, l.Chosen+o.Chosen
	l.Helpful, l.Unhelpful, l.Handoff = l.Helpful+o.Helpful, l.Unhelpful+o.Unhelpful, l.Handoff+o.Handoff
}

// Day is what became of the questions of one day. Every question is in Asked and
// in one of the others.
type Day struct {
	Day      knowledge.Day
	Asked    int
	Answered int
	Offered  int // the bot asked back
	Fallback int
	Handoff  int // the message itself went to people
}

// Table is figures of a stretch of days.
type Table struct {
	Lines []Line
	Sum   Line // of Lines
	Days  []Day
}

// Span is one day: from Start on and before End.
type Span struct {
	Day        knowledge.Day
	Start, End time.Time
}

// MostDays bounds what one report covers: as long as questions are kept.
const MostDays = 400

// Spans returns the days from the one to the other, both included, as they are in
// zone, at most MostDays, the last ones. A day that does not parse, or a last one
// before the first, gives none.
func Spans(from, to knowledge.Day, zone *time.Location) []Span {
	first, err := time.ParseInLocation(time.DateOnly, string(from), zone)
	if err != nil {
		return nil
	}
	last, err := time.ParseInLocation(time.DateOnly, string(to), zone)
	if err != nil {
		return nil
	}
	var out []Span
	// Counted back by the calendar: days may have 23 or 25 hours.
	for y, m, d := last.Date(); len(out) < MostDays; d-- {
		start := time.Date(y, m, d, 0, 0, 0, 0, zone)
		if start.Before(first) {
			break
		}
		out = append(out, Span{knowledge.Day(start.Format(time.DateOnly)), start, time.Date(y, m, d+1, 0, 0, 0, 0, zone)})
	}
	slices.Reverse(out)
	return out
}

// Counted is the questions of one day.
type Counted struct {
	Day     knowledge.Day
	Tallies []knowledge.Tally
}

// Base is the entries that figures are of.
type Base struct {
	Entries []knowledge.Entry
	Changed func(id string) time.Time // when an entry was changed last; nil = not known
}

// Query says which lines are wanted, and in which order.
type Query struct {
	ByCategory bool
	Text       string // in the id, the question or the category; "" = all
	Category   string // a path: it and what is below; "" = all
	Sort       Sort
}

// Sort is by what lines are sorted, the greatest first; the list is closed.
type Sort string

// The closed list of orders. SortChanged has the longest unchanged first.
const (
	SortAsked     Sort = "asked"
	SortAnswered  Sort = "answered"
	SortChosen    Sort = "chosen"
	SortHelpful   Sort = "helpful"
	SortUnhelpful Sort = "unhelpful"
	SortHandoff   Sort = "handoff"
	SortChanged   Sort = "changed"
)

// Labels of lines that are of no entry, and of one that is gone.
const (
	labelNone = "（没有对应条目）"
	labelGone = "（已删除）"
)

// question reports that an outcome is that of a question.
func question(outcome string) bool {
	return outcome != string(bot.OutcomeSmalltalk) && outcome != string(bot.OutcomeCollect)
}

// Build makes the table of the days that were counted. Entries that nobody asked
// for have lines, too.
func Build(days []Counted, base Base, q Query) Table {
	lines := map[string]*Line{}
	for _, e := range base.Entries {
		l := &Line{Key: e.ID, Label: e.Question, Category: e.Category}
		if base.Changed != nil {
			l.ChangedAt = base.Changed(e.ID)
		}
		lines[e.ID] = l
	}
	wanted := func(id string) bool {
		l := lines[id]
		if l == nil {
			l = &Line{Key: id, Label: id + labelGone}
			if id == "" {
				l.Label = labelNone
			}
			lines[id] = l
		}
		return q.holds(l)
	}
	var t Table
	for _, c := range days {
		d := Day{Day: c.Day}
		for _, n := range c.Tallies {
			if !question(n.Outcome) || !wanted(n.Subject) {
				continue
			}
			lines[n.Subject].add(lineOf(n))
			d.add(n)
		}
		t.Days = append(t.Days, d)
	}
	for _, l := range lines {
		if q.holds(l) {
			t.Lines = append(t.Lines, *l)
			t.Sum.add(*l)
		}
	}
	if q.ByCategory {
		t.Lines = byCategory(t.Lines)
	}
	slices.SortFunc(t.Lines, q.order)
	return t
}

func lineOf(n knowledge.Tally) Line {
	l := Line{Asked: n.Asked, Chosen: n.Chosen, Helpful: n.Helpful, Unhelpful: n.Unhelpful, Handoff: n.Handoff}
	if n.Outcome == string(bot.OutcomeAnswer) {
		l.Answered = n.Asked
	}
	return l
}

func (d *Day) add(n knowledge.Tally) {
	d.Asked += n.Asked
	switch bot.Outcome(n.Outcome) {
	case bot.OutcomeAnswer:
		d.Answered += n.Asked
	case bot.OutcomeClarify:
		d.Offered += n.Asked
	case bot.OutcomeHandoff:
		d.Handoff += n.Asked
	default:
		d.Fallback += n.Asked
	}
}

// holds reports that a line is wanted.
func (q *Query) holds(l *Line) bool {
	if q.Category != "" && l.Category != q.Category && !strings.HasPrefix(l.Category, q.Category+"/") {
		return false
	}
	text := strings.ToLower(strings.TrimSpace(q.Text))
	return text == "" || strings.Contains(strings.ToLower(l.Key+"\n"+l.Label+"\n"+l.Category), text)
}

// byCategory adds up the lines of each category. When it was changed last is when
// the last of its entries was.
func byCategory(lines []Line) []Line {
	sums := map[string]*Line{}
	for _, l := range lines {
		s := sums[l.Category]
		if s == nil {
			s = &Line{Key: l.Category, Label: l.Category}
			if l.Category == "" {
				s.Label = labelNone
			}
			sums[l.Category] = s
		}
		s.add(l)
		if l.ChangedAt.After(s.ChangedAt) {
			s.ChangedAt = l.ChangedAt
		}
	}
	out := make([]Line, 0, len(sums))
	for _, s := range sums {
		out = append(out, *s)
	}
	return out
}

// order compares two lines; equals are in the order of what was asked, then of
// their keys.
func (q *Query) order(a, b Line) int {
	by := func(l *Line) int {
		switch q.Sort {
		case SortAnswered:
			return l.Answered
		case SortChosen:
			return l.Chosen
		case SortHelpful:
			return l.Helpful
		case SortUnhelpful:
			return l.Unhelpful
		case SortHandoff:
			return l.Handoff
		}
		return l.Asked
	}
	if q.Sort == SortChanged {
		if c := a.ChangedAt.Compare(b.ChangedAt); c != 0 {
			return c
		}
	}
	return cmp.Or(cmp.Compare(by(&b), by(&a)), cmp.Compare(b.Asked, a.Asked), cmp.Compare(a.Key, b.Key))
}
