package wire

import (
	"fmt"
	"time"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"

	"yiwen/bot/chat"
)

// Answer is a server frame as Append writes it and DecodeServer reads it: one
// of Welcome, Ack, Event, Events, *Error, Lists, CaseChange, TypingNow, ReadNow,
// Viewers, Queue, PresenceNow, Suggestions.
type Answer interface{ answer() Type }

// Welcome answers a hello. The events after After follow, in order.
type Welcome struct {
	ID           chat.ClientID       `json:"id"`
	Visitor      string              `json:"visitor"` // the token for the next hello
	Conversation chat.ConversationID `json:"conversation"`
	Seq          chat.Seq            `json:"seq"` // of the last stored event
	// After is the seq after which the server begins: the hello's own, or a later
	// one when the client was too far behind.
	After chat.Seq `json:"after"`
	// Resumed says that the hello's token and after were taken as they are: what
	// the client already has is the beginning of what follows. When false and
	// the conversation is another one, or After is less than the client's own, it
	// must forget its events.
	Resumed bool `json:"resumed"`
	// State is that of the current case, empty before the first message.
	State chat.State `json:"state,omitempty"`
	// Identity says what became of the hello's identity; empty where it had none.
	Identity IdentityState `json:"identity,omitempty"`
	// Notice is what is announced on the site; nil = nothing is, whatever was said
	// before.
	Notice *Notice `json:"notice,omitempty"`
}

// IdentityState is what an identity that a shop signed is worth.
type IdentityState string

// The closed list of states of an identity.
const (
	IdentityOK      IdentityState = "ok"
	IdentityInvalid IdentityState = "invalid" // the visitor stays anonymous
)

// Ack says that a command is stored, under Seq.
type Ack struct {
	ID  chat.ClientID `json:"id"`
	Seq chat.Seq      `json:"seq"`
	// Conversation is the one that a Next took.
	Conversation chat.ConversationID `json:"conversation,omitempty"`
}

// Event is one entry of the log as its reader sees it. A Payload of nil is of a
// kind that this program does not know.
type Event struct{ chat.Event }

// Events answers a fetch. More says that there are further events beyond these
// in the direction of the fetch.
type Events struct {
	ID     chat.ClientID `json:"id"`
	Events []Event       `json:"events"`
	More   bool          `json:"more"`
}

// ListName names a desk list.
type ListName string

// The desk lists.
const (
	ListWaiting   ListName = "waiting"   // the line, but for what is offered to the agent himself
	ListMine      ListName = "mine"      // what is offered to the agent, then his own cases
	ListBot       ListName = "bot"       // what the bot has, the newest activity first
	ListTeam      ListName = "team"      // what colleagues own: in one's teams; of everybody for who leads
	ListMentioned ListName = "mentioned" // where the agent helps, or is mentioned
)

// ListNames returns all desk lists.
func ListNames() []ListName {
	return []ListName{ListWaiting, ListMine, ListBot, ListTeam, ListMentioned}
}

// Lists answers a watch with the lists asked for, nil where one was not.
// CaseChange frames for every change after Rev follow.
type Lists struct {
	ID        chat.ClientID `json:"id"`
	Rev       int64         `json:"rev"`
	Waiting   []Row         `json:"waiting,omitzero"` // in the order of the line
	Mine      []Row         `json:"mine,omitzero"`    // offers first
	Bot       []Row         `json:"bot,omitzero"`     // at most MaxBotRows
	Team      []Row         `json:"team,omitzero"`
	Mentioned []Row         `json:"mentioned,omitzero"`
}

// Of returns the list of that name, nil where it was not asked for.
func (l *Lists) Of(name ListName) []Row {
	switch name {
	case ListWaiting:
		return l.Waiting
	case ListMine:
		return l.Mine
	case ListBot:
		return l.Bot
	case ListTeam:
		return l.Team
	case ListMentioned:
		return l.Mentioned
	}
	return nil
}

// CaseChange says where a case now is for this agent; Row nil = in no list.
type CaseChange struct {
	Rev          int64               `json:"rev"`
	Conversation chat.ConversationID `json:"conversation"`
	Lists        []ListName          `json:"lists"`
	Row          *Row                `json:"row,omitempty"`
}

// TypingNow says who is (not) typing. It is not part of the log.
type TypingNow struct {
	Conversation chat.ConversationID `json:"conversation"`
	From         From                `json:"from"`
	On           bool                `json:"on"`
	Text         string              `json:"text,omitempty"` // what a customer has typed so far; for staff
}

// ReadNow says that somebody else has looked at everything up to Seq: staff hear
// of their customer, customers of their agent. It is not part of the log.
type ReadNow struct {
	Conversation chat.ConversationID `json:"conversation"`
	From         From                `json:"from"`
	Seq          chat.Seq            `json:"seq"`
}

// Viewers tells staff who follow a conversation which colleagues do, too.
type Viewers struct {
	Conversation chat.ConversationID `json:"conversation"`
	Viewers      []Colleague         `json:"viewers"`
}

// Colleague is a member of staff as others see him.
type Colleague struct {
	ID   chat.AgentID `json:"id"`
	Name string       `json:"name"`
}

// From is an actor as readers see him. ID is that of an agent, for staff alone:
// it tells them their own messages from those of colleagues. Face is the id of an
// agent's picture, at /files/ for everybody.
type From struct {
	Kind chat.ActorKind `json:"kind"`
	ID   chat.AgentID   `json:"id,omitempty"`
	Name string         `json:"name,omitempty"`
	Face string         `json:"face,omitempty"`
}

// FromOf returns a as a reader of that kind sees him.
func FromOf(a chat.Actor, reader chat.ActorKind) From {
	from := From{Kind: a.Kind, Name: a.Name, Face: a.Face}
	if a.Kind == chat.Agent && reader != chat.Customer {
		from.ID = chat.AgentID(a.ID)
	}
	return from
}

// Queue tells a waiting customer his place, from 1; 0 = no longer in the line.
type Queue struct {
	Conversation chat.ConversationID `json:"conversation"`
	Position     int                 `json:"position"`
	// ETA is how long he may have to wait, in seconds; 0 = he is next, nil = not
	// known, which is to be said and not to be guessed.
	ETA *int `json:"eta_s,omitzero"`
}

// PresenceNow tells an agent's own sockets whether he is given cases: after a
// watch, and whenever it changes, by whose hand ever.
type PresenceNow struct {
	State  string `json:"state"`            // as in Presence
	Reason string `json:"reason,omitempty"` // of a break
	Since  int64  `json:"since,omitzero"`   // Unix milliseconds
}

func (Welcome) answer() Type     { return "welcome" }
func (Ack) answer() Type         { return "ack" }
func (Event) answer() Type       { return "event" }
func (Events) answer() Type      { return "events" }
func (*Error) answer() Type      { return "error" }
func (Lists) answer() Type       { return "lists" }
func (CaseChange) answer() Type  { return "case" }
func (TypingNow) answer() Type   { return TypeTyping }
func (ReadNow) answer() Type     { return TypeRead }
func (Viewers) answer() Type     { return "viewers" }
func (Queue) answer() Type       { return "queue" }
func (PresenceNow) answer() Type { return TypePresence }

// Append appends the frame of a to dst. Events have functions of their own,
// because what they say depends on the reader; here they are an error.
func Append(dst []byte, a Answer) ([]byte, error) {
	switch a := a.(type) {
	case Event, Events:
		return dst, fmt.Errorf("encode %s frame: needs a reader", a.answer())
	case Ack:
		if a.Conversation == "" {
			return AppendAck(dst, a.ID, a.Seq), nil
		}
	}
	return appendTyped(dst, a.answer(), a)
}

// appendTyped appends the JSON object of v with its type as the first field.
func appendTyped(dst []byte, t Type, v any) ([]byte, error) {
	b, err := json.Marshal(v, jsontext.AllowInvalidUTF8(true), json.Deterministic(true))
	if err != nil {
		return dst, fmt.Errorf("encode %s frame: %w", t, err)
	}
	dst = append(dst, `{"type":"`...)
	dst = append(dst, t...)
	dst = append(dst, '"')
	if len(b) > len("{}") {
		dst = append(dst, ',')
	}
	return append(dst, b[1:]...), nil
}

// DecodeServer decodes a server frame, for clients. Unknown fields are ignored;
// an unknown type is an error that clients log and pass over.
func DecodeServer(b []byte) (Answer, error) {
	var env struct {
		Type Type `json:"type"`
	}
	if err := json.Unmarshal(b, &env); err != nil {
		return nil, fmt.Errorf("decode server frame: %w", err)
	}
	switch env.Type {
	case "ack":
		return read[Ack](b)
	case "event":
		return read[Event](b)
	case "events":
		return read[Events](b)
	case "welcome":
		return read[Welcome](b)
	case "lists":
		return read[Lists](b)
	case "case":
		return read[CaseChange](b)
	case TypeTyping:
		return read[TypingNow](b)
	case TypeRead:
		return read[ReadNow](b)
	case "viewers":
		return read[Viewers](b)
	case "queue":
		return read[Queue](b)
	case "notice":
		return read[Notice](b)
	case "suggestions":
		return read[Suggestions](b)
	case TypePresence:
		return read[PresenceNow](b)
	case "error":
		return read[*Error](b)
	}
	return nil, fmt.Errorf("decode server frame: unknown type %q", env.Type)
}

func read[A Answer](b []byte) (Answer, error) {
	var a A
	if err := json.Unmarshal(b, &a); err != nil {
		return nil, fmt.Errorf("decode %s frame: %w", a.answer(), err)
	}
	return a, nil
}

// UnmarshalJSON reads an event as AppendEvent wrote it.
func (e *Event) UnmarshalJSON(b []byte) error {
	var head struct {
		Conversation chat.ConversationID `json:"conversation"`
		Seq          chat.Seq            `json:"seq"`
		At           int64               `json:"at"`
		Case         int                 `json:"case"`
		From         From                `json:"from"`
		Kind         chat.Kind           `json:"kind"`
		CID          chat.ClientID       `json:"cid"`
		Trace        jsontext.Value      `json:"trace"`
		Recalled     bool                `json:"recalled"`
	}
	if err := json.Unmarshal(b, &head); err != nil {
		return fmt.Errorf("decode event: %w", err)
	}
	e.Event = chat.Event{
		Conversation: head.Conversation, Seq: head.Seq, At: time.UnixMilli(head.At).UTC(),
		Case: head.Case, From: chat.Actor{Kind: head.From.Kind, ID: string(head.From.ID), Name: head.From.Name, Face: head.From.Face},
		CID: head.CID, Trace: head.Trace, Recalled: head.Recalled,
	}
	switch head.Kind {
	case chat.KindHidden:
		e.Payload = chat.Hidden{}
		return nil
	case chat.KindMessage, chat.KindHandoff, chat.KindOffered, chat.KindDeclined, chat.KindAssigned, chat.KindTransferred,
		chat.KindRaised, chat.KindSnoozed, chat.KindWoken, chat.KindReturned, chat.KindClosed, chat.KindRated,
		chat.KindNote, chat.KindWhisper, chat.KindPromise, chat.KindAlarm, chat.KindTicketed, chat.KindRecalled,
		chat.KindInvited, chat.KindAttended, chat.KindFilled, chat.KindVoted:
		p, err := chat.Decode(head.Kind, b)
		e.Payload = p
		return err
	}
	return nil
}
