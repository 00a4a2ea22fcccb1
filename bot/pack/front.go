package pack

import (
	"slices"

	"yiwen/bot"
	"yiwen/bot/chat"
)

const (
	maxEntrances = 100
	maxPeriods   = 24 // of one day
)

// Entrance is a help button of the shop (入口) that opens the chat in its own way.
// What it leaves out is as its site has it, and what the site leaves out is as in
// replies.yaml and teams.yaml.
type Entrance struct {
	ID      string        `yaml:"id" json:"id"`
	Name    string        `yaml:"name" json:"name"`                       // for agents and editors
	Sites   []chat.SiteID `yaml:"sites,omitempty" json:"sites,omitempty"` // none = all
	Team    chat.TeamID   `yaml:"team,omitempty" json:"team,omitzero"`
	Welcome string        `yaml:"welcome,omitempty" json:"welcome,omitzero"`
	Hot     []string      `yaml:"hot,omitempty" json:"hot,omitempty"` // ids of entries
	At      []Period      `yaml:"at,omitempty" json:"at,omitempty"`
	// Form are the fields of the info pack that the welcome offers to fill in.
	Form []string `yaml:"form,omitempty" json:"form,omitempty"`
}

// Period is a part of the day, by the shop's clock, with a greeting of its own. One
// that ends before it begins goes over midnight.
type Period struct {
	From    Clock    `yaml:"from" json:"from"`
	Until   Clock    `yaml:"until" json:"until"`
	Welcome string   `yaml:"welcome,omitempty" json:"welcome,omitzero"`
	Hot     []string `yaml:"hot,omitempty" json:"hot,omitempty"`
}

// Fronts returns how the chat presents itself, as package bot greets by it.
func (s Settings) Fronts() bot.Fronts {
	f := bot.Fronts{Sites: make(map[chat.SiteID]bot.Site, len(s.Sites)), Entrances: make(map[string]bot.Entrance, len(s.Entrances))}
	for _, site := range s.Sites {
		f.Sites[site.ID] = bot.Site{
			Front:  bot.Front{Name: site.Name, Team: site.Team, Welcome: site.Welcome, Hot: site.Hot, At: periods(site.At)},
			Colour: site.Colour, Theme: site.Theme, Locale: site.Locale,
		}
	}
	for _, e := range s.Entrances {
		f.Entrances[e.ID] = bot.Entrance{
			Front: bot.Front{Name: e.Name, Team: e.Team, Welcome: e.Welcome, Hot: e.Hot, At: periods(e.At)},
			Sites: e.Sites, Form: e.Form,
		}
	}
	return f
}

func periods(at []Period) []bot.Period {
	out := make([]bot.Period, len(at))
	for i, p := range at {
		out[i] = bot.Period{From: int(p.From), Until: int(p.Until), Welcome: p.Welcome, Hot: p.Hot}
	}
	return out
}

// fronts checks what sites and entrances greet with.
type fronts struct {
	checker
	teams Teams
	entry func(string) bool
}

// look checks how one site presents itself beside its greeting.
func (c fronts) look(s Site, path ...any) {
	if s.Colour != "" && !isColour(s.Colour) {
		c.add("%q is not a colour; write it like \"#1668dc\"", with(path, "colour"), s.Colour)
	}
	if !slices.Contains([]string{"", "light", "dark", "auto"}, s.Theme) {
		c.add("there is no theme %q; write light, dark or auto", with(path, "theme"), s.Theme)
	}
	if !slices.Contains([]string{"", "zh-CN", "zh-TW", "en"}, s.Locale) {
		c.add("the chat does not speak %q; write zh-CN, zh-TW or en", with(path, "locale"), s.Locale)
	}
}

// isColour reports whether s is #rrggbb.
func isColour(s string) bool {
	if len(s) != len("#rrggbb") || s[0] != '#' {
		return false
	}
	return !slices.ContainsFunc([]byte(s[1:]), func(b byte) bool {
		return (b < '0' || b > '9') && (b < 'a' || b > 'f') && (b < 'A' || b > 'F')
	})
}

// greeting checks what a site or an entrance greets with.
func (c fronts) greeting(team chat.TeamID, welcome string, hot []string, at []Period, path ...any) {
	if team != "" && !c.teams.none() && !c.teams.ids()[string(team)] {
		c.add("there is no team %q in teams.yaml", with(path, "team"), team)
	}
	if welcome != "" {
		c.text(welcome, maxReply, with(path, "welcome")...)
	}
	c.hot(hot, with(path, "hot"))
	if len(at) > maxPeriods {
		c.add("has %d parts of the day; the most is %d", with(path, "at"), len(at), maxPeriods)
		return
	}
	for i, p := range at {
		where := with(with(path, "at"), i)
		if p.Welcome != "" {
			c.text(p.Welcome, maxReply, with(where, "welcome")...)
		}
		c.hot(p.Hot, with(where, "hot"))
		switch {
		case p.From < 0 || p.From > 24*60 || p.Until < 0 || p.Until > 24*60 || p.From == p.Until:
			c.add("the part of the day is empty: it must end at another time than it begins", where)
		case p.Welcome == "" && len(p.Hot) == 0:
			c.add("says neither a welcome nor hot questions for this part of the day", where)
		default:
			c.apart(at[:i], p, where)
		}
	}
}

// apart adds that a part of the day is shared with one before it.
func (c fronts) apart(before []Period, p Period, where []any) {
	minutes := func(t Clock) string { b, _ := t.MarshalText(); return string(b) } // never fails
	for _, o := range before {
		if o.overlaps(p) {
			c.add("overlaps %s to %s above", where, minutes(o.From), minutes(o.Until))
			return
		}
	}
}

// overlaps reports whether two periods share a minute.
func (p Period) overlaps(o Period) bool {
	return p.has(o.From) || o.has(p.From)
}

// has reports whether a period holds a minute of the day; midnight is both ends of
// the day, and begins it.
func (p Period) has(t Clock) bool {
	return bot.Period{From: int(p.From), Until: int(p.Until)}.Has(int(t))
}

// hot checks a list of hot questions.
func (c fronts) hot(ids []string, path []any) {
	if len(ids) > maxHot {
		c.add("has %d questions; the most is %d", path, len(ids), maxHot)
	}
	for i, id := range ids {
		if !c.entry(id) {
			c.add("there is no entry %q in faq.yaml", with(path, i), id)
		}
		if slices.Index(ids, id) < i {
			c.add("the entry %q is there twice", with(path, i), id)
		}
	}
}

// entrances checks the entrances of settings.
func (c fronts) entrances(s Settings) {
	if len(s.Entrances) > maxEntrances {
		c.add("has %d entrances; the most is %d", []any{"entrances"}, len(s.Entrances), maxEntrances)
		return
	}
	seen, sites := map[string]bool{}, s.sites()
	for i, e := range s.Entrances {
		path := []any{"entrances", i}
		c.id(e.ID, with(path, "id")...)
		if seen[e.ID] {
			c.add("the entrance %q is there twice", with(path, "id"), e.ID)
		}
		seen[e.ID] = true
		c.text(e.Name, maxName, with(path, "name")...)
		for j, site := range e.Sites {
			where := with(with(path, "sites"), j)
			if !sites[string(site)] {
				c.add("there is no site %q in settings.yaml", where, site)
			}
			if slices.Index(e.Sites, site) < j {
				c.add("the site %q is there twice", where, site)
			}
		}
		c.greeting(e.Team, e.Welcome, e.Hot, e.At, path...)
		c.form(e.Form, with(path, "form"))
	}
}

// form checks the fields that an entrance asks for.
func (c fronts) form(names []string, path []any) {
	for i, name := range names {
		if !slices.Contains(bot.InfoFields(), name) {
			c.add("there is no field %q; write order_no, when, amount, error, files or tried", with(path, i), name)
		}
		if slices.Index(names, name) < i {
			c.add("the field %q is there twice", with(path, i), name)
		}
	}
}

// hotOf returns all ids of entries that settings greet with, with the path to each.
func (s Settings) hotOf() (ids []string, paths [][]any) {
	add := func(hot []string, path ...any) {
		for i, id := range hot {
			ids, paths = append(ids, id), append(paths, with(with(path, "hot"), i))
		}
	}
	front := func(hot []string, at []Period, path ...any) {
		add(hot, path...)
		for i, p := range at {
			add(p.Hot, with(with(path, "at"), i)...)
		}
	}
	for i, site := range s.Sites {
		front(site.Hot, site.At, "sites", i)
	}
	for i, e := range s.Entrances {
		front(e.Hot, e.At, "entrances", i)
	}
	return ids, paths
}
