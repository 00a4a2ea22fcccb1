package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"math"
	"net"
	"net/http"
	"os"
	"sync"
	"sync/atomic"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"

	"yiwen/bot"
	"yiwen/bot/pack"
	"yiwen/bot/server/auth"
	"yiwen/bot/server/blob"
	"yiwen/bot/server/bus"
	"yiwen/bot/server/connect"
	"yiwen/bot/server/dispatch"
	"yiwen/bot/server/editing"
	"yiwen/bot/server/gateway"
	"yiwen/bot/server/httpd"
	"yiwen/bot/server/store"
	"yiwen/handoff"
	"yiwen/handoff/canned"
	"yiwen/widget"
)

const (
	dispatchEvery = time.Second // a case is offered so soon; a look writes one row
	sweepEvery    = time.Hour
	readyWait     = 500 * time.Millisecond
	// lastRequests is how long a stop waits for HTTP requests. Browsers keep
	// connections open that they may need, which Shutdown takes for requests
	// that are about to come.
	lastRequests = time.Second
)

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

// teams are those of the content that is live now.
func (s *server) teams() *handoff.Teams { return s.service.Content().Teams }

// mask hides the codes of cards in a text that is not a message yet.
func (s *server) mask(said string) string { return s.service.Content().Mask(said) }

// assign is how cases find agents, with the settings of this server.
func (s *server) assign() handoff.AssignPolicy {
	p := handoff.DefaultAssignPolicy()
	p.AcceptIn, p.Patience.Grace = s.cmd.AcceptTime, s.cmd.Grace
	p.Patience.Fresh = min(p.Patience.Fresh, s.cmd.Grace)
	return p
}

// limits are the times after which the clock acts on a quiet case.
func (s *server) limits() handoff.Limits {
	return handoff.Limits{Silence: s.cmd.AgentSilence, BotIdle: s.cmd.BotIdle, PersonIdle: s.cmd.PersonIdle}
}

// report logs the failure of something that nobody waits for any more.
func (s *server) report(what string, err error) {
	if err != nil {
		s.logger.Error(what, "err", err)
	}
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
	who, err := auth.New(auth.Options{
		Staff: s.store, Sessions: s.store.Sessions(), Secrets: s.store, Clock: s.app.clock, Logger: s.logger,
		Registerer: s.metrics, Sites: func() []auth.Site { return *s.sites.Load() }, Identities: s.store, Teams: s.teams,
		SecureCookies: s.cmd.SecureCookies, TrustProxy: s.cmd.TrustProxy,
	})
	if err != nil {
		return err
	}
	limits := gateway.DefaultLimits()
	if s.cmd.VisitorRate > 0 {
		limits.Visitor = gateway.Rate{PerSecond: s.cmd.VisitorRate, Burst: max(1, int(4*s.cmd.VisitorRate))}
	}
	s.gateway, err = gateway.New(gateway.Options{
		Engine: s.service, Log: s.store, Desk: s.store, Reads: s.store, Files: s.store, Blocks: s.store, Mask: s.mask, Roster: s.store, Teams: s.teams, Assign: s.assign(), Wakes: wakes, Visitors: who, Staff: who, Door: who,
		Clock: s.app.clock, Logger: s.logger, Registerer: s.metrics, Limits: limits,
	})
	if err != nil {
		return err
	}
	s.later(s.drain)
	s.due = dispatch.New(dispatch.Options{
		Store: s.store, Roster: s.store, Engine: s.service, Teams: s.teams, Limits: s.limits(), Assign: s.assign(),
		Node: nodeName(s.cmd.Listen), Grace: s.cmd.Grace, Every: dispatchEvery,
		Clock: s.app.clock, Logger: s.logger, Registerer: s.metrics,
	})
	s.metrics.MustRegister(prometheus.NewGaugeFunc(prometheus.GaugeOpts{
		Name: "yiwen_waiting", Help: "Cases that wait for a person.",
	}, s.waiting))
	if err := s.ask(ctx); err != nil {
		return err
	}
	return s.listenable(who)
}

// ask makes what asks the shop's systems about customers: those of --connector,
// or of the demo's own shop.
func (s *server) ask(ctx context.Context) (err error) {
	address := s.cmd.Connector
	if s.cmd.Demo {
		shop, err := newDemoShop(ctx, s.store, s.app.clock, s.logger)
		if err != nil {
			return err
		}
		s.shown = shop.pages()
		if address == "" {
			var stop func() error
			if address, stop, err = shop.serve(); err != nil {
				return err
			}
			s.later(func() { s.report("stop the demo's shop", stop()) })
		}
	}
	if address == "" {
		return nil
	}
	s.shop, err = connect.New(connect.Options{URL: address, Keys: connectorKeys{s.store}, Clock: s.app.clock, Registerer: s.metrics})
	if err != nil {
		return err
	}
	s.later(s.shop.Close)
	return nil
}

// listenable makes the handlers of the listeners.
func (s *server) listenable(who *auth.Auth) error {
	files, err := widget.Files()
	if err != nil {
		return err
	}
	s.teller = newTeller(s.store, s.service, s.app.clock, s.logger)
	inbox, figures, twins, err := s.insight()
	if err != nil {
		return err
	}
	o := httpd.Options{
		Auth: who, Customers: s.gateway.Customers(), Desk: s.gateway.Desk(), Knowledge: s.service, Engine: s.service,
		Assets: files, Ready: s.ready, Logger: s.logger, Registerer: s.metrics, Version: version, Clock: s.app.clock, Demo: s.cmd.Demo,
		People: s.store, Cases: s.store, Cards: s.store, Blocks: s.store, Tickets: s.store, Proofs: s.store, Reviews: s.store,
		Feedback: s.store, Canned: s.store, Files: s.store, Blobs: s.blobs, Assign: s.assign(), Told: s.teller.poke,
		Drafts: s.editing, Entries: s.editing, Checks: s.editing, Patterns: s.editing, TwinsOf: twins, Versions: s.editing, Jobs: s.editing, Sheets: s.sheets, Inbox: inbox, Figures: figures, Twins: twins,
		Trials: s.editing, Measures: s.editing,
		PackReplies: func() []canned.Reply { return *s.canned.Load() }, Sounds: s.builder.sounds,
		DemoShop: s.shown,
	}
	if s.shop != nil { // an interface that holds a nil pointer is not nil
		o.Shop = s.shop
	}
	s.public, err = httpd.New(o)
	if err != nil {
		return err
	}
	s.control = newControl(newKeeper(s.store, s.app.clock, s.importPack))
	return nil
}

// importPack publishes what an operator imports.
func (s *server) importPack(ctx context.Context, items []pack.Item, override string) (int64, error) {
	done, err := s.editing.Import(ctx, operator(), importNote, override, items)
	return done.Version, err
}

// edit makes the working copy of what is live, and what publishes it.
func (s *server) edit(ctx context.Context, p *pack.Pack) (err error) {
	s.editing, err = editing.New(editing.Options{
		Store: s.store, Jobs: s.store, Versions: s.store, Book: s.store, Nodes: s.store, Builder: s.builder,
		Trials: s.store, Asked: s.store,
		Live: s.service.Content, Pack: p, Sounds: s.builder.sounds,
		Activate: func(c *bot.Content, p *pack.Pack) {
			s.service.Activate(c)
			s.shopFront(p)
		},
		Node: nodeName(s.cmd.Listen), Clock: s.app.clock, Logger: s.logger, Registerer: s.metrics,
	})
	if err != nil {
		return err
	}
	s.later(s.editing.Close)
	if s.sheets, err = editing.NewSheets(s.editing, s.folder.imports()); err != nil {
		return err
	}
	return s.editing.Begin(ctx)
}

// content makes what the bot answers from: of the data base, or of the content
// pack where the data base is empty; then the pack becomes its content.
func (s *server) content(ctx context.Context) (*bot.Content, *pack.Pack, error) {
	s.builder = newBuilder(s.folder.jieba(), false, s.app.learning())
	version, rows, err := s.store.LoadContent(ctx)
	if err != nil {
		return nil, nil, err
	}
	if version == 0 {
		return s.firstContent(ctx)
	}
	p, err := pack.FromItems(rows)
	if err != nil {
		return nil, nil, fmt.Errorf("the content in the data folder cannot be used: %w", err)
	}
	c, err := s.builder.build(ctx, p, version)
	if err != nil {
		return nil, nil, err
	}
	s.logger.Info("content ready", "version", version, "entries", len(p.Entries))
	return c, p, nil
}

// firstContent imports the pack of --pack; a pack that is not fit is not stored.
func (s *server) firstContent(ctx context.Context) (c *bot.Content, p *pack.Pack, err error) {
	if s.cmd.Pack == "" {
		return nil, nil, errEmptyFolder(s.cmd.Data)
	}
	if p, err = readPack(s.cmd.Pack); err != nil {
		return nil, nil, err
	}
	items, err := p.Items()
	if err != nil {
		return nil, nil, err
	}
	if c, err = s.builder.build(ctx, p, 1); err != nil {
		return nil, nil, err
	}
	version, err := s.store.Publish(ctx, items, nil, imported(s.app.clock(), ""))
	if err != nil {
		return nil, nil, err
	}
	c.Version = version
	s.logger.Info("content imported", "version", version, "entries", len(p.Entries), "pack", s.cmd.Pack)
	return c, p, nil
}

// shopFront serves what a content pack says that is not the bot's.
func (s *server) shopFront(p *pack.Pack) {
	sites := make([]auth.Site, len(p.Settings.Sites))
	for i, site := range p.Settings.Sites {
		sites[i] = auth.Site{ID: site.ID, Name: site.Name, Origins: site.Origins}
	}
	s.sites.Store(&sites)
	replies := p.CannedReplies()
	s.canned.Store(&replies)
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

// serve listens, prints the addresses, and blocks until ctx ends or a listener
// fails; then it drains.
func (s *server) serve(ctx context.Context) error {
	public := &http.Server{Handler: s.public}
	httpd.Harden(public, s.logger)
	failed := make(chan error, 3)
	stop := func(h *http.Server, what string, patience time.Duration) func() {
		return func() {
			ctx, cancel := context.WithTimeout(context.Background(), min(patience, s.cmd.DrainTime))
			defer cancel()
			err := h.Shutdown(ctx)
			if errors.Is(err, context.DeadlineExceeded) {
				err = h.Close()
			}
			s.report("stop the "+what, err)
		}
	}
	run := func(h *http.Server, l net.Listener) {
		if err := h.Serve(l); !errors.Is(err, http.ErrServerClosed) {
			failed <- err
		}
	}

	work, end := context.WithCancel(context.Background())
	var background sync.WaitGroup
	s.later(func() { end(); background.Wait() })
	background.Go(func() { s.due.Run(work) })
	background.Go(func() { s.editing.Run(work) })
	background.Go(func() { s.sweep(work) })
	background.Go(func() { s.teller.Run(work) })

	control, err := s.folder.listen()
	if err != nil {
		return err
	}
	ch := &http.Server{Handler: s.control, ReadHeaderTimeout: 10 * time.Second}
	s.later(stop(ch, "control socket", s.cmd.DrainTime))
	go run(ch, control)

	if s.cmd.Admin != "" {
		l, err := net.Listen("tcp", s.cmd.Admin)
		if err != nil {
			return fmt.Errorf("listen on --admin %s: %w", s.cmd.Admin, err)
		}
		ah := &http.Server{Handler: httpd.Admin(s.metrics), ReadHeaderTimeout: 10 * time.Second}
		s.later(stop(ah, "admin listener", lastRequests))
		go run(ah, l)
		s.logger.Info("metrics and profiles", "addr", l.Addr().String())
	}
	l, err := net.Listen("tcp", s.cmd.Listen)
	if err != nil {
		return fmt.Errorf("listen on %s: %w", s.cmd.Listen, err)
	}
	s.later(func() {
		// Sockets do not wait for requests: nobody could come back meanwhile.
		var both sync.WaitGroup
		both.Go(stop(public, "public listener", lastRequests))
		both.Go(s.drain)
		both.Wait()
	})
	go run(public, l)
	s.announce(l.Addr())

	select {
	case <-ctx.Done():
		s.logger.Info("stopping")
		return nil
	case err := <-failed:
		return fmt.Errorf("serve: %w", err)
	}
}

// drain lets the commands under way finish and tells every client to come back.
// The store is still open then. Who comes back before the listener is closed is
// sent away once more. Draining twice is draining once.
func (s *server) drain() {
	ctx, cancel := context.WithTimeout(context.Background(), s.cmd.DrainTime)
	defer cancel()
	s.report("drain sockets", s.gateway.Shutdown(ctx))
}

// sweep deletes what has expired, now and then.
func (s *server) sweep(ctx context.Context) {
	tick := time.NewTicker(sweepEvery)
	defer tick.Stop()
	if err := sweepStrays(ctx, s.store, s.blobs, s.started, s.logger); err != nil && ctx.Err() == nil {
		s.logger.Error("sweep uploads", "err", err)
	}
	for {
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
			if err := s.store.Sweep(ctx, s.app.clock()); err != nil && ctx.Err() == nil {
				s.logger.Error("sweep expired rows", "err", err)
			}
			if err := sweepUploads(ctx, s.store, s.blobs, s.app.clock(), s.logger); err != nil && ctx.Err() == nil {
				s.logger.Error("sweep uploads", "err", err)
			}
		}
	}
}

// announce prints where people find what.
func (s *server) announce(addr net.Addr) {
	at := "http://" + shown(addr)
	out := s.app.stdout
	if s.cmd.Demo {
		fmt.Fprintf(out, "demo shop  %s/\n", at)
	}
	fmt.Fprintf(out, "chat       %s/chat/\ndesk       %s/desk/\nconsole    %s/console/\n", at, at, at)
	for _, line := range s.demo {
		fmt.Fprintln(out, line)
	}
	fmt.Fprintln(out, "ready")
}

// shown is addr as a person would type it: any address is this machine's.
func shown(addr net.Addr) string {
	t, ok := addr.(*net.TCPAddr)
	if !ok || !t.IP.IsUnspecified() {
		return addr.String()
	}
	return fmt.Sprintf("127.0.0.1:%d", t.Port)
}

// nodeName names the server that listens there among those that share a data
// base. It is the same after a restart: what was leased to the one that died is
// this one's at once.
func nodeName(listen string) string {
	host, err := os.Hostname()
	if err != nil {
		host = "node" // only a name: where it listens tells nodes of one machine apart
	}
	return host + " " + listen
}
