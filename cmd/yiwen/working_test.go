package main

import (
	"context"
	"encoding/json"
	"fmt"
	"log/slog"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"syscall"
	"testing"
	"time"

	"yiwen/bot"
	"yiwen/bot/chat"
	"yiwen/bot/pack"
	"yiwen/bot/server/editing"
	"yiwen/bot/server/store"
	"yiwen/bot/text/pinyin"
	"yiwen/knowledge"
)

// newWorking returns a working copy over a data base of its own whose first
// version is p.
func newWorking(t testing.TB, p *pack.Pack) (*editing.Service, *store.Store) {
	t.Helper()
	s, err := store.Open(context.Background(), store.Options{Path: filepath.Join(t.TempDir(), "yiwen.db")})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	})
	items, err := p.Items()
	if err != nil {
		t.Fatal(err)
	}
	if _, err := s.Publish(context.Background(), items, nil, knowledge.Version{By: "operator", At: time.Now()}); err != nil {
		t.Fatal(err)
	}
	return workingOver(t, s), s
}

// workingOver returns another service over the data base.
func workingOver(t testing.TB, s *store.Store) *editing.Service {
	t.Helper()
	e, err := editing.New(editing.Options{
		Store: s, Live: func() *bot.Content { return nil }, Sounds: pinyin.New(), Clock: time.Now, Logger: slog.New(slog.DiscardHandler),
	})
	if err != nil {
		t.Fatal(err)
	}
	return e
}

// large returns the demo's pack with so many entries: its own again and again,
// each time with another number.
func large(t testing.TB, n int) *pack.Pack {
	t.Helper()
	p, err := pack.Read(os.DirFS("../../testdata/xingka"))
	if err != nil {
		t.Fatal(err)
	}
	own := slices.Clone(p.Entries)
	for i := len(own); i < n; i++ {
		e := own[i%len(own)]
		round := i / len(own)
		e.ID = fmt.Sprintf("%s-%d", e.ID, round)
		e.Question = fmt.Sprintf("%s（%d）", e.Question, round)
		e.Category = fmt.Sprintf("%s/第%d组", e.Category, round%10)
		p.Entries = append(p.Entries, e)
	}
	return p
}

// BenchmarkWorkingCopy measures what editors of 20,000 entries wait for.
func BenchmarkWorkingCopy(b *testing.B) {
	ctx := context.Background()
	by := chat.Staff{ID: "editor1", Name: "小编"}
	w, s := newWorking(b, large(b, 20_000))
	run := func(name string, f func(b *testing.B)) {
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			before := cpu(b)
			for b.Loop() {
				f(b)
			}
			// What it costs also where others use the machine.
			b.ReportMetric(float64((cpu(b)-before).Microseconds())/1000/float64(b.N), "cpu-ms/op")
		})
	}
	draft := func(b *testing.B, w *editing.Service) *editing.Draft {
		d, err := w.Draft(ctx)
		if err != nil {
			b.Fatal(err)
		}
		return d
	}
	list := func(b *testing.B, f editing.Filter, sort editing.Sort) {
		l, err := w.List(ctx, draft(b, w), f, sort, 3, 50)
		if err != nil || len(l.Rows) == 0 {
			b.Fatal(l, err)
		}
	}
	run("load", func(b *testing.B) { draft(b, workingOver(b, s)) })
	run("unchanged", func(b *testing.B) { draft(b, w) })
	run("first search", func(b *testing.B) {
		w := workingOver(b, s)
		if _, err := w.List(ctx, draft(b, w), editing.Filter{Text: "到账"}, "", 1, 50); err != nil {
			b.Fatal(err)
		}
	})
	run("list", func(b *testing.B) { list(b, editing.Filter{}, editing.ByPosition) })
	run("list by question", func(b *testing.B) { list(b, editing.Filter{}, editing.ByQuestion) })
	run("list of a category", func(b *testing.B) { list(b, editing.Filter{Category: "商品服务", State: editing.StateLive}, editing.ByChange) })
	run("search words", func(b *testing.B) { list(b, editing.Filter{Text: "充值 到账"}, "") })
	run("search initials", func(b *testing.B) { list(b, editing.Filter{Text: "cz"}, "") })
	run("pack", func(b *testing.B) {
		if _, err := draft(b, workingOver(b, s)).Pack(); err != nil {
			b.Fatal(err)
		}
	})
	ids := slices.Collect(maps.Keys(entriesOf(draft(b, w))))
	slices.Sort(ids)
	n := 0
	run("save one", func(b *testing.B) {
		n++
		e, _ := draft(b, w).Entry(ids[n%len(ids)])
		body := encoded(b, func(v *knowledge.Entry) { v.Answer = fmt.Sprintf("%s %d", v.Answer, n) }, e.Value)
		_, err := w.Save(ctx, by, knowledge.StepSave, []knowledge.Edit{{Ref: e.Ref, Position: e.Position, Base: e.Rev, Body: body}})
		if err != nil {
			b.Fatal(err)
		}
	})
	run("bulk of all", func(b *testing.B) {
		n++
		changed, skipped, err := w.Bulk(ctx, by, ids, editing.ActOwner, fmt.Sprintf("editor-%d", n))
		if err != nil || changed != len(ids) {
			b.Fatal(changed, len(skipped), err)
		}
	})
	run("approve all and return", func(b *testing.B) {
		for _, act := range []editing.Action{editing.ActApprove, editing.ActReturn} {
			if changed, skipped, err := w.Bulk(ctx, by, ids, act, ""); err != nil || changed != len(ids) {
				b.Fatal(changed, len(skipped), err)
			}
		}
	})
	run("publish all", func(b *testing.B) {
		d := draft(b, w)
		items, changes, err := d.Approved()
		if err != nil {
			b.Fatal(err)
		}
		if _, err := s.Publish(ctx, items, changes, knowledge.Version{By: "editor1", At: time.Now()}); err != nil {
			b.Fatal(err)
		}
	})
}

// cpu is the time that processors spent on this program.
func cpu(t testing.TB) time.Duration {
	t.Helper()
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		t.Fatal(err)
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}

func encoded(t testing.TB, change func(*knowledge.Entry), e knowledge.Entry) []byte {
	t.Helper()
	change(&e)
	body, err := json.Marshal(e)
	if err != nil {
		t.Fatal(err)
	}
	return body
}

func entriesOf(d *editing.Draft) map[string]knowledge.Entry {
	out := map[string]knowledge.Entry{}
	for e := range d.Entries() {
		out[e.ID] = e.Value
	}
	return out
}
