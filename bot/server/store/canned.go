package store

import (
	"context"
	"crypto/rand"
	"database/sql"
	"encoding/json"
	"fmt"
	"strings"
	"time"

	"yiwen/bot/fault"
	"yiwen/handoff/canned"
)

const (
	sqlCanned = `SELECT r.id, r.scope, r.owner, r.team, r.heading, r.title, r.text, r.picture, r.opener, r.changed_at, r.changed_by,
			COALESCE(u.uses, 0), COALESCE(u.used_at, 0)
		FROM canned r LEFT JOIN canned_uses u ON u.id = r.id ORDER BY r.changed_at DESC, r.id`
	sqlAddCanned = `INSERT INTO canned (scope, owner, team, heading, title, text, picture, opener, changed_at, changed_by, id)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)`
	sqlEditCanned = `UPDATE canned SET scope = $1, owner = $2, team = $3, heading = $4, title = $5, text = $6, picture = $7,
		opener = $8, changed_at = $9, changed_by = $10 WHERE id = $11`
	sqlDropCanned     = `DELETE FROM canned WHERE id = $1`
	sqlDropCannedUses = `DELETE FROM canned_uses WHERE id = $1`
	sqlHasCanned      = `SELECT COUNT(*) FROM canned WHERE id = $1`
	sqlUseCanned      = `INSERT INTO canned_uses (id, uses, used_at) VALUES ($1, 1, $2)
		ON CONFLICT (id) DO UPDATE SET uses = canned_uses.uses + 1,
			used_at = CASE WHEN canned_uses.used_at < excluded.used_at THEN excluded.used_at ELSE canned_uses.used_at END`
	sqlCannedUses = `SELECT id, uses FROM canned_uses`
)

// packReply begins the ids of canned replies of the content pack. They are only
// counted here.
const packReply = "pack:"

// CannedReplies returns all canned replies that staff made, those changed last
// first, with how often each was used.
func (s *Store) CannedReplies(ctx context.Context) ([]canned.Reply, error) {
	rows, err := s.readDB.QueryContext(ctx, sqlCanned)
	if err != nil {
		return nil, s.readError(err, "read the canned replies")
	}
	list, err := collect(rows, scanCanned)
	if err != nil {
		return nil, s.readError(err, "read the canned replies")
	}
	return list, nil
}

func scanCanned(scan func(...any) error) (r canned.Reply, err error) {
	var picture sql.NullString
	err = scan(&r.ID, &r.Scope, &r.Owner, &r.Team, &r.Group, &r.Title, &r.Text, &picture, &r.Opener, at{&r.Changed}, &r.By,
		&r.Uses, at{&r.UsedAt})
	if err != nil || !picture.Valid {
		return r, err
	}
	if err := json.Unmarshal([]byte(picture.String), &r.Picture); err != nil {
		return canned.Reply{}, fmt.Errorf("read the picture of canned reply %s: %w", r.ID, err)
	}
	return r, nil
}

// SaveCanned stores a canned reply over the one with its id, which must be there,
// or as a new one where it has none, and returns its id. How often it was used is
// not changed.
func (s *Store) SaveCanned(ctx context.Context, r canned.Reply) (id string, err error) {
	if strings.HasPrefix(r.ID, packReply) {
		return "", fault.New(fault.Denied, "内容包里的话术不能在这里修改")
	}
	if err := plain(r.Group, r.Title, r.Text); err != nil {
		return "", err
	}
	var picture []byte
	if r.Picture != nil {
		if picture, err = json.Marshal(r.Picture); err != nil {
			return "", fmt.Errorf("encode the picture of canned reply %s: %w", r.ID, err)
		}
	}
	query := sqlEditCanned
	if r.ID == "" {
		query, r.ID = sqlAddCanned, rand.Text()
	}
	err = s.do(ctx, func(c *sql.Conn) error {
		err := touch(c, fault.New(fault.NotFound, "没有这条话术"), query, string(r.Scope), string(r.Owner), string(r.Team), r.Group,
			r.Title, r.Text, text(picture), r.Opener, millis(r.Changed), string(r.By), r.ID)
		if err != nil || r.Picture == nil {
			return err
		}
		return use(c, "", []string{r.Picture.ID})
	})
	if err != nil {
		return "", fmt.Errorf("save canned reply %s: %w", r.ID, err)
	}
	return r.ID, nil
}

// DeleteCanned deletes a canned reply. One that is not there is a fault.NotFound.
func (s *Store) DeleteCanned(ctx context.Context, id string) error {
	err := s.do(ctx, func(c *sql.Conn) error {
		if err := touch(c, fault.New(fault.NotFound, "没有这条话术"), sqlDropCanned, id); err != nil {
			return err
		}
		_, err := c.ExecContext(context.Background(), sqlDropCannedUses, id)
		return err
	})
	if err != nil {
		return fmt.Errorf("delete canned reply %s: %w", id, err)
	}
	return nil
}

// UseCanned counts that a canned reply was sent. One that is not there is a
// fault.NotFound; those of the content pack ("pack:" and their id) are counted
// unseen.
func (s *Store) UseCanned(ctx context.Context, id string, when time.Time) error {
	err := s.do(ctx, func(c *sql.Conn) error {
		if !strings.HasPrefix(id, packReply) {
			var n int
			if err := c.QueryRowContext(context.Background(), sqlHasCanned, id).Scan(&n); err != nil {
				return err
			}
			if n == 0 {
				return fault.New(fault.NotFound, "没有这条话术")
			}
		}
		_, err := c.ExecContext(context.Background(), sqlUseCanned, id, millis(when))
		return err
	})
	if err != nil {
		return fmt.Errorf("count the use of canned reply %s: %w", id, err)
	}
	return nil
}

// CannedUses returns how often canned replies were sent, by id, those of the
// content pack included. Those never sent are not in it.
func (s *Store) CannedUses(ctx context.Context) (map[string]int, error) {
	uses := map[string]int{}
	rows, err := s.readDB.QueryContext(ctx, sqlCannedUses)
	if err == nil {
		_, err = collect(rows, func(scan func(...any) error) (n int, err error) {
			var id string
			err = scan(&id, &n)
			uses[id] = n
			return n, err
		})
	}
	if err != nil {
		return nil, s.readError(err, "read how often canned replies were used")
	}
	return uses, nil
}
