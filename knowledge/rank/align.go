package rank

import "slices"

// maxAligned bounds the characters of the query that are aligned: a story says
// its question somewhere in the last few hundred, and the cost is their number
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

// aligned returns the worth of what the query and a text have in common in one
// order, as a share of both. What sounds the same counts half: it is a slip more
// often than another word, but not always.
func (s *scratch) aligned(t *table, n *row) float64 {
	a, heardA := s.query.order, s.query.heard
	b, heardB := t.texts.sequence(n), t.texts.sounding(n)
	var all float32
	for _, id := range a {
		all += s.asked(t, id)
	}
	for _, id := range b {
		all += t.idf[id]
	}
	cut := max(0, len(a)-maxAligned)
	a, heardA = a[cut:], heardA[cut:]
	s.light = slices.Grow(s.light[:0], 2*len(b)+2)[:2*len(b)+2]
	above, now := s.light[:len(b)+1], s.light[len(b)+1:]
	clear(s.light)
	for i, x := range a {
		w := s.asked(t, x)
		for j, y := range b {
			v := max(above[j+1], now[j])
			switch {
			case x == y: // a text has no unknown character
				v = max(v, above[j]+w)
			case heardA[i] == heardB[j] && heardA[i] != none:
				v = max(v, above[j]+w/2)
			}
			now[j+1] = v
		}
		above, now = now, above
	}
	return ratio(2*above[len(b)], all)
}

// asked returns the worth of a character of the query.
func (s *scratch) asked(t *table, id term) float32 {
	if id == none {
		return t.rarest
	}
	return s.weight[id]
}
