package store

import (
	"context"
	"database/sql"
	"fmt"
	"time"

	"yiwen/bot"
	"yiwen/bot/fault"
	"yiwen/handoff/ticket"
)

var _ bot.Tickets = (*Store)(nil)

// NextTicket returns the next sequence number (from 1) of a day, "20060102". It
// is on disk before it is given, so that none is given twice; one that is not
// used is a gap.
func (s *Store) NextTicket(ctx context.Context, day string) (int, error) {
	if _, err := time.Parse("20060102", day); err != nil {
		return 0, fault.New(fault.Invalid, "count the tickets of %q: not a day", day)
	}
	var n int64
	err := s.do(ctx, func(c *sql.Conn) (err error) {
		n, err = nextNumber(c, "tickets "+day)
		return err
	})
	if err != nil {
		return 0, fmt.Errorf("count the tickets of %s: %w", day, err)
	}
	return int(n), nil
}

// Ticket returns a ticket with its entries, or a fault.NotFound.
func (s *Store) Ticket(ctx context.Context, n ticket.Number) (t ticket.Ticket, err error) {
	err = s.lookUp(ctx, func(tx *sql.Tx) (err error) {
		t, err = readTicket(ctx, tx, n)
		return err
	})
	if err != nil {
		return ticket.Ticket{}, s.readError(err, "read ticket %s", n)
	}
	return t, nil
}

// ChangeTicket lets add say what happens to ticket n, and stores that entry and
// what it makes of the ticket, which it returns. Nobody else changes it
// meanwhile: add runs inside the one transaction, and must be quick and pure. Its
// error passes through, and nothing is stored. An entry that is News waits in the
// same transaction to be told: see UntoldTicketEntries.
func (s *Store) ChangeTicket(ctx context.Context, n ticket.Number, add func(ticket.Ticket) (ticket.Entry, error)) (ticket.Ticket, error) {
	t, err := change(ctx, s,
		func(c *sql.Conn) (ticket.Ticket, error) { return readTicket(context.Background(), c, n) },
		func(t ticket.Ticket) (ticket.Ticket, error) {
			e, err := add(t)
			if err != nil {
				return ticket.Ticket{}, err
			}
			e.At, e.By.Role, e.Text = timeOf(e.At.UnixMilli()), "", clean(e.Text) // as they will be read again
			return ticket.Fold(t, e), nil
		},
		func(c *sql.Conn, t ticket.Ticket) error {
			last := t.Entries[len(t.Entries)-1]
			_, err := c.ExecContext(context.Background(), sqlMoveTicket, string(t.State), string(t.Owner), t.OwnerName,
				millis(t.ChangedAt), millis(t.SolvedAt), millis(t.ClosedAt), t.Reopened, t.Phone, ticketWords(&t), string(n))
			if err != nil {
				return err
			}
			return insertEntry(c, &t, len(t.Entries), last, !last.News())
		})
	if err != nil {
		return ticket.Ticket{}, fmt.Errorf("change ticket %s: %w", n, err)
	}
	return t, nil
}
