package httpd

import (
	"context"
	"encoding/json"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"yiwen/bot/server/auth"
	"yiwen/knowledge"
)

// Jobs are what takes longer than a request.
type Jobs interface {
	// Job returns a job, or a fault.NotFound.
	Job(ctx context.Context, id string) (knowledge.Job, error)
	// Jobs returns a page of the jobs of a kind, or of all where it is empty, newest
	// first and without their results, and how many there are on all pages.
	Jobs(ctx context.Context, kind knowledge.JobKind, page, size int) ([]knowledge.Job, int, error)
	// Cancel calls a job off; one that is over stays as it is.
	Cancel(ctx context.Context, id string) error
}

// job is something that goes on, or went on, in the background.
type job struct {
	ID      string             `json:"id"`
	Kind    knowledge.JobKind  `json:"kind" enum:"check,import,publish,restore,golden,replay,twins"`
	State   knowledge.JobState `json:"state" enum:"running,done,failed,cancelled"`
	Step    string             `json:"step" doc:"What it is doing, in words for an editor"`
	Done    int64              `json:"done" doc:"Of total, in units of the job's own"`
	Total   int64              `json:"total" doc:"0 = nobody knows"`
	ByName  string             `json:"by_name"`
	At      int64              `json:"at" doc:"Unix milliseconds"`
	EndedAt int64              `json:"ended_at,omitzero" doc:"Unix milliseconds; absent while it runs"`
	Error   string             `json:"error,omitempty" doc:"Why it failed, in words for an editor"`
	Result  json.RawMessage    `json:"result,omitempty" doc:"Of its kind; also of a failed one, where there is something to tell"`
}

func jobOf(j knowledge.Job) job {
	return job{
		ID: j.ID, Kind: j.Kind, State: j.State, Step: j.Step, Done: j.Done, Total: j.Total, ByName: j.ByName,
		At: millis(j.At), EndedAt: millis(j.EndedAt), Error: j.Error, Result: j.Result,
	}
}

type jobsInput struct {
	Kind knowledge.JobKind `query:"kind" enum:"check,import,publish,restore,golden,replay,twins" doc:"Absent = all"`
	Page int               `query:"page" minimum:"1" maximum:"100000" default:"1"`
}

type jobInput struct {
	ID string `path:"id" maxLength:"64"`
}

type jobOutput struct{ Body job }

// startedOutput answers the start of a job.
type startedOutput struct {
	Body struct {
		Job string `json:"job" doc:"Its id; GET /api/jobs/{id} tells how it goes"`
	}
}

func started(j knowledge.Job, err error) (*startedOutput, error) {
	out := &startedOutput{}
	out.Body.Job = j.ID
	return out, err
}

func (s *server) jobRoutes(api huma.API) {
	register(s, api, staffOnly(huma.Operation{
		OperationID: "list-jobs", Method: http.MethodGet, Path: "/api/jobs", Tags: []string{"knowledge"},
		Summary: "What goes on, or went on, in the background, newest first, without results",
	}), s.listJobs)
	register(s, api, staffOnly(huma.Operation{
		OperationID: "read-job", Method: http.MethodGet, Path: "/api/jobs/{id}", Tags: []string{"knowledge"},
		Summary: "How far a job is, or how it ended",
	}, 404), s.readJob)
	register(s, api, staffOnly(huma.Operation{
		OperationID: "cancel-job", Method: http.MethodDelete, Path: "/api/jobs/{id}", Tags: []string{"knowledge"},
		Summary: "Call a job off; it ends when it next looks", DefaultStatus: http.StatusNoContent,
	}, 404), s.cancelJob)
}

func (s *server) listJobs(ctx context.Context, in *jobsInput) (*paged[job], error) {
	if err := s.require(ctx, auth.RightKnowledge); err != nil {
		return nil, err
	}
	list, total, err := s.Jobs.Jobs(ctx, in.Kind, in.Page, pageSize)
	if err != nil {
		return nil, err
	}
	return pageOf(each(list, jobOf), total), nil
}

func (s *server) readJob(ctx context.Context, in *jobInput) (*jobOutput, error) {
	if err := s.require(ctx, auth.RightKnowledge); err != nil {
		return nil, err
	}
	j, err := s.Jobs.Job(ctx, in.ID)
	if err != nil {
		return nil, err
	}
	return &jobOutput{jobOf(j)}, nil
}

func (s *server) cancelJob(ctx context.Context, in *jobInput) (*struct{}, error) {
	if err := s.require(ctx, auth.RightKnowledge); err != nil {
		return nil, err
	}
	return nil, s.Jobs.Cancel(ctx, in.ID)
}
