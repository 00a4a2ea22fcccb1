package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"sync"
	"text/tabwriter"
	"time"

	"github.com/prometheus/client_golang/prometheus"

	"yiwen/bot"
	"yiwen/bot/fault"
	"yiwen/bot/pack"
	"yiwen/bot/server/editing"
	"yiwen/bot/server/store"
	"yiwen/bot/text"
	"yiwen/knowledge"
)

// node is a server without its sockets: an engine that answers from what is live
// in a store, and the editing that changes it.
type node struct {
	service *bot.Service
	editing *editing.Service
	builder *builder
}

// madeUp is why a bench publishes what answers few of its own questions.
const madeUp = "a made-up base, whose entries say the same as each other"

// newNode returns the node that answers from what is live in s. Its editing must
// be closed before s is.
func newNode(ctx context.Context, s *store.Store, dir, name string, logger *slog.Logger) (*node, error) {
	n := &node{builder: newBuilder(dir, false, nil)}
	version, items, err := s.LoadContent(ctx)
	if err != nil {
		return nil, err
	}
	p, err := pack.FromItems(items)
	if err != nil {
		return nil, err
	}
	c, err := n.builder.build(ctx, p, version)
	if err != nil {
		return nil, err
	}
	n.service = bot.NewService(bot.Options{
		Log: bot.NewMemoryLog(), Wakes: nobody{}, Content: c, Clock: time.Now, Logger: logger, Registerer: prometheus.NewRegistry(),
	})
	n.editing, err = editing.New(editing.Options{
		Store: s, Jobs: s, Versions: s, Book: s, Nodes: s, Builder: n.builder, Live: n.service.Content, Pack: p,
		Activate: func(c *bot.Content, _ *pack.Pack) { n.service.Activate(c) },
		Sounds:   n.builder.sounds, Node: name, Clock: time.Now, Logger: logger,
	})
	return n, err
}

// finished waits for the end of a job.
func (n *node) finished(ctx context.Context, j knowledge.Job, err error) (out editing.Published, _ error) {
	for err == nil && j.State == knowledge.JobRunning {
		select {
		case <-ctx.Done():
			return out, ctx.Err()
		case <-time.After(2 * time.Millisecond):
		}
		j, err = n.editing.Job(ctx, j.ID)
	}
	if err != nil {
		return out, err
	}
	if j.State != knowledge.JobDone {
		return out, fault.New(fault.Invalid, "%s", j.Error)
	}
	return out, json.Unmarshal(j.Result, &out)
}

// searchers is how many goroutines search while something is published.
const searchers = 4

// searches is how long searches took.
type searches struct {
	Count int     `json:"count"`
	P50   float64 `json:"p50_ms"`
	P99   float64 `json:"p99_ms"`
	Max   float64 `json:"max_ms"`
}

// whileSearching runs work while customers call search, with growing numbers and
// a pause after every one.
func whileSearching(ctx context.Context, pause time.Duration, search func(i int) error, work func() error) (searches, error) {
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	var mu sync.Mutex // guards what follows
	var took []time.Duration
	var failed error
	var all sync.WaitGroup
	for who := range searchers {
		all.Go(func() {
			var own []time.Duration
			var err error
			for i := who; ctx.Err() == nil && err == nil; i += searchers {
				start := time.Now()
				err = search(i)
				own = append(own, time.Since(start))
				time.Sleep(pause)
			}
			mu.Lock()
			defer mu.Unlock()
			took, failed = append(took, own...), errors.Join(failed, err)
		})
	}
	err := work()
	stop()
	all.Wait()
	slices.Sort(took)
	out := searches{Count: len(took)}
	if out.Count > 0 {
		at := func(i int) float64 { return took[min(i, out.Count-1)].Seconds() * 1000 }
		out.P50, out.P99, out.Max = at(out.Count/2), at(out.Count*99/100), at(out.Count-1)
	}
	return out, errors.Join(err, failed)
}

// search asks the content that is live for a text. That nothing is found, or an
// entry that the content does not have, is an error.
func (n *node) search(q string) error {
	c := n.service.Content()
	list, err := c.Search.Search(context.Background(), text.Analyse(q, c.Segment), 5)
	if err != nil || len(list) == 0 {
		return fmt.Errorf("version %d finds nothing for %q: %w", c.Version, q, err)
	}
	for _, found := range list {
		if _, ok := c.Entries[found.ID]; !ok {
			return fmt.Errorf("version %d finds %q, which is not one of its entries", c.Version, found.ID)
		}
	}
	return nil
}

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
	if c.JSON {
		e := json.NewEncoder(a.stdout)
		e.SetIndent("", "  ")
		return e.Encode(t)
	}
	w := tabwriter.NewWriter(a.stdout, 0, 0, 2, ' ', tabwriter.AlignRight)
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

// measurePublishes begins with the pack as it is, publishes the large base over
// it, and then changes of one entry each.
func (c *benchCmd) measurePublishes(a *app, st *store.Store, p *pack.Pack, dir string) (t publishTimes, err error) {
	p.Golden = nil // they are measured by themselves
	texts, err := c.texts()
	if err != nil {
		return t, err
	}
	if err := c.store(a, st, p); err != nil {
		return t, err
	}
	n, err := newNode(a.ctx, st, dir, "bench", slog.New(slog.DiscardHandler))
	if err != nil {
		return t, err
	}
	defer n.editing.Close()
	p.Entries = widened(p.Entries, c.Publish)
	t.Entries = len(p.Entries)
	items, err := p.Items()
	if err != nil {
		return t, err
	}
	timed := func(to *float64, work func() error) func() error {
		return func() error {
			start := time.Now()
			err := work()
			*to = time.Since(start).Seconds()
			return err
		}
	}
	busy := processorTime()
	const think = 10 * time.Millisecond
	ask := func(i int) error { return n.search(texts[i%len(texts)]) }
	t.DuringC, err = whileSearching(a.ctx, think, ask, timed(&t.Cold, func() error {
		_, err := n.editing.Import(a.ctx, operator(), "bench", madeUp, items)
		return err
	}))
	if err != nil {
		return t, err
	}
	t.ColdCPU = (processorTime() - busy).Seconds()
	t.Heap = heapMB()
	if t.Quiet, err = whileSearching(a.ctx, think, ask, func() error { time.Sleep(c.Duration); return nil }); err != nil {
		return t, err
	}
	var one []float64
	busy = processorTime()
	t.DuringO, err = whileSearching(a.ctx, think, ask, func() error {
		for i := range c.Rounds {
			took, err := n.publishOne(a.ctx, i)
			if err != nil {
				return err
			}
			one = append(one, took.Seconds())
		}
		return nil
	})
	if err != nil {
		return t, err
	}
	t.OneCPU = (processorTime() - busy).Seconds() / float64(c.Rounds)
	slices.Sort(one)
	t.One, t.Rounds, t.Searches = one[len(one)/2], len(one), t.DuringC.Count+t.DuringO.Count
	t.HeapTwo = heapMB()
	live := n.service.Content().Version
	err = timed(&t.Back, func() error {
		j, err := n.editing.RestoreVersion(a.ctx, operator(), live-1, "bench")
		_, err = n.finished(a.ctx, j, err)
		return err
	})()
	if err != nil {
		return t, err
	}
	if err := n.change(a.ctx, "bench", 0); err != nil {
		return t, err
	}
	return t, timed(&t.Draft, func() error {
		_, err := n.editing.Built(a.ctx, editing.Working)
		return err
	})()
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

// change saves an approved change of the answer of some entry.
func (n *node) change(ctx context.Context, what string, i int) error {
	d, err := n.editing.Draft(ctx)
	if err != nil {
		return err
	}
	for e := range d.Entries() {
		if i--; i >= 0 {
			continue
		}
		e.Value.Answer = fmt.Sprintf("%s（%s%d）", e.Value.Answer, what, time.Now().UnixNano()%1000)
		body, err := json.Marshal(e.Value)
		if err != nil {
			return err
		}
		_, err = n.editing.Save(ctx, operator(), knowledge.StepSave, []knowledge.Edit{{
			Ref: e.Ref, Position: e.Position, Body: body, Base: e.Rev, State: knowledge.Approved,
		}})
		return err
	}
	return fault.New(fault.NotFound, "no such entry")
}

// publishOne publishes a change of one entry, and returns how long that took from
// the click to the last node.
func (n *node) publishOne(ctx context.Context, i int) (time.Duration, error) {
	if err := n.change(ctx, "改", i); err != nil {
		return 0, err
	}
	start := time.Now()
	j, err := n.editing.Publish(operator(), "bench", madeUp)
	_, err = n.finished(ctx, j, err)
	return time.Since(start), err
}

// heapMB is what is alive in Go's memory.
func heapMB() uint64 {
	var m runtime.MemStats
	runtime.GC()
	runtime.GC()
	runtime.ReadMemStats(&m)
	return m.HeapAlloc >> 20
}
