package knowledge

import "time"

// Feedback is what an agent tells the editors: an answer was wrong, or missing.
type Feedback struct {
	ID           int64
	Kind         FeedbackKind
	Conversation string // where it was noticed
	Seq          int64  // the message, 0 = the conversation as a whole
	Question     string // the customer's words
	Entry        string // the entry that answered, empty where none did
	Text         string // in the agent's words
	By, ByName   string
	At           time.Time
	State        FeedbackState
	Answer       string // what the editor says to it
	DoneBy       string
	DoneAt       time.Time
}

// FeedbackKind is what was wrong. The list is closed.
type FeedbackKind string

// The closed list of kinds of feedback.
const (
	FeedbackWrong   FeedbackKind = "wrong"   // the answer does not fit or is not true
	FeedbackMissing FeedbackKind = "missing" // there is no answer to it
)

// FeedbackState is whether an editor has dealt with it. The list is closed.
type FeedbackState string

// The closed list of states of feedback.
const (
	FeedbackOpen    FeedbackState = "open"
	FeedbackDone    FeedbackState = "done"
	FeedbackIgnored FeedbackState = "ignored"
)
