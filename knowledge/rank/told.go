package rank

import (
	"cmp"
	"math"
	"slices"

	"yiwen/knowledge"
)

// toldMost is how many features a candidate names: a trace is stored with every
// reply.
const toldMost = 3

// told returns the features that moved the score of x most, farthest first: the
// log odds that each adds. The length of the query, which is the same for all
// candidates, tells nothing of one.
func (m *Model) told(x *Features) []knowledge.Told {
	var all [NumFeatures]knowledge.Told
	n := 0
	for f, v := range x {
		if by := m.Confidence[f] * v; Feature(f) != Length && math.Abs(by) >= 0.05 {
			all[n] = knowledge.Told{Feature: Feature(f).String(), By: math.Round(by*100) / 100}
			n++
		}
	}
	slices.SortFunc(all[:n], func(a, b knowledge.Told) int { return cmp.Compare(math.Abs(b.By), math.Abs(a.By)) })
	return slices.Clone(all[:min(n, toldMost)])
}
