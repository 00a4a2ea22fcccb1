package gateway

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"yiwen/bot"
	"yiwen/bot/chat"
	"yiwen/bot/server/gateway/client"
	"yiwen/bot/wire"
	"yiwen/handoff"
)

// TestListsLaw: a snapshot and the changes after it are what a fresh snapshot
// shows, whatever happened, for agents who come, go, lose connections, and change
// what they look at.
func TestListsLaw(t *testing.T) {
	for seed := range uint64(4) {
		t.Run(fmt.Sprint("seed ", seed), func(t *testing.T) { listsLaw(t, rand.New(rand.NewPCG(seed, 2))) })
	}
}

func listsLaw(t *testing.T, random *rand.Rand) {
	h := newHouse(t, generous())
	names := []string{"agent1", "agent2", "agent3", "supervisor1"}
	desks, watched := map[string]*client.Client{}, map[string][]wire.ListName{}
	look := func(name string) {
		lists := slices.Clone(wire.ListNames())
		random.Shuffle(len(lists), func(i, j int) { lists[i], lists[j] = lists[j], lists[i] })
		if random.IntN(2) == 0 {
			lists = lists[:1+random.IntN(len(lists)-1)]
		}
		watched[name] = lists
		if err := desks[name].Watch(h.ctx, lists...); err != nil {
			t.Fatal(err)
		}
	}
	for _, name := range names {
		desks[name] = h.agent(name)
		look(name)
	}
	var all []chat.ConversationID
	for range 12 {
		all = append(all, chat.NewConversationID())
	}
	pick := func() chat.AgentID { return chat.AgentID(names[random.IntN(len(names))]) }
	for i := range 900 {
		cmd := bot.Command{Conversation: all[random.IntN(len(all))], Visitor: "v", CID: chat.ClientID(fmt.Sprint(i))}
		cmd.From, cmd.Action = randomMove(random, pick)
		// Most moves are impossible where they fall; that is no matter here.
		_, _ = h.shop.Do(h.ctx, cmd)
		switch name := names[random.IntN(len(names))]; i % 60 {
		case 20:
			desks[name].Drop()
		case 40:
			look(name)
		}
	}
	for _, name := range names {
		fresh := h.agent(name)
		if err := fresh.Watch(h.ctx, watched[name]...); err != nil {
			t.Fatal(err)
		}
		var diff string
		func() {
			defer func() {
				if t.Failed() {
					t.Logf("%s: %s", name, diff)
				}
			}()
			h.until(name+" sees what is", func() bool {
				diff = cmp.Diff(seenLists(fresh), seenLists(desks[name]))
				return diff == ""
			})
		}()
	}
}

func seenLists(c *client.Client) map[wire.ListName][]wire.Row {
	seen := map[wire.ListName][]wire.Row{}
	for _, l := range wire.ListNames() {
		seen[l] = c.List(l)
	}
	return seen
}

// randomMove is something that somebody may try to do in a case.
func randomMove(random *rand.Rand, pick func() chat.AgentID) (chat.Actor, bot.Action) {
	customer := chat.Actor{Kind: chat.Customer, ID: "v"}
	id := pick()
	staff := chat.Actor{Kind: chat.Agent, ID: string(id), Name: "坐席" + string(id), Role: chat.RoleSupervisor}
	other := pick()
	switch random.IntN(16) {
	case 0, 1, 2:
		return customer, bot.Say{Text: "在吗"}
	case 3:
		return customer, bot.Human{}
	case 4:
		return customer, bot.Cancel{}
	case 5, 6:
		return staff, bot.Accept{}
	case 7:
		return staff, bot.Close{}
	case 8:
		return staff, bot.Transfer{Team: []chat.TeamID{"", "trade", "help"}[random.IntN(3)]}
	case 9:
		return staff, bot.Offer{Agent: other, Name: string(other), Until: time.UnixMilli(1795305600000)}
	case 10:
		return staff, bot.Assign{Agent: other, Name: string(other)}
	case 11:
		return staff, bot.Note{Text: "看", Mentions: []chat.AgentID{other}}
	case 12:
		return staff, bot.Attend{}
	case 13:
		return staff, bot.Invite{Agent: other, Name: string(other)}
	case 14:
		return staff, bot.Leave{}
	}
	return staff, bot.Return{}
}

// TestWhichListsACaseIsIn decides for me, of the team "", among others.
func TestWhichListsACaseIsIn(t *testing.T) {
	owned := func(state chat.State, owner chat.AgentID, team chat.TeamID) chat.Case {
		return chat.Case{Number: 1, State: state, Agent: owner, Team: team}
	}
	called := owned(chat.StateAssigned, "agent2", "trade")
	called.Mentioned = []chat.AgentID{"agent1"}
	taken := owned(chat.StateAssigned, "agent2", "trade")
	taken.Brief.Given = &chat.Given{By: "boss", From: "agent1"}
	helped := owned(chat.StateAssigned, "agent2", "")
	helped.Helpers = []chat.Helper{{ID: "agent1"}}
	noted := chat.Case{Number: 1, State: chat.StateBot, Mentioned: []chat.AgentID{"agent2", "agent1"}}
	for name, tc := range map[string]struct {
		c            chat.Case
		agent, leads []wire.ListName
	}{
		"waits":                  {chat.Case{State: chat.StateWaiting}, []wire.ListName{"waiting"}, []wire.ListName{"waiting"}},
		"offered to a colleague": {chat.Case{State: chat.StateOffered, Offer: chat.Offer{Agent: "agent2"}}, []wire.ListName{"waiting"}, []wire.ListName{"waiting"}},
		"offered to me":          {chat.Case{State: chat.StateOffered, Offer: chat.Offer{Agent: "agent1"}}, []wire.ListName{"mine"}, []wire.ListName{"mine"}},
		"mine":                   {owned(chat.StateAssigned, "agent1", "trade"), []wire.ListName{"mine"}, []wire.ListName{"mine"}},
		"mine, asleep":           {owned(chat.StateSnoozed, "agent1", ""), []wire.ListName{"mine"}, []wire.ListName{"mine"}},
		"the bot's":              {chat.Case{State: chat.StateBot}, []wire.ListName{"bot"}, []wire.ListName{"bot"}},
		"of my team":             {owned(chat.StateAssigned, "agent2", ""), []wire.ListName{"team"}, []wire.ListName{"team"}},
		"of a team that is gone": {owned(chat.StateSnoozed, "agent2", "gone"), []wire.ListName{"team"}, []wire.ListName{"team"}},
		"of another team":        {owned(chat.StateAssigned, "agent2", "trade"), nil, []wire.ListName{"team"}},
		"taken from me":          {taken, []wire.ListName{"team"}, []wire.ListName{"team"}},
		"mentioned":              {called, []wire.ListName{"mentioned"}, []wire.ListName{"team", "mentioned"}},
		"invited":                {helped, []wire.ListName{"team", "mentioned"}, []wire.ListName{"team", "mentioned"}},
		"mentioned at the bot":   {noted, []wire.ListName{"bot", "mentioned"}, []wire.ListName{"bot", "mentioned"}},
		"closed":                 {chat.Case{State: chat.StateClosed, Previous: "agent1"}, nil, nil},
		"no case":                {chat.Case{}, nil, nil},
	} {
		for leads, want := range map[bool][]wire.ListName{false: tc.agent, true: tc.leads} {
			w := &watcher{agent: "agent1", names: wire.ListNames(), leads: leads}
			if got := w.in(chat.Conversation{Case: tc.c}, teams()); !slices.Equal(got, want) {
				t.Errorf("%s (leads: %t): %v, want %v", name, leads, got, want)
			}
		}
	}
	w := &watcher{agent: "agent1", names: []wire.ListName{wire.ListMentioned}}
	if got := w.in(chat.Conversation{Case: helped}, nil); !slices.Equal(got, []wire.ListName{wire.ListMentioned}) {
		t.Errorf("who watches one list sees %v", got)
	}
}

// TestTurnsOfTheBotCostNothing while nobody lists the bot's cases.
func TestTurnsOfTheBotCostNothing(t *testing.T) {
	h := newHouse(t, generous())
	a, c := h.desk("agent1"), h.customer("")
	h.do(c, &wire.Human{})
	h.lists(a, "one waits", 1, 0)
	looked := func() (n [2]int) {
		h.shop.with(func(s *shop) { n = s.looks })
		return n
	}
	if n := looked(); n[1] != 0 {
		t.Errorf("the turns of the bot were read %d times for who does not list them", n[1])
	}
	boss := h.agent("supervisor1")
	if err := boss.Watch(h.ctx, wire.ListBot); err != nil {
		t.Fatal(err)
	}
	d := h.customer("")
	h.say(d, "怎么充值")
	h.wait(boss, "the bot's case", func(b *client.Client) bool { return len(b.List(wire.ListBot)) == 1 })
	h.say(d, "多久到账")
	h.wait(boss, "its next turn", func(b *client.Client) bool { return b.List(wire.ListBot)[0].Seq == 4 })
	if n := len(a.List(wire.ListWaiting)); n != 1 {
		t.Errorf("%d wait", n)
	}
	if err := boss.Watch(h.ctx, wire.ListWaiting); err != nil {
		t.Fatal(err)
	}
	if h.g.lists.live.Load() {
		t.Error("nobody lists the bot's cases any more, and they are read")
	}
	boss.Close()
	h.do(d, &wire.Human{})
	h.lists(a, "out of the bot's hands", 2, 0)
}

// TestLongLists: a desk of thousands of cases is told of all of them, however many
// bytes that takes, and stays.
func TestLongLists(t *testing.T) {
	h := newHouse(t, generous())
	const open = 2000
	h.shop.with(func(s *shop) {
		for range open {
			s.rev++
			id := chat.NewConversationID()
			s.rows[id] = handoff.Row{Rev: s.rev, Conversation: chat.Conversation{ID: id, Seq: 3, Case: chat.Case{
				Number: 1, State: chat.StateWaiting, WaitingSince: time.UnixMilli(s.rev), LineAt: time.UnixMilli(s.rev),
				Brief: chat.Brief{Asked: strings.Repeat("充", 60)},
			}}}
		}
	})
	a := h.agent("agent1")
	if err := a.Watch(h.ctx, wire.ListNames()...); err != nil {
		t.Fatal(err)
	}
	h.do(a, &wire.Presence{State: string(handoff.PresenceOnline)})
	h.wait(a, "the desk knows that it is there", func(a *client.Client) bool {
		p, ok := a.Presence()
		return ok && p.State == string(handoff.PresenceOnline)
	})
	if n := len(a.List(wire.ListWaiting)); n != open || a.Connects() != 1 {
		t.Errorf("%d cases over %d connections", n, a.Connects())
	}
}
