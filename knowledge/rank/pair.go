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
	asked := func(f family) float64 { w, _ := overlap(s.weight, t.texts.of(n, f)); return ratio(w, s.worth[f]) }
	text := func(f family) float64 { w, _ := overlap(s.weight, t.texts.of(n, f)); return ratio(w, n.worth[f]) }
	x[CharAsked], x[SoundAsked] = asked(chars), asked(sounds)
	x[PairText], x[WordText], x[SoundText] = text(pairs), text(words), text(sounds)
	x[Missing] = float64(s.missing(t, c.entry) / t.rarest)
	x[Extra] = float64(s.extra(t, n) / t.rarest)
	x[Negation] = flag(s.query.traits.negated != n.traits.negated)
	x[Number] = flag(s.query.traits.number != n.traits.number)
	both, _ := overlap(s.weight, t.texts.of(n, concepts))
	x[ConceptAsked] = t.backed(both, s.worth[concepts], x[CharAsked])
	x[ConceptText] = t.backed(both, n.worth[concepts], x[CharText])
	x[Contrast] = s.contrast(t, n)
	x[Shared] = s.shared(t, c.entry)
	x[Kind] = s.query.traits.asks.alike(n.traits.asks)
}

// shared returns the log of one and the worth of the query's pairs that an entry
// holds. A share would sink with the length of a story that has its question in
// the middle; foreign questions share little whatever their length.
func (s *scratch) shared(t *table, entry int) float64 {
	n := &t.entries.row[entry]
	known, held := t.entries.of(n, pairs), t.held[n.start[pairs]:n.start[words]]
	var sum float32
	for _, id := range s.query.terms[pairs] {
		if i, ok := slices.BinarySearch(known, id); ok {
			if c := s.held.count(entry, id, held[i]); c > 0 {
				sum += s.weight[id] * gain(c)
			}
		}
	}
	return math.Log1p(float64(sum))
}

// contrast returns the worth of the query's concepts that the text does not hold
// but excludes, the rarest there is being 1, at most 2.
func (s *scratch) contrast(t *table, n *row) float64 {
	said := t.texts.of(n, concepts)
	var sum float32
	for _, q := range s.query.terms[concepts] {
		if _, ok := slices.BinarySearch(said, q); ok {
			continue
		}
		for _, o := range t.vocab.lexicon.Opposites(q) {
			if _, ok := slices.BinarySearch(said, o); ok && s.weight[o] == 0 {
				sum += s.weight[q]
				break
			}
		}
	}
	return min(2, float64(sum/t.rarest))
}

// missing returns the worth of the query's rarest word that no text of the entry
// holds.
func (s *scratch) missing(t *table, entry int) float32 {
	if s.query.unknown[words] > 0 {
		return t.rarest
	}
	n := &t.entries.row[entry]
	known, held := t.entries.of(n, words), t.held[n.start[words]:n.start[words+1]]
	var most float32
	for _, id := range s.query.terms[words] {
		w := s.weight[id]
		if w <= most {
			continue
		}
		if i, ok := slices.BinarySearch(known, id); !ok || s.held.count(entry, id, held[i]) <= 0 {
			most = w
		}
	}
	return most
}

// extra returns the worth of the text's rarest word that the query does not hold.
func (s *scratch) extra(t *table, n *row) float32 {
	var most float32
	for _, id := range t.texts.of(n, words) {
		if s.weight[id] == 0 {
			most = max(most, t.idf[id])
		}
	}
	return most
}

func flag(b bool) float64 {
	if b {
		return 1
	}
	return 0
}

// maxAligned bounds the characters of the query that are aligned: a story says
// its question somewhere in the first few hundred, and the cost is their number
// times the text's.
const maxAligned = 256

// align returns how long the longest common subsequence of two texts is, and
// how many characters must be put in, taken out or replaced to make one of the
// other. Unknown characters equal nothing.
func (s *scratch) align(a, b []term) (common, edits int) {
	cut := max(0, len(a)-maxAligned)
	a = a[cut:]
	n := len(b) + 1
	s.grid = slices.Grow(s.grid[:0], 4*n)[:4*n]
	seq, above, edit, before := s.grid[:n], s.grid[n:2*n], s.grid[2*n:3*n], s.grid[3*n:]
	clear(above)
	seq[0] = 0
	for j := range before {
		before[j] = int32(j)
	}
	for i, x := range a {
		edit[0] = int32(i) + 1
		for j, y := range b {
			if x == y && x != none {
				seq[j+1] = above[j] + 1
				edit[j+1] = before[j]
			} else {
				seq[j+1] = max(above[j+1], seq[j])
				edit[j+1] = 1 + min(before[j], before[j+1], edit[j])
			}
		}
		seq, above, edit, before = above, seq, before, edit
	}
	return int(above[n-1]), int(before[n-1]) + cut
}
