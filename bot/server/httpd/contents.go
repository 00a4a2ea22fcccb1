package httpd

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"yiwen/bot/server/auth"
	"yiwen/bot/server/editing"
	"yiwen/knowledge"
)

// saveContentsInput saves several pieces of a kind. The kinds are those of which
// there are several, and none that only supervisors may change in part.
type saveContentsInput struct {
	Kind string `path:"kind" enum:"rule,smalltalk,golden,flow"`
	Body struct {
		Edits []contentEdit `json:"edits" minItems:"1" maxItems:"5000"`
	}
}

// contentEdit is what becomes of one of them.
type contentEdit struct {
	ID       string          `json:"id" minLength:"1" maxLength:"100"`
	Body     json.RawMessage `json:"body"`
	Rev      int64           `json:"rev" minimum:"0" doc:"The last revision that the editor saw; 0 = it is new"`
	Position *int            `json:"position,omitempty" minimum:"0" maximum:"1000000" doc:"Among its kind; absent = where it is, of new ones the end in their order"`
}

func (s *server) contentsRoutes(api huma.API) {
	register(s, api, staffOnly(huma.Operation{
		OperationID: "save-contents", Method: http.MethodPost, Path: "/api/content/{kind}", Tags: []string{"knowledge"},
		Summary: "Save pieces of a kind, all or none; what is wrong is told of each at its edit", MaxBodyBytes: maxPiece,
	}, 409), s.saveContents)
}

func (s *server) saveContents(ctx context.Context, in *saveContentsInput) (*list[contentPiece], error) {
	staff, err := s.may(ctx, auth.RightKnowledge)
	if err != nil {
		return nil, err
	}
	d, err := s.Drafts.Draft(ctx)
	if err != nil {
		return nil, err
	}
	d, err = s.Drafts.Save(ctx, staff, knowledge.StepSave, in.edits(d))
	if err != nil {
		return nil, &manyEdits{err, in.places()}
	}
	items := make([]contentPiece, 0, len(in.Body.Edits))
	for _, e := range in.Body.Edits {
		saved, err := pieceOf(d, in.ref(e))
		if err != nil {
			return nil, err
		}
		items = append(items, saved.Body)
	}
	return listOf(items), nil
}

func (in *saveContentsInput) ref(e contentEdit) knowledge.Ref {
	return knowledge.Ref{Kind: in.Kind, ID: e.ID}
}

// edits are the edits of d that are asked for; new pieces come behind all others.
func (in *saveContentsInput) edits(d *editing.Draft) []knowledge.Edit {
	out := make([]knowledge.Edit, 0, len(in.Body.Edits))
	fresh := 0
	for _, e := range in.Body.Edits {
		at := position(d, in.ref(e), e.Position)
		if _, there := d.Piece(in.ref(e)); !there && e.Position == nil {
			at += fresh
			fresh++
		}
		out = append(out, knowledge.Edit{Ref: in.ref(e), Position: at, Body: e.Body, Base: e.Rev})
	}
	return out
}

// places are the edits by what they are of, as the request names them.
func (in *saveContentsInput) places() map[knowledge.Ref]string {
	out := make(map[knowledge.Ref]string, len(in.Body.Edits))
	for i, e := range in.Body.Edits {
		out[in.ref(e)] = fmt.Sprintf("body.edits[%d].body", i)
	}
	return out
}

// manyEdits is the error of a request with several edits, and where each of them
// stands in it.
type manyEdits struct {
	error
	places map[knowledge.Ref]string
}

// Unwrap returns the error itself.
func (e *manyEdits) Unwrap() error { return e.error }
