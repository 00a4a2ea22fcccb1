package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"

	"yiwen/bot/chat"
	"yiwen/handoff"
)

const (
	sqlPresence  = `SELECT state, reason, since, missed, seen_at FROM presence WHERE agent = $1`
	sqlPresences = `SELECT agent, state, reason, since, missed, seen_at FROM presence`
	sqlChoose    = `INSERT INTO presence (agent, state, reason, since, missed, seen_at) VALUES ($1, $2, $3, $4, $5, $6)
		ON CONFLICT (agent) DO UPDATE SET state = excluded.state, reason = excluded.reason, since = excluded.since,
			missed = excluded.missed, seen_at = excluded.seen_at`

	// The cross joins keep SQLite from going through all cases to look each up
	// among the few that are due.
	sqlDue = `SELECT ` + rowColumns + ` FROM (
			SELECT DISTINCT conversation, number FROM (
				SELECT conversation, number FROM cases WHERE due_at > 0 AND due_at <= $1
				UNION ALL SELECT conversation, number FROM cases k WHERE ` + owned + ` AND state = 'assigned' AND silent_since > 0 AND silent_since <= $2
				UNION ALL SELECT conversation, number FROM cases k WHERE ` + owned + ` AND state = 'assigned' AND silent_since = 0
					AND active_at > 0 AND active_at <= $3
				UNION ALL SELECT conversation, number FROM cases WHERE state = 'bot' AND active_at > 0 AND active_at <= $4
			) parts
		) due CROSS JOIN conversations c CROSS JOIN cases k
		WHERE c.id = due.conversation AND c.case_number = due.number AND k.conversation = due.conversation AND k.number = due.number
		ORDER BY k.due_at, k.conversation LIMIT $5`

	// Handling ends with the case, or when it was given away: then active_at is
	// when it was.
	sqlLoads = `SELECT s.id, s.name, s.role,
			COALESCE(p.state, ''), COALESCE(p.reason, ''), COALESCE(p.since, 0), COALESCE(p.missed, 0), COALESCE(p.seen_at, 0),
			(SELECT COUNT(*) FROM cases k WHERE ` + owned + ` AND k.state = 'assigned' AND k.agent = s.id)
				+ (SELECT COUNT(*) FROM cases k WHERE ` + inLine + ` AND k.offer_agent = s.id),
			COALESCE((SELECT MAX(assigned_at) FROM cases WHERE previous <> '' AND previous = s.id), 0),
			COALESCE((SELECT MIN(assigned_at) FROM cases WHERE previous <> '' AND previous = s.id AND assigned_at >= $1), 0),
			COALESCE((SELECT SUM(CASE WHEN state IN ('assigned', 'snoozed') THEN $2 WHEN closed_at > 0 THEN closed_at ELSE active_at END - assigned_at)
				FROM cases WHERE previous <> '' AND previous = s.id AND assigned_at >= $1), 0)
		FROM staff s LEFT JOIN presence p ON p.agent = s.id WHERE NOT s.disabled ORDER BY s.id`
	sqlHandled = `SELECT team, closed_at - assigned_at FROM cases
		WHERE closed_at > 0 AND closed_at >= $1 AND previous <> '' AND assigned_at > 0 ORDER BY closed_at DESC LIMIT $2`
)

// handledMost bounds how many cases Handled looks at.
const handledMost = 500

// ChangePresence replaces the presence of agent by what change makes of it, and
// returns that. Nobody else changes it meanwhile: change runs inside the one
// transaction, and must be quick and pure. Presence never moves back behind what
// Seen noted.
func (s *Store) ChangePresence(ctx context.Context, agent chat.AgentID, change func(handoff.Presence) handoff.Presence) (handoff.Presence, error) {
	var now handoff.Presence
	err := s.do(ctx, func(c *sql.Conn) error {
		old, err := scanPresence(c.QueryRowContext(context.Background(), sqlPresence, string(agent)).Scan)
		if err != nil && !errors.Is(err, sql.ErrNoRows) {
			return err
		}
		now = change(old)
		if now.Seen.Before(old.Seen) {
			now.Seen = old.Seen
		}
		_, err = c.ExecContext(context.Background(), sqlChoose, string(agent), string(now.State), now.Reason,
			millis(now.Since), now.Missed, millis(now.Seen))
		return err
	})
	if err != nil {
		return handoff.Presence{}, fmt.Errorf("change the presence of %s: %w", agent, err)
	}
	return now, nil
}

// Presences returns what agents said of themselves and when they were seen. Who
// was never there is not in it.
func (s *Store) Presences(ctx context.Context) (map[chat.AgentID]handoff.Presence, error) {
	all := map[chat.AgentID]handoff.Presence{}
	rows, err := s.readDB.QueryContext(ctx, sqlPresences)
	if err == nil {
		_, err = collect(rows, func(scan func(...any) error) (handoff.Presence, error) {
			var id chat.AgentID
			p, err := scanPresence(scan, &id)
			all[id] = p
			return p, err
		})
	}
	if err != nil {
		return nil, s.readError(err, "read who is there")
	}
	return all, nil
}

// scanPresence reads what comes before a presence into before, and the presence.
func scanPresence(scan func(...any) error, before ...any) (handoff.Presence, error) {
	var p handoff.Presence
	err := scan(append(before, &p.State, &p.Reason, at{&p.Since}, &p.Missed, at{&p.Seen})...)
	return p, err
}

// Due returns at most limit conversations whose case is due for something at
// that time under those limits, what is longest due by its own time first.
// handoff.Limits.Due says for what.
func (s *Store) Due(ctx context.Context, now time.Time, l handoff.Limits, limit int) ([]handoff.Row, error) {
	before := func(d time.Duration) int64 {
		if d <= 0 {
			return 0 // never
		}
		return millis(now.Add(-d))
	}
	rows, err := s.rows(ctx, sqlDue, millis(now), before(l.Silence), before(l.PersonIdle), before(l.BotIdle), max(limit, 0))
	if err != nil {
		return nil, s.readError(err, "look for what is due")
	}
	return rows, nil
}

// Loads returns the staff who are not disabled as assignment sees them, by id.
// Worked counts the cases that they were given since day (the last owner of each
// counts), OnDuty begins with the first of these.
func (s *Store) Loads(ctx context.Context, now, day time.Time) ([]handoff.AgentLoad, error) {
	rows, err := s.readDB.QueryContext(ctx, sqlLoads, millis(day), millis(now))
	if err != nil {
		return nil, s.readError(err, "read what agents have to do")
	}
	all, err := collect(rows, func(scan func(...any) error) (handoff.AgentLoad, error) {
		var a handoff.AgentLoad
		var first time.Time
		var worked int64
		p := &a.Presence
		err := scan(&a.ID, &a.Name, &a.Role, &p.State, &p.Reason, at{&p.Since}, &p.Missed, at{&p.Seen},
			&a.Load, at{&a.IdleSince}, at{&first}, &worked)
		if a.Worked = time.Duration(worked) * time.Millisecond; !first.IsZero() {
			a.OnDuty = now.Sub(first)
		}
		return a, err
	})
	if err != nil {
		return nil, s.readError(err, "read what agents have to do")
	}
	return all, nil
}

// Handled returns how long agents had the cases that were closed since then, by
// team, the latest first, of the last 500.
func (s *Store) Handled(ctx context.Context, since time.Time) (map[chat.TeamID][]time.Duration, error) {
	all := map[chat.TeamID][]time.Duration{}
	rows, err := s.readDB.QueryContext(ctx, sqlHandled, millis(since), handledMost)
	if err == nil {
		_, err = collect(rows, func(scan func(...any) error) (int64, error) {
			var team chat.TeamID
			var ms int64
			err := scan(&team, &ms)
			all[team] = append(all[team], time.Duration(ms)*time.Millisecond)
			return ms, err
		})
	}
	if err != nil {
		return nil, s.readError(err, "read how long cases took")
	}
	return all, nil
}
