package store

import (
	"context"
	"database/sql"

	"yiwen/bot/chat"
	"yiwen/handoff"
)

const (
	// inLine and owned are worded as the partial indexes are: SQLite uses these
	// where it finds the same words.
	inLine = `k.state IN ('waiting', 'offered')`
	owned  = `k.state IN ('assigned', 'snoozed')`

	// The order is that of handoff.Less.
	sqlWaiting = `SELECT ` + rowColumns + ` FROM ` + rowTables + ` WHERE ` + inLine + ` ORDER BY k.line_at, k.conversation`
	sqlOffered = `SELECT ` + rowColumns + ` FROM ` + rowTables + ` WHERE ` + inLine + ` AND k.offer_agent = $1
		ORDER BY k.line_at, k.conversation`
	sqlOwned = `SELECT ` + rowColumns + ` FROM ` + rowTables + ` WHERE ` + owned + ` AND k.agent = $1
		ORDER BY k.assigned_at, k.conversation`
	sqlBots = `SELECT ` + rowColumns + ` FROM ` + rowTables + ` WHERE k.state = 'bot' AND k.active_at > 0
		ORDER BY k.active_at DESC, k.conversation LIMIT $1`
	sqlTeam = `SELECT ` + rowColumns + ` FROM ` + rowTables + ` WHERE ` + owned + ` AND k.agent <> $1
		ORDER BY k.assigned_at, k.conversation`
	// Ids stand between blanks. LIKE would not tell upper from lower case.
	sqlCalled = `SELECT ` + rowColumns + ` FROM ` + rowTables + ` WHERE k.called <> '' AND REPLACE(k.called, $1, '') <> k.called
		ORDER BY k.active_at DESC, k.conversation`
	sqlRevision = `SELECT n FROM counters WHERE name = 'desk'`
	sqlChanged  = `SELECT ` + rowColumns + ` FROM ` + rowTables + ` WHERE k.rev > $1 ORDER BY k.rev LIMIT $2`
	sqlLive     = `SELECT ` + liveColumns + ` FROM ` + rowTables + ` WHERE k.live > $1 ORDER BY k.live LIMIT $2`
	sqlWaiters  = `SELECT COUNT(*) FROM cases k WHERE ` + inLine + ``
)

// Waiting returns the line, what is offered to somebody included, in the order of
// handoff.Less, and the
// revision of the desk lists that it is a picture of.
func (s *Store) Waiting(ctx context.Context) (rows []handoff.Row, rev int64, err error) {
	err = s.snapshot(ctx, &rev, list{&rows, sqlWaiting, nil})
	return rows, rev, err
}

// mine are the queries of what is offered to agent, and then of what he owns, the
// longest owned first.
func mine(to *[]handoff.Row, agent chat.AgentID) []list {
	if agent == "" {
		return nil // nobody's: an offer to nobody is every case that waits
	}
	return []list{{to, sqlOffered, []any{string(agent)}}, {to, sqlOwned, []any{string(agent)}}}
}

// DeskLists returns the lists that q asks for, as of one moment.
func (s *Store) DeskLists(ctx context.Context, q handoff.ListsQuery) (handoff.Lists, error) {
	var l handoff.Lists
	var lists []list
	if q.Waiting {
		lists = append(lists, list{&l.Waiting, sqlWaiting, nil})
	}
	if q.Mine {
		lists = append(lists, mine(&l.Mine, q.Agent)...)
	}
	if q.Bot {
		lists = append(lists, list{&l.Bot, sqlBots, []any{max(q.BotLimit, 0)}})
	}
	if q.Team {
		lists = append(lists, list{&l.Team, sqlTeam, []any{string(q.Agent)}})
	}
	if q.Mentioned && q.Agent != "" {
		lists = append(lists, list{&l.Mentioned, sqlCalled, []any{" " + string(q.Agent) + " "}})
	}
	if err := s.snapshot(ctx, &l.Rev, lists...); err != nil {
		return handoff.Lists{}, err
	}
	return l, nil
}

// list is one query of a snapshot; what it finds is appended.
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
			found, err := collect(rows, rowOf)
			if err != nil {
				return err
			}
			*l.to = append(*l.to, found...)
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
// case neither stands in the line nor has an owner is gone from the lists of
// people. What goes on between a customer and the bot alone is no change here.
func (s *Store) Changed(ctx context.Context, since int64, limit int) ([]handoff.Row, error) {
	return s.changes(ctx, sqlChanged, since, limit)
}

// ChangedLive is Changed with what goes on between customers and the bot: every
// turn of a case that the bot has is a change. Revisions are of the same count,
// and that of a row is not less than it is in Changed.
func (s *Store) ChangedLive(ctx context.Context, since int64, limit int) ([]handoff.Row, error) {
	return s.changes(ctx, sqlLive, since, limit)
}

func (s *Store) changes(ctx context.Context, query string, since int64, limit int) ([]handoff.Row, error) {
	rows, err := s.rows(ctx, query, since, max(limit, 0))
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

// Waiters returns how many cases stand in the line.
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
