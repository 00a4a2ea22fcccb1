package bot

import "yiwen/bot/chat"

// Wake says that something in a conversation is new. It is a hint, never the
// only copy: who gets one reads the log (or the desk lists) from where he
// stands. A lost Wake costs a delay, not a message.
type Wake struct {
	Conversation chat.ConversationID
	Seq          chat.Seq // of the newest event known to the sender; 0 = no event is new
	Case         bool     // the desk lists changed
	Typing       *Typing  // somebody started or stopped typing; not stored anywhere
	Read         *Read    // somebody has looked further than before
	LoggedOut    bool     // the customer has: nobody goes on as him
}

// Typing is who is (not) typing in the Wake's conversation.
type Typing struct {
	From  chat.Actor
	On    bool
	Text  string // what a customer has typed so far, masked; for staff
	Staff bool   // of a member of staff who does not speak to the customer: for staff
}

// Read is how far somebody has looked: a customer, or the agent who has his case.
type Read struct {
	From chat.Actor
	Seq  chat.Seq
}

// Publisher takes wake-ups. Publish never blocks and never fails.
type Publisher interface{ Publish(Wake) }
