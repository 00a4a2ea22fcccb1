package store

import (
	"context"
	"database/sql"
	"fmt"

	"yiwen/knowledge"
)

const (
	// A body that was staged is where it was written.
	sqlChanges = `SELECT c.kind, c.id, c.position, COALESCE(c.body, s.body), c.rev, c.state, c.author, c.author_name, c.at, c.note
		FROM changes c LEFT JOIN staged s ON s.n = c.staged`
	// Also those that are as they were while something else went live below them.
	sqlChangesSince = sqlChanges + ` WHERE (c.kind, c.id) IN (SELECT kind, id FROM revisions WHERE rev > $1)`
	sqlDraft        = `SELECT n FROM counters WHERE name = 'draft'`
	// Of a discard it is the version that the piece went live with: what stands was
	// made then, and by others.
	tips = `SELECT r.kind, r.id, r.rev, COALESCE(v.author, r.author), COALESCE(v.author_name, r.author_name), COALESCE(v.at, r.at)
		FROM revisions r LEFT JOIN content_pieces p ON r.step = 'discard' AND p.kind = r.kind AND p.id = r.id
		 AND p.since <= r.version AND p.until > r.version
		LEFT JOIN content_versions v ON v.version = p.since `
	sqlTips      = tips + `WHERE r.rev IN (SELECT MAX(rev) FROM revisions GROUP BY kind, id)`
	sqlTipsSince = tips + `WHERE r.rev IN (SELECT MAX(rev) FROM revisions WHERE rev > $1 GROUP BY kind, id)`

	// What of version $2 was written after $1, and what of $1 is not in $2.
	sqlNewItems  = `SELECT kind, id, position, body FROM content_pieces WHERE since > $1 AND since <= $2 AND until > $2`
	sqlGoneItems = `SELECT o.kind, o.id FROM content_pieces o WHERE o.since <= $1 AND o.until > $1 AND o.until <= $2
		AND NOT EXISTS (SELECT 1 FROM content_pieces n WHERE n.kind = o.kind AND n.id = o.id AND n.since <= $2 AND n.until > $2)`

	// The body of a revision is in the version it went live with, or went back to,
	// in the revision before it that was saved, or in itself: there or where it was
	// staged.
	sqlRevisions = `SELECT r.rev, r.kind, r.id, r.step, r.version, r.author, r.author_name, r.at, r.note,
			CASE WHEN r.version > 0 THEN i.body ELSE COALESCE(r.body, b.body, s.body) END
		FROM revisions r LEFT JOIN revisions b ON b.rev = r.body_of
		LEFT JOIN staged s ON s.n = CASE WHEN r.body_of > 0 THEN b.staged ELSE r.staged END
		LEFT JOIN content_pieces i ON i.kind = r.kind AND i.id = r.id AND i.since <= r.version AND i.until > r.version
		WHERE r.kind = $1 AND r.id = $2 ORDER BY r.rev DESC LIMIT $3`
)

// Working returns what became of the working copy since a version and a
// revision, at one moment: all of it since 0 and 0. Where nothing did it costs
// two look-ups.
func (s *Store) Working(ctx context.Context, version, rev int64) (w knowledge.Working, err error) {
	err = s.lookUp(ctx, func(tx *sql.Tx) error {
		if err := tx.QueryRowContext(ctx, sqlVersion).Scan(&w.Version); err != nil {
			return err
		}
		if err := tx.QueryRowContext(ctx, sqlDraft).Scan(&w.Rev); err != nil {
			return err
		}
		if w.Version != version {
			if err := liveSince(ctx, tx, version, &w); err != nil {
				return err
			}
		}
		if w.Rev == rev {
			return nil
		}
		if rev == 0 {
			if w.Changes, err = listOf(ctx, tx, scanChange, sqlChanges); err == nil {
				w.Tips, err = listOf(ctx, tx, scanTip, sqlTips)
			}
			return err
		}
		if w.Changes, err = listOf(ctx, tx, scanChange, sqlChangesSince, rev); err == nil {
			w.Tips, err = listOf(ctx, tx, scanTip, sqlTipsSince, rev)
		}
		return err
	})
	if err != nil {
		return knowledge.Working{}, s.readError(err, "read the working copy")
	}
	return w, nil
}

// liveSince reads what is live in w.Version and was not in version.
func liveSince(ctx context.Context, tx *sql.Tx, version int64, w *knowledge.Working) (err error) {
	if version == 0 {
		w.Live, err = listOf(ctx, tx, scanItem, sqlItems, w.Version)
		return err
	}
	if w.Live, err = listOf(ctx, tx, scanItem, sqlNewItems, version, w.Version); err != nil {
		return err
	}
	w.Gone, err = listOf(ctx, tx, scanRef, sqlGoneItems, version, w.Version)
	return err
}

// asker is a *sql.Conn, a *sql.DB or a *sql.Tx.
type asker interface {
	QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error)
}

// listOf reads all rows of a query.
func listOf[T any](ctx context.Context, a asker, scan func(func(...any) error) (T, error), query string, args ...any) ([]T, error) {
	rows, err := a.QueryContext(ctx, query, args...)
	if err != nil {
		return nil, err
	}
	return collect(rows, scan)
}

func scanItem(scan func(...any) error) (i Item, err error) {
	err = scan(&i.Kind, &i.ID, &i.Position, &i.Body)
	return i, err
}

func scanRef(scan func(...any) error) (r knowledge.Ref, err error) {
	err = scan(&r.Kind, &r.ID)
	return r, err
}

func scanTip(scan func(...any) error) (r knowledge.Revision, err error) {
	err = scan(&r.Kind, &r.ID, &r.Rev, &r.By, &r.ByName, at{&r.At})
	return r, err
}

func scanChange(scan func(...any) error) (c knowledge.Change, err error) {
	err = scan(&c.Kind, &c.ID, &c.Position, &c.Body, &c.Rev, &c.State, &c.By, &c.ByName, at{&c.At}, &c.Note)
	return c, err
}

func scanRevision(scan func(...any) error) (r knowledge.Revision, err error) {
	err = scan(&r.Rev, &r.Kind, &r.ID, &r.Step, &r.Version, &r.By, &r.ByName, at{&r.At}, &r.Note, &r.Body)
	if r.Step != knowledge.StepPublish && r.Step != knowledge.StepRollback {
		r.Version = 0 // it only says where the body is
	}
	return r, err
}

// Revisions returns those of a piece of the content, newest first, at most
// limit of them, with what it was after each.
func (s *Store) Revisions(ctx context.Context, ref knowledge.Ref, limit int) ([]knowledge.Revision, error) {
	revisions, err := listOf(ctx, s.readDB, scanRevision, sqlRevisions, ref.Kind, ref.ID, limit)
	if err != nil {
		return nil, s.readError(err, "read the history of %s %s", ref.Kind, ref.ID)
	}
	return revisions, nil
}

// lastRevision is the newest revision of a piece; of one that has none, what is
// live.
func lastRevision(c *sql.Conn, ref knowledge.Ref) (knowledge.Revision, error) {
	ctx := context.Background()
	found, err := listOf(ctx, c, scanRevision, sqlRevisions, ref.Kind, ref.ID, 1)
	if err != nil {
		return knowledge.Revision{}, fmt.Errorf("read the last revision of %s %s: %w", ref.Kind, ref.ID, err)
	}
	if len(found) > 0 {
		return found[0], nil
	}
	return knowledge.Revision{Ref: ref}, nil
}
