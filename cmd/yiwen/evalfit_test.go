package main

import (
	"context"
	"encoding/json"
	"fmt"
	"hash/fnv"
	"math"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"yiwen/bot/text"
	"yiwen/knowledge"
	"yiwen/knowledge/eval"
	"yiwen/knowledge/rank"
)

// ownBases are knowledge bases of ours with real-sounding questions, judged: what
// the shipped model is learned from. They differ in trade, in how the questions
// are told and in how much their entries hold.
func ownBases(t *testing.T) []labelled {
	t.Helper()
	const rankData = "../../testdata/rank"
	var all []labelled
	for _, b := range []struct{ name, entries, queries string }{
		{"xingka", demoPack + "/faq.yaml", rankData + "/xingka-own.jsonl"},
		{"wallet", rankData + "/wallet/entries.jsonl", rankData + "/wallet/queries.jsonl"},
		{"device", rankData + "/device/entries.jsonl", rankData + "/device/queries.jsonl"},
		{"shop", rankData + "/shop/entries.jsonl", rankData + "/shop/queries.jsonl"},
	} {
		entries, err := readEntries(b.entries)
		if err != nil {
			t.Fatal(err)
		}
		known := map[string]bool{}
		for _, e := range entries {
			known[e.ID] = true
		}
		queries, err := readQueries(b.queries, known, nil)
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, labelled{b.name, entries, queries})
	}
	return all
}

// labelled is a knowledge base with judged questions.
type labelled struct {
	name    string
	entries []knowledge.Entry
	queries []eval.Query
}

// samples asks the questions of the base as it is and thinned to a few texts for
// each entry: a young knowledge base is thin, and an old one uneven. All of them
// together weigh 1, the base as it is half of that.
func (l labelled) samples(ctx context.Context, s *searching) (all []rank.Sample, err error) {
	for _, form := range []struct {
		keep  int
		share float64
	}{{1, 1. / 6}, {2, 1. / 6}, {4, 1. / 6}, {math.MaxInt, 1. / 2}} {
		err := s.with(ctx, thinned(l.entries, form.keep), rank.Model{}, func(r *rank.Ranker, analyse func(string) *text.Analysis) error {
			for _, q := range l.queries {
				one, err := r.Judge(ctx, analyse(q.Text), q.Right)
				if err != nil {
					return err
				}
				one.Weight = form.share * l.weight(q.Kind)
				all = append(all, one)
			}
			return nil
		})
		if err != nil {
			return nil, err
		}
	}
	return all, nil
}

// weight is what a question of that kind counts, so that the kinds come in the
// mix of a shop's stream: in ten questions seven have an answer.
func (l labelled) weight(kind string) float64 {
	mix := map[string]float64{eval.In: 70, "hard": 10, "near": 10, "far": 7, "noise": 3}
	count, total := map[string]float64{}, 0.0
	for _, q := range l.queries {
		if count[q.Kind]++; count[q.Kind] == 1 {
			total += mix[q.Kind]
		}
	}
	return mix[kind] / total / count[kind]
}

// What holds the shipped weights back, as in rank.Model.LearnOrder: the order
// near what is known of short questions, the confidence near nothing.
const (
	pullOrder      = 0.3
	pullConfidence = 0.003
)

// learnShipped learns a model from judged bases alone. The confidence sees each
// base as an order has it that did not learn from it.
func learnShipped(ctx context.Context, bases [][]rank.Sample) rank.Model {
	prior := rank.Model{Order: rank.RecallOrder()}
	m := prior
	m.LearnOrder(ctx, slices.Concat(bases...), pullOrder)
	for i := range bases {
		other := prior
		other.LearnOrder(ctx, slices.Concat(slices.Delete(slices.Clone(bases), i, i+1)...), pullOrder)
		other.Settle(bases[i])
	}
	all := slices.Concat(bases...)
	m.LearnConfidence(ctx, all, pullConfidence)
	m.SetLimits(all, 0.95)
	return m
}

// TestModelComesFromOurOwnQuestions learns the model that ships again from our
// own knowledge bases and their judged questions. When content, features or
// learning have changed on purpose, copy what it prints into rank.DefaultModel.
func TestModelComesFromOurOwnQuestions(t *testing.T) {
	if testing.Short() || raced {
		t.Skip("learns for some seconds; run without -short and -race")
	}
	s, ctx := demoSearching(t), context.Background()
	var bases [][]rank.Sample
	for _, b := range ownBases(t) {
		one, err := b.samples(ctx, s)
		if err != nil {
			t.Fatal(err)
		}
		bases = append(bases, one)
	}
	got, shipped := learnShipped(ctx, bases), rank.DefaultModel()
	if diff := cmp.Diff(shipped, got, cmpopts.EquateApprox(0, 0.002)); diff != "" {
		t.Errorf("shipped and learned differ (-shipped +learned):\n%s", diff)
		t.Logf("%s", literal(got))
	}
}

// literal writes a model as Go source.
func literal(m rank.Model) string {
	b, err := json.Marshal(m)
	return fmt.Sprint(string(b), err)
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
