package knowledge

import (
	"slices"
	"strings"

	"yiwen/bot/text"
)

// A Corpus is a set of entries with every text of theirs analysed once, in the
// order given. It is what package index recalls from and package rank scores;
// both name an entry by its place in Entries. It is immutable after NewCorpus.
type Corpus struct {
	Entries []Analysed
	places  map[string]int // by id; the last of several that have it
}

// Analysed is an entry with its texts cut.
type Analysed struct {
	Entry    Entry
	Texts    []*text.Analysis // the question, then the variants, in their order
	Keywords []*text.Analysis
	Exclude  []string // excluded words in the normal form
	Answer   *text.Analysis
}

// NewCorpus analyses the texts of entries with analyse, which must be the
// function that queries are analysed with. It keeps entries as they are: what
// is wrong in them is for Check.
func NewCorpus(entries []Entry, analyse func(raw string) *text.Analysis) *Corpus {
	c := &Corpus{Entries: make([]Analysed, len(entries)), places: make(map[string]int, len(entries))}
	for i, e := range entries {
		a := Analysed{Entry: e, Texts: make([]*text.Analysis, 0, 1+len(e.Variants)), Answer: analyse(e.Answer)}
		a.Texts = append(a.Texts, analyse(e.Question))
		for _, v := range e.Variants {
			a.Texts = append(a.Texts, analyse(v))
		}
		for _, k := range e.Keywords {
			a.Keywords = append(a.Keywords, analyse(k))
		}
		for _, w := range e.Exclude {
			a.Exclude = append(a.Exclude, text.Normalise(w))
		}
		c.Entries[i] = a
		c.places[e.ID] = i
	}
	return c
}

// Place returns where the entry of an id is in Entries.
func (c *Corpus) Place(id string) (int, bool) {
	i, ok := c.places[id]
	return i, ok
}

// Same reports whether a has the very texts of b, analysed once for both: the same
// words, whatever else the entries say.
func (a *Analysed) Same(b *Analysed) bool {
	return a.Answer == b.Answer && slices.Equal(a.Texts, b.Texts) && slices.Equal(a.Keywords, b.Keywords)
}

// Since returns for each entry of c its place in old, or -1 where it is not the
// Same there, and the places in old of the entries that are the same nowhere in c.
func (c *Corpus) Since(old *Corpus) (was, gone []int) {
	was = make([]int, len(c.Entries))
	kept := make([]bool, len(old.Entries))
	for e := range c.Entries {
		o, ok := old.Place(c.Entries[e].Entry.ID)
		if !ok || kept[o] || !c.Entries[e].Same(&old.Entries[o]) {
			was[e] = -1
			continue
		}
		was[e], kept[o] = o, true
	}
	for o := range kept {
		if !kept[o] {
			gone = append(gone, o)
		}
	}
	return was, gone
}

// Excluded returns the excluded word of the entry that norm, a question in the
// normal form, holds; empty where it holds none.
func (a *Analysed) Excluded(norm string) string {
	for _, w := range a.Exclude {
		if strings.Contains(norm, w) {
			return w
		}
	}
	return ""
}
