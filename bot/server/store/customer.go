package store

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"

	"yiwen/bot/chat"
	"yiwen/handoff"
)

const (
	sqlCard      = `SELECT u.tags, ` + blockColumns + ` FROM customers u WHERE u.conversation = $1`
	sqlCardNotes = `SELECT id, text, by_id, by_name, at FROM customer_notes WHERE conversation = $1 ORDER BY id DESC`
	sqlTags      = `INSERT INTO customers (conversation, tags) VALUES ($1, $2) ON CONFLICT (conversation) DO UPDATE SET tags = excluded.tags`
	sqlAddNote   = `INSERT INTO customer_notes (id, conversation, text, by_id, by_name, at) VALUES ($1, $2, $3, $4, $5, $6)`
	sqlDropNote  = `DELETE FROM customer_notes WHERE conversation = $1 AND id = $2`
)

// A customer is named by his conversation: one visitor has one at a site.

// Card returns what staff keep of a customer: nothing where nobody kept anything.
func (s *Store) Card(ctx context.Context, id chat.ConversationID) (card handoff.Card, err error) {
	var tags []byte
	err = s.lookUp(ctx, func(tx *sql.Tx) error {
		var err error
		card.Block, err = scanBlock(tx.QueryRowContext(ctx, sqlCard, string(id)).Scan, &tags)
		if err != nil && !errors.Is(err, sql.ErrNoRows) {
			return err
		}
		rows, err := tx.QueryContext(ctx, sqlCardNotes, string(id))
		if err != nil {
			return err
		}
		card.Notes, err = collect(rows, func(scan func(...any) error) (n handoff.CardNote, err error) {
			err = scan(&n.ID, &n.Text, &n.By, &n.Name, at{&n.At})
			return n, err
		})
		return err
	})
	if err == nil && tags != nil {
		err = json.Unmarshal(tags, &card.Tags)
	}
	if err != nil {
		return handoff.Card{}, s.readError(err, "read the card of conversation %s", id)
	}
	return card, nil
}

// SetTags replaces the tags of a customer. An unknown conversation is a
// fault.NotFound.
func (s *Store) SetTags(ctx context.Context, id chat.ConversationID, tags []string) error {
	if err := plain(tags...); err != nil {
		return err
	}
	if tags == nil {
		tags = []string{}
	}
	b, err := json.Marshal(tags)
	if err == nil {
		err = s.ofCustomer(ctx, id, func(c *sql.Conn) error {
			_, err := c.ExecContext(context.Background(), sqlTags, string(id), string(b))
			return err
		})
	}
	if err != nil {
		return fmt.Errorf("tag the customer of conversation %s: %w", id, err)
	}
	return nil
}

// ofCustomer runs fn as a write if the conversation is known.
func (s *Store) ofCustomer(ctx context.Context, id chat.ConversationID, fn func(*sql.Conn) error) error {
	return s.do(ctx, func(c *sql.Conn) error {
		if err := known(c, string(id)); err != nil {
			return err
		}
		return fn(c)
	})
}

// AddCustomerNote adds a remark on a customer and returns its id; n's own is not
// looked at. An unknown conversation is a fault.NotFound.
func (s *Store) AddCustomerNote(ctx context.Context, id chat.ConversationID, n handoff.CardNote) (note int64, err error) {
	if err := plain(n.Text); err != nil {
		return 0, err
	}
	err = s.ofCustomer(ctx, id, func(c *sql.Conn) (err error) {
		if note, err = nextNumber(c, "customer notes"); err != nil {
			return err
		}
		_, err = c.ExecContext(context.Background(), sqlAddNote, note, string(id), n.Text, string(n.By), n.Name, millis(n.At))
		return err
	})
	if err != nil {
		return 0, fmt.Errorf("note something of the customer of conversation %s: %w", id, err)
	}
	return note, nil
}

// DeleteCustomerNote deletes a remark on a customer. One that is not there is a
// fault.NotFound.
func (s *Store) DeleteCustomerNote(ctx context.Context, id chat.ConversationID, note int64) error {
	if err := s.must(ctx, sqlDropNote, string(id), note); err != nil {
		return fmt.Errorf("delete note %d of the customer of conversation %s: %w", note, id, err)
	}
	return nil
}
