package bot

import (
	"context"
	"slices"
	"sync"

	"yiwen/bot/chat"
	"yiwen/bot/fault"
	"yiwen/handoff/ticket"
)

// MemoryLog is a Log in memory with the tickets of its turns, for `yiwen ask` and
// for tests. It keeps every promise of Log and Tickets but the one about power
// cuts; what a turn tells of reviews and questions it forgets.
type MemoryLog struct {
	mu    sync.Mutex // guards what follows
	logs  map[chat.ConversationID]*memoryLog
	kept  map[ticket.Number]ticket.Ticket
	drawn int // numbers of tickets
}

type memoryLog struct {
	conversation chat.Conversation
	memory       []byte
	events       []chat.Event
	known        map[commandKey]chat.Seq
}

type commandKey struct {
	sender string
	cid    chat.ClientID
}

var (
	_ Log     = (*MemoryLog)(nil)
	_ Tickets = (*MemoryLog)(nil)
)

// NewMemoryLog returns an empty log.
func NewMemoryLog() *MemoryLog {
	return &MemoryLog{logs: map[chat.ConversationID]*memoryLog{}, kept: map[ticket.Number]ticket.Ticket{}}
}

// Load implements Log.
func (l *MemoryLog) Load(_ context.Context, id chat.ConversationID) (chat.Conversation, []byte, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	c, ok := l.logs[id]
	if !ok {
		return chat.Conversation{}, nil, fault.New(fault.NotFound, "conversation %s does not exist", id)
	}
	return c.conversation, c.memory, nil
}

// Append implements Log.
func (l *MemoryLog) Append(_ context.Context, t *Turn) error {
	l.mu.Lock()
	defer l.mu.Unlock()
	id := t.Conversation.ID
	c, ok := l.logs[id]
	if !ok {
		c = &memoryLog{known: map[commandKey]chat.Seq{}}
	}
	if c.conversation.Seq != t.Expect {
		return fault.New(fault.Conflict, "conversation %s is at %d, not at %d", id, c.conversation.Seq, t.Expect)
	}
	for _, e := range t.Events {
		if _, known := c.known[commandKey{e.From.Sender(), e.CID}]; known && e.CID != "" {
			return fault.New(fault.Conflict, "client id %s of %s is known already", e.CID, e.From.Sender())
		}
	}
	if t.Ticket != nil {
		if _, there := l.kept[t.Ticket.Number]; there {
			return fault.New(fault.Conflict, "ticket %s is there already", t.Ticket.Number)
		}
		l.kept[t.Ticket.Number] = *t.Ticket
	}
	for _, e := range t.Events {
		if e.CID != "" {
			c.known[commandKey{e.From.Sender(), e.CID}] = e.Seq
		}
	}
	c.conversation, c.memory = t.Conversation, t.Memory
	c.events = append(c.events, t.Events...)
	for _, e := range t.Events {
		if r, ok := e.Payload.(chat.Recalled); ok && r.Of >= 1 && int(r.Of) <= len(c.events) {
			c.events[r.Of-1].Recalled = true // readers got copies
		}
	}
	l.logs[id] = c
	return nil
}

// Acknowledged implements Log.
func (l *MemoryLog) Acknowledged(_ context.Context, id chat.ConversationID, sender string, cid chat.ClientID) (chat.Seq, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if c, ok := l.logs[id]; ok {
		return c.known[commandKey{sender, cid}], nil
	}
	return 0, nil
}

// Events implements Log.
func (l *MemoryLog) Events(_ context.Context, id chat.ConversationID, after chat.Seq, limit int) ([]chat.Event, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	c, ok := l.logs[id]
	if !ok {
		return nil, nil
	}
	from := min(max(int(after), 0), len(c.events))
	to := min(from+limit, len(c.events))
	return slices.Clone(c.events[from:to]), nil
}

// NextTicket implements Tickets. All days have one sequence.
func (l *MemoryLog) NextTicket(context.Context, string) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.drawn++
	return l.drawn, nil
}

// Ticket implements Tickets.
func (l *MemoryLog) Ticket(_ context.Context, n ticket.Number) (ticket.Ticket, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.ticket(n)
}

// ticket returns a ticket under the lock.
func (l *MemoryLog) ticket(n ticket.Number) (ticket.Ticket, error) {
	t, ok := l.kept[n]
	if !ok {
		return t, fault.New(fault.NotFound, "ticket %s does not exist", n)
	}
	return t, nil
}

// ChangeTicket implements Tickets.
func (l *MemoryLog) ChangeTicket(_ context.Context, n ticket.Number, change func(ticket.Ticket) (ticket.Entry, error)) (ticket.Ticket, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	t, err := l.ticket(n)
	if err != nil {
		return t, err
	}
	e, err := change(t)
	if err != nil {
		return ticket.Ticket{}, err
	}
	t = ticket.Fold(t, e)
	l.kept[n] = t
	return t, nil
}
