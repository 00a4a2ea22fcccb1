package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"log/slog"
	"runtime"
	"sync"
	"sync/atomic"
	"time"

	"yiwen/bot/fault"
)

// What a refused writer's or reader's customer or colleague reads.
const (
	textBusy     = "系统繁忙，内容暂时无法保存，请稍后再试"
	textClosing  = "服务正在重启，请稍后再试"
	textNotFound = "没有找到"
)

// errAbandoned marks the error of a write whose caller gave up before it began.
var errAbandoned = errors.New("gave up waiting, nothing is stored")

// write is something the writer can do inside its transaction.
type write interface {
	// apply does the write. An error undoes it, and it alone.
	apply(w *writer) error
	// stored is called after the commit, before anybody is answered.
	stored()
}

// job is a write and the way back to who waits for it.
type job struct {
	write write
	taken atomic.Bool // by the writer, who does it, or by a caller who gave up
	err   error       // of apply, kept until the commit
	done  chan error  // buffered: the writer never waits for a caller
}

// take reports whether the job is still nobody's, and is the taker's now.
func (j *job) take() bool { return j.taken.CompareAndSwap(false, true) }

// writer owns the one connection that writes. Only its goroutine touches the
// connection and the statements.
type writer struct {
	conn     *sql.Conn
	stmts    *statements
	log      *slog.Logger
	metrics  *metrics
	maxBatch int
	queue    chan *job
	finished chan struct{} // closed when run has returned
	failing  bool          // the last group failed; logged once, not per group

	mu     sync.RWMutex // held for reading while sending to queue
	closed bool         // guarded by mu; then queue is closed too
}

func newWriter(ctx context.Context, db *sql.DB, queue chan *job, m *metrics, o Options) (*writer, error) {
	conn, err := db.Conn(ctx)
	if err != nil {
		return nil, fmt.Errorf("connect the writer: %w", err)
	}
	if _, err := conn.ExecContext(ctx, writerSetting); err != nil {
		return nil, errors.Join(fmt.Errorf("set up the writer: %w", err), conn.Close())
	}
	stmts, err := prepareStatements(ctx, conn)
	if err != nil {
		return nil, errors.Join(err, conn.Close())
	}
	return &writer{conn: conn, stmts: stmts, log: o.Logger, metrics: m, maxBatch: o.MaxBatch,
		queue: queue, finished: make(chan struct{})}, nil
}

// do queues wr and waits until it is durable or refused. When ctx ends before the
// writer has begun with it, it is never done. One that has begun is waited for, until
// its group is committed, whatever ctx does: it works on what is its caller's.
func (w *writer) do(ctx context.Context, wr write) error {
	j := &job{write: wr, done: make(chan error, 1)}
	if err := w.enqueue(j); err != nil {
		return err
	}
	select {
	case err := <-j.done:
		return err
	case <-ctx.Done():
	}
	if j.take() {
		return fmt.Errorf("%w: %w", errAbandoned, ctx.Err())
	}
	return <-j.done
}

func (w *writer) enqueue(j *job) error {
	w.mu.RLock()
	defer w.mu.RUnlock()
	if w.closed {
		return fault.New(fault.Busy, textClosing)
	}
	select {
	case w.queue <- j:
		return nil
	default:
		// Waiting here would only hide the same queue in blocked goroutines.
		return fault.Wrap(errors.New("the writer's queue is full"), fault.Busy, textBusy)
	}
}

// stop refuses new writes, waits until the queued ones are answered, and reports
// whether this was the first stop.
func (w *writer) stop() bool {
	w.mu.Lock()
	first := !w.closed
	if first {
		w.closed = true
		close(w.queue)
	}
	w.mu.Unlock()
	<-w.finished
	return first
}

// close gives the connection up; run must have returned or never started.
func (w *writer) close() error { return errors.Join(w.stmts.close(), w.conn.Close()) }

func (w *writer) stopped() bool {
	w.mu.RLock()
	defer w.mu.RUnlock()
	return w.closed
}

// run commits group after group until the queue is closed and empty.
func (w *writer) run() {
	defer close(w.finished)
	group := make([]*job, 0, w.maxBatch)
	for first := range w.queue {
		// Who was just answered may be about to send the next; one turn of the
		// scheduler brings them into this group instead of the one after it (a sixth
		// more turns a second with 16 or 64 customers).
		runtime.Gosched()
		group = w.gather(append(group[:0], first))
		start := time.Now()
		err := w.commit(group)
		w.metrics.commit.Observe(time.Since(start).Seconds())
		w.metrics.batch.Observe(float64(len(group)))
		w.report(err, len(group))
		w.answer(group, err)
		clear(group)
	}
}

// gather adds what is queued already; it never waits.
func (w *writer) gather(group []*job) []*job {
	for len(group) < w.maxBatch {
		select {
		case j, ok := <-w.queue:
			if !ok {
				return group
			}
			group = append(group, j)
		default:
			return group
		}
	}
	return group
}

// commit does the group in one transaction. Its error means that nothing of
// the group is stored; the error of a single write is in its job.
func (w *writer) commit(group []*job) error {
	// The statements were prepared on the connection, so they run inside the
	// transaction without being bound to it anew. No context: the driver starts a
	// goroutine per statement for one that can end, and half a group cannot be
	// called off anyway.
	tx, err := w.conn.BeginTx(context.Background(), nil)
	if err != nil {
		return fmt.Errorf("begin: %w", err)
	}
	for _, j := range group {
		if err := w.one(j); err != nil {
			return errors.Join(err, rollback(tx))
		}
	}
	if err := tx.Commit(); err != nil {
		return fmt.Errorf("commit: %w", err)
	}
	return nil
}

func rollback(tx *sql.Tx) error {
	// SQLite may have rolled back by itself, when the disk is full for one; then
	// there is nothing left to do.
	if err := tx.Rollback(); err != nil && !nothingToRollBack(err) {
		return fmt.Errorf("roll back: %w", err)
	}
	return nil
}

// one does a single write in a savepoint, unless its caller gave up. Its error ends
// the group: the disk failed, or the transaction is gone.
func (w *writer) one(j *job) error {
	if !j.take() {
		j.err = errAbandoned
		return nil
	}
	if err := w.exec(w.stmts.savepoint); err != nil {
		return err
	}
	j.err = j.write.apply(w)
	if j.err == nil {
		return w.exec(w.stmts.release)
	}
	if unavailable(j.err) {
		return j.err
	}
	// Where SQLite ended the whole transaction this fails, and with it the group:
	// what followed would otherwise be committed statement by statement.
	if err := w.exec(w.stmts.undo); err != nil {
		return errors.Join(j.err, err)
	}
	return w.exec(w.stmts.release)
}

func (w *writer) exec(s *sql.Stmt, args ...any) error {
	_, err := s.ExecContext(context.Background(), args...)
	return err
}

// changed runs s and returns how many rows it changed.
func (w *writer) changed(s *sql.Stmt, args ...any) (int64, error) {
	r, err := s.ExecContext(context.Background(), args...)
	if err != nil {
		return 0, err
	}
	return r.RowsAffected()
}

// answer tells everybody how it went. Losers of a conflict wait for the commit
// too: when they reload, what they lost to must be there.
func (w *writer) answer(group []*job, err error) {
	if err == nil {
		for _, j := range group {
			if j.err == nil {
				j.write.stored()
			}
		}
	}
	for _, j := range group {
		if err != nil {
			j.err = fault.Wrap(err, fault.Busy, textBusy)
		}
		j.done <- j.err
	}
}

// report tells the operator when the disk begins and ceases to fail, once each:
// a line per group would fill the disk that is full.
func (w *writer) report(err error, n int) {
	switch {
	case err != nil && !w.failing:
		w.log.Error("store: cannot write, every write is refused until it works again", "writes", n, "err", err)
	case err == nil && w.failing:
		w.log.Info("store: writes again")
	}
	w.failing = err != nil
}
