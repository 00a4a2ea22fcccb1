package rank

import (
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

// vocab numbers the terms of a corpus.
type vocab struct {
	sounder Sounder
	lexicon *concept.Lexicon // its concepts are the first terms
	single  map[string]term  // characters, Latin runs, the number
	pair    map[[2]term]term // neighbours, by their own numbers
	word    map[string]term  // the segmenter's words
	sound   map[[2]int]term  // syllables, alone (0, s) and as neighbours
	size    term
}

func newVocab(s Sounder, l *concept.Lexicon) *vocab {
	return &vocab{
		sounder: s, lexicon: l, size: term(l.Size()), single: map[string]term{}, pair: map[[2]term]term{}, word: map[string]term{},
		sound: map[[2]int]term{},
	}
}

// lookup returns the number of a term, or none. With add set it numbers new ones.
func lookup[K comparable](v *vocab, m map[K]term, k K, add bool) term {
	t, ok := m[k]
	switch {
	case ok:
		return t
	case !add:
		return none
	}
	m[k] = v.size
	v.size++
	return m[k]
}

// isAspect reports whether a term is a way to ask.
func (v *vocab) isAspect(t term) bool {
	return int(t) < v.lexicon.Size() && v.lexicon.Class(t) == concept.Aspect
}

// cut fills b with the terms of a, repeated ones included. single holds the
// terms that AppendTerms cut from a's plain form.
func (v *vocab) cut(b *bag, a *text.Analysis, single []string, add bool) {
	b.reset()
	b.length = len(single)
	before, heard := none, 0
	for i, s := range single {
		t := lookup(v, v.single, s, add)
		b.put(chars, t)
		b.order = append(b.order, t)
		if i > 0 {
			p := none
			if t != none && before != none {
				p = lookup(v, v.pair, [2]term{before, t}, add)
			}
			b.put(pairs, p)
		}
		before = t
		r, _ := utf8.DecodeRuneInString(s)
		h := v.sounder.Sound(r)
		heardAs := none
		if h > 0 {
			heardAs = lookup(v, v.sound, [2]int{0, h}, add)
			b.put(sounds, heardAs)
			if heard > 0 {
				b.put(sounds, lookup(v, v.sound, [2]int{heard, h}, add))
			}
		}
		b.heard = append(b.heard, heardAs)
		heard = h
	}
	for _, w := range a.Words() {
		if isWord(w.Text) {
			b.put(words, lookup(v, v.word, w.Text, add))
		}
	}
	b.content = v.appendContent(b.content[:0], a, nil)
	b.terms[concepts] = v.lexicon.Find(b.terms[concepts], a.Plain())
	b.traits = traitsOf(single)
	b.traits.numbers = numbersOf(a.Plain())
}

// isWord reports whether a token is more than punctuation.
func isWord(w string) bool {
	for _, r := range w {
		return text.IsWord(r)
	}
	return false
}
