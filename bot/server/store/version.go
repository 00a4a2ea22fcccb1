package store

import (
	"cmp"
	"context"
	"database/sql"
	"errors"
	"fmt"
	"slices"
	"time"

	"yiwen/bot/fault"
	"yiwen/knowledge"
)

const (
	versionColumns = `version, author, author_name, at, note, reason, entries, changed, restored`
	sqlVersions    = `SELECT ` + versionColumns + ` FROM content_versions WHERE version <= $1 ORDER BY version DESC LIMIT $2 OFFSET $3`
	sqlVersionOf   = `SELECT ` + versionColumns + ` FROM content_versions WHERE version = $1`
	sqlCountUpTo   = `SELECT COUNT(*) FROM content_versions WHERE version <= $1`
	sqlPieceAt     = `SELECT body FROM content_pieces WHERE kind = $1 AND id = $2 AND since <= $3 AND until > $3`
	sqlHasVersion  = `SELECT COUNT(*) FROM content_versions WHERE version = $1 AND whole = TRUE`

	// What of version $1 is not as it is in $2, which is later, and the other way
	// round: nothing else was written or ended between the two.
	sqlDiffOld = `SELECT kind, id, position, body FROM content_pieces WHERE since <= $1 AND until > $1 AND until <= $2`
	sqlDiffNew = `SELECT kind, id, position, body FROM content_pieces WHERE since > $1 AND since <= $2 AND until > $2`

	sqlContentState = `SELECT c.n, COALESCE(a.at, 0), COALESCE(s.version, 0), COALESCE(s.at, 0) FROM counters c
		LEFT JOIN content_versions a ON a.version = c.n
		LEFT JOIN content_versions s ON s.version = c.n + 1 AND s.whole = TRUE WHERE c.name = 'content'`
	sqlSeeNode = `INSERT INTO nodes (node, seen_at, version, built) VALUES ($1, $2, $3, $4)
		ON CONFLICT (node) DO UPDATE SET seen_at = excluded.seen_at, version = excluded.version, built = excluded.built`
	sqlNodes      = `SELECT node, seen_at, version, built FROM nodes WHERE seen_at >= $1 ORDER BY node`
	sqlForgetNode = `DELETE FROM nodes WHERE node = $1`
)

// Versions returns a page of the versions that are or were live, the newest
// first, and how many there are. Pages count from 1; the first of all is live.
func (s *Store) Versions(ctx context.Context, page, size int) (items []knowledge.Version, total int, err error) {
	err = s.lookUp(ctx, func(tx *sql.Tx) error {
		var active int64
		if err := tx.QueryRowContext(ctx, sqlVersion).Scan(&active); err != nil {
			return err
		}
		if err := tx.QueryRowContext(ctx, sqlCountUpTo, active).Scan(&total); err != nil {
			return err
		}
		items, err = listOf(ctx, tx, scanVersion, sqlVersions, active, size, (page-1)*size)
		return err
	})
	if err != nil {
		return nil, 0, s.readError(err, "list the versions")
	}
	return items, total, nil
}

func scanVersion(scan func(...any) error) (v knowledge.Version, err error) {
	err = scan(&v.Number, &v.By, &v.ByName, at{&v.At}, &v.Note, &v.Reason, &v.Entries, &v.Changed, &v.Of)
	return v, err
}

// Version returns one version, also one that is staged, with its items by kind,
// position and id. One that is not there as a whole is a fault.NotFound.
func (s *Store) Version(ctx context.Context, number int64) (v knowledge.Version, items []Item, err error) {
	err = s.lookUp(ctx, func(tx *sql.Tx) (err error) {
		if err = hasVersion(ctx, tx, number); err != nil {
			return err
		}
		if v, err = scanVersion(tx.QueryRowContext(ctx, sqlVersionOf, number).Scan); err != nil {
			return err
		}
		items, err = listOf(ctx, tx, scanItem, sqlItems, number)
		return err
	})
	if err != nil {
		return v, nil, s.readError(err, "load version %d", number)
	}
	sortItems(items)
	return v, items, nil
}

// hasVersion returns a fault.NotFound where a version is not there as a whole.
func hasVersion(ctx context.Context, tx *sql.Tx, number int64) error {
	var n int
	if err := tx.QueryRowContext(ctx, sqlHasVersion, number).Scan(&n); err != nil {
		return err
	}
	if n == 0 {
		return fault.New(fault.NotFound, "没有这个版本")
	}
	return nil
}

// sortItems puts items by kind, position and id.
func sortItems(items []Item) {
	slices.SortFunc(items, func(a, b Item) int {
		return cmp.Or(cmp.Compare(a.Kind, b.Kind), cmp.Compare(a.Position, b.Position), cmp.Compare(a.ID, b.ID))
	})
}

// VersionItem returns what a piece said in a version; nil where it was not there.
func (s *Store) VersionItem(ctx context.Context, number int64, ref knowledge.Ref) (body []byte, err error) {
	err = s.lookUp(ctx, func(tx *sql.Tx) error {
		if err := hasVersion(ctx, tx, number); err != nil {
			return err
		}
		err := tx.QueryRowContext(ctx, sqlPieceAt, ref.Kind, ref.ID, number).Scan(&body)
		if errors.Is(err, sql.ErrNoRows) {
			return nil
		}
		return err
	})
	if err != nil {
		return nil, s.readError(err, "read %s %s of version %d", ref.Kind, ref.ID, number)
	}
	return body, nil
}

// CompareVersions returns the pieces that version to has otherwise than version
// from, by kind, position and id. It reads what was written between the two.
func (s *Store) CompareVersions(ctx context.Context, from, to int64) (diffs []knowledge.Difference, err error) {
	early, late := min(from, to), max(from, to)
	var old, new []Item
	err = s.lookUp(ctx, func(tx *sql.Tx) (err error) {
		for _, n := range []int64{early, late} {
			if n == 0 {
				continue // before the first there was nothing
			}
			if err := hasVersion(ctx, tx, n); err != nil {
				return err
			}
		}
		if old, err = listOf(ctx, tx, scanItem, sqlDiffOld, early, late); err != nil {
			return err
		}
		new, err = listOf(ctx, tx, scanItem, sqlDiffNew, early, late)
		return err
	})
	if err != nil {
		return nil, s.readError(err, "compare version %d with %d", from, to)
	}
	if from > to {
		old, new = new, old
	}
	steps, _ := stepsTo(new, old)
	for _, p := range steps {
		d := knowledge.Difference{Item: p.Item}
		switch {
		case p.moved:
			continue // it says what it said
		case !p.is:
			d.What = knowledge.Removed
		case !p.was:
			d.What = knowledge.Added
		default:
			d.What = knowledge.Changed
		}
		diffs = append(diffs, d)
	}
	slices.SortFunc(diffs, func(a, b knowledge.Difference) int {
		return cmp.Or(cmp.Compare(a.Kind, b.Kind), cmp.Compare(a.Position, b.Position), cmp.Compare(a.ID, b.ID))
	})
	return diffs, nil
}

// ContentState returns the active version and the staged one, which is the zero
// Edition until it is stored as a whole. It costs three look-ups.
func (s *Store) ContentState(ctx context.Context) (active, staged knowledge.Edition, err error) {
	err = s.readDB.QueryRowContext(ctx, sqlContentState).Scan(&active.Number, at{&active.At}, &staged.Number, at{&staged.At})
	if err != nil {
		return active, staged, s.readError(err, "ask for the content versions")
	}
	return active, staged, nil
}

// SeeNode notes that a server is there and what it answers from.
func (s *Store) SeeNode(ctx context.Context, n knowledge.Node) error {
	return s.exec(ctx, "note a server", sqlSeeNode, n.Name, millis(n.SeenAt), n.Version, n.Built)
}

// ForgetNode removes a server that stops.
func (s *Store) ForgetNode(ctx context.Context, name string) error {
	return s.exec(ctx, "forget a server", sqlForgetNode, name)
}

// Nodes returns the servers that were seen since, by name.
func (s *Store) Nodes(ctx context.Context, since time.Time) ([]knowledge.Node, error) {
	list, err := listOf(ctx, s.readDB, func(scan func(...any) error) (n knowledge.Node, err error) {
		err = scan(&n.Name, at{&n.SeenAt}, &n.Version, &n.Built)
		return n, err
	}, sqlNodes, millis(since))
	if err != nil {
		return nil, fmt.Errorf("list the servers: %w", s.readError(err, "read the servers"))
	}
	return list, nil
}
