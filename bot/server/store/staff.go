package store

import (
	"cmp"
	"context"
	"database/sql"
	"fmt"
	"slices"

	"yiwen/bot/chat"
	"yiwen/bot/fault"
)

const (
	staffColumns = `id, name, role, hash, disabled, created_at, face`
	sqlAddStaff  = `INSERT INTO staff (` + staffColumns + `) VALUES ($1, $2, $3, $4, $5, $6, '')`
	sqlEditStaff = `UPDATE staff SET name = $1, role = $2, hash = $3, disabled = $4 WHERE id = $5`
	sqlStaff     = `SELECT ` + staffColumns + ` FROM staff WHERE id = $1`
	sqlAllStaff  = `SELECT ` + staffColumns + ` FROM staff`
)

// maxStaffID is the greatest length of a sign-in name.
const maxStaffID = 64

// AddStaff adds a member of staff, without a face. A sign-in name that is taken is a
// fault.Conflict; one that is not 1 to 64 visible ASCII characters, or an
// unknown role, is a fault.Invalid. Sign-in names tell upper from lower case.
func (s *Store) AddStaff(ctx context.Context, m chat.Staff) error {
	if err := checkStaff(m); err != nil {
		return err
	}
	err := s.do(ctx, func(c *sql.Conn) error {
		_, err := c.ExecContext(context.Background(), sqlAddStaff,
			string(m.ID), m.Name, string(m.Role), m.Hash, m.Disabled, millis(m.CreatedAt))
		if duplicate(err) {
			return fault.New(fault.Conflict, "somebody has the sign-in name %q already", m.ID)
		}
		return err
	})
	if err != nil {
		return fmt.Errorf("add staff %s: %w", m.ID, err)
	}
	return nil
}

// UpdateStaff replaces everything of a member of staff but the sign-in name, the
// time of creation and the face. An unknown one is a fault.NotFound.
func (s *Store) UpdateStaff(ctx context.Context, m chat.Staff) error {
	if err := checkStaff(m); err != nil {
		return err
	}
	err := s.do(ctx, func(c *sql.Conn) error {
		r, err := c.ExecContext(context.Background(), sqlEditStaff,
			m.Name, string(m.Role), m.Hash, m.Disabled, string(m.ID))
		if err != nil {
			return err
		}
		if n, err := r.RowsAffected(); err != nil || n > 0 {
			return err
		}
		return fault.New(fault.NotFound, "nobody has the sign-in name %q", m.ID)
	})
	if err != nil {
		return fmt.Errorf("update staff %s: %w", m.ID, err)
	}
	return nil
}

// checkStaff keeps the sign-in names to characters that look the same to
// everybody, whatever the keyboard: two accounts must not look alike.
func checkStaff(m chat.Staff) error {
	if len(m.ID) == 0 || len(m.ID) > maxStaffID {
		return fault.New(fault.Invalid, "a sign-in name has 1 to %d characters", maxStaffID)
	}
	for _, b := range []byte(m.ID) {
		if b <= ' ' || b >= 0x7f {
			return fault.New(fault.Invalid, "the sign-in name %q may hold only ASCII letters, digits and signs, and no blank", m.ID)
		}
	}
	if !m.Role.Valid() {
		return fault.New(fault.Invalid, "there is no role %q", m.Role)
	}
	return nil
}

// StaffByID returns a member of staff, or a fault.NotFound.
func (s *Store) StaffByID(ctx context.Context, id chat.AgentID) (chat.Staff, error) {
	m, err := scanStaff(s.readDB.QueryRowContext(ctx, sqlStaff, string(id)).Scan)
	if err != nil {
		return chat.Staff{}, s.readError(err, "look for staff %q", id)
	}
	return m, nil
}

// ListStaff returns all members of staff, disabled ones too, by sign-in name.
func (s *Store) ListStaff(ctx context.Context) ([]chat.Staff, error) {
	rows, err := s.readDB.QueryContext(ctx, sqlAllStaff)
	if err != nil {
		return nil, s.readError(err, "list the staff")
	}
	staff, err := collect(rows, scanStaff)
	if err != nil {
		return nil, s.readError(err, "list the staff")
	}
	// Not in SQL: PostgreSQL would sort by its own locale.
	slices.SortFunc(staff, func(a, b chat.Staff) int { return cmp.Compare(a.ID, b.ID) })
	return staff, nil
}

func scanStaff(scan func(...any) error) (m chat.Staff, err error) {
	var created int64
	err = scan(&m.ID, &m.Name, &m.Role, &m.Hash, &m.Disabled, &created, &m.Face)
	m.CreatedAt = instant(created)
	return m, err
}
