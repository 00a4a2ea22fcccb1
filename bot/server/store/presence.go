package store

import (
	"context"
	"database/sql"
	"fmt"
	"time"

	"yiwen/bot/chat"
	"yiwen/bot/fault"
	"yiwen/handoff"
)

const (
	sqlSeen = `INSERT INTO presence (agent, seen_at) VALUES ($1, $2)
		ON CONFLICT (agent) DO UPDATE SET seen_at = excluded.seen_at WHERE excluded.seen_at > presence.seen_at`
	sqlVanished = `SELECT ` + rowColumns + ` FROM ` + rowTables + ` LEFT JOIN presence p ON p.agent = k.agent
		WHERE ` + owned + ` AND k.state = 'assigned' AND k.assigned_at < $1
			AND (COALESCE(p.seen_at, 0) < $1 OR p.state = 'offline' AND p.since < $1)
		ORDER BY k.assigned_at, k.conversation`
	sqlLease = `INSERT INTO leases (name, holder, expires_at) VALUES ($1, $2, $3)
		ON CONFLICT (name) DO UPDATE SET holder = excluded.holder, expires_at = excluded.expires_at
		WHERE leases.holder = excluded.holder OR leases.expires_at <= $4`
)

// Seen notes that agents were connected at that time. Presence never moves
// backwards.
func (s *Store) Seen(ctx context.Context, agents []chat.AgentID, at time.Time) error {
	if len(agents) == 0 {
		return nil
	}
	err := s.do(ctx, func(c *sql.Conn) error {
		for _, a := range agents {
			if _, err := c.ExecContext(context.Background(), sqlSeen, string(a), millis(at)); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return fmt.Errorf("note the presence of %d agents: %w", len(agents), err)
	}
	return nil
}

// Vanished returns the assigned cases whose agent gave no sign of life since
// before (was not seen, and did not get the case either), or said before that
// time that he is offline and got no case since.
func (s *Store) Vanished(ctx context.Context, before time.Time) ([]handoff.Row, error) {
	rows, err := s.rows(ctx, sqlVanished, millis(before))
	if err != nil {
		return nil, s.readError(err, "look for agents who vanished")
	}
	return rows, nil
}

// Lease takes the lease of that name for holder until now+ttl, or renews it, and
// reports whether holder has it. It can be taken from another holder only from
// the moment it has expired. A ttl of zero gives it back.
func (s *Store) Lease(ctx context.Context, name, holder string, now time.Time, ttl time.Duration) (bool, error) {
	if name == "" || holder == "" || ttl < 0 {
		return false, fault.New(fault.Invalid, "lease %q for %q over %v: needs a name, a holder and a time", name, holder, ttl)
	}
	var n int64
	err := s.do(ctx, func(c *sql.Conn) error {
		r, err := c.ExecContext(context.Background(), sqlLease, name, holder, millis(now.Add(ttl)), millis(now))
		if err != nil {
			return err
		}
		n, err = r.RowsAffected()
		return err
	})
	if err != nil {
		return false, fmt.Errorf("take the lease %q: %w", name, err)
	}
	return n == 1, nil
}
