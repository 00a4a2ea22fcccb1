package rank

import (
	"cmp"
	"math"
	"slices"
)

// scratch is the memory of one search, used again by later ones.
type scratch struct {
	single []string
	query  bag
	weight []float32         // by term: its worth while the query holds it, else 0
	worth  [families]float32 // sum of the query's worths, unknown terms included
	norm   float32           // as row.norm
	found  []scored
}

// scored is an entry on its way to a candidate.
type scored struct {
	entry    int
	text     int32 // nearest text, in table.texts
	features Features
	rank     float64 // orders the entries of one query
	score    float64 // compares between queries
}

// load sets the weights of the query, whose terms are sets; unload takes them
// back. A term that no text holds is in no weight but in the query's worth, as
// the rarest: without that, foreign questions would look well covered.
func (s *scratch) load(t *table) {
	if len(s.weight) < len(t.idf) {
		s.weight = make([]float32, len(t.idf))
	}
	var square float32
	for f := range families {
		foreign := float32(s.query.unknown[f])
		s.worth[f] = foreign * t.rarest
		if f != words {
			square += foreign * t.rarest * t.rarest
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
	s.norm = float32(math.Sqrt(float64(square)))
}

func (s *scratch) unload() {
	for _, ids := range s.query.terms {
		for _, id := range ids {
			s.weight[id] = 0
		}
	}
}

// text fills the features that compare the query with one text. Terms count
// once: in questions of a dozen characters a second one says nothing. That
// makes the length norm of BM25 one factor of the whole sum.
func (s *scratch) text(t *table, n *row, x *Features) {
	const k, b = 1.2, 0.75
	c, cs := overlap(s.weight, t.texts.of(n, chars))
	p, ps := overlap(s.weight, t.texts.of(n, pairs))
	w, _ := overlap(s.weight, t.texts.of(n, words))
	x[BM25] = ratio(c*(k+1)/(1+k*(1-b+b*n.length/t.average)), s.worth[chars])
	x[CharText] = ratio(c, n.worth[chars])
	x[PairAsked] = ratio(p, s.worth[pairs])
	x[WordAsked] = ratio(w, s.worth[words])
	x[Cosine] = ratio(cs+ps, s.norm*n.norm)
}

// overlap returns the sum of the weights of terms, and of their squares. It is
// where a search spends its time.
func overlap(weight []float32, terms []term) (sum, square float32) {
	for _, id := range terms {
		w := weight[id]
		sum += w
		square += w * w
	}
	return sum, square
}

// whole fills the features that compare the query with an entry's texts taken
// together.
func (s *scratch) whole(t *table, entry int, x *Features) {
	n := &t.entries.row[entry]
	for f := range families {
		gain := t.gain[n.start[f]:n.start[f+1]]
		var sum float32
		for i, id := range t.entries.of(n, f) {
			sum += s.weight[id] * gain[i]
		}
		x[EntryChar+Feature(f)] = ratio(sum, s.worth[f])
	}
	from, to := t.textsOf(entry)
	x[Texts] = math.Log(float64(to - from))
}

func ratio(a, b float32) float64 {
	if b <= 0 {
		return 0
	}
	return float64(a / b)
}

// entry scores one entry: its nearest text, some of its second nearest, because
// two phrasings agree seldom by accident, and all of them together.
func (s *scratch) entry(t *table, m *Model, entry int) scored {
	out := scored{entry: entry}
	best, second := math.Inf(-1), 0.0
	var x Features
	from, to := t.textsOf(entry)
	for i := from; i < to; i++ {
		s.text(t, &t.texts.row[i], &x)
		switch v := m.near(&x); {
		case v > best:
			second = max(second, best)
			best, out.text, out.features = v, i, x
		case v > second:
			second = v
		}
	}
	s.whole(t, entry, &out.features)
	out.features[Second] = second
	out.rank = m.order(&out.features)
	return out
}

// decide sorts what was found, best first, and scores it. Entries of equal rank
// keep the corpus's order, so that a search has one result; no score is above
// the one before it.
func (s *scratch) decide(m *Model) {
	slices.SortFunc(s.found, func(a, b scored) int {
		return cmp.Or(cmp.Compare(b.rank, a.rank), cmp.Compare(a.entry, b.entry))
	})
	for i := range s.found {
		c := &s.found[i]
		c.features[Margin] = c.rank
		switch {
		case i > 0:
			c.features[Margin] -= s.found[0].rank
		case len(s.found) > 1:
			c.features[Margin] -= s.found[1].rank
		}
		c.features[Length] = math.Log1p(float64(s.query.length))
		c.score = m.confidence(&c.features)
		if i > 0 {
			c.score = min(c.score, s.found[i-1].score)
		}
	}
}
