package pack

import (
	"strings"

	"yiwen/bot/chat"
	"yiwen/handoff/canned"
)

const (
	maxCanned = 5000
	maxTitle  = 60 // runes
)

// Canned is an entry of canned.yaml: a sentence that agents send by a click.
type Canned struct {
	ID    string      `yaml:"id" json:"id"`
	Group string      `yaml:"group,omitempty" json:"group,omitempty"` // heading in the agent's list
	Team  chat.TeamID `yaml:"team,omitempty" json:"team,omitempty"`   // empty = for every team
	Title string      `yaml:"title" json:"title"`                     // what the agent's list shows
	// Text may hold {客户}, {订单号} and {坐席}, which the desk fills in; the older
	// {customer} and {agent} are the first and the last of them.
	Text   string `yaml:"text" json:"text"`
	Opener bool   `yaml:"opener,omitempty" json:"opener,omitempty"` // meets an upset customer
}

// reply is c as the desk knows it. It cannot be changed there.
func (c Canned) reply() canned.Reply {
	r := canned.Reply{
		ID: canned.PackID(c.ID), Scope: canned.Global, Team: c.Team, Group: c.Group, Title: c.Title, Opener: c.Opener,
		Text: canned.Fill(c.Text, map[string]string{"customer": "{客户}", "agent": "{坐席}"}),
	}
	if c.Team != "" {
		r.Scope = canned.Team
	}
	return r
}

// CannedReplies returns the canned replies of p as the desk knows them, in their
// order.
func (p *Pack) CannedReplies() []canned.Reply {
	list := make([]canned.Reply, len(p.Canned))
	for i, c := range p.Canned {
		list[i] = c.reply()
	}
	return list
}

// checkCanned adds what is wrong with list.
func checkCanned(list []Canned, teams Teams, at source, ps *problems) {
	c := checker{CannedFile, at, ps}
	if len(list) > maxCanned {
		c.add("has %d sentences; the most is %d", nil, len(list), maxCanned)
		return
	}
	known := teams.ids()
	seen := map[string]bool{}
	for i, r := range list {
		c.id(r.ID, i, "id")
		if seen[r.ID] {
			c.add("the id %q is there twice", []any{i, "id"}, r.ID)
		}
		seen[r.ID] = true
		c.text(r.Title, maxTitle, i, "title")
		c.text(r.Text, chat.MaxText, i, "text")
		if names := canned.Unknown(r.reply().Text); len(names) > 0 {
			c.add("nobody fills in %s; known are {%s}", []any{i, "text"}, strings.Join(names, " "), strings.Join(canned.Variables(), "} {"))
		}
		if r.Team != "" && !known[string(r.Team)] {
			c.add("there is no team %q in teams.yaml", []any{i, "team"}, r.Team)
		}
	}
}
