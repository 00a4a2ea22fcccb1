package store

import (
	"context"
	"database/sql"
	"errors"
	"time"

	"yiwen/bot/chat"
	"yiwen/bot/fault"
)

const (
	sqlEndVisit   = `INSERT INTO ended_visits (visitor, ended_at) VALUES ($1, $2) ON CONFLICT (visitor) DO NOTHING`
	sqlVisitEnded = `SELECT 1 FROM ended_visits WHERE visitor = $1`
)

// EndVisit notes that a visitor logged out at a time, for good. Ending twice is
// ending once.
func (s *Store) EndVisit(ctx context.Context, v chat.VisitorID, at time.Time) error {
	if v == "" {
		return fault.New(fault.Invalid, "end a visit: no visitor")
	}
	return s.exec(ctx, "end a visit", sqlEndVisit, string(v), millis(at))
}

// VisitEnded reports whether a visitor has logged out.
func (s *Store) VisitEnded(ctx context.Context, v chat.VisitorID) (bool, error) {
	var one int
	err := s.readDB.QueryRowContext(ctx, sqlVisitEnded, string(v)).Scan(&one)
	switch {
	case errors.Is(err, sql.ErrNoRows):
		return false, nil
	case err != nil:
		return false, s.readError(err, "look whether a visit has ended")
	}
	return true, nil
}
