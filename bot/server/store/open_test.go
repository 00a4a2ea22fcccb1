package store

import (
	"bytes"
	"context"
	"database/sql"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/prometheus/client_golang/prometheus"

	"yiwen/bot/fault"
	"yiwen/handoff"
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
			run(t, path, "INSERT INTO goose_db_version (version_id, is_applied) VALUES (99, 1)")
			return path
		}, "schema version 99, but this program knows only up to version"},
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

// TestOldCasesKeepTheirPlace opens a database of before the line had keys: who
// came back from a vanished agent stands first, then who waits longest, and what
// was over is found by its words and stars.
func TestOldCasesKeepTheirPlace(t *testing.T) {
	path := tempPath(t)
	migrate1, err := migrations.ReadFile("migrations/00001_start.sql")
	if err != nil {
		t.Fatal(err)
	}
	_, up, _ := strings.Cut(string(migrate1), "-- +goose Up")
	run(t, path, fmt.Sprintf("PRAGMA application_id = %d", applicationID), up,
		`CREATE TABLE goose_db_version (id INTEGER PRIMARY KEY AUTOINCREMENT, version_id INTEGER NOT NULL, is_applied INTEGER NOT NULL, tstamp TIMESTAMP DEFAULT (datetime('now')))`,
		"INSERT INTO goose_db_version (version_id, is_applied) VALUES (0, 1), (1, 1)",
		`INSERT INTO conversations SELECT value, 'default', value, 1, 1, 1, '', '', '', '' FROM json_each('["late","early","back","mine","done"]')`,
		`INSERT INTO cases SELECT id, 1, 'waiting', 'asked', 'trade', '', '', 1, CASE id WHEN 'late' THEN 7200000 WHEN 'back' THEN 7300000 ELSE 7100000 END,
			id = 'back', 0, 0, NULL, '{}', 1 FROM conversations`,
		"UPDATE cases SET state = 'assigned', agent = 'agent1', assigned_at = 7100000 WHERE conversation = 'mine'",
		`UPDATE cases SET state = 'closed', closed_at = 7500000, rating = '{"stars":2,"text":"慢"}', brief = '{"last":"已退 XK77"}' WHERE conversation = 'done'`)
	s := openAt(t, Options{Path: path}, nil)
	l, err := s.DeskLists(context.Background(), handoff.ListsQuery{Agent: "agent1", Waiting: true, Mine: true})
	if err != nil {
		t.Fatal(err)
	}
	var order []string
	for _, r := range append(l.Waiting, l.Mine...) {
		order = append(order, string(r.Conversation.ID))
	}
	if got := strings.Join(order, " "); got != "back early late mine" {
		t.Errorf("the line is %q", got)
	}
	if k := l.Mine[0].Conversation.Case; k.Previous != "agent1" {
		t.Errorf("the owner is forgotten: %+v", k)
	}
	found, total, err := s.Cases(context.Background(), handoff.CaseQuery{Text: "xk77", StarsMax: 2})
	if err != nil || total != 1 || found[0].Conversation.ID != "done" {
		t.Errorf("%d finished cases are found again: %v, error %v", total, found, err)
	}
}
