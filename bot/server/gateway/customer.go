package gateway

import (
	"context"

	"yiwen/bot"
	"yiwen/bot/chat"
	"yiwen/bot/fault"
	"yiwen/bot/server/auth"
	"yiwen/bot/wire"
	"yiwen/handoff"
)

// customer is the peer of a socket at /ws.
type customer struct {
	s    *socket
	who  auth.Visitor
	page chat.Page
	feed *feed // of his one conversation; nil before hello
}

var _ peer = (*customer)(nil)

// handle implements peer.
func (c *customer) handle(f wire.Frame) wire.Code {
	id := f.Header().ID
	if hello, ok := f.(*wire.Hello); ok {
		return c.hello(hello)
	}
	if c.feed == nil {
		c.s.refuse(wire.Refuse(id, wire.BadOrder, "请先发送 hello。"))
		return wire.BadOrder
	}
	switch f := f.(type) {
	case *wire.Fetch:
		return c.s.fetch(c.who.Conversation, c.feed.reader, f)
	case *wire.Read:
		c.s.g.marks.note(c.who.Conversation, c.feed.reader.Sender(), f.Seq)
		return ""
	case *wire.Typing:
		c.s.g.o.Wakes.Publish(bot.Wake{Conversation: c.who.Conversation, Typing: &bot.Typing{From: c.feed.reader, On: f.On}})
		return ""
	}
	return c.s.g.do(c.s, id, bot.Command{
		Conversation: c.who.Conversation, Site: c.who.Site, Visitor: c.who.ID, Page: c.page,
		From: c.feed.reader, CID: id, Action: customerAction(f),
	})
}

// customerAction returns what the engine is to do for f.
func customerAction(f wire.Frame) bot.Action {
	switch f := f.(type) {
	case *wire.Say:
		return bot.Say{Text: f.Text}
	case *wire.Choose:
		return bot.Choose{Of: f.Of, Key: f.Choice}
	case *wire.Human:
		return bot.Human{}
	case *wire.Cancel:
		return bot.Cancel{}
	case *wire.Rate:
		return bot.Rate{Rated: f.Rated}
	}
	return nil // the engine refuses it; the door lets no other type through
}

// hello proves the visitor and begins to send his conversation.
func (c *customer) hello(f *wire.Hello) wire.Code {
	s := c.s
	if c.feed != nil {
		s.refuse(wire.Refuse(f.ID, wire.BadOrder, "已经发送过 hello。"))
		return wire.BadOrder
	}
	who, token, known, err := s.g.visitor(f)
	if err != nil {
		code := s.sorry(f.ID, "admit visitor", err)
		if code == wire.NotFound { // the site: asking again does not make it ours
			s.close(wire.CloseDenied)
		}
		return code
	}
	feed := &feed{s: s, id: who.Conversation, reader: chat.Actor{Kind: chat.Customer, ID: string(who.ID)}}
	// First follow, then look: what is stored in between is seen by one of the two.
	if !s.g.hub.join(feed, s.g.limits.SocketsPerVisitor) {
		s.refuse(wire.Refuse(f.ID, wire.RateLimited, "打开的聊天窗口太多了，请先关闭一些。"))
		s.close(wire.CloseTooMany)
		return wire.RateLimited
	}
	conversation, _, err := s.g.o.Log.Load(s.g.base, who.Conversation)
	if err != nil && !fault.Is(err, fault.NotFound) {
		s.g.hub.leave(feed)
		return s.sorry(f.ID, "load conversation", err)
	}
	c.who, c.page, c.feed = who, f.Page, feed
	s.sender, s.limiter = string(who.ID), nil
	s.greeted.Store(true)
	after := start(f.After, conversation.Seq)
	s.answer(wire.Welcome{
		ID: f.ID, Visitor: token, Conversation: who.Conversation, Seq: conversation.Seq,
		After: after, Resumed: known && after == f.After, State: shownState(conversation.Case.State),
	})
	s.g.lists.waits(feed, handoff.Queued(conversation.Case.State))
	feed.begin(after, conversation.Seq)
	return ""
}

// shownState is the state of a case as its customer is told: whether somebody is
// being asked, or comes back later, is for staff.
func shownState(s chat.State) chat.State {
	switch {
	case handoff.Queued(s):
		return chat.StateWaiting
	case handoff.Owned(s):
		return chat.StateAssigned
	}
	return s
}

// start returns the seq after which events are sent to who has them up to have
// of a log of seq events: his own place; the beginning where he has more than
// there is, which happens when an old backup was restored; a little before the
// end where he is far behind.
func start(have, seq chat.Seq) chat.Seq {
	if have > seq {
		have = 0
	}
	if seq-have > wire.MaxEvents {
		return seq - wire.DefaultFetch
	}
	return have
}

// visitor returns whom a hello proves, with his token. A token that proves
// nothing (the key was replaced), or is of another site, is not held against
// anybody: a new visitor begins, and known is false.
func (g *Gateway) visitor(f *wire.Hello) (who auth.Visitor, token string, known bool, err error) {
	if f.Visitor != "" {
		who, err = g.o.Visitors.Visitor(f.Visitor)
		if err == nil && (f.Site == "" || f.Site == who.Site) {
			return who, f.Visitor, true, nil
		}
		if err != nil && !fault.Is(err, fault.Denied) {
			return auth.Visitor{}, "", false, err
		}
	}
	site := f.Site
	if site == "" {
		site = auth.DefaultSite
	}
	who, token, err = g.o.Visitors.NewVisitor(site)
	return who, token, false, err
}

// mayGoOn implements peer: a customer's conversation stays his.
func (c *customer) mayGoOn(context.Context, *feed) error { return nil }

// gone implements peer.
func (c *customer) gone() {
	if c.feed != nil {
		c.feed.end()
		c.s.g.hub.leave(c.feed)
		c.s.g.lists.waits(c.feed, false)
	}
}
