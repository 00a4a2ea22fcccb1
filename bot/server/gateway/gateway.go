package gateway

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"net/http"
	"slices"
	"sync"
	"time"

	"github.com/gorilla/websocket"

	"yiwen/bot"
	"yiwen/bot/chat"
	"yiwen/bot/wire"
)

// Gateway holds all sockets of one process. It is safe for concurrent use.
type Gateway struct {
	o        Options
	limits   Limits
	meter    *meter
	upgrader websocket.Upgrader
	hub      *hub
	rates    *rates
	lists    *lists
	notices  *notices
	faces    *faces
	signers  *signers
	marks    *marks
	blocks   *blocks
	polls    *polls
	born     time.Time
	batches  sync.Pool // of *batch
	inputs   sync.Pool // of *[]byte: what was read
	outputs  sync.Pool // of *[]byte: what is to be written

	// base ends when Shutdown runs out of patience: commands and reads stop.
	base   context.Context
	cancel context.CancelFunc
	// ending ends when all sockets are gone: the goroutines that serve them stop.
	ending chan struct{}
	helper sync.WaitGroup // those goroutines

	mu       sync.Mutex // guards what follows
	stopping bool
	running  int           // frames being carried out
	drained  chan struct{} // closed when stopping and running is 0
	slots    []slot        // all sockets, in as many parts as there are ticks between pings
	started  int           // sockets so far
	open     int           // sockets now
	empty    chan struct{} // closed when stopping and open is 0
	fresh    []greeting    // customers' sockets that may still owe a hello, oldest first
}

// slot is a part of the sockets, pinged at one time. Pinging all at once would
// start a goroutine for each at the same moment.
type slot map[*socket]struct{}

// New returns a Gateway and starts the goroutines that serve its sockets, which
// Shutdown ends. It fails when the metrics are registered already.
func New(o Options) (*Gateway, error) {
	limits := o.Limits.withDefaults()
	meter, err := newMeter(o.Registerer)
	if err != nil {
		return nil, fmt.Errorf("register gateway metrics: %w", err)
	}
	rates, err := newRates(limits)
	if err != nil {
		return nil, fmt.Errorf("make gateway limiters: %w", err)
	}
	g := &Gateway{
		o: o, limits: limits, meter: meter, rates: rates, hub: newHub(), marks: newMarks(), polls: newPolls(), born: time.Now(),
		batches: sync.Pool{New: func() any { return new(batch) }},
		inputs:  sync.Pool{New: func() any { return newBuffer(4 << 10) }},
		outputs: sync.Pool{New: func() any { return newBuffer(0) }},
		ending:  make(chan struct{}), drained: make(chan struct{}), empty: make(chan struct{}),
		slots: make([]slot, max(1, limits.Ping/sweepTick)),
	}
	for i := range g.slots {
		g.slots[i] = slot{}
	}
	g.upgrader = websocket.Upgrader{
		// Nearly all frames fit 512 bytes; a greater one takes more reads.
		ReadBufferSize: 512, WriteBufferSize: 2 << 10, WriteBufferPool: &sync.Pool{},
		HandshakeTimeout: limits.Hello,
		CheckOrigin:      func(*http.Request) bool { return true }, // screen asked the Door
	}
	if g.blocks, err = newBlocks(o.Blocks, g.since); err != nil {
		return nil, fmt.Errorf("make room for blocks: %w", err)
	}
	g.base, g.cancel = context.WithCancel(context.Background())
	g.lists = newLists(g)
	g.notices = newNotices(g)
	g.faces, g.signers = &faces{g: g}, &signers{g: g}
	unsubscribe := o.Wakes.Subscribe(g.wake)
	g.helper.Go(g.sweep)
	g.helper.Go(g.lists.run)
	g.helper.Go(g.notices.run)
	g.helper.Go(g.faces.run)
	g.helper.Go(func() { g.every(signersEvery, g.signers.look) })
	g.helper.Go(g.keep)
	g.helper.Go(func() {
		<-g.ending
		unsubscribe()
	})
	return g, nil
}

func newBuffer(n int) *[]byte {
	b := make([]byte, 0, n)
	return &b
}

// since is the time that the gateway has run, on the monotonic clock.
func (g *Gateway) since() time.Duration { return time.Since(g.born) }

// wake is the bus subscriber.
func (g *Gateway) wake(w bot.Wake) {
	g.hub.wake(w)
	if w.Case || w.Seq > 0 && g.lists.live.Load() {
		g.lists.touch()
	}
}

// Customers returns the handler of /ws.
func (g *Gateway) Customers() http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		address, status := g.screen(w, r, wire.Customers)
		if status != 0 {
			return
		}
		t := g.upgrade(w, r, wire.Customers)
		if t == nil {
			g.rates.disconnect(address)
			return
		}
		s := newSocket(g, t, wire.Customers, address)
		s.peer = &customer{s: s}
		g.serve(s, t)
	})
}

// Desk returns the handler of /desk/ws.
func (g *Gateway) Desk() http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		address, status := g.screen(w, r, wire.Agents)
		if status != 0 {
			return
		}
		who, ok := g.staff(w, r)
		if !ok {
			g.rates.disconnect(address)
			return
		}
		t := g.upgrade(w, r, wire.Agents)
		if t == nil {
			g.rates.disconnect(address)
			return
		}
		s := newSocket(g, t, wire.Agents, address)
		s.peer = newAgent(s, r, who)
		s.greeted.Store(true)
		s.sender, s.rate = agentActor(who).Sender(), g.limits.Agent
		g.arrived(who.ID)
		g.serve(s, t)
	})
}

// remember takes s in, unless the gateway stops; release or forget must follow.
func (g *Gateway) remember(s *socket) bool {
	g.meter.sockets.WithLabelValues(sideName(s.side)).Inc()
	g.mu.Lock()
	defer g.mu.Unlock()
	if g.stopping {
		return false
	}
	s.slot = g.started % len(g.slots)
	g.slots[s.slot][s] = struct{}{}
	g.started++
	g.open++
	if s.side == wire.Customers {
		g.fresh = append(g.fresh, greeting{s, time.Now().Add(g.limits.Hello)})
	}
	return true
}

// release gives back what s holds.
func (g *Gateway) release(s *socket) {
	s.line.cut()
	g.rates.disconnect(s.address)
	g.meter.sockets.WithLabelValues(sideName(s.side)).Dec()
}

// forget is the end of s.
func (g *Gateway) forget(s *socket) {
	g.release(s)
	s.rest()
	s.peer.gone()
	g.mu.Lock()
	defer g.mu.Unlock()
	delete(g.slots[s.slot], s)
	if g.open--; g.stopping && g.open == 0 {
		closeOnce(g.empty)
	}
}

// enter begins a frame, unless the gateway stops; leave must follow.
func (g *Gateway) enter() bool {
	g.mu.Lock()
	defer g.mu.Unlock()
	if g.stopping {
		return false
	}
	g.running++
	return true
}

func (g *Gateway) leave() {
	g.mu.Lock()
	defer g.mu.Unlock()
	if g.running--; g.stopping && g.running == 0 {
		closeOnce(g.drained)
	}
}

// closeOnce closes c if it is open. Callers hold the lock that guards c.
func closeOnce(c chan struct{}) {
	select {
	case <-c:
	default:
		close(c)
	}
}

// Shutdown takes no more frames and handshakes, waits for the commands under
// way, sends their acks, and closes every socket with a code that says "come
// back". When ctx ends first it cuts commands and connections off and returns
// ctx's error. Shutdown blocks until every goroutine of the gateway has ended;
// a second call waits for the first.
func (g *Gateway) Shutdown(ctx context.Context) error {
	g.stop()
	err := wait(ctx, g.drained)
	for _, s := range g.all() {
		s.close(wire.CloseStopping)
	}
	err = errors.Join(err, wait(ctx, g.empty))
	g.cancel()
	for _, s := range g.all() {
		s.line.cut() // out of patience; the peer learns it from the network
	}
	<-g.empty
	g.mu.Lock()
	closeOnce(g.ending)
	g.mu.Unlock()
	g.helper.Wait()
	if err != nil {
		return fmt.Errorf("stop gateway: %w", err)
	}
	return nil
}

// stop turns new work away.
func (g *Gateway) stop() {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.stopping = true
	if g.running == 0 {
		closeOnce(g.drained)
	}
	if g.open == 0 {
		closeOnce(g.empty)
	}
}

func wait(ctx context.Context, done <-chan struct{}) error {
	select {
	case <-done:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

// all returns the sockets that are open now.
func (g *Gateway) all() []*socket {
	g.mu.Lock()
	defer g.mu.Unlock()
	all := make([]*socket, 0, g.open)
	for _, part := range g.slots {
		all = slices.AppendSeq(all, maps.Keys(part))
	}
	return all
}

// do has the engine carry out a command of s and answers frame id.
func (g *Gateway) do(s *socket, id chat.ClientID, cmd bot.Command) wire.Code {
	seq, err := g.carryOut(s.side, cmd)
	if err != nil {
		return s.sorry(id, "carry out command", err)
	}
	s.acknowledge(id, seq)
	return ""
}

// carryOut has the engine carry out a command of one side.
func (g *Gateway) carryOut(side wire.Side, cmd bot.Command) (chat.Seq, error) {
	ctx, cancel := context.WithTimeout(g.base, g.limits.Command)
	defer cancel()
	start := time.Now()
	seq, err := g.o.Engine.Do(ctx, cmd)
	if err == nil {
		g.meter.acked(side, start)
	}
	return seq, err
}
