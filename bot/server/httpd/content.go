package httpd

import (
	"cmp"
	"context"
	"encoding/json"
	"net/http"
	"slices"

	"github.com/danielgtaylor/huma/v2"

	"yiwen/bot/fault"
	"yiwen/bot/pack"
	"yiwen/bot/server/auth"
	"yiwen/bot/server/editing"
	"yiwen/knowledge"
)

// contentPiece is a piece of the working copy that is no entry.
type contentPiece struct {
	ID       string          `json:"id"`
	Position int             `json:"position"`
	Body     json.RawMessage `json:"body" doc:"As in a content pack, in JSON; null = removed with the next publish"`
	Rev      int64           `json:"rev" doc:"Its last revision: what the next save is based on"`
	Change   *Pending        `json:"change,omitempty" doc:"Absent = it is as it is live"`
	Live     json.RawMessage `json:"live,omitempty" doc:"Where that differs"`
}

func contentOf(p editing.Piece[[]byte]) contentPiece {
	out := contentPiece{ID: p.ID, Position: p.Position, Body: p.Value, Rev: p.Rev, Change: pendingOf(p)}
	if p.Change != nil && p.Live != nil {
		out.Live = *p.Live
	}
	return out
}

// KindOfContent names the kinds of pieces but for entries, and for what
// supervisors keep as files. It is exported for the library that reads inputs.
type KindOfContent struct {
	Kind string `path:"kind" enum:"rule,smalltalk,mood,talk,replies,settings,synonyms,dictionary,stopwords,homophones,golden,flow"`
}

// PieceOfContent names a piece of such a kind.
type PieceOfContent struct {
	Kind string `path:"kind" enum:"rule,smalltalk,mood,talk,replies,settings,synonyms,dictionary,stopwords,homophones,golden,flow"`
	ID   string `path:"id" minLength:"1" maxLength:"100"`
}

func (in PieceOfContent) ref() knowledge.Ref { return knowledge.Ref{Kind: in.Kind, ID: in.ID} }

type saveContentInput struct {
	PieceOfContent
	Body struct {
		Body     json.RawMessage `json:"body"`
		Rev      int64           `json:"rev" minimum:"0" doc:"The last revision that the editor saw; 0 = it is new"`
		Position *int            `json:"position,omitempty" minimum:"0" maximum:"1000000" doc:"Among its kind; absent = where it is, of a new one the end"`
		Note     string          `json:"note,omitempty" maxLength:"500"`
	}
}

type removeContentInput struct {
	PieceOfContent
	Rev int64 `query:"rev" minimum:"0" required:"true" doc:"The last revision that the editor saw"`
}

type restoreContentInput struct {
	PieceOfContent
	Body restoreBody
}

type checkContentInput struct {
	KindOfContent
	Body struct {
		ID       string          `json:"id" minLength:"1" maxLength:"100"`
		Body     json.RawMessage `json:"body"`
		Position *int            `json:"position,omitempty" minimum:"0" maximum:"1000000"`
	}
}

type contentOutput struct{ Body contentPiece }

type checkContentOutput struct {
	Body struct {
		Problems []remark `json:"problems" nullable:"false"`
		Warnings []remark `json:"warnings" nullable:"false"`
		CostUS   int64    `json:"cost_us,omitzero" doc:"Microseconds that the slowest regex of a rule takes on the longest message"`
	}
}

func (s *server) contentRoutes(api huma.API) {
	tags := []string{"knowledge"}
	register(s, api, staffOnly(huma.Operation{
		OperationID: "list-content", Method: http.MethodGet, Path: "/api/content/{kind}", Tags: tags, Summary: "The pieces of a kind in the working copy, in their order, with those that the next publish removes",
	}), s.listContent)
	register(s, api, staffOnly(huma.Operation{
		OperationID: "save-content", Method: http.MethodPut, Path: "/api/content/{kind}/{id}", Tags: tags, Summary: "Save a piece, new or not",
		MaxBodyBytes: maxPiece,
	}, 404, 409), s.saveContent)
	register(s, api, staffOnly(huma.Operation{
		OperationID: "remove-content", Method: http.MethodDelete, Path: "/api/content/{kind}/{id}", Tags: tags, Summary: "Remove a piece with the next publish",
	}, 404, 409), s.removeContent)
	register(s, api, staffOnly(huma.Operation{
		OperationID: "content-history", Method: http.MethodGet, Path: "/api/content/{kind}/{id}/history", Tags: tags, Summary: "What became of a piece, newest first",
	}, 404), s.contentHistory)
	register(s, api, staffOnly(huma.Operation{
		OperationID: "restore-content", Method: http.MethodPost, Path: "/api/content/{kind}/{id}/restore", Tags: tags, Summary: "Make an older revision the draft again",
	}, 404, 409), s.restoreContent)
	register(s, api, staffOnly(huma.Operation{
		OperationID: "check-content", Method: http.MethodPost, Path: "/api/content/{kind}/check", Tags: tags, Summary: "What is wrong with a piece that is not saved",
		MaxBodyBytes: maxPiece,
	}), s.checkContent)
}

func (s *server) listContent(ctx context.Context, in *KindOfContent) (*list[contentPiece], error) {
	d, err := s.reads(ctx)
	if err != nil {
		return nil, err
	}
	items := []contentPiece{}
	for p := range d.Pieces(in.Kind) {
		items = append(items, contentOf(p))
	}
	for c := range d.Changes() {
		if p, ok := d.Piece(c.Ref); ok && c.Kind == in.Kind && c.Body == nil {
			items = append(items, contentOf(p))
		}
	}
	slices.SortStableFunc(items, func(a, b contentPiece) int {
		return cmp.Or(cmp.Compare(a.Position, b.Position), cmp.Compare(a.ID, b.ID))
	})
	return listOf(items), nil
}

// pieceOf returns a piece of d that is not removed.
func pieceOf(d *editing.Draft, ref knowledge.Ref) (*contentOutput, error) {
	p, ok := d.Piece(ref)
	if !ok || p.Value == nil {
		return nil, fault.New(fault.NotFound, "没有「%s」这项内容，可能已被删除", ref.ID)
	}
	return &contentOutput{Body: contentOf(p)}, nil
}

func (s *server) saveContent(ctx context.Context, in *saveContentInput) (*contentOutput, error) {
	staff, note, err := s.edits(ctx, in.Body.Note)
	if err != nil {
		return nil, err
	}
	d, err := s.Drafts.Draft(ctx)
	if err != nil {
		return nil, err
	}
	if in.Kind == pack.KindSettings {
		if err := s.mayKeepShop(staff, d, in.Body.Body); err != nil {
			return nil, err
		}
	}
	d, err = s.Drafts.Save(ctx, staff, knowledge.StepSave, []knowledge.Edit{{
		Ref: in.ref(), Position: position(d, in.ref(), in.Body.Position), Body: in.Body.Body, Base: in.Body.Rev, Note: note,
	}})
	if err != nil {
		return nil, err
	}
	return pieceOf(d, in.ref())
}

// position is where a piece goes: where it is to, where it is, or last.
func position(d *editing.Draft, ref knowledge.Ref, to *int) int {
	if to != nil {
		return *to
	}
	if p, ok := d.Piece(ref); ok {
		return p.Position
	}
	last := 0
	for p := range d.Pieces(ref.Kind) {
		last = p.Position + 1
	}
	return last
}

func (s *server) removeContent(ctx context.Context, in *removeContentInput) (*nothing, error) {
	staff, err := s.may(ctx, auth.RightKnowledge)
	if err != nil {
		return nil, err
	}
	return nil, s.remove(ctx, staff, in.ref(), in.Rev)
}

func (s *server) contentHistory(ctx context.Context, in *PieceOfContent) (*list[revision], error) {
	if err := s.require(ctx, auth.RightKnowledge); err != nil {
		return nil, err
	}
	return s.history(ctx, in.ref())
}

func (s *server) restoreContent(ctx context.Context, in *restoreContentInput) (*contentOutput, error) {
	staff, err := s.may(ctx, auth.RightKnowledge)
	if err != nil {
		return nil, err
	}
	if in.Kind == pack.KindSettings && !leads(s, staff) {
		return nil, fault.New(fault.Denied, "设置的旧版本只有主管可以恢复")
	}
	d, err := s.Drafts.Restore(ctx, staff, in.ref(), in.Body.To, in.Body.Rev)
	if err != nil {
		return nil, err
	}
	return pieceOf(d, in.ref())
}

func (s *server) checkContent(ctx context.Context, in *checkContentInput) (*checkContentOutput, error) {
	d, err := s.reads(ctx)
	if err != nil {
		return nil, err
	}
	ref := knowledge.Ref{Kind: in.Kind, ID: in.Body.ID}
	checked, err := s.Checks.Check(ctx, knowledge.Edit{Ref: ref, Body: in.Body.Body, Position: position(d, ref, in.Body.Position)})
	if err != nil {
		return nil, err
	}
	out := &checkContentOutput{}
	out.Body.Problems, out.Body.Warnings, out.Body.CostUS = remarksOf(checked.Problems), remarksOf(checked.Warnings), checked.Cost.Microseconds()
	return out, nil
}
