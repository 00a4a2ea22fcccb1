package editing

import (
	"context"
	"fmt"
	"sync"

	"yiwen/bot"
	"yiwen/bot/pack"
	"yiwen/bot/quiet"
)

// Builder makes of a content pack what the bot answers from. Both methods may
// take seconds, stop when ctx is done and are safe for concurrent use.
type Builder interface {
	// Build may answer by what was learned from a content that is nearly the same.
	Build(ctx context.Context, p *pack.Pack, version int64) (*bot.Content, error)
	// Finish returns c, which Build made, with what is learned from itself: c
	// where it is already. Where it does not pass (nil: it does) it returns c, and
	// takes what c answers by for learned from now on.
	Finish(ctx context.Context, c *bot.Content, passes func(learned *bot.Content) (bool, error)) (*bot.Content, error)
}

// explainer is a bot.Searcher that has a twin whose candidates carry their
// features.
type explainer interface{ Explained() bot.Searcher }

// explained returns c with candidates that carry their features.
func explained(c *bot.Content) *bot.Content {
	e, ok := c.Search.(explainer)
	if !ok {
		return c
	}
	twin := *c
	twin.Search = e.Explained()
	return &twin
}

// drafts keeps the content that was built last from the working copy.
type drafts struct {
	builder Builder

	mu    sync.Mutex // guards what follows
	at    draftRev
	built *bot.Content
	under *building // the build under way, nil = none
}

// draftRev names a state of the working copy: nothing else has the same.
type draftRev struct{ rev, version int64 }

// building is a build under way that several wait for.
type building struct {
	at   draftRev
	done chan struct{} // closed when the rest is set
	c    *bot.Content
	err  error
}

// Built returns what the bot knows live, or what it would know if every change
// of the working copy were published now; its candidates carry their features.
// The draft is built where nobody asked for this state of it before, which
// takes as long as Builder does; whoever asks meanwhile waits for the same
// build. What is wrong with the draft is a fault.Invalid.
func (s *Service) Built(ctx context.Context, against Against) (*bot.Content, error) {
	if against == Live {
		return explained(s.live()), nil
	}
	d, err := s.Draft(ctx)
	if err != nil {
		return nil, err
	}
	return s.drafts.get(ctx, draftRev{d.Rev, d.Version}, d.Pack)
}

// get returns the content of the working copy at a state, which load reads.
func (d *drafts) get(ctx context.Context, at draftRev, load func() (*pack.Pack, error)) (*bot.Content, error) {
	for {
		d.mu.Lock()
		if d.built != nil && d.at == at {
			defer d.mu.Unlock()
			return d.built, nil
		}
		b := d.under
		if b == nil {
			b = &building{at: at, done: make(chan struct{})}
			d.under = b
			d.mu.Unlock()
			b.c, b.err = d.build(ctx, at, load)
			d.mu.Lock()
			d.under = nil
			if b.err == nil {
				d.at, d.built = at, b.c
			}
			d.mu.Unlock()
			close(b.done)
			return b.c, b.err
		}
		d.mu.Unlock()
		select {
		case <-ctx.Done():
			return nil, ctx.Err()
		case <-b.done:
		}
		// Where it was another state, or who built it gave up, the next turn builds.
		if b.at == at && b.err == nil {
			return b.c, nil
		}
	}
}

func (d *drafts) build(ctx context.Context, at draftRev, load func() (*pack.Pack, error)) (*bot.Content, error) {
	var p *pack.Pack
	err := quiet.Do(func() (err error) { p, err = load(); return err })
	if err != nil {
		return nil, err
	}
	c, err := d.builder.Build(ctx, p, at.version)
	if err != nil {
		return nil, fmt.Errorf("build the draft: %w", err)
	}
	return explained(c), nil
}
