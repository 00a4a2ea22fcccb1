package store

import (
	"bytes"
	"context"
	"database/sql"
	"errors"
	"fmt"
	"slices"
	"unicode/utf8"

	"yiwen/bot/fault"
	"yiwen/knowledge"
)

const (
	kindEntry = "entry" // the items that a version counts

	sqlAddVersion = `INSERT INTO content_versions (version, author, author_name, note, reason, at, entries, restored, whole)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, FALSE)`
	sqlWhole    = `UPDATE content_versions SET whole = TRUE, changed = $1 WHERE version = $2`
	sqlStaged   = `SELECT restored, author, author_name, note, at FROM content_versions WHERE version = $1 AND whole = TRUE`
	sqlActivate = `UPDATE counters SET n = $1 WHERE name = 'content' AND n = $2`
	sqlAddPiece = `INSERT INTO content_pieces (kind, id, since, position, body) VALUES ($1, $2, $3, $4, $5)`
	sqlEndPiece = `UPDATE content_pieces SET until = $1 WHERE kind = $2 AND id = $3 AND since < $1 AND until > $1`

	// A version that never went live is undone as if it had never been written.
	sqlDropPieces   = `DELETE FROM content_pieces WHERE since > $1`
	sqlRevivePieces = `UPDATE content_pieces SET until = 9223372036854775807 WHERE until > $1 AND until < 9223372036854775807`
	sqlDropVersions = `DELETE FROM content_versions WHERE version > $1`

	// Pieces that say something else since version $1 than before: where one stands
	// among others is no step in its history. With its plus, until is not looked up by
	// its index: where all pieces change, all end with that version, and it would be
	// as many look-ups as the square of them.
	sqlOtherItems = `SELECT n.kind, n.id FROM content_pieces n
		LEFT JOIN content_pieces o ON o.kind = n.kind AND o.id = n.id AND o.since < $1 AND +o.until = $1
		WHERE n.since = $1 AND (o.id IS NULL OR o.body <> n.body) ORDER BY n.kind, n.position, n.id`
)

// stageBatch is how many pieces are written at once: turns that wait for the
// writer meanwhile wait a few milliseconds.
const stageBatch = 256

// Publish stores items as the next version, which is the newest from its commit
// on, and returns its number: StageVersion and ActivateVersion at once.
func (s *Store) Publish(ctx context.Context, items []Item, changes []knowledge.Change, v knowledge.Version) (int64, error) {
	staged, err := s.StageVersion(ctx, items, v)
	if err != nil {
		return 0, err
	}
	return staged.Number, s.ActivateVersion(ctx, staged.Number, changes)
}

// StageVersion stores items as the next version, which nobody answers from until
// ActivateVersion, and returns it with its Number, Entries and Changed: pieces
// that say something else than in the active version. It writes what is not as it
// was, a few hundred pieces at a time, so that turns go on meanwhile. A version
// that was staged and not activated before is gone then: the caller sees to it
// that only one is on its way. Two items with one kind and id are a
// fault.Invalid, and nothing is stored.
func (s *Store) StageVersion(ctx context.Context, items []Item, v knowledge.Version) (knowledge.Version, error) {
	if err := checkItems(items); err != nil {
		return v, err
	}
	if err := plain(v.Note, v.Reason); err != nil {
		return v, err
	}
	fail := func(err error) (knowledge.Version, error) { return v, fmt.Errorf("stage the content: %w", err) }
	v.Entries = 0
	for _, i := range items {
		if i.Kind == kindEntry {
			v.Entries++
		}
	}
	if err := s.do(ctx, func(c *sql.Conn) (err error) {
		v.Number, err = beginVersion(c, v)
		return err
	}); err != nil {
		return fail(err)
	}
	_, before, err := s.LoadContent(ctx)
	if err != nil {
		return fail(err)
	}
	steps, changed := stepsTo(items, before)
	v.Changed = changed
	for batch := range slices.Chunk(steps, stageBatch) {
		if err := s.do(ctx, func(c *sql.Conn) error { return writeSteps(c, v.Number, batch) }); err != nil {
			return fail(err)
		}
	}
	if err := s.exec(ctx, "stage the content", sqlWhole, v.Changed, v.Number); err != nil {
		return v, err
	}
	return v, nil
}

func checkItems(items []Item) error {
	seen := make(map[knowledge.Ref]bool, len(items))
	for _, i := range items {
		if i.Kind == "" || i.ID == "" || !utf8.Valid(i.Body) || bytes.IndexByte(i.Body, 0) >= 0 {
			return fault.New(fault.Invalid, "the content item %s/%s cannot be kept: it has no kind or id, or its body is not text", i.Kind, i.ID)
		}
		if seen[i.Ref()] {
			return fault.New(fault.Invalid, "the content item %s/%s is there twice", i.Kind, i.ID)
		}
		seen[i.Ref()] = true
	}
	return nil
}

// beginVersion makes room for the next version.
func beginVersion(c *sql.Conn, v knowledge.Version) (number int64, err error) {
	ctx := context.Background()
	if err := c.QueryRowContext(ctx, sqlVersion).Scan(&number); err != nil {
		return 0, err
	}
	if err := dropStaged(c, number); err != nil {
		return 0, err
	}
	number++
	_, err = c.ExecContext(ctx, sqlAddVersion, number, v.By, v.ByName, v.Note, v.Reason, millis(v.At), v.Entries, v.Of)
	return number, err
}

// dropStaged removes what was staged over the active version.
func dropStaged(c *sql.Conn, active int64) error {
	for _, query := range []string{sqlDropPieces, sqlRevivePieces, sqlDropVersions} {
		if _, err := c.ExecContext(context.Background(), query, active); err != nil {
			return err
		}
	}
	return nil
}

// pieceStep is what becomes of one piece.
type pieceStep struct {
	Item
	was, is bool // it is there in the version before, in the new one
	moved   bool // it says what it said, and only stands elsewhere
}

// stepsTo returns what makes items of before, and how many pieces say something
// else then.
func stepsTo(items, before []Item) (steps []pieceStep, changed int) {
	old := make(map[knowledge.Ref]Item, len(before))
	for _, i := range before {
		old[i.Ref()] = i
	}
	for _, i := range items {
		o, was := old[i.Ref()]
		delete(old, i.Ref())
		same := was && bytes.Equal(o.Body, i.Body)
		if !same {
			changed++
		}
		if !same || o.Position != i.Position {
			steps = append(steps, pieceStep{Item: i, was: was, is: true, moved: same})
		}
	}
	for _, i := range before {
		if _, gone := old[i.Ref()]; gone {
			changed++
			steps = append(steps, pieceStep{Item: i, was: true})
		}
	}
	return steps, changed
}

func writeSteps(c *sql.Conn, version int64, steps []pieceStep) error {
	ctx := context.Background()
	end, err := c.PrepareContext(ctx, sqlEndPiece)
	if err != nil {
		return err
	}
	defer end.Close() // it cannot lose anything: what it did is in the transaction
	add, err := c.PrepareContext(ctx, sqlAddPiece)
	if err != nil {
		return err
	}
	defer add.Close()
	for _, p := range steps {
		if p.was {
			if _, err := end.ExecContext(ctx, version, p.Kind, p.ID); err != nil {
				return fmt.Errorf("end %s/%s: %w", p.Kind, p.ID, err)
			}
		}
		if !p.is {
			continue
		}
		if _, err := add.ExecContext(ctx, p.Kind, p.ID, version, p.Position, string(p.Body)); err != nil {
			return fmt.Errorf("item %s/%s: %w", p.Kind, p.ID, err)
		}
	}
	return nil
}

// DropStaged removes the version that is staged, if any.
func (s *Store) DropStaged(ctx context.Context) error {
	err := s.do(ctx, func(c *sql.Conn) error {
		var active int64
		if err := c.QueryRowContext(context.Background(), sqlVersion).Scan(&active); err != nil {
			return err
		}
		return dropStaged(c, active)
	})
	if err != nil {
		return fmt.Errorf("drop the staged content: %w", err)
	}
	return nil
}

// ActivateVersion makes a staged version the newest. In the same transaction the
// changes are removed that are still at their revision, and each piece that says
// something else than in the version before, or had such a change, gets a
// revision: StepPublish, or StepRollback where the version brings an older one
// back. A version that is not the next, or not staged as a whole, is a
// fault.Conflict.
func (s *Store) ActivateVersion(ctx context.Context, number int64, changes []knowledge.Change) error {
	err := s.do(ctx, func(c *sql.Conn) error { return activate(c, number, changes) })
	if err != nil {
		return fmt.Errorf("activate version %d: %w", number, err)
	}
	return nil
}

func activate(c *sql.Conn, number int64, changes []knowledge.Change) error {
	ctx := context.Background()
	act, of := knowledge.Act{Step: knowledge.StepPublish}, int64(0)
	lost := fault.New(fault.Conflict, "这个版本已经过时，请重新发布")
	err := c.QueryRowContext(ctx, sqlStaged, number).Scan(&of, &act.By, &act.ByName, &act.Note, at{&act.At})
	if errors.Is(err, sql.ErrNoRows) {
		return lost
	}
	if err != nil {
		return err
	}
	if of > 0 {
		act.Step = knowledge.StepRollback
	}
	if err := touch(c, lost, sqlActivate, number, number-1); err != nil {
		return err
	}
	d, err := beginDraft(c, act)
	if err != nil {
		return err
	}
	defer d.close()
	refs, err := d.published(number, changes)
	if err != nil {
		return err
	}
	for _, ref := range refs {
		d.rev++
		if err := d.revision(ref, act.Step, sql.NullString{}, 0, number, act.Note); err != nil {
			return fmt.Errorf("revision of %s %s: %w", ref.Kind, ref.ID, err)
		}
	}
	return d.end()
}

// published removes the changes that went live and returns every piece that a
// step was taken with.
func (d *draft) published(number int64, changes []knowledge.Change) ([]knowledge.Ref, error) {
	ctx := context.Background()
	refs, err := listOf(ctx, d.c, scanRef, sqlOtherItems, number)
	if err != nil {
		return nil, err
	}
	gone, err := listOf(ctx, d.c, scanRef, sqlGoneItems, number-1, number)
	if err != nil {
		return nil, err
	}
	refs = append(refs, gone...)
	other := make(map[knowledge.Ref]bool, len(refs))
	for _, ref := range refs {
		other[ref] = true
	}
	for _, ch := range changes {
		var saved int64
		removed, err := d.ask(sqlDropChange, []any{ch.Kind, ch.ID, ch.Rev}, &saved)
		if err != nil {
			return nil, fmt.Errorf("remove the change of %s %s: %w", ch.Kind, ch.ID, err)
		}
		if removed && !other[ch.Ref] {
			refs = append(refs, ch.Ref)
		}
	}
	return refs, nil
}
