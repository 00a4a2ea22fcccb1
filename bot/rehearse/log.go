package rehearse

import (
	"context"
	"sync"

	"yiwen/bot"
	"yiwen/bot/fault"
	"yiwen/handoff/ticket"
)

// log is a log in memory that keeps the tickets of its turns too.
type log struct {
	*bot.MemoryLog

	mu      sync.Mutex // guards what follows
	tickets map[ticket.Number]ticket.Ticket
	drawn   int // numbers of tickets
}

var (
	_ bot.Log     = (*log)(nil)
	_ bot.Tickets = (*log)(nil)
)

func newLog() *log {
	return &log{MemoryLog: bot.NewMemoryLog(), tickets: map[ticket.Number]ticket.Ticket{}}
}

// Append implements bot.Log.
func (l *log) Append(ctx context.Context, t *bot.Turn) error {
	if err := l.MemoryLog.Append(ctx, t); err != nil {
		return err
	}
	if t.Ticket != nil {
		l.mu.Lock()
		defer l.mu.Unlock()
		l.tickets[t.Ticket.Number] = *t.Ticket
	}
	return nil
}

// NextTicket implements bot.Tickets.
func (l *log) NextTicket(context.Context, string) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.drawn++
	return l.drawn, nil
}

// Ticket implements bot.Tickets.
func (l *log) Ticket(_ context.Context, n ticket.Number) (ticket.Ticket, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	t, ok := l.tickets[n]
	if !ok {
		return t, fault.New(fault.NotFound, "ticket %s does not exist", n)
	}
	return t, nil
}

// ChangeTicket implements bot.Tickets.
func (l *log) ChangeTicket(_ context.Context, n ticket.Number, change func(ticket.Ticket) (ticket.Entry, error)) (ticket.Ticket, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	t, ok := l.tickets[n]
	if !ok {
		return t, fault.New(fault.NotFound, "ticket %s does not exist", n)
	}
	e, err := change(t)
	if err != nil {
		return ticket.Ticket{}, err
	}
	t = ticket.Fold(t, e)
	l.tickets[n] = t
	return t, nil
}
