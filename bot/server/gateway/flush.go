package gateway

import (
	"errors"
	"os"

	"yiwen/bot/wire"
)

// batch is a number of frames in one buffer.
type batch struct {
	buf     []byte
	ends    []int // of the frames in buf
	largest int   // bytes of the largest frame
}

// keptBatch is the greatest buffer that goes back to the pool.
const keptBatch = 64 << 10

// add has build append one frame, or leaves the batch as it was.
func (b *batch) add(build func(dst []byte) ([]byte, error)) error {
	n := len(b.buf)
	buf, err := build(b.buf)
	if err != nil {
		b.buf = b.buf[:n]
		return err
	}
	b.buf, b.ends, b.largest = buf, append(b.ends, len(buf)), max(b.largest, len(buf)-n)
	return nil
}

func (b *batch) reset() { b.buf, b.ends, b.largest = b.buf[:0], b.ends[:0], 0 }

// beside is how many bytes wait besides the largest frame. A snapshot of long
// lists, or a page of long messages, is what its reader asked for: however large it
// is, it does not show that he is slow.
func (b *batch) beside() int { return len(b.buf) - b.largest }

// recycle gives a batch back.
func (g *Gateway) recycle(b *batch) {
	if b != nil && cap(b.buf) <= keptBatch {
		b.reset()
		g.batches.Put(b)
	}
}

// work is what flush took over in one round.
type work struct {
	out     *batch
	due     *feed
	ping    bool
	closing wire.CloseCode
}

// next takes over everything that waits, or gives up the right to write.
func (s *socket) next() (work, bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if !s.pending() {
		s.busy = false
		return work{}, false
	}
	w := work{s.out, s.due, s.ping, s.closing}
	s.out, s.due, s.ping = nil, nil, false
	s.closed = w.closing != 0
	return w, true
}

// flush writes until nothing waits. Only the one who made busy true calls it.
func (s *socket) flush() {
	for {
		w, ok := s.next()
		if !ok {
			return
		}
		if err := s.do(w); err != nil {
			s.fail(err)
		}
		s.g.recycle(w.out)
	}
}

// do writes one round of work.
func (s *socket) do(w work) error {
	if w.closing != 0 {
		return s.farewell(w)
	}
	// The answers and the first page of events leave together.
	if err := s.line.gather(w.out); err != nil {
		return broken{err}
	}
	if w.ping {
		if err := s.line.ping(); err != nil {
			return broken{err}
		}
	}
	if err := s.pump(w.due); err != nil {
		return err
	}
	return s.pour()
}

// pump moves a list of feeds forward.
func (s *socket) pump(due *feed) error {
	if due == nil {
		return nil
	}
	page := s.g.batches.Get().(*batch)
	defer s.g.recycle(page)
	for f := due; f != nil; {
		next := s.unlink(f)
		if err := f.pump(s.g.base, page); err != nil {
			return err
		}
		f = next
	}
	return nil
}

// unlink takes the first feed of a list out of it, and returns the next. From
// then on wakes can queue f again.
func (s *socket) unlink(f *feed) (next *feed) {
	s.mu.Lock()
	defer s.mu.Unlock()
	next, f.due, f.queued = f.due, nil, false
	return next
}

// write writes the frames of b, and whatever was gathered before.
func (s *socket) write(b *batch) error {
	if err := s.line.gather(b); err != nil {
		return broken{err}
	}
	return s.pour()
}

func (s *socket) pour() error {
	if err := s.line.pour(); err != nil {
		return broken{err}
	}
	return nil
}

// farewell writes what still waits and why this is the end. What waits for a
// slow reader is what he is closed for.
func (s *socket) farewell(w work) error {
	s.g.meter.closed(s.side, w.closing)
	if w.closing != wire.CloseSlow {
		if err := s.line.gather(w.out); err != nil {
			return broken{err}
		}
	}
	if err := s.line.farewell(w.closing); err != nil {
		return broken{err}
	}
	return nil
}

// broken is an error of the connection: nothing more can be written to it.
type broken struct{ error }

// Unwrap returns the cause.
func (b broken) Unwrap() error { return b.error }

// fail ends the socket after an error in flush.
func (s *socket) fail(err error) {
	var b broken
	if !errors.As(err, &b) {
		if s.g.base.Err() == nil {
			s.g.o.Logger.Error("socket cannot go on", "side", sideName(s.side), "err", err)
		}
		s.close(wire.CloseInternal)
		return
	}
	s.mu.Lock()
	slow := s.closing == 0 && errors.Is(err, os.ErrDeadlineExceeded)
	s.closing, s.closed = wire.CloseSlow, true
	s.mu.Unlock()
	if slow {
		s.g.meter.closed(s.side, wire.CloseSlow)
	}
	// Nobody is left to tell: run ends with the connection. Its error adds nothing.
	s.line.cut()
}
