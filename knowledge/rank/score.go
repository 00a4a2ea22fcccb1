package rank

import (
	"math"
	"slices"
)

// scratch is the memory of one search, reused.
type scratch struct {
	weight []float32 // by term: its idf when the query holds it, else 0
	single []string
	query  bag
	worth  [families]float32 // sum of idf of the query, unknown terms included
	square float32
	found  []scored
}

// scored is an entry on its way to a candidate.
type scored struct {
	entry    int32
	text     int32 // best text, in table.texts
	features Features
	rank     float64 // for the order within one query
	score    float64 // the confidence
}

// load sets the weights of the query; clear takes them back.
func (s *scratch) load(t *table) {
	if len(s.weight) < len(t.idf) {
		s.weight = make([]float32, len(t.idf))
	}
	var square float32
	for f := range families {
		s.worth[f] = float32(s.query.unknown[f]) * t.rarest[f]
		if f != words {
			square += float32(s.query.unknown[f]) * t.rarest[f] * t.rarest[f]
		}
		for _, id := range s.query.terms[f] {
			w := t.idf[id]
			s.weight[id] = w
			s.worth[f] += w
			if f != words {
				square += w * w
			}
		}
	}
	s.square = float32(math.Sqrt(float64(square)))
}

func (s *scratch) clear() {
	for f := range s.query.terms {
		for _, id := range s.query.terms[f] {
			s.weight[id] = 0
		}
	}
}

// overlap returns the summed weights of terms, and of their squares.
func overlap(weight []float32, terms []term) (sum, square float32) {
	for _, id := range terms {
		w := weight[id]
		sum += w
		square += w * w
	}
	return sum, square
}

// near fills the features that compare the query with one text.
func (s *scratch) near(t *table, r *row, x *Features) {
	var dot float32
	var share [families]float32
	for f := range families {
		sum, square := overlap(s.weight, t.of(r, f, f+1))
		share[f] = sum
		if f != words {
			dot += square
		}
	}
	// BM25 with term frequencies of one, which makes its length norm a factor.
	const k, b = 1.2, 0.75
	norm := (k + 1) / (1 + k*(1-b+b*r.length/t.average))
	x[BM25] = ratio(share[chars]*norm, s.worth[chars])
	x[CharAsked] = ratio(share[chars], s.worth[chars])
	x[CharText] = ratio(share[chars], r.worth[chars])
	x[PairAsked] = ratio(share[pairs], s.worth[pairs])
	x[PairText] = ratio(share[pairs], r.worth[pairs])
	x[WordAsked] = ratio(share[words], s.worth[words])
	x[WordText] = ratio(share[words], r.worth[words])
	x[Cosine] = ratio(dot, s.square*r.square)
}

// whole fills the features that compare the query with all texts of an entry.
func (s *scratch) whole(t *table, r *row, x *Features) {
	for f := range families {
		sum, _ := overlap(s.weight, t.of(r, f, f+1))
		x[EntryChar+Feature(f)] = ratio(sum, s.worth[f])
	}
}

func ratio(a, b float32) float64 {
	if b <= 0 {
		return 0
	}
	return float64(a / b)
}

// entry scores one entry: its nearest text decides, and the second nearest adds
// a little, because two phrasings agree seldom by accident.
func (s *scratch) entry(t *table, m *Model, entry int32) scored {
	best := scored{entry: entry, text: -1, rank: math.Inf(-1)}
	second := 0.0
	var x Features
	for i := t.first[entry]; i < t.first[entry+1]; i++ {
		s.near(t, &t.texts[i], &x)
		switch v := m.near(&x); {
		case best.text < 0 || v > best.rank:
			if best.text >= 0 {
				second = best.rank
			}
			best.text, best.rank, best.features = i, v, x
		case v > second:
			second = v
		}
	}
	s.whole(t, &t.unions[entry], &best.features)
	best.features[Second] = second
	best.rank = m.order(&best.features)
	return best
}

// decide sorts what was found, best first, and sets the confidence. Entries of
// equal rank keep the corpus's order, so that a search has one result.
func (s *scratch) decide(m *Model) {
	slices.SortStableFunc(s.found, func(a, b scored) int {
		switch {
		case a.rank > b.rank:
			return -1
		case a.rank < b.rank:
			return 1
		}
		return int(a.entry - b.entry)
	})
	for i := range s.found {
		c := &s.found[i]
		other := 0.0
		switch {
		case i > 0:
			other = s.found[0].rank
		case len(s.found) > 1:
			other = s.found[1].rank
		}
		c.features[Rank] = c.rank
		c.features[Margin] = c.rank - other
		c.features[Length] = math.Log1p(float64(s.query.length))
		c.features[Unknown] = ratio(float32(s.query.unknown[chars]), float32(s.query.length))
		c.score = m.confidence(&c.features)
		if i > 0 {
			c.score = min(c.score, s.found[i-1].score)
		}
	}
}
