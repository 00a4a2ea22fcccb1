package rehearse_test

import (
	"context"
	"errors"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"yiwen/bot/rehearse"
	"yiwen/knowledge"
)

func TestCheckGolden(t *testing.T) {
	c := content(t)
	asked := 0
	got, err := rehearse.CheckGolden(t.Context(), c, []knowledge.Golden{
		{ID: "g1", Text: "怎么退款", Entry: "how"},
		{ID: "g2", Text: "怎么退款", Entry: "when"},
		{ID: "g3", Text: "退款的事", Entry: "how"},
		{ID: "g4", Text: "退款的事", Entry: "how", Wants: knowledge.WantsOffer},
		{ID: "g5", Text: "今天天气"},
		{ID: "g6", Text: "怎么退款"},
		{ID: "g7", Text: "要人工", Wants: knowledge.WantsHandoff},
		{ID: "g8", Text: "今天天气", Wants: knowledge.WantsHandoff},
		{ID: "g9", Text: "怎么退款", Site: "shop2", Entry: "how"},
	}, time.Date(2026, 5, 4, 23, 0, 0, 0, time.UTC), func() { asked++ })
	if err != nil {
		t.Fatal(err)
	}
	how := rehearse.Got{Outcome: "answer", Entry: "how", Question: "怎么退款", Score: 0.9}
	want := rehearse.GoldenResult{Total: 9, Passed: 4, Failed: []rehearse.GoldenMiss{
		{ID: "g2", Text: "怎么退款", Entry: "when", Got: how},
		{ID: "g3", Text: "退款的事", Entry: "how", Got: rehearse.Got{Outcome: "clarify", Entry: "how", Question: "怎么退款", Score: 0.5}},
		{ID: "g6", Text: "怎么退款", Got: how},
		{ID: "g8", Text: "今天天气", Wants: "handoff", Got: rehearse.Got{Outcome: "fallback"}},
		{ID: "g9", Text: "怎么退款", Entry: "how", Got: rehearse.Got{Outcome: "answer"}},
	}}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	if asked != 9 {
		t.Errorf("told of %d questions", asked)
	}
}

// TestGoldenOfWhatIsClosed: an entry is asked for as those may whom it is for, and
// when it begins; one that is over or off fails.
func TestGoldenOfWhatIsClosed(t *testing.T) {
	now := time.Date(2026, 5, 4, 23, 0, 0, 0, time.UTC)
	for name, tc := range map[string]struct {
		change func(*knowledge.Entry)
		passes int
	}{
		"Open":            {func(*knowledge.Entry) {}, 1},
		"ForVIPs":         {func(e *knowledge.Entry) { e.Audience = knowledge.VIPs }, 1},
		"ForMerchants":    {func(e *knowledge.Entry) { e.Audience = knowledge.Merchants }, 1},
		"BeginsNextMonth": {func(e *knowledge.Entry) { e.From = "2026-06-01 00:00" }, 1},
		"Over":            {func(e *knowledge.Entry) { e.Until = "2026-05-01 00:00" }, 0},
		"Off":             {func(e *knowledge.Entry) { e.Off = true }, 0},
	} {
		t.Run(name, func(t *testing.T) {
			c := content(t)
			e := c.Entries["how"]
			tc.change(&e)
			c.Entries["how"] = e
			got, err := rehearse.CheckGolden(t.Context(), c, []knowledge.Golden{{ID: "g", Text: "怎么退款", Entry: "how"}}, now, func() {})
			if err != nil {
				t.Fatal(err)
			}
			if got.Passed != tc.passes {
				t.Errorf("%+v", got)
			}
		})
	}
}

func TestCheckGoldenStops(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	asked := 0
	_, err := rehearse.CheckGolden(ctx, content(t), []knowledge.Golden{{Text: "在吗"}, {Text: "在吗"}, {Text: "在吗"}}, time.Now(), func() { asked++; cancel() })
	if !errors.Is(err, context.Canceled) || asked != 1 {
		t.Errorf("went on for %d questions: %v", asked, err)
	}
}
