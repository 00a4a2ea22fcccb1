package rank

import "math"

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

	asked := func(f family) float64 { w, _ := overlap(s.weight, t.texts.of(n, f)); return ratio(w, s.worth[f]) }
	text := func(f family) float64 { w, _ := overlap(s.weight, t.texts.of(n, f)); return ratio(w, n.worth[f]) }
	x[CharAsked], x[SoundAsked] = asked(chars), asked(sounds)
	x[PairText], x[WordText], x[SoundText] = text(pairs), text(words), text(sounds)
	x[CharCosine] = s.cosine(t, n, chars)

	s.gaps(t, c, n)
	s.agreeing(t, c, n)
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
	return ratio(common, float32(math.Sqrt(float64(square*s.square[f]))))
}

func flag(b bool) float64 {
	if b {
		return 1
	}
	return 0
}
