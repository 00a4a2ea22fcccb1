package store

import (
	"context"
	"database/sql"
	"fmt"
	"os"
	"sync"
	"testing"
	"time"

	"yiwen/knowledge"
)

// asked is the question of the turn that k takes next.
func (k *talk) asked() *knowledge.Asked {
	return &knowledge.Asked{
		Conversation: string(k.id), Seq: int64(k.seq) + 1, Case: 1, Site: "default", At: time.UnixMilli(1_800_000_000_000 + int64(k.seq)),
		Text: "充值了100块到现在还没到账", Outcome: "answer", Entry: "recharge-not-arrived", Best: "recharge-not-arrived", Score: 0.83, Version: 1,
	}
}

// BenchmarkAppendAsked is BenchmarkAppend with a question in every turn; every
// tenth marks the one before.
func BenchmarkAppendAsked(b *testing.B) {
	for _, with := range []bool{false, true} {
		b.Run(fmt.Sprintf("asked=%v/customers=64", with), func(b *testing.B) {
			s := openAt(b, Options{Path: tempPath(b)}, nil)
			b.ReportAllocs()
			b.ResetTimer()
			var wg sync.WaitGroup
			for i := range 64 {
				turns := b.N / 64
				if i < b.N%64 {
					turns++
				}
				wg.Go(func() {
					k := newTalk()
					for n := range turns {
						if n%20 == 19 {
							k = newTalk() // as customers of the bench do
						}
						t := k.turn()
						if with {
							t.Asked = k.asked()
							if n%10 == 9 {
								t.Marks = []knowledge.Mark{{Seq: int64(k.seq), Handoff: true}}
							}
						}
						if err := s.Append(context.Background(), t); err != nil {
							b.Error(err)
							return
						}
						k.seq += 2
					}
				})
			}
			wg.Wait()
			b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "turns/s")
		})
	}
}

// TestMillionQuestions measures what is asked of a million questions. It takes a
// minute: set YIWEN_MILLION to run it.
func TestMillionQuestions(t *testing.T) {
	if os.Getenv("YIWEN_MILLION") == "" {
		t.Skip("YIWEN_MILLION is not set")
	}
	s := openAt(t, Options{Path: tempPath(t)}, nil)
	ctx := context.Background()
	if err := newTalk().say(s); err != nil {
		t.Fatal(err)
	}
	const n, days = 1_000_000, 365
	start := time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)
	err := s.do(ctx, func(c *sql.Conn) error {
		if _, err := c.ExecContext(ctx, `PRAGMA defer_foreign_keys = ON`); err != nil {
			return err
		}
		_, err := c.ExecContext(ctx, `WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i < $1 - 1)
			INSERT INTO asked (conversation, seq, case_number, site, at, text, outcome, entry, offered, best, score, reason, version, handoff, subject, missed)
			SELECT (SELECT id FROM conversations), i + 1, 1, 'default', $2 + i * $3, '充值了100块到现在还没到账 ' || i,
				CASE i % 10 WHEN 0 THEN 'fallback' WHEN 1 THEN 'clarify' ELSE 'answer' END, 'e' || (i * 7919 % 20000), '', '', 500, '', 1, FALSE,
				CASE i % 10 WHEN 0 THEN '' ELSE 'e' || (i * 7919 % 20000) END, i % 10 < 2
			FROM n`, n, millis(start), int64(days*24*3600*1000)/n)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	now := start.AddDate(0, 0, days)
	measure := func(name string, most time.Duration, f func() (int, error)) {
		began := time.Now()
		k, err := f()
		took := time.Since(began)
		t.Logf("%s: %d in %v", name, k, took)
		if err != nil || took > most {
			t.Errorf("%s: %v, %v", name, took, err)
		}
	}
	for _, d := range []int{1, 30, days} {
		measure(fmt.Sprintf("figures of %d days", d), 5*time.Second, func() (k int, err error) {
			for i := range d {
				list, err := s.AskedTallies(ctx, now.AddDate(0, 0, i-d), now.AddDate(0, 0, i-d+1))
				if err != nil {
					return 0, err
				}
				k += len(list)
			}
			return k, nil
		})
	}
	measure("inbox of 30 days", 2*time.Second, func() (int, error) {
		list, err := s.Misses(ctx, now.AddDate(0, 0, -30), now, now, 10_000)
		return len(list), err
	})
	measure("last asked", 5*time.Second, func() (int, error) {
		list, err := s.LastAsked(ctx, now.AddDate(0, 0, -400))
		return len(list), err
	})
	measure("the newest 10,000", time.Second, func() (int, error) {
		list, err := s.AskedBetween(ctx, now.AddDate(0, 0, -30), now, 10_000)
		return len(list), err
	})
	measure("sweep of 30 days", 30*time.Second, func() (int, error) {
		return 0, s.sweepAsked(ctx, start.AddDate(0, 0, 30))
	})
}
