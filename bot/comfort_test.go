package bot

import (
	"testing"

	"yiwen/bot/chat"
	"yiwen/intents"
)

// TestWorryIsNotMetWithSilence: what is typed on is met with silence where the answer
// stands, but who sounds uneasy in it hears something, once.
func TestWorryIsNotMetWithSilence(t *testing.T) {
	answered := Last{Outcome: OutcomeAnswer, Entry: "refund-how"}
	inShort := Last{Outcome: OutcomeClarify, Entry: "refund-how"}
	joined := found("refund-how", 0.9)
	for name, tc := range map[string]struct {
		mood   float64
		before float64
		last   Last
		joined []string
		state  chat.State
		want   brief
	}{
		"calm":                         {last: answered, want: brief{Outcome: OutcomeAnswer, Entry: "refund-how", Silent: true}},
		"uneasy":                       {mood: 0.4, last: answered, want: brief{Outcome: OutcomeClarify, Entry: "refund-how", Repeat: true}},
		"uneasy from the first":        {mood: 0.4, before: 0.36, last: answered, want: brief{Outcome: OutcomeClarify, Entry: "refund-how", Repeat: true}},
		"waits for a person":           {mood: 0.4, last: answered, state: chat.StateWaiting, want: brief{Outcome: OutcomeAnswer, Entry: "refund-how", Silent: true}},
		"in short already":             {mood: 0.4, last: inShort, want: brief{Outcome: OutcomeAnswer, Entry: "refund-how", Silent: true}},
		"nothing found":                {last: Last{Outcome: OutcomeFallback}, joined: []string{}, want: brief{Outcome: OutcomeFallback, Unresolved: 1, Silent: true}},
		"nothing found, uneasy":        {mood: 0.4, last: Last{Outcome: OutcomeFallback}, joined: []string{}, want: brief{Outcome: OutcomeFallback, Unresolved: 1}},
		"nothing found, uneasy before": {mood: 0.4, before: 0.36, last: Last{Outcome: OutcomeFallback}, joined: []string{}, want: brief{Outcome: OutcomeFallback, Unresolved: 1, Silent: true}},
	} {
		got := Decide(situation(func(s *Situation) {
			found := joined
			if tc.joined != nil {
				found = nil
			}
			s.Alone = Reading{Text: "不会没了吧", Understood: intents.Understanding{Mood: intents.Mood{Score: tc.mood}}}
			s.Joined = &Reading{Candidates: found}
			s.Memory.Last, s.Memory.Mood = tc.last, tc.before
			s.Memory.At, s.Memory.Since = noon.UnixMilli(), noon.UnixMilli()
			if tc.state != "" {
				s.Case.State = tc.state
			}
		}))
		if short(got) != tc.want {
			t.Errorf("%s: got %+v, want %+v", name, short(got), tc.want)
		}
	}
}
