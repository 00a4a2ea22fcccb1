package chat

import "time"

// Case is an episode: who owns it, why, since when, what is owed to the
// customer, and how it ended. It is what folding the log of events gives, so
// every field is known from the log alone. A zero time is "never" or "not now".
type Case struct {
	Number       int
	State        State
	Reason       Reason // of the last handoff
	Team         TeamID
	Agent        AgentID // the owner while assigned or snoozed, else empty
	AgentName    string
	OpenedAt     time.Time
	WaitingSince time.Time // of the handoff that put it in the line, kept while an agent owns it
	Requeued     bool      // came back from an agent who vanished
	AssignedAt   time.Time
	ClosedAt     time.Time
	Rating       *Rated
	RatedAt      time.Time // first
	Brief        Brief

	// The line.
	Severity Severity
	Bonuses  []Bonus   // why it stands further ahead than its waiting time
	LineAt   time.Time // the key of the line: WaitingSince less the bonuses
	Offer    Offer     // whom it is offered to, while offered
	Passed   []AgentID // who declined it or let an offer lapse, the latest last
	PassedAt time.Time // of the latest of them
	Wanted   AgentID   // asked before all others: it was transferred to him
	Previous AgentID   // the agent who last owned a case of this conversation

	// The clock.
	LastCustomerAt time.Time // the customer's newest message
	LastAgentAt    time.Time // an agent's newest message to the customer
	SilentSince    time.Time // since when the owner owes the customer a word
	SnoozedUntil   time.Time
	ActiveAt       time.Time // when somebody last spoke, or the owner changed or came back to it
	Clocks         []Clock   // promises, one of each kind at most
	DueAt          time.Time // when something stored here is next due

	// Together.
	Helpers   []Helper  // colleagues who were invited
	Mentioned []AgentID // who was mentioned in a note and has not looked yet

	Ticket  string  // number of the ticket made from it
	Summary Summary // once closed, for staff only
}

// Offer is a case shown to one agent, who may accept it until then.
type Offer struct {
	Agent AgentID
	Name  string // his shown name
	Until time.Time
}

// Severity is how bad the matter itself is, whatever the mood.
type Severity string

// The closed list of severities, mildest first. None ("") counts as normal.
const (
	SeverityLow    Severity = "low"
	SeverityNormal Severity = "normal"
	SeverityHigh   Severity = "high"
	SeverityUrgent Severity = "urgent"
)

// Valid reports whether s is one of the severities.
func (s Severity) Valid() bool {
	switch s {
	case SeverityLow, SeverityNormal, SeverityHigh, SeverityUrgent:
		return true
	}
	return false
}

// Bonus is why a case stands further ahead in the line, and by how much.
type Bonus struct {
	Why     BonusKind `json:"why"`
	Minutes int       `json:"minutes"` // of waiting that it counts for
}

// BonusKind is a reason to stand further ahead. The list is closed.
type BonusKind string

// The closed list of bonuses.
const (
	BonusUrgent      BonusKind = "urgent"      // the urgent lane 绿色通道
	BonusSeverity    BonusKind = "severity"    // a grave matter
	BonusMood        BonusKind = "mood"        // an upset customer
	BonusVIP         BonusKind = "vip"         // a customer the shop marks
	BonusLoyal       BonusKind = "loyal"       // a long-standing customer
	BonusRequeued    BonusKind = "requeued"    // the agent vanished
	BonusTransferred BonusKind = "transferred" // was being served already
	BonusOverdue     BonusKind = "overdue"     // a promise was broken
)

// Brief is what the desk's list shows of a case without reading its log.
type Brief struct {
	Mood     MoodLabel `json:"mood,omitempty"`
	Score    float64   `json:"score,omitempty"`
	Evidence []string  `json:"evidence,omitempty"`
	Entities []Entity  `json:"entities,omitempty"` // of this case, newest last, bounded
	Asked    string    `json:"asked,omitempty"`    // the customer's newest words that ask something, bounded
	Question string    `json:"question,omitempty"` // what Asked was when the case was handed over
	Last     string    `json:"last,omitempty"`     // preview of the newest message, bounded
	LastFrom ActorKind `json:"last_from,omitempty"`
	LastAt   int64     `json:"last_at,omitempty"` // Unix milliseconds
	Left     bool      `json:"left,omitzero"`     // the customer has logged out: he reads nothing any more

	// Which messages the texts above are of, so that one that is taken back goes.
	AskedSeq    Seq `json:"asked_seq,omitzero"`
	QuestionSeq Seq `json:"question_seq,omitzero"`
	LastSeq     Seq `json:"last_seq,omitzero"`

	WhisperSeq Seq    `json:"whisper_seq,omitzero"` // of what a supervisor last told the present owner
	Given      *Given `json:"given,omitempty"`      // how the present owner came to it, where that was not his doing alone
}

// Given is that somebody gave a case to an agent, or took it from one. It is
// never changed once it is made.
type Given struct {
	Seq  Seq     `json:"seq"`            // of the event
	By   AgentID `json:"by"`             // who did it
	Name string  `json:"name"`           // his shown name
	From AgentID `json:"from,omitempty"` // who had it until then
}
