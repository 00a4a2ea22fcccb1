package chat

import (
	"encoding/json"
	"fmt"
)

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
	case KindOffered:
		return decode[Offered](b)
	case KindDeclined:
		return decode[Declined](b)
	case KindAssigned:
		return decode[Assigned](b)
	case KindTransferred:
		return decode[Transferred](b)
	case KindRaised:
		return decode[Raised](b)
	case KindSnoozed:
		return decode[Snoozed](b)
	case KindWoken:
		return decode[Woken](b)
	case KindReturned:
		return decode[Returned](b)
	case KindClosed:
		return decode[Closed](b)
	case KindRated:
		return decode[Rated](b)
	case KindNote:
		return decode[Note](b)
	case KindWhisper:
		return decode[Whisper](b)
	case KindPromise:
		return decode[Promise](b)
	case KindAlarm:
		return decode[Alarm](b)
	case KindTicketed:
		return decode[Ticketed](b)
	case KindRecalled:
		return decode[Recalled](b)
	case KindInvited:
		return decode[Invited](b)
	case KindAttended:
		return decode[Attended](b)
	case KindFilled:
		return decode[Filled](b)
	case KindVoted:
		return decode[Voted](b)
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
// ID are taken out for customers, his role for everybody. Every transport sends
// only what For returns.
func (e Event) For(k ActorKind) Event {
	e.From.Role = ""
	if k != Customer {
		return e
	}
	e.Trace = nil
	e.From.ID = ""
	switch p := e.Payload.(type) {
	case Message:
		if e.Recalled {
			e.Payload = Message{Recalled: true}
		}
	case Filled:
		p.Page = nil
		e.Payload = p
	case Returned, Rated, Ticketed, Voted, Hidden:
	case Recalled:
		p.Owes = false
		e.Payload = p
	case Handoff:
		p.Severity, p.Bonuses, p.Detail, p.Wanted = "", nil, nil, ""
		e.Payload = p
	case Assigned:
		p.AgentID = ""
		if e.Payload = p; e.From.Kind == Agent {
			e.From.Name = p.Agent // he presents himself, also where a supervisor gave him the case
		}
	case Transferred:
		e.Payload = Transferred{Team: p.Team}
	case Closed:
		p.Summary = Summary{}
		e.Payload = p
	case Promise:
		p.Remind, p.Text = 0, ""
		e.Payload = p
	case Alarm:
		if p.Step != AlarmBreach {
			return e.hidden()
		}
	default: // what is not named above is for staff
		return e.hidden()
	}
	return e
}

func (e Event) hidden() Event {
	e.Payload, e.From, e.CID = Hidden{}, Actor{Kind: System}, ""
	return e
}
