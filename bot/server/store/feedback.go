package store

import (
	"context"
	"database/sql"
	"fmt"

	"yiwen/knowledge"
)

const (
	feedbackColumns = `id, kind, conversation, seq, question, entry, text, by_id, by_name, at, state, answer, done_by, done_at`
	sqlAddFeedback  = `INSERT INTO feedback (` + feedbackColumns + `)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)`
	sqlFeedback    = `SELECT ` + feedbackColumns + ` FROM feedback WHERE id = $1`
	sqlDealtWithIt = `UPDATE feedback SET state = $1, answer = $2, done_by = $3, done_at = $4 WHERE id = $5`
)

// AddFeedback stores feedback under a new id, which it returns.
func (s *Store) AddFeedback(ctx context.Context, f knowledge.Feedback) (id int64, err error) {
	if err := plain(f.Conversation, f.Question, f.Entry, f.Text, f.Answer); err != nil {
		return 0, err
	}
	err = s.do(ctx, func(c *sql.Conn) (err error) {
		if id, err = nextNumber(c, "feedback"); err != nil {
			return err
		}
		_, err = c.ExecContext(context.Background(), sqlAddFeedback, id, string(f.Kind), f.Conversation, f.Seq, f.Question, f.Entry,
			f.Text, f.By, f.ByName, millis(f.At), string(f.State), f.Answer, f.DoneBy, millis(f.DoneAt))
		return err
	})
	if err != nil {
		return 0, fmt.Errorf("add feedback: %w", err)
	}
	return id, nil
}

// FeedbackList returns a page of the feedback in that state, or of all where it is
// none, the newest first, and how much there is in all.
func (s *Store) FeedbackList(ctx context.Context, state knowledge.FeedbackState, page, size int) ([]knowledge.Feedback, int, error) {
	var w where
	if state != "" {
		w.add("state = ?", string(state))
	}
	return s.feedback(ctx, w, page, size)
}

// FeedbackBy returns a page of the feedback that a member of staff gave, the newest
// first, and how much he gave in all.
func (s *Store) FeedbackBy(ctx context.Context, staff string, page, size int) ([]knowledge.Feedback, int, error) {
	var w where
	w.add("by_id = ?", staff)
	return s.feedback(ctx, w, page, size)
}

func (s *Store) feedback(ctx context.Context, w where, page, size int) ([]knowledge.Feedback, int, error) {
	list, total, err := find(ctx, s, feedbackSearch(w), page, size, scanFeedback)
	if err != nil {
		return nil, 0, s.readError(err, "look for feedback")
	}
	return list, total, nil
}

func feedbackSearch(w where) search {
	return search{
		list:  `SELECT ` + feedbackColumns + ` FROM feedback` + w.sql() + ` ORDER BY id DESC %s`,
		count: `SELECT COUNT(*) FROM feedback` + w.sql(),
		args:  w.args,
	}
}

func scanFeedback(scan func(...any) error) (f knowledge.Feedback, err error) {
	err = scan(&f.ID, &f.Kind, &f.Conversation, &f.Seq, &f.Question, &f.Entry, &f.Text, &f.By, &f.ByName, at{&f.At},
		&f.State, &f.Answer, &f.DoneBy, at{&f.DoneAt})
	return f, err
}

// ChangeFeedback replaces what became of feedback id (its state, answer, who and
// when) by what edit makes of it, and returns the feedback. What was said stays.
// edit runs inside the one transaction, and must be quick and pure; its error
// passes through. Unknown feedback is a fault.NotFound.
func (s *Store) ChangeFeedback(ctx context.Context, id int64, edit func(knowledge.Feedback) (knowledge.Feedback, error)) (knowledge.Feedback, error) {
	f, err := change(ctx, s,
		func(c *sql.Conn) (knowledge.Feedback, error) {
			return scanFeedback(c.QueryRowContext(context.Background(), sqlFeedback, id).Scan)
		},
		func(old knowledge.Feedback) (knowledge.Feedback, error) {
			f, err := edit(old)
			old.State, old.Answer, old.DoneBy, old.DoneAt = f.State, f.Answer, f.DoneBy, instant(millis(f.DoneAt))
			return old, err
		},
		func(c *sql.Conn, f knowledge.Feedback) error {
			if err := plain(f.Answer); err != nil {
				return err
			}
			_, err := c.ExecContext(context.Background(), sqlDealtWithIt, string(f.State), f.Answer, f.DoneBy, millis(f.DoneAt), id)
			return err
		})
	if err != nil {
		return knowledge.Feedback{}, fmt.Errorf("change feedback %d: %w", id, err)
	}
	return f, nil
}
