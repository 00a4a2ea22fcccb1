package store

import (
	"bytes"
	"context"
	"database/sql"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/prometheus/client_golang/prometheus"

	"yiwen/bot/fault"
)

// run executes statements on the file at path, as another program would.
func run(t *testing.T, path string, statements ...string) {
	t.Helper()
	db, err := sql.Open(driverName, path)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	for _, s := range statements {
		if _, err := db.Exec(s); err != nil {
			t.Fatalf("%s: %v", s, err)
		}
	}
}

// made returns the path of a database with one turn in it, closed.
func made(t *testing.T) (string, *talk) {
	t.Helper()
	path, k := tempPath(t), newTalk()
	s, err := Open(context.Background(), Options{Path: path})
	if err != nil {
		t.Fatal(err)
	}
	if err := k.say(s); err != nil {
		t.Fatal(err)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	return path, k
}

func TestOpenRefusesWithASentence(t *testing.T) {
	for name, c := range map[string]struct {
		spoil func(t *testing.T) string // returns the path
		says  string
	}{
		"NewerSchema": {func(t *testing.T) string {
			path, _ := made(t)
			run(t, path, "INSERT INTO goose_db_version (version_id, is_applied) VALUES (7, 1)")
			return path
		}, "schema version 7, but this program knows only up to version 1"},
		"OtherProgramsDatabase": {func(t *testing.T) string {
			path := tempPath(t)
			run(t, path, "CREATE TABLE bookmarks (url TEXT)")
			return path
		}, "another program"},
		"OtherProgramsMark": {func(t *testing.T) string {
			path := tempPath(t)
			run(t, path, "PRAGMA application_id = 42")
			return path
		}, "another program"},
		"NoDatabase": {func(t *testing.T) string {
			return written(t, []byte("id,question,answer\n1,充值未到账,请稍等\n"))
		}, "is not a database"},
		"ShortFile": {func(t *testing.T) string { return written(t, []byte("x")) }, "is not a database"},
		"HeaderOnly": {func(t *testing.T) string {
			return written(t, append([]byte(header), bytes.Repeat([]byte{0xa5}, 5000)...))
		}, "is damaged"},
		"TornPages": {func(t *testing.T) string {
			path, _ := made(t)
			b, err := os.ReadFile(path)
			if err != nil {
				t.Fatal(err)
			}
			copy(b[4096:], bytes.Repeat([]byte{0xa5}, len(b)-4096))
			return written(t, b)
		}, "is damaged"},
		"NoFolder":   {func(t *testing.T) string { return filepath.Join(t.TempDir(), "no", "yiwen.db") }, "no such file"},
		"Folder":     {func(t *testing.T) string { return t.TempDir() }, "is a directory"},
		"EmptyPath":  {func(*testing.T) string { return "" }, "no path"},
		"NULInPath":  {func(*testing.T) string { return "a\x00b" }, "invalid argument"},
		"LongerPath": {func(*testing.T) string { return strings.Repeat("x", 5000) }, "too long"},
	} {
		t.Run(name, func(t *testing.T) {
			path := c.spoil(t)
			before, _ := os.ReadFile(path) // a folder or no file has no content
			s, err := Open(context.Background(), Options{Path: path})
			if err == nil {
				t.Fatal("opened", s.Close())
			}
			if !fault.Is(err, fault.Invalid) || !strings.Contains(err.Error(), c.says) {
				t.Errorf("says %q, want %q", err, c.says)
			}
			if after, _ := os.ReadFile(path); !bytes.Equal(before, after) {
				t.Error("a refused file was changed")
			}
		})
	}
}

func written(t *testing.T, b []byte) string {
	t.Helper()
	path := tempPath(t)
	if err := os.WriteFile(path, b, 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

func TestOpenFindsWhatWasStored(t *testing.T) {
	path, k := made(t)
	if _, err := os.Stat(path + "-wal"); !os.IsNotExist(err) {
		t.Errorf("closed, and the log is still there: %v", err)
	}
	s := openAt(t, Options{Path: path}, nil)
	if err := verify(s, k.id, k.seq); err != nil {
		t.Error(err)
	}
	if err := k.say(s); err != nil {
		t.Error(err)
	}
	info, err := os.Stat(path)
	if err != nil {
		t.Fatal(err)
	}
	if info.Mode().Perm() != 0o600 {
		t.Errorf("others may read what customers wrote: %v", info.Mode())
	}
}

func TestOpenTakesAnyPath(t *testing.T) {
	path := filepath.Join(t.TempDir(), "一问 #1?mode=memory&x%20y.db")
	s := openAt(t, Options{Path: path}, nil)
	if err := newTalk().say(s); err != nil {
		t.Error(err)
	}
	if _, err := os.Stat(path); err != nil {
		t.Error(err)
	}
}

// TestSettingsAreOnEveryConnection asks SQLite itself.
func TestSettingsAreOnEveryConnection(t *testing.T) {
	s := openAt(t, Options{Path: tempPath(t)}, nil)
	type asker interface {
		QueryRowContext(context.Context, string, ...any) *sql.Row
	}
	for name, c := range map[string]struct {
		on     asker
		pragma string
		want   string
	}{
		"Log":         {s.writer.conn, "journal_mode", "wal"},
		"Sync":        {s.writer.conn, "synchronous", "2"}, // FULL
		"Checkpoint":  {s.writer.conn, "wal_autocheckpoint", "4000"},
		"ForeignKeys": {s.writer.conn, "foreign_keys", "1"},
		"ReadersOnly": {s.readDB, "query_only", "1"},
	} {
		t.Run(name, func(t *testing.T) {
			var got string
			if err := c.on.QueryRowContext(context.Background(), "PRAGMA "+c.pragma).Scan(&got); err != nil {
				t.Fatal(err)
			}
			if got != c.want {
				t.Errorf("%s is %s, want %s", c.pragma, got, c.want)
			}
		})
	}
}

func TestMetricsAreOfTheOpenStore(t *testing.T) {
	reg := prometheus.NewRegistry()
	path := tempPath(t)
	for range 2 { // the second open finds no metrics left of the first
		s, err := Open(context.Background(), Options{Path: path, Registerer: reg})
		if err != nil {
			t.Fatal(err)
		}
		if err := newTalk().say(s); err != nil {
			t.Fatal(err)
		}
		families, err := reg.Gather()
		if err != nil {
			t.Fatal(err)
		}
		var names []string
		for _, f := range families {
			names = append(names, f.GetName())
		}
		if got, want := strings.Join(names, " "), "yiwen_store_appends_total yiwen_store_batch_writes yiwen_store_commit_seconds yiwen_store_queue_length"; got != want {
			t.Errorf("metrics %s, want %s", got, want)
		}
		second, err := Open(context.Background(), Options{Path: path, Registerer: reg})
		if err == nil {
			t.Error("two stores share one registry", second.Close())
		}
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	}
}
