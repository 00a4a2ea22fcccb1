// Package rank orders the entries that may answer a question and says how sure
// it is.
package rank

import (
	"context"
	"fmt"
	"sync"

	"yiwen/bot/text"
	"yiwen/knowledge"
)

// Hit is an entry that a Retriever found: its place in the corpus and a score
// that compares within one query only.
type Hit struct {
	Entry int
	Score float64
}

// Retriever recalls the entries worth a closer look: at most n that share terms
// (as AppendTerms cuts them) with a query. It must keep and change nothing of
// terms, be safe for concurrent use and return when ctx is done.
type Retriever interface {
	Recall(ctx context.Context, terms []string, n int) ([]Hit, error)
}

// Options are what a Ranker may be told.
type Options struct {
	Model   Model // zero: DefaultModel
	Recall  int   // entries looked at closely; zero: 40
	Explain bool  // fill Candidate.Features, which costs a map per candidate
}

// Ranker searches one corpus. It is immutable and safe for concurrent use.
type Ranker struct {
	corpus *knowledge.Corpus
	table  *table
	from   Retriever
	opts   Options
	pool   sync.Pool // of *scratch
}

// New builds the feature tables of corpus, which r must have been built from
// too. It takes about 20 µs per text.
func New(corpus *knowledge.Corpus, r Retriever, opts Options) *Ranker {
	if opts.Model == (Model{}) {
		opts.Model = DefaultModel()
	}
	if opts.Recall <= 0 {
		opts.Recall = 40
	}
	return &Ranker{
		corpus: corpus, table: newTable(corpus), from: r, opts: opts,
		pool: sync.Pool{New: func() any { return new(scratch) }},
	}
}

// Search returns at most n entries that may answer a, best first.
func (r *Ranker) Search(ctx context.Context, a *text.Analysis, n int) ([]knowledge.Candidate, error) {
	s := r.pool.Get().(*scratch)
	defer r.pool.Put(s)
	if err := r.find(ctx, s, a); err != nil {
		return nil, err
	}
	found := s.found[:min(len(s.found), max(n, 0))]
	if len(found) == 0 {
		return nil, nil
	}
	out := make([]knowledge.Candidate, len(found))
	for i := range found {
		out[i] = r.candidate(&found[i])
	}
	return out, nil
}

// find leaves the entries for a in s.found, in order and with confidence.
func (r *Ranker) find(ctx context.Context, s *scratch, a *text.Analysis) error {
	s.found = s.found[:0]
	s.single = AppendTerms(s.single[:0], a.Plain())
	hits, err := r.from.Recall(ctx, s.single, r.opts.Recall)
	if err != nil {
		return fmt.Errorf("search: %w", err)
	}
	if len(hits) == 0 {
		return nil
	}
	r.table.vocab.cut(&s.query, a, s.single, false)
	s.load(r.table)
	defer s.clear()
	for _, h := range hits {
		s.found = append(s.found, s.entry(r.table, &r.opts.Model, int32(h.Entry)))
	}
	s.decide(&r.opts.Model)
	return nil
}

func (r *Ranker) candidate(c *scored) knowledge.Candidate {
	e := &r.corpus.Entries[c.entry]
	out := knowledge.Candidate{
		ID: e.Entry.ID, Score: c.score,
		Text: e.Texts[c.text-r.table.first[c.entry]].Raw,
	}
	if r.opts.Explain {
		out.Features = make(map[string]float64, NumFeatures)
		for f, name := range Names() {
			out.Features[name] = c.features[f]
		}
	}
	return out
}

// With returns a Ranker over the same tables that uses another model.
func (r *Ranker) With(m Model) *Ranker {
	o := r.opts
	o.Model = m
	return &Ranker{
		corpus: r.corpus, table: r.table, from: r.from, opts: o,
		pool: sync.Pool{New: func() any { return new(scratch) }},
	}
}
