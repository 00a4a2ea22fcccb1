package concept

import "unicode/utf8"

// trie finds words at every character of a text. Chinese words are short and
// begin at characters, so that a walk from each character looks at little more
// than one node; an automaton that never goes back saves nothing here and costs
// an allocation for every word found.
type trie struct {
	nodes []node
	edges map[edge]int32 // to the next node
	words int32
}

type node struct{ word int32 } // number of the word that ends here, or -1

type edge struct {
	from int32
	r    rune
}

// add returns the number of a word, a new one unless it is known.
func (t *trie) add(word string) int32 {
	if t.edges == nil {
		t.edges, t.nodes = map[edge]int32{}, []node{{-1}}
	}
	at := int32(0)
	for _, r := range word {
		next, ok := t.edges[edge{at, r}]
		if !ok {
			next = int32(len(t.nodes))
			t.nodes = append(t.nodes, node{-1})
			t.edges[edge{at, r}] = next
		}
		at = next
	}
	if t.nodes[at].word < 0 {
		t.nodes[at].word = t.words
		t.words++
	}
	return t.nodes[at].word
}

// find appends every place where a word stands, in the order of the starts,
// those of one start shortest first. Words of Latin letters and digits stand
// only where no other letter or digit touches them.
func (t *trie) find(dst []hit, s string) []hit {
	for i := 0; i < len(s); {
		_, size := utf8.DecodeRuneInString(s[i:])
		if at := int32(0); i == 0 || !ascii(s[i-1]) || !ascii(s[i]) {
			for j := i; j < len(s); {
				r, n := utf8.DecodeRuneInString(s[j:])
				next, ok := t.edges[edge{at, r}]
				if !ok {
					break
				}
				at, j = next, j+n
				if w := t.nodes[at].word; w >= 0 && (j == len(s) || !ascii(s[j-1]) || !ascii(s[j])) {
					dst = append(dst, hit{w, int32(i), int32(j)})
				}
			}
		}
		i += size
	}
	return dst
}

// ascii reports whether b is a letter or digit of plain form that needs a border.
func ascii(b byte) bool { return b < utf8.RuneSelf && b != ' ' }
