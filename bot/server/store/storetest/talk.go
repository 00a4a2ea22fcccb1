package storetest

import (
	"context"
	"testing"
	"time"

	"yiwen/bot"
	"yiwen/bot/chat"
	"yiwen/bot/fault"
	"yiwen/handoff"
)

// talk makes the turns of one conversation.
type talk struct {
	state  chat.Conversation
	memory []byte
}

func newTalk() *talk {
	return &talk{state: chat.Conversation{ID: chat.NewConversationID(), Site: "default", Visitor: chat.NewVisitorID(),
		CreatedAt: Now(), Page: chat.Page{URL: "https://shop.example/cards?id=7", Title: "游戏点卡", Entry: "点卡"}}}
}

// customer and robot are two who speak.
func (k *talk) customer() chat.Actor {
	return chat.Actor{Kind: chat.Customer, ID: string(k.state.Visitor), Name: "访客"}
}
func robot() chat.Actor { return chat.Actor{Kind: chat.Bot, Name: "小星"} }

// turn returns the next turn: what the customer says under cid, and the reply.
func (k *talk) turn(cid chat.ClientID, text string) *bot.Turn {
	n := k.state.Seq
	at := Now().Add(time.Duration(n) * time.Second)
	t := &bot.Turn{Conversation: k.state, Memory: k.memory, Expect: n, Events: []chat.Event{
		{Conversation: k.state.ID, Seq: n + 1, At: at, Case: 1, From: k.customer(), CID: cid, Payload: chat.Message{Text: text}},
		{Conversation: k.state.ID, Seq: n + 2, At: at, Case: 1, From: robot(), Trace: []byte(`{"rung":"faq"}`),
			Payload: chat.Message{Text: "您是不是想问", Re: n + 1, Choices: []chat.Choice{{Key: "a", Label: "充值未到账"}}}},
	}}
	t.Conversation.Seq = n + 2
	if t.Conversation.Case.Number == 0 {
		t.Conversation.Case = chat.Case{Number: 1, State: chat.StateBot, OpenedAt: at}
	}
	return t
}

// put stores t and moves on to what it leads to.
func (k *talk) put(t *testing.T, s Store, turn *bot.Turn) {
	t.Helper()
	if err := s.Append(context.Background(), turn); err != nil {
		t.Fatalf("append to %d: %v", turn.Expect, err)
	}
	k.state, k.memory = turn.Conversation, turn.Memory
}

// change stores a turn that changes the case, as agents and handoffs do.
func (k *talk) change(t *testing.T, s Store, p chat.Payload, edit func(*chat.Case)) {
	t.Helper()
	turn := k.turn("", "")
	turn.CaseChanged = true
	turn.Events = turn.Events[:1]
	turn.Events[0].From, turn.Events[0].Payload = chat.Actor{Kind: chat.System}, p
	turn.Conversation.Seq--
	edit(&turn.Conversation.Case)
	k.put(t, s, turn)
}

// wait puts the case in the line.
func (k *talk) wait(t *testing.T, s Store, since time.Time, requeued bool) {
	t.Helper()
	k.change(t, s, chat.Handoff{Reason: chat.ReasonAsked, Team: "trade"}, func(c *chat.Case) {
		c.State, c.Reason, c.Team, c.WaitingSince, c.Requeued = chat.StateWaiting, chat.ReasonAsked, "trade", since, requeued
		c.Agent, c.Bonuses = "", handoff.Bonuses(handoff.Facts{Requeued: requeued})
		c.LineAt = handoff.LineAt(since, c.Bonuses)
	})
}

// assign gives the case to agent.
func (k *talk) assign(t *testing.T, s Store, agent chat.AgentID, at time.Time) {
	t.Helper()
	k.change(t, s, chat.Assigned{Agent: "小陈", AgentID: agent}, func(c *chat.Case) {
		c.State, c.Agent, c.AgentName, c.AssignedAt, c.WaitingSince = chat.StateAssigned, agent, "小陈", at, time.Time{}
	})
}

// end closes the case.
func (k *talk) end(t *testing.T, s Store) {
	t.Helper()
	k.change(t, s, chat.Closed{By: chat.Agent}, func(c *chat.Case) { c.State, c.Agent, c.ClosedAt = chat.StateClosed, "", Now() })
}

// wantKind fails unless err is of kind k.
func wantKind(t *testing.T, err error, k fault.Kind) {
	t.Helper()
	if !fault.Is(err, k) {
		t.Fatalf("got error %v, want one of kind %s", err, k)
	}
}

// check fails on any error.
func check(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}
