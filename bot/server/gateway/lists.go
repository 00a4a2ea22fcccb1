package gateway

import (
	"context"
	"slices"
	"sync"
	"time"

	"yiwen/bot/chat"
	"yiwen/bot/wire"
	"yiwen/handoff"
)

const (
	// listsPause is the least time between two looks at what changed: many
	// changes become one look, and an agent sees a new case well under a second.
	listsPause = 100 * time.Millisecond
	// placesPause is the least time between two tellings of places in the line:
	// that reads the whole line, and nobody moves up by the second.
	placesPause = 500 * time.Millisecond
	// handledFor is how far back handling times are looked at for expected waits:
	// yesterday's evening says little of this morning.
	handledFor = 12 * time.Hour
	// listsRetry is the pause after a look that failed.
	listsRetry = time.Second
	// listsPage is how many changed rows are read at a time.
	listsPage = 200
)

// lists keeps agents' desk lists and customers' places in the line current. One
// goroutine looks at what changed, for all of them with one query. It is safe
// for concurrent use.
type lists struct {
	g     *Gateway
	dirty chan struct{} // holds a token when something may have changed

	told time.Time // of the last places; only for run

	mu       sync.Mutex // guards what follows and all watchers
	watchers map[*watcher]struct{}
	waiting  map[*feed]place // what was told last
}

// place is what a customer in the line is told: his place, 0 = nothing yet, and
// the expected wait in seconds, below 0 where nobody knows.
type place struct{ n, eta int }

// watcher is an agent who sees desk lists.
type watcher struct {
	s     *socket
	agent chat.AgentID

	// Guarded by lists.mu.
	names []wire.ListName
	rev   int64                            // what was sent
	shown map[chat.ConversationID]struct{} // what is in his lists
}

func newLists(g *Gateway) *lists {
	return &lists{
		g: g, dirty: make(chan struct{}, 1),
		watchers: map[*watcher]struct{}{}, waiting: map[*feed]place{},
	}
}

// touch says that something may have changed. It does not block.
func (l *lists) touch() {
	select {
	case l.dirty <- struct{}{}:
	default:
	}
}

// watch answers f with the lists and counts w among the watchers. From then on
// w gets every change after the revision of that answer.
func (l *lists) watch(ctx context.Context, w *watcher, f *wire.Watch) error {
	waiting, mine, rev, err := l.g.o.Desk.Lists(ctx, w.agent)
	if err != nil {
		return err
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	w.names, w.rev, w.shown = f.Lists, rev, map[chat.ConversationID]struct{}{}
	w.s.answer(wire.Lists{
		ID: f.ID, Rev: rev,
		Waiting: w.snapshot(wire.ListWaiting, waiting), Mine: w.snapshot(wire.ListMine, mine),
	})
	l.watchers[w] = struct{}{}
	l.touch() // what has changed since Lists was asked
	return nil
}

func (l *lists) unwatch(w *watcher) {
	l.mu.Lock()
	defer l.mu.Unlock()
	delete(l.watchers, w)
}

// snapshot returns the rows of a list, or nil when w does not watch it.
func (w *watcher) snapshot(name wire.ListName, rows []handoff.Row) []wire.Row {
	if !slices.Contains(w.names, name) {
		return nil
	}
	shown := make([]wire.Row, 0, len(rows))
	for _, r := range rows {
		if !slices.Contains(w.in(r.Conversation), name) {
			continue // in the line, but offered to him
		}
		shown = append(shown, rowOf(r.Conversation))
		w.shown[r.Conversation.ID] = struct{}{}
	}
	return shown
}

// waits says whether the customer of f stands in the line.
func (l *lists) waits(f *feed, yes bool) {
	l.mu.Lock()
	defer l.mu.Unlock()
	was, told := l.waiting[f]
	switch {
	case yes && !told:
		l.waiting[f] = place{}
		l.touch()
	case !yes && told:
		delete(l.waiting, f)
		if was.n > 0 {
			f.s.answer(wire.Queue{Conversation: f.id})
		}
	}
}

// run looks at what changed until the gateway ends.
func (l *lists) run() {
	for {
		select {
		case <-l.g.ending:
			return
		case <-l.dirty:
		}
		select {
		case <-l.g.ending:
			return
		case <-time.After(l.round(l.g.base)):
		}
	}
}

// round tells everybody what changed, and returns when to look again at the
// earliest.
func (l *lists) round(ctx context.Context) time.Duration {
	err := l.changes(ctx)
	if err == nil {
		if time.Since(l.told) < placesPause {
			l.touch() // the places are still to be told
			return listsPause
		}
		err = l.places(ctx)
	}
	if err != nil && ctx.Err() == nil {
		l.g.o.Logger.Error("look at desk lists", "err", err)
		l.touch()
		return listsRetry
	}
	return listsPause
}

// changes tells watchers what changed.
func (l *lists) changes(ctx context.Context) error {
	for {
		since, any := l.oldest()
		if !any {
			return nil
		}
		rows, err := l.g.o.Desk.Changed(ctx, since, listsPage)
		if err != nil {
			return err
		}
		l.tell(rows)
		if len(rows) < listsPage {
			return nil
		}
	}
}

// oldest returns the least revision that a watcher has.
func (l *lists) oldest() (rev int64, any bool) {
	l.mu.Lock()
	defer l.mu.Unlock()
	for w := range l.watchers {
		if !any || w.rev < rev {
			rev, any = w.rev, true
		}
	}
	return rev, any
}

// tell sends rows, which are in order of revision, to who does not have them.
func (l *lists) tell(rows []handoff.Row) {
	l.mu.Lock()
	defer l.mu.Unlock()
	for _, r := range rows {
		for w := range l.watchers {
			if r.Rev > w.rev {
				w.rev = r.Rev
				w.tell(r)
			}
		}
	}
}

// tell sends one changed row, unless it neither is nor was in the lists of w.
func (w *watcher) tell(r handoff.Row) {
	c := r.Conversation
	change := wire.CaseChange{Rev: r.Rev, Conversation: c.ID, Lists: w.in(c)}
	_, shown := w.shown[c.ID]
	switch {
	case len(change.Lists) > 0:
		row := rowOf(c)
		change.Row = &row
		w.shown[c.ID] = struct{}{}
	case shown:
		delete(w.shown, c.ID)
	default:
		return
	}
	w.s.answer(change)
}

// in returns the lists of w that c is in.
func (w *watcher) in(c chat.Conversation) []wire.ListName {
	var in []wire.ListName
	switch {
	case handoff.Queued(c.Case.State) && c.Case.Offer.Agent != w.agent:
		in = append(in, wire.ListWaiting)
	case handoff.Queued(c.Case.State), handoff.Owned(c.Case.State) && c.Case.Agent == w.agent:
		in = append(in, wire.ListMine)
	}
	return slices.DeleteFunc(in, func(n wire.ListName) bool { return !slices.Contains(w.names, n) })
}

// places tells waiting customers where they stand, when that has changed.
func (l *lists) places(ctx context.Context) error {
	l.mu.Lock()
	nobody := len(l.waiting) == 0
	l.mu.Unlock()
	if nobody {
		return nil
	}
	l.told = time.Now()
	line, _, _, err := l.g.o.Desk.Lists(ctx, "")
	if err != nil {
		return err
	}
	places, err := l.expect(ctx, line)
	if err != nil {
		return err
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	for f, told := range l.waiting {
		// Who is not in the line any more hears it from the event that took him out.
		if now := places[f.id]; now.n > 0 && now != told {
			l.waiting[f] = now
			f.s.answer(now.frame(f.id))
		}
	}
	return nil
}

// expect returns what the customers of the line are told.
func (l *lists) expect(ctx context.Context, line []handoff.Row) (map[chat.ConversationID]place, error) {
	o := &l.g.o
	now := o.Clock()
	agents, err := o.Roster.Loads(ctx, now, now.Add(-handledFor))
	if err != nil {
		return nil, err
	}
	handled, err := o.Roster.Handled(ctx, now.Add(-handledFor))
	if err != nil {
		return nil, err
	}
	cases := make([]chat.Case, len(line))
	for i, r := range line {
		cases[i] = r.Conversation.Case
	}
	waits := handoff.Expect(cases, agents, handled, o.Teams(), o.Assign, now)
	places := make(map[chat.ConversationID]place, len(line))
	for i, r := range line {
		p := place{n: i + 1, eta: -1}
		if waits[i].Known {
			p.eta = int(waits[i].For / time.Second)
		}
		places[r.Conversation.ID] = p
	}
	return places, nil
}

func (p place) frame(id chat.ConversationID) wire.Queue {
	q := wire.Queue{Conversation: id, Position: p.n}
	if p.eta >= 0 {
		q.ETA = &p.eta
	}
	return q
}

// rowOf returns the row of c as all desks see it. Its place in the line is
// explained without the minutes it waited, so that it does not grow old.
func rowOf(c chat.Conversation) wire.Row {
	var why []wire.Part
	if handoff.Queued(c.Case.State) {
		for _, p := range handoff.Explain(c.Case, c.Case.WaitingSince)[1:] {
			why = append(why, wire.Part{Name: p.Name, Minutes: p.Minutes})
		}
	}
	return wire.RowOf(c, why)
}
