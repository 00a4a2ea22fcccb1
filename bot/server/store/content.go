package store

import (
	"cmp"
	"context"
	"database/sql"
	"fmt"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"yiwen/bot/fault"
	"yiwen/knowledge"
)

const (
	sqlNextVersion = `UPDATE counters SET n = n + 1 WHERE name = 'content' RETURNING n`
	sqlAddVersion  = `INSERT INTO content_versions (version, author, note, at) VALUES ($1, $2, $3, $4)`
	sqlAddItem     = `INSERT INTO content_items (version, kind, id, position, body) VALUES ($1, $2, $3, $4, $5)`
	sqlVersion     = `SELECT n FROM counters WHERE name = 'content'`
	sqlItems       = `SELECT kind, id, position, body FROM content_items WHERE version = $1`
)

// Item is one piece of the content: an entry, a rule, a file of settings. The
// store knows nothing of what Body says; it must be valid UTF-8 without U+0000.
type Item = knowledge.Item

// SaveContent stores items as a new version, which is the active one from its
// commit on, and returns its number: 1, 2, 3 ... Older versions stay. Two items
// with the same kind and id are a fault.Invalid, and nothing is stored.
func (s *Store) SaveContent(ctx context.Context, items []Item, author, note string, at time.Time) (int64, error) {
	for _, i := range items {
		if i.Kind == "" || i.ID == "" || !utf8.Valid(i.Body) || strings.ContainsRune(string(i.Body), 0) {
			return 0, fault.New(fault.Invalid, "the content item %s/%s cannot be kept: it has no kind or id, or its body is not text", i.Kind, i.ID)
		}
	}
	var version int64
	err := s.do(ctx, func(c *sql.Conn) (err error) {
		version, err = saveContent(c, items, author, note, at)
		return err
	})
	if err != nil {
		return 0, fmt.Errorf("save the content: %w", err)
	}
	return version, nil
}

func saveContent(c *sql.Conn, items []Item, author, note string, at time.Time) (version int64, err error) {
	ctx := context.Background()
	if err := c.QueryRowContext(ctx, sqlNextVersion).Scan(&version); err != nil {
		return 0, err
	}
	if _, err := c.ExecContext(ctx, sqlAddVersion, version, author, note, millis(at)); err != nil {
		return 0, err
	}
	add, err := c.PrepareContext(ctx, sqlAddItem)
	if err != nil {
		return 0, err
	}
	defer add.Close() // it cannot lose anything: what it did is in the transaction
	for _, i := range items {
		_, err := add.ExecContext(ctx, version, i.Kind, i.ID, i.Position, string(i.Body))
		if duplicate(err) {
			return 0, fault.New(fault.Invalid, "the content item %s/%s is there twice", i.Kind, i.ID)
		}
		if err != nil {
			return 0, fmt.Errorf("item %s/%s: %w", i.Kind, i.ID, err)
		}
	}
	return version, nil
}

// LoadContent returns the active version and its items by kind, position and
// id, or 0 and none where no content was ever saved.
func (s *Store) LoadContent(ctx context.Context) (version int64, items []Item, err error) {
	err = s.lookUp(ctx, func(tx *sql.Tx) error {
		if err := tx.QueryRowContext(ctx, sqlVersion).Scan(&version); err != nil {
			return err
		}
		rows, err := tx.QueryContext(ctx, sqlItems, version)
		if err != nil {
			return err
		}
		items, err = collect(rows, func(scan func(...any) error) (i Item, err error) {
			err = scan(&i.Kind, &i.ID, &i.Position, &i.Body)
			return i, err
		})
		return err
	})
	if err != nil {
		return 0, nil, s.readError(err, "load the content")
	}
	slices.SortFunc(items, func(a, b Item) int {
		return cmp.Or(cmp.Compare(a.Kind, b.Kind), cmp.Compare(a.Position, b.Position), cmp.Compare(a.ID, b.ID))
	})
	return version, items, nil
}

// ContentVersion returns the number of the active version, 0 where there is none.
func (s *Store) ContentVersion(ctx context.Context) (int64, error) {
	var version int64
	if err := s.readDB.QueryRowContext(ctx, sqlVersion).Scan(&version); err != nil {
		return 0, s.readError(err, "ask the content version")
	}
	return version, nil
}
