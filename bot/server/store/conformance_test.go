package store_test

import (
	"context"
	"path/filepath"
	"testing"

	"yiwen/bot/server/store"
	"yiwen/bot/server/store/storetest"
)

// TestConformance runs the suite as served, and with next to nothing in memory,
// so that what is read comes from the disk.
func TestConformance(t *testing.T) {
	for name, o := range map[string]store.Options{
		"Defaults": {},
		"Tiny":     {Tails: 1, MaxBatch: 2, Readers: 1},
	} {
		t.Run(name, func(t *testing.T) {
			storetest.Run(t, func(t *testing.T) storetest.Store {
				o := o // the suite opens stores in parallel
				o.Path, o.Now = filepath.Join(t.TempDir(), "yiwen.db"), storetest.Now
				s, err := store.Open(context.Background(), o)
				if err != nil {
					t.Fatal(err)
				}
				t.Cleanup(func() {
					if err := s.Close(); err != nil {
						t.Error(err)
					}
				})
				return s
			})
		})
	}
}
