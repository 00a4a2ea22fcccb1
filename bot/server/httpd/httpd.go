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
	"yiwen/handoff"
	"yiwen/handoff/canned"
)

// Knowledge gives what the bot answers from at the moment.
type Knowledge interface {
	// Content returns the active content, which does not change any more. It
	// never blocks and never returns nil.
	Content() *bot.Content
}

var _ Knowledge = (*bot.Service)(nil)

// Options are what New needs; all but Shop, Demo and DemoShop are required.
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
	Clock      func() time.Time

	Engine   Engine
	People   People
	Cases    Cases
	Cards    Cards
	Blocks   Blocks
	Tickets  Tickets
	Proofs   Proofs
	Reviews  Reviews
	Feedback Feedback
	Canned   Canned
	Files    Files
	Blobs    Blobs
	Drafts   Drafts
	Entries  Entries
	Checks   Checks
	Patterns PatternTrials
	TwinsOf  TwinsOf
	Versions Versions
	Jobs     Jobs
	Sheets   Sheets
	Inbox    Inbox
	Figures  Figures
	Twins    Twins
	Trials   Trials
	Measures Measures
	// Announcements are what customers are told before they say anything.
	Announcements Announcements
	Faces         Faces
	// Shop is what the shop's own systems know; nil = nothing.
	Shop Shop
	// PackReplies returns the canned replies of the content that is active; the
	// caller changes none of them. It must be fast.
	PackReplies func() []canned.Reply
	Sounds      canned.Sounds
	// Assign is how cases find agents: how many one takes, and when he is gone.
	Assign handoff.AssignPolicy
	// Told is called when a step of a ticket was written that its customer is to
	// hear of. It must not block.
	Told func()

	Demo     bool         // serves the sample shop at "/"
	DemoShop http.Handler // serves what the sample shop asks for below /demo/; nil = nothing
}

// check reports whether everything that is needed is there.
func (o *Options) check() error {
	for _, has := range []bool{
		o.Auth != nil, o.Customers != nil, o.Desk != nil, o.Knowledge != nil, o.Assets != nil, o.Ready != nil, o.Logger != nil,
		o.Registerer != nil, o.Clock != nil, o.Engine != nil, o.People != nil, o.Cases != nil, o.Cards != nil, o.Blocks != nil, o.Announcements != nil, o.Faces != nil,
		o.Tickets != nil, o.Proofs != nil, o.Reviews != nil, o.Feedback != nil, o.Canned != nil, o.Files != nil, o.Blobs != nil,
		o.PackReplies != nil, o.Sounds != nil, o.Told != nil, o.Drafts != nil, o.Entries != nil, o.Checks != nil, o.Patterns != nil, o.TwinsOf != nil, o.Versions != nil, o.Jobs != nil, o.Sheets != nil, o.Inbox != nil, o.Figures != nil,
		o.Twins != nil, o.Trials != nil, o.Measures != nil,
	} {
		if !has {
			return errors.New("httpd: all options but Shop, Demo and DemoShop are required")
		}
	}
	return nil
}

// server is what handlers share.
type server struct {
	Options
	files map[string]file
	rates *rates
}

// now is the time as it is stored: whole milliseconds, in UTC.
func (s *server) now() time.Time { return s.Clock().UTC().Truncate(time.Millisecond) }

// New returns the handler of the public listener. It fails where an option is
// missing, a file of the assets cannot be read or the metrics are registered
// already. Serve it with Harden.
func New(o Options) (http.Handler, error) {
	if err := o.check(); err != nil {
		return nil, err
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
	if s.rates, err = newRates(o.Clock); err != nil {
		return nil, err
	}
	api, err := s.api()
	if err != nil {
		return nil, err
	}
	pages := http.NewServeMux()
	pages.HandleFunc("GET /healthz", s.healthz)
	pages.HandleFunc("GET /readyz", s.readyz)
	pages.Handle("/api/", api)
	pages.HandleFunc("GET /files/{id}", s.file)
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
