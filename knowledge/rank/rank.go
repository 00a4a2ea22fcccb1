// Package rank orders the entries that may answer a question and says how sure
// it is, with a score from 0 to 1 that compares between questions.
//
// A Retriever recalls some forty entries; every text of theirs is compared with
// the question over tables of numbers made when the Ranker was built, by
// characters, neighbouring characters, words and sounds. The dozen that come out
// best are compared more closely; a linear model orders them and a logistic one
// turns the features of each into its score. Train learns both models, and the
// limits that their scores are for, from the knowledge itself. The package is
// pure but for the Retriever: no clock, no disk, no goroutine. It decides
// nothing: limits are the policy's.
package rank

import (
	"context"
	"fmt"
	"sync"

	"yiwen/bot/text"
	"yiwen/knowledge"
	"yiwen/knowledge/concept"
)

// Hit is an entry that a Retriever found: its place in the corpus and a score
// that compares within one query only.
type Hit struct {
	Entry int
	Score float64
}

// Retriever recalls the entries worth a closer look: at most n of those that open
// lets in (nil: all), best first, that share terms (as AppendTerms cuts them, in
// their order) with a query. It keeps and changes nothing of terms, is safe for
// concurrent use and returns when ctx is done.
type Retriever interface {
	Recall(ctx context.Context, terms []string, n int, open func(entry int) bool) ([]Hit, error)
}

// Options are what a Ranker may be told; the zero value is good.
type Options struct {
	Model    Model            // zero: DefaultModel
	Sounds   Sounder          // nil: texts have no sound
	Concepts *concept.Lexicon // nil: no words mean the same
	Recall   int              // entries recalled; zero: 40
	Explain  bool             // fill Candidate.Features, and Candidate.Told wholly, at the cost of a map each
}

// Ranker searches one corpus. It never changes and is safe for concurrent use.
type Ranker struct {
	corpus *knowledge.Corpus
	table  *table
	from   Retriever
	order  Features             // of what is recalled
	open   func(entry int) bool // which entries take part; nil = all
	opts   Options
	pool   sync.Pool // of *scratch
}

// New builds the tables of corpus, which from must recall. It takes about
// 20 µs for each text.
func New(corpus *knowledge.Corpus, from Retriever, opts Options) *Ranker {
	if opts.Model == (Model{}) {
		opts.Model = DefaultModel()
	}
	if opts.Recall <= 0 {
		opts.Recall = 40
	}
	if opts.Sounds == nil {
		opts.Sounds = mute{}
	}
	if opts.Concepts == nil {
		opts.Concepts = new(concept.Lexicon)
	}
	r := &Ranker{corpus: corpus, table: newTable(corpus, opts.Sounds, opts.Concepts), from: from, order: RecallOrder()}
	return r.share(opts)
}

// Entries returns how many entries r searches.
func (r *Ranker) Entries() int { return len(r.corpus.Entries) }

// share returns a Ranker of the same knowledge with other options.
func (r *Ranker) share(opts Options) *Ranker {
	return &Ranker{
		corpus: r.corpus, table: r.table, from: r.from, order: r.order, open: r.open, opts: opts,
		pool: sync.Pool{New: func() any { return new(scratch) }},
	}
}

// Within returns a Ranker of the same knowledge in which only the entries take
// part that open lets in, by their ids: others are neither found nor compared
// with. It asks open of every entry before it returns.
func (r *Ranker) Within(open func(id string) bool) *Ranker {
	in := make([]bool, len(r.corpus.Entries))
	for i := range r.corpus.Entries {
		in[i] = open(r.corpus.Entries[i].Entry.ID)
	}
	w := r.share(r.opts)
	w.open = func(entry int) bool { return in[entry] && (r.open == nil || r.open(entry)) }
	return w
}

// Search returns the entries that may answer a, best first, at most n; none
// when nothing of a is known. It blocks as long as the Retriever does and some
// tens of microseconds more. The error is the Retriever's.
func (r *Ranker) Search(ctx context.Context, a *text.Analysis, n int) ([]knowledge.Candidate, error) {
	s := r.pool.Get().(*scratch)
	defer r.pool.Put(s)
	if err := r.find(ctx, s, a); err != nil {
		return nil, err
	}
	found := s.found[:max(0, min(len(s.found), n))]
	if len(found) == 0 {
		return nil, nil
	}
	out := make([]knowledge.Candidate, len(found))
	for i := range found {
		out[i] = r.candidate(&found[i])
	}
	return out, nil
}

// find leaves the entries for a in s.found, ordered and scored. What s.held
// takes out it does not know.
func (r *Ranker) find(ctx context.Context, s *scratch, a *text.Analysis) error {
	s.found = s.found[:0]
	s.single = AppendTerms(s.single[:0], a.Plain())
	hits, err := r.from.Recall(ctx, s.single, r.opts.Recall, r.open)
	if err != nil {
		return fmt.Errorf("search: %w", err)
	}
	if len(hits) == 0 {
		return nil
	}
	r.table.vocab.cut(&s.query, a, s.single)
	s.query.compact()
	s.load(r.table)
	defer s.unload()
	for _, h := range hits {
		if r.corpus.Entries[h.Entry].Excluded(a.Norm) != "" {
			continue
		}
		if c, ok := s.entry(r.table, &r.order, h.Entry); ok {
			s.found = append(s.found, c)
		}
	}
	s.decide(r.table, &r.opts.Model)
	return nil
}

func (r *Ranker) candidate(c *scored) knowledge.Candidate {
	e := &r.corpus.Entries[c.entry]
	out := knowledge.Candidate{
		ID: e.Entry.ID, Score: c.score,
		Text: e.Texts[c.text-r.table.first[c.entry]].Raw,
	}
	out.Told = r.opts.Model.parts(&c.features)
	if r.opts.Explain {
		out.Features = make(map[string]float64, NumFeatures)
		for f, x := range c.features {
			out.Features[Feature(f).String()] = x
		}
	} else {
		out.Told = summary(out.Told)
	}
	return out
}
