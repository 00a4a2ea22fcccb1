package bot

import (
	"context"
	"fmt"
	"math/rand/v2"
	"slices"
	"sync"
	"testing"
	"time"

	"yiwen/bot/chat"
	"yiwen/bot/fault"
	"yiwen/handoff"
)

// TestOneOwner lets a customer, two agents and the dispatcher act at random and
// at once on two nodes over one log, and reads in the log that the case had one
// owner at any time: the bot said nothing while an agent owned it, nobody but
// the owner spoke for the house, and nobody was handed off twice.
func TestOneOwner(t *testing.T) {
	log := NewMemoryLog()
	nodes := []*room{newRoom(t, log), newRoom(t, log)}
	for _, n := range nodes {
		staffed(t, n)
	}
	talk := []string{"怎么退款", "退款", "今天天气", "骗子", "转人工", "1", "你好", "烦"}
	customerActs := func(r *rand.Rand) Action {
		switch r.IntN(8) {
		case 0:
			return Human{}
		case 1:
			return Cancel{}
		case 2:
			return Choose{Of: chat.Seq(r.IntN(20)), Key: "refund-how"}
		case 3:
			return Rate{chat.Rated{Stars: 3}}
		}
		return Say{Text: talk[r.IntN(len(talk))]}
	}
	agentActs := func(r *rand.Rand) Action {
		return []Action{
			Accept{}, Accept{}, Accept{}, Say{Text: "您好"}, Say{Text: "我10分钟后回复您"}, Note{Text: "记一笔"}, Return{}, Close{}, Decline{"忙"}, Unsnooze{},
			Transfer{Team: "trade"}, Transfer{Agent: "agent1", Name: "小林", Note: "机密"}, Snooze{noon.Add(time.Hour)}, Snooze{noon.Add(time.Hour)},
			Unsnooze{}, Unsnooze{}, Unsnooze{},
		}[r.IntN(17)]
	}
	bossActs := func(r *rand.Rand) Action {
		return []Action{Assign{"agent1", "小林"}, Assign{"agent2", "小周"}, Assign{"boss", "王主管"}, Note{Text: "机密"}, Transfer{Team: "security"}}[r.IntN(5)]
	}
	limits := handoff.Limits{Silence: time.Nanosecond, PersonIdle: time.Nanosecond}
	systemActs := func(r *rand.Rand) Action {
		now, _, _ := log.Load(context.Background(), conv) // none yet is number 0
		n := now.Case.Number
		switch r.IntN(4) {
		case 0:
			return Requeue{Agent: "agent1", Number: n}
		case 1:
			return Due{[]handoff.Move{handoff.Lapse, handoff.Wake, handoff.Alert, handoff.Silence, handoff.Expire}[r.IntN(5)], limits, n}
		}
		return Offer{Agent: "agent2", Name: "小周", Until: noon.Add(time.Duration(r.IntN(2)) * time.Hour), Number: n}
	}
	whos := []struct {
		actor chat.Actor
		acts  func(*rand.Rand) Action
	}{
		{customer, customerActs}, {customer, customerActs}, {lin, agentActs}, {zhou, agentActs},
		{boss, bossActs}, {system, systemActs}, {system, systemActs},
	}
	// The scheduler says who gets a turn: on a busy machine a round may pass
	// without anything that only one of them does.
	for round := 0; round == 0 || round < 20 && len(unmet(t, nodes[0])) > 0; round++ {
		var wg sync.WaitGroup
		for i, who := range whos {
			wg.Go(func() {
				r := rand.New(rand.NewPCG(uint64(i), uint64(7+round)))
				for n := range 600 {
					c := Command{Conversation: conv, From: who.actor, Action: who.acts(r)}
					if who.actor.Kind != chat.System {
						c.CID = chat.ClientID(fmt.Sprint(round, "-", i, "-", n))
					}
					if who.actor.Kind == chat.Customer {
						c.Site, c.Visitor = "default", "v1"
					}
					if _, err := nodes[r.IntN(2)].Do(context.Background(), c); err != nil && fault.KindOf(err) == fault.Internal {
						t.Errorf("%T: %v", c.Action, err)
					}
				}
			})
		}
		wg.Wait()
	}
	checkOwners(t, nodes[0])
}

// unmet returns the kinds of events that the walk is for and did not come to.
func unmet(t *testing.T, r *room) []chat.Kind {
	t.Helper()
	events, err := r.log.Events(t.Context(), conv, 0, 100000)
	if err != nil {
		t.Fatal(err)
	}
	wanted := []chat.Kind{
		chat.KindOffered, chat.KindDeclined, chat.KindTransferred, chat.KindSnoozed, chat.KindWoken, chat.KindReturned, chat.KindClosed, chat.KindPromise,
	}
	return slices.DeleteFunc(wanted, func(k chat.Kind) bool {
		return slices.ContainsFunc(events, func(e chat.Event) bool { return e.Payload.Kind() == k })
	})
}

// checkOwners compares the row with the log, replays it and judges each event by the case that it met.
func checkOwners(t *testing.T, r *room) {
	t.Helper()
	r.state()
	events, err := r.log.Events(t.Context(), conv, 0, 100000)
	if err != nil {
		t.Fatal(err)
	}
	var c chat.Conversation
	taken := 0
	for _, e := range events {
		k := c.Case
		assigned := handoff.Owned(k.State)
		if e.From.Role != "" {
			t.Errorf("event %d keeps the role of who sent it", e.Seq)
		}
		switch p := e.Payload.(type) {
		case chat.Message:
			if e.From.Kind == chat.Bot && assigned {
				t.Errorf("event %d: the bot talks over %s", e.Seq, k.AgentName)
			}
			if e.From.Kind == chat.Agent && (!assigned || chat.AgentID(e.From.ID) != k.Agent) {
				t.Errorf("event %d: %s speaks in a case that is %s, of %q", e.Seq, e.From.ID, k.State, k.Agent)
			}
		case chat.Handoff:
			if handoff.Queued(k.State) || assigned && p.Reason != chat.ReasonAgentGone {
				t.Errorf("event %d: handed off for %s while %s", e.Seq, p.Reason, k.State)
			}
		case chat.Assigned:
			if !handoff.Queued(k.State) && e.From.ID != "boss" || k.State == chat.StateOffered && e.From.ID != "boss" && p.AgentID != k.Offer.Agent {
				t.Errorf("event %d: taken by %s while %s", e.Seq, p.AgentID, k.State)
			}
			taken++
		}
		c = handoff.Fold(c, e)
	}
	if missing := unmet(t, r); len(missing) > 0 {
		t.Errorf("none of %v in %d events", missing, len(events))
	}
	if taken < 10 {
		t.Errorf("taken %d times in %d events: the test met too little", taken, len(events))
	}
}
