package gateway

import (
	"context"
	"net/http"
	"sync"
	"time"

	"yiwen/bot"
	"yiwen/bot/chat"
	"yiwen/bot/fault"
	"yiwen/bot/server/auth"
	"yiwen/bot/wire"
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
	}
	if err := a.may(who, f); err != nil {
		return a.refused(who, f, err)
	}
	switch f := f.(type) {
	case *wire.Fetch:
		return a.s.fetch(h.Conversation, agentActor(who), f)
	case *wire.Read:
		a.s.g.marks.note(h.Conversation, agentActor(who).Sender(), f.Seq)
		return ""
	case *wire.Typing:
		a.s.g.o.Wakes.Publish(bot.Wake{Conversation: h.Conversation, Typing: &bot.Typing{From: agentActor(who), On: f.On}})
		return ""
	}
	action, err := a.named(agentAction(f))
	if err != nil {
		return a.s.sorry(h.ID, "look up an agent", err)
	}
	code := a.s.g.do(a.s, h.ID, bot.Command{
		Conversation: h.Conversation, From: agentActor(who), CID: h.ID, Action: action,
	})
	if code == "" {
		a.acted(who, f)
	}
	return code
}

// agentAction returns what the engine is to do for f.
func agentAction(f wire.Frame) bot.Action {
	switch f := f.(type) {
	case *wire.Say:
		return bot.Say{Text: f.Text}
	case *wire.Accept:
		return bot.Accept{}
	case *wire.Decline:
		return bot.Decline{Reason: f.Reason}
	case *wire.Note:
		return bot.Note{Text: f.Text}
	case *wire.Transfer:
		return bot.Transfer{Team: f.Team, Agent: f.Agent, Note: f.Note}
	case *wire.Assign:
		return bot.Assign{Agent: f.Agent}
	case *wire.Snooze:
		return bot.Snooze{Until: time.UnixMilli(f.Until)}
	case *wire.Wake:
		return bot.Unsnooze{}
	case *wire.Return:
		return bot.Return{}
	case *wire.Close:
		return bot.Close{Summary: f.Summary}
	}
	return nil // the engine refuses it; the door lets no other type through
}

// named fills in the shown name of whom an action gives a case to, and refuses
// who may not have one.
func (a *agent) named(action bot.Action) (bot.Action, error) {
	switch act := action.(type) {
	case bot.Assign:
		to, err := a.s.g.taker(act.Agent)
		act.Name = to.Name
		return act, err
	case bot.Transfer:
		if act.Agent == "" {
			return act, nil
		}
		to, err := a.s.g.taker(act.Agent)
		act.Name = to.Name
		return act, err
	}
	return action, nil
}

// taker returns a member of staff who may be given cases.
func (g *Gateway) taker(id chat.AgentID) (chat.Staff, error) {
	who, err := g.o.Roster.StaffByID(g.base, id)
	switch {
	case fault.Is(err, fault.NotFound), err == nil && g.o.Staff.May(who, auth.RightDesk, nil) != nil:
		return chat.Staff{}, fault.New(fault.Invalid, "没有这位坐席")
	}
	return who, err
}

// may asks whether who may do f to its conversation. An accept or a decline needs
// only the right to take cases: he who comes second must hear from the engine who
// was first.
func (a *agent) may(who chat.Staff, f wire.Frame) error {
	if t := f.Type(); t == wire.TypeAccept || t == wire.TypeDecline {
		return a.s.g.o.Staff.May(who, auth.RightDesk, nil)
	}
	_, err := a.s.g.seen(a.s.g.base, who, f.Header().Conversation)
	return err
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
	a.s.g.hub.join(feed, maxFollows) // first follow, then look; agents are always let in
	c, err := a.s.g.seen(a.s.g.base, who, id)
	if err != nil {
		a.s.g.hub.leave(feed)
		return a.s.sorry(f.ID, "follow conversation", err)
	}
	a.follows[id] = feed
	a.s.acknowledge(f.ID, c.Seq)
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
	if err := a.s.g.lists.watch(a.s.g.base, a.watch, f); err != nil {
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
