package store

import (
	"context"
	"crypto/rand"
	"database/sql"
	"encoding/base64"
	"errors"
	"fmt"

	"yiwen/bot/fault"
)

const (
	sqlKeepSecret = `INSERT INTO secrets (name, value) VALUES ($1, $2) ON CONFLICT (name) DO NOTHING`
	sqlSecret     = `SELECT value FROM secrets WHERE name = $1`
	sqlSetSecret  = `INSERT INTO secrets (name, value) VALUES ($1, $2) ON CONFLICT (name) DO UPDATE SET value = excluded.value`
)

// Secret returns the secret of that name: size bytes, drawn from the system's
// random source the first time and the same ever after, on every node. Asking
// with another size is a fault.Invalid.
func (s *Store) Secret(ctx context.Context, name string, size int) ([]byte, error) {
	if name == "" || size < 16 || size > 1024 {
		return nil, fault.New(fault.Invalid, "secret %q of %d bytes: needs a name and 16 to 1024 bytes", name, size)
	}
	fresh := make([]byte, size)
	rand.Read(fresh) // never fails: the runtime stops the program instead
	var kept string
	err := s.do(ctx, func(c *sql.Conn) error {
		_, err := c.ExecContext(context.Background(), sqlKeepSecret, name, base64.StdEncoding.EncodeToString(fresh))
		if err != nil {
			return err
		}
		return c.QueryRowContext(context.Background(), sqlSecret, name).Scan(&kept)
	})
	if err != nil {
		return nil, fmt.Errorf("draw the secret %q: %w", name, err)
	}
	secret, err := base64.StdEncoding.DecodeString(kept)
	if err != nil {
		return nil, fmt.Errorf("read the secret %q: %w", name, err)
	}
	if len(secret) != size {
		return nil, fault.New(fault.Invalid, "secret %q has %d bytes, asked for %d", name, len(secret), size)
	}
	return secret, nil
}

// ReadSecret returns the secret of that name, of whatever size, or a
// fault.NotFound: it draws none.
func (s *Store) ReadSecret(ctx context.Context, name string) ([]byte, error) {
	var kept string
	err := s.readDB.QueryRowContext(ctx, sqlSecret, name).Scan(&kept)
	switch {
	case errors.Is(err, sql.ErrNoRows):
		return nil, fault.New(fault.NotFound, "no secret %q", name)
	case err != nil:
		return nil, s.readError(err, "read the secret %q", name)
	}
	secret, err := base64.StdEncoding.DecodeString(kept)
	if err != nil {
		return nil, fmt.Errorf("read the secret %q: %w", name, err)
	}
	return secret, nil
}

// ChangeSecret replaces the secret of that name, nil where there is none, by what
// edit makes of it, in one go. It is for secrets that people hand out and renew;
// one that Secret drew is changed at the price of all that it signed.
func (s *Store) ChangeSecret(ctx context.Context, name string, edit func(old []byte) ([]byte, error)) error {
	err := s.do(ctx, func(c *sql.Conn) error {
		var kept string
		err := c.QueryRowContext(context.Background(), sqlSecret, name).Scan(&kept)
		if err != nil && !errors.Is(err, sql.ErrNoRows) {
			return err
		}
		old, err := base64.StdEncoding.DecodeString(kept)
		if err != nil {
			return err
		}
		if kept == "" {
			old = nil
		}
		secret, err := edit(old)
		if err != nil {
			return err
		}
		_, err = c.ExecContext(context.Background(), sqlSetSecret, name, base64.StdEncoding.EncodeToString(secret))
		return err
	})
	if err != nil {
		return fmt.Errorf("change the secret %q: %w", name, err)
	}
	return nil
}
