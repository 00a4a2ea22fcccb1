package bot

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"yiwen/bot/chat"
	"yiwen/bot/fault"
)

func ids(found []Found) (out []string) {
	for _, f := range found {
		out = append(out, f.Entry)
	}
	return out
}

func TestSuggest(t *testing.T) {
	r := newRoom(t, NewMemoryLog())
	if _, _, err := r.Suggest(t.Context(), conv); !fault.Is(err, fault.NotFound) {
		t.Errorf("of nothing: %v", err)
	}
	r.do(customer, Human{})
	if found, q, err := r.Suggest(t.Context(), conv); found != nil || q != "" || err != nil {
		t.Errorf("before a word: %v %q %v", found, q, err)
	}
	r.do(lin, Accept{})
	r.do(customer, Say{Text: "退款多久"})
	r.do(lin, Say{Text: "我看看"})
	found, q, err := r.Suggest(t.Context(), conv)
	if d := cmp.Diff([]string{"refund-time", "refund-how"}, ids(found)); d != "" || q != "退款多久" || err != nil {
		t.Errorf("%q %v (-want +got):\n%s", q, err, d)
	}
	if found[0].Answer != "24 小时内。" || found[0].Score != 0.9 || found[0].Question != "退款多久到账？" {
		t.Errorf("found %+v", found[0])
	}
	of := r.sentBy(customer, Say{Text: "怎么退款"})
	r.sentBy(customer, Recall{of})
	if _, q, _ := r.Suggest(t.Context(), conv); q != "退款多久" {
		t.Errorf("what was taken back is suggested for: %q", q)
	}
	if n := len(r.told()); n != int(r.state().Seq) {
		t.Errorf("suggesting wrote something: %d events", n)
	}
}

// TestQuestionOfTheCard: the card and the suggestions are of what the customer
// asked, whatever he typed or tapped in answer to the bot.
func TestQuestionOfTheCard(t *testing.T) {
	human := Choose{Key: choicePerson}
	for name, tc := range map[string]struct {
		said []Action
		want string
	}{
		"a number and a tap":       {[]Action{Say{Text: "退款"}, Say{Text: "2"}, Say{Text: "今天天气"}, human}, "今天天气"},
		"a number":                 {[]Action{Say{Text: "退款"}, Say{Text: "2"}, Human{}}, "退款"},
		"the person by its number": {[]Action{Say{Text: "退款"}, Say{Text: "3"}}, "退款"},
		"the person by its label":  {[]Action{Say{Text: "退款"}, Say{Text: "转人工"}}, "退款"},
		"a tap on the person":      {[]Action{Say{Text: "退款"}, human}, "退款"},
		"a tap on a question":      {[]Action{Say{Text: "退款"}, Choose{Key: "refund-time"}, Human{}}, "退款多久到账？"},
		"a person and no question": {[]Action{Say{Text: "转人工"}}, "转人工"},
		"a person, with a story":   {[]Action{Say{Text: "退款"}, Say{Text: "转人工，昨天买的东西坏了"}}, "转人工，昨天买的东西坏了"},
		"a flow":                   {[]Action{Say{Text: "我要理赔"}, Say{Text: "2"}, Say{Text: "箱子摔坏了"}, Say{Text: "对"}}, "我要理赔"},
		"a flow by taps":           {[]Action{Say{Text: "我要理赔"}, Choose{Key: "flow:option:个人"}, Say{Text: "稍等"}, Human{}}, "我要理赔"},
		"what a flow cannot read":  {[]Action{Say{Text: "我要理赔"}, Say{Text: "你们老板是谁"}, Human{}}, "你们老板是谁"},
	} {
		t.Run(name, func(t *testing.T) {
			r := newRoom(t, NewMemoryLog())
			withFlows(t, r, false)
			for _, a := range tc.said {
				if tap, ok := a.(Choose); ok {
					tap.Of = r.state().Seq
					a = tap
				}
				r.do(customer, a)
			}
			k := r.state().Case
			if k.State != chat.StateWaiting || k.Brief.Question != tc.want {
				t.Errorf("the card of a case in %s says %q, want %q", k.State, k.Brief.Question, tc.want)
			}
			if _, q, err := r.Suggest(t.Context(), conv); q != tc.want || err != nil {
				t.Errorf("suggested for %q, %v", q, err)
			}
		})
	}
}

// TestWordsChoose: the log says what a number was typed for.
func TestWordsChoose(t *testing.T) {
	r := newRoom(t, NewMemoryLog())
	r.do(customer, Say{Text: "退款"})
	of := r.state().Seq
	seq := r.do(customer, Say{Text: "2"})
	events, err := r.log.Events(t.Context(), conv, seq-1, 1)
	if err != nil {
		t.Fatal(err)
	}
	if m := events[0].Payload.(chat.Message); m.Re != of || m.Choice != "refund-time" || !m.Answers {
		t.Errorf("%+v", m)
	}
}

// TestSuggestFollows: the topic that the bot had before a person took over counts.
func TestSuggestFollows(t *testing.T) {
	r := newRoom(t, NewMemoryLog())
	r.do(customer, Say{Text: "怎么退款"})
	r.do(customer, Human{})
	r.do(lin, Accept{})
	r.do(customer, Say{Text: "那要多久"})
	found, _, err := r.Suggest(t.Context(), conv)
	if err != nil || len(found) == 0 || found[0].Entry != "refund-time" {
		t.Errorf("found %+v, %v", found, err)
	}
}

func TestFind(t *testing.T) {
	r := newRoom(t, NewMemoryLog())
	found, err := r.Find(t.Context(), " 退款多久 ", 10)
	if d := cmp.Diff([]string{"refund-time", "refund-how"}, ids(found)); d != "" || err != nil {
		t.Errorf("%v (-want +got):\n%s", err, d)
	}
	if found, err := r.Find(t.Context(), "  ", 10); found != nil || err != nil {
		t.Errorf("of nothing: %v %v", found, err)
	}
	if _, err := r.Find(t.Context(), strings.Repeat("长", findRunes+1), 10); !fault.Is(err, fault.Invalid) {
		t.Errorf("of too much: %v", err)
	}
}

func TestSummarise(t *testing.T) {
	r := newRoom(t, NewMemoryLog())
	next := *r.Content()
	next.Entries = withSeverity("trade", "")
	e := next.Entries["refund-how"]
	e.Category = "refund"
	next.Entries["refund-how"] = e
	r.Activate(&next)
	r.do(customer, Say{Text: "怎么退款，充了100"})
	r.do(customer, Say{Text: "骗子"})
	r.do(lin, Accept{})
	got, err := r.Summarise(t.Context(), conv)
	want := chat.Summary{Class: "refund", Tags: []string{"情绪不满"}, Text: "咨询「怎么申请退款？」"}
	if d := cmp.Diff(want, got); d != "" || err != nil {
		t.Errorf("%v (-want +got):\n%s", err, d)
	}
}

// TestSummariseSaysSolvedOnlyOfWhatAPersonAnswered: nobody is made to say by one
// key that a case is solved where nobody answered, or the customer is angry.
func TestSummariseSaysSolvedOnlyOfWhatAPersonAnswered(t *testing.T) {
	for name, test := range map[string]struct {
		first, reply string
		want         bool
	}{
		"answered":               {"转人工", "已为您退款", true},
		"not answered":           {"转人工", "", false},
		"answered an angry word": {"骗子", "已为您退款", false},
	} {
		t.Run(name, func(t *testing.T) {
			r := newRoom(t, NewMemoryLog())
			r.do(customer, Say{Text: test.first})
			r.do(lin, Accept{})
			if test.reply != "" {
				r.do(lin, Say{Text: test.reply})
			}
			got, err := r.Summarise(t.Context(), conv)
			if err != nil || (got.Solved != nil) != test.want || test.want && !*got.Solved {
				t.Errorf("solved %v, %v; want it said: %v", got.Solved, err, test.want)
			}
		})
	}
}

func TestSummariseWithoutATopic(t *testing.T) {
	r := newRoom(t, NewMemoryLog())
	r.do(customer, Say{Text: strings.Repeat("今天天气", 20)})
	r.do(customer, Human{})
	got, err := r.Summarise(t.Context(), conv)
	if err != nil || got.Class != "" || !strings.HasPrefix(got.Text, "客户说：今天天气") || len([]rune(got.Text)) > summaryRunes+4 {
		t.Errorf("%+v, %v", got, err)
	}
	if _, err := r.Summarise(t.Context(), "none"); !fault.Is(err, fault.NotFound) {
		t.Errorf("of nothing: %v", err)
	}
}

// TestSummariseAfterAnOutburst: words that ask for nothing do not cost the agent a
// choice. What was asked before them tells the class, and else the team.
func TestSummariseAfterAnOutburst(t *testing.T) {
	r := newRoom(t, NewMemoryLog())
	next := *r.Content()
	next.Entries = withSeverity("trade", "")
	e := next.Entries["refund-how"]
	e.Category = "refund"
	next.Entries["refund-how"] = e
	r.Activate(&next)
	r.do(customer, Say{Text: "你们就是骗子，我要投诉"})
	r.do(lin, Accept{})
	r.do(lin, Transfer{Team: "trade"})
	if got, err := r.Summarise(t.Context(), conv); err != nil || got.Class == "" || got.Class != next.usualCategory("trade") {
		t.Errorf("%+v, %v", got, err)
	}
	if got := next.usualCategory("nobody"); got != "" {
		t.Errorf("a team without entries: %q", got)
	}
}

func TestNearestEntry(t *testing.T) {
	for name, tc := range map[string]struct{ trace, want string }{
		"no trace": {"", ""}, "another program's": {"[", ""}, "nothing near": {`{"candidates":[]}`, ""},
		"the first": {`{"candidates":[{"id":"a","score":0.4},{"id":"b","score":0.3}]}`, "a"},
	} {
		if got := nearestEntry([]byte(tc.trace)); got.ID != tc.want {
			t.Errorf("%s: %q", name, got.ID)
		}
	}
}

func TestMaskHidesCodes(t *testing.T) {
	c := codes(t)
	if got := c.Mask("卡密 ABCD-EFGH-1234-5678"); strings.Contains(got, "EFGH") {
		t.Errorf("shown: %q", got)
	}
	if got := c.Mask("怎么退款"); got != "怎么退款" {
		t.Errorf("shown: %q", got)
	}
}
