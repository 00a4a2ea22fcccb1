package httpd

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"net/http"
	"time"

	"github.com/prometheus/client_golang/prometheus"

	"yiwen/bot"
	"yiwen/bot/server/auth"
)

// Knowledge gives what the bot answers from at the moment.
type Knowledge interface {
	// Content returns the active content, which does not change any more. It
	// never blocks and never returns nil.
	Content() *bot.Content
}

var _ Knowledge = (*bot.Service)(nil)

// Options are what New needs; all but Demo are required.
type Options struct {
	Auth      *auth.Auth
	Customers http.Handler // serves /ws
	Desk      http.Handler // serves /desk/ws
	Knowledge Knowledge
	// Assets are the built files of the browser: loader/, chat/, console/ and
	// demo/. They are read once; missing ones are answered with advice.
	Assets fs.FS
	// Ready returns nil where the server can do its work, within a second.
	Ready      func(context.Context) error
	Logger     *slog.Logger
	Registerer prometheus.Registerer
	Version    string // of the program, for the API description
	Demo       bool   // serves the sample shop at "/"
}

// server is what handlers share.
type server struct {
	Options
	files map[string]file
}

// New returns the handler of the public listener. It fails where an option is
// missing, a file of the assets cannot be read or the metrics are registered
// already. Serve it with Harden.
func New(o Options) (http.Handler, error) {
	if o.Auth == nil || o.Customers == nil || o.Desk == nil || o.Knowledge == nil || o.Assets == nil ||
		o.Ready == nil || o.Logger == nil || o.Registerer == nil {
		return nil, errors.New("httpd: all options but Demo are required")
	}
	files, err := readAssets(o.Assets)
	if err != nil {
		return nil, fmt.Errorf("read browser files: %w", err)
	}
	watch, err := newWatch(o.Logger, o.Registerer, func(r *http.Request) string { return o.Auth.Address(r).String() })
	if err != nil {
		return nil, err
	}
	s := &server{Options: o, files: files}

	api, err := s.api()
	if err != nil {
		return nil, err
	}
	pages := http.NewServeMux()
	pages.HandleFunc("GET /healthz", s.healthz)
	pages.HandleFunc("GET /readyz", s.readyz)
	pages.Handle("/api/", api)
	s.static(pages)

	protection := http.NewCrossOriginProtection()
	protection.SetDenyHandler(http.HandlerFunc(crossOrigin))

	// Sockets are not watched: a wrapped ResponseWriter cannot be hijacked, and
	// the gateway counts and checks its own.
	root := http.NewServeMux()
	root.Handle("/ws", o.Customers)
	root.Handle("/desk/ws", o.Desk)
	root.Handle("/", watch.wrap(protection.Handler(pages)))
	return root, nil
}

// Harden sets the limits that keep slow and hostile clients from holding on to
// a server's connections. Sockets are not bound by them: once hijacked, the
// gateway sets their deadlines. Errors of connections go to logger at debug,
// because anybody can cause them.
func Harden(s *http.Server, logger *slog.Logger) {
	s.ReadHeaderTimeout = 10 * time.Second
	s.ReadTimeout = 30 * time.Second
	s.WriteTimeout = 60 * time.Second // the console's script over a bad line
	s.IdleTimeout = 2 * time.Minute
	s.MaxHeaderBytes = 32 << 10
	s.ErrorLog = slog.NewLogLogger(logger.Handler(), slog.LevelDebug)
}
