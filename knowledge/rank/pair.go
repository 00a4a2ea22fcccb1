package rank

import (
	"math"
	"slices"
)

// pair fills the dear features: what compares the query with an entry's nearest
// text as a whole.
func (s *scratch) pair(t *table, c *scored) {
	x, n := &c.features, &t.texts.row[c.text]
	q, o := s.query.order, t.texts.sequence(n)
	common, edits := s.align(q, o)
	x[Sequence] = 2 * float64(common) / float64(max(1, len(q)+len(o)))
	x[Edit] = 1 - float64(edits)/float64(max(1, len(q), len(o)))
	x[Aligned] = s.aligned(t, n)
	x[Equal] = flag(edits == 0)
	x[Lengths] = math.Abs(math.Log(float64(1+len(q)) / float64(1+len(o))))

	asked := func(f family) float64 {
		w, _ := overlap(s.weight, t.texts.of(n, f))
		return ratio(float32(w), s.worth[f])
	}
	text := func(f family) float64 {
		w, _ := overlap(s.weight, t.texts.of(n, f))
		return ratio(float32(w), n.worth[f])
	}
	x[CharAsked], x[SoundAsked] = asked(chars), asked(sounds)
	x[PairText], x[WordText], x[SoundText] = text(pairs), text(words), text(sounds)
	x[CharCosine] = s.cosine(t, n, chars)

	s.gaps(t, c, n)
	s.agreeing(t, c, n)
	both, _ := overlap(s.weight, t.texts.of(n, concepts))
	x[ConceptAsked] = t.backed(float32(both), s.worth[concepts], x[CharAsked])
	x[ConceptText] = t.backed(float32(both), n.worth[concepts], x[CharText])
	x[Contrast] = s.contrast(t, n)
	x[Shared] = s.shared(t, c.entry)
	ours, theirs := &s.query.traits, &n.traits
	x[Negation] = flag(ours.negated != theirs.negated)
	x[Number] = flag(ours.number != theirs.number)
	x[Kind] = ours.asks.alike(theirs.asks)
	x[Clash] = flag(ours.numbers != 0 && theirs.numbers != 0 && ours.numbers&theirs.numbers == 0)
}

// cosine compares query and text by the terms of one family.
func (s *scratch) cosine(t *table, n *row, f family) float64 {
	terms := t.texts.of(n, f)
	_, common := overlap(s.weight, terms)
	_, square := overlap(t.idf, terms)
	return ratio(float32(common), float32(math.Sqrt(square*float64(s.square[f]))))
}

// shared returns the log of one and the worth of the query's pairs that an entry
// holds. A share would sink with the length of a story that has its question in
// the middle; foreign questions share little whatever their length.
func (s *scratch) shared(t *table, entry int) float64 {
	n := &t.entries.row[entry]
	known, held := t.entries.of(n, pairs), t.held[n.start[pairs]:n.start[words]]
	var sum float64
	for _, id := range s.query.terms[pairs] {
		if i, ok := slices.BinarySearch(known, id); ok {
			if c := s.held.count(entry, id, held[i]); c > 0 {
				sum += float64(s.weight[id] * gain(c))
			}
		}
	}
	return math.Log1p(sum)
}

// contrast returns the worth of the query's concepts that the text does not hold
// but excludes, the rarest there is being 1, at most 2.
func (s *scratch) contrast(t *table, n *row) float64 {
	said := t.texts.of(n, concepts)
	var sum float64
	for _, q := range s.query.terms[concepts] {
		if _, ok := slices.BinarySearch(said, q); ok {
			continue
		}
		for _, o := range t.vocab.lexicon.Opposites(q) {
			if _, ok := slices.BinarySearch(said, o); ok && s.weight[o] == 0 {
				sum += float64(s.weight[q])
				break
			}
		}
	}
	return min(2, sum/float64(t.rarest))
}

func flag(b bool) float64 {
	if b {
		return 1
	}
	return 0
}
