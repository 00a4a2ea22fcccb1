package gateway

import (
	"context"
	"testing"
	"time"

	"yiwen/bot"
	"yiwen/bot/chat"
	"yiwen/bot/server/gateway/client"
	"yiwen/bot/wire"
	"yiwen/handoff"
)

// offer has the clock offer a case.
func (h *house) offer(id chat.ConversationID, to chat.AgentID) {
	h.t.Helper()
	_, err := h.shop.Do(h.ctx, bot.Command{Conversation: id, From: chat.Actor{Kind: chat.System}, Action: bot.Offer{
		Agent: to, Name: "坐席" + string(to), Until: time.Now().Add(time.Minute), Number: 1,
	}})
	if err != nil {
		h.t.Fatal(err)
	}
}

// desk is an agent who watches both lists.
func (h *house) desk(name string) *client.Client {
	h.t.Helper()
	a := h.agent(name)
	if err := a.Watch(h.ctx, bothLists...); err != nil {
		h.t.Fatal(err)
	}
	return a
}

// lists waits until a's lists have so many cases.
func (h *house) lists(a *client.Client, what string, waiting, mine int) {
	h.t.Helper()
	h.wait(a, what, func(a *client.Client) bool {
		return len(a.List(wire.ListWaiting)) == waiting && len(a.List(wire.ListMine)) == mine
	})
}

func TestOfferIsOnTopOfTheAskedAgentsList(t *testing.T) {
	h := newHouse(t, generous())
	asked, other := h.desk("agent1"), h.desk("agent2")
	own, c := h.customer(""), h.customer("")
	h.do(own, &wire.Human{})
	h.do(asked, &wire.Accept{Head: about(own.Conversation())})
	h.do(c, &wire.Human{})
	id := c.Conversation()
	h.lists(asked, "one waits", 1, 1)
	h.offer(id, "agent1")
	h.lists(asked, "offered to me", 0, 2)
	h.lists(other, "offered to a colleague", 1, 0)
	for _, a := range []*client.Client{asked, h.desk("agent1")} { // by changes, and by a fresh list
		row := a.List(wire.ListMine)[0]
		if row.Conversation != id || row.Offer == nil || row.Offer.Agent != "agent1" || row.Offer.Until == 0 {
			t.Errorf("on top is %+v", row)
		}
	}
	h.do(asked, &wire.Decline{Head: about(id), Reason: "忙"})
	h.lists(asked, "declined", 1, 1)
	h.offer(id, "agent2")
	h.do(other, &wire.Accept{Head: about(id)})
	h.lists(other, "taken", 0, 1)
	h.wait(c, "the customer hears of the agent alone", func(c *client.Client) bool { return len(c.Events("")) == 5 })
	for i, want := range []chat.Kind{chat.KindHandoff, chat.KindHidden, chat.KindHidden, chat.KindHidden, chat.KindAssigned} {
		if got := c.Events("")[i].Payload.Kind(); got != want {
			t.Errorf("event %d reaches the customer as %s, want %s", i, got, want)
		}
	}
}

func TestCasesArePassedOn(t *testing.T) {
	h := newHouse(t, generous())
	a, b, boss := h.desk("agent1"), h.desk("agent2"), h.desk("supervisor1")
	c := h.customer("")
	h.do(c, &wire.Human{})
	id := c.Conversation()
	h.do(a, &wire.Accept{Head: about(id)})
	for name, f := range map[string]wire.Frame{
		"nobody by that name":     &wire.Transfer{Head: about(id), Agent: "nobody"},
		"an editor has no cases":  &wire.Transfer{Head: about(id), Agent: "editor1"},
		"until when":              &wire.Snooze{Head: about(id)},
		"an unknown presence":     &wire.Presence{State: "asleep"},
		"assigned to nobody here": &wire.Assign{Head: about(id), Agent: "nobody"},
	} {
		if code := h.refused(a, f); code != wire.Invalid {
			t.Errorf("%s: %s", name, code)
		}
	}
	h.do(a, &wire.Transfer{Head: about(id), Team: "trade", Agent: "agent2", Note: "机密"})
	h.lists(b, "in the line again", 1, 0)
	if code := h.refused(b, &wire.Assign{Head: about(id), Agent: "agent2"}); code != wire.Denied {
		t.Errorf("an agent assigns: %s", code)
	}
	h.do(boss, &wire.Assign{Head: about(id), Agent: "agent2"})
	h.lists(b, "assigned", 0, 1)
	h.do(b, &wire.Snooze{Head: about(id), Until: time.Now().Add(time.Hour).UnixMilli()})
	h.wait(b, "snoozed, and still mine", func(b *client.Client) bool {
		rows := b.List(wire.ListMine)
		return len(rows) == 1 && rows[0].State == chat.StateSnoozed && rows[0].SnoozedUntil > 0
	})
	again := h.customer(c.Token())
	h.wait(again, "the log", func(c *client.Client) bool { return len(c.Events("")) == 5 })
	h.do(b, &wire.Wake{Head: about(id)})
	h.wait(b, "woken", func(b *client.Client) bool { return b.List(wire.ListMine)[0].State == chat.StateAssigned })
}

func TestShownStates(t *testing.T) {
	for s, want := range map[chat.State]chat.State{
		"": "", chat.StateBot: chat.StateBot, chat.StateWaiting: chat.StateWaiting, chat.StateOffered: chat.StateWaiting,
		chat.StateAssigned: chat.StateAssigned, chat.StateSnoozed: chat.StateAssigned, chat.StateClosed: chat.StateClosed,
	} {
		if got := shownState(s); got != want {
			t.Errorf("%q is shown as %q, want %q", s, got, want)
		}
	}
}

// TestPresenceOutlivesTheSocket: a page that reloads finds what was chosen, and
// every page of the agent hears of a change, also of one by the clock.
func TestPresenceOutlivesTheSocket(t *testing.T) {
	h := newHouse(t, generous())
	first, second := h.desk("agent1"), h.desk("agent1")
	state := func(a *client.Client, want handoff.PresenceState) {
		t.Helper()
		h.wait(a, string(want), func(a *client.Client) bool {
			p, ok := a.Presence()
			return ok && p.State == string(want)
		})
	}
	state(first, handoff.PresenceOffline) // never said otherwise
	h.do(first, &wire.Presence{State: "break", Reason: "午休"})
	state(first, handoff.PresenceBreak)
	state(second, handoff.PresenceBreak)
	first.Drop()
	reloaded := h.desk("agent1")
	state(reloaded, handoff.PresenceBreak)
	if p, _ := reloaded.Presence(); p.Reason != "午休" || p.Since == 0 {
		t.Errorf("after a reload: %+v", p)
	}
	_, err := h.shop.ChangePresence(context.Background(), "agent1", func(p handoff.Presence) handoff.Presence {
		return p.Choose(handoff.PresenceOnline, "", time.Now())
	})
	if err != nil {
		t.Fatal(err)
	}
	h.g.presences(h.ctx, h.g.agents())
	state(reloaded, handoff.PresenceOnline)
}

// TestActingForgivesMissedOffers: who takes a case sits at his desk.
func TestActingForgivesMissedOffers(t *testing.T) {
	h := newHouse(t, generous())
	a, c := h.desk("agent1"), h.customer("")
	h.do(c, &wire.Human{})
	h.shop.with(func(s *shop) { s.presence["agent1"] = handoff.Presence{State: handoff.PresenceOnline, Missed: 1} })
	h.g.presences(h.ctx, h.g.agents())
	h.do(a, &wire.Accept{Head: about(c.Conversation())})
	h.until("forgiven", func() bool {
		all, _ := h.shop.Presences(h.ctx)
		return all["agent1"].Missed == 0
	})
}

// TestExpectedWait is told where it is known, and told again when it changes.
func TestExpectedWait(t *testing.T) {
	h := newHouse(t, generous())
	took := make([]time.Duration, 5)
	for i := range took {
		took[i] = 10 * time.Minute
	}
	first, second := h.customer(""), h.customer("")
	h.do(first, &wire.Human{})
	h.wait(first, "first", func(c *client.Client) bool { return c.Place() == 1 })
	if _, known := first.ETA(); known {
		t.Error("nobody is there, and a wait is told")
	}
	h.shop.with(func(s *shop) {
		there := handoff.Presence{}.Choose(handoff.PresenceOnline, "", time.Now())
		s.loads = []handoff.AgentLoad{{ID: "agent1", Role: chat.RoleAgent, Presence: there, Load: 1, Limit: 1}}
		s.handled = map[chat.TeamID][]time.Duration{"": took}
	})
	h.do(second, &wire.Human{})
	for c, want := range map[*client.Client]time.Duration{first: 10 * time.Minute, second: 20 * time.Minute} {
		h.wait(c, want.String(), func(c *client.Client) bool {
			eta, known := c.ETA()
			return known && eta == want
		})
	}
}
