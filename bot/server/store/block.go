package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"

	"yiwen/bot/chat"
	"yiwen/bot/fault"
	"yiwen/handoff"
)

const (
	blockColumns = `u.block_reason, u.block_until, u.block_by, u.block_name, u.block_at`
	sqlSetBlock  = `INSERT INTO customers (conversation, block_reason, block_until, block_by, block_name, block_at) VALUES ($1, $2, $3, $4, $5, $6)
		ON CONFLICT (conversation) DO UPDATE SET block_reason = excluded.block_reason, block_until = excluded.block_until,
			block_by = excluded.block_by, block_name = excluded.block_name, block_at = excluded.block_at`
	sqlClearBlock = `UPDATE customers SET block_reason = '', block_until = 0, block_by = '', block_name = '', block_at = 0 WHERE conversation = $1`
	sqlBlock      = `SELECT ` + blockColumns + ` FROM conversations c JOIN customers u ON u.conversation = c.id WHERE c.site = $1 AND c.visitor = $2`
	sqlBlocks     = `SELECT u.conversation, ` + blockColumns + ` FROM customers u
		WHERE u.block_reason <> '' AND (u.block_until = 0 OR u.block_until > $1)`
)

// scanBlock reads blockColumns, and what goes before them into before.
func scanBlock(scan func(...any) error, before ...any) (b handoff.Block, err error) {
	err = scan(append(before, &b.Reason, at{&b.Until}, &b.By, &b.Name, at{&b.At})...)
	return b, err
}

// SetBlock keeps a customer out, or changes how. A block without a reason is a
// fault.Invalid, an unknown conversation a fault.NotFound.
func (s *Store) SetBlock(ctx context.Context, id chat.ConversationID, b handoff.Block) error {
	if b.Reason == "" {
		return fault.New(fault.Invalid, "请填写拉黑原因")
	}
	if err := plain(b.Reason); err != nil {
		return err
	}
	err := s.ofCustomer(ctx, id, func(c *sql.Conn) error {
		_, err := c.ExecContext(context.Background(), sqlSetBlock, string(id), b.Reason, millis(b.Until), string(b.By), b.Name, millis(b.At))
		return err
	})
	if err != nil {
		return fmt.Errorf("block the customer of conversation %s: %w", id, err)
	}
	return nil
}

// ClearBlock lets a customer in again. Who is not kept out stays so.
func (s *Store) ClearBlock(ctx context.Context, id chat.ConversationID) error {
	return s.exec(ctx, fmt.Sprintf("let the customer of conversation %s in again", id), sqlClearBlock, string(id))
}

// Block returns the block of a visitor, over or not: handoff.Block.Holds says. It
// is the zero Block where there is none.
func (s *Store) Block(ctx context.Context, site chat.SiteID, visitor chat.VisitorID) (handoff.Block, error) {
	b, err := scanBlock(s.queries.block.QueryRowContext(ctx, string(site), string(visitor)).Scan)
	if err != nil && !errors.Is(err, sql.ErrNoRows) {
		return handoff.Block{}, s.readError(err, "ask whether a visitor of %s is blocked", site)
	}
	return b, nil
}

// Blocks returns who is kept out now, by conversation.
func (s *Store) Blocks(ctx context.Context, now time.Time) (map[chat.ConversationID]handoff.Block, error) {
	all := map[chat.ConversationID]handoff.Block{}
	rows, err := s.readDB.QueryContext(ctx, sqlBlocks, millis(now))
	if err == nil {
		_, err = collect(rows, func(scan func(...any) error) (handoff.Block, error) {
			var id chat.ConversationID
			b, err := scanBlock(scan, &id)
			all[id] = b
			return b, err
		})
	}
	if err != nil {
		return nil, s.readError(err, "read who is blocked")
	}
	return all, nil
}
