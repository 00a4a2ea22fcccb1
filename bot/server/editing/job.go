package editing

import (
	"context"
	"crypto/rand"
	"encoding/base32"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"runtime/debug"
	"strings"
	"sync"
	"time"

	"github.com/prometheus/client_golang/prometheus"

	"yiwen/bot/chat"
	"yiwen/bot/fault"
	"yiwen/knowledge"
)

// What becomes of a job that nobody can finish.
const (
	textJobLost   = "服务器重启，任务中断，多半没有做完；请看一下结果，没有生效就重新开始"
	textJobBroken = "任务出错，没有做完，请稍后再试；详情见服务器日志"
	textJobCalled = "已取消"
)

const (
	// jobFlush is how often the progress of a job is stored, and how soon one
	// that was called off on another node hears of it.
	jobFlush = 500 * time.Millisecond
	// nodeDead is how long a node may be silent before its jobs are nobody's.
	nodeDead = time.Minute
)

// JobStore keeps jobs. Rows that are running belong to the node that started
// them.
type JobStore interface {
	JobBook
	// AddJob stores a running job, or returns a fault.Conflict where one of its
	// lane runs on any node.
	AddJob(ctx context.Context, j knowledge.Job, lane, node string) error
	// SaveJob stores how far a job is, or how it ended, and reports whether
	// somebody called it off. A job that is over stays as it is.
	SaveJob(ctx context.Context, j knowledge.Job) (called bool, err error)
	// CallJob notes that a job is called off. One that is not there is a
	// fault.NotFound, one that is over stays as it is.
	CallJob(ctx context.Context, id string) error
	// LoseJobs fails with words the running jobs of node, and of the nodes that
	// nobody has seen since.
	LoseJobs(ctx context.Context, node, words string, now, since time.Time) error
}

// JobBook is where jobs are looked up.
type JobBook interface {
	// Job returns one job, or a fault.NotFound.
	Job(ctx context.Context, id string) (knowledge.Job, error)
	// Jobs returns a page of the jobs of a kind, or of all where it is empty, newest
	// first and without their results, and how many there are. Pages count from 1.
	Jobs(ctx context.Context, kind knowledge.JobKind, page, size int) (items []knowledge.Job, total int, err error)
}

// Work is what a job does. It returns when ctx is done, soon. What it returns is
// kept as JSON, also beside an error. The text of an error with a kind is shown
// to editors, so it is Chinese; any other is logged.
type Work func(ctx context.Context, r *Run) (result any, err error)

// jobs runs what takes longer than a request: in goroutines of its own, whose
// rows outlive the server.
type jobs struct {
	store  JobStore
	node   string
	clock  func() time.Time
	logger *slog.Logger
	ended  *prometheus.CounterVec

	ctx  context.Context // of every job; done with close
	stop context.CancelFunc
	wait sync.WaitGroup

	mu      sync.Mutex      // guards what follows
	closed  bool            // no job begins any more
	running map[string]*Run // on this node, by id
}

func newJobs(store JobStore, node string, clock func() time.Time, logger *slog.Logger, reg prometheus.Registerer) *jobs {
	j := &jobs{
		store: store, node: node, clock: clock, logger: logger, running: map[string]*Run{},
		ended: prometheus.NewCounterVec(prometheus.CounterOpts{
			Name: "yiwen_jobs_total", Help: "Jobs of editors that are over, by what became of them.",
		}, []string{"kind", "state"}),
	}
	j.ctx, j.stop = context.WithCancel(context.Background())
	if reg != nil {
		reg.MustRegister(j.ended)
	}
	return j
}

// Run is a job under way: what its work tells how far it is. It is safe for
// concurrent use and never blocks.
type Run struct {
	cancel context.CancelFunc

	mu     sync.Mutex // guards what follows
	job    knowledge.Job
	called bool // somebody called it off
}

// Step says what the job does now, in words for an editor, and begins to count
// anew.
func (r *Run) Step(words string) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.job.Step, r.job.Done, r.job.Total = words, 0, 0
}

// Progress says that done of total units are done; total 0 = nobody knows of how
// many.
func (r *Run) Progress(done, total int64) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.job.Done, r.job.Total = done, total
}

// ID is that of the job.
func (r *Run) ID() string { return r.now().ID }

// now is the job as it is.
func (r *Run) now() knowledge.Job {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.job
}

// call calls the job off.
func (r *Run) call() {
	r.mu.Lock()
	r.called = true
	r.mu.Unlock()
	r.cancel()
}

// lane names what a job must not run together with: a restore is a publish.
func lane(kind knowledge.JobKind) string {
	if kind == knowledge.JobRestore {
		kind = knowledge.JobPublish
	}
	return string(kind)
}

// Start begins a job in the background and returns it as it is stored. It
// returns a fault.Conflict while another of its kind runs, on any node, and
// fault.Busy while the server stops. The work ends early when somebody calls it
// off or the server stops; a panic in it fails the job and nothing else.
func (s *Service) Start(by chat.Staff, kind knowledge.JobKind, work Work) (knowledge.Job, error) {
	return s.jobs.start(by, kind, work, nil)
}

// start is Start; over is closed when the job is over and stored, unless nil.
func (j *jobs) start(by chat.Staff, kind knowledge.JobKind, work Work, over chan<- knowledge.Job) (knowledge.Job, error) {
	job := knowledge.Job{
		ID: newID(), Kind: kind, State: knowledge.JobRunning, By: string(by.ID), ByName: by.Name, At: j.clock().UTC().Truncate(time.Millisecond),
	}
	j.mu.Lock()
	defer j.mu.Unlock()
	if j.closed {
		return knowledge.Job{}, fault.New(fault.Busy, "服务正在重启，请稍后再试")
	}
	if err := j.store.AddJob(j.ctx, job, lane(kind), j.node); err != nil {
		if fault.Is(err, fault.Conflict) {
			return knowledge.Job{}, fault.Wrap(err, fault.Conflict, jobTitle(kind)+"正在进行，请等它结束后再开始")
		}
		return knowledge.Job{}, fmt.Errorf("start a job %s: %w", kind, err)
	}
	ctx, cancel := context.WithCancel(j.ctx)
	r := &Run{cancel: cancel, job: job}
	j.running[job.ID] = r
	j.wait.Go(func() {
		j.run(ctx, r, work)
		if over != nil {
			over <- r.now()
		}
	})
	return job, nil
}

// run does the work of a job and stores what became of it.
func (j *jobs) run(ctx context.Context, r *Run, work Work) {
	defer r.cancel()
	quit, quiet := make(chan struct{}), make(chan struct{})
	go func() { defer close(quiet); j.flush(r, quit) }()
	result, err := j.work(ctx, r, work)
	close(quit)
	<-quiet
	r.mu.Lock()
	job := r.job
	job.State, job.Error = j.outcome(r, err)
	job.EndedAt = j.clock().UTC().Truncate(time.Millisecond)
	if result != nil {
		b, merr := json.Marshal(result)
		if merr != nil {
			j.logger.Error("encode the result of a job", "job", job.ID, "kind", job.Kind, "err", merr)
		}
		job.Result = b
	}
	r.mu.Unlock()
	// Whoever waits for the end must not wait for ever because a disk is full: it
	// is tried again until the server stops, and then the row says that it was lost.
	for {
		_, err := j.store.SaveJob(context.Background(), job)
		if err == nil {
			break
		}
		j.logger.Error("store what became of a job", "job", job.ID, "kind", job.Kind, "err", err)
		select {
		case <-j.ctx.Done():
		case <-time.After(jobFlush):
			continue
		}
		break
	}
	// Not before: who sees that a job is over may begin the next one.
	r.mu.Lock()
	r.job = job
	r.mu.Unlock()
	j.ended.WithLabelValues(string(job.Kind), string(job.State)).Inc()
	j.mu.Lock()
	delete(j.running, job.ID)
	j.mu.Unlock()
}

// work calls the work of a job; its panic is an error.
func (j *jobs) work(ctx context.Context, r *Run, work Work) (result any, err error) {
	defer func() {
		if p := recover(); p != nil {
			result, err = nil, fmt.Errorf("panic: %v\n%s", p, debug.Stack())
		}
	}()
	return work(ctx, r)
}

// outcome says what became of a job whose work returned err.
func (j *jobs) outcome(r *Run, err error) (knowledge.JobState, string) {
	switch {
	case err == nil:
		return knowledge.JobDone, ""
	case r.called && (errors.Is(err, context.Canceled) || fault.Is(err, fault.Busy)):
		return knowledge.JobCancelled, textJobCalled
	case j.ctx.Err() != nil:
		return knowledge.JobFailed, textJobLost
	}
	if fault.KindOf(err) == fault.Internal {
		j.logger.Error("a job failed", "job", r.job.ID, "kind", r.job.Kind, "err", err)
	}
	return knowledge.JobFailed, fault.Text(err, textJobBroken)
}

// flush stores how far a job is and hears whether it was called off, until quit.
func (j *jobs) flush(r *Run, quit <-chan struct{}) {
	tick := time.NewTicker(jobFlush)
	defer tick.Stop()
	for {
		select {
		case <-quit:
			return
		case <-tick.C:
		}
		called, err := j.store.SaveJob(j.ctx, r.now())
		switch {
		case err != nil && j.ctx.Err() == nil:
			j.logger.Warn("store how far a job is", "err", err) // the next tick tries again
		case called:
			r.call()
		}
	}
}

// Job returns a job: how far it is now where it runs on this node, and as it was
// stored last, half a second ago or so, where it runs on another. One that is
// not there is a fault.NotFound.
func (s *Service) Job(ctx context.Context, id string) (knowledge.Job, error) {
	j, err := s.jobs.store.Job(ctx, id)
	if err != nil {
		return knowledge.Job{}, fmt.Errorf("look for job %s: %w", id, err)
	}
	return s.jobs.fresh(j), nil
}

// Jobs returns a page of the jobs of a kind, or of all where it is empty, newest
// first and without their results, and how many there are. Pages count from 1.
func (s *Service) Jobs(ctx context.Context, kind knowledge.JobKind, page, size int) ([]knowledge.Job, int, error) {
	list, total, err := s.jobs.store.Jobs(ctx, kind, page, size)
	if err != nil {
		return nil, 0, fmt.Errorf("list jobs: %w", err)
	}
	for i := range list {
		list[i] = s.jobs.fresh(list[i])
	}
	return list, total, nil
}

// fresh returns a job that runs here as it is now.
func (j *jobs) fresh(job knowledge.Job) knowledge.Job {
	j.mu.Lock()
	defer j.mu.Unlock()
	if r := j.running[job.ID]; r != nil && job.State == knowledge.JobRunning {
		return r.now()
	}
	return job
}

// Cancel calls a job off. It returns at once; the job ends when its work next
// looks. One that is over stays as it is, one that is not there is a
// fault.NotFound.
func (s *Service) Cancel(ctx context.Context, id string) error {
	j := s.jobs
	if err := j.store.CallJob(ctx, id); err != nil {
		return fmt.Errorf("cancel job %s: %w", id, err)
	}
	j.mu.Lock()
	defer j.mu.Unlock()
	if r := j.running[id]; r != nil {
		r.call()
	}
	return nil
}

// Begin fails the jobs that a server of this node's name left behind when it
// died. To be called once, before any job is started.
func (s *Service) Begin(ctx context.Context) error { return s.jobs.begin(ctx) }

// Close ends the jobs under way and waits until that is stored; the store must
// still be open. No job can be started afterwards.
func (s *Service) Close() {
	s.jobs.close()
	s.publisher.close()
}

// begin fails the jobs that a server of this node's name left behind when it
// died, and those of nodes that nobody has seen for a while. To be called before
// any job is started.
func (j *jobs) begin(ctx context.Context) error {
	now := j.clock()
	if err := j.store.LoseJobs(ctx, j.node, textJobLost, now, now.Add(-nodeDead)); err != nil {
		return fmt.Errorf("clear up jobs: %w", err)
	}
	return nil
}

// close calls every job off and waits until their ends are stored.
func (j *jobs) close() {
	j.mu.Lock()
	j.closed = true
	j.mu.Unlock()
	j.stop()
	j.wait.Wait()
}

// jobTitle is what editors call a job.
func jobTitle(kind knowledge.JobKind) string {
	switch kind {
	case knowledge.JobCheckSheet:
		return "表格检查"
	case knowledge.JobImport:
		return "导入"
	case knowledge.JobPublish, knowledge.JobRestore:
		return "发布"
	case knowledge.JobGolden:
		return "黄金问题检查"
	case knowledge.JobReplay:
		return "回放"
	case knowledge.JobTwins:
		return "重复检查"
	}
	return "任务"
}

// newID returns an id that nobody can guess.
func newID() string {
	var b [10]byte
	rand.Read(b[:]) // never fails
	return strings.ToLower(base32.StdEncoding.EncodeToString(b[:]))
}
