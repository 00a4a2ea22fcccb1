package store

import (
	"context"
	"database/sql"
	"fmt"
	"slices"
	"time"

	"yiwen/bot/fault"
	"yiwen/knowledge"
)

const (
	sqlReserve    = `UPDATE counters SET n = n + $1 WHERE name = 'staged' RETURNING n`
	sqlAddStaging = `INSERT INTO stagings (first, last, at) VALUES ($1, $2, $3)`
	sqlEndStaging = `DELETE FROM stagings WHERE first = $1`
	sqlDead       = `SELECT first, last FROM stagings WHERE at < $1`
	sqlStage      = `INSERT INTO staged (n, kind, id, position, state, note, as_live, body) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`
	sqlUnstage    = `DELETE FROM staged WHERE n IN (SELECT n FROM staged WHERE n >= $1 AND n <= $2 ORDER BY n LIMIT $3)`
	sqlTouched    = `SELECT DISTINCT kind, id FROM revisions WHERE rev > $1`

	// Of the row n the revision is n + $1.
	sqlStagedRevisions = `INSERT INTO revisions (rev, kind, id, step, body, body_of, version, staged, author, author_name, at, note)
		SELECT n + $1, kind, id, $2, NULL, 0, 0, CASE WHEN body IS NULL THEN 0 ELSE n END, $3, $4, $5, note
		FROM staged WHERE n >= $6 AND n <= $7 AND as_live = FALSE`
	sqlStagedChanges = `INSERT INTO changes (kind, id, position, body, staged, rev, saved, state, author, author_name, at, note)
		SELECT kind, id, position, NULL, CASE WHEN body IS NULL THEN 0 ELSE n END, n + $1, n + $1, state, $2, $3, $4, note
		FROM staged WHERE n >= $5 AND n <= $6 AND as_live = FALSE ` + replaceChange
	sqlStagedBack = `INSERT INTO revisions (rev, kind, id, step, body, body_of, version, staged, author, author_name, at, note)
		SELECT s.n + $1, s.kind, s.id, 'discard', NULL, 0, $2, 0, $3, $4, $5, s.note
		FROM staged s JOIN changes c ON c.kind = s.kind AND c.id = s.id WHERE s.n >= $6 AND s.n <= $7 AND s.as_live = TRUE`
	sqlStagedDrop   = `DELETE FROM changes WHERE (kind, id) IN (SELECT kind, id FROM staged WHERE n >= $1 AND n <= $2 AND as_live = TRUE)`
	sqlStagedBodies = `DELETE FROM staged WHERE n >= $1 AND n <= $2 AND body IS NULL`
)

// stagingDead is how old a staging is that nobody is at work on any more.
const stagingDead = time.Hour

// staging is where edits wait that are to be part of the working copy at once.
// What is there of it concerns nobody until it is activated.
type staging struct {
	first, last int64 // its rows
	rev         int64 // the last revision when it began
}

// editMany is Edit of more than turns can wait for: it writes the edits beside the
// working copy, a few hundred at a time, and activates them in one transaction that
// moves no text. It is whole or not at all whenever the program dies. It can be
// called off until it activates them, between one part and the next.
func (s *Store) editMany(calls context.Context, a knowledge.Act, edits []knowledge.Edit) ([]knowledge.Revision, error) {
	ctx := context.WithoutCancel(calls) // a part is over in milliseconds, and what became of it is known
	g, err := doing(ctx, s, func(c *sql.Conn) (staging, error) { return beginStaging(c, len(edits), s.now()) })
	if err != nil {
		return nil, err
	}
	var clashes []knowledge.Revision
	n := g.first
	for part := range slices.Chunk(edits, stageBatch) {
		if err := calls.Err(); err != nil {
			return nil, s.unstaged(g, err)
		}
		found, err := doing(ctx, s, func(c *sql.Conn) ([]knowledge.Revision, error) { return stage(c, n, part) })
		if err != nil {
			return nil, s.unstaged(g, err)
		}
		clashes = append(clashes, found...)
		n += int64(len(part))
	}
	if len(clashes) == 0 {
		if clashes, err = doing(ctx, s, func(c *sql.Conn) ([]knowledge.Revision, error) { return g.activate(c, a, edits) }); err != nil {
			return nil, s.unstaged(g, err)
		}
	}
	if len(clashes) > 0 {
		return clashes, s.unstaged(g, nil)
	}
	return nil, nil
}

// doing is do of what has a result; with an error there is none.
func doing[T any](ctx context.Context, s *Store, fn func(*sql.Conn) (T, error)) (T, error) {
	var out, none T
	err := s.do(ctx, func(c *sql.Conn) (err error) { out, err = fn(c); return err })
	if err != nil {
		return none, err
	}
	return out, nil
}

// beginStaging makes room for n edits.
func beginStaging(c *sql.Conn, n int, now time.Time) (g staging, err error) {
	ctx := context.Background()
	if err := c.QueryRowContext(ctx, sqlDraft).Scan(&g.rev); err != nil {
		return g, err
	}
	if err := c.QueryRowContext(ctx, sqlReserve, n).Scan(&g.last); err != nil {
		return g, err
	}
	g.first = g.last - int64(n) + 1
	_, err = c.ExecContext(ctx, sqlAddStaging, g.first, g.last, millis(now))
	return g, err
}

// stage writes edits as the rows from n on. Where pieces are not at the revision
// that their edit is based on it writes nothing and returns their last ones.
func stage(c *sql.Conn, n int64, edits []knowledge.Edit) (clashes []knowledge.Revision, err error) {
	d, err := beginDraft(c, knowledge.Act{})
	if err != nil {
		return nil, err
	}
	defer d.close()
	if clashes, err = d.clashes(edits); err != nil || len(clashes) > 0 {
		return clashes, err
	}
	for i, e := range edits {
		body := text(e.Body)
		if e.AsLive {
			body = sql.NullString{}
		}
		if err := d.exec(sqlStage, n+int64(i), e.Kind, e.ID, e.Position, string(e.State), e.Note, e.AsLive, body); err != nil {
			return nil, fmt.Errorf("stage %s %s: %w", e.Kind, e.ID, err)
		}
		// Kept for good, and also where it comes to nothing: who tries again shows them.
		if err := use(c, "", shownIn(e.Body)); err != nil {
			return nil, err
		}
	}
	return nil, nil
}

// activate makes what was staged part of the working copy. Where others changed
// one of the pieces since it began it does nothing and returns what they are.
func (g staging) activate(c *sql.Conn, a knowledge.Act, edits []knowledge.Edit) ([]knowledge.Revision, error) {
	d, err := beginDraft(c, a)
	if err != nil {
		return nil, err
	}
	defer d.close()
	if clashes, err := d.touched(g.rev, edits); err != nil || len(clashes) > 0 {
		return clashes, err
	}
	if err := d.current(edits); err != nil {
		return nil, err
	}
	lost := fault.New(fault.Conflict, "保存花的时间太长，没有保存任何内容，请重试")
	if err := touch(c, lost, sqlEndStaging, g.first); err != nil {
		return nil, err
	}
	by := d.rev + 1 - g.first
	at := millis(a.At)
	if err := d.exec(sqlStagedRevisions, by, string(a.Step), a.By, a.ByName, at, g.first, g.last); err != nil {
		return nil, err
	}
	if err := d.exec(sqlStagedChanges, by, a.By, a.ByName, at, g.first, g.last); err != nil {
		return nil, err
	}
	if slices.ContainsFunc(edits, func(e knowledge.Edit) bool { return e.AsLive }) {
		if err := d.exec(sqlStagedBack, by, d.version, a.By, a.ByName, at, g.first, g.last); err != nil {
			return nil, err
		}
		if err := d.exec(sqlStagedDrop, g.first, g.last); err != nil {
			return nil, err
		}
	}
	if slices.ContainsFunc(edits, func(e knowledge.Edit) bool { return e.AsLive || e.Body == nil }) {
		if err := d.exec(sqlStagedBodies, g.first, g.last); err != nil {
			return nil, err
		}
	}
	d.rev += g.last - g.first + 1
	return nil, d.end()
}

// touched returns the last revisions of those pieces of edits that have one after
// rev.
func (d *draft) touched(rev int64, edits []knowledge.Edit) (found []knowledge.Revision, err error) {
	refs, err := listOf(context.Background(), d.c, scanRef, sqlTouched, rev)
	if err != nil || len(refs) == 0 {
		return nil, err
	}
	ours := make(map[knowledge.Ref]bool, len(edits))
	for _, e := range edits {
		ours[e.Ref] = true
	}
	for _, ref := range refs {
		if !ours[ref] {
			continue
		}
		last, err := lastRevision(d.c, ref)
		if err != nil {
			return nil, err
		}
		found = append(found, last)
	}
	return found, nil
}

// unstaged removes a staging before err, and joins what goes wrong with it. What
// is left is swept.
func (s *Store) unstaged(g staging, err error) error {
	ctx, cancel := context.WithTimeout(context.Background(), unstageWithin)
	defer cancel()
	if failed := s.unstage(ctx, g); failed != nil {
		if err == nil {
			return failed
		}
		return fmt.Errorf("%w (and remove what was staged: %w)", err, failed)
	}
	return err
}

// unstageWithin is how long removing a staging may take before it is left to the
// sweep.
const unstageWithin = 10 * time.Second

// unstage removes a staging, a few hundred rows at a time. One that was activated
// stays.
func (s *Store) unstage(ctx context.Context, g staging) error {
	for {
		over, err := doing(ctx, s, func(c *sql.Conn) (bool, error) { return g.remove(c) })
		if err != nil || over {
			return err
		}
	}
}

// remove removes some rows of a staging and reports whether none is left.
func (g staging) remove(c *sql.Conn) (over bool, err error) {
	ctx := context.Background()
	var waits bool
	if err := c.QueryRowContext(ctx, sqlWaits, g.first).Scan(&waits); err != nil || !waits {
		return true, err
	}
	r, err := c.ExecContext(ctx, sqlUnstage, g.first, g.last, stageBatch)
	if err != nil {
		return false, err
	}
	if n, err := r.RowsAffected(); err != nil || n == stageBatch {
		return false, err
	}
	_, err = c.ExecContext(ctx, sqlEndStaging, g.first)
	return true, err
}

const sqlWaits = `SELECT EXISTS (SELECT 1 FROM stagings WHERE first = $1)`

// sweepStagings removes what was staged before a time and never activated.
func (s *Store) sweepStagings(ctx context.Context, before time.Time) error {
	dead, err := listOf(ctx, s.readDB, func(scan func(...any) error) (g staging, err error) {
		return g, scan(&g.first, &g.last)
	}, sqlDead, millis(before))
	if err != nil {
		return s.readError(err, "look for dead stagings")
	}
	for _, g := range dead {
		if err := s.unstage(ctx, g); err != nil {
			return fmt.Errorf("sweep a dead staging: %w", err)
		}
	}
	return nil
}
