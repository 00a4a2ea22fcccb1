package bot

import (
	"context"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"yiwen/bot/chat"
	"yiwen/bot/fault"
	"yiwen/handoff"
	"yiwen/handoff/ticket"
)

// TestOneOwner lets a customer, two agents and the dispatcher act at random and
// at once on two nodes over one log, and reads in the log that the case had one
// owner at any time: the bot said nothing while an agent owned it, nobody but
// the owner and whom he invited spoke for the house, and nobody was handed off
// twice. It does so by day, when people are there, and at night, when tickets are
// made.
func TestOneOwner(t *testing.T) {
	log := newTicketLog()
	var at time.Time // of the round
	nodes := []*room{newDeskOver(t, log).room, newDeskOver(t, log).room}
	for _, n := range nodes {
		withFlows(t, n, false)
	}
	talk := []string{"我要理赔", "企业登记", "企业", "箱子摔坏了", "对", "怎么退款", "退款", "今天天气", "骗子", "转人工", "1", "你好", "烦"}
	customerActs := func(r *rand.Rand) Action {
		switch r.IntN(14) {
		case 8, 9:
			return Recall{Of: newestOf(log, chat.Customer)}
		case 10:
			return Fill{Of: newestOf(log, "form"), Values: map[string]string{"story": "没到账"}}
		case 11:
			return Say{Attachments: picture()}
		case 12:
			return Say{Text: "这个", Re: chat.Seq(r.IntN(50))}
		case 13:
			return Vote{Of: newestOf(log, "judged"), Helpful: r.IntN(3) == 0}
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
			Transfer{Team: "trade"}, Transfer{Agent: "agent1", Name: "小林", Note: "机密"}, Snooze{at.Add(time.Hour)}, Snooze{at.Add(time.Hour)},
			Unsnooze{}, Unsnooze{}, Unsnooze{}, Invite{"agent2", "小周"}, Invite{"agent1", "小林"}, Leave{}, Recall{newestOf(log, chat.Agent)}, Attend{},
			Note{Text: "机密", Mentions: []chat.AgentID{"agent1", "agent2"}}, File{Info: ticket.Info{Story: "机密"}},
		}[r.IntN(24)]
	}
	bossActs := func(r *rand.Rand) Action {
		return []Action{Assign{"agent1", "小林"}, Assign{"agent2", "小周"}, Assign{"boss", "王主管"}, Note{Text: "机密"}, Transfer{Team: "security"}, Whisper{"机密"}, Invite{"agent1", "小林"}, Leave{"agent1"}}[r.IntN(8)]
	}
	limits := handoff.Limits{Silence: time.Nanosecond, PersonIdle: time.Nanosecond}
	systemActs := func(r *rand.Rand) Action {
		now, _, _ := log.Load(context.Background(), conv) // none yet is number 0
		n := now.Case.Number
		switch r.IntN(5) {
		case 4:
			return News{Number: "WO2027031000017", Step: r.IntN(9), Text: "有进展"}
		case 0:
			return Requeue{Agent: "agent1", Number: n}
		case 1:
			return Due{[]handoff.Move{handoff.Lapse, handoff.Wake, handoff.Alert, handoff.Silence, handoff.Expire}[r.IntN(5)], limits, n}
		}
		return Offer{Agent: "agent2", Name: "小周", Until: at.Add(time.Duration(r.IntN(2)) * time.Hour), Number: n}
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
	for round := 0; round < 2 || round < 20 && len(unmet(t, nodes[0])) > 0; round++ {
		for _, n := range nodes {
			n.now = time.Date(2027, 3, 10, 4, 0, 0, 0, time.UTC).Add(time.Duration(round) * 12 * time.Hour)
		}
		at = nodes[0].now
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

// newestOf is the newest message of an actor of that kind, with a form or to be judged.
func newestOf(log Log, k chat.ActorKind) chat.Seq {
	c, _, err := log.Load(context.Background(), conv)
	if err != nil {
		return 0 // none yet
	}
	events, err := log.Events(context.Background(), conv, max(0, c.Seq-60), 60)
	if err != nil {
		return 0
	}
	for _, e := range slices.Backward(events) {
		if m, ok := e.Payload.(chat.Message); ok && (e.From.Kind == k || k == "form" && m.Form != nil || k == "judged" && m.Vote) {
			return e.Seq
		}
	}
	return 0
}

// unmet returns the kinds of events that the walk is for and did not come to.
func unmet(t *testing.T, r *room) []chat.Kind {
	t.Helper()
	events, err := r.log.Events(t.Context(), conv, 0, 100000)
	if err != nil {
		t.Fatal(err)
	}
	wanted := []chat.Kind{
		chat.KindWhisper, chat.KindRecalled, chat.KindInvited, chat.KindAttended, chat.KindFilled, chat.KindVoted, chat.KindTicketed, chat.KindRated,
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
			if id := chat.AgentID(e.From.ID); e.From.Kind == chat.Agent && (!assigned || id != k.Agent && !handoff.Helps(k, id)) {
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
		if len(c.Case.Helpers) > 0 && !handoff.Owned(c.Case.State) {
			t.Errorf("event %d: %v help in a case that is %s", e.Seq, c.Case.Helpers, c.Case.State)
		}
		if b, err := json.Marshal(e.For(chat.Customer)); err != nil || strings.Contains(string(b), "机密") {
			t.Errorf("event %d: the customer sees %s (%v)", e.Seq, b, err)
		}
	}
	if missing := unmet(t, r); len(missing) > 0 {
		t.Errorf("none of %v in %d events", missing, len(events))
	}
	if taken < 10 {
		t.Errorf("taken %d times in %d events: the test met too little", taken, len(events))
	}
}
