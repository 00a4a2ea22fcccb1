package bot

import (
	"context"
	"fmt"
	"maps"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"yiwen/bot/text"
	"yiwen/knowledge"
)

// askedLog notes the questions and marks of the turns that it stores, a line each.
type askedLog struct {
	*MemoryLog
	mu    sync.Mutex
	lines []string
	rows  map[int64]knowledge.Asked
}

func (l *askedLog) Append(ctx context.Context, t *Turn) error {
	if err := l.MemoryLog.Append(ctx, t); err != nil {
		return err
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	for _, m := range t.Marks {
		line := fmt.Sprintf("mark %d", m.Seq)
		if m.Chosen != "" {
			line += " chose " + m.Chosen
		}
		if m.Vote != 0 {
			line += fmt.Sprintf(" vote %d", m.Vote)
		}
		if m.Handoff {
			line += " handoff"
		}
		l.lines = append(l.lines, line)
	}
	if a := t.Asked; a != nil {
		line := fmt.Sprintf("%d %s: %s", a.Seq, a.Outcome, a.Text)
		for _, s := range []string{a.Entry, strings.Join(a.Offered, ","), a.Reason} {
			if s != "" {
				line += " " + s
			}
		}
		if a.Handoff {
			line += " handoff"
		}
		l.lines = append(l.lines, line)
		l.rows[a.Seq] = *a
	}
	return nil
}

func newAskedRoom(t *testing.T) (*room, *askedLog) {
	l := &askedLog{MemoryLog: NewMemoryLog(), rows: map[int64]knowledge.Asked{}}
	return newRoom(t, l), l
}

func (l *askedLog) expect(t *testing.T, want ...string) {
	t.Helper()
	if d := cmp.Diff(want, l.lines); d != "" {
		t.Errorf("noted (-want +got):\n%s", d)
	}
}

// TestQuestionsAreNoted: one row for each question, and what is told of it later.
func TestQuestionsAreNoted(t *testing.T) {
	r, l := newAskedRoom(t)
	r.do(customer, Say{Text: "你好"})                   // 1
	r.do(customer, Say{Text: "退款"})                   // 3: asked back
	r.do(customer, Choose{Of: 4, Key: "refund-time"}) // 5
	r.do(customer, Say{Text: "怎么退款"})                 // 7: answered
	r.do(customer, Say{Text: "天上有几颗星星"})              // 9: nothing fits
	r.do(customer, Choose{Of: 4, Key: "refund-how"})  // the old choice once more
	r.do(customer, Human{})
	l.expect(t,
		"1 smalltalk: 你好",
		"3 clarify: 退款 refund-how,refund-time",
		"mark 3 chose refund-time",
		"7 answer: 怎么退款 refund-how",
		"9 fallback: 天上有几颗星星",
		"mark 3 chose refund-how",
		"mark 3 handoff",
	)
	a := l.rows[3]
	if a.Conversation != string(conv) || a.Case != 1 || a.Site != "default" || a.Version != 7 || a.Best != "refund-how" || a.Score != 0.5 || !a.At.Equal(noon.Add(2*time.Minute)) {
		t.Errorf("the row: %+v", a)
	}
}

// TestNumbersAreNoQuestions: one that chooses of a question back belongs to what
// was asked before, with the vote on its answer; one that goes on from an answer is
// the question that stands there.
func TestNumbersAreNoQuestions(t *testing.T) {
	r, l := newAskedRoom(t)
	c := *r.Content()
	c.Entries = maps.Clone(testEntries)
	e := c.Entries["refund-time"]
	e.Related = []string{"refund-how"}
	c.Entries["refund-time"] = e
	r.Activate(&c)
	r.do(customer, Say{Text: "退款"})            // 1: asked back
	r.do(customer, Say{Text: "2"})             // 3: refund-time, 4
	r.do(customer, Say{Text: "1"})             // 5: what is related to it
	r.do(customer, Vote{Of: 4, Helpful: true}) // 7
	r.do(customer, Vote{Of: 6, Helpful: false})
	l.expect(t,
		"1 clarify: 退款 refund-how,refund-time", "mark 1 chose refund-time",
		"5 answer: 怎么申请退款？ refund-how", "mark 1 vote 1", "mark 5 vote -1",
	)
}

// TestWhoHasACaseIsAskedNothing: while a person has it, and for what people do,
// nothing is noted; the line is still the bot's.
func TestWhoHasACaseIsAskedNothing(t *testing.T) {
	r, l := newAskedRoom(t)
	r.do(customer, Say{Text: "转人工"})
	r.do(customer, Say{Text: "怎么退款"}) // waiting
	r.do(lin, Accept{})
	r.do(customer, Say{Text: "怎么退款"})
	r.do(lin, Say{Text: "我来"})
	r.do(lin, Return{})
	r.do(customer, Say{Text: "转人工"}) // of what a person had, nobody says that the bot failed
	l.expect(t, "1 handoff: 转人工 asked", "4 answer: 怎么退款 refund-how", "11 handoff: 转人工 asked")
}

// TestHandoffMarksTheQuestionBefore: who asks for a person, or is upset, right
// after an answer says something of it, once.
func TestHandoffMarksTheQuestionBefore(t *testing.T) {
	r, l := newAskedRoom(t)
	r.do(customer, Say{Text: "怎么退款"})
	r.do(customer, Say{Text: "骗子"})
	r.do(customer, Say{Text: "转人工"})
	l.expect(t, "1 answer: 怎么退款 refund-how", "mark 1 handoff", "3 handoff: 骗子 mood", "6 handoff: 转人工 asked")
}

// TestUnresolvedQuestionIsOneBeforeAHandoff: what nobody understood for the last
// time is missed, and so is what came before.
func TestUnresolvedQuestionIsOneBeforeAHandoff(t *testing.T) {
	r, l := newAskedRoom(t)
	r.do(customer, Say{Text: "天上有几颗星星"})
	r.do(customer, Say{Text: "地上有几个湖泊"})
	l.expect(t, "1 fallback: 天上有几颗星星", "mark 1 handoff", "3 handoff: 地上有几个湖泊 unresolved handoff")
}

// TestBurstIsOneQuestion: what is typed in pieces is one question, with all its
// words; an addition that the bot meets with silence is none.
func TestBurstIsOneQuestion(t *testing.T) {
	r, l := newAskedRoom(t)
	say := func(s string) {
		r.now = r.now.Add(2 * time.Second)
		if _, err := r.Do(t.Context(), r.command(customer, Say{Text: s})); err != nil {
			t.Fatal(err)
		}
	}
	say("我想知道一下")
	say("那个退款")
	say("要多久")
	r.do(customer, Say{Text: "转人工"})
	l.expect(t,
		"1 fallback: 我想知道一下",
		"1 clarify: 我想知道一下，那个退款 refund-how,refund-time",
		"1 answer: 我想知道一下，那个退款，要多久 refund-time",
		"mark 1 handoff",
		"7 handoff: 转人工 asked",
	)
}

// TestTwoQuestionsInABreathAreTwo: what found no answer is not hidden by a sure
// answer to the next question.
func TestTwoQuestionsInABreathAreTwo(t *testing.T) {
	r, l := newAskedRoom(t)
	r.do(customer, Say{Text: "天上有几颗星星呢请问"})
	r.now = r.now.Add(2*time.Second - time.Minute)
	r.do(customer, Say{Text: "怎么退款"})
	l.expect(t, "1 fallback: 天上有几颗星星呢请问", "3 answer: 怎么退款 refund-how")
}

// TestRecalledQuestionIsForgotten: nothing is told of what was taken back.
func TestRecalledQuestionIsForgotten(t *testing.T) {
	r, l := newAskedRoom(t)
	r.do(customer, Say{Text: "天上有几颗星星"})
	r.do(customer, Recall{Of: 1})
	r.do(customer, Human{})
	l.expect(t, "1 fallback: 天上有几颗星星")
}

// TestQuestionsHoldNoCodes: what is noted of questions, those of a burst too, is
// as masked as what is stored of the messages.
func TestQuestionsHoldNoCodes(t *testing.T) {
	r, l := newAskedRoom(t)
	r.Activate(codes(t))
	r.do(customer, Say{Text: "卡密K7F2-9XQ4-MM31-08ZT天上有几颗星"})
	r.now = r.now.Add(2*time.Second - time.Minute)
	r.do(customer, Say{Text: "再发一遍 ｋ７ｆ２９ｘｑ４ｍｍ３１０８ｚｔ 是这个"})
	if len(l.rows) == 0 {
		t.Fatal("nothing was noted")
	}
	for _, line := range l.lines {
		if strings.Contains(strings.ToLower(text.Normalise(line)), "9xq4") || !strings.Contains(line, "****") {
			t.Errorf("noted: %s", line)
		}
	}
}
