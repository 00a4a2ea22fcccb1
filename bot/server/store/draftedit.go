package store

import (
	"context"
	"database/sql"
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"yiwen/bot/fault"
	"yiwen/knowledge"
)

const (
	// The row is held until the end of the transaction: revisions are given in order.
	sqlHoldDraft = `UPDATE counters SET n = n WHERE name = 'draft' RETURNING n`
	sqlSetDraft  = `UPDATE counters SET n = $1 WHERE name = 'draft'`

	sqlPieceNow = `SELECT COALESCE((SELECT rev FROM changes WHERE kind = $1 AND id = $2),
		 (SELECT MAX(rev) FROM revisions WHERE kind = $1 AND id = $2), 0),
		EXISTS (SELECT 1 FROM changes WHERE kind = $1 AND id = $2),
		EXISTS (SELECT 1 FROM content_pieces WHERE kind = $1 AND id = $2 AND since <= $3 AND until > $3)`
	sqlGone = `SELECT DISTINCT r.kind, r.id FROM revisions r LEFT JOIN changes c ON c.kind = r.kind AND c.id = r.id
		WHERE r.rev > $1 AND (c.kind IS NOT NULL AND c.body IS NULL AND c.staged = 0 OR c.kind IS NULL AND NOT EXISTS
		 (SELECT 1 FROM content_pieces p WHERE p.kind = r.kind AND p.id = r.id AND p.since <= $2 AND p.until > $2))`
	sqlSetChange = `INSERT INTO changes (kind, id, position, body, staged, rev, saved, state, author, author_name, at, note)
		VALUES ($1, $2, $3, $4, 0, $5, $5, $6, $7, $8, $9, $10) ` + replaceChange
	replaceChange = `ON CONFLICT (kind, id) DO UPDATE SET position = excluded.position, body = excluded.body, staged =
		 excluded.staged, rev = excluded.rev, saved = excluded.saved, state = excluded.state, author = excluded.author,
		 author_name = excluded.author_name, at = excluded.at, note = excluded.note`
	sqlAddRevision = `INSERT INTO revisions (rev, kind, id, step, body, body_of, version, author, author_name, at, note)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)`
	sqlMoveChange = `UPDATE changes SET state = $1, rev = $2, note = $3 WHERE kind = $4 AND id = $5 AND rev = $6 RETURNING saved`
	sqlDropChange = `DELETE FROM changes WHERE kind = $1 AND id = $2 AND rev = $3 RETURNING saved`
)

// Edit stores edits and a revision for each, all or none. Where pieces are not at
// the revision that their edit is based on it stores nothing and returns their
// last ones. Where something else changed since a.Seen that they may lean on it is
// a fault.Conflict: whoever looks again can tell. Turns wait for some hundred edits at most, however many there are.
func (s *Store) Edit(ctx context.Context, a knowledge.Act, edits []knowledge.Edit) (clashes []knowledge.Revision, err error) {
	if err := checkEdits(edits); err != nil {
		return nil, err
	}
	if len(edits) > stageBatch {
		clashes, err = s.editMany(ctx, a, edits)
	} else {
		clashes, err = doing(ctx, s, func(c *sql.Conn) ([]knowledge.Revision, error) {
			_, clashes, err := save(c, knowledge.Saving{Act: a, Edits: edits})
			return clashes, err
		})
	}
	if err != nil {
		return nil, fmt.Errorf("edit the working copy: %w", err)
	}
	return clashes, nil
}

// checkEdits refuses what not every database can keep.
func checkEdits(edits []knowledge.Edit) error {
	for _, e := range edits {
		if e.Kind == "" || e.ID == "" || !utf8.Valid(e.Body) || strings.ContainsRune(string(e.Body), 0) {
			return fault.New(fault.Invalid, "内容 %s/%s 无法保存：缺少类别或编号，或含有非文本字符", e.Kind, e.ID)
		}
		if err := plain(e.Kind, e.ID, e.Note); err != nil {
			return err
		}
	}
	return nil
}

// save stores edits that were checked, inside the writer's transaction, and
// returns the last revision there is. Where there are clashes it stores nothing.
func save(c *sql.Conn, w knowledge.Saving) (rev int64, clashes []knowledge.Revision, err error) {
	d, err := beginDraft(c, w.Act)
	if err != nil {
		return 0, nil, err
	}
	defer d.close()
	if clashes, err = d.clashes(w.Edits); err != nil || len(clashes) > 0 {
		return d.rev, clashes, err
	}
	if err := d.current(w.Edits); err != nil {
		return 0, nil, err
	}
	for _, e := range w.Edits {
		if err := d.edit(e); err != nil {
			return 0, nil, fmt.Errorf("%s %s: %w", e.Kind, e.ID, err)
		}
		// Kept for good: an older revision that shows it may come back.
		if err := use(c, "", shownIn(e.Body)); err != nil {
			return 0, nil, err
		}
	}
	return d.rev, nil, d.end()
}

// Move takes the act's step, which is StepSubmit, StepApprove, StepReturn or
// StepDiscard, with the changes that are still at the revision named. It returns
// those that are not, which stay as they are. A StepDiscard may be a fault.Conflict,
// as with Edit.
func (s *Store) Move(ctx context.Context, a knowledge.Act, refs []knowledge.RefRev) (stale []knowledge.Ref, err error) {
	if err := plain(a.Note); err != nil {
		return nil, err
	}
	err = s.do(ctx, func(c *sql.Conn) error {
		stale = nil
		d, err := beginDraft(c, a)
		if err != nil {
			return err
		}
		defer d.close()
		if a.Step == knowledge.StepDiscard {
			gone := make([]knowledge.Edit, len(refs))
			for i, r := range refs {
				gone[i].Ref = r.Ref
			}
			if err := d.current(gone); err != nil {
				return err
			}
		}
		for _, r := range refs {
			moved, err := d.move(r)
			if err != nil {
				return fmt.Errorf("%s %s: %w", r.Kind, r.ID, err)
			}
			if !moved {
				stale = append(stale, r.Ref)
			}
		}
		return d.end()
	})
	if err != nil {
		return nil, fmt.Errorf("%s changes of the working copy: %w", a.Step, err)
	}
	return stale, nil
}

// draft changes the working copy inside the writer's transaction. A piece's
// statements run thousands of times, so each is prepared when it is first needed.
type draft struct {
	c       *sql.Conn
	act     knowledge.Act
	version int64 // the newest
	rev     int64 // the last one given
	stmts   map[string]*sql.Stmt
}

func beginDraft(c *sql.Conn, a knowledge.Act) (*draft, error) {
	d := &draft{c: c, act: a, stmts: map[string]*sql.Stmt{}}
	ctx := context.Background()
	if err := c.QueryRowContext(ctx, sqlHoldDraft).Scan(&d.rev); err != nil {
		return nil, err
	}
	return d, c.QueryRowContext(ctx, sqlVersion).Scan(&d.version)
}

// end stores the last revision.
func (d *draft) end() error {
	_, err := d.c.ExecContext(context.Background(), sqlSetDraft, d.rev)
	return err
}

// close frees the statements. It cannot lose anything: what they did is in the
// transaction.
func (d *draft) close() {
	for _, stmt := range d.stmts {
		stmt.Close()
	}
}

func (d *draft) stmt(query string) (*sql.Stmt, error) {
	if stmt := d.stmts[query]; stmt != nil {
		return stmt, nil
	}
	stmt, err := d.c.PrepareContext(context.Background(), query)
	if err == nil {
		d.stmts[query] = stmt
	}
	return stmt, err
}

// ask runs a query for one row and reports whether there is one.
func (d *draft) ask(query string, args []any, to ...any) (bool, error) {
	stmt, err := d.stmt(query)
	if err != nil {
		return false, err
	}
	rows, err := stmt.QueryContext(context.Background(), args...)
	if err != nil {
		return false, err
	}
	defer rows.Close()
	if !rows.Next() {
		return false, rows.Err()
	}
	return true, rows.Scan(to...)
}

func (d *draft) exec(query string, args ...any) error {
	stmt, err := d.stmt(query)
	if err != nil {
		return err
	}
	_, err = stmt.ExecContext(context.Background(), args...)
	return err
}

// clashes returns the last revisions of the pieces that others changed since.
func (d *draft) clashes(edits []knowledge.Edit) (found []knowledge.Revision, err error) {
	for _, e := range edits {
		var now int64
		var changed, live bool
		if _, err := d.ask(sqlPieceNow, []any{e.Kind, e.ID, d.version}, &now, &changed, &live); err != nil {
			return nil, err
		}
		if e.Base == now || e.Base == 0 && !changed && !live {
			continue
		}
		last, err := lastRevision(d.c, e.Ref)
		if err != nil {
			return nil, err
		}
		found = append(found, last)
	}
	return found, nil
}

// current refuses edits that were checked before others changed what they may lean
// on: what is removed may be named by a piece that was saved since, and what is
// saved may name one that is gone.
func (d *draft) current(edits []knowledge.Edit) error {
	if d.act.Seen == 0 {
		return nil
	}
	own, removes := make(map[knowledge.Ref]bool, len(edits)), false
	for _, e := range edits {
		own[e.Ref] = true
		removes = removes || e.Body == nil
	}
	query, args := sqlGone, []any{d.act.Seen, d.version}
	if removes {
		query, args = sqlTouched, args[:1]
	}
	refs, err := listOf(context.Background(), d.c, scanRef, query, args...)
	if err != nil {
		return fmt.Errorf("look what changed since the check: %w", err)
	}
	if slices.ContainsFunc(refs, func(r knowledge.Ref) bool { return !own[r] }) {
		return fault.New(fault.Conflict, "刚刚有人修改了相关的内容，您的修改没有保存，请再试一次")
	}
	return nil
}

// edit stores one edit, whose base was looked at.
func (d *draft) edit(e knowledge.Edit) error {
	if e.AsLive {
		_, err := d.discard(knowledge.RefRev{Ref: e.Ref, Rev: e.Base}, e.Note)
		return err
	}
	d.rev++
	a, body := d.act, text(e.Body)
	err := d.exec(sqlSetChange, e.Kind, e.ID, e.Position, body, d.rev, string(e.State), a.By, a.ByName, millis(a.At), e.Note)
	if err != nil {
		return err
	}
	return d.revision(e.Ref, a.Step, body, 0, 0, e.Note)
}

// revision stores the revision that was given last.
func (d *draft) revision(ref knowledge.Ref, step knowledge.Step, body any, bodyOf, version int64, note string) error {
	a := d.act
	return d.exec(sqlAddRevision, d.rev, ref.Kind, ref.ID, string(step), body, bodyOf, version, a.By, a.ByName, millis(a.At), note)
}

// move takes the act's step with a change, and reports whether it was still at
// that revision.
func (d *draft) move(r knowledge.RefRev) (bool, error) {
	var state knowledge.ChangeState
	switch d.act.Step {
	case knowledge.StepSubmit:
		state = knowledge.InReview
	case knowledge.StepApprove:
		state = knowledge.Approved
	case knowledge.StepReturn:
		state = knowledge.Drafted
	case knowledge.StepDiscard:
		return d.discard(r, d.act.Note)
	default:
		return false, fault.New(fault.Invalid, "a change cannot be moved by %q", d.act.Step)
	}
	var saved int64
	ok, err := d.ask(sqlMoveChange, []any{string(state), d.rev + 1, d.act.Note, r.Kind, r.ID, r.Rev}, &saved)
	if err != nil || !ok {
		return false, err
	}
	d.rev++
	return true, d.revision(r.Ref, d.act.Step, nil, saved, 0, d.act.Note)
}

// discard makes a piece what is live again.
func (d *draft) discard(r knowledge.RefRev, note string) (bool, error) {
	var saved int64
	ok, err := d.ask(sqlDropChange, []any{r.Kind, r.ID, r.Rev}, &saved)
	if err != nil || !ok {
		return false, err
	}
	d.rev++
	return true, d.revision(r.Ref, knowledge.StepDiscard, nil, 0, d.version, note)
}
