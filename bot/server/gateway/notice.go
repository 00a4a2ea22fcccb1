package gateway

import (
	"context"
	"sync"
	"time"

	"yiwen/bot/chat"
	"yiwen/bot/wire"
)

// noticeEvery is the pause between two looks at what is announced: people read it a
// second later at most, and it costs one small query, whoever made the announcement
// on whatever node.
const noticeEvery = time.Second

// Announcements are what the shop tells all its customers.
type Announcements interface {
	// Announcements returns those that stand at a time, or will.
	Announcements(ctx context.Context, now time.Time) ([]chat.Announcement, error)
}

// notices tells customers of announcements: in their welcome, and when one begins,
// changes or ends. It is safe for concurrent use; its lock is taken before a
// socket's, never after.
type notices struct {
	g *Gateway

	mu    sync.Mutex // guards what follows
	all   []chat.Announcement
	there map[chat.SiteID]*audience
	bad   bool // the last look failed
}

// audience is the customers of a site, and the id of what they were told last.
type audience struct {
	told      string
	customers map[*customer]struct{}
}

func newNotices(g *Gateway) *notices {
	return &notices{g: g, there: map[chat.SiteID]*audience{}}
}

// run looks until the gateway ends.
func (n *notices) run() {
	if n.g.o.Announcements != nil {
		n.g.every(noticeEvery, n.look)
	}
}

// look reads what is announced and tells those for whom that is new. Where it cannot
// be read, what was known goes on: it ends by the clock all the same.
func (n *notices) look(ctx context.Context) {
	now := n.g.o.Clock()
	all, err := n.g.o.Announcements.Announcements(ctx, now)
	n.mu.Lock()
	defer n.mu.Unlock()
	if err != nil && !n.bad && ctx.Err() == nil {
		n.g.o.Logger.Warn("read what is announced", "err", err)
	}
	if n.bad = err != nil; !n.bad {
		n.all = all
	}
	for site, who := range n.there {
		a := chat.Shown(n.all, site, now)
		id := idOf(a)
		if id == who.told {
			continue
		}
		frame := wire.NoticeOf(who.told, a)
		who.told = id
		for c := range who.customers {
			c.s.answer(frame)
		}
	}
}

// welcome answers the hello of c, with what is announced on his site; from then on
// he is told what is new.
func (n *notices) welcome(c *customer, w wire.Welcome) {
	n.mu.Lock()
	defer n.mu.Unlock()
	a := chat.Shown(n.all, c.who.Site, n.g.o.Clock())
	who := n.there[c.who.Site]
	if who == nil {
		who = &audience{told: idOf(a), customers: map[*customer]struct{}{}}
		n.there[c.who.Site] = who
	}
	who.customers[c] = struct{}{}
	if a != nil {
		frame := wire.NoticeOf("", a)
		w.Notice = &frame
	}
	c.s.answer(w)
}

// leave forgets c, who may never have come.
func (n *notices) leave(c *customer) {
	n.mu.Lock()
	defer n.mu.Unlock()
	who := n.there[c.who.Site]
	if who == nil {
		return
	}
	if delete(who.customers, c); len(who.customers) == 0 {
		delete(n.there, c.who.Site)
	}
}

// idOf is the id of an announcement, "" of none.
func idOf(a *chat.Announcement) string {
	if a == nil {
		return ""
	}
	return a.ID
}
