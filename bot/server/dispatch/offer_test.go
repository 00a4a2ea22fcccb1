package dispatch

import (
	"context"
	"fmt"
	"log/slog"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/prometheus/client_golang/prometheus"

	"yiwen/bot"
	"yiwen/bot/chat"
	"yiwen/handoff"
)

// floor is a house at work: the real engine over a log in memory, agents who
// are there or not, and a clock that moves by hand.
type floor struct {
	*bot.MemoryLog
	t        *testing.T
	now      time.Time
	ids      []chat.ConversationID
	presence map[chat.AgentID]handoff.Presence
	staff    []chat.AgentID
	teams    *handoff.Teams
	service  *bot.Service
	d        *Dispatcher
	sent     int // commands of agents so far
}

// nobodyHears is a bus without subscribers.
type nobodyHears struct{}

func (nobodyHears) Publish(bot.Wake) {}

func newFloor(t *testing.T, staff ...chat.AgentID) *floor {
	hours := handoff.Hours{Calendar: &handoff.Calendar{Zone: time.UTC}}
	teams, err := handoff.NewTeams([]handoff.Team{{
		ID: "trade", Name: "交易客服", Hours: hours, Limit: 1,
		Promises: handoff.Promises{Standard: handoff.Targets{FirstReply: 5 * time.Minute, Solution: time.Hour}},
	}}, "trade")
	if err != nil {
		t.Fatal(err)
	}
	f := &floor{
		MemoryLog: bot.NewMemoryLog(), t: t, now: time.Date(2027, 3, 10, 6, 0, 0, 0, time.UTC),
		presence: map[chat.AgentID]handoff.Presence{}, staff: staff, teams: teams,
	}
	for _, a := range staff {
		f.presence[a] = handoff.Presence{}.Choose(handoff.PresenceOnline, "", f.now)
	}
	f.start()
	return f
}

// start begins anew over the same log, as after a crash.
func (f *floor) start() {
	clock := func() time.Time { return f.now }
	f.service = bot.NewService(bot.Options{
		Log: f, Wakes: nobodyHears{}, Clock: clock, Registerer: prometheus.NewRegistry(),
		Content: &bot.Content{Teams: f.teams, Replies: bot.DefaultReplies(), Limits: bot.DefaultLimits()},
	})
	policy := handoff.DefaultAssignPolicy()
	policy.AcceptIn = 30 * time.Second
	f.d = New(Options{
		Store: f, Roster: f, Engine: f.service, Teams: func() *handoff.Teams { return f.teams },
		Limits: handoff.DefaultLimits(), Assign: policy, Node: "n1", Grace: 90 * time.Second, Every: time.Second,
		Clock: clock, Logger: slog.New(slog.DiscardHandler), Registerer: prometheus.NewRegistry(),
	})
}

// after lets time pass, in which the pages of all agents stay open, and does a round.
func (f *floor) after(d time.Duration) {
	f.t.Helper()
	f.now = f.now.Add(d)
	for a, p := range f.presence {
		f.presence[a] = p.Alive(f.now)
	}
	if err := f.d.round(f.t.Context(), f.now, true); err != nil {
		f.t.Fatal(err)
	}
}

func (f *floor) asks(id chat.ConversationID) {
	f.t.Helper()
	f.ids = append(f.ids, id)
	f.do(bot.Command{Conversation: id, Site: "default", Visitor: "v", From: chat.Actor{Kind: chat.Customer, ID: "v"}, CID: "ask", Action: bot.Human{}})
}

func (f *floor) agent(a chat.AgentID, id chat.ConversationID, action bot.Action) {
	f.t.Helper()
	f.sent++
	from := chat.Actor{Kind: chat.Agent, ID: string(a), Name: string(a)}
	f.do(bot.Command{Conversation: id, From: from, CID: chat.ClientID(fmt.Sprint(f.sent)), Action: action})
}

func (f *floor) do(c bot.Command) {
	f.t.Helper()
	if _, err := f.service.Do(f.t.Context(), c); err != nil {
		f.t.Fatalf("%T: %v", c.Action, err)
	}
}

func (f *floor) kase(id chat.ConversationID) chat.Case {
	f.t.Helper()
	c, _, err := f.Load(f.t.Context(), id)
	if err != nil {
		f.t.Fatal(err)
	}
	return c.Case
}

// wantOffer fails unless the case is offered to that agent; none = it waits.
func (f *floor) wantOffer(id chat.ConversationID, a chat.AgentID) {
	f.t.Helper()
	if k := f.kase(id); !handoff.Queued(k.State) || k.Offer.Agent != a {
		f.t.Fatalf("%s is %s, offered to %q, want %q", id, k.State, k.Offer.Agent, a)
	}
}

func (f *floor) rows(keep func(chat.Case) bool) (rows []handoff.Row) {
	for _, id := range f.ids {
		if c, _, err := f.Load(context.Background(), id); err == nil && keep(c.Case) {
			rows = append(rows, handoff.Row{Conversation: c})
		}
	}
	slices.SortFunc(rows, func(a, b handoff.Row) int {
		if handoff.Less(a.Conversation, b.Conversation) {
			return -1
		}
		return 1
	})
	return rows
}

// Vanished implements Store.
func (f *floor) Vanished(_ context.Context, t time.Time) ([]handoff.Row, error) {
	return f.rows(func(k chat.Case) bool {
		return k.State == chat.StateAssigned && k.AssignedAt.Before(t) && f.presence[k.Agent].Seen.Before(t)
	}), nil
}

// Due implements Store.
func (f *floor) Due(_ context.Context, now time.Time, l handoff.Limits, _ int) ([]handoff.Row, error) {
	return f.rows(func(k chat.Case) bool { return len(l.Due(k, now)) > 0 }), nil
}

// Waiting implements Store.
func (f *floor) Waiting(context.Context) ([]handoff.Row, int64, error) {
	return f.rows(func(k chat.Case) bool { return handoff.Queued(k.State) }), 0, nil
}

// Lease implements Store.
func (f *floor) Lease(context.Context, string, string, time.Time, time.Duration) (bool, error) {
	return true, nil
}

// Loads implements Roster.
func (f *floor) Loads(context.Context, time.Time, time.Time) (all []handoff.AgentLoad, err error) {
	for _, a := range f.staff {
		n := len(f.rows(func(k chat.Case) bool {
			return k.State == chat.StateAssigned && k.Agent == a || k.State == chat.StateOffered && k.Offer.Agent == a
		}))
		all = append(all, handoff.AgentLoad{ID: a, Name: string(a), Role: chat.RoleAgent, Presence: f.presence[a], Load: n})
	}
	return all, nil
}

// ChangePresence implements Roster.
func (f *floor) ChangePresence(_ context.Context, a chat.AgentID, change func(handoff.Presence) handoff.Presence) (handoff.Presence, error) {
	f.presence[a] = change(f.presence[a])
	return f.presence[a], nil
}

func TestOldestIsOfferedFirst(t *testing.T) {
	f := newFloor(t, "a1", "a2")
	f.asks("first")
	f.now = f.now.Add(time.Second)
	f.asks("second")
	f.now = f.now.Add(time.Second)
	f.asks("third")
	f.after(time.Second)
	f.wantOffer("first", "a1")
	f.wantOffer("second", "a2")
	f.wantOffer("third", "") // both have one
	f.agent("a1", "first", bot.Accept{})
	f.agent("a1", "first", bot.Close{})
	f.after(time.Second)
	f.wantOffer("third", "a1")
}

func TestNobodyThereNobodyAsked(t *testing.T) {
	f := newFloor(t, "a1")
	f.presence["a1"] = handoff.Presence{}.Choose(handoff.PresenceBusy, "", f.now)
	f.asks("c")
	f.after(time.Second)
	f.wantOffer("c", "")
	f.agent("a1", "c", bot.Accept{}) // by hand he may
}

func TestLapsedOffersGoOnAndFindGhosts(t *testing.T) {
	f := newFloor(t, "a1", "a2")
	f.asks("c")
	f.after(time.Second)
	f.wantOffer("c", "a1")
	f.after(29 * time.Second)
	f.wantOffer("c", "a1")
	f.start() // a restart forgets no offer
	f.after(time.Second)
	f.wantOffer("c", "a2")
	f.after(30 * time.Second)
	f.after(time.Minute) // both passed: a pause, then the first again
	f.wantOffer("c", "a1")
	f.after(30 * time.Second)
	if p := f.presence["a1"]; p.State != handoff.PresenceBreak || p.Reason != handoff.GhostReason {
		t.Errorf("a page with nobody there is %+v", p)
	}
	if p := f.presence["a2"]; p.State != handoff.PresenceOnline || p.Missed != 1 {
		t.Errorf("one slip made him %+v", p)
	}
}

func TestDeclinedGoesToTheNext(t *testing.T) {
	f := newFloor(t, "a1", "a2")
	f.asks("c")
	f.after(time.Second)
	f.agent("a1", "c", bot.Decline{Reason: "忙"})
	f.after(time.Second)
	f.wantOffer("c", "a2")
}

// TestClockOverRestarts: what is due is stored, so a server that starts again
// does it, one move a round.
func TestClockOverRestarts(t *testing.T) {
	f := newFloor(t, "a1")
	f.asks("c")
	f.after(time.Second)
	f.agent("a1", "c", bot.Accept{})
	f.start()
	f.after(4 * time.Minute)
	if c := f.kase("c").Clocks[0]; !c.Reminded || c.Breached {
		t.Fatalf("after four of five minutes: %+v", c)
	}
	f.start()
	f.after(time.Minute)
	if c := f.kase("c").Clocks[0]; !c.Breached {
		t.Fatalf("after five minutes: %+v", c)
	}
	f.after(10 * time.Minute)
	if k := f.kase("c"); k.State != chat.StateBot {
		t.Fatalf("an agent who never said a word still has it: %+v", k)
	}
	f.after(2 * time.Hour)
	if k := f.kase("c"); k.State != chat.StateClosed {
		t.Fatalf("gone quiet, and %s", k.State)
	}
}

// TestNobodyWasSilentWhileTheServerWasDown: who could not write is not blamed.
func TestNobodyWasSilentWhileTheServerWasDown(t *testing.T) {
	f := newFloor(t, "a1")
	f.asks("c")
	f.after(time.Second)
	f.agent("a1", "c", bot.Accept{})
	f.now = f.now.Add(30 * time.Minute)
	f.start()
	for range 5 {
		if err := f.d.round(t.Context(), f.now, false); err != nil {
			t.Fatal(err)
		}
	}
	if k := f.kase("c"); k.State != chat.StateAssigned {
		t.Errorf("the case is %s", k.State)
	}
	f.after(time.Second)
	if k := f.kase("c"); k.State != chat.StateWaiting && k.State != chat.StateBot {
		t.Errorf("the case is %s for ever", k.State)
	}
}

func TestWhoWaitsHearsThatTheTeamWentHome(t *testing.T) {
	f := newFloor(t, "a1")
	f.asks("c")
	hours := handoff.Hours{Calendar: &handoff.Calendar{Zone: time.UTC}, Shifts: []handoff.Shift{{From: 5 * 60, To: 18 * 60}}}
	var err error
	if f.teams, err = handoff.NewTeams([]handoff.Team{{ID: "trade", Name: "交易客服", Hours: hours}}, "trade"); err != nil {
		t.Fatal(err)
	}
	f.presence["a1"] = handoff.Presence{}.Choose(handoff.PresenceOffline, "", f.now)
	var told []bot.Closing
	f.d.Engine = engineFunc(func(_ context.Context, c bot.Command) (chat.Seq, error) {
		if a, ok := c.Action.(bot.Closing); ok {
			told = append(told, a)
		}
		return 1, nil
	})
	f.after(time.Minute)
	if len(told) != 0 {
		t.Fatalf("told in the middle of the day: %v", told)
	}
	f.now = time.Date(2027, 3, 10, 18, 0, 0, 0, time.UTC)
	f.after(time.Second)
	f.after(time.Second)
	want := []bot.Closing{{Number: 1, Next: time.Date(2027, 3, 11, 5, 0, 0, 0, time.UTC)}}
	if d := cmp.Diff(want, told); d != "" {
		t.Errorf("told (-want +got):\n%s", d)
	}
}
