package httpd

import (
	"context"
	"net/http"
	"slices"

	"github.com/danielgtaylor/huma/v2"

	"yiwen/bot/chat"
)

// maxHot is the most hot questions that a widget shows.
const maxHot = 8

type greetingInput struct {
	Site  chat.SiteID `query:"site" maxLength:"64" default:"default" doc:"The shop front"`
	Entry string      `query:"entry" maxLength:"100" doc:"Id of the entry that the shop's page is about; it is named first"`
}

type greetingOutput struct {
	CacheControl string `header:"Cache-Control"`
	Body         struct {
		Name    string        `json:"name" doc:"Name of the shop front"`
		Welcome string        `json:"welcome" doc:"The bot's first words"`
		Hot     []hotQuestion `json:"hot" doc:"Questions to tap on" nullable:"false"`
	}
}

type hotQuestion struct {
	ID       string `json:"id"`
	Question string `json:"question"`
}

func (s *server) widgetRoutes(api huma.API) {
	register(s, api, huma.Operation{
		OperationID: "greet", Method: http.MethodGet, Path: "/api/widget", Tags: []string{"widget"},
		Summary: "What the chat shows before anything is said", Errors: []int{404, 422},
	}, s.greet)
}

func (s *server) greet(_ context.Context, in *greetingInput) (*greetingOutput, error) {
	site, err := s.Auth.Site(in.Site)
	if err != nil {
		return nil, err
	}
	content := s.Knowledge.Content()
	// A greeting may be some seconds old: it spares the server when a page with
	// many visitors opens many widgets.
	out := &greetingOutput{CacheControl: "public, max-age=10"}
	out.Body.Name, out.Body.Welcome = site.Name, content.Replies.Welcome.First()
	ids := append([]string{in.Entry}, content.Replies.Hot...)
	for i, id := range ids {
		e, known := content.Open(id, s.now(), chat.Profile{}) // nobody has signed in so far
		if known && slices.Index(ids, id) == i && len(out.Body.Hot) < maxHot {
			out.Body.Hot = append(out.Body.Hot, hotQuestion{ID: e.ID, Question: e.Question})
		}
	}
	return out, nil
}
