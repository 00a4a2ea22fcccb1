package gateway

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"maps"
	"net/http"
	"net/netip"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/prometheus/client_golang/prometheus"

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
	board board

	mu    sync.Mutex // guards what follows
	subs  []func(bot.Wake)
	rows  map[chat.ConversationID]handoff.Row
	rev   int64
	clock time.Time                     // of the newest turn: no two are of one millisecond, or the line had no order
	lives map[chat.ConversationID]int64 // revisions of the newest change of any kind
	reads map[mark]chat.Seq
	files map[string]chat.Attachment
	block map[chat.VisitorID]handoff.Block
	users map[string]handoff.Block // the shop's customers who are kept out
	asked int                      // how often who is kept out was asked
	looks [2]int                   // at what changed: without the turns of the bot, and with them
	seen  map[chat.AgentID]time.Time
	staff map[string]chat.Staff
	faces map[chat.AgentID]string

	presence map[chat.AgentID]handoff.Presence
	loads    []handoff.AgentLoad
	handled  map[chat.TeamID][]time.Duration

	keys    []auth.KeyMark // that count: old, of users whose id begins so, and new, of all others
	keyless bool           // they cannot be read

	left   map[chat.VisitorID]bool // who logged out
	stuck  bool                    // nobody can
	proved func()                  // called before a token is looked at, under the lock; may be nil
	before func(bot.Command) error // called by Do, without the lock; may be nil
	slow   time.Duration           // what a read mark takes to be written
	deaf   bool                    // wakes are lost
	addr   netip.Addr
	right  *auth.Auth
}

var (
	_ Engine   = (*shop)(nil)
	_ Desk     = (*shop)(nil)
	_ Reads    = (*shop)(nil)
	_ Files    = (*shop)(nil)
	_ Blocks   = (*shop)(nil)
	_ Roster   = (*shop)(nil)
	_ Wakes    = (*shop)(nil)
	_ Visitors = (*shop)(nil)
	_ Staff    = (*shop)(nil)
	_ Door     = (*shop)(nil)
)

func newShop() *shop {
	s := &shop{
		MemoryLog: bot.NewMemoryLog(), rows: map[chat.ConversationID]handoff.Row{},
		presence: map[chat.AgentID]handoff.Presence{}, lives: map[chat.ConversationID]int64{},
		files: map[string]chat.Attachment{}, block: map[chat.VisitorID]handoff.Block{}, users: map[string]handoff.Block{},
		left: map[chat.VisitorID]bool{}, reads: map[mark]chat.Seq{}, seen: map[chat.AgentID]time.Time{},
		staff: map[string]chat.Staff{}, addr: netip.MustParseAddr("127.0.0.1"),
		keys: []auth.KeyMark{"new", "old"},
	}
	for id, role := range map[chat.AgentID]chat.Role{
		"agent1": chat.RoleAgent, "agent2": chat.RoleAgent, "agent3": chat.RoleAgent, "editor1": chat.RoleEditor, "supervisor1": chat.RoleSupervisor,
	} {
		s.staff[string(id)] = chat.Staff{ID: id, Name: "坐席" + string(id), Role: role}
	}
	var err error
	s.right, err = auth.New(auth.Options{
		Staff: s, Sessions: nothing{}, Secrets: nothing{}, Clock: time.Now, Logger: slog.New(slog.DiscardHandler),
		Registerer: prometheus.NewRegistry(), Teams: teams,
	})
	if err != nil {
		panic(err) // the options are the ones above
	}
	return s
}

// nothing is what auth keeps of people who have no sessions.
type nothing struct{}

func (nothing) FindCtx(context.Context, string) ([]byte, bool, error)      { return nil, false, nil }
func (nothing) CommitCtx(context.Context, string, []byte, time.Time) error { return nil }
func (nothing) DeleteCtx(context.Context, string) error                    { return nil }
func (nothing) Secret(_ context.Context, _ string, size int) ([]byte, error) {
	return make([]byte, size), nil
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
	if cmd.Profile != nil {
		c.Profile = *cmd.Profile
	}
	was, before := c.Case.State, c.Case
	s.clock = maxTime(time.Now().Truncate(time.Millisecond), s.clock.Add(time.Millisecond))
	payloads, err := move(&c.Case, cmd, s.clock)
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
	changed := c.Case.State != chat.StateBot || was != chat.StateBot && was != "" || called(&before) || called(&c.Case)
	s.rev++
	s.lives[c.ID] = s.rev
	row := handoff.Row{Conversation: c, Rev: s.rev}
	if !changed {
		row.Rev = s.rows[c.ID].Rev // as it was, or none
	}
	s.rows[c.ID] = row
	return t.Expect + 1, bot.Wake{Conversation: c.ID, Seq: c.Seq, Case: changed}, nil
}

// move is the case table of the fake: enough of the real one to be told apart.
func move(c *chat.Case, cmd bot.Command, now time.Time) ([]chat.Payload, error) {
	if c.Number == 0 || c.State == chat.StateClosed && cmd.From.Kind == chat.Customer {
		*c = chat.Case{Number: c.Number + 1, State: chat.StateBot, Previous: c.Previous}
	}
	switch a := cmd.Action.(type) {
	case bot.Say:
		return say(c, cmd.From, chat.Message{Text: a.Text, Re: a.Re, Attachments: a.Attachments})
	case bot.Human:
		c.State, c.WaitingSince = chat.StateWaiting, now
		c.LineAt, c.Offer = c.WaitingSince, chat.Offer{}
		return []chat.Payload{chat.Handoff{Reason: chat.ReasonButton}}, nil
	case bot.Accept:
		if !handoff.Queued(c.State) {
			return nil, fault.New(fault.Conflict, "已由%s接入", c.AgentName)
		}
		own(c, chat.AgentID(cmd.From.ID), cmd.From.Name)
		return []chat.Payload{chat.Assigned{Agent: c.AgentName, AgentID: c.Agent}}, nil
	case bot.Offer:
		c.State, c.Offer = chat.StateOffered, chat.Offer{Agent: a.Agent, Name: a.Name, Until: a.Until}
		return []chat.Payload{chat.Offered{Agent: a.Name, AgentID: a.Agent, Until: a.Until.UnixMilli()}}, nil
	case bot.Decline:
		c.State, c.Offer = chat.StateWaiting, chat.Offer{}
		return []chat.Payload{chat.Declined{AgentID: chat.AgentID(cmd.From.ID), Reason: a.Reason}}, nil
	case bot.Transfer:
		c.State, c.Agent, c.Team, c.WaitingSince = chat.StateWaiting, "", a.Team, now
		c.LineAt, c.Helpers, c.Offer = c.WaitingSince, nil, chat.Offer{}
		return []chat.Payload{chat.Transferred{Team: a.Team, Agent: a.Name, AgentID: a.Agent, Note: a.Note}}, nil
	case bot.Assign:
		if cmd.From.Role != chat.RoleSupervisor {
			return nil, fault.New(fault.Denied, "无权进行此操作")
		}
		own(c, a.Agent, a.Name)
		return []chat.Payload{chat.Assigned{Agent: a.Name, AgentID: a.Agent}}, nil
	case bot.Snooze:
		c.State, c.SnoozedUntil = chat.StateSnoozed, a.Until
		return []chat.Payload{chat.Snoozed{Until: a.Until.UnixMilli()}}, nil
	case bot.Unsnooze:
		c.State, c.SnoozedUntil = chat.StateAssigned, time.Time{}
		return []chat.Payload{chat.Woken{}}, nil
	}
	return end(c, cmd)
}

// say is a message of a customer or of somebody who may speak to him.
func say(c *chat.Case, from chat.Actor, m chat.Message) ([]chat.Payload, error) {
	switch {
	case from.Kind == chat.Agent && (!handoff.Owned(c.State) || !speaks(chat.AgentID(from.ID), &chat.Conversation{Case: *c})):
		return nil, fault.New(fault.Conflict, "这个会话由%s处理", c.AgentName)
	case from.Kind == chat.Agent || c.State == chat.StateAssigned:
		return []chat.Payload{m}, nil
	}
	return []chat.Payload{m, chat.Message{Text: "答：" + m.Text}}, nil
}

func own(c *chat.Case, id chat.AgentID, name string) {
	c.Offer = chat.Offer{}
	c.State, c.Agent, c.AgentName, c.Previous = chat.StateAssigned, id, name, id
}

// end is the part of the table that takes a case from people, or calls others in.
func end(c *chat.Case, cmd bot.Command) ([]chat.Payload, error) {
	switch a := cmd.Action.(type) {
	case bot.Identify:
		return []chat.Payload{chat.Note{Text: "已登录"}}, nil
	case bot.LogOut:
		c.Brief.Left = true
		return []chat.Payload{chat.Note{Text: "已退出登录", Left: true}}, nil
	case bot.Note:
		c.Mentioned = slices.Concat(without(c.Mentioned, chat.AgentID(cmd.From.ID)), a.Mentions)
		return []chat.Payload{chat.Note{Text: a.Text, Mentions: a.Mentions}}, nil
	case bot.Attend:
		c.Mentioned = without(c.Mentioned, chat.AgentID(cmd.From.ID))
		return []chat.Payload{chat.Attended{}}, nil
	case bot.Invite:
		c.Helpers = append(slices.Clone(c.Helpers), chat.Helper{ID: a.Agent, Name: a.Name})
		return []chat.Payload{chat.Invited{Agent: a.Name, AgentID: a.Agent}}, nil
	case bot.Leave:
		id := cmp.Or(a.Agent, chat.AgentID(cmd.From.ID))
		c.Helpers = slices.DeleteFunc(slices.Clone(c.Helpers), func(h chat.Helper) bool { return h.ID == id })
		return []chat.Payload{chat.Invited{AgentID: id, Gone: true}}, nil
	case bot.Whisper:
		return []chat.Payload{chat.Whisper{Text: a.Text}}, nil
	case bot.Recall:
		return []chat.Payload{chat.Recalled{Of: a.Of}}, nil
	case bot.Fill:
		return []chat.Payload{chat.Filled{Of: a.Of, Form: chat.FormTicket, Values: a.Values}}, nil
	case bot.Vote:
		return []chat.Payload{chat.Voted{Of: a.Of, Helpful: a.Helpful}}, nil
	case bot.File:
		c.Ticket = "WO2027031000017"
		return []chat.Payload{chat.Ticketed{Number: c.Ticket}}, nil
	case bot.Cancel:
		c.State, c.Offer = chat.StateBot, chat.Offer{}
		return []chat.Payload{chat.Returned{}}, nil
	case bot.Return:
		c.State, c.Agent, c.Helpers, c.Offer = chat.StateBot, "", nil, chat.Offer{}
		return []chat.Payload{chat.Returned{}}, nil
	case bot.Close:
		if c.Agent != chat.AgentID(cmd.From.ID) {
			return nil, fault.New(fault.Denied, "不是您的会话")
		}
		c.State, c.Agent, c.Helpers, c.Mentioned, c.Offer = chat.StateClosed, "", nil, nil, chat.Offer{}
		return []chat.Payload{chat.Closed{By: chat.Agent, Summary: a.Summary}}, nil
	}
	return nil, fault.New(fault.Invalid, "不支持 %T", cmd.Action)
}

func without(ids []chat.AgentID, id chat.AgentID) []chat.AgentID {
	return slices.DeleteFunc(slices.Clone(ids), func(a chat.AgentID) bool { return a == id })
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

func maxTime(a, b time.Time) time.Time {
	if a.Before(b) {
		return b
	}
	return a
}

// called reports whether people were called into a case.
func called(k *chat.Case) bool { return len(k.Mentioned)+len(k.Helpers) > 0 }

// DeskLists implements Desk.
func (s *shop) DeskLists(_ context.Context, q handoff.ListsQuery) (handoff.Lists, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	l := handoff.Lists{Rev: s.rev}
	for _, r := range slices.SortedFunc(maps.Values(s.rows), func(a, b handoff.Row) int {
		if handoff.Less(a.Conversation, b.Conversation) {
			return -1
		}
		return 1
	}) {
		c := r.Conversation.Case
		add := func(to *[]handoff.Row, asked, yes bool) {
			if asked && yes {
				*to = append(*to, r)
			}
		}
		add(&l.Waiting, q.Waiting, handoff.Queued(c.State))
		add(&l.Mine, q.Mine, c.State == chat.StateOffered && c.Offer.Agent == q.Agent || handoff.Owned(c.State) && c.Agent == q.Agent)
		add(&l.Bot, q.Bot && len(l.Bot) < q.BotLimit, c.State == chat.StateBot)
		add(&l.Team, q.Team, handoff.Owned(c.State) && c.Agent != q.Agent)
		add(&l.Mentioned, q.Mentioned, slices.Contains(c.Mentioned, q.Agent) ||
			slices.ContainsFunc(c.Helpers, func(h chat.Helper) bool { return h.ID == q.Agent }))
	}
	return l, nil
}

// Changed implements Desk.
func (s *shop) Changed(_ context.Context, since int64, limit int) ([]handoff.Row, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.looks[0]++
	return s.above(since, limit), nil
}

// ChangedLive implements Desk.
func (s *shop) ChangedLive(_ context.Context, since int64, limit int) ([]handoff.Row, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.looks[1]++
	rows := maps.Clone(s.rows)
	defer func() { s.rows = rows }()
	s.rows = map[chat.ConversationID]handoff.Row{}
	for id, r := range rows {
		r.Rev = s.lives[id]
		s.rows[id] = r
	}
	return s.above(since, limit), nil
}

// above returns rows above a revision, in order. s.mu is held.
func (s *shop) above(since int64, limit int) []handoff.Row {
	rows := slices.SortedFunc(maps.Values(s.rows), func(a, b handoff.Row) int { return cmp.Compare(a.Rev, b.Rev) })
	rows = slices.DeleteFunc(rows, func(r handoff.Row) bool { return r.Rev <= since })
	return rows[:min(limit, len(rows))]
}

// ReadUpTo implements Reads.
func (s *shop) ReadUpTo(_ context.Context, id chat.ConversationID, reader string) (chat.Seq, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.reads[mark{id, reader}], nil
}

// File implements Files.
func (s *shop) File(_ context.Context, id string) (chat.Attachment, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if f, ok := s.files[id]; ok {
		return f, nil
	}
	return chat.Attachment{}, fault.New(fault.NotFound, "no upload %q", id)
}

// Block implements Blocks.
func (s *shop) Block(_ context.Context, _ chat.SiteID, v chat.VisitorID, user string) (handoff.Block, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.asked++
	if b, ok := s.users[user]; ok {
		return b, nil
	}
	return s.block[v], nil
}

// Identity implements Visitors: the token is the user's id.
func (s *shop) Identity(_ context.Context, _ chat.SiteID, token string) (chat.Profile, auth.KeyMark, error) {
	switch token {
	case "bad":
		return chat.Profile{}, "", fault.New(fault.Denied, "bad identity")
	case "later":
		return chat.Profile{}, "", fault.New(fault.Busy, "later")
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	key := auth.KeyMark("new")
	if strings.HasPrefix(token, "old-") {
		key = "old"
	}
	if !slices.Contains(s.keys, key) {
		return chat.Profile{}, "", fault.New(fault.Denied, "bad key")
	}
	return chat.Profile{User: token, Name: "客户" + token, Phone: "13800001234", VIP: true}, key, nil
}

// KeyMarks implements Visitors.
func (s *shop) KeyMarks(context.Context, chat.SiteID) ([]auth.KeyMark, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.keyless {
		return nil, fault.New(fault.Busy, "later")
	}
	return slices.Clone(s.keys), nil
}

// MarkRead implements Reads.
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

// teams are one that takes what names no team, of agent1, and the trade's, of agent2,
// which agent1 and agent3 help out.
var teams = sync.OnceValue(func() *handoff.Teams {
	hours := handoff.Hours{Calendar: &handoff.Calendar{Zone: time.UTC}}
	teams, err := handoff.NewTeams([]handoff.Team{
		{Name: "人工客服", Members: []chat.AgentID{"agent1"}, Hours: hours},
		{ID: "trade", Name: "交易", Members: []chat.AgentID{"agent2"}, Hours: hours, Overflow: "help"},
		{ID: "help", Name: "支援", Members: []chat.AgentID{"agent1", "agent3"}, Hours: hours},
	}, "")
	if err != nil {
		panic(err) // the teams are the ones above
	}
	return teams
})

// Visitor implements Visitors.
func (s *shop) Visitor(_ context.Context, token string) (auth.Visitor, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.proved != nil {
		s.proved()
	}
	p := strings.Split(token, "/")
	if len(p) != 3 || s.left[chat.VisitorID(p[0])] {
		return auth.Visitor{}, fault.New(fault.Denied, "bad token")
	}
	return auth.Visitor{ID: chat.VisitorID(p[0]), Conversation: chat.ConversationID(p[1]), Site: chat.SiteID(p[2])}, nil
}

// EndVisit implements Visitors.
func (s *shop) EndVisit(_ context.Context, v auth.Visitor) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.stuck {
		return fault.New(fault.Busy, "later")
	}
	s.left[v.ID] = true
	return nil
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
