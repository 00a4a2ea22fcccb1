package pack

import "yiwen/knowledge"

// checkEntries adds what is wrong with the entries of faq.yaml. Package
// knowledge is the judge; here its verdicts get their lines.
func checkEntries(entries []knowledge.Entry, teams Teams, settings Settings, has func(string) bool, at source, ps *problems) {
	c := checker{FAQFile, at, ps}
	for _, p := range knowledge.Check(entries) {
		if p.Other >= 0 {
			c.add("%s, at %s", pathOf(p), p.Reason, lineOrPlace(at.line(FAQFile, p.Other), p.Other))
			continue
		}
		c.add("%s", pathOf(p), p.Reason)
	}
	known, sites := teams.ids(), settings.sites()
	for i, e := range entries {
		if e.Team != "" && !teams.none() && !known[e.Team] {
			c.add("there is no team %q in teams.yaml", []any{i, "team"}, e.Team)
		}
		for j, a := range e.Answers {
			if !sites[a.Site] {
				c.add("there is no site %q in settings.yaml", []any{i, "answers", j, "site"}, a.Site)
			}
		}
		for j, id := range e.Related {
			if !has(id) {
				c.add("there is no entry %q in faq.yaml", []any{i, "related", j}, id)
			}
		}
	}
}

// pathOf is the place of a problem in faq.yaml.
func pathOf(p knowledge.Problem) []any {
	var path []any
	if p.Index >= 0 {
		path = append(path, p.Index)
	}
	if p.Field != "" {
		path = append(path, p.Field)
	}
	if p.Item >= 0 {
		path = append(path, p.Item)
	}
	if p.Sub != "" {
		path = append(path, p.Sub)
	}
	return path
}

// entryIDs returns the ids of all entries.
func (p *Pack) entryIDs() map[string]bool {
	ids := make(map[string]bool, len(p.Entries))
	for _, e := range p.Entries {
		ids[e.ID] = true
	}
	return ids
}
