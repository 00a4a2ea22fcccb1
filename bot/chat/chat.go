// Package chat is the vocabulary that every room shares: conversations, cases,
// messages and events, who sent them, and their ids.
//
// A Conversation is one visitor at one site: one log of events that never
// restarts. A Case is an episode in it, opened by the first customer message
// and ended by Closed. The package holds values only: it decides nothing, does
// no I/O, and imports the standard library alone. Values are safe to copy; slices
// inside them are shared and must not be changed.
package chat

import "time"

// State is the state of a case. Package handoff defines what moves it.
type State string

// The closed list of states. A conversation without a case is in none ("").
const (
	StateBot      State = "bot"      // the bot answers
	StateWaiting  State = "waiting"  // in the line for a person; the bot goes on answering
	StateOffered  State = "offered"  // in the line, and an agent is being asked; the bot goes on answering
	StateAssigned State = "assigned" // an agent owns it; the bot is silent
	StateSnoozed  State = "snoozed"  // an agent owns it and comes back to it later; the bot is silent
	StateClosed   State = "closed"   // ended; the next customer message opens a new case
)

// Reason says why a case was handed to people. The list is closed: it is a
// metric label and a column of the desk.
type Reason string

// The closed list of reasons.
const (
	ReasonAsked      Reason = "asked"      // the customer asked for a person in words
	ReasonButton     Reason = "button"     // the customer pressed 转人工
	ReasonMood       Reason = "mood"       // the mood passed its limit
	ReasonRule       Reason = "rule"       // a rule says so
	ReasonUnresolved Reason = "unresolved" // too many unresolved turns in a row
	ReasonCollected  Reason = "collected"  // everything that people need to know is named
	ReasonAgentGone  Reason = "agent_gone" // the agent who had it vanished
)

// MoodLabel is the mood in three steps.
type MoodLabel string

// The closed list of mood labels.
const (
	MoodCalm    MoodLabel = "calm"
	MoodUneasy  MoodLabel = "uneasy"  // warmer wording, a person offered
	MoodHandoff MoodLabel = "handoff" // over the limit
)

// Entity is something recognised in a customer's text. Start and End count
// runes of that text.
type Entity struct {
	Name  string `json:"name"` // "order_no", "phone", "amount" ...
	Text  string `json:"text"` // as the customer wrote it
	Value string `json:"value"`
	Start int    `json:"start"`
	End   int    `json:"end"`
}

// Page is the shop page that the widget was opened on.
type Page struct {
	URL   string `json:"url,omitempty"`
	Title string `json:"title,omitempty"`
	// Entry is the id of an entrance of the shop or, where it is none, of an entry.
	Entry string `json:"entry,omitempty"`
	// Team is whom the page wants to take what comes from it; one that does not
	// exist is nobody.
	Team TeamID `json:"team,omitempty"`
	// Locale is the language that the chat is shown in, "zh-CN".
	Locale string `json:"locale,omitempty"`
}

// Conversation is the state row of a log: what its events add up to.
type Conversation struct {
	ID        ConversationID
	Site      SiteID
	Visitor   VisitorID
	CreatedAt time.Time
	Page      Page // where it was last opened
	Seq       Seq  // of the last event
	Case      Case // the current or last one; Number 0 before the first message
	Profile   Profile
	// Attributes are what the shop's page says of the customer, by name, unsigned:
	// anybody may have written them.
	Attributes map[string]string
}
