package gateway

import (
	"context"
	"fmt"
	"sync/atomic"

	"yiwen/bot/chat"
	"yiwen/bot/fault"
	"yiwen/bot/wire"
)

// pageSize is how many events are read and encoded at a time: what waits in
// memory for a slow reader.
const pageSize = 50

// feed is one socket's place in one conversation's log. Whoever writes for the
// socket moves it forward by reading the log; nothing is pushed into it.
type feed struct {
	s      *socket
	id     chat.ConversationID
	reader chat.Actor
	// user is of a customer whom his shop signed in: its id of him. Guarded by
	// hub.mu once the feed has joined.
	user string
	// signer is what let him in as that user; likewise guarded.
	signer signer

	// Guarded by s.mu.
	ready  bool     // begun: the place is known
	gone   bool     // no longer followed
	queued bool     // in s.due
	wanted chat.Seq // the log is known to reach this far
	marked chat.Seq // how far the other side has looked, as its reader was told
	due    *feed    // next in s.due

	// Only for who writes for the socket, once the feed is ready.
	sent chat.Seq
	// past is the end of the log when the feed began, or when the reader's right
	// to look was judged last: what comes after is new.
	past chat.Seq

	next *feed // next of the same conversation; guarded by hub.mu

	called bool // an agent's who was mentioned when he came; only for handle
	// served says, of a customer's, that a person has the case.
	served atomic.Bool

	// Of agents, guarded by hub.mu.
	viewing bool             // he may look, and does
	others  []wire.Colleague // who else does, as he was told last
}

// begin says from where on the log is sent, and how far it is known to reach.
func (f *feed) begin(after, seq chat.Seq) {
	f.s.mu.Lock()
	f.sent, f.past, f.ready = after, seq, true
	f.wanted = max(f.wanted, seq)
	f.s.enqueue(f)
	f.s.unlock()
}

// wake says that the log reaches seq.
func (f *feed) wake(seq chat.Seq) {
	f.s.mu.Lock()
	if seq > f.wanted {
		f.wanted = seq
		f.s.enqueue(f)
	}
	f.s.unlock()
}

// look has the log read once more although nobody said that it grew.
func (f *feed) look() {
	f.s.mu.Lock()
	f.wanted++
	f.s.enqueue(f)
	f.s.unlock()
}

// end stops the feed; what is being written still goes out.
func (f *feed) end() {
	f.s.mu.Lock()
	defer f.s.mu.Unlock()
	f.gone = true
}

// target returns how far the log is to be sent, or 0 when the feed has ended.
func (f *feed) target() chat.Seq {
	f.s.mu.Lock()
	defer f.s.mu.Unlock()
	if f.gone {
		return 0
	}
	return f.wanted
}

// settle takes back a target that the log does not reach.
func (f *feed) settle(target chat.Seq) {
	f.s.mu.Lock()
	defer f.s.mu.Unlock()
	if f.wanted == target {
		f.wanted = f.sent
	}
}

// pump writes events until the feed is where the log is. Only who writes for
// the socket calls it.
func (f *feed) pump(ctx context.Context, b *batch) error {
	for {
		target := f.target()
		if target <= f.sent {
			return nil
		}
		events, err := f.s.g.o.Log.Events(ctx, f.id, f.sent, pageSize)
		if err != nil {
			return fmt.Errorf("read events of %s after %d: %w", f.id, f.sent, err)
		}
		if len(events) == 0 {
			f.settle(target)
			continue // a wake may have come meanwhile
		}
		if err := f.page(ctx, b, events); err != nil {
			return err
		}
	}
}

// page writes one page of events. It stops early where the reader may look no
// further.
func (f *feed) page(ctx context.Context, b *batch, events []chat.Event) error {
	b.reset()
	from, past := f.sent, f.past
	for _, e := range events {
		if e.Seq != f.sent+1 {
			return fmt.Errorf("log of %s has %d after %d", f.id, e.Seq, f.sent)
		}
		if err := b.add(func(dst []byte) ([]byte, error) { return wire.AppendEvent(dst, f.s.g.faces.put(e), f.reader) }); err != nil {
			return err
		}
		f.sent = e.Seq
		over, err := f.moved(ctx, e)
		if err != nil {
			return err
		}
		if over {
			f.end()
			f.s.g.hub.turnAway(f)
			if err := b.add(f.ended); err != nil {
				return err
			}
			break
		}
	}
	if err := f.s.write(b); err != nil {
		return err
	}
	f.s.active.Store(int64(f.s.g.since()))
	f.s.g.meter.delivered(f.s.side, f.s.g.o.Clock(), events[:f.sent-from], past)
	return nil
}

// moved hears of every event that goes out and reports whether the reader may
// see no more. Events that move the case change who waits and who may look.
func (f *feed) moved(ctx context.Context, e chat.Event) (over bool, err error) {
	var waits, served bool
	switch e.Payload.Kind() {
	case chat.KindHandoff, chat.KindTransferred:
		waits = true
	case chat.KindAssigned:
		served = true
	case chat.KindReturned, chat.KindClosed:
	case chat.KindTicketed:
		served = f.served.Load() // it takes a case out of the line, and from nobody
	case chat.KindInvited:
		if f.reader.Kind == chat.Customer {
			return false, nil
		}
	default:
		return false, nil
	}
	if f.reader.Kind == chat.Customer {
		f.served.Store(served)
		f.s.g.lists.waits(f, waits)
		return false, nil
	}
	if e.Seq <= f.past {
		return false, nil
	}
	err = f.s.peer.mayGoOn(ctx, f)
	if fault.Is(err, fault.Denied) {
		return true, nil
	}
	return false, err
}

// ended builds the frame that tells an agent that a follow is over.
func (f *feed) ended(dst []byte) ([]byte, error) {
	refusal := wire.Refuse("", wire.Denied, "这个会话已不在您的权限范围内。")
	refusal.Conversation = f.id
	return wire.Append(dst, refusal)
}
