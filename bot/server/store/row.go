package store

import (
	"database/sql"
	"encoding/json"
	"fmt"
	"time"

	"yiwen/bot/chat"
	"yiwen/handoff"
)

// rowTables joins a conversation and its current case, which it may not have
// yet; rowColumns are what scanRow reads of them.
const (
	rowTables  = `conversations c LEFT JOIN cases k ON k.conversation = c.id AND k.number = c.case_number`
	rowColumns = `c.id, c.site, c.visitor, c.created_at, c.page_url, c.page_title, c.page_entry, c.seq, c.case_number,
		COALESCE(k.state, ''), COALESCE(k.reason, ''), COALESCE(k.team, ''), COALESCE(k.agent, ''),
		COALESCE(k.agent_name, ''), COALESCE(k.opened_at, 0), COALESCE(k.waiting_since, 0), COALESCE(k.requeued, FALSE),
		COALESCE(k.assigned_at, 0), COALESCE(k.closed_at, 0), k.rating, COALESCE(k.brief, '{}'), COALESCE(k.rev, 0)`
)

// scanRow reads rowColumns, and what follows them into more.
func scanRow(scan func(...any) error, more ...any) (handoff.Row, error) {
	var r handoff.Row
	var created, opened, waiting, assigned, closed int64
	var rating sql.NullString
	var brief string
	c, k := &r.Conversation, &r.Conversation.Case
	err := scan(append([]any{&c.ID, &c.Site, &c.Visitor, &created, &c.Page.URL, &c.Page.Title, &c.Page.Entry, &c.Seq, &k.Number,
		&k.State, &k.Reason, &k.Team, &k.Agent, &k.AgentName, &opened, &waiting, &k.Requeued,
		&assigned, &closed, &rating, &brief, &r.Rev}, more...)...)
	if err != nil {
		return handoff.Row{}, err
	}
	c.CreatedAt, k.OpenedAt, k.WaitingSince = instant(created), instant(opened), instant(waiting)
	k.AssignedAt, k.ClosedAt = instant(assigned), instant(closed)
	if rating.Valid {
		if err := json.Unmarshal([]byte(rating.String), &k.Rating); err != nil {
			return handoff.Row{}, fmt.Errorf("read the rating of conversation %s: %w", c.ID, err)
		}
	}
	if err := json.Unmarshal([]byte(brief), &k.Brief); err != nil {
		return handoff.Row{}, fmt.Errorf("read the brief of conversation %s: %w", c.ID, err)
	}
	return r, nil
}

// millis is the stored form of a time; the zero time, "never", is 0.
func millis(t time.Time) int64 {
	if t.IsZero() {
		return 0
	}
	return t.UnixMilli()
}

// instant is the inverse of millis, in UTC.
func instant(ms int64) time.Time {
	if ms == 0 {
		return time.Time{}
	}
	return timeOf(ms)
}

// timeOf is the UTC time of Unix milliseconds.
func timeOf(ms int64) time.Time { return time.UnixMilli(ms).UTC() }

// text is the stored form of optional JSON: NULL where there is none.
func text(b []byte) sql.NullString { return sql.NullString{String: string(b), Valid: len(b) > 0} }

// caseArgs are the arguments of statements.caseKept, and of caseNew but for the
// revision, which only the writer knows.
func caseArgs(c *chat.Conversation) ([]any, error) {
	k := &c.Case
	brief, err := json.Marshal(k.Brief)
	if err != nil {
		return nil, fmt.Errorf("encode the brief: %w", err)
	}
	var rating []byte
	if k.Rating != nil {
		if rating, err = json.Marshal(k.Rating); err != nil {
			return nil, fmt.Errorf("encode the rating: %w", err)
		}
	}
	return []any{string(k.State), string(k.Reason), string(k.Team), string(k.Agent), k.AgentName,
		millis(k.OpenedAt), millis(k.WaitingSince), k.Requeued, millis(k.AssignedAt), millis(k.ClosedAt),
		text(rating), string(brief), string(c.ID), k.Number}, nil
}
