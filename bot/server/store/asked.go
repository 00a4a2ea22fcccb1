package store

import (
	"context"
	"database/sql"
	"fmt"
	"math"
	"strings"
	"time"

	"yiwen/knowledge"
)

const (
	askedColumns = `conversation, seq, case_number, site, at, text, outcome, entry, offered, best, score, reason, version,
		chosen, vote, handoff, settled, owner`
	// A further message of a burst makes another question of the same row.
	sqlAsked = `INSERT INTO asked (conversation, seq, case_number, site, at, text, outcome, entry, offered, best, score, reason, version,
			handoff, subject, missed)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16)
		ON CONFLICT (conversation, seq) DO UPDATE SET text = excluded.text, outcome = excluded.outcome, entry = excluded.entry,
			offered = excluded.offered, best = excluded.best, score = excluded.score, reason = excluded.reason,
			version = excluded.version, handoff = excluded.handoff, subject = excluded.subject, missed = excluded.missed`
	sqlUnask = `DELETE FROM asked WHERE conversation = $1 AND seq = $2`

	// SQLite counts parameters as they appear, so what is set comes first.
	markedRow   = ` WHERE conversation = $2 AND seq = (SELECT MAX(seq) FROM asked WHERE conversation = $2 AND seq <= $3)`
	sqlChosen   = `UPDATE asked SET chosen = $1, subject = $1, missed = (vote < 0 OR handoff = TRUE)` + markedRow + ` AND outcome = 'clarify'`
	sqlVoted    = `UPDATE asked SET vote = $1, missed = ($1 < 0 OR handoff = TRUE OR outcome = 'fallback' OR outcome = 'clarify' AND chosen = '')` + markedRow
	sqlCalledIn = `UPDATE asked SET handoff = $1, missed = $1` + markedRow

	sqlAskedBetween = `SELECT ` + askedColumns + ` FROM asked WHERE at >= $1 AND at < $2 ORDER BY at DESC LIMIT $3`
	sqlTallies      = `SELECT subject, outcome, COUNT(*), SUM(CASE WHEN chosen <> '' THEN 1 ELSE 0 END), SUM(CASE WHEN vote > 0 THEN 1 ELSE 0 END),
			SUM(CASE WHEN vote < 0 THEN 1 ELSE 0 END), SUM(CASE WHEN handoff = TRUE THEN 1 ELSE 0 END)
		FROM asked WHERE at >= $1 AND at < $2 GROUP BY subject, outcome ORDER BY subject, outcome`
	sqlLastAsked = `SELECT subject, MAX(at) FROM asked WHERE at >= $1 AND subject <> '' GROUP BY subject`
	sqlChangedAt = `SELECT p.id, v.at FROM content_pieces p JOIN content_versions v ON v.version = p.since
		WHERE p.kind = 'entry' AND p.since <= $1 AND p.until > $1`
	sqlSweepAsked = `DELETE FROM asked WHERE (conversation, seq) IN (SELECT conversation, seq FROM asked WHERE at < $1 ORDER BY at LIMIT $2)`
)

const (
	// askedKept is how long questions are kept: a month of this year can be held
	// against the same month of the last one.
	askedKept = 400 * 24 * time.Hour
	// askedSwept bounds how many are deleted in one transaction, which turns wait
	// for: some 10 ms.
	askedSwept = 1000
)

// askedArgs are the arguments of sqlAsked.
func askedArgs(a *knowledge.Asked) []any {
	missed := a.Outcome == "fallback" || a.Outcome == "clarify" || a.Handoff
	return []any{a.Conversation, a.Seq, a.Case, a.Site, millis(a.At), clean(a.Text), a.Outcome, a.Entry, strings.Join(a.Offered, " "),
		a.Best, int64(math.Round(a.Score * 1000)), a.Reason, a.Version, a.Handoff, a.Subject(), missed}
}

// ask stores the question of a turn and what it tells of earlier ones.
func (b *beside) ask(w *writer) error {
	for _, m := range b.marks {
		if err := b.mark(w.conn, m); err != nil {
			return fmt.Errorf("mark a question: %w", err)
		}
	}
	if b.asked == nil {
		return nil
	}
	if err := w.exec(w.stmts.asked, b.asked...); err != nil {
		return fmt.Errorf("store a question: %w", err)
	}
	return nil
}

func (b *beside) mark(c *sql.Conn, m knowledge.Mark) error {
	run := func(query string, set any) error {
		_, err := c.ExecContext(context.Background(), query, set, string(b.conversation), m.Seq)
		return err
	}
	if m.Chosen != "" {
		if err := run(sqlChosen, m.Chosen); err != nil {
			return err
		}
	}
	if m.Vote != 0 {
		if err := run(sqlVoted, m.Vote); err != nil {
			return err
		}
	}
	if m.Handoff {
		return run(sqlCalledIn, true)
	}
	return nil
}

// AskedBetween returns the newest questions asked from from on and before to, at
// most limit, the newest first: all that the bot had a turn for, small talk too.
func (s *Store) AskedBetween(ctx context.Context, from, to time.Time, limit int) ([]knowledge.Asked, error) {
	rows, err := s.readDB.QueryContext(ctx, sqlAskedBetween, millis(from), millis(to), limit)
	if err != nil {
		return nil, s.readError(err, "read questions")
	}
	list, err := collect(rows, scanAsked)
	if err != nil {
		return nil, s.readError(err, "read questions")
	}
	return list, nil
}

func scanAsked(scan func(...any) error) (a knowledge.Asked, err error) {
	var offered string
	var score int64
	err = scan(&a.Conversation, &a.Seq, &a.Case, &a.Site, at{&a.At}, &a.Text, &a.Outcome, &a.Entry, &offered, &a.Best, &score,
		&a.Reason, &a.Version, &a.Chosen, &a.Vote, &a.Handoff, &a.Settled, &a.Owner)
	a.Offered, a.Score = strings.Fields(offered), float64(score)/1000
	if len(a.Offered) == 0 {
		a.Offered = nil
	}
	return a, err
}

// AskedTallies counts the questions asked from from on and before to, by subject
// and outcome. It reads nothing but an index.
func (s *Store) AskedTallies(ctx context.Context, from, to time.Time) ([]knowledge.Tally, error) {
	rows, err := s.readDB.QueryContext(ctx, sqlTallies, millis(from), millis(to))
	if err != nil {
		return nil, s.readError(err, "count questions")
	}
	list, err := collect(rows, func(scan func(...any) error) (t knowledge.Tally, err error) {
		err = scan(&t.Subject, &t.Outcome, &t.Asked, &t.Chosen, &t.Helpful, &t.Unhelpful, &t.Handoff)
		return t, err
	})
	if err != nil {
		return nil, s.readError(err, "count questions")
	}
	return list, nil
}

// LastAsked returns when each entry was asked for last, of those that were since
// that time.
func (s *Store) LastAsked(ctx context.Context, since time.Time) (map[string]time.Time, error) {
	last, err := s.times(ctx, sqlLastAsked, millis(since))
	if err != nil {
		return nil, s.readError(err, "look when entries were asked for")
	}
	return last, nil
}

// EntriesChanged returns when each entry that is live became what it is.
func (s *Store) EntriesChanged(ctx context.Context) (map[string]time.Time, error) {
	version, err := s.ContentVersion(ctx)
	if err != nil {
		return nil, err
	}
	changed, err := s.times(ctx, sqlChangedAt, version)
	if err != nil {
		return nil, s.readError(err, "look when entries were changed")
	}
	return changed, nil
}

// times returns what a query finds: ids and times.
func (s *Store) times(ctx context.Context, query string, args ...any) (map[string]time.Time, error) {
	rows, err := s.readDB.QueryContext(ctx, query, args...)
	if err != nil {
		return nil, err
	}
	found := map[string]time.Time{}
	_, err = collect(rows, func(scan func(...any) error) (none struct{}, err error) {
		var id string
		var ms int64
		if err = scan(&id, &ms); err == nil {
			found[id] = instant(ms)
		}
		return none, err
	})
	return found, err
}

// sweepAsked deletes the questions from before that time, and what was done about
// them.
func (s *Store) sweepAsked(ctx context.Context, before time.Time) error {
	for n := int64(askedSwept); n == askedSwept; {
		err := s.do(ctx, func(c *sql.Conn) error {
			r, err := c.ExecContext(context.Background(), sqlSweepAsked, millis(before), askedSwept)
			if err != nil {
				return err
			}
			n, err = r.RowsAffected()
			return err
		})
		if err != nil {
			return fmt.Errorf("sweep the questions: %w", err)
		}
	}
	return s.exec(ctx, "sweep the settlements", sqlSweepSettlements, millis(before))
}
