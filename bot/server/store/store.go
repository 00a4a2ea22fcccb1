package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"log/slog"
	"net/url"
	"time"

	"github.com/prometheus/client_golang/prometheus"

	"yiwen/bot/fault"
)

// Options say where the data is and how much may wait. Only Path is required.
type Options struct {
	Path       string                // the database file; its folder must exist
	Logger     *slog.Logger          // nil discards
	Registerer prometheus.Registerer // nil leaves the metrics unregistered
	Now        func() time.Time      // nil means time.Now; only session expiry asks it

	MaxBatch int // most writes in one commit, default 512
	MaxQueue int // most writes waiting for the writer, default 8192
	Readers  int // connections for reading, default 4
	Tails    int // conversations whose newest events stay in memory, default 1024
}

// Store is the open database. Make one with Open, end it with Close.
type Store struct {
	now     func() time.Time
	writeDB *sql.DB
	readDB  *sql.DB
	queries *queries
	writer  *writer
	tails   *tails
	metrics *metrics
}

// Open opens the database at o.Path, makes it where there is none, and brings
// its schema up to date. Its errors are sentences for the operator: fault.Invalid
// where the file is not ours, damaged, or written by a newer program. It
// changes nothing in a file that it refuses.
func Open(ctx context.Context, o Options) (*Store, error) {
	return open(ctx, o, nil)
}

// open is Open with extra parameters for the driver, which tests use to slip a
// file system of their own under SQLite.
func open(ctx context.Context, o Options, params url.Values) (_ *Store, err error) {
	o = o.withDefaults()
	if err := lookAt(ctx, o.Path, params); err != nil {
		return nil, err
	}
	queue := make(chan *job, o.MaxQueue)
	s := &Store{now: o.Now, metrics: newMetrics(o.Registerer, func() int { return len(queue) })}
	defer func() {
		if err != nil {
			err = errors.Join(err, s.closeDBs())
		}
	}()
	if s.tails, err = newTails(o.Tails); err != nil {
		return nil, err
	}
	if s.writeDB, err = sql.Open(driverName, dsn(o.Path, writing, params)); err != nil {
		return nil, fmt.Errorf("open %s for writing: %w", o.Path, err)
	}
	s.writeDB.SetMaxOpenConns(1)
	if err := migrate(ctx, s.writeDB, o.Path); err != nil {
		return nil, err
	}
	if s.readDB, err = sql.Open(driverName, dsn(o.Path, reading, params)); err != nil {
		return nil, fmt.Errorf("open %s for reading: %w", o.Path, err)
	}
	s.readDB.SetMaxOpenConns(o.Readers)
	s.readDB.SetMaxIdleConns(o.Readers)
	if s.queries, err = prepareQueries(ctx, s.readDB); err != nil {
		return nil, err
	}
	if s.writer, err = newWriter(ctx, s.writeDB, queue, s.metrics, o); err != nil {
		return nil, err
	}
	if err := s.metrics.open(); err != nil {
		return nil, errors.Join(fmt.Errorf("register the store's metrics: %w", err), s.writer.close())
	}
	go s.writer.run()
	return s, nil
}

func (o Options) withDefaults() Options {
	if o.Logger == nil {
		o.Logger = slog.New(slog.DiscardHandler)
	}
	if o.Now == nil {
		o.Now = time.Now
	}
	for _, d := range []struct {
		n     *int
		value int
	}{{&o.MaxBatch, 512}, {&o.MaxQueue, 8192}, {&o.Readers, 4}, {&o.Tails, 1024}} {
		if *d.n <= 0 {
			*d.n = d.value
		}
	}
	return o
}

// Close commits what is queued, ends the writer and closes the file. Writes that
// come later get fault.Busy. A second Close does nothing.
func (s *Store) Close() error {
	if !s.writer.stop() {
		return nil
	}
	s.metrics.close()
	return errors.Join(s.writer.close(), s.closeDBs())
}

func (s *Store) closeDBs() error {
	var errs []error
	if s.queries != nil {
		errs = append(errs, s.queries.close())
	}
	for _, db := range []*sql.DB{s.readDB, s.writeDB} {
		if db == nil {
			continue
		}
		if err := db.Close(); err != nil {
			errs = append(errs, fmt.Errorf("close the database: %w", err))
		}
	}
	return errors.Join(errs...)
}

// do runs fn in the writer's transaction and returns when what it wrote is on disk.
// When it returns, fn has returned or will never run, whatever became of ctx: fn may
// set its caller's variables.
func (s *Store) do(ctx context.Context, fn func(*sql.Conn) error) error {
	return s.writer.do(ctx, task(fn))
}

// task is a write that is a function: everything but the turns. The connection is
// inside the transaction; fn gets it without a context because half a group cannot
// be called off.
type task func(*sql.Conn) error

func (t task) apply(w *writer) error { return t(w.conn) }
func (t task) stored()               {}

// lookUp runs fn on one snapshot of the database.
func (s *Store) lookUp(ctx context.Context, fn func(*sql.Tx) error) error {
	tx, err := s.readDB.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	defer tx.Rollback() // it wrote nothing; an error would change nothing
	return fn(tx)
}

// readError says what was being read when err came up. A missing row becomes a
// fault.NotFound, a closing store a fault.Busy.
func (s *Store) readError(err error, format string, args ...any) error {
	err = fmt.Errorf(format+": %w", append(args, err)...)
	switch {
	case errors.Is(err, sql.ErrNoRows):
		return fault.Wrap(err, fault.NotFound, textNotFound)
	case s.writer.stopped():
		return fault.Wrap(err, fault.Busy, textClosing)
	}
	return err
}
