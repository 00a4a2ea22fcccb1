package pack

import "yiwen/knowledge"

const (
	maxGolden     = 5000
	maxGoldenText = 500 // runes: what customers write in one go
	maxGoldenNote = 200 // runes
)

// checkGolden adds what is wrong with golden.yaml.
func checkGolden(list []knowledge.Golden, settings Settings, has func(string) bool, at source, ps *problems) {
	c := checker{GoldenFile, at, ps}
	if len(list) > maxGolden {
		c.add("has %d questions; the most is %d", nil, len(list), maxGolden)
		return
	}
	sites := settings.sites()
	seen := make(map[string]bool, len(list))
	for i, g := range list {
		c.id(g.ID, i, "id")
		if seen[g.ID] {
			c.add("the id %q is there twice", []any{i, "id"}, g.ID)
		}
		seen[g.ID] = true
		c.text(g.Text, maxGoldenText, i, "text")
		if g.Note != "" {
			c.text(g.Note, maxGoldenNote, i, "note")
		}
		if g.Entry != "" && !has(g.Entry) {
			c.add("there is no entry %q in faq.yaml", []any{i, "entry"}, g.Entry)
		}
		if g.Site != "" && !sites[g.Site] {
			c.add("there is no site %q in settings.yaml", []any{i, "site"}, g.Site)
		}
		switch g.Wants {
		case knowledge.WantsEntry, knowledge.WantsHandoff:
		case knowledge.WantsOffer:
			if g.Entry == "" {
				c.add("wants an entry that is to be offered", []any{i, "entry"})
			}
		default:
			c.add("%q is nothing that a question may want; leave it out, or write offer or handoff", []any{i, "wants"}, g.Wants)
		}
	}
}
