package httpd

import (
	"context"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"yiwen/bot/server/auth"
	"yiwen/bot/server/editing"
)

type goldenInput struct {
	Body struct {
		Of editing.Against `json:"of" enum:"live,draft"`
	}
}

type replayInput struct {
	Body struct {
		Days  int `json:"days" minimum:"1" maximum:"90" doc:"How far to go back"`
		Limit int `json:"limit,omitempty" minimum:"1" maximum:"10000" default:"10000" doc:"Most different questions, the most frequent first"`
	}
}

func (s *server) goldenRoutes(api huma.API) {
	register(s, api, staffOnly(huma.Operation{
		OperationID: "check-golden", Method: http.MethodPost, Path: "/api/golden/check", Tags: []string{"knowledge"},
		Summary: "Ask the golden questions; the job's result says which do not get what they want",
	}, 409), s.checkGolden)
	register(s, api, staffOnly(huma.Operation{
		OperationID: "replay", Method: http.MethodPost, Path: "/api/replays", Tags: []string{"knowledge"},
		Summary: "Ask what customers asked once more, live and with the working copy; the job's result says which answers change",
	}, 409), s.replay)
}

func (s *server) checkGolden(ctx context.Context, in *goldenInput) (*startedOutput, error) {
	by, err := s.may(ctx, auth.RightKnowledge)
	if err != nil {
		return nil, err
	}
	return started(s.Measures.CheckGolden(by, in.Body.Of))
}

func (s *server) replay(ctx context.Context, in *replayInput) (*startedOutput, error) {
	by, err := s.may(ctx, auth.RightKnowledge)
	if err != nil {
		return nil, err
	}
	return started(s.Measures.Replay(by, in.Body.Days, in.Body.Limit))
}
