package store

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"yiwen/knowledge"
)

// BenchmarkTurnsDuringAnImport is the longest that a customer's turn waits while
// many entries are imported, and how long the import takes.
func BenchmarkTurnsDuringAnImport(b *testing.B) {
	for _, n := range []int{200, 20_000, 50_000} {
		b.Run(fmt.Sprintf("entries=%d", n), func(b *testing.B) {
			var longest, usual []time.Duration
			for b.Loop() {
				s := openAt(b, Options{Path: tempPath(b)}, nil)
				waits, over := make(chan []time.Duration), make(chan struct{})
				go func() {
					var list []time.Duration
					for k := newTalk(); ; {
						select {
						case <-over:
							waits <- list
							return
						default:
						}
						began := time.Now()
						if err := k.say(s); err != nil {
							b.Errorf("append: %v", err)
						}
						list = append(list, time.Since(began))
					}
				}()
				clashes, err := s.Edit(context.Background(), knowledge.Act{By: "e", At: time.Now(), Step: knowledge.StepImport}, importOf(n))
				close(over)
				list := <-waits
				if err != nil || len(clashes) > 0 {
					b.Fatal(clashes, err)
				}
				slices.Sort(list)
				longest, usual = append(longest, list[len(list)-1]), append(usual, list[len(list)/2])
			}
			b.ReportMetric(float64(slices.Max(longest).Microseconds())/1000, "ms-longest")
			b.ReportMetric(float64(slices.Max(usual).Microseconds())/1000, "ms-median")
		})
	}
}

// importOf makes n new entries of some 600 bytes.
func importOf(n int) []knowledge.Edit {
	edits := make([]knowledge.Edit, n)
	for i := range edits {
		id := fmt.Sprintf("entry-%05d", i)
		edits[i] = knowledge.Edit{
			Ref: knowledge.Ref{Kind: kindEntry, ID: id}, Position: i, State: knowledge.Drafted,
			Body: []byte(fmt.Sprintf(`{"id":%q,"question":"%s"}`, id, strings.Repeat("怎么查询订单的物流", 20))),
		}
	}
	return edits
}
