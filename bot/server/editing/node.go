package editing

import (
	"context"
	"fmt"
	"log/slog"
	"sync"
	"time"

	"github.com/prometheus/client_golang/prometheus"

	"yiwen/bot"
	"yiwen/bot/chat"
	"yiwen/bot/pack"
	"yiwen/bot/rehearse"
	"yiwen/knowledge"
)

const (
	// nodePoll is how often a node looks which version is live: a publish is live
	// everywhere within a second, of which this is the greater part.
	nodePoll = 250 * time.Millisecond
	// nodeTell is how often a node says that it is there.
	nodeTell = 2 * time.Second
	// nodeSeen is how long a node counts as there after it said so.
	nodeSeen = 5 * time.Second
	// nodeWait is how long a publish waits for nodes that are still building.
	nodeWait = 2 * time.Minute
	// nodeNag is how often a node says in its log that it cannot build what is live.
	nodeNag = time.Minute
)

// NodeStore is where servers over one data base see each other.
type NodeStore interface {
	SeeNode(ctx context.Context, n knowledge.Node) error
	ForgetNode(ctx context.Context, name string) error
	// Nodes returns the servers that were seen since.
	Nodes(ctx context.Context, since time.Time) ([]knowledge.Node, error)
}

// publisher brings versions live: those published here, and those published on
// other nodes.
type publisher struct {
	store    VersionStore
	nodes    NodeStore
	builder  Builder
	activate func(*bot.Content, *pack.Pack)
	report   func(by chat.Staff, lost rehearse.GoldenResult) // nil = only the log is told
	node     string
	clock    func() time.Time
	logger   *slog.Logger

	live sync.Mutex // held while an edition goes live, so that they do in their order

	mu      sync.Mutex // guards what follows
	serving edition
	before  edition // live before serving; no content = none
	next    edition // staged; no content = none
	failed  knowledge.Edition
	nagged  time.Time
	own     bool               // a publish of this node is under way: what is staged is its own
	busy    bool               // an edition is being built for another node's publish
	calm    context.CancelFunc // stops the learning under way, nil = none
	work    sync.WaitGroup
}

func newPublisher(o Options) *publisher {
	p := &publisher{
		store: o.Versions, nodes: o.Nodes, builder: o.Builder, activate: o.Activate, node: o.Node, clock: o.Clock, logger: o.Logger,
	}
	if c := o.Live(); c != nil {
		p.serving = edition{Edition: knowledge.Edition{Number: c.Version}, content: c, pack: o.Pack}
	}
	if o.Registerer != nil {
		o.Registerer.MustRegister(prometheus.NewGaugeFunc(prometheus.GaugeOpts{
			Name: "yiwen_content_version", Help: "Version of the content that this server answers from.",
		}, func() float64 { return float64(p.now().Number) }))
	}
	return p
}

// now is the edition that answers.
func (p *publisher) now() edition {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.serving
}

// begin and end enclose a publish of this node: what is being learned makes way
// for it, and is begun again where nothing new went live.
func (p *publisher) begin() {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.own = true
	if p.calm != nil {
		p.calm()
	}
}

func (p *publisher) end() {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.own = false
	p.learn()
}

// learn has the edition that answers learn what it had no time for, in the
// background. p.mu is held.
func (p *publisher) learn() {
	if p.calm != nil {
		p.calm()
	}
	ctx, cancel := context.WithCancel(context.Background())
	p.calm = cancel
	e := p.serving
	p.work.Go(func() { defer cancel(); p.finish(ctx, e) })
}

// kept returns the edition of a version that is still built.
func (p *publisher) kept(number int64) (edition, bool) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if number > 0 && p.before.content != nil && p.before.Number == number {
		return p.before, true
	}
	return edition{}, false
}

// goLive activates an edition for all nodes and answers from it here.
func (p *publisher) goLive(ctx context.Context, e edition, changes []knowledge.Change) error {
	p.live.Lock()
	defer p.live.Unlock()
	if err := p.store.ActivateVersion(ctx, e.Number, changes); err != nil {
		return err
	}
	p.swap(e)
	return nil
}

// swap answers from an edition. p.live is held.
func (p *publisher) swap(e edition) {
	p.mu.Lock()
	p.before, p.serving, p.next, p.failed = p.serving, e, edition{}, knowledge.Edition{}
	if !p.own { // or the end of the publish begins it
		p.learn()
	}
	p.mu.Unlock()
	p.activate(e.content, e.pack)
}

// finish has an edition learn what it had no time for, and swaps it in if it is
// still the one that answers, and answers no golden question worse by it.
func (p *publisher) finish(ctx context.Context, e edition) {
	c, err := p.builder.Finish(ctx, e.content, func(learned *bot.Content) (bool, error) {
		lost, err := p.lost(ctx, e, learned)
		if err != nil || len(lost.Failed) == 0 {
			return err == nil, err
		}
		p.logger.Error("what was learned answers golden questions worse: it is left out", "version", e.Number, "lost", len(lost.Failed), "of", lost.Total,
			"first", lost.Failed[0].ID)
		if p.report != nil && e.by != (chat.Staff{}) {
			p.report(e.by, lost)
		}
		return false, nil
	})
	if err != nil {
		if ctx.Err() == nil {
			p.logger.Error("learn from the content", "version", e.Number, "err", err)
		}
		return
	}
	if c == e.content {
		return
	}
	p.live.Lock()
	defer p.live.Unlock()
	p.mu.Lock()
	still := p.serving.content == e.content
	if still {
		p.serving.content = c
	}
	p.mu.Unlock()
	if still {
		p.activate(c, e.pack)
		p.logger.Info("content learned", "version", e.Number)
	}
}

// Run keeps this node with the others until ctx is done: it builds what they
// stage, answers from what goes live, and says that it is there. It blocks.
func (s *Service) Run(ctx context.Context) {
	p := s.publisher
	tick := time.NewTicker(nodePoll)
	defer tick.Stop()
	var told knowledge.Node
	for {
		n := p.look(ctx)
		if changed := n.Version != told.Version || n.Built != told.Built; changed || n.SeenAt.Sub(told.SeenAt) >= nodeTell {
			if err := p.nodes.SeeNode(ctx, n); err == nil {
				told = n
			} // a data base that is gone is told by whoever needs it; the next tick tries again
		}
		select {
		case <-ctx.Done():
			// The others need not wait for who stops.
			ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), time.Second)
			defer cancel()
			if err := p.nodes.ForgetNode(ctx, p.node); err != nil {
				p.logger.Warn("say goodbye to the other servers", "err", err)
			}
			return
		case <-tick.C:
		}
	}
}

// close ends the learning and the builds under way; no Run may be under way.
func (p *publisher) close() {
	p.mu.Lock()
	if p.calm != nil {
		p.calm()
	}
	p.mu.Unlock()
	p.work.Wait()
}

// look does what the state of the store asks for, and returns what this node is
// at.
func (p *publisher) look(ctx context.Context) knowledge.Node {
	active, staged, err := p.store.ContentState(ctx)
	if err == nil {
		p.follow(ctx, active, staged)
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	n := knowledge.Node{Name: p.node, SeenAt: p.clock(), Version: p.serving.Number, Built: p.next.Number}
	if p.next.content == nil && p.failed.Number > 0 {
		n.Built = -p.failed.Number
	}
	return n
}

// follow answers from what is active as soon as it is built, and builds it, or
// what is staged, where it is not.
func (p *publisher) follow(ctx context.Context, active, staged knowledge.Edition) {
	want := staged
	if active.Number != p.now().Number {
		want = active
		if p.switchTo(active) {
			return
		}
	}
	if want.Number == 0 {
		return
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.own && want == staged || p.busy || p.next.Edition == want || want.Number <= p.serving.Number && want == staged {
		return
	}
	if p.failed == want {
		if now := p.clock(); now.Sub(p.nagged) >= nodeNag {
			p.nagged = now
			p.logger.Error("this server cannot build the content that is published and goes on with the one before", "version", want.Number,
				"serving", p.serving.Number)
		}
		return
	}
	p.busy = true
	p.work.Go(func() { p.prepare(ctx, want) })
}

// switchTo answers from the active version where it is built, and reports
// whether this node does.
func (p *publisher) switchTo(active knowledge.Edition) bool {
	p.live.Lock() // a publish of this node may just be doing it
	defer p.live.Unlock()
	p.mu.Lock()
	e, done := p.next, p.serving.Number == active.Number
	p.mu.Unlock()
	if done {
		return true
	}
	if e.content == nil || e.Edition != active {
		return false
	}
	p.swap(e)
	p.logger.Info("content follows", "version", e.Number)
	return true
}

// prepare builds what another node staged or activated.
func (p *publisher) prepare(ctx context.Context, want knowledge.Edition) {
	e, err := p.fetch(ctx, want)
	p.mu.Lock()
	defer p.mu.Unlock()
	p.busy = false
	switch {
	case err == nil:
		p.next = e
	case ctx.Err() == nil:
		p.failed, p.nagged = want, p.clock()
		p.logger.Error("build the content that another server published", "version", want.Number, "err", err)
	}
}

func (p *publisher) fetch(ctx context.Context, want knowledge.Edition) (edition, error) {
	v, items, err := p.store.Version(ctx, want.Number)
	if err != nil {
		return edition{}, err
	}
	if !v.At.Equal(want.At) {
		return edition{}, fmt.Errorf("version %d was staged anew", v.Number)
	}
	e, err := p.build(ctx, v.Number, v.Of, items)
	e.Edition = want
	return e, err
}

// awaitNodes waits until every other node has built a version, could not, or was
// not seen for a while; no longer than nodeWait.
func (p *publisher) awaitNodes(ctx context.Context, number int64) error {
	const every = 50 * time.Millisecond
	for end := p.clock().Add(nodeWait); ; {
		now := p.clock()
		list, err := p.nodes.Nodes(ctx, now.Add(-nodeSeen))
		if err != nil {
			return err
		}
		missing := ""
		for _, n := range list {
			if n.Name != p.node && n.Built != number && n.Built != -number && n.Version < number {
				missing = n.Name
			}
		}
		if missing == "" {
			return nil
		}
		if now.After(end) {
			p.logger.Error("a server did not build the new content in time: it follows later", "node", missing, "version", number)
			return nil
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-time.After(every):
		}
	}
}
