// Package concept knows which wordings of customer service mean the same: a
// lexicon of actions, things, states and ways to ask, written by us for shops,
// wallets, telecom, accounts, devices and everyday requests alike, with what
// excludes what (to open is not to close).
//
// A Lexicon is made once, from the file that ships and from the synonyms of a
// shop, never changes and is safe for concurrent use. Finding costs about a
// microsecond for a message and nothing on the heap but what dst grows. The
// package decides nothing and weighs nothing: it is words and never meaning,
// so a concept found is a hint.
package concept

import (
	_ "embed"
	"slices"

	"yiwen/bot/text"
	"yiwen/bot/text/trie"
)

//go:embed concepts.txt
var shipped string

// ID is the number of a concept in its Lexicon, from 0.
type ID = int32

// Class is what kind of thing a concept is.
type Class uint8

// The classes. Masked is for words that only hide shorter ones inside them.
const (
	Masked Class = iota
	Action
	Object
	State
	Aspect // what is asked: how, why, when ...
	Synonym
)

// Lexicon finds concepts in texts.
type Lexicon struct {
	names    []string // by ID
	class    []Class  // by ID
	opposite [][]ID   // by ID, rising
	words    trie.Trie
	means    [][]ID  // by literal: what it says; empty for what only masks
	tails    [][]gap // by literal: what may follow at a distance
}

// gap is the second part of a wording with a gap.
type gap struct {
	literal int32
	means   []ID
}

// reach is how many runes a gap skips at most.
const reach = 6

// Shipped returns the lexicon that is part of the program, with the synonyms of
// a shop as concepts of their own beside it: groups of words that mean the same,
// as in synonyms.txt. It takes some milliseconds.
func Shipped(synonyms [][]string) (*Lexicon, error) {
	l, err := Parse(shipped)
	if err != nil {
		return nil, err
	}
	l.join(synonyms)
	return l, nil
}

// Size returns the number of concepts: IDs are below it.
func (l *Lexicon) Size() int { return len(l.names) }

// Name returns the label of a concept, for explanations.
func (l *Lexicon) Name(id ID) string { return l.names[id] }

// Class returns the class of a concept.
func (l *Lexicon) Class(id ID) Class { return l.class[id] }

// Opposites returns the concepts that id excludes, rising. The caller must not
// change them.
func (l *Lexicon) Opposites(id ID) []ID { return l.opposite[id] }

// join adds the groups of a shop. Words that are empty in their plain form say
// nothing and are left out.
func (l *Lexicon) join(groups [][]string) {
	for _, g := range groups {
		id := l.add(Synonym, "")
		for _, w := range g {
			if plain := plainOf(w); plain != "" {
				if l.names[id] == "" {
					l.names[id] = w
				}
				n := l.literal(plain)
				l.means[n] = append(l.means[n], id)
			}
		}
	}
}

// add makes a concept.
func (l *Lexicon) add(c Class, name string) ID {
	l.names, l.class, l.opposite = append(l.names, name), append(l.class, c), append(l.opposite, nil)
	return ID(len(l.names) - 1)
}

// literal returns the number of a word, in plain form, and makes room for it.
func (l *Lexicon) literal(plain string) int32 {
	n := l.words.Add(plain)
	for int(n) >= len(l.means) {
		l.means, l.tails = append(l.means, nil), append(l.tails, nil)
	}
	return n
}

// plainOf is the form in which words are found: that of text.Plain without its
// trimming, which would eat words like 麻烦.
func plainOf(word string) string { return text.PlainWord(text.Normalise(word)) }

// Find appends to dst the concepts of plain, a text in plain form
// (text.Analysis.Plain), each once, in no order. A literal inside a longer one
// says nothing: 充电 is no 充. Nothing is found across a gap that a longer
// literal reaches into.
func (l *Lexicon) Find(dst []ID, plain string) []ID {
	var room [64]trie.Hit
	hits := l.words.Find(room[:0], plain)
	hits = outermost(hits)
	for i, h := range hits {
		if l.bound(hits, i, plain) {
			continue
		}
		for _, id := range l.means[h.Word] {
			dst = addNew(dst, id)
		}
	}
	for i, h := range hits {
		for _, t := range l.tails[h.Word] {
			if follows(hits[i+1:], h.End, t.literal, plain) {
				for _, id := range t.means {
					dst = addNew(dst, id)
				}
			}
		}
	}
	return dst
}

// bound reports whether hit i is the second part of a wording with a gap: 到账
// in 没给我到账 does not say that the money has arrived.
func (l *Lexicon) bound(hits []trie.Hit, i int, plain string) bool {
	for k := i - 1; k >= 0 && hits[i].Start-hits[k].End <= 4*reach; k-- {
		for _, t := range l.tails[hits[k].Word] {
			if t.literal == hits[i].Word && near(plain, hits[k].End, hits[i].Start) {
				return true
			}
		}
	}
	return false
}

// follows reports whether literal stands within reach behind byte end.
func follows(later []trie.Hit, end, literal int32, plain string) bool {
	for _, h := range later {
		if h.Start-end > 4*reach {
			return false
		}
		if h.Word == literal && near(plain, end, h.Start) {
			return true
		}
	}
	return false
}

// near reports whether at most reach runes lie between two bytes.
func near(plain string, from, to int32) bool {
	if to < from {
		return false
	}
	n := 0
	for range plain[from:to] {
		n++
	}
	return n <= reach
}

// outermost drops, in place, hits that lie inside a longer one. They come in
// the order of their starts, those of one start shortest first.
func outermost(hits []trie.Hit) []trie.Hit {
	out := hits[:0]
	for i, h := range hits {
		longer := i+1 < len(hits) && hits[i+1].Start == h.Start
		inside := slices.ContainsFunc(out, func(o trie.Hit) bool { return o.End >= h.End })
		if !longer && !inside {
			out = append(out, h)
		}
	}
	return out
}

func addNew(ids []ID, id ID) []ID {
	if slices.Contains(ids, id) {
		return ids
	}
	return append(ids, id)
}
