package rank

import (
	"context"
	"math"

	"yiwen/bot/text"
)

// Sample is one query to learn from: the features of what a search found, best
// first, and which of it is right.
type Sample struct {
	Found  []Features
	Right  int     // place in Found, or -1: none of it is right
	Weight float64 // how much the sample counts
}

// Sample searches for a and keeps the features of the first n entries.
func (r *Ranker) Sample(ctx context.Context, a *text.Analysis, right string, n int) (Sample, error) {
	s := r.pool.Get().(*scratch)
	defer r.pool.Put(s)
	out := Sample{Right: -1, Weight: 1}
	if err := r.find(ctx, s, a); err != nil {
		return out, err
	}
	for i := range s.found[:min(n, len(s.found))] {
		out.Found = append(out.Found, s.found[i].features)
		if r.corpus.Entries[s.found[i].entry].Entry.ID == right {
			out.Right = i
		}
	}
	return out, nil
}

// FitOrder learns the weights that put the right entry first: the softmax over
// the entries of each sample that holds the right one.
func FitOrder(m Model, samples []Sample, rounds int, decay float64) Model {
	step := newAdam(0.05)
	for range rounds {
		var grad Features
		total := 0.0
		for i := range samples {
			s := &samples[i]
			if s.Right < 0 || len(s.Found) < 2 {
				continue
			}
			total += s.Weight
			var p [64]float64
			sum := 0.0
			for k := range s.Found {
				p[k] = math.Exp(m.order(&s.Found[k]))
				sum += p[k]
			}
			for k := range s.Found {
				e := p[k] / sum
				if k == s.Right {
					e--
				}
				for f := BM25; f <= Second; f++ {
					grad[f] += s.Weight * e * s.Found[k][f]
				}
			}
		}
		for f := BM25; f <= Second; f++ {
			grad[f] = grad[f]/total + decay*m.Order[f]
		}
		step.apply(&m.Order, &grad, nil, 0)
	}
	return m
}

// FitConfidence learns how likely the first entry of a sample is right.
func FitConfidence(m Model, samples []Sample, rounds int, decay float64, use []Feature) Model {
	step := newAdam(0.05)
	m.Confidence, m.Bias = Features{}, 0
	for range rounds {
		var grad Features
		bias, total := 0.0, 0.0
		for i := range samples {
			s := &samples[i]
			if len(s.Found) == 0 {
				continue
			}
			total += s.Weight
			e := m.confidence(&s.Found[0])
			if s.Right == 0 {
				e--
			}
			bias += s.Weight * e
			for _, f := range use {
				grad[f] += s.Weight * e * s.Found[0][f]
			}
		}
		for _, f := range use {
			grad[f] = grad[f]/total + decay*m.Confidence[f]
		}
		step.apply(&m.Confidence, &grad, &m.Bias, bias/total)
	}
	return m
}

// adam is the usual step size rule of Kingma and Ba (2015).
type adam struct {
	rate         float64
	n            int
	mean, square [NumFeatures + 1]float64
}

func newAdam(rate float64) *adam { return &adam{rate: rate} }

func (a *adam) apply(w, grad *Features, bias *float64, biasGrad float64) {
	a.n++
	for f := range NumFeatures {
		w[f] -= a.step(int(f), grad[f])
	}
	if bias != nil {
		*bias -= a.step(int(NumFeatures), biasGrad)
	}
}

func (a *adam) step(i int, g float64) float64 {
	const b1, b2 = 0.9, 0.999
	a.mean[i] = b1*a.mean[i] + (1-b1)*g
	a.square[i] = b2*a.square[i] + (1-b2)*g*g
	mean := a.mean[i] / (1 - math.Pow(b1, float64(a.n)))
	square := a.square[i] / (1 - math.Pow(b2, float64(a.n)))
	return a.rate * mean / (math.Sqrt(square) + 1e-9)
}
