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

// parts returns what every feature adds to the log odds of a score, farthest from
// nothing first. With Model.Bias they add up to them.
func (m *Model) parts(x *Features) []knowledge.Told {
	all := make([]knowledge.Told, 0, toldMost)
	for f, v := range x {
		if by := m.Confidence[f] * v; by != 0 {
			all = append(all, knowledge.Told{Feature: Feature(f).String(), By: by})
		}
	}
	slices.SortFunc(all, func(a, b knowledge.Told) int { return cmp.Compare(math.Abs(b.By), math.Abs(a.By)) })
	return all
}

// summary returns the first parts, rounded, without what hardly moved anything.
// The length of the query, which is the same for all candidates, tells nothing
// of one.
func summary(parts []knowledge.Told) []knowledge.Told {
	kept := parts[:0]
	for _, p := range parts {
		if len(kept) < toldMost && p.Feature != Length.String() && math.Abs(p.By) >= 0.05 {
			kept = append(kept, knowledge.Told{Feature: p.Feature, By: math.Round(p.By*100) / 100})
		}
	}
	return slices.Clip(kept)
}
