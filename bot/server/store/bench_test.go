package store

import (
	"context"
	"fmt"
	"sync"
	"testing"

	"yiwen/bot/chat"
)

// BenchmarkAppend is a bot's turn, a message and its reply with a trace, from n
// customers who each send the next when the last is acknowledged.
func BenchmarkAppend(b *testing.B) {
	for _, n := range []int{1, 16, 64, 256} {
		b.Run(fmt.Sprintf("customers=%d", n), func(b *testing.B) {
			s := openAt(b, Options{Path: tempPath(b)}, nil)
			b.ReportAllocs()
			b.ResetTimer()
			var wg sync.WaitGroup
			for i := range n {
				turns := b.N / n
				if i < b.N%n {
					turns++
				}
				wg.Go(func() { talkOn(b, s, newTalk(), turns) })
			}
			wg.Wait()
			b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "turns/s")
		})
	}
}

// BenchmarkEvents reads the two newest events, as a follower does after a
// turn, and a page from the disk.
func BenchmarkEvents(b *testing.B) {
	s := openAt(b, Options{Path: tempPath(b)}, nil)
	k := newTalk()
	talkOn(b, s, k, 200)
	for name, after := range map[string]chat.Seq{"tail": 398, "page": 100} {
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				events, err := s.Events(context.Background(), k.id, after, 50)
				if err != nil || len(events) != min(50, 400-int(after)) {
					b.Fatal(len(events), err)
				}
			}
		})
	}
}

// BenchmarkLoad reads the state row, as a turn does.
func BenchmarkLoad(b *testing.B) {
	s := openAt(b, Options{Path: tempPath(b)}, nil)
	k := newTalk()
	talkOn(b, s, k, 200)
	b.ReportAllocs()
	for b.Loop() {
		if _, _, err := s.Load(context.Background(), k.id); err != nil {
			b.Fatal(err)
		}
	}
}

func talkOn(b *testing.B, s *Store, k *talk, turns int) {
	for range turns {
		if err := k.say(s); err != nil {
			b.Errorf("append: %v", err)
			return
		}
	}
}
