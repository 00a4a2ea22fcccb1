package pack

import (
	"net/url"
	"reflect"
	"slices"
	"strings"
	"time"

	"yiwen/bot"
	"yiwen/bot/chat"
	"yiwen/bot/text"
	"yiwen/intents"
)

const (
	maxSites   = 100
	maxOrigins = 100 // of one site
	maxName    = 60  // runes of a shown name
	maxReply   = chat.MaxText
	maxHot     = 8 // hot questions: more than a phone shows at once
)

// Settings is settings.yaml: what belongs to the shop and not to one answer.
type Settings struct {
	Name     string `yaml:"name" json:"name"`         // of the shop, shown to customers
	Timezone string `yaml:"timezone" json:"timezone"` // IANA name; of hours, holidays and reports
	Sites    []Site `yaml:"sites" json:"sites"`
	// Entrances are the help buttons of the shop that open the chat each in its way.
	Entrances []Entrance `yaml:"entrances,omitempty" json:"entrances,omitempty"`
	// Answer, Suggest and Gap of Limits are 0 where they are left to what is
	// learned from the content.
	Limits bot.Limits `yaml:"limits" json:"limits"`
	// Entities are what the shop's own numbers look like; zero = as package
	// intents has them.
	Entities intents.EntitySpec `yaml:"entities,omitempty" json:"entities,omitzero"`
	// Review: a change goes live only after somebody else than its author
	// approved it.
	Review bool `yaml:"review,omitempty" json:"review,omitzero"`
}

// Site is a shop front that the widget is opened on.
type Site struct {
	ID   chat.SiteID `yaml:"id" json:"id"`
	Name string      `yaml:"name" json:"name"` // shown in the widget's head
	// Origins are the pages that may hold the chat: "https://www.example.com".
	// Empty = only the server's own pages.
	Origins []string `yaml:"origins,omitempty" json:"origins,omitempty"`
	Colour  string   `yaml:"colour,omitempty" json:"colour,omitzero"` // #rrggbb; none = the product's own
	Theme   string   `yaml:"theme,omitempty" json:"theme,omitzero"`   // light, dark or auto; none = light
	Locale  string   `yaml:"locale,omitempty" json:"locale,omitzero"` // zh-CN, zh-TW or en; none = the browser's
	// Team takes its cases where nothing else names one.
	Team    chat.TeamID `yaml:"team,omitempty" json:"team,omitzero"`
	Welcome string      `yaml:"welcome,omitempty" json:"welcome,omitzero"` // none = as in replies.yaml
	Hot     []string    `yaml:"hot,omitempty" json:"hot,omitempty"`        // none = as in replies.yaml
	At      []Period    `yaml:"at,omitempty" json:"at,omitempty"`
}

// defaultSettings is what a pack without settings.yaml has.
func defaultSettings() Settings {
	limits := bot.DefaultLimits()
	limits.Answer, limits.Suggest, limits.Gap = 0, 0, 0
	return Settings{
		Name:     "客服中心",
		Timezone: "Asia/Shanghai",
		Sites:    []Site{{ID: "default", Name: "在线客服"}},
		Limits:   limits,
	}
}

// checkSettings adds what is wrong with s.
func checkSettings(s Settings, teams Teams, entry func(string) bool, at source, ps *problems) {
	c := checker{SettingsFile, at, ps}
	f := fronts{c, teams, entry}
	c.text(s.Name, maxName, "name")
	if _, err := time.LoadLocation(s.Timezone); err != nil || s.Timezone == "" || s.Timezone == "Local" {
		c.add("%q is not a time zone; write it like Asia/Shanghai", []any{"timezone"}, s.Timezone)
	}
	if len(s.Sites) == 0 || len(s.Sites) > maxSites {
		c.add("wants 1 to %d sites", []any{"sites"}, maxSites)
		return
	}
	seen := map[chat.SiteID]bool{}
	for i, site := range s.Sites {
		c.id(string(site.ID), "sites", i, "id")
		if seen[site.ID] {
			c.add("the site %q is there twice", []any{"sites", i, "id"}, site.ID)
		}
		seen[site.ID] = true
		c.text(site.Name, maxName, "sites", i, "name")
		if len(site.Origins) > maxOrigins {
			c.add("has %d origins; the most is %d", []any{"sites", i, "origins"}, len(site.Origins), maxOrigins)
		}
		for j, o := range site.Origins {
			if !isOrigin(o) {
				c.add("%q is not an origin; write it like https://www.example.com, without a path", []any{"sites", i, "origins", j}, o)
			}
		}
		f.look(site, "sites", i)
		f.greeting(site.Team, site.Welcome, site.Hot, site.At, "sites", i)
	}
	f.entrances(s)
	checkLimits(s.Limits, c)
}

// isOrigin reports whether s is scheme://host[:port] in the form that browsers
// send: anything more would silently never match.
func isOrigin(s string) bool {
	u, err := url.Parse(s)
	return err == nil && (u.Scheme == "https" || u.Scheme == "http") && u.Host != "" &&
		s == u.Scheme+"://"+u.Host && s == strings.ToLower(s) && !strings.ContainsAny(u.Host, "*;, '\"")
}

func checkLimits(l bot.Limits, c checker) {
	share := func(v float64, key string) {
		if !(v >= 0 && v <= 1) { // also refuses NaN
			c.add("wants a number from 0 to 1, has %v", []any{"limits", key}, v)
		}
	}
	share(l.Answer, "answer")
	share(l.Suggest, "suggest")
	share(l.Gap, "gap")
	share(l.Uneasy, "uneasy")
	share(l.Mood, "mood")
	if l.Answer > 0 && l.Suggest > l.Answer {
		c.add("%v is above the answer limit %v: nothing would ever be suggested", []any{"limits", "suggest"}, l.Suggest, l.Answer)
	}
	if l.Uneasy > l.Mood {
		c.add("%v is above the mood limit %v", []any{"limits", "uneasy"}, l.Uneasy, l.Mood)
	}
	if l.Choices < 1 || l.Choices > 5 {
		c.add("wants 1 to 5, has %d", []any{"limits", "choices"}, l.Choices)
	}
	if l.Unresolved < 1 || l.Unresolved > 10 {
		c.add("wants 1 to 10, has %d", []any{"limits", "unresolved"}, l.Unresolved)
	}
}

// maxWordings bounds the wordings of a sentence: nobody hears more of them in turn.
const maxWordings = 20

// checkReplies adds what is wrong with the bot's sentences: none may be empty, or
// the bot would send an empty message, and nothing may stand in braces that nobody
// fills in.
func checkReplies(r bot.Replies, has func(string) bool, at source, ps *problems) {
	c := checker{RepliesFile, at, ps}
	v := reflect.ValueOf(r)
	for f := range v.Type().Fields() {
		name := f.Tag.Get("yaml")
		switch s := v.FieldByIndex(f.Index).Interface().(type) {
		case string:
			c.text(s, maxReply, name)
		case bot.Sentence:
			c.sentence(s, name)
		}
	}
	if len(r.Hot) > maxHot {
		c.add("has %d questions; the most is %d", []any{"hot"}, len(r.Hot), maxHot)
	}
	seen := map[string]bool{}
	for i, id := range r.Hot {
		if !has(id) {
			c.add("there is no entry %q in faq.yaml", []any{"hot", i}, id)
		}
		if seen[id] {
			c.add("the entry %q is there twice", []any{"hot", i}, id)
		}
		seen[id] = true
	}
}

// sites returns the ids of all sites.
func (s Settings) sites() map[string]bool {
	ids := make(map[string]bool, len(s.Sites))
	for _, site := range s.Sites {
		ids[string(site.ID)] = true
	}
	return ids
}

// sentence checks every wording of a sentence.
func (c checker) sentence(s bot.Sentence, name string) {
	switch {
	case len(s) == 0:
		c.text("", maxReply, name)
	case len(s) > maxWordings:
		c.add("has %d wordings; the most is %d", []any{name}, len(s), maxWordings)
		return
	}
	known := bot.Placeholders(name)
	for i, wording := range s {
		path := []any{name, i}
		if len(s) == 1 {
			path = path[:1]
		}
		c.text(wording, maxReply, path...)
		for _, name := range inBraces(wording) {
			if !slices.Contains(known, name) {
				c.unfilled(name, known, path)
			}
		}
		if slices.Index(s, wording) < i {
			c.add("the wording is there twice", path)
		}
	}
}

// inBraces returns what stands in braces in s: what looks like a placeholder.
func inBraces(s string) (names []string) {
	for {
		_, rest, ok := strings.Cut(s, "{")
		if !ok {
			return names
		}
		if name, after, ok := strings.Cut(rest, "}"); ok && !strings.ContainsAny(name, "{\n") {
			names, rest = append(names, name), after
		}
		s = rest
	}
}

// unfilled adds that nobody fills in what stands in braces.
func (c checker) unfilled(name string, known []string, path []any) {
	if len(known) == 0 {
		c.add("nothing is filled in here: %s would be shown as it is", path, "{"+name+"}")
		return
	}
	c.add("nobody fills in %s; known are {%s}", path, "{"+name+"}", strings.Join(known, "} {"))
}

// checker adds problems of one file.
type checker struct {
	file string
	at   source
	ps   *problems
}

func (c checker) add(format string, path []any, args ...any) {
	field := place(path...)
	if c.at.lines[c.file] != nil {
		field = "" // the line says it
	}
	c.ps.at(c.file, c.at.line(c.file, path...), field, path, format, args...)
}

// text wants between 1 and limit runes that are not all blank.
func (c checker) text(s string, limit int, path ...any) {
	if err := text.Check(s, limit); err != nil {
		c.add("%v", path, err)
	}
}

// id wants a stable name.
func (c checker) id(s string, path ...any) {
	if err := text.CheckID(s); err != nil {
		c.add("%v", path, err)
	}
}
