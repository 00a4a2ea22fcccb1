package bot

import (
	"context"
	"slices"
	"strings"
	"time"

	"yiwen/bot/chat"
	"yiwen/bot/flow"
)

// This file has what a flow says and does once it is decided what becomes of it.

// slots returns d with the codes of cards in its slots masked.
func (v veil) slots(d Decision) Decision {
	if v.codes == nil || d.Run == nil {
		return d
	}
	d.Question = v.hide(d.Question)
	run := *d.Run
	run.Values = slices.Clone(run.Values)
	for i := range run.Values {
		run.Values[i].Text = v.hide(run.Values[i].Text)
	}
	d.Run = &run
	return d
}

// steps carries out what a decision does to a flow before anything is said: what
// is known goes to whoever takes over, and a flow that is done says its last word.
func (t *turn) steps(ctx context.Context, d *Decision, tr *Trace) error {
	run := d.Run
	if run == nil && d.Outcome == OutcomeHandoff {
		run = t.memory.Flow // asked for a person in the middle of it
	}
	if run == nil || t.content.Flows[run.ID] == nil {
		return nil
	}
	f := t.content.Flows[run.ID]
	t.lines = f.Lines(*run)
	if d.Dialogue == DialogueDone && f.End.Do == flow.DoTicket && t.tickets == nil {
		d.Outcome, d.Reason, d.About, d.Team = OutcomeHandoff, chat.ReasonCollected, t.memory.topic(t.now), chat.TeamID(f.End.Team)
		tr.Outcome, tr.Reason, tr.Team = d.Outcome, d.Reason, d.Team
	}
	tr.Flow = &TracedFlow{ID: run.ID, Did: d.Dialogue, Step: run.Step, Asked: run.Asked}
	for _, l := range t.lines {
		if tr.Slots == nil {
			tr.Slots = map[string]string{}
		}
		tr.Slots[l.Name] = clip(l.Text)
	}
	if d.Outcome == OutcomeHandoff {
		t.memory.Entities = bounded(gather(t.memory.Entities, asEntities(t.lines)))
	}
	if d.Dialogue != DialogueDone {
		return nil
	}
	if d.Outcome == OutcomeHandoff && f.End.Do == flow.DoTicket {
		return nil // its sentence is of a ticket
	}
	d.Reply = f.Fill(t.pick(f.End.Say), *run)
	if d.Outcome == OutcomeAnswer && f.End.Do == flow.DoTicket {
		return t.fileFlow(ctx, f, d)
	}
	return nil
}

// leaveFlow ends a flow that runs because a person is asked for: what it knows
// goes with the case.
func (t *turn) leaveFlow() {
	run := t.memory.Flow
	if run == nil {
		return
	}
	if f := t.content.Flows[run.ID]; f != nil {
		t.lines = f.Lines(*run)
		t.memory.Entities = bounded(gather(t.memory.Entities, asEntities(t.lines)))
	}
	t.memory.Flow = nil
}

// asEntities are lines as the desk shows them beside what was recognised.
func asEntities(lines []flow.Line) (es []chat.Entity) {
	for _, l := range lines {
		name := l.Entity
		if name == "" {
			name = l.Label
		}
		es = append(es, chat.Entity{Name: name, Text: l.Text, Value: l.Text})
	}
	return es
}

// slotLines is what a flow knows, a line for each slot.
func slotLines(lines []flow.Line) string {
	var out []string
	for _, l := range lines {
		out = append(out, l.Label+"："+l.Text)
	}
	return strings.Join(out, "\n")
}

// fileFlow makes a ticket of what a flow knows, or adds it to the one there is.
func (t *turn) fileFlow(ctx context.Context, f *flow.Flow, d *Decision) error {
	tk, err := t.openTicket(ctx)
	if err != nil {
		return err
	}
	number, add := tk.Number, false
	if number != "" {
		if add, err = t.addTo(ctx, number, f.Name+"\n"+slotLines(t.lines), ""); err != nil {
			return err
		}
	}
	if !add {
		i, err := t.info(ctx)
		if err != nil {
			return err
		}
		if err := t.file(ctx, theBot, File{Team: chat.TeamID(f.End.Team), Info: i}); err != nil {
			return err
		}
		number = t.ticket.Number
	}
	if d.Reply == "" {
		d.Reply = t.pick(t.content.Replies.Ticketed)
	}
	d.Reply, d.Ticket = strings.ReplaceAll(d.Reply, "{"+flow.PlaceNumber+"}", string(number)), number
	return nil
}

// converse adds to a message what a flow says: its question, below what was
// answered.
func (t *turn) converse(d Decision, m *chat.Message) {
	if d.Run == nil || d.Dialogue == DialogueDone || d.Dialogue == DialogueLost {
		return
	}
	f, r := t.content.Flows[d.Run.ID], t.content.Replies
	named := func(s chat.Sentence) string { return strings.ReplaceAll(t.pick(s), "{flow}", f.Name) }
	add := func(s string) { m.Text = strings.TrimSpace(m.Text + "\n\n" + s) }
	switch d.Dialogue {
	case DialogueLeft:
		add(named(r.FlowLeft))
		return
	case DialogueBegin:
		add(f.Fill(t.pick(f.Intro), *d.Run))
	case DialogueAside:
		add(named(r.FlowResume))
	}
	add(t.question(f, d))
	m.Choices = f.Choices(*d.Run)
	if d.Run.Misses > 1 {
		m.Choices = append(m.Choices, t.person())
	}
}

// question is what a flow asks now.
func (t *turn) question(f *flow.Flow, d Decision) string {
	r, slot := t.content.Replies, f.Asks(*d.Run)
	switch {
	case d.Run.Step == flow.StepConfirm:
		return strings.NewReplacer("{flow}", f.Name, "{summary}", slotLines(f.Lines(*d.Run))).Replace(t.pick(r.FlowConfirm))
	case d.Run.Step == flow.StepChange:
		return strings.ReplaceAll(t.pick(r.FlowChange), "{flow}", f.Name)
	case d.Dialogue == DialogueRetry && len(slot.Retry) > 0:
		return f.Fill(t.pick(slot.Retry), *d.Run)
	case d.Dialogue == DialogueRetry:
		example := ""
		if slot.Example != "" {
			example = "，例如：" + slot.Example
		}
		return strings.NewReplacer("{label}", slot.Label, "{example}", example).Replace(t.pick(r.FlowRetry))
	}
	return f.Fill(t.pick(slot.Ask), *d.Run)
}

// TracedFlow is what a flow did in a turn.
type TracedFlow struct {
	ID    string    `json:"id"`
	Did   Dialogue  `json:"did,omitempty"`
	Step  flow.Step `json:"step,omitempty"` // what it waits for then
	Asked string    `json:"asked,omitempty"`
}

// veil masks the codes of cards in a message, but for what the flow that runs asks
// for and that only looks like one: the tax number of a company.
func (t *turn) veil(said string) veil {
	v := t.content.veil(said)
	run := t.memory.Flow
	if v.codes == nil || run == nil || t.silent() {
		return v
	}
	if f := t.content.Flows[run.ID]; f != nil {
		if plain := f.Plain(*run, said); plain != "" && t.content.veil(strings.Replace(said, plain, "", 1)).codes == nil {
			return veil{text: said}
		}
	}
	return v
}

// flowTap is the walk of a tap on a choice of the running flow.
func (t *turn) flowTap(choice chat.Choice) walk {
	w := walk{Situation: Situation{
		Case: t.conversation.Case, Site: t.conversation.Site, Memory: t.memory, Now: t.now, Entries: t.content.Entries, Closed: t.content.closed,
		Limits: t.content.Limits, Flows: t.content.Flows, Said: choice.Label, Tap: choice.Key,
	}}
	w.mood()
	w.dialogue()
	return w
}

// flowTapped reports that a choice is one that the running flow waits for.
func (t *turn) flowTapped(of chat.Seq, key string) bool {
	run := t.memory.Flow
	return flow.IsKey(key) && run != nil && of == t.memory.Last.Of && t.content.Flows[run.ID] != nil &&
		t.now.Sub(time.UnixMilli(run.At)) <= flowWindow
}
