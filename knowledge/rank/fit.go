package rank

import (
	"context"
	"math"
	"slices"
)

// Settle orders and scores what the samples found by m.
func (m *Model) Settle(samples []Sample) {
	for i := range samples {
		settle(samples[i].found, m)
	}
}

// rounds of descent; more change no weight by a hundredth.
const rounds = 300

// LearnOrder moves the order to the weights that make the right one of each list
// of entries likeliest (conditional logit), features brought to one scale. pull
// is the force that holds the weights where they are, against that of all samples
// together; fixed weights stay as they are. It stops early when ctx is done.
func (m *Model) LearnOrder(ctx context.Context, samples []Sample, pull float64, fixed ...Feature) {
	var lists []*Sample
	var all []*Features
	total := 0.0
	for i := range samples {
		s := &samples[i]
		if len(s.found) < 2 || s.place() < 0 {
			continue
		}
		lists = append(lists, s)
		total += s.Weight
		for k := range s.found {
			all = append(all, &s.found[k].features)
		}
	}
	if total == 0 {
		return
	}
	scale := scaleOf(all)
	prior := scale.times(&m.Order, 0)
	w := prior
	var descent adam
	for range rounds {
		if ctx.Err() != nil {
			return
		}
		var slope weights
		for _, s := range lists {
			s.slope(&w, &slope, &scale, s.Weight/total)
		}
		for f := range firstAmong {
			slope[f] += pull * (w[f] - prior[f])
		}
		for _, f := range fixed {
			slope[f] = 0
		}
		descent.step(&w, &slope, 0.05)
		w.sign()
	}
	for f := range firstAmong {
		m.Order[f] = w[f] / scale[f]
	}
}

// slope adds how the surprise at the right entries changes with the scaled
// weights, weight times.
func (s *Sample) slope(w, slope *weights, scale *Features, weight float64) {
	var room [closely]float64
	p := room[:len(s.found)]
	for i := range s.found {
		for f, x := range s.found[i].features[:firstAmong] {
			p[i] += w[f] * x / scale[f]
		}
	}
	most := slices.Max(p)
	var sum, right float64
	for i := range p {
		p[i] = math.Exp(p[i] - most)
		sum += p[i]
		if s.found[i].right {
			right += p[i]
		}
	}
	for i := range p {
		miss := p[i] / sum
		if s.found[i].right {
			miss -= p[i] / right
		}
		for f, x := range s.found[i].features[:firstAmong] {
			slope[f] += weight * miss * x / scale[f]
		}
	}
}

// LearnConfidence learns how sure the first entry of each list, as it was
// settled last, is right: logistic regression over features brought to one scale.
// pull is as for LearnOrder; the bias is free. Each weight keeps the sign of its
// feature, so that a better match never lowers a score; without that the model
// would be at a loss where a question matches better than any that it learned
// from did. It stops early when ctx is done.
func (m *Model) LearnConfidence(ctx context.Context, samples []Sample, pull float64) {
	firsts, total := firstsOf(samples)
	if total == 0 {
		return
	}
	all := make([]*Features, len(firsts))
	for i := range firsts {
		all[i] = firsts[i].x
	}
	scale := scaleOf(all)
	prior := scale.times(&m.Confidence, m.Bias)
	w := prior
	var descent adam
	for range rounds {
		if ctx.Err() != nil {
			return
		}
		var slope weights
		for i := range firsts {
			firsts[i].slope(&w, &slope, &scale, firsts[i].weight/total)
		}
		for f := range NumFeatures {
			slope[f] += pull * (w[f] - prior[f])
		}
		descent.step(&w, &slope, 0.05)
		w.sign()
		for _, f := range [...]Feature{Second, Texts} {
			w[f] = 0 // they order the entries of one base and do not compare between bases
		}
	}
	for f := range NumFeatures {
		m.Confidence[f] = w[f] / scale[f]
	}
	m.Bias = w[NumFeatures]
}

// first is the first entry of a sample.
type first struct {
	x      *Features
	right  bool
	weight float64
}

// firstsOf returns the first entries and their weight together.
func firstsOf(samples []Sample) (firsts []first, total float64) {
	for i := range samples {
		if s := &samples[i]; len(s.found) > 0 && s.Weight > 0 {
			firsts = append(firsts, first{x: &s.found[0].features, right: s.found[0].right, weight: s.Weight})
			total += s.Weight
		}
	}
	return firsts, total
}

// slope adds how the surprise at the outcome changes with the scaled weights.
func (s *first) slope(w, slope *weights, scale *Features, weight float64) {
	z := w[NumFeatures]
	for f, x := range s.x {
		z += w[f] * x / scale[f]
	}
	miss := sigmoid(z)
	if s.right {
		miss--
	}
	miss *= weight
	for f, x := range s.x {
		slope[f] += miss * x / scale[f]
	}
	slope[NumFeatures] += miss
}

// scaleOf returns how far each feature is spread, at least a little.
func scaleOf(all []*Features) (scale Features) {
	const least = 0.02
	n := float64(len(all))
	for f := range scale {
		sum, square := 0.0, 0.0
		for _, x := range all {
			sum += x[f]
			square += x[f] * x[f]
		}
		scale[f] = math.Sqrt(max(0, square/n-sum/n*sum/n)) + least
	}
	return scale
}

// times returns the weights of scaled features that amount to those of w.
func (x *Features) times(w *Features, bias float64) (out weights) {
	for f := range x {
		out[f] = x[f] * w[f]
	}
	out[NumFeatures] = bias
	return out
}

// weights are those of the features, then the bias.
type weights [NumFeatures + 1]float64

// sign takes back steps that would let a feature speak against its nature.
func (w *weights) sign() {
	for f := range NumFeatures {
		if w[f]*Feature(f).sign() < 0 {
			w[f] = 0
		}
	}
}

// adam is the step size rule of Kingma and Ba (2015), algorithm 1, with their
// constants.
type adam struct {
	n            int
	mean, square weights
}

func (a *adam) step(w, slope *weights, rate float64) {
	const b1, b2, tiny = 0.9, 0.999, 1e-8
	a.n++
	for i, g := range slope {
		a.mean[i] = b1*a.mean[i] + (1-b1)*g
		a.square[i] = b2*a.square[i] + (1-b2)*g*g
		mean := a.mean[i] / (1 - math.Pow(b1, float64(a.n)))
		square := a.square[i] / (1 - math.Pow(b2, float64(a.n)))
		w[i] -= rate * mean / (math.Sqrt(square) + tiny)
	}
}
