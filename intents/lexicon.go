package intents

import (
	"slices"

	ahocorasick "github.com/petar-dambovaliev/aho-corasick"
)

// lexicon finds all patterns of a Set in one pass over the text. Immutable after
// build.
type lexicon struct {
	words    ahocorasick.AhoCorasick
	patterns []pattern   // by id
	begins   [][]opening // by literal: the patterns that can begin with it
}

// found is a place where a pattern matched: bytes of the view.
type found struct {
	pattern    int32
	start, end int32
}

// opening is a part that a pattern can begin with: the first, or one behind
// optional parts.
type opening struct{ pattern, part int32 }

// hit is a place where a literal stands.
type hit struct{ lit, start, end int32 }

// lexiconBuilder collects patterns.
type lexiconBuilder struct {
	literals []string
	index    map[string]int32
	patterns []pattern
}

func newLexiconBuilder() *lexiconBuilder { return &lexiconBuilder{index: map[string]int32{}} }

// add compiles a written pattern and returns its id. The error says what is
// wrong with it, in the words of an editor.
func (b *lexiconBuilder) add(written string) (int32, error) {
	pieces, start, end, err := parse(written)
	if err != nil {
		return 0, err
	}
	p := pattern{start: start, end: end, every: true}
	for i, piece := range pieces {
		q := part{gap: piece.gap, optional: piece.optional, lits: make([]int32, len(piece.ways))}
		for i, lit := range piece.ways {
			id, ok := b.index[lit]
			if !ok {
				id = int32(len(b.literals))
				b.index[lit] = id
				b.literals = append(b.literals, lit)
			}
			q.lits[i] = id
			q.longest = max(q.longest, len(lit))
		}
		slices.Sort(q.lits)
		p.parts = append(p.parts, q)
		p.every = p.every && (i == 0 || !piece.gap)
	}
	b.patterns = append(b.patterns, p)
	return int32(len(b.patterns) - 1), nil
}

func (b *lexiconBuilder) build() *lexicon {
	l := &lexicon{patterns: b.patterns, begins: make([][]opening, len(b.literals))}
	for id, p := range b.patterns {
		for n, q := range p.parts {
			for _, lit := range q.lits {
				l.begins[lit] = append(l.begins[lit], opening{int32(id), int32(n)})
			}
			if !q.optional {
				break
			}
		}
	}
	builder := ahocorasick.NewAhoCorasickBuilder(ahocorasick.Opts{MatchKind: ahocorasick.StandardMatch, DFA: false})
	l.words = builder.Build(b.literals)
	return l
}

// find appends to dst every place where a pattern matches, in the order of the
// ends of their first parts. Overlapping places are all there; where a gap
// allows several ends, the first.
func (l *lexicon) find(dst []found, v view) []found {
	if len(l.patterns) == 0 || v.s == "" {
		return dst
	}
	var room [64]hit
	hits := room[:0]
	for it := l.words.IterOverlapping(v.s); ; {
		m := it.Next()
		if m == nil {
			break
		}
		hits = append(hits, hit{int32(m.Pattern()), int32(m.Start()), int32(m.End())})
	}
	s := search{v: v, dst: dst}
	for i, h := range hits {
		for _, o := range l.begins[h.lit] {
			p := &l.patterns[o.pattern]
			if p.start && !v.clauseBefore(int(h.start)) {
				continue
			}
			s.p, s.id, s.start, s.mine = p, o.pattern, h.start, len(s.dst)
			s.rest(int(o.part)+1, false, hits[i+1:], h.end)
		}
	}
	return s.dst
}

// search is the state of one find.
type search struct {
	v     view
	dst   []found
	p     *pattern
	id    int32
	start int32
	mine  int // where the finds of this opening begin in dst
}

// rest looks for the parts of the pattern from n on behind byte at, among the
// hits that end later. gap says that a part that was skipped had a gap before
// it. It reports whether the search may stop.
func (s *search) rest(n int, gap bool, later []hit, at int32) bool {
	if n == len(s.p.parts) {
		if s.p.end && !s.v.clauseBefore(int(at)) || s.v.inNumber(int(s.start)) || s.v.inNumber(int(at)) {
			return false
		}
		f := found{s.id, s.start, at}
		if !slices.Contains(s.dst[s.mine:], f) {
			s.dst = append(s.dst, f)
		}
		return !s.p.every
	}
	q := &s.p.parts[n]
	gap = gap || q.gap
	reach := int(at) + q.longest
	if gap {
		reach += gapBytes
	}
	for i, h := range later {
		if int(h.end) > reach {
			break
		}
		if h.start < at || !gap && h.start != at || !q.has(h.lit) || gap && !near(s.v, int(at), int(h.start)) {
			continue
		}
		if s.rest(n+1, false, later[i+1:], h.end) {
			return true
		}
	}
	return q.optional && s.rest(n+1, gap, later, at)
}

// near reports whether at most gapRunes of one sentence lie between two bytes.
func near(v view, from, to int) bool {
	n := 0
	for range v.s[from:to] {
		if n++; n > gapRunes {
			return false
		}
	}
	return !v.sentenceIn(from, to)
}

func (p *part) has(lit int32) bool {
	_, ok := slices.BinarySearch(p.lits, lit)
	return ok
}
