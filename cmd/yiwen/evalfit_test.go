package main

import (
	"context"
	"fmt"
	"hash/fnv"
	"math"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"yiwen/bot/text"
	"yiwen/knowledge"
	"yiwen/knowledge/eval"
	"yiwen/knowledge/rank"
)

// TestModelComesFromThePack learns the confidence and the limits that ship again
// from the demo content alone, whole and thinned to a few phrasings for each
// entry: a young knowledge base is thin, and an old one uneven. When content,
// features or order have changed on purpose, copy what it prints into
// rank.DefaultModel.
func TestModelComesFromThePack(t *testing.T) {
	if testing.Short() || raced {
		t.Skip("learns for some seconds; run without -short and -race")
	}
	entries, err := readEntries(demoPack + "/faq.yaml")
	if err != nil {
		t.Fatal(err)
	}
	s := demoSearching(t)
	ctx := context.Background()
	var samples []rank.Sample
	for _, keep := range []int{1, 2, 3, 5, 9, math.MaxInt} {
		err := s.with(ctx, thinned(entries, keep), rank.Model{}, func(r *rank.Ranker, _ func(string) *text.Analysis) error {
			some, err := r.Ask(ctx, rank.TrainOptions{Variants: 800})
			samples = append(samples, some...)
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	shipped := rank.DefaultModel()
	got := shipped
	got.Confidence, got.Bias = rank.Features{}, 0
	got.LearnConfidence(ctx, samples)
	got.SetLimits(samples, 0.95)
	if diff := cmp.Diff(shipped, got, cmpopts.EquateApprox(0, 0.001)); diff != "" {
		b, err := got.MarshalJSON()
		t.Errorf("shipped and learned differ (-shipped +learned):\n%s\n%s %v", diff, b, err)
	}
}

// TestAblation prints what each part of the order is worth: top-1 of the
// development messages, young and mature, with the part's weights at nothing and
// the model learned from the demo content otherwise. With -v it is the table of
// docs/understanding.md; it fails where the whole is worse than a part of it by
// more than chance.
func TestAblation(t *testing.T) {
	if testing.Short() || raced {
		t.Skip("searches for some seconds; run without -short and -race")
	}
	entries, err := readEntries(demoPack + "/faq.yaml")
	if err != nil {
		t.Fatal(err)
	}
	ctx, s := context.Background(), demoSearching(t)
	learned, err := s.learn(ctx, entries, nil)
	if err != nil {
		t.Fatal(err)
	}
	top1 := func(m rank.Model, file string) float64 {
		c := evalCmd{Queries: []string{demoPack + "/dev/" + file + ".jsonl"}}
		rounds, _, err := c.rounds(entries)
		if err != nil {
			t.Fatal(err)
		}
		rows, err := s.search(ctx, rounds, m, time.Now, func(int) {})
		if err != nil {
			t.Fatal(err)
		}
		return eval.Measure(rows, eval.Limits{}, nil).Top1
	}
	young, mature := top1(learned, "young"), top1(learned, "mature")
	t.Logf("%-28s young %.3f, mature %.3f", "whole", young, mature)
	shipped := rank.DefaultModel()
	t.Logf("%-28s young %.3f, mature %.3f", "not learned: shipped model", top1(shipped, "young"), top1(shipped, "mature"))
	for _, part := range []struct {
		name string
		off  []rank.Feature
	}{
		{"without sounds", []rank.Feature{rank.EntrySound, rank.SoundAsked, rank.SoundText}},
		{"without the answer", []rank.Feature{rank.AnswerPair}},
		{"without words", []rank.Feature{rank.WordAsked, rank.EntryWord, rank.WordText, rank.Missing, rank.Extra}},
		{"without pairs", []rank.Feature{rank.PairAsked, rank.EntryPair, rank.PairText}},
		{"without the entry as a whole", []rank.Feature{rank.EntryChar, rank.EntryPair, rank.EntryWord, rank.EntrySound}},
		{"without the dear features", []rank.Feature{rank.Sequence, rank.Edit, rank.CharAsked, rank.PairText, rank.WordText,
			rank.SoundAsked, rank.SoundText, rank.Missing, rank.Extra, rank.Negation, rank.Number, rank.Kind}},
	} {
		m := learned
		for _, f := range part.off {
			m.Order[f] = 0
		}
		y, o := top1(m, "young"), top1(m, "mature")
		t.Logf("%-28s young %.3f, mature %.3f", part.name, y, o)
		if y+o > young+mature+0.06 {
			t.Errorf("%s the order is better: something is wrong with it", part.name)
		}
	}
}

// thinned keeps some variants of each entry: as drawn from its id, from none to
// less than twice keep. The thinnest have neither keywords nor answers.
func thinned(entries []knowledge.Entry, keep int) []knowledge.Entry {
	out := make([]knowledge.Entry, len(entries))
	for i, e := range entries {
		if keep < math.MaxInt {
			all := shuffled(e, keep)
			e.Variants = all[:min(draw(e.ID, keep, 2*keep), len(all))]
		}
		if keep <= 2 {
			e.Keywords, e.Answer = nil, ""
		}
		out[i] = e
	}
	return out
}

// shuffled returns the variants of e in an order of its own, since those of one
// author stand together.
func shuffled(e knowledge.Entry, salt int) []string {
	out := make([]string, len(e.Variants))
	for i := range out {
		j := draw(e.ID, salt*100+i, i+1) // Fisher and Yates, inside out
		out[i] = out[j]
		out[j] = e.Variants[i]
	}
	return out
}

// draw returns a number below n that depends on nothing but its arguments.
func draw(id string, salt, n int) int {
	h := fnv.New64a()
	fmt.Fprint(h, salt, id, salt)
	return int((h.Sum64() >> 33) % uint64(n))
}
