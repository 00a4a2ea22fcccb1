package bot

import (
	"fmt"
	"maps"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"yiwen/bot/chat"
	"yiwen/bot/fault"
	"yiwen/bot/flow"
)

// TestWhatMayBeJudged: answers of the bot and nothing else that is said.
func TestWhatMayBeJudged(t *testing.T) {
	for name, tc := range map[string]struct {
		say  []Action
		want string // of each message: j = may be judged
	}{
		"an answer":             {[]Action{Say{Text: "怎么退款"}}, "-j"},
		"a tap's answer":        {[]Action{Say{Text: "退款"}, Choose{Of: 2, Key: "refund-time"}}, "---j"},
		"a typed number's":      {[]Action{Say{Text: "退款"}, Say{Text: "2"}}, "---j"},
		"an uneasy one's":       {[]Action{Say{Text: "烦，怎么退款"}}, "-j"},
		"in the line":           {[]Action{Say{Text: "转人工"}, Say{Text: "怎么退款"}}, "---j"},
		"not small talk":        {[]Action{Say{Text: "你好"}}, "--"},
		"not what nobody knows": {[]Action{Say{Text: "天上有几颗星星"}}, "--"},
		"nor the same again":    {[]Action{Say{Text: "怎么退款"}, Say{Text: "怎么退款"}}, "-j--"},
	} {
		t.Run(name, func(t *testing.T) {
			r := newRoom(t, NewMemoryLog())
			for _, a := range tc.say {
				r.do(customer, a)
			}
			got := ""
			for _, e := range r.all() {
				m, ok := e.Payload.(chat.Message)
				switch {
				case ok && m.Vote:
					got += "j"
				case ok:
					got += "-"
				}
			}
			if got != tc.want {
				t.Errorf("%s, want %s", got, tc.want)
			}
		})
	}
}

// TestVotes: what is refused, what is offered to whom an answer did not help, and
// that it is offered once.
func TestVotes(t *testing.T) {
	const sorry, other = "抱歉，这条回答没能帮到您", "好的，是我理解错了"
	for name, tc := range map[string]struct {
		acts    []Action // of the customer, unless an agent's
		want    string   // beginning of the last message, "" = the answer itself
		refused bool
	}{
		"it helped":                     {[]Action{Vote{2, true}}, "", false},
		"it did not":                    {[]Action{Vote{2, false}}, sorry, false},
		"once for each answer":          {[]Action{Vote{2, false}, Vote{2, true}, Say{Text: "你好"}, Vote{2, false}}, "您好！", false},
		"an older answer":               {[]Action{Say{Text: "退款多久"}, Vote{4, true}, Vote{2, false}}, sorry, false},
		"a person, by number":           {[]Action{Vote{2, false}, Say{Text: "2"}}, "好的，正在为您转接", false},
		"other words, by number":        {[]Action{Vote{2, false}, Say{Text: "1"}}, other, false},
		"other words, by tap":           {[]Action{Vote{2, false}, Choose{4, choiceRephrase}}, other, false},
		"the same words then":           {[]Action{Vote{2, false}, Choose{4, choiceRephrase}, Say{Text: "怎么退款"}}, "关于「", false},
		"silence in the line":           {[]Action{Human{}, Vote{2, false}}, "好的，正在为您转接", false},
		"silence under a person":        {[]Action{Human{}, Accept{}, Vote{2, false}}, "好的，正在为您转接", false},
		"silence of a past case":        {[]Action{Human{}, Accept{}, Close{}, Say{Text: "你好"}, Vote{2, false}}, "您好！", false},
		"after the end":                 {[]Action{Human{}, Accept{}, Close{}, Vote{2, false}}, "好的，正在为您转接", false},
		"not the customer's words":      {[]Action{Vote{1, true}}, "", true},
		"nor what is not there":         {[]Action{Vote{99, true}}, "", true},
		"nor what nobody knows":         {[]Action{Say{Text: "天上有几颗星星"}, Vote{4, true}}, "抱歉，这个问题", true},
		"nor the words of a person":     {[]Action{Human{}, Accept{}, Vote{4, true}}, "好的，正在为您转接", true},
		"nor the offer of other ways":   {[]Action{Vote{2, false}, Vote{4, true}}, sorry, true},
		"other words that were offered": {[]Action{Choose{2, choiceRephrase}}, "", true},
	} {
		t.Run(name, func(t *testing.T) {
			r := newRoom(t, NewMemoryLog())
			r.do(customer, Say{Text: "怎么退款"})
			answer := r.said(chat.Bot)
			var err error
			for _, a := range tc.acts {
				from := customer
				switch a.(type) {
				case Accept, Close:
					from = lin
				}
				r.now = r.now.Add(time.Minute)
				_, err = r.Do(t.Context(), r.command(from, a))
			}
			if (err != nil) != tc.refused || err != nil && !fault.Is(err, fault.Invalid) {
				t.Errorf("error %v, want one: %v", err, tc.refused)
			}
			if tc.want == "" {
				tc.want = answer
			}
			if got := r.said(chat.Bot); !strings.HasPrefix(got, tc.want) {
				t.Errorf("the bot said last %q, want %q", got, tc.want)
			}
		})
	}
}

// all is everything that was stored.
func (r *room) all() []chat.Event {
	r.t.Helper()
	events, err := r.log.Events(r.t.Context(), conv, 0, 1000)
	if err != nil {
		r.t.Fatal(err)
	}
	return events
}

// TestOpenQuestionKeepsItsNumbers: a number typed after a question back answers
// that, although an older answer was judged since.
func TestOpenQuestionKeepsItsNumbers(t *testing.T) {
	r := newRoom(t, NewMemoryLog())
	r.do(customer, Say{Text: "怎么退款"})
	r.now = r.now.Add(topicWindow)
	r.do(customer, Say{Text: "退款"})
	asked := r.said(chat.Bot)
	r.do(customer, Vote{Of: 2})
	if sorry := r.said(chat.Bot); sorry == asked || !strings.HasPrefix(asked, "您是不是想问") {
		t.Fatalf("asked %q, then said %q", asked, sorry)
	}
	r.do(customer, Say{Text: "2"})
	if got, want := r.said(chat.Bot), testEntries["refund-time"].Answer; got != want {
		t.Errorf("the bot said %q, want %q", got, want)
	}
}

// TestFlowKeepsItsNumbers: so it does while a flow waits for its customer.
func TestFlowKeepsItsNumbers(t *testing.T) {
	f, err := flow.Compile(flow.Spec{
		ID: "way", Name: "退款方式", Confirm: true, End: flow.End{Do: flow.DoAnswer, Say: chat.Sentence{"好的"}},
		Slots: []flow.SlotSpec{{Name: "to", Label: "退到哪里", Kind: flow.KindChoice, Ask: chat.Sentence{"退到哪里？"}, Options: []flow.Option{{Label: "银行卡"}, {Label: "微信"}}}},
	})
	if err != nil {
		t.Fatal(err)
	}
	r := newRoom(t, NewMemoryLog())
	c := *r.Content()
	c.Flows, c.Entries = map[string]*flow.Flow{"way": f}, maps.Clone(c.Entries)
	e := c.Entries["refund-how"]
	e.Flow = "way"
	c.Entries["refund-how"] = e
	r.Activate(&c)
	r.do(customer, Say{Text: "怎么退款"})
	r.do(customer, Vote{Of: 2})
	if got := r.said(chat.Bot); !strings.HasPrefix(got, "抱歉") {
		t.Fatalf("the bot said %q", got)
	}
	r.do(customer, Say{Text: "2"})
	if got := r.said(chat.Bot); !strings.Contains(got, "微信") {
		t.Errorf("the bot said %q", got)
	}
}

// TestVoteMovesNothing: neither the case, nor what the bot counts and knows; sent
// again it is the same vote.
func TestVoteMovesNothing(t *testing.T) {
	r := newRoom(t, NewMemoryLog())
	r.do(customer, Say{Text: "天上有几颗星星"})
	r.do(customer, Say{Text: "怎么退款"})
	before := r.state()
	var first chat.Seq
	for _, helpful := range []bool{true, true, false} {
		cmd := r.command(customer, Vote{4, helpful})
		seq, err := r.Do(t.Context(), cmd)
		if again, err2 := r.Do(t.Context(), cmd); err != nil || err2 != nil || again != seq {
			t.Fatalf("seq %d, then %d; %v, %v", seq, again, err, err2)
		}
		if first == 0 {
			first = seq
		}
	}
	after := r.state()
	if d := cmp.Diff(before.Case.State, after.Case.State) + cmp.Diff(before.Case.Agent, after.Case.Agent); d != "" {
		t.Error(d)
	}
	var got []string
	for _, e := range r.all()[first-1:] {
		if v, ok := e.Payload.(chat.Voted); ok {
			got = append(got, fmt.Sprintf("%d %t %s", v.Of, v.Helpful, e.From.Kind))
		}
	}
	if d := cmp.Diff([]string{"4 true customer", "4 true customer", "4 false customer"}, got); d != "" {
		t.Error(d)
	}
	r.do(customer, Say{Text: "地上有几个湖泊"}) // the answer ended the row, and the vote did not begin one
	if k := r.state().Case; k.State != chat.StateBot {
		t.Errorf("the case is %s", k.State)
	}
}

// TestVoteMarksItsQuestion: the one that the answer is of, whatever was asked
// since, and none that was taken back.
func TestVoteMarksItsQuestion(t *testing.T) {
	r, l := newAskedRoom(t)
	r.do(customer, Say{Text: "退款"})                   // 1: asked back
	r.do(customer, Say{Text: "怎么退款"})                 // 3: answered
	r.do(customer, Choose{Of: 2, Key: "refund-time"}) // 5: the old choice, answered by 6
	r.do(customer, Vote{Of: 6})                       // 7
	r.do(customer, Vote{Of: 4, Helpful: true})
	r.do(customer, Say{Text: "1"}) // 换个说法 asks nothing
	r.do(customer, Say{Text: "退款多久"})
	r.do(customer, Recall{Of: 12})
	r.do(customer, Vote{Of: 13})
	l.expect(t,
		"1 clarify: 退款 refund-how,refund-time",
		"3 answer: 怎么退款 refund-how",
		"mark 1 chose refund-time",
		"mark 1 vote -1",
		"mark 3 vote 1",
		"12 answer: 退款多久 refund-how",
	)
}
