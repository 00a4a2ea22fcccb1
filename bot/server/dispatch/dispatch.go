// Package dispatch does what is due: it puts the cases of agents who vanished
// back at the head of the line; makes the moves of the clock (offers that lapse,
// snoozes that end, promises that are due, owners who owe a word for too long,
// cases that went quiet); offers what waits, in the order of the line, to the
// agents whom handoff.Choose names; and tells who waits when his team goes home.
//
// Due times are stored, never timers in memory: an agent's presence is a
// last-seen time that his gateway refreshes, and a case is due when its owner
// was last seen longer ago than the grace period. So a restart forgets nothing;
// and since nobody can be seen by a server that is down, the first grace period
// after a start is given to all, as it is after the machine slept, its clock was
// set, or the store could not be written.
// On several nodes one at a time does the work, under a lease; two of them at
// once would do no harm, since each command is conditional on the state it
// expects. The package stores nothing itself.
package dispatch

import (
	"context"
	"errors"
	"log/slog"
	"time"

	"github.com/prometheus/client_golang/prometheus"

	"yiwen/bot"
	"yiwen/bot/chat"
	"yiwen/bot/fault"
	"yiwen/handoff"
)

// leaseName is the lease that the working node holds.
const leaseName = "dispatch"

// Store is what dispatch needs of the data base.
type Store interface {
	// Vanished returns the assigned cases whose agent was last seen before t.
	Vanished(ctx context.Context, t time.Time) ([]handoff.Row, error)
	// Due returns at most limit rows whose case is due for something.
	Due(ctx context.Context, now time.Time, l handoff.Limits, limit int) ([]handoff.Row, error)
	// Waiting returns the line in its order.
	Waiting(ctx context.Context) ([]handoff.Row, int64, error)
	// Lease takes or renews a lease for ttl and reports whether holder has it.
	Lease(ctx context.Context, name, holder string, now time.Time, ttl time.Duration) (bool, error)
}

// Roster is who is there and what he has to do.
type Roster interface {
	// Loads returns the staff as assignment sees them; day begins the work that
	// is counted.
	Loads(ctx context.Context, now, day time.Time) ([]handoff.AgentLoad, error)
	// ChangePresence replaces an agent's presence by what change makes of it.
	ChangePresence(ctx context.Context, agent chat.AgentID, change func(handoff.Presence) handoff.Presence) (handoff.Presence, error)
}

// Engine carries out commands.
type Engine interface {
	Do(ctx context.Context, c bot.Command) (chat.Seq, error)
}

// Options are what a Dispatcher is made of.
type Options struct {
	Store      Store
	Roster     Roster
	Engine     Engine
	Teams      func() *handoff.Teams // those of now
	Limits     handoff.Limits
	Assign     handoff.AssignPolicy
	Node       string           // name of this node, unique among the nodes
	Grace      time.Duration    // how long a vanished agent keeps his cases
	Every      time.Duration    // how often to look
	Clock      func() time.Time // the system clock
	Logger     *slog.Logger
	Registerer prometheus.Registerer
}

// Dispatcher does what is due. Run is its only entry.
type Dispatcher struct {
	Options
	requeued prometheus.Counter
	offered  prometheus.Counter
	moves    *prometheus.CounterVec // of the clock, by move

	// closed is who in the line was told that his team has gone home, and until
	// when; only for round. It saves asking: the log knows who was told.
	closed map[chat.ConversationID]time.Time
}

// dueAtOnce is how many due cases a round looks at; the rest have the next one.
const dueAtOnce = 200

// workday is how far back the work of an agent counts for assignment: longer
// than a shift, shorter than two.
const workday = 12 * time.Hour

// New returns a Dispatcher that does nothing until Run.
func New(o Options) *Dispatcher {
	d := &Dispatcher{Options: o, requeued: prometheus.NewCounter(prometheus.CounterOpts{
		Name: "yiwen_requeued_total", Help: "Cases put back at the head of the line because their agent vanished.",
	}), offered: prometheus.NewCounter(prometheus.CounterOpts{
		Name: "yiwen_offered_total", Help: "Cases offered to an agent.",
	}), moves: prometheus.NewCounterVec(prometheus.CounterOpts{
		Name: "yiwen_due_moves_total", Help: "Moves that the clock made in cases.",
	}, []string{"move"})}
	o.Registerer.MustRegister(d.requeued, d.offered, d.moves)
	return d
}

// Run looks every Options.Every until ctx ends. What fails is logged and tried
// again the next time.
func (d *Dispatcher) Run(ctx context.Context) {
	tick := time.NewTicker(d.Every)
	defer tick.Stop()
	last := d.now()
	seeing := last // since when agents can have been seen
	for {
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
		now := d.now()
		if gap := now.Sub(last); gap < 0 || gap > max(d.Grace/2, 3*d.Every) {
			seeing = now
		}
		last = now
		mine, err := d.Store.Lease(ctx, leaseName, d.Node, now, 3*d.Every)
		switch {
		case err != nil:
			seeing = now // no sign of life can be written either
		case mine:
			err = d.round(ctx, now, now.Sub(seeing) >= d.Grace)
		}
		if err != nil && ctx.Err() == nil {
			d.Logger.Error("dispatch round", "err", err)
		}
	}
}

// now is the time on the wall: the monotonic clock stands still while the
// machine sleeps.
func (d *Dispatcher) now() time.Time { return d.Clock().Round(0) }

// round does everything that is due. settled says that agents could be seen, and
// could speak, for a grace period by now. The lease is held.
func (d *Dispatcher) round(ctx context.Context, now time.Time, settled bool) error {
	var vanished error
	if settled {
		vanished = d.vanished(ctx, now.Add(-d.Grace))
	}
	// What fails does not keep the rest from being done.
	return errors.Join(vanished, d.clock(ctx, now, settled), d.offers(ctx, now))
}

// vanished requeues the cases of agents who were last seen before t.
func (d *Dispatcher) vanished(ctx context.Context, t time.Time) error {
	rows, err := d.Store.Vanished(ctx, t)
	if err != nil {
		return err
	}
	for _, r := range rows {
		if ctx.Err() != nil {
			return nil
		}
		d.requeue(ctx, r)
	}
	return nil
}

func (d *Dispatcher) requeue(ctx context.Context, r handoff.Row) {
	c := r.Conversation
	_, err := d.Engine.Do(ctx, bot.Command{
		Conversation: c.ID,
		From:         chat.Actor{Kind: chat.System},
		Action:       bot.Requeue{Agent: c.Case.Agent, Number: c.Case.Number},
	})
	switch {
	case err == nil:
		d.requeued.Inc()
		d.Logger.Info("agent vanished, case requeued", "conversation", c.ID, "agent", c.Case.Agent)
	case fault.Is(err, fault.Conflict):
		// The case moved on between the look and the command: nothing is due.
	case ctx.Err() != nil:
		// The server stops; the case is as due after the start.
	default:
		d.Logger.Error("requeue case", "conversation", c.ID, "agent", c.Case.Agent, "err", err)
	}
}
