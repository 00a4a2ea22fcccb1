package flow

import (
	"slices"
	"strings"

	"yiwen/bot/chat"
)

// Step is what a running flow waits for.
type Step string

// The closed list of steps.
const (
	StepAsk     Step = "ask"     // for the slot Asked
	StepConfirm Step = "confirm" // whether what was understood is right
	StepChange  Step = "change"  // which slot is to be changed
)

// Run is a flow on its way: all of it is in the conversation's memory.
type Run struct {
	ID     string  `json:"id"`
	At     int64   `json:"at"` // of the last turn, Unix milliseconds
	Step   Step    `json:"step"`
	Asked  string  `json:"asked,omitempty"` // with StepAsk: the slot
	Turns  int     `json:"turns,omitempty"`
	Misses int     `json:"misses,omitempty"` // in a row, of this step
	Values []Value `json:"values,omitempty"` // in the order of the slots
}

// Value is what fills a slot; one without text was left out.
type Value struct {
	Slot string `json:"slot"`
	Text string `json:"text,omitempty"`
}

// Said is a message as a flow reads it.
type Said struct {
	Text     string // as it was written
	Norm     string // its normal form
	Entities []chat.Entity
	Key      string // of the choice that it taps or types, or ""
}

// Result is what a message did to a run.
type Result string

// The closed list of results.
const (
	Missed Result = "missed" // nothing that helps
	Waited Result = "waited" // the customer has heard, or wants a moment
	Filled Result = "filled" // a slot was filled, changed, left out or emptied; or it was said which is to be changed
	Done   Result = "done"
	Left   Result = "left" // the customer wants it no longer
	Lost   Result = "lost" // missed too often, or too long: people must help
)

// Bounds of a run: how often in a row an answer may not fit before people are
// called (an optional slot is left out before), and how many turns it may take in all.
const (
	MaxMisses = 3
	MaxTurns  = 40
)

// Keys of choices begin with keyPrefix, which no entry's id can.
const (
	keyPrefix = "flow:"
	KeyYes    = keyPrefix + "yes"
	KeyNo     = keyPrefix + "no"
	KeySkip   = keyPrefix + "skip"
	KeyLeave  = keyPrefix + "leave"
	keyOption = keyPrefix + "option:"
	keySlot   = keyPrefix + "slot:"
)

// IsKey reports that a choice is one of a flow's.
func IsKey(key string) bool { return strings.HasPrefix(key, keyPrefix) }

// values that yes and no are kept as.
const yes, no = "是", "否"

// Begin starts the flow with a message, and with what was named before it: an
// entity of which the case has named one value only. What is known is not asked
// for; where nothing is missing the run begins by asking whether it is right.
func (f *Flow) Begin(known []chat.Entity, said Said) Run {
	r := Run{ID: f.ID}
	f.entities(&r, said.Entities)
	f.options(&r, said)
	for _, s := range f.slots {
		if e, ok := only(known, s.Entity); ok && s.Kind == KindEntity && !r.has(s.Name) {
			r.set(f, s.Name, e)
		}
	}
	f.next(&r)
	return r
}

// only returns the one value that known has of an entity. A time or an amount was
// said of something else.
func only(known []chat.Entity, name string) (value string, ok bool) {
	if name == "time" || name == "amount" {
		return "", false
	}
	for _, e := range known {
		if e.Name != name {
			continue
		}
		if ok && value != valueOf(e) {
			return "", false
		}
		value, ok = valueOf(e), true
	}
	return value, ok
}

// valueOf is what is kept of an entity.
func valueOf(e chat.Entity) string {
	switch e.Name {
	case "time", "amount":
		return e.Text
	}
	return e.Value
}

// next sets what the run waits for.
func (f *Flow) next(r *Run) {
	r.Misses = 0
	for _, s := range f.slots {
		if !r.has(s.Name) {
			r.Step, r.Asked = StepAsk, s.Name
			return
		}
	}
	r.Step, r.Asked = StepConfirm, ""
}

func (r *Run) has(slot string) bool {
	return slices.ContainsFunc(r.Values, func(v Value) bool { return v.Slot == slot })
}

// Value returns what fills a slot, "" where nothing does.
func (r Run) Value(slot string) string {
	if i := slices.IndexFunc(r.Values, func(v Value) bool { return v.Slot == slot }); i >= 0 {
		return r.Values[i].Text
	}
	return ""
}

// set fills a slot, in a list of its own.
func (r *Run) set(f *Flow, name, value string) {
	var out []Value
	for _, s := range f.slots {
		switch {
		case s.Name == name:
			out = append(out, Value{name, clipped(value, MaxText)})
		case r.has(s.Name):
			out = append(out, Value{s.Name, r.Value(s.Name)})
		}
	}
	r.Values = out
}

// unset empties a slot and asks for it.
func (r *Run) unset(name string) {
	r.Values = slices.DeleteFunc(slices.Clone(r.Values), func(v Value) bool { return v.Slot == name })
	r.Step, r.Asked, r.Misses = StepAsk, name, 0
}

func clipped(s string, most int) string {
	n := 0
	for i := range s {
		if n++; n > most {
			return s[:i]
		}
	}
	return s
}

// Take reads a message in a running flow. told says that a text slot took it as
// it is, whatever it says. With Missed and Lost the run has counted it; a caller
// who finds a better use for a message that is missed or told goes on with the run
// that he had.
func (f *Flow) Take(r Run, said Said) (after Run, out Result, told bool) {
	r.Turns++
	norm := bare(said.Norm)
	out = f.take(&r, said, norm)
	if out == Missed && f.tells(r, said, norm) {
		r.set(f, r.Asked, strings.TrimSpace(f.unlabelled(f.slot(r.Asked), said.Text)))
		out, told = f.goOn(&r), true
	}
	switch {
	case r.Turns >= MaxTurns && out != Done && out != Left:
		return r, Lost, false
	case out != Missed:
		return r, out, told
	}
	r.Misses++
	s := f.slot(r.Asked)
	switch {
	case r.Step == StepAsk && s != nil && s.Optional && r.Misses > 1:
		r.set(f, s.Name, "")
		return r, f.goOn(&r), false
	case r.Misses >= MaxMisses:
		return r, Lost, false
	}
	return r, Missed, false
}

// tells reports that the slot asked for takes a message as it is.
func (f *Flow) tells(r Run, said Said, norm string) bool {
	s := f.slot(r.Asked)
	return r.Step == StepAsk && s != nil && s.Kind == KindText && said.Key == "" && s.takes(said, norm)
}

// goOn is the result of a message that filled something. Without a step of
// confirming, the last slot ends the flow.
func (f *Flow) goOn(r *Run) Result {
	confirmed := r.Step == StepConfirm
	f.next(r)
	if r.Step == StepConfirm && !f.Confirm && !confirmed {
		return Done
	}
	return Filled
}

func (f *Flow) slot(name string) *slot {
	if i := slices.IndexFunc(f.slots, func(s slot) bool { return s.Name == name }); i >= 0 {
		return &f.slots[i]
	}
	return nil
}

// take is Take without counting.
func (f *Flow) take(r *Run, said Said, norm string) Result {
	asked := f.slot(r.Asked)
	switch {
	case said.Key != "":
		return f.tapped(r, said.Key, asked)
	case r.Step == StepAsk && asked != nil && asked.Kind == KindYesNo && answerOf(norm) != "":
		r.set(f, asked.Name, answerOf(norm))
		return f.goOn(r)
	case r.Step == StepAsk && asked != nil && asked.Optional && slices.Contains(asked.skip, norm):
		r.set(f, asked.Name, "")
		return f.goOn(r)
	case leaves(norm):
		return Left
	case r.Step == StepConfirm && answerOf(norm) == yes:
		return Done
	}
	if left := f.leaveOut(r, norm); f.fill(r, said) || left {
		if asked != nil && !r.has(asked.Name) && f.tells(*r, said, norm) && asked.besides(said, norm) {
			r.set(f, asked.Name, strings.TrimSpace(said.Text)) // 订单XK… 充了三次都没到: a number, and the story
		}
		return f.goOn(r)
	}
	if name := f.wrong(*r, said.Norm); name != "" {
		r.unset(name)
		return Filled
	}
	if r.Step == StepConfirm && (answerOf(norm) == no || changes(norm)) {
		r.Step, r.Misses = StepChange, 0
		return Filled
	}
	if r.Step == StepAsk && waits(norm) {
		return Waited
	}
	return Missed
}

// tapped carries out a choice.
func (f *Flow) tapped(r *Run, key string, asked *slot) Result {
	option, isOption := strings.CutPrefix(key, keyOption)
	name, isSlot := strings.CutPrefix(key, keySlot)
	ask := r.Step == StepAsk && asked != nil
	switch {
	case key == KeyLeave:
		return Left
	case key == KeyYes && r.Step == StepConfirm:
		return Done
	case key == KeyNo && r.Step == StepConfirm:
		r.Step, r.Misses = StepChange, 0
		return Filled
	case isSlot && r.Step == StepChange && f.slot(name) != nil:
		r.unset(name)
		return Filled
	case key == KeySkip && ask && asked.Optional:
		r.set(f, asked.Name, "")
	case key == KeyYes && ask && asked.Kind == KindYesNo:
		r.set(f, asked.Name, yes)
	case key == KeyNo && ask && asked.Kind == KindYesNo:
		r.set(f, asked.Name, no)
	case isOption && ask && slices.ContainsFunc(asked.Options, func(o Option) bool { return o.Label == option }):
		r.set(f, asked.Name, option)
	default:
		return Missed
	}
	return f.goOn(r)
}
