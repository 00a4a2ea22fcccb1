package store

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/url"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"testing"

	"yiwen/bot/chat"
	"yiwen/bot/fault"
	"yiwen/bot/server/store/syncspy"
)

// spied opens a store on a spied file system. Of extra, the driver's parameters,
// {"_synchronous": {"OFF"}} is the setting that must be caught.
func spied(t *testing.T, o Options, extra url.Values) (*Store, *syncspy.Spy) {
	t.Helper()
	name := "spy-" + strings.ReplaceAll(t.Name(), "/", "-")
	spy, err := syncspy.New(name, t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(spy.Close)
	params := url.Values{"vfs": {name}}
	for k, v := range extra {
		params[k] = v
	}
	o.Path = tempPath(t)
	return openAt(t, o, params), spy
}

// TestAckMeansSynced proves that at the moment of an ack nothing of the turn
// waits for a sync, and that the check sees a database that does not sync.
func TestAckMeansSynced(t *testing.T) {
	for _, c := range []struct {
		synchronous string
		synced      bool
	}{{"FULL", true}, {"OFF", false}} {
		t.Run(c.synchronous, func(t *testing.T) {
			s, spy := spied(t, Options{}, url.Values{"_synchronous": {c.synchronous}})
			k := newTalk()
			for range 100 {
				before := spy.Syncs()
				if err := k.say(s); err != nil {
					t.Fatal(err)
				}
				if synced := spy.Unsynced() == 0 && spy.Syncs() > before; synced != c.synced {
					t.Fatalf("at the ack of seq %d: %d bytes unsynced, %d syncs; synced should be %v",
						k.seq, spy.Unsynced(), spy.Syncs()-before, c.synced)
				}
			}
		})
	}
}

// TestPowerCutTakesNothingAcknowledged cuts the power under load, again and
// again, and looks for every turn acknowledged until then in what is left. With
// synchronous=OFF, and with NORMAL too, it must find some missing.
func TestPowerCutTakesNothingAcknowledged(t *testing.T) {
	for _, c := range []struct {
		synchronous string
		kept        bool
	}{{"FULL", true}, {"NORMAL", false}, {"OFF", false}} {
		t.Run(c.synchronous, func(t *testing.T) {
			s, spy := spied(t, Options{}, url.Values{"_synchronous": {c.synchronous}})
			if c.kept {
				// Often, so that some cuts fall between the log and the database. Not where
				// something must get lost: a checkpoint syncs the log with NORMAL too.
				if _, err := s.writer.conn.ExecContext(context.Background(), "PRAGMA wal_autocheckpoint = 50"); err != nil {
					t.Fatal(err)
				}
			}
			lost := cutUnderLoad(t, s, spy)
			t.Logf("taken: %v", lost)
			if c.kept && lost != nil {
				t.Errorf("a power cut took what was acknowledged: %v", lost)
			}
			if !c.kept && lost == nil {
				t.Error("the check found nothing missing where nothing is synced: it cannot fail")
			}
		})
	}
}

// cutUnderLoad returns what the first power cut that took something took.
func cutUnderLoad(t *testing.T, s *Store, spy *syncspy.Spy) (lost error) {
	const talkers, cuts = 16, 10
	acked := make([]atomic.Int64, talkers)
	ids := make([]chat.ConversationID, talkers)
	var stop atomic.Bool
	var wg sync.WaitGroup
	for i := range talkers {
		k := newTalk()
		if err := k.say(s); err != nil {
			t.Fatal(err)
		}
		ids[i] = k.id
		acked[i].Store(int64(k.seq))
		wg.Go(func() {
			for !stop.Load() {
				if err := k.say(s); err != nil {
					t.Errorf("append: %v", err)
					return
				}
				acked[i].Store(int64(k.seq))
			}
		})
	}
	for range cuts {
		want := make([]chat.Seq, talkers)
		for i := range want {
			want[i] = chat.Seq(acked[i].Load())
		}
		dir := t.TempDir()
		if err := spy.PowerCut(dir); err != nil {
			t.Error(err)
		}
		if err := kept(dir, ids, want); err != nil {
			lost = err
			break
		}
	}
	stop.Store(true)
	wg.Wait()
	return lost
}

// kept opens what a power cut left and looks for the acknowledged turns.
func kept(dir string, ids []chat.ConversationID, want []chat.Seq) error {
	s, err := Open(context.Background(), Options{Path: filepath.Join(dir, "yiwen.db")})
	if err != nil {
		return err
	}
	for i, id := range ids {
		state, _, loadErr := s.Load(context.Background(), id)
		events, eventsErr := s.Events(context.Background(), id, 0, 1<<30)
		if err = errors.Join(loadErr, eventsErr); err != nil {
			break
		}
		if state.Seq < want[i] || len(events) != int(state.Seq) {
			err = fmt.Errorf("conversation %d: acknowledged up to %d, left are state %d and %d events", i, want[i], state.Seq, len(events))
			break
		}
	}
	return errors.Join(err, s.Close())
}

// TestBrokenDiskIsSaidAndOutlived makes the disk fail in each way under a crowd:
// nobody is acknowledged, everybody is told, the operator hears once, and when the
// disk works again so does the store.
func TestBrokenDiskIsSaidAndOutlived(t *testing.T) {
	for name, code := range map[string]int{"Full": syncspy.Full, "ReadOnly": syncspy.ReadOnly, "BrokenSync": syncspy.BrokenSync} {
		t.Run(name, func(t *testing.T) {
			var log strings.Builder // written by the writer alone, read after its answers
			s, spy := spied(t, Options{Logger: slog.New(slog.NewTextHandler(&log, nil))}, nil)
			talks := make([]*talk, 8)
			for i := range talks {
				talks[i] = newTalk()
				if err := talks[i].say(s); err != nil {
					t.Fatal(err)
				}
			}
			spy.Fail(code)
			for range 3 {
				refused(t, s, talks)
			}
			spy.Fail(syncspy.Works)
			for _, k := range talks {
				if err := verify(s, k.id, k.seq); err != nil {
					t.Errorf("after the failure: %v", err)
				}
				if err := k.say(s); err != nil {
					t.Fatalf("the disk works again: %v", err)
				}
				if err := verify(s, k.id, k.seq); err != nil {
					t.Error(err)
				}
			}
			if n := strings.Count(log.String(), "cannot write"); n != 1 || !strings.Contains(log.String(), "writes again") {
				t.Errorf("the operator was told %d times:\n%s", n, log.String())
			}
		})
	}
}

// refused lets all talk at once and wants a fault.Busy for each.
func refused(t *testing.T, s *Store, talks []*talk) {
	t.Helper()
	var wg sync.WaitGroup
	for _, k := range talks {
		wg.Go(func() {
			if err := k.say(s); !fault.Is(err, fault.Busy) || fault.Text(err, "") != textBusy {
				t.Errorf("append on a broken disk: %v", err)
			}
		})
	}
	wg.Wait()
}

// TestFullDatabaseIsOutlived fills a real database to a real limit.
func TestFullDatabaseIsOutlived(t *testing.T) {
	s := openAt(t, Options{Path: tempPath(t)}, nil)
	ctx, k := context.Background(), newTalk()
	pages := func(query string) (n int) {
		if err := s.writer.conn.QueryRowContext(ctx, query).Scan(&n); err != nil {
			t.Fatal(err)
		}
		return n
	}
	pages(fmt.Sprintf("PRAGMA max_page_count = %d", pages("PRAGMA page_count")+20))
	var err error
	for err == nil {
		err = k.say(s)
	}
	if !fault.Is(err, fault.Busy) || !strings.Contains(err.Error(), "full") {
		t.Fatalf("append to a full database: %v", err)
	}
	if err := verify(s, k.id, k.seq); err != nil {
		t.Error(err)
	}
	pages("PRAGMA max_page_count = 1000000")
	if err := k.say(s); err != nil {
		t.Errorf("there is room again: %v", err)
	}
	if err := verify(s, k.id, k.seq); err != nil {
		t.Error(err)
	}
}
