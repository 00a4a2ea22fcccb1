package knowledge

import "time"

// Asked is one question of a customer and what became of it: what figures,
// the inbox of unanswered questions and replays are made of. It is stored in the
// transaction of the turn that it is of.
type Asked struct {
	Conversation string
	Seq          int64 // of the customer's message
	Case         int
	Site         string
	At           time.Time
	Text         string   // as it is stored in the log: codes of cards are masked
	Outcome      string   // "answer", "clarify", "collect", "handoff", "smalltalk", "fallback"
	Entry        string   // that answered; empty where none did
	Offered      []string // entries that were offered to choose from
	Best         string   // the nearest entry, and its score; empty = nothing came near
	Score        float64
	Reason       string // of a handoff
	Version      int64  // of the content that decided

	// What came after.
	Chosen  string // the entry that was chosen of Offered
	Vote    int    // of the answer: 1 helpful, -1 not, 0 not said
	Handoff bool   // a person was called in afterwards, and no other question came between
	Settled Settled
	Owner   string // sign-in name of the editor it was given to
}

// Mark is what becomes known of an Asked later, by its conversation and seq.
type Mark struct {
	Seq     int64
	Chosen  string // "" = unchanged
	Vote    int    // 0 = unchanged
	Handoff bool   // false = unchanged
}

// Settled is what an editor did about a question. The list is closed.
type Settled string

// The closed list of what editors do about questions; "" = nothing so far.
const (
	SettledVariant Settled = "variant" // it is a similar question of an entry now
	SettledEntry   Settled = "entry"   // an entry was written for it
	SettledIgnored Settled = "ignored"
	SettledGiven   Settled = "given" // to a colleague (Owner), who has not settled it
)
