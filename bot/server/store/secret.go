package store

import (
	"context"
	"crypto/rand"
	"database/sql"
	"encoding/base64"
	"fmt"

	"yiwen/bot/fault"
)

const (
	sqlKeepSecret = `INSERT INTO secrets (name, value) VALUES ($1, $2) ON CONFLICT (name) DO NOTHING`
	sqlSecret     = `SELECT value FROM secrets WHERE name = $1`
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
