// Package bus carries wake-ups between the parts of one process: from the turn
// that was committed to the sockets that follow the conversation.
//
// What it promises: Publish never blocks. Each subscriber is called by a
// goroutine of its own, one call at a time, so that a slow one keeps nobody
// waiting. Every Wake that is published while a subscription stands reaches it,
// but while the subscriber is busy the wakes of one conversation become one:
// the greatest Seq, Case if any had it, the newest Typing and the furthest Read of each sender. Within
// a conversation Seq never goes back from one call to the next.
//
// What it does not do: it keeps nothing for those who subscribe later, reaches
// no other process and knows nothing of what happened. A Wake is a hint; the
// log is the truth. When more than MaxWaiting conversations wait for a
// subscriber, typing is dropped, which nobody misses, and so are read marks,
// which their reader sends again with the next event.
package bus

import (
	"sync"

	"yiwen/bot"
	"yiwen/bot/chat"
)

// MaxWaiting is the number of conversations waiting for a slow subscriber from
// which on typing and read marks are dropped.
const MaxWaiting = 10_000

// maxTyping bounds the typing of one conversation that waits; more people than
// that do not type at once.
const maxTyping = 4

// maxReads bounds the read marks of one conversation that wait: its customer, the
// agent who has the case, and those who had it a moment before.
const maxReads = 4

// Bus is the in-process bus. It is safe for concurrent use.
type Bus struct {
	mu   sync.RWMutex
	subs map[*subscription]struct{} // guarded by mu
}

var _ bot.Publisher = (*Bus)(nil)

// New returns a bus without subscribers.
func New() *Bus { return &Bus{subs: map[*subscription]struct{}{}} }

// Publish implements bot.Publisher. It never blocks for a subscriber.
func (b *Bus) Publish(w bot.Wake) {
	b.mu.RLock()
	defer b.mu.RUnlock()
	for s := range b.subs {
		s.add(w)
	}
}

// Subscribe has f called with every Wake published from now on, until cancel.
// f may block; it delays nobody else. cancel may be called more than once; when
// it returns f is not running and never runs again, so f must not call it.
func (b *Bus) Subscribe(f func(bot.Wake)) (cancel func()) {
	s := &subscription{
		waiting: map[chat.ConversationID]*parcel{},
		ready:   make(chan struct{}, 1), stop: make(chan struct{}), done: make(chan struct{}),
	}
	b.mu.Lock()
	b.subs[s] = struct{}{}
	b.mu.Unlock()
	go s.run(f)
	var once sync.Once
	return func() {
		once.Do(func() {
			b.mu.Lock()
			delete(b.subs, s)
			b.mu.Unlock()
			close(s.stop)
		})
		<-s.done
	}
}
