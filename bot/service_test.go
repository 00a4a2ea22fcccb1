package bot

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/prometheus/client_golang/prometheus"
	"go.uber.org/goleak"

	"yiwen/bot/chat"
	"yiwen/bot/fault"
	"yiwen/bot/text"
	"yiwen/handoff"
	"yiwen/intents"
	"yiwen/knowledge"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// plainWords is an Understander and a Searcher that go by single words, so that
// tests read like a conversation. It is for one goroutine where the fields count.
type plainWords struct {
	deaf     bool // finds nothing
	searches int
	err      error // of all searches but the next good ones
	good     int
}

func (*plainWords) UnderstandIn(a *text.Analysis, _ intents.Context) intents.Understanding {
	var u intents.Understanding
	if strings.Contains(a.Norm, "转人工") {
		u.Human = []string{"转人工"}
	}
	if strings.Contains(a.Norm, "骗子") {
		u.Mood = intents.Mood{Score: 0.9, Evidence: []intents.Evidence{{Text: "骗子", Class: "threat", Weight: 0.9}}}
	}
	if strings.Contains(a.Norm, "烦") {
		u.Mood = intents.Mood{Score: 0.4, Evidence: []intents.Evidence{{Text: "烦", Class: "mood", Weight: 0.4}}}
	}
	if a.Norm == "你好" {
		u.Small = &intents.Small{Kind: "greet", Replies: []string{"您好！"}}
	}
	if i := strings.Index(a.Norm, "100"); i >= 0 {
		start, end := a.RawRunes(i, i+len("100"))
		u.Entities = []chat.Entity{{Name: "amount", Text: "100", Value: "100", Start: start, End: end}}
	}
	return u
}

func (w *plainWords) Search(_ context.Context, a *text.Analysis, n int) ([]knowledge.Candidate, error) {
	w.searches++
	if w.err != nil {
		if w.good--; w.good < 0 {
			return nil, w.err
		}
	}
	if w.deaf {
		return nil, nil
	}
	has := func(s string) bool { return strings.Contains(a.Norm, s) }
	switch {
	case has("退款") && has("多久"):
		return found("refund-time", 0.9, "refund-how", 0.5), nil
	case has("怎么") && has("退款"):
		return found("refund-how", 0.9, "refund-time", 0.5), nil
	case has("退款"):
		return found("refund-how", 0.5, "refund-time", 0.45), nil
	case has("多久"):
		return found("refund-time", 0.2), nil
	}
	return nil, nil
}

func (w *plainWords) Within(open func(string) bool) Searcher { return openWords{w, open} }

// openWords finds of what plainWords finds what is open.
type openWords struct {
	*plainWords
	open func(string) bool
}

func (w openWords) Search(ctx context.Context, a *text.Analysis, n int) ([]knowledge.Candidate, error) {
	all, err := w.plainWords.Search(ctx, a, n)
	return slices.DeleteFunc(all, func(c knowledge.Candidate) bool { return !w.open(c.ID) }), err
}

// wakes records what was published.
type wakes struct {
	mu  sync.Mutex
	got []Wake
}

func (w *wakes) Publish(x Wake) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.got = append(w.got, x)
}

// room is a service with its log, and a clock that moves by hand.
type room struct {
	*Service
	log   Log
	wakes *wakes
	reg   *prometheus.Registry
	now   time.Time
	cid   int
	t     *testing.T
}

func newRoom(t *testing.T, log Log) *room {
	r := &room{log: log, wakes: &wakes{}, reg: prometheus.NewRegistry(), now: noon, t: t}
	words := &plainWords{}
	talk, err := NewTalk(DefaultTalk())
	if err != nil {
		t.Fatal(err)
	}
	r.Service = NewService(Options{
		Log: log, Wakes: r.wakes, Clock: func() time.Time { return r.now }, Registerer: r.reg,
		Content: &Content{
			Version: 7, Segment: text.Runes{}, Intents: words, Search: words,
			Entries: testEntries, Replies: DefaultReplies(), Limits: testLimits, Talk: talk,
		},
	})
	return r
}

var (
	customer = chat.Actor{Kind: chat.Customer, ID: "v1"}
	lin      = chat.Actor{Kind: chat.Agent, ID: "agent1", Name: "小林"}
	zhou     = chat.Actor{Kind: chat.Agent, ID: "agent2", Name: "小周"}
	system   = chat.Actor{Kind: chat.System}
)

const conv = chat.ConversationID("c1")

func (r *room) command(from chat.Actor, a Action) Command {
	r.cid++
	c := Command{Conversation: conv, From: from, CID: chat.ClientID(fmt.Sprint("id", r.cid)), Action: a}
	if from.Kind == chat.Customer {
		c.Site, c.Visitor = "default", "v1"
	}
	return c
}

// metric returns what a counter stands at, all its labels together.
func (r *room) metric(name string) (n float64) {
	r.t.Helper()
	families, err := r.reg.Gather()
	if err != nil {
		r.t.Fatal(err)
	}
	for _, f := range families {
		if f.GetName() != name {
			continue
		}
		for _, m := range f.GetMetric() {
			n += m.GetCounter().GetValue()
		}
	}
	return n
}

// do carries out a command a minute after the last one.
func (r *room) do(from chat.Actor, a Action) chat.Seq {
	r.t.Helper()
	r.now = r.now.Add(time.Minute)
	seq, err := r.Do(r.t.Context(), r.command(from, a))
	if err != nil {
		r.t.Fatalf("%s %T: %v", from.Kind, a, err)
	}
	return seq
}

func (r *room) refused(k fault.Kind, from chat.Actor, a Action) string {
	r.t.Helper()
	_, err := r.Do(r.t.Context(), r.command(from, a))
	if !fault.Is(err, k) {
		r.t.Errorf("%s %T: %v, want %s", from.Kind, a, err, k)
	}
	return fault.Text(err, "")
}

// told returns the log as a conversation: one line an event.
func (r *room) told() []string {
	r.t.Helper()
	events, err := r.log.Events(r.t.Context(), conv, 0, 1000)
	if err != nil {
		r.t.Fatal(err)
	}
	var lines []string
	for i, e := range events {
		if e.Seq != chat.Seq(i+1) {
			r.t.Fatalf("event %d has seq %d: not dense", i, e.Seq)
		}
		lines = append(lines, line(e))
	}
	return lines
}

func line(e chat.Event) string {
	switch p := e.Payload.(type) {
	case chat.Message:
		s := string(e.From.Kind) + ": " + strings.ReplaceAll(p.Text, "\n", " ")
		for _, c := range p.Choices {
			s += " [" + c.Key + "]"
		}
		return s
	case chat.Handoff:
		return fmt.Sprintf("handoff %s %s", p.Reason, p.Team)
	case chat.Assigned:
		return "assigned " + p.Agent
	}
	return string(e.Payload.Kind())
}

func (r *room) expect(want ...string) {
	r.t.Helper()
	if d := cmp.Diff(want, r.told()); d != "" {
		r.t.Errorf("the log (-want +got):\n%s", d)
	}
}

// state folds the whole log and checks that the stored row is the same.
func (r *room) state() chat.Conversation {
	r.t.Helper()
	row, _, err := r.log.Load(r.t.Context(), conv)
	if err != nil {
		r.t.Fatal(err)
	}
	events, _ := r.log.Events(r.t.Context(), conv, 0, 100000)
	c := chat.Conversation{ID: conv, Site: row.Site, Visitor: row.Visitor, CreatedAt: row.CreatedAt, Page: row.Page, Profile: row.Profile, Attributes: row.Attributes}
	for _, e := range events {
		c = handoff.Fold(c, e)
	}
	c.Case.Brief.Entities = row.Case.Brief.Entities // from the bot's memory, not from the log
	if d := cmp.Diff(c, row); d != "" {
		r.t.Errorf("the row is not what the log adds up to (-log +row):\n%s", d)
	}
	return row
}

func TestConversationFromQuestionToRating(t *testing.T) {
	r := newRoom(t, NewMemoryLog())
	d := DefaultReplies()
	r.do(customer, Say{Text: "你好"})
	r.do(customer, Say{Text: "怎么退款，充了100"})
	r.do(customer, Say{Text: "骗子"})
	r.do(customer, Say{Text: "退款多久"}) // the bot goes on while the customer waits
	r.do(lin, Accept{})
	r.do(customer, Say{Text: "怎么退款"}) // nobody talks over a person
	r.do(lin, Say{Text: "您好，我来看看"})
	r.do(lin, Note{Text: "老客户"})
	r.do(lin, Close{Summary: chat.Summary{Text: "已退"}})
	r.do(customer, Rate{chat.Rated{Stars: 5}})
	r.do(customer, Say{Text: "你好"})
	r.expect(
		"customer: 你好", "bot: 您好！",
		"customer: 怎么退款，充了100", "bot: 在订单里点退款。",
		"customer: 骗子", "bot: "+d.HandoffMood.First(), "handoff mood trade",
		"customer: 退款多久", "bot: "+"24 小时内。",
		"assigned 小林", "customer: 怎么退款", "agent: 您好，我来看看", "note", "closed", "rated",
		"customer: 你好", "bot: 您好！",
	)
	if c := r.state().Case; c.Number != 2 || c.State != chat.StateBot || c.Reason != "" {
		t.Errorf("after closing, a new message opened %+v", c)
	}
}

func TestHandoffTellsTheDesk(t *testing.T) {
	r := newRoom(t, NewMemoryLog())
	r.do(customer, Say{Text: "怎么退款，充了100"})
	r.do(customer, Say{Text: "骗子"})
	k := r.state().Case
	if k.State != chat.StateWaiting || k.Reason != chat.ReasonMood || k.Brief.Mood != chat.MoodHandoff || k.Brief.Question != "骗子" {
		t.Errorf("case = %+v", k)
	}
	if !slices.Equal(k.Brief.Evidence, []string{"骗子"}) || len(k.Brief.Entities) != 1 {
		t.Errorf("brief = %+v", k.Brief)
	}
	last := r.wakes.got[len(r.wakes.got)-1]
	if last != (Wake{Conversation: conv, Seq: 5, Case: true}) {
		t.Errorf("wake = %+v", last)
	}
}

// TestMentionTellsTheDesk also of a case that the bot has, and only then.
func TestMentionTellsTheDesk(t *testing.T) {
	r := newRoom(t, NewMemoryLog())
	r.do(customer, Say{Text: "怎么退款"})
	for _, step := range []struct {
		from chat.Actor
		do   Action
		want bool
	}{
		{customer, Say{Text: "你好"}, false},
		{lin, Note{Text: "看过了"}, false},
		{lin, Note{Text: "请看", Mentions: []chat.AgentID{"agent2"}}, true},
		{customer, Say{Text: "你好"}, true}, // he has it in a list
		{zhou, Attend{}, true},
		{customer, Say{Text: "你好"}, false},
	} {
		r.do(step.from, step.do)
		if last := r.wakes.got[len(r.wakes.got)-1]; last.Case != step.want {
			t.Errorf("%T: the desk hears of it: %t", step.do, last.Case)
		}
	}
}

func TestTraceIsStoredWithTheReply(t *testing.T) {
	r := newRoom(t, NewMemoryLog())
	r.do(customer, Say{Text: "怎么退款"})
	events, _ := r.log.Events(t.Context(), conv, 0, 10)
	var tr Trace
	if err := json.Unmarshal(events[1].Trace, &tr); err != nil {
		t.Fatalf("trace of the reply: %v", err)
	}
	if tr.Outcome != OutcomeAnswer || tr.Entry != "refund-how" || tr.Content != 7 || len(tr.Rungs) < 4 || len(tr.Candidates) != 2 {
		t.Errorf("trace = %+v", tr)
	}
	if events[0].Trace != nil {
		t.Error("the customer's message carries a trace although the bot replied")
	}
}

func TestChoices(t *testing.T) {
	r := newRoom(t, NewMemoryLog())
	d := DefaultReplies()
	r.do(customer, Say{Text: "退款"})
	r.do(customer, Choose{Of: 2, Key: "refund-time"})
	r.do(customer, Choose{Of: 2, Key: "refund-how"}) // an old list still stands on the screen
	r.do(customer, Choose{Of: 2, Key: choicePerson})
	r.expect(
		"customer: 退款", "bot: "+d.Clarify.First()+" [refund-how] [refund-time] [human]",
		"customer: 退款多久到账？", "bot: 24 小时内。",
		"customer: 怎么申请退款？", "bot: 在订单里点退款。",
		"customer: 转人工", "bot: "+d.HandoffAsked.First(), "handoff asked trade",
	)
	for _, c := range []Choose{{Of: 2, Key: "stolen"}, {Of: 1, Key: "refund-how"}, {Of: 0, Key: "refund-how"}, {Of: 99, Key: "x"}} {
		if got := r.refused(fault.Invalid, customer, c); got == "" {
			t.Errorf("choose %+v: refused without a text", c)
		}
	}
	r.state()
}

func TestUnresolvedTwiceHandsOff(t *testing.T) {
	r := newRoom(t, NewMemoryLog())
	r.do(customer, Say{Text: "今天天气"})
	r.do(customer, Say{Text: "今天天气"})
	d := DefaultReplies()
	r.expect("customer: 今天天气", "bot: "+d.Fallback.First()+" [human]",
		"customer: 今天天气", "bot: "+d.HandoffStuck.First(), "handoff unresolved ")
}

func TestBurstGetsOneAnswer(t *testing.T) {
	r := newRoom(t, NewMemoryLog())
	for _, s := range []string{"在吗", "我想问下退款", "要多久", "谢了"} {
		r.now = r.now.Add(2 * time.Second)
		if _, err := r.Do(t.Context(), r.command(customer, Say{Text: s})); err != nil {
			t.Fatal(err)
		}
	}
	d := DefaultReplies()
	r.expect(
		"customer: 在吗", "bot: "+d.Fallback.First()+" [human]",
		"customer: 我想问下退款", "bot: "+d.Clarify.First()+" [refund-how] [refund-time] [human]",
		"customer: 要多久", "bot: 24 小时内。",
		"customer: 谢了",
	)
	if _, b, _ := r.log.Load(t.Context(), conv); strings.Contains(string(b), `"unresolved"`) {
		t.Errorf("a burst that was answered counts as unresolved: %s", b)
	}
}

func TestUneasyIsMetWarmly(t *testing.T) {
	r := newRoom(t, NewMemoryLog())
	r.do(customer, Say{Text: "烦，怎么退款"})
	d := DefaultReplies()
	r.expect("customer: 烦，怎么退款", "bot: "+d.Uneasy.First()+"  在订单里点退款。 [human]")
}

func TestButtonCancelReturn(t *testing.T) {
	r := newRoom(t, NewMemoryLog())
	d := DefaultReplies()
	r.do(customer, Human{}) // before the first word
	r.refused(fault.Conflict, customer, Human{})
	r.do(customer, Cancel{})
	r.refused(fault.Conflict, customer, Cancel{})
	r.do(customer, Say{Text: "转人工"})
	r.do(customer, Say{Text: "转人工"})
	r.do(lin, Accept{})
	r.refused(fault.Conflict, customer, Human{})
	r.do(lin, Return{})
	r.do(customer, Say{Text: "怎么退款"})
	r.expect("handoff button ", "bot: "+d.HandoffAsked.First(), "returned", "bot: "+d.Cancelled.First(),
		"customer: 转人工", "bot: "+d.HandoffAsked.First(), "handoff asked ",
		"customer: 转人工", "bot: "+d.Waiting.First(),
		"assigned 小林", "returned", "bot: "+d.Returned.First(),
		"customer: 怎么退款", "bot: 在订单里点退款。")
	r.state()
}

func TestAcceptHasOneWinner(t *testing.T) {
	r := newRoom(t, NewMemoryLog())
	r.do(customer, Human{})
	var wg sync.WaitGroup
	errs := make([]error, 2)
	for i, a := range []chat.Actor{lin, zhou} {
		wg.Go(func() {
			_, errs[i] = r.Do(context.Background(), Command{Conversation: conv, From: a, CID: "accept", Action: Accept{}})
		})
	}
	wg.Wait()
	if (errs[0] == nil) == (errs[1] == nil) {
		t.Fatalf("errors %v: want exactly one winner", errs)
	}
	loser := errs[0]
	if loser == nil {
		loser = errs[1]
	}
	if !fault.Is(loser, fault.Conflict) || !strings.Contains(fault.Text(loser, ""), r.state().Case.AgentName) {
		t.Errorf("the loser is told %q, not who won", fault.Text(loser, ""))
	}
}

func TestRequeue(t *testing.T) {
	r := newRoom(t, NewMemoryLog())
	r.do(customer, Say{Text: "骗子"})
	r.do(lin, Accept{})
	if _, err := r.Do(t.Context(), Command{Conversation: conv, From: system, Action: Requeue{Agent: "agent2", Number: 1}}); !fault.Is(err, fault.Conflict) {
		t.Errorf("requeue of another agent's case: %v", err)
	}
	if _, err := r.Do(t.Context(), Command{Conversation: conv, From: system, Action: Requeue{Agent: "agent1", Number: 1}}); err != nil {
		t.Fatal(err)
	}
	k := r.state().Case
	if k.State != chat.StateWaiting || !k.Requeued || k.Reason != chat.ReasonMood {
		t.Errorf("case = %+v", k)
	}
	r.do(zhou, Accept{})
	r.refused(fault.Denied, lin, Say{Text: "我回来了"})
}

func TestSentTwiceIsStoredOnce(t *testing.T) {
	r := newRoom(t, NewMemoryLog())
	c := r.command(customer, Say{Text: "怎么退款"})
	first, err := r.Do(t.Context(), c)
	if err != nil {
		t.Fatal(err)
	}
	r.do(customer, Say{Text: "骗子"})
	r.do(lin, Accept{})
	accept := Command{Conversation: conv, From: lin, CID: "id3", Action: Accept{}}
	for range 3 {
		if seq, err := r.Do(t.Context(), c); err != nil || seq != first {
			t.Errorf("sent again: %d, %v; want %d", seq, err, first)
		}
		if _, err := r.Do(t.Context(), accept); err != nil {
			t.Errorf("accept sent again: %v", err)
		}
	}
	if n := len(r.told()); n != 6 {
		t.Errorf("%d events after resending, want 6: %v", n, r.told())
	}
}

// TestRefusedIsNotRemembered: the same id may be used again after a refusal.
func TestRefusedIsNotRemembered(t *testing.T) {
	r := newRoom(t, NewMemoryLog())
	c := r.command(customer, Say{Text: " \n"})
	if _, err := r.Do(t.Context(), c); !fault.Is(err, fault.Invalid) {
		t.Fatalf("an empty message: %v", err)
	}
	c.Action = Say{Text: "怎么退款"}
	if _, err := r.Do(t.Context(), c); err != nil {
		t.Errorf("after a refusal: %v", err)
	}
	c = r.command(customer, Say{Text: strings.Repeat("长", chat.MaxText+1)})
	if _, err := r.Do(t.Context(), c); !fault.Is(err, fault.Invalid) {
		t.Errorf("a message that is too long: %v", err)
	}
}

func TestUnknownConversation(t *testing.T) {
	r := newRoom(t, NewMemoryLog())
	r.refused(fault.NotFound, lin, Accept{})
	if events, err := r.log.Events(t.Context(), conv, 0, 10); len(events) != 0 || err != nil {
		t.Errorf("events of nothing: %v, %v", events, err)
	}
}

// TestRefusals says it to everybody who may not, in words, and stores nothing.
func TestRefusals(t *testing.T) {
	long := strings.Repeat("长", chat.MaxText+1)
	for _, tc := range []struct {
		name   string
		kind   fault.Kind
		from   chat.Actor
		action Action
	}{
		{"an agent's empty reply", fault.Invalid, lin, Say{Text: "\t"}},
		{"an agent's endless reply", fault.Invalid, lin, Say{Text: long}},
		{"a note of nothing", fault.Invalid, zhou, Note{Text: ""}},
		{"another agent's reply", fault.Denied, zhou, Say{Text: "我来"}},
		{"another agent's return", fault.Denied, zhou, Return{}},
		{"a customer's return", fault.Denied, customer, Return{}},
		{"a rating before the end", fault.Conflict, customer, Rate{chat.Rated{Stars: 5}}},
		{"no stars", fault.Invalid, customer, Rate{chat.Rated{}}},
		{"six stars", fault.Invalid, customer, Rate{chat.Rated{Stars: 6}}},
		{"an endless rating", fault.Invalid, customer, Rate{chat.Rated{Stars: 1, Text: long}}},
		{"too many reasons", fault.Invalid, customer, Rate{chat.Rated{Stars: 1, Reasons: make([]string, 11)}}},
		{"a tap on an event to come", fault.Invalid, customer, Choose{Of: 4, Key: choicePerson}},
	} {
		t.Run(tc.name, func(t *testing.T) {
			r := newRoom(t, NewMemoryLog())
			r.do(customer, Human{})
			r.do(lin, Accept{})
			if text := r.refused(tc.kind, tc.from, tc.action); text == "" {
				t.Error("refused without a text")
			}
			if n := len(r.told()); n != 3 {
				t.Errorf("%d events after a refusal, want 3: %v", n, r.told())
			}
		})
	}
	r := newRoom(t, NewMemoryLog())
	if _, err := r.Do(t.Context(), r.command(customer, nil)); fault.KindOf(err) != fault.Internal || err == nil {
		t.Errorf("no action at all: %v", err)
	}
}

// TestSearchFails: a message that cannot be answered for a defect is not taken,
// and may come again.
func TestSearchFails(t *testing.T) {
	r := newRoom(t, NewMemoryLog())
	words := r.Content().Search.(*plainWords)
	for after, text := range []string{"多久", "退款"} { // of the message, of the burst it ends
		words.err = errors.New("index torn")
		words.good = after
		c := r.command(customer, Say{Text: text})
		if _, err := r.Do(t.Context(), c); !errors.Is(err, words.err) {
			t.Errorf("after %d searches: %v", after, err)
		}
		words.err = nil
		if seq, err := r.Do(t.Context(), c); err != nil || seq != chat.Seq(1+2*after) {
			t.Errorf("sent again: %d, %v", seq, err)
		}
	}
	if got := r.told(); len(got) < 3 {
		t.Errorf("the log: %v", got)
	}
}

// TestClientIDsAreTheSenders: the customer's ids and the agents' do not meet.
func TestClientIDsAreTheSenders(t *testing.T) {
	r := newRoom(t, NewMemoryLog())
	send := func(from chat.Actor, a Action) chat.Seq {
		c := r.command(from, a)
		c.CID = "same"
		seq, err := r.Do(t.Context(), c)
		if err != nil {
			t.Fatalf("%s %T: %v", from.Kind, a, err)
		}
		return seq
	}
	if a, b := send(customer, Human{}), send(lin, Accept{}); a != 1 || b != 3 {
		t.Errorf("acknowledged at %d and %d, want 1 and 3", a, b)
	}
	// The same id of the same sender is the same command, whatever it says now.
	if a, b := send(customer, Say{Text: "您好"}), send(lin, Close{}); a != 1 || b != 3 {
		t.Errorf("sent again as something else: %d and %d, want 1 and 3", a, b)
	}
	if n := len(r.told()); n != 3 {
		t.Errorf("%d events, want 3: %v", n, r.told())
	}
}

func TestMetrics(t *testing.T) {
	r := newRoom(t, NewMemoryLog())
	c := r.command(customer, Say{Text: "怎么退款"})
	for range 2 {
		if _, err := r.Do(t.Context(), c); err != nil { // counted once
			t.Fatal(err)
		}
	}
	r.do(customer, Say{Text: "骗子"})
	r.do(customer, Say{Text: "转人工"}) // waits already: no second handoff
	r.do(lin, Accept{})
	r.do(customer, Say{Text: "怎么退款"}) // the bot decides nothing
	if turns, handoffs := r.metric("yiwen_turns_total"), r.metric("yiwen_handoffs_total"); turns != 3 || handoffs != 1 {
		t.Errorf("%v turns, %v handoffs; want 3 and 1", turns, handoffs)
	}
}

// TestTwoNodes lets two services write to one log, as two machines would, with
// states in memory that are stale most of the time.
func TestTwoNodes(t *testing.T) {
	log := NewMemoryLog()
	nodes := []*room{newRoom(t, log), newRoom(t, log)}
	var wg sync.WaitGroup
	const each = 50
	for n, r := range nodes {
		for g := range 2 {
			wg.Go(func() {
				for i := range each {
					c := Command{
						Conversation: conv, Site: "default", Visitor: "v1", From: customer,
						CID: chat.ClientID(fmt.Sprint(n, g, i)), Action: Say{Text: "怎么退款"},
					}
					for {
						_, err := r.Do(context.Background(), c)
						if err == nil {
							break
						}
						if !fault.Is(err, fault.Busy) {
							t.Errorf("say: %v", err)
							return
						}
					}
				}
			})
		}
	}
	wg.Wait()
	nodes[0].told() // checks that seq is dense
	events, _ := log.Events(t.Context(), conv, 0, 10000)
	seen := map[chat.ClientID]int{}
	for _, e := range events {
		if e.CID != "" {
			seen[e.CID]++
		}
	}
	if len(seen) != 4*each {
		t.Errorf("%d messages stored, want %d", len(seen), 4*each)
	}
	for id, n := range seen {
		if n != 1 {
			t.Errorf("message %s stored %d times", id, n)
		}
	}
}

// TestRestart goes on in the middle of a talk with a new service on the old log.
func TestRestart(t *testing.T) {
	log := NewMemoryLog()
	r := newRoom(t, log)
	restart := func() {
		next := newRoom(t, log)
		next.now, next.cid = r.now, r.cid
		r = next
	}
	r.do(customer, Say{Text: "退款"})
	restart()
	r.do(customer, Say{Text: "2"})
	if got := r.told(); got[len(got)-1] != "bot: 24 小时内。" {
		t.Errorf("a typed choice after the restart: %v", got)
	}
	restart()
	r.do(customer, Say{Text: "今天天气"})
	restart()
	r.do(customer, Say{Text: "今天天气"})
	if r.state().Case.Reason != chat.ReasonUnresolved {
		t.Errorf("unresolved turns before and after a restart: %v", r.told())
	}
}

func TestMailboxForgetsQuietConversations(t *testing.T) {
	m := newMailbox(2)
	for i := range 10 {
		b, err := m.enter(t.Context(), chat.ConversationID(fmt.Sprint(i)))
		if err != nil {
			t.Fatal(err)
		}
		m.leave(b)
	}
	if len(m.boxes) != 2 || m.idle.Len() != 2 {
		t.Errorf("%d boxes, %d idle; want 2", len(m.boxes), m.idle.Len())
	}
	b, _ := m.enter(t.Context(), "9")
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := m.enter(ctx, "9"); err == nil {
		t.Error("entered a conversation that somebody is in")
	}
	m.leave(b)
	if b, err := m.enter(t.Context(), "9"); err != nil {
		t.Errorf("after a waiter gave up: %v", err)
	} else {
		m.leave(b)
	}
}
