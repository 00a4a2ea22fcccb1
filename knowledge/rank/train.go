package rank

import (
	"context"
	"math"

	"yiwen/bot/text"
)

// Sample is one query to learn from: what a search found first, and whether it
// is right.
type Sample struct {
	First  Features
	Right  bool
	Weight float64 // how much the sample counts
}

// Sample searches for a and keeps the features of the first entry; right is the
// id of the entry that answers a, empty when none does. ok is false when the
// search finds nothing, which teaches nothing.
func (r *Ranker) Sample(ctx context.Context, a *text.Analysis, right string, weight float64) (s Sample, ok bool, err error) {
	buf := r.pool.Get().(*scratch)
	defer r.pool.Put(buf)
	if err := r.find(ctx, buf, a); err != nil || len(buf.found) == 0 {
		return Sample{}, false, err
	}
	first := &buf.found[0]
	return Sample{
		First:  first.features,
		Right:  right != "" && r.corpus.Entries[first.entry].Entry.ID == right,
		Weight: weight,
	}, true, nil
}

// Fit returns m with the Confidence and Bias that make the samples most likely:
// logistic regression by gradient descent, 600 rounds over all samples, with a
// little decay. The same samples give the same model. Weights that ought to
// speak for an entry are kept from falling below zero, so that a better match
// never lowers a score.
func Fit(m Model, samples []Sample) Model {
	const rounds, decay = 600, 1e-4
	var descent adam
	var w weights
	for range rounds {
		var slope weights
		total := 0.0
		m.Confidence, m.Bias = Features(w[:NumFeatures]), w[NumFeatures]
		for i := range samples {
			s := &samples[i]
			miss := m.confidence(&s.First)
			if s.Right {
				miss--
			}
			miss *= s.Weight
			total += s.Weight
			for f, x := range s.First {
				slope[f] += miss * x
			}
			slope[NumFeatures] += miss
		}
		if total <= 0 {
			break
		}
		for f := range slope {
			slope[f] /= total
			if f < NumFeatures {
				slope[f] += decay * w[f]
			}
		}
		descent.step(&w, &slope)
		for f := range Length {
			if f != Texts {
				w[f] = max(0, w[f])
			}
		}
	}
	m.Confidence, m.Bias = Features(w[:NumFeatures]), w[NumFeatures]
	return m
}

// weights are those of the features, then the bias.
type weights [NumFeatures + 1]float64

// adam is the step size rule of Kingma and Ba (2015), algorithm 1, with their
// constants and a rate of 0.05.
type adam struct {
	n            int
	mean, square weights
}

func (a *adam) step(w, slope *weights) {
	const rate, b1, b2, tiny = 0.05, 0.9, 0.999, 1e-8
	a.n++
	for i, g := range slope {
		a.mean[i] = b1*a.mean[i] + (1-b1)*g
		a.square[i] = b2*a.square[i] + (1-b2)*g*g
		mean := a.mean[i] / (1 - math.Pow(b1, float64(a.n)))
		square := a.square[i] / (1 - math.Pow(b2, float64(a.n)))
		w[i] -= rate * mean / (math.Sqrt(square) + tiny)
	}
}
