package index_test

import (
	"context"
	"errors"
	"fmt"
	"os"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/goccy/go-yaml"
	"github.com/google/go-cmp/cmp"
	"go.uber.org/goleak"

	"yiwen/bot/text"
	"yiwen/knowledge"
	"yiwen/knowledge/index"
	"yiwen/knowledge/rank"
)

// Importing bleve starts workers that no index owns; they are not our leak.
func TestMain(m *testing.M) { goleak.VerifyTestMain(m, goleak.IgnoreCurrent()) }

func corpus(entries []knowledge.Entry) *knowledge.Corpus {
	return knowledge.NewCorpus(entries, analyse)
}

func analyse(raw string) *text.Analysis { return text.Analyse(raw, text.Runes{}) }

func build(t testing.TB, c *knowledge.Corpus) *index.Index {
	t.Helper()
	x, err := index.Build(context.Background(), c)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := x.Close(); err != nil {
			t.Errorf("close: %v", err)
		}
	})
	return x
}

func shop() []knowledge.Entry {
	return []knowledge.Entry{
		{ID: "refund", Question: "怎么申请退款", Variants: []string{"买错了想退钱"}, Keywords: []string{"撤单"}},
		{ID: "invoice", Question: "怎么开发票", Variants: []string{"能开专票吗"}},
		{ID: "steam", Question: "steam 卡怎么用"},
		{ID: "empty"},
	}
}

func recall(t testing.TB, x *index.Index, query string, n int) []int {
	t.Helper()
	hits, err := x.Recall(context.Background(), rank.AppendTerms(nil, analyse(query).Plain()), n, nil)
	if err != nil {
		t.Fatalf("recall %q: %v", query, err)
	}
	var entries []int
	for _, h := range hits {
		entries = append(entries, h.Entry)
	}
	return entries
}

func TestRecall(t *testing.T) {
	x := build(t, corpus(shop()))
	for _, c := range []struct {
		name, query string
		n           int
		want        []int // nil = no hits
	}{
		{"Question", "发票", 1, []int{1}},
		{"Variant", "退钱", 1, []int{0}},
		{"Keyword", "撤单", 1, []int{0}},
		{"Latin", "STEAM", 5, []int{2}},
		{"UnknownTerms", "天气", 5, nil},
		{"NoTerms", "？！", 5, nil},
		{"Empty", "", 5, nil},
		{"NoneWanted", "发票", 0, nil},
		{"FewerThanNone", "发票", -1, nil},
		{"QuerySyntaxIsText", `+chars:"*" OR (发票)~2^9`, 1, []int{1}},
	} {
		t.Run(c.name, func(t *testing.T) {
			if diff := cmp.Diff(c.want, recall(t, x, c.query, c.n)); diff != "" {
				t.Errorf("entries (-want +got):\n%s", diff)
			}
		})
	}
}

// TestRecallFillsItsPlacesWithWhatIsOpen: the right entry must not be lost because
// closed ones come before it.
func TestRecallFillsItsPlacesWithWhatIsOpen(t *testing.T) {
	var entries []knowledge.Entry
	for i := range 100 {
		entries = append(entries, knowledge.Entry{ID: fmt.Sprint(i), Question: "怎么申请退款"})
	}
	entries = append(entries, knowledge.Entry{ID: "open", Question: "怎么申请退款和开发票以及别的许多事情"}, knowledge.Entry{ID: "other", Question: "在哪里登录"})
	x := build(t, corpus(entries))
	terms := rank.AppendTerms(nil, analyse("怎么申请退款").Plain())
	for name, c := range map[string]struct {
		open func(int) bool
		want []int
	}{
		"one":                    {func(e int) bool { return e == 100 }, []int{100}},
		"two":                    {func(e int) bool { return e == 100 || e == 7 }, []int{7, 100}},
		"not found is not there": {func(e int) bool { return e == 101 }, []int{}},
	} {
		t.Run(name, func(t *testing.T) {
			hits, err := x.Recall(context.Background(), terms, 40, c.open)
			if err != nil {
				t.Fatal(err)
			}
			got := []int{}
			for _, h := range hits {
				got = append(got, h.Entry)
			}
			if diff := cmp.Diff(c.want, got); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

func TestRecallLeavesItsTermsAlone(t *testing.T) {
	x := build(t, corpus(shop()))
	terms := []string{"票", "退", "怎", "票", "天"}
	if _, err := x.Recall(context.Background(), terms, 3, nil); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]string{"票", "退", "怎", "票", "天"}, terms); diff != "" {
		t.Errorf("terms (-want +got):\n%s", diff)
	}
}

func TestRecallOfALongMessage(t *testing.T) {
	x := build(t, corpus(shop()))
	if got := recall(t, x, strings.Repeat("我跟你说这个事情吧真是一言难尽从头讲起", 100)+"发票", 1); !slices.Equal(got, []int{1}) {
		t.Errorf("got %v, want the entry about 发票", got)
	}
}

func TestRecallWhenCancelled(t *testing.T) {
	x := build(t, corpus(shop()))
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if _, err := x.Recall(ctx, []string{"票"}, 3, nil); !errors.Is(err, context.Canceled) {
		t.Errorf("got %v, want context.Canceled", err)
	}
	if _, err := index.Build(ctx, corpus(shop())); !errors.Is(err, context.Canceled) {
		t.Errorf("build: got %v, want context.Canceled", err)
	}
}

func TestEmptyCorpus(t *testing.T) {
	if got := recall(t, build(t, corpus(nil)), "退款", 3); got != nil {
		t.Errorf("got %v", got)
	}
}

func TestRecallConcurrently(t *testing.T) {
	x := build(t, corpus(shop()))
	var wg sync.WaitGroup
	for range 8 {
		wg.Go(func() {
			for range 50 {
				hits, err := x.Recall(context.Background(), []string{"发", "票"}, 1, nil)
				if err != nil || len(hits) != 1 || hits[0].Entry != 1 {
					t.Errorf("got %v, %v", hits, err)
					return
				}
			}
		})
	}
	wg.Wait()
}

// TestRecallIsTheSameEveryTime asks the pack's texts forwards of one index, and
// backwards and by several at a time of another, whose documents bleve has
// numbered otherwise: nothing that a search leaves behind may be seen by the next.
func TestRecallIsTheSameEveryTime(t *testing.T) {
	c := corpus(xingka(t))
	var queries [][]string
	for _, e := range c.Entries {
		queries = append(queries, rank.AppendTerms(nil, e.Texts[len(e.Texts)-1].Plain()))
	}
	one, other := build(t, c), build(t, c)
	want := make([][]rank.Hit, len(queries))
	for i, q := range queries {
		hits, err := one.Recall(context.Background(), q, 40, nil)
		if err != nil {
			t.Fatal(err)
		}
		want[i] = hits
	}
	var wg sync.WaitGroup
	for range 4 {
		wg.Go(func() {
			for i, q := range slices.Backward(queries) {
				got, err := other.Recall(context.Background(), q, 40, nil)
				if diff := cmp.Diff(want[i], got); err != nil || diff != "" {
					t.Errorf("%v: %v (-first +other):\n%s", q, err, diff)
					return
				}
			}
		})
	}
	wg.Wait()
}

// TestRecallOfAnswerAndPair finds an entry by what only its answer holds, and
// prefers the characters that stand side by side.
func TestRecallOfAnswerAndPair(t *testing.T) {
	x := build(t, corpus([]knowledge.Entry{
		{ID: "apart", Question: "票在哪里发"},
		{ID: "beside", Question: "在哪里发票"},
		{ID: "told", Question: "在哪里", Answer: "请联系掌柜。"},
	}))
	for query, want := range map[string]int{"发票": 1, "掌柜": 2} {
		if got := recall(t, x, query, 1); !slices.Equal(got, []int{want}) {
			t.Errorf("%s: got %v, want %d", query, got, want)
		}
	}
}

// TestRecallOfThePack asks every text of the demo content: its entry must be
// among the forty that are looked at closely.
func TestRecallOfThePack(t *testing.T) {
	c := corpus(xingka(t))
	x := build(t, c)
	asked, missed := 0, 0
	for i, e := range c.Entries {
		for _, a := range e.Texts {
			hits, err := x.Recall(context.Background(), rank.AppendTerms(nil, a.Plain()), 40, nil)
			if err != nil {
				t.Fatal(err)
			}
			asked++
			if !slices.ContainsFunc(hits, func(h rank.Hit) bool { return h.Entry == i }) {
				missed++
			}
		}
	}
	if limit := asked / 500; missed > limit {
		t.Errorf("%d of %d texts do not recall their own entry; the most is %d", missed, asked, limit)
	}
}

func xingka(t testing.TB) []knowledge.Entry {
	t.Helper()
	b, err := os.ReadFile("../../testdata/xingka/faq.yaml")
	if err != nil {
		t.Fatal(err)
	}
	var entries []knowledge.Entry
	if err := yaml.Unmarshal(b, &entries); err != nil {
		t.Fatal(err)
	}
	return entries
}

// asks are questions as customers put them, short and long.
func asks() []*text.Analysis {
	var out []*text.Analysis
	for _, s := range []string{
		"充值了100块到现在还没到账",
		"怎么退款",
		"买的卡密用不了，提示已经被使用过了，怎么办",
		"人工",
		"我昨天下午在你们这里给孩子买了个视频会员，钱扣了两次，订单里只看到一个，客服也找不到，麻烦帮我看看怎么处理",
	} {
		out = append(out, analyse(s))
	}
	return out
}

func BenchmarkRecall(b *testing.B) {
	x := build(b, corpus(xingka(b)))
	var terms [][]string
	for _, a := range asks() {
		terms = append(terms, rank.AppendTerms(nil, a.Plain()))
	}
	b.ReportAllocs()
	for i := 0; b.Loop(); i++ {
		if _, err := x.Recall(context.Background(), terms[i%len(terms)], 40, nil); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkSearch is the whole search: recall, tables and scores.
func BenchmarkSearch(b *testing.B) {
	c := corpus(xingka(b))
	r := rank.New(c, build(b, c), rank.Options{})
	queries := asks()
	b.ReportAllocs()
	for i := 0; b.Loop(); i++ {
		if _, err := r.Search(context.Background(), queries[i%len(queries)], 5); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkBuild(b *testing.B) {
	c := corpus(xingka(b))
	b.ReportAllocs()
	for b.Loop() {
		x, err := index.Build(context.Background(), c)
		if err != nil {
			b.Fatal(err)
		}
		rank.New(c, x, rank.Options{})
		if err := x.Close(); err != nil {
			b.Fatal(err)
		}
	}
}
