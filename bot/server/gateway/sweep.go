package gateway

import (
	"context"
	"maps"
	"slices"
	"sync"
	"time"

	"yiwen/bot/chat"
	"yiwen/bot/fault"
	"yiwen/bot/wire"
)

const (
	// sweepTick is how often deadlines are looked at.
	sweepTick = time.Second
	// seenEvery is how often connected agents are noted as present.
	seenEvery = 5 * time.Second
	// recent is how long after its last activity a socket's log is looked at
	// without a wake-up, once a ping: what makes a lost wake-up good.
	recent = 5 * time.Minute
	// marksAtOnce is how many read marks wait for the store together. One at a
	// time they would wait for as many commits as there are readers.
	marksAtOnce = 64
)

// greeting is a socket that owes a hello.
type greeting struct {
	s  *socket
	by time.Time
}

// every does something now and at each pause after it, until the gateway ends.
func (g *Gateway) every(pause time.Duration, look func(context.Context)) {
	tick := time.NewTicker(pause)
	defer tick.Stop()
	for {
		look(g.base)
		select {
		case <-g.ending:
			return
		case <-tick.C:
		}
	}
}

// sweep pings, and closes who is silent. It writes nothing itself, so that no
// peer can hold it up.
func (g *Gateway) sweep() {
	tick := time.NewTicker(sweepTick)
	defer tick.Stop()
	for turn := 0; ; turn++ {
		select {
		case <-g.ending:
			return
		case <-tick.C:
		}
		g.greetings(time.Now())
		g.polls.sweep(g.since())
		for _, s := range g.part(turn % len(g.slots)) {
			g.check(s)
		}
		if turn%len(g.slots) == 0 {
			g.hub.look(func(s *socket) bool { return g.since()-time.Duration(s.active.Load()) < recent })
			g.lists.touch()
		}
	}
}

// part returns the sockets of one slot.
func (g *Gateway) part(n int) []*socket {
	g.mu.Lock()
	defer g.mu.Unlock()
	return slices.Collect(maps.Keys(g.slots[n]))
}

// greetings closes sockets that sent no hello in time.
func (g *Gateway) greetings(now time.Time) {
	g.mu.Lock()
	n := 0
	for n < len(g.fresh) && !now.Before(g.fresh[n].by) {
		n++
	}
	late := slices.Clone(g.fresh[:n])
	g.fresh = slices.Delete(g.fresh, 0, n) // which forgets the sockets, too
	g.mu.Unlock()
	for _, late := range late {
		if !late.s.greeted.Load() {
			late.s.close(wire.CloseNoHello)
		}
	}
}

// check pings s or, when two pings passed without a sign of life, closes it.
func (g *Gateway) check(s *socket) {
	now := g.since()
	if now-time.Duration(s.seen.Load()) > 2*g.limits.Ping {
		s.close(wire.CloseSilent)
		return
	}
	s.beat()
}

// keep writes read marks and presence until the gateway ends.
func (g *Gateway) keep() {
	tick := time.NewTicker(sweepTick)
	defer tick.Stop()
	var seen time.Duration
	for {
		select {
		case <-g.ending:
			// base may have ended; the last marks still are worth a moment.
			ctx, cancel := context.WithTimeout(context.WithoutCancel(g.base), time.Second)
			defer cancel()
			g.mark(ctx)
			return
		case <-tick.C:
		}
		// Presence first: who is missed loses his cases.
		if g.since()-seen >= seenEvery {
			seen = g.since()
			g.present(g.base)
		}
		g.mark(g.base)
	}
}

// present notes which agents are connected, so that one who vanishes is missed,
// and closes the sockets of those who are no longer signed in.
func (g *Gateway) present(ctx context.Context) {
	ids := map[chat.AgentID]struct{}{}
	here := g.agents()
	defer g.presences(ctx, here)
	for _, a := range here {
		if who, ok := a.staff(g.limits.Ping); ok {
			ids[who.ID] = struct{}{}
		}
	}
	if len(ids) == 0 {
		return
	}
	if err := g.o.Desk.Seen(ctx, slices.Collect(maps.Keys(ids)), g.o.Clock()); err != nil {
		g.o.Logger.Error("note present agents", "err", err)
	}
}

// arrived notes at once that an agent is here: his grace may be about to end.
func (g *Gateway) arrived(id chat.AgentID) {
	if err := g.o.Desk.Seen(g.base, []chat.AgentID{id}, g.o.Clock()); err != nil {
		g.o.Logger.Error("note present agents", "err", err)
	}
}

// marks gathers how far readers have looked; only the furthest is written.
type marks struct {
	mu   sync.Mutex
	seqs map[mark]chat.Seq // guarded by mu
}

type mark struct {
	conversation chat.ConversationID
	reader       string
}

func newMarks() *marks { return &marks{seqs: map[mark]chat.Seq{}} }

func (m *marks) note(id chat.ConversationID, reader string, seq chat.Seq) {
	m.mu.Lock()
	defer m.mu.Unlock()
	k := mark{id, reader}
	m.seqs[k] = max(m.seqs[k], seq)
}

// of returns a mark that is still to be written, or 0.
func (m *marks) of(id chat.ConversationID, reader string) chat.Seq {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.seqs[mark{id, reader}]
}

func (m *marks) take() map[mark]chat.Seq {
	m.mu.Lock()
	defer m.mu.Unlock()
	if len(m.seqs) == 0 {
		return nil // and not the map that note writes to
	}
	seqs := m.seqs
	m.seqs = map[mark]chat.Seq{}
	return seqs
}

// mark writes what was gathered, many at a time, because the store writes all
// that waits for it in one go. A mark that cannot be written is dropped: the
// reader sends a greater one with the next event that he looks at. The operator
// gets one line, however many there are: a full disk must not be filled with them.
func (g *Gateway) mark(ctx context.Context) {
	var writes sync.WaitGroup
	slots := make(chan struct{}, marksAtOnce)
	failed := make(chan error, 1) // the first error
	for k, seq := range g.marks.take() {
		slots <- struct{}{}
		writes.Go(func() {
			defer func() { <-slots }()
			err := g.o.Reads.MarkRead(ctx, k.conversation, k.reader, seq)
			if err == nil || fault.Is(err, fault.NotFound) {
				return
			}
			select {
			case failed <- err:
			default:
			}
		})
	}
	writes.Wait()
	select {
	case err := <-failed:
		g.o.Logger.Warn("mark read", "err", err)
	default:
	}
}
