package index

import (
	"cmp"
	"context"
	"fmt"
	"math"
	"slices"

	"yiwen/knowledge/rank"
)

// What a search may cost.
const (
	// maxTerms is how many terms are looked up.
	maxTerms = 96
	// maxHits is how many entries the terms may hold together, at some
	// five nanoseconds each: beyond it, the terms of a question that are left say
	// little. A few hundred entries never come to it. Of twenty thousand, the best
	// is the same as with all entries looked at for 0.94 of the development
	// messages, 0.90 with half of it and 0.95 with twice.
	maxHits = 20_000
	// fewTerms are looked up whatever they cost: the question may hold no others.
	fewTerms = 3
)

// weight is what a term of a field is worth beside one of another. Pairs
// weighed 0.3 to 1 alike.
func (f field) weight() float32 { return [fields]float32{chars: 1, pairs: 0.5, answers: 0.1}[f] }

// BM25, with the usual parameters.
const (
	k1 = 1.2
	b  = 0.75
)

// saturation is what a term's frequency is weighed against in a field of some
// length.
func saturation(length int, average float32) float32 {
	return k1 * (1 - b + b*float32(length)/max(1, average))
}

// term is a term of a question, to be looked up.
type term struct {
	text  string
	field field
	df    int32
}

// sum is what the terms looked up so far make of a document. In the end its
// score is multiplied by the number of terms, as bleve's coordination factor
// does: without that, long questions recall by one rare term.
type sum struct {
	score float32
	terms float32 // how many it holds
}

// found is a document and its entry.
type found struct{ doc, entry int32 }

// scratch is the memory of one Recall, used again by later ones.
type scratch struct {
	terms []term
	sums  []sum   // by number of a document; all zero between two searches
	found []found // documents whose sum is not
}

// Recall returns at most n of the entries that open lets in (nil: all) and that
// hold some of terms, best first; none when no term is known. terms must be in the order of their text, which makes
// pairs of them. It blocks for some ten microseconds with a few hundred entries,
// for a quarter of a millisecond with twenty thousand, several times as long where
// its terms are asked for the first time, and no longer than until ctx is done. It keeps and changes nothing of terms.
func (x *Index) Recall(ctx context.Context, terms []string, n int, open func(entry int) bool) ([]rank.Hit, error) {
	if err := ctx.Err(); err != nil || n <= 0 {
		return nil, err
	}
	s := x.pool.Get().(*scratch)
	defer x.pool.Put(s)
	defer s.clear()
	x.pick(s, terms)
	for i := range s.terms {
		if err := x.add(ctx, s, &s.terms[i]); err != nil {
			return nil, fmt.Errorf("recall entries: %w", err)
		}
	}
	return x.best(s, n, open), nil
}

// clear forgets the question.
func (s *scratch) clear() {
	for _, f := range s.found {
		s.sums[f.doc] = sum{}
	}
	clear(s.terms)
	s.terms, s.found = s.terms[:0], s.found[:0]
}

// pick leaves the terms worth looking up in s.terms, rarest first.
func (x *Index) pick(s *scratch, terms []string) {
	for i, t := range terms {
		x.know(s, chars, t)
		if i > 0 {
			pair := terms[i-1] + t
			x.know(s, pairs, pair)
			x.know(s, answers, pair)
		}
	}
	slices.SortFunc(s.terms, func(a, b term) int {
		return cmp.Or(cmp.Compare(a.df, b.df), cmp.Compare(a.field, b.field), cmp.Compare(a.text, b.text))
	})
	s.terms = slices.Compact(s.terms)
	keep := x.worthwhile(s.terms)
	clear(s.terms[keep:])
	s.terms = s.terms[:keep]
}

// worthwhile is how many of terms, rarest first, are looked up. A term of more
// than a third of the entries says little, and such terms are the dear ones.
func (x *Index) worthwhile(terms []term) int {
	hits := 0
	for i := range terms {
		df := int(terms[i].df)
		hits += df
		if i >= maxTerms || i >= fewTerms && (3*df > len(x.corpus.Entries) || hits > maxHits) {
			return i
		}
	}
	return len(terms)
}

// know adds a term that some entry holds.
func (x *Index) know(s *scratch, f field, t string) {
	if df := x.held(f, t); df > 0 {
		s.terms = append(s.terms, term{text: t, field: f, df: df})
	}
}

// add adds a term to the sums of the documents that hold it.
func (x *Index) add(ctx context.Context, s *scratch, t *term) error {
	weight := t.field.weight() * worth(int(t.df), len(x.corpus.Entries))
	for i := range x.parts {
		if err := x.parts[i].add(ctx, s, t, weight); err != nil {
			return err
		}
	}
	return nil
}

// add adds a term to the sums of the documents of a part.
func (p *part) add(ctx context.Context, s *scratch, t *term, weight float32) error {
	list, err := p.read(ctx, t.field, t.text)
	if err != nil {
		return err
	}
	long := p.long[t.field]
	for _, hit := range list {
		entry := p.entry[hit.doc]
		if entry < 0 {
			continue
		}
		n := p.first + int(hit.doc)
		d := &s.sums[n]
		if d.terms == 0 {
			s.found = append(s.found, found{int32(n), entry})
		}
		d.terms++
		d.score += weight * hit.freq / (hit.freq + long[hit.doc])
	}
	return nil
}

// worth is the idf of BM25, squared as bleve squares it: once for the question
// and once for the entry.
func worth(held, entries int) float32 {
	h, n := float64(held), float64(entries)
	idf := math.Log1p((n - h + 0.5) / (h + 0.5))
	return float32(idf * idf)
}

// best returns the n best of what was found and open lets in.
func (x *Index) best(s *scratch, n int, open func(entry int) bool) []rank.Hit {
	hits := make([]rank.Hit, 0, min(n, len(s.found)))
	for _, f := range s.found {
		d := &s.sums[f.doc]
		score := float64(d.score * d.terms)
		if len(hits) == n && score < hits[n-1].Score {
			continue // nearly always
		}
		h := rank.Hit{Entry: int(f.entry), Score: score}
		if open != nil && !open(h.Entry) {
			continue
		}
		if len(hits) == n {
			if order(h, hits[n-1]) > 0 {
				continue
			}
			hits = hits[:n-1]
		}
		i, _ := slices.BinarySearchFunc(hits, h, order)
		hits = slices.Insert(hits, i, h)
	}
	return hits
}

// order puts the better first, of equal ones the one that stands first in the
// corpus.
func order(a, b rank.Hit) int {
	return cmp.Or(cmp.Compare(b.Score, a.Score), cmp.Compare(a.Entry, b.Entry))
}
