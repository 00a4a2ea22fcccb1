package store

import (
	"context"
	"database/sql"
	"testing"
	"time"

	"yiwen/bot/fault"
	"yiwen/knowledge"
)

// staged begins to store edits, as far as they are not part of the working copy.
func staged(t *testing.T, s *Store, edits []knowledge.Edit, at time.Time) staging {
	t.Helper()
	g, err := doing(t.Context(), s, func(c *sql.Conn) (staging, error) {
		g, err := beginStaging(c, len(edits), at)
		if err != nil {
			return g, err
		}
		clashes, err := stage(c, g.first, edits)
		if len(clashes) > 0 {
			t.Errorf("clashes: %+v", clashes)
		}
		return g, err
	})
	if err != nil {
		t.Fatal(err)
	}
	return g
}

func activated(t *testing.T, s *Store, g staging, edits []knowledge.Edit) ([]knowledge.Revision, error) {
	t.Helper()
	a := knowledge.Act{By: "e", At: time.Now(), Step: knowledge.StepImport}
	return doing(t.Context(), s, func(c *sql.Conn) ([]knowledge.Revision, error) { return g.activate(c, a, edits) })
}

func workingAt(t *testing.T, s *Store) knowledge.Working {
	t.Helper()
	w, err := s.Working(t.Context(), 0, 0)
	if err != nil {
		t.Fatal(err)
	}
	return w
}

// rows counts what is staged.
func rows(t *testing.T, s *Store) (n int) {
	t.Helper()
	err := s.readDB.QueryRowContext(t.Context(), `SELECT (SELECT COUNT(*) FROM staged) + (SELECT COUNT(*) FROM stagings)`).Scan(&n)
	if err != nil {
		t.Fatal(err)
	}
	return n
}

// TestAnImportCutShortLeavesNothing closes the store where a server died while it
// wrote, and again after the sweep.
func TestAnImportCutShortLeavesNothing(t *testing.T) {
	o := Options{Path: tempPath(t)}
	s, err := Open(t.Context(), o)
	if err != nil {
		t.Fatal(err)
	}
	edits, now := importOf(600), time.Now()
	dead := staged(t, s, edits, now.Add(-2*stagingDead))
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	s = openAt(t, o, nil)
	if w := workingAt(t, s); w.Rev != 0 || len(w.Changes) != 0 {
		t.Fatalf("half of an import is there: rev %d, %d changes", w.Rev, len(w.Changes))
	}
	alive := staged(t, s, edits, now)
	if err := s.Sweep(t.Context(), now); err != nil {
		t.Fatal(err)
	}
	if n := rows(t, s); n != len(edits)+1 {
		t.Errorf("%d rows are left, want those of who is at work: %d", n, len(edits)+1)
	}
	if _, err := activated(t, s, dead, edits); !fault.Is(err, fault.Conflict) {
		t.Errorf("what was swept went in: %v", err)
	}
	if clashes, err := activated(t, s, alive, edits); err != nil || len(clashes) > 0 {
		t.Fatal(clashes, err)
	}
	w := workingAt(t, s)
	if len(w.Changes) != len(edits) || string(w.Changes[599].Body) != string(edits[599].Body) {
		t.Fatalf("%d changes", len(w.Changes))
	}
	if err := s.unstage(t.Context(), alive); err != nil {
		t.Fatal(err)
	}
	if n := rows(t, s); n != len(edits) {
		t.Errorf("%d rows hold the bodies of %d changes", n, len(edits))
	}
}

// TestWhoChangesAPieceWhileManyAreWrittenIsKept: a change that comes between the
// first row and the end is refused nothing and overwritten by nothing.
func TestWhoChangesAPieceWhileManyAreWrittenIsKept(t *testing.T) {
	s := openAt(t, Options{Path: tempPath(t)}, nil)
	edits := importOf(600)
	g := staged(t, s, edits, time.Now())
	mine := edits[300]
	mine.Body = []byte("mine")
	other := knowledge.Edit{Ref: knowledge.Ref{Kind: kindEntry, ID: "another"}, State: knowledge.Drafted, Body: []byte("x")}
	clashes, err := s.Edit(t.Context(), knowledge.Act{By: "me", At: time.Now(), Step: knowledge.StepSave}, []knowledge.Edit{mine, other})
	if err != nil || len(clashes) > 0 {
		t.Fatal(clashes, err)
	}
	clashes, err = activated(t, s, g, edits)
	if err != nil || len(clashes) != 1 || clashes[0].ID != mine.ID || string(clashes[0].Body) != "mine" {
		t.Fatalf("%v, clashes with %+v", err, clashes)
	}
	if w := workingAt(t, s); len(w.Changes) != 2 {
		t.Errorf("%d changes", len(w.Changes))
	}
	if err := s.unstage(t.Context(), g); err != nil {
		t.Fatal(err)
	}
	if n := rows(t, s); n != 0 {
		t.Errorf("%d rows are left", n)
	}
	// What others did to other pieces is no reason.
	g = staged(t, s, edits[:100], time.Now())
	other.Body, other.Base = []byte("y"), 2
	if clashes, err := s.Edit(t.Context(), knowledge.Act{By: "me", At: time.Now(), Step: knowledge.StepSave}, []knowledge.Edit{other}); err != nil || len(clashes) > 0 {
		t.Fatal(clashes, err)
	}
	if clashes, err := activated(t, s, g, edits[:100]); err != nil || len(clashes) > 0 {
		t.Fatal(clashes, err)
	}
}

// TestAnImportThatIsCalledOffLeavesNothing ends the context while it is written.
func TestAnImportThatIsCalledOffLeavesNothing(t *testing.T) {
	s := openAt(t, Options{Path: tempPath(t)}, nil)
	for turns := range 4 {
		ctx, cancel := context.WithCancel(t.Context())
		over := make(chan error, 1)
		go func() {
			_, err := s.Edit(ctx, knowledge.Act{By: "e", At: time.Now(), Step: knowledge.StepImport}, importOf(5000))
			over <- err
		}()
		for k := newTalk(); turns >= 0; turns-- {
			if err := k.say(s); err != nil {
				t.Fatal(err)
			}
		}
		cancel()
		if err := <-over; err == nil {
			t.Fatal("it was over before it was called off")
		}
		if w := workingAt(t, s); w.Rev != 0 || len(w.Changes) != 0 {
			t.Fatalf("half of an import is there: rev %d, %d changes", w.Rev, len(w.Changes))
		}
		if n := rows(t, s); n != 0 {
			t.Fatalf("%d rows are left", n)
		}
	}
}
