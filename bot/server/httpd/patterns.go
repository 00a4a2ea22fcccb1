package httpd

import (
	"context"
	"encoding/json"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"yiwen/bot/server/auth"
	"yiwen/bot/server/editing"
)

// PatternTrials try what editors write on a sentence, before it is saved.
type PatternTrials interface {
	// TryPatterns says which patterns are found in said.
	TryPatterns(patterns []string, said string) (editing.TriedPatterns, error)
	// TryRule says whether a rule would match said, and what it lacks.
	TryRule(ctx context.Context, body []byte, said string) (editing.TriedRule, error)
}

var _ PatternTrials = (*editing.Service)(nil)

type tryPatternsInput struct {
	Body struct {
		Patterns []string `json:"patterns" minItems:"1" maxItems:"500" nullable:"false" doc:"As in a content pack"`
		Text     string   `json:"text" minLength:"1" maxLength:"500" doc:"What a customer might say"`
	}
}

type tryPatternsOutput struct{ Body editing.TriedPatterns }

type tryRuleInput struct {
	Body struct {
		Rule json.RawMessage `json:"rule" doc:"As in a content pack, in JSON"`
		Text string          `json:"text" minLength:"1" maxLength:"500" doc:"What a customer might say first"`
	}
}

type tryRuleOutput struct{ Body editing.TriedRule }

func (s *server) patternRoutes(api huma.API) {
	register(s, api, staffOnly(huma.Operation{
		OperationID: "try-patterns", Method: http.MethodPost, Path: "/api/patterns/try", Tags: []string{"knowledge"},
		Summary: "Which patterns are found in a sentence, and where", MaxBodyBytes: maxPatterns,
	}), s.tryPatterns)
	register(s, api, staffOnly(huma.Operation{
		OperationID: "try-rule", Method: http.MethodPost, Path: "/api/patterns/rule", Tags: []string{"knowledge"},
		Summary: "Whether a rule that is not saved matches a sentence, and what it lacks", MaxBodyBytes: maxPatterns,
	}), s.tryRule)
}

// maxPatterns is the greatest length of a request with patterns, in bytes: as
// many as a rule may have, each as long as one may be.
const maxPatterns = 1 << 20

func (s *server) tryPatterns(ctx context.Context, in *tryPatternsInput) (*tryPatternsOutput, error) {
	if err := s.require(ctx, auth.RightKnowledge); err != nil {
		return nil, err
	}
	tried, err := s.Patterns.TryPatterns(in.Body.Patterns, in.Body.Text)
	return &tryPatternsOutput{tried}, err
}

func (s *server) tryRule(ctx context.Context, in *tryRuleInput) (*tryRuleOutput, error) {
	if err := s.require(ctx, auth.RightKnowledge); err != nil {
		return nil, err
	}
	tried, err := s.Patterns.TryRule(ctx, in.Body.Rule, in.Body.Text)
	return &tryRuleOutput{tried}, err
}
