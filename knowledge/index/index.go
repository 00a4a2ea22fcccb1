// Package index recalls entries with bleve: given a question it names the few
// dozen entries worth a closer look, which package rank then scores.
//
// An Index lives in memory, is built once from a corpus and never changes;
// Recall is safe for concurrent use. The one of the next corpus can share most of
// it, and recalls what one made from the beginning would. The package parses no query language and
// runs no analyser over anybody's text: document and query are the terms that
// bot/text and package rank cut, joined by spaces. bleve holds the postings and
// hands those of a term over when it is first asked for; they are kept, eight
// bytes each, and summed here, because its readers pay some ten times as much for
// each of them and its searchers more. It promises that the right entry is
// among the recalled ones, not that it is first, and its scores do not compare
// between questions.
package index

import (
	"context"
	"errors"
	"slices"
	"sync"

	"yiwen/knowledge"
	"yiwen/knowledge/rank"
)

var _ rank.Retriever = (*Index)(nil)

// Index recalls entries of one corpus.
type Index struct {
	corpus *knowledge.Corpus
	parts  []part
	gone   [fields]map[string]int32 // entries of the parts that are not the corpus's, by the terms they hold
	docs   int                      // of all parts
	pool   sync.Pool                // of *scratch
}

// part is a segment as one Index reads it.
type part struct {
	*segment
	first int               // number of its first document among those of all parts
	entry []int32           // by number of a document: its entry in the corpus; -1 = it is none of the corpus's
	long  [fields][]float32 // by number of a document: what its length does to a term, see saturation
}

// Build indexes a corpus, one document per entry. It takes about 0.2 ms per
// entry and stops early when ctx is done. The caller closes the Index when its
// last reader is gone.
func Build(ctx context.Context, corpus *knowledge.Corpus) (*Index, error) {
	places := make([]int32, len(corpus.Entries))
	for i := range places {
		places[i] = int32(i)
	}
	s, err := newSegment(ctx, corpus, places)
	if err != nil {
		return nil, err
	}
	return assemble(corpus, part{segment: s, entry: s.at(places)}), nil
}

// tooFar is how many entries may have come or gone since a segment was made, as a
// share of all, before the next Index is made from the beginning: each search
// passes by those that are gone.
const tooFar = 0.05

// Next indexes a corpus that shares most entries with x's: it takes about 0.2 ms
// for each that is not the Same there, and recalls exactly what Build's would. It
// has two parts at most, however many came before it: what the last Build made,
// and all that came since; three hundred in a row cost a search nothing. Both x and the Index it returns must be closed.
func (x *Index) Next(ctx context.Context, corpus *knowledge.Corpus) (*Index, error) {
	base := x.parts[0]
	was, gone := corpus.Since(base.corpus)
	now := make([]int32, len(base.corpus.Entries)) // by entry of the base: its place in the corpus
	for o := range now {
		now[o] = -1
	}
	var fresh []int32
	for e, o := range was {
		if o < 0 {
			fresh = append(fresh, int32(e))
		} else {
			now[o] = int32(e)
		}
	}
	if float64(len(fresh)+len(gone)) > tooFar*float64(len(corpus.Entries)) {
		return Build(ctx, corpus)
	}
	parts := []part{{segment: base.segment, entry: base.at(now)}}
	if len(fresh) > 0 {
		s, err := newSegment(ctx, corpus, fresh)
		if err != nil {
			return nil, err
		}
		parts = append(parts, part{segment: s, entry: s.at(fresh)})
	}
	base.readers.Add(1)
	n := assemble(corpus, parts...)
	var terms [fields][]string
	for _, o := range gone {
		cut(&terms, &base.corpus.Entries[o])
		for f := range fields {
			slices.Sort(terms[f])
			for _, t := range slices.Compact(terms[f]) {
				n.gone[f][t]++
			}
		}
	}
	return n, nil
}

// assemble makes an Index of parts.
func assemble(corpus *knowledge.Corpus, parts ...part) *Index {
	x := &Index{corpus: corpus, parts: parts}
	for f := range x.gone {
		x.gone[f] = map[string]int32{}
	}
	var total lengths
	for i := range parts {
		p := &parts[i]
		p.first = x.docs
		x.docs += len(p.entry)
		for doc, e := range p.entry {
			for f := range fields {
				if e >= 0 {
					total[f] += p.lengths[doc][f]
				}
			}
		}
	}
	for i := range parts {
		p := &parts[i]
		for f := range fields {
			average := float32(total[f]) / float32(max(1, len(corpus.Entries)))
			p.long[f] = make([]float32, len(p.entry))
			for doc := range p.entry {
				p.long[f][doc] = saturation(p.lengths[doc][f], average)
			}
		}
	}
	x.pool.New = func() any { return &scratch{sums: make([]sum, x.docs)} }
	return x
}

// held returns how many entries hold a term of a field.
func (x *Index) held(f field, t string) int32 {
	n := -x.gone[f][t]
	for i := range x.parts {
		if p := x.parts[i].terms[f][t]; p != nil {
			n += p.held
		}
	}
	return n
}

// Close frees what no other Index shares. No Recall may be under way or follow.
func (x *Index) Close() error {
	var errs []error
	for i := range x.parts {
		errs = append(errs, x.parts[i].close())
	}
	return errors.Join(errs...)
}
