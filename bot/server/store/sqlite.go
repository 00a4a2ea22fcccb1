package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io"
	"maps"
	"net/url"
	"os"
	"strings"

	"github.com/mattn/go-sqlite3"

	"yiwen/bot/fault"
)

// driverName is what go-sqlite3 registers itself as.
const driverName = "sqlite3"

// applicationID marks a file as ours ("YIWN" in the header of the file), so that
// a wrong path cannot turn somebody else's database into a chat server's.
const applicationID = 0x5949574e

// header begins every SQLite file.
const header = "SQLite format 3\x00"

// access is what a connection is for.
type access int

const (
	inspecting access = iota // look at a file that may not be ours; no setting may change it
	writing                  // the one writer
	reading
)

// writerSetting is what the driver has no parameter for. The log is brought into
// the database every 4000 pages (16 MB) and not every 1000: pages that many turns
// touch are then written back once, which made a quarter more turns a second, and
// the log that a restart has to read is still small.
const writerSetting = "PRAGMA wal_autocheckpoint = 4000"

// dsn returns the driver's name for the file at path. params win over the
// defaults.
func dsn(path string, a access, params url.Values) string {
	v := url.Values{"mode": {"rw"}, "_busy_timeout": {"5000"}, "_foreign_keys": {"on"}}
	switch a {
	case writing:
		// NORMAL would lose acknowledged rows in a power cut. A transaction that
		// begins as a reader can fail when it turns into a writer; immediate
		// takes the lock at once.
		v.Set("_journal_mode", "WAL")
		v.Set("_synchronous", "FULL")
		v.Set("_txlock", "immediate")
		v.Set("_cache_size", "-65536") // KiB
	case reading:
		v.Set("_txlock", "deferred")
		v.Set("_query_only", "on")
		v.Set("_cache_size", "-16384")
	}
	maps.Copy(v, params)
	return (&url.URL{Scheme: "file", Opaque: url.PathEscape(path)}).String() + "?" + v.Encode()
}

// lookAt makes the file where there is none and refuses one that is not ours.
func lookAt(ctx context.Context, path string, params url.Values) error {
	if path == "" {
		return fault.New(fault.Invalid, "open the database: no path given")
	}
	// Only the owner may read what customers wrote; SQLite gives the WAL the same
	// permissions.
	f, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE, 0o600)
	if err != nil {
		return fault.New(fault.Invalid, "open the database %s: %w", path, err)
	}
	defer f.Close()
	start := make([]byte, len(header))
	n, err := io.ReadFull(f, start)
	if err != nil && !errors.Is(err, io.EOF) && !errors.Is(err, io.ErrUnexpectedEOF) {
		return fault.New(fault.Invalid, "open the database %s: %w", path, err)
	}
	if n > 0 && string(start) != header {
		return fault.New(fault.Invalid, "%s is not a database: move it away, or give the path of a Yiwen database", path)
	}
	db, err := sql.Open(driverName, dsn(path, inspecting, params))
	if err != nil {
		return fmt.Errorf("open the database %s: %w", path, err)
	}
	return errors.Join(claim(ctx, db, path), db.Close())
}

// claim marks an empty file as ours and refuses a strange or damaged one.
func claim(ctx context.Context, db *sql.DB, path string) error {
	var id, tables int64
	err := db.QueryRowContext(ctx, "PRAGMA application_id").Scan(&id)
	if err == nil {
		err = db.QueryRowContext(ctx, "SELECT COUNT(*) FROM sqlite_master").Scan(&tables)
	}
	switch {
	case damaged(err):
		return fault.New(fault.Invalid, "the database %s is damaged (%w): restore a backup, or move it away to start empty", path, err)
	case err != nil:
		return fmt.Errorf("look into the database %s: %w", path, err)
	case id == applicationID:
		return nil
	case id != 0 || tables > 0:
		return fault.New(fault.Invalid, "%s is a database of another program: give the path of a Yiwen database", path)
	}
	if _, err := db.ExecContext(ctx, fmt.Sprintf("PRAGMA application_id = %d", applicationID)); err != nil {
		return fmt.Errorf("mark the new database %s: %w", path, err)
	}
	return nil
}

// damaged reports whether err says that the file is not (any more) a database.
func damaged(err error) bool {
	var e sqlite3.Error
	return errors.As(err, &e) && (e.Code == sqlite3.ErrCorrupt || e.Code == sqlite3.ErrNotADB)
}

// duplicate reports whether err says that a unique key is there already.
func duplicate(err error) bool {
	var e sqlite3.Error
	return errors.As(err, &e) &&
		(e.ExtendedCode == sqlite3.ErrConstraintUnique || e.ExtendedCode == sqlite3.ErrConstraintPrimaryKey)
}

// unavailable reports whether err says that the disk, and not the write, is at
// fault: full, read-only, broken, or held by somebody else.
func unavailable(err error) bool {
	var e sqlite3.Error
	if !errors.As(err, &e) {
		return false
	}
	switch e.Code {
	case sqlite3.ErrFull, sqlite3.ErrIoErr, sqlite3.ErrReadonly, sqlite3.ErrCantOpen,
		sqlite3.ErrBusy, sqlite3.ErrLocked, sqlite3.ErrNomem, sqlite3.ErrPerm:
		return true
	}
	return false
}

// nothingToRollBack reports whether err is SQLite's answer to a ROLLBACK after
// it ended the transaction by itself. It has no code of its own.
func nothingToRollBack(err error) bool {
	return strings.Contains(err.Error(), "no transaction is active")
}
