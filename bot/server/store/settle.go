package store

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"time"

	"yiwen/bot/fault"
	"yiwen/knowledge"
)

const (
	// inboxed is what is in the inbox: a question back may still be answered for a
	// while ($3).
	inboxed = ` FROM asked WHERE missed = TRUE AND at >= $1 AND at < $2
		AND (outcome <> 'clarify' OR chosen <> '' OR vote < 0 OR handoff = TRUE OR at <= $3)`
	sqlMisses     = `SELECT ` + askedColumns + inboxed + ` ORDER BY at DESC LIMIT $4`
	sqlAskedBody  = `SELECT ` + askedColumns + ` FROM asked WHERE conversation = $1 AND seq = $2`
	sqlSettle     = `UPDATE asked SET settled = $1, owner = $2 WHERE conversation = $3 AND seq = $4`
	sqlSettlement = `SELECT at, undone, body FROM settlements WHERE id = $1`

	sqlAddSettlement    = `INSERT INTO settlements (id, at, undone, body) VALUES ($1, $2, FALSE, $3)`
	sqlUndone           = `UPDATE settlements SET undone = TRUE WHERE id = $1`
	sqlSweepSettlements = `DELETE FROM settlements WHERE at < $1`
)

// Misses returns the newest questions of the inbox asked from from on and before
// to, at most limit, the newest first: those with a Why at now, settled or not.
func (s *Store) Misses(ctx context.Context, from, to, now time.Time, limit int) ([]knowledge.Asked, error) {
	rows, err := s.readDB.QueryContext(ctx, sqlMisses, millis(from), millis(to), millis(now.Add(-knowledge.ChooseWithin)), limit)
	if err != nil {
		return nil, s.readError(err, "read the inbox")
	}
	list, err := collect(rows, scanAsked)
	if err != nil {
		return nil, s.readError(err, "read the inbox")
	}
	return list, nil
}

// AskedBy returns the questions that refs name, in their order, or a
// fault.NotFound.
func (s *Store) AskedBy(ctx context.Context, refs []knowledge.AskedRef) (list []knowledge.Asked, err error) {
	err = s.lookUp(ctx, func(tx *sql.Tx) error {
		for _, r := range refs {
			a, err := scanAsked(tx.QueryRowContext(ctx, sqlAskedBody, r.Conversation, r.Seq).Scan)
			if err != nil {
				return err
			}
			list = append(list, a)
		}
		return nil
	})
	if err != nil {
		return nil, s.readError(err, "read questions")
	}
	return list, nil
}

// Settle notes what an editor did about the questions that x.Of names, whose
// state before it fills in, and returns the number that undoes it. What he saved
// for it is stored with it, all or nothing, and x.Rev becomes its revision.
// Unknown questions are a fault.NotFound, those that are no longer what x.Were
// says a fault.Conflict; where others changed what is saved their revisions are
// returned. Nothing is stored then.
func (s *Store) Settle(ctx context.Context, x knowledge.Settlement, with knowledge.Saving) (id int64, clashes []knowledge.Revision, err error) {
	if err := checkEdits(with.Edits); err != nil {
		return 0, nil, err
	}
	err = s.do(ctx, func(c *sql.Conn) (err error) {
		if len(with.Edits) > 0 {
			if x.Rev, clashes, err = save(c, with); err != nil || len(clashes) > 0 {
				return err
			}
		}
		for i := range x.Of {
			o := &x.Of[i]
			a, err := scanAsked(c.QueryRowContext(context.Background(), sqlAskedBody, o.Conversation, o.Seq).Scan)
			if errors.Is(err, sql.ErrNoRows) {
				return fault.Wrap(err, fault.NotFound, "问题已不存在，请刷新")
			}
			if err != nil {
				return err
			}
			if x.Were != nil && !slices.Contains(x.Were, a.Settled) {
				return fault.New(fault.Conflict, "这些问题刚刚已经处理过，没有重复处理")
			}
			o.Settled, o.Owner = a.Settled, a.Owner
			if err := settle(c, knowledge.SettledAsked{AskedRef: o.AskedRef, Settled: x.Settled, Owner: x.Owner}); err != nil {
				return err
			}
		}
		body, err := json.Marshal(x)
		if err != nil {
			return err
		}
		if id, err = nextNumber(c, "settlements"); err != nil {
			return err
		}
		_, err = c.ExecContext(context.Background(), sqlAddSettlement, id, millis(x.At), string(body))
		return err
	})
	if err != nil {
		return 0, nil, fmt.Errorf("settle questions: %w", err)
	}
	return id, clashes, nil
}

func settle(c *sql.Conn, a knowledge.SettledAsked) error {
	_, err := c.ExecContext(context.Background(), sqlSettle, string(a.Settled), a.Owner, a.Conversation, a.Seq)
	return err
}

// Settlement returns what an editor did, or a fault.NotFound.
func (s *Store) Settlement(ctx context.Context, id int64) (knowledge.Settlement, error) {
	x, err := scanSettlement(s.readDB.QueryRowContext(ctx, sqlSettlement, id).Scan)
	if err != nil {
		return knowledge.Settlement{}, s.readError(err, "look for settlement %d", id)
	}
	x.ID = id
	return x, nil
}

func scanSettlement(scan func(...any) error) (x knowledge.Settlement, err error) {
	var body []byte
	if err = scan(at{&x.At}, &x.Undone, &body); err != nil {
		return x, err
	}
	if err := json.Unmarshal(body, &x); err != nil {
		return x, fmt.Errorf("decode a settlement: %w", err)
	}
	return x, nil
}

// Unsettle makes the questions of a settlement what they were before, unless they
// were settled otherwise since; those stay. What is saved to take it back is
// stored with it, all or nothing. One that was undone is a fault.Conflict, one
// that is unknown a fault.NotFound; where others changed what is saved their
// revisions are returned, and nothing is stored.
func (s *Store) Unsettle(ctx context.Context, id int64, with knowledge.Saving) (changed int, clashes []knowledge.Revision, err error) {
	if err := checkEdits(with.Edits); err != nil {
		return 0, nil, err
	}
	err = s.do(ctx, func(c *sql.Conn) error {
		changed, clashes = 0, nil
		x, err := scanSettlement(c.QueryRowContext(context.Background(), sqlSettlement, id).Scan)
		switch {
		case errors.Is(err, sql.ErrNoRows):
			return fault.Wrap(err, fault.NotFound, "没有可以撤销的操作")
		case err != nil:
			return err
		case x.Undone:
			return fault.New(fault.Conflict, "这一步已经撤销过了")
		}
		if len(with.Edits) > 0 {
			if _, clashes, err = save(c, with); err != nil || len(clashes) > 0 {
				return err
			}
		}
		for _, o := range x.Of {
			a, err := scanAsked(c.QueryRowContext(context.Background(), sqlAskedBody, o.Conversation, o.Seq).Scan)
			if errors.Is(err, sql.ErrNoRows) || err == nil && (a.Settled != x.Settled || a.Owner != x.Owner) {
				continue
			}
			if err != nil {
				return err
			}
			if err := settle(c, o); err != nil {
				return err
			}
			changed++
		}
		_, err = c.ExecContext(context.Background(), sqlUndone, id)
		return err
	})
	if err != nil {
		return 0, nil, fmt.Errorf("undo settlement %d: %w", id, err)
	}
	return changed, clashes, nil
}
