package httpd

import (
	"context"
	"net/http"
	"slices"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"yiwen/bot/chat"
	"yiwen/bot/flow"
	"yiwen/bot/server/auth"
	"yiwen/handoff"
)

// People are the staff and what they have to do.
type People interface {
	// StaffByID returns a member, disabled or not, or a fault.NotFound.
	StaffByID(ctx context.Context, id chat.AgentID) (chat.Staff, error)
	// Loads returns the staff who are not disabled as assignment sees them, by
	// id; day begins the work that is counted.
	Loads(ctx context.Context, now, day time.Time) ([]handoff.AgentLoad, error)
}

// colleague is somebody who serves customers, as the desk shows him.
type colleague struct {
	ID     chat.AgentID          `json:"id"`
	Name   string                `json:"name"`
	Role   chat.Role             `json:"role"`
	Teams  []chat.TeamID         `json:"teams" nullable:"false"`
	State  handoff.PresenceState `json:"state" enum:"online,busy,break,offline"`
	Reason string                `json:"reason,omitempty" doc:"Of a break"`
	Since  int64                 `json:"since,omitzero" doc:"Of the state, Unix milliseconds"`
	Load   int                   `json:"load" doc:"Cases that he has"`
	Limit  int                   `json:"limit" doc:"Cases that he takes at once"`
	Face   string                `json:"face,omitempty" doc:"Id of his picture, at /files/{id}"`
}

// team is a skill group as the desk shows it.
type team struct {
	ID       chat.TeamID    `json:"id"`
	Name     string         `json:"name"`
	Urgent   bool           `json:"urgent,omitzero"`
	Open     bool           `json:"open" doc:"Whether it is staffed now"`
	Members  []chat.AgentID `json:"members" nullable:"false" doc:"None = everybody"`
	Promises struct {
		FirstReply int `json:"first_reply_s" doc:"Seconds, 0 = no promise"`
		Solution   int `json:"solution_s" doc:"Seconds, 0 = no promise"`
	} `json:"promises" doc:"Of a case of normal severity, in staffed time"`
}

type teamsOutput struct {
	Body struct {
		Items   []team      `json:"items" nullable:"false"`
		Classes []class     `json:"classes" nullable:"false" doc:"What a case can have been about"`
		Default chat.TeamID `json:"default" doc:"The team of a case that names none"`
	}
}

// class is what a closed case was about.
type class struct {
	ID    string `json:"id"`
	Label string `json:"label"`
}

func (s *server) colleagueRoutes(api huma.API) {
	register(s, api, staffOnly(huma.Operation{
		OperationID: "list-colleagues", Method: http.MethodGet, Path: "/api/colleagues", Tags: []string{"desk"},
		Summary: "Who serves customers, and who is there",
	}), s.listColleagues)
	register(s, api, staffOnly(huma.Operation{
		OperationID: "list-teams", Method: http.MethodGet, Path: "/api/teams", Tags: []string{"desk"},
		Summary: "The teams, and the classes of closed cases",
	}), s.listTeams)
	register(s, api, staffOnly(huma.Operation{
		OperationID: "list-editors", Method: http.MethodGet, Path: "/api/editors", Tags: []string{"knowledge"},
		Summary: "Who edits what the bot knows",
	}), s.listEditors)
	register(s, api, staffOnly(huma.Operation{
		OperationID: "list-needs", Method: http.MethodGet, Path: "/api/needs", Tags: []string{"knowledge"},
		Summary: "What an entry may need to know before a person takes over",
	}), s.listNeeds)
}

// editor is somebody who edits what the bot knows.
type editor struct {
	ID   chat.AgentID `json:"id"`
	Name string       `json:"name"`
	Role chat.Role    `json:"role"`
}

// need is something that the bot can ask for before a person takes over.
type need struct {
	Name  string `json:"name"`
	Label string `json:"label" doc:"As customers read it"`
}

func (s *server) listNeeds(ctx context.Context, _ *nothing) (*list[need], error) {
	if err := s.require(ctx, auth.RightKnowledge); err != nil {
		return nil, err
	}
	return listOf(each(flow.Needs(), func(n flow.Slot) need { return need{n.Need, n.Label} })), nil
}

func (s *server) listEditors(ctx context.Context, _ *nothing) (*list[editor], error) {
	if err := s.require(ctx, auth.RightKnowledge); err != nil {
		return nil, err
	}
	now := s.Clock()
	loads, err := s.People.Loads(ctx, now, now)
	if err != nil {
		return nil, err
	}
	var all []editor
	for _, a := range loads {
		if slices.Contains(auth.Rights(a.Role), auth.RightKnowledge) {
			all = append(all, editor{a.ID, a.Name, a.Role})
		}
	}
	return listOf(all), nil
}

func (s *server) listColleagues(ctx context.Context, _ *nothing) (*list[colleague], error) {
	if err := s.require(ctx, auth.RightDesk); err != nil {
		return nil, err
	}
	now := s.Clock()
	loads, err := s.People.Loads(ctx, now, now)
	if err != nil {
		return nil, err
	}
	faces, err := s.Faces.Faces(ctx)
	if err != nil {
		return nil, err
	}
	var all []colleague
	for _, a := range loads {
		if !slices.Contains(auth.Rights(a.Role), auth.RightDesk) {
			continue
		}
		c := colleague{
			ID: a.ID, Name: a.Name, Role: a.Role, Teams: s.serves(a.ID), Load: a.Load, Limit: s.limitOf(a), Face: faces[a.ID],
			State: a.Presence.Shown(now, s.Assign.Patience),
		}
		if c.State == a.Presence.State {
			c.Reason, c.Since = a.Presence.Reason, millis(a.Presence.Since)
		} else {
			c.Since = millis(a.Presence.Seen) // he did not say so: he is gone since then
		}
		all = append(all, c)
	}
	return listOf(all), nil
}

// limitOf is how many cases a takes at once: his own limit, or the greatest of
// his teams.
func (s *server) limitOf(a handoff.AgentLoad) int {
	if a.Limit > 0 {
		return a.Limit
	}
	most := 0
	for _, t := range s.teams().All() {
		if t.Has(a.ID) {
			most = max(most, t.Limit)
		}
	}
	if most == 0 {
		most = s.Assign.Limit
	}
	return max(most, 1)
}

func (s *server) listTeams(ctx context.Context, _ *nothing) (*teamsOutput, error) {
	if err := s.require(ctx, auth.RightDesk, auth.RightKnowledge); err != nil {
		return nil, err
	}
	out := &teamsOutput{}
	now, teams := s.Clock(), s.teams()
	for _, t := range teams.All() {
		shown := team{ID: t.ID, Name: t.Name, Urgent: t.Urgent, Open: t.Hours.Open(now), Members: t.Members}
		promised := t.Promises.For(chat.SeverityNormal)
		shown.Promises.FirstReply = int(promised.FirstReply / time.Second)
		shown.Promises.Solution = int(promised.Solution / time.Second)
		out.Body.Items = append(out.Body.Items, shown)
	}
	out.Body.Default = teams.Team("").ID
	for _, c := range s.categories() {
		out.Body.Classes = append(out.Body.Classes, class{ID: c, Label: c})
	}
	return out, nil
}
