package bot

import (
	"container/list"
	"context"
	"sync"

	"yiwen/bot/chat"
)

// mailbox lets one turn at a time into a conversation, in the order in which
// they came, and keeps the state of conversations that were busy lately so that
// a turn need not load it. Conversations do not wait for each other.
//
// What it keeps is a guess: on another node the log may have gone on. The
// conditional append finds out, and the turn is computed again.
type mailbox struct {
	most int // boxes kept when nobody is inside

	mu    sync.Mutex // guards what follows
	boxes map[chat.ConversationID]*box
	idle  *list.List // of *box, longest idle first
}

// box is the place of one conversation.
type box struct {
	id     chat.ConversationID
	turn   chan struct{} // holds one token: the right to be inside
	inside int           // inside or waiting to be; guarded by mailbox.mu
	place  *list.Element // in idle, or nil; guarded by mailbox.mu

	state *state // what is known, or nil; only for who is inside
}

// state is a conversation as a turn needs it.
type state struct {
	conversation chat.Conversation
	memory       Memory
}

func newMailbox(most int) *mailbox {
	return &mailbox{most: most, boxes: map[chat.ConversationID]*box{}, idle: list.New()}
}

// enter waits for the caller's turn in conversation id; leave must follow. It
// gives up when ctx ends.
func (m *mailbox) enter(ctx context.Context, id chat.ConversationID) (*box, error) {
	m.mu.Lock()
	b := m.boxes[id]
	if b == nil {
		b = &box{id: id, turn: make(chan struct{}, 1)}
		b.turn <- struct{}{}
		m.boxes[id] = b
	}
	b.inside++
	if b.place != nil {
		m.idle.Remove(b.place)
		b.place = nil
	}
	m.mu.Unlock()
	select {
	case <-b.turn:
		return b, nil
	case <-ctx.Done():
		m.release(b)
		return nil, context.Cause(ctx)
	}
}

// leave lets the next turn in.
func (m *mailbox) leave(b *box) {
	b.turn <- struct{}{}
	m.release(b)
}

// release takes the caller out of b and drops the longest idle boxes.
func (m *mailbox) release(b *box) {
	m.mu.Lock()
	defer m.mu.Unlock()
	b.inside--
	if b.inside == 0 {
		b.place = m.idle.PushBack(b)
	}
	for m.idle.Len() > m.most {
		old := m.idle.Remove(m.idle.Front()).(*box)
		delete(m.boxes, old.id)
	}
}
