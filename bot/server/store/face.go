package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"

	"yiwen/bot/chat"
	"yiwen/bot/fault"
)

const (
	sqlFace     = `SELECT face FROM staff WHERE id = $1`
	sqlSetFace  = `UPDATE staff SET face = $1 WHERE id = $2`
	sqlDropUsed = `DELETE FROM files WHERE id = $1`
	// Who does not work here any more is shown to nobody.
	sqlFaces = `SELECT id, face FROM staff WHERE face <> '' AND disabled = FALSE`
)

// SetFace makes an upload the picture of a member of staff, or takes his away where
// u is nil. It returns the id of the one before, or "": nobody knows that upload any
// more, and its content is to be deleted. The content of u should be on disk before.
// Whom nobody knows is a fault.NotFound.
func (s *Store) SetFace(ctx context.Context, id chat.AgentID, u *chat.Upload) (before string, err error) {
	face := ""
	if u != nil {
		if face = u.ID; face == "" {
			return "", fault.New(fault.Invalid, "set a face: the upload has no id")
		}
	}
	err = s.do(ctx, func(c *sql.Conn) error {
		err := c.QueryRowContext(context.Background(), sqlFace, string(id)).Scan(&before)
		if errors.Is(err, sql.ErrNoRows) {
			return fault.New(fault.NotFound, "没有这位同事")
		}
		if err != nil {
			return err
		}
		if u != nil {
			if err := addFile(c, *u); err != nil {
				return err
			}
			if err := use(c, "", []string{u.ID}); err != nil {
				return err
			}
		}
		if _, err := c.ExecContext(context.Background(), sqlSetFace, face, string(id)); err != nil {
			return err
		}
		_, err = c.ExecContext(context.Background(), sqlDropUsed, before)
		return err
	})
	if err != nil {
		return "", fmt.Errorf("set the face of %s: %w", id, err)
	}
	return before, nil
}

// Faces returns the ids of the pictures of the staff, of those who have one and are
// not disabled.
func (s *Store) Faces(ctx context.Context) (map[chat.AgentID]string, error) {
	rows, err := s.readDB.QueryContext(ctx, sqlFaces)
	if err != nil {
		return nil, s.readError(err, "read the faces of the staff")
	}
	defer rows.Close()
	faces := map[chat.AgentID]string{}
	for rows.Next() {
		var id chat.AgentID
		var face string
		if err := rows.Scan(&id, &face); err != nil {
			return nil, s.readError(err, "read the faces of the staff")
		}
		faces[id] = face
	}
	if err := rows.Err(); err != nil {
		return nil, s.readError(err, "read the faces of the staff")
	}
	return faces, nil
}
