// Package quiet runs work of the background, a publish or a replay, where it
// stands back behind everything else that this program does: on threads of their
// own with a lower priority, and one fewer than there are processors, so that
// whoever answers a customer finds one free.
//
// It promises nothing of how long the work takes: on a machine that is busy with
// other things it gets a third of what they do. Where the system cannot lower the
// priority of a thread alone, the work runs as any other. Work must not hold what
// a customer waits for, a transaction or a lock: who holds it would be slow.
package quiet

import (
	"context"
	"fmt"
	"runtime"
	"runtime/debug"
	"sync"
	"sync/atomic"
)

// Do runs f and returns its error. It blocks until f is over. A panic of f is one
// of Do.
func Do(f func() error) error {
	var err error
	var panicked any
	over := make(chan struct{})
	go func() {
		defer close(over)
		defer func() {
			if p := recover(); p != nil {
				panicked = fmt.Sprintf("%v\n%s", p, debug.Stack()) // of here, which who recovers cannot see
			}
		}()
		runtime.LockOSThread() // never unlocked: the thread ends with the goroutine
		lower()
		err = f()
	}()
	<-over
	if panicked != nil {
		panic(panicked)
	}
	return err
}

// Workers is how many pieces of work Each does at once.
func Workers() int { return max(1, runtime.GOMAXPROCS(0)-1) }

// Each calls do for 0 to n-1, several at once and in no order, and returns when
// all are over. Once ctx is done it begins no others, and returns its error. A
// panic of do is one of Each, when the others are over.
func Each(ctx context.Context, n int, do func(i int)) error {
	const chunk = 64
	var next atomic.Int64
	work := func() error {
		for {
			to := int(next.Add(chunk))
			if to-chunk >= n {
				return nil
			}
			if err := ctx.Err(); err != nil {
				return err
			}
			for i := to - chunk; i < min(n, to); i++ {
				do(i)
			}
		}
	}
	list := make([]func() error, min(Workers(), (n+chunk-1)/chunk))
	for i := range list {
		list[i] = work
	}
	return All(list...)
}

// All runs several works, as many at once as there are Workers, and returns the
// first error in their order. A panic is one of All, when the others are over.
func All(works ...func() error) error {
	errs := make([]error, len(works))
	panics := make([]any, len(works))
	var next atomic.Int64
	var all sync.WaitGroup
	for range min(Workers(), len(works)) {
		all.Go(func() {
			for {
				i := int(next.Add(1)) - 1
				if i >= len(works) {
					return
				}
				func() {
					defer func() { panics[i] = recover() }()
					errs[i] = Do(works[i])
				}()
			}
		})
	}
	all.Wait()
	for i := range works {
		if panics[i] != nil {
			panic(panics[i])
		}
	}
	for _, err := range errs {
		if err != nil {
			return err
		}
	}
	return nil
}
