package gateway

import (
	"context"
	"errors"
	"log/slog"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"yiwen/bot/chat"
	"yiwen/bot/server/auth"
	"yiwen/bot/server/gateway/client"
	"yiwen/bot/wire"
)

// board is what is announced, read under a lock.
type board struct {
	mu  sync.Mutex // guards what follows
	all []chat.Announcement
	err error
}

func (b *board) Announcements(context.Context, time.Time) ([]chat.Announcement, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.all, b.err
}

// set replaces what is announced.
func (b *board) set(err error, all ...chat.Announcement) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.all, b.err = all, err
}

// visitors gives every site a customer whose socket keeps what he is sent.
func visitors(g *Gateway, sites ...chat.SiteID) []*customer {
	all := make([]*customer, len(sites))
	for i, site := range sites {
		s := &socket{g: g, busy: true} // somebody writes, who never does
		all[i] = &customer{s: s, who: auth.Visitor{Site: site}}
		s.peer = all[i]
	}
	return all
}

// sent returns the frames that wait for c, and forgets them.
func sent(t *testing.T, c *customer) (frames []wire.Answer) {
	t.Helper()
	c.s.mu.Lock()
	defer c.s.mu.Unlock()
	if c.s.out == nil {
		return nil
	}
	from := 0
	for _, end := range c.s.out.ends {
		f, err := wire.DecodeServer(c.s.out.buf[from:end])
		if err != nil {
			t.Fatal(err)
		}
		frames, from = append(frames, f), end
	}
	c.s.out = nil
	return frames
}

func TestNoticesAreToldOnceAndOnlyWhereTheyAreShown(t *testing.T) {
	now := time.Date(2027, 3, 10, 4, 0, 0, 0, time.UTC)
	clock, b := now, &board{}
	g := &Gateway{limits: DefaultLimits(), o: Options{Announcements: b, Clock: func() time.Time { return clock }, Logger: slog.New(slog.DiscardHandler)}}
	g.batches.New = func() any { return new(batch) }
	g.notices = newNotices(g)
	all := visitors(g, "default", "merchant")
	shop, merchant := all[0], all[1]
	want := func(step string, c *customer, want ...wire.Answer) {
		t.Helper()
		if diff := cmp.Diff(want, sent(t, c)); diff != "" {
			t.Errorf("%s, %s (-want +got):\n%s", step, c.who.Site, diff)
		}
	}
	look := func() { g.notices.look(t.Context()) }
	for _, c := range all {
		g.notices.welcome(c, wire.Welcome{ID: "h"})
		want("nothing is announced", c, wire.Welcome{ID: "h"})
	}
	down := chat.Announcement{ID: "a1", Text: "故障", Level: chat.NoticeWarning, From: now, Until: now.Add(time.Minute), Sites: []chat.SiteID{"default"}}
	b.set(nil, down)
	look()
	look()
	told := wire.Notice{ID: "a1", Text: "故障", Level: chat.NoticeWarning, Until: down.Until.UnixMilli()}
	want("announced", shop, told)
	want("announced elsewhere", merchant)

	late := visitors(g, "default")[0]
	g.notices.welcome(late, wire.Welcome{ID: "h"})
	want("comes later", late, wire.Welcome{ID: "h", Notice: &told})
	g.notices.leave(shop)

	b.set(errors.New("the disk is gone"))
	look()
	want("cannot be read", late)
	clock = down.Until
	look()
	want("over by the clock", late, wire.Notice{ID: "a1"})
	want("who left is told nothing", shop)

	b.set(nil, chat.Announcement{ID: "a2", Text: "恢复", Level: chat.NoticeInfo, From: now})
	look()
	want("everywhere", late, wire.Notice{ID: "a2", Text: "恢复", Level: chat.NoticeInfo})
	want("everywhere", merchant, wire.Notice{ID: "a2", Text: "恢复", Level: chat.NoticeInfo})
	b.set(nil, chat.Announcement{ID: "a3", Text: "又坏了", Level: chat.NoticeWarning, From: now})
	look()
	want("changed", late, wire.Notice{ID: "a3", Text: "又坏了", Level: chat.NoticeWarning})

	// A plan is known before it begins, and begins and ends by the clock alone.
	from, until := clock.Add(time.Hour), clock.Add(2*time.Hour)
	plan := chat.Announcement{ID: "a4", Text: "维护", Level: chat.NoticeWarning, From: from, Until: until}
	b.set(nil, chat.Announcement{ID: "a3", Text: "又坏了", Level: chat.NoticeWarning, From: now}, plan)
	look()
	want("planned", late)
	b.set(errors.New("the disk is gone"))
	clock = from.Add(-time.Millisecond)
	look()
	want("a moment before", late)
	clock = from
	look()
	want("begun, before what began earlier", late, wire.Notice{ID: "a4", Text: "维护", Level: chat.NoticeWarning, Until: until.UnixMilli()})
	clock = until
	look()
	want("over, and the other one stands again", late, wire.Notice{ID: "a3", Text: "又坏了", Level: chat.NoticeWarning})
	want("begun and over elsewhere", merchant, wire.Notice{ID: "a3", Text: "又坏了", Level: chat.NoticeWarning},
		wire.Notice{ID: "a4", Text: "维护", Level: chat.NoticeWarning, Until: until.UnixMilli()}, wire.Notice{ID: "a3", Text: "又坏了", Level: chat.NoticeWarning})
	for _, c := range []*customer{late, merchant, shop} {
		g.notices.leave(c)
	}
	if len(g.notices.there) != 0 {
		t.Errorf("who left is remembered: %v", g.notices.there)
	}
}

func TestNoticeReachesAnOpenChat(t *testing.T) {
	onEach(t, generous(), func(t *testing.T, h *house) {
		c := h.customer("")
		h.shop.board.set(nil, chat.Announcement{ID: "a1", Text: "故障", Level: chat.NoticeWarning, From: time.Now().Add(-time.Second)})
		h.g.notices.look(h.ctx)
		h.wait(c, "the notice", func(c *client.Client) bool { return c.Notice().Text == "故障" })
		h.shop.board.set(nil)
		h.g.notices.look(h.ctx)
		h.wait(c, "its end", func(c *client.Client) bool { return c.Notice() == wire.Notice{ID: "a1"} })
	})
}
