package bot

import (
	"encoding/json"
	"fmt"

	"yiwen/bot/chat"
	"yiwen/bot/text"
	"yiwen/intents"
	"yiwen/knowledge"
)

// What a trace keeps is bounded, so that a long message does not make it longer
// than itself: the candidates, the words, and the runes of a normal form.
const tracedCandidates, tracedTokens, tracedRunes = 5, 60, 300

// Trace is why a turn ended as it did. It is stored with the reply (or, where
// the bot said nothing, with the customer's message) and shown to staff only.
type Trace struct {
	Content    int64                 `json:"content"` // version of the content pack
	Outcome    Outcome               `json:"outcome"`
	Silent     bool                  `json:"silent,omitempty"`
	Entry      string                `json:"entry,omitempty"`
	Rule       string                `json:"rule,omitempty"`
	Reason     chat.Reason           `json:"reason,omitempty"`
	Team       chat.TeamID           `json:"team,omitempty"`
	Tags       []string              `json:"tags,omitempty"`
	Unresolved int                   `json:"unresolved,omitempty"`
	Mood       Mood                  `json:"mood"`
	Norm       string                `json:"norm"`
	Tokens     []string              `json:"tokens,omitempty"`
	Joined     string                `json:"joined,omitempty"` // read together with earlier messages
	Follow     string                `json:"follow,omitempty"` // read with the last topic's words
	Human      []string              `json:"human,omitempty"`
	Small      string                `json:"small,omitempty"`
	Rules      []string              `json:"rules,omitempty"`
	Entities   []chat.Entity         `json:"entities,omitempty"`
	Candidates []knowledge.Candidate `json:"candidates,omitempty"`
	Limits     Limits                `json:"limits"`
	Rungs      []Rung                `json:"rungs"`
}

// newTrace writes down a decision with everything that it was made from.
func newTrace(c *Content, a *text.Analysis, s Situation, d Decision) Trace {
	u := s.Alone.Understood
	t := Trace{
		Content: c.Version, Outcome: d.Outcome, Silent: d.Silent, Entry: d.Entry, Rule: d.Rule,
		Reason: d.Reason, Team: d.Team, Tags: d.Tags, Unresolved: d.Unresolved, Mood: d.Mood,
		Norm: clip(a.Norm), Human: u.Human, Entities: u.Entities,
		Candidates: d.Candidates[:min(len(d.Candidates), tracedCandidates)],
		Limits:     s.Limits, Rungs: d.Rungs,
	}
	for _, tok := range a.Tokens[:min(len(a.Tokens), tracedTokens)] {
		t.Tokens = append(t.Tokens, tok.Text)
	}
	if s.Joined != nil {
		t.Joined = clip(s.Joined.Text)
	}
	if s.Follow != nil {
		t.Follow = clip(s.Follow.Text)
	}
	if u.Small != nil {
		t.Small = u.Small.Kind
	}
	for _, m := range u.Rules {
		t.Rules = append(t.Rules, ruleNote(m))
	}
	return t
}

func clip(s string) string {
	n := 0
	for i := range s {
		if n++; n > tracedRunes {
			return s[:i] + "…"
		}
	}
	return s
}

func ruleNote(m intents.Match) string { return fmt.Sprintf("%s (%s)", m.ID, m.Action) }

// encode returns the stored form.
func (t Trace) encode() ([]byte, error) {
	b, err := json.Marshal(t)
	if err != nil {
		return nil, fmt.Errorf("encode trace: %w", err)
	}
	return b, nil
}
