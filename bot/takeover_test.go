package bot

import (
	"encoding/json"
	"maps"
	"strings"
	"testing"
	"time"

	"yiwen/bot/chat"
)

// sayAfter says it a while after the last line.
func (r *room) sayAfter(d time.Duration, s string) {
	r.t.Helper()
	r.now = r.now.Add(d)
	if _, err := r.Do(r.t.Context(), r.command(customer, Say{Text: s})); err != nil {
		r.t.Fatal(err)
	}
}

// last is the newest line of the log.
func (r *room) last() string {
	told := r.told()
	return told[len(told)-1]
}

// TestNewCaseByTheButtonKnowsNothingOfTheOld: neither its mood nor its topic.
func TestNewCaseByTheButtonKnowsNothingOfTheOld(t *testing.T) {
	r := newRoom(t, NewMemoryLog())
	r.do(customer, Say{Text: "怎么退款，充了100"})
	r.do(customer, Say{Text: "骗子"})
	r.do(lin, Accept{})
	r.do(lin, Close{})
	r.do(customer, Human{})
	k := r.state().Case
	if k.Number != 2 || k.Team != "" || k.Brief.Mood == chat.MoodHandoff || len(k.Brief.Entities) != 0 {
		t.Errorf("case opened by the button = %+v", k)
	}
}

// TestOffersEndWhereAPersonTakesOver: a number that was said to an agent is not
// an answer to the bot's old question.
func TestOffersEndWhereAPersonTakesOver(t *testing.T) {
	r := newRoom(t, NewMemoryLog())
	r.do(customer, Say{Text: "退款"})
	r.do(customer, Human{})
	r.do(lin, Accept{})
	r.do(lin, Say{Text: "您充了几次？"})
	r.now = r.now.Add(time.Minute)
	if _, err := r.Do(t.Context(), Command{Conversation: conv, From: system, Action: Requeue{Agent: "agent1", Number: 1}}); err != nil {
		t.Fatal(err)
	}
	r.do(customer, Say{Text: "1"})
	if got, want := r.last(), "bot: "+DefaultReplies().WaitingStill.First(); got != want {
		t.Errorf("a number said to the agent who vanished: %q, want %q", got, want)
	}
}

// TestWaitingIsTold: whoever waits is told that a person will see to what the
// bot cannot answer, also where the bot did not know before he asked for one.
func TestWaitingIsTold(t *testing.T) {
	r := newRoom(t, NewMemoryLog())
	d := DefaultReplies()
	r.do(customer, Say{Text: "今天天气"})
	r.do(customer, Human{})
	r.do(customer, Say{Text: "今天天气"})
	r.do(customer, Say{Text: "今天天气"})
	r.expect("customer: 今天天气", "bot: "+d.Fallback.First()+" [human]",
		"handoff button ", "bot: "+d.HandoffAsked.First(),
		"customer: 今天天气", "bot: "+d.WaitingStill.First(),
		"customer: 今天天气", "raised") // the desk is told of who asks again and again
}

// TestSameTopicWhileWaiting does not offer the person who was asked for already.
func TestSameTopicWhileWaiting(t *testing.T) {
	r := newRoom(t, NewMemoryLog())
	d := DefaultReplies()
	r.do(customer, Human{})
	r.do(customer, Say{Text: "怎么退款"})
	r.do(customer, Say{Text: "怎么退款"})
	r.do(customer, Say{Text: "怎么退款"})
	r.expect("handoff button ", "bot: "+d.HandoffAsked.First(),
		"customer: 怎么退款", "bot: 在订单里点退款。",
		"customer: 怎么退款", "bot: "+d.WaitingStill.First(),
		"customer: 怎么退款", "raised")
}

// TestChoiceOfAnEntryThatIsGone types the number of an entry that a publish took
// out: the bot must not answer with nothing.
func TestChoiceOfAnEntryThatIsGone(t *testing.T) {
	r := newRoom(t, NewMemoryLog())
	r.do(customer, Say{Text: "退款"})
	next := *r.Content()
	next.Entries = maps.Clone(testEntries)
	delete(next.Entries, "refund-how")
	r.Activate(&next)
	r.do(customer, Say{Text: "1"})
	if got := r.last(); !strings.HasPrefix(got, "bot: ") && !strings.HasPrefix(got, "handoff") {
		t.Errorf("typed a choice that is gone: the log ends with %q", got)
	}
}

// TestChoiceTypedAsItStands: the label is on the screen with its own marks, the
// message is read in its normal form.
func TestChoiceTypedAsItStands(t *testing.T) {
	r := newRoom(t, NewMemoryLog())
	r.do(customer, Say{Text: "退款"})
	r.do(customer, Say{Text: "退款多久到账？"})
	events, _ := r.log.Events(t.Context(), conv, 3, 1)
	var tr Trace
	if err := json.Unmarshal(events[0].Trace, &tr); err != nil {
		t.Fatal(err)
	}
	if r.last() != "bot: 24 小时内。" || tr.Rungs[len(tr.Rungs)-1].Rung != "choice" {
		t.Errorf("typed the label: %q by %+v", r.last(), tr.Rungs)
	}
}

// TestEndlessBurstReachesAPerson: who keeps typing is not met with silence for
// ever because each message continues the last.
func TestEndlessBurstReachesAPerson(t *testing.T) {
	r := newRoom(t, NewMemoryLog())
	for range 8 {
		r.sayAfter(6*time.Second, "今天天气")
	}
	if k := r.state().Case; k.State != chat.StateWaiting || k.Reason != chat.ReasonUnresolved {
		t.Errorf("after 48 s of questions that nobody answered the case is %q: %v", k.State, r.told())
	}
}

// TestAnswerWithinABurstEndsTheRow: what was unresolved before it counts no more.
func TestAnswerWithinABurstEndsTheRow(t *testing.T) {
	r := newRoom(t, NewMemoryLog())
	r.do(customer, Say{Text: "今天天气"})
	r.do(customer, Say{Text: "怎么退款"})
	r.now = r.now.Add(3 * time.Second)
	r.Content().Search.(*plainWords).deaf = true
	r.sayAfter(0, "那个")
	if k := r.state().Case; k.State != chat.StateBot {
		t.Errorf("unresolved, answered, unresolved is not twice in a row: %v", r.told())
	}
}

// TestQuestionBackCountsOnce: a burst around it does not count beside it.
func TestQuestionBackCountsOnce(t *testing.T) {
	r := newRoom(t, NewMemoryLog())
	r.Content().Limits.Unresolved = 3
	r.do(customer, Say{Text: "退款"})
	r.Content().Search.(*plainWords).deaf = true
	r.sayAfter(2*time.Second, "在吗")
	r.do(customer, Say{Text: "今天天气"})
	if k := r.state().Case; k.State != chat.StateBot {
		t.Errorf("a burst without a choice made and a fallback are three unresolved turns: %v", r.told())
	}
	r.do(customer, Say{Text: "今天天气"})
	if k := r.state().Case; k.Reason != chat.ReasonUnresolved {
		t.Errorf("after a second fallback the case is %q for %q", k.State, k.Reason)
	}
}

// TestLongMessagesAreNotKept: the memory stays small whatever the customer sends.
func TestLongMessagesAreNotKept(t *testing.T) {
	r := newRoom(t, NewMemoryLog())
	for range burstMost + 2 {
		r.sayAfter(time.Second, strings.Repeat("长", chat.MaxText))
	}
	_, b, err := r.log.Load(t.Context(), conv)
	if err != nil {
		t.Fatal(err)
	}
	if len(b) > 4<<10 {
		t.Errorf("the bot's memory takes %d bytes", len(b))
	}
	before := r.Content().Search.(*plainWords).searches
	r.sayAfter(time.Second, strings.Repeat("长", chat.MaxText))
	if n := r.Content().Search.(*plainWords).searches - before; n != 1 {
		t.Errorf("%d searches of a message too long to be joined with others, want 1", n)
	}
}
