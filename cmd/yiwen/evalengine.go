package main

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"
	"text/tabwriter"
	"time"

	"yiwen/bot/fault"
	"yiwen/bot/pack"
	"yiwen/bot/rehearse"
	"yiwen/knowledge/eval"
)

// evalModes are the ways to measure. Without a name it is ranking.
type evalModes struct {
	Ranking evalCmd        `cmd:"" default:"withargs" help:"How well questions find their entry; this one where none is named."`
	Engine  evalEngineCmd  `cmd:"" help:"What the whole bot makes of questions, moods, requests for a person and dialogues."`
	Golden  evalGoldenCmd  `cmd:"" help:"Whether the pack's golden questions get what they want."`
	Speed   evalSpeedCmd   `cmd:"" help:"How long whole turns take, at two sizes of the knowledge."`
	Quality evalQualityCmd `cmd:"" help:"Every figure in one table, with its goal."`
}

// Help is what --help shows below the commands.
func (*evalModes) Help() string {
	return `Without a command it is ranking, whose flags "yiwen eval ranking --help" shows.

Example:
  yiwen eval --entries testdata/xingka/faq.yaml --dictionary testdata/xingka/dictionary.txt --leave-out`
}

type evalEngineCmd struct {
	Pack       string             `help:"Content pack to answer from." required:"" env:"YIWEN_PACK" placeholder:"DIR"`
	Queries    []string           `help:"Questions as for ranking; may be repeated." placeholder:"FILE" sep:"none"`
	Mix        map[string]float64 `help:"Weigh the kinds of queries, as in a real stream of them." placeholder:"KIND=SHARE,..." mapsep:","`
	Mood       string             `help:"Messages with the mood in them." placeholder:"FILE"`
	Persons    string             `help:"Ways to ask for a person, a line each." placeholder:"FILE"`
	NotPersons string             `help:"What only looks like them, a line each." placeholder:"FILE"`
	Dialogues  string             `help:"Conversations with what should come of them." placeholder:"FILE"`
	Upset      string             `help:"Upset and calm messages, for the mood score alone." placeholder:"FILE"`
	Pause      time.Duration      `help:"Between the turns of a dialogue that say no other (${default})." default:"15s"`
	Misses     bool               `help:"List what came out wrong."`
	JSON       bool               `name:"json" help:"Write JSON."`
	Cache      string             `help:"Folder of the unpacked dictionaries." env:"YIWEN_CACHE" placeholder:"DIR"`
}

// Help is what --help shows below the flags.
func (*evalEngineCmd) Help() string {
	return `Asks the engine as "yiwen ask" does, each line as the first message of a conversation, and each dialogue as one.
The files are JSON lines, or lines of text for requests:
  --queries    {"text": "...", "ids": ["a"], "kind": "near"}, as for "yiwen eval"
  --mood       {"text": "...", "label": "calm|uneasy|handoff", "tags": ["irony"]}
  --dialogues  {"id": "d1", "turns": [{"user": "...", "after_s": 20}],
                "expect": [{"after_turn": 0, "outcome": "answer", "ids": ["a"], "also_ok": ["clarify"]}]}
  --upset      {"text": "...", "label": "upset|calm", "weight": 1}
A bad line ends the run with its file, number and reason.

An expectation is met by its outcome or one of also_ok; an answer must be from one of ids, a question back must
offer one; a handoff is met as well where a person was called for in an earlier turn. Turns count from 0.

Examples:
  yiwen eval engine --pack testdata/xingka --dialogues testdata/xingka/dev/dialogues.jsonl --misses
  yiwen eval engine --pack my-pack --queries asked.jsonl --mix in=70,near=15,far=10,noise=5 --json`
}

// Run measures and prints.
func (c *evalEngineCmd) Run(a *app) error {
	if c.Pause < 0 {
		return fault.New(fault.Invalid, "--pause: %v is less than nothing", c.Pause)
	}
	b, p, err := loadPack(a, c.Pack, c.Cache)
	if err != nil {
		return err
	}
	sets, err := c.read(knownIDs(p.Entries))
	if err != nil {
		return err
	}
	content, err := b.build(a.ctx, p, 1)
	if err != nil {
		return err
	}
	bar := a.newProgress(int64(sets.messages()), "asking", false)
	defer bar.finish()
	j := &judge{stage: rehearse.New(rehearse.Options{Content: content}), pause: c.Pause, done: bar.add}
	rep, err := sets.measure(a.ctx, j)
	if err != nil {
		return err
	}
	if !c.Misses {
		rep.Misses = nil
	}
	bar.finish()
	return rep.print(a.stdout, c.JSON)
}

// loadPack reads a pack and makes what builds contents of it.
func loadPack(a *app, dir, cache string) (*builder, *pack.Pack, error) {
	p, err := readPack(dir)
	if err != nil {
		return nil, nil, err
	}
	folder, err := cacheFolder(cache)
	if err != nil {
		return nil, nil, err
	}
	return newBuilder(folder, false, a.learning()), p, nil
}

// engineSets are judged messages for the whole engine. A set that is not there
// is not measured.
type engineSets struct {
	Queries    []eval.Query
	Mix        map[string]float64
	Mood       []judgedMood
	Persons    []string
	NotPersons []string
	Dialogues  []dialogue
	Upset      []judgedUpset
}

// read reads every file before anything is asked; known are the ids of the pack.
func (c *evalEngineCmd) read(known map[string]bool) (s engineSets, err error) {
	for _, file := range c.Queries {
		qs, err := readQueries(file, known, sayable)
		if err != nil {
			return s, err
		}
		s.Queries = append(s.Queries, qs...)
	}
	kinds := map[string]bool{}
	for _, q := range s.Queries {
		kinds[q.Kind] = true
	}
	if s.Mix, err = namedMix(c.Mix, kinds); err != nil {
		return s, err
	}
	for _, f := range []struct {
		path string
		read func(string) error
	}{
		{c.Mood, func(p string) (err error) { s.Mood, err = readMoods(p); return }},
		{c.Persons, func(p string) (err error) { s.Persons, err = readPhrases(p); return }},
		{c.NotPersons, func(p string) (err error) { s.NotPersons, err = readPhrases(p); return }},
		{c.Dialogues, func(p string) (err error) { s.Dialogues, err = readDialogues(p, known); return }},
		{c.Upset, func(p string) (err error) { s.Upset, err = readUpset(p); return }},
	} {
		if f.path != "" {
			if err := f.read(f.path); err != nil {
				return s, err
			}
		}
	}
	if s.messages() == 0 {
		return s, fault.New(fault.Invalid, "nothing to ask: give at least one of --queries, --mood, --persons, --not-persons, --dialogues, --upset")
	}
	return s, nil
}

// messages is how many will be asked.
func (s *engineSets) messages() int {
	n := len(s.Queries) + len(s.Mood) + len(s.Persons) + len(s.NotPersons) + len(s.Upset)
	for _, d := range s.Dialogues {
		n += len(d.Turns)
	}
	return n
}

// engineReport is what `eval engine` prints. What was not measured is nil.
type engineReport struct {
	Turns      *eval.TurnReport  `json:"turns,omitempty"`
	Mood       *eval.MoodReport  `json:"mood,omitempty"`
	Persons    *eval.Share       `json:"persons_obeyed,omitempty"`
	NotPersons *eval.Share       `json:"not_persons_left_alone,omitempty"`
	Dialogues  *dialogueReport   `json:"dialogues,omitempty"`
	Upset      *eval.UpsetReport `json:"upset,omitempty"`
	Misses     []miss            `json:"misses,omitempty"`
}

// measure asks everything.
func (s *engineSets) measure(ctx context.Context, j *judge) (rep engineReport, err error) {
	if len(s.Queries) > 0 {
		turns, err := j.turns(ctx, s.Queries)
		if err != nil {
			return rep, err
		}
		rep.Turns = new(eval.MeasureTurns(turns, s.Mix))
	}
	if len(s.Mood) > 0 {
		felt, err := j.moods(ctx, s.Mood)
		if err != nil {
			return rep, err
		}
		rep.Mood = new(eval.MeasureMood(felt))
	}
	for _, p := range []struct {
		phrases []string
		wanted  bool
		into    **eval.Share
	}{{s.Persons, true, &rep.Persons}, {s.NotPersons, false, &rep.NotPersons}} {
		if len(p.phrases) > 0 {
			got, err := j.persons(ctx, p.phrases, p.wanted)
			if err != nil {
				return rep, err
			}
			*p.into = &got
		}
	}
	if len(s.Dialogues) > 0 {
		got, err := j.dialogues(ctx, s.Dialogues)
		if err != nil {
			return rep, err
		}
		rep.Dialogues = &got
	}
	if len(s.Upset) > 0 {
		rows, err := j.upset(ctx, s.Upset)
		if err != nil {
			return rep, err
		}
		rep.Upset = new(eval.MeasureUpset(rows))
	}
	rep.Misses = j.misses
	return rep, nil
}

// print writes the report as JSON or as a table.
func (r *engineReport) print(w io.Writer, asJSON bool) error {
	if asJSON {
		enc := json.NewEncoder(w)
		enc.SetEscapeHTML(false)
		enc.SetIndent("", "  ")
		return enc.Encode(r)
	}
	t := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	r.table(t)
	if err := t.Flush(); err != nil {
		return err
	}
	for _, m := range r.Misses {
		where := m.Set
		if m.Case != "" {
			where += " " + m.Case
		}
		if _, err := fmt.Fprintf(w, "%s: wants %s, came to %s: %s\n", where, orNothing(m.Want), m.Got, m.Text); err != nil {
			return err
		}
	}
	return nil
}

// orNothing names what an unanswerable question should come to.
func orNothing(want string) string {
	if want == "" {
		return "no answer"
	}
	return want
}

// table writes the figures, tab-separated.
func (r *engineReport) table(w io.Writer) {
	count := func(name string, s eval.Share) {
		fmt.Fprintf(w, "%s\t%.3f\t%d of %d\n", name, s.Value(), s.Hits, s.Tries)
	}
	if t := r.Turns; t != nil {
		fmt.Fprintf(w, "turns\t%d\t%d with an answer\n", t.Turns, t.Answerable)
		fmt.Fprintf(w, "answered-precision\t%.3f\n", t.Precision)
		fmt.Fprintf(w, "answered rightly\t%.3f\n", t.Coverage)
		fmt.Fprintf(w, "answered or offered\t%.3f\n", t.Reached)
		for _, kind := range slices.Sorted(maps.Keys(t.Wrong)) {
			fmt.Fprintf(w, "answered, %s\t%.3f\n", kind, t.Wrong[kind])
		}
		for _, kind := range slices.Sorted(maps.Keys(t.Outcomes)) {
			var counts []string
			for _, o := range slices.Sorted(maps.Keys(t.Outcomes[kind])) {
				counts = append(counts, fmt.Sprintf("%s %d", o, t.Outcomes[kind][o]))
			}
			fmt.Fprintf(w, "outcomes, %s\t%s\n", kind, strings.Join(counts, ", "))
		}
	}
	if m := r.Mood; m != nil {
		count("handoff recall", m.Recall)
		count("handoff precision", m.Precision)
		count("calm handed off", m.Alarms)
		count("calm taken for uneasy", m.Moved)
		count("uneasy heard as such", m.Uneasy)
		for _, tag := range slices.Sorted(maps.Keys(m.Tags)) {
			count("label right, "+tag, m.Tags[tag])
		}
	}
	if r.Persons != nil {
		count("requests for a person obeyed", *r.Persons)
	}
	if r.NotPersons != nil {
		count("look-alikes left alone", *r.NotPersons)
	}
	if d := r.Dialogues; d != nil {
		count("expectations met", d.Met)
		fmt.Fprintf(w, "of them already with people\t%d\n", d.Already)
		count("dialogues without a miss", d.Dialogues)
	}
	if u := r.Upset; u != nil {
		fmt.Fprintf(w, "upset messages\t%d\t%d calm\n", u.Upset, u.Calm)
		fmt.Fprintf(w, "recall at 2 %% false alarms\t%.3f\n", u.Recall2)
		fmt.Fprintf(w, "recall at 5 %% false alarms\t%.3f\n", u.Recall5)
		fmt.Fprintf(w, "AUROC\t%.3f\n", u.AUROC)
	}
}
