package httpd

import (
	"context"
	"net/http"
	"slices"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"yiwen/bot/chat"
)

// maxHot is the most hot questions that a widget shows.
const maxHot = 8

type greetingInput struct {
	Site  chat.SiteID `query:"site" maxLength:"64" default:"default" doc:"The shop front"`
	Entry string      `query:"entry" maxLength:"200" doc:"Id of an entrance of the site or, where it is none, of the entry that the shop's page is about; it is named first then"`
	Team  chat.TeamID `query:"team" maxLength:"64" doc:"The team that the page wants to be served by"`
}

type greetingOutput struct {
	CacheControl string `header:"Cache-Control"`
	Body         greeting
}

// greeting is what the chat shows before anything is said.
type greeting struct {
	Name         string        `json:"name" doc:"Name of the shop front"`
	Welcome      string        `json:"welcome" doc:"The bot's first words"`
	Hot          []hotQuestion `json:"hot" doc:"Questions to tap on" nullable:"false"`
	Colour       string        `json:"colour,omitempty" doc:"#rrggbb; absent = the product's own"`
	Theme        string        `json:"theme,omitempty" enum:"light,dark,auto" doc:"Absent = light"`
	Locale       string        `json:"locale,omitempty" enum:"zh-CN,zh-TW,en" doc:"Absent = the browser's"`
	Staffed      bool          `json:"staffed" doc:"Whether people are there now"`
	Opens        int64         `json:"opens_ms,omitzero" doc:"When people are there again, Unix milliseconds; absent = they are there, or nobody knows"`
	Form         *infoForm     `json:"form,omitempty" doc:"What may be filled in before the first word; it is sent as a form frame"`
	Announcement *notice       `json:"announcement,omitempty" doc:"What the shop tells everybody now; a change is pushed as a notice frame"`
}

type hotQuestion struct {
	ID       string `json:"id"`
	Question string `json:"question"`
}

// infoForm is a form as events of the log show them.
type infoForm struct {
	ID     string      `json:"id" enum:"info"`
	Title  string      `json:"title"`
	Fields []infoField `json:"fields" nullable:"false"`
}

type infoField struct {
	Name     string         `json:"name"`
	Label    string         `json:"label"`
	Kind     chat.FieldKind `json:"kind"`
	Required bool           `json:"required,omitzero"`
	Hint     string         `json:"hint,omitempty"`
	Options  []string       `json:"options,omitempty" doc:"Of the kind checks"`
}

// notice is an announcement as customers see it.
type notice struct {
	ID    string      `json:"id"`
	Text  string      `json:"text"`
	Level chat.Notice `json:"level" enum:"info,warning"`
	Until int64       `json:"until_ms,omitzero" doc:"Unix milliseconds; absent = until it is ended"`
}

func (s *server) widgetRoutes(api huma.API) {
	register(s, api, huma.Operation{
		OperationID: "greet", Method: http.MethodGet, Path: "/api/widget", Tags: []string{"widget"},
		Summary:     "What the chat shows before anything is said",
		Description: "An entrance, an entry or a team that is not known is as if none was named.", Errors: []int{404, 422},
	}, s.greet)
}

func (s *server) greet(ctx context.Context, in *greetingInput) (*greetingOutput, error) {
	site, err := s.Auth.Site(in.Site)
	if err != nil {
		return nil, err
	}
	content, now := s.Knowledge.Content(), s.now()
	g := content.Greet(site.ID, chat.Page{Entry: in.Entry, Team: in.Team}, now)
	look := content.Fronts.Sites[site.ID]
	// A greeting may be some seconds old: it spares the server when a page with
	// many visitors opens many widgets.
	out := &greetingOutput{CacheControl: "public, max-age=10", Body: greeting{
		Name: site.Name, Welcome: g.Welcome, Colour: look.Colour, Theme: look.Theme, Locale: look.Locale,
		Staffed: g.Staffed, Form: infoFormOf(g.Form), Announcement: s.notice(ctx, site.ID, now),
	}}
	if !g.Staffed {
		out.Body.Opens = millis(g.Opens)
	}
	for i, id := range g.Hot {
		e, known := content.Open(id, now, chat.Profile{}) // nobody has signed in so far
		if known && slices.Index(g.Hot, id) == i && len(out.Body.Hot) < maxHot {
			out.Body.Hot = append(out.Body.Hot, hotQuestion{ID: e.ID, Question: e.Question})
		}
	}
	return out, nil
}

func infoFormOf(f *chat.Form) *infoForm {
	if f == nil {
		return nil
	}
	out := &infoForm{ID: f.ID, Title: f.Title}
	for _, field := range f.Fields {
		out.Fields = append(out.Fields, infoField{field.Name, field.Label, field.Kind, field.Required, field.Hint, field.Options})
	}
	return out
}

// notice is what is announced on a site now. A greeting is worth more than that it
// should fail for want of one.
func (s *server) notice(ctx context.Context, site chat.SiteID, now time.Time) *notice {
	all, err := s.Announcements.Announcements(ctx, now)
	if err != nil {
		s.Logger.Warn("read what is announced", "err", err)
		return nil
	}
	a := chat.Shown(all, site, now)
	if a == nil {
		return nil
	}
	return &notice{ID: a.ID, Text: a.Text, Level: a.Level, Until: millis(a.Until)}
}
