package store

import (
	"context"
	"database/sql"
	"encoding/json"
	"fmt"

	"yiwen/bot"
	"yiwen/bot/chat"
	"yiwen/bot/fault"
	"yiwen/handoff"
	"yiwen/handoff/ticket"
	"yiwen/knowledge"
)

const (
	sqlRecall = `UPDATE events SET recalled = TRUE WHERE conversation = $1 AND seq = $2 AND kind = 'message'`
	sqlRated  = `INSERT INTO reviews (id, conversation, case_number, rated, agent, agent_name, team, opened_at, cause, finding,
			by_id, by_name, closed_at)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, '', '', '', '', 0)
		ON CONFLICT (conversation, case_number) DO UPDATE SET rated = excluded.rated`
)

// beside is what a turn stores besides its log, its state and its case: nothing,
// in nearly all of them.
type beside struct {
	conversation chat.ConversationID
	recalled     []chat.Seq // messages that it takes back
	files        []string   // uploads that it shows
	ticket       *ticket.Ticket
	review       *handoff.Review
	rated        string // of the review, JSON
	asked        []any  // of sqlAsked; nil = no question
	marks        []knowledge.Mark
}

// newBeside returns what t stores besides, or nil. An error is a defect of the
// caller.
func newBeside(t *bot.Turn) (*beside, error) {
	var files []string
	var recalled []chat.Seq
	for _, e := range t.Events {
		switch p := e.Payload.(type) {
		case chat.Message:
			for _, a := range p.Attachments {
				files = append(files, a.ID)
			}
		case chat.Filled:
			for _, a := range p.Attachments {
				files = append(files, a.ID)
			}
		case chat.Recalled:
			if p.Of >= e.Seq {
				return nil, fmt.Errorf("event %d takes back event %d", e.Seq, p.Of)
			}
			recalled = append(recalled, p.Of)
		}
	}
	if recalled == nil && files == nil && t.Ticket == nil && t.Review == nil && t.Asked == nil && t.Marks == nil {
		return nil, nil
	}
	b := beside{conversation: t.Conversation.ID, recalled: recalled, files: files, ticket: t.Ticket, review: t.Review, marks: t.Marks}
	if a := t.Asked; a != nil {
		if a.Conversation != string(b.conversation) || a.Seq < 1 || a.Seq > int64(t.Conversation.Seq) {
			return nil, fmt.Errorf("a question %d of conversation %q", a.Seq, a.Conversation)
		}
		b.asked = askedArgs(a)
	}
	if t.Ticket != nil {
		if err := checkTicket(t.Ticket, b.conversation); err != nil {
			return nil, err
		}
		b.files = append(b.files, t.Ticket.Info.Files...)
	}
	if r := t.Review; r != nil {
		rated, err := json.Marshal(r.Rated)
		if err != nil {
			return nil, fmt.Errorf("encode the rating of a review: %w", err)
		}
		if r.Conversation != b.conversation {
			return nil, fmt.Errorf("a review of conversation %q", r.Conversation)
		}
		b.rated = string(rated)
	}
	return &b, nil
}

func (b *beside) apply(w *writer) error {
	if err := b.ask(w); err != nil {
		return err
	}
	c := w.conn
	for _, seq := range b.recalled {
		gone := fault.New(fault.Invalid, "event %d of conversation %s is no message that can be taken back", seq, b.conversation)
		if err := touch(c, gone, sqlRecall, string(b.conversation), int64(seq)); err != nil {
			return err
		}
		if _, err := c.ExecContext(context.Background(), sqlUnask, string(b.conversation), int64(seq)); err != nil {
			return fmt.Errorf("take a question back: %w", err)
		}
	}
	if b.ticket != nil {
		if err := insertTicket(c, b.ticket); err != nil {
			return err
		}
	}
	if err := use(c, b.conversation, b.files); err != nil {
		return err
	}
	if b.review == nil {
		return nil
	}
	return b.open(c)
}

// open opens the review, or gives the new rating to the one that there is.
func (b *beside) open(c *sql.Conn) error {
	id, err := nextNumber(c, "reviews")
	if err != nil {
		return err
	}
	r := b.review
	_, err = c.ExecContext(context.Background(), sqlRated, id, string(r.Conversation), r.Case, b.rated,
		string(r.Agent), r.AgentName, string(r.Team), millis(r.OpenedAt))
	if err != nil {
		return fmt.Errorf("open a review: %w", err)
	}
	return nil
}
