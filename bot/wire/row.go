package wire

import (
	"time"

	"yiwen/bot/chat"
)

// Row is a case as a desk list shows it. Times are Unix milliseconds, 0 = none.
type Row struct {
	Conversation chat.ConversationID `json:"conversation"`
	Number       int                 `json:"number"`
	State        chat.State          `json:"state"`
	Team         chat.TeamID         `json:"team,omitempty"`
	Reason       chat.Reason         `json:"reason,omitempty"`
	Requeued     bool                `json:"requeued,omitzero"` // before all others in the line
	WaitingSince int64               `json:"waiting_since,omitzero"`
	AssignedAt   int64               `json:"assigned_at,omitzero"`
	Agent        string              `json:"agent,omitempty"` // shown name of the owner
	AgentID      chat.AgentID        `json:"agent_id,omitempty"`
	Seq          chat.Seq            `json:"seq"` // of the last event
	chat.Brief                       // mood, score, evidence, entities, question, last, last_from, last_at
	Page         chat.Page           `json:"page,omitzero"`
}

// RowOf returns the row of c's current case.
func RowOf(c chat.Conversation) Row {
	return Row{
		Conversation: c.ID,
		Number:       c.Case.Number,
		State:        c.Case.State,
		Team:         c.Case.Team,
		Reason:       c.Case.Reason,
		Requeued:     c.Case.Requeued,
		WaitingSince: millis(c.Case.WaitingSince),
		AssignedAt:   millis(c.Case.AssignedAt),
		Agent:        c.Case.AgentName,
		AgentID:      c.Case.Agent,
		Seq:          c.Seq,
		Brief:        c.Case.Brief,
		Page:         c.Page,
	}
}

func millis(t time.Time) int64 {
	if t.IsZero() {
		return 0
	}
	return t.UnixMilli()
}
