package main

import (
	"context"
	"log/slog"
	"math"
	"net/http"
	"sync/atomic"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"

	"yiwen/bot"
	"yiwen/bot/server/auth"
	"yiwen/bot/server/blob"
	"yiwen/bot/server/bus"
	"yiwen/bot/server/connect"
	"yiwen/bot/server/dispatch"
	"yiwen/bot/server/editing"
	"yiwen/bot/server/gateway"
	"yiwen/bot/server/store"
	"yiwen/handoff/canned"
)

// readyWait is how long the data base may take to say that it is there.
const readyWait = 500 * time.Millisecond

// Run starts the server and blocks until the operator ends it.
func (c *serveCmd) Run(a *app) error {
	s := &server{cmd: c, app: a, logger: newLogger(a.stderr, c.LogLevel, c.LogFormat)}
	defer s.close()
	if err := s.open(a.ctx); err != nil {
		return err
	}
	if err := s.assemble(a.ctx); err != nil {
		return err
	}
	return s.serve(a.ctx)
}

// server is everything that runs while `yiwen serve` does, put together in the
// order of the steps below and taken apart in the reverse order.
type server struct {
	cmd    *serveCmd
	app    *app
	logger *slog.Logger
	closed []func() // run last first by close

	metrics *prometheus.Registry
	folder  *folder
	store   *store.Store
	blobs   *blob.Store
	started time.Time
	builder *builder
	sites   atomic.Pointer[[]auth.Site]
	canned  atomic.Pointer[[]canned.Reply]
	service *bot.Service
	editing *editing.Service
	sheets  *editing.Sheets
	gateway *gateway.Gateway
	public  http.Handler
	control http.Handler
	demo    []string // lines about the demo staff, printed with the addresses
	due     *dispatch.Dispatcher
	teller  *teller
	shop    *connect.Client // nil = nobody is asked
	shown   http.Handler    // of the demo's shop, nil without --demo
}

func (s *server) later(f func()) { s.closed = append(s.closed, f) }

func (s *server) close() {
	for i := len(s.closed) - 1; i >= 0; i-- {
		s.closed[i]()
	}
}

// open locks the data folder and opens what is in it.
func (s *server) open(ctx context.Context) (err error) {
	s.metrics = prometheus.NewRegistry()
	s.metrics.MustRegister(collectors.NewGoCollector(), collectors.NewProcessCollector(collectors.ProcessCollectorOpts{}))
	if s.folder, err = openFolder(s.cmd.Data, "serve"); err != nil {
		return err
	}
	s.later(func() { s.report("unlock the data folder", s.folder.close()) })
	s.store, err = store.Open(ctx, store.Options{
		Path: s.folder.store(), Logger: s.logger, Registerer: s.metrics, Now: s.app.clock,
	})
	if err != nil {
		return err
	}
	s.later(func() { s.report("close the store", s.store.Close()) })
	s.started = s.app.clock()
	s.blobs, err = blob.Open(s.folder.files())
	return err
}

// assemble builds the content and puts the rooms together.
func (s *server) assemble(ctx context.Context) error {
	content, p, err := s.content(ctx)
	if err != nil {
		return err
	}
	s.builder.progress = nil // the operator waits for nothing any more
	s.shopFront(p)
	wakes := bus.New()
	s.service = bot.NewService(bot.Options{
		Log: s.store, Tickets: s.store, Wakes: wakes, Content: content, Clock: s.app.clock, Logger: s.logger, Registerer: s.metrics,
	})
	if err := s.edit(ctx, p); err != nil {
		return err
	}
	if s.cmd.Demo {
		if s.demo, err = demoStaff(ctx, s.store, s.cmd.DemoPassword, s.app.clock()); err != nil {
			return err
		}
	}
	who, err := s.people()
	if err != nil {
		return err
	}
	if err := s.sockets(who, wakes); err != nil {
		return err
	}
	s.dispatch()
	if err := s.ask(ctx); err != nil {
		return err
	}
	return s.listenable(who)
}

// report logs the failure of something that nobody waits for any more.
func (s *server) report(what string, err error) {
	if err != nil {
		s.logger.Error(what, "err", err)
	}
}

// waiting is asked by the metrics. Where the data base fails nobody knows, which
// is not the same as an empty line.
func (s *server) waiting() float64 {
	ctx, cancel := context.WithTimeout(context.Background(), readyWait)
	defer cancel()
	n, err := s.store.Waiters(ctx)
	if err != nil {
		return math.NaN()
	}
	return float64(n)
}

// ready answers /readyz: the data base answers. Content is there since before
// the listeners were.
func (s *server) ready(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(ctx, readyWait)
	defer cancel()
	_, err := s.store.ContentVersion(ctx)
	return err
}
