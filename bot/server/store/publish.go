package store

import (
	"context"
	"database/sql"
	"fmt"
	"strings"
	"unicode/utf8"

	"yiwen/bot/fault"
	"yiwen/knowledge"
)

const (
	kindEntry = "entry" // the items that a version counts

	sqlNextVersion = `UPDATE counters SET n = n + 1 WHERE name = 'content' RETURNING n`
	sqlAddVersion  = `INSERT INTO content_versions (version, author, author_name, note, reason, at, entries, restored)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`
	sqlSetChanged = `UPDATE content_versions SET changed = $1 WHERE version = $2`
	sqlAddItem    = `INSERT INTO content_items (version, kind, id, position, body) VALUES ($1, $2, $3, $4, $5)`

	// Pieces whose text is not what it was: where one stands among others is no
	// step in its history.
	sqlOtherItems = `SELECT n.kind, n.id FROM content_items n
		LEFT JOIN content_items o ON o.version = $1 AND o.kind = n.kind AND o.id = n.id
		WHERE n.version = $2 AND (o.id IS NULL OR o.body <> n.body) ORDER BY n.kind, n.position, n.id`
)

// Publish stores items as the next version, which is the newest from its commit
// on, and returns its number: 1, 2, 3 ... In the same transaction the changes are
// removed that are still at their revision, and each piece that says something
// else than in the version before, or had such a change, gets a revision:
// StepPublish, or StepRollback where v.Of is set. Number, Entries and Changed of v
// are counted here. Two items with one kind and id are a fault.Invalid, and
// nothing is stored.
func (s *Store) Publish(ctx context.Context, items []Item, changes []knowledge.Change, v knowledge.Version) (int64, error) {
	for _, i := range items {
		if i.Kind == "" || i.ID == "" || !utf8.Valid(i.Body) || strings.ContainsRune(string(i.Body), 0) {
			return 0, fault.New(fault.Invalid, "the content item %s/%s cannot be kept: it has no kind or id, or its body is not text", i.Kind, i.ID)
		}
	}
	if err := plain(v.Note, v.Reason); err != nil {
		return 0, err
	}
	var version int64
	err := s.do(ctx, func(c *sql.Conn) (err error) {
		version, err = publish(c, items, changes, v)
		return err
	})
	if err != nil {
		return 0, fmt.Errorf("publish the content: %w", err)
	}
	return version, nil
}

func publish(c *sql.Conn, items []Item, changes []knowledge.Change, v knowledge.Version) (int64, error) {
	step := knowledge.StepPublish
	if v.Of > 0 {
		step = knowledge.StepRollback
	}
	d, err := beginDraft(c, knowledge.Act{By: v.By, ByName: v.ByName, At: v.At, Step: step})
	if err != nil {
		return 0, err
	}
	defer d.close()
	before := d.version
	if err := d.c.QueryRowContext(context.Background(), sqlNextVersion).Scan(&d.version); err != nil {
		return 0, err
	}
	if err := d.store(items, v); err != nil {
		return 0, err
	}
	refs, err := d.published(before, changes)
	if err != nil {
		return 0, err
	}
	for _, ref := range refs {
		d.rev++
		if err := d.revision(ref, step, sql.NullString{}, 0, d.version, v.Note); err != nil {
			return 0, fmt.Errorf("revision of %s %s: %w", ref.Kind, ref.ID, err)
		}
	}
	if err := d.exec(sqlSetChanged, len(refs), d.version); err != nil {
		return 0, err
	}
	return d.version, d.end()
}

// store stores a version and its items.
func (d *draft) store(items []Item, v knowledge.Version) error {
	entries := 0
	for _, i := range items {
		if i.Kind == kindEntry {
			entries++
		}
	}
	err := d.exec(sqlAddVersion, d.version, v.By, v.ByName, v.Note, v.Reason, millis(v.At), entries, v.Of)
	if err != nil {
		return err
	}
	for _, i := range items {
		err := d.exec(sqlAddItem, d.version, i.Kind, i.ID, i.Position, string(i.Body))
		if duplicate(err) {
			return fault.New(fault.Invalid, "the content item %s/%s is there twice", i.Kind, i.ID)
		}
		if err != nil {
			return fmt.Errorf("item %s/%s: %w", i.Kind, i.ID, err)
		}
	}
	return nil
}

// published removes the changes that went live and returns every piece that a
// step was taken with.
func (d *draft) published(before int64, changes []knowledge.Change) ([]knowledge.Ref, error) {
	ctx := context.Background()
	refs, err := listOf(ctx, d.c, scanRef, sqlOtherItems, before, d.version)
	if err != nil {
		return nil, err
	}
	gone, err := listOf(ctx, d.c, scanRef, sqlGoneItems, before, d.version)
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
