package main

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"yiwen/bot"
	"yiwen/bot/pack"
	"yiwen/bot/text"
	"yiwen/knowledge"
)

// TestExplainedIsAligned: columns stand below each other where Chinese characters
// take two columns.
func TestExplainedIsAligned(t *testing.T) {
	r := reply{
		Reply: "好的", Outcome: bot.OutcomeAnswer, Entry: "refund-how", Reason: "surest candidate", Why: "b stands at place 2",
		Trace: &bot.Trace{
			Norm: "怎么退款", Read: []bot.Look{{As: "alone", Best: "refund-how", Score: 0.9}, {As: "part", Text: "嗯"}},
			Candidates: []knowledge.Candidate{
				{ID: "a", Score: 0.9, Text: "怎么退款", Told: []knowledge.Told{{Feature: "pair", By: 1.2}}}, {ID: "b", Score: 0.1, Text: "a"},
			},
			Rungs: []bot.Rung{{Rung: "rule", Why: "none"}, {Rung: "faq", Took: true, Why: "surest"}},
		},
	}
	want := `好的
    [answer] refund-how surest candidate
    why not: b stands at place 2
  read
    alone  怎么退款  refund-how  0.900
    part   嗯                    nothing
  candidates (answer 0.000, suggest 0.000, gap 0.000)
    1  a  0.900  怎么退款  pair +1.20
    2  b  0.100  a
  ladder
    -  rule  none
    *  faq   surest
`
	if got := r.forPeople(true); got != want {
		t.Errorf("got\n%s", got)
	}
	if got := r.forPeople(false); strings.Contains(got, "ladder") {
		t.Errorf("the trace is shown unasked:\n%s", got)
	}
}

// TestExplain: how a text is read, with the words where the customer typed them.
func TestExplain(t *testing.T) {
	p, err := readPack("../../testdata/dialogs/shop/pack")
	if err != nil {
		t.Fatal(err)
	}
	p.Dictionary = []pack.Word{{Text: "星卡币"}}
	c, err := newBuilder(t.TempDir(), false, nil).build(t.Context(), p, 1)
	if err != nil {
		t.Fatal(err)
	}
	want := bot.Explained{
		Norm: "帮我看看星卡币的退款vip3",
		Tokens: []bot.ExplainedToken{
			{Text: "帮", Start: 0, End: 1, From: text.FromSingle, Stop: true},
			{Text: "我", Start: 1, End: 2, From: text.FromSingle, Stop: true},
			{Text: "看看", Start: 2, End: 4, From: text.FromDictionary, Stop: true},
			{Text: "星卡币", Start: 4, End: 7, From: text.FromPack},
			{Text: "的", Start: 7, End: 8, From: text.FromSingle},
			{Text: "退款", Start: 8, End: 10, From: text.FromDictionary, Respelled: "腿款"},
			{Text: "vip3", Start: 10, End: 14, From: text.FromLatin},
		},
		Respelled: []bot.Respelled{{From: "腿款", To: "退款"}},
	}
	if diff := cmp.Diff(want, c.Explain("帮我看看星卡币的腿款ＶＩＰ3")); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	if got := c.Explain(""); got.Norm != "" || len(got.Tokens) > 0 {
		t.Errorf("nothing is read as %+v", got)
	}
}
