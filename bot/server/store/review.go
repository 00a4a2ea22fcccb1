package store

import (
	"context"
	"database/sql"
	"encoding/json"
	"fmt"

	"yiwen/handoff"
)

const (
	reviewColumns = `id, conversation, case_number, rated, agent, agent_name, team, opened_at, cause, finding, by_id, by_name, closed_at`
	sqlReview     = `SELECT ` + reviewColumns + ` FROM reviews WHERE id = $1`
	sqlFound      = `UPDATE reviews SET cause = $1, finding = $2, by_id = $3, by_name = $4, closed_at = $5 WHERE id = $6`
)

// Reviews returns a page of the reviews, the newest first, and how many there are
// in all.
func (s *Store) Reviews(ctx context.Context, q handoff.ReviewQuery) ([]handoff.Review, int, error) {
	list, total, err := find(ctx, s, reviewSearch(q), q.Page, q.Size, scanReview)
	if err != nil {
		return nil, 0, s.readError(err, "look for reviews")
	}
	return list, total, nil
}

func reviewSearch(q handoff.ReviewQuery) search {
	var w where
	switch {
	case q.Open == nil:
	case *q.Open:
		w.add("closed_at = 0") // as the partial index has it
	default:
		w.add("closed_at > 0")
	}
	return search{
		list:  `SELECT ` + reviewColumns + ` FROM reviews` + w.sql() + ` ORDER BY id DESC %s`,
		count: `SELECT COUNT(*) FROM reviews` + w.sql(),
		args:  w.args,
	}
}

func scanReview(scan func(...any) error) (r handoff.Review, err error) {
	var rated []byte
	err = scan(&r.ID, &r.Conversation, &r.Case, &rated, &r.Agent, &r.AgentName, &r.Team, at{&r.OpenedAt},
		&r.Cause, &r.Finding, &r.By, &r.ByName, at{&r.ClosedAt})
	if err != nil {
		return handoff.Review{}, err
	}
	if err := json.Unmarshal(rated, &r.Rated); err != nil {
		return handoff.Review{}, fmt.Errorf("read the rating of review %d: %w", r.ID, err)
	}
	return r, nil
}

// ChangeReview replaces what was found out in review id by what edit makes of it,
// and returns the review. The rest of a review is the customer's and stays. edit
// runs inside the one transaction, and must be quick and pure; its error passes
// through. An unknown review is a fault.NotFound.
func (s *Store) ChangeReview(ctx context.Context, id int64, edit func(handoff.Review) (handoff.Review, error)) (handoff.Review, error) {
	r, err := change(ctx, s,
		func(c *sql.Conn) (handoff.Review, error) {
			return scanReview(c.QueryRowContext(context.Background(), sqlReview, id).Scan)
		},
		func(old handoff.Review) (handoff.Review, error) {
			r, err := edit(old)
			old.Cause, old.Finding, old.By, old.ByName = r.Cause, r.Finding, r.By, r.ByName
			old.ClosedAt = instant(millis(r.ClosedAt))
			return old, err
		},
		func(c *sql.Conn, r handoff.Review) error {
			if err := plain(r.Finding); err != nil {
				return err
			}
			_, err := c.ExecContext(context.Background(), sqlFound, string(r.Cause), r.Finding, string(r.By), r.ByName, millis(r.ClosedAt), id)
			return err
		})
	if err != nil {
		return handoff.Review{}, fmt.Errorf("change review %d: %w", id, err)
	}
	return r, nil
}
