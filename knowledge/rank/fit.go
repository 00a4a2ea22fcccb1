package rank

import (
	"context"
	"math"
	"slices"
)

// settle orders what was found by m and keeps track of the right entry.
func (s *Sample) settle(m *Model) {
	entry := -1
	if s.right >= 0 {
		entry = s.found[s.right].entry
	}
	settle(s.found, m)
	if entry >= 0 {
		s.right = slices.IndexFunc(s.found, func(c scored) bool { return c.entry == entry })
	}
}

// rounds of descent; more change no weight by a hundredth.
const rounds = 300

// LearnOrder moves the order to the weights that make the right one of each list
// of entries likeliest (conditional logit), not far from where they are. The
// pull back is strong because held-out phrasings are unlike real questions: they
// were written to differ from each other, and are short. It stops early when ctx
// is done.
func (m *Model) LearnOrder(ctx context.Context, samples []Sample) {
	lists := make([]*Sample, 0, len(samples))
	for i := range samples {
		if samples[i].right >= 0 && len(samples[i].found) > 1 {
			lists = append(lists, &samples[i])
		}
	}
	if len(lists) == 0 {
		return
	}
	prior, n := m.Order, float64(len(lists))
	pull := 0.05 + 5/n
	w := weights(slices.Concat(prior[:], []float64{0}))
	var descent adam
	for range rounds {
		if ctx.Err() != nil {
			return
		}
		var slope weights
		for _, s := range lists {
			s.slope(&w, &slope)
		}
		for f := range firstAmong {
			slope[f] = slope[f]/n + pull*(w[f]-prior[f])
		}
		descent.step(&w, &slope, 0.08)
		w.sign()
	}
	copy(m.Order[:firstAmong], w[:firstAmong])
}

// slope adds how the surprise at the right entry changes with the weights.
func (s *Sample) slope(w, slope *weights) {
	var room [closely]float64
	p := room[:len(s.found)]
	for i := range s.found {
		p[i] = dot(w[:firstAmong], s.found[i].features[:firstAmong])
	}
	most, sum := slices.Max(p), 0.0
	for i := range p {
		p[i] = math.Exp(p[i] - most)
		sum += p[i]
	}
	for i := range p {
		miss := p[i] / sum
		if i == s.right {
			miss--
		}
		for f, x := range s.found[i].features[:firstAmong] {
			slope[f] += miss * x
		}
	}
}

// LearnConfidence learns how sure the first entry of each list, as the order has
// it, is right: logistic regression over features brought to one scale, the
// nearer to what m holds the fewer samples there are. Each weight keeps the sign of its feature, so that a
// better match never lowers a score; without that the model would be at a loss
// where a real question matches better than any held-out phrasing did. It stops
// early when ctx is done.
func (m *Model) LearnConfidence(ctx context.Context, samples []Sample) {
	for i := range samples {
		samples[i].settle(m)
	}
	firsts, count := firstsOf(samples)
	if count == 0 {
		return
	}
	scale := scaleOf(firsts)
	var w, prior weights
	for f := range NumFeatures {
		prior[f] = m.Confidence[f] * scale[f]
	}
	prior[NumFeatures] = m.Bias
	w = prior
	pull := 0.002 + 10/count
	var descent adam
	for range rounds {
		if ctx.Err() != nil {
			return
		}
		var slope weights
		for i := range firsts {
			firsts[i].slope(&w, &slope, &scale)
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
	weight float64 // all firsts together: 1
}

// firstsOf returns the first entries and their number.
func firstsOf(samples []Sample) (firsts []first, count float64) {
	weight := weighing(samples, 0.3)
	for i := range samples {
		if s := &samples[i]; len(s.found) > 0 {
			firsts = append(firsts, first{x: &s.found[0].features, right: s.right == 0, weight: weight(s)})
		}
	}
	return firsts, float64(len(firsts))
}

// weighing returns how much each sample counts: 0.7 the questions that some entry
// answers, together, as in a shop's real stream, and none the others.
func weighing(samples []Sample, none float64) func(*Sample) float64 {
	known := 0
	for i := range samples {
		if samples[i].known {
			known++
		}
	}
	in, out := 0.7/float64(max(known, 1)), none/float64(max(len(samples)-known, 1))
	return func(s *Sample) float64 {
		if s.known {
			return in
		}
		return out
	}
}

// slope adds how the surprise at the outcome changes with the scaled weights.
func (s *first) slope(w, slope *weights, scale *Features) {
	z := w[NumFeatures]
	for f, x := range s.x {
		z += w[f] * x / scale[f]
	}
	miss := sigmoid(z)
	if s.right {
		miss--
	}
	miss *= s.weight
	for f, x := range s.x {
		slope[f] += miss * x / scale[f]
	}
	slope[NumFeatures] += miss
}

// scaleOf returns how far each feature is spread, at least a little.
func scaleOf(firsts []first) (scale Features) {
	const least = 0.02
	n := float64(len(firsts))
	for f := range scale {
		sum, square := 0.0, 0.0
		for i := range firsts {
			sum += firsts[i].x[f]
			square += firsts[i].x[f] * firsts[i].x[f]
		}
		scale[f] = math.Sqrt(max(0, square/n-sum/n*sum/n)) + least
	}
	return scale
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
