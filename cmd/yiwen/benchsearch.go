package main

import (
	"context"
	"errors"
	"slices"
	"sync"
	"time"
)

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
