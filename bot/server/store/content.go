package store

import (
	"context"
	"database/sql"
	"time"

	"yiwen/knowledge"
)

const (
	sqlVersion = `SELECT n FROM counters WHERE name = 'content'`
	sqlItems   = `SELECT kind, id, position, body FROM content_pieces WHERE since <= $1 AND until > $1`
)

// Item is one piece of the content: an entry, a rule, a file of settings. The
// store knows nothing of what Body says; it must be valid UTF-8 without U+0000.
type Item = knowledge.Item

// SaveContent is Publish of items that did not come from the working copy, whose
// changes stay.
func (s *Store) SaveContent(ctx context.Context, items []Item, author, note string, at time.Time) (int64, error) {
	return s.Publish(ctx, items, nil, knowledge.Version{By: author, Note: note, At: at})
}

// LoadContent returns the active version and its items by kind, position and
// id, or 0 and none where no content was ever saved.
func (s *Store) LoadContent(ctx context.Context) (version int64, items []Item, err error) {
	err = s.lookUp(ctx, func(tx *sql.Tx) error {
		if err := tx.QueryRowContext(ctx, sqlVersion).Scan(&version); err != nil {
			return err
		}
		items, err = listOf(ctx, tx, scanItem, sqlItems, version)
		return err
	})
	if err != nil {
		return 0, nil, s.readError(err, "load the content")
	}
	sortItems(items)
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
