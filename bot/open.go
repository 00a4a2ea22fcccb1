package bot

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"sync"
	"time"

	"yiwen/bot/chat"
	"yiwen/bot/text"
	"yiwen/intents"
	"yiwen/knowledge"
)

// An entry may be switched off, answer from one minute to another, or be for some
// customers only. Where it is closed it does not exist for the turn: a content in
// which nothing leads to it is made once for everybody of the same audiences, and
// stands until the clock reaches the next minute at which an entry opens or closes.

// audiences is the set of groups that a customer belongs to, a bit each.
type audiences uint8

const (
	buyer audiences = 1 << iota
	vip
	merchant
	everyone = buyer | vip | merchant
)

// audiencesOf returns the groups of a customer. Who has not signed in buys.
func audiencesOf(p chat.Profile) audiences {
	p = p.Proven()
	who := buyer
	if p.VIP {
		who |= vip
	}
	if p.Merchant {
		who |= merchant
	}
	return who
}

// strongest names the group that says most of a customer: a merchant is told as
// one, whatever he buys, and a VIP as one before a buyer.
func (who audiences) strongest() knowledge.Audience {
	switch {
	case who&merchant != 0:
		return knowledge.Merchants
	case who&vip != 0:
		return knowledge.VIPs
	}
	return knowledge.Buyers
}

// in reports that who are meant by an audience. One that is not known is nobody.
func (who audiences) in(a knowledge.Audience) bool {
	switch a {
	case knowledge.Everybody:
		return true
	case knowledge.Buyers:
		return who&buyer != 0
	case knowledge.VIPs:
		return who&vip != 0
	case knowledge.Merchants:
		return who&merchant != 0
	}
	return false
}

// gate is what may close an entry.
type gate struct {
	entry       string
	off         bool
	from, until time.Time // zero = none
	audience    knowledge.Audience
}

// gates returns the gates of the entries that have one, in the order of their ids.
func (c *Content) gates() []gate {
	zone := c.zone()
	var all []gate
	for id, e := range c.Entries {
		if e.Off || e.From != "" || e.Until != "" || e.Audience != knowledge.Everybody {
			all = append(all, gateOf(id, e, zone))
		}
	}
	slices.SortFunc(all, func(a, b gate) int { return cmp.Compare(a.entry, b.entry) })
	return all
}

func gateOf(id string, e knowledge.Entry, zone *time.Location) gate {
	g := gate{entry: id, off: e.Off, audience: e.Audience}
	g.from, _ = e.From.Time(zone) // the content was checked
	g.until, _ = e.Until.Time(zone)
	return g
}

// zone is that of the shop.
func (c *Content) zone() *time.Location {
	if c.Zone == nil {
		return time.UTC
	}
	return c.Zone
}

// closed says why the gate is closed for who at now, or "".
func (g gate) closed(who audiences, now time.Time, zone *time.Location) string {
	const minute = "2006-01-02 15:04"
	switch {
	case g.off:
		return "switched off"
	case !who.in(g.audience):
		return "for " + string(g.audience) + " only"
	case now.Before(g.from):
		return "not before " + g.from.In(zone).Format(minute)
	case !g.until.IsZero() && !now.Before(g.until):
		return "over since " + g.until.In(zone).Format(minute)
	}
	return ""
}

// view is what is open to customers of the same audiences from one minute to
// another.
type view struct {
	content     *Content
	from, until time.Time // zero = ever
}

// look returns the view of c at now.
func (c *Content) look(gates []gate, who audiences, now time.Time) view {
	v := view{content: c}
	zone := c.zone()
	closed := map[string]string{}
	for _, g := range gates {
		if why := g.closed(who, now, zone); why != "" {
			closed[g.entry] = why
		}
		if g.off || !who.in(g.audience) {
			continue // whatever the clock says
		}
		for _, at := range []time.Time{g.from, g.until} {
			switch {
			case at.IsZero():
			case at.After(now) && (v.until.IsZero() || at.Before(v.until)):
				v.until = at
			case !at.After(now) && at.After(v.from):
				v.from = at
			}
		}
	}
	if len(closed) > 0 {
		v.content = c.without(closed)
	}
	return v
}

// without returns c as it is to those for whom the entries of closed are closed.
func (c *Content) without(closed map[string]string) *Content {
	open := *c
	open.whole, open.closed = c, closed
	isClosed := func(id string) bool { return closed[id] != "" }
	open.Replies.Hot = slices.DeleteFunc(slices.Clone(c.Replies.Hot), isClosed)
	open.Search = c.Search.Within(func(id string) bool { return !isClosed(id) })
	if c.Suggest != nil {
		open.Suggest = c.Suggest.Within(func(id string) bool { return !isClosed(id) })
	}
	open.Intents = openRules{c.Intents, closed}
	return &open
}

// At returns what the bot knows as it is to a customer at a time: the search finds,
// rules name and the hot questions are what is not switched off, valid then and for
// him; Entries still holds all, and Closed says which are not there for him. It is
// c itself where nothing is closed, and takes time in proportion to the entries; a
// Service keeps what it needs.
func (c *Content) At(now time.Time, p chat.Profile) *Content {
	return c.look(c.gates(), audiencesOf(p), now).content
}

// Open returns an entry, if it is open to a customer at a time.
func (c *Content) Open(entry string, now time.Time, p chat.Profile) (knowledge.Entry, bool) {
	e, ok := c.Entries[entry]
	return e, ok && gateOf(entry, e, c.zone()).closed(audiencesOf(p), now, c.zone()) == ""
}

// Closed says why an entry is closed to those whom this content, which At
// returned, is for; "" where it is open or there is none.
func (c *Content) Closed(entry string) string { return c.closed[entry] }

// openRules keeps rules from naming what is closed.
type openRules struct {
	Understander
	closed map[string]string
}

// UnderstandIn implements Understander. A rule that names a closed entry does not
// match: what it misses is the entry.
func (o openRules) UnderstandIn(a *text.Analysis, known intents.Context) intents.Understanding {
	u := o.Understander.UnderstandIn(a, known)
	shut := func(m intents.Match) bool { return m.Entry != "" && o.closed[m.Entry] != "" }
	for _, m := range u.Rules {
		if shut(m) {
			u.Near = append(slices.Clip(u.Near), intents.Near{ID: m.ID, Missing: fmt.Sprintf("entry: %s is %s", m.Entry, o.closed[m.Entry])})
		}
	}
	u.Rules = slices.DeleteFunc(slices.Clone(u.Rules), shut)
	return u
}

// views keeps the views of one content at a time. It is safe for concurrent use.
type views struct {
	mu    sync.Mutex // guards what follows
	of    *Content
	at    int64 // its version: a content is numbered after it was tried
	gates []gate
	kept  map[audiences]view
}

// get returns c as it is to who at now.
func (v *views) get(c *Content, who audiences, now time.Time) *Content {
	v.mu.Lock()
	defer v.mu.Unlock()
	if v.of != c || v.at != c.Version {
		v.of, v.at, v.gates, v.kept = c, c.Version, c.gates(), map[audiences]view{}
	}
	if len(v.gates) == 0 {
		return c
	}
	k, ok := v.kept[who]
	if !ok || now.Before(k.from) || !k.until.IsZero() && !now.Before(k.until) {
		k = c.look(v.gates, who, now)
		v.kept[who] = k
	}
	return k.content
}

// Missed is a closed entry that would have come before what is open.
type Missed struct {
	ID    string  `json:"id"`
	Why   string  `json:"why"`
	Score float64 `json:"score"`
}

// missedMost bounds the closed entries that a trace names.
const missedMost = 3

// missed returns the closed entries that a would have found before the first of
// what it found. It costs a search; c has something closed.
func (c *Content) missed(ctx context.Context, a *text.Analysis) ([]Missed, error) {
	all, err := c.whole.Search.Search(ctx, a, missedMost)
	if err != nil {
		return nil, fmt.Errorf("search what is closed: %w", err)
	}
	var out []Missed
	for _, k := range all {
		why := c.closed[k.ID]
		if why == "" {
			break
		}
		out = append(out, Missed{ID: k.ID, Why: why, Score: thousandths(k.Score)})
	}
	return out, nil
}
