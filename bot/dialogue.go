package bot

import (
	"context"
	"slices"
	"strings"
	"time"

	"yiwen/bot/chat"
	"yiwen/bot/flow"
	"yiwen/bot/text"
	"yiwen/intents"
)

// This file lets a flow of package flow run in a conversation: a rule or the answer
// of an entry begins it, every message fills it, and what the customer asks in
// between is answered before it goes on. Who asks for a person, or is upset, has
// left it before.

// flowWindow is how long a flow waits for its customer. After that it is over
// without a word: what he writes then is about something else, or begins anew.
const flowWindow = 30 * time.Minute

// Dialogue is what a flow does in a turn. The list is closed.
type Dialogue string

// The closed list of what a flow does.
const (
	DialogueBegin Dialogue = "begin" // asks its first question, below an answer where an entry began it
	DialogueAsk   Dialogue = "ask"   // took what was said, and goes on
	DialogueRetry Dialogue = "retry" // made nothing of what was said
	DialogueAside Dialogue = "aside" // something else was answered; goes on
	DialogueLeft  Dialogue = "left"
	DialogueLost  Dialogue = "lost" // people must help
	DialogueDone  Dialogue = "done"
)

// runs reports that the flow still runs after the turn.
func (d Dialogue) runs() bool {
	switch d {
	case DialogueBegin, DialogueAsk, DialogueRetry, DialogueAside:
		return true
	}
	return false
}

// dialogue is the rung of a running flow. Without one it costs nothing, and leaves
// no line in the trace.
func (w *walk) dialogue() bool {
	run := w.Memory.Flow
	if run == nil {
		return false
	}
	f := w.Flows[run.ID]
	switch {
	case f == nil || f.Off:
		return w.step("flow", false, run.ID+" is no longer there")
	case w.waiting():
		return w.step("flow", false, run.ID+" is over: people will see to it")
	case w.Now.Sub(time.UnixMilli(run.At)) > flowWindow:
		return w.step("flow", false, run.ID+" is over: nothing was said for too long")
	}
	said := w.heard(f, *run)
	if said.Key == choicePerson {
		w.choose(choicePerson)
		return w.step("flow", true, "a person was chosen in "+run.ID)
	}
	next, out, told := f.Take(*run, said)
	next.At = w.Now.UnixMilli()
	if (out == flow.Missed || out == flow.Lost || told) && w.aside(*run, told) {
		return true
	}
	w.Unresolved, w.Run = w.Memory.Unresolved, &next
	switch out {
	case flow.Missed:
		if w.once() { // one breath: it was asked just now
			next.Misses = run.Misses
			w.Silent = true
		}
		w.Outcome, w.Dialogue = OutcomeCollect, DialogueRetry
	case flow.Waited:
		w.Outcome, w.Dialogue, w.Silent = OutcomeCollect, DialogueRetry, true
	case flow.Filled:
		w.Outcome, w.Dialogue = OutcomeCollect, DialogueAsk
	case flow.Left:
		w.Outcome, w.Dialogue, w.Unresolved = OutcomeCollect, DialogueLeft, 0
	case flow.Lost:
		w.handoff(chat.ReasonUnresolved, w.Memory.topic(w.Now))
		w.Dialogue = DialogueLost
	case flow.Done:
		w.finish(f)
	}
	if w.Outcome == OutcomeHandoff && f.End.Team != "" {
		w.Team = chat.TeamID(f.End.Team)
	}
	return w.step("flow", true, run.ID+": "+string(out)+" "+run.Asked)
}

// finish ends a flow whose slots are filled.
func (w *walk) finish(f *flow.Flow) {
	if f.End.Do == flow.DoHandoff {
		w.handoff(chat.ReasonCollected, w.Memory.topic(w.Now))
	} else {
		w.Outcome, w.Unresolved = OutcomeAnswer, 0
	}
	w.Dialogue = DialogueDone
}

// heard is the message as flow f reads it: a tap, or a number or label typed for
// one of the choices shown, or words.
func (w *walk) heard(f *flow.Flow, run flow.Run) flow.Said {
	said := flow.Said{Text: w.Said, Norm: text.Normalise(w.Said), Entities: w.Alone.Understood.Entities, Key: w.Tap}
	offer := w.Memory.Last.Offer
	i := typed(said.Norm, offer)
	if said.Key != "" || i < 0 || !flow.IsKey(offer[i].Key) && offer[i].Key != choicePerson {
		return said
	}
	kind := f.Asks(run).Kind
	written := kind == flow.KindText || kind == flow.KindPattern || kind == flow.KindEntity
	if !written || said.Norm == text.Normalise(offer[i].Label) { // else a number is what is asked for
		said.Key = offer[i].Key
	}
	return said
}

// aside looks whether the ladder has a better use for a message that the flow
// makes nothing of, or takes as it is: a rule that acts, a sure answer, small
// talk. After an answer the flow goes on.
func (w *walk) aside(run flow.Run, told bool) bool {
	if w.Tap != "" {
		return false
	}
	s := w.Situation
	s.Memory.Flow = nil
	d := Decide(s)
	rungs := w.Rungs
	switch {
	case d.Outcome == OutcomeHandoff && d.Reason == chat.ReasonRule:
		w.Decision, w.Rungs = d, append(rungs, d.Rungs...)
		return w.step("flow", false, run.ID+" is over: a rule hands off")
	case d.Outcome == OutcomeCollect && d.Dialogue == DialogueBegin && d.Run.ID != run.ID:
		w.Decision, w.Rungs = d, append(rungs, d.Rungs...)
		return w.step("flow", true, d.Run.ID+" begins instead of "+run.ID)
	case d.Outcome == OutcomeAnswer && (!told || d.Rule != "" || w.Alone.Heard.Asks && w.surely(d)), d.Outcome == OutcomeSmalltalk && !told:
	default:
		return false
	}
	w.Decision, w.Rungs = d, append(rungs, d.Rungs...)
	w.Related, w.Run, w.Dialogue = nil, nil, ""
	if run.Turns++; run.Turns < flow.MaxTurns {
		run.At = w.Now.UnixMilli()
		w.Run, w.Dialogue = &run, DialogueAside
	}
	return w.step("flow", true, run.ID+" goes on after something else")
}

// surely reports that an answer is as sure as a question of its own must be.
func (w *walk) surely(d Decision) bool {
	return len(d.Candidates) > 0 && d.Candidates[0].ID == d.Entry && d.Candidates[0].Score >= movedScore
}

// starts reports that flow id may begin now.
func (w *walk) starts(id string) (*flow.Flow, bool) {
	f := w.Flows[id]
	return f, f != nil && !f.Off && !w.waiting()
}

// begin begins a flow with the message.
func (w *walk) begin(f *flow.Flow) {
	run := f.Begin(w.Memory.Entities, flow.Said{Text: w.Said, Norm: text.Normalise(w.Said), Entities: w.Alone.Understood.Entities})
	run.At = w.Now.UnixMilli()
	w.Run, w.Dialogue = &run, DialogueBegin
}

// goOn begins the flow that goes on from the answer of an entry, where that is all
// that is answered.
func (w *walk) goOn() {
	id := w.Entries[w.Entry].Flow
	if id == "" || w.Outcome != OutcomeAnswer || w.Dialogue != "" || w.Reply != "" || w.Point != "" || w.Also != "" || len(w.Offer) > 0 {
		return
	}
	if f, ok := w.starts(id); ok {
		w.Related = nil
		w.begin(f)
		w.step("flow", true, id+" goes on from "+w.Entry)
	}
}

// slots returns d with the codes of cards in its slots masked.
func (v veil) slots(d Decision) Decision {
	if v.codes == nil || d.Run == nil {
		return d
	}
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

// keeps goes on with the flow that runs after files without words; false where
// none does.
func (w *walk) keeps(shown []chat.Entity) bool {
	run := w.Memory.Flow
	if run == nil || w.Flows[run.ID] == nil || w.waiting() || w.Now.Sub(time.UnixMilli(run.At)) > flowWindow {
		return false
	}
	next := *run
	next.At = w.Now.UnixMilli()
	w.Outcome, w.Filled, w.Pictured, w.Run, w.Dialogue = OutcomeCollect, shown, true, &next, DialogueAside
	w.Decision.Unresolved = w.Memory.Unresolved
	w.Silent = w.Burst && w.Memory.Last.Outcome == OutcomeCollect
	return w.step("flow", true, run.ID+" goes on after files")
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

// startsFlow reports that a match of a rule starts a flow that may begin now.
func (w *walk) startsFlow(m intents.Match) bool {
	f, ok := w.starts(m.Flow)
	if !ok {
		return w.step("rule", false, m.ID+" starts "+m.Flow+", which may not begin now")
	}
	w.Outcome, w.Rule, w.Unresolved = OutcomeCollect, m.ID, w.Memory.Unresolved
	w.begin(f)
	return true
}
