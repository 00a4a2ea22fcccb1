package pack

import (
	"yiwen/bot/flow"
	"yiwen/intents"
	"yiwen/knowledge"
)

// checkFlows adds what is wrong with flows.yaml. Package flow is the judge; here
// its verdicts get their lines.
func checkFlows(list []flow.Spec, teams Teams, at source, ps *problems) {
	c := checker{FlowsFile, at, ps}
	if len(list) > flow.MaxFlows {
		c.add("has %d flows; the most is %d", nil, len(list), flow.MaxFlows)
		return
	}
	known := teams.ids()
	seen := make(map[string]bool, len(list))
	for i, f := range list {
		for _, p := range f.Check(intents.EntityNames()) {
			c.add("%s", append([]any{i}, p.Path...), p.Text)
		}
		if seen[f.ID] {
			c.add("the id %q is there twice", []any{i, "id"}, f.ID)
		}
		seen[f.ID] = true
		if f.End.Team != "" && !teams.none() && !known[f.End.Team] {
			c.add("there is no team %q in teams.yaml", []any{i, "end", "team"}, f.End.Team)
		}
	}
}

// checkStarts adds the flows that entries and rules start and that there are not.
func checkStarts(entries []knowledge.Entry, rules []intents.Rule, has func(string) bool, at source, ps *problems) {
	const format = "there is no flow %q in flows.yaml"
	c := checker{FAQFile, at, ps}
	for i, e := range entries {
		if e.Flow != "" && !has(e.Flow) {
			c.add(format, []any{i, "flow"}, e.Flow)
		}
	}
	c = checker{RulesFile, at, ps}
	for i, r := range rules {
		if r.Flow != "" && !has(r.Flow) {
			c.add(format, []any{i, "flow"}, r.Flow)
		}
	}
}

// flowIDs returns the ids of all flows.
func (p *Pack) flowIDs() map[string]bool {
	ids := make(map[string]bool, len(p.Flows))
	for _, f := range p.Flows {
		ids[f.ID] = true
	}
	return ids
}

// Starts returns the flow that an item starts, or "". An item that cannot be read
// starts none.
func Starts(i Item) string {
	p := &Pack{}
	switch i.Kind {
	case KindEntry, KindRule:
		if err := p.take(i); err != nil {
			return ""
		}
	}
	for _, e := range p.Entries {
		return e.Flow
	}
	for _, r := range p.Rules {
		return r.Flow
	}
	return ""
}
