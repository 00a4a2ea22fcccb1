package main

import (
	"context"
	"fmt"
	"io"
	"text/tabwriter"
	"time"

	"yiwen/knowledge"
	"yiwen/knowledge/eval"
	"yiwen/knowledge/rank"
)

// ablation is ranking without one of its parts.
type ablation struct {
	Part    string  `json:"part"` // what is left out
	Young   float64 `json:"top1_young"`
	Mature  float64 `json:"top1_mature"`
	Cov95   float64 `json:"coverage_p95"` // of all, in the natural mix, as Reached
	Reached float64 `json:"reached"`
}

// rankingParts are the features by what a reader would leave out together.
func rankingParts() []struct {
	name string
	off  []rank.Feature
} {
	return []struct {
		name string
		off  []rank.Feature
	}{
		{"sounds", []rank.Feature{rank.EntrySound, rank.SoundAsked, rank.SoundText, rank.Aligned, rank.BestAligned}},
		{"concepts", []rank.Feature{rank.EntryConcept, rank.ConceptAsked, rank.ConceptText, rank.Contrast}},
		{"the answer", []rank.Feature{rank.AnswerPair}},
		{"words", []rank.Feature{rank.WordAsked, rank.EntryWord, rank.WordText, rank.Missing, rank.Extra}},
		{"content words", []rank.Feature{rank.ContentAsked, rank.ContentText, rank.ContentMiss, rank.ContentExtra}},
		{"pairs", []rank.Feature{rank.PairAsked, rank.EntryPair, rank.PairText, rank.Cosine, rank.BestCosine}},
		{"the entry as a whole", []rank.Feature{rank.EntryChar, rank.EntryPair, rank.EntryWord, rank.EntrySound, rank.EntryConcept, rank.BestEntryChar}},
		{"the second text", []rank.Feature{rank.Second}},
		{"kind, number, negation", []rank.Feature{rank.Kind, rank.Number, rank.Clash, rank.Negation}},
		{"unmatched runs", []rank.Feature{rank.GapAsked, rank.GapEntry, rank.GapText}},
		{"the other entries beside", []rank.Feature{rank.BestBM25, rank.BestCosine, rank.BestEntryChar, rank.BestAligned}},
	}
}

// ablate measures the ranking of entries whole, with the model that ships, and
// with each part's weights at nothing. Weights and limits are otherwise those
// that were learned with the part: what is measured is what the part decides, not
// what could be learned without it.
func ablate(ctx context.Context, s *searching, entries []knowledge.Entry, learned rank.Model, dev devSets,
	clock func() time.Time, done func(int)) ([]ablation, error) {
	var out []ablation
	measure := func(part string, m rank.Model) error {
		a := ablation{Part: part}
		var all []eval.Row
		for _, set := range []struct {
			queries []eval.Query
			top1    *float64
		}{{dev.Young, &a.Young}, {dev.Mature, &a.Mature}, {dev.Out, nil}} {
			rows, err := s.search(ctx, one(entries, set.queries), m, clock, func(int) {})
			if err != nil {
				return err
			}
			if set.top1 != nil {
				*set.top1 = eval.Measure(rows, eval.Limits{}, nil).Top1
			}
			all = append(all, rows...)
		}
		r := eval.Measure(all, (&evalCmd{}).limits(m.Limits), naturalMix())
		a.Cov95, a.Reached = r.Coverage95, r.Reached
		out = append(out, a)
		done(1)
		return nil
	}
	if err := measure("nothing", learned); err != nil {
		return nil, err
	}
	if err := measure("what was learned: shipped model", rank.DefaultModel()); err != nil {
		return nil, err
	}
	for _, p := range rankingParts() {
		m := learned
		for _, f := range p.off {
			m.Order[f] = 0
		}
		if err := measure(p.name, m); err != nil {
			return nil, err
		}
	}
	return out, nil
}

func printAblation(w io.Writer, rows []ablation) error {
	t := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	fmt.Fprintln(t, "ranking without\ttop-1 young\ttop-1 mature\tcov95\tanswered or offered")
	for _, r := range rows {
		fmt.Fprintf(t, "%s\t%.3f\t%.3f\t%.3f\t%.3f\n", r.Part, r.Young, r.Mature, r.Cov95, r.Reached)
	}
	return t.Flush()
}

// naturalMix is what a shop's customers ask: mostly what has an answer.
func naturalMix() map[string]float64 {
	return map[string]float64{eval.In: 70, "near": 15, "far": 10, "noise": 5}
}
