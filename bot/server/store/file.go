package store

import (
	"bytes"
	"context"
	"database/sql"
	"fmt"
	"time"

	"yiwen/bot/chat"
	"yiwen/bot/fault"
)

const (
	sqlAddFile = `INSERT INTO files (id, name, type, size, width, height, by_kind, by_id, conversation, at, used)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, FALSE)`
	sqlFile    = `SELECT id, name, type, size, width, height FROM files WHERE id = $1`
	sqlUseFile = `UPDATE files SET used = TRUE, conversation = CASE WHEN $1 = '' THEN conversation ELSE $1 END WHERE id = $2`
	sqlOrphans = `SELECT id FROM files WHERE used = FALSE AND at < $1 ORDER BY at LIMIT $2`
	// What was sent since it was found is not dropped.
	sqlDropFile = `DELETE FROM files WHERE id = $1 AND used = FALSE`
)

// orphansMost bounds how many files OrphanFiles names at once.
const orphansMost = 1000

// AddFile stores what is known of an upload, whose content is kept elsewhere and
// should be on disk before. An id that is taken is a fault.Conflict.
func (s *Store) AddFile(ctx context.Context, u chat.Upload) error {
	if u.ID == "" {
		return fault.New(fault.Invalid, "add a file: it has no id")
	}
	if err := plain(u.ID, u.Name, u.Type); err != nil {
		return err
	}
	if err := s.do(ctx, func(c *sql.Conn) error { return addFile(c, u) }); err != nil {
		return fmt.Errorf("add file %s: %w", u.ID, err)
	}
	return nil
}

func addFile(c *sql.Conn, u chat.Upload) error {
	_, err := c.ExecContext(context.Background(), sqlAddFile, u.ID, u.Name, u.Type, u.Size, u.Width, u.Height,
		string(u.By.Kind), u.By.ID, string(u.Conversation), millis(u.At))
	if duplicate(err) {
		return fault.Wrap(err, fault.Conflict, "文件已存在")
	}
	return err
}

// File returns what is known of an upload, or a fault.NotFound.
func (s *Store) File(ctx context.Context, id string) (a chat.Attachment, err error) {
	err = s.readDB.QueryRowContext(ctx, sqlFile, id).Scan(&a.ID, &a.Name, &a.Type, &a.Size, &a.Width, &a.Height)
	if err != nil {
		return chat.Attachment{}, s.readError(err, "look for file %s", id)
	}
	return a, nil
}

// OrphanFiles returns the ids of at most 1,000 uploads from before that time that
// no message, ticket, canned reply or answer shows or ever did, the oldest first. Drop each with
// DropFile before its content is deleted.
func (s *Store) OrphanFiles(ctx context.Context, before time.Time) ([]string, error) {
	rows, err := s.readDB.QueryContext(ctx, sqlOrphans, millis(before), orphansMost)
	if err != nil {
		return nil, s.readError(err, "look for orphaned files")
	}
	ids, err := collect(rows, func(scan func(...any) error) (id string, err error) {
		err = scan(&id)
		return id, err
	})
	if err != nil {
		return nil, s.readError(err, "look for orphaned files")
	}
	return ids, nil
}

// DropFile forgets an upload that nothing shows, and reports whether it did: not
// where something shows it by now, or nobody knows it.
func (s *Store) DropFile(ctx context.Context, id string) (bool, error) {
	var n int64
	err := s.do(ctx, func(c *sql.Conn) error {
		r, err := c.ExecContext(context.Background(), sqlDropFile, id)
		if err != nil {
			return err
		}
		n, err = r.RowsAffected()
		return err
	})
	if err != nil {
		return false, fmt.Errorf("drop file %s: %w", id, err)
	}
	return n == 1, nil
}

// shownIn returns the ids of the uploads that a text shows, as answers do: each
// behind the path that serves it.
func shownIn(text []byte) (ids []string) {
	foreign := func(r rune) bool {
		return (r < 'a' || r > 'z') && (r < 'A' || r > 'Z') && (r < '0' || r > '9') && r != '_' && r != '-'
	}
	for {
		_, rest, found := bytes.Cut(text, []byte("/files/"))
		if !found {
			return ids
		}
		id := rest
		if end := bytes.IndexFunc(rest, foreign); end >= 0 {
			id = rest[:end]
		}
		if len(id) > 0 {
			ids = append(ids, string(id))
		}
		text = rest
	}
}

// use notes that uploads are shown somewhere, so that they are kept, and where.
// One that is not known any more is shown as it is.
func use(c *sql.Conn, in chat.ConversationID, files []string) error {
	for _, id := range files {
		if _, err := c.ExecContext(context.Background(), sqlUseFile, string(in), id); err != nil {
			return fmt.Errorf("note that file %s is used: %w", id, err)
		}
	}
	return nil
}
