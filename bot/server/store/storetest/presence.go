package storetest

import (
	"context"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"yiwen/bot/chat"
	"yiwen/handoff"
)

func presenceTests() []namedTest {
	return []namedTest{
		{"ChoiceIsKept", choiceKept},
		{"SignsOfLifeKeepTheChoice", choiceAlive},
		{"LoadsCountWhatAgentsHave", loads},
		{"HandledIsWhatAgentsClosed", handled},
	}
}

func choiceKept(t *testing.T, s Store) {
	ctx, now := context.Background(), Now()
	none, err := s.Presences(ctx)
	check(t, err)
	if len(none) != 0 {
		t.Errorf("an empty house has %v", none)
	}
	want := handoff.Presence{State: handoff.PresenceBreak, Reason: "午休", Since: now, Seen: now}
	got, err := s.ChangePresence(ctx, "agent1", func(p handoff.Presence) handoff.Presence {
		if p != (handoff.Presence{}) {
			t.Errorf("who never was there is %+v", p)
		}
		return p.Choose(handoff.PresenceBreak, "午休", now)
	})
	check(t, err)
	all, err := s.Presences(ctx)
	check(t, err)
	if d := cmp.Diff(map[chat.AgentID]handoff.Presence{"agent1": want}, all); d != "" || got != want {
		t.Errorf("returned %+v; stored (-want +got):\n%s", got, d)
	}
	want.Missed = 1
	_, err = s.ChangePresence(ctx, "agent1", func(p handoff.Presence) handoff.Presence {
		p.Missed++
		p.Seen = now.Add(-time.Hour) // computed on an old row
		return p
	})
	check(t, err)
	all, err = s.Presences(ctx)
	check(t, err)
	if d := cmp.Diff(want, all["agent1"]); d != "" {
		t.Errorf("changed (-want +got):\n%s", d)
	}
}

func choiceAlive(t *testing.T, s Store) {
	ctx, now := context.Background(), Now()
	_, err := s.ChangePresence(ctx, "agent1", func(p handoff.Presence) handoff.Presence {
		return p.Choose(handoff.PresenceBusy, "", now)
	})
	check(t, err)
	check(t, s.Seen(ctx, []chat.AgentID{"agent1", "agent2"}, now.Add(time.Minute)))
	all, err := s.Presences(ctx)
	check(t, err)
	want := map[chat.AgentID]handoff.Presence{
		"agent1": {State: handoff.PresenceBusy, Since: now, Seen: now.Add(time.Minute)},
		"agent2": {Seen: now.Add(time.Minute)},
	}
	if d := cmp.Diff(want, all); d != "" {
		t.Errorf("(-want +got):\n%s", d)
	}
}

func loads(t *testing.T, s Store) {
	ctx, now := context.Background(), Now()
	day := now.Add(-8 * time.Hour)
	for _, m := range []chat.Staff{
		{ID: "agent1", Name: "小陈", Role: chat.RoleAgent, Hash: "x", CreatedAt: now},
		{ID: "agent2", Name: "小李", Role: chat.RoleAgent, Hash: "x", CreatedAt: now},
		{ID: "gone", Name: "老周", Role: chat.RoleAgent, Hash: "x", CreatedAt: now, Disabled: true},
	} {
		check(t, s.AddStaff(ctx, m))
	}
	_, err := s.ChangePresence(ctx, "agent1", func(p handoff.Presence) handoff.Presence {
		return p.Choose(handoff.PresenceOnline, "", now)
	})
	check(t, err)
	give := func(at time.Time) *talk {
		k := newTalk()
		k.put(t, s, k.turn("c1", "转人工"))
		k.wait(t, s, at, false)
		k.change(t, s, chat.Assigned{Agent: "小陈", AgentID: "agent1"}, func(c *chat.Case) {
			c.State, c.Agent, c.AgentName, c.Previous, c.AssignedAt, c.ActiveAt = chat.StateAssigned, "agent1", "小陈", "agent1", at, at
		})
		return k
	}
	give(now.Add(-20 * time.Hour)) // still his, but yesterday's work
	give(now.Add(-30 * time.Minute))
	closed := give(now.Add(-2 * time.Hour))
	closed.change(t, s, chat.Closed{By: chat.Agent}, func(c *chat.Case) {
		c.State, c.Agent, c.ClosedAt = chat.StateClosed, "", now.Add(-time.Hour)
	})
	back := give(now.Add(-10 * time.Minute))
	back.change(t, s, chat.Returned{}, func(c *chat.Case) { c.State, c.Agent, c.ActiveAt = chat.StateBot, "", now.Add(-5*time.Minute) })
	parked := give(now.Add(-time.Minute))
	parked.change(t, s, chat.Snoozed{Until: now.Add(time.Hour).UnixMilli()}, func(c *chat.Case) {
		c.State, c.SnoozedUntil = chat.StateSnoozed, now.Add(time.Hour)
	})
	asked := newTalk()
	asked.put(t, s, asked.turn("c1", "转人工"))
	asked.wait(t, s, now, false)
	asked.offer(t, s, "agent1", now.Add(time.Minute))

	got, err := s.Loads(ctx, now, day)
	check(t, err)
	want := []handoff.AgentLoad{
		{
			ID: "agent1", Name: "小陈", Role: chat.RoleAgent, Presence: handoff.Presence{State: handoff.PresenceOnline, Since: now, Seen: now},
			Load: 3, IdleSince: now.Add(-time.Minute), Worked: (30 + 60 + 5 + 1) * time.Minute, OnDuty: 2 * time.Hour,
		},
		{ID: "agent2", Name: "小李", Role: chat.RoleAgent},
	}
	if d := cmp.Diff(want, got); d != "" {
		t.Errorf("(-want +got):\n%s", d)
	}
}

func handled(t *testing.T, s Store) {
	ctx, now := context.Background(), Now()
	for _, c := range []struct {
		team     chat.TeamID
		took     time.Duration
		ended    time.Duration
		by       chat.AgentID
		assigned bool
	}{
		{"trade", 5 * time.Minute, 0, "agent1", true},
		{"trade", 7 * time.Minute, time.Minute, "agent1", true},
		{"product", 9 * time.Minute, time.Minute, "agent2", true},
		{"trade", 9 * time.Minute, 48 * time.Hour, "agent1", true}, // long ago
		{"trade", 9 * time.Minute, 0, "", false},                   // never had an agent
	} {
		k := newTalk()
		k.put(t, s, k.turn("c1", "转人工"))
		k.change(t, s, chat.Closed{By: chat.Agent}, func(k *chat.Case) {
			k.State, k.Team, k.Previous, k.ClosedAt = chat.StateClosed, c.team, c.by, now.Add(-c.ended)
			if c.assigned {
				k.AssignedAt = k.ClosedAt.Add(-c.took)
			}
		})
	}
	got, err := s.Handled(ctx, now.Add(-24*time.Hour))
	check(t, err)
	want := map[chat.TeamID][]time.Duration{"trade": {5 * time.Minute, 7 * time.Minute}, "product": {9 * time.Minute}}
	if d := cmp.Diff(want, got); d != "" {
		t.Errorf("(-want +got):\n%s", d)
	}
}
