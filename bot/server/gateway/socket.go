package gateway

import (
	"context"
	"errors"
	"io"
	"net/netip"
	"runtime/debug"
	"slices"
	"sync"
	"sync/atomic"
	"time"

	"golang.org/x/time/rate"

	"yiwen/bot/chat"
	"yiwen/bot/wire"
)

const (
	// closeGrace is how long a peer has to answer a close frame. Closing at once
	// would have TCP throw away the close frame together with unread input.
	closeGrace = time.Second
	// badFrames in a row, or refusedFrames over the rate limit in a row, end a
	// socket: nobody who means well sends them.
	badFrames     = 20
	refusedFrames = 200
)

// peer is who is at the other end: a customer or an agent.
type peer interface {
	// handle carries out a frame and returns "" or why it was refused. It is
	// called by one goroutine.
	handle(f wire.Frame) wire.Code
	// mayGoOn returns nil when the peer may see more of f, whose case has moved,
	// and a fault.Denied when not. It is called by who writes for the socket.
	mayGoOn(ctx context.Context, f *feed) error
	// gone is called once, after the last handle.
	gone()
}

// socket is one session of a peer. Frames are taken from its transport, a
// WebSocket connection (see run) or requests (see poll), one at a time; flush
// writes, one at a time, by whoever found busy false and made it true.
type socket struct {
	g       *Gateway
	line    transport
	side    wire.Side
	peer    peer
	address netip.Addr
	slot    int // of Gateway.slots

	seen    atomic.Int64 // last sign of life, nanoseconds since g.born
	active  atomic.Int64 // last command or event, likewise
	greeted atomic.Bool  // hello was answered; always true for agents

	// Only for who takes frames. They come out of a bucket: the peer's own, shared with his
	// other sockets, once sender names him, else this socket's.
	sender       string
	rate         Rate
	limiter      *rate.Limiter // nil until the first frame: idle sockets need none
	hints        *rate.Limiter // of suggests; nil until the first
	bad, refused int

	writers sync.WaitGroup // flushes that unlock started
	mu      sync.Mutex     // guards what follows
	busy    bool           // somebody writes, or will before long
	out     *batch         // answers to write, or nil
	due     *feed          // feeds that have events to write
	ping    bool
	closing wire.CloseCode // 0 = open
	closed  bool           // the close frame was written, or the connection is gone
}

func newSocket(g *Gateway, line transport, side wire.Side, address netip.Addr) *socket {
	s := &socket{g: g, line: line, side: side, address: address, rate: g.limits.Visitor}
	s.alive()
	return s
}

// alive notes a sign of life.
func (s *socket) alive() { s.seen.Store(int64(s.g.since())) }

// read takes one message from r, and reports whether the connection is whole.
func (s *socket) read(r io.Reader) bool {
	buf := s.g.inputs.Get().(*[]byte)
	b, err := fill(r, *buf)
	switch {
	case errors.Is(err, errTooLarge):
		s.close(wire.CloseTooLarge)
	case err != nil:
		return false
	case s.g.enter():
		held := s.hold()
		s.take(b)
		s.g.leave()
		if held {
			s.flush()
		}
	}
	s.g.inputs.Put(buf)
	return true
}

var errTooLarge = errors.New("frame too large")

// fill reads r to its end into b, or into a greater buffer that grows with what
// has really come, so that a header that promises much costs nothing.
func fill(r io.Reader, b []byte) ([]byte, error) {
	b = b[:0]
	for {
		if len(b) == cap(b) {
			b = slices.Grow(b, len(b))
		}
		n, err := r.Read(b[len(b):cap(b)])
		b = b[:len(b)+n]
		switch {
		case len(b) > wire.MaxFrame:
			return nil, errTooLarge
		case err == io.EOF:
			return b, nil
		case err != nil:
			return nil, err
		}
	}
}

// take decodes a frame, holds it against the rate limit and has it carried out.
func (s *socket) take(b []byte) {
	f, err := wire.DecodeClient(s.side, b)
	switch ask, typing := f.(*wire.Suggest); {
	case typing && s.sender != "":
		if !s.suggests().Allow() {
			s.hush(ask.ID)
			return
		}
	case !s.limit().Allow():
		s.flood(f, err)
		return
	}
	s.refused = 0
	if err != nil {
		s.strange(err)
		return
	}
	s.bad = 0
	s.active.Store(int64(s.g.since()))
	defer func() {
		// A defect in what a frame touches must cost its sender an error and not
		// everybody else their connection.
		if p := recover(); p != nil {
			s.g.o.Logger.Error("panic while carrying out a frame", "type", f.Type(), "panic", p, "stack", string(debug.Stack()))
			s.refuse(wire.Refuse(f.Header().ID, wire.Internal, internalText))
			s.g.meter.frame(s.side, f.Type(), wire.Internal)
		}
	}()
	s.g.meter.frame(s.side, f.Type(), s.peer.handle(f))
}

// strange answers a frame that did not pass the door.
func (s *socket) strange(err error) {
	var refusal *wire.Error
	if !errors.As(err, &refusal) {
		refusal = wire.Refuse("", wire.Internal, internalText)
	}
	s.g.meter.frame(s.side, "", refusal.Code)
	s.refuse(refusal)
	if refusal.Code != wire.BadFrame {
		s.bad = 0
	} else if s.bad++; s.bad >= badFrames {
		s.close(wire.CloseProtocol)
	}
}

// flood answers a frame over the rate limit, which decoded as f or err.
func (s *socket) flood(f wire.Frame, err error) {
	var id chat.ClientID
	var kind wire.Type
	var refusal *wire.Error
	if f != nil {
		id, kind = f.Header().ID, f.Type()
	} else if errors.As(err, &refusal) {
		id = refusal.ID
	}
	s.g.meter.frame(s.side, kind, wire.RateLimited)
	if s.refused++; s.refused >= refusedFrames {
		s.close(wire.CloseFlood)
		return
	}
	if id != "" {
		s.refuse(wire.Refuse(id, wire.RateLimited, "您发送得太快了，请稍后再试。"))
	}
}

// limit returns the bucket of the peer's frames.
func (s *socket) limit() *rate.Limiter {
	if s.limiter == nil && s.sender != "" {
		s.limiter = s.g.rates.sender(s.sender, s.rate)
	} else if s.limiter == nil {
		s.limiter = rate.NewLimiter(rate.Limit(s.rate.PerSecond), s.rate.Burst)
	}
	return s.limiter
}

// put has build append a frame to what will be written. It never blocks for the
// peer. A frame for a socket that closes is dropped: the client comes back and
// asks again.
func (s *socket) put(build func(dst []byte) ([]byte, error)) {
	s.mu.Lock()
	defer s.unlock()
	switch {
	case s.closing != 0:
	case s.out != nil && s.out.beside() > s.g.limits.Pending:
		s.closing = wire.CloseSlow
	default:
		if s.out == nil {
			s.out = s.g.batches.Get().(*batch)
		}
		if err := s.out.add(build); err != nil {
			s.g.o.Logger.Error("encode frame", "err", err)
		}
	}
}

// answer puts a frame that is the same for every reader.
func (s *socket) answer(a wire.Answer) {
	s.put(func(dst []byte) ([]byte, error) { return wire.Append(dst, a) })
}

// acknowledge puts an ack.
func (s *socket) acknowledge(id chat.ClientID, seq chat.Seq) {
	s.put(func(dst []byte) ([]byte, error) { return wire.AppendAck(dst, id, seq), nil })
}

// refuse puts an error frame.
func (s *socket) refuse(e *wire.Error) { s.answer(e) }

// close has the socket closed with code after what waits was written. The first
// code counts.
func (s *socket) close(code wire.CloseCode) {
	s.mu.Lock()
	if s.closing == 0 {
		s.closing = code
	}
	s.unlock()
}

// beat has a ping written.
func (s *socket) beat() {
	s.mu.Lock()
	s.ping = true
	s.unlock()
}

func (s *socket) isClosing() bool { return s.closeCode() != 0 }

// closeCode returns with what the socket closes, or 0.
func (s *socket) closeCode() wire.CloseCode {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.closing
}

// hold makes the caller the one who writes, if nobody is; he must call flush or
// pass.
func (s *socket) hold() bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	held := !s.busy
	s.busy = true
	return held
}

// pass has a goroutine of its own flush in place of the caller, who holds s. The
// socket must not be forgotten meanwhile.
func (s *socket) pass() {
	s.writers.Add(1)
	go s.flushAside()
}

// flushAside is a goroutine that writes.
func (s *socket) flushAside() {
	defer s.writers.Done()
	s.flush()
}

// enqueue puts f among the feeds to be pumped. s.mu is held.
func (s *socket) enqueue(f *feed) {
	if f.ready && !f.gone && !f.queued {
		f.queued, f.due = true, s.due
		s.due = f
	}
}

// unlock releases s.mu and sees to it that somebody writes what is to be written.
func (s *socket) unlock() {
	start := !s.busy && s.pending()
	if start {
		s.busy = true
		s.writers.Add(1)
	}
	s.mu.Unlock()
	if start {
		go s.flushAside()
	}
}

// rest waits for who still writes. The connection is closed, so that is soon.
func (s *socket) rest() {
	s.mu.Lock()
	s.closed = true
	s.mu.Unlock()
	s.writers.Wait()
}

// pending reports whether there is anything to write. s.mu is held.
func (s *socket) pending() bool {
	return !s.closed && (s.out != nil || s.due != nil || s.ping || s.closing != 0)
}
