package main

import (
	"context"
	"fmt"
	"log/slog"
	"maps"
	"os"
	"slices"
	"strconv"
	"testing"
	"time"

	"yiwen/bot"
	"yiwen/bot/chat"
	"yiwen/bot/server/editing"
	"yiwen/bot/server/store"
	"yiwen/bot/text/pinyin"
	"yiwen/knowledge"
)

// longestWait has a small write done again and again while work goes on, and
// returns how long the slowest took.
func longestWait(t *testing.T, s *store.Store, work func() error) (longest, took time.Duration) {
	t.Helper()
	ctx, stop := context.WithCancel(t.Context())
	waited := make(chan time.Duration)
	go func() {
		var longest time.Duration
		for ctx.Err() == nil {
			start := time.Now()
			if err := s.Seen(context.Background(), []chat.AgentID{"a1"}, start); err != nil {
				t.Error(err)
			}
			longest = max(longest, time.Since(start))
		}
		waited <- longest
	}()
	start := time.Now()
	err := work()
	took = time.Since(start)
	stop()
	longest = <-waited
	if err != nil {
		t.Fatal(err)
	}
	return longest, took
}

// counting is a working copy that knows how many pieces were moved at once. Many
// edits are not counted: the store writes them beside the working copy, some
// hundred at a time, and only then takes them in.
type counting struct {
	*store.Store
	most int
}

func (c *counting) Move(ctx context.Context, a knowledge.Act, refs []knowledge.RefRev) ([]knowledge.Ref, error) {
	c.most = max(c.most, len(refs))
	return c.Store.Move(ctx, a, refs)
}

// TestMuchWorkLeavesRoomForTurns: what is done with all entries is done some
// hundred at a time, so that no customer's message waits for all of it.
// YIWEN_ENTRIES=20000 looks at a large base.
func TestMuchWorkLeavesRoomForTurns(t *testing.T) {
	size := 1700
	if wanted, err := strconv.Atoi(os.Getenv("YIWEN_ENTRIES")); err == nil {
		size = wanted
	}
	_, s := newWorking(t, large(t, size))
	most := &counting{Store: s}
	w, err := editing.New(editing.Options{
		Store: most, Live: func() *bot.Content { return nil }, Sounds: pinyin.New(), Clock: time.Now, Logger: slog.New(slog.DiscardHandler),
	})
	if err != nil {
		t.Fatal(err)
	}
	ctx, by := t.Context(), chat.Staff{ID: "editor1", Name: "小编"}
	d, err := w.Draft(ctx)
	if err != nil {
		t.Fatal(err)
	}
	ids := slices.Sorted(maps.Keys(entriesOf(d)))
	bulk := func(act editing.Action, value string) func() error {
		return func() error {
			changed, skipped, err := w.Bulk(ctx, by, ids, act, value)
			if err == nil && (changed != len(ids) || len(skipped) > 0) {
				err = fmt.Errorf("changed %d of %d, skipped %d", changed, len(ids), len(skipped))
			}
			return err
		}
	}
	approved := func() error {
		d, err := w.Draft(ctx)
		if err != nil {
			return err
		}
		items, changes, err := d.Approved()
		if err != nil {
			return err
		}
		_, err = s.Publish(ctx, items, changes, knowledge.Version{By: "editor1", At: time.Now()})
		return err
	}
	for _, step := range []struct {
		name string
		do   func() error
	}{
		{"owner of all", bulk(editing.ActOwner, "editor1")}, {"approve all", bulk(editing.ActApprove, "")}, {"return all", bulk(editing.ActReturn, "")},
		{"discard all", bulk(editing.ActDiscard, "")}, {"tag all", bulk(editing.ActTag, "新")}, {"approve all again", bulk(editing.ActApprove, "")}, {"publish all", approved},
	} {
		longest, took := longestWait(t, s, step.do)
		t.Logf("%s: %v, a write waited for at most %v", step.name, took.Round(time.Millisecond), longest.Round(time.Millisecond))
	}
	if most.most == 0 || most.most > 250 {
		t.Errorf("%d moved at once", most.most)
	}
}
