package rank

// held is what a search must not know of: some texts of an entry, or all of
// them. It is how a knowledge base asks itself: the held-out text is asked as if
// nobody had written it down, at the cost of one search and no new tables.
type held struct {
	entry    int
	from, to int32          // texts
	fewer    map[term]int32 // by term: how many of those hold it
}

// hold takes the texts [from, to) of an entry out.
func (t *table) hold(entry int, from, to int32) *held {
	h := &held{entry: entry, from: from, to: to, fewer: map[term]int32{}}
	for i := from; i < to; i++ {
		r := &t.texts.row[i]
		for _, id := range t.texts.terms[r.start[0]:r.start[families]] {
			h.fewer[id]++
		}
	}
	return h
}

// worth returns the worth of a term among the texts that are left.
func (h *held) worth(t *table, id term) float32 {
	n := h.fewer[id]
	if n == 0 {
		return t.idf[id]
	}
	return worth(int(t.df[id]-n), len(t.texts.row)-int(h.to-h.from))
}

// count returns how many texts and keywords that are left of an entry hold a
// term, of c.
func (h *held) count(entry int, id term, c uint16) float32 {
	if h == nil || h.entry != entry {
		return float32(c)
	}
	return float32(c) - float32(h.fewer[id])
}

// lost reports whether no text that is left holds a term.
func (h *held) lost(t *table, id term) bool { return h != nil && h.fewer[id] >= t.df[id] }

// hides reports whether text i is out.
func (h *held) hides(i int32) bool { return h != nil && i >= h.from && i < h.to }
