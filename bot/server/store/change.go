package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"strings"
	"unicode/utf8"

	"yiwen/bot/fault"
)

const sqlNextNumber = `INSERT INTO counters (name, n) VALUES ($1, 1)
	ON CONFLICT (name) DO UPDATE SET n = counters.n + 1 RETURNING n`

// nextNumber counts on: 1, 2, 3 ... of that name. A number whose write fails is
// given again, which is right: nobody has heard of it.
func nextNumber(c *sql.Conn, name string) (n int64, err error) {
	if err := c.QueryRowContext(context.Background(), sqlNextNumber, name).Scan(&n); err != nil {
		return 0, fmt.Errorf("count on %s: %w", name, err)
	}
	return n, nil
}

// touch runs a statement that is to change a row. Where there is none, missing is
// the error.
func touch(c *sql.Conn, missing error, query string, args ...any) error {
	r, err := c.ExecContext(context.Background(), query, args...)
	if err != nil {
		return err
	}
	if n, err := r.RowsAffected(); err != nil || n > 0 {
		return err
	}
	return missing
}

// exec runs a statement as a write of its own; what is what it attempts.
func (s *Store) exec(ctx context.Context, what, query string, args ...any) error {
	err := s.do(ctx, func(c *sql.Conn) error {
		_, err := c.ExecContext(context.Background(), query, args...)
		return err
	})
	if err != nil {
		return fmt.Errorf("%s: %w", what, err)
	}
	return nil
}

// must is touch as a write of its own.
func (s *Store) must(ctx context.Context, query string, args ...any) error {
	return s.do(ctx, func(c *sql.Conn) error {
		return touch(c, fault.New(fault.NotFound, textNotFound), query, args...)
	})
}

// change reads what is stored, lets edit say what it becomes, and writes that, in
// one go: nobody else changes it meanwhile. edit runs inside the one
// transaction, and must be quick and pure; its error passes through.
func change[T any](ctx context.Context, s *Store, read func(*sql.Conn) (T, error), edit func(T) (T, error), write func(*sql.Conn, T) error) (now T, err error) {
	err = s.do(ctx, func(c *sql.Conn) error {
		old, err := read(c)
		if errors.Is(err, sql.ErrNoRows) {
			return fault.Wrap(err, fault.NotFound, textNotFound)
		}
		if err != nil {
			return err
		}
		if now, err = edit(old); err != nil {
			return err
		}
		return write(c, now)
	})
	return now, err
}

// known refuses a conversation that does not exist.
func known(c *sql.Conn, id string) error {
	var n int
	if err := c.QueryRowContext(context.Background(), sqlConversationExists, id).Scan(&n); err != nil {
		return err
	}
	if n == 0 {
		return fault.New(fault.NotFound, "没有这个会话")
	}
	return nil
}

// plain refuses texts that not every database can keep.
func plain(texts ...string) error {
	for _, t := range texts {
		if !utf8.ValidString(t) || strings.ContainsRune(t, 0) {
			return fault.New(fault.Invalid, "内容含有无法保存的字符")
		}
	}
	return nil
}

// clean is plain for the words of customers, which are not refused: it takes out
// what not every database can keep.
func clean(s string) string {
	return strings.ReplaceAll(strings.ToValidUTF8(s, ""), "\x00", "")
}
