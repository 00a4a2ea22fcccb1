package editing

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"time"

	"yiwen/bot"
	"yiwen/bot/report"
	"yiwen/knowledge"
	"yiwen/knowledge/cluster"
)

// FiguresStore counts what customers asked.
type FiguresStore interface {
	// AskedTallies counts the questions asked from from on and before to, by
	// subject and outcome.
	AskedTallies(ctx context.Context, from, to time.Time) ([]knowledge.Tally, error)
	// LastAsked returns when each entry was asked for last, of those that were
	// since that time.
	LastAsked(ctx context.Context, since time.Time) (map[string]time.Time, error)
	// EntriesChanged returns when each live entry became what it is.
	EntriesChanged(ctx context.Context) (map[string]time.Time, error)
	// Misses is that of InboxStore.
	Misses(ctx context.Context, from, to, now time.Time, limit int) ([]knowledge.Asked, error)
}

// Figures are what editors work by. They are safe for concurrent use.
type Figures struct {
	live   func() *bot.Content
	now    func() time.Time
	store  FiguresStore
	sounds cluster.Sounds
	ground ground
}

// NewFigures returns figures of what is live.
func NewFigures(s *Service, store FiguresStore, sounds cluster.Sounds) (*Figures, error) {
	if s == nil || store == nil || sounds == nil {
		return nil, errors.New("editing: all options of the figures are required")
	}
	return &Figures{live: s.live, now: s.now, store: store, sounds: sounds}, nil
}

// base is the live entries.
func (f *Figures) base(ctx context.Context, c *bot.Content) (report.Base, error) {
	changed, err := f.store.EntriesChanged(ctx)
	if err != nil {
		return report.Base{}, fmt.Errorf("look when entries were changed: %w", err)
	}
	b := report.Base{Changed: func(id string) time.Time { return changed[id] }}
	for _, id := range slices.Sorted(maps.Keys(c.Entries)) {
		b.Entries = append(b.Entries, c.Entries[id])
	}
	return b, nil
}

// Table returns the figures of the days from the one to the other, both included,
// as the shop's clock has them; empty days stand for today and the 29 days before.
// It blocks for a look at an index for every day.
func (f *Figures) Table(ctx context.Context, from, to knowledge.Day, q report.Query) (report.Table, error) {
	c := f.live()
	base, err := f.base(ctx, c)
	if err != nil {
		return report.Table{}, err
	}
	month := report.Since(f.now(), 30, zoneOf(c))
	from, to = cmp.Or(from, month[0].Day), cmp.Or(to, month[len(month)-1].Day)
	var days []report.Counted
	for _, s := range report.Spans(from, to, zoneOf(c)) {
		n, err := f.store.AskedTallies(ctx, s.Start, s.End)
		if err != nil {
			return report.Table{}, fmt.Errorf("count the questions of %s: %w", s.Day, err)
		}
		days = append(days, report.Counted{Day: s.Day, Tallies: n})
	}
	return report.Build(days, base, q), nil
}

// staleDays is how long an entry may lie untouched where nobody says otherwise.
const staleDays = 90

// Stale returns the live entries that somebody should look at, as
// report.StaleEntries has it; days 0 = 90.
func (f *Figures) Stale(ctx context.Context, days int) ([]report.Stale, error) {
	c, now := f.live(), f.now()
	days = cmp.Or(days, staleDays)
	base, err := f.base(ctx, c)
	if err != nil {
		return nil, err
	}
	last, err := f.store.LastAsked(ctx, now.AddDate(0, 0, -report.MostDays))
	if err != nil {
		return nil, fmt.Errorf("look when entries were asked for: %w", err)
	}
	return report.StaleEntries(base, last, now, days, zoneOf(c)), nil
}

// Gap is a matter that customers ask for and that no entry comes near.
type Gap struct {
	knowledge.AskedRef // the question that is its label
	Label              string
	Size               int // questions
	People             int // conversations that they are of
	LastAt             time.Time
	Texts              []string   // a few of them
	Entry              *Suggested // the nearest, below the limit of suggesting; nil = none at all
}

const (
	// gapDays is how far gaps are looked for, gapsMost how many groups are
	// searched, gapTexts how many questions one shows.
	gapDays, gapsMost, gapTexts = 30, 300, 5
)

// Gaps returns the matters of the last 30 days that no entry comes near, those
// asked for most first: groups of the inbox that nobody has settled, where the
// bot would not even offer anything.
func (f *Figures) Gaps(ctx context.Context) ([]Gap, error) {
	c, now := f.live(), f.now()
	spans := report.Since(now, gapDays, zoneOf(c))
	rows, err := f.store.Misses(ctx, spans[0].Start, spans[len(spans)-1].End, now, missesMost)
	if err != nil {
		return nil, fmt.Errorf("read the inbox: %w", err)
	}
	rows = slices.DeleteFunc(rows, func(a knowledge.Asked) bool {
		return a.Settled != "" || a.Outcome != string(bot.OutcomeFallback) && a.Outcome != string(bot.OutcomeHandoff)
	})
	out := []Gap{}
	groups := groupUp(c, rows, f.ground.of(c), f.sounds)
	for _, g := range groups[:min(len(groups), gapsMost)] {
		label := rows[g.label]
		gap := Gap{
			AskedRef: knowledge.AskedRef{Conversation: label.Conversation, Seq: label.Seq},
			Label:    label.Text, Size: len(g.rows), LastAt: rows[g.rows[0]].At,
		}
		if gap.Entry, err = suggest(ctx, c, gap.Label); err != nil {
			return nil, err
		}
		if gap.Entry != nil && gap.Entry.Score >= c.Limits.Suggest {
			continue // an entry is near: what is missing is a similar question
		}
		people := map[string]bool{}
		for _, i := range g.rows {
			people[rows[i].Conversation] = true
			if len(gap.Texts) < gapTexts && !slices.Contains(gap.Texts, rows[i].Text) {
				gap.Texts = append(gap.Texts, rows[i].Text)
			}
		}
		gap.People = len(people)
		out = append(out, gap)
	}
	return out, nil
}
