package rank

import "yiwen/bot/text"

// family is one way to cut a text. Each has weights of its own.
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

// cut fills b with the terms of a, repeated ones included. single holds the
// terms that AppendTerms cut from a's plain form.
func (v *vocab) cut(b *bag, a *text.Analysis, single []string, add bool) {
	b.reset()
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
	for i := range a.Tokens {
		if w := a.Tokens[i].Text; isWord(w) {
			b.put(words, lookup(v, v.word, w, add))
		}
	}
}

// isWord reports whether a token is more than punctuation.
func isWord(w string) bool {
	for _, r := range w {
		return text.IsWord(r)
	}
	return false
}
