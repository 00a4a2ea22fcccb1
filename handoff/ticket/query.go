package ticket

import (
	"time"

	"yiwen/bot/chat"
)

// Query asks for tickets. Zero fields do not narrow it.
type Query struct {
	// Mine and Teams bound what is seen to tickets of this owner and tickets of
	// these teams; no bound where Mine is empty.
	Mine  chat.AgentID
	Teams []chat.TeamID

	States       []State
	Owner        chat.AgentID
	Unowned      bool
	Team         chat.TeamID
	Conversation chat.ConversationID
	Text         string    // in the number, the info or the phone
	Overdue      time.Time // promised for before then, and neither solved nor closed
	Page, Size   int       // the page, from 1, and how much it holds
}

// Untold is an entry that the customer's conversation has not heard of yet.
type Untold struct {
	Number       Number
	Conversation chat.ConversationID
	Step         int // place of the entry, from 1
	Entry        Entry
}

// News reports whether e is told to the customer in his conversation: what staff
// did for him, and the end by the clock. What he did himself he knows.
func (e Entry) News() bool {
	switch e.Move {
	case Tell, Ask, Solve, Close:
		return e.By.Kind == chat.Agent
	case Expire:
		return true
	}
	return false
}
