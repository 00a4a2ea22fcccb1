package main

import (
	"strings"
	"testing"

	"yiwen/bot"
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
