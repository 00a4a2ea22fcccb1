package httpd

import (
	"context"
	"net/http"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"yiwen/bot/chat"
	"yiwen/bot/server/auth"
	"yiwen/bot/server/editing"
	"yiwen/knowledge"
)

// Trials are conversations that editors hold with the bot to see what it does.
type Trials interface {
	// Try holds one, stores it and returns it.
	Try(ctx context.Context, by chat.Staff, r editing.TrialRequest) (editing.Trial, error)
	// Trial returns one as it was, or a fault.NotFound.
	Trial(ctx context.Context, id string) (editing.Trial, error)
	// TrialWhy says why an entry did not answer the last turn of one.
	TrialWhy(ctx context.Context, id, entry string) (string, error)
}

var _ Trials = (*editing.Service)(nil)

type trialInput struct {
	Body struct {
		Turns    []editing.TrialLine `json:"turns" minItems:"1" maxItems:"20" nullable:"false" doc:"What the customer says, one after the other, a minute apart"`
		Against  editing.Against     `json:"against" enum:"live,draft"`
		Site     string              `json:"site,omitempty" maxLength:"64"`
		Audience knowledge.Audience  `json:"audience,omitempty" enum:"buyer,vip,merchant" doc:"Who asks; absent = nobody has signed in"`
		At       int64               `json:"at,omitempty" minimum:"0" maximum:"253402300799999" doc:"Time of the first turn, Unix milliseconds; absent = now"`
		Why      []string            `json:"why,omitempty" maxItems:"10" nullable:"false" doc:"Entries: why did they not answer the last turn"`
	}
}

type trialOutput struct{ Body editing.Trial }

type trialIDInput struct {
	ID string `path:"id" maxLength:"32"`
}

type trialWhyInput struct {
	ID   string `path:"id" maxLength:"32"`
	Body struct {
		Entry string `json:"entry" minLength:"1" maxLength:"128"`
	}
}

type trialWhyOutput struct {
	Body struct {
		Text string `json:"text" doc:"Chinese"`
	}
}

func (s *server) trialRoutes(api huma.API) {
	register(s, api, staffOnly(huma.Operation{
		OperationID: "try", Method: http.MethodPost, Path: "/api/trials", Tags: []string{"knowledge"},
		Summary: "Talk to the bot, live or with the working copy, and see why it answers so",
	}), s.try)
	register(s, api, staffOnly(huma.Operation{
		OperationID: "read-trial", Method: http.MethodGet, Path: "/api/trials/{id}", Tags: []string{"knowledge"},
		Summary: "A trial as it was, for ninety days",
	}, 404), s.readTrial)
	register(s, api, staffOnly(huma.Operation{
		OperationID: "why-not", Method: http.MethodPost, Path: "/api/trials/{id}/why", Tags: []string{"knowledge"},
		Summary: "Why an entry did not answer the last turn of a trial",
	}, 404), s.whyNot)
}

func (s *server) try(ctx context.Context, in *trialInput) (*trialOutput, error) {
	by, err := s.may(ctx, auth.RightKnowledge)
	if err != nil {
		return nil, err
	}
	b := &in.Body
	r := editing.TrialRequest{Turns: b.Turns, Against: b.Against, Site: b.Site, Audience: b.Audience, Why: b.Why}
	if b.At > 0 {
		r.At = time.UnixMilli(b.At).UTC()
	}
	t, err := s.Trials.Try(ctx, by, r)
	return &trialOutput{t}, err
}

func (s *server) readTrial(ctx context.Context, in *trialIDInput) (*trialOutput, error) {
	if err := s.require(ctx, auth.RightKnowledge); err != nil {
		return nil, err
	}
	t, err := s.Trials.Trial(ctx, in.ID)
	return &trialOutput{t}, err
}

func (s *server) whyNot(ctx context.Context, in *trialWhyInput) (*trialWhyOutput, error) {
	if err := s.require(ctx, auth.RightKnowledge); err != nil {
		return nil, err
	}
	out := &trialWhyOutput{}
	var err error
	out.Body.Text, err = s.Trials.TrialWhy(ctx, in.ID, in.Body.Entry)
	return out, err
}
