package chat

import "time"

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
// and the system) and stays on the server; Name is shown. Role is what a member
// of staff may do: it is of the one who commands, is not stored with the event
// and never leaves the server. Face is the id of an agent's picture (an upload) or
// empty; it is as of when an event is sent to its reader, and not stored with it
// either.
type Actor struct {
	Kind ActorKind
	ID   string
	Name string
	Role Role
	Face string
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
	// Recalled says that this message was taken back since: a later event of kind
	// recalled names it. It is the one thing about an event that changes.
	Recalled bool
}

// Payload is what an event says. The concrete types are in this file, in
// change.go (how a case gets to its owner), in promise.go and in together.go
// (what people do with each other in a conversation).
type Payload interface{ Kind() Kind }

// Kind names a payload type, in the store and on the wire.
type Kind string

// The closed list of kinds. Hidden is never stored: it stands in for an event
// that its reader may not see, so that seq stays dense for everybody.
const (
	KindMessage     Kind = "message"
	KindHandoff     Kind = "handoff"
	KindOffered     Kind = "offered"
	KindDeclined    Kind = "declined"
	KindAssigned    Kind = "assigned"
	KindTransferred Kind = "transferred"
	KindRaised      Kind = "raised"
	KindSnoozed     Kind = "snoozed"
	KindWoken       Kind = "woken"
	KindReturned    Kind = "returned"
	KindClosed      Kind = "closed"
	KindRated       Kind = "rated"
	KindNote        Kind = "note"
	KindWhisper     Kind = "whisper"
	KindPromise     Kind = "promise"
	KindAlarm       Kind = "alarm"
	KindTicketed    Kind = "ticketed"
	KindRecalled    Kind = "recalled"
	KindInvited     Kind = "invited"
	KindAttended    Kind = "attended"
	KindFilled      Kind = "filled"
	KindVoted       Kind = "voted"
	KindHidden      Kind = "hidden"
)

// Message is text from anybody to anybody in the conversation.
type Message struct {
	Text    string   `json:"text"`
	Choices []Choice `json:"choices,omitempty"` // the bot asks back: answerable by tap or number
	Re      Seq      `json:"re,omitempty"`      // the event it answers or, with Choice, chooses from
	Choice  string   `json:"choice,omitempty"`  // the key chosen, by a tap or in words
	// Answers says of a customer's words that they only answer what the bot asked,
	// or only call for a person: they ask nothing of their own.
	Answers bool `json:"answers,omitzero"`
	// Attachments were uploaded before; with them Text may be empty.
	Attachments []Attachment `json:"attachments,omitempty"`
	// Card is what the shop's page shows with a customer's message; with it Text may
	// be empty.
	Card   *Card  `json:"card,omitempty"`
	Form   *Form  `json:"form,omitempty"`   // to be filled in by the customer
	Ticket string `json:"ticket,omitempty"` // number of the ticket that it is about
	Vote   bool   `json:"vote,omitzero"`    // an answer of the bot, which the customer may judge
	// Recalled is set for a customer's eyes where the message was taken back: all
	// its words are gone then. It is never stored.
	Recalled bool `json:"recalled,omitempty"`
}

// Choice is one of the answers that a clarifying message offers. Key is stable
// and opaque to browsers; Label is shown.
type Choice struct {
	Key   string `json:"key"`
	Label string `json:"label"`
}

// Handoff puts the case in the waiting line. Severity, Bonuses, Detail and Wanted
// are for staff and are left out of what a customer gets.
type Handoff struct {
	Reason   Reason         `json:"reason"`
	Team     TeamID         `json:"team,omitempty"`
	Mood     MoodLabel      `json:"mood,omitempty"`
	Severity Severity       `json:"severity,omitempty"`
	Bonuses  []Bonus        `json:"bonuses,omitempty"` // all that the case now has
	Detail   *HandoffDetail `json:"detail,omitempty"`
	Wanted   AgentID        `json:"wanted,omitempty"` // asked before all others: the ticket is his
	Ticket   string         `json:"ticket,omitempty"` // number of the ticket that it is about
}

// HandoffDetail is what an agent wants to know before the first word.
type HandoffDetail struct {
	Rule     string   `json:"rule,omitempty"`     // the rule that handed off, where one did
	Score    float64  `json:"score,omitempty"`    // mood score, 0 calm to 1
	Evidence []string `json:"evidence,omitempty"` // words and signs behind the mood
}

// Assigned gives the case to an agent: he took it, or a supervisor gave it to
// him or took it over.
type Assigned struct {
	Agent   string  `json:"agent"`              // shown name
	AgentID AgentID `json:"agent_id,omitempty"` // staff only
}

// Returned gives the case back to the bot.
type Returned struct {
	Reason ReturnReason `json:"reason,omitempty"`
}

// ReturnReason says why a case is the bot's again. The list is closed.
type ReturnReason string

// The closed list of reasons to return.
const (
	ReturnedByHand  ReturnReason = ""        // the agent gave it back, or the customer left the line
	ReturnedSilence ReturnReason = "silence" // the agent said nothing for too long
)

// Closed ends the case.
type Closed struct {
	By      ActorKind `json:"by"`
	Summary Summary   `json:"summary,omitzero"` // for staff only
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
	Text     string    `json:"text"`
	Mentions []AgentID `json:"mentions,omitempty"` // colleagues who are asked to look
	// Left says that the customer has logged out: nobody reads this conversation as
	// him any more.
	Left bool `json:"left,omitzero"`
}

// Hidden stands for an event that its reader may not see.
type Hidden struct{}
