package store

import (
	"context"
	"database/sql"
	"encoding/base64"
	"errors"
	"fmt"
	"time"

	"yiwen/bot/fault"
)

const (
	sqlFindSession   = `SELECT data FROM sessions WHERE token = $1 AND expires_at > $2`
	sqlCommitSession = `INSERT INTO sessions (token, data, expires_at) VALUES ($1, $2, $3)
		ON CONFLICT (token) DO UPDATE SET data = excluded.data, expires_at = excluded.expires_at`
	sqlDeleteSession = `DELETE FROM sessions WHERE token = $1`
	sqlSweepSessions = `DELETE FROM sessions WHERE expires_at <= $1`
)

// Sessions keeps web sessions, with the methods that a session manager (scs, its
// Store and CtxStore) asks for. Safe for concurrent use.
type Sessions struct{ s *Store }

// Sessions returns the web sessions of the store.
func (s *Store) Sessions() *Sessions { return &Sessions{s} }

// FindCtx returns the data of an unexpired session, and whether there is one.
func (n *Sessions) FindCtx(ctx context.Context, token string) (data []byte, found bool, err error) {
	var kept string
	err = n.s.readDB.QueryRowContext(ctx, sqlFindSession, token, millis(n.s.now())).Scan(&kept)
	if errors.Is(err, sql.ErrNoRows) {
		return nil, false, nil
	}
	if err != nil {
		return nil, false, n.s.readError(err, "find a session")
	}
	if data, err = base64.StdEncoding.DecodeString(kept); err != nil {
		return nil, false, fmt.Errorf("read a session: %w", err)
	}
	return data, true, nil
}

// CommitCtx stores a session under its token until expiry.
func (n *Sessions) CommitCtx(ctx context.Context, token string, data []byte, expiry time.Time) error {
	if token == "" {
		return fault.New(fault.Invalid, "store a session: no token")
	}
	return n.s.exec(ctx, "store a session", sqlCommitSession, token, base64.StdEncoding.EncodeToString(data), millis(expiry))
}

// DeleteCtx forgets a session; one that is unknown is forgotten already.
func (n *Sessions) DeleteCtx(ctx context.Context, token string) error {
	return n.s.exec(ctx, "forget a session", sqlDeleteSession, token)
}

// Find is FindCtx without a context.
func (n *Sessions) Find(token string) (data []byte, found bool, err error) {
	return n.FindCtx(context.Background(), token)
}

// Commit is CommitCtx without a context.
func (n *Sessions) Commit(token string, data []byte, expiry time.Time) error {
	return n.CommitCtx(context.Background(), token, data, expiry)
}

// Delete is DeleteCtx without a context.
func (n *Sessions) Delete(token string) error { return n.DeleteCtx(context.Background(), token) }

// Sweep deletes what has expired by now: web sessions, and wrong proofs that are
// a week old, edits that were staged by who died, questions of customers after
// askedKept, and trials after trialsKept.
// Call it now and then.
func (s *Store) Sweep(ctx context.Context, now time.Time) error {
	if err := s.exec(ctx, "sweep the sessions", sqlSweepSessions, millis(now)); err != nil {
		return err
	}
	if err := s.exec(ctx, "sweep the wrong proofs", sqlForget, millis(now.Add(-proofsKept))); err != nil {
		return err
	}
	if err := s.exec(ctx, "sweep old jobs", sqlSweepJobs, millis(now.Add(-jobsKept))); err != nil {
		return err
	}
	if err := s.exec(ctx, "sweep the trials", sqlSweepTrials, millis(now.Add(-trialsKept))); err != nil {
		return err
	}
	if err := s.sweepStagings(ctx, now.Add(-stagingDead)); err != nil {
		return err
	}
	return s.sweepAsked(ctx, now.Add(-askedKept))
}
