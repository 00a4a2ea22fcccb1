package httpd

import (
	"context"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"yiwen/bot/chat"
	"yiwen/bot/server/auth"
)

// session is the sign-in of the caller: POST signs in, GET says as whom,
// DELETE signs out.
type session struct {
	ID     chat.AgentID `json:"id" doc:"Sign-in name"`
	Name   string       `json:"name" doc:"Name shown to customers and colleagues"`
	Role   chat.Role    `json:"role" enum:"agent,editor,supervisor,admin"`
	Rights []auth.Right `json:"rights" doc:"What the role may do" enum:"desk,cases,knowledge,reports,staff" nullable:"false"`
	Face   string       `json:"face,omitempty" doc:"Id of the picture that customers and colleagues see, at /files/{id}; absent = none"`
}

func sessionOf(s chat.Staff) session {
	return session{ID: s.ID, Name: s.Name, Role: s.Role, Rights: auth.Rights(s.Role), Face: s.Face}
}

type sessionOutput struct {
	SetCookie []http.Cookie `header:"Set-Cookie"`
	Body      session
}

type signInInput struct {
	Body struct {
		Name     string `json:"name" doc:"Sign-in name"`
		Password string `json:"password" format:"password"`
	}
}

type signOutOutput struct {
	SetCookie http.Cookie `header:"Set-Cookie"`
}

func (s *server) sessionRoutes(api huma.API) {
	register(s, api, huma.Operation{
		OperationID: "sign-in", Method: http.MethodPost, Path: "/api/session", Tags: []string{"session"},
		Summary: "Sign in as a member of staff", Description: "Sets the cookie that the other operations and /desk/ws need.",
		Errors: []int{401, 403, 422, 429, 503},
	}, s.signIn)
	register(s, api, huma.Operation{
		OperationID: "who-am-i", Method: http.MethodGet, Path: "/api/session", Tags: []string{"session"},
		Summary: "Who is signed in", Security: []map[string][]string{{"session": {}}}, Errors: []int{401},
	}, s.whoAmI)
	register(s, api, huma.Operation{
		OperationID: "sign-out", Method: http.MethodDelete, Path: "/api/session", Tags: []string{"session"},
		Summary: "Sign out", Description: "Succeeds whether somebody was signed in or not.",
		Errors: []int{403},
	}, s.signOut)
}

func (s *server) signIn(ctx context.Context, in *signInInput) (*sessionOutput, error) {
	staff, cookies, err := s.Auth.SignIn(request(ctx), in.Body.Name, in.Body.Password)
	if err != nil {
		return nil, &unauthenticated{err}
	}
	out := &sessionOutput{Body: sessionOf(staff)}
	for _, c := range cookies {
		out.SetCookie = append(out.SetCookie, *c)
	}
	return out, nil
}

func (s *server) whoAmI(ctx context.Context, _ *struct{}) (*sessionOutput, error) {
	staff, err := s.caller(ctx)
	if err != nil {
		return nil, err
	}
	return &sessionOutput{Body: sessionOf(staff)}, nil
}

func (s *server) signOut(ctx context.Context, _ *struct{}) (*signOutOutput, error) {
	cookie, err := s.Auth.SignOut(request(ctx))
	if err != nil {
		return nil, err
	}
	return &signOutOutput{SetCookie: *cookie}, nil
}
