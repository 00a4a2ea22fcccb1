package rank

import (
	"context"
	"errors"
	"fmt"
	"math"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"

	"yiwen/bot/text"
	"yiwen/knowledge"
)

// everything is a Retriever that recalls all entries of a corpus.
type everything int

var _ Retriever = everything(0)

func (n everything) Recall(_ context.Context, _ []string, _ int, open func(int) bool) ([]Hit, error) {
	hits := make([]Hit, 0, n)
	for i := range int(n) {
		if open == nil || open(i) {
			hits = append(hits, Hit{Entry: i})
		}
	}
	return hits, nil
}

// broken is a Retriever that always fails.
type broken struct{ error }

func (b broken) Recall(context.Context, []string, int, func(int) bool) ([]Hit, error) {
	return nil, b.error
}

func analyse(raw string) *text.Analysis { return text.Analyse(raw, text.Runes{}) }

func shop() []knowledge.Entry {
	return []knowledge.Entry{
		{ID: "refund", Question: "怎么申请退款", Variants: []string{"买错了想退钱", "退款入口在哪"}, Keywords: []string{"退货"}},
		{ID: "invoice", Question: "怎么开发票", Variants: []string{"发票在哪里申请", "能开专票吗"}},
		{ID: "arrival", Question: "充值多久到账", Variants: []string{"充了100还没到", "话费没到账"}},
		{ID: "steam", Question: "steam 卡怎么用"},
	}
}

func newShop(o Options) *Ranker {
	c := knowledge.NewCorpus(shop(), analyse)
	return New(c, everything(len(c.Entries)), o)
}

func search(t testing.TB, r *Ranker, query string, n int) []knowledge.Candidate {
	t.Helper()
	got, err := r.Search(context.Background(), analyse(query), n)
	if err != nil {
		t.Fatalf("search %q: %v", query, err)
	}
	return got
}

func TestSearchPutsTheRightEntryFirst(t *testing.T) {
	r := newShop(Options{})
	for _, c := range []struct{ name, query, id, text string }{
		{"StandardQuestion", "怎么开发票", "invoice", "怎么开发票"},
		{"Variant", "买错了想退钱", "refund", "买错了想退钱"},
		{"OtherWords", "请问我充了50块怎么没到啊？", "arrival", "充了100还没到"},
		{"Traditional", "發票在哪裡申請", "invoice", "发票在哪里申请"},
		{"LatinRun", "STEAM卡", "steam", "steam 卡怎么用"},
		{"Keyword", "退货", "refund", ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			got := search(t, r, c.query, 3)
			if len(got) == 0 || got[0].ID != c.id {
				t.Fatalf("got %+v, want %s first", got, c.id)
			}
			if c.text != "" && got[0].Text != c.text {
				t.Errorf("nearest text %q, want %q", got[0].Text, c.text)
			}
		})
	}
}

func TestScoresFallAndStayWithinBounds(t *testing.T) {
	r := newShop(Options{})
	for _, q := range []string{"怎么开发票", "退款", "今天天气怎么样", "了", "开", "steam 退款 发票 到账", "1", "abc"} {
		got := search(t, r, q, 10)
		for i, c := range got {
			if math.IsNaN(c.Score) || c.Score < 0 || c.Score > 1 {
				t.Errorf("%q: score %v of %s", q, c.Score, c.ID)
			}
			if i > 0 && c.Score > got[i-1].Score {
				t.Errorf("%q: %s scores above the one before it", q, c.ID)
			}
		}
	}
}

func TestScoreComparesBetweenQueries(t *testing.T) {
	r := newShop(Options{})
	limit := DefaultModel().Limits.Answer
	if got := search(t, r, "发票在哪里申请", 1)[0].Score; got < limit {
		t.Errorf("a known question scores %v, below the limit %v", got, limit)
	}
	for _, q := range []string{"今天天气怎么样", "在哪里能看到你们老板", "还没吃饭"} {
		if got := search(t, r, q, 1); len(got) > 0 && got[0].Score >= limit {
			t.Errorf("%q scores %v, the limit %v or more", q, got[0].Score, limit)
		}
	}
}

func TestSearchGivesAtMostN(t *testing.T) {
	r := newShop(Options{})
	for n, want := range map[int]int{-1: 0, 0: 0, 1: 1, 3: 3, 99: 4} {
		if got := search(t, r, "怎么申请", n); len(got) != want {
			t.Errorf("n = %d: %d candidates, want %d", n, len(got), want)
		}
	}
}

func TestExplainNamesEveryFeature(t *testing.T) {
	got := search(t, newShop(Options{Explain: true}), "怎么开发票", 1)[0].Features
	for f := range NumFeatures {
		if _, ok := got[Feature(f).String()]; !ok {
			t.Errorf("no feature %s", Feature(f))
		}
	}
	if len(got) != NumFeatures {
		t.Errorf("%d features, want %d", len(got), NumFeatures)
	}
	for _, f := range []Feature{CharText, PairAsked, WordAsked, Cosine} {
		if v := got[f.String()]; math.Abs(v-1) > 1e-6 {
			t.Errorf("%s of an equal text = %v, want 1", f, v)
		}
	}
	m := DefaultModel()
	sum, score := m.Bias, search(t, newShop(Options{Explain: true}), "怎么开发票", 1)[0]
	for _, part := range score.Told {
		sum += part.By
	}
	if math.Abs(sigmoid(sum)-score.Score) > 1e-9 {
		t.Errorf("the parts make a score of %v, not %v", sigmoid(sum), score.Score)
	}
	if search(t, newShop(Options{}), "怎么开发票", 1)[0].Features != nil {
		t.Error("features without Explain")
	}
}

func TestEqualEntriesKeepTheOrderOfTheCorpus(t *testing.T) {
	c := knowledge.NewCorpus([]knowledge.Entry{{ID: "b", Question: "退款"}, {ID: "a", Question: "退款"}}, analyse)
	got := search(t, New(c, everything(2), Options{}), "退款", 2)
	if got[0].ID != "b" || got[1].ID != "a" || got[0].Score != got[1].Score {
		t.Errorf("got %+v, want b, then a, with one score", got)
	}
}

func TestSearchBearsAnyCorpus(t *testing.T) {
	for name, entries := range map[string][]knowledge.Entry{
		"None":        nil,
		"EmptyTexts":  {{ID: "a"}, {ID: "b", Question: "？？！", Variants: []string{"", " "}}},
		"SameTexts":   {{ID: "a", Question: "退款", Variants: []string{"退款", "退款"}}},
		"OneMeaning":  {{ID: "a", Question: "a"}},
		"BrokenBytes": {{ID: "a", Question: "\xff\x00退"}},
	} {
		t.Run(name, func(t *testing.T) {
			c := knowledge.NewCorpus(entries, analyse)
			r := New(c, everything(len(entries)), Options{})
			for _, q := range []string{"", "退款", "？", "\xff", "a a a"} {
				for _, got := range search(t, r, q, 5) {
					if math.IsNaN(got.Score) {
						t.Errorf("%q: score is not a number", q)
					}
				}
			}
		})
	}
}

func TestSearchReportsTheRetriever(t *testing.T) {
	want := errors.New("out of order")
	r := New(knowledge.NewCorpus(shop(), analyse), broken{want}, Options{})
	if _, err := r.Search(context.Background(), analyse("退款"), 3); !errors.Is(err, want) {
		t.Errorf("got %v, want %v", err, want)
	}
}

// TestSearchesDoNotDisturbEachOther would fail if the scratch of one search
// leaked into the next, at once or concurrently.
func TestSearchesDoNotDisturbEachOther(t *testing.T) {
	r := newShop(Options{Explain: true})
	queries := []string{"怎么开发票", "退款", "充了100还没到", "今天天气怎么样", "steam"}
	want := make([][]knowledge.Candidate, len(queries))
	for i, q := range queries {
		want[i] = search(t, newShop(Options{Explain: true}), q, 4)
	}
	var wg sync.WaitGroup
	for g := range 8 {
		wg.Go(func() {
			for k := range 200 {
				i := (g + k) % len(queries)
				got, err := r.Search(context.Background(), analyse(queries[i]), 4)
				if diff := cmp.Diff(want[i], got); err != nil || diff != "" {
					t.Errorf("%q: %v\n%s", queries[i], err, diff)
					return
				}
			}
		})
	}
	wg.Wait()
}

func TestAppendTerms(t *testing.T) {
	for _, c := range []struct {
		name, plain string
		want        []string
	}{
		{"Characters", "退款", []string{"退", "款"}},
		{"LatinRun", "steam卡", []string{"steam", "卡"}},
		{"TwoRuns", "app store", []string{"app", "store"}},
		{"Number", "充100块和50", []string{"充", "0", "块", "和", "0"}},
		{"Mixed", "win11", []string{"win", "0"}},
		{"Empty", "", nil},
	} {
		t.Run(c.name, func(t *testing.T) {
			if diff := cmp.Diff(c.want, AppendTerms(nil, c.plain)); diff != "" {
				t.Errorf("terms (-want +got):\n%s", diff)
			}
		})
	}
}

func FuzzSearch(f *testing.F) {
	for _, s := range []string{"", "怎么开发票", "steam卡100", "\xff\xfe", "İstanbul ﬁ ２３", "退\x00款", "啊啊啊啊啊啊"} {
		f.Add(s)
	}
	r := newShop(Options{})
	f.Fuzz(func(t *testing.T, s string) {
		last := 1.0
		for _, c := range search(t, r, s, 10) {
			if !(c.Score >= 0 && c.Score <= last) {
				t.Errorf("score %v after %v", c.Score, last)
			}
			last = c.Score
		}
		for _, term := range AppendTerms(nil, analyse(s).Plain()) {
			if term == "" {
				t.Error("an empty term")
			}
		}
	})
}

func TestNamesAreDistinct(t *testing.T) {
	seen := map[string]bool{}
	for f := range NumFeatures {
		name := fmt.Sprint(Feature(f))
		if name == "" || seen[name] {
			t.Errorf("feature %d has the name %q", f, name)
		}
		seen[name] = true
	}
}

// TestSearchRespectsExcludedWords: an entry is no candidate of a question that
// holds one of its excluded words, however near it is.
func TestSearchRespectsExcludedWords(t *testing.T) {
	entries := shop()
	entries[2].Exclude = []string{"游戏"}
	c := knowledge.NewCorpus(entries, analyse)
	r := New(c, everything(len(c.Entries)), Options{})
	if got := search(t, r, "充值多久到账", 1); len(got) == 0 || got[0].ID != "arrival" {
		t.Errorf("without the word: %v", got)
	}
	for _, got := range search(t, r, "遊戲充值多久到账", 10) {
		if got.ID == "arrival" {
			t.Errorf("with the word: %v", got)
		}
	}
}

// TestWithin takes entries out: what is left is found, and scored, as if the others
// were not there to compare with.
func TestWithin(t *testing.T) {
	all := newShop(Options{Explain: true})
	some := all.Within(func(id string) bool { return id != "refund" })
	if got := search(t, some, "怎么申请退款", 4); len(got) == 0 || got[0].ID == "refund" {
		t.Errorf("got %+v", got)
	}
	for _, c := range search(t, some, "买错了想退钱", 4) {
		if c.ID == "refund" {
			t.Error("what is closed is found")
		}
	}
	gap := func(r *Ranker) float64 { return search(t, r, "发票在哪里", 1)[0].Features["share"] }
	if open, closed := gap(all), gap(all.Within(func(id string) bool { return id == "invoice" })); open == closed {
		t.Errorf("the share among those found is %v with others and without", open)
	}
	if got := search(t, some.Within(func(id string) bool { return id != "invoice" }).With(DefaultModel()), "怎么开发票", 4); len(got) > 2 {
		t.Errorf("within what is open, more is open: %+v", got)
	}
	if got := search(t, all.Within(func(string) bool { return false }), "怎么开发票", 4); got != nil {
		t.Errorf("nothing is open, found %+v", got)
	}
	if diff := cmp.Diff(search(t, all, "退款", 4), search(t, all.Within(func(string) bool { return true }), "退款", 4)); diff != "" {
		t.Errorf("all open (-all +within):\n%s", diff)
	}
}
