package pack

import "yiwen/knowledge"

const (
	maxEntries  = 20_000
	maxVariants = 500    // of one entry
	maxQuestion = 200    // runes of a question or variant: more is not a question
	maxAnswer   = 10_000 // runes
)

// checkEntries adds what is wrong with the entries of faq.yaml.
func checkEntries(entries []knowledge.Entry, teams Teams, at source, ps *problems) {
	c := checker{FAQFile, at, ps}
	if len(entries) == 0 || len(entries) > maxEntries {
		c.add("wants 1 to %d entries", nil, maxEntries)
		return
	}
	known := teams.ids()
	first := map[string]int{}
	for i, e := range entries {
		checkEntry(e, c, i)
		if j, ok := first[e.ID]; ok {
			c.add("the id %q is already that of the entry at %s", []any{i, "id"}, e.ID, lineOrPlace(at.line(FAQFile, j), j))
		} else {
			first[e.ID] = i
		}
		if e.Team != "" && !teams.none() && !known[e.Team] {
			c.add("there is no team %q in teams.yaml", []any{i, "team"}, e.Team)
		}
	}
}

func checkEntry(e knowledge.Entry, c checker, i int) {
	c.id(e.ID, i, "id")
	c.text(e.Question, maxQuestion, i, "question")
	c.text(e.Answer, maxAnswer, i, "answer")
	if len(e.Variants) > maxVariants {
		c.add("has %d variants; the most is %d", []any{i, "variants"}, len(e.Variants), maxVariants)
		return
	}
	for j, v := range e.Variants {
		c.text(v, maxQuestion, i, "variants", j)
	}
	for j, k := range e.Keywords {
		c.text(k, maxWord, i, "keywords", j)
	}
}

// entryIDs returns the ids of all entries.
func (p *Pack) entryIDs() map[string]bool {
	ids := make(map[string]bool, len(p.Entries))
	for _, e := range p.Entries {
		ids[e.ID] = true
	}
	return ids
}
