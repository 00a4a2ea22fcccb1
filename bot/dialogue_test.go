package bot

import (
	"context"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"yiwen/bot/chat"
	"yiwen/bot/flow"
	"yiwen/bot/text"
	"yiwen/handoff"
	"yiwen/intents"
	"yiwen/knowledge"
)

// starting has a rule that starts the flow claim, and one that starts answer.
type starting struct{ Understander }

func (u starting) UnderstandIn(a *text.Analysis, known intents.Context) intents.Understanding {
	out := u.Understander.UnderstandIn(a, known)
	for word, id := range map[string]string{"理赔": "claim", "登记": "ticket"} {
		if strings.Contains(a.Norm, word) {
			out.Rules = []intents.Match{{ID: "start-" + id, Action: intents.ActionFlow, Flow: id}}
		}
	}
	return out
}

// withFlows lets the flows claim (a handoff) and ticket begin in a room, and the
// answer of refund-how go on to claim where entry says so.
func withFlows(t *testing.T, r *room, entry bool) {
	t.Helper()
	c := *r.Content()
	c.Intents, c.Flows = starting{c.Intents}, map[string]*flow.Flow{}
	slots := []flow.SlotSpec{
		{Name: "kind", Label: "类型", Kind: flow.KindChoice, Ask: Sentence{"哪一种？"}, Options: []flow.Option{{Label: "企业"}, {Label: "个人"}}},
		{Name: "what", Label: "经过", Kind: flow.KindText, Min: 2, Ask: Sentence{"怎么回事？"}},
	}
	for _, s := range []flow.Spec{
		{ID: "claim", Name: "理赔", Slots: slots, Confirm: true, End: flow.End{Do: flow.DoHandoff, Team: "security", Say: Sentence{"{kind}，记下了"}}},
		{ID: "ticket", Name: "登记", Slots: slots, End: flow.End{Do: flow.DoTicket, Team: "trade", Say: Sentence{"工单 {number}：{what}"}}},
	} {
		f, err := flow.Compile(s)
		if err != nil {
			t.Fatal(err)
		}
		c.Flows[s.ID] = f
	}
	if entry {
		c.Entries = map[string]knowledge.Entry{}
		for id, e := range testEntries {
			c.Entries[id] = e
		}
		e := c.Entries["refund-how"]
		e.Flow = "claim"
		c.Entries["refund-how"] = e
	}
	r.Activate(&c)
}

// lastWords are the newest message of the bot.
func (r *room) lastWords() chat.Message {
	r.t.Helper()
	events, err := r.log.Events(r.t.Context(), conv, 0, 1000)
	if err != nil {
		r.t.Fatal(err)
	}
	for _, e := range slices.Backward(events) {
		if m, ok := e.Payload.(chat.Message); ok && e.From.Kind == chat.Bot {
			return m
		}
	}
	return chat.Message{}
}

func (r *room) wants(piece string) {
	r.t.Helper()
	if got := r.lastWords().Text; !strings.Contains(got, piece) {
		r.t.Errorf("the bot says %q, want %q in it", got, piece)
	}
}

// TestFlowHandsOverWhatItKnows: the team of the flow gets the case, with its slots
// beside the case.
func TestFlowHandsOverWhatItKnows(t *testing.T) {
	r := newDeskOver(t, newTicketLog())
	r.day()
	withFlows(t, r.room, false)
	r.do(customer, Say{Text: "我要理赔"})
	r.wants("哪一种？")
	r.do(customer, Say{Text: "2"})
	r.wants("怎么回事？")
	r.do(customer, Say{Text: "箱子摔坏了"})
	r.wants("类型：个人\n经过：箱子摔坏了")
	r.do(customer, Say{Text: "对"})
	r.wants("个人，记下了")
	c, _, err := r.log.Load(t.Context(), conv)
	if err != nil {
		t.Fatal(err)
	}
	if c.Case.State != chat.StateWaiting || c.Case.Team != "security" {
		t.Errorf("the case is %s of %s", c.Case.State, c.Case.Team)
	}
	i := slices.IndexFunc(c.Case.Brief.Entities, func(e chat.Entity) bool { return e.Name == "经过" && e.Value == "箱子摔坏了" })
	if i < 0 {
		t.Errorf("the desk is shown %v", c.Case.Brief.Entities)
	}
}

// TestFlowMakesATicket with what it knows, and says its number.
func TestFlowMakesATicket(t *testing.T) {
	log := newTicketLog()
	r := newDeskOver(t, log)
	r.day()
	withFlows(t, r.room, false)
	r.do(customer, Say{Text: "个人登记"})
	r.do(customer, Say{Text: "箱子摔坏了"})
	m := r.lastWords()
	if m.Ticket == "" || !strings.Contains(m.Text, "工单 "+m.Ticket+"：箱子摔坏了") {
		t.Fatalf("%+v", m)
	}
	for _, tk := range log.kept {
		if !strings.Contains(tk.Info.Story, "类型：个人\n经过：箱子摔坏了") || tk.Team != "trade" {
			t.Errorf("%+v", tk)
		}
	}
}

// TestFlowSurvivesARestart: another node goes on where the first was.
func TestFlowSurvivesARestart(t *testing.T) {
	log := NewMemoryLog()
	first := newRoom(t, log)
	withFlows(t, first, false)
	first.do(customer, Say{Text: "我要理赔"})
	second := newRoom(t, log)
	withFlows(t, second, false)
	second.now, second.cid = first.now.Add(time.Minute), 100
	second.do(customer, Say{Text: "企业"})
	second.wants("怎么回事？")
}

// TestFlowGoesOnFromAnAnswer, and after another.
func TestFlowGoesOnFromAnAnswer(t *testing.T) {
	r := newRoom(t, NewMemoryLog())
	withFlows(t, r, true)
	r.do(customer, Say{Text: "怎么退款"})
	r.wants("哪一种？")
	if m := r.lastWords(); len(m.Choices) != 2 || !flow.IsKey(m.Choices[0].Key) {
		t.Errorf("offers %v", m.Choices)
	}
	r.do(customer, Say{Text: "你好"})
	r.wants("我们接着办「理赔」")
	r.do(customer, Say{Text: "算了"})
	r.wants("先不办了")
	if tr := r.traceOf(); tr.Flow == nil || tr.Flow.Did != DialogueLeft {
		t.Errorf("the trace says %+v", tr.Flow)
	}
}

// TestStaleTapsAreRefused: a choice of a question that is no longer open, and any
// after the flow is over.
func TestStaleTapsAreRefused(t *testing.T) {
	r := newRoom(t, NewMemoryLog())
	withFlows(t, r, false)
	of := r.do(customer, Say{Text: "我要理赔"}) + 1
	tap := Choose{Of: of, Key: r.lastWords().Choices[0].Key}
	r.do(customer, tap)
	r.wants("怎么回事？")
	if _, err := r.Do(t.Context(), r.command(customer, tap)); err == nil {
		t.Error("a stale tap is taken")
	}
}

// TestFlowIsOverAfterSilence: half an hour later the words mean something else.
func TestFlowIsOverAfterSilence(t *testing.T) {
	r := newRoom(t, NewMemoryLog())
	withFlows(t, r, false)
	r.do(customer, Say{Text: "我要理赔"})
	r.now = r.now.Add(flowWindow)
	r.do(customer, Say{Text: "企业"})
	if tr := r.traceOf(); tr.Flow != nil || tr.Outcome == OutcomeCollect {
		t.Errorf("%s, %+v", tr.Outcome, tr.Flow)
	}
}

// TestFlowsEnd: whatever a customer says, no flow asks for ever, and none begins in
// the line. TestOneOwner has flows too.
func TestFlowsEnd(t *testing.T) {
	talk := []string{"我要理赔", "登记", "企业", "个人", "1", "2", "对", "不对", "算了", "怎么退款", "退款", "今天天气", "你好", "经过不对", "骗子", "转人工", "嗯", "箱子摔坏了", "", "烦"}
	for seed := range uint64(30) {
		r := newDeskOver(t, newTicketLog())
		if r.day(); seed%2 == 0 {
			r.night()
		}
		withFlows(t, r.room, seed%3 == 0)
		dice := rand.New(rand.NewPCG(seed, 5))
		running := 0
		for n := range 120 {
			r.now = r.now.Add(time.Duration(dice.IntN(40)) * time.Second)
			var a Action = Say{Text: talk[dice.IntN(len(talk))]}
			switch last := r.lastWords(); {
			case dice.IntN(12) == 0:
				a = Say{Attachments: picture()}
			case dice.IntN(30) == 0:
				a = Human{}
			case dice.IntN(30) == 0:
				a = Cancel{}
			case len(last.Choices) > 0 && dice.IntN(3) == 0:
				c, _, _ := r.log.Load(context.Background(), conv)
				a = Choose{Of: c.Seq, Key: last.Choices[dice.IntN(len(last.Choices))].Key}
			}
			before, _, _ := r.log.Load(context.Background(), conv)
			_, err := r.Do(context.Background(), r.command(customer, a))
			if err != nil && strings.Contains(fmt.Sprint(err), "encode") {
				t.Fatal(err)
			}
			c, b, _ := r.log.Load(context.Background(), conv)
			m, err := remember(b)
			if err != nil {
				t.Fatal(err)
			}
			running++
			if m.Flow == nil {
				running = 0
			}
			if m.Flow != nil && m.Flow.Turns > flow.MaxTurns {
				t.Fatalf("seed %d: still runs after %d turns", seed, m.Flow.Turns)
			}
			if m.Flow != nil && handoff.Queued(before.Case.State) && handoff.Queued(c.Case.State) && running == 1 {
				t.Fatalf("seed %d, turn %d: a flow begins in the line", seed, n)
			}
		}
	}
}
