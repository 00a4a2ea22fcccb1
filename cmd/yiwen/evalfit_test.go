package main

import (
	"context"
	"fmt"
	"hash/fnv"
	"math"
	"testing"

	"yiwen/bot/text"
	"yiwen/knowledge"
	"yiwen/knowledge/eval"
	"yiwen/knowledge/rank"
)

// TestModelComesFromThePack learns the confidence again from the demo content
// alone and compares it with the weights that we ship. When content, features or
// order have changed on purpose, copy what it prints into rank.DefaultModel.
func TestModelComesFromThePack(t *testing.T) {
	if testing.Short() || raced {
		t.Skip("learns for some seconds; run without -short and -race")
	}
	entries, err := readEntries(demoPack + "/faq.yaml")
	if err != nil {
		t.Fatal(err)
	}
	seg := demoContent(t).Segment
	shipped := rank.DefaultModel()
	got := rank.Fit(shipped, samples(t, entries, func(raw string) *text.Analysis { return text.Analyse(raw, seg) }))
	far := math.Abs(got.Bias-shipped.Bias) > 0.02
	for f, w := range got.Confidence {
		far = far || math.Abs(w-shipped.Confidence[f]) > 0.02
	}
	if !far {
		return
	}
	for f, w := range got.Confidence {
		t.Errorf("%s: learned %.3f, shipped %.3f", rank.Feature(f), w, shipped.Confidence[f])
	}
	t.Errorf("bias: learned %.3f, shipped %.3f", got.Bias, shipped.Bias)
}

// samples asks the pack what a shop's customers would: phrasings that it knows
// no longer, of entries that keep all others, few, or none, and questions whose
// entry is not there at all. Seven tenths of the weight have an answer.
func samples(t *testing.T, entries []knowledge.Entry, analyse func(string) *text.Analysis) []rank.Sample {
	t.Helper()
	var rounds []eval.Round
	for r := range eval.LeaveOut(entries) {
		if r.Queries[0].Kind != eval.Held {
			rounds = append(rounds, r)
		}
	}
	for _, keep := range []int{0, 1, 2, 4, 8} {
		rounds = append(rounds, thinned(entries, keep, false), thinned(entries, keep, true))
	}
	for _, keep := range []int{1, 3, math.MaxInt} {
		for part := range heldParts {
			rounds = append(rounds, held(entries, keep, part))
		}
	}
	return searched(t, rounds, analyse)
}

// searched runs the rounds and weighs their samples.
func searched(t *testing.T, rounds []eval.Round, analyse func(string) *text.Analysis) (out []rank.Sample) {
	t.Helper()
	in, none := 0.0, 0.0
	for _, r := range rounds {
		for _, q := range r.Queries {
			if len(q.Right) > 0 {
				in++
			} else {
				none++
			}
		}
	}
	for _, r := range rounds {
		err := withRanker(context.Background(), r.Entries, analyse, func(ranker *rank.Ranker) error {
			for _, q := range r.Queries {
				right, weight := "", 0.3/none
				if len(q.Right) > 0 {
					right, weight = q.Right[0], 0.7/in
				}
				s, ok, err := ranker.Sample(context.Background(), analyse(q.Text), right, weight)
				if err != nil {
					return err
				}
				if ok {
					out = append(out, s)
				}
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	return out
}

// thinned keeps some variants of each entry, keep of them or, uneven, up to
// twice as many, as drawn from its id, and asks four others. A young knowledge
// base is thin, and an old one uneven: the model must bear both.
func thinned(entries []knowledge.Entry, keep int, uneven bool) eval.Round {
	const asked = 4
	var r eval.Round
	for _, e := range entries {
		n := keep
		if uneven {
			n = draw(e.ID, keep, 2*keep+1)
		}
		all := shuffled(e, keep)
		n = min(n, len(all))
		for _, v := range all[n:min(n+asked, len(all))] {
			r.Queries = append(r.Queries, eval.Query{Text: v, Kind: eval.In, Right: []string{e.ID}})
		}
		e.Variants = all[:n]
		r.Entries = append(r.Entries, e)
	}
	return r
}

// heldParts is into how many parts the entries are cut, of which held takes one out.
const heldParts = 5

// held takes part of the entries out, asks some of their variants, and keeps so
// many variants of the others.
func held(entries []knowledge.Entry, keep, part int) eval.Round {
	const every = 5
	var r eval.Round
	for i, e := range entries {
		if i%heldParts != part {
			all := shuffled(e, part)
			e.Variants = all[:min(keep, len(all))]
			r.Entries = append(r.Entries, e)
			continue
		}
		for k := 0; k < len(e.Variants); k += every {
			r.Queries = append(r.Queries, eval.Query{Text: e.Variants[k], Kind: eval.Held})
		}
	}
	return r
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
