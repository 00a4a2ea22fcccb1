package rank

import (
	"slices"

	"yiwen/knowledge"
)

// tooFar is how much of a table may have been made anew, as a share of its
// entries, before the next one is made from the beginning: what was added since
// lies apart, and what nobody holds any more stays numbered.
const tooFar = 0.05

// Next returns a Ranker of corpus with the options of r, which is to be told From
// what. It scores exactly as one from New does, and takes a small part of the time
// where few entries are not the Same as in r's corpus. r stays as it is.
func (r *Ranker) Next(corpus *knowledge.Corpus) *Ranker {
	t := r.table.next(r.corpus, corpus)
	if t == nil {
		return New(corpus, nil, r.opts)
	}
	n := &Ranker{corpus: corpus, table: t, order: r.order}
	return n.share(r.opts)
}

// From returns a Ranker of the same knowledge that recalls with from, which must
// recall r's corpus.
func (r *Ranker) From(from Retriever) *Ranker {
	n := r.share(r.opts)
	n.from = from
	return n
}

// next returns the table of corpus, going on from t, which is that of old; nil
// where that would be too far.
func (t *table) next(old, corpus *knowledge.Corpus) *table {
	was, left := corpus.Since(old)
	fresh := 0
	for _, o := range was {
		if o < 0 {
			fresh++
		}
	}
	fresh += t.fresh + len(left)
	if float64(fresh) > tooFar*float64(len(corpus.Entries)) {
		return nil
	}
	n := &table{vocab: t.vocab.next(), fresh: fresh, first: make([]int32, 1, len(corpus.Entries)+1)}
	n.texts.room(&t.texts)
	n.entries.room(&t.entries)
	n.answers.room(&t.answers)
	n.held = make([]uint16, 0, len(t.held)+len(t.held)/64)
	var c cutter
	for _, o := range left {
		c.leave(n.vocab, &old.Entries[o])
	}
	for e, o := range was {
		if o < 0 {
			c.add(n, &corpus.Entries[e])
		} else {
			n.take(t, o)
		}
	}
	n.settle(corpus)
	return n
}

// take adds the rows of entry o of another table.
func (t *table) take(from *table, o int) {
	first, end := from.textsOf(o)
	t.texts.take(&from.texts, int(first), int(end))
	e := &from.entries.row[o]
	t.held = append(t.held, from.held[e.start[0]:e.start[families]]...)
	t.entries.take(&from.entries, o, o+1)
	t.answers.take(&from.answers, o, o+1)
	t.first = append(t.first, int32(len(t.texts.row)))
}

// room makes room for about as many rows as o has.
func (r *rows) room(o *rows) {
	r.terms = make([]term, 0, len(o.terms)+len(o.terms)/64)
	r.order = make([]term, 0, len(o.order)+len(o.order)/64)
	r.heard = make([]term, 0, len(o.heard)+len(o.heard)/64)
	r.content = make(content, 0, len(o.content)+len(o.content)/64)
	r.row = make([]row, 0, len(o.row)+len(o.row)/64)
}

// take appends the rows [from, to) of o, but for their worth.
func (r *rows) take(o *rows, from, to int) {
	for i := from; i < to; i++ {
		n := o.row[i]
		terms := o.terms[n.start[0]:n.start[families]]
		shift := int32(len(r.terms)) - n.start[0]
		r.terms = append(r.terms, terms...)
		for f := range n.start {
			n.start[f] += shift
		}
		length := n.order + int32(n.length)
		order := int32(len(r.order))
		r.order = append(r.order, o.order[n.order:length]...)
		r.heard = append(r.heard, o.heard[n.order:length]...)
		n.order = order
		n.worth, n.norm = [families]float32{}, 0
		if words := o.content[max(0, n.content[0]):max(0, n.content[1])]; n.content[0] < 0 || slices.Contains(words, none) {
			n.content = [2]int32{-1, -1} // what is new may know the words that nobody knew
		} else {
			n.content[0] = int32(len(r.content))
			r.content = append(r.content, words...)
			n.content[1] = int32(len(r.content))
		}
		r.row = append(r.row, n)
	}
}
