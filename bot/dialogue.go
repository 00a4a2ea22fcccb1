package bot

import (
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

// flowOf is the id of the flow that runs, or "".
func flowOf(m Memory) string {
	if m.Flow == nil {
		return ""
	}
	return m.Flow.ID
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
	said, asks := w.parted(f, *run)
	if !asks {
		said = w.heard(f, *run, flow.Said{Text: w.Said, Norm: text.Normalise(w.Said), Entities: w.Alone.Understood.Entities, Key: w.Tap})
	}
	if said.Key == choicePerson {
		w.choose(choicePerson)
		w.Picked, w.Answers = choicePerson, true
		return w.step("flow", true, "a person was chosen in "+run.ID)
	}
	next, out, told := f.Take(*run, said)
	next.At = w.Now.UnixMilli()
	switch {
	case asks && w.beside(f, next, out):
		w.Question, w.Picked = w.Aside.Text, said.Key
		w.step("flow", false, run.ID+" is told something, and something is asked")
		return w.step("flow", true, run.ID+": "+string(out)+" "+run.Asked)
	case asks:
		w.Question = w.Aside.Text
	case (out == flow.Missed || out == flow.Lost || told) && w.aside(*run, told):
		return true
	}
	w.Run, w.Unresolved = &next, w.Memory.Unresolved
	if took := out != flow.Missed && out != flow.Lost; took && w.Tap == "" {
		w.Picked = said.Key
		w.Answers = !asks
	}
	if out == flow.Missed && w.once() { // one breath: it was asked just now
		next.Misses, w.Silent = run.Misses, true
	}
	w.came(f, out)
	return w.step("flow", true, run.ID+": "+string(out)+" "+run.Asked)
}

// came does what comes of a message that flow f was told.
func (w *walk) came(f *flow.Flow, out flow.Result) {
	switch out {
	case flow.Missed:
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
		w.toTeam(f)
	case flow.Done:
		w.Outcome, w.Dialogue, w.Unresolved = OutcomeAnswer, DialogueDone, 0
		if f.End.Do == flow.DoHandoff {
			w.Unresolved = w.Memory.Unresolved
			w.handoff(chat.ReasonCollected, w.Memory.topic(w.Now))
			w.toTeam(f)
		}
	}
}

// toTeam hands off to the team of a flow, if it has one.
func (w *walk) toTeam(f *flow.Flow) {
	if f.End.Team != "" {
		w.Team = chat.TeamID(f.End.Team)
	}
}

// heard is a message as flow f reads it: a tap, or a number or label typed for one
// of the choices shown, or words.
func (w *walk) heard(f *flow.Flow, run flow.Run, said flow.Said) flow.Said {
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
