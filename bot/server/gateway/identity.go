package gateway

import (
	"yiwen/bot"
	"yiwen/bot/chat"
	"yiwen/bot/fault"
	"yiwen/bot/wire"
)

// identify takes what is said of a customer who is talking already. What the page
// says of him unsigned is kept for his next command. With what the shop signed the
// conversation goes on and is his from now on; one that is another customer's is
// not given to him: he has to come anew, by hello, and then begins his own.
func (c *customer) identify(f *wire.Identify) wire.Code {
	g, id := c.s.g, f.ID
	if f.Attributes != nil {
		c.attributes = f.Attributes
	}
	if f.Identity == "" {
		c.s.acknowledge(id, 0)
		return ""
	}
	p, key, err := g.o.Visitors.Identity(g.base, c.who.Site, f.Identity)
	if err != nil {
		return c.s.sorry(id, "look at an identity", err)
	}
	conversation, _, err := g.o.Log.Load(g.base, c.who.Conversation)
	if err != nil && !fault.Is(err, fault.NotFound) {
		return c.s.sorry(id, "load conversation", err)
	}
	if ofAnother(&conversation, p.User) || !g.hub.claim(c.feed, p.User, signer{c.who.Site, key}) {
		c.s.refuse(wire.Refuse(id, wire.Conflict, "这个对话属于另一个账号，请重新打开聊天窗口。"))
		return wire.Conflict
	}
	c.profile = &p
	c.introduce(id, &conversation)
	c.s.acknowledge(id, 0)
	return ""
}

// introduce tells staff at once who a customer is that was anonymous to them so
// far, or had come back without a proof; frame id told us. Whatever else is said of him waits for his next command:
// so does this, where it does not succeed.
func (c *customer) introduce(id chat.ClientID, conversation *chat.Conversation) {
	if c.profile == nil || conversation.Seq == 0 || conversation.Profile.Proven().User != "" {
		return
	}
	g := c.s.g
	_, err := g.carryOut(wire.Customers, bot.Command{
		Conversation: c.who.Conversation, Site: c.who.Site, Visitor: c.who.ID, Page: c.page, Profile: c.profile, Attributes: c.attributes,
		From: c.feed.reader, CID: id, Action: bot.Identify{},
	})
	if err != nil && !fault.Is(err, fault.Conflict) { // another tab was first
		g.o.Logger.Warn("tell staff who a customer is", "err", err)
	}
}

// logout ends the visit. The token proves nobody any more, on any node, before the
// customer hears that it is so; all his sockets are closed then, this one behind
// the ack. Staff who have his case, or are about to, read of it.
func (c *customer) logout(f *wire.Logout) wire.Code {
	g := c.s.g
	if err := g.o.Visitors.EndVisit(g.base, c.who); err != nil {
		return c.s.sorry(f.ID, "end a visit", err)
	}
	_, err := g.carryOut(wire.Customers, bot.Command{Conversation: c.who.Conversation, From: c.feed.reader, CID: f.ID, Action: bot.LogOut{}})
	if err != nil && !fault.Is(err, fault.Conflict) && !fault.Is(err, fault.NotFound) { // told before, or nothing was said
		g.o.Logger.Warn("tell staff that a customer has logged out", "err", err)
	}
	c.s.acknowledge(f.ID, 0)
	c.s.close(wire.CloseLoggedOut)
	g.o.Wakes.Publish(bot.Wake{Conversation: c.who.Conversation, LoggedOut: true})
	return ""
}
