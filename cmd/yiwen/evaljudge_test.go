package main

import (
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"yiwen/bot"
	"yiwen/bot/fault"
	"yiwen/knowledge"
)

func TestHopeIsMet(t *testing.T) {
	offer := func(ids ...string) reply {
		return reply{Outcome: bot.OutcomeClarify, offered: ids}
	}
	answer := hope{Outcome: bot.OutcomeAnswer, IDs: []string{"a", "b"}, AlsoOK: []bot.Outcome{bot.OutcomeClarify, bot.OutcomeCollect}}
	for name, c := range map[string]struct {
		hope hope
		got  reply
		want bool
	}{
		"a right entry":                   {answer, reply{Outcome: bot.OutcomeAnswer, Entry: "b"}, true},
		"a wrong entry":                   {answer, reply{Outcome: bot.OutcomeAnswer, Entry: "c"}, false},
		"a right one to choose":           {answer, offer("c", "a"), true},
		"none right to choose":            {answer, offer("c", "human"), false},
		"asked again about a right one":   {answer, reply{Outcome: bot.OutcomeClarify, Entry: "a"}, true},
		"another outcome that is allowed": {answer, reply{Outcome: bot.OutcomeCollect}, true},
		"an outcome that is not":          {answer, reply{Outcome: bot.OutcomeFallback}, false},
		"no entry named":                  {hope{Outcome: bot.OutcomeAnswer}, reply{Outcome: bot.OutcomeAnswer, Entry: "c"}, true},
	} {
		t.Run(name, func(t *testing.T) {
			if got := c.hope.met(c.got); got != c.want {
				t.Errorf("%v met by %s: %v, want %v", c.hope, c.got.brief(), got, c.want)
			}
		})
	}
}

func TestWidenedKnowledge(t *testing.T) {
	entries := []knowledge.Entry{{ID: "a", Question: "怎么退款", Answer: "x"}, {ID: "b", Question: "怎么开发票", Variants: []string{"发票"}, Answer: "y"}}
	got := widened(entries, 40)
	if diff := cmp.Diff(entries, got[:2]); diff != "" || len(got) != 40 {
		t.Errorf("%d entries, the first are (-want +got):\n%s", len(got), diff)
	}
	seen := map[string]bool{}
	for _, e := range got {
		if seen[e.ID] || e.Question == "" || e.Answer == "" {
			t.Errorf("entry %+v", e)
		}
		seen[e.ID] = true
	}
	if diff := cmp.Diff(got, widened(entries, 40)); diff != "" {
		t.Errorf("made again it differs:\n%s", diff)
	}
}

func TestQualityTable(t *testing.T) {
	var q qualityTable
	q.least("a", "s", 1, .5, .5)
	q.least("b", "s", 1, .49, .5)
	q.most("c", "s", 1, 0, 0)
	q.most("d", "s", 1, .01, 0)
	q.plain("e", "s", 1, .1)
	var missed []string
	for _, f := range q.Figures {
		if !f.met() {
			missed = append(missed, f.Name)
		}
	}
	if diff := cmp.Diff([]string{"b", "d"}, missed); diff != "" {
		t.Errorf("missed (-want +got):\n%s", diff)
	}
	var out strings.Builder
	if err := q.print(&out, false); err != nil {
		t.Fatal(err)
	}
	if n := strings.Count(out.String(), "missed"); n != 2 {
		t.Errorf("%d marks in\n%s", n, &out)
	}
}

func FuzzDialogue(f *testing.F) {
	f.Add([]byte(`{"id":"d","turns":[{"user":"好","after_s":3}],"expect":[{"after_turn":0,"outcome":"answer","ids":["a"],"also_ok":["clarify"]}]}`))
	f.Add([]byte(`{"turns":[{"user":"好","after_s":1e300}],"expect":[{"after_turn":9,"outcome":""}]}`))
	f.Add([]byte(`[]`))
	f.Fuzz(func(t *testing.T, b []byte) {
		d, err := parseDialogue(b, map[string]bool{"a": true})
		if err != nil {
			if !fault.Is(err, fault.Invalid) {
				t.Fatalf("an error of the wrong kind: %v", err)
			}
			return
		}
		for _, h := range d.Expect {
			if *h.After < 0 || *h.After >= len(d.Turns) {
				t.Fatalf("expects something of turn %d of %d", *h.After, len(d.Turns))
			}
		}
		for _, u := range d.Turns {
			if p := u.pause(usualPause); p < 0 || p > maxPause*time.Second || sayable(u.User) != nil {
				t.Fatalf("turn %+v", u)
			}
		}
	})
}
