package main

import (
	"testing"
	"time"

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
