package bot

import (
	"encoding/json"
	"maps"
	"strings"
	"testing"

	"yiwen/intents"
	"yiwen/knowledge"
)

// TestTraceIsBounded: a message as long as the door lets in does not make the
// trace as long.
func TestTraceIsBounded(t *testing.T) {
	long := strings.Repeat("这张卡怎么不能用，退款要多久？", 130)
	r := newRoom(t, NewMemoryLog())
	r.do(customer, Say{Text: long})
	events, err := r.log.Events(t.Context(), conv, 0, 10)
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range events {
		if len(e.Trace) > 8<<10 {
			t.Errorf("a trace of %d bytes for a message of %d", len(e.Trace), len(long))
		}
	}
}

// TestTraceTellsWhatWasRead names every text that was searched for, and what was
// left.
func TestTraceTellsWhatWasRead(t *testing.T) {
	r := newRoom(t, NewMemoryLog())
	r.do(customer, Say{Text: "怎么退款"})
	seq := r.do(customer, Say{Text: "那要多久"})
	events, err := r.log.Events(t.Context(), conv, seq, 10)
	if err != nil {
		t.Fatal(err)
	}
	var got Trace
	if err := json.Unmarshal(events[0].Trace, &got); err != nil {
		t.Fatal(err)
	}
	var as []string
	for _, l := range got.Read {
		as = append(as, l.As)
	}
	if strings.Join(as, " ") != "alone follow" || got.Topic != "refund-how" || strings.Join(got.Asks, " ") != "多久" {
		t.Errorf("read %v, topic %q, asks %v", as, got.Topic, got.Asks)
	}
	if len(got.Rungs) == 0 || !got.Rungs[len(got.Rungs)-1].Took {
		t.Errorf("the last rung did not take the turn: %v", got.Rungs)
	}
}

func TestWhyNot(t *testing.T) {
	c := &Content{Segment: codes(t).Segment, Search: &plainWords{}, Entries: maps.Clone(testEntries)}
	c.Entries["picky"] = knowledge.Entry{ID: "picky", Exclude: []string{"商户", "退款"}}
	told := []knowledge.Told{{Feature: "pair", By: 1.25}}
	for _, tc := range []struct {
		name, entry string
		trace       Trace
		want        []string
	}{
		{"no such entry", "x", Trace{}, []string{`no entry "x"`}},
		{"the answer", "refund-how", Trace{Entry: "refund-how", Rungs: []Rung{{"faq", true, "surest"}}}, []string{"is the answer", "surest"}},
		{"a rule was first", "refund-how", Trace{Rungs: []Rung{{"person", false, ""}, {"rule", true, "vip"}}}, []string{`"rule"`, "vip"}},
		{"found by nothing", "stolen", Trace{Norm: "怎么退款"}, []string{"shares too little"}},
		{"excluded", "picky", Trace{Norm: "怎么退款"}, []string{`holds "退款", which picky excludes`}},
		{"under the suggest limit", "stolen", Trace{Candidates: found("stolen", 0.1), Limits: testLimits}, []string{"place 1", "0.100", "under the suggest limit 0.300"}},
		{"enough to be offered", "stolen", Trace{Candidates: found("stolen", 0.5), Limits: testLimits}, []string{"under the answer limit"}},
		{"loses", "stolen", Trace{Candidates: []knowledge.Candidate{{ID: "refund-how", Score: 0.9, Told: told}, {ID: "stolen", Score: 0.7}}, Limits: testLimits},
			[]string{"place 2", "loses to refund-how with 0.900, pair +1.25"}},
		{"the gap", "stolen", Trace{Candidates: found("stolen", 0.7, "refund-how", 0.69), Limits: testLimits}, []string{"0.010 ahead of refund-how"}},
		{"searched for anew", "refund-time", Trace{Norm: "怎么退款", Limits: testLimits}, []string{"place 2", "0.500"}},
	} {
		t.Run(tc.name, func(t *testing.T) {
			why, err := c.WhyNot(t.Context(), tc.trace, tc.entry)
			if err != nil {
				t.Fatal(err)
			}
			got := why.String()
			for _, want := range tc.want {
				if !strings.Contains(got, want) {
					t.Errorf("%q does not say %q", got, want)
				}
			}
		})
	}
}

// TestNearRules: a rule that shares words with the message says what it misses.
func TestNearRules(t *testing.T) {
	c := codes(t)
	set, err := intents.Compile(intents.Spec{Rules: []intents.Rule{
		{ID: "big", All: []string{"退款", "大额"}, Action: intents.ActionTag, Tags: []string{"x"}},
		{ID: "order", Any: []string{"退款"}, Entities: []string{"order_no"}, Action: intents.ActionTag, Tags: []string{"x"}},
		{ID: "night", Any: []string{"退款"}, When: "小时 > 30", Action: intents.ActionTag, Tags: []string{"x"}},
		{ID: "other", Any: []string{"发票"}, Action: intents.ActionTag, Tags: []string{"x"}},
	}}, c.Segment)
	if err != nil {
		t.Fatal(err)
	}
	c.Intents = set
	r := newRoom(t, NewMemoryLog())
	r.Activate(c)
	seq := r.do(customer, Say{Text: "怎么退款"})
	events, err := r.log.Events(t.Context(), conv, seq, 10)
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{`{"id":"big","missing":"all: 大额"}`, `{"id":"order","missing":"entities: order_no"}`, `{"id":"night","missing":"when: 小时 \u003e 30"}`} {
		if !strings.Contains(string(events[0].Trace), want) {
			t.Errorf("the trace does not say %s: %s", want, events[0].Trace)
		}
	}
	if strings.Contains(string(events[0].Trace), "other") {
		t.Error("a rule that shares no word is near")
	}
}
