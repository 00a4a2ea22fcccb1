package store

import (
	"fmt"
	"slices"
	"sync"

	"github.com/hashicorp/golang-lru/v2/simplelru"

	"yiwen/bot/chat"
)

// keepEvents is how many of a conversation's newest events stay in memory at
// least; twice as many at most. Followers are one turn behind, hardly ever more.
const keepEvents = 8

// tails keeps the newest events of the conversations written to last, so that
// the delivery after each commit needs no SQL. It is filled after the commit
// only: what it returns is durable. It relies on this process being the only
// writer. Safe for concurrent use.
type tails struct {
	mu  sync.Mutex
	lru *simplelru.LRU[chat.ConversationID, []chat.Event] // guarded by mu; dense, never empty
}

func newTails(conversations int) (*tails, error) {
	lru, err := simplelru.NewLRU[chat.ConversationID, []chat.Event](conversations, nil)
	if err != nil {
		return nil, fmt.Errorf("make the cache of newest events: %w", err)
	}
	return &tails{lru: lru}, nil
}

// add takes the events of a committed turn, and which older ones it took back.
func (t *tails) add(events []chat.Event, recalled []chat.Seq) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if n := len(events); n > keepEvents {
		events = events[n-keepEvents:]
	}
	id := events[0].Conversation
	tail, _ := t.lru.Get(id)
	switch n := len(tail); {
	case n == 0 || tail[n-1].Seq+1 != events[0].Seq:
		tail = nil
	case n+len(events) > 2*keepEvents:
		copy(tail, tail[n-keepEvents:])
		clear(tail[keepEvents:])
		tail = tail[:keepEvents]
	}
	tail = append(tail, events...)
	for _, seq := range recalled {
		// In place: readers have copies.
		if i := int(seq - tail[0].Seq); i >= 0 && i < len(tail) {
			tail[i].Recalled = true
		}
	}
	t.lru.Add(id, tail)
}

// after returns at most limit events after seq, and whether the tail reaches
// back that far.
func (t *tails) after(id chat.ConversationID, seq chat.Seq, limit int) ([]chat.Event, bool) {
	t.mu.Lock()
	defer t.mu.Unlock()
	tail, ok := t.lru.Get(id)
	if !ok || seq < tail[0].Seq-1 {
		return nil, false
	}
	rest := tail[min(int(seq-tail[0].Seq)+1, len(tail)):]
	return slices.Clone(rest[:min(limit, len(rest))]), true
}
