package wire

import (
	"time"

	"yiwen/bot/chat"
)

// Row is a case as a desk list shows it. Times are Unix milliseconds, 0 = none.
// Nothing in it depends on when it was made, so that rows that are kept up to
// date by changes are what a fresh list would hold.
type Row struct {
	Conversation chat.ConversationID `json:"conversation"`
	Number       int                 `json:"number"`
	State        chat.State          `json:"state"`
	Team         chat.TeamID         `json:"team,omitempty"`
	Reason       chat.Reason         `json:"reason,omitempty"`
	Severity     chat.Severity       `json:"severity,omitempty"`
	Requeued     bool                `json:"requeued,omitzero"` // came back from an agent who vanished
	WaitingSince int64               `json:"waiting_since,omitzero"`
	LineAt       int64               `json:"line_at,omitzero"` // the key of the line, least first
	WhyOrder     []Part              `json:"why_order,omitempty"`
	AssignedAt   int64               `json:"assigned_at,omitzero"`
	Agent        string              `json:"agent,omitempty"` // shown name of the owner
	AgentID      chat.AgentID        `json:"agent_id,omitempty"`
	Offer        *Offer              `json:"offer,omitempty"` // while offered
	Passed       []chat.AgentID      `json:"passed,omitempty"`
	SnoozedUntil int64               `json:"snoozed_until,omitzero"`
	Clocks       []Clock             `json:"clocks,omitempty"`
	Seq          chat.Seq            `json:"seq"` // of the last event
	chat.Brief                       // mood, score, evidence, entities, asked, question, last, last_from, last_at, whisper_seq, given
	Page         chat.Page           `json:"page,omitzero"`
	Helpers      []Colleague         `json:"helpers,omitempty"`   // who was invited
	Mentioned    []chat.AgentID      `json:"mentioned,omitempty"` // who is asked to look, and has not yet
	Ticket       string              `json:"ticket,omitempty"`
	Profile      *Profile            `json:"profile,omitempty"`  // of a customer whom the shop knows
	Previous     chat.AgentID        `json:"previous,omitempty"` // who owned a case of this conversation last
	ClosedAt     int64               `json:"closed_at,omitzero"`
	Rating       *Rating             `json:"rating,omitempty"`
	Summary      *chat.Summary       `json:"summary,omitempty"`
}

// Profile is what the shop says of a customer, but for his phone: a list is no
// place for that.
type Profile struct {
	User         string `json:"user,omitempty"`
	Name         string `json:"name,omitempty"`
	Level        string `json:"level,omitempty"`
	VIP          bool   `json:"vip,omitzero"`
	Merchant     bool   `json:"merchant,omitzero"`
	RegisteredAt int64  `json:"registered_at,omitzero"`
	// Unproven: who wrote last did not show that he is this customer. Then no
	// privilege of his is told.
	Unproven bool `json:"unproven,omitzero"`
}

// Rating is a customer's judgement in short.
type Rating struct {
	Stars  int   `json:"stars"`
	Solved *bool `json:"solved,omitempty"`
}

// Part is a reason why a case stands further ahead than its waiting time, in
// Chinese, and how many minutes of waiting it counts for; below 0 where a bound
// takes some back.
type Part struct {
	Name    string `json:"name"`
	Minutes int    `json:"minutes"`
}

// Offer is whom a case is offered to, and until when he may accept it.
type Offer struct {
	Agent chat.AgentID `json:"agent"`
	Name  string       `json:"agent_name"`
	Until int64        `json:"until_ms"`
}

// Clock is a promise and how it stands.
type Clock struct {
	Kind  chat.PromiseKind `json:"kind"`
	Due   int64            `json:"due_ms"`
	State ClockState       `json:"state"`
}

// ClockState is how a promise stands. The list is closed.
type ClockState string

// The closed list of states of a promise.
const (
	ClockRunning ClockState = "running"
	ClockSoon    ClockState = "soon"   // due soon: its owner was reminded
	ClockBroken  ClockState = "broken" // due and not kept
	ClockMet     ClockState = "met"
	ClockLate    ClockState = "late" // kept after it was broken
)

// RowOf returns the row of c's current case. why are the parts of its place in
// the line but for its waiting time, which WaitingSince tells.
func RowOf(c chat.Conversation, why []Part) Row {
	k := &c.Case
	r := Row{
		Conversation: c.ID,
		Number:       k.Number,
		State:        k.State,
		Team:         k.Team,
		Reason:       k.Reason,
		Severity:     k.Severity,
		Requeued:     k.Requeued,
		WaitingSince: millis(k.WaitingSince),
		LineAt:       millis(k.LineAt),
		WhyOrder:     why,
		AssignedAt:   millis(k.AssignedAt),
		Agent:        k.AgentName,
		AgentID:      k.Agent,
		Passed:       k.Passed,
		SnoozedUntil: millis(k.SnoozedUntil),
		Seq:          c.Seq,
		Brief:        k.Brief,
		Page:         c.Page,
		Mentioned:    k.Mentioned,
		Ticket:       k.Ticket,
		Previous:     k.Previous,
		ClosedAt:     millis(k.ClosedAt),
	}
	r.together(c)
	if k.Offer.Agent != "" {
		r.Offer = &Offer{Agent: k.Offer.Agent, Name: k.Offer.Name, Until: millis(k.Offer.Until)}
	}
	for _, clock := range k.Clocks {
		r.Clocks = append(r.Clocks, Clock{Kind: clock.What, Due: millis(clock.Due), State: clockState(clock)})
	}
	return r
}

// together fills in who else has to do with the case, and how it ended.
func (r *Row) together(c chat.Conversation) {
	for _, h := range c.Case.Helpers {
		r.Helpers = append(r.Helpers, Colleague{ID: h.ID, Name: h.Name})
	}
	if p := c.Profile; p != (chat.Profile{}) {
		may := p.Proven()
		r.Profile = &Profile{
			User: p.User, Name: p.Name, Level: p.Level, VIP: may.VIP, Merchant: may.Merchant, RegisteredAt: p.RegisteredAt, Unproven: p.Unproven,
		}
	}
	if rated := c.Case.Rating; rated != nil {
		r.Rating = &Rating{Stars: rated.Stars, Solved: rated.Solved}
	}
	if s := c.Case.Summary; !s.IsZero() {
		r.Summary = &s
	}
}

func clockState(c chat.Clock) ClockState {
	switch {
	case !c.Met.IsZero() && c.Breached:
		return ClockLate
	case !c.Met.IsZero():
		return ClockMet
	case c.Breached:
		return ClockBroken
	case c.Reminded:
		return ClockSoon
	}
	return ClockRunning
}

func millis(t time.Time) int64 {
	if t.IsZero() {
		return 0
	}
	return t.UnixMilli()
}
