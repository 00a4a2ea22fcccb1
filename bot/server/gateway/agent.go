package gateway

import (
	"context"
	"net/http"
	"slices"
	"sync"
	"time"

	"yiwen/bot"
	"yiwen/bot/chat"
	"yiwen/bot/fault"
	"yiwen/bot/server/auth"
	"yiwen/bot/wire"
	"yiwen/handoff"
)

const (
	// recheck is how old the answer to "is he still staff?" may be at a command.
	recheck = 5 * time.Second
	// maxFollows is how many conversations one desk may have open.
	maxFollows = 200
)

// agent is the peer of a socket at /desk/ws.
type agent struct {
	s       *socket
	request *http.Request // carries the session

	follows map[chat.ConversationID]*feed // only for handle and gone
	watch   *watcher                      // likewise; nil = lists are not watched

	mu      sync.Mutex // guards what follows
	who     chat.Staff
	checked time.Duration     // on the gateway's clock
	told    *wire.PresenceNow // his presence as he was told; nil = he does not watch
	missed  bool              // offers that he let lapse count against him
}

var _ peer = (*agent)(nil)

// newAgent keeps of r what tells who the agent is: the whole would keep the
// buffers of net/http alive.
func newAgent(s *socket, r *http.Request, who chat.Staff) *agent {
	own := &http.Request{Method: r.Method, URL: r.URL, Header: r.Header, Host: r.Host, RemoteAddr: r.RemoteAddr, TLS: r.TLS}
	return &agent{
		s: s, request: own, who: who, checked: s.g.since(), follows: map[chat.ConversationID]*feed{},
	}
}

// agentActor is how a member of staff appears in a conversation.
func agentActor(who chat.Staff) chat.Actor {
	return chat.Actor{Kind: chat.Agent, ID: string(who.ID), Name: who.Name, Role: who.Role}
}

// staff returns who the agent is, asked again when the answer is older than
// age. False means that the sign-in has ended, and the socket with it. Where
// auth cannot be asked the old answer counts.
func (a *agent) staff(age time.Duration) (chat.Staff, bool) {
	was, fresh := a.known(age)
	if fresh {
		return was, true
	}
	who, err := a.s.g.o.Staff.Staff(a.request)
	if err == nil {
		err = a.s.g.o.Staff.May(who, auth.RightDesk, nil)
	}
	switch {
	case err == nil && who.ID == was.ID:
		a.mu.Lock()
		defer a.mu.Unlock()
		a.who, a.checked = who, a.s.g.since()
		return who, true
	case err == nil, fault.Is(err, fault.Denied):
		a.s.close(wire.CloseDenied)
		return chat.Staff{}, false
	}
	a.s.g.o.Logger.Warn("look up staff again", "err", err)
	return was, true
}

// known returns who the agent was when last asked, and whether that is younger
// than age.
func (a *agent) known(age time.Duration) (chat.Staff, bool) {
	a.mu.Lock()
	defer a.mu.Unlock()
	return a.who, a.s.g.since()-a.checked < age
}

// handle implements peer.
func (a *agent) handle(f wire.Frame) wire.Code {
	who, ok := a.staff(recheck)
	if !ok {
		return wire.Denied
	}
	h := f.Header()
	switch f := f.(type) {
	case *wire.Watch:
		return a.watchLists(who, f)
	case *wire.Follow:
		return a.follow(who, f)
	case *wire.Unfollow:
		a.unfollow(h.Conversation)
		a.s.acknowledge(h.ID, 0)
		return ""
	case *wire.Presence:
		return a.choosePresence(who, f)
	case *wire.Next:
		return a.takeNext(who, f)
	}
	c, err := a.may(who, f)
	if err != nil {
		return a.refused(who, f, err)
	}
	switch f := f.(type) {
	case *wire.Fetch:
		return a.s.fetch(h.Conversation, agentActor(who), f)
	case *wire.Read:
		a.read(who, f, &c)
		return ""
	case *wire.Typing:
		a.s.g.o.Wakes.Publish(bot.Wake{Conversation: h.Conversation, Typing: &bot.Typing{
			From: agentActor(who), On: f.On, Staff: !speaks(who.ID, &c),
		}})
		return ""
	}
	action, err := a.s.g.equipped(agentAction(f))
	if err != nil {
		return a.s.sorry(h.ID, "look up what a frame names", err)
	}
	code := a.s.g.do(a.s, h.ID, bot.Command{
		Conversation: h.Conversation, From: agentActor(who), CID: h.ID, Action: action,
	})
	if code == "" {
		a.acted(who, f)
	}
	return code
}

// read notes how far the agent has looked. Where the case is his, its customer
// is told: that somebody else looks is no promise of an answer.
func (a *agent) read(who chat.Staff, f *wire.Read, c *chat.Conversation) {
	g, from := a.s.g, agentActor(who)
	seq := min(f.Seq, c.Seq)
	g.marks.note(c.ID, from.Sender(), seq)
	if handoff.Owned(c.Case.State) && c.Case.Agent == who.ID {
		g.o.Wakes.Publish(bot.Wake{Conversation: c.ID, Read: &bot.Read{From: from, Seq: seq}})
	}
}

// speaks reports whether an agent's words reach the customer of c: he has the
// case, or was invited into it.
func speaks(id chat.AgentID, c *chat.Conversation) bool {
	return c.Case.Agent == id || slices.ContainsFunc(c.Case.Helpers, func(h chat.Helper) bool { return h.ID == id })
}

// may asks whether who may do f to its conversation, and returns that. An accept
// or a decline needs only the right to take cases: he who comes second must hear
// from the engine who was first. Who was mentioned and looks stays for as long as
// his follow lasts, though he is no longer called once he has said so.
func (a *agent) may(who chat.Staff, f wire.Frame) (chat.Conversation, error) {
	if t := f.Type(); t == wire.TypeAccept || t == wire.TypeDecline {
		return chat.Conversation{}, a.s.g.o.Staff.May(who, auth.RightDesk, nil)
	}
	id := f.Header().Conversation
	c, err := a.s.g.seen(a.s.g.base, who, id)
	if fault.Is(err, fault.Denied) && a.stays(id) {
		switch f.(type) {
		case *wire.Fetch, *wire.Read, *wire.Typing, *wire.Note, *wire.Attend:
			return c, nil
		}
	}
	return c, err
}

// stays reports whether the agent follows a conversation that he was called into.
func (a *agent) stays(id chat.ConversationID) bool {
	f := a.follows[id]
	return f != nil && f.called && f.target() > 0
}

// seen loads conversation id if who may see it.
func (g *Gateway) seen(ctx context.Context, who chat.Staff, id chat.ConversationID) (chat.Conversation, error) {
	c, _, err := g.o.Log.Load(ctx, id)
	if fault.Is(err, fault.NotFound) {
		return c, fault.Wrap(err, fault.NotFound, "没有这个会话。")
	}
	if err != nil {
		return c, err
	}
	return c, g.o.Staff.May(who, auth.RightDesk, &c)
}

// refused answers a frame that who may not send, unless it is a command that he
// sent before, while he might, and that was acknowledged then.
func (a *agent) refused(who chat.Staff, f wire.Frame, err error) wire.Code {
	h := f.Header()
	if agentAction(f) != nil && fault.Is(err, fault.Denied) {
		seq, known := a.s.g.o.Log.Acknowledged(a.s.g.base, h.Conversation, agentActor(who).Sender(), h.ID)
		if known == nil && seq > 0 {
			a.s.acknowledge(h.ID, seq)
			return ""
		}
	}
	return a.s.sorry(h.ID, "authorise "+string(f.Type()), err)
}

// follow begins to send a conversation.
func (a *agent) follow(who chat.Staff, f *wire.Follow) wire.Code {
	id := f.Conversation
	a.unfollow(id)
	if len(a.follows) >= maxFollows {
		a.s.refuse(wire.Refuse(f.ID, wire.Busy, "打开的会话太多了，请先关闭一些。"))
		return wire.Busy
	}
	feed := &feed{s: a.s, id: id, reader: agentActor(who)}
	_ = a.s.g.hub.join(feed, maxFollows) // first follow, then look; agents are always let in
	c, err := a.s.g.seen(a.s.g.base, who, id)
	if err != nil {
		a.s.g.hub.leave(feed)
		return a.s.sorry(f.ID, "follow conversation", err)
	}
	a.follows[id] = feed
	feed.called = slices.Contains(c.Case.Mentioned, who.ID)
	a.s.acknowledge(f.ID, c.Seq)
	a.s.g.hub.admit(feed)
	a.s.g.markOf(feed, &c)
	feed.begin(start(f.After, c.Seq), c.Seq)
	return ""
}

func (a *agent) unfollow(id chat.ConversationID) {
	if f := a.follows[id]; f != nil {
		f.end()
		a.s.g.hub.leave(f)
		delete(a.follows, id)
	}
}

// mayGoOn implements peer. What is judged is the conversation as it is now, so
// one answer covers every event up to its seq.
func (a *agent) mayGoOn(ctx context.Context, f *feed) error {
	who, _ := a.known(0)
	c, err := a.s.g.seen(ctx, who, f.id)
	if err == nil {
		f.past = c.Seq
	}
	return err
}

// gone implements peer.
func (a *agent) gone() {
	for id := range a.follows {
		a.unfollow(id)
	}
	if a.watch != nil {
		a.s.g.lists.unwatch(a.watch)
	}
}

// watchLists sends the desk lists and keeps them current from then on.
func (a *agent) watchLists(who chat.Staff, f *wire.Watch) wire.Code {
	if a.watch == nil {
		a.watch = &watcher{s: a.s, agent: who.ID}
	}
	leads := a.s.g.o.Staff.May(who, auth.RightCases, nil) == nil
	if err := a.s.g.lists.watch(a.s.g.base, a.watch, f, leads); err != nil {
		return a.s.sorry(f.ID, "read desk lists", err)
	}
	all, err := a.s.g.o.Roster.Presences(a.s.g.base)
	if err != nil {
		a.s.g.o.Logger.Error("read who is there", "err", err)
		return "" // the lists are sent; the next look tells him
	}
	a.mu.Lock()
	defer a.mu.Unlock()
	a.told = nil
	a.tell(all[who.ID])
	return ""
}
