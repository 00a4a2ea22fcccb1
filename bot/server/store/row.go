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
// yet; rowColumns are what scanRow reads of them, liveColumns the same under the
// revision of the newest change of any kind.
const (
	rowTables   = `conversations c LEFT JOIN cases k ON k.conversation = c.id AND k.number = c.case_number`
	rowColumns  = rowFields + `, COALESCE(k.rev, 0)`
	liveColumns = rowFields + `, COALESCE(k.live, 0)`
	rowFields   = `c.id, c.site, c.visitor, c.created_at, c.page_url, c.page_title, c.page_entry, c.seq, c.profile, COALESCE(k.number, 0),
		COALESCE(k.state, ''), COALESCE(k.reason, ''), COALESCE(k.team, ''), COALESCE(k.agent, ''),
		COALESCE(k.agent_name, ''), COALESCE(k.opened_at, 0), COALESCE(k.waiting_since, 0), COALESCE(k.requeued, FALSE),
		COALESCE(k.assigned_at, 0), COALESCE(k.closed_at, 0), k.rating, COALESCE(k.brief, '{}'),
		COALESCE(k.severity, ''), COALESCE(k.line_at, 0), COALESCE(k.offer_agent, ''), COALESCE(k.offer_until, 0),
		COALESCE(k.wanted, ''), COALESCE(k.previous, ''), COALESCE(k.snoozed_until, 0), COALESCE(k.silent_since, 0),
		COALESCE(k.active_at, 0), COALESCE(k.due_at, 0), COALESCE(k.ticket, ''), COALESCE(k.rated_at, 0),
		COALESCE(k.rest, '{}')`
)

// scanRow reads rowColumns, and what follows them into more.
func scanRow(scan func(...any) error, more ...any) (handoff.Row, error) {
	var r handoff.Row
	var rating sql.NullString
	var profile, brief, others string
	c, k := &r.Conversation, &r.Conversation.Case
	err := scan(append([]any{&c.ID, &c.Site, &c.Visitor, at{&c.CreatedAt}, &c.Page.URL, &c.Page.Title, &c.Page.Entry, &c.Seq, &profile, &k.Number,
		&k.State, &k.Reason, &k.Team, &k.Agent, &k.AgentName, at{&k.OpenedAt}, at{&k.WaitingSince}, &k.Requeued,
		at{&k.AssignedAt}, at{&k.ClosedAt}, &rating, &brief,
		&k.Severity, at{&k.LineAt}, &k.Offer.Agent, at{&k.Offer.Until}, &k.Wanted, &k.Previous, at{&k.SnoozedUntil}, at{&k.SilentSince},
		at{&k.ActiveAt}, at{&k.DueAt}, &k.Ticket, at{&k.RatedAt}, &others, &r.Rev}, more...)...)
	if err != nil {
		return handoff.Row{}, err
	}
	if rating.Valid {
		if err := json.Unmarshal([]byte(rating.String), &k.Rating); err != nil {
			return handoff.Row{}, fmt.Errorf("read the rating of conversation %s: %w", c.ID, err)
		}
	}
	var rest rest
	var who described
	for _, part := range []struct {
		name, json string
		to         any
	}{{"profile", profile, &who}, {"brief", brief, &k.Brief}, {"case", others, &rest}} {
		if part.json == "{}" {
			continue
		}
		if err := json.Unmarshal([]byte(part.json), part.to); err != nil {
			return handoff.Row{}, fmt.Errorf("read the %s of conversation %s: %w", part.name, c.ID, err)
		}
	}
	rest.into(k)
	c.Profile, c.Attributes = who.Profile, who.Attributes
	return r, nil
}

// at scans Unix milliseconds into a time.
type at struct{ t *time.Time }

// Scan implements sql.Scanner.
func (a at) Scan(v any) error {
	ms, ok := v.(int64)
	if !ok {
		return fmt.Errorf("a time is stored as %T", v)
	}
	*a.t = instant(ms)
	return nil
}

// rest is what a case has that no query asks for.
type rest struct {
	OfferName      string         `json:"offer_name,omitempty"`
	Bonuses        []chat.Bonus   `json:"bonuses,omitempty"`
	Passed         []chat.AgentID `json:"passed,omitempty"`
	PassedAt       int64          `json:"passed_at,omitempty"`
	Clocks         []chat.Clock   `json:"clocks,omitempty"`
	LastCustomerAt int64          `json:"last_customer_at,omitempty"`
	LastAgentAt    int64          `json:"last_agent_at,omitempty"`
	Summary        chat.Summary   `json:"summary,omitzero"`
	Helpers        []chat.Helper  `json:"helpers,omitempty"`
	Mentioned      []chat.AgentID `json:"mentioned,omitempty"`
}

func restOf(k *chat.Case) rest {
	return rest{
		OfferName: k.Offer.Name, Bonuses: k.Bonuses, Passed: k.Passed, PassedAt: millis(k.PassedAt), Clocks: k.Clocks,
		LastCustomerAt: millis(k.LastCustomerAt), LastAgentAt: millis(k.LastAgentAt), Summary: k.Summary,
		Helpers: k.Helpers, Mentioned: k.Mentioned,
	}
}

func (r rest) into(k *chat.Case) {
	k.Offer.Name, k.Bonuses, k.Passed, k.PassedAt, k.Clocks = r.OfferName, r.Bonuses, r.Passed, instant(r.PassedAt), r.Clocks
	k.LastCustomerAt, k.LastAgentAt, k.Summary = instant(r.LastCustomerAt), instant(r.LastAgentAt), r.Summary
	k.Helpers, k.Mentioned = r.Helpers, r.Mentioned
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

// described is the stored form of what is said of a customer: what his shop signed and,
// apart from it, what its page says.
type described struct {
	chat.Profile
	Attributes map[string]string `json:"attributes,omitempty"`
}

// profileArgs are the stored forms of who a customer is. He is found by what his
// shop signed alone.
func profileArgs(p chat.Profile, attributes map[string]string) (profile, who string, err error) {
	if p == (chat.Profile{}) && len(attributes) == 0 {
		return "{}", "", nil
	}
	b, err := json.Marshal(described{p, attributes})
	if err != nil {
		return "", "", fmt.Errorf("encode the profile: %w", err)
	}
	if p == (chat.Profile{}) {
		return string(b), "", nil
	}
	return string(b), words(p.User, p.Name), nil
}

// caseArgs are the arguments of statements.caseKept, and of caseNew but for the
// revision, which only the writer knows.
func caseArgs(c *chat.Conversation) ([]any, error) {
	k := &c.Case
	brief, err := json.Marshal(k.Brief)
	if err != nil {
		return nil, fmt.Errorf("encode the brief: %w", err)
	}
	var rating []byte
	stars := 0
	if k.Rating != nil {
		stars = k.Rating.Stars
		if rating, err = json.Marshal(k.Rating); err != nil {
			return nil, fmt.Errorf("encode the rating: %w", err)
		}
	}
	others, err := json.Marshal(restOf(k))
	if err != nil {
		return nil, fmt.Errorf("encode the case: %w", err)
	}
	return []any{string(k.State), string(k.Reason), string(k.Team), string(k.Agent), k.AgentName,
		millis(k.OpenedAt), millis(k.WaitingSince), k.Requeued, millis(k.AssignedAt), millis(k.ClosedAt),
		text(rating), string(brief), string(k.Severity), millis(k.LineAt), string(k.Offer.Agent), millis(k.Offer.Until),
		string(k.Wanted), string(k.Previous), millis(k.SnoozedUntil), millis(k.SilentSince), millis(k.ActiveAt), millis(k.DueAt),
		k.Ticket, millis(k.RatedAt), string(others), called(k), stars, caseWords(k), string(c.ID), k.Number}, nil
}
