package main

import (
	"bytes"
	"context"
	"encoding/json"
	"flag"
	"fmt"
	"io"
	"iter"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"text/tabwriter"
	"time"

	"github.com/google/go-cmp/cmp"

	"yiwen/bot/fault"
	"yiwen/bot/rehearse"
	"yiwen/bot/text"
	"yiwen/bot/text/pinyin"
	"yiwen/knowledge"
	"yiwen/knowledge/concept"
	"yiwen/knowledge/eval"
	"yiwen/knowledge/rank"
)

var update = flag.Bool("update", false, "rewrite the golden files")

// TestRankingQuality compares the ranking of the demo content, and what the whole
// engine makes of the development messages, with testdata/rank/xingka.txt, so
// that a review sees what a change does to it.
// Every sixth round of the leave-out test is asked; `yiwen eval --leave-out`
// asks all. After a change on purpose: go test ./cmd/yiwen -run Quality -update
func TestRankingQuality(t *testing.T) {
	if raced {
		t.Skip("ranks for some seconds; run without -race")
	}
	const golden = "../../testdata/rank/xingka.txt"
	entries, err := readEntries(filepath.Join(demoPack, "faq.yaml"))
	if err != nil {
		t.Fatal(err)
	}
	ctx, s := context.Background(), demoSearching(t)
	learned, err := s.learn(ctx, entries, nil)
	if err != nil {
		t.Fatal(err)
	}
	still := func() time.Time { return time.Time{} }
	var out bytes.Buffer
	fmt.Fprintln(&out, "# Ranking of the demo content and what the engine makes of it; see TestRankingQuality in cmd/yiwen.")
	measure := func(name string, rounds iter.Seq[eval.Round], m rank.Model, mix map[string]float64) {
		rows, err := s.search(ctx, rounds, m, still, func(int) {})
		if err != nil {
			t.Fatal(err)
		}
		limits := (&evalCmd{}).limits(m.Limits)
		r := eval.Measure(rows, limits, mix)
		fmt.Fprintf(&out, "\n[%s: %d queries, %d with an answer; answer %.2f, suggest %.2f, gap %.2f]\n",
			name, r.Queries, r.Answerable, limits.Answer, limits.Suggest, limits.Gap)
		w := tabwriter.NewWriter(&out, 0, 0, 2, ' ', 0)
		printRanking(w, r)
		if err := w.Flush(); err != nil {
			t.Fatal(err)
		}
	}
	measure("leave-out, every sixth round, shipped model", func(yield func(eval.Round) bool) {
		i := 0
		for r := range eval.LeaveOut(entries) {
			if i++; i%6 == 1 && !yield(r) {
				return
			}
		}
	}, rank.DefaultModel(), nil)
	for _, files := range [][]string{{"young", "oos"}, {"mature", "oos"}, {"young", "mature", "oos"}} {
		c := evalCmd{}
		for _, f := range files {
			c.Queries = append(c.Queries, filepath.Join(demoPack, "dev", f+".jsonl"))
		}
		rounds, _, err := c.rounds(entries)
		if err != nil {
			t.Fatal(err)
		}
		measure("dev "+strings.Join(files, " + ")+", natural mix, learned model", rounds, learned, naturalMix())
	}
	engineFigures(t, &out)
	if *update {
		if err := os.WriteFile(golden, out.Bytes(), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(golden)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), out.String()); diff != "" {
		t.Errorf("ranking changed (-golden +now):\n%s", diff)
	}
}

// engineFigures writes what the whole engine makes of the development messages.
func engineFigures(t *testing.T, w io.Writer) {
	t.Helper()
	content := demoContent(t)
	dev := func(name string) string { return filepath.Join(demoPack, "dev", name) }
	c := evalEngineCmd{
		Queries: []string{dev("young.jsonl"), dev("mature.jsonl"), dev("oos.jsonl")}, Mix: naturalMix(),
		Mood: dev("mood.jsonl"), Persons: dev("handoff_words.txt"), NotPersons: dev("not_handoff_words.txt"),
		Dialogues: dev("dialogues.jsonl"), Pause: usualPause,
	}
	sets, err := c.read(knownIDs(slices.Collect(maps.Values(content.Entries))))
	if err != nil {
		t.Fatal(err)
	}
	j := &judge{stage: rehearse.New(rehearse.Options{Content: content}), pause: c.Pause, done: func(int) {}}
	rep, err := sets.measure(t.Context(), j)
	if err != nil {
		t.Fatal(err)
	}
	fmt.Fprintln(w, "\n[whole engine, dev: young + mature + oos in the natural mix, mood, requests, dialogues]")
	table := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	rep.table(table)
	if err := table.Flush(); err != nil {
		t.Fatal(err)
	}
}

// demoSearching searches as the server does that has the demo content. What it
// learns it keeps for the time of the test.
func demoSearching(t *testing.T) *searching {
	t.Helper()
	seg := demoContent(t).Segment.(reader).Segmenter
	sounds := pinyin.New()
	concepts, err := concept.Shipped(nil)
	if err != nil {
		t.Fatal(err)
	}
	return &searching{
		analyse: func(entries []knowledge.Entry) (func(string) *text.Analysis, error) {
			bare := func(raw string) *text.Analysis { return text.Analyse(raw, seg) }
			read, err := newReader(seg, bare, sounds, entries, nil)
			return func(raw string) *text.Analysis { return text.Analyse(raw, read) }, err
		},
		sounds: sounds, concepts: concepts, models: models{t.TempDir()},
	}
}

// TestPublicSets holds the ranking to what bleve over single characters
// reached on these sets. Their texts may not be kept here.
func TestPublicSets(t *testing.T) {
	dir := os.Getenv("YIWEN_DATASETS")
	if dir == "" {
		t.Skip("YIWEN_DATASETS does not name the folder of the public sets")
	}
	ctx, s := context.Background(), demoSearching(t)
	for set, floor := range map[string]float64{"antfin": .74, "bq": .80, "xiaobu": .83} {
		entries, err := readEntries(filepath.Join(dir, set, "entries.jsonl"))
		if err != nil {
			t.Fatal(err)
		}
		c := evalCmd{Queries: []string{filepath.Join(dir, set, "queries.jsonl")}}
		rounds, _, err := c.rounds(entries)
		if err != nil {
			t.Fatal(err)
		}
		m, err := s.learn(ctx, entries, nil)
		if err != nil {
			t.Fatal(err)
		}
		rows, err := s.search(ctx, rounds, m, time.Now, func(int) {})
		if err != nil {
			t.Fatal(err)
		}
		if r := eval.Measure(rows, eval.Limits{}, nil); r.Top1 < floor {
			t.Errorf("%s: top-1 %.3f, want at least %.2f", set, r.Top1, floor)
		}
	}
}

// evaluate runs the command line over files of the given texts and returns the
// exit code with what was written to both outputs. In args, {dir} is their folder.
func evaluate(t *testing.T, files map[string]string, args ...string) (code int, stdout, stderr, dir string) {
	t.Helper()
	dir = t.TempDir()
	for name, content := range files {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	full := []string{"eval"}
	for _, arg := range args {
		full = append(full, strings.ReplaceAll(arg, "{dir}", dir))
	}
	var o, e bytes.Buffer
	code = run(full, &app{ctx: t.Context(), stdin: strings.NewReader(""), stdout: &o, stderr: &e, clock: time.Now})
	return code, o.String(), e.String(), dir
}

const (
	goodEntries = `{"id":"refund","question":"怎么退款","variants":["我要退钱"]}
{"id":"invoice","question":"怎么开发票"}
`
	goodQueries = `{"text":"怎么退款","id":"refund"}

{"text":"开发票","ids":["invoice","refund"],"kind":"in","level":"easy"}
{"text":"今天天气","id":null,"kind":"oos_far"}
{"text":"讲个笑话"}
`
)

func TestEvalReports(t *testing.T) {
	files := map[string]string{"e.jsonl": goodEntries, "q.jsonl": goodQueries}
	code, out, stderr, _ := evaluate(t, files, "--entries", "{dir}/e.jsonl", "--queries", "{dir}/q.jsonl",
		"--queries", "{dir}/q.jsonl", "--mix", "in=70,oos_far=20,out=10", "--opaque", "--json")
	if code != exitOK {
		t.Fatalf("exit code %d: %s", code, stderr)
	}
	var r eval.Report
	if err := json.Unmarshal([]byte(out), &r); err != nil {
		t.Fatal(err)
	}
	if r.Queries != 8 || r.Answerable != 4 || r.Top1 != 1 || r.Mean <= 0 {
		t.Errorf("report %+v", r)
	}
	if diff := cmp.Diff(map[string]int{"in": 4, "far": 2, "out": 2}, r.Kinds); diff != "" {
		t.Errorf("kinds (-want +got):\n%s", diff)
	}
}

func TestEvalLeavesOut(t *testing.T) {
	code, out, stderr, _ := evaluate(t, map[string]string{"e.jsonl": goodEntries}, "--entries", "{dir}/e.jsonl", "--leave-out", "--opaque")
	if code != exitOK {
		t.Fatalf("exit code %d: %s", code, stderr)
	}
	for _, want := range []string{"3, of them 1 with an answer", "top-1", "MRR", "AUROC held_out", "µs"} {
		if !strings.Contains(out, want) {
			t.Errorf("no %q in\n%s", want, out)
		}
	}
}

func TestEvalRefuses(t *testing.T) {
	for _, c := range []struct {
		name, entries, queries, want string // want: {dir} is the folder of the files
		args                         []string
	}{
		{"BrokenLine", goodEntries, "{\"text\":\"a\"}\n{\"text\":", "{dir}/q.jsonl:2: ", nil},
		{"NotUTF8", goodEntries, "{\"text\":\"\xff\"}", "{dir}/q.jsonl:1: the line is not UTF-8", nil},
		{"NoText", goodEntries, "\n\n{\"id\":\"refund\"}", `{dir}/q.jsonl:3: has no "text"`, nil},
		{"UnknownEntry", goodEntries, `{"text":"a","id":"nobody"}`, `{dir}/q.jsonl:1: names the entry "nobody"`, nil},
		{"NoQueries", goodEntries, "", "{dir}/q.jsonl: holds no queries", nil},
		{"NoEntries", "\n", goodQueries, "{dir}/e.jsonl: holds no entries", nil},
		{"TwiceTheID", goodEntries + goodEntries, goodQueries, `{dir}/e.jsonl:3: the id "refund" is already`, nil},
		{"NoID", `{"question":"a"}`, goodQueries, `{dir}/e.jsonl:1: has no "id"`, nil},
		{"NoQuestion", `{"id":"a","question":" "}`, goodQueries, `{dir}/e.jsonl:1: has no "question"`, nil},
		{"WrongType", `{"id":"a","question":"b","variants":"c"}`, goodQueries, "{dir}/e.jsonl:1: ", nil},
		{"UnknownKind", goodEntries, goodQueries, `--mix: no query is of the kind "near"; there are far, in, out`, []string{"--mix", "near=1"}},
		{"NegativeShare", goodEntries, goodQueries, `--mix: the share of "in" is -1`, []string{"--mix", "in=-1"}},
		{"NoNumber", goodEntries, goodQueries, `--mix: the share of "in" is NaN`, []string{"--mix", "in=NaN"}},
		{"LimitOutOfBounds", goodEntries, goodQueries, "--answer: wants a score from 0 to 1, not 2", []string{"--answer", "2"}},
		{"WordsOfOpaque", goodEntries, goodQueries, "words mean nothing to --opaque", []string{"--dictionary", "{dir}/q.jsonl"}},
		{"BadSynonyms", goodEntries, goodQueries, "{dir}/q.jsonl:5: wants at least two words", []string{"--synonyms", "{dir}/q.jsonl"}},
		{"MissingFile", goodEntries, goodQueries, "{dir}/none", []string{"--queries", "{dir}/none"}},
		{"Folder", goodEntries, goodQueries, "is a directory", []string{"--queries", "{dir}"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			args := append([]string{"--entries", "{dir}/e.jsonl", "--queries", "{dir}/q.jsonl", "--opaque"}, c.args...)
			code, out, stderr, dir := evaluate(t, map[string]string{"e.jsonl": c.entries, "q.jsonl": c.queries}, args...)
			want := strings.ReplaceAll(c.want, "{dir}", dir)
			if code != exitUsage || out != "" || !strings.Contains(stderr, want) {
				t.Errorf("exit code %d, output %q, error %q; want code %d and %q", code, out, stderr, exitUsage, want)
			}
		})
	}
}

func TestEvalNamesTheLineOfABadFAQ(t *testing.T) {
	faq := "- id: a\n  question: 怎么退款\n  answer: 好\n- id: a\n  question: 发票\n  answer: 好\n"
	code, _, stderr, dir := evaluate(t, map[string]string{"my.yaml": faq}, "--entries", "{dir}/my.yaml", "--leave-out", "--opaque")
	if want := filepath.Join(dir, "my.yaml") + ":4: "; code != exitUsage || !strings.Contains(stderr, want) {
		t.Errorf("exit code %d, error %q; want %q", code, stderr, want)
	}
}

func FuzzParseQuery(f *testing.F) {
	for line := range strings.Lines(goodQueries) {
		f.Add([]byte(line))
	}
	f.Add([]byte(`{"text":"a","id":"x","ids":["x","y"]}`))
	f.Add([]byte(`[]`))
	f.Fuzz(func(t *testing.T, b []byte) {
		q, err := parseQuery(b)
		switch {
		case err != nil && !fault.Is(err, fault.Invalid):
			t.Errorf("an error of the wrong kind: %v", err)
		case err == nil && (q.Text == "" || q.Kind == ""):
			t.Errorf("half a query: %+v", q)
		}
	})
}

// BenchmarkSearch is what a turn spends on the knowledge: analysis, recall and
// ranking of the demo content.
func BenchmarkSearch(b *testing.B) {
	content := demoContent(b)
	qs := questions(content)
	b.ReportAllocs()
	for i := 0; b.Loop(); i++ {
		if _, err := content.Search.Search(b.Context(), text.Analyse(qs[i%len(qs)], content.Segment), 5); err != nil {
			b.Fatal(err)
		}
	}
}
