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
	"yiwen/bot/pack"
	"yiwen/bot/server/editing"
	"yiwen/bot/text"
	"yiwen/bot/text/jieba"
	"yiwen/bot/text/pinyin"
	"yiwen/intents"
	"yiwen/knowledge"
	"yiwen/knowledge/concept"
	"yiwen/knowledge/index"
	"yiwen/knowledge/rank"
)

// builder makes of a content pack what the bot answers from: the one place
// where segmenter, rules, index and ranking are put together, for serve, ask
// and eval alike. It is safe for concurrent use; builds wait for each other.
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
}

var _ editing.Builder = (*builder)(nil)

// newBuilder returns a builder that unpacks the segmenter's dictionaries in dir
// and tells progress how far it is with learning.
func newBuilder(dir string, explain bool, progress func(done, total int)) *builder {
	return &builder{dir: dir, explain: explain, progress: progress, sounds: pinyin.New()}
}

// models are what was learned before, beside the dictionaries.
func (b *builder) models() models { return models{filepath.Join(b.dir, "models")} }

// build takes about a second for the first content and half of that for the
// next ones, a few seconds more for a knowledge that it has not seen before and
// learns from, and stops early when ctx is done. What the pack's own checks could
// not see (a rule that does not compile) is a fault.Invalid.
func (b *builder) build(ctx context.Context, p *pack.Pack, version int64) (*bot.Content, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
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
	read, err := newReader(seg, b.sounds, p.Entries, p.Dictionary)
	if err != nil {
		return nil, err
	}
	read = read.with(p.Stops, p.Homophones)
	corpus := knowledge.NewCorpus(p.Entries, func(raw string) *text.Analysis { return text.Analyse(raw, read) })
	idx, err := index.Build(ctx, corpus)
	if err != nil {
		return nil, fmt.Errorf("index the knowledge: %w", err)
	}
	concepts, err := concept.Shipped(p.Synonyms)
	if err != nil {
		return nil, errors.Join(err, idx.Close())
	}
	ranker := rank.New(corpus, idx, rank.Options{Explain: b.explain, Sounds: b.sounds, Concepts: concepts})
	model, err := b.models().learn(ctx, ranker, b.progress, p.Entries, p.Dictionary, p.Synonyms, p.Stops, p.Homophones)
	if err != nil {
		return nil, errors.Join(err, idx.Close())
	}
	entries := make(map[string]knowledge.Entry, len(p.Entries))
	for _, e := range p.Entries {
		entries[e.ID] = e
	}
	return &bot.Content{
		Version: version, Segment: read, Intents: set, Talk: talk,
		Search:  newSearcher(ranker.With(model), idx),
		Entries: entries, Replies: p.Replies, Limits: limitsOver(p.Settings.Limits, model.Limits), Teams: teams, Zone: zone,
	}, nil
}

// Build implements editing.Builder.
func (b *builder) Build(ctx context.Context, p *pack.Pack, version int64) (*bot.Content, error) {
	return b.build(ctx, p, version)
}

// Finish implements editing.Builder.
func (b *builder) Finish(_ context.Context, c *bot.Content) (*bot.Content, error) { return c, nil }

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
type searcher struct{ ranker *rank.Ranker }

var _ bot.Searcher = (*searcher)(nil)

func newSearcher(r *rank.Ranker, idx *index.Index) *searcher {
	s := &searcher{r}
	// Closing an index in memory cannot lose anything; an error would say that
	// it is closed already.
	runtime.AddCleanup(s, func(idx *index.Index) { _ = idx.Close() }, idx)
	return s
}

// Within implements bot.Searcher.
func (s *searcher) Within(open func(entry string) bool) bot.Searcher {
	return &within{searcher{s.ranker.Within(open)}, s}
}

// within is a searcher of some of the entries. It holds the one of all of them,
// whose index it reads.
type within struct {
	searcher
	all *searcher
}

// Search implements bot.Searcher.
func (w *within) Search(ctx context.Context, a *text.Analysis, n int) ([]knowledge.Candidate, error) {
	defer runtime.KeepAlive(w.all)
	return w.searcher.Search(ctx, a, n)
}

// Search implements bot.Searcher.
func (s *searcher) Search(ctx context.Context, a *text.Analysis, n int) ([]knowledge.Candidate, error) {
	defer runtime.KeepAlive(s) // or the collector might close the index under the search
	return s.ranker.Search(ctx, a, n)
}
