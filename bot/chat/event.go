package chat

import (
	"encoding/json"
	"fmt"
	"time"
)

// ActorKind says who an event is from.
type ActorKind string

// The closed list of actors.
const (
	Customer ActorKind = "customer"
	Bot      ActorKind = "bot"
	Agent    ActorKind = "agent"
	System   ActorKind = "system"
)

// Actor is who did something. ID is the AgentID or VisitorID (empty for the bot
// and the system) and stays on the server; Name is shown.
type Actor struct {
	Kind ActorKind
	ID   string
	Name string
}

// Sender returns the key under which a's client ids are unique in a
// conversation: customers of one conversation share one, agents have their own.
func (a Actor) Sender() string {
	if a.Kind == Agent {
		return "agent:" + a.ID
	}
	return string(a.Kind)
}

// Event is one entry of a conversation's log. Once stored it never changes.
type Event struct {
	Conversation ConversationID
	Seq          Seq
	At           time.Time // UTC, whole milliseconds
	Case         int       // number of the case it belongs to, from 1
	From         Actor
	CID          ClientID // the command it came from, or empty
	Payload      Payload
	Trace        []byte // JSON of why the bot did it, or nil; for staff only
}

// Payload is what an event says. The concrete types are in this file.
type Payload interface{ Kind() Kind }

// Kind names a payload type, in the store and on the wire.
type Kind string

// The closed list of kinds. Hidden is never stored: it stands in for an event
// that its reader may not see, so that seq stays dense for everybody.
const (
	KindMessage  Kind = "message"
	KindHandoff  Kind = "handoff"
	KindAssigned Kind = "assigned"
	KindReturned Kind = "returned"
	KindClosed   Kind = "closed"
	KindRated    Kind = "rated"
	KindNote     Kind = "note"
	KindHidden   Kind = "hidden"
)

// Message is text from anybody to anybody in the conversation.
type Message struct {
	Text    string   `json:"text"`
	Choices []Choice `json:"choices,omitempty"` // the bot asks back: answerable by tap or number
	Re      Seq      `json:"re,omitempty"`      // the event it answers or, for a tap, chooses from
	Choice  string   `json:"choice,omitempty"`  // for a tap: the key chosen
}

// Choice is one of the answers that a clarifying message offers. Key is stable
// and opaque to browsers; Label is shown.
type Choice struct {
	Key   string `json:"key"`
	Label string `json:"label"`
}

// Handoff puts the case in the waiting line. Detail is for staff and is left
// out of what a customer gets.
type Handoff struct {
	Reason Reason         `json:"reason"`
	Team   TeamID         `json:"team,omitempty"`
	Mood   MoodLabel      `json:"mood,omitempty"`
	Detail *HandoffDetail `json:"detail,omitempty"`
}

// HandoffDetail is what an agent wants to know before the first word.
type HandoffDetail struct {
	Rule     string   `json:"rule,omitempty"`     // the rule that handed off, where one did
	Score    float64  `json:"score,omitempty"`    // mood score, 0 calm to 1
	Evidence []string `json:"evidence,omitempty"` // words and signs behind the mood
}

// Assigned gives the case to an agent.
type Assigned struct {
	Agent   string  `json:"agent"`              // shown name
	AgentID AgentID `json:"agent_id,omitempty"` // staff only
}

// Returned gives the case back to the bot, by an agent or by a customer who
// leaves the line.
type Returned struct{}

// Closed ends the case.
type Closed struct {
	By      ActorKind `json:"by"`
	Summary string    `json:"summary,omitempty"` // for staff only
}

// Rated is the customer's judgement of the last closed case.
type Rated struct {
	Stars   int      `json:"stars"` // 1 to 5
	Solved  *bool    `json:"solved,omitempty"`
	Reasons []string `json:"reasons,omitempty"`
	Text    string   `json:"text,omitempty"`
}

// Note is text among staff. Customers get Hidden in its place.
type Note struct {
	Text string `json:"text"`
}

// Hidden stands for an event that its reader may not see.
type Hidden struct{}

// Kind implements Payload.
func (Message) Kind() Kind { return KindMessage }

// Kind implements Payload.
func (Handoff) Kind() Kind { return KindHandoff }

// Kind implements Payload.
func (Assigned) Kind() Kind { return KindAssigned }

// Kind implements Payload.
func (Returned) Kind() Kind { return KindReturned }

// Kind implements Payload.
func (Closed) Kind() Kind { return KindClosed }

// Kind implements Payload.
func (Rated) Kind() Kind { return KindRated }

// Kind implements Payload.
func (Note) Kind() Kind { return KindNote }

// Kind implements Payload.
func (Hidden) Kind() Kind { return KindHidden }

// Encode returns the stored form of p: a JSON object.
func Encode(p Payload) ([]byte, error) {
	b, err := json.Marshal(p)
	if err != nil {
		return nil, fmt.Errorf("encode %s payload: %w", p.Kind(), err)
	}
	return b, nil
}

// Decode is the inverse of Encode. Unknown fields are ignored, an unknown kind
// is an error: it was written by a newer program.
func Decode(k Kind, b []byte) (Payload, error) {
	switch k {
	case KindMessage:
		return decode[Message](b)
	case KindHandoff:
		return decode[Handoff](b)
	case KindAssigned:
		return decode[Assigned](b)
	case KindReturned:
		return decode[Returned](b)
	case KindClosed:
		return decode[Closed](b)
	case KindRated:
		return decode[Rated](b)
	case KindNote:
		return decode[Note](b)
	}
	return nil, fmt.Errorf("decode payload: unknown kind %q", k)
}

func decode[P Payload](b []byte) (Payload, error) {
	var p P
	if err := json.Unmarshal(b, &p); err != nil {
		return nil, fmt.Errorf("decode %s payload: %w", p.Kind(), err)
	}
	return p, nil
}

// For returns what a reader of kind k gets of e: e itself, e with what only
// staff may know taken out, or a Hidden in its place. The trace and the actor's
// ID are taken out for customers. Every transport sends only what For returns.
func (e Event) For(k ActorKind) Event {
	if k != Customer {
		return e
	}
	e.Trace = nil
	e.From.ID = ""
	switch p := e.Payload.(type) {
	case Note:
		e.Payload, e.From, e.CID = Hidden{}, Actor{Kind: System}, ""
	case Handoff:
		p.Detail = nil
		e.Payload = p
	case Assigned:
		p.AgentID = ""
		e.Payload = p
	case Closed:
		p.Summary = ""
		e.Payload = p
	}
	return e
}
