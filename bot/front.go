package bot

import (
	"slices"
	"time"

	"yiwen/bot/chat"
	"yiwen/handoff"
)

// Fronts are the sites of a shop and the entrances on their pages: how the chat
// greets, and who takes what comes through them. The zero Fronts is a shop whose
// pages are all alike.
type Fronts struct {
	Sites     map[chat.SiteID]Site
	Entrances map[string]Entrance
}

// Front is how the chat greets. What it leaves out is as in the next wider one:
// entrance, site, Replies.
type Front struct {
	Name    string      // for people
	Team    chat.TeamID // takes what nothing else names a team for
	Welcome string
	Hot     []string // ids of entries
	At      []Period
}

// Site is a shop front. What it leaves out of its look is the product's own, light,
// and in the browser's language.
type Site struct {
	Front
	Colour string // #rrggbb
	Theme  string // light, dark, auto
	Locale string // zh-CN, zh-TW, en
}

// Entrance is a help button of the shop. It stands on some sites; none = on all.
type Entrance struct {
	Front
	Sites []chat.SiteID
	Form  []string // of InfoFields: what the welcome offers to fill in, in this order
}

// Period is a part of the day, in minutes since midnight by the shop's clock. One
// that ends before it begins goes over midnight.
type Period struct {
	From, Until int
	Welcome     string
	Hot         []string
}

// day is the minutes of one.
const day = 24 * 60

// Has reports whether a minute of the day, 0 to 1440, is in the period; its end is
// not.
func (p Period) Has(minute int) bool {
	from, until, minute := p.From%day, p.Until%day, minute%day
	if from < until {
		return from <= minute && minute < until
	}
	return minute >= from || minute < until
}

// Greeting is what the chat shows before anything is said.
type Greeting struct {
	Welcome string
	// Hot are the ids of the questions to offer, the one that the page is about
	// first. Some may be closed to the visitor: Content.Open says.
	Hot  []string
	Form *chat.Form // to fill in before; nil = none
	// Staffed says whether people are there now; Opens is when they come back, zero
	// where that is not known.
	Staffed bool
	Opens   time.Time
}

// Greet returns the greeting of a site to who opened the chat on page. A site or an
// entrance that is not known is as if none was named.
func (c *Content) Greet(site chat.SiteID, page chat.Page, now time.Time) Greeting {
	g := Greeting{Staffed: true}
	g.Welcome, g.Hot = c.greets(site, page, now)
	entrance, known := c.entrance(site, page)
	if !known && page.Entry != "" {
		g.Hot = slices.Concat([]string{page.Entry}, g.Hot) // an entry, or nothing
	}
	if len(entrance.Form) > 0 {
		g.Form = c.infoForm(entrance.Form)
	}
	if c.Teams != nil {
		g.Staffed, g.Opens = c.Teams.Staffed(c.door(site, page), now)
	}
	return g
}

// greets returns the first words and the hot questions of a page at a time.
func (c *Content) greets(site chat.SiteID, page chat.Page, now time.Time) (welcome string, hot []string) {
	local := now.In(c.zone())
	minute := local.Hour()*60 + local.Minute()
	entrance, _ := c.entrance(site, page)
	for _, f := range []Front{entrance.Front, c.Fronts.Sites[site].Front, {Welcome: c.Replies.Welcome.First(), Hot: c.Replies.Hot}} {
		w, h := f.at(minute)
		if welcome == "" {
			welcome = w
		}
		if hot == nil {
			hot = h
		}
	}
	return welcome, hot
}

// at is what a front greets with at a minute of the day.
func (f Front) at(minute int) (welcome string, hot []string) {
	welcome, hot = f.Welcome, f.Hot
	i := slices.IndexFunc(f.At, func(p Period) bool { return p.Has(minute) })
	if i < 0 {
		return welcome, hot
	}
	if p := f.At[i]; p.Welcome != "" {
		welcome = p.Welcome
	}
	if p := f.At[i]; len(p.Hot) > 0 {
		hot = p.Hot
	}
	return welcome, hot
}

// entrance returns the entrance of the site that a page names.
func (c *Content) entrance(site chat.SiteID, page chat.Page) (Entrance, bool) {
	e, ok := c.Fronts.Entrances[page.Entry]
	if !ok || len(e.Sites) > 0 && !slices.Contains(e.Sites, site) {
		return Entrance{}, false
	}
	return e, true
}

// door returns the team of where a customer came in: the one that his page names,
// his entrance's, his site's; "" where none of them is a team.
func (c *Content) door(site chat.SiteID, page chat.Page) chat.TeamID {
	entrance, _ := c.entrance(site, page)
	for _, id := range []chat.TeamID{page.Team, entrance.Team, c.Fronts.Sites[site].Team} {
		if id != "" && c.Teams != nil && c.Teams.Team(id).ID == id {
			return id
		}
	}
	return ""
}

// routed adds to what is known of where a case belongs the door that its customer
// came in by.
func (t *turn) routed(r handoff.Routing) handoff.Routing {
	r.Door = t.content.door(t.conversation.Site, t.conversation.Page)
	return r
}
