package bot

import (
	"encoding/json"
	"fmt"
	"time"

	"yiwen/bot/chat"
	"yiwen/bot/flow"
	"yiwen/handoff/ticket"
)

const (
	// burstWindow is how long a message may wait for its continuation: what a
	// customer sends within it is understood together.
	burstWindow = 8 * time.Second
	// burstMost bounds what is understood together, in messages and in runes.
	burstMost, burstRunes = 5, 300
	// burstLongest is how long a burst counts once. Who goes on longer is not
	// typing one question: silence and a count that stands still would keep him
	// from people for ever.
	burstLongest = 20 * time.Second
	// topicWindow is how long the last topic helps a follow-up question.
	topicWindow = 10 * time.Minute
	// moodHalf is how long it takes a mood to cool to half, and moodKeep what a
	// further turn without any sign of it leaves over.
	moodHalf = 5 * time.Minute
	moodKeep = 0.7
	// askedMost and askedRunes bound the questions kept to know them again.
	askedMost, askedRunes = 3, 60
	// entitiesMost bounds the entities kept for the desk, newest kept.
	entitiesMost = 20
)

// Memory is what the bot remembers of a conversation between turns. It belongs
// to one case: a new case starts from the zero Memory, but for Spoken. It is stored with the
// state row, in the turn's transaction.
type Memory struct {
	Case       int           `json:"case,omitempty"`
	Turns      int           `json:"turns,omitempty"`      // that the bot had in this case
	Unresolved int           `json:"unresolved,omitempty"` // in a row, up to and with the last turn
	Mood       float64       `json:"mood,omitempty"`       // after the last turn
	At         int64         `json:"at,omitempty"`         // of the last turn, Unix milliseconds
	Topic      string        `json:"topic,omitempty"`      // entry answered last
	TopicAt    int64         `json:"topic_at,omitempty"`
	Prior      string        `json:"prior,omitempty"`    // entry answered before Topic
	Asked      []string      `json:"asked,omitempty"`    // the last questions in the normal form, oldest first, bounded
	Burst      []Said        `json:"burst,omitempty"`    // what may still be continued, oldest first
	Since      int64         `json:"since,omitempty"`    // when the burst began
	Before     int           `json:"before,omitempty"`   // Unresolved before the burst began
	Question   chat.Seq      `json:"question,omitempty"` // the last one, while no person was called in
	Last       Last          `json:"last,omitzero"`
	Entities   []chat.Entity `json:"entities,omitempty"`
	Flow       *flow.Run     `json:"flow,omitempty"`   // that waits for its customer
	Ticket     ticket.Number `json:"ticket,omitempty"` // that the customer quoted last, and that is his
	TicketAt   int64         `json:"ticket_at,omitempty"`
	Regretted  []chat.Seq    `json:"regretted,omitempty"` // answers that did not help, to which other ways were offered
	Spoken     []uint32      `json:"spoken,omitempty"`    // wordings heard, newest last; of the conversation and not of the case
}

// Said is a customer message that a further one may continue. A text too long
// to be joined with another is not kept.
type Said struct {
	Text string `json:"text,omitempty"`
	At   int64  `json:"at"`
	Open bool   `json:"open,omitempty"` // its turn ended unresolved
}

// Last is the bot's last decision, whether it said anything or not.
type Last struct {
	Outcome Outcome       `json:"outcome,omitempty"`
	Entry   string        `json:"entry,omitempty"`
	Rule    string        `json:"rule,omitempty"`
	Point   string        `json:"point,omitempty"` // the sentence that was the reply
	Offer   []chat.Choice `json:"offer,omitempty"` // choices still open to a typed number
	Of      chat.Seq      `json:"of,omitempty"`    // the event that offered them
}

// pending reports a question back of which nothing was chosen so far. One about
// a topic complained of again is none: it was counted when it was asked.
func (l Last) pending() bool { return l.Outcome == OutcomeClarify && l.Entry == "" }

// remember decodes a stored Memory; an empty one is the zero Memory.
func remember(b []byte) (Memory, error) {
	var m Memory
	if len(b) == 0 {
		return m, nil
	}
	if err := json.Unmarshal(b, &m); err != nil {
		return m, fmt.Errorf("decode the bot's memory: %w", err)
	}
	return m, nil
}

// burst returns what the message at now continues: the messages of the last
// burstWindow, in order, bounded.
func (m Memory) burst(now time.Time) []Said {
	oldest := now.Add(-burstWindow).UnixMilli()
	i := len(m.Burst)
	for i > 0 && m.Burst[i-1].At >= oldest && len(m.Burst)-i < burstMost-1 {
		i--
	}
	return m.Burst[i:]
}

// lasts reports that the burst has gone on for too long to be one.
func (m Memory) lasts(now time.Time) bool {
	return now.Sub(time.UnixMilli(m.Since)) > burstLongest
}

// before returns the unresolved turns in a row before a message that begins a
// burst: a question back of which nothing was chosen is one.
func (m Memory) before() int {
	if m.Last.pending() {
		return m.Unresolved + 1
	}
	return m.Unresolved
}

// cooled returns the mood that is left at now of the last turn's.
func (m Memory) cooled(now time.Time) float64 {
	if m.Mood == 0 {
		return 0
	}
	past := now.Sub(time.UnixMilli(m.At))
	return m.Mood * moodKeep * half(past, moodHalf)
}

// recent reports that the last turn was so lately that its questions still stand.
func (m Memory) recent(now time.Time) bool {
	return now.Sub(time.UnixMilli(m.At)) <= topicWindow
}

// quoted returns the ticket that the matter at hand may be, or "".
func (m Memory) quoted(now time.Time) ticket.Number {
	if m.Ticket == "" || now.Sub(time.UnixMilli(m.TicketAt)) > topicWindow {
		return ""
	}
	return m.Ticket
}

// forget drops the topics that are closed.
func (m *Memory) forget(closed map[string]string) {
	if closed[m.Prior] != "" {
		m.Prior = ""
	}
	if closed[m.Topic] != "" {
		m.Topic, m.TopicAt = "", 0
	}
}

// topic returns the entry that a follow-up question may be about, or "".
func (m Memory) topic(now time.Time) string {
	if m.Topic == "" || now.Sub(time.UnixMilli(m.TopicAt)) > topicWindow {
		return ""
	}
	return m.Topic
}
