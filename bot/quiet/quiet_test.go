package quiet

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"

	"go.uber.org/goleak"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

func TestDoReturnsTheError(t *testing.T) {
	want := errors.New("no")
	if err := Do(func() error { return want }); !errors.Is(err, want) {
		t.Errorf("got %v", err)
	}
	if err := Do(func() error { return nil }); err != nil {
		t.Errorf("got %v", err)
	}
}

func TestPanicsAreTheCallers(t *testing.T) {
	for name, call := range map[string]func(){
		"Do":   func() { _ = Do(breaks) },
		"All":  func() { _ = All(func() error { return nil }, breaks) },
		"Each": func() { _ = Each(t.Context(), 1, func(int) { _ = breaks() }) },
	} {
		t.Run(name, func(t *testing.T) {
			defer func() {
				if told := fmt.Sprint(recover()); !strings.Contains(told, "broken") || !strings.Contains(told, "quiet.breaks") {
					t.Errorf("the panic does not say what and where: %s", told)
				}
			}()
			call()
			t.Error("no panic")
		})
	}
}

func breaks() error { panic("broken") }

func TestEachCallsEachOnce(t *testing.T) {
	for _, n := range []int{0, 1, 63, 64, 65, 1000} {
		var mu sync.Mutex
		var got []int
		if err := Each(t.Context(), n, func(i int) { mu.Lock(); got = append(got, i); mu.Unlock() }); err != nil {
			t.Fatal(err)
		}
		slices.Sort(got)
		for i := range got {
			if got[i] != i {
				t.Fatalf("%d: place %d has %d", n, i, got[i])
			}
		}
		if len(got) != n {
			t.Errorf("%d calls of %d", len(got), n)
		}
	}
}

func TestEachStops(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	const all = 1_000_000
	var mu sync.Mutex
	n := 0
	err := Each(ctx, all, func(int) { mu.Lock(); n++; mu.Unlock(); cancel() })
	if !errors.Is(err, context.Canceled) || n == all {
		t.Errorf("%v after %d", err, n)
	}
}

func TestAllRunsAllAndGivesTheFirstError(t *testing.T) {
	first, second := errors.New("first"), errors.New("second")
	var mu sync.Mutex
	ran := 0
	work := func(err error) func() error {
		return func() error { mu.Lock(); defer mu.Unlock(); ran++; return err }
	}
	if err := All(work(nil), work(first), work(nil), work(second)); !errors.Is(err, first) || ran != 4 {
		t.Errorf("%v after %d", err, ran)
	}
}
