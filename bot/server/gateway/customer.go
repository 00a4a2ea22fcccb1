package gateway

import (
	"context"
	"errors"
	"time"

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
	// profile is what his shop says of him; nil = he is not signed in there.
	profile *chat.Profile
	// attributes are what the page says of him; nil = nothing.
	attributes map[string]string

	// quiet is until when no text that he types is passed on, on the gateway's clock.
	quiet time.Duration
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
		c.read(f)
		return ""
	case *wire.Typing:
		c.typing(f)
		return ""
	case *wire.Identify:
		return c.identify(f)
	case *wire.Logout:
		return c.logout(f)
	case *wire.Suggest:
		c.suggest(f)
		return ""
	}
	if code, out := c.keptOut(id); out {
		return code
	}
	action, err := c.s.g.equipped(customerAction(f))
	if err != nil {
		return c.s.sorry(id, "look up an upload", err)
	}
	return c.s.g.do(c.s, id, bot.Command{
		Conversation: c.who.Conversation, Site: c.who.Site, Visitor: c.who.ID, Page: c.page, Profile: c.profile, Attributes: c.attributes,
		From: c.feed.reader, CID: id, Action: action,
	})
}

// read notes how far the customer has looked, and tells staff.
func (c *customer) read(f *wire.Read) {
	g, id := c.s.g, c.who.Conversation
	seq := min(f.Seq, c.feed.reach())
	g.marks.note(id, c.feed.reader.Sender(), seq)
	g.o.Wakes.Publish(bot.Wake{Conversation: id, Read: &bot.Read{From: c.feed.reader, Seq: seq}})
}

// typing tells staff that the customer types, and what.
func (c *customer) typing(f *wire.Typing) {
	g := c.s.g
	if b, err := g.blocks.of(g.base, c.who, c.profile); err == nil && b.Holds(g.o.Clock()) {
		return
	}
	t := &bot.Typing{From: c.feed.reader, On: f.On}
	if f.On && f.Text != "" {
		now := g.since()
		if now < c.quiet {
			return // the next one says it all
		}
		c.quiet, t.Text = now+previewPause, g.preview(f.Text)
	}
	g.o.Wakes.Publish(bot.Wake{Conversation: c.who.Conversation, Typing: t})
}

// keptOut refuses command id of a customer whom staff keep out, unless it was
// acknowledged before, and reports whether it answered it.
func (c *customer) keptOut(id chat.ClientID) (wire.Code, bool) {
	g := c.s.g
	b, err := g.blocks.of(g.base, c.who, c.profile)
	if err != nil {
		g.o.Logger.Warn("ask whether a customer is kept out", "err", err)
		return "", false // a customer does not pay for our trouble
	}
	if !b.Holds(g.o.Clock()) {
		return "", false
	}
	seq, err := g.o.Log.Acknowledged(g.base, c.who.Conversation, c.feed.reader.Sender(), id)
	if err == nil && seq > 0 {
		c.s.acknowledge(id, seq)
		return "", true
	}
	c.s.refuse(wire.Refuse(id, wire.Denied, blockedText))
	return wire.Denied, true
}

// customerAction returns what the engine is to do for f.
func customerAction(f wire.Frame) bot.Action {
	switch f := f.(type) {
	case *wire.Say:
		return bot.Say{Text: f.Text, Re: f.Re, Attachments: wanted(f.Attachments), Card: f.Card}
	case *wire.Form:
		return bot.Fill{Of: f.Of, Form: f.Form, Values: f.Values, Attachments: wanted(f.Attachments)}
	case *wire.Vote:
		return bot.Vote{Of: f.Of, Helpful: *f.Helpful}
	case *wire.Recall:
		return bot.Recall{Of: f.Of}
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
	who, err := s.g.visitor(f)
	if err != nil {
		code := s.sorry(f.ID, "admit visitor", err)
		if code == wire.NotFound { // the site: asking again does not make it ours
			s.close(wire.CloseDenied)
		}
		return code
	}
	feed := &feed{s: s, id: who.visitor.Conversation, reader: chat.Actor{Kind: chat.Customer, ID: string(who.visitor.ID)}}
	if who.profile != nil {
		feed.user, feed.signer = who.profile.User, who.signer
	}
	// First follow, then look: what is stored in between is seen by one of the two.
	switch err := s.g.hub.join(feed, s.g.limits.SocketsPerVisitor); {
	case errors.Is(err, errTooMany):
		s.refuse(wire.Refuse(f.ID, wire.RateLimited, "打开的聊天窗口太多了，请先关闭一些。"))
		s.close(wire.CloseTooMany)
		return wire.RateLimited
	case err != nil:
		return s.sorry(f.ID, "follow a conversation", err)
	}
	// Who logs out at this moment has told the followers already, or is found out now.
	if who.known {
		if _, err := s.g.o.Visitors.Visitor(s.g.base, who.token); err != nil {
			s.g.hub.leave(feed)
			return s.sorry(f.ID, "admit visitor", err)
		}
	}
	conversation, _, err := s.g.o.Log.Load(s.g.base, feed.id)
	if err != nil && !fault.Is(err, fault.NotFound) {
		s.g.hub.leave(feed)
		return s.sorry(f.ID, "load conversation", err)
	}
	c.who, c.page, c.feed, c.profile, c.attributes = who.visitor, f.Page, feed, who.profile, f.Attributes
	s.sender, s.limiter = string(c.who.ID), nil
	s.greeted.Store(true)
	after := start(f.After, conversation.Seq)
	s.g.notices.welcome(c, wire.Welcome{
		ID: f.ID, Visitor: who.token, Conversation: feed.id, Seq: conversation.Seq,
		After: after, Resumed: who.known && after == f.After, State: shownState(conversation.Case.State),
		Identity: who.identity,
	})
	if b, err := s.g.blocks.of(s.g.base, c.who, c.profile); err == nil && b.Holds(s.g.o.Clock()) {
		s.refuse(wire.Refuse("", wire.Denied, blockedText))
	}
	c.introduce(f.ID, &conversation)
	s.g.markOf(feed, &conversation)
	feed.served.Store(handoff.Owned(conversation.Case.State))
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

// mayGoOn implements peer: a customer's conversation stays his.
func (c *customer) mayGoOn(context.Context, *feed) error { return nil }

// gone implements peer.
func (c *customer) gone() {
	if c.feed != nil {
		c.feed.end()
		c.s.g.notices.leave(c)
		c.s.g.hub.leave(c.feed)
		c.s.g.lists.waits(c.feed, false)
	}
}
