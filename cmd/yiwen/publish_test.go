package main

import (
	"context"
	"encoding/json"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"yiwen/bot"
	"yiwen/bot/fault"
	"yiwen/bot/pack"
	"yiwen/bot/server/editing"
	"yiwen/bot/server/store"
	"yiwen/bot/text"
	"yiwen/knowledge"
)

// published returns a data base whose first version is p, until the test ends.
func published(t *testing.T, dir string, p *pack.Pack) *store.Store {
	t.Helper()
	st, err := store.Open(t.Context(), store.Options{Path: filepath.Join(dir, storeName)})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := st.Close(); err != nil {
			t.Error(err)
		}
	})
	items, err := p.Items()
	if err != nil {
		t.Fatal(err)
	}
	if _, err := st.Publish(t.Context(), items, nil, knowledge.Version{By: "operator", At: time.Now()}); err != nil {
		t.Fatal(err)
	}
	return st
}

// nodes returns servers without sockets over one data base, whose first version
// is p, until the test ends. All but the first follow what is published.
func nodes(t *testing.T, p *pack.Pack, names ...string) []*node {
	t.Helper()
	dir := t.TempDir()
	st := published(t, dir, p)
	var out []*node
	for _, name := range names {
		b := newBuilder(dir, false, nil)
		unlearned(t, b, p)
		n, err := newNode(t.Context(), st, dir, name, slog.New(slog.NewTextHandler(t.Output(), nil)))
		if err != nil {
			t.Fatal(err)
		}
		ctx, stop := context.WithCancel(context.Background())
		var running sync.WaitGroup
		running.Go(func() { n.editing.Run(ctx) })
		t.Cleanup(func() { stop(); running.Wait(); n.editing.Close() })
		out = append(out, n)
	}
	return out
}

// marked returns the demo content with an entry that says which version it is of.
func marked(t *testing.T) *pack.Pack {
	p := demo(t)
	p.Entries = append(p.Entries, knowledge.Entry{ID: "live", Question: liveQuestion, Answer: "1"})
	return p
}

// mark publishes version n, whose entry says so.
func (n *node) mark(ctx context.Context, version int64) (editing.Published, error) {
	d, err := n.editing.Draft(ctx)
	if err != nil {
		return editing.Published{}, err
	}
	e, ok := d.Entry("live")
	if !ok {
		return editing.Published{}, fault.New(fault.NotFound, "the entry is gone")
	}
	e.Value.Answer = fmt.Sprint(version)
	body, err := json.Marshal(e.Value)
	if err != nil {
		return editing.Published{}, err
	}
	_, err = n.editing.Save(ctx, operator(), knowledge.StepSave, []knowledge.Edit{{
		Ref: e.Ref, Position: e.Position, Body: body, Base: e.Rev, State: knowledge.Approved,
	}})
	if err != nil {
		return editing.Published{}, err
	}
	j, err := n.editing.Publish(operator(), "", "")
	return n.finished(ctx, j, err)
}

// says returns the version that the marked entry names, which is to be that of
// the content it is found in.
func (n *node) says(ctx context.Context) (int64, error) {
	c := n.service.Content()
	list, err := c.Search.Search(ctx, text.Analyse(liveQuestion, c.Segment), 3)
	if err != nil || len(list) == 0 || list[0].ID != "live" {
		return 0, fmt.Errorf("version %d finds %v: %w", c.Version, list, err)
	}
	said, err := strconv.ParseInt(c.Entries["live"].Answer, 10, 64)
	if err != nil || said != c.Version {
		return 0, fmt.Errorf("version %d answers as %q: %w", c.Version, c.Entries["live"].Answer, err)
	}
	return said, nil
}

// TestPublishesWhileSearching publishes again and again while customers search:
// none fails, none finds nothing, each is answered from one version.
// YIWEN_PUBLISHES=200 is what docs/editor.md tells of.
func TestPublishesWhileSearching(t *testing.T) {
	publishes := 20
	if wanted, err := strconv.Atoi(os.Getenv("YIWEN_PUBLISHES")); err == nil {
		publishes = wanted
	}
	p := marked(t)
	n := nodes(t, p, "one")[0]
	texts := []string{liveQuestion, "怎么退款"}
	for _, e := range p.Entries[:100] {
		texts = append(texts, e.Question)
	}
	search := func(i int) error {
		if i%4 > 0 {
			return n.search(texts[i%len(texts)])
		}
		_, err := n.says(t.Context())
		return err
	}
	var slowest time.Duration
	pause := time.Millisecond
	if raced {
		pause *= 10 // as long as a search, as it is without
	}
	got, err := whileSearching(t.Context(), pause, search, func() error {
		for i := range publishes {
			start := time.Now()
			out, err := n.mark(t.Context(), int64(i)+2)
			if err != nil {
				return err
			}
			slowest = max(slowest, time.Since(start))
			if said, err := n.says(t.Context()); err != nil || said != out.Version {
				return fmt.Errorf("published %d, answers from %d: %w", out.Version, said, err)
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if got.Count < 10*publishes {
		t.Errorf("only %d searches: the test was no load", got.Count)
	}
	t.Logf("%d publishes, the slowest took %v; %d searches meanwhile: p50 %.2f ms, p99 %.2f ms, max %.2f ms",
		publishes, slowest, got.Count, got.P50, got.P99, got.Max)
}

// TestEveryNodeFollows publishes on two nodes in turn: both answer from the new
// version within a second of its activation.
func TestEveryNodeFollows(t *testing.T) {
	both := nodes(t, marked(t), "one", "two")
	var slowest time.Duration
	for i := range 10 {
		at, other := both[i%2], both[1-i%2]
		out, err := at.mark(t.Context(), int64(i)+2)
		done := time.Now()
		if err != nil {
			t.Fatal(err)
		}
		if said, err := at.says(t.Context()); err != nil || said != out.Version {
			t.Fatalf("published %d, answers from %d: %v", out.Version, said, err)
		}
		tick := time.NewTicker(5 * time.Millisecond) // or the other node has no processor to follow on
		for {
			said, err := other.says(t.Context())
			if err != nil {
				t.Fatal(err)
			}
			if said == out.Version {
				break
			}
			if time.Since(done) > 10*time.Second {
				t.Fatalf("the other node still answers from version %d", said)
			}
			<-tick.C
		}
		tick.Stop()
		slowest = max(slowest, time.Since(done))
	}
	if slowest > time.Second {
		t.Errorf("the other node followed after %v", slowest)
	}
	t.Logf("the other node followed after %v at most", slowest)
}

// TestOneClickBack restores the version before, which is still built, and one that
// is not.
func TestOneClickBack(t *testing.T) {
	n := nodes(t, marked(t), "one")[0]
	ctx := t.Context()
	for v := range int64(3) {
		if _, err := n.mark(ctx, v+2); err != nil {
			t.Fatal(err)
		}
	}
	before := n.service.Content()
	for _, of := range []int64{3, 2} {
		start := time.Now()
		j, err := n.editing.RestoreVersion(ctx, operator(), of, "回去")
		out, err := n.finished(ctx, j, err)
		if err != nil {
			t.Fatal(err)
		}
		c := n.service.Content()
		if c.Entries["live"].Answer != fmt.Sprint(of) || c.Version != out.Version || out.Changed != 1 {
			t.Errorf("version %d of %d answers %q: %+v", c.Version, of, c.Entries["live"].Answer, out)
		}
		t.Logf("version %d was back after %v", of, time.Since(start))
	}
	if before.Version != 4 {
		t.Errorf("a restore changed the version that it replaced to %d", before.Version)
	}
	list, total, err := n.editing.Versions(ctx, 1, 50)
	if err != nil || total != 6 || list[0].Of != 2 || list[1].Of != 3 {
		t.Errorf("%d versions: %+v, %v", total, list, err)
	}
	if _, err := n.editing.RestoreVersion(ctx, operator(), 6, ""); !fault.Is(err, fault.Invalid) {
		t.Errorf("restoring what is live: %v", err)
	}
	if _, err := n.editing.RestoreVersion(ctx, operator(), 7, ""); !fault.Is(err, fault.NotFound) {
		t.Errorf("restoring what never was: %v", err)
	}
}

// TestAUselessBotIsNotPublished: without golden questions the base's own tell that
// hardly anything is answered any more, also where there are few.
func TestAUselessBotIsNotPublished(t *testing.T) {
	p := marked(t)
	p.Golden = nil
	few := *p
	few.Entries = []knowledge.Entry{{ID: "live", Question: liveQuestion, Answer: "1"}}
	for i, question := range []string{"怎么申请退款", "卡密在哪里兑换", "充值多久到账", "发票怎么开"} {
		few.Entries = append(few.Entries, knowledge.Entry{ID: fmt.Sprint("few-", i), Question: question, Answer: "好"})
	}
	few.Rules, few.Replies.Hot = nil, nil
	few.Settings.Entrances, few.Settings.Sites = nil, []pack.Site{{ID: "default", Name: "客服"}}
	n := nodes(t, p, "one")[0]
	useless := *p
	useless.Settings.Limits.Answer, useless.Settings.Limits.Suggest = 1, 1
	items, err := useless.Items()
	if err != nil {
		t.Fatal(err)
	}
	out, err := n.editing.Import(t.Context(), operator(), "", "", items)
	if !fault.Is(err, fault.Invalid) || !strings.Contains(err.Error(), "抽查 40 个标准问题") || out.Golden == nil || len(out.Golden.Failed) < 20 {
		t.Errorf("a useless bot: %+v, %v", out, err)
	}
	for name, tc := range map[string]struct {
		suggest float64
		says    string
	}{"useless": {1, "抽查 5 个标准问题，只有 0 个答得上来"}, "good": {0, ""}} {
		few.Settings.Limits.Answer, few.Settings.Limits.Suggest = tc.suggest, tc.suggest
		items, err := few.Items()
		if err != nil {
			t.Fatal(err)
		}
		_, err = n.editing.Import(t.Context(), operator(), "", "", items)
		if (tc.says == "") != (err == nil) || err != nil && !strings.Contains(err.Error(), tc.says) {
			t.Errorf("a few entries, %s: %v", name, err)
		}
	}
	if out, err := n.editing.Import(t.Context(), operator(), "", "就要这样", items); err != nil || out.Version != 3 {
		t.Errorf("for a reason: %+v, %v", out, err)
	}
	if out, err := n.mark(t.Context(), 3); !fault.Is(err, fault.Invalid) {
		t.Errorf("a change of what is useless: %+v, %v", out, err)
	}
	if items, err = p.Items(); err != nil {
		t.Fatal(err)
	}
	if out, err := n.editing.Import(t.Context(), operator(), "", "", items); err != nil || out.Version != 4 || out.Golden != nil {
		t.Errorf("one that answers: %+v, %v", out, err)
	}
}

// TestGoldenQuestionsGuardAPublish: what fails stays where it was, unless somebody
// says why it does not matter.
func TestGoldenQuestionsGuardAPublish(t *testing.T) {
	p := marked(t)
	n := nodes(t, p, "one")[0]
	ctx := t.Context()
	items := func(wants string) []knowledge.Item {
		q := *p
		q.Golden = []knowledge.Golden{{ID: "pass", Text: liveQuestion, Entry: wants}}
		items, err := q.Items()
		if err != nil {
			t.Fatal(err)
		}
		return items
	}
	if out, err := n.editing.Import(ctx, operator(), "", "", items("live")); err != nil || out.Version != 2 || out.Golden.Passed != 1 {
		t.Fatalf("what passes: %+v, %v", out, err)
	}
	other := p.Entries[0].ID
	out, err := n.editing.Import(ctx, operator(), "", "", items(other))
	if !fault.Is(err, fault.Invalid) || !strings.Contains(err.Error(), "1 个黄金问题没有通过") || len(out.Golden.Failed) != 1 {
		t.Errorf("what fails: %+v, %v", out, err)
	}
	if v := n.service.Content().Version; v != 2 {
		t.Errorf("version %d went live", v)
	}
	out, err = n.editing.Import(ctx, operator(), "", "来不及了", items(other))
	if err != nil || out.Version != 3 || len(out.Golden.Failed) != 1 {
		t.Errorf("what fails for a reason: %+v, %v", out, err)
	}
	if list, _, err := n.editing.Versions(ctx, 1, 1); err != nil || list[0].Reason != "来不及了" {
		t.Errorf("the reason was not kept: %+v, %v", list, err)
	}
	jobs, _, err := n.editing.Jobs(ctx, knowledge.JobPublish, 1, 50)
	if err != nil || len(jobs) != 3 || jobs[1].State != knowledge.JobFailed {
		t.Fatalf("%+v, %v", jobs, err)
	}
	if failed, err := n.editing.Job(ctx, jobs[1].ID); err != nil || !strings.Contains(string(failed.Result), `"failed":[`) {
		t.Errorf("%+v, %v", failed, err)
	}
	bad := append(items("live"), knowledge.Item{Kind: "entry", ID: "x", Body: []byte(`{"id":"x"}`)})
	if _, err := n.editing.Import(ctx, operator(), "", "", bad); !fault.Is(err, fault.Invalid) {
		t.Errorf("what does not check: %v", err)
	}
}

// unlucky is a builder whose contents answer nothing any more once they have
// learned.
type unlucky struct {
	*builder
	passed chan bool
}

// Finish implements editing.Builder.
func (u unlucky) Finish(_ context.Context, c *bot.Content, passes func(*bot.Content) (bool, error)) (*bot.Content, error) {
	twin := *c
	twin.Limits.Answer, twin.Limits.Suggest = 2, 2
	if passes == nil {
		return &twin, nil
	}
	ok, err := passes(&twin)
	u.passed <- ok
	if ok {
		c = &twin
	}
	return c, err
}

// TestGoldenQuestionsGuardWhatIsLearned: a large base goes live before it has
// learned, and is asked again then. What it would answer worse is left out, and
// whoever published is told.
func TestGoldenQuestionsGuardWhatIsLearned(t *testing.T) {
	p := marked(t)
	ctx, dir := t.Context(), t.TempDir()
	st := published(t, dir, p)
	u := unlucky{newBuilder(dir, false, nil), make(chan bool, 1)}
	unlearned(t, u.builder, p)
	first, err := u.Build(ctx, p, 1)
	if err != nil {
		t.Fatal(err)
	}
	var live atomic.Pointer[bot.Content]
	live.Store(first)
	n := &node{builder: u.builder}
	n.editing, err = editing.New(editing.Options{
		Store: st, Jobs: st, Versions: st, Book: st, Nodes: st, Builder: u, Live: live.Load, Pack: p,
		Activate: func(c *bot.Content, _ *pack.Pack) { live.Store(c) },
		Sounds:   u.sounds, Node: "one", Clock: time.Now, Logger: slog.New(slog.NewTextHandler(t.Output(), nil)),
	})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(n.editing.Close)
	p.Entries = widened(p.Entries, 2100)
	unlearned(t, u.builder, p)
	for _, tc := range []struct {
		name   string
		golden []knowledge.Golden
		passes bool
	}{
		{"NothingIsAsked", nil, true},
		{"WhatFailedBeforeMayFail", []knowledge.Golden{{ID: "fails", Text: liveQuestion, Entry: p.Entries[0].ID}}, true},
		{"WhatPassedBeforeMustPass", []knowledge.Golden{{ID: "passes", Text: liveQuestion, Entry: "live"}}, false},
	} {
		t.Run(tc.name, func(t *testing.T) {
			p.Golden = tc.golden
			items, err := p.Items()
			if err != nil {
				t.Fatal(err)
			}
			out, err := n.editing.Import(ctx, operator(), "", "无妨", items)
			if err != nil {
				t.Fatal(err)
			}
			if got := <-u.passed; got != tc.passes {
				t.Fatalf("what was learned passes: %v, want %v", got, tc.passes)
			}
			if tc.passes {
				return
			}
			if c := live.Load(); c.Version != out.Version || c.Limits.Answer == 2 {
				t.Errorf("version %d answers by limits %+v", c.Version, c.Limits)
			}
			jobs, _, err := n.editing.Jobs(ctx, knowledge.JobGolden, 1, 5)
			if err != nil || len(jobs) != 1 || jobs[0].By != string(operator().ID) {
				t.Fatalf("%+v, %v; want one job of who published", jobs, err)
			}
			if _, err := n.finished(ctx, jobs[0], nil); err == nil || !strings.Contains(err.Error(), "有 1 个黄金问题不再通过") {
				t.Errorf("the job ended with %v", err)
			}
		})
	}
}
