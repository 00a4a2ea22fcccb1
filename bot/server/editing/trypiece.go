package editing

import (
	"context"
	"encoding/json"
	"time"

	"yiwen/bot/flow"
	"yiwen/bot/pack"
	"yiwen/bot/text"
	"yiwen/intents"
	"yiwen/knowledge"
)

// Checked is what there is to say about a piece that is not saved.
type Checked struct {
	Body     []byte        // in the canonical form
	Problems Problems      // what keeps it from being saved
	Warnings Problems      // what is odd
	Cost     time.Duration // of a rule: what its slowest regex takes on the longest message
}

// Check says what is wrong with a piece as it would be saved. It stores nothing.
func (s *Service) Check(ctx context.Context, e knowledge.Edit) (Checked, error) {
	d, err := s.Draft(ctx)
	if err != nil {
		return Checked{}, err
	}
	c := newChecker(d, []knowledge.Edit{e})
	e = c.edit(e)
	c.regexes(e)
	c.sites()
	out := Checked{Body: e.Body, Problems: c.found, Cost: c.cost}
	if len(c.found) > 0 {
		return out, nil
	}
	switch e.Kind {
	case pack.KindEntry:
		var entry knowledge.Entry
		if err := json.Unmarshal(e.Body, &entry); err == nil { // it was checked
			out.Warnings = s.Warnings(d, entry)
		}
	case pack.KindRule:
		out.Warnings = d.ruleWarnings(e)
	case pack.KindFlow:
		out.Warnings = d.flowWarnings(e)
	}
	return out, nil
}

// flowWarnings says that nothing starts a flow that is on.
func (d *Draft) flowWarnings(e knowledge.Edit) Problems {
	var spec flow.Spec
	if err := json.Unmarshal(e.Body, &spec); err != nil || spec.Off { // it was checked
		return nil
	}
	for p := range d.Entries() {
		if p.Value.Flow == e.ID && !p.Value.Off {
			return nil
		}
	}
	for p := range d.Pieces(pack.KindRule) {
		var r intents.Rule
		if json.Unmarshal(p.Value, &r) == nil && r.Flow == e.ID && !r.Off {
			return nil
		}
	}
	return Problems{{Ref: e.Ref, Text: "还没有规则或条目开始这个流程，客户走不到这里：请在「规则」里加一条动作是「开始流程」的规则"}}
}

// ruleWarnings says where a rule and the others get in each other's way.
func (d *Draft) ruleWarnings(e knowledge.Edit) (out Problems) {
	var rules []intents.Rule
	add := func(id string, body []byte) {
		var r intents.Rule
		if item, err := pack.Canonical(knowledge.Item{Kind: pack.KindRule, ID: id, Body: body}); err == nil && json.Unmarshal(item.Body, &r) == nil {
			rules = append(rules, r)
		}
	}
	put := false
	for p := range d.Pieces(pack.KindRule) {
		if !put && e.Position <= p.Position {
			add(e.ID, e.Body)
			put = true
		}
		if p.Ref != e.Ref {
			add(p.ID, p.Value)
		}
	}
	if !put {
		add(e.ID, e.Body)
	}
	set, err := intents.Compile(intents.Spec{Rules: rules, Entities: d.Settings().Entities}, text.Runes{})
	if err != nil {
		return nil // the others are not fit; whoever saves them hears of it
	}
	for _, w := range set.Warnings() {
		if w.Rule == e.ID || w.With == e.ID {
			out = append(out, Problem{Ref: e.Ref, Text: w.String()})
		}
	}
	return out
}
