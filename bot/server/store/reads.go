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
	// Nobody can have read what is not written: a seq beyond the last is cut.
	sqlMarkRead = `INSERT INTO reads (conversation, reader, seq)
		SELECT c.id, CAST($1 AS TEXT), CASE WHEN c.seq < $2 THEN c.seq ELSE $2 END FROM conversations c WHERE c.id = $3
		ON CONFLICT (conversation, reader) DO UPDATE SET seq = excluded.seq WHERE excluded.seq > reads.seq`
	sqlConversationExists = `SELECT COUNT(*) FROM conversations WHERE id = $1`
	sqlReadUpTo           = `SELECT seq FROM reads WHERE conversation = $1 AND reader = $2`
)

// MarkRead notes that reader (as chat.Actor.Sender names him) has read the
// conversation up to seq, or to its end where seq is beyond it. It never moves
// backwards. An unknown conversation is a fault.NotFound.
func (s *Store) MarkRead(ctx context.Context, id chat.ConversationID, reader string, seq chat.Seq) error {
	if reader == "" || seq < 0 {
		return fault.New(fault.Invalid, "mark conversation %s read up to %d by %q: needs a reader and a seq", id, seq, reader)
	}
	err := s.do(ctx, func(c *sql.Conn) error {
		r, err := c.ExecContext(context.Background(), sqlMarkRead, reader, int64(seq), string(id))
		if err != nil {
			return err
		}
		if n, err := r.RowsAffected(); err != nil || n > 0 {
			return err
		}
		return known(c, string(id))
	})
	if err != nil {
		return fmt.Errorf("mark conversation %s read by %s: %w", id, reader, err)
	}
	return nil
}

// ReadUpTo returns the seq up to which reader has read the conversation, or 0.
func (s *Store) ReadUpTo(ctx context.Context, id chat.ConversationID, reader string) (chat.Seq, error) {
	var seq chat.Seq
	err := s.readDB.QueryRowContext(ctx, sqlReadUpTo, string(id), reader).Scan(&seq)
	if errors.Is(err, sql.ErrNoRows) {
		return 0, nil
	}
	if err != nil {
		return 0, s.readError(err, "ask how far %s has read conversation %s", reader, id)
	}
	return seq, nil
}
