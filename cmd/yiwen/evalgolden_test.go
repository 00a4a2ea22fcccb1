package main

import (
	"testing"
	"time"

	"yiwen/bot/chat"
	"yiwen/bot/rehearse"
)

// TestGoldenQuestionsOfTheDemo: what a publish of the demo content is held to
// holds, and takes no time.
func TestGoldenQuestionsOfTheDemo(t *testing.T) {
	p, err := readPack(demoPack)
	if err != nil {
		t.Fatal(err)
	}
	if n := len(p.Golden); n < 60 {
		t.Fatalf("only %d golden questions", n)
	}
	r, err := rehearse.CheckGolden(t.Context(), demoContent(t), p.Golden, time.Now(), func() {})
	if err != nil {
		t.Fatal(err)
	}
	for _, m := range r.Failed {
		t.Errorf("%s: wants %s, came to %s: %s", m.ID, wanted(m), brief(m.Got), m.Text)
	}
}

// goldenMargin is how far from the limits a golden question of the demo is. One that
// is nearer turns with any entry that is added, and blocks a publish that has
// nothing to do with it.
const goldenMargin = 0.08

// TestGoldenQuestionsOfTheDemoKeepTheirDistance from the limits, so that what a
// new editor adds first does not turn one.
func TestGoldenQuestionsOfTheDemoKeepTheirDistance(t *testing.T) {
	p, err := readPack(demoPack)
	if err != nil {
		t.Fatal(err)
	}
	c := demoContent(t)
	s := rehearse.New(rehearse.Options{Content: c, Opening: rehearse.Morning(c, time.Now())})
	for _, q := range p.Golden {
		if q.Wants != "" { // rules and moods have no limits that entries move
			continue
		}
		turn, err := s.Ask(t.Context(), rehearse.Line{Text: q.Text, Site: chat.SiteID(q.Site), Profile: rehearse.Customer(c.Entries[q.Entry].Audience)})
		if err != nil {
			t.Fatal(err)
		}
		var first, next float64
		if found := turn.Trace.Candidates; len(found) > 0 {
			first = found[0].Score
			if len(found) > 1 {
				next = found[1].Score
			}
		}
		switch {
		case q.Entry == "" && first > c.Limits.Answer-goldenMargin:
			t.Errorf("%s: %.3f is nearly an answer, which takes %.3f: %s", q.ID, first, c.Limits.Answer, q.Text)
		case q.Entry != "" && first < c.Limits.Answer+goldenMargin:
			t.Errorf("%s: %.3f is hardly an answer, which takes %.3f: %s", q.ID, first, c.Limits.Answer, q.Text)
		case q.Entry != "" && first-next < c.Limits.Gap+goldenMargin:
			t.Errorf("%s: %.3f is hardly clear of the next with %.3f: %s", q.ID, first, next, q.Text)
		}
	}
}

// BenchmarkGolden is a golden question asked of the whole engine.
func BenchmarkGolden(b *testing.B) {
	p, err := readPack(demoPack)
	if err != nil {
		b.Fatal(err)
	}
	c := demoContent(b)
	b.ReportAllocs()
	n := 0
	for b.Loop() {
		if _, err := rehearse.CheckGolden(b.Context(), c, p.Golden, time.Now(), func() { n++ }); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(n)/b.Elapsed().Seconds(), "questions/s")
}
