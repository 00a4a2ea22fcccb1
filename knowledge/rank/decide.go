package rank

import (
	"cmp"
	"math"
	"slices"
)

// closely is how many entries get the dear features. The right one is among the
// first twelve for 96 in 100 development questions, and among the first hundred
// for one more.
const closely = 12

// farthest bounds a margin: who is alone is not infinitely far ahead.
const farthest = 8

// decide compares the first of what was found closely and settles the rest.
func (s *scratch) decide(t *table, m *Model) {
	sortFound(s.found)
	length, known, pair := math.Log1p(float64(s.query.length)), s.familiar(t), s.known(t)
	for i := range s.found {
		c := &s.found[i]
		if i < closely {
			s.pair(t, c)
		}
		c.features[Length], c.features[KnownContent], c.features[KnownPair] = length, known, pair
	}
	beside(s.found[:min(closely, len(s.found))])
	agree(s.found[:min(closely, len(s.found))])
	settle(s.found, m)
}

// settle orders the first entries anew by m, which looks at all that is known of
// them, and scores all. Entries of equal rank keep the corpus's order, so that a
// search has one result; no score is above the one before it.
func settle(found []scored, m *Model) {
	top := found[:min(closely, len(found))]
	for i := range top {
		top[i].rank = dot(m.Order[:firstAmong], top[i].features[:firstAmong])
	}
	sortFound(top)
	for i := len(top); i < len(found); i++ { // never before those that were compared closely
		found[i].rank = min(found[i].rank, found[i-1].rank)
	}
	for i := range found {
		c := &found[i]
		c.features[Margin], c.features[Third] = margins(found, i)
		c.features[Share] = share(top, i)
	}
	score(found, m)
}

// score scores the entries in the order that they have.
func score(found []scored, m *Model) {
	last := 1.0
	for i := range found {
		last = min(last, m.confidence(&found[i].features))
		found[i].score = last
	}
}

// beside fills in how the features of each entry compare with the best.
func beside(top []scored) {
	for i, f := range besides() {
		best := 0.0
		for k := range top {
			best = max(best, top[k].features[f])
		}
		for k := range top {
			if best > 0 {
				top[k].features[firstBest+Feature(i)] = top[k].features[f] / best
			}
		}
	}
}

func sortFound(found []scored) {
	slices.SortFunc(found, func(a, b scored) int {
		return cmp.Or(cmp.Compare(b.rank, a.rank), cmp.Compare(a.entry, b.entry))
	})
}

// agree fills in at how many of the first features each entry is the best.
func agree(top []scored) {
	var best Features
	for i := range top {
		for f := range Second {
			best[f] = max(best[f], top[i].features[f])
		}
	}
	for i := range top {
		n := 0
		for f := range Second {
			if best[f] > 0 && top[i].features[f] >= best[f] {
				n++
			}
		}
		top[i].features[Agree] = float64(n) / float64(Second)
	}
}

// share returns the log odds of the first entry against all others as the
// conditional logit has them that the order was learned with. The others have
// none, as they have no margins.
func share(top []scored, i int) float64 {
	if i > 0 {
		return 0
	}
	rest := math.Exp(-farthest)
	for _, c := range top[1:] {
		rest += math.Exp(c.rank - top[0].rank)
	}
	return -math.Log(rest)
}

// margins returns how far the first entry is ahead of the second, and of the
// third or the last. The others have none: they are scored as if nothing were
// better, since all that matters of them is whether they are worth suggesting.
func margins(found []scored, i int) (best, third float64) {
	switch {
	case i > 0:
		return 0, 0
	case len(found) == 1:
		return farthest, farthest
	}
	ahead := func(n int) float64 { return min(farthest, found[0].rank-found[n].rank) }
	return ahead(1), ahead(min(2, len(found)-1))
}
