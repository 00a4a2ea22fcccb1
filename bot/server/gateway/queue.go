package gateway

import (
	"context"
	"errors"
	"net"
	"os"
	"slices"
	"sync"
	"time"

	"yiwen/bot/wire"
)

// pollAnswer is how many bytes of frames one answer carries, besides the first
// frame: what a line of 1 KiB/s brings before anybody gives it up.
const pollAnswer = 32 << 10

// queue is a transport whose peer comes to fetch. A frame is kept until a later
// fetch says that it arrived, so that an answer that is cut loses nothing. It is
// safe for concurrent use.
type queue struct {
	most  int           // bytes that may wait before a batch is added
	stall time.Duration // how long gather waits for the peer
	over  func()        // called once, in a goroutine of its own, when the queue has ended

	mu      sync.Mutex    // guards what follows
	changed chan struct{} // closed at every change, and replaced
	frames  [][]byte
	first   int64 // the number of frames[0]; all before it arrived
	open    int   // of frames: how many may be fetched, because they were poured
	bytes   int   // of frames
	reader  int   // who came last to fetch
	closed  wire.CloseCode
	ended   bool // nothing is added any more
}

// portion is what one fetch gets.
type portion struct {
	next   int64 // what the next fetch says that it has
	frames [][]byte
	closed wire.CloseCode // what follows the frames; 0 = the session goes on
}

var (
	// errForgotten is the error of a fetch of what arrived already by its own word.
	errForgotten = errors.New("these frames were acknowledged")
	// errUnsent is the error of a fetch that says it has what was never sent.
	errUnsent = errors.New("these frames were never sent")
)

func newQueue(most int, stall time.Duration, over func()) *queue {
	return &queue{most: most, stall: stall, over: over, changed: make(chan struct{})}
}

// change wakes all who wait. q.mu is held.
func (q *queue) change() {
	close(q.changed)
	q.changed = make(chan struct{})
}

// gather implements transport. It blocks while more waits than may, so that a batch,
// however large, is all that there ever is beside that.
func (q *queue) gather(b *batch) error {
	if b == nil || len(b.ends) == 0 {
		return nil
	}
	own := slices.Clone(b.buf) // b goes back to its pool
	q.mu.Lock()
	defer q.mu.Unlock()
	if err := q.room(); err != nil {
		return err
	}
	if q.ended {
		return net.ErrClosed
	}
	start := 0
	for _, end := range b.ends {
		q.frames = append(q.frames, own[start:end:end])
		start = end
	}
	q.bytes += len(own)
	return nil
}

// pour implements transport.
func (q *queue) pour() error {
	q.mu.Lock()
	defer q.mu.Unlock()
	q.unlid()
	return nil
}

// unlid lets all that was gathered be fetched. q.mu is held.
func (q *queue) unlid() {
	if q.open < len(q.frames) {
		q.open = len(q.frames)
		q.change()
	}
}

// room waits until no more waits than may. Who is too slow is cut off. q.mu is held,
// but while room waits.
func (q *queue) room() error {
	if !q.full() {
		return nil
	}
	q.unlid() // or nobody could make room
	late := time.NewTimer(q.stall)
	defer late.Stop()
	for q.full() {
		changed := q.changed
		q.mu.Unlock()
		select {
		case <-changed:
			q.mu.Lock()
		case <-late.C:
			q.mu.Lock()
			q.end(wire.CloseSlow)
			return os.ErrDeadlineExceeded
		}
	}
	return nil
}

// full reports whether the peer is to fetch before more is added. q.mu is held.
func (q *queue) full() bool { return !q.ended && q.bytes > q.most }

// ping implements transport: a peer that comes gives signs of life by itself.
func (q *queue) ping() error { return nil }

// farewell implements transport.
func (q *queue) farewell(code wire.CloseCode) error {
	q.mu.Lock()
	defer q.mu.Unlock()
	q.end(code)
	return nil
}

// cut implements transport. Who still comes is told to come back.
func (q *queue) cut() {
	q.mu.Lock()
	defer q.mu.Unlock()
	q.end(wire.CloseStopping)
}

// end is the end of the queue; the first code counts. q.mu is held.
func (q *queue) end(code wire.CloseCode) {
	if q.ended {
		return
	}
	q.closed, q.ended, q.open = code, true, len(q.frames)
	q.change()
	go q.over()
}

// fetch returns the frames from number after on, and forgets those before it. It
// blocks until there is one, the queue has ended, another fetch takes over or ctx
// ends; in the last two cases it returns none.
func (q *queue) fetch(ctx context.Context, after int64) (portion, error) {
	q.mu.Lock()
	defer q.mu.Unlock()
	if err := q.acknowledge(after); err != nil {
		return portion{}, err
	}
	q.reader++
	own := q.reader
	q.change()
	for q.reader == own && q.open == 0 && !q.ended && ctx.Err() == nil {
		changed := q.changed
		q.mu.Unlock()
		select {
		case <-changed:
		case <-ctx.Done():
		}
		q.mu.Lock()
	}
	if q.reader != own {
		return portion{next: after}, nil
	}
	return q.portion(), nil
}

// acknowledge forgets the frames before number after. q.mu is held.
func (q *queue) acknowledge(after int64) error {
	n := after - q.first
	switch {
	case n < 0:
		return errForgotten
	case n > int64(q.open):
		return errUnsent
	}
	for _, f := range q.frames[:n] {
		q.bytes -= len(f)
	}
	q.frames = slices.Delete(q.frames, 0, int(n)) // which forgets their bytes, too
	q.first, q.open = after, q.open-int(n)
	if len(q.frames) == 0 {
		q.frames = nil
	}
	return nil
}

// portion returns what one answer carries of what may be fetched. q.mu is held.
func (q *queue) portion() portion {
	n, size := 0, 0
	for n < q.open && (n == 0 || size+len(q.frames[n]) <= pollAnswer) {
		size += len(q.frames[n])
		n++
	}
	p := portion{next: q.first + int64(n), frames: slices.Clone(q.frames[:n])}
	if q.ended && n == q.open {
		p.closed = q.closed
	}
	return p
}

// state returns the close code; 0 = open.
func (q *queue) state() wire.CloseCode {
	q.mu.Lock()
	defer q.mu.Unlock()
	return q.closed
}
