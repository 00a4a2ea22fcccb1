package gateway

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"maps"
	"net/http"
	"net/netip"
	"slices"
	"strings"
	"sync"
	"time"

	"yiwen/bot"
	"yiwen/bot/chat"
	"yiwen/bot/fault"
	"yiwen/bot/server/auth"
	"yiwen/handoff"
)

// shop is everything behind the gateway, in memory: the real memory log, an
// engine that knows the moves of a case but nothing to say, desk lists with
// revisions, a bus that calls at once, and people who are whom they say.
type shop struct {
	*bot.MemoryLog

	mu    sync.Mutex // guards what follows
	subs  []func(bot.Wake)
	rows  map[chat.ConversationID]handoff.Row
	rev   int64
	reads map[mark]chat.Seq
	seen  map[chat.AgentID]time.Time
	staff map[string]chat.Staff

	presence map[chat.AgentID]handoff.Presence
	loads    []handoff.AgentLoad
	handled  map[chat.TeamID][]time.Duration

	before func(bot.Command) error // called by Do, without the lock; may be nil
	slow   time.Duration           // what a read mark takes to be written
	deaf   bool                    // wakes are lost
	addr   netip.Addr
	right  auth.Auth // May needs none of its fields
}

var (
	_ Engine   = (*shop)(nil)
	_ Desk     = (*shop)(nil)
	_ Roster   = (*shop)(nil)
	_ Wakes    = (*shop)(nil)
	_ Visitors = (*shop)(nil)
	_ Staff    = (*shop)(nil)
	_ Door     = (*shop)(nil)
)

func newShop() *shop {
	s := &shop{
		MemoryLog: bot.NewMemoryLog(), rows: map[chat.ConversationID]handoff.Row{},
		presence: map[chat.AgentID]handoff.Presence{},
		reads:    map[mark]chat.Seq{}, seen: map[chat.AgentID]time.Time{},
		staff: map[string]chat.Staff{}, addr: netip.MustParseAddr("127.0.0.1"),
	}
	for id, role := range map[chat.AgentID]chat.Role{
		"agent1": chat.RoleAgent, "agent2": chat.RoleAgent, "editor1": chat.RoleEditor, "supervisor1": chat.RoleSupervisor,
	} {
		s.staff[string(id)] = chat.Staff{ID: id, Name: "坐席" + string(id), Role: role}
	}
	return s
}

// Do implements Engine, one command at a time.
func (s *shop) Do(ctx context.Context, cmd bot.Command) (chat.Seq, error) {
	s.mu.Lock()
	before := s.before
	s.mu.Unlock()
	if before != nil {
		if err := before(cmd); err != nil {
			return 0, err
		}
	}
	s.mu.Lock()
	seq, wake, err := s.turn(ctx, cmd)
	subs := slices.Clone(s.subs)
	if s.deaf {
		subs = nil
	}
	s.mu.Unlock()
	if err == nil {
		for _, f := range subs {
			f(wake)
		}
	}
	return seq, err
}

func (s *shop) turn(ctx context.Context, cmd bot.Command) (chat.Seq, bot.Wake, error) {
	c, _, err := s.Load(ctx, cmd.Conversation)
	if fault.Is(err, fault.NotFound) && cmd.Visitor != "" {
		c = chat.Conversation{ID: cmd.Conversation, Site: cmd.Site, Visitor: cmd.Visitor, Page: cmd.Page}
	} else if err != nil {
		return 0, bot.Wake{}, err
	}
	if seq, _ := s.Acknowledged(ctx, c.ID, cmd.From.Sender(), cmd.CID); seq > 0 {
		return seq, bot.Wake{}, nil
	}
	was := c.Case.State
	payloads, err := move(&c.Case, cmd)
	if err != nil {
		return 0, bot.Wake{}, err
	}
	t := &bot.Turn{Expect: c.Seq}
	for i, p := range payloads {
		c.Seq++
		e := chat.Event{Conversation: c.ID, Seq: c.Seq, At: time.Now(), Case: c.Case.Number, From: cmd.From, Payload: p}
		if i == 0 {
			e.CID = cmd.CID
		} else {
			e.From = chat.Actor{Kind: chat.Bot}
		}
		t.Events = append(t.Events, e)
	}
	t.Conversation = c
	if err := s.Append(ctx, t); err != nil {
		return 0, bot.Wake{}, err
	}
	changed := c.Case.State != chat.StateBot || was != chat.StateBot && was != ""
	if changed {
		s.rev++
		s.rows[c.ID] = handoff.Row{Conversation: c, Rev: s.rev}
	}
	return t.Expect + 1, bot.Wake{Conversation: c.ID, Seq: c.Seq, Case: changed}, nil
}

// move is the case table of the fake: enough of the real one to be told apart.
func move(c *chat.Case, cmd bot.Command) ([]chat.Payload, error) {
	if c.Number == 0 || c.State == chat.StateClosed && cmd.From.Kind == chat.Customer {
		*c = chat.Case{Number: c.Number + 1, State: chat.StateBot}
	}
	owner := c.State == chat.StateAssigned && c.Agent == chat.AgentID(cmd.From.ID)
	switch a := cmd.Action.(type) {
	case bot.Say:
		switch {
		case cmd.From.Kind == chat.Agent && !owner:
			return nil, fault.New(fault.Conflict, "这个会话由%s处理", c.AgentName)
		case cmd.From.Kind == chat.Agent || c.State == chat.StateAssigned:
			return []chat.Payload{chat.Message{Text: a.Text}}, nil
		}
		return []chat.Payload{chat.Message{Text: a.Text}, chat.Message{Text: "答：" + a.Text}}, nil
	case bot.Human:
		c.State, c.WaitingSince = chat.StateWaiting, time.Now().Truncate(time.Millisecond)
		c.LineAt = c.WaitingSince
		return []chat.Payload{chat.Handoff{Reason: chat.ReasonButton}}, nil
	case bot.Accept:
		if !handoff.Queued(c.State) {
			return nil, fault.New(fault.Conflict, "已由%s接入", c.AgentName)
		}
		c.Offer = chat.Offer{}
		c.State, c.Agent, c.AgentName = chat.StateAssigned, chat.AgentID(cmd.From.ID), cmd.From.Name
		return []chat.Payload{chat.Assigned{Agent: c.AgentName, AgentID: c.Agent}}, nil
	case bot.Offer:
		c.State, c.Offer = chat.StateOffered, chat.Offer{Agent: a.Agent, Name: a.Name, Until: a.Until}
		return []chat.Payload{chat.Offered{Agent: a.Name, AgentID: a.Agent, Until: a.Until.UnixMilli()}}, nil
	case bot.Decline:
		c.State, c.Offer = chat.StateWaiting, chat.Offer{}
		return []chat.Payload{chat.Declined{AgentID: chat.AgentID(cmd.From.ID), Reason: a.Reason}}, nil
	case bot.Transfer:
		c.State, c.Agent, c.Team, c.WaitingSince = chat.StateWaiting, "", a.Team, time.Now().Truncate(time.Millisecond)
		c.LineAt = c.WaitingSince
		return []chat.Payload{chat.Transferred{Team: a.Team, Agent: a.Name, AgentID: a.Agent, Note: a.Note}}, nil
	case bot.Assign:
		if cmd.From.Role != chat.RoleSupervisor {
			return nil, fault.New(fault.Denied, "无权进行此操作")
		}
		c.State, c.Agent, c.AgentName = chat.StateAssigned, a.Agent, a.Name
		return []chat.Payload{chat.Assigned{Agent: a.Name, AgentID: a.Agent}}, nil
	case bot.Snooze:
		c.State, c.SnoozedUntil = chat.StateSnoozed, a.Until
		return []chat.Payload{chat.Snoozed{Until: a.Until.UnixMilli()}}, nil
	case bot.Unsnooze:
		c.State, c.SnoozedUntil = chat.StateAssigned, time.Time{}
		return []chat.Payload{chat.Woken{}}, nil
	case bot.Note:
		return []chat.Payload{chat.Note{Text: a.Text}}, nil
	case bot.Cancel:
		c.State = chat.StateBot
		return []chat.Payload{chat.Returned{}}, nil
	case bot.Close:
		if !owner {
			return nil, fault.New(fault.Denied, "不是您的会话")
		}
		c.State, c.Agent = chat.StateClosed, ""
		return []chat.Payload{chat.Closed{By: chat.Agent, Summary: a.Summary}}, nil
	}
	return nil, fault.New(fault.Invalid, "不支持 %T", cmd.Action)
}

// Publish implements Wakes.
func (s *shop) Publish(w bot.Wake) {
	s.mu.Lock()
	subs := slices.Clone(s.subs)
	s.mu.Unlock()
	for _, f := range subs {
		f(w)
	}
}

// Subscribe implements Wakes.
func (s *shop) Subscribe(f func(bot.Wake)) func() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.subs = append(s.subs, f)
	return func() {
		s.mu.Lock()
		defer s.mu.Unlock()
		s.subs = nil
	}
}

// Lists implements Desk.
func (s *shop) Lists(_ context.Context, agent chat.AgentID) (waiting, mine []handoff.Row, rev int64, err error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, r := range s.rows {
		switch c := r.Conversation.Case; {
		case c.State == chat.StateOffered && c.Offer.Agent == agent:
			waiting, mine = append(waiting, r), append(mine, r)
		case handoff.Queued(c.State):
			waiting = append(waiting, r)
		case handoff.Owned(c.State) && c.Agent == agent:
			mine = append(mine, r)
		}
	}
	for _, l := range [][]handoff.Row{waiting, mine} {
		slices.SortFunc(l, func(a, b handoff.Row) int {
			if handoff.Less(a.Conversation, b.Conversation) {
				return -1
			}
			return 1
		})
	}
	return waiting, mine, s.rev, nil
}

// Changed implements Desk.
func (s *shop) Changed(_ context.Context, since int64, limit int) ([]handoff.Row, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	rows := slices.SortedFunc(maps.Values(s.rows), func(a, b handoff.Row) int { return cmp.Compare(a.Rev, b.Rev) })
	rows = slices.DeleteFunc(rows, func(r handoff.Row) bool { return r.Rev <= since })
	return rows[:min(limit, len(rows))], nil
}

// MarkRead implements Desk.
func (s *shop) MarkRead(_ context.Context, id chat.ConversationID, reader string, seq chat.Seq) error {
	s.mu.Lock()
	slow := s.slow
	s.mu.Unlock()
	time.Sleep(slow)
	s.mu.Lock()
	defer s.mu.Unlock()
	s.reads[mark{id, reader}] = seq
	return nil
}

// Seen implements Desk.
func (s *shop) Seen(_ context.Context, agents []chat.AgentID, at time.Time) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, a := range agents {
		s.seen[a] = at
	}
	return nil
}

// StaffByID implements Roster.
func (s *shop) StaffByID(_ context.Context, id chat.AgentID) (chat.Staff, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if who, ok := s.staff[string(id)]; ok {
		return who, nil
	}
	return chat.Staff{}, fault.New(fault.NotFound, "没有这个人")
}

// ChangePresence implements Roster.
func (s *shop) ChangePresence(_ context.Context, id chat.AgentID, change func(handoff.Presence) handoff.Presence) (handoff.Presence, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.presence[id] = change(s.presence[id])
	return s.presence[id], nil
}

// Presences implements Roster.
func (s *shop) Presences(context.Context) (map[chat.AgentID]handoff.Presence, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return maps.Clone(s.presence), nil
}

// Loads implements Roster.
func (s *shop) Loads(context.Context, time.Time, time.Time) ([]handoff.AgentLoad, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Clone(s.loads), nil
}

// Handled implements Roster.
func (s *shop) Handled(context.Context, time.Time) (map[chat.TeamID][]time.Duration, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return maps.Clone(s.handled), nil
}

// everybody is one team that all agents serve.
func everybody() *handoff.Teams {
	hours := handoff.Hours{Calendar: &handoff.Calendar{Zone: time.UTC}}
	teams, err := handoff.NewTeams([]handoff.Team{{Name: "人工客服", Hours: hours}}, "")
	if err != nil {
		panic(err) // the team is the one above
	}
	return teams
}

// Visitor implements Visitors.
func (s *shop) Visitor(token string) (auth.Visitor, error) {
	p := strings.Split(token, "/")
	if len(p) != 3 {
		return auth.Visitor{}, fault.New(fault.Denied, "bad token")
	}
	return auth.Visitor{ID: chat.VisitorID(p[0]), Conversation: chat.ConversationID(p[1]), Site: chat.SiteID(p[2])}, nil
}

// NewVisitor implements Visitors.
func (s *shop) NewVisitor(site chat.SiteID) (auth.Visitor, string, error) {
	if site == "nowhere" {
		return auth.Visitor{}, "", fault.New(fault.NotFound, "没有这个站点")
	}
	v := auth.Visitor{ID: chat.NewVisitorID(), Conversation: chat.NewConversationID(), Site: site}
	return v, fmt.Sprintf("%s/%s/%s", v.ID, v.Conversation, v.Site), nil
}

// Staff implements Staff: the cookie is the name.
func (s *shop) Staff(r *http.Request) (chat.Staff, error) {
	cookie, err := r.Cookie("staff")
	if err != nil {
		return chat.Staff{}, fault.New(fault.Denied, "请先登录")
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	who, ok := s.staff[cookie.Value]
	switch {
	case cookie.Value == "broken":
		return chat.Staff{}, errors.New("data base is gone")
	case !ok:
		return chat.Staff{}, fault.New(fault.Denied, "请先登录")
	}
	return who, nil
}

// May implements Staff.
func (s *shop) May(who chat.Staff, r auth.Right, c *chat.Conversation) error {
	return s.right.May(who, r, c)
}

// SameOrigin implements Door.
func (s *shop) SameOrigin(r *http.Request) bool {
	o := r.Header.Get("Origin")
	return o == "" || o == "http://"+r.Host
}

// Address implements Door.
func (s *shop) Address(*http.Request) netip.Addr {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.addr
}

// with changes the shop under its lock.
func (s *shop) with(f func(*shop)) {
	s.mu.Lock()
	defer s.mu.Unlock()
	f(s)
}
