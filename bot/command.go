package bot

import "yiwen/bot/chat"

// Command is one thing that a customer, an agent or the clock wants done in a
// conversation. Service.Do carries it out.
type Command struct {
	Conversation chat.ConversationID
	// Site and Visitor are of the customer's proven token. With them, and only
	// then, a conversation that does not exist yet is begun.
	Site    chat.SiteID
	Visitor chat.VisitorID
	Page    chat.Page
	From    chat.Actor
	CID     chat.ClientID // of the frame; "" only for commands of the clock
	Action  Action
}

// Action is what a Command does. The concrete types are in this file.
type Action interface{ action() }

// Say is a message, of a customer or of the agent who owns the case.
type Say struct{ Text string }

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

// Note writes among staff.
type Note struct{ Text string }

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

func (Say) action()     {}
func (Choose) action()  {}
func (Human) action()   {}
func (Cancel) action()  {}
func (Rate) action()    {}
func (Accept) action()  {}
func (Note) action()    {}
func (Return) action()  {}
func (Close) action()   {}
func (Requeue) action() {}
