package storetest

import (
	"context"
	"reflect"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"yiwen/bot/chat"
	"yiwen/handoff"
)

// fullCase has every field filled, each with a value of its own.
func fullCase(t *testing.T) chat.Case {
	t.Helper()
	yes, n := true, 0
	at := func() time.Time {
		n++
		return Now().Add(time.Duration(n) * time.Minute)
	}
	k := chat.Case{
		Number: 1, State: chat.StateOffered, Reason: chat.ReasonMood, Team: "trade", Agent: "a0", AgentName: "小陈",
		OpenedAt: at(), WaitingSince: at(), Requeued: true, AssignedAt: at(), ClosedAt: at(),
		Rating: &chat.Rated{Stars: 4, Solved: &yes, Reasons: []string{"快"}, Text: "谢谢"}, RatedAt: at(),
		Brief: chat.Brief{
			Mood: chat.MoodUneasy, Score: 0.5, Evidence: []string{"！"}, Entities: []chat.Entity{{Name: "phone", Text: "1", Value: "1", End: 1}},
			Asked: "在吗", Question: "退款", Last: "好的", LastFrom: chat.Agent, LastAt: at().UnixMilli(),
			Given: &chat.Given{Seq: 3, By: "boss", Name: "老陈", From: "a5"},
		},
		Severity: chat.SeverityHigh, Bonuses: []chat.Bonus{{Why: chat.BonusMood, Minutes: 10}}, LineAt: at(),
		Offer:  chat.Offer{Agent: "a1", Name: "小林", Until: at()},
		Passed: []chat.AgentID{"a2", "a3"}, PassedAt: at(), Wanted: "a4", Previous: "a5",
		LastCustomerAt: at(), LastAgentAt: at(), SilentSince: at(), SnoozedUntil: at(), ActiveAt: at(),
		Clocks: []chat.Clock{{What: chat.PromiseOwn, Due: at(), Remind: at(), Met: at(), Reminded: true, Breached: true}},
		DueAt:  at(), Ticket: "WO2027031000017",
		Summary: chat.Summary{Class: "refund", Solved: &yes, Tags: []string{"急"}, Text: "已退"},
		Helpers: []chat.Helper{{ID: "a6", Name: "小林"}}, Mentioned: []chat.AgentID{"a6", "a7"},
	}
	for v, i := reflect.ValueOf(k), 0; i < v.NumField(); i++ {
		if v.Field(i).IsZero() {
			t.Fatalf("the full case has no %s", v.Type().Field(i).Name)
		}
	}
	return k
}

// wholeCase: every field of a case is read as it was written, also when it is
// written over one that had others, and also when it is emptied again.
func wholeCase(t *testing.T, s Store) {
	k := newTalk()
	k.put(t, s, k.turn("c1", "你好"))
	full := fullCase(t)
	for name, want := range map[string]chat.Case{
		"filled": full, "emptied": {Number: 1, State: chat.StateBot, OpenedAt: Now()}, "filled again": full,
	} {
		for _, changed := range []bool{true, false} {
			turn := k.turn("", name)
			turn.CaseChanged, turn.Conversation.Case = changed, want
			k.put(t, s, turn)
			got, _, err := s.Load(context.Background(), k.state.ID)
			check(t, err)
			if d := cmp.Diff(want, got.Case); d != "" {
				t.Errorf("%s, changed %v (-want +got):\n%s", name, changed, d)
			}
		}
	}
}

// offer asks agent about the case.
func (k *talk) offer(t *testing.T, s Store, agent chat.AgentID, until time.Time) {
	t.Helper()
	k.change(t, s, chat.Offered{Agent: "小陈", AgentID: agent, Until: until.UnixMilli()}, func(c *chat.Case) {
		c.State, c.Offer, c.DueAt = chat.StateOffered, chat.Offer{Agent: agent, Name: "小陈", Until: until}, until
	})
}

func offers(t *testing.T, s Store) {
	ctx := context.Background()
	own, first, second := newTalk(), newTalk(), newTalk()
	for i, k := range []*talk{first, second, own} {
		k.put(t, s, k.turn("c1", "转人工"))
		k.wait(t, s, Now().Add(time.Duration(i)*time.Minute), false)
	}
	own.assign(t, s, "agent1", Now())
	second.offer(t, s, "agent1", Now().Add(time.Minute))
	waiting, mine, _ := desk(t, s, "agent1")
	if d := cmp.Diff([]chat.Conversation{first.state, second.state}, conversations(waiting)); d != "" {
		t.Errorf("line (-want +got):\n%s", d)
	}
	if d := cmp.Diff([]chat.Conversation{second.state, own.state}, conversations(mine)); d != "" {
		t.Errorf("mine (-want +got):\n%s", d)
	}
	n, err := s.Waiters(ctx)
	check(t, err)
	if n != 2 {
		t.Errorf("%d wait, want 2", n)
	}
	if _, others, _ := desk(t, s, ""); len(others) != 0 {
		t.Errorf("nobody has %d cases", len(others))
	}
}

func snoozed(t *testing.T, s Store) {
	k := newTalk()
	k.put(t, s, k.turn("c1", "转人工"))
	k.assign(t, s, "agent1", Now())
	until := Now().Add(time.Hour)
	k.change(t, s, chat.Snoozed{Until: until.UnixMilli()}, func(c *chat.Case) {
		c.State, c.SnoozedUntil, c.DueAt = chat.StateSnoozed, until, until
	})
	wantLists(t, s, 0, 1)
	wantVanished(t, s, Now().Add(time.Hour), 0) // its owner may be at home
}

func saidOffline(t *testing.T, s Store) {
	ctx, now := context.Background(), Now()
	k := newTalk()
	k.put(t, s, k.turn("c1", "转人工"))
	k.assign(t, s, "agent1", now)
	later := now.Add(10 * time.Minute)
	_, err := s.ChangePresence(ctx, "agent1", func(p handoff.Presence) handoff.Presence {
		return p.Choose(handoff.PresenceOffline, "", now.Add(5*time.Minute))
	})
	check(t, err)
	check(t, s.Seen(ctx, []chat.AgentID{"agent1"}, later)) // his page is still open
	wantVanished(t, s, now.Add(4*time.Minute), 0)
	wantVanished(t, s, now.Add(6*time.Minute), 1)
}

// dueCases: whatever a row is due for by handoff.Limits, Due finds, and nothing else.
func dueCases(t *testing.T, s Store) {
	ctx, now := context.Background(), Now()
	limits := handoff.Limits{Silence: 10 * time.Minute, BotIdle: time.Hour, PersonIdle: 30 * time.Minute}
	ago := func(d time.Duration) time.Time { return now.Add(-d) }
	for name, c := range map[string]struct {
		edit func(*chat.Case)
		due  bool
	}{
		"an offer that lapsed": {func(k *chat.Case) {
			k.State, k.Offer, k.DueAt = chat.StateOffered, chat.Offer{Agent: "a", Until: now}, now
		}, true},
		"an offer that holds": {func(k *chat.Case) {
			k.State, k.Offer, k.DueAt = chat.StateOffered, chat.Offer{Agent: "a", Until: now.Add(1)}, now.Add(time.Millisecond)
		}, false},
		"a snooze that is over":        {func(k *chat.Case) { k.State, k.SnoozedUntil, k.DueAt = chat.StateSnoozed, now, now }, true},
		"an owner who owes a word":     {func(k *chat.Case) { k.State, k.SilentSince = chat.StateAssigned, ago(10*time.Minute) }, true},
		"not for long yet":             {func(k *chat.Case) { k.State, k.SilentSince = chat.StateAssigned, ago(9*time.Minute) }, false},
		"an owner who owes none":       {func(k *chat.Case) { k.State, k.ActiveAt = chat.StateAssigned, ago(29*time.Minute) }, false},
		"a case gone quiet":            {func(k *chat.Case) { k.State, k.ActiveAt = chat.StateAssigned, ago(30*time.Minute) }, true},
		"a bot's case gone quiet":      {func(k *chat.Case) { k.State, k.ActiveAt = chat.StateBot, ago(time.Hour) }, true},
		"a bot's case going on":        {func(k *chat.Case) { k.State, k.ActiveAt = chat.StateBot, ago(time.Minute) }, false},
		"a case from before there was": {func(k *chat.Case) { k.State = chat.StateBot }, false},
		"a snoozed case gone quiet":    {func(k *chat.Case) { k.State, k.ActiveAt = chat.StateSnoozed, ago(48*time.Hour) }, false},
		"a case that waits for long":   {func(k *chat.Case) { k.State, k.ActiveAt = chat.StateWaiting, ago(48*time.Hour) }, false},
		"a promise that is due": {func(k *chat.Case) {
			k.State, k.DueAt, k.Clocks = chat.StateWaiting, now, []chat.Clock{{What: chat.PromiseOwn, Due: now}}
		}, true},
		"the end": {func(k *chat.Case) { k.State, k.ActiveAt, k.ClosedAt = chat.StateClosed, ago(48*time.Hour), now }, false},
	} {
		k := newTalk()
		k.put(t, s, k.turn("c1", name))
		k.change(t, s, chat.Note{Text: name}, func(kase *chat.Case) {
			*kase = chat.Case{Number: 1}
			c.edit(kase)
		})
		if got := len(limits.Due(k.state.Case, now)) > 0; got != c.due {
			t.Fatalf("%s: the test is wrong: %v", name, got)
		}
		rows, err := s.Due(ctx, now, limits, 100)
		check(t, err)
		found := false
		for _, r := range rows {
			if len(limits.Due(r.Conversation.Case, now)) == 0 {
				t.Errorf("not due: %+v", r.Conversation.Case)
			}
			found = found || r.Conversation.ID == k.state.ID
		}
		if found != c.due {
			t.Errorf("%s: due %v, want %v", name, found, c.due)
		}
	}
	if rows, err := s.Due(ctx, now.Add(24*365*time.Hour), handoff.Limits{}, 1); err != nil || len(rows) != 1 {
		t.Errorf("limit 1: %d rows, error %v", len(rows), err)
	}
}
