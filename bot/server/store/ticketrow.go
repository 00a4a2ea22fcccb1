package store

import (
	"context"
	"database/sql"
	"encoding/json"
	"fmt"

	"yiwen/bot/chat"
	"yiwen/bot/fault"
	"yiwen/handoff/ticket"
)

const (
	ticketColumns = `number, conversation, case_number, visitor, phone, team, severity, info, due_at, state, owner, owner_name,
		created_at, changed_at, solved_at, closed_at, reopened`
	sqlTicket       = `SELECT ` + ticketColumns + ` FROM tickets WHERE number = $1`
	sqlInsertTicket = `INSERT INTO tickets (` + ticketColumns + `, words)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18)`
	// What a ticket is about never changes, only how it goes, and the phone that was
	// named later.
	sqlMoveTicket = `UPDATE tickets SET state = $1, owner = $2, owner_name = $3, changed_at = $4, solved_at = $5, closed_at = $6,
		reopened = $7, phone = $8, words = $9 WHERE number = $10`

	entryColumns   = `at, by_kind, by_id, by_name, move, text, owner, owner_name, files`
	sqlEntries     = `SELECT ` + entryColumns + ` FROM ticket_entries WHERE number = $1 ORDER BY step`
	sqlInsertEntry = `INSERT INTO ticket_entries (number, step, ` + entryColumns + `, told)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)`
)

// reader is a *sql.Conn, a *sql.Tx or a *sql.DB.
type reader interface {
	QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error)
	QueryRowContext(ctx context.Context, query string, args ...any) *sql.Row
}

func readTicket(ctx context.Context, r reader, n ticket.Number) (ticket.Ticket, error) {
	t, err := scanTicket(r.QueryRowContext(ctx, sqlTicket, string(n)).Scan)
	if err != nil {
		return ticket.Ticket{}, err
	}
	rows, err := r.QueryContext(ctx, sqlEntries, string(n))
	if err != nil {
		return ticket.Ticket{}, err
	}
	t.Entries, err = collect(rows, func(scan func(...any) error) (ticket.Entry, error) { return scanEntry(scan) })
	return t, err
}

func scanTicket(scan func(...any) error) (t ticket.Ticket, err error) {
	var info []byte
	err = scan(&t.Number, &t.Conversation, &t.Case, &t.Visitor, &t.Phone, &t.Team, &t.Severity, &info, at{&t.DueAt}, &t.State,
		&t.Owner, &t.OwnerName, at{&t.CreatedAt}, at{&t.ChangedAt}, at{&t.SolvedAt}, at{&t.ClosedAt}, &t.Reopened)
	if err != nil {
		return ticket.Ticket{}, err
	}
	if err := json.Unmarshal(info, &t.Info); err != nil {
		return ticket.Ticket{}, fmt.Errorf("read the info of ticket %s: %w", t.Number, err)
	}
	return t, nil
}

// scanEntry reads entryColumns, and what goes before them into before.
func scanEntry(scan func(...any) error, before ...any) (e ticket.Entry, err error) {
	var when int64
	var files []byte
	err = scan(append(before, &when, &e.By.Kind, &e.By.ID, &e.By.Name, &e.Move, &e.Text, &e.Owner, &e.Name, &files)...)
	if err != nil {
		return ticket.Entry{}, err
	}
	e.At = timeOf(when)
	if err := json.Unmarshal(files, &e.Files); err != nil {
		return ticket.Entry{}, fmt.Errorf("read the files of an entry: %w", err)
	}
	return e, nil
}

// checkTicket refuses a new ticket that would not be what its entries make.
func checkTicket(t *ticket.Ticket, of chat.ConversationID) error {
	if t.Number == "" || t.State == "" || len(t.Entries) == 0 || t.Conversation != of {
		return fmt.Errorf("ticket %q of conversation %q in state %q with %d entries", t.Number, t.Conversation, t.State, len(t.Entries))
	}
	return nil
}

// insertTicket stores a new ticket with its entries. A number that is taken is a
// fault.Conflict: the turn is computed again, and draws another.
func insertTicket(c *sql.Conn, t *ticket.Ticket) error {
	info, err := json.Marshal(t.Info)
	if err != nil {
		return fmt.Errorf("encode the info of ticket %s: %w", t.Number, err)
	}
	_, err = c.ExecContext(context.Background(), sqlInsertTicket, string(t.Number), string(t.Conversation), t.Case, string(t.Visitor),
		t.Phone, string(t.Team), string(t.Severity), string(info), millis(t.DueAt), string(t.State), string(t.Owner), t.OwnerName,
		millis(t.CreatedAt), millis(t.ChangedAt), millis(t.SolvedAt), millis(t.ClosedAt), t.Reopened,
		ticketWords(t))
	if duplicate(err) {
		return fault.Wrap(err, fault.Conflict, "工单号已被使用")
	}
	if err != nil {
		return fmt.Errorf("insert ticket %s: %w", t.Number, err)
	}
	for step, e := range t.Entries {
		// The turn that makes a ticket tells of it.
		if err := insertEntry(c, t, step+1, e, true); err != nil {
			return err
		}
	}
	return nil
}

// ticketWords is what a ticket is found by.
func ticketWords(t *ticket.Ticket) string {
	i := &t.Info
	return words(string(t.Number), i.OrderNo, t.Phone, i.Contact, i.Story, i.Error)
}

func insertEntry(c *sql.Conn, t *ticket.Ticket, step int, e ticket.Entry, told bool) error {
	files, err := json.Marshal(e.Files)
	if err != nil {
		return fmt.Errorf("encode the files of an entry: %w", err)
	}
	_, err = c.ExecContext(context.Background(), sqlInsertEntry, string(t.Number), step, e.At.UnixMilli(), string(e.By.Kind), e.By.ID,
		e.By.Name, string(e.Move), clean(e.Text), string(e.Owner), e.Name, string(files), told)
	if err != nil {
		return fmt.Errorf("insert entry %d of ticket %s: %w", step, t.Number, err)
	}
	return use(c, t.Conversation, e.Files)
}
