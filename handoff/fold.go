package handoff

import (
	"time"
	"unicode/utf8"

	"yiwen/bot/chat"
)

// previewRunes bounds the newest message that a desk list shows.
const previewRunes = 60

// Fold returns the state row of a conversation after event e: the row is always
// what folding the whole log gives, so that it can be rebuilt and checked. Fold
// does not ask whether e was allowed; Check did before e was written.
func Fold(c chat.Conversation, e chat.Event) chat.Conversation {
	c.Seq = e.Seq
	k := &c.Case
	switch p := e.Payload.(type) {
	case chat.Message:
		if e.From.Kind == chat.Customer && over(*k) {
			open(k, e.At)
		}
		preview(k, e, p.Text)
	case chat.Handoff:
		if over(*k) {
			open(k, e.At)
		}
		wait(k, e.At, p)
	case chat.Assigned:
		k.State, k.Agent, k.AgentName = chat.StateAssigned, p.AgentID, p.Agent
		k.AssignedAt, k.Requeued = e.At, false
	case chat.Returned:
		k.State, k.Agent, k.AgentName = chat.StateBot, "", ""
		k.Reason, k.Team, k.WaitingSince, k.Requeued = "", "", time.Time{}, false
		k.Brief.Mood, k.Brief.Score, k.Brief.Evidence, k.Brief.Question = "", 0, nil, ""
	case chat.Closed:
		k.State, k.Agent, k.ClosedAt, k.Requeued = chat.StateClosed, "", e.At, false
	case chat.Rated:
		k.Rating = &p
	}
	return c
}

// over reports that the next word of the customer opens a new case.
func over(k chat.Case) bool { return k.Number == 0 || k.State == chat.StateClosed }

func open(k *chat.Case, at time.Time) {
	*k = chat.Case{Number: k.Number + 1, State: chat.StateBot, OpenedAt: at}
}

func wait(k *chat.Case, at time.Time, p chat.Handoff) {
	k.State, k.Agent, k.AgentName = chat.StateWaiting, "", ""
	k.WaitingSince = at
	if p.Reason == chat.ReasonAgentGone {
		// The reason that brought the case to people still holds for the next
		// agent; that the first one vanished is shown by Requeued.
		k.Requeued = true
		return
	}
	k.Reason, k.Team = p.Reason, p.Team
	k.Brief.Mood = p.Mood
	k.Brief.Question = k.Brief.Asked
	if p.Detail != nil {
		k.Brief.Score, k.Brief.Evidence = p.Detail.Score, p.Detail.Evidence
	}
}

func preview(k *chat.Case, e chat.Event, s string) {
	s = clip(s, previewRunes)
	k.Brief.Last, k.Brief.LastFrom, k.Brief.LastAt = s, e.From.Kind, e.At.UnixMilli()
	if e.From.Kind == chat.Customer {
		k.Brief.Asked = s
	}
}

// clip cuts s to at most n runes, the last one an ellipsis where it was longer.
func clip(s string, n int) string {
	if len(s) <= n || utf8.RuneCountInString(s) <= n {
		return s
	}
	i := 0
	for range n - 1 {
		_, w := utf8.DecodeRuneInString(s[i:])
		i += w
	}
	return s[:i] + "…"
}
