package suggest_test

import (
	"runtime"
	"testing"

	"yiwen/bot/text/pinyin"
	"yiwen/knowledge"
	"yiwen/knowledge/suggest"
)

// BenchmarkSuggest types into a base of 20,000 entries of ten questions each.
func BenchmarkSuggest(b *testing.B) {
	analyse, sounds := cut(), pinyin.New()
	corpus := knowledge.NewCorpus(made(20_000, 1), analyse)
	var before, after runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&before)
	x := suggest.New(corpus, sounds)
	runtime.GC()
	runtime.ReadMemStats(&after)
	b.Logf("%.1f MB", float64(after.HeapAlloc-before.HeapAlloc)/1e6)
	for _, typed := range []string{"充值", "怎么", "充值没到账怎么", "czmdz", "zm", "chongzhimeidaozhang", "dadadadadada", "今天天气"} {
		b.Run(typed, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				x.Suggest(typed, 5, nil)
			}
		})
	}
	b.Run("New", func(b *testing.B) {
		for b.Loop() {
			suggest.New(corpus, sounds)
		}
	})
	b.Run("Next", func(b *testing.B) {
		next := knowledge.NewCorpus(corpusChanged(corpus), analyse)
		for b.Loop() {
			x.Next(next)
		}
	})
}

// corpusChanged is the entries of a corpus, one of which asks something else.
func corpusChanged(c *knowledge.Corpus) []knowledge.Entry {
	list := make([]knowledge.Entry, len(c.Entries))
	for i := range list {
		list[i] = c.Entries[i].Entry
	}
	list[7].Question = "别的问题"
	return list
}
