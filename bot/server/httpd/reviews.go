package httpd

import (
	"context"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"yiwen/bot/chat"
	"yiwen/bot/server/auth"
	"yiwen/handoff"
)

// Reviews are the cases that were rated badly.
type Reviews interface {
	// Reviews returns a page of reviews, the latest first, and how many there are
	// on all pages.
	Reviews(ctx context.Context, q handoff.ReviewQuery) ([]handoff.Review, int, error)
	// ChangeReview replaces one by what change makes of it, or is a fault.NotFound.
	ChangeReview(ctx context.Context, id int64, change func(handoff.Review) (handoff.Review, error)) (handoff.Review, error)
}

// review is a bad rating, and what a supervisor found out about it.
type review struct {
	ID           int64               `json:"id"`
	Conversation chat.ConversationID `json:"conversation"`
	Case         int                 `json:"case"`
	Stars        int                 `json:"stars"`
	Solved       *bool               `json:"solved,omitempty"`
	Reasons      []string            `json:"reasons" nullable:"false"`
	Text         string              `json:"text,omitempty"`
	Agent        chat.AgentID        `json:"agent,omitempty"`
	AgentName    string              `json:"agent_name,omitempty"`
	Team         chat.TeamID         `json:"team,omitempty"`
	OpenedAt     int64               `json:"opened_at" doc:"Unix milliseconds"`
	Cause        handoff.Cause       `json:"cause,omitempty" enum:"slow,unsolved,manner,other"`
	Finding      string              `json:"finding,omitempty"`
	ByName       string              `json:"by_name,omitempty"`
	ClosedAt     int64               `json:"closed_at,omitzero" doc:"Unix milliseconds"`
}

func reviewOf(r handoff.Review) review {
	return review{
		ID: r.ID, Conversation: r.Conversation, Case: r.Case, Stars: r.Rated.Stars, Solved: r.Rated.Solved,
		Reasons: r.Rated.Reasons, Text: r.Rated.Text, Agent: r.Agent, AgentName: r.AgentName, Team: r.Team,
		OpenedAt: millis(r.OpenedAt), Cause: r.Cause, Finding: r.Finding, ByName: r.ByName, ClosedAt: millis(r.ClosedAt),
	}
}

type reviewsInput struct {
	State string `query:"state" enum:"open,closed" default:"open"`
	Page  int    `query:"page" minimum:"1" maximum:"100000" default:"1"`
}

type reviewChangeInput struct {
	ID   int64 `path:"id" minimum:"1"`
	Body struct {
		Cause   handoff.Cause `json:"cause" enum:"slow,unsolved,manner,other"`
		Finding string        `json:"finding" maxLength:"2000"`
	}
}

type reviewOutput struct{ Body review }

func (s *server) reviewRoutes(api huma.API) {
	register(s, api, staffOnly(huma.Operation{
		OperationID: "list-reviews", Method: http.MethodGet, Path: "/api/reviews", Tags: []string{"supervision"},
		Summary: "Cases that were rated badly, the latest first",
	}), s.listReviews)
	register(s, api, staffOnly(huma.Operation{
		OperationID: "close-review", Method: http.MethodPut, Path: "/api/reviews/{id}", Tags: []string{"supervision"},
		Summary: "Say why a case was rated badly, and what was found out",
	}, 404), s.closeReview)
}

func (s *server) listReviews(ctx context.Context, in *reviewsInput) (*paged[review], error) {
	if err := s.require(ctx, auth.RightReports); err != nil {
		return nil, err
	}
	open := in.State == "open"
	all, total, err := s.Reviews.Reviews(ctx, handoff.ReviewQuery{Open: &open, Page: in.Page, Size: pageSize})
	if err != nil {
		return nil, err
	}
	return pageOf(each(all, reviewOf), total), nil
}

func (s *server) closeReview(ctx context.Context, in *reviewChangeInput) (*reviewOutput, error) {
	staff, err := s.may(ctx, auth.RightReports)
	if err != nil {
		return nil, err
	}
	finding, err := words("结论", in.Body.Finding, chat.MaxText)
	if err != nil {
		return nil, err
	}
	r, err := s.Reviews.ChangeReview(ctx, in.ID, func(r handoff.Review) (handoff.Review, error) {
		return r.Close(in.Body.Cause, finding, actor(staff), s.now())
	})
	if err != nil {
		return nil, err
	}
	return &reviewOutput{Body: reviewOf(r)}, nil
}
