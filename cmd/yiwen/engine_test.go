package main

import (
	"context"
	"fmt"
	"path/filepath"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/prometheus/client_golang/prometheus"

	"yiwen/bot"
	"yiwen/bot/server/store"
)

// demoPack is the demo content, from the folder of this test.
const demoPack = "../../testdata/xingka"

// built is the demo content as this process built it once: a segmenter takes
// 140 MB.
var built = sync.OnceValues(func() (*bot.Content, error) {
	p, err := readPack(demoPack)
	if err != nil {
		return nil, err
	}
	if err := prepared.ready(); err != nil {
		return nil, err
	}
	return newBuilder(prepared.jieba(), false, nil).build(context.Background(), p, 1)
})

func demoContent(tb testing.TB) *bot.Content {
	tb.Helper()
	c, err := built()
	if err != nil {
		tb.Fatal(err)
	}
	return c
}

// questions are the similar questions of the demo content.
func questions(c *bot.Content) []string {
	var qs []string
	for _, e := range c.Entries {
		qs = append(qs, e.Variants...)
	}
	return qs
}

// BenchmarkTurn is a customer's question from the engine's door to the stored
// reply, with the whole demo content: on a log in memory (what understanding and
// deciding cost) and on SQLite with synchronous=FULL, by customers at once.
func BenchmarkTurn(b *testing.B) {
	content := demoContent(b)
	qs := questions(content)
	b.Run("memory", func(b *testing.B) { benchTurns(b, bot.NewMemoryLog(), content, qs, 1) })
	for _, customers := range []int{1, 16, 64} {
		b.Run(fmt.Sprintf("sqlite/customers=%d", customers), func(b *testing.B) {
			s, err := store.Open(b.Context(), store.Options{Path: filepath.Join(b.TempDir(), "bench.db")})
			if err != nil {
				b.Fatal(err)
			}
			defer s.Close()
			benchTurns(b, s, content, qs, customers)
		})
	}
}

func benchTurns(b *testing.B, log bot.Log, content *bot.Content, qs []string, customers int) {
	service := bot.NewService(bot.Options{
		Log: log, Wakes: wakeless{}, Content: content, Clock: time.Now, Registerer: prometheus.NewRegistry(),
	})
	var next atomic.Int64
	var wg sync.WaitGroup
	b.ReportAllocs()
	b.ResetTimer()
	for range customers {
		wg.Go(func() {
			s := newSpeaker(service)
			for {
				n := next.Add(1)
				if n > int64(b.N) {
					return
				}
				if err := s.say(b.Context(), qs[int(n)%len(qs)]); err != nil {
					b.Error(err)
					return
				}
			}
		})
	}
	wg.Wait()
	b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "turns/s")
}
