package editing

import (
	"context"
	"errors"
	"log/slog"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"

	"yiwen/bot/chat"
	"yiwen/bot/fault"
	"yiwen/knowledge"
)

// jobRows keeps jobs as the store does.
type jobRows struct {
	mu     sync.Mutex // guards what follows
	rows   []knowledge.Job
	lanes  map[string]string // of running jobs, by id
	nodes  map[string]string
	called map[string]bool
	saves  int
}

func newJobRows() *jobRows {
	return &jobRows{lanes: map[string]string{}, nodes: map[string]string{}, called: map[string]bool{}}
}

func (r *jobRows) AddJob(_ context.Context, j knowledge.Job, lane, node string) error {
	r.mu.Lock()
	defer r.mu.Unlock()
	for _, taken := range r.lanes {
		if taken == lane {
			return fault.New(fault.Conflict, "taken")
		}
	}
	r.rows, r.lanes[j.ID], r.nodes[j.ID] = append(r.rows, j), lane, node
	return nil
}

func (r *jobRows) SaveJob(_ context.Context, j knowledge.Job) (bool, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.saves++
	i := slices.IndexFunc(r.rows, func(k knowledge.Job) bool { return k.ID == j.ID })
	if r.rows[i].State == knowledge.JobRunning {
		r.rows[i] = j
	}
	if j.State != knowledge.JobRunning {
		delete(r.lanes, j.ID)
	}
	return r.called[j.ID], nil
}

func (r *jobRows) CallJob(ctx context.Context, id string) error {
	if _, err := r.Job(ctx, id); err != nil {
		return err
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	r.called[id] = true
	return nil
}

func (r *jobRows) LoseJobs(_ context.Context, node, words string, now, _ time.Time) error {
	r.mu.Lock()
	defer r.mu.Unlock()
	for i := range r.rows {
		if j := &r.rows[i]; j.State == knowledge.JobRunning && r.nodes[j.ID] == node {
			j.State, j.Error, j.EndedAt = knowledge.JobFailed, words, now
			delete(r.lanes, j.ID)
		}
	}
	return nil
}

func (r *jobRows) Job(_ context.Context, id string) (knowledge.Job, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	for _, j := range r.rows {
		if j.ID == id {
			return j, nil
		}
	}
	return knowledge.Job{}, fault.New(fault.NotFound, "没有这个任务")
}

func (r *jobRows) Jobs(_ context.Context, kind knowledge.JobKind, _, _ int) (list []knowledge.Job, total int, err error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	for _, j := range slices.Backward(r.rows) {
		if kind == "" || j.Kind == kind {
			list = append(list, j)
		}
	}
	return list, len(list), nil
}

var editor = chat.Staff{ID: "editor1", Name: "小编"}

// working returns a service that can do nothing but run jobs.
func working(rows *jobRows, log *strings.Builder) *Service {
	logger := slog.New(slog.NewTextHandler(log, nil))
	return &Service{jobs: newJobs(rows, "here", time.Now, logger, nil), publisher: &publisher{}}
}

// TestJobEnds: what becomes of work, whatever it does.
func TestJobEnds(t *testing.T) {
	for name, test := range map[string]struct {
		work   Work
		cancel bool
		want   knowledge.Job // its State, Step, Done, Total, Error, Result
		log    string
	}{
		"done": {
			work: func(_ context.Context, r *Run) (any, error) {
				r.Step("读取")
				r.Progress(3, 4)
				return map[string]int{"rows": 3}, nil
			},
			want: knowledge.Job{State: knowledge.JobDone, Step: "读取", Done: 3, Total: 4, Result: []byte(`{"rows":3}`)},
		},
		"a step counts anew": {
			work: func(_ context.Context, r *Run) (any, error) {
				r.Progress(3, 4)
				r.Step("保存")
				return nil, nil
			},
			want: knowledge.Job{State: knowledge.JobDone, Step: "保存"},
		},
		"refused, with something to show": {
			work: func(context.Context, *Run) (any, error) {
				return []int{7}, fault.New(fault.Invalid, "2 个黄金问题没有通过")
			},
			want: knowledge.Job{State: knowledge.JobFailed, Error: "2 个黄金问题没有通过", Result: []byte(`[7]`)},
		},
		"broken": {
			work: func(context.Context, *Run) (any, error) { return nil, errors.New("disk on fire") },
			want: knowledge.Job{State: knowledge.JobFailed, Error: textJobBroken},
			log:  "disk on fire",
		},
		"panics": {
			work: func(context.Context, *Run) (any, error) { panic("nobody thought of this") },
			want: knowledge.Job{State: knowledge.JobFailed, Error: textJobBroken},
			log:  "nobody thought of this",
		},
		"cancelled": {
			work:   func(ctx context.Context, _ *Run) (any, error) { <-ctx.Done(); return nil, ctx.Err() },
			cancel: true,
			want:   knowledge.Job{State: knowledge.JobCancelled, Error: textJobCalled},
		},
		"cancelled too late": {
			work:   func(ctx context.Context, _ *Run) (any, error) { <-ctx.Done(); return 1, nil },
			cancel: true,
			want:   knowledge.Job{State: knowledge.JobDone, Result: []byte(`1`)},
		},
		"its result cannot be kept": {
			work: func(context.Context, *Run) (any, error) { return func() {}, nil },
			want: knowledge.Job{State: knowledge.JobDone},
			log:  "encode the result",
		},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				var log strings.Builder
				rows := newJobRows()
				s := working(rows, &log)
				j, err := s.Start(editor, knowledge.JobGolden, test.work)
				if err != nil || j.State != knowledge.JobRunning || j.ID == "" || j.ByName != "小编" {
					t.Fatalf("start: %+v, %v", j, err)
				}
				if test.cancel {
					if err := s.Cancel(t.Context(), j.ID); err != nil {
						t.Fatal(err)
					}
				}
				synctest.Wait()
				got, err := s.Job(t.Context(), j.ID)
				if err != nil || got.EndedAt.IsZero() {
					t.Fatalf("%+v, %v", got, err)
				}
				got = knowledge.Job{State: got.State, Step: got.Step, Done: got.Done, Total: got.Total, Error: got.Error, Result: got.Result}
				if d := cmp.Diff(test.want, got); d != "" {
					t.Errorf("(-want +got):\n%s", d)
				}
				if !strings.Contains(log.String(), test.log) || test.log == "" && log.Len() > 0 {
					t.Errorf("log: %s", log.String())
				}
				s.Close()
			})
		})
	}
}

// TestJobsOfAKind run one at a time, a restore being a publish; others do not
// wait.
func TestJobsOfAKind(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := working(newJobRows(), &strings.Builder{})
		wait := make(chan struct{})
		work := func(ctx context.Context, _ *Run) (any, error) { <-wait; return nil, nil }
		first, err := s.Start(editor, knowledge.JobPublish, work)
		if err != nil {
			t.Fatal(err)
		}
		for _, kind := range []knowledge.JobKind{knowledge.JobPublish, knowledge.JobRestore} {
			if _, err := s.Start(editor, kind, work); !fault.Is(err, fault.Conflict) || !strings.Contains(fault.Text(err, ""), "正在进行") {
				t.Errorf("%s beside a publish: %v", kind, err)
			}
		}
		if _, err := s.Start(editor, knowledge.JobTwins, work); err != nil {
			t.Errorf("another kind: %v", err)
		}
		close(wait)
		synctest.Wait()
		if _, err := s.Start(editor, knowledge.JobRestore, work); err != nil {
			t.Errorf("after the first: %v", err)
		}
		synctest.Wait()
		list, total, err := s.Jobs(t.Context(), "", 1, 50)
		if err != nil || total != 3 || list[2].ID != first.ID {
			t.Errorf("%v, %d, %v", list, total, err)
		}
		s.Close()
	})
}

// TestJobProgress is there at once for who asks here, and stored twice a second
// for the others, who may call it off.
func TestJobProgress(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		rows := newJobRows()
		s := working(rows, &strings.Builder{})
		j, err := s.Start(editor, knowledge.JobReplay, func(ctx context.Context, r *Run) (any, error) {
			for i := range int64(1000) {
				r.Progress(i, 1000)
				select {
				case <-ctx.Done():
					return nil, ctx.Err()
				case <-time.After(10 * time.Millisecond):
				}
			}
			return nil, nil
		})
		if err != nil {
			t.Fatal(err)
		}
		time.Sleep(2100 * time.Millisecond) // of the bubble's clock
		here, err := s.Job(t.Context(), j.ID)
		if err != nil || here.Done < 208 || here.Total != 1000 {
			t.Errorf("here: %+v, %v", here, err)
		}
		there, err := rows.Job(t.Context(), j.ID)
		rows.mu.Lock()
		if err != nil || there.Done < 195 || there.Done > 205 || rows.saves != 4 {
			t.Errorf("stored %d times: %+v, %v", rows.saves, there, err)
		}
		rows.called[j.ID] = true // by another node
		rows.mu.Unlock()
		time.Sleep(time.Second)
		if got, err := s.Job(t.Context(), j.ID); err != nil || got.State != knowledge.JobCancelled {
			t.Errorf("called off: %+v, %v", got, err)
		}
		s.Close()
	})
}

// TestJobsOfAServerThatEnds are failed, by itself or by the one after it.
func TestJobsOfAServerThatEnds(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		rows := newJobRows()
		s := working(rows, &strings.Builder{})
		work := func(ctx context.Context, _ *Run) (any, error) { <-ctx.Done(); return nil, ctx.Err() }
		stopped, err := s.Start(editor, knowledge.JobPublish, work)
		if err != nil {
			t.Fatal(err)
		}
		s.Close()
		if _, err := s.Start(editor, knowledge.JobPublish, work); !fault.Is(err, fault.Busy) {
			t.Errorf("a job of a server that stops: %v", err)
		}
		killed := knowledge.Job{ID: "killed", Kind: knowledge.JobTwins, State: knowledge.JobRunning}
		if err := rows.AddJob(t.Context(), killed, "twins", "here"); err != nil {
			t.Fatal(err)
		}
		if err := working(rows, &strings.Builder{}).Begin(t.Context()); err != nil {
			t.Fatal(err)
		}
		for _, id := range []string{stopped.ID, "killed"} {
			if j, err := rows.Job(t.Context(), id); err != nil || j.State != knowledge.JobFailed || j.Error != textJobLost {
				t.Errorf("%+v, %v", j, err)
			}
		}
	})
}
