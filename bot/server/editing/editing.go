// Package editing keeps the working copy of what the bot knows: editors change
// it, piece by piece, while customers are answered from what is live.
//
// Live is the newest stored version of the content. The working copy is live with
// changes over it, and a Draft is the working copy at one moment: it never
// changes, so that whoever holds one sees everything of one state. A piece of the
// content is an entry, a rule, the list of synonyms ...: what a content pack has an
// item for. Each change has a history that nothing is ever taken from, and a
// revision; an edit says which revision its author saw, and where another came
// between it is refused as a whole, with what the other said (Conflict). Nobody's
// work is overwritten unseen.
//
// Every edit is checked in the context of the working copy before it is stored:
// a Draft always makes a content pack that can be published, as far as one piece
// can be judged alone. What an editor got wrong comes back in Chinese with the
// place in the piece (Problems).
//
// A Service is safe for concurrent use by any number of nodes over one store.
// Reading the working copy blocks for one question to the data base; only what
// changed since the last time is read. Methods that write return when it is
// durable. The errors that editors cause are fault.Invalid, fault.Conflict,
// fault.NotFound and fault.Denied, with Chinese texts.
//
// The package knows no SQL and no HTTP, and decides nothing about who may edit:
// its callers ask package auth.
package editing

import (
	"context"
	"errors"
	"log/slog"
	"sync"
	"sync/atomic"
	"time"

	"github.com/prometheus/client_golang/prometheus"

	"yiwen/bot"
	"yiwen/bot/pack"
	"yiwen/knowledge"
)

// Store keeps the working copy and its history.
type Store interface {
	// Working returns what became of the working copy since a version and a
	// revision, at one moment: all of it since 0 and 0.
	Working(ctx context.Context, version, rev int64) (knowledge.Working, error)
	// Edit stores edits and their revisions, all or none. Where pieces are not at
	// the revision that their edit is based on it stores nothing and returns what
	// they are. Where others changed since a.Seen what edits may lean on, it is a
	// fault.Conflict, and nothing is stored.
	Edit(ctx context.Context, a knowledge.Act, edits []knowledge.Edit) (clashes []knowledge.Revision, err error)
	// Move takes the act's step, which is StepSubmit, StepApprove, StepReturn or
	// StepDiscard, with the changes that are still at the revision named, and
	// returns those that are not. StepDiscard may be a fault.Conflict as Edit is.
	Move(ctx context.Context, a knowledge.Act, refs []knowledge.RefRev) (stale []knowledge.Ref, err error)
	// Revisions returns those of a piece, newest first, at most limit, with what it was
	// after each.
	Revisions(ctx context.Context, ref knowledge.Ref, limit int) ([]knowledge.Revision, error)
}

// Sounds is how characters are spelled in Latin letters, the usual reading first;
// bot/text/pinyin knows.
type Sounds interface{ Readings(r rune) []string }

// Options are what New needs. From Jobs to Builder, Pack and Activate may be left
// out where nothing is started, built and published.
type Options struct {
	Store    Store
	Jobs     JobStore
	Versions VersionStore
	Book     VersionBook
	Nodes    NodeStore
	Builder  Builder
	Trials   TrialStore
	Asked    AskedStore
	// Live returns what the bot answers from. It never blocks.
	Live func() *bot.Content
	Pack *pack.Pack // what Live was built from
	// Activate makes what was built of a pack what the bot answers from.
	Activate   func(*bot.Content, *pack.Pack)
	Sounds     Sounds
	Node       string // of this server among those over one store
	Clock      func() time.Time
	Logger     *slog.Logger
	Registerer prometheus.Registerer // nil leaves the metrics unregistered
}

// Against says which content a question is asked against. The list is closed.
type Against string

// The closed list of contents.
const (
	Live    Against = "live"  // what customers are answered from
	Working Against = "draft" // live with every change
)

// Service is the working copy and what is done with it. Make one with New.
type Service struct {
	store  Store
	live   func() *bot.Content
	sounds Sounds
	clock  func() time.Time
	logger *slog.Logger
	book   VersionBook
	jobs   *jobs
	drafts drafts
	trials TrialStore
	asked  AskedStore
	curves curves

	publisher *publisher

	reload  sync.Mutex // held while the working copy is read
	current atomic.Pointer[Draft]
}

// New returns a service. It reads nothing.
func New(o Options) (*Service, error) {
	for _, has := range []bool{o.Store != nil, o.Live != nil, o.Sounds != nil, o.Clock != nil, o.Logger != nil} {
		if !has {
			return nil, errors.New("editing: Store, Live, Sounds, Clock and Logger are required")
		}
	}
	s := &Service{
		store: o.Store, live: o.Live, sounds: o.Sounds, clock: o.Clock, logger: o.Logger,
		book: o.Book, jobs: newJobs(o.Jobs, o.Node, o.Clock, o.Logger, o.Registerer), drafts: drafts{builder: o.Builder},
		publisher: newPublisher(o), trials: o.Trials, asked: o.Asked,
	}
	s.publisher.report = s.reportLost
	return s, nil
}

// now is the time as it is stored: whole milliseconds, in UTC.
func (s *Service) now() time.Time { return s.clock().UTC().Truncate(time.Millisecond) }
