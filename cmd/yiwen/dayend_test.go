package main

import (
	"context"
	"log/slog"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"github.com/prometheus/client_golang/prometheus"

	"yiwen/bot/chat"
	"yiwen/bot/server/store"
	"yiwen/handoff"
	"yiwen/handoff/ticket"
)

// inspect opens what the dead server left and compares it with the ledger.
func (d *day) inspect() {
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	defer cancel()
	s, err := store.Open(ctx, store.Options{
		Path: filepath.Join(d.p.data, storeName), Logger: slog.New(slog.DiscardHandler), Registerer: prometheus.NewRegistry(), Now: time.Now,
	})
	if err != nil {
		d.t.Fatal(err)
	}
	defer s.Close()
	logs := map[chat.ConversationID][]chat.Event{}
	for _, a := range d.ledger.acks {
		if logs[a.conversation] == nil {
			logs[a.conversation] = readLog(ctx, d.t, s, a.conversation)
		}
		a.check(d.t, logs[a.conversation])
	}
	ev := evening{t: d.t, store: s}
	ev.lists(ctx)
	for id, log := range logs {
		ev.conversation(ctx, id, log)
	}
	ev.tickets(ctx)
	ev.reviews(ctx)
}

func readLog(ctx context.Context, t *testing.T, s *store.Store, id chat.ConversationID) []chat.Event {
	t.Helper()
	var log []chat.Event
	for {
		page, err := s.Events(ctx, id, chat.Seq(len(log)), 500)
		if err != nil {
			t.Fatalf("read the log of %s: %v", id, err)
		}
		if log = append(log, page...); len(page) < 500 {
			return log
		}
	}
}

// check looks for what was acknowledged at its place in the log.
func (a acked) check(t *testing.T, log []chat.Event) {
	t.Helper()
	if int(a.seq) > len(log) || a.seq < 1 {
		t.Errorf("%s at %d of %s is lost: the log has %d events", a.act, a.seq, a.conversation, len(log))
		return
	}
	e := log[a.seq-1]
	switch {
	case e.Payload.Kind() != a.kind:
		t.Errorf("%s at %d of %s is a %s", a.act, a.seq, a.conversation, e.Payload.Kind())
	case a.text != "" && a.act != actFile && wordsOf(e.Payload) != a.text:
		t.Errorf("%s at %d of %s says %q, not %q", a.act, a.seq, a.conversation, wordsOf(e.Payload), a.text)
	case a.stars != 0 && e.Payload.(chat.Rated).Stars != a.stars:
		t.Errorf("the rating at %d of %s has %d stars, not %d", a.seq, a.conversation, e.Payload.(chat.Rated).Stars, a.stars)
	}
	if a.act == actVow && !slices.ContainsFunc(log[a.seq:min(int(a.seq)+2, len(log))], func(e chat.Event) bool {
		p, ok := e.Payload.(chat.Promise)
		return ok && p.What == chat.PromiseOwn
	}) {
		t.Errorf("what was promised at %d of %s has no clock", a.seq, a.conversation)
	}
}

func wordsOf(p chat.Payload) string {
	switch p := p.(type) {
	case chat.Message:
		return p.Text
	case chat.Note:
		return p.Text
	case chat.Transferred:
		return p.Note
	case chat.Closed:
		return p.Summary.Text
	}
	return ""
}

// evening is what there is when the day is over.
type evening struct {
	t       *testing.T
	store   *store.Store
	waiting map[chat.ConversationID]bool
	numbers []ticket.Number
	bad     map[chat.ConversationID][]int // cases whose rating needs a review
}

func (e *evening) lists(ctx context.Context) {
	rows, _, err := e.store.Waiting(ctx)
	if err != nil {
		e.t.Fatal(err)
	}
	e.waiting = map[chat.ConversationID]bool{}
	for _, r := range rows {
		e.waiting[r.Conversation.ID] = true
	}
}

// conversation checks one log: dense, and the stored case is what it adds up to,
// with exactly one owner.
func (e *evening) conversation(ctx context.Context, id chat.ConversationID, log []chat.Event) {
	stored, _, err := e.store.Load(ctx, id)
	if err != nil {
		e.t.Errorf("load %s: %v", id, err)
		return
	}
	folded := chat.Conversation{ID: id}
	for i, ev := range log {
		if ev.Seq != chat.Seq(i+1) {
			e.t.Fatalf("event %d of %s has seq %d", i+1, id, ev.Seq)
		}
		folded = handoff.Fold(folded, ev)
		switch p := ev.Payload.(type) {
		case chat.Ticketed:
			e.numbers = append(e.numbers, ticket.Number(p.Number))
		case chat.Rated:
			e.rated(id, ev.Case, p)
		}
	}
	// What the bot remembers of a customer's words is not of the log.
	if diff := cmp.Diff(folded.Case, stored.Case, cmpopts.IgnoreFields(chat.Brief{}, "Entities"), cmpopts.EquateEmpty()); diff != "" {
		e.t.Errorf("the case of %s is not what its log adds up to (-log +stored):\n%s", id, diff)
	}
	c := stored.Case
	if handoff.Queued(c.State) != e.waiting[id] {
		e.t.Errorf("%s is %s, and it is %t that it stands in the line", id, c.State, e.waiting[id])
	}
	if owned := c.Agent != ""; owned != handoff.Owned(c.State) {
		e.t.Errorf("%s is %s and owned by %q", id, c.State, c.Agent)
	}
}

func (e *evening) rated(id chat.ConversationID, number int, r chat.Rated) {
	if !handoff.NeedsReview(r) {
		return
	}
	if e.bad == nil {
		e.bad = map[chat.ConversationID][]int{}
	}
	e.bad[id] = append(e.bad[id], number)
}

func (e *evening) tickets(ctx context.Context) {
	seen := map[ticket.Number]bool{}
	for _, n := range e.numbers {
		if seen[n] {
			e.t.Errorf("ticket %s is there twice", n)
		}
		seen[n] = true
		if _, err := e.store.Ticket(ctx, n); err != nil {
			e.t.Errorf("ticket %s: %v", n, err)
		}
	}
}

func (e *evening) reviews(ctx context.Context) {
	found := map[chat.ConversationID][]int{}
	for page := 1; ; page++ {
		reviews, _, err := e.store.Reviews(ctx, handoff.ReviewQuery{Page: page, Size: 200})
		if err != nil {
			e.t.Fatal(err)
		}
		for _, r := range reviews {
			found[r.Conversation] = append(found[r.Conversation], r.Case)
		}
		if len(reviews) < 200 {
			break
		}
	}
	for id, cases := range e.bad {
		for _, n := range cases {
			if !slices.Contains(found[id], n) {
				e.t.Errorf("case %d of %s was rated badly and nobody looks into it", n, id)
			}
		}
	}
}
