package main

import (
	"context"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"yiwen/bot/text"
	"yiwen/knowledge"
	"yiwen/knowledge/index"
	"yiwen/knowledge/rank"
)

// recalled is how many of the right entries are among those that are looked at
// closely.
const recalled = 40

// TestRecall prints, for the development messages, for our own knowledge bases
// and for the public sets in YIWEN_DATASETS, which share of the questions has
// a right entry among the forty that are recalled.
func TestRecall(t *testing.T) {
	if testing.Short() || raced {
		t.Skip("searches for some seconds; run without -short and -race")
	}
	for _, set := range recallSets(t) {
		t.Run(set.name, func(t *testing.T) {
			share, n, took := recallOf(t, set)
			t.Logf("%s: %.4f of %d questions, mean %v", set.name, share, n, took)
			if share < set.floor {
				t.Errorf("recalls %.4f, want %.2f", share, set.floor)
			}
		})
	}
}

type recallSet struct {
	name, entries string
	queries       []string
	opaque        bool
	floor         float64 // a share below it is worse than chance explains
}

func recallSets(t *testing.T) []recallSet {
	own := filepath.Join(demoPack, "..", "rank")
	faq := demoPack + "/faq.yaml"
	sets := []recallSet{
		{"young", faq, []string{demoPack + "/dev/young.jsonl"}, false, 0.98},
		{"mature", faq, []string{demoPack + "/dev/mature.jsonl"}, false, 0.98},
		{"own", faq, []string{own + "/xingka-own.jsonl"}, false, 0.98},
	}
	folder := func(in, name string, floor float64) {
		dir := filepath.Join(in, name)
		sets = append(sets, recallSet{name, dir + "/entries.jsonl", []string{dir + "/queries.jsonl"}, name == "wuba58", floor})
	}
	folder(own, "wallet", 0.92)
	folder(own, "device", 0.85)
	folder(own, "shop", 0.80)
	if public := os.Getenv("YIWEN_DATASETS"); public != "" {
		folder(public, "antfin", 0.98)
		folder(public, "bq", 0.97)
		folder(public, "xiaobu", 0.96)
		folder(public, "lcqmc", 0.99)
		folder(public, "wuba58", 0.91)
	} else {
		t.Log("set YIWEN_DATASETS to measure the public sets as well")
	}
	return sets
}

// recallOf returns the share of the answerable questions of a set that recall
// an entry of theirs, their number and how long a recall took.
func recallOf(t *testing.T, set recallSet) (share float64, asked int, took time.Duration) {
	t.Helper()
	entries, err := readEntries(set.entries)
	if err != nil {
		t.Fatal(err)
	}
	cut := demoSearching(t).analyse
	if set.opaque {
		cut = opaque
	}
	analyse, err := cut(entries)
	if err != nil {
		t.Fatal(err)
	}
	c := evalCmd{Queries: set.queries}
	rounds, _, err := c.rounds(entries)
	if err != nil {
		t.Fatal(err)
	}
	corpus, idx := indexed(t, entries, analyse)
	found := 0
	for r := range rounds {
		for _, q := range r.Queries {
			if len(q.Right) == 0 {
				continue
			}
			terms := rank.AppendTerms(nil, analyse(q.Text).Plain())
			start := time.Now()
			hits, err := idx.Recall(t.Context(), terms, recalled, nil)
			took += time.Since(start)
			if err != nil {
				t.Fatal(err)
			}
			asked++
			if slices.ContainsFunc(hits, func(h rank.Hit) bool { return slices.Contains(q.Right, corpus.Entries[h.Entry].Entry.ID) }) {
				found++
			}
		}
	}
	return float64(found) / float64(asked), asked, took / time.Duration(asked)
}

func indexed(t *testing.T, entries []knowledge.Entry, analyse func(string) *text.Analysis) (*knowledge.Corpus, *index.Index) {
	t.Helper()
	corpus := knowledge.NewCorpus(entries, analyse)
	idx, err := index.Build(t.Context(), corpus)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := idx.Close(); err != nil {
			t.Error(err)
		}
	})
	return corpus, idx
}

// everything recalls all entries.
type everything int

func (e everything) Recall(_ context.Context, _ []string, _ int, _ func(int) bool) ([]rank.Hit, error) {
	hits := make([]rank.Hit, e)
	for i := range hits {
		hits[i].Entry = i
	}
	return hits, nil
}

// TestRecallOfManyEntries is about the development messages: it compares the recall of twenty thousand entries with a
// look at all of them: how often the best is the same, and what a recall and
// a whole search take.
func TestRecallOfManyEntries(t *testing.T) {
	if testing.Short() || raced {
		t.Skip("builds twenty thousand entries; run without -short and -race")
	}
	entries, err := readEntries(demoPack + "/faq.yaml")
	if err != nil {
		t.Fatal(err)
	}
	s := demoSearching(t)
	analyse, err := s.analyse(entries)
	if err != nil {
		t.Fatal(err)
	}
	start := time.Now()
	corpus, idx := indexed(t, widened(entries, 20_000), analyse)
	t.Logf("built in %v", time.Since(start))
	few := rank.New(corpus, idx, rank.Options{Sounds: s.sounds, Concepts: s.concepts})
	all := rank.New(corpus, everything(len(corpus.Entries)), rank.Options{Sounds: s.sounds, Concepts: s.concepts})
	var recalls, searches []time.Duration
	same, high, asked := 0, 0, 0
	for _, file := range []string{"young", "mature", "oos"} {
		queries, err := readQueries(demoPack+"/dev/"+file+".jsonl", knownIDs(entries), nil)
		if err != nil {
			t.Fatal(err)
		}
		for i, q := range queries {
			if i%3 != 0 {
				continue // looking at all entries takes its time
			}
			a := analyse(q.Text)
			terms := rank.AppendTerms(nil, a.Plain())
			start := time.Now()
			if _, err := idx.Recall(t.Context(), terms, recalled, nil); err != nil {
				t.Fatal(err)
			}
			recalls = append(recalls, time.Since(start))
			start = time.Now()
			got, err := few.Search(t.Context(), a, 1)
			if err != nil {
				t.Fatal(err)
			}
			searches = append(searches, time.Since(start))
			want, err := all.Search(t.Context(), a, 1)
			if err != nil {
				t.Fatal(err)
			}
			if len(want) == 0 || len(got) == 0 {
				continue
			}
			asked++
			if got[0].ID == want[0].ID {
				same++
			}
			if got[0].Score >= want[0].Score-1e-9 {
				high++
			}
		}
	}
	t.Logf("the same best entry for %.4f of %d questions, one that scores as high for %.4f",
		float64(same)/float64(asked), asked, float64(high)/float64(asked))
	if share := float64(same) / float64(asked); share < 0.88 {
		t.Errorf("the same best entry for %.4f", share)
	}
	t.Logf("recall: %v", spread(recalls))
	t.Logf("search: %v", spread(searches))
}

func spread(d []time.Duration) map[string]time.Duration {
	slices.Sort(d)
	var sum time.Duration
	for _, x := range d {
		sum += x
	}
	return map[string]time.Duration{"mean": sum / time.Duration(len(d)), "p50": d[len(d)/2], "p99": d[len(d)*99/100]}
}
