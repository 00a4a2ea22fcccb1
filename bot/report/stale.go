package report

import (
	"cmp"
	"slices"
	"time"

	"yiwen/knowledge"
)

// Why is why an entry is stale. The list is closed.
type Why string

// The closed list of reasons, the most pressing first.
const (
	WhyExpired   Why = "expired"   // it answers no longer
	WhyDue       Why = "due"       // its review date has come
	WhyUnused    Why = "unused"    // nobody has asked for it
	WhyUnchanged Why = "unchanged" // nobody has looked after it
)

// Stale is an entry that somebody should look at.
type Stale struct {
	ID, Question string
	Why          Why
	Since        time.Time // it is so; zero = longer than anybody knows
}

// minute is the form of a knowledge.Moment.
const minute = "2006-01-02 15:04"

// StaleEntries returns the entries that expired, whose review is due, that were
// not asked for since days before now, or that were not changed since; each once,
// for the first of these. Last says when entries were asked for, of all that were
// since then. What was changed since cannot have been asked for long: it is not
// unused. Entries that are off are not looked at, expired ones are not unused.
func StaleEntries(base Base, last map[string]time.Time, now time.Time, days int, zone *time.Location) []Stale {
	before := now.AddDate(0, 0, -days)
	var out []Stale
	for _, e := range base.Entries {
		if e.Off {
			continue
		}
		changed := time.Time{}
		if base.Changed != nil {
			changed = base.Changed(e.ID)
		}
		s := Stale{ID: e.ID, Question: e.Question}
		until, untilErr := time.ParseInLocation(minute, string(e.Until), zone)
		review, reviewErr := time.ParseInLocation(time.DateOnly, string(e.ReviewOn), zone)
		switch {
		case untilErr == nil && !until.After(now):
			s.Why, s.Since = WhyExpired, until
		case reviewErr == nil && !review.After(now):
			s.Why, s.Since = WhyDue, review
		case last[e.ID].Before(before) && changed.Before(before):
			s.Why, s.Since = WhyUnused, last[e.ID]
		case changed.Before(before) && !changed.IsZero():
			s.Why, s.Since = WhyUnchanged, changed
		default:
			continue
		}
		out = append(out, s)
	}
	rank := func(w Why) int { return slices.Index([]Why{WhyExpired, WhyDue, WhyUnused, WhyUnchanged}, w) }
	slices.SortStableFunc(out, func(a, b Stale) int {
		return cmp.Or(cmp.Compare(rank(a.Why), rank(b.Why)), a.Since.Compare(b.Since), cmp.Compare(a.ID, b.ID))
	})
	return out
}

// EveryDay returns how many of times there are on each of spans' days.
func EveryDay(spans []Span, times []time.Time) []int {
	out := make([]int, len(spans))
	for _, at := range times {
		i, _ := slices.BinarySearchFunc(spans, at, func(s Span, at time.Time) int {
			if s.End.After(at) {
				return 1
			}
			return -1
		})
		if i < len(spans) && !at.Before(spans[i].Start) {
			out[i]++
		}
	}
	return out
}

// Since is Spans of the last n days up to the one that now is in.
func Since(now time.Time, n int, zone *time.Location) []Span {
	local := now.In(zone)
	y, m, d := local.Date()
	first := time.Date(y, m, d-max(1, n)+1, 0, 0, 0, 0, zone)
	return Spans(knowledge.Day(first.Format(time.DateOnly)), knowledge.Day(local.Format(time.DateOnly)), zone)
}
