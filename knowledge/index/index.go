// Package index recalls entries with bleve: given a question it names the few
// dozen entries worth a closer look, which package rank then scores.
//
// An Index lives in memory, is built once from a corpus and never changes;
// Recall is safe for concurrent use. The package parses no query language and
// runs no analyser over anybody's text: document and query are the terms that
// bot/text and package rank cut, joined by spaces. bleve holds the postings and
// hands them over one by one; they are summed here, because its searchers pay
// some ten times as much for each of them. It promises that the right entry is
// among the recalled ones, not that it is first, and its scores do not compare
// between questions.
package index

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"sync"

	"github.com/blevesearch/bleve/v2"
	bleveindex "github.com/blevesearch/bleve_index_api"

	"yiwen/knowledge"
	"yiwen/knowledge/rank"
)

var _ rank.Retriever = (*Index)(nil)

// Index recalls entries of one corpus.
type Index struct {
	bleve  bleve.Index
	reader bleveindex.IndexReader
	fields [fields]fieldStats
	entry  []int32   // by number of a document: its entry
	pool   sync.Pool // of *scratch
}

// fieldStats is what a field holds, seen from above.
type fieldStats struct {
	df   map[string]int32 // entries that hold a term
	long []float32        // by number of a document: what its length does to a term, see saturation
}

// Build indexes a corpus, one document per entry. It takes about 0.2 ms per
// entry and stops early when ctx is done. The caller closes the Index when its
// last reader is gone.
func Build(ctx context.Context, corpus *knowledge.Corpus) (*Index, error) {
	b, err := newBleve()
	if err != nil {
		return nil, fmt.Errorf("create the index: %w", err)
	}
	x := &Index{bleve: b}
	lengths, err := x.fill(ctx, corpus)
	if err == nil {
		err = x.open(lengths)
	}
	if err != nil {
		return nil, errors.Join(fmt.Errorf("fill the index: %w", err), x.Close())
	}
	x.pool.New = func() any { return &scratch{sums: make([]sum, len(x.entry))} }
	return x, nil
}

// open begins to read what was filled in: which document is which entry, and
// how long its fields are.
func (x *Index) open(lengths []lengths) (err error) {
	inner, err := x.bleve.Advanced()
	if err != nil {
		return err
	}
	if x.reader, err = inner.Reader(); err != nil {
		return err
	}
	ids, err := x.reader.DocIDReaderAll()
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, ids.Close()) }()
	x.entry = make([]int32, 0, len(lengths))
	for {
		id, err := ids.Next()
		if err != nil {
			return err
		}
		if id == nil {
			break
		}
		name, err := x.reader.ExternalID(id)
		if err != nil {
			return err
		}
		n, err := strconv.Atoi(name)
		if err != nil || n >= len(lengths) || id.Value() != uint64(len(x.entry)) {
			return fmt.Errorf("foreign document %d, %q", id.Value(), name)
		}
		x.entry = append(x.entry, int32(n))
	}
	if len(x.entry) != len(lengths) {
		return fmt.Errorf("%d documents of %d entries", len(x.entry), len(lengths))
	}
	x.measure(lengths)
	return nil
}

// measure notes what the length of each field does to its terms.
func (x *Index) measure(lengths []lengths) {
	for f := range fields {
		total := 0
		for _, l := range lengths {
			total += l[f]
		}
		x.fields[f].long = make([]float32, len(lengths))
		for doc, e := range x.entry {
			x.fields[f].long[doc] = saturation(lengths[e][f], float32(total)/float32(len(lengths)))
		}
	}
}

// Close frees the index. No Recall may be under way or follow.
func (x *Index) Close() error {
	var err error
	if x.reader != nil {
		err = x.reader.Close()
	}
	return errors.Join(err, x.bleve.Close())
}
