package httpd

import (
	"cmp"
	"context"
	"fmt"
	"io"
	"net/http"
	"path"
	"reflect"
	"strings"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humago"
	"github.com/go-json-experiment/json"

	"yiwen/bot/chat"
	"yiwen/bot/server/auth"
)

// maxBody is the greatest length of a request's JSON, in bytes: two texts of
// chat.MaxText emoji, each escaped as two \uXXXX, and what goes with them.
const maxBody = 64 << 10

// api returns the handler of /api/, which describes itself at /api/openapi.json.
func (s *server) api() (http.Handler, error) {
	mux := http.NewServeMux()
	config := huma.DefaultConfig("一问 Yiwen", s.Version)
	config.OpenAPIPath = ""  // huma would make it on first use, unguarded; see below
	config.DocsPath = ""     // its page would load scripts of others
	config.SchemasPath = ""  // all schemas are in the description
	config.CreateHooks = nil // no $schema in every answer
	// Strict on the way in: no key twice, none in another case, valid UTF-8.
	format := huma.Format{
		Marshal:   func(w io.Writer, v any) error { return json.MarshalWrite(w, v) },
		Unmarshal: func(data []byte, v any) error { return json.Unmarshal(data, v) },
	}
	config.Formats = map[string]huma.Format{"application/json": format, "json": format}
	config.Components.Schemas = huma.NewMapRegistry("#/components/schemas/", schemaName)
	config.Transformers = []huma.Transformer{chinese}
	config.Components.SecuritySchemes = map[string]*huma.SecurityScheme{
		"session": {Type: "apiKey", In: "cookie", Name: "yiwen_session", Description: "Set by POST /api/session."},
	}
	api := humago.New(mux, config)
	s.sessionRoutes(api)
	s.entryRoutes(api)
	s.contentRoutes(api)
	s.contentsRoutes(api)
	s.patternRoutes(api)
	s.changeRoutes(api)
	s.widgetRoutes(api)
	s.identityRoutes(api)
	s.announcementRoutes(api)
	s.colleagueRoutes(api)
	s.caseRoutes(api)
	s.askRoutes(api)
	s.feedbackRoutes(api)
	s.customerRoutes(api)
	s.blockRoutes(api)
	s.cannedRoutes(api)
	s.ticketRoutes(api)
	s.lookupRoutes(api)
	s.reviewRoutes(api)
	s.uploadRoutes(api, mux)
	s.faceRoutes(api, mux)
	s.versionRoutes(api)
	s.jobRoutes(api)
	s.trialRoutes(api)
	s.limitRoutes(api)
	s.goldenRoutes(api)
	s.sheetRoutes(api, mux)
	s.missRoutes(api)
	s.reportRoutes(api)
	s.twinRoutes(api)
	description, err := json.Marshal(api.OpenAPI(), json.Deterministic(true))
	if err != nil {
		return nil, fmt.Errorf("describe the API: %w", err)
	}
	mux.HandleFunc("GET /api/openapi.json", func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "application/openapi+json")
		w.Header().Set("Cache-Control", "no-cache")
		w.Header().Set("X-Content-Type-Options", "nosniff")
		w.Write(description) // a client that is gone cannot be told
	})
	return unknownAsProblem(mux), nil
}

// schemaName names the schema of t. Types of other rooms carry the room's name,
// since two rooms may have a type of one name.
func schemaName(t reflect.Type, hint string) string {
	name := huma.DefaultSchemaNamer(t, hint)
	for t.Kind() == reflect.Pointer {
		t = t.Elem()
	}
	if room := path.Base(t.PkgPath()); t.Name() != "" && room != "httpd" && room != "huma" && room != "v2" {
		return strings.ToUpper(room[:1]) + room[1:] + name
	}
	return name
}

// register adds an operation to api. It passes the request on in the context,
// so that handlers can ask auth, and translates their errors. What needs a session
// and has a body is refused without one before any of it is read: sixteen
// megabytes of JSON take hundreds, and anybody can send them.
func register[I, O any](s *server, api huma.API, op huma.Operation, handler func(context.Context, *I) (*O, error)) {
	op.MaxBodyBytes = cmp.Or(op.MaxBodyBytes, maxBody)
	op.Middlewares = append(huma.Middlewares{func(ctx huma.Context, next func(huma.Context)) {
		r, w := humago.Unwrap(ctx)
		w.Header().Set("Cache-Control", "no-store") // but where a handler says otherwise
		w.Header().Set("X-Content-Type-Options", "nosniff")
		ctx = huma.WithValue(ctx, requestKey{}, r)
		if len(op.Security) > 0 && r.ContentLength != 0 {
			if _, err := s.caller(ctx.Context()); err != nil {
				problemOf(ctx.Context(), s.Logger, err).write(w)
				return
			}
		}
		next(ctx)
	}}, op.Middlewares...)
	huma.Register(api, op, func(ctx context.Context, in *I) (*O, error) {
		out, err := handler(ctx, in)
		if err != nil {
			return nil, problemOf(ctx, s.Logger, err)
		}
		return out, nil
	})
}

// requestKey finds the request in the context of an operation.
type requestKey struct{}

// request returns the request behind ctx.
func request(ctx context.Context) *http.Request { return ctx.Value(requestKey{}).(*http.Request) }

// caller returns the member of staff who makes the request behind ctx.
func (s *server) caller(ctx context.Context) (chat.Staff, error) {
	staff, err := s.Auth.Staff(request(ctx))
	if err != nil {
		return chat.Staff{}, &unauthenticated{err}
	}
	return staff, nil
}

// require returns nil where the caller behind ctx may use right, or another.
func (s *server) require(ctx context.Context, right auth.Right, or ...auth.Right) error {
	staff, err := s.caller(ctx)
	if err != nil {
		return err
	}
	err = s.Auth.May(staff, right, nil)
	for _, other := range or {
		if err != nil && s.Auth.May(staff, other, nil) == nil {
			return nil
		}
	}
	return err
}

// unknownAsProblem makes the answers of mux to what it does not serve problems
// like all others: 404, or 405 with Allow.
func unknownAsProblem(mux *http.ServeMux) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if _, pattern := mux.Handler(r); pattern != "" {
			mux.ServeHTTP(w, r)
			return
		}
		silent := &silentWriter{header: w.Header(), status: http.StatusNotFound}
		mux.ServeHTTP(silent, r)
		detail := "没有这个接口"
		if silent.status == http.StatusMethodNotAllowed {
			detail = "这个接口不支持该操作"
		}
		newProblem(silent.status, detail).write(w)
	})
}

// silentWriter keeps the status and the header of an answer and drops its body.
type silentWriter struct {
	header http.Header
	status int
}

func (s *silentWriter) Header() http.Header         { return s.header }
func (s *silentWriter) Write(b []byte) (int, error) { return len(b), nil }
func (s *silentWriter) WriteHeader(status int)      { s.status = status }
