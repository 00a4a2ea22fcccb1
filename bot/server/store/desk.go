package store

import (
	"context"
	"database/sql"

	"yiwen/bot/chat"
	"yiwen/handoff"
)

const (
	// The order is that of handoff.Less.
	sqlWaiting = `SELECT ` + rowColumns + ` FROM ` + rowTables + ` WHERE k.state = 'waiting'
		ORDER BY k.requeued DESC, k.waiting_since, k.conversation`
	sqlOwned = `SELECT ` + rowColumns + ` FROM ` + rowTables + ` WHERE k.state = 'assigned' AND k.agent = $1
		ORDER BY k.assigned_at, k.conversation`
	sqlRevision = `SELECT n FROM counters WHERE name = 'desk'`
	sqlChanged  = `SELECT ` + rowColumns + ` FROM ` + rowTables + ` WHERE k.rev > $1 ORDER BY k.rev LIMIT $2`
	sqlWaiters  = `SELECT COUNT(*) FROM cases WHERE state = 'waiting'`
	sqlPosition = `SELECT COUNT(*) FROM cases me JOIN cases k ON k.state = 'waiting' AND (
			(k.requeued AND NOT me.requeued) OR (k.requeued = me.requeued AND (
				k.waiting_since < me.waiting_since OR
				(k.waiting_since = me.waiting_since AND k.conversation <= me.conversation))))
		WHERE me.conversation = $1 AND me.state = 'waiting'`
)

// Waiting returns the waiting line in the order of handoff.Less, and the
// revision of the desk lists that it is a picture of.
func (s *Store) Waiting(ctx context.Context) (rows []handoff.Row, rev int64, err error) {
	err = s.snapshot(ctx, &rev, list{&rows, sqlWaiting, nil})
	return rows, rev, err
}

// Owned returns the cases assigned to agent, the longest owned first, and the
// revision of the desk lists that they are a picture of.
func (s *Store) Owned(ctx context.Context, agent chat.AgentID) (rows []handoff.Row, rev int64, err error) {
	err = s.snapshot(ctx, &rev, list{&rows, sqlOwned, []any{string(agent)}})
	return rows, rev, err
}

// Lists returns Waiting and Owned as of one moment.
func (s *Store) Lists(ctx context.Context, agent chat.AgentID) (waiting, mine []handoff.Row, rev int64, err error) {
	err = s.snapshot(ctx, &rev, list{&waiting, sqlWaiting, nil}, list{&mine, sqlOwned, []any{string(agent)}})
	return waiting, mine, rev, err
}

// list is one query of a snapshot.
type list struct {
	to    *[]handoff.Row
	query string
	args  []any
}

func (s *Store) snapshot(ctx context.Context, rev *int64, lists ...list) error {
	err := s.lookUp(ctx, func(tx *sql.Tx) error {
		for _, l := range lists {
			rows, err := tx.QueryContext(ctx, l.query, l.args...)
			if err != nil {
				return err
			}
			if *l.to, err = collect(rows, rowOf); err != nil {
				return err
			}
		}
		return tx.QueryRowContext(ctx, sqlRevision).Scan(rev)
	})
	if err != nil {
		return s.readError(err, "read the desk lists")
	}
	return nil
}

func rowOf(scan func(...any) error) (handoff.Row, error) { return scanRow(scan) }

// Changed returns at most limit conversations whose current case changed after
// revision since, in the order of their revisions, each as it is now. A row whose
// case is neither waiting nor assigned is gone from the lists.
func (s *Store) Changed(ctx context.Context, since int64, limit int) ([]handoff.Row, error) {
	rows, err := s.rows(ctx, sqlChanged, since, max(limit, 0))
	if err != nil {
		return nil, s.readError(err, "read the changes of the desk lists after %d", since)
	}
	return rows, nil
}

func (s *Store) rows(ctx context.Context, query string, args ...any) ([]handoff.Row, error) {
	rows, err := s.readDB.QueryContext(ctx, query, args...)
	if err != nil {
		return nil, err
	}
	return collect(rows, rowOf)
}

// Position returns a conversation's place in the waiting line, from 1, or 0 where
// it does not wait.
func (s *Store) Position(ctx context.Context, id chat.ConversationID) (int, error) {
	n, err := s.count(ctx, sqlPosition, string(id))
	if err != nil {
		return 0, s.readError(err, "find the place of conversation %s in the line", id)
	}
	return n, nil
}

// Waiters returns how many cases wait for a person.
func (s *Store) Waiters(ctx context.Context) (int, error) {
	n, err := s.count(ctx, sqlWaiters)
	if err != nil {
		return 0, s.readError(err, "count the waiting cases")
	}
	return n, nil
}

func (s *Store) count(ctx context.Context, query string, args ...any) (n int, err error) {
	err = s.readDB.QueryRowContext(ctx, query, args...).Scan(&n)
	return n, err
}
