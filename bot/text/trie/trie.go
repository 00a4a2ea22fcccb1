// Package trie finds words of a list at every place of a text.
//
// Chinese words are short and begin at characters, so that a walk from each
// character looks at little more than one node; an automaton that never goes
// back saves nothing here and costs an allocation for every word found.
//
// A Trie is filled by one goroutine; once nobody adds to it any more it is safe
// for concurrent use. The zero Trie holds no word.
package trie

import "unicode/utf8"

// Trie is a list of words, numbered from 0 in the order of their first Add.
type Trie struct {
	ends  []int32 // by node: number of the word that ends there, or -1
	edges map[edge]int32
	words int32
}

type edge struct {
	from int32
	r    rune
}

// Hit is a place where a word stands: bytes of the text.
type Hit struct{ Word, Start, End int32 }

// Add returns the number of a word, a new one unless it is there already.
func (t *Trie) Add(word string) int32 {
	if t.edges == nil {
		t.edges, t.ends = map[edge]int32{}, []int32{-1}
	}
	at := int32(0)
	for _, r := range word {
		next, ok := t.edges[edge{at, r}]
		if !ok {
			next = int32(len(t.ends))
			t.ends = append(t.ends, -1)
			t.edges[edge{at, r}] = next
		}
		at = next
	}
	if t.ends[at] < 0 {
		t.ends[at] = t.words
		t.words++
	}
	return t.ends[at]
}

// Find appends every place where a word stands in s, in the order of the starts,
// those of one start shortest first. A border of a word that is an ASCII letter
// or digit touches no other: no "id" in "android".
func (t *Trie) Find(dst []Hit, s string) []Hit {
	for i := 0; i < len(s); {
		_, size := utf8.DecodeRuneInString(s[i:])
		if i == 0 || !solid(s[i-1]) || !solid(s[i]) {
			dst = t.from(dst, s, i)
		}
		i += size
	}
	return dst
}

// from appends the words that begin at byte i.
func (t *Trie) from(dst []Hit, s string, i int) []Hit {
	at := int32(0)
	for j := i; j < len(s); {
		r, n := utf8.DecodeRuneInString(s[j:])
		next, ok := t.edges[edge{at, r}]
		if !ok {
			break
		}
		at, j = next, j+n
		if w := t.ends[at]; w >= 0 && (j == len(s) || !solid(s[j-1]) || !solid(s[j])) {
			dst = append(dst, Hit{w, int32(i), int32(j)})
		}
	}
	return dst
}

// solid reports whether b is an ASCII letter or digit.
func solid(b byte) bool {
	return b >= '0' && b <= '9' || b >= 'a' && b <= 'z' || b >= 'A' && b <= 'Z'
}
