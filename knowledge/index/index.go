// Package index recalls entries with bleve: given a question it names the few
// dozen entries worth a closer look, which package rank then scores.
//
// An Index lives in memory, is built once from a corpus and never changes;
// Recall is safe for concurrent use. The package parses no query language and
// runs no analyser over anybody's text: document and query are the terms that
// bot/text and package rank cut, joined by spaces. It promises that the right
// entry is among the recalled ones, not that it is first, and its scores do
// not compare between questions.
package index

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/blevesearch/bleve/v2"
	"github.com/blevesearch/bleve/v2/analysis/analyzer/custom"
	"github.com/blevesearch/bleve/v2/analysis/tokenizer/whitespace"
	"github.com/blevesearch/bleve/v2/index/scorch"
	"github.com/blevesearch/bleve/v2/mapping"
	"github.com/blevesearch/bleve/v2/search"
	"github.com/blevesearch/bleve/v2/search/query"
	bleveindex "github.com/blevesearch/bleve_index_api"

	"yiwen/knowledge"
	"yiwen/knowledge/rank"
)

var _ rank.Retriever = (*Index)(nil)

// field is the one field of a document: the characters of all texts and
// keywords of an entry. Characters alone recall as well as characters and
// words together, and the cost of a search is per hit.
const field = "chars"

const (
	batchSize = 256             // documents written at once while building
	deadline  = 2 * time.Second // a search that takes longer has gone wrong
	maxTerms  = 24              // rarest terms of a long message that are searched; see pick
	maxHits   = 4000            // entries that the terms of one search may hold, counted once for each; see pick
)

// Index recalls entries of one corpus.
type Index struct {
	bleve bleve.Index
	stats *search.BM25Stats
	df    map[string]int // entries that hold a term
	size  int            // entries
}

// Build indexes a corpus, one document per entry. It takes about 0.2 ms per
// entry and stops early when ctx is done. The caller closes the Index when its
// last reader is gone.
func Build(ctx context.Context, corpus *knowledge.Corpus) (*Index, error) {
	m, err := newMapping()
	if err != nil {
		return nil, fmt.Errorf("describe the index: %w", err)
	}
	// NewMemOnly would build the old index type, which ignores BM25 silently.
	b, err := bleve.NewUsing("", m, scorch.Name, scorch.Name, nil)
	if err != nil {
		return nil, fmt.Errorf("create the index: %w", err)
	}
	x := &Index{bleve: b, df: map[string]int{}, size: len(corpus.Entries)}
	if err := x.fill(ctx, corpus); err != nil {
		_ = b.Close() // the first error is the one to tell
		return nil, fmt.Errorf("fill the index: %w", err)
	}
	return x, nil
}

func newMapping() (*mapping.IndexMappingImpl, error) {
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
	doc.AddFieldMappingsAt(field, f)
	m.DefaultMapping = doc
	m.DefaultAnalyzer = analyser
	return m, nil
}

func (x *Index) fill(ctx context.Context, corpus *knowledge.Corpus) error {
	batch := x.bleve.NewBatch()
	total := 0
	var terms []string
	for i, e := range corpus.Entries {
		if err := ctx.Err(); err != nil {
			return err
		}
		terms = terms[:0]
		for _, t := range e.Texts {
			terms = rank.AppendTerms(terms, t.Plain())
		}
		for _, k := range e.Keywords {
			terms = rank.AppendTerms(terms, k.Plain())
		}
		if err := batch.Index(strconv.Itoa(i), map[string]any{field: strings.Join(terms, " ")}); err != nil {
			return fmt.Errorf("entry %s: %w", e.Entry.ID, err)
		}
		total += len(terms)
		slices.Sort(terms)
		for _, t := range slices.Compact(terms) {
			x.df[t]++
		}
		if batch.Size() >= batchSize {
			if err := x.bleve.Batch(batch); err != nil {
				return err
			}
			batch.Reset()
		}
	}
	// bleve takes the number of distinct terms for the length of a field, which
	// makes every document look hundreds of times too long; tell it the truth.
	x.stats = &search.BM25Stats{DocCount: float64(x.size), FieldCardinality: map[string]int{field: total}}
	return x.bleve.Batch(batch)
}

// Close frees the index. No Recall may be under way or follow.
func (x *Index) Close() error { return x.bleve.Close() }

// Recall returns at most n entries that hold some of terms, best first; none
// when no term is known. It blocks for some tens of microseconds with a few
// hundred entries and at most until ctx is done or two seconds. It keeps and
// changes nothing of terms.
func (x *Index) Recall(ctx context.Context, terms []string, n int) ([]rank.Hit, error) {
	terms = x.pick(slices.Clone(terms))
	if len(terms) == 0 || n <= 0 {
		return nil, ctx.Err()
	}
	ctx, cancel := context.WithTimeout(context.WithValue(ctx, search.BM25StatsKey, x.stats), deadline)
	defer cancel()
	queries := make([]query.Query, len(terms))
	for i, t := range terms {
		q := query.NewTermQuery(t)
		q.SetField(field)
		queries[i] = q
	}
	req := bleve.NewSearchRequestOptions(query.NewDisjunctionQuery(queries), n, 0, false)
	// Without the second key, which of two equal entries is the last to be
	// recalled would depend on the order in which bleve's workers wrote them.
	req.SortBy([]string{"-_score", "_id"})
	res, err := x.bleve.SearchInContext(ctx, req)
	if err != nil {
		return nil, fmt.Errorf("recall entries: %w", err)
	}
	hits := make([]rank.Hit, 0, len(res.Hits))
	for _, h := range res.Hits {
		i, err := strconv.Atoi(h.ID)
		if err != nil || i < 0 || i >= x.size {
			return nil, fmt.Errorf("recall entries: foreign document %q", h.ID)
		}
		hits = append(hits, rank.Hit{Entry: i, Score: h.Score})
	}
	return hits, nil
}

// pick returns the distinct known terms worth searching, rarest first. A term
// of more than a third of the entries says little and costs a score for each of
// them, so such terms are kept only while there are fewer than three others.
// Searching fewer than maxTerms saves next to nothing and costs the long
// messages of the development questions 3 points of top-1 with 8 terms. In a large
// knowledge the cost is that of the commonest terms, so the rest of them is left
// out when the rarer ones have hits enough; among a thousand entries all fit.
func (x *Index) pick(terms []string) []string {
	slices.Sort(terms)
	terms = slices.Compact(terms)
	terms = slices.DeleteFunc(terms, func(t string) bool { return x.df[t] == 0 })
	slices.SortStableFunc(terms, func(a, b string) int { return cmp.Compare(x.df[a], x.df[b]) })
	keep, hits := 0, 0
	for keep < len(terms) && keep < maxTerms {
		n := x.df[terms[keep]]
		if hits += n; keep >= 3 && (3*n > x.size || hits > maxHits) {
			break
		}
		keep++
	}
	return terms[:keep]
}
