package bot

import (
	"time"

	"yiwen/bot/chat"
	"yiwen/handoff"
	"yiwen/handoff/ticket"
)

// Command is one thing that a customer, an agent or the clock wants done in a
// conversation. Service.Do carries it out.
type Command struct {
	Conversation chat.ConversationID
	// Site and Visitor are of the customer's proven token. With them, and only
	// then, a conversation that does not exist yet is begun.
	Site    chat.SiteID
	Visitor chat.VisitorID
	Page    chat.Page
	// Profile is of the identity that the shop signed for the customer; nil = as
	// it was.
	Profile *chat.Profile
	// Attributes are what the shop's page says of him, unsigned; nil = as it was.
	// Secrets in them are masked.
	Attributes map[string]string
	From       chat.Actor
	CID        chat.ClientID // of the frame; "" only for commands of the clock
	Action     Action
}

// Action is what a Command does. The concrete types are in this file.
type Action interface{ action() }

// Say is a message, of a customer, or of the agent who owns the case or was
// invited into it. Re is the event that it quotes, 0 = none. With attachments or a
// card, which only customers have, the text may be empty.
type Say struct {
	Text        string
	Re          chat.Seq
	Attachments []chat.Attachment
	Card        *chat.Card
}

// Choose is a tap on a choice that event Of offered.
type Choose struct {
	Of  chat.Seq
	Key string
}

// Human asks for a person: the button. Cancel leaves the line again.
type Human struct{}

// Cancel takes a waiting customer out of the line, back to the bot.
type Cancel struct{}

// Rate judges the last closed case.
type Rate struct{ Rated chat.Rated }

// Accept takes a waiting case; of several agents one wins and the others get a
// Conflict that says who has it.
type Accept struct{}

// Decline refuses a case that is offered to the agent.
type Decline struct{ Reason string }

// Transfer puts a case in the line for a team, or an agent, or both. Name is the
// agent's shown name.
type Transfer struct {
	Team  chat.TeamID
	Agent chat.AgentID
	Name  string
	Note  string
}

// Assign gives a case to an agent, who may be the supervisor himself. Name is the
// agent's shown name.
type Assign struct {
	Agent chat.AgentID
	Name  string
}

// Snooze parks a case that the agent owns.
type Snooze struct{ Until time.Time }

// Unsnooze ends a snooze by hand.
type Unsnooze struct{}

// Note writes among staff. Mentions are colleagues who are to look.
type Note struct {
	Text     string
	Mentions []chat.AgentID
}

// Return gives an assigned case back to the bot.
type Return struct{}

// Close ends a case.
type Close struct{ Summary chat.Summary }

// Requeue puts an assigned case back at the head of the line because its agent
// vanished. It does nothing when Agent no longer owns case Number.
type Requeue struct {
	Agent  chat.AgentID
	Number int
}

// Offer shows waiting case Number to an agent; of the system. Name is his shown
// name, Why is Chinese and for staff.
type Offer struct {
	Agent  chat.AgentID
	Name   string
	Until  time.Time
	Why    string
	Number int
}

// Due does what case Number is due for, of the system: Move, if that is the first
// move that Limits say is due when the turn comes. A case that has moved on is a
// Conflict, so that nobody loses his case for a word that came in between.
type Due struct {
	Move   handoff.Move
	Limits handoff.Limits
	Number int
}

// Recall takes back message Of, which is the sender's own and not older than
// handoff.RecallWithin.
type Recall struct{ Of chat.Seq }

// Whisper tells the owner of a case something; of a supervisor.
type Whisper struct{ Text string }

// Invite asks a colleague into the case. Name is his shown name.
type Invite struct {
	Agent chat.AgentID
	Name  string
}

// Leave lets a colleague go who was invited: himself, or at the owner's word.
type Leave struct{ Agent chat.AgentID }

// Attend says that the sender has looked at what he was mentioned for.
type Attend struct{}

// Fill is a form that the customer filled in.
type Fill struct {
	Of          chat.Seq
	Values      map[string]string
	Attachments []chat.Attachment // of its field of files
	// Form is FormInfo for the form on the welcome, in place of Of.
	Form string
}

// Vote judges message Of, which is an answer of the bot.
type Vote struct {
	Of      chat.Seq
	Helpful bool
}

// File makes a ticket of the case, of an agent or the bot. Team none = that of the
// case; Phone is the customer's, in full, for proof.
type File struct {
	Team     chat.TeamID
	Severity chat.Severity
	Phone    string
	Info     ticket.Info
}

// News tells the customer how his ticket goes; of the system. Step is the place
// of the ticket's entry, from 1: each is told once.
type News struct {
	Number ticket.Number
	Step   int
	Text   string
}

// Closing tells a customer who waits that the people of his team have gone home
// until Next (zero = nobody knows), with the form that makes a ticket; of the
// system. It is told once for each Next.
type Closing struct {
	Number int // of the case
	Next   time.Time
}

func (Say) action()      {}
func (Recall) action()   {}
func (Whisper) action()  {}
func (Invite) action()   {}
func (Leave) action()    {}
func (Attend) action()   {}
func (Fill) action()     {}
func (Vote) action()     {}
func (File) action()     {}
func (Closing) action()  {}
func (News) action()     {}
func (Choose) action()   {}
func (Human) action()    {}
func (Cancel) action()   {}
func (Rate) action()     {}
func (Accept) action()   {}
func (Note) action()     {}
func (Return) action()   {}
func (Close) action()    {}
func (Requeue) action()  {}
func (Decline) action()  {}
func (Transfer) action() {}
func (Assign) action()   {}
func (Snooze) action()   {}
func (Unsnooze) action() {}
func (Offer) action()    {}
func (Due) action()      {}
