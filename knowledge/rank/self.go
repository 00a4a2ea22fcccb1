package rank

import (
	"context"

	"yiwen/knowledge"
)

// Judged is a question that a knowledge base asked itself, with what it found.
type Judged struct {
	Text  string
	Right []string              // the entries that answer it; none = no entry does
	Found []knowledge.Candidate // best first, only those that were compared closely
}

// AskSelf holds texts and entries out, as Train does, and says what the model of
// r makes of them: as many as the options allow, drawn alike each time. Questions
// of an entry held out that its neighbours may well answer are left out (see
// doubt). It gives none for a knowledge base with too few texts, and blocks for
// one search a question.
func (r *Ranker) AskSelf(ctx context.Context, opts TrainOptions) ([]Judged, error) {
	opts.complete()
	variants, entries := r.draw(opts)
	if len(variants) < tooFew {
		return nil, ctx.Err()
	}
	places := append(variants, entries...)
	samples := make([]Sample, len(places))
	for i, p := range places {
		s, err := r.sample(ctx, p, i < len(variants))
		if err != nil {
			return nil, err
		}
		samples[i] = s
	}
	doubt(samples)
	var out []Judged
	for i := range samples {
		s, p := &samples[i], places[i]
		if s.Weight == 0 {
			continue
		}
		e := &r.corpus.Entries[p.entry]
		j := Judged{Text: e.Texts[p.text-r.table.first[p.entry]].Raw}
		if s.known {
			j.Right = []string{e.Entry.ID}
		}
		for k := range s.found {
			j.Found = append(j.Found, knowledge.Candidate{ID: r.corpus.Entries[s.found[k].entry].Entry.ID, Score: s.found[k].score})
		}
		out = append(out, j)
	}
	return out, nil
}

// Model is what r answers by.
func (r *Ranker) Model() Model { return r.opts.Model }

// Learned are the limits that the model of r is for.
func (r *Ranker) Learned() Limits { return r.opts.Model.Limits }

// Explained returns a Ranker of the same knowledge and model whose candidates
// carry their features.
func (r *Ranker) Explained() *Ranker {
	opts := r.opts
	opts.Explain = true
	return r.share(opts)
}
