package rank

import (
	"maps"
	"slices"
	"unicode/utf8"

	"yiwen/bot/text"
	"yiwen/knowledge/concept"
)

// family is one way to cut a text. Each has weights of its own.
type family int

// The families. Characters are the backbone; pairs see their order, words how
// the segmenter reads them, sounds what was typed by ear, concepts what was told
// in other words.
const (
	chars family = iota
	pairs
	words
	sounds
	concepts // what is said, whatever the words: numbered as the lexicon does
	families
)

// term is the number of a term in a vocab. Terms of all families share one
// space, so that one table of weights serves a whole query.
type term = int32

// none is the term of what no text of the corpus holds.
const none term = -1

// Sounder tells how a character sounds: characters that sound alike have one
// number above 0, what has no sound has 0.
type Sounder interface {
	Sound(r rune) int
}

// mute is the Sounder of texts that nobody can read out.
type mute struct{}

// Sound implements Sounder.
func (mute) Sound(rune) int { return 0 }

// unsaid is the term of what has no sound, whatever the corpus holds.
const unsaid term = -2

// vocab numbers the terms of a corpus. It is immutable once its table is built;
// the one of the next corpus goes on from it.
type vocab struct {
	sounder Sounder
	lexicon *concept.Lexicon // its concepts are the first terms
	single  dict[string]     // characters, Latin runs, the number
	pair    dict[[2]term]    // neighbours, by their own numbers
	word    dict[string]     // the segmenter's words
	sound   dict[[2]int]     // syllables, alone (0, s) and as neighbours
	size    term
	uses    []int32 // by term: how often the corpus holds it
	lost    bool    // some term is held no more: it has a number that counts for none
}

// dict numbers terms of one sort: those of an older corpus, which several vocabs
// share and nobody changes, and those that came later.
type dict[K comparable] struct{ base, own map[K]term }

func (d dict[K]) get(k K) (term, bool) {
	if t, ok := d.base[k]; ok {
		return t, true
	}
	t, ok := d.own[k]
	return t, ok
}

// next returns a dict that can be added to while d is read.
func (d dict[K]) next() dict[K] {
	if d.base == nil {
		return dict[K]{base: d.own, own: map[K]term{}}
	}
	return dict[K]{base: d.base, own: maps.Clone(d.own)}
}

func newVocab(s Sounder, l *concept.Lexicon) *vocab {
	return &vocab{
		sounder: s, lexicon: l, size: term(l.Size()), uses: make([]int32, l.Size()),
		single: dict[string]{own: map[string]term{}}, pair: dict[[2]term]{own: map[[2]term]term{}},
		word: dict[string]{own: map[string]term{}}, sound: dict[[2]int]{own: map[[2]int]term{}},
	}
}

// next returns a vocab that knows what v knows and can be added to.
func (v *vocab) next() *vocab {
	n := *v
	n.single, n.pair, n.word, n.sound = v.single.next(), v.pair.next(), v.word.next(), v.sound.next()
	n.uses = slices.Clone(v.uses)
	return &n
}

// mode is what becomes of the terms that are looked up.
type mode int

const (
	asking  mode = iota // they stay as they are; what is not known is none
	adding              // they are held once more; new ones are numbered
	leaving             // they are held once less
)

// lookup returns the number of a term, or none.
func lookup[K comparable](v *vocab, d dict[K], k K, how mode) term {
	t, ok := d.get(k)
	if !ok {
		if how != adding {
			return none
		}
		t = v.size
		d.own[k] = t
		v.size++
		v.uses = append(v.uses, 0)
	}
	switch how {
	case adding:
		v.uses[t]++
	case leaving:
		v.uses[t]--
		v.lost = v.lost || v.uses[t] == 0
	case asking:
		if v.lost && v.uses[t] == 0 {
			return none
		}
	}
	return t
}

// isAspect reports whether a term is a way to ask.
func (v *vocab) isAspect(t term) bool {
	return int(t) < v.lexicon.Size() && v.lexicon.Class(t) == concept.Aspect
}

// cut fills b with what is asked in a. single holds the terms that AppendTerms
// cut from a's plain form.
func (v *vocab) cut(b *bag, a *text.Analysis, single []string) {
	v.terms(b, a, single, asking)
	v.look(b, a, single)
	b.content = v.appendContent(b.content[:0], a)
}

// terms leaves the terms of a in b, repeated ones included, and no more.
func (v *vocab) terms(b *bag, a *text.Analysis, single []string, how mode) {
	b.reset()
	b.length = len(single)
	before, heard := none, 0
	for i, s := range single {
		t := lookup(v, v.single, s, how)
		b.put(chars, t)
		b.order = append(b.order, t)
		if i > 0 {
			p := none
			if t != none && before != none {
				p = lookup(v, v.pair, [2]term{before, t}, how)
			}
			b.put(pairs, p)
		}
		before = t
		r, _ := utf8.DecodeRuneInString(s)
		h := v.sounder.Sound(r)
		heardAs := none
		if h > 0 {
			heardAs = lookup(v, v.sound, [2]int{0, h}, how)
			b.put(sounds, heardAs)
			if heard > 0 {
				b.put(sounds, lookup(v, v.sound, [2]int{heard, h}, how))
			}
		}
		b.heard = append(b.heard, heardAs)
		heard = h
	}
	for _, w := range a.Words() {
		if isWord(w.Text) {
			b.put(words, lookup(v, v.word, w.Text, how))
		}
	}
}

// look adds to b what a says and what it is like, but for its terms.
func (v *vocab) look(b *bag, a *text.Analysis, single []string) {
	plain := a.Plain()
	b.terms[concepts] = v.lexicon.Find(b.terms[concepts], plain)
	b.traits = traitsOf(single)
	b.traits.numbers = numbersOf(plain)
}

// isWord reports whether a token is more than punctuation.
func isWord(w string) bool {
	for _, r := range w {
		return text.IsWord(r)
	}
	return false
}
