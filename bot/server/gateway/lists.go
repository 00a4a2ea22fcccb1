package gateway

import (
	"context"
	"sync"
	"sync/atomic"
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

	// live says that somebody watches the bot's cases: then every turn of the bot
	// is worth a look. Else those turns cost nothing here.
	live atomic.Bool

	// Only for run.
	told   time.Time // of the last places
	paging bool      // a look has read some of its pages
	all    bool      // it reads the turns of the bot, too

	mu       sync.Mutex // guards what follows and all watchers
	watchers map[*watcher]struct{}
	waiting  map[*feed]place // what was told last
}

// place is what a customer in the line is told: his place, 0 = nothing yet, and
// the expected wait in seconds, below 0 where nobody knows.
type place struct{ n, eta int }

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
	read := l.g.o.Desk.Changed
	// A look ends as it began. Its pages are in the order of the revisions that it
	// reads by, and half of them by one and half by the other would leave a gap.
	if !l.paging {
		l.all = l.live.Load()
	}
	if l.all {
		read = l.g.o.Desk.ChangedLive
	}
	for {
		since, any := l.oldest(l.all)
		if !any {
			break
		}
		l.paging = true
		rows, err := read(ctx, since, listsPage)
		if err != nil {
			return err
		}
		l.tell(rows, l.all)
		if len(rows) < listsPage {
			break
		}
	}
	l.paging = false
	return nil
}

// oldest returns the least revision that a watcher has, of those that a look
// serves: one that does not read the turns of the bot has nothing for who lists
// the bot's cases, and must not have him miss any.
func (l *lists) oldest(all bool) (rev int64, any bool) {
	l.mu.Lock()
	defer l.mu.Unlock()
	for w := range l.watchers {
		if served := all || !w.sees(wire.ListBot); served && (!any || w.rev < rev) {
			rev, any = w.rev, true
		}
	}
	return rev, any
}

// tell sends rows, which are in order of revision, to those whom the look serves
// and who do not have them.
func (l *lists) tell(rows []handoff.Row, all bool) {
	teams := l.g.o.Teams()
	l.mu.Lock()
	defer l.mu.Unlock()
	for _, r := range rows {
		for w := range l.watchers {
			if served := all || !w.sees(wire.ListBot); served && r.Rev > w.rev {
				w.rev = r.Rev
				w.tell(r, teams)
			}
		}
	}
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
	now, err := l.g.o.Desk.DeskLists(ctx, handoff.ListsQuery{Waiting: true})
	if err != nil {
		return err
	}
	places, err := l.expect(ctx, now.Waiting)
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
