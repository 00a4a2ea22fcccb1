package knowledge

import "yiwen/bot/text"

// A Corpus is a set of entries with every text of theirs analysed once, in the
// order given. It is what package index recalls from and package rank scores;
// both name an entry by its place in Entries. It is immutable after NewCorpus.
type Corpus struct {
	Entries []Analysed
}

// Analysed is an entry with its texts cut.
type Analysed struct {
	Entry    Entry
	Texts    []*text.Analysis // the question, then the variants, in their order
	Keywords []*text.Analysis
	Answer   *text.Analysis
}

// NewCorpus analyses the texts of entries with analyse, which must be the
// function that queries are analysed with. It keeps entries as they are: what
// is wrong in them is for Check.
func NewCorpus(entries []Entry, analyse func(raw string) *text.Analysis) *Corpus {
	c := &Corpus{Entries: make([]Analysed, len(entries))}
	for i, e := range entries {
		a := Analysed{Entry: e, Texts: make([]*text.Analysis, 0, 1+len(e.Variants)), Answer: analyse(e.Answer)}
		a.Texts = append(a.Texts, analyse(e.Question))
		for _, v := range e.Variants {
			a.Texts = append(a.Texts, analyse(v))
		}
		for _, k := range e.Keywords {
			a.Keywords = append(a.Keywords, analyse(k))
		}
		c.Entries[i] = a
	}
	return c
}
