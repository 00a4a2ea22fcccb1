package main

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"yiwen/bot"
	"yiwen/bot/fault"
	"yiwen/bot/pack"
	"yiwen/bot/rehearse"
	"yiwen/knowledge"
	"yiwen/knowledge/eval"
	"yiwen/knowledge/rank"
)

type evalQualityCmd struct {
	Pack  string `help:"Content pack to answer from." required:"" env:"YIWEN_PACK" placeholder:"DIR"`
	Dev   string `help:"Folder of the judged messages; dev in the pack where not given." placeholder:"DIR"`
	Sets  string `help:"Folder of the public sets; without it they are left out." env:"YIWEN_DATASETS" placeholder:"DIR"`
	Size  int    `help:"Entries of the larger knowledge whose turns are timed; 0 = time none (${default})." default:"20000"`
	JSON  bool   `name:"json" help:"Write JSON."`
	Cache string `help:"Folder of the unpacked dictionaries." env:"YIWEN_CACHE" placeholder:"DIR"`
}

// Help is what --help shows below the flags.
func (*evalQualityCmd) Help() string {
	return `Measures ranking, whole turns, mood, requests for a person, dialogues, public sets and time, and what each part of
the ranking is worth, in one table. The folder of judged messages holds any of young.jsonl, mature.jsonl, oos.jsonl
(questions of two hands, and such as no entry answers), mood.jsonl, handoff_words.txt, not_handoff_words.txt and
dialogues.jsonl, in the forms of "yiwen eval engine"; what is not there is left out. Questions are weighed 70 with
an answer, 15 near, 10 far, 5 noise; those of public sets 70 in, 10 hard, 10 near, 10 far.

Examples:
  yiwen eval quality --pack testdata/xingka
  yiwen eval quality --pack testdata/xingka --dev my-judged-messages --size 0 --json`
}

// Run measures and prints.
func (c *evalQualityCmd) Run(a *app) error {
	if c.Size < 0 || c.Size > 200_000 {
		return fault.New(fault.Invalid, "--size: %d is not between 0 and 200000", c.Size)
	}
	b, p, err := loadPack(a, c.Pack, c.Cache)
	if err != nil {
		return err
	}
	if c.Dev == "" {
		c.Dev = filepath.Join(c.Pack, "dev")
	}
	dev, err := readDev(c.Dev, knownIDs(p.Entries))
	if err != nil {
		return err
	}
	content, err := b.build(a.ctx, p, 1)
	if err != nil {
		return err
	}
	q := quality{app: a, builder: b, pack: p, content: content, dev: dev}
	for _, measure := range []func() error{
		q.ranking, q.engine, q.ablation,
		func() error { return q.public(c.Sets) },
		func() error { return q.upset(c.Sets) },
		func() error { return q.speed(c.Size) },
	} {
		if err := measure(); err != nil {
			return err
		}
	}
	return q.print(a.stdout, c.JSON)
}

// devSets are the judged messages of a folder.
type devSets struct {
	Young, Mature, Out []eval.Query
	engineSets
}

// readDev reads what of them is there.
func readDev(dir string, known map[string]bool) (d devSets, err error) {
	queries := func(into *[]eval.Query) func(string) error {
		return func(p string) (err error) { *into, err = readQueries(p, known, sayable); return }
	}
	found := 0
	for _, f := range []struct {
		name string
		read func(string) error
	}{
		{"young.jsonl", queries(&d.Young)},
		{"mature.jsonl", queries(&d.Mature)},
		{"oos.jsonl", queries(&d.Out)},
		{"mood.jsonl", func(p string) (err error) { d.Mood, err = readMoods(p); return }},
		{"handoff_words.txt", func(p string) (err error) { d.Persons, err = readPhrases(p); return }},
		{"not_handoff_words.txt", func(p string) (err error) { d.NotPersons, err = readPhrases(p); return }},
		{"dialogues.jsonl", func(p string) (err error) { d.Dialogues, err = readDialogues(p, known); return }},
	} {
		path := filepath.Join(dir, f.name)
		if _, err := os.Stat(path); errors.Is(err, fs.ErrNotExist) {
			continue
		}
		if err := f.read(path); err != nil {
			return d, err
		}
		found++
	}
	if found == 0 {
		return d, fault.New(fault.Invalid, "%s: holds none of the files of judged messages", dir)
	}
	return d, nil
}

// quality fills a table, a part at a time.
type quality struct {
	qualityTable
	app     *app
	builder *builder
	pack    *pack.Pack
	content *bot.Content
	dev     devSets
}

// learned returns what searches the pack's entries and what was learned of them.
func (q *quality) learned() (*searching, rank.Model, error) {
	s, err := q.builder.searching(q.content.Segment, q.pack.Dictionary, q.pack.Synonyms)
	if err != nil {
		return nil, rank.Model{}, err
	}
	m, err := s.learn(q.app.ctx, q.pack.Entries, nil)
	return s, m, err
}

// ranking measures how well the pack's questions find their entries.
func (q *quality) ranking() error {
	s, learned, err := q.learned()
	if err != nil {
		return err
	}
	for _, set := range []struct {
		name       string
		queries    []eval.Query
		top1, top3 float64
	}{{"young", q.dev.Young, .82, .93}, {"mature", q.dev.Mature, .80, .92}} {
		if len(set.queries) == 0 {
			q.skip("%s.jsonl is not there", set.name)
			continue
		}
		rows, err := s.search(q.app.ctx, one(q.pack.Entries, set.queries), learned, q.app.clock, func(int) {})
		if err != nil {
			return err
		}
		r := eval.Measure(rows, eval.Limits{}, nil)
		q.least("top-1", set.name, r.Answerable, r.Top1, set.top1)
		q.least("top-3", set.name, r.Answerable, r.Top3, set.top3)
	}
	return nil
}

// ablation measures what the parts of the ranking are worth.
func (q *quality) ablation() error {
	if len(q.dev.Young) == 0 || len(q.dev.Mature) == 0 || len(q.dev.Out) == 0 {
		q.skip("what parts are worth: it takes young.jsonl, mature.jsonl and oos.jsonl")
		return nil
	}
	s, learned, err := q.learned()
	if err != nil {
		return err
	}
	bar := q.app.newProgress(int64(2+len(rankingParts())), "leaving out parts", false)
	defer bar.finish()
	q.Ablation, err = ablate(q.app.ctx, s, q.pack.Entries, learned, q.dev, q.app.clock, bar.add)
	return err
}

// engine measures whole turns, moods, requests and dialogues.
func (q *quality) engine() error {
	for _, set := range []struct {
		name string
		in   [][]eval.Query
	}{{"young", [][]eval.Query{q.dev.Young}}, {"mature", [][]eval.Query{q.dev.Mature}}, {"young, mature", [][]eval.Query{q.dev.Young, q.dev.Mature}}} {
		sets := engineSets{Mix: naturalMix()}
		for _, qs := range append(set.in, q.dev.Out) {
			if len(qs) == 0 {
				sets.Queries = nil
				break
			}
			sets.Queries = append(sets.Queries, qs...)
		}
		if len(sets.Queries) == 0 {
			q.skip("turns of %s: a file of them, or oos.jsonl, is not there", set.name)
			continue
		}
		rep, err := q.ask(sets)
		if err != nil {
			return err
		}
		r, name := rep.Turns, set.name+", oos"
		q.least("turns: answered-precision", name, r.Turns, r.Precision, .95)
		q.least("turns: answered rightly", name, r.Answerable, r.Coverage, .60)
		q.least("turns: answered or offered", name, r.Answerable, r.Reached, .90)
		handed := eval.Share{Hits: r.Outcomes[eval.In][string(bot.OutcomeHandoff)], Tries: r.Answerable}
		q.plain("turns: handed off", name, handed.Tries, handed.Value())
	}
	rep, err := q.ask(engineSets{Queries: q.dev.Out, Mood: q.dev.Mood, Persons: q.dev.Persons, NotPersons: q.dev.NotPersons, Dialogues: q.dev.Dialogues})
	if err != nil {
		return err
	}
	q.fromEngine(rep)
	return nil
}

// ask asks the engine about sets.
func (q *quality) ask(sets engineSets) (engineReport, error) {
	bar := q.app.newProgress(int64(sets.messages()), "asking", false)
	defer bar.finish()
	j := &judge{stage: rehearse.New(rehearse.Options{Content: q.content}), pause: usualPause, done: bar.add}
	return sets.measure(q.app.ctx, j)
}

// fromEngine adds what a report says beside the turns in the mix.
func (q *quality) fromEngine(rep engineReport) {
	if r := rep.Turns; r != nil {
		for _, kind := range []struct {
			name string
			most float64
		}{{"near", .08}, {"far", .01}, {"noise", 0}} {
			n := 0
			for _, k := range r.Outcomes[kind.name] {
				n += k
			}
			if n == 0 {
				q.skip("turns: answered outright, %s: there are none", kind.name)
				continue
			}
			q.most("turns: answered outright, "+kind.name, "oos", n, r.Wrong[kind.name], kind.most)
		}
	}
	if m := rep.Mood; m != nil {
		q.least("mood: handoff recall", "mood", m.Recall.Tries, m.Recall.Value(), .95)
		q.least("mood: handoff precision", "mood", m.Precision.Tries, m.Precision.Value(), .95)
		q.most("mood: calm handed off", "mood", m.Alarms.Tries, m.Alarms.Value(), .02)
		q.plain("mood: uneasy heard as such", "mood", m.Uneasy.Tries, m.Uneasy.Value())
	}
	if s := rep.Persons; s != nil {
		q.least("requests for a person obeyed", "handoff_words", s.Tries, s.Value(), .99)
	}
	if s := rep.NotPersons; s != nil {
		q.least("look-alikes left alone", "not_handoff_words", s.Tries, s.Value(), .99)
	}
	if d := rep.Dialogues; d != nil {
		q.least("dialogues: expectations met", "dialogues", d.Met.Tries, d.Met.Value(), .90)
	}
}

// publicGoals are the sets that others made, the mix they are weighed by, and
// what is to be reached. 0 = no goal.
func publicGoals() []struct {
	name        string
	opaque      bool
	mix         map[string]float64
	top1, cov95 float64
} {
	four := map[string]float64{eval.In: 70, "hard": 10, "near": 10, "far": 10}
	return []struct {
		name        string
		opaque      bool
		mix         map[string]float64
		top1, cov95 float64
	}{
		{"antfin", false, four, .80, .45},
		{"bq", false, four, .80, .35},
		{"lcqmc", false, four, 0, .85},
		{"xiaobu", false, four, .87, .60},
		{"wuba58", true, map[string]float64{eval.In: 70, "near": 30}, .73, .43},
	}
}

// public measures the ranking of the public sets in a folder: each teaches
// itself from its own entries, as any knowledge does.
func (q *quality) public(dir string) error {
	if dir == "" {
		q.skip("the public sets: --sets names no folder")
		return nil
	}
	var plain *searching // loaded when the first set is there
	for _, set := range publicGoals() {
		entries, queries, err := readPublic(filepath.Join(dir, set.name))
		if errors.Is(err, fs.ErrNotExist) {
			q.skip("%s is not in %s", set.name, dir)
			continue
		}
		if err != nil {
			return err
		}
		s := &searching{analyse: opaque, models: q.builder.models(), of: []any{"opaque"}}
		if !set.opaque {
			if plain == nil {
				seg, err := q.builder.segmenter(nil)
				if err != nil {
					return fmt.Errorf("load the dictionary: %w", err)
				}
				if plain, err = q.builder.searching(seg, nil, nil); err != nil {
					return err
				}
			}
			s = plain
		}
		m, err := s.learn(q.app.ctx, entries, q.app.learning())
		if err != nil {
			return err
		}
		bar := q.app.newProgress(-1, "searching "+set.name, false)
		rows, err := s.search(q.app.ctx, one(entries, queries), m, q.app.clock, bar.add)
		bar.finish()
		if err != nil {
			return err
		}
		r := eval.Measure(rows, (&evalCmd{}).limits(m.Limits), set.mix)
		if set.top1 > 0 {
			q.least("top-1", set.name, r.Answerable, r.Top1, set.top1)
		} else {
			q.plain("top-1", set.name, r.Answerable, r.Top1)
		}
		q.least("cov95", set.name, r.Answerable, r.Coverage95, set.cov95)
	}
	return nil
}

func readPublic(dir string) ([]knowledge.Entry, []eval.Query, error) {
	path := filepath.Join(dir, "entries.jsonl")
	if _, err := os.Stat(path); err != nil {
		return nil, nil, err
	}
	entries, err := readEntries(path)
	if err != nil {
		return nil, nil, err
	}
	queries, err := readQueries(filepath.Join(dir, "queries.jsonl"), knownIDs(entries), nil)
	return entries, queries, err
}

// upset measures the mood score on marked messages of real chats.
func (q *quality) upset(dir string) error {
	path := filepath.Join(dir, "jddc", "upset.jsonl")
	if _, err := os.Stat(path); dir == "" || errors.Is(err, fs.ErrNotExist) {
		if dir != "" {
			q.skip("jddc is not in %s", dir)
		}
		return nil
	}
	set, err := readUpset(path)
	if err != nil {
		return err
	}
	rep, err := q.ask(engineSets{Upset: set})
	if err != nil {
		return err
	}
	u := rep.Upset
	q.least("mood: upset found at 2 % false alarms", "jddc", u.Upset, u.Recall2, .50)
	q.plain("mood: upset found at 5 % false alarms", "jddc", u.Upset, u.Recall5)
	q.plain("mood: AUROC", "jddc", u.Upset+u.Calm, u.AUROC)
	return nil
}

// speed times whole turns of what customers say.
func (q *quality) speed(size int) error {
	if size == 0 {
		q.skip("the time of turns: --size 0")
		return nil
	}
	var texts []string
	for _, qs := range [][]eval.Query{q.dev.Young, q.dev.Mature, q.dev.Out} {
		for _, q := range qs {
			texts = append(texts, q.Text)
		}
	}
	if len(texts) == 0 {
		q.skip("the time of turns: there are no questions")
		return nil
	}
	rows, err := measureSpeed(q.app, q.builder, q.pack, texts, size, 4000)
	if err != nil {
		return err
	}
	for i, goal := range [][2]float64{{.5, 2}, {3, 10}} {
		set := fmt.Sprintf("%d entries", rows[i].Entries)
		q.most("time of a turn, mean ms", set, rows[i].Turns, rows[i].Mean, goal[0])
		q.plain("time of a turn, p50 ms", set, rows[i].Turns, rows[i].P50)
		q.most("time of a turn, p99 ms", set, rows[i].Turns, rows[i].P99, goal[1])
		q.plain("time of a turn, mean CPU ms", set, rows[i].Turns, rows[i].CPU)
		q.plain("allocated by a turn, KB", set, rows[i].Turns, float64(rows[i].Bytes)/1024)
		q.plain("allocations of a turn", set, rows[i].Turns, float64(rows[i].Allocs))
	}
	return nil
}
