package httpd

import (
	"cmp"
	"context"
	"encoding/json"
	"net/http"
	"slices"

	"github.com/danielgtaylor/huma/v2"

	"yiwen/bot/fault"
	"yiwen/bot/server/editing"
	"yiwen/knowledge"
)

// changeRow is a change in a list.
type changeRow struct {
	Kind  string `json:"kind"`
	ID    string `json:"id"`
	Title string `json:"title" doc:"What people know it by"`
	Rev   int64  `json:"rev"`
	Pending
}

type changesInput struct {
	State knowledge.ChangeState `query:"state" enum:"draft,review,approved"`
	Kind  string                `query:"kind" maxLength:"40"`
	Page  int                   `query:"page" minimum:"1" maximum:"100000" default:"1"`
}

type changesOutput struct {
	Body struct {
		Items  []changeRow `json:"items" nullable:"false" doc:"The last saved first"`
		Total  int         `json:"total" doc:"Items on all pages"`
		Size   int         `json:"size" doc:"Items on a full page"`
		Counts struct {
			Draft    int `json:"draft"`
			Review   int `json:"review"`
			Approved int `json:"approved"`
		} `json:"counts" doc:"Of all kinds"`
	}
}

type pieceInput struct {
	Kind string `path:"kind" minLength:"1" maxLength:"40"`
	ID   string `path:"id" minLength:"1" maxLength:"100"`
}

type changeOutput struct {
	Body struct {
		Before json.RawMessage `json:"before,omitempty" doc:"What is live; absent = it is not"`
		After  json.RawMessage `json:"after,omitempty" doc:"Absent = it is removed"`
	}
}

type stepInput struct {
	Body struct {
		Refs []struct {
			Kind string `json:"kind" maxLength:"40"`
			ID   string `json:"id" maxLength:"100"`
			Rev  int64  `json:"rev"`
		} `json:"refs,omitempty" maxItems:"50000"`
		All  knowledge.ChangeState `json:"all,omitempty" enum:"draft,review,approved" doc:"In place of refs: all that are in that state"`
		Step knowledge.Step        `json:"step" enum:"submit,approve,return,discard"`
		Note string                `json:"note,omitempty" maxLength:"500"`
	}
}

func (s *server) changeRoutes(api huma.API) {
	register(s, api, staffOnly(huma.Operation{
		OperationID: "list-changes", Method: http.MethodGet, Path: "/api/changes", Tags: []string{"knowledge"},
		Summary: "What is not as it is live",
	}), s.listChanges)
	register(s, api, staffOnly(huma.Operation{
		OperationID: "read-change", Method: http.MethodGet, Path: "/api/changes/{kind}/{id}", Tags: []string{"knowledge"},
		Summary: "A piece as it is live, and as it is changed",
	}, 404), s.readChange)
	register(s, api, staffOnly(huma.Operation{
		OperationID: "move-changes", Method: http.MethodPost, Path: "/api/changes/step", Tags: []string{"knowledge"},
		Summary: "Hand changes in, approve, return or discard them", MaxBodyBytes: maxPiece,
	}), s.moveChanges)
}

func (s *server) listChanges(ctx context.Context, in *changesInput) (*changesOutput, error) {
	d, err := s.reads(ctx)
	if err != nil {
		return nil, err
	}
	out := &changesOutput{}
	b := &out.Body
	var found []knowledge.Change
	for c := range d.Changes() {
		switch c.State {
		case knowledge.Drafted:
			b.Counts.Draft++
		case knowledge.InReview:
			b.Counts.Review++
		case knowledge.Approved:
			b.Counts.Approved++
		}
		if (in.State == "" || c.State == in.State) && (in.Kind == "" || c.Kind == in.Kind) {
			found = append(found, c)
		}
	}
	slices.SortFunc(found, func(a, b knowledge.Change) int {
		return cmp.Or(b.At.Compare(a.At), cmp.Compare(a.Kind, b.Kind), cmp.Compare(a.Position, b.Position), cmp.Compare(a.ID, b.ID))
	})
	from := min(len(found), (in.Page-1)*pageSize)
	b.Total, b.Size = len(found), pageSize
	b.Items = each(found[from:min(len(found), from+pageSize)], func(c knowledge.Change) changeRow {
		p, _ := d.Piece(c.Ref) // it is of d
		body := c.Body
		if body == nil && p.Live != nil {
			body = *p.Live
		}
		return changeRow{
			Kind: c.Kind, ID: c.ID, Rev: c.Rev, Pending: *pendingOf(p),
			Title: pieceTitle(knowledge.Item{Kind: c.Kind, ID: c.ID, Body: body}),
		}
	})
	return out, nil
}

func (s *server) readChange(ctx context.Context, in *pieceInput) (*changeOutput, error) {
	d, err := s.reads(ctx)
	if err != nil {
		return nil, err
	}
	p, ok := d.Piece(knowledge.Ref{Kind: in.Kind, ID: in.ID})
	if !ok {
		return nil, fault.New(fault.NotFound, "没有「%s」这项内容", in.ID)
	}
	out := &changeOutput{}
	out.Body.After = p.Value
	if p.Live != nil {
		out.Body.Before = *p.Live
	}
	return out, nil
}

func (s *server) moveChanges(ctx context.Context, in *stepInput) (*movedOutput, error) {
	staff, note, err := s.edits(ctx, in.Body.Note)
	if err != nil {
		return nil, err
	}
	if (in.Body.All == "") == (len(in.Body.Refs) == 0) {
		return nil, fault.New(fault.Invalid, "请选择要操作的修改")
	}
	refs := make([]knowledge.RefRev, 0, len(in.Body.Refs))
	for _, r := range in.Body.Refs {
		refs = append(refs, knowledge.RefRev{Ref: knowledge.Ref{Kind: r.Kind, ID: r.ID}, Rev: r.Rev})
	}
	d, err := s.Drafts.Draft(ctx)
	if err != nil {
		return nil, err
	}
	if in.Body.All != "" {
		for c := range d.Changes() {
			if c.State == in.Body.All {
				refs = append(refs, knowledge.RefRev{Ref: c.Ref, Rev: c.Rev})
			}
		}
		slices.SortFunc(refs, func(a, b knowledge.RefRev) int { return cmp.Compare(a.Rev, b.Rev) })
	}
	var kept []editing.Skip
	if in.Body.Step == knowledge.StepDiscard {
		refs, kept = s.mayDiscard(staff, d, refs)
	}
	changed, skipped, err := s.Drafts.Move(ctx, staff, in.Body.Step, refs, note)
	return moved(changed, append(kept, skipped...), err)
}
