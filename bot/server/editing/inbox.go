package editing

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"sync"
	"time"

	"yiwen/bot"
	"yiwen/bot/chat"
	"yiwen/bot/report"
	"yiwen/knowledge"
	"yiwen/knowledge/cluster"
)

// InboxStore keeps what customers asked and what editors did about it.
type InboxStore interface {
	// Misses returns the newest questions of the inbox asked from from on and
	// before to, at most limit, the newest first, settled or not.
	Misses(ctx context.Context, from, to, now time.Time, limit int) ([]knowledge.Asked, error)
	// AskedBy returns the questions that refs name, in their order, or a
	// fault.NotFound.
	AskedBy(ctx context.Context, refs []knowledge.AskedRef) ([]knowledge.Asked, error)
	// Settle stores what was done about the questions of x with what was saved for
	// it, all or nothing, and returns its number. x.Rev becomes the revision of what
	// was saved; where others changed that, it returns theirs.
	Settle(ctx context.Context, x knowledge.Settlement, with knowledge.Saving) (int64, []knowledge.Revision, error)
	// Settlement returns what was done, or a fault.NotFound.
	Settlement(ctx context.Context, id int64) (knowledge.Settlement, error)
	// Unsettle makes the questions what they were before, with what is saved to take
	// it back, and returns how many. What was undone before is a fault.Conflict.
	Unsettle(ctx context.Context, id int64, with knowledge.Saving) (int, []knowledge.Revision, error)
}

// Conversations is the log of what was said, as of bot.Log.
type Conversations interface {
	Events(ctx context.Context, id chat.ConversationID, after chat.Seq, limit int) ([]chat.Event, error)
}

// InboxOptions are what NewInbox needs, all of it.
type InboxOptions struct {
	Service *Service
	Store   InboxStore
	Log     Conversations
	Sounds  cluster.Sounds
}

// Inbox is the questions that found no answer, or one that did not help: what
// editors learn from. It is safe for concurrent use.
type Inbox struct {
	*Service
	asked  InboxStore
	log    Conversations
	sounds cluster.Sounds
	ground ground

	mu   sync.Mutex // guards what follows
	last grouped    // the grouping made last: pages are turned
}

// NewInbox returns an inbox.
func NewInbox(o InboxOptions) (*Inbox, error) {
	if o.Service == nil || o.Store == nil || o.Log == nil || o.Sounds == nil {
		return nil, errors.New("editing: all options of the inbox are required")
	}
	return &Inbox{Service: o.Service, asked: o.Store, log: o.Log, sounds: o.Sounds}, nil
}

// missesMost bounds how many questions are grouped: the newest ones.
const missesMost = 10_000

// MissState is what became of the questions of an inbox. The list is closed.
type MissState string

// The closed list of states: nothing, put aside, a colleague's, made part of the
// knowledge.
const (
	MissOpen    MissState = "open"
	MissIgnored MissState = "ignored"
	MissGiven   MissState = "given"
	MissDone    MissState = "done"
)

// settledAs returns what was done about questions in a state, nil = anything.
func settledAs(s MissState) []knowledge.Settled {
	switch s {
	case MissOpen:
		return []knowledge.Settled{""}
	case MissIgnored:
		return []knowledge.Settled{knowledge.SettledIgnored}
	case MissGiven:
		return []knowledge.Settled{knowledge.SettledGiven}
	case MissDone:
		return []knowledge.Settled{knowledge.SettledVariant, knowledge.SettledEntry}
	}
	return nil
}

func missState(s knowledge.Settled) MissState {
	switch s {
	case "":
		return MissOpen
	case knowledge.SettledIgnored:
		return MissIgnored
	case knowledge.SettledGiven:
		return MissGiven
	}
	return MissDone
}

// MissQuery says which questions are wanted.
type MissQuery struct {
	Days       int
	Why        knowledge.Why // "" = any
	State      MissState     // "" = MissOpen
	Page, Size int           // from 1
	// Of is a question whose group's page is wanted, whatever Page says; where it is
	// in no group, Page is.
	Of knowledge.AskedRef
}

// Misses is a page of an inbox.
type Misses struct {
	Items  []Miss
	Page   int               // which it is
	Of     string            // key of the group that MissQuery.Of is in, "" = in none
	Total  int               // groups on all pages
	Counts map[MissState]int // questions, whatever state was asked for
	Days   []DayCount        // questions of that state
}

// Misses returns a page of the inbox: questions of the last days grouped by what
// they ask for, the largest group first. It looks at the 10,000 newest.
func (b *Inbox) Misses(ctx context.Context, q MissQuery) (Misses, error) {
	content, now := b.live(), b.now()
	spans := report.Since(now, q.Days, zoneOf(content))
	rows, err := b.asked.Misses(ctx, spans[0].Start, spans[len(spans)-1].End, now, missesMost)
	if err != nil {
		return Misses{}, fmt.Errorf("read the inbox: %w", err)
	}
	out := Misses{Counts: map[MissState]int{MissOpen: 0, MissIgnored: 0, MissGiven: 0, MissDone: 0}}
	rows = slices.DeleteFunc(rows, func(a knowledge.Asked) bool {
		return q.Why != "" && !slices.Contains(a.Whys(now), q.Why)
	})
	wanted := cmp.Or(q.State, MissOpen)
	var kept []knowledge.Asked
	for _, a := range rows {
		s := missState(a.Settled)
		out.Counts[s]++
		if s == wanted {
			kept = append(kept, a)
		}
	}
	out.Days = countDays(spans, kept)
	groups := b.group(content, kept)
	out.Total, out.Page = len(groups), q.Page
	if i := groupOf(groups, kept, q.Of); i >= 0 {
		out.Page, out.Of = i/q.Size+1, missKey(kept[groups[i].label].Text)
	}
	start := min((out.Page-1)*q.Size, len(groups))
	for _, g := range groups[start:min(start+q.Size, len(groups))] {
		m, err := b.miss(ctx, content, spans, now, kept, g)
		if err != nil {
			return Misses{}, err
		}
		out.Items = append(out.Items, m)
	}
	return out, nil
}

func zoneOf(c *bot.Content) *time.Location {
	if c.Zone == nil {
		return time.UTC
	}
	return c.Zone
}

func countDays(spans []report.Span, rows []knowledge.Asked) []DayCount {
	times := make([]time.Time, len(rows))
	for i := range rows {
		times[i] = rows[i].At
	}
	out := make([]DayCount, len(spans))
	for i, n := range report.EveryDay(spans, times) {
		out[i] = DayCount{spans[i].Day, n}
	}
	return out
}
