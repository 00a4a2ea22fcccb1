package rank

import (
	"slices"

	"yiwen/bot/text"
)

// A family is one way to cut a text. Each has weights of its own.
type family int

// The families. Characters are the backbone; pairs see their order, words how
// the segmenter reads them.
const (
	chars family = iota
	pairs
	words
	families
)

// term is the number of a term in a vocab. Terms of all families share one
// space, so that one table of weights serves a whole query.
type term = int32

// none is the term of what no text of the corpus holds.
const none term = -1

// vocab numbers the terms of a corpus.
type vocab struct {
	single map[string]term  // characters, Latin runs, the number
	pair   map[[2]term]term // neighbours, by their own numbers
	word   map[string]term  // the segmenter's words
	size   term
}

func newVocab() *vocab {
	return &vocab{single: map[string]term{}, pair: map[[2]term]term{}, word: map[string]term{}}
}

// lookup returns the number of a term, or none. With add set it numbers new ones.
func lookup[K comparable](v *vocab, m map[K]term, k K, add bool) term {
	t, ok := m[k]
	if !ok {
		if !add {
			return none
		}
		t = v.size
		m[k] = t
		v.size++
	}
	return t
}

// bag is a text as sets of terms. Terms that the vocab does not know are
// counted in unknown and left out of terms.
type bag struct {
	terms   [families][]term // distinct, ascending
	unknown [families]int    // distinct terms of the corpus's ignorance, about
	length  int              // characters
}

// cut fills b with the terms of a. single holds the strings of AppendTerms.
func (v *vocab) cut(b *bag, a *text.Analysis, single []string, add bool) {
	for f := range b.terms {
		b.terms[f], b.unknown[f] = b.terms[f][:0], 0
	}
	b.length = len(single)
	before := none
	for i, s := range single {
		t := lookup(v, v.single, s, add)
		b.put(chars, t)
		if i > 0 {
			p := none
			if t != none && before != none {
				p = lookup(v, v.pair, [2]term{before, t}, add)
			}
			b.put(pairs, p)
		}
		before = t
	}
	for _, w := range a.Tokens {
		if !counts(w.Text) {
			continue
		}
		b.put(words, lookup(v, v.word, w.Text, add))
	}
	b.compact()
}

func (b *bag) put(f family, t term) {
	if t == none {
		b.unknown[f]++
		return
	}
	b.terms[f] = append(b.terms[f], t)
}

// counts reports whether a word is more than punctuation.
func counts(w string) bool {
	for _, r := range w {
		return text.IsWord(r)
	}
	return false
}

// join adds the terms of o; compact must follow.
func (b *bag) join(o *bag) {
	for f := range b.terms {
		b.terms[f] = append(b.terms[f], o.terms[f]...)
	}
	b.length += o.length
}

// compact makes sets of the families again.
func (b *bag) compact() {
	for f := range b.terms {
		slices.Sort(b.terms[f])
		b.terms[f] = slices.Compact(b.terms[f])
	}
}
