package bot

import (
	"context"
	"strings"
	"testing"

	"yiwen/bot/chat"
	"yiwen/bot/flow"
	"yiwen/bot/text"
	"yiwen/knowledge"
)

// TestAnAnswerAndAQuestionInOneMessage: the flow keeps what answers it and goes on,
// and what is asked is answered.
func TestAnAnswerAndAQuestionInOneMessage(t *testing.T) {
	const how, long = "在订单里点退款。", "24 小时内。"
	for name, tc := range map[string]struct {
		before []string
		said   string
		says   []string // pieces of what the bot says
		slots  string   // kind/what
		did    Dialogue
	}{
		"a choice":           {nil, "企业，退款要多久？", []string{long, "接着办「理赔」", "怎么回事？"}, "企业/", DialogueAside},
		"its number":         {nil, "2，退款要多久", []string{long, "怎么回事？"}, "个人/", DialogueAside},
		"the question first": {nil, "请问退款要多久？我是企业", []string{long, "怎么回事？"}, "企业/", DialogueAside},
		"a text":             {[]string{"企业"}, "箱子摔坏了，怎么退款", []string{how, "经过：箱子摔坏了\n"}, "企业/箱子摔坏了", DialogueAside},
		"on its way out":     {nil, "算了，怎么退款", []string{how, "先不办了"}, "/", DialogueLeft},
		"a moment":           {[]string{"企业"}, "稍等，退款要多久", []string{long, "怎么回事？"}, "企业/", DialogueAside},
		"the last word":      {[]string{"企业", "箱子摔坏了"}, "对，退款要多久", []string{"企业，记下了"}, "企业/箱子摔坏了", DialogueDone},
		"answered before":    {[]string{"怎么退款"}, "企业，怎么退款", []string{"怎么回事？"}, "企业/", DialogueAsk},
		"no answer known":    {[]string{"企业"}, "箱子摔坏了，会下雨吗", []string{"经过：箱子摔坏了，会下雨吗\n"}, "企业/箱子摔坏了，会下雨吗", DialogueAsk},
		"part of the story":  {[]string{"企业"}, "箱子摔坏了，怎么办", []string{"经过：箱子摔坏了，怎么办\n"}, "企业/箱子摔坏了，怎么办", DialogueAsk},
		"nothing but asks":   {nil, "退款要多久", []string{long, "哪一种？"}, "/", DialogueAside},
	} {
		t.Run(name, func(t *testing.T) {
			r := newRoom(t, NewMemoryLog())
			withFlows(t, r, false)
			r.do(customer, Say{Text: "我要理赔"})
			for _, s := range tc.before {
				r.do(customer, Say{Text: s})
			}
			r.do(customer, Say{Text: tc.said})
			for _, piece := range tc.says {
				r.wants(piece)
			}
			tr := r.traceOf()
			if got := tr.Slots["kind"] + "/" + tr.Slots["what"]; got != tc.slots || tr.Flow.Did != tc.did {
				t.Errorf("knows %s, %s; want %s, %s", got, tr.Flow.Did, tc.slots, tc.did)
			}
			if q := r.state().Case.Brief.Asked; q != tc.said && len(tc.says) > 0 && tc.did != DialogueAsk {
				t.Errorf("the desk is shown %q as what was asked", q)
			}
		})
	}
}

// TestARuleComesBeforeWhatIsAsked: one that acts on the message as a whole is not
// cut off with what the flow is told.
func TestARuleComesBeforeWhatIsAsked(t *testing.T) {
	r := newRoom(t, NewMemoryLog())
	withFlows(t, r, false)
	r.do(customer, Say{Text: "我要理赔"})
	r.do(customer, Say{Text: "企业"})
	r.do(customer, Say{Text: "我要登记，退款要多久"})
	if tr := r.traceOf(); tr.Flow == nil || tr.Flow.ID != "ticket" || tr.Flow.Did != DialogueBegin {
		t.Errorf("%+v", tr.Flow)
	}
}

// TestAskedWithTheLastAnswer: the ticket is made, and what is asked answered.
func TestAskedWithTheLastAnswer(t *testing.T) {
	log := newTicketLog()
	r := newDeskOver(t, log)
	r.day()
	withFlows(t, r.room, false)
	r.do(customer, Say{Text: "个人登记"})
	r.do(customer, Say{Text: "箱子摔坏了，退款要多久"})
	m := r.lastWords()
	if m.Ticket == "" || !strings.Contains(m.Text, "工单 "+m.Ticket+"：箱子摔坏了\n") || !strings.Contains(m.Text, "24 小时内。") {
		t.Errorf("%+v", m)
	}
}

// TestWhatIsAskedInAFlowIsAboutIt: a question that does not say what it is about is
// about the flow, and not about what came before it or what its few words are near.
func TestWhatIsAskedInAFlowIsAboutIt(t *testing.T) {
	for name, tc := range map[string]struct{ flow, want string }{
		"its entry": {"退款", "24 小时内。"}, "no entry": {"理赔", "没有认出经过"},
	} {
		t.Run(name, func(t *testing.T) {
			r := newRoom(t, NewMemoryLog())
			withFlows(t, r, false)
			c := *r.Content()
			if tc.flow == "理赔" {
				c.Limits.Answer, c.Search = 0.15, strangers{&plainWords{}} // 多久 alone finds refund-time with 0.2
			}
			f, err := flow.Compile(flow.Spec{
				ID: "claim", Name: tc.flow, End: flow.End{Do: flow.DoHandoff},
				Slots: []flow.SlotSpec{{Name: "what", Label: "经过", Kind: flow.KindPattern, Pattern: "[0-9]{4}", Ask: Sentence{"哪一年？"}}},
			})
			if err != nil {
				t.Fatal(err)
			}
			c.Flows = map[string]*flow.Flow{"claim": f}
			r.Activate(&c)
			r.do(customer, Say{Text: "我要理赔"})
			r.do(customer, Say{Text: "多久"})
			r.wants(tc.want)
		})
	}
}

// strangers finds nothing of 理赔.
type strangers struct{ *plainWords }

func (s strangers) Search(ctx context.Context, a *text.Analysis, n int) ([]knowledge.Candidate, error) {
	if strings.Contains(a.Norm, "理赔") {
		return nil, nil
	}
	return s.plainWords.Search(ctx, a, n)
}

// TestAskedIsNotedAlone: figures and the inbox hold what was asked, not what the
// flow was told.
func TestAskedIsNotedAlone(t *testing.T) {
	r, l := newAskedRoom(t)
	withFlows(t, r, false)
	r.do(customer, Say{Text: "我要理赔"})
	r.do(customer, Say{Text: "企业，退款要多久？"})
	l.expect(t, "1 collect: 我要理赔", "3 answer: 退款要多久 refund-time")
}

// TestClausesThatAsk: what is recognised or looks like a number is not cut, and
// stands for itself.
func TestClausesThatAsk(t *testing.T) {
	talk, err := NewTalk(DefaultTalk())
	if err != nil {
		t.Fatal(err)
	}
	order := []chat.Entity{{Name: "order_no", Text: "xk 2026 01"}}
	for norm, want := range map[string]string{
		"星卡科技,多久能好": "多久能好", "多久能好?星卡科技": "多久能好?", "xk 2026 01多久能好": "多久能好", "订单xk 2026 01,多久能好,谢谢": "多久能好,",
		"a@b.com多久能好": "多久能好", "星卡科技": "", "多久能好,星卡科技,要多少钱": "多久能好,星卡科技,要多少钱", "星卡科技,对了,要多少钱": "对了,要多少钱",
		"": "", "?": "?",
	} {
		if from, to := talk.asksIn(norm, order); norm[from:to] != want {
			t.Errorf("%q asks %q, want %q", norm, norm[from:to], want)
		}
	}
	var none *Talk
	if from, to := none.asksIn("多久?", nil); from != to {
		t.Error("who hears nothing hears a question")
	}
}
