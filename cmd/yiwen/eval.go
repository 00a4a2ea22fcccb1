package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"iter"
	"maps"
	"math"
	"slices"
	"strings"
	"text/tabwriter"
	"time"

	"yiwen/bot"
	"yiwen/bot/fault"
	"yiwen/bot/pack"
	"yiwen/bot/text"
	"yiwen/knowledge"
	"yiwen/knowledge/concept"
	"yiwen/knowledge/eval"
	"yiwen/knowledge/index"
	"yiwen/knowledge/rank"
)

type evalCmd struct {
	Entries    string             `help:"The knowledge: a faq.yaml, or JSON lines." required:"" placeholder:"FILE"`
	Queries    []string           `help:"Questions with the entries that answer them, as JSON lines; may be repeated." placeholder:"FILE" sep:"none" xor:"source" required:""`
	LeaveOut   bool               `help:"Ask every variant while it is taken out of the knowledge." xor:"source" required:""`
	Mix        map[string]float64 `help:"Weigh the kinds of queries, as in a real stream of them." placeholder:"KIND=SHARE,..." mapsep:","`
	Opaque     bool               `help:"Characters stand for other characters: use no normaliser, words or pinyin."`
	Dictionary string             `help:"Words for the segmenter, as in dictionary.txt." placeholder:"FILE"`
	Synonyms   string             `help:"Synonyms, as in synonyms.txt." placeholder:"FILE"`
	Shipped    bool               `help:"Use the model that ships in place of what is learned from the entries."`
	Answer     *float64           `help:"Limit of a direct answer; the default is the learned one." placeholder:"SCORE"`
	Suggest    *float64           `help:"Limit of a suggestion; the default is the learned one." placeholder:"SCORE"`
	Gap        *float64           `help:"Least distance to the second entry; the default is the learned one." placeholder:"SCORE"`
	JSON       bool               `name:"json" help:"Write JSON."`
	Cache      string             `help:"Folder of the unpacked dictionaries." env:"YIWEN_CACHE" placeholder:"DIR"`
}

// Help is what --help shows below the flags.
func (*evalCmd) Help() string {
	return `Measures how well questions find their entry, with the segmenter, index and ranking of the server.
Entries are a faq.yaml or lines like {"id": "a", "question": "...", "variants": ["..."], "answer": "..."};
queries are lines like {"text": "...", "id": "a", "kind": "near"}. "ids" names several right entries, also
beside "id"; with neither, or null, no entry answers the question. A kind that begins with "oos_" is named without that.
--leave-out also asks the question of every entry while the entry is out: the kind "held_out".
A bad line ends the run with its file, number and reason.

top-1, top-3 and MRR are over the queries that have an answer; AUROC tells how well the decision score parts
them from each kind that has none; precision is the right share of what is answered directly at the limits,
coverage the share of the answerable that is answered so, and rightly; reached adds those whose entry is
among the suggestions.

"yiwen eval engine" measures the whole bot, and "yiwen eval quality" everything.

Model and limits are learned from the entries, as the server learns them, and kept in the cache; --leave-out
asks many small changes of the knowledge and uses the model that ships.

Examples:
  yiwen eval --entries testdata/xingka/faq.yaml --dictionary testdata/xingka/dictionary.txt --leave-out
  yiwen eval --entries entries.jsonl --queries queries.jsonl --mix in=70,hard=10,near=10,far=10 --json`
}

// Run measures and prints.
func (c *evalCmd) Run(a *app) error {
	if err := c.check(); err != nil {
		return err
	}
	entries, err := readEntries(c.Entries)
	if err != nil {
		return err
	}
	rounds, n, err := c.rounds(entries)
	if err != nil {
		return err
	}
	s, err := c.searcher(a)
	if err != nil {
		return err
	}
	model := rank.DefaultModel()
	if !c.Shipped && !c.LeaveOut {
		if model, err = s.learn(a.ctx, entries, a.learning()); err != nil {
			return err
		}
	}
	bar := a.newProgress(int64(n), "searching", false)
	defer bar.finish()
	rows, err := s.search(a.ctx, rounds, model, a.clock, bar.add)
	if err != nil {
		return err
	}
	mix, err := c.mix(rows)
	if err != nil {
		return err
	}
	bar.finish()
	return c.print(a.stdout, eval.Measure(rows, c.limits(model.Limits), mix))
}

// check refuses limits that are no scores.
func (c *evalCmd) check() error {
	for flag, v := range map[string]*float64{"--answer": c.Answer, "--suggest": c.Suggest, "--gap": c.Gap} {
		if v != nil && !(*v >= 0 && *v <= 1) { // NaN is neither
			return fault.New(fault.Invalid, "%s: wants a score from 0 to 1, not %v", flag, *v)
		}
	}
	return nil
}

// limits returns what was learned with the flags over it.
func (c *evalCmd) limits(learned rank.Limits) eval.Limits {
	l := eval.Limits{Answer: learned.Answer, Suggest: learned.Suggest, Gap: learned.Gap, Choices: bot.DefaultLimits().Choices}
	for from, to := range map[*float64]*float64{c.Answer: &l.Answer, c.Suggest: &l.Suggest, c.Gap: &l.Gap} {
		if from != nil {
			*to = *from
		}
	}
	return l
}

// rounds returns what to ask of what, and how many rounds that is.
func (c *evalCmd) rounds(entries []knowledge.Entry) (iter.Seq[eval.Round], int, error) {
	if c.LeaveOut {
		return eval.LeaveOut(entries), eval.CountRounds(entries), nil
	}
	known := knownIDs(entries)
	var queries []eval.Query
	for _, file := range c.Queries {
		qs, err := readQueries(file, known, nil)
		if err != nil {
			return nil, 0, err
		}
		queries = append(queries, qs...)
	}
	return one(entries, queries), 1, nil
}

// one is a single round: queries asked of entries.
func one(entries []knowledge.Entry, queries []eval.Query) iter.Seq[eval.Round] {
	return func(yield func(eval.Round) bool) { yield(eval.Round{Entries: entries, Queries: queries}) }
}

// knownIDs are the ids of entries.
func knownIDs(entries []knowledge.Entry) map[string]bool {
	known := make(map[string]bool, len(entries))
	for _, e := range entries {
		known[e.ID] = true
	}
	return known
}

// mix returns --mix with the names that kinds have in rows, or nil.
func (c *evalCmd) mix(rows []eval.Row) (map[string]float64, error) {
	have := map[string]bool{}
	for i := range rows {
		have[rows[i].Kind] = true
	}
	return namedMix(c.Mix, have)
}

// namedMix returns the shares of --mix with the names that kinds have here, or
// nil where none are given; have are the kinds that there are.
func namedMix(given map[string]float64, have map[string]bool) (map[string]float64, error) {
	if len(given) == 0 {
		return nil, nil
	}
	mix := make(map[string]float64, len(given))
	for kind, share := range given {
		kind = kindName(kind)
		switch {
		case !have[kind]:
			return nil, fault.New(fault.Invalid, "--mix: no query is of the kind %q; there are %s",
				kind, strings.Join(slices.Sorted(maps.Keys(have)), ", "))
		case !(share >= 0) || math.IsInf(share, 0): // NaN is neither
			return nil, fault.New(fault.Invalid, "--mix: the share of %q is %v; it wants a number from 0", kind, share)
		}
		mix[kind] += share
	}
	return mix, nil
}

// searching is how texts are read and what was learned is remembered.
type searching struct {
	analyse  func([]knowledge.Entry) (func(string) *text.Analysis, error) // for a knowledge base
	sounds   rank.Sounder
	concepts *concept.Lexicon
	models   models
	of       []any // what else than the entries the model depends on
}

// searcher returns the searching that the flags ask for.
func (c *evalCmd) searcher(a *app) (*searching, error) {
	cache, err := cacheFolder(c.Cache)
	if err != nil {
		return nil, err
	}
	b := newBuilder(cache, false, nil)
	synonyms, err := readSynonyms(c.Synonyms)
	if err != nil {
		return nil, err
	}
	if c.Opaque {
		if c.Dictionary != "" || c.Synonyms != "" {
			return nil, fault.New(fault.Invalid, "--dictionary, --synonyms: words mean nothing to --opaque")
		}
		return &searching{analyse: opaque, models: b.models(), of: []any{"opaque"}}, nil
	}
	words, err := readDictionary(c.Dictionary)
	if err != nil {
		return nil, err
	}
	seg, err := b.segmenter(words)
	if err != nil {
		return nil, fmt.Errorf("load the dictionary: %w", err)
	}
	return b.searching(seg, words, synonyms)
}

// searching returns the searching of a content that b built: what was learned
// for it is known. seg may be the content's own, which reads more than it cuts.
func (b *builder) searching(seg text.Segmenter, words []pack.Word, synonyms [][]string) (*searching, error) {
	if r, ok := seg.(reader); ok {
		seg = r.Segmenter
	}
	concepts, err := concept.Shipped(synonyms)
	if err != nil {
		return nil, err
	}
	return &searching{
		analyse: func(entries []knowledge.Entry) (func(string) *text.Analysis, error) {
			bare := func(raw string) *text.Analysis { return text.Analyse(raw, seg) }
			read, err := newReader(seg, bare, b.sounds, entries, words)
			return func(raw string) *text.Analysis { return text.Analyse(raw, read) }, err
		},
		sounds: b.sounds, concepts: concepts, models: b.models(), of: []any{words, synonyms},
	}, nil
}

// opaque returns an analysis for texts whose characters stand for others: each
// is moved to a script that no normaliser, greeting or question word of ours
// touches, so that nothing but sameness is left of it.
func opaque([]knowledge.Entry) (func(string) *text.Analysis, error) {
	const first, count = 0xac00, 11172 // Hangul syllables: letters, without case or parts to join
	moved := map[rune]rune{}
	return func(raw string) *text.Analysis {
		return text.Analyse(strings.Map(func(r rune) rune {
			m, ok := moved[r]
			if !ok {
				m = first + rune(len(moved)%count)
				moved[r] = m
			}
			return m
		}, raw), text.Runes{})
	}, nil
}

// search asks every query of every round, timed by clock, and calls done after
// each round.
func (s *searching) search(ctx context.Context, rounds iter.Seq[eval.Round], m rank.Model,
	clock func() time.Time, done func(int)) ([]eval.Row, error) {
	var rows []eval.Row
	for r := range rounds {
		err := s.with(ctx, r.Entries, m, func(ranker *rank.Ranker, analyse func(string) *text.Analysis) error {
			for _, q := range r.Queries {
				start := clock()
				found, err := ranker.Search(ctx, analyse(q.Text), 10)
				if err != nil {
					return err
				}
				rows = append(rows, eval.Row{Query: q, Found: found, Took: clock().Sub(start)})
			}
			return nil
		})
		if err != nil {
			return nil, err
		}
		done(1)
	}
	return rows, nil
}

// learn returns the model of entries.
func (s *searching) learn(ctx context.Context, entries []knowledge.Entry, progress func(done, total int)) (m rank.Model, err error) {
	err = s.with(ctx, entries, rank.Model{}, func(r *rank.Ranker, _ func(string) *text.Analysis) error {
		m, err = s.models.learn(ctx, r, progress, append([]any{entries}, s.of...)...)
		return err
	})
	return m, err
}

// with calls f with a ranker over entries, built as the server builds it.
func (s *searching) with(ctx context.Context, entries []knowledge.Entry, m rank.Model,
	f func(*rank.Ranker, func(string) *text.Analysis) error) (err error) {
	analyse, err := s.analyse(entries)
	if err != nil {
		return err
	}
	corpus := knowledge.NewCorpus(entries, analyse)
	idx, err := index.Build(ctx, corpus)
	if err != nil {
		return fmt.Errorf("index the knowledge: %w", err)
	}
	defer func() { err = errors.Join(err, idx.Close()) }()
	return f(rank.New(corpus, idx, rank.Options{Model: m, Sounds: s.sounds, Concepts: s.concepts}), analyse)
}

func (c *evalCmd) print(w io.Writer, r eval.Report) error {
	if c.JSON {
		enc := json.NewEncoder(w)
		enc.SetIndent("", "  ")
		return enc.Encode(r)
	}
	t := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	fmt.Fprintf(t, "queries\t%d, of them %d with an answer\n", r.Queries, r.Answerable)
	printRanking(t, r)
	fmt.Fprintf(t, "time per query\tmean %.0f µs, p99 %.0f µs\n", r.Mean, r.P99)
	return t.Flush()
}

// printRanking prints everything but the times, which differ from run to run.
func printRanking(w io.Writer, r eval.Report) {
	fmt.Fprintf(w, "top-1\t%.3f\n", r.Top1)
	fmt.Fprintf(w, "top-3\t%.3f\n", r.Top3)
	fmt.Fprintf(w, "MRR\t%.3f\n", r.MRR)
	fmt.Fprintf(w, "answered-precision\t%.3f\n", r.Precision)
	fmt.Fprintf(w, "coverage\t%.3f\n", r.Coverage)
	fmt.Fprintf(w, "reached\t%.3f\n", r.Reached)
	fmt.Fprintf(w, "coverage at 95 %% precision\t%.3f\n", r.Coverage95)
	for _, kind := range slices.Sorted(maps.Keys(r.AUROC)) {
		fmt.Fprintf(w, "AUROC %s\t%.3f\n", kind, r.AUROC[kind])
	}
	if r.Answerable < r.Queries {
		fmt.Fprintf(w, "unanswerable answered\t%.3f\n", r.Wrong)
	}
}

// kindName is the name that a kind of queries has here.
func kindName(kind string) string { return strings.TrimPrefix(kind, "oos_") }

// readSynonyms reads a synonyms file, if one is named.
func readSynonyms(path string) ([][]string, error) {
	if path == "" {
		return nil, nil
	}
	b, err := readBounded(path)
	if err != nil {
		return nil, err
	}
	groups, err := pack.ParseSynonyms(b)
	return groups, atPath(err, path)
}
