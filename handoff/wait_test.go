package handoff

import (
	"testing"
	"time"

	"pgregory.net/rapid"
)

func TestEstimate(t *testing.T) {
	m := time.Minute
	ten := []time.Duration{10 * m, 10 * m, 10 * m, 10 * m, 10 * m}
	for _, tc := range []struct {
		name        string
		place       int
		handled     []time.Duration
		slots, free int
		want        time.Duration
		known       bool
	}{
		{"not in the line", 0, ten, 5, 0, 0, false},
		{"nobody there", 1, ten, 0, 0, 0, false},
		{"a free place, nothing known yet", 1, nil, 5, 2, 0, true},
		{"too little known", 3, ten[:4], 5, 2, 0, false},
		{"next, one slot", 1, ten, 1, 0, 10 * m, true},
		{"next, five slots", 1, ten, 5, 0, 2 * m, true},
		{"third, two slots free", 3, ten, 5, 2, 2 * m, true},
		{"rounded up", 2, ten, 3, 0, 7 * m, true},
		{"a forgotten case speaks for thrice the median", 1, append([]time.Duration{100 * time.Hour}, ten...), 1, 0, 14 * m, true},
		{"beyond what anybody knows", 100, ten, 1, 0, 0, false},
		{"more free than there are", 1, ten, 1, 9, 0, true},
	} {
		t.Run(tc.name, func(t *testing.T) {
			if got, known := Estimate(tc.place, tc.handled, tc.slots, tc.free); got != tc.want || known != tc.known {
				t.Errorf("got %v %v, want %v %v", got, known, tc.want, tc.known)
			}
		})
	}
}

// TestEstimateGrowsWithThePlace: who stands further back is never told less.
func TestEstimateGrowsWithThePlace(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var handled []time.Duration
		for _, n := range rapid.SliceOfN(rapid.IntRange(-5, 500), 0, 12).Draw(t, "handled") {
			handled = append(handled, time.Duration(n)*time.Minute)
		}
		slots, free := rapid.IntRange(0, 9).Draw(t, "slots"), rapid.IntRange(-1, 9).Draw(t, "free")
		var last time.Duration
		for place := 1; place < 40; place++ {
			got, known := Estimate(place, handled, slots, free)
			if known && (got < last || got > maxEstimate+time.Minute) {
				t.Fatalf("place %d waits %v, the one before %v", place, got, last)
			}
			last = max(last, got)
		}
	})
}
