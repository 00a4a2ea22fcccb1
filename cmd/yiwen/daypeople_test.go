package main

import (
	"context"
	"fmt"
	"math/rand/v2"
	"time"

	"yiwen/bot/chat"
	"yiwen/bot/server/gateway/client"
	"yiwen/bot/wire"
)

// shopper is a customer of the day.
type shopper struct{ person }

func (d *day) customer(i int) *shopper {
	return &shopper{person{d, fmt.Sprintf("客户%d", i), client.New(client.Options{
		URL: d.p.ws("/ws"), Site: "default", First: firstWait, Most: mostWait,
	})}}
}

// shop asks, waits for a person, talks, and rates, again and again.
func (s *shopper) shop(ctx context.Context) {
	defer s.client.Close()
	for s.think(ctx) {
		s.say(ctx, "充值没到账")
		if !s.think(ctx) {
			return
		}
		s.do(ctx, &wire.Human{}, acked{act: actAsk, kind: chat.KindHandoff})
		for !s.served(ctx, chat.KindAssigned, 4*time.Second) && ctx.Err() == nil {
			s.say(ctx, "还要等多久")
		}
		for !s.served(ctx, chat.KindClosed, 3*time.Second) && ctx.Err() == nil {
			s.say(ctx, "好的，麻烦您了")
		}
		stars := 1 + rand.IntN(5)
		rate := &wire.Rate{Rated: chat.Rated{Stars: stars, Reasons: []string{"回复慢"}}}
		s.do(ctx, rate, acked{act: actRate, kind: chat.KindRated, stars: stars})
	}
}

func (s *shopper) say(ctx context.Context, what string) {
	text := s.sentence(what)
	s.do(ctx, &wire.Say{Text: text}, acked{act: actSay, kind: chat.KindMessage, text: text})
}

// served waits for a while until an event of that kind is newer than the last
// handoff, and reports whether it is.
func (s *shopper) served(ctx context.Context, kind chat.Kind, patience time.Duration) bool {
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	return s.client.Wait(ctx, func(c *client.Client) bool {
		events := c.Events("")
		for i := len(events) - 1; i >= 0; i-- {
			switch events[i].Payload.Kind() {
			case kind, chat.KindClosed:
				return true
			case chat.KindHandoff:
				return false
			}
		}
		return false
	}) == nil
}

// clerk is an agent of the day.
type clerk struct {
	person
	steps map[chat.ConversationID]int // how far his cases are
}

func (d *day) agent(i int) *clerk {
	return &clerk{person{d, agentName(i), client.New(client.Options{
		URL: d.p.ws("/desk/ws"), Side: wire.Agents, Header: d.p.signIn(d.t, agentName(i)), First: firstWait, Most: mostWait,
	})}, map[chat.ConversationID]int{}}
}

// work takes what is offered and does the next thing in each case of his.
func (c *clerk) work(ctx context.Context) {
	defer c.client.Close()
	if err := c.client.Watch(ctx, wire.ListWaiting, wire.ListMine); err != nil && ctx.Err() == nil {
		c.t.Errorf("%s: watch: %v", c.name, err)
	}
	for ctx.Err() == nil {
		c.online(ctx)
		for _, row := range c.client.List(wire.ListMine) {
			if row.State == chat.StateOffered {
				c.offered(ctx, row.Conversation)
			} else if row.State != chat.StateSnoozed || rand.IntN(3) == 0 {
				c.step(ctx, row)
			}
		}
		if line := c.client.List(wire.ListWaiting); len(line) > 0 && rand.IntN(10) == 0 {
			c.accept(ctx, line[rand.IntN(len(line))].Conversation) // not all wait for what they are offered
		}
		if pause(ctx, 50*time.Millisecond) != nil {
			return
		}
	}
}

// online comes back from a break that the server gave him for not answering.
func (c *clerk) online(ctx context.Context) {
	if now, known := c.client.Presence(); known && now.State == "online" {
		return
	}
	_, err := c.client.Do(ctx, &wire.Presence{State: "online"})
	if err != nil && ctx.Err() == nil {
		c.t.Errorf("%s: go online: %v", c.name, err)
	}
}

func (c *clerk) offered(ctx context.Context, id chat.ConversationID) {
	if rand.IntN(8) == 0 {
		c.do(ctx, &wire.Decline{Head: wire.Head{Conversation: id}, Reason: "手上有急事"}, acked{act: actDecline, conversation: id, kind: chat.KindDeclined})
		return
	}
	c.accept(ctx, id)
}

func (c *clerk) accept(ctx context.Context, id chat.ConversationID) {
	f := &wire.Accept{Head: wire.Head{Conversation: id}}
	if c.do(ctx, f, acked{act: actAccept, conversation: id, kind: chat.KindAssigned}) {
		c.steps[id] = 0
	}
}

// step does the next thing in a case: what it is depends on how far the case is,
// and on chance.
func (c *clerk) step(ctx context.Context, row wire.Row) {
	id := row.Conversation
	head := wire.Head{Conversation: id}
	defer func() { c.steps[id]++ }()
	switch c.steps[id] {
	case 0:
		text := c.sentence("您好，10分钟内回复您")
		c.do(ctx, &wire.Say{Head: head, Text: text}, acked{act: actVow, conversation: id, kind: chat.KindMessage, text: text})
	case 1:
		text := c.sentence("老客户，先查供货通道")
		c.do(ctx, &wire.Note{Head: head, Text: text}, acked{act: actNote, conversation: id, kind: chat.KindNote, text: text})
	case 2:
		c.turn(ctx, head)
	case 3:
		text := c.sentence("查到了，已经补上")
		c.do(ctx, &wire.Say{Head: head, Text: text}, acked{act: actReply, conversation: id, kind: chat.KindMessage, text: text})
	default:
		yes := true
		f := &wire.Close{Head: head, Summary: chat.Summary{Class: "交易流程", Solved: &yes, Text: c.sentence("已补单")}}
		c.do(ctx, f, acked{act: actClose, conversation: id, kind: chat.KindClosed, text: f.Summary.Text})
	}
}

// turn is where a case may take a turn.
func (c *clerk) turn(ctx context.Context, head wire.Head) {
	id := head.Conversation
	switch rand.IntN(4) {
	case 0:
		f := &wire.Transfer{Head: head, Team: "trade", Note: c.sentence("请接着查")}
		c.do(ctx, f, acked{act: actTransfer, conversation: id, kind: chat.KindTransferred, text: f.Note})
	case 1:
		until := time.Now().Add(2 * time.Second).UnixMilli()
		c.do(ctx, &wire.Snooze{Head: head, Until: until}, acked{act: actSnooze, conversation: id, kind: chat.KindSnoozed})
	case 2:
		f := &wire.File{Head: head, Info: wire.Info{OrderNo: "XK202611220001", Story: c.sentence("充值两小时没到账")}}
		c.do(ctx, f, acked{act: actFile, conversation: id, kind: chat.KindTicketed, text: f.Info.Story})
	}
}
