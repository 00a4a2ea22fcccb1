package bot

import (
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"yiwen/bot/chat"
	"yiwen/bot/text"
	"yiwen/intents"
	"yiwen/knowledge"
)

var noon = time.Date(2026, 3, 2, 4, 0, 0, 0, time.UTC)

var testLimits = Limits{Answer: 0.6, Suggest: 0.3, Gap: 0.05, Choices: 3, Unresolved: 2, Uneasy: 0.35, Mood: 0.6}

var testEntries = map[string]knowledge.Entry{
	"refund-how":  {ID: "refund-how", Question: "怎么申请退款？", Answer: "在订单里点退款。", Team: "trade"},
	"refund-time": {ID: "refund-time", Question: "退款多久到账？", Answer: "24 小时内。", Team: "trade"},
	"stolen":      {ID: "stolen", Question: "账号被盗怎么办？", Answer: "先冻结。", Team: "security"},
}

// found makes candidates from "id score" pairs.
func found(pairs ...any) []knowledge.Candidate {
	var cs []knowledge.Candidate
	for i := 0; i < len(pairs); i += 2 {
		cs = append(cs, knowledge.Candidate{ID: pairs[i].(string), Score: pairs[i+1].(float64)})
	}
	return cs
}

func situation(change func(*Situation)) Situation {
	s := Situation{
		Case: chat.Case{Number: 1, State: chat.StateBot}, Memory: Memory{Case: 1},
		Now: noon, Entries: testEntries, Limits: testLimits,
	}
	change(&s)
	s.Burst = s.Joined != nil
	talk, err := NewTalk(DefaultTalk())
	if err != nil {
		panic(err)
	}
	s.Alone.Heard = talk.hear(s.Alone.Text)
	s.Alone.matter, s.Alone.objects = talk.matter(s.Alone.Text, s.Alone.Heard), talk.objects(s.Alone.Text, s.Alone.Heard)
	return s
}

// brief is what the ladder's tests look at.
type brief struct {
	Outcome    Outcome
	Entry      string
	Rule       string
	Offer      string
	Reason     chat.Reason
	Team       chat.TeamID
	Unresolved int
	Silent     bool
	Repeat     bool
	Also       string
	Which      bool
}

func short(d Decision) brief {
	return brief{d.Outcome, d.Entry, d.Rule, strings.Join(d.Offer, " "), d.Reason, d.Team, d.Unresolved, d.Silent, d.Repeat, d.Also, d.Which}
}

func TestDecideLadder(t *testing.T) {
	waiting := func(s *Situation) { s.Case.State = chat.StateWaiting }
	for _, tc := range []struct {
		name   string
		change func(*Situation)
		want   brief
	}{
		{"asks for a person", func(s *Situation) {
			s.Alone = Reading{Understood: intents.Understanding{Human: []string{"转人工"}}, Candidates: found("refund-how", 0.9)}
		}, brief{Outcome: OutcomeHandoff, Reason: chat.ReasonAsked}},
		{"asks for a person about the last topic", func(s *Situation) {
			s.Memory.Topic, s.Memory.TopicAt = "stolen", noon.UnixMilli()
			s.Alone.Understood.Human = []string{"人工"}
		}, brief{Outcome: OutcomeHandoff, Reason: chat.ReasonAsked, Team: "security"}},
		{"mood over its limit beats a sure answer", func(s *Situation) {
			s.Alone = Reading{Understood: intents.Understanding{Mood: intents.Mood{Score: 0.7}}, Candidates: found("refund-how", 0.9)}
		}, brief{Outcome: OutcomeHandoff, Reason: chat.ReasonMood, Team: "trade"}},
		{"moods add up over turns", func(s *Situation) {
			s.Memory.Mood, s.Memory.At = 0.55, noon.UnixMilli()
			s.Alone.Understood.Mood.Score = 0.4
		}, brief{Outcome: OutcomeHandoff, Reason: chat.ReasonMood}},
		{"a mood from long ago has cooled", func(s *Situation) {
			s.Memory.Mood, s.Memory.At = 0.55, noon.Add(-time.Hour).UnixMilli()
			s.Alone = Reading{Understood: intents.Understanding{Mood: intents.Mood{Score: 0.4}}, Candidates: found("refund-how", 0.9)}
		}, brief{Outcome: OutcomeAnswer, Entry: "refund-how"}},
		{"waiting is never handed off again", func(s *Situation) {
			waiting(s)
			s.Alone = Reading{Understood: intents.Understanding{Mood: intents.Mood{Score: 0.9}}, Candidates: found("refund-how", 0.9)}
		}, brief{Outcome: OutcomeAnswer, Entry: "refund-how"}},
		{"unresolved does not hand off who waits", func(s *Situation) {
			waiting(s)
			s.Memory.Unresolved = 5
		}, brief{Outcome: OutcomeFallback, Unresolved: 6}},
		{"who waits is told once that a person will see to it", func(s *Situation) {
			waiting(s)
			s.Memory.Last.Outcome = OutcomeFallback
		}, brief{Outcome: OutcomeFallback, Unresolved: 1, Silent: true}},
		{"rule answers before the knowledge", func(s *Situation) {
			s.Alone = Reading{
				Understood: intents.Understanding{Rules: []intents.Match{
					{ID: "vip", Action: intents.ActionTag, Tags: []string{"vip"}},
					{ID: "hours", Action: intents.ActionAnswer, Entry: "refund-time"},
				}},
				Candidates: found("refund-how", 0.9),
			}
		}, brief{Outcome: OutcomeAnswer, Entry: "refund-time", Rule: "hours"}},
		{"rule hands off to its team", func(s *Situation) {
			s.Alone.Understood.Rules = []intents.Match{{ID: "theft", Action: intents.ActionHandoff, Team: "security"}}
		}, brief{Outcome: OutcomeHandoff, Rule: "theft", Reason: chat.ReasonRule, Team: "security"}},
		{"a rule does not hand off who waits, the next one answers", func(s *Situation) {
			waiting(s)
			s.Alone.Understood.Rules = []intents.Match{
				{ID: "theft", Action: intents.ActionHandoff, Team: "security"},
				{ID: "hours", Action: intents.ActionAnswer, Entry: "refund-time"},
			}
		}, brief{Outcome: OutcomeAnswer, Entry: "refund-time", Rule: "hours"}},
		{"a rule of the burst acts where the message has none", func(s *Situation) {
			s.Alone.Understood.Rules = []intents.Match{{ID: "vip", Action: intents.ActionTag, Tags: []string{"vip"}}}
			s.Joined = &Reading{Understood: intents.Understanding{
				Rules: []intents.Match{{ID: "theft", Action: intents.ActionHandoff, Team: "security"}},
			}}
		}, brief{Outcome: OutcomeHandoff, Rule: "theft", Reason: chat.ReasonRule, Team: "security"}},
		{"a rule of the burst does not act on a message apart", func(s *Situation) {
			s.Alone = Reading{Text: "怎么退款", Candidates: found("refund-how", 0.9)}
			s.Joined = &Reading{Understood: intents.Understanding{
				Rules: []intents.Match{{ID: "theft", Action: intents.ActionHandoff, Team: "security"}},
			}}
			s.Apart = true
		}, brief{Outcome: OutcomeAnswer, Entry: "refund-how"}},
		{"a message apart is answered by itself", func(s *Situation) {
			s.Alone = Reading{Text: "号被盗了", Candidates: found("stolen", 0.8)}
			s.Joined = &Reading{Candidates: found("refund-how", 0.83)}
			s.Memory.Last, s.Apart = Last{Outcome: OutcomeAnswer, Entry: "refund-how"}, true
		}, brief{Outcome: OutcomeAnswer, Entry: "stolen"}},
		{"and chooses nothing of what was offered before", func(s *Situation) {
			s.Alone = Reading{Text: "号被盗了", Candidates: found("stolen", 0.8)}
			s.Joined = &Reading{Candidates: found("stolen", 0.7, "refund-how", 0.4)}
			s.Memory.Last = Last{Outcome: OutcomeClarify, Offer: []chat.Choice{{Key: "refund-how", Label: "怎么退款？"}}}
			s.Apart = true
		}, brief{Outcome: OutcomeAnswer, Entry: "stolen"}},
		{"a question that only finds the last answer again is not met by silence", func(s *Situation) {
			s.Alone = Reading{Text: "要等多久呢", Candidates: found("refund-time", 0.1)}
			s.Joined = &Reading{Candidates: found("refund-how", 0.8)}
			s.Memory.Topic, s.Memory.TopicAt = "refund-how", noon.UnixMilli()
			s.Memory.Last = Last{Outcome: OutcomeAnswer, Entry: "refund-how"}
		}, brief{Outcome: OutcomeClarify, Entry: "refund-how", Unresolved: 1, Repeat: true}},
		{"a rule of the message beats one of the burst", func(s *Situation) {
			s.Alone.Understood.Rules = []intents.Match{{ID: "hours", Action: intents.ActionAnswer, Entry: "refund-time"}}
			s.Joined = &Reading{Understood: intents.Understanding{
				Rules: []intents.Match{{ID: "theft", Action: intents.ActionHandoff, Team: "security"}},
			}}
		}, brief{Outcome: OutcomeAnswer, Entry: "refund-time", Rule: "hours"}},
		{"sure answer", func(s *Situation) {
			s.Memory.Unresolved = 1
			s.Alone.Text = "我要申请退款"
			s.Alone.Candidates = found("refund-how", 0.7, "refund-time", 0.4)
		}, brief{Outcome: OutcomeAnswer, Entry: "refund-how"}},
		{"two alike ask back", func(s *Situation) {
			s.Alone.Candidates = found("refund-how", 0.7, "refund-time", 0.68, "stolen", 0.1)
		}, brief{Outcome: OutcomeClarify, Offer: "refund-how refund-time"}},
		{"unsure asks back, bounded", func(s *Situation) {
			s.Alone.Candidates = found("refund-how", 0.5, "refund-time", 0.45, "stolen", 0.4, "x", 0.35)
		}, brief{Outcome: OutcomeClarify, Offer: "refund-how refund-time stolen"}},
		{"small talk before a question back", func(s *Situation) {
			s.Memory.Unresolved = 1
			s.Alone = Reading{Understood: intents.Understanding{Small: &intents.Small{Kind: "thanks"}}, Candidates: found("refund-how", 0.4)}
		}, brief{Outcome: OutcomeSmalltalk, Unresolved: 1}},
		{"nothing fits", func(s *Situation) { s.Alone.Candidates = found("refund-how", 0.1) },
			brief{Outcome: OutcomeFallback, Unresolved: 1}},
		{"twice in a row unresolved", func(s *Situation) { s.Memory.Unresolved = 1 },
			brief{Outcome: OutcomeHandoff, Reason: chat.ReasonUnresolved, Unresolved: 2}},
		{"a question back of which nothing was chosen counts", func(s *Situation) {
			s.Memory.Last = Last{Outcome: OutcomeClarify}
		}, brief{Outcome: OutcomeHandoff, Reason: chat.ReasonUnresolved, Unresolved: 2}},
		{"the same question back twice helps nobody", func(s *Situation) {
			s.Memory.Last = Last{Outcome: OutcomeClarify, Offer: []chat.Choice{{Key: "refund-how", Label: "甲"}, {Key: "refund-time", Label: "乙"}}}
			s.Alone.Candidates = found("refund-how", 0.5, "refund-time", 0.45)
		}, brief{Outcome: OutcomeHandoff, Offer: "refund-how refund-time", Reason: chat.ReasonUnresolved, Team: "trade", Unresolved: 2}},
		{"no limit on unresolved turns", func(s *Situation) {
			s.Limits.Unresolved = 0
			s.Memory.Unresolved = 9
		}, brief{Outcome: OutcomeFallback, Unresolved: 10}},
		{"same topic after its answer offers a person", func(s *Situation) {
			s.Memory.Topic, s.Memory.TopicAt = "refund-how", noon.UnixMilli()
			s.Memory.Last = Last{Outcome: OutcomeAnswer, Entry: "refund-how"}
			s.Alone.Candidates = found("refund-how", 0.9)
		}, brief{Outcome: OutcomeClarify, Entry: "refund-how", Unresolved: 1, Repeat: true}},
		{"same topic for the third time goes to a person", func(s *Situation) {
			s.Memory.Unresolved = 1
			s.Memory.Topic, s.Memory.TopicAt = "refund-how", noon.UnixMilli()
			s.Memory.Last = Last{Outcome: OutcomeAnswer, Entry: "refund-how"}
			s.Alone.Candidates = found("refund-how", 0.9)
		}, brief{Outcome: OutcomeHandoff, Entry: "refund-how", Reason: chat.ReasonUnresolved, Team: "trade", Unresolved: 2}},
		{"the offer after the same topic is not counted beside it", func(s *Situation) {
			s.Memory.Unresolved = 1
			s.Memory.Topic, s.Memory.TopicAt = "refund-how", noon.UnixMilli()
			s.Memory.Last = Last{Outcome: OutcomeClarify, Entry: "refund-how"}
			s.Alone.Candidates = found("refund-how", 0.5, "refund-time", 0.45)
		}, brief{Outcome: OutcomeClarify, Offer: "refund-how refund-time", Unresolved: 1}},
		{"small talk is no choice", func(s *Situation) {
			s.Memory.Last = Last{Outcome: OutcomeClarify}
			s.Alone.Understood.Small = &intents.Small{Kind: "thanks"}
		}, brief{Outcome: OutcomeSmalltalk, Unresolved: 1}},
		{"the burst is understood together", func(s *Situation) {
			s.Alone.Candidates = found("stolen", 0.2)
			s.Joined = &Reading{Candidates: found("refund-how", 0.8)}
		}, brief{Outcome: OutcomeAnswer, Entry: "refund-how"}},
		{"half a sentence misleads", func(s *Situation) {
			s.Alone.Candidates = found("stolen", 0.55)
			s.Joined = &Reading{Candidates: found("refund-how", 0.4)}
		}, brief{Outcome: OutcomeClarify, Offer: "refund-how"}},
		{"a fragment is sure of the wrong thing", func(s *Situation) {
			s.Alone = Reading{Text: "号码没错的", Candidates: found("stolen", 0.65)}
			s.Joined = &Reading{Candidates: found("refund-how", 0.4, "refund-time", 0.39)}
		}, brief{Outcome: OutcomeClarify, Offer: "refund-how refund-time"}},
		{"a second question in a burst is a question", func(s *Situation) {
			s.Alone = Reading{Text: "还有我的账号被别人偷走了怎么办", Candidates: found("stolen", 0.9)}
			s.Joined = &Reading{Candidates: found("refund-how", 0.8)}
		}, brief{Outcome: OutcomeAnswer, Entry: "stolen"}},
		{"a few characters are asked back", func(s *Situation) {
			s.Alone = Reading{Text: "没收到", Candidates: found("refund-how", 0.8)}
		}, brief{Outcome: OutcomeClarify, Offer: "refund-how"}},
		{"unless they are an entry's own", func(s *Situation) {
			s.Alone = Reading{Text: "没收到", Candidates: found("refund-how", 0.95)}
		}, brief{Outcome: OutcomeAnswer, Entry: "refund-how"}},
		{"another question right after an answer is one", func(s *Situation) {
			s.Memory.Last = Last{Outcome: OutcomeAnswer, Entry: "refund-how"}
			s.Alone = Reading{Text: "被盗了", Candidates: found("stolen", 0.9)}
			s.Joined = &Reading{Candidates: found("refund-how", 0.9)}
		}, brief{Outcome: OutcomeAnswer, Entry: "stolen"}},
		{"an addition is not", func(s *Situation) {
			s.Memory.Last = Last{Outcome: OutcomeAnswer, Entry: "refund-how"}
			s.Alone = Reading{Text: "号码没错的", Candidates: found("stolen", 0.62)}
			s.Joined = &Reading{Candidates: found("refund-how", 0.9)}
		}, brief{Outcome: OutcomeAnswer, Entry: "refund-how", Silent: true}},
		{"so is one that is not sure", func(s *Situation) {
			s.Memory.Last = Last{Outcome: OutcomeAnswer, Entry: "refund-how"}
			s.Alone = Reading{Text: "被盗了咋办", Candidates: found("stolen", 0.4)}
			s.Joined = &Reading{Candidates: found("refund-how", 0.9)}
		}, brief{Outcome: OutcomeClarify, Offer: "stolen"}},
		{"small talk in a burst is small talk", func(s *Situation) {
			s.Memory.Last = Last{Outcome: OutcomeAnswer, Entry: "refund-how"}
			s.Alone.Understood.Small = &intents.Small{Kind: "thanks"}
			s.Joined = &Reading{Candidates: found("refund-how", 0.8)}
		}, brief{Outcome: OutcomeSmalltalk}},
		{"a burst gets one answer", func(s *Situation) {
			s.Memory.Last = Last{Outcome: OutcomeAnswer, Entry: "refund-how"}
			s.Joined = &Reading{Candidates: found("refund-how", 0.8)}
		}, brief{Outcome: OutcomeAnswer, Entry: "refund-how", Silent: true}},
		{"a burst is unresolved once", func(s *Situation) {
			s.Memory.Unresolved, s.Memory.Before, s.Memory.Since = 1, 0, noon.UnixMilli()
			s.Memory.Last = Last{Outcome: OutcomeFallback}
			s.Joined = &Reading{}
		}, brief{Outcome: OutcomeFallback, Unresolved: 1, Silent: true}},
		{"a burst without end is unresolved again", func(s *Situation) {
			s.Memory.Unresolved, s.Memory.Since = 1, noon.Add(-burstLongest-1).UnixMilli()
			s.Memory.Last = Last{Outcome: OutcomeFallback}
			s.Joined = &Reading{}
		}, brief{Outcome: OutcomeHandoff, Reason: chat.ReasonUnresolved, Unresolved: 2}},
		{"the last topic helps a follow-up", func(s *Situation) {
			s.Memory.Topic, s.Memory.TopicAt = "refund-how", noon.UnixMilli()
			s.Alone.Candidates = found("refund-time", 0.2)
			s.Follow = &Reading{Candidates: found("refund-time", 0.7)}
		}, brief{Outcome: OutcomeAnswer, Entry: "refund-time"}},
	} {
		t.Run(tc.name, func(t *testing.T) {
			if d := cmp.Diff(tc.want, short(Decide(situation(tc.change)))); d != "" {
				t.Errorf("Decide (-want +got):\n%s", d)
			}
		})
	}
}

func TestDecideTypedChoice(t *testing.T) {
	offer := []chat.Choice{{Key: "refund-how", Label: "怎么申请退款？"}, {Key: "refund-time", Label: "退款多久到账？"}, {Key: choicePerson, Label: "转人工"}}
	for _, tc := range []struct {
		text    string
		outcome Outcome
		entry   string
	}{
		{"1", OutcomeAnswer, "refund-how"},
		{" 2. ", OutcomeAnswer, "refund-time"},
		{"第二个", OutcomeAnswer, "refund-time"},
		{"二", OutcomeAnswer, "refund-time"},
		{"２", OutcomeAnswer, "refund-time"},
		{"退款多久到账？", OutcomeAnswer, "refund-time"},
		{"3", OutcomeHandoff, ""},
		{"4", OutcomeHandoff, ""}, // no such choice: a second unresolved turn
		{"12", OutcomeHandoff, ""},
	} {
		t.Run(tc.text, func(t *testing.T) {
			d := Decide(situation(func(s *Situation) {
				s.Memory.Last = Last{Outcome: OutcomeClarify, Offer: offer}
				s.Alone.Text = text.Normalise(tc.text)
			}))
			if d.Outcome != tc.outcome || d.Entry != tc.entry {
				t.Errorf("Decide(%q) = %s %q, want %s %q", tc.text, d.Outcome, d.Entry, tc.outcome, tc.entry)
			}
		})
	}
}

// TestDecideIsPure decides every situation of the ladder twice.
func TestDecideIsPure(t *testing.T) {
	s := situation(func(s *Situation) {
		s.Alone.Candidates = found("refund-how", 0.5, "refund-time", 0.45)
		s.Memory.Last.Offer = []chat.Choice{{Key: "a", Label: "甲"}}
	})
	if d := cmp.Diff(Decide(s), Decide(s)); d != "" {
		t.Errorf("two decisions on the same situation differ:\n%s", d)
	}
}
