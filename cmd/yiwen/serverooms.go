package main

import (
	"context"
	"net/http"
	"slices"
	"time"

	"github.com/prometheus/client_golang/prometheus"

	"yiwen/bot"
	"yiwen/bot/chat"
	"yiwen/bot/pack"
	"yiwen/bot/server/auth"
	"yiwen/bot/server/bus"
	"yiwen/bot/server/connect"
	"yiwen/bot/server/dispatch"
	"yiwen/bot/server/editing"
	"yiwen/bot/server/gateway"
	"yiwen/bot/server/httpd"
	"yiwen/handoff"
	"yiwen/handoff/canned"
	"yiwen/widget"
)

// dispatchEvery is how soon a case is offered; a look writes one row.
const dispatchEvery = time.Second

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
	if s.sheets, err = editing.NewSheets(s.editing, s.folder.imports(), editorsOf(s.store)); err != nil {
		return err
	}
	return s.editing.Begin(ctx)
}

// editorsOf returns what lists who may edit what the bot knows, by sign-in name.
func editorsOf(people staffStore) func(context.Context) ([]chat.Staff, error) {
	return func(ctx context.Context) ([]chat.Staff, error) {
		list, err := people.ListStaff(ctx)
		return slices.DeleteFunc(list, func(m chat.Staff) bool {
			return m.Disabled || !slices.Contains(auth.Rights(m.Role), auth.RightKnowledge)
		}), err
	}
}

// importPack publishes what an operator imports.
func (s *server) importPack(ctx context.Context, items []pack.Item, override string) (int64, error) {
	done, err := s.editing.Import(ctx, operator(), importNote, override, items)
	return done.Version, err
}

// people makes what knows who somebody is and what he may do.
func (s *server) people() (*auth.Auth, error) {
	return auth.New(auth.Options{
		Staff: s.store, Sessions: s.store.Sessions(), Secrets: s.store, Clock: s.app.clock, Logger: s.logger,
		Registerer: s.metrics, Sites: func() []auth.Site { return *s.sites.Load() }, Identities: s.store, Visits: s.store, Teams: s.teams,
		SecureCookies: s.cmd.SecureCookies, TrustProxy: s.cmd.TrustProxy,
	})
}

// sockets makes what customers and agents talk through.
func (s *server) sockets(who *auth.Auth, wakes *bus.Bus) (err error) {
	limits := gateway.DefaultLimits()
	if s.cmd.VisitorRate > 0 {
		limits.Visitor = gateway.Rate{PerSecond: s.cmd.VisitorRate, Burst: max(1, int(4*s.cmd.VisitorRate))}
		limits.Suggest = limits.Visitor
	}
	s.gateway, err = gateway.New(gateway.Options{
		Engine: s.service, Suggester: s.service, Log: s.store, Desk: s.store, Reads: s.store, Files: s.store, Blocks: s.store, Announcements: s.store, Faces: s.store, Mask: s.mask,
		Roster: s.store, Teams: s.teams, Assign: s.assign(), Wakes: wakes, Visitors: who, Staff: who, Door: who,
		Clock: s.app.clock, Logger: s.logger, Registerer: s.metrics, Limits: limits,
	})
	if err != nil {
		return err
	}
	s.later(s.drain)
	return nil
}

// dispatch makes what hands cases out and keeps promised times, and counts who waits.
func (s *server) dispatch() {
	s.due = dispatch.New(dispatch.Options{
		Store: s.store, Roster: s.store, Engine: s.service, Teams: s.teams, Limits: s.limits(), Assign: s.assign(),
		Node: nodeName(s.cmd.Listen), Grace: s.cmd.Grace, Every: dispatchEvery,
		Clock: s.app.clock, Logger: s.logger, Registerer: s.metrics,
	})
	s.metrics.MustRegister(prometheus.NewGaugeFunc(prometheus.GaugeOpts{
		Name: "yiwen_waiting", Help: "Cases that wait for a person.",
	}, s.waiting))
}

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
		People: s.store, Cases: s.store, Cards: s.store, Blocks: s.store, Announcements: s.store, Faces: s.store, Tickets: s.store, Proofs: s.store, Reviews: s.store,
		Feedback: s.store, Canned: s.store, Files: s.store, Blobs: s.blobs, Assign: s.assign(), Told: s.teller.poke,
		Drafts: s.editing, Entries: s.editing, Checks: s.editing, Patterns: s.editing, TwinsOf: twins, Versions: s.editing,
		Jobs: s.editing, Sheets: s.sheets, Inbox: inbox, Figures: figures, Twins: twins, Trials: s.editing, Measures: s.editing,
		PackReplies: func() []canned.Reply { return *s.canned.Load() }, Sounds: s.builder.sounds,
		DemoShop: s.shown,
	}
	if s.shop != nil { // an interface that holds a nil pointer is not nil
		o.Shop = s.shop
	}
	pages, err := httpd.New(o)
	if err != nil {
		return err
	}
	s.public = withPolls(pages, s.gateway.Poll())
	s.control = newControl(newKeeper(s.store, s.app.clock, s.importPack))
	return nil
}

// withPolls serves what customers use where WebSocket is blocked beside the pages.
// It is neither a page nor of the API: the gateway checks and counts its own.
func withPolls(pages, polls http.Handler) http.Handler {
	all := http.NewServeMux()
	all.Handle("/", pages)
	all.Handle("/poll", polls)
	all.Handle("/poll/", polls)
	return all
}
