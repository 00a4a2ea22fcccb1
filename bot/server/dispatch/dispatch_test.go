package dispatch

import (
	"context"
	"errors"
	"log/slog"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/prometheus/client_golang/prometheus"
	"go.uber.org/goleak"

	"yiwen/bot"
	"yiwen/bot/chat"
	"yiwen/bot/fault"
	"yiwen/handoff"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// desk is a store of agents last seen at some time, each owning one case.
type desk struct {
	mu    sync.Mutex
	seen  map[chat.AgentID]time.Time
	held  string
	until time.Time
	fail  bool // reads fail
	full  bool // writes fail
}

func (s *desk) Vanished(_ context.Context, t time.Time) ([]handoff.Row, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.fail {
		return nil, errors.New("disk on fire")
	}
	var rows []handoff.Row
	for a, at := range s.seen {
		if at.Before(t) {
			rows = append(rows, handoff.Row{Conversation: chat.Conversation{
				ID: chat.ConversationID("c-" + a), Case: chat.Case{Number: 2, State: chat.StateAssigned, Agent: a},
			}})
		}
	}
	return rows, nil
}

// The desk has no line and nothing that is due: these are for the tests of offers.

func (s *desk) Due(context.Context, time.Time, handoff.Limits, int) ([]handoff.Row, error) {
	return nil, nil
}

func (s *desk) Waiting(context.Context) ([]handoff.Row, int64, error) { return nil, 0, nil }

func (s *desk) Loads(context.Context, time.Time, time.Time) ([]handoff.AgentLoad, error) {
	return nil, nil
}

func (s *desk) ChangePresence(context.Context, chat.AgentID, func(handoff.Presence) handoff.Presence) (handoff.Presence, error) {
	return handoff.Presence{}, nil
}

func (s *desk) Lease(_ context.Context, _, holder string, now time.Time, ttl time.Duration) (bool, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.full {
		return false, errors.New("disk full")
	}
	if s.held != holder && now.Before(s.until) {
		return false, nil
	}
	s.held, s.until = holder, now.Add(ttl)
	return true, nil
}

// engine requeues by taking the case from the desk, once.
type engine struct {
	desk *desk
	got  []bot.Command
}

func (e *engine) Do(_ context.Context, c bot.Command) (chat.Seq, error) {
	e.desk.mu.Lock()
	defer e.desk.mu.Unlock()
	a := c.Action.(bot.Requeue).Agent
	if _, ok := e.desk.seen[a]; !ok {
		return 0, fault.New(fault.Conflict, "moved on")
	}
	delete(e.desk.seen, a)
	e.got = append(e.got, c)
	return 1, nil
}

// done returns the commands carried out so far.
func (e *engine) done() []bot.Command {
	e.desk.mu.Lock()
	defer e.desk.mu.Unlock()
	return slices.Clone(e.got)
}

func newDispatcher(node string, s *desk, e *engine) *Dispatcher {
	return New(Options{
		Store: s, Roster: s, Engine: e, Node: node, Grace: time.Minute, Every: 5 * time.Second, Clock: time.Now,
		Logger: slog.New(slog.DiscardHandler), Registerer: prometheus.NewRegistry(),
	})
}

func TestRunRequeuesAfterGraceOnly(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := &desk{seen: map[chat.AgentID]time.Time{"a1": time.Now()}}
		e := &engine{desk: s}
		ctx, cancel := context.WithCancel(t.Context())
		go newDispatcher("n1", s, e).Run(ctx)
		<-time.After(59 * time.Second)
		synctest.Wait()
		if len(e.done()) != 0 {
			t.Fatalf("requeued within the grace period: %v", e.done())
		}
		<-time.After(7 * time.Second)
		synctest.Wait()
		want := []bot.Command{{
			Conversation: "c-a1", From: chat.Actor{Kind: chat.System}, Action: bot.Requeue{Agent: "a1", Number: 2},
		}}
		if d := cmp.Diff(want, e.done()); d != "" {
			t.Errorf("after the grace period (-want +got):\n%s", d)
		}
		cancel()
		synctest.Wait()
	})
}

func TestRunOneNodeAtATimeAndTakeover(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := &desk{seen: map[chat.AgentID]time.Time{}}
		e := &engine{desk: s}
		first, stop := context.WithCancel(t.Context())
		go newDispatcher("n1", s, e).Run(first)
		<-time.After(66 * time.Second)
		second, cancel := context.WithCancel(t.Context())
		go newDispatcher("n2", s, e).Run(second)
		<-time.After(30 * time.Second)
		s.mu.Lock()
		if s.held != "n1" {
			t.Errorf("lease with %q while n1 lives", s.held)
		}
		s.mu.Unlock()
		stop()
		<-time.After(60 * time.Second)
		s.mu.Lock()
		if s.held != "n2" {
			t.Errorf("lease with %q after n1 stopped, want n2", s.held)
		}
		s.mu.Unlock()
		cancel()
		synctest.Wait()
	})
}

func TestRunGoesOnAfterAFailure(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := &desk{seen: map[chat.AgentID]time.Time{"a1": time.Now().Add(-time.Hour)}, fail: true}
		e := &engine{desk: s}
		ctx, cancel := context.WithCancel(t.Context())
		go newDispatcher("n1", s, e).Run(ctx)
		<-time.After(58 * time.Second)
		if len(e.done()) != 0 {
			t.Error("requeued before the agent had a grace period to come back to a started server")
		}
		<-time.After(12 * time.Second)
		s.mu.Lock()
		s.fail = false
		s.mu.Unlock()
		<-time.After(6 * time.Second)
		synctest.Wait()
		if len(e.done()) != 1 {
			t.Errorf("requeued %d cases after the store came back, want 1", len(e.done()))
		}
		cancel()
		synctest.Wait()
	})
}

// TestRunGivesGraceAfterBlindTime: where nobody can have been seen, because the
// machine slept, its clock was set, or the store took no writes, nobody vanished.
func TestRunGivesGraceAfterBlindTime(t *testing.T) {
	for _, tc := range []struct {
		name  string
		blind func(s *desk, shift func(time.Duration))
	}{
		{"the machine slept", func(_ *desk, shift func(time.Duration)) { shift(time.Hour) }},
		{"the clock was set back", func(_ *desk, shift func(time.Duration)) { shift(-time.Hour) }},
		{"the disk was full", func(s *desk, _ func(time.Duration)) {
			s.set(func() { s.full = true })
			<-time.After(10 * time.Minute)
			s.set(func() { s.full = false })
		}},
	} {
		t.Run(tc.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				s := &desk{seen: map[chat.AgentID]time.Time{}}
				e := &engine{desk: s}
				var off atomic.Int64
				now := func() time.Time { return time.Now().Add(time.Duration(off.Load())) }
				d := newDispatcher("n1", s, e)
				d.Clock = now
				ctx, cancel := context.WithCancel(t.Context())
				go d.Run(ctx)
				<-time.After(2 * time.Minute)
				s.set(func() { s.seen["a1"] = now() })
				tc.blind(s, func(by time.Duration) { off.Add(int64(by)) })
				s.set(func() { s.seen["a2"] = now() })
				<-time.After(50 * time.Second)
				synctest.Wait()
				if got := e.done(); len(got) != 0 {
					t.Errorf("requeued before anybody had a grace period to be seen: %v", got)
				}
				<-time.After(25 * time.Second)
				synctest.Wait()
				if len(e.done()) == 0 {
					t.Error("agents stayed away, but nothing was requeued")
				}
				cancel()
				synctest.Wait()
			})
		})
	}
}

// set changes the desk while the dispatcher works.
func (s *desk) set(f func()) {
	s.mu.Lock()
	defer s.mu.Unlock()
	f()
}

// TestRoundStopsWithItsContext: a server that stops has other errors to log.
func TestRoundStopsWithItsContext(t *testing.T) {
	s := &desk{seen: map[chat.AgentID]time.Time{"a1": {}, "a2": {}, "a3": {}}}
	ctx, cancel := context.WithCancel(t.Context())
	e := engineFunc(func(context.Context, bot.Command) (chat.Seq, error) {
		cancel()
		return 0, context.Canceled
	})
	var log strings.Builder
	d := New(Options{
		Store: s, Roster: s, Engine: e, Node: "n1", Grace: time.Minute, Every: time.Second, Clock: time.Now,
		Logger: slog.New(slog.NewTextHandler(&log, nil)), Registerer: prometheus.NewRegistry(),
	})
	if err := d.round(ctx, time.Now(), true); err != nil {
		t.Error(err)
	}
	if log.Len() != 0 {
		t.Errorf("logged %q", log.String())
	}
}

// TestRequeueFailureIsLogged: an error of one case keeps none of the others back.
func TestRequeueFailureIsLogged(t *testing.T) {
	s := &desk{seen: map[chat.AgentID]time.Time{"a1": {}, "a2": {}, "a3": {}}}
	calls := 0
	e := engineFunc(func(context.Context, bot.Command) (chat.Seq, error) {
		calls++
		return 0, fault.New(fault.Busy, "busy")
	})
	var log strings.Builder
	d := New(Options{
		Store: s, Roster: s, Engine: e, Node: "n1", Grace: time.Minute, Every: time.Second, Clock: time.Now,
		Logger: slog.New(slog.NewTextHandler(&log, nil)), Registerer: prometheus.NewRegistry(),
	})
	if err := d.round(t.Context(), time.Now(), true); err != nil {
		t.Error(err)
	}
	if calls != 3 || strings.Count(log.String(), "requeue case") != 3 {
		t.Errorf("%d cases tried, logged %q", calls, log.String())
	}
}

type engineFunc func(context.Context, bot.Command) (chat.Seq, error)

func (f engineFunc) Do(ctx context.Context, c bot.Command) (chat.Seq, error) { return f(ctx, c) }
