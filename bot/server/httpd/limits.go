package httpd

import (
	"context"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"yiwen/bot/chat"
	"yiwen/bot/server/auth"
	"yiwen/bot/server/editing"
	"yiwen/knowledge"
)

// Measures tell how well the bot does, before a publish.
type Measures interface {
	// Limits returns the limits of the ladder.
	Limits(ctx context.Context) (editing.Limits, error)
	// Curve returns what other limits of a direct answer would do.
	Curve(ctx context.Context, of editing.Against) (editing.Curve, error)
	// CheckGolden begins to ask the golden questions.
	CheckGolden(by chat.Staff, of editing.Against) (knowledge.Job, error)
	// Replay begins to ask what customers asked once more.
	Replay(by chat.Staff, days, limit int) (knowledge.Job, error)
}

var _ Measures = (*editing.Service)(nil)

type limitsOutput struct{ Body editing.Limits }

type curveInput struct {
	Of editing.Against `query:"of" enum:"live,draft" default:"draft"`
}

type curveOutput struct{ Body editing.Curve }

func (s *server) limitRoutes(api huma.API) {
	register(s, api, staffOnly(huma.Operation{
		OperationID: "read-limits", Method: http.MethodGet, Path: "/api/limits", Tags: []string{"knowledge"},
		Summary: "Limits of answering, asking back, mood and patience, as they are and as they are set",
	}), s.readLimits)
	register(s, api, staffOnly(huma.Operation{
		OperationID: "read-curve", Method: http.MethodGet, Path: "/api/limits/curve", Tags: []string{"knowledge"},
		Summary: "How coverage and precision change with the limit of a direct answer",
	}), s.readCurve)
}

func (s *server) readLimits(ctx context.Context, _ *struct{}) (*limitsOutput, error) {
	if err := s.require(ctx, auth.RightKnowledge); err != nil {
		return nil, err
	}
	l, err := s.Measures.Limits(ctx)
	return &limitsOutput{l}, err
}

func (s *server) readCurve(ctx context.Context, in *curveInput) (*curveOutput, error) {
	if err := s.require(ctx, auth.RightKnowledge); err != nil {
		return nil, err
	}
	c, err := s.Measures.Curve(ctx, in.Of)
	return &curveOutput{c}, err
}
