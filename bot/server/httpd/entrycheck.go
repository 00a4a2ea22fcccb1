package httpd

import (
	"context"
	"encoding/json"

	"yiwen/bot/server/auth"
	"yiwen/bot/server/editing"
	"yiwen/knowledge"
	"yiwen/knowledge/twins"
)

// Checks check what is not saved yet.
type Checks interface {
	// Check says what is wrong with a piece as it would be saved.
	Check(ctx context.Context, e knowledge.Edit) (editing.Checked, error)
}

var _ Checks = (*editing.Service)(nil)

// TwinsOf finds entries that are in the way of one that is not saved yet.
type TwinsOf interface {
	// Of returns the questions of other entries that are too near to those of e.
	Of(ctx context.Context, e knowledge.Entry) ([]twins.Twin, error)
}

type checkEntryInput struct {
	Body struct {
		Entry json.RawMessage `json:"entry"`
	}
}

type checkEntryOutput struct {
	Body struct {
		Problems []remark     `json:"problems" nullable:"false"`
		Warnings []remark     `json:"warnings" nullable:"false"`
		Twins    []twins.Twin `json:"twins" nullable:"false" doc:"Questions of other entries that are too near to those of this"`
	}
}

func (s *server) checkEntry(ctx context.Context, in *checkEntryInput) (*checkEntryOutput, error) {
	if err := s.require(ctx, auth.RightKnowledge); err != nil {
		return nil, err
	}
	var head struct {
		ID string `json:"id"`
	}
	_ = json.Unmarshal(in.Body.Entry, &head) // what is no entry is what the check is for
	if head.ID == "" {
		return s.checkNewEntry(ctx, in.Body.Entry)
	}
	return s.checkedEntry(ctx, head.ID, in.Body.Entry)
}

// checkNewEntry checks one that has no id yet, under one that nobody has.
func (s *server) checkNewEntry(ctx context.Context, body json.RawMessage) (*checkEntryOutput, error) {
	const id = "new-entry-without-id"
	var fields map[string]json.RawMessage
	if err := json.Unmarshal(body, &fields); err == nil && fields != nil {
		fields["id"] = json.RawMessage(`"` + id + `"`)
		if with, err := json.Marshal(fields); err == nil {
			body = with
		}
	}
	return s.checkedEntry(ctx, id, body)
}

func (s *server) checkedEntry(ctx context.Context, id string, body []byte) (*checkEntryOutput, error) {
	checked, err := s.Checks.Check(ctx, knowledge.Edit{Ref: entryRef(id), Body: body})
	if err != nil {
		return nil, err
	}
	out := &checkEntryOutput{}
	out.Body.Problems, out.Body.Warnings, out.Body.Twins = remarksOf(checked.Problems), remarksOf(checked.Warnings), []twins.Twin{}
	var e knowledge.Entry
	if json.Unmarshal(checked.Body, &e) != nil || e.Question == "" { // the problems say so
		return out, nil
	}
	found, err := s.TwinsOf.Of(ctx, e)
	if err != nil {
		return nil, err
	}
	out.Body.Twins = append(out.Body.Twins, found...)
	return out, nil
}
