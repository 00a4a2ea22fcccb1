package bot

import (
	"context"
	"errors"
	"sync"
	"testing"
	"time"

	"yiwen/bot/chat"
	"yiwen/bot/fault"
)

// TestRefusalIsNotComputedOnAnOldState lets two nodes take turns: what one keeps
// in memory is old, and nothing may be refused on it.
func TestRefusalIsNotComputedOnAnOldState(t *testing.T) {
	log := NewMemoryLog()
	here, there := newRoom(t, log), newRoom(t, log)
	there.cid = 100
	here.do(customer, Say{Text: "怎么退款"})
	there.do(customer, Human{})
	here.do(lin, Accept{})
	there.do(lin, Say{Text: "您好，我来看看"})
	there.do(lin, Close{})
	here.do(customer, Rate{chat.Rated{Stars: 5}})
	if n := here.metric("yiwen_turn_conflicts_total"); n != 0 {
		t.Errorf("%v conflicts counted, but no turn was written twice", n)
	}
}

// flakyLog is a log whose appends and look-ups can be made to fail.
type flakyLog struct {
	Log
	mu     sync.Mutex
	append func(*Turn) error // instead of storing, if set
	lookUp error
}

func (l *flakyLog) Append(ctx context.Context, t *Turn) error {
	l.mu.Lock()
	f := l.append
	l.mu.Unlock()
	if f != nil {
		return f(t)
	}
	return l.Log.Append(ctx, t)
}

func (l *flakyLog) Acknowledged(ctx context.Context, id chat.ConversationID, sender string, cid chat.ClientID) (chat.Seq, error) {
	if l.lookUp != nil {
		return 0, l.lookUp
	}
	return l.Log.Acknowledged(ctx, id, sender, cid)
}

// TestAbandonedAppendIsFound gives up on an append that is stored afterwards:
// the resend gets its seq, and whoever follows is woken, since nobody else is
// there to do it.
func TestAbandonedAppendIsFound(t *testing.T) {
	inner := NewMemoryLog()
	log := &flakyLog{Log: inner}
	r := newRoom(t, log)
	r.do(customer, Say{Text: "你好"})
	log.append = func(t *Turn) error {
		return errors.Join(context.DeadlineExceeded, inner.Append(context.Background(), t))
	}
	c := r.command(customer, Say{Text: "怎么退款"})
	if _, err := r.Do(t.Context(), c); !errors.Is(err, context.DeadlineExceeded) {
		t.Fatalf("given up: %v", err)
	}
	log.append = nil
	r.wakes.got = nil
	if seq, err := r.Do(t.Context(), c); err != nil || seq != 3 {
		t.Errorf("sent again: %d, %v; want 3", seq, err)
	}
	if len(r.wakes.got) != 1 || r.wakes.got[0].Seq < 3 {
		t.Errorf("wakes after the resend: %v; want one that covers seq 3", r.wakes.got)
	}
	r.do(customer, Say{Text: "你好"})
	if n := len(r.told()); n != 6 {
		t.Errorf("%d events, want 6: %v", n, r.told())
	}
}

// TestUnknownWhetherDone: who cannot be told whether his command was carried out
// before is not refused for good.
func TestUnknownWhetherDone(t *testing.T) {
	log := &flakyLog{Log: NewMemoryLog()}
	r := newRoom(t, log)
	c := r.command(customer, Human{})
	first, err := r.Do(t.Context(), c)
	if err != nil {
		t.Fatal(err)
	}
	log.lookUp = errors.New("disk on fire")
	if _, err := r.Do(t.Context(), c); err == nil || fault.Is(err, fault.Conflict) {
		t.Errorf("sent again while the log cannot be asked: %v; want its error", err)
	}
	log.lookUp = nil
	if seq, err := r.Do(t.Context(), c); err != nil || seq != first {
		t.Errorf("sent again: %d, %v; want %d", seq, err, first)
	}
}

// TestBusyLogRefusesOnce: what the log refuses is not stored, and may come again.
func TestBusyLogRefusesOnce(t *testing.T) {
	log := &flakyLog{Log: NewMemoryLog()}
	r := newRoom(t, log)
	log.append = func(*Turn) error { return fault.New(fault.Busy, "磁盘已满") }
	c := r.command(customer, Say{Text: "怎么退款"})
	if _, err := r.Do(t.Context(), c); !fault.Is(err, fault.Busy) {
		t.Fatalf("full disk: %v", err)
	}
	log.append = func(*Turn) error { return fault.New(fault.Conflict, "moved on") }
	if _, err := r.Do(t.Context(), c); !fault.Is(err, fault.Busy) {
		t.Errorf("a conflict that never ends: %v", err)
	}
	if len(r.wakes.got) != 0 {
		t.Errorf("woken for nothing: %v", r.wakes.got)
	}
	log.append = nil
	if seq, err := r.Do(t.Context(), c); err != nil || seq != 1 {
		t.Errorf("sent again: %d, %v", seq, err)
	}
}

// TestDamagedMemory: the bot forgets, the desk's brief does not.
func TestDamagedMemory(t *testing.T) {
	log := &flakyLog{Log: NewMemoryLog()}
	log.append = func(t *Turn) error {
		t.Memory = []byte("{")
		return log.Log.Append(context.Background(), t)
	}
	r := newRoom(t, log)
	r.do(customer, Say{Text: "怎么退款，充了100"})
	next := newRoom(t, log)
	next.now, next.cid = r.now, r.cid
	next.do(customer, Say{Text: "骗子"})
	if k := next.state().Case; k.State != chat.StateWaiting || len(k.Brief.Entities) != 1 {
		t.Errorf("case = %+v, want it waiting with its amount", k)
	}
}

// TestTimeNeverRunsBackwards sets the clock forth and back under every change
// of a case.
func TestTimeNeverRunsBackwards(t *testing.T) {
	r := newRoom(t, NewMemoryLog())
	steps := []struct {
		minutes time.Duration
		from    chat.Actor
		a       Action
	}{
		{0, customer, Human{}},
		{30, lin, Accept{}}, {-60, lin, Note{Text: "记一笔"}}, {-10, lin, Say{Text: "您好"}},
		{90, lin, Close{}}, {-60, customer, Rate{chat.Rated{Stars: 4}}},
		{-10, customer, Human{}}, {90, lin, Accept{}}, {-60, lin, Return{}},
	}
	for _, s := range steps {
		r.now = r.now.Add(s.minutes * time.Minute)
		r.do(s.from, s.a)
	}
	events, _ := r.log.Events(t.Context(), conv, 0, 100)
	for i, e := range events[1:] {
		if e.At.Before(events[i].At) {
			t.Errorf("event %d is at %v, before the one it follows", e.Seq, e.At)
		}
	}
}

// TestMailboxLetsOneIn hammers one conversation from many goroutines, some of
// which give up.
func TestMailboxLetsOneIn(t *testing.T) {
	m := newMailbox(1)
	inside := 0 // the race detector sees two at once
	var wg sync.WaitGroup
	for i := range 64 {
		wg.Go(func() {
			ctx, cancel := context.WithCancel(t.Context())
			if i%4 == 0 {
				cancel()
			}
			defer cancel()
			for range 50 {
				b, err := m.enter(ctx, "c1")
				if err != nil {
					continue
				}
				inside++
				m.leave(b)
			}
		})
	}
	wg.Wait()
	if inside < 48*50 {
		t.Errorf("%d turns, want at least %d", inside, 48*50)
	}
	if len(m.boxes) != 1 || m.idle.Len() != 1 {
		t.Errorf("%d boxes, %d idle at rest; want 1", len(m.boxes), m.idle.Len())
	}
}
