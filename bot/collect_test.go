package bot

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"yiwen/bot/chat"
	"yiwen/bot/text"
	"yiwen/intents"
	"yiwen/knowledge"
)

func TestDecideCollect(t *testing.T) {
	order := chat.Entity{Name: "order_no", Text: "XK20250618006650", Value: "XK20250618006650"}
	amount := chat.Entity{Name: "amount", Text: "一百块", Value: "100"}
	at := chat.Entity{Name: "time", Text: "昨晚", Value: "昨晚"}
	needy := func(s *Situation) {
		s.Memory.Topic, s.Memory.TopicAt = "not-arrived", noon.UnixMilli()
		s.Memory.Last = Last{Outcome: OutcomeAnswer, Entry: "not-arrived"}
		s.Memory.Unresolved = 1
		s.Entries = map[string]knowledge.Entry{
			"not-arrived": {ID: "not-arrived", Team: "trade", Needs: []string{"order_no", "amount", "screenshot"}},
			"other":       {ID: "other"},
		}
	}
	say := func(s *Situation, text string, es ...chat.Entity) {
		s.Alone.Text = text
		s.Alone.Understood.Entities = es
	}
	for _, tc := range []struct {
		name    string
		change  func(*Situation)
		want    brief
		missing int
	}{
		{"the first of two", func(s *Situation) { needy(s); say(s, "xk20250618006650", order) },
			brief{Outcome: OutcomeCollect, Entry: "not-arrived", Unresolved: 1}, 1},
		{"the last one brings a person", func(s *Situation) {
			needy(s)
			s.Memory.Entities = []chat.Entity{order}
			say(s, "一百块的", amount)
		}, brief{Outcome: OutcomeHandoff, Entry: "not-arrived", Reason: chat.ReasonCollected, Team: "trade", Unresolved: 1}, 0},
		{"who waits is not handed off again", func(s *Situation) {
			needy(s)
			s.Case.State = chat.StateWaiting
			s.Memory.Entities = []chat.Entity{order}
			say(s, "一百块的", amount)
		}, brief{Outcome: OutcomeCollect, Entry: "not-arrived", Unresolved: 1}, 0},
		{"a sure question is another topic", func(s *Situation) {
			needy(s)
			say(s, "xk20250618006650", order)
			s.Alone.Candidates = found("other", 0.9)
		}, brief{Outcome: OutcomeAnswer, Entry: "other"}, 0},
		{"a number in a story is part of the story", func(s *Situation) {
			needy(s)
			say(s, "我在手机上付了一百块以后它一直转圈", amount)
			s.Alone.Candidates = found("other", 0.4)
		}, brief{Outcome: OutcomeClarify, Offer: "other", Unresolved: 1}, 0},
		{"a question that names a sum is a question", func(s *Situation) {
			needy(s)
			s.Memory.Unresolved = 0
			say(s, "一百块能买几个", amount)
		}, brief{Outcome: OutcomeFallback, Unresolved: 1}, 0},
		{"an order number out of the blue", func(s *Situation) { say(s, "xk20250618006650", order) },
			brief{Outcome: OutcomeClarify}, 0},
		{"a time out of the blue is a piece of a sentence", func(s *Situation) { say(s, "昨晚", at) },
			brief{Outcome: OutcomeFallback, Unresolved: 1}, 0},
	} {
		t.Run(tc.name, func(t *testing.T) {
			got := Decide(situation(tc.change))
			if d := cmp.Diff(tc.want, short(got)); d != "" {
				t.Errorf("Decide (-want +got):\n%s", d)
			}
			if len(got.Missing) != tc.missing {
				t.Errorf("missing %v, want %d", got.Missing, tc.missing)
			}
		})
	}
}

// TestCollectNamesAndNeverRepeats: what was named is confirmed by its name; its
// value, which may be the code of a card, is not said again.
func TestCollectNamesAndNeverRepeats(t *testing.T) {
	r := newRoom(t, NewMemoryLog())
	entry := testEntries["refund-how"]
	entry.Needs = []string{"amount", "order_no"}
	content := *r.Content()
	content.Entries = map[string]knowledge.Entry{"refund-how": entry, "refund-time": testEntries["refund-time"]}
	r.Activate(&content)
	r.do(customer, Say{Text: "怎么退款"})
	r.do(customer, Say{Text: "100"})
	got := r.told()
	reply := got[len(got)-1]
	if !strings.Contains(reply, "已记下金额") || !strings.Contains(reply, "订单号") || strings.Contains(reply, "100") {
		t.Errorf("the bot said %q", reply)
	}
}

// TestEntitiesStandWhereTheyWereWritten, also behind words that take something back.
func TestEntitiesStandWhereTheyWereWritten(t *testing.T) {
	r := newRoom(t, NewMemoryLog())
	for _, said := range []string{"退款100", "不是，我说的是 退款100 "} {
		r.do(customer, Say{Text: said})
		es := r.state().Case.Brief.Entities
		if len(es) == 0 {
			t.Fatalf("%q: no entity", said)
		}
		e := es[len(es)-1]
		if got := string([]rune(said)[e.Start:e.End]); got != e.Text {
			t.Errorf("%q: the entity %q stands at %q", said, e.Text, got)
		}
	}
}

func TestLabels(t *testing.T) {
	for rest, want := range map[string]bool{
		"": true, " 订单号  ": true, "我的订单号是 ": true, "这是我的手机号: ": true,
		"订单号 在哪看": false, "换手机号 ": false, "卡密 不对": false,
	} {
		if labels(rest) != want {
			t.Errorf("labels(%q) = %v", rest, !want)
		}
	}
}

// TestNumberAloneSearchesNothing: letters of a code are no question.
func TestNumberAloneSearchesNothing(t *testing.T) {
	r := reader{content: codes(t)}
	for said, want := range map[string]string{
		"K7F2-9XQ4-MM31-08ZT":    "",
		"卡密是K7F2-9XQ4-MM31-08ZT": "",
		"K7F2-9XQ4-MM31-08ZT无效":  "无效",
	} {
		a := text.Analyse(said, text.Runes{})
		u := r.content.Intents.UnderstandIn(a, intents.Context{})
		if got := r.unnumbered(a, u.Entities).Norm; got != want {
			t.Errorf("of %q is searched %q, want %q", said, got, want)
		}
	}
}
