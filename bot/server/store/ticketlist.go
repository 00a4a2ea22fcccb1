package store

import (
	"context"
	"fmt"
	"time"

	"yiwen/handoff/ticket"
)

const (
	sqlUntold = `SELECT e.number, t.conversation, e.step, e.at, e.by_kind, e.by_id, e.by_name, e.move, e.text, e.owner, e.owner_name, e.files
		FROM ticket_entries e JOIN tickets t ON t.number = e.number WHERE e.told = FALSE ORDER BY e.number, e.step LIMIT $1`
	sqlTold    = `UPDATE ticket_entries SET told = TRUE WHERE number = $1 AND step = $2`
	sqlExpired = `SELECT number FROM tickets WHERE state IN ('waiting', 'solved') AND changed_at <= $1 ORDER BY changed_at LIMIT $2`
	sqlProof   = `INSERT INTO proofs (number, at) VALUES ($1, $2)`
	sqlProofs  = `SELECT COUNT(*) FROM proofs WHERE number = $1 AND at >= $2`
	sqlForget  = `DELETE FROM proofs WHERE at <= $1`
)

const (
	// expiredMost bounds how many tickets ExpiredTickets names at once.
	expiredMost = 1000
	// proofsKept is how long wrong proofs are remembered.
	proofsKept = 7 * 24 * time.Hour
)

// Tickets returns a page of the tickets that q asks for, without their entries,
// what the customer saw change last first, and how many there are in all.
func (s *Store) Tickets(ctx context.Context, q ticket.Query) ([]ticket.Ticket, int, error) {
	list, total, err := find(ctx, s, ticketSearch(q), q.Page, q.Size, scanTicket)
	if err != nil {
		return nil, 0, s.readError(err, "look for tickets")
	}
	return list, total, nil
}

func ticketSearch(q ticket.Query) search {
	var w where
	if q.Mine != "" {
		cond, args := among("team", q.Teams)
		w.add("owner = ? OR "+cond, append([]any{string(q.Mine)}, args...)...)
	}
	if q.Team != "" {
		w.add("team = ?", string(q.Team))
	}
	if len(q.States) > 0 {
		cond, args := among("state", q.States)
		w.add(cond, args...)
	}
	if q.Owner != "" {
		w.add("owner = ?", string(q.Owner))
	}
	if q.Unowned {
		w.add("owner = ''")
	}
	if q.Conversation != "" {
		w.add("conversation = ?", string(q.Conversation))
	}
	if !q.Overdue.IsZero() {
		w.add("due_at > 0 AND due_at < ? AND state NOT IN ('solved', 'closed')", millis(q.Overdue))
	}
	if q.Text != "" {
		w.add(`words LIKE ? ESCAPE '\'`, like(q.Text))
	}
	return search{
		list:  `SELECT ` + ticketColumns + ` FROM tickets` + w.sql() + ` ORDER BY changed_at DESC, number DESC %s`,
		count: `SELECT COUNT(*) FROM tickets` + w.sql(),
		args:  w.args,
	}
}

// UntoldTicketEntries returns at most limit entries that are News and not told
// yet, those of a ticket in their order. Tell them, then MarkTold: what is told
// twice after a crash must be told under an id of its own.
func (s *Store) UntoldTicketEntries(ctx context.Context, limit int) ([]ticket.Untold, error) {
	rows, err := s.readDB.QueryContext(ctx, sqlUntold, max(limit, 0))
	if err != nil {
		return nil, s.readError(err, "look for untold entries")
	}
	list, err := collect(rows, func(scan func(...any) error) (u ticket.Untold, err error) {
		u.Entry, err = scanEntry(scan, &u.Number, &u.Conversation, &u.Step)
		return u, err
	})
	if err != nil {
		return nil, s.readError(err, "look for untold entries")
	}
	return list, nil
}

// MarkTold notes that the conversation has heard of entry step of ticket n. It is
// a fault.NotFound where there is none, and nothing new where it was told already.
func (s *Store) MarkTold(ctx context.Context, n ticket.Number, step int) error {
	if err := s.must(ctx, sqlTold, string(n), step); err != nil {
		return fmt.Errorf("mark entry %d of ticket %s told: %w", step, n, err)
	}
	return nil
}

// ExpiredTickets returns at most 1,000 tickets that the clock ends by now: solved
// ones that nobody objected to, and those that waited for the customer in vain.
func (s *Store) ExpiredTickets(ctx context.Context, now time.Time) ([]ticket.Number, error) {
	rows, err := s.readDB.QueryContext(ctx, sqlExpired, millis(now.Add(-ticket.Objection)), expiredMost)
	if err != nil {
		return nil, s.readError(err, "look for expired tickets")
	}
	list, err := collect(rows, func(scan func(...any) error) (n ticket.Number, err error) {
		err = scan(&n)
		return n, err
	})
	if err != nil {
		return nil, s.readError(err, "look for expired tickets")
	}
	return list, nil
}

// AddWrongProof notes that somebody failed to prove that ticket n, which need not
// exist, is his. Sweep forgets it after a week.
func (s *Store) AddWrongProof(ctx context.Context, n ticket.Number, at time.Time) error {
	return s.exec(ctx, fmt.Sprintf("note a wrong proof for ticket %s", n), sqlProof, string(n), millis(at))
}

// WrongProofs returns how often proofs for ticket n were wrong since then, a week
// ago at the earliest.
func (s *Store) WrongProofs(ctx context.Context, n ticket.Number, since time.Time) (int, error) {
	wrong, err := s.count(ctx, sqlProofs, string(n), millis(since))
	if err != nil {
		return 0, s.readError(err, "count the wrong proofs for ticket %s", n)
	}
	return wrong, nil
}
