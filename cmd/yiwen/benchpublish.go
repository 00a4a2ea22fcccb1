package main

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"log/slog"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"text/tabwriter"
	"time"

	"yiwen/bot/fault"
	"yiwen/bot/pack"
	"yiwen/bot/server/editing"
	"yiwen/bot/server/store"
	"yiwen/knowledge"
)

// madeUp is why a bench publishes what answers few of its own questions.
const madeUp = "a made-up base, whose entries say the same as each other"

// publishTimes is what bench --publish measures.
type publishTimes struct {
	Entries  int      `json:"entries"`
	Cold     float64  `json:"cold_s"`     // a publish of all of it, nothing of which was known
	One      float64  `json:"one_s"`      // the median of publishes of one changed entry
	ColdCPU  float64  `json:"cold_cpu_s"` // of the whole process, which a busy machine changes less
	OneCPU   float64  `json:"one_cpu_s"`
	Back     float64  `json:"back_s"`  // of the version before
	Draft    float64  `json:"draft_s"` // until a changed entry can be asked for in the draft
	Heap     uint64   `json:"heap_mb"` // with one content
	HeapTwo  uint64   `json:"heap_two_mb"`
	Quiet    searches `json:"quiet"`
	DuringC  searches `json:"during_cold"`
	DuringO  searches `json:"during_one"`
	Rounds   int      `json:"rounds"`
	Searches int      `json:"searches"`
}

// publishes measures publishes of size entries over a data base of its own.
func (c *benchCmd) publishes(a *app) error {
	if c.FromPack == "" {
		return fault.New(fault.Invalid, "yiwen bench --publish: of what words? Give --from-pack DIR.")
	}
	p, err := readPack(c.FromPack)
	if err != nil {
		return err
	}
	dir, err := os.MkdirTemp("", "yiwen-bench-*")
	if err != nil {
		return fmt.Errorf("make a folder for the data base: %w", err)
	}
	defer os.RemoveAll(dir)
	st, err := store.Open(a.ctx, store.Options{Path: filepath.Join(dir, storeName)})
	if err != nil {
		return err
	}
	defer st.Close()
	t, err := c.measurePublishes(a, st, p, dir)
	if err != nil {
		return err
	}
	return t.print(a.stdout, c.JSON)
}

// print writes the figures as tables, or as JSON.
func (t publishTimes) print(out io.Writer, asJSON bool) error {
	if asJSON {
		e := json.NewEncoder(out)
		e.SetIndent("", "  ")
		return e.Encode(t)
	}
	w := tabwriter.NewWriter(out, 0, 0, 2, ' ', tabwriter.AlignRight)
	fmt.Fprintf(w, "entries\tcold s\tCPU s\tone entry s\tCPU s\tback s\tdraft s\theap MB\twith two\t\n%d\t%.2f\t%.2f\t%.2f\t%.2f\t%.3f\t%.2f\t%d\t%d\t\n",
		t.Entries, t.Cold, t.ColdCPU, t.One, t.OneCPU, t.Back, t.Draft, t.Heap, t.HeapTwo)
	fmt.Fprintln(w, "searches\tcount\tp50 ms\tp99 ms\tmax ms\t")
	for _, row := range []struct {
		name string
		s    searches
	}{{"quiet", t.Quiet}, {"cold publish", t.DuringC}, {"one entry", t.DuringO}} {
		fmt.Fprintf(w, "%s\t%d\t%.2f\t%.2f\t%.2f\t\n", row.name, row.s.Count, row.s.P50, row.s.P99, row.s.Max)
	}
	return w.Flush()
}

// publishBench is what publishes are measured with.
type publishBench struct {
	*node
	texts []string // that customers search for
	times publishTimes
}

// measurePublishes begins with the pack as it is, publishes the large base over
// it, and then changes of one entry each.
func (c *benchCmd) measurePublishes(a *app, st *store.Store, p *pack.Pack, dir string) (publishTimes, error) {
	var b publishBench
	p.Golden = nil // they are measured by themselves
	var err error
	if b.texts, err = c.texts(); err != nil {
		return b.times, err
	}
	if err := c.store(a, st, p); err != nil {
		return b.times, err
	}
	if b.node, err = newNode(a.ctx, st, dir, "bench", slog.New(slog.DiscardHandler)); err != nil {
		return b.times, err
	}
	defer b.editing.Close()
	p.Entries = widened(p.Entries, c.Publish)
	b.times.Entries, b.times.Rounds = len(p.Entries), c.Rounds
	items, err := p.Items()
	if err != nil {
		return b.times, err
	}
	for _, step := range []func() error{
		func() error { return b.cold(a.ctx, items) },
		func() error { return b.quiet(a.ctx, c.Duration) },
		func() error { return b.one(a.ctx, c.Rounds) },
		func() error { return b.back(a.ctx) },
		func() error { return b.draft(a.ctx) },
	} {
		if err := step(); err != nil {
			return b.times, err
		}
	}
	b.times.Searches = b.times.DuringC.Count + b.times.DuringO.Count
	return b.times, nil
}

// customers has people search, who think for a moment after every search, while
// work goes on.
func (b *publishBench) customers(ctx context.Context, work func() error) (searches, error) {
	return whileSearching(ctx, 10*time.Millisecond, func(i int) error { return b.search(b.texts[i%len(b.texts)]) }, work)
}

// cold publishes all of it, nothing of which is known.
func (b *publishBench) cold(ctx context.Context, items []knowledge.Item) (err error) {
	busy := processorTime()
	b.times.DuringC, err = b.customers(ctx, func() error {
		start := time.Now()
		_, err := b.editing.Import(ctx, operator(), "bench", madeUp, items)
		b.times.Cold = time.Since(start).Seconds()
		return err
	})
	b.times.ColdCPU = (processorTime() - busy).Seconds()
	b.times.Heap = heapMB()
	return err
}

// quiet measures searches while nothing is published.
func (b *publishBench) quiet(ctx context.Context, d time.Duration) (err error) {
	b.times.Quiet, err = b.customers(ctx, func() error { time.Sleep(d); return nil })
	return err
}

// one publishes changes of one entry each.
func (b *publishBench) one(ctx context.Context, rounds int) (err error) {
	var took []float64
	busy := processorTime()
	b.times.DuringO, err = b.customers(ctx, func() error {
		for i := range rounds {
			t, err := b.publishOne(ctx, i)
			if err != nil {
				return err
			}
			took = append(took, t.Seconds())
		}
		return nil
	})
	if err != nil {
		return err
	}
	b.times.OneCPU = (processorTime() - busy).Seconds() / float64(rounds)
	slices.Sort(took)
	b.times.One = took[len(took)/2]
	b.times.HeapTwo = heapMB()
	return nil
}

// back restores the version before.
func (b *publishBench) back(ctx context.Context) error {
	start := time.Now()
	j, err := b.editing.RestoreVersion(ctx, operator(), b.service.Content().Version-1, "bench")
	_, err = b.finished(ctx, j, err)
	b.times.Back = time.Since(start).Seconds()
	return err
}

// draft makes a changed entry askable in the draft.
func (b *publishBench) draft(ctx context.Context) error {
	if err := b.change(ctx, "bench", 0); err != nil {
		return err
	}
	start := time.Now()
	_, err := b.editing.Built(ctx, editing.Working)
	b.times.Draft = time.Since(start).Seconds()
	return err
}

// publishOne publishes a change of one entry, and returns how long that took from
// the click to the last node.
func (b *publishBench) publishOne(ctx context.Context, i int) (time.Duration, error) {
	if err := b.change(ctx, "改", i); err != nil {
		return 0, err
	}
	start := time.Now()
	j, err := b.editing.Publish(operator(), "bench", madeUp)
	_, err = b.finished(ctx, j, err)
	return time.Since(start), err
}

// store makes p the first version.
func (c *benchCmd) store(a *app, st *store.Store, p *pack.Pack) error {
	items, err := p.Items()
	if err != nil {
		return err
	}
	_, err = st.Publish(a.ctx, items, nil, imported(a.clock(), ""))
	return err
}

// heapMB is what is alive in Go's memory.
func heapMB() uint64 {
	var m runtime.MemStats
	runtime.GC()
	runtime.GC()
	runtime.ReadMemStats(&m)
	return m.HeapAlloc >> 20
}
