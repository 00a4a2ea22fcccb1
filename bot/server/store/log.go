package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"

	"yiwen/bot"
	"yiwen/bot/chat"
)

var _ bot.Log = (*Store)(nil)

// Load implements bot.Log: the conversation with its current case, and the
// bot's memory of it (nil where it has none).
func (s *Store) Load(ctx context.Context, id chat.ConversationID) (chat.Conversation, []byte, error) {
	var memory sql.NullString
	r, err := scanRow(s.queries.load.QueryRowContext(ctx, string(id)).Scan, &memory)
	if err != nil {
		return chat.Conversation{}, nil, s.readError(err, "load conversation %s", id)
	}
	if memory.String == "" {
		return r.Conversation, nil, nil
	}
	return r.Conversation, []byte(memory.String), nil
}

// Append implements bot.Log. It blocks until the turn is on disk, or ctx ends
// before the writer has begun with it: then it is not stored. After a fault.Busy it
// is not either, with one exception: if the disk failed in the sync itself and the power went before the
// next commit, it may be there after the restart; sending it again then finds it
// acknowledged.
//
// One event of a turn may carry a client id. The row of the case is written with
// every turn, so that Load returns what was appended; its revision grows when
// t.CaseChanged says so, and with a new case. The caller must not change t
// afterwards: its events are kept for readers.
func (s *Store) Append(ctx context.Context, t *bot.Turn) error {
	err := s.append(ctx, t)
	s.metrics.appended(err)
	return err
}

func (s *Store) append(ctx context.Context, t *bot.Turn) error {
	tw, err := newTurnWrite(t, s.tails)
	if err != nil {
		return err
	}
	if err := s.writer.do(ctx, tw); err != nil {
		return fmt.Errorf("append to conversation %s: %w", t.Conversation.ID, err)
	}
	return nil
}

// Acknowledged implements bot.Log.
func (s *Store) Acknowledged(ctx context.Context, id chat.ConversationID, sender string, cid chat.ClientID) (chat.Seq, error) {
	if cid == "" {
		return 0, nil
	}
	var seq chat.Seq
	err := s.queries.acknowledged.QueryRowContext(ctx, string(id), sender, string(cid)).Scan(&seq)
	if errors.Is(err, sql.ErrNoRows) {
		return 0, nil
	}
	if err != nil {
		return 0, s.readError(err, "look for a client id in conversation %s", id)
	}
	return seq, nil
}

// Events implements bot.Log: none where the conversation does not exist. The
// newest events come from memory. The slice is the caller's, but what its
// events point to is shared and must not be changed.
func (s *Store) Events(ctx context.Context, id chat.ConversationID, after chat.Seq, limit int) ([]chat.Event, error) {
	if limit <= 0 {
		return nil, nil
	}
	if events, ok := s.tails.after(id, after, limit); ok {
		return events, nil
	}
	rows, err := s.queries.events.QueryContext(ctx, string(id), int64(after), limit)
	if err != nil {
		return nil, s.readError(err, "read events of conversation %s", id)
	}
	events, err := collect(rows, func(scan func(...any) error) (chat.Event, error) { return scanEvent(scan, id) })
	if err != nil {
		return nil, s.readError(err, "read events of conversation %s", id)
	}
	return events, nil
}

func scanEvent(scan func(...any) error, id chat.ConversationID) (chat.Event, error) {
	e := chat.Event{Conversation: id}
	var at int64
	var kind chat.Kind
	var payload []byte
	err := scan(&e.Seq, &at, &e.Case, &kind, &e.From.Kind, &e.From.ID, &e.From.Name, &e.CID, &payload, &e.Trace, &e.Recalled)
	if err != nil {
		return chat.Event{}, err
	}
	// An event always has a time, so that 0 means 1970 here and not "never".
	e.At = timeOf(at)
	if e.Payload, err = chat.Decode(kind, payload); err != nil {
		return chat.Event{}, fmt.Errorf("event %d: %w", e.Seq, err)
	}
	return e, nil
}

// collect reads all rows and closes them.
func collect[T any](rows *sql.Rows, scan func(func(...any) error) (T, error)) ([]T, error) {
	defer rows.Close()
	var list []T
	for rows.Next() {
		v, err := scan(rows.Scan)
		if err != nil {
			return nil, err
		}
		list = append(list, v)
	}
	return list, rows.Err()
}
