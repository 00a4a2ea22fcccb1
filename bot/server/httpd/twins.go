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

// Twins finds entries that are in each other's way.
type Twins interface {
	// Find starts a job that looks for them.
	Find(by chat.Staff) (knowledge.Job, error)
	// Latest returns the newest such job that came to its end, or a
	// fault.NotFound.
	Latest(ctx context.Context) (knowledge.Job, error)
}

var _ Twins = (*editing.Twins)(nil)

func (s *server) twinRoutes(api huma.API) {
	register(s, api, staffOnly(huma.Operation{
		OperationID: "find-twins", Method: http.MethodPost, Path: "/api/twins", Tags: []string{"knowledge"},
		Summary: "Look for entries that are in each other's way, in the background",
	}, 409), s.findTwins)
	register(s, api, staffOnly(huma.Operation{
		OperationID: "latest-twins", Method: http.MethodGet, Path: "/api/twins/latest", Tags: []string{"knowledge"},
		Summary:     "What was found last: the result has entries, questions, version and pairs",
		Description: "A pair: kind (same, steals, near), text, entry, question, other_text, other, other_question, score, gap.",
	}, 404), s.latestTwins)
}

func (s *server) findTwins(ctx context.Context, _ *struct{}) (*startedOutput, error) {
	staff, err := s.may(ctx, auth.RightKnowledge)
	if err != nil {
		return nil, err
	}
	return started(s.Twins.Find(staff))
}

func (s *server) latestTwins(ctx context.Context, _ *struct{}) (*jobOutput, error) {
	if err := s.require(ctx, auth.RightKnowledge); err != nil {
		return nil, err
	}
	j, err := s.Twins.Latest(ctx)
	if err != nil {
		return nil, err
	}
	return &jobOutput{jobOf(j)}, nil
}
