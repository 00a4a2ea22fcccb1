package store

import (
	"context"
	"database/sql"
	"errors"
	"time"

	"yiwen/bot/fault"
	"yiwen/knowledge"
)

// trialsKept is how long a link to a trial works: what it shows is of a content
// that has long been replaced by then.
const trialsKept = 90 * 24 * time.Hour

const (
	sqlAddTrial    = `INSERT INTO trials (id, at, author, body) VALUES ($1, $2, $3, $4)`
	sqlTrial       = `SELECT id, at, author, body FROM trials WHERE id = $1`
	sqlSweepTrials = `DELETE FROM trials WHERE at < $1`
)

// AddTrial stores a trial under an id that no other has.
func (s *Store) AddTrial(ctx context.Context, t knowledge.Trial) error {
	if err := plain(t.ID, t.By, string(t.Body)); err != nil {
		return err
	}
	return s.exec(ctx, "store a trial", sqlAddTrial, t.ID, millis(t.At), t.By, string(t.Body))
}

// Trial returns a trial, or a fault.NotFound.
func (s *Store) Trial(ctx context.Context, id string) (t knowledge.Trial, err error) {
	err = s.readDB.QueryRowContext(ctx, sqlTrial, id).Scan(&t.ID, at{&t.At}, &t.By, &t.Body)
	switch {
	case errors.Is(err, sql.ErrNoRows):
		return t, fault.New(fault.NotFound, "没有这次试问，可能已过期")
	case err != nil:
		return t, s.readError(err, "read trial %s", id)
	}
	return t, nil
}
