package index

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"strconv"
	"sync/atomic"

	"github.com/blevesearch/bleve/v2"
	bleveindex "github.com/blevesearch/bleve_index_api"

	"yiwen/knowledge"
)

// segment is the postings of some entries of a corpus. It never changes; several
// indexes may read it.
type segment struct {
	bleve   bleve.Index
	reader  bleveindex.IndexReader
	readers atomic.Int32 // indexes that have it

	corpus  *knowledge.Corpus
	terms   [fields]map[string]*postings
	docs    []int32   // by number of a document: which of the entries it is
	lengths []lengths // by number of a document
}

// postings are the documents that hold a term of a field.
type postings struct {
	held int32                     // how many they are
	list atomic.Pointer[[]posting] // nil until the term is asked for
}

// posting is a document that holds a term.
type posting struct {
	doc  int32
	freq float32 // how often
}

// newSegment indexes the entries of a corpus at places, for one Index.
func newSegment(ctx context.Context, corpus *knowledge.Corpus, places []int32) (*segment, error) {
	b, err := newBleve()
	if err != nil {
		return nil, fmt.Errorf("create the index: %w", err)
	}
	s := &segment{bleve: b, corpus: corpus}
	s.readers.Store(1)
	lengths, err := s.fill(ctx, places)
	if err == nil {
		err = s.open(lengths)
	}
	if err != nil {
		return nil, errors.Join(fmt.Errorf("fill the index: %w", err), s.close())
	}
	return s, nil
}

// open begins to read what was filled in: which document is which entry, and how
// long its fields are.
func (s *segment) open(filled []lengths) (err error) {
	inner, err := s.bleve.Advanced()
	if err != nil {
		return err
	}
	if s.reader, err = inner.Reader(); err != nil {
		return err
	}
	ids, err := s.reader.DocIDReaderAll()
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, ids.Close()) }()
	for {
		id, err := ids.Next()
		if err != nil {
			return err
		}
		if id == nil {
			break
		}
		name, err := s.reader.ExternalID(id)
		if err != nil {
			return err
		}
		n, err := strconv.Atoi(name)
		if err != nil || n >= len(filled) || id.Value() != uint64(len(s.docs)) {
			return fmt.Errorf("foreign document %d, %q", id.Value(), name)
		}
		s.docs = append(s.docs, int32(n))
		s.lengths = append(s.lengths, filled[n])
	}
	if len(s.docs) != len(filled) {
		return fmt.Errorf("%d documents of %d entries", len(s.docs), len(filled))
	}
	return nil
}

// read returns the postings of a term. The first to ask for it reads them from
// bleve, at some fifty nanoseconds each and a few microseconds more; all others
// find them in memory, of which they take eight bytes each.
func (s *segment) read(ctx context.Context, f field, t string) (list []posting, err error) {
	p := s.terms[f][t]
	if p == nil {
		return nil, nil
	}
	if known := p.list.Load(); known != nil {
		return *known, nil
	}
	r, err := s.reader.TermFieldReader(ctx, []byte(t), f.String(), true, false, false)
	if err != nil {
		return nil, err
	}
	defer func() { err = cmp.Or(err, r.Close()) }()
	list = make([]posting, 0, p.held)
	var doc bleveindex.TermFieldDoc
	for {
		hit, err := r.Next(&doc)
		if err != nil {
			return nil, err
		}
		if hit == nil {
			break
		}
		list = append(list, posting{int32(hit.ID.Value()), float32(hit.Freq)})
	}
	p.list.Store(&list) // two that ask at once store the same
	return list, nil
}

// at returns by number of a document where its entry is, of the places by entry.
func (s *segment) at(places []int32) []int32 {
	out := make([]int32, len(s.docs))
	for doc, n := range s.docs {
		out[doc] = places[n]
	}
	return out
}

// close frees the segment when the last Index that has it is closed.
func (s *segment) close() error {
	if s.readers.Add(-1) > 0 {
		return nil
	}
	var err error
	if s.reader != nil {
		err = s.reader.Close()
	}
	return errors.Join(err, s.bleve.Close())
}
