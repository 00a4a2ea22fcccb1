package httpd

import (
	"context"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"yiwen/bot/chat"
	"yiwen/bot/server/auth"
	"yiwen/bot/wire"
	"yiwen/handoff"
)

// Cases are conversations and their cases.
type Cases interface {
	// Load returns a conversation, or a fault.NotFound.
	Load(ctx context.Context, id chat.ConversationID) (chat.Conversation, []byte, error)
	// Cases returns a page of finished cases, the latest first, and how many
	// there are on all pages.
	Cases(ctx context.Context, q handoff.CaseQuery) ([]handoff.Row, int, error)
	// History returns all cases of a conversation, the latest first.
	History(ctx context.Context, id chat.ConversationID) ([]chat.Case, error)
}

// closedCase is a case that has ended, as a list shows it.
type closedCase struct {
	wire.Row
	Site    chat.SiteID    `json:"site"`
	Visitor chat.VisitorID `json:"visitor"`
	Summary *summary       `json:"summary,omitempty"` // for that of the row, which is a text where it is nothing else
}

type casesInput struct {
	List     string       `query:"list" enum:"closed" default:"closed"`
	Query    string       `query:"q" maxLength:"100" doc:"Words of the customer, start of the conversation's id, ticket, order number, name"`
	Agent    chat.AgentID `query:"agent" maxLength:"64" doc:"Who had it last"`
	Team     chat.TeamID  `query:"team" maxLength:"64"`
	From     int64        `query:"from" minimum:"0" maximum:"253402300799999" doc:"Closed at or after, Unix milliseconds"`
	To       int64        `query:"to" minimum:"0" maximum:"253402300799999" doc:"Closed before, Unix milliseconds"`
	StarsMax int          `query:"stars_max" minimum:"0" maximum:"5" doc:"Rated with so many stars at most; 0 = rated or not"`
	Page     int          `query:"page" minimum:"1" maximum:"100000" default:"1"`
}

func (s *server) caseRoutes(api huma.API) {
	register(s, api, staffOnly(huma.Operation{
		OperationID: "list-cases", Method: http.MethodGet, Path: "/api/cases", Tags: []string{"desk"},
		Summary:     "Cases that have ended, the latest first",
		Description: "Agents see what they had and what their teams had, supervisors all.",
	}), s.listCases)
	register(s, api, staffOnly(huma.Operation{
		OperationID: "suggest", Method: http.MethodGet, Path: "/api/cases/{conversation}/suggest", Tags: []string{"desk"},
		Summary: "Answers to the customer's newest message",
	}, 404), s.suggest)
	register(s, api, staffOnly(huma.Operation{
		OperationID: "summarise", Method: http.MethodGet, Path: "/api/cases/{conversation}/summary", Tags: []string{"desk"},
		Summary: "The summary that a case would be closed with, by the bot",
	}, 404), s.summarise)
}

func (s *server) listCases(ctx context.Context, in *casesInput) (*paged[closedCase], error) {
	staff, err := s.may(ctx, auth.RightDesk)
	if err != nil {
		return nil, err
	}
	q := handoff.CaseQuery{
		Agent: in.Agent, Team: in.Team, Text: in.Query, From: instant(in.From), To: instant(in.To),
		StarsMax: in.StarsMax, Page: in.Page, Size: pageSize,
	}
	if !leads(s, staff) {
		q.Mine, q.Teams = staff.ID, s.serves(staff.ID)
	}
	rows, total, err := s.Cases.Cases(ctx, q)
	if err != nil {
		return nil, err
	}
	return pageOf(each(rows, func(r handoff.Row) closedCase {
		c := r.Conversation
		return closedCase{Row: wire.RowOf(c, nil), Site: c.Site, Visitor: c.Visitor, Summary: summaryOf(c.Case.Summary)}
	}), total), nil
}

// summary is what a case is closed with: 服务小结.
type summary struct {
	Class  string   `json:"class,omitempty" doc:"What it was about, one of the classes"`
	Solved *bool    `json:"solved,omitempty"`
	Tags   []string `json:"tags" nullable:"false"`
	Text   string   `json:"text"`
}

func summaryOf(s chat.Summary) *summary {
	if s.IsZero() {
		return nil
	}
	return &summary{Class: s.Class, Solved: s.Solved, Tags: s.Tags, Text: s.Text}
}

type summaryOutput struct{ Body summary }

func (s *server) summarise(ctx context.Context, in *conversationInput) (*summaryOutput, error) {
	if _, _, err := s.conversation(ctx, in.Conversation); err != nil {
		return nil, err
	}
	said, err := s.Engine.Summarise(ctx, in.Conversation)
	if err != nil {
		return nil, err
	}
	return &summaryOutput{Body: summary(said)}, nil
}
