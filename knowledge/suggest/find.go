package suggest

import (
	"math/bits"
	"slices"
	"strings"

	"yiwen/bot/text"
	"yiwen/knowledge"
)

// scratch is the memory of one search, used again by later ones.
type scratch struct {
	masks  []uint64        // by code: the places in the patterns where the character may stand
	favour map[int32]uint8 // by entry: its place among those that come first
	best   []found         // the best so far, best first
}

// found is an entry that was found.
type found struct {
	entry int32
	key   uint64 // less is better
	// at and to are where the match is in the question, in its codes; the same
	// where it is in a variant.
	at, to int32
}

// search is what one pass over the lines looks for.
type search struct {
	patterns []pattern
	sounds   bool // characters need only sound the same, letters spell characters
	every    bool // all patterns must be found, not one
	needs    []signs
	starts   uint64    // first places of the patterns
	ends     uint64    // last places
	span     [64]uint8 // by last place: the length of its pattern
	n        int       // most that are found
}

// Suggest returns at most n entries whose question or one of whose variants holds
// what was typed so far. What holds it as it is written comes before what only
// sounds so, a question before a variant, its beginning before its middle; of those that are
// equal the entries of first, in their order, then the shortest. None where less
// than two letters or characters were typed, or more than 32.
func (x *Index) Suggest(typed string, n int, first []string) []knowledge.Suggestion {
	norm := text.Normalise(typed)
	plain := units(norm)
	if n <= 0 || len(plain) < minUnits || len(plain) > maxUnits {
		return nil
	}
	s := x.pool.Get().(*scratch)
	defer x.pool.Put(s)
	s.begin(x, first)
	x.look(s, plain, n)
	if polite := units(text.Plain(norm)); len(s.best) == 0 && len(polite) >= minUnits && !slices.Equal(polite, plain) {
		x.look(s, polite, n) // 请问, and the one spelling of question words
	}
	if parts := apart(norm); len(s.best) == 0 && len(parts) > 1 {
		x.pass(s, search{patterns: parts, every: true, n: n})
	}
	out := make([]knowledge.Suggestion, len(s.best))
	for i, f := range s.best {
		out[i] = x.suggestion(f)
	}
	return out
}

// look finds typed as it is written, and where that is not enough as it sounds.
func (x *Index) look(s *scratch, typed []rune, n int) {
	x.pass(s, search{patterns: []pattern{letters(typed)}, n: n})
	if len(s.best) == n {
		return
	}
	segments := make([]*segment, len(x.parts))
	for i := range x.parts {
		segments[i] = x.parts[i].segment
	}
	x.pass(s, search{patterns: spellings(typed, segments), sounds: true, n: n})
}

// letters is the pattern of a text as it is written.
func letters(typed []rune) pattern {
	p := make(pattern, len(typed))
	for i, r := range typed {
		p[i] = unit{typed: string(r)}
	}
	return p
}

// apart are the parts of a text that blanks and marks keep apart; nil where one
// of them is too short to mean anything, or where there is but one.
func apart(norm string) []pattern {
	var out []pattern
	for part := range strings.FieldsFuncSeq(norm, func(r rune) bool { return !text.IsWord(r) }) {
		p := letters([]rune(part))
		if len(p) < minUnits {
			return nil
		}
		out = append(out, p)
	}
	return out
}

// begin makes s ready for a search of x.
func (s *scratch) begin(x *Index, first []string) {
	s.best = s.best[:0]
	if s.favour == nil {
		s.favour = map[int32]uint8{}
	}
	clear(s.favour)
	for i, id := range first {
		if place, ok := x.corpus.Place(id); ok && i < lastPlace {
			if _, twice := s.favour[int32(place)]; !twice {
				s.favour[int32(place)] = uint8(i)
			}
		}
	}
}

// lastPlace is that of an entry that is not among those that come first.
const lastPlace = 255

// pass reads the lines once.
func (x *Index) pass(s *scratch, q search) {
	q.lay(x.sounds)
	before := len(s.best)
	for i := range x.parts {
		x.read(s, &q, &x.parts[i], s.best[:before])
	}
}

// lay puts the patterns side by side into 64 places.
func (q *search) lay(sounds Sounds) {
	at := 0
	for _, p := range q.patterns {
		var need signs
		if q.sounds {
			need = p.needs(sounds)
		} else {
			for _, u := range p {
				need |= literal([]rune(u.typed)[0])
			}
		}
		q.need(need)
		q.starts |= 1 << at
		at += len(p)
		q.ends |= 1 << (at - 1)
		q.span[at-1] = uint8(len(p))
	}
}

// need adds the signs of a pattern to those of which a line needs some, or, where
// all patterns must be found, all.
func (q *search) need(s signs) {
	if q.every {
		if len(q.needs) == 0 {
			q.needs = []signs{0}
		}
		q.needs[0] |= s
		return
	}
	for _, other := range q.needs {
		if other&s == other {
			return // who has s has that one
		}
	}
	q.needs = append(q.needs, s)
}

// read finds the patterns in the lines of a part. What is known already, of the
// pass before, is not found again.
func (x *Index) read(s *scratch, q *search, p *part, known []found) {
	q.mask(s, p.segment, x.sounds)
	known = slices.Clone(known)
	asked := int32(-1)
	var best found
lines:
	for i, holds := range p.holds {
		for n, need := range q.needs {
			if holds&need == need {
				break
			}
			if n == len(q.needs)-1 {
				continue lines
			}
		}
		l := &p.lines[i]
		variant := i > 0 && p.lines[i-1].entry == l.entry
		if variant && s.settled(q.n) {
			continue
		}
		entry := p.entry[l.entry]
		if entry < 0 || x.open != nil && !x.open[entry] {
			continue
		}
		at, length, ok := q.match(s, p.codes[l.from:p.lines[i+1].from])
		if !ok {
			continue
		}
		if entry != asked {
			s.keep(best, len(known), q.n)
			asked, best = entry, found{}
			if slices.ContainsFunc(known, func(f found) bool { return f.entry == entry }) {
				continue
			}
		} else if best.key == 0 {
			continue // known
		}
		f := found{entry: entry, key: s.key(entry, variant, at, int(p.lines[i+1].from-l.from))}
		if !variant {
			f.at, f.to = int32(at), int32(at+length)
		}
		if best.key == 0 || f.key < best.key {
			best = f
		}
	}
	s.keep(best, len(known), q.n)
}

// ofVariant is the least key of what is found in a variant.
const ofVariant = 2 << 56

// settled reports that no variant can be among the n best any more: with a word
// that is in many questions that is soon so, and most lines are variants.
func (s *scratch) settled(n int) bool {
	return len(s.best) == n && s.best[n-1].key < ofVariant
}

// key orders what is found. It is never 0.
func (s *scratch) key(entry int32, variant bool, at, length int) uint64 {
	var where uint64
	if variant {
		where = ofVariant >> 56
	}
	if at > 0 {
		where++
	}
	favour, ok := s.favour[entry]
	if !ok {
		favour = lastPlace
	}
	return where<<56 | uint64(favour)<<48 | uint64(min(length, 1<<15-1))<<32 | uint64(entry)<<1 | 1
}

// keep puts f among the n best behind the first ones, which stay where they are.
func (s *scratch) keep(f found, first, n int) {
	if f.key == 0 || len(s.best) == n && (n == first || f.key > s.best[n-1].key) {
		return
	}
	i, _ := slices.BinarySearchFunc(s.best[first:], f, func(a, b found) int {
		if a.key < b.key {
			return -1
		}
		return 1
	})
	s.best = slices.Insert(s.best, first+i, f)
	s.best = s.best[:min(n, len(s.best))]
}

// mask notes where in the patterns the characters of a segment may stand.
func (q *search) mask(s *scratch, seg *segment, sounds Sounds) {
	s.masks = slices.Grow(s.masks[:0], len(seg.code)+1)[:len(seg.code)+1]
	clear(s.masks)
	at := 0
	for _, p := range q.patterns {
		for _, u := range p {
			s.allow(seg, u, 1<<at, q.sounds, sounds)
			at++
		}
	}
}

// allow lets the characters that u may be stand at places.
func (s *scratch) allow(seg *segment, u unit, places uint64, sound bool, sounds Sounds) {
	allow := func(syllable string) {
		for _, c := range seg.spoken[syllable] {
			s.masks[c] |= places
		}
	}
	r := []rune(u.typed)
	if c := seg.code[r[0]]; c != unknown && len(r) == 1 {
		s.masks[c] |= places
	}
	switch {
	case !sound:
	case !isLetter(r[0]):
		if all := sounds.Readings(r[0]); len(all) > 0 {
			allow(all[0])
		}
	case u.whole:
		allow(u.typed)
	default:
		for _, syllable := range seg.beginning(u.typed) {
			allow(syllable)
		}
	}
}

// match finds the patterns in a line: where the first that it comes upon begins,
// and how long it is. All places are looked at at once, a bit each (Baeza-Yates
// and Gonnet, "A new approach to text searching", 1992).
func (q *search) match(s *scratch, line []code) (at, length int, ok bool) {
	var now, seen uint64
	for i, c := range line {
		now = (now<<1 | q.starts) & s.masks[c]
		hit := now & q.ends
		if hit == 0 {
			continue
		}
		seen |= hit
		if q.every && seen != q.ends {
			continue
		}
		n := int(q.span[bits.TrailingZeros64(hit)])
		return i + 1 - n, n, true
	}
	return 0, 0, false
}

// suggestion is what is shown of an entry that was found.
func (x *Index) suggestion(f found) knowledge.Suggestion {
	e := &x.corpus.Entries[f.entry]
	out := knowledge.Suggestion{ID: e.Entry.ID, Question: e.Entry.Question}
	if f.at == f.to {
		return out
	}
	a := e.Texts[0]
	n, start := int32(0), 0
	for i, r := range a.Norm {
		if !text.IsWord(r) {
			continue
		}
		if n == f.at {
			start = i
		}
		if n++; n == f.to {
			out.From, out.To = a.RawRunes(start, i+len(string(r)))
			break
		}
	}
	return out
}
