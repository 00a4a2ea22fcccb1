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
			s.Follow = &Reading{Candidates: found("refund-time", 0.8, "join-time", 0.3)}
		}, brief{Outcome: OutcomeAnswer, Entry: "refund-time"}},
		{"what the last answer holds is pointed to", func(s *Situation) {
			topical(s)
			s.Alone = Reading{Text: "那得等几天", Candidates: found("join-time", 0.58)}
			s.Follow = &Reading{Candidates: found("join-time", 0.3), point: &point{entry: "refund-how", sentence: "三天内退回。", tells: true}}
		}, brief{Outcome: OutcomeAnswer, Entry: "refund-how"}},
		{"but not twice", func(s *Situation) {
			topical(s)
			s.Memory.Last.Point = "三天内退回。"
			s.Alone = Reading{Text: "那得等几天"}
			s.Follow = &Reading{point: &point{entry: "refund-how", sentence: "三天内退回。", tells: true}}
		}, brief{Outcome: OutcomeFallback, Unresolved: 1}},
		{"nor to who complains", func(s *Situation) {
			topical(s)
			s.Alone = Reading{Text: "还是不行怎么办"}
			s.Follow = &Reading{point: &point{entry: "refund-how", sentence: "不行就重来。", share: 1}}
		}, brief{Outcome: OutcomeClarify, Entry: "refund-how", Unresolved: 1, Repeat: true}},
		{"an entry that goes with the topic is preferred", func(s *Situation) {
			topical(s)
			s.Alone = Reading{Text: "那得等几天"}
			s.Follow = &Reading{Candidates: found("refund-time", 0.8), kin: relative, point: &point{entry: "refund-how", sentence: "三天内退回。", tells: true}}
		}, brief{Outcome: OutcomeAnswer, Entry: "refund-time"}},
		{"what the topic made unlikely is offered all the same", func(s *Situation) {
			topical(s)
			s.Alone = Reading{Text: "那个呢", Candidates: found("join-time", 0.4)}
			s.Follow = &Reading{Candidates: found("refund-time", 0.4, "join-time", 0.1)}
		}, brief{Outcome: OutcomeClarify, Offer: "refund-time join-time"}},
		{"who did not understand is told in short", func(s *Situation) {
			topical(s)
			s.Alone = Reading{Text: "没看懂", Candidates: found("join-time", 0.4)}
		}, brief{Outcome: OutcomeClarify, Entry: "refund-how", Unresolved: 1, Repeat: true}},
		{"nothing but a no asks for other words", func(s *Situation) {
			topical(s)
			s.Corrects, s.Denies = true, true
			s.Alone = Reading{Text: "", Candidates: found("join-time", 0.9)}
		}, brief{Outcome: OutcomeFallback, Unresolved: 1}},
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
		{"two sentences that do not ask are asked back", func(s *Situation) {
			s.Alone.Candidates = found("refund-how", 0.4)
			s.Parts = []Reading{{Candidates: found("refund-how", 0.8)}, {Candidates: found("stolen", 0.7)}}
		}, brief{Outcome: OutcomeClarify, Offer: "refund-how stolen"}},
		{"two needs at once are answered both", func(s *Situation) {
			s.Alone.Candidates = found("refund-how", 0.9, "stolen", 0.2)
			s.Parts = []Reading{asks("stolen", 0.8), asks("refund-how", 0.7), asks("refund-time", 0.9)}
		}, brief{Outcome: OutcomeAnswer, Entry: "stolen", Also: "refund-how"}},
		{"one need said twice is answered once", func(s *Situation) {
			s.Alone.Candidates = found("stolen", 0.9)
			s.Parts = []Reading{asks("stolen", 0.8), asks("stolen", 0.7)}
		}, brief{Outcome: OutcomeAnswer, Entry: "stolen"}},
		{"one of two is answered, the other offered", func(s *Situation) {
			s.Alone.Candidates = found("stolen", 0.4, "refund-how", 0.38)
			s.Parts = []Reading{asks("stolen", 0.8), asks("refund-how", 0.5, "refund-time", 0.48)}
		}, brief{Outcome: OutcomeAnswer, Entry: "stolen", Offer: "refund-how refund-time"}},
		{"a sentence that the whole does not point to is no need", func(s *Situation) {
			s.Alone.Candidates = found("stolen", 0.9)
			s.Parts = []Reading{asks("stolen", 0.8), asks("refund-how", 0.8)}
		}, brief{Outcome: OutcomeAnswer, Entry: "stolen"}},
		{"the whole is surer than its sentences", func(s *Situation) {
			s.Alone.Candidates = found("stolen", 0.9, "refund-how", 0.1, "refund-time", 0.1)
			s.Parts = []Reading{asks("refund-time", 0.8), asks("refund-how", 0.8)}
		}, brief{Outcome: OutcomeAnswer, Entry: "stolen"}},
		{"of two unsure ones, which comes first", func(s *Situation) {
			s.Parts = []Reading{asks("stolen", 0.5), asks("refund-how", 0.5, "refund-time", 0.48)}
		}, brief{Outcome: OutcomeClarify, Offer: "stolen refund-how", Which: true}},
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

// asks is a sentence that asks.
func asks(pairs ...any) Reading {
	return Reading{Candidates: found(pairs...), Heard: Heard{Asks: true}}
}

// TestApart: what a message means by itself counts in a burst where the messages
// before it have nothing to do with it; a piece of their sentence is none.
func TestApart(t *testing.T) {
	entries := map[string]knowledge.Entry{
		"recharge": {ID: "recharge", Question: "充值没到账", Keywords: []string{"到账"}},
		"bill":     {ID: "bill", Question: "话费没到账", Keywords: []string{"话费"}},
		"push":     {ID: "push", Question: "推送收不到", Keywords: []string{"消息"}},
	}
	for _, tc := range []struct {
		name          string
		said          string
		alone, joined []knowledge.Candidate
		last          Last
		want          bool
	}{
		{"another question after an answer", "不给我推消息", found("push", 0.8), found("bill", 0.83), Last{Outcome: OutcomeAnswer, Entry: "bill"}, true},
		{"another question after a question back", "不给我推消息", found("push", 0.8), found("bill", 0.83), Last{Offer: []chat.Choice{{Key: "bill"}}}, true},
		{"together they say something new", "不给我推消息", found("push", 0.8), found("bill", 0.83), Last{Outcome: OutcomeAnswer, Entry: "recharge"}, false},
		{"after a handoff the surer one counts", "不给我推消息", found("push", 0.99), found("bill", 0.97), Last{Outcome: OutcomeHandoff}, true},
		{"a piece of the sentence", "到现在还没到", found("recharge", 0.95), found("bill", 0.73), Last{Outcome: OutcomeClarify, Offer: []chat.Choice{{Key: "bill"}}}, false},
		{"a piece of an unsure whole is surely more", "到现在还没到", found("recharge", 0.95), found("bill", 0.3), Last{Outcome: OutcomeClarify}, true},
		{"both find the same, which was not offered", "不给我推消息", found("push", 0.9), found("push", 0.5), Last{Offer: []chat.Choice{{Key: "bill"}}}, true},
		{"both find what was answered", "不给我推消息", found("push", 0.9), found("push", 0.5), Last{Entry: "push"}, false},
		{"not sure", "不给我推消息", found("push", 0.4), found("bill", 0.3), Last{Entry: "bill"}, false},
		{"too short to be sure of", "推消息", found("push", 0.9), found("bill", 0.3), Last{Entry: "bill"}, false},
		{"joined finds nothing", "不给我推消息", found("push", 0.9), nil, Last{Entry: "bill"}, false},
	} {
		t.Run(tc.name, func(t *testing.T) {
			s := Situation{Entries: entries, Limits: testLimits, Memory: Memory{Last: tc.last}, Alone: Reading{Text: tc.said, Candidates: tc.alone}, Joined: &Reading{Candidates: tc.joined}}
			if got := s.apart(defaultTalk(t)); got != tc.want {
				t.Errorf("apart = %v", got)
			}
		})
	}
}

func TestMeant(t *testing.T) {
	talk := defaultTalk(t)
	for _, tc := range []struct {
		name, said string
		want       meant
	}{
		{"a correction with its words", "不是，我说的是退款", meant{"退款", true, false}},
		{"a correction without a no", "我说的是给员工用的后台小号", meant{"给员工用的后台小号", true, false}},
		{"nothing but a no", "不是", meant{"", true, false}},
		{"marks between", "不对！我问的是：多久到账", meant{"多久到账", true, false}},
		{"none of those offered, but this", "都不是 我想问的是发票", meant{"发票", true, false}},
		{"a question", "怎么退款", meant{"怎么退款", false, false}},
		{"no denial in the middle of a word", "是不是要实名", meant{"是不是要实名", false, false}},
		{"a rhetorical question", "不是说三十分钟到账吗", meant{"不是说三十分钟到账吗", false, false}},
		{"thanks and a question", "好的谢谢，那怎么注册呢", meant{"怎么注册", false, false}},
		{"thanks alone", "好的谢谢", meant{"好的谢谢", false, false}},
		{"turns to something else", "对了，顺便问下积分会过期吗", meant{"积分会过期吗", false, true}},
		{"nothing", "", meant{"", false, false}},
	} {
		t.Run(tc.name, func(t *testing.T) {
			norm := text.Normalise(tc.said)
			if d := cmp.Diff(tc.want, talk.meant(norm, talk.hear(norm)), cmp.AllowUnexported(meant{})); d != "" {
				t.Errorf("meant (-want +got):\n%s", d)
			}
		})
	}
}

func TestSentences(t *testing.T) {
	talk := defaultTalk(t)
	cut := func(said string) []sentence {
		a := text.Analyse(said, text.Runes{})
		return talk.sentences(a, talk.hear(a.Norm))
	}
	for _, tc := range []struct {
		name, said string
		want       []sentence
	}{
		{"short is whole", "充了没到账。急", nil},
		{"one sentence is whole", strings.Repeat("长", 40), nil},
		{"a story", "昨天在你们这儿给孩子充了点卡。付款也成功了，短信都来了！可是游戏里没有看到，怎么办？嗯", []sentence{
			{"昨天在你们这儿给孩子充了点卡", false}, {"付款也成功了,短信都来了", false}, {"可是游戏里没有看到,怎么办", true},
		}},
		{"a second need behind a comma", "发票什么时候能开好，另外积分会过期吗", []sentence{
			{"发票什么时候能开好", true}, {"另外积分会过期吗", true},
		}},
		{"lines", "我买的 vip 会员\n到现在没有到账", []sentence{{"我买的 vip 会员", false}, {"到现在没有到账", false}}},
	} {
		t.Run(tc.name, func(t *testing.T) {
			if d := cmp.Diff(tc.want, cut(tc.said), cmp.AllowUnexported(sentence{})); d != "" {
				t.Errorf("sentences (-want +got):\n%s", d)
			}
		})
	}
	if got := cut(strings.Repeat("这一句有六字。", 300)); len(got) != partsMost {
		t.Errorf("%d sentences of a very long message, want %d", len(got), partsMost)
	}
}

func defaultTalk(t *testing.T) *Talk {
	t.Helper()
	talk, err := NewTalk(DefaultTalk())
	if err != nil {
		t.Fatal(err)
	}
	return talk
}
