package main

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"runtime"
	"slices"
	"sync"
	"time"

	"yiwen/bot"
	"yiwen/bot/flow"
	"yiwen/bot/pack"
	"yiwen/bot/quiet"
	"yiwen/bot/server/editing"
	"yiwen/bot/text"
	"yiwen/bot/text/jieba"
	"yiwen/bot/text/pinyin"
	"yiwen/intents"
	"yiwen/knowledge"
	"yiwen/knowledge/concept"
	"yiwen/knowledge/index"
	"yiwen/knowledge/rank"
	"yiwen/knowledge/suggest"
)

// builder makes of a content pack what the bot answers from: the one place
// where segmenter, rules, index and ranking are put together, for serve, ask
// and eval alike. It is safe for concurrent use; builds wait for each other, and
// stand back behind all else (see package quiet).
//
// What is built lives as long as somebody reads it: nobody closes it. When the
// last turn that answers from a replaced content is over, the next garbage
// collection frees its index and, if the dictionary changed, its segmenter.
type builder struct {
	dir      string                // of the unpacked dictionaries and the models
	explain  bool                  // candidates carry their features
	progress func(done, total int) // of learning
	sounds   *pinyin.Table

	mu      sync.Mutex // guards what follows
	words   []pack.Word
	segment *segmenter // with words; the next content shares it if its words are the same
	stock   *stock     // of the last build, nil = none
}

var _ editing.Builder = (*builder)(nil)

// newBuilder returns a builder that unpacks the segmenter's dictionaries in dir
// and tells progress how far it is with learning.
func newBuilder(dir string, explain bool, progress func(done, total int)) *builder {
	return &builder{dir: dir, explain: explain, progress: progress, sounds: pinyin.New()}
}

// models are what was learned before, beside the dictionaries.
func (b *builder) models() models { return models{filepath.Join(b.dir, "models")} }

// build returns a content that has learned from its knowledge. It takes about a
// second for the first and a few more for a knowledge that it has not seen before,
// and stops early when ctx is done. What the pack's own checks could not see (a
// rule that does not compile) is a fault.Invalid.
func (b *builder) build(ctx context.Context, p *pack.Pack, version int64) (*bot.Content, error) {
	c, err := b.Build(ctx, p, version)
	if err != nil {
		return nil, err
	}
	return b.Finish(ctx, c, nil)
}

// Build implements editing.Builder. What is the same as in the content built last
// is shared with it: a change of one entry takes a tenth of a second with some
// hundred entries, and one with twenty thousand. Where little changed, the content
// answers by the model of the one before, until Finish; a large one that is
// altogether new by the model that real questions made.
func (b *builder) Build(ctx context.Context, p *pack.Pack, version int64) (c *bot.Content, err error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	err = quiet.Do(func() error { c, err = b.make(ctx, p, version); return err })
	return c, err
}

// make is Build. b.mu is held.
func (b *builder) make(ctx context.Context, p *pack.Pack, version int64) (*bot.Content, error) {
	seg, err := b.segmenter(p.Dictionary)
	if err != nil {
		return nil, fmt.Errorf("load the dictionary: %w", err)
	}
	zone, err := time.LoadLocation(p.Settings.Timezone)
	if err != nil {
		return nil, fmt.Errorf("load the shop's time zone: %w", err)
	}
	set, err := intents.Compile(p.Intents(), seg)
	if err != nil {
		return nil, fmt.Errorf("compile the rules: %w", err)
	}
	teams, err := p.Desk()
	if err != nil {
		return nil, fmt.Errorf("read the teams: %w", err)
	}
	talk, err := bot.NewTalk(p.Talk)
	if err != nil {
		return nil, fmt.Errorf("compile the words of talk: %w", err)
	}
	flows := make(map[string]*flow.Flow, len(p.Flows))
	for _, f := range p.Flows {
		if flows[f.ID], err = flow.Compile(f); err != nil {
			return nil, err
		}
	}
	next := stock{segment: seg, synonyms: p.Synonyms}
	read, err := b.analyse(ctx, &next, p)
	if err != nil {
		return nil, err
	}
	if err := b.table(ctx, &next, p); err != nil {
		return nil, err
	}
	b.stock = &next
	entries := make(map[string]knowledge.Entry, len(p.Entries))
	for _, e := range p.Entries {
		entries[e.ID] = e
	}
	return &bot.Content{
		Version: version, Segment: read, Intents: set, Flows: flows, Talk: talk, Search: next.search, Suggest: next.suggest,
		Entries: entries, Replies: p.Replies, Limits: limitsOver(p.Settings.Limits, next.learned.model.Limits), Teams: teams, Zone: zone,
		Fronts: p.Settings.Fronts(),
	}, nil
}

// analyse fills in the corpus of a stock, and returns what reads it.
func (b *builder) analyse(ctx context.Context, next *stock, p *pack.Pack) (read reader, err error) {
	if next.bare, err = b.stock.cutAll(ctx, next.segment, p.Entries); err != nil {
		return read, err
	}
	read, err = newReader(next.segment, func(raw string) *text.Analysis { return next.bare[raw] }, b.sounds, p.Entries, p.Dictionary)
	if err != nil {
		return read, err
	}
	read = read.with(p.Stops, p.Homophones)
	if next.read, err = b.stock.readAll(ctx, next.bare, read); err != nil {
		return read, err
	}
	next.corpus = knowledge.NewCorpus(p.Entries, func(raw string) *text.Analysis {
		if a := next.read[raw]; a != nil {
			return a
		}
		return next.bare[raw]
	})
	return read, nil
}

// table fills in what searches the corpus of a stock. The index, the tables
// and what suggests are made side by side.
func (b *builder) table(ctx context.Context, next *stock, p *pack.Pack) (err error) {
	old := b.stock
	if old != nil && sameSynonyms(old.synonyms, p.Synonyms) {
		next.concepts = old.concepts
	} else if next.concepts, err = concept.Shipped(p.Synonyms); err != nil {
		return err
	}
	var ranker *rank.Ranker
	err = quiet.All(func() (err error) {
		if old != nil {
			next.index, err = old.index.Next(ctx, next.corpus)
		} else {
			next.index, err = index.Build(ctx, next.corpus)
		}
		return err
	}, func() error {
		if old != nil && next.concepts == old.concepts {
			ranker = old.search.ranker.Next(next.corpus)
		} else {
			ranker = rank.New(next.corpus, nil, rank.Options{Explain: b.explain, Sounds: b.sounds, Concepts: next.concepts})
		}
		return nil
	}, func() error {
		if old != nil {
			next.suggest = old.suggest.Next(next.corpus)
		} else {
			next.suggest = suggest.New(next.corpus, b.sounds)
		}
		return nil
	})
	if err != nil {
		return fmt.Errorf("index the knowledge: %w", err)
	}
	ranker = ranker.From(next.index)
	pending := &learning{models: b.models(), progress: b.progress, ranker: ranker, pack: p}
	answer, done, err := pending.begin(ctx, old)
	if err != nil {
		return errors.Join(err, next.index.Close())
	}
	next.learned = answer
	next.search = newSearcher(ranker.With(answer.model), next.index)
	if !done {
		next.search.pending = pending
	}
	return nil
}

func sameSynonyms(a, b [][]string) bool {
	return slices.EqualFunc(a, b, func(a, b []string) bool { return slices.Equal(a, b) })
}

// Finish implements editing.Builder.
func (b *builder) Finish(ctx context.Context, c *bot.Content, passes func(learned *bot.Content) (bool, error)) (*bot.Content, error) {
	s, ok := c.Search.(*searcher)
	if !ok || s.pending == nil {
		return c, nil
	}
	l := s.pending
	var model rank.Model
	err := quiet.Do(func() (err error) { model, err = l.learn(ctx); return err })
	if err != nil {
		return nil, err
	}
	twin := *c
	twin.Search = &searcher{ranker: s.ranker.With(model), of: s}
	twin.Limits = limitsOver(l.pack.Settings.Limits, model.Limits)
	out := &twin
	if passes != nil {
		ok, err := passes(out)
		if err != nil {
			return nil, err
		}
		if !ok {
			out, model = c, s.ranker.Model()
			// What cannot be kept is learned again by the next start, no more.
			_ = l.models.keep(l.path, model)
		}
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.stock != nil { // of this content, or of one that was built since and most likely differs little
		next := *b.stock
		next.learned = lesson{model, l.pack.Entries}
		b.stock = &next
	}
	return out, nil
}

// segmenter returns the segmenter that knows words, the one at hand if it can:
// each takes some 120 MB.
func (b *builder) segmenter(words []pack.Word) (*segmenter, error) {
	if b.segment != nil && slices.Equal(words, b.words) {
		return b.segment, nil
	}
	list := make([]jieba.Word, len(words))
	for i, w := range words {
		list[i] = jieba.Word{Text: w.Text, Freq: w.Freq, Tag: w.Tag}
	}
	core, err := jieba.Open(b.dir, list)
	if err != nil {
		return nil, err
	}
	b.words, b.segment = slices.Clone(words), newSegmenter(core)
	return b.segment, nil
}

// segmenter frees its C++ memory, which the garbage collector does not see,
// when nobody holds it any more.
type segmenter struct{ core *jieba.Segmenter }

var _ text.Sourcer = (*segmenter)(nil)

func newSegmenter(core *jieba.Segmenter) *segmenter {
	s := &segmenter{core}
	runtime.AddCleanup(s, func(core *jieba.Segmenter) { core.Close() }, core)
	return s
}

// Cut implements text.Segmenter.
func (s *segmenter) Cut(dst []text.Token, t string) []text.Token {
	defer runtime.KeepAlive(s) // or the collector might free the core under the cut
	return s.core.Cut(dst, t)
}

// Sources implements text.Sourcer.
func (s *segmenter) Sources(t string, tokens []text.Token) []text.Source {
	defer runtime.KeepAlive(s)
	return s.core.Sources(t, tokens)
}

// searcher closes its index when nobody holds it any more.
type searcher struct {
	ranker  *rank.Ranker
	of      *searcher // whose index it reads, nil = one of its own
	pending *learning // what it answers by was learned from another knowledge; nil = from its own
}

var _ bot.Searcher = (*searcher)(nil)

func newSearcher(r *rank.Ranker, idx *index.Index) *searcher {
	s := &searcher{ranker: r}
	// Closing an index in memory cannot lose anything; an error would say that
	// it is closed already.
	runtime.AddCleanup(s, func(idx *index.Index) { _ = idx.Close() }, idx)
	return s
}

// Within implements bot.Searcher.
func (s *searcher) Within(open func(entry string) bool) bot.Searcher {
	return &searcher{ranker: s.ranker.Within(open), of: s}
}

// Search implements bot.Searcher.
func (s *searcher) Search(ctx context.Context, a *text.Analysis, n int) ([]knowledge.Candidate, error) {
	defer runtime.KeepAlive(s) // or the collector might close the index under the search
	return s.ranker.Search(ctx, a, n)
}
