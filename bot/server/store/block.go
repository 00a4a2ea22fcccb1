package store

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
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
	// One of the shop's customers may have been many visitors: his user id begins
	// what he is searched by, alone or with his name behind a line feed.
	ofUser     = ` FROM conversations c JOIN customers u ON u.conversation = c.id WHERE c.site = $1 AND u.block_reason <> '' AND c.who <> ''`
	sqlBlockOf = `SELECT c.profile, u.conversation, ` + blockColumns + ofUser + ` AND c.who = $2
		UNION ALL SELECT c.profile, u.conversation, ` + blockColumns + ofUser + ` AND c.who >= $3 AND c.who < $4`
	sqlProfile = `SELECT site, profile FROM conversations WHERE id = $1`
	sqlBlocks  = `SELECT u.conversation, ` + blockColumns + ` FROM customers u
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

// ClearBlock lets a customer in again, also where he was kept out as another
// visitor. Who is not kept out stays so.
func (s *Store) ClearBlock(ctx context.Context, id chat.ConversationID) error {
	err := s.do(ctx, func(c *sql.Conn) error {
		var site chat.SiteID
		var profile []byte
		err := c.QueryRowContext(context.Background(), sqlProfile, string(id)).Scan(&site, &profile)
		if errors.Is(err, sql.ErrNoRows) {
			return nil
		}
		var p chat.Profile
		if err == nil {
			err = json.Unmarshal(profile, &p)
		}
		if err != nil {
			return err
		}
		all, err := blocksOf(context.Background(), c, site, p.User)
		if err != nil {
			return err
		}
		for _, b := range append(all, blockIn{in: id}) {
			if _, err := c.ExecContext(context.Background(), sqlClearBlock, string(b.in)); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return fmt.Errorf("let the customer of conversation %s in again: %w", id, err)
	}
	return nil
}

// Block returns what keeps a visitor out, over or not: handoff.Block.Holds says.
// Where he is the shop's customer called user, whatever keeps that one out as
// another visitor counts, too; of several the one that ends last. It is the zero
// Block where there is none.
func (s *Store) Block(ctx context.Context, site chat.SiteID, visitor chat.VisitorID, user string) (handoff.Block, error) {
	b, err := scanBlock(s.queries.block.QueryRowContext(ctx, string(site), string(visitor)).Scan)
	if err != nil && !errors.Is(err, sql.ErrNoRows) {
		return handoff.Block{}, s.readError(err, "ask whether a visitor of %s is blocked", site)
	}
	all, err := blocksOf(ctx, s.readDB, site, user)
	if err != nil {
		return handoff.Block{}, s.readError(err, "ask whether a customer of %s is blocked", site)
	}
	for _, o := range all {
		if o.longer(b) {
			b = o.Block
		}
	}
	return b, nil
}

// blockIn is a block and the conversation that it was made in.
type blockIn struct {
	handoff.Block
	in chat.ConversationID
}

// longer reports whether b ends after o.
func (b blockIn) longer(o handoff.Block) bool {
	switch {
	case o.Reason == "" || b.Until.IsZero():
		return true
	case o.Until.IsZero():
		return false
	}
	return b.Until.After(o.Until)
}

// blocksOf returns what keeps the customer called user out; nothing of nobody.
func blocksOf(ctx context.Context, r reader, site chat.SiteID, user string) ([]blockIn, error) {
	if user == "" {
		return nil, nil
	}
	who := words(user)
	rows, err := r.QueryContext(ctx, sqlBlockOf, string(site), who, who+"\n", who+"\v") // \v comes next after \n
	if err != nil {
		return nil, err
	}
	all, err := collect(rows, func(scan func(...any) error) (b blockIn, err error) {
		var profile []byte
		if b.Block, err = scanBlock(scan, &profile, &b.in); err != nil {
			return b, err
		}
		var p chat.Profile
		if err := json.Unmarshal(profile, &p); err != nil {
			return b, fmt.Errorf("read the profile of conversation %s: %w", b.in, err)
		}
		if p.User != user { // the search does not tell capitals
			b = blockIn{}
		}
		return b, nil
	})
	return slices.DeleteFunc(all, func(b blockIn) bool { return b.in == "" }), err
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
