package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"runtime"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/mattn/go-sqlite3"
	"github.com/prometheus/client_golang/prometheus"

	"yiwen/bot"
	"yiwen/bot/fault"
)

// hold keeps the writer busy until the returned function is called.
func hold(t *testing.T, s *Store) (release func()) {
	t.Helper()
	running, end, done := make(chan struct{}), make(chan struct{}), make(chan error, 1)
	go func() {
		done <- s.do(context.Background(), func(*sql.Conn) error {
			close(running)
			<-end
			return nil
		})
	}()
	<-running
	return func() {
		close(end)
		if err := <-done; err != nil {
			t.Error(err)
		}
	}
}

// queued appends turns behind one another while the writer is held and returns
// their errors.
func queued(t *testing.T, s *Store, turns ...*bot.Turn) []error {
	t.Helper()
	release := hold(t, s)
	errs := make([]chan error, len(turns))
	for i, turn := range turns {
		errs[i] = make(chan error, 1)
		go func() { errs[i] <- s.Append(context.Background(), turn) }()
		until(t, func() bool { return len(s.writer.queue) == i+1 })
	}
	release()
	var got []error
	for _, e := range errs {
		got = append(got, <-e)
	}
	return got
}

// until polls, with a deadline, for what has no channel to wait on.
func until(t *testing.T, ok func() bool) {
	t.Helper()
	for deadline := time.Now().Add(10 * time.Second); !ok(); {
		runtime.Gosched()
		if time.Now().After(deadline) {
			t.Fatal("waited ten seconds")
		}
	}
}

func TestLosersHurtNobodyInTheirGroup(t *testing.T) {
	s := openAt(t, Options{Path: tempPath(t)}, nil)
	a, b, c := newTalk(), newTalk(), newTalk()
	for _, k := range []*talk{a, b, c} {
		if err := k.say(s); err != nil {
			t.Fatal(err)
		}
	}
	again := b.turn() // fails at its first event, after the state row was written
	again.Events[0].CID = "1"
	again.CaseChanged = true
	errs := queued(t, s, a.turn(), a.turn(), again, c.turn(), b.turn())
	var got []string
	for _, err := range errs {
		if err == nil {
			got = append(got, "stored")
		} else {
			got = append(got, fault.KindOf(err).String())
		}
	}
	if d := cmp.Diff([]string{"stored", "conflict", "conflict", "stored", "stored"}, got); d != "" {
		t.Errorf("outcomes (-want +got):\n%s", d)
	}
	for _, k := range []*talk{a, b, c} {
		if err := verify(s, k.id, 4); err != nil {
			t.Error(err)
		}
	}
	if rows, err := s.Changed(context.Background(), 3, 10); err != nil || len(rows) != 0 {
		t.Errorf("the loser's case change is there: %v, error %v", rows, err)
	}
}

func TestWaitersShareACommit(t *testing.T) {
	reg := prometheus.NewRegistry()
	s := openAt(t, Options{Path: tempPath(t), MaxBatch: 4, Registerer: reg}, nil)
	before := commits(t, reg)
	var turns []*bot.Turn
	for range 10 {
		turns = append(turns, newTalk().turn())
	}
	for i, err := range queued(t, s, turns...) {
		if err != nil {
			t.Errorf("turn %d: %v", i, err)
		}
	}
	if n := commits(t, reg) - before; n != 1+3 { // the one that held the writer, then 4, 4 and 2
		t.Errorf("%d commits for ten turns in groups of four, want 4", n)
	}
}

func commits(t *testing.T, reg *prometheus.Registry) uint64 {
	t.Helper()
	families, err := reg.Gather()
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range families {
		if f.GetName() == "yiwen_store_batch_writes" {
			return f.GetMetric()[0].GetHistogram().GetSampleCount()
		}
	}
	return 0
}

func TestFullQueueIsBusy(t *testing.T) {
	s := openAt(t, Options{Path: tempPath(t), MaxQueue: 2}, nil)
	release := hold(t, s)
	done := make(chan error, 2)
	for i := range 2 {
		go func() { done <- newTalk().say(s) }()
		until(t, func() bool { return len(s.writer.queue) == i+1 })
	}
	if err := newTalk().say(s); !fault.Is(err, fault.Busy) {
		t.Errorf("third of two: %v", err)
	}
	release()
	for range 2 {
		if err := <-done; err != nil {
			t.Error(err)
		}
	}
}

func TestAbandonedTurnIsNotStored(t *testing.T) {
	s := openAt(t, Options{Path: tempPath(t)}, nil)
	release := hold(t, s)
	ctx, cancel := context.WithCancel(context.Background())
	k, done := newTalk(), make(chan error, 1)
	go func() { done <- s.Append(ctx, k.turn()) }()
	until(t, func() bool { return len(s.writer.queue) == 1 })
	cancel()
	if err := <-done; !errors.Is(err, context.Canceled) {
		t.Errorf("abandoned append: %v", err)
	}
	release()
	if err := s.do(context.Background(), func(*sql.Conn) error { return nil }); err != nil {
		t.Fatal(err) // behind the turn in the queue
	}
	if _, _, err := s.Load(context.Background(), k.id); !fault.Is(err, fault.NotFound) {
		t.Errorf("the abandoned turn: %v", err)
	}
	if err := k.say(s); err != nil {
		t.Error(err)
	}
}

// TestBegunWriteIsWaitedFor: what a write leaves in its caller's variables is there
// when the caller goes on, whatever became of his context.
func TestBegunWriteIsWaitedFor(t *testing.T) {
	s := openAt(t, Options{Path: tempPath(t)}, nil)
	ctx, cancel := context.WithCancel(context.Background())
	n := 0
	err := s.do(ctx, func(*sql.Conn) error {
		cancel()
		for range 1000 { // a caller who does not wait is gone by now
			runtime.Gosched()
		}
		n = 1
		return nil
	})
	if err != nil || n != 1 {
		t.Errorf("%v, and it left %d, want 1", err, n)
	}
}

func TestCloseDrainsThenRefuses(t *testing.T) {
	path := tempPath(t)
	s, err := Open(context.Background(), Options{Path: path})
	if err != nil {
		t.Fatal(err)
	}
	release := hold(t, s)
	k, said, closed := newTalk(), make(chan error, 1), make(chan error, 1)
	go func() { said <- s.Append(context.Background(), k.turn()) }()
	until(t, func() bool { return len(s.writer.queue) == 1 })
	go func() { closed <- s.Close() }()
	until(t, s.writer.stopped)
	if err := newTalk().say(s); !fault.Is(err, fault.Busy) {
		t.Errorf("append while closing: %v", err)
	}
	release()
	if err := errors.Join(<-said, <-closed, s.Close()); err != nil {
		t.Errorf("queued append and two closes: %v", err)
	}
	if _, _, err := s.Load(context.Background(), k.id); !fault.Is(err, fault.Busy) {
		t.Errorf("load after close: %v", err)
	}
	if err := verify(openAt(t, Options{Path: path}, nil), k.id, 2); err != nil {
		t.Error(err)
	}
}

// TestFailedTaskLeavesNothing is for the writes that are no turns.
func TestFailedTaskLeavesNothing(t *testing.T) {
	s := openAt(t, Options{Path: tempPath(t)}, nil)
	late := errors.New("changed its mind")
	err := s.do(context.Background(), func(c *sql.Conn) error {
		if _, err := c.ExecContext(context.Background(), sqlKeepSecret, "x", "y"); err != nil {
			return err
		}
		return late
	})
	if !errors.Is(err, late) {
		t.Errorf("got %v", err)
	}
	var n int
	if err := s.readDB.QueryRow("SELECT COUNT(*) FROM secrets").Scan(&n); err != nil || n != 0 {
		t.Errorf("%d secrets left, error %v", n, err)
	}
}

// TestBrokenReadEndsTheGroup: a disk that fails in the middle of a write fails
// everybody, and is not taken for a fault of that write.
func TestBrokenReadEndsTheGroup(t *testing.T) {
	s := openAt(t, Options{Path: tempPath(t)}, nil)
	release := hold(t, s)
	k, said, broke := newTalk(), make(chan error, 1), make(chan error, 1)
	go func() { said <- s.Append(context.Background(), k.turn()) }()
	until(t, func() bool { return len(s.writer.queue) == 1 })
	go func() {
		broke <- s.do(context.Background(), func(*sql.Conn) error {
			return fmt.Errorf("read a page: %w", sqlite3.Error{Code: sqlite3.ErrIoErr})
		})
	}()
	until(t, func() bool { return len(s.writer.queue) == 2 })
	release()
	for _, err := range []error{<-said, <-broke} {
		if !fault.Is(err, fault.Busy) {
			t.Errorf("got %v, want busy", err)
		}
	}
	if _, _, err := s.Load(context.Background(), k.id); !fault.Is(err, fault.NotFound) {
		t.Errorf("the turn of a failed group: %v", err)
	}
	if err := k.say(s); err != nil {
		t.Error(err)
	}
}
