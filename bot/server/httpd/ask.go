package httpd

import (
	"context"
	"net/http"
	"slices"

	"github.com/danielgtaylor/huma/v2"

	"yiwen/bot"
	"yiwen/bot/chat"
	"yiwen/bot/server/auth"
)

// maxFound is the most entries that a search of the desk shows.
const maxFound = 10

// Engine is the bot as agents ask it. *bot.Service is one.
type Engine interface {
	// Suggest returns the answers that may suit a customer's newest message, best
	// first, and that message.
	Suggest(ctx context.Context, id chat.ConversationID) ([]bot.Found, string, error)
	// Find searches the knowledge, best first, at most n.
	Find(ctx context.Context, words string, n int) ([]bot.Found, error)
	// Summarise returns what the bot would write of a case when it is closed.
	Summarise(ctx context.Context, id chat.ConversationID) (chat.Summary, error)
}

var _ Engine = (*bot.Service)(nil)

// foundAnswer is an entry that may answer a question.
type foundAnswer struct {
	Entry    string  `json:"entry" doc:"Id of the entry"`
	Question string  `json:"question"`
	Answer   string  `json:"answer" doc:"Markdown"`
	Score    float64 `json:"score" doc:"0 to 1"`
	Category string  `json:"category,omitempty"`
}

func foundOf(f bot.Found) foundAnswer {
	return foundAnswer{Entry: f.Entry, Question: f.Question, Answer: f.Answer, Score: f.Score, Category: f.Category}
}

type askInput struct {
	Query string `query:"q" maxLength:"200" doc:"What to look for, in whatever words"`
}

type suggestOutput struct {
	Body struct {
		Items    []foundAnswer `json:"items" nullable:"false" doc:"At most three, best first"`
		Question string        `json:"question,omitempty" doc:"The customer's words that they answer"`
	}
}

func (s *server) askRoutes(api huma.API) {
	register(s, api, staffOnly(huma.Operation{
		OperationID: "ask", Method: http.MethodGet, Path: "/api/ask", Tags: []string{"desk"},
		Summary: "Search what the bot knows, as the bot does",
	}), s.ask)
}

func (s *server) ask(ctx context.Context, in *askInput) (*list[foundAnswer], error) {
	if err := s.require(ctx, auth.RightDesk); err != nil {
		return nil, err
	}
	found, err := s.Engine.Find(ctx, in.Query, maxFound)
	if err != nil {
		return nil, err
	}
	return listOf(each(found, foundOf)), nil
}

func (s *server) suggest(ctx context.Context, in *conversationInput) (*suggestOutput, error) {
	if _, _, err := s.conversation(ctx, in.Conversation); err != nil {
		return nil, err
	}
	found, question, err := s.Engine.Suggest(ctx, in.Conversation)
	if err != nil {
		return nil, err
	}
	out := &suggestOutput{}
	out.Body.Items, out.Body.Question = each(found, foundOf), question
	return out, nil
}

// categories returns the categories of all entries, sorted.
func (s *server) categories() []string {
	var all []string
	for _, e := range s.Knowledge.Content().Entries {
		if e.Category != "" {
			all = append(all, e.Category)
		}
	}
	slices.Sort(all)
	return slices.Compact(all)
}
