package editing

import (
	"context"
	"fmt"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"yiwen/bot"
	"yiwen/bot/pack"
	"yiwen/bot/text"
	"yiwen/knowledge"
)

// finder1 finds the entry that a question begins with, at a score of 0.9.
type finder1 struct{}

func (finder1) Search(_ context.Context, a *text.Analysis, _ int) ([]knowledge.Candidate, error) {
	return []knowledge.Candidate{{ID: a.Raw[:1], Score: 0.9}}, nil
}

func (f finder1) Within(func(string) bool) bot.Searcher { return f }

// asked is what customers asked.
type asked []knowledge.Asked

func (a asked) AskedBetween(context.Context, time.Time, time.Time, int) ([]knowledge.Asked, error) {
	return a, nil
}

func curveService(list asked) (*Service, *bot.Content) {
	c := &bot.Content{
		Segment: text.Runes{}, Search: finder1{}, Limits: bot.Limits{Answer: 0.5, Suggest: 0.2, Choices: 5},
		Entries: map[string]knowledge.Entry{"a": {ID: "a", Question: "a 怎么退款"}, "b": {ID: "b", Question: "怎么开票", Variants: []string{"b 发票"}}},
	}
	return &Service{asked: list, clock: time.Now}, c
}

func TestJudgedRows(t *testing.T) {
	s, c := curveService(asked{
		{Text: "a 有用", Outcome: "answer", Entry: "a", Vote: 1},
		{Text: "a 有用！", Outcome: "answer", Entry: "b", Vote: 1}, // the same, older
		{Text: "a 没说", Outcome: "answer", Entry: "a"},
		{Text: "a 选了别的", Outcome: "clarify", Chosen: "b"},
		{Text: "a 选了没用", Outcome: "clarify", Chosen: "a", Vote: -1},
		{Text: "b 没用，现在会答别的", Outcome: "answer", Entry: "a", Vote: -1},
		{Text: "a 今天天气", Outcome: "fallback", Settled: knowledge.SettledIgnored},
		{Text: "a 没人管", Outcome: "fallback"},
		{Text: "a 删掉的条目", Outcome: "answer", Entry: "gone", Vote: 1},
		{Text: "B 发票？", Outcome: "answer", Entry: "b", Vote: 1}, // word for word
	})
	rows, err := s.judgedRows(t.Context(), &asker{content: c, now: time.Now(), open: map[knowledge.Audience]*bot.Content{}})
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, r := range rows {
		got = append(got, fmt.Sprint(r.Text, " ", r.Kind, " ", r.Right))
	}
	want := []string{"a 有用 in [a]", "a 选了别的 in [b]", "a 选了没用 out []", "a 今天天气 out []"}
	if d := cmp.Diff(want, got); d != "" {
		t.Errorf("(-want +got):\n%s", d)
	}
}

// TestCurveOfJudgedQuestions: enough of them are the whole curve, fewer go with
// the golden ones.
func TestCurveOfJudgedQuestions(t *testing.T) {
	for n, want := range map[int]Curve{49: {Asked: 50, Judged: 49, Golden: 1}, 50: {Asked: 50, Judged: 50}} {
		var list asked
		for i := range n {
			list = append(list, knowledge.Asked{Text: fmt.Sprintf("a 第 %d 个", i), Outcome: "answer", Entry: "a", Vote: 1})
		}
		_, c := curveService(nil)
		w := knowledge.Working{Version: 1, Rev: 1, Live: []knowledge.Item{
			{Kind: pack.KindEntry, ID: "a", Body: []byte(`{"id":"a","question":"a 怎么退款","answer":"好"}`)},
			{Kind: pack.KindGolden, ID: "g", Body: []byte(`{"id":"g","text":"a 黄金","entry":"a"}`)},
		}}
		s := newServiceOf(t, w)
		s.asked, s.live = list, func() *bot.Content { return c }
		got, err := s.Curve(t.Context(), Live)
		if err != nil {
			t.Fatal(err)
		}
		if d := cmp.Diff(want, Curve{Asked: got.Asked, Judged: got.Judged, Golden: got.Golden, Made: got.Made}); d != "" {
			t.Errorf("%d judged (-want +got):\n%s", n, d)
		}
		if got.Now.Precision != 1 || got.Now.Coverage != 1 || got.Inside != 1 {
			t.Errorf("now %+v", got.Now)
		}
	}
}
