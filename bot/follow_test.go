package bot

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"yiwen/bot/text"
	"yiwen/knowledge"
)

// shelf is a little knowledge whose entries go together in two groups.
var shelf = map[string]knowledge.Entry{
	"withdraw": {ID: "withdraw", Category: "钱", Question: "余额怎么提现？", Keywords: []string{"提现"},
		Answer: "1. 打开「钱包 → 提现」。\n2. 输入金额，最低 10 元。\n\n提交后 1 个工作日内到账。免手续费。"},
	"withdraw-late":  {ID: "withdraw-late", Category: "钱", Question: "提现多久没到怎么办？", Keywords: []string{"提现未到账"}},
	"withdraw-fails": {ID: "withdraw-fails", Category: "钱", Question: "提现被驳回了怎么办？"},
	"review":         {ID: "review", Category: "商户", Question: "入驻审核要多久？", Keywords: []string{"入驻审核"}},
}

func TestWeigh(t *testing.T) {
	talk := defaultTalk(t)
	for _, tc := range []struct {
		name, said  string
		alone, with []knowledge.Candidate
		gently      bool
		want        string
	}{
		{"the aspect and the topic together", "那要多久", found("review", 0.5, "withdraw-late", 0.2), found("withdraw-late", 0.5), false, "withdraw-late review"},
		{"another aspect", "被打回来了呢", found("withdraw-late", 0.3, "withdraw-fails", 0.3), found("withdraw-late", 0.4, "withdraw-fails", 0.4), false, "withdraw-fails withdraw-late"},
		{"the topic itself is left out", "那要多久", found("withdraw", 0.9, "review", 0.2), nil, false, "review"},
		{"one that says it turns elsewhere", "入驻多久", found("review", 0.6, "withdraw-late", 0.1), found("withdraw-late", 0.2), true, "review withdraw-late"},
		{"nothing found", "那要多久", nil, nil, false, ""},
	} {
		t.Run(tc.name, func(t *testing.T) {
			w := weigher{talk: talk, topic: shelf["withdraw"], entries: shelf, asked: talk.hear(tc.said).Aspects, gently: tc.gently}
			w.own = strings.Fields(w.words(w.topic))
			var got []string
			for _, c := range w.weigh(tc.alone, tc.with) {
				if c.Score < 0 || c.Score > 1 {
					t.Errorf("%s weighs %v", c.ID, c.Score)
				}
				got = append(got, c.ID)
			}
			if d := cmp.Diff(tc.want, strings.Join(got, " ")); d != "" {
				t.Errorf("weigh (-want +got):\n%s", d)
			}
		})
	}
}

func TestFindInAnswer(t *testing.T) {
	talk := defaultTalk(t)
	for _, tc := range []struct{ said, want string }{
		{"那要多久", "提交后 1 个工作日内到账。"},
		{"要手续费吗", "免手续费。"},
		{"最少多少金额", "输入金额，最低 10 元。"},
		{"可以开发票吗", ""},
		{"", ""},
	} {
		norm := text.Normalise(tc.said)
		r := Reading{Text: norm, Heard: talk.hear(norm)}
		r.matter = talk.matter(norm, r.Heard)
		got := ""
		if p := talk.find(shelf["withdraw"], r); p != nil {
			got = p.sentence
		}
		if got != tc.want {
			t.Errorf("%q points to %q, want %q", tc.said, got, tc.want)
		}
	}
}

func TestMatter(t *testing.T) {
	talk := defaultTalk(t)
	for _, tc := range []struct{ said, matter, objects string }{
		{"能放多久", "放", "放"},
		{"收不收手续费", "手续费", ""},
		{"退款要扣多少", "退款", "退款"},
		{"扣多少", "扣", ""},
		{"吗", "", ""},
	} {
		h := talk.hear(tc.said)
		if got := strings.Join(talk.matter(tc.said, h), " "); got != tc.matter {
			t.Errorf("the matter of %q is %q, want %q", tc.said, got, tc.matter)
		}
		if got := strings.Join(talk.objects(tc.said, h), " "); got != tc.objects {
			t.Errorf("the objects of %q are %q, want %q", tc.said, got, tc.objects)
		}
	}
}

// TestNeverTheSameTextAgain: who asks the same again gets it in other words, and
// then a person.
func TestNeverTheSameTextAgain(t *testing.T) {
	r := newRoom(t, NewMemoryLog())
	told := map[string]bool{}
	for range 3 {
		r.do(customer, Say{Text: "怎么退款"})
		all := r.told()
		for _, l := range all[len(all)-1:] {
			if told[l] {
				t.Errorf("the bot says again: %s", l)
			}
			told[l] = true
		}
	}
	if r.state().Case.State != "waiting" {
		t.Error("nobody was called after the third time")
	}
}

// TestSameQuestionIsNoFollowUp: asked again in the same words, a question is for
// the topic and not for the relatives that its keywords find.
func TestSameQuestionIsNoFollowUp(t *testing.T) {
	s := situation(func(s *Situation) {
		s.Alone = Reading{Text: "怎么退款", Candidates: found("refund-how", 0.8, "refund-time", 0.1)}
		s.Memory.Topic, s.Memory.TopicAt, s.Memory.At = "refund-how", noon.UnixMilli(), noon.UnixMilli()
		s.Memory.Last = Last{Outcome: OutcomeAnswer, Entry: "refund-how"}
	})
	if !s.leans() {
		t.Error("the first time it is no follow-up")
	}
	s.Memory.Asked = []string{"怎么退款"}
	if s.leans() {
		t.Error("the second time it is a follow-up")
	}
}

func TestLead(t *testing.T) {
	for name, c := range map[string]struct{ answer, want string }{
		"the first sentence": {"一天内到账。之后再问。", "一天内到账。"},
		"not what announces": {"先自查：\n1. 看订单。\n2. 再看余额。", "看订单。"},
		"nor in bold":        {"**请马上做：**\n- 改密码。", "改密码。"},
		"unless it is all":   {"请看：", "请看："},
		"of nothing":         {"", ""},
	} {
		if got := lead(c.answer); got != c.want {
			t.Errorf("%s: %q, want %q", name, got, c.want)
		}
	}
}
