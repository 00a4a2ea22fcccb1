package rank

import (
	"context"
	"math/rand/v2"
	"slices"

	"yiwen/bot/text"
)

// Revision changes whenever features or training do: a model of another revision
// is not one of this program.
const Revision = 5

// TrainOptions are what Train may be told; the zero value is good.
type TrainOptions struct {
	Seed      uint64
	Precision float64               // wanted share of right answers among direct ones; zero: 0.95
	Variants  int                   // most texts asked; zero: 4,000
	Entries   int                   // most entries taken out; zero: 1,000
	Progress  func(done, total int) // called after every few searches, from the calling goroutine; may be nil
}

func (o *TrainOptions) complete() {
	if o.Precision <= 0 || o.Precision >= 1 {
		o.Precision = wanted
	}
	if o.Variants <= 0 {
		o.Variants = 4000
	}
	if o.Entries <= 0 {
		o.Entries = 1000
	}
	if o.Progress == nil {
		o.Progress = func(int, int) {}
	}
}

// tooFew is how many texts with another of their entry a knowledge base must
// have for anything to be learned from it.
const tooFew = 30

// Train learns a model from the knowledge itself: each text is held out in turn
// and asked as a question that has an answer, each entry as one that has none.
// Where there are more texts than the options allow, a sample of them is drawn.
// It starts from DefaultModel, which real questions made, and goes as far as its
// evidence carries: with fewer than thirty texts to ask nowhere.
//
// The same knowledge, options and program give the same model. It searches once
// for every text asked and then computes for about a second; it stops early with
// an error when ctx is done or the Retriever fails.
func (r *Ranker) Train(ctx context.Context, opts TrainOptions) (Model, error) {
	samples, err := r.Ask(ctx, opts)
	if err != nil || len(samples) == 0 {
		return DefaultModel(), err
	}
	opts.complete()
	m := DefaultModel()
	n := asked(samples)
	m.Settle(samples)
	doubt(samples)
	// Holding out makes the right entry one text poorer than the others, which
	// must not be what is learned.
	m.LearnOrder(ctx, samples, 0.5+30/n, Texts, Second)
	m.Settle(samples)
	m.LearnConfidence(ctx, samples, 0.02+enough/n)
	m.adaptLimits(samples, opts.Precision)
	return m, ctx.Err()
}

// asked returns how many of the samples have an answer.
func asked(samples []Sample) float64 {
	n := 0
	for i := range samples {
		if samples[i].known {
			n++
		}
	}
	return float64(n)
}

// doubt takes the weight from samples of an entry held out whose first entry
// looks as good as the right one of the usual sample: it may well answer them,
// for in a real knowledge base neighbours say nearly the same.
func doubt(samples []Sample) {
	var scores []float64
	for i := range samples {
		if samples[i].known && len(samples[i].found) > 0 {
			scores = append(scores, samples[i].found[0].score)
		}
	}
	if len(scores) == 0 {
		return // no text shares anything with another
	}
	slices.Sort(scores)
	for i := range samples {
		if s := &samples[i]; !s.known && len(s.found) > 0 && s.found[0].score > scores[len(scores)/2] {
			s.Weight = 0
		}
	}
}

// With returns a Ranker that answers by m and shares everything else with r.
func (r *Ranker) With(m Model) *Ranker {
	opts := r.opts
	opts.Model = m
	return r.share(opts)
}

// Sample is one question to learn from: what a search found closest, and which
// of it is right.
type Sample struct {
	Weight float64 // how much it counts among the samples
	found  []scored
	known  bool // some entry answers the question
	main   bool // the question is an entry's standard one
}

// place returns the place of the first right entry, or -1.
func (s *Sample) place() int {
	return slices.IndexFunc(s.found, func(c scored) bool { return c.right })
}

// Judge asks a question that the entries named right answer, or none does, and
// gives it the weight of one.
func (r *Ranker) Judge(ctx context.Context, a *text.Analysis, right []string) (Sample, error) {
	s := r.pool.Get().(*scratch)
	defer r.pool.Put(s)
	if err := r.find(ctx, s, a); err != nil {
		return Sample{}, err
	}
	return r.judged(s, right), nil
}

// Ask holds texts and entries out and asks them: what Train learns from. It gives
// none for a knowledge base with too few texts.
func (r *Ranker) Ask(ctx context.Context, opts TrainOptions) ([]Sample, error) {
	opts.complete()
	variants, entries := r.draw(opts)
	if len(variants) < tooFew {
		return nil, ctx.Err()
	}
	var samples []Sample
	total := len(variants) + len(entries)
	for i, q := range append(variants, entries...) {
		s, err := r.sample(ctx, q, i < len(variants))
		if err != nil {
			return nil, err
		}
		samples = append(samples, s)
		if len(samples)%64 == 0 || len(samples) == total {
			opts.Progress(len(samples), total)
		}
	}
	weigh(samples)
	return samples, nil
}

// weigh makes the questions that some entry answers weigh 0.7 together, as in a
// shop's real stream, and the others 0.3.
func weigh(samples []Sample) {
	in := asked(samples)
	out := float64(len(samples)) - in
	for i := range samples {
		if s := &samples[i]; s.known {
			s.Weight = 0.7 / in
		} else {
			s.Weight = 0.3 / out
		}
	}
}

// place is a text of an entry.
type place struct {
	entry int
	text  int32
}

// draw returns the texts to ask while they alone are out, none of an entry that
// would be left without any, and those to ask while their whole entry is out.
func (r *Ranker) draw(opts TrainOptions) (variants, entries []place) {
	dice := rand.New(rand.NewPCG(opts.Seed, 0))
	for e := range r.corpus.Entries {
		from, to := r.table.textsOf(e)
		if from == to {
			continue
		}
		entries = append(entries, place{e, from + dice.Int32N(to-from)})
		for i := from; i < to && to-from > 1; i++ {
			variants = append(variants, place{e, i})
		}
	}
	for _, s := range []struct {
		of   *[]place
		most int
	}{{&variants, opts.Variants}, {&entries, opts.Entries}} {
		all := *s.of
		dice.Shuffle(len(all), func(i, j int) { all[i], all[j] = all[j], all[i] })
		*s.of = all[:min(s.most, len(all))]
	}
	return variants, entries
}

// sample asks the text at p while it or, unless one is set, its whole entry is
// held out.
func (r *Ranker) sample(ctx context.Context, p place, one bool) (Sample, error) {
	first, to := r.table.textsOf(p.entry)
	from := first
	a := r.corpus.Entries[p.entry].Texts[p.text-first]
	var right []string
	if one {
		from, to = p.text, p.text+1
		right = []string{r.corpus.Entries[p.entry].Entry.ID}
	}
	s := r.pool.Get().(*scratch)
	s.held = r.table.hold(p.entry, from, to)
	defer func() { s.held = nil; r.pool.Put(s) }()
	if err := r.find(ctx, s, a); err != nil {
		return Sample{}, err
	}
	out := r.judged(s, right)
	out.main = p.text-first == 0
	return out, nil
}

// judged keeps what a search found closest; right are the ids of the entries that
// answer the question.
func (r *Ranker) judged(s *scratch, right []string) Sample {
	out := Sample{Weight: 1, known: len(right) > 0, found: slices.Clone(s.found[:min(closely, len(s.found))])}
	for i := range out.found {
		c := &out.found[i]
		c.right = slices.Contains(right, r.corpus.Entries[c.entry].Entry.ID)
	}
	return out
}
