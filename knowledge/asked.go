package knowledge

import "time"

// Asked is one question of a customer and what became of it: what figures,
// the inbox of unanswered questions and replays are made of. It is stored in the
// transaction of the turn that it is of.
type Asked struct {
	Conversation string
	Seq          int64 // of the customer's message, the first of a burst that is one question
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

// Mark is what becomes known of an Asked later. It is of the newest question of
// the conversation that is not after Seq: of a reply, too, the question is found.
type Mark struct {
	Seq     int64
	Chosen  string // "" = unchanged, as where nothing was offered to choose from
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

// Why is for which reason a question is in the inbox. The list is closed.
type Why string

// The closed list of reasons.
const (
	WhyFallback Why = "fallback" // nothing fitted
	WhyClarify  Why = "clarify"  // the bot asked back, and nothing was chosen within ChooseWithin
	WhyDownvote Why = "downvote" // the answer did not help
	WhyHandoff  Why = "handoff"  // a person was called in next
)

// ChooseWithin is how long a customer may take to choose of what he was offered:
// as long as a topic helps a follow-up question. Before, nothing was missed.
const ChooseWithin = 10 * time.Minute

// Whys are the reasons for which a is in the inbox at now; none = it is not.
func (a *Asked) Whys(now time.Time) (list []Why) {
	if a.Outcome == "fallback" {
		list = append(list, WhyFallback)
	}
	if a.Outcome == "clarify" && a.Chosen == "" && now.Sub(a.At) >= ChooseWithin {
		list = append(list, WhyClarify)
	}
	if a.Vote < 0 {
		list = append(list, WhyDownvote)
	}
	if a.Handoff {
		list = append(list, WhyHandoff)
	}
	return list
}

// Subject is the entry that a question counts for in figures: the one that
// answered it, else the one that was chosen, else the first that was offered; ""
// where there is none.
func (a *Asked) Subject() string {
	switch {
	case a.Entry != "":
		return a.Entry
	case a.Chosen != "":
		return a.Chosen
	case len(a.Offered) > 0:
		return a.Offered[0]
	}
	return ""
}

// AskedRef names an Asked.
type AskedRef struct {
	Conversation string `json:"conversation"`
	Seq          int64  `json:"seq"`
}

// Tally counts the questions of one Subject that came to one outcome.
type Tally struct {
	Subject   string
	Outcome   string
	Asked     int
	Chosen    int // of what was offered
	Helpful   int
	Unhelpful int
	Handoff   int // followed by a person
}

// Settlement is something that an editor did about questions of the inbox, and
// what it takes to undo it.
type Settlement struct {
	ID      int64          `json:"-"`
	At      time.Time      `json:"-"`
	Undone  bool           `json:"-"`
	By      string         `json:"by"`
	ByName  string         `json:"by_name"`
	Settled Settled        `json:"settled"`         // "" = opened again
	Owner   string         `json:"owner,omitempty"` // of SettledGiven
	Of      []SettledAsked `json:"of"`              // as they were before
	// Were is what the questions must be before, nil = whatever they are: who sees
	// them as they no longer are would undo what a colleague just did.
	Were []Settled `json:"-"`
	// Entry is the entry that was changed, none where none was; Rev the revision
	// that it got, Before its body before, nil where there was none, and After its
	// body then.
	Entry  string `json:"entry,omitempty"`
	Rev    int64  `json:"rev,omitempty"`
	Before []byte `json:"before,omitempty"`
	After  []byte `json:"after,omitempty"`
}

// SettledAsked is what an editor had done about a question.
type SettledAsked struct {
	AskedRef
	Settled Settled `json:"settled,omitempty"`
	Owner   string  `json:"owner,omitempty"`
}
