package quiet

import (
	"runtime"
	"sync"
	"syscall"
	"testing"
)

// standing is how far back the calling thread stands.
func standing(t *testing.T) int {
	t.Helper()
	n, err := syscall.Getpriority(syscall.PRIO_PROCESS, 0)
	if err != nil {
		t.Fatal(err)
	}
	return niceOf(n)
}

func TestOnlyTheWorkStandsBack(t *testing.T) {
	runtime.LockOSThread()
	defer runtime.UnlockOSThread()
	before := standing(t)
	want := max(before, nice) // the tests may stand back further themselves
	var inside, beside int
	err := Do(func() error {
		inside = standing(t)
		var all sync.WaitGroup
		all.Go(func() { // a goroutine of the work is like any other
			runtime.LockOSThread()
			beside = standing(t)
		})
		all.Wait()
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if inside != want || beside != before || standing(t) != before {
		t.Errorf("the work stands back %d, a goroutine of it %d, who called it %d; want %d, %d and %[5]d", inside, beside, standing(t), nice, before)
	}
}
