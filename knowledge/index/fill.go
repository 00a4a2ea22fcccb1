package index

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/blevesearch/bleve/v2"
	"github.com/blevesearch/bleve/v2/analysis/analyzer/custom"
	"github.com/blevesearch/bleve/v2/analysis/tokenizer/whitespace"
	"github.com/blevesearch/bleve/v2/index/scorch"
	bleveindex "github.com/blevesearch/bleve_index_api"

	"yiwen/bot/text"
	"yiwen/knowledge"
	"yiwen/knowledge/rank"
)

// field is a field of a document.
type field int

const (
	chars   field = iota // characters of all texts and keywords of an entry
	pairs                // neighbouring characters of them
	answers              // neighbouring characters of its answer
	fields
)

func (f field) String() string { return [fields]string{"chars", "pairs", "answers"}[f] }

// newBleve returns an empty index in memory. NewMemOnly would build the old index
// type, which ignores BM25 silently.
func newBleve() (bleve.Index, error) {
	const analyser = "cut" // splits at spaces and does nothing else
	m := bleve.NewIndexMapping()
	m.ScoringModel = bleveindex.BM25Scoring
	err := m.AddCustomAnalyzer(analyser, map[string]any{"type": custom.Name, "tokenizer": whitespace.Name})
	if err != nil {
		return nil, err
	}
	f := bleve.NewTextFieldMapping()
	f.Analyzer = analyser
	f.Store, f.IncludeTermVectors, f.IncludeInAll, f.DocValues = false, false, false, false
	doc := bleve.NewDocumentStaticMapping()
	for name := range fields {
		doc.AddFieldMappingsAt(name.String(), f)
	}
	m.DefaultMapping = doc
	m.DefaultAnalyzer = analyser
	return bleve.NewUsing("", m, scorch.Name, scorch.Name, nil)
}

// lengths are how many terms the fields of a document hold.
type lengths [fields]int

// batchSize is how many documents are written at once. Each batch becomes a
// segment for good, in which every search looks up every term; and while it is
// written it takes some 50 KB of memory for each document.
const batchSize = 4096

// fill writes the entries at places and counts what they hold.
func (s *segment) fill(ctx context.Context, places []int32) ([]lengths, error) {
	for f := range s.terms {
		s.terms[f] = map[string]*postings{}
	}
	out := make([]lengths, len(places))
	batch := s.bleve.NewBatch()
	var terms [fields][]string
	for i, place := range places {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		e := &s.corpus.Entries[place]
		cut(&terms, e)
		doc := make(map[string]any, fields)
		for f := range fields {
			out[i][f] = len(terms[f])
			doc[f.String()] = strings.Join(terms[f], " ")
			slices.Sort(terms[f])
			for _, t := range slices.Compact(terms[f]) {
				p := s.terms[f][t]
				if p == nil {
					p = new(postings)
					s.terms[f][t] = p
				}
				p.held++
			}
		}
		if err := batch.Index(strconv.Itoa(i), doc); err != nil {
			return nil, fmt.Errorf("entry %s: %w", e.Entry.ID, err)
		}
		if batch.Size() >= batchSize {
			if err := s.bleve.Batch(batch); err != nil {
				return nil, err
			}
			batch.Reset()
		}
	}
	return out, s.bleve.Batch(batch)
}

// cut leaves the terms of an entry in dst, in place of what was there.
func cut(dst *[fields][]string, e *knowledge.Analysed) {
	for f := range dst {
		dst[f] = dst[f][:0]
	}
	for _, list := range [][]*text.Analysis{e.Texts, e.Keywords} {
		for _, a := range list {
			from := len(dst[chars])
			dst[chars] = rank.AppendTerms(dst[chars], a.Plain())
			dst[pairs] = appendPairs(dst[pairs], dst[chars][from:])
		}
	}
	dst[answers] = appendPairs(dst[answers], rank.AppendTerms(nil, e.Answer.Plain()))
}

// appendPairs appends each term with the one behind it.
func appendPairs(dst, terms []string) []string {
	for i := 1; i < len(terms); i++ {
		dst = append(dst, terms[i-1]+terms[i])
	}
	return dst
}
