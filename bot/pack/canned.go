package pack

import (
	"yiwen/bot/chat"
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
	// Text may hold {agent} and {customer}, which the desk fills in.
	Text string `yaml:"text" json:"text"`
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
		if r.Team != "" && !known[string(r.Team)] {
			c.add("there is no team %q in teams.yaml", []any{i, "team"}, r.Team)
		}
	}
}
