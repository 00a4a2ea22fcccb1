package bot

import (
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"yiwen/bot/chat"
	"yiwen/intents"
	"yiwen/knowledge"
)

// topical is a situation right after refund-how was answered.
func topical(s *Situation) {
	s.Memory.Topic, s.Memory.TopicAt = "refund-how", noon.UnixMilli()
	s.Memory.Last = Last{Outcome: OutcomeAnswer, Entry: "refund-how"}
	s.Entries = map[string]knowledge.Entry{
		"refund-how":  {ID: "refund-how", Category: "退款", Team: "trade"},
		"refund-time": {ID: "refund-time", Category: "退款", Team: "trade"},
		"join-time":   {ID: "join-time", Category: "商户", Team: "merchant"},
	}
}

func TestDecideAround(t *testing.T) {
	ago := noon.Add(-time.Minute).UnixMilli()
	open := []Said{{Text: "昨晚买了个年卡", At: ago, Open: true}}
	for _, tc := range []struct {
		name   string
		change func(*Situation)
		want   brief
	}{
		{"a short message leans on the topic", func(s *Situation) {
			topical(s)
			s.Alone = Reading{Text: "那得等几天", Candidates: found("join-time", 0.58, "refund-time", 0.4)}
		}, brief{Outcome: OutcomeAnswer, Entry: "refund-time"}},
		{"a long one says what it means", func(s *Situation) {
			topical(s)
			s.Alone = Reading{Text: "开店的材料交上去以后要等几天才有结果", Candidates: found("join-time", 0.6, "refund-time", 0.35)}
		}, brief{Outcome: OutcomeAnswer, Entry: "join-time"}},
		{"a sure change of the topic is one", func(s *Situation) {
			topical(s)
			s.Alone = Reading{Text: "开店多久批", Candidates: found("join-time", 0.9, "refund-time", 0.1)}
		}, brief{Outcome: OutcomeAnswer, Entry: "join-time"}},
		{"a complaint of the answer offers a person", func(s *Situation) {
			topical(s)
			s.Alone = Reading{Text: "试过了还是不行", Candidates: found("join-time", 0.05)}
		}, brief{Outcome: OutcomeClarify, Entry: "refund-how", Unresolved: 1, Repeat: true}},
		{"so does one that only sounds like it", func(s *Situation) {
			topical(s)
			s.Alone = Reading{Text: "等了一早上咯", Understood: intents.Understanding{Mood: intents.Mood{Score: 0.3}}}
		}, brief{Outcome: OutcomeClarify, Entry: "refund-how", Unresolved: 1, Repeat: true}},
		{"a second complaint goes to a person", func(s *Situation) {
			topical(s)
			s.Memory.Last, s.Memory.Unresolved = Last{Outcome: OutcomeClarify, Entry: "refund-how"}, 1
			s.Alone = Reading{Text: "入口也对位数也对就是进不去", Candidates: found("refund-how", 0.4, "join-time", 0.1)}
		}, brief{Outcome: OutcomeHandoff, Entry: "refund-how", Reason: chat.ReasonUnresolved, Team: "trade", Unresolved: 2}},
		{"the same words without a topic are no complaint", func(s *Situation) {
			s.Alone = Reading{Text: "试过了还是不行"}
		}, brief{Outcome: OutcomeFallback, Unresolved: 1}},
		{"a new question is no complaint", func(s *Situation) {
			topical(s)
			s.Alone = Reading{Text: "开店的材料一直没有人审核怎么回事", Candidates: found("join-time", 0.4)}
		}, brief{Outcome: OutcomeClarify, Offer: "join-time"}},
		{"a correction of a fallback, unsure again, goes to a person", func(s *Situation) {
			s.Memory.Unresolved, s.Memory.Last, s.Corrects = 1, Last{Outcome: OutcomeFallback}, true
			s.Alone = Reading{Text: "给员工用的后台小号", Candidates: found("stolen", 0.4)}
		}, brief{Outcome: OutcomeHandoff, Offer: "stolen", Reason: chat.ReasonUnresolved, Team: "security", Unresolved: 2}},
		{"a correction that is sure is answered", func(s *Situation) {
			topical(s)
			s.Corrects = true
			s.Alone = Reading{Text: "开店多久", Candidates: found("join-time", 0.7, "refund-time", 0.35)}
		}, brief{Outcome: OutcomeAnswer, Entry: "join-time"}},
		{"a piece of a sentence is read with its beginning and not counted", func(s *Situation) {
			s.Memory.Burst, s.Memory.Unresolved, s.Memory.Last = open, 1, Last{Outcome: OutcomeClarify}
			s.Alone = Reading{Text: "直充的", Candidates: found("stolen", 0.1)}
			s.Joined = &Reading{Candidates: found("refund-how", 0.5, "refund-time", 0.45)}
		}, brief{Outcome: OutcomeClarify, Offer: "refund-how refund-time", Unresolved: 1}},
		{"the same words again are no piece", func(s *Situation) {
			s.Memory.Burst, s.Memory.Unresolved, s.Memory.Last = open, 1, Last{Outcome: OutcomeClarify}
			s.Alone = Reading{Text: "年卡"}
			s.Joined = &Reading{Candidates: found("refund-how", 0.5, "refund-time", 0.45)}
		}, brief{Outcome: OutcomeHandoff, Offer: "refund-how refund-time", Reason: chat.ReasonUnresolved, Team: "trade", Unresolved: 2}},
		{"a sentence that the whole bears out answers a story", func(s *Situation) {
			s.Alone.Candidates = found("refund-how", 0.4, "stolen", 0.35)
			s.Parts = []Reading{{Candidates: found("refund-how", 0.8)}, {}}
		}, brief{Outcome: OutcomeAnswer, Entry: "refund-how"}},
		{"a sentence that it does not bear out is asked back", func(s *Situation) {
			s.Alone.Candidates = found("stolen", 0.35)
			s.Parts = []Reading{{Candidates: found("refund-how", 0.8)}, {}}
		}, brief{Outcome: OutcomeClarify, Offer: "refund-how stolen"}},
		{"two needs at once are asked back", func(s *Situation) {
			s.Alone.Candidates = found("refund-how", 0.4)
			s.Parts = []Reading{{Candidates: found("refund-how", 0.8)}, {Candidates: found("stolen", 0.7)}}
		}, brief{Outcome: OutcomeClarify, Offer: "refund-how stolen"}},
	} {
		t.Run(tc.name, func(t *testing.T) {
			s := situation(tc.change)
			s.Burst = false // all of this is slower than a burst
			if d := cmp.Diff(tc.want, short(Decide(s))); d != "" {
				t.Errorf("Decide (-want +got):\n%s", d)
			}
		})
	}
}

func TestCorrected(t *testing.T) {
	for _, tc := range []struct {
		said, rest string
		ok         bool
	}{
		{"不是，我说的是退款", "退款", true},
		{"我说的是给员工用的后台小号", "给员工用的后台小号", true},
		{"不是", "", true},
		{"不对！我问的是：多久到账", "多久到账", true},
		{"怎么退款", "怎么退款", false},
		{"是不是要实名", "是不是要实名", false},
		{"不是说三十分钟到账吗", "不是说三十分钟到账吗", false},
		{"", "", false},
	} {
		if rest, ok := corrected(tc.said); rest != tc.rest || ok != tc.ok {
			t.Errorf("corrected(%q) = %q, %v; want %q, %v", tc.said, rest, ok, tc.rest, tc.ok)
		}
	}
}

func TestSentences(t *testing.T) {
	for _, tc := range []struct {
		name, said string
		want       []string
	}{
		{"short is whole", "充了没到账。急", nil},
		{"one sentence is whole", strings.Repeat("长", 40), nil},
		{"a story", "昨天在你们这儿给孩子充了点卡。付款也成功了，短信都来了！可是游戏里没有看到，怎么办？嗯", []string{
			"昨天在你们这儿给孩子充了点卡", "付款也成功了，短信都来了", "可是游戏里没有看到，怎么办",
		}},
	} {
		t.Run(tc.name, func(t *testing.T) {
			if d := cmp.Diff(tc.want, sentences(tc.said)); d != "" {
				t.Errorf("sentences (-want +got):\n%s", d)
			}
		})
	}
	if got := sentences(strings.Repeat("这一句有六字。", 300)); len(got) != partsMost {
		t.Errorf("%d sentences of a very long message, want %d", len(got), partsMost)
	}
}

func TestLeanKeepsScores(t *testing.T) {
	entries := map[string]knowledge.Entry{"a": {Category: "x"}, "b": {Category: "y"}}
	in := found("b", 1.0, "a", 0.0)
	for _, c := range lean(in, entries, knowledge.Entry{Category: "x"}) {
		if c.Score < 0 || c.Score > 1 {
			t.Errorf("%s leans to %v", c.ID, c.Score)
		}
	}
	if in[0].ID != "b" || in[0].Score != 1 {
		t.Error("lean changed the list that it was given")
	}
}
