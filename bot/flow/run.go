package flow

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	"yiwen/bot/chat"
	"yiwen/bot/text"
)

// Flow is a compiled Spec. It never changes and is safe for concurrent use.
type Flow struct {
	Spec
	slots []slot
}

// slot is a SlotSpec ready to read.
type slot struct {
	SlotSpec
	find    *regexp.Regexp
	skip    []string   // normal forms
	options [][]string // normal forms of what names each
}

// Compile returns the flow of a Spec that Check found nothing wrong with.
func Compile(s Spec) (*Flow, error) {
	f := &Flow{Spec: s}
	for _, spec := range s.Slots {
		c := slot{SlotSpec: spec}
		if spec.Kind == KindPattern {
			var err error
			if c.find, err = regexp.Compile(spec.Pattern); err != nil {
				return nil, fmt.Errorf("compile the pattern of %s of flow %s: %w", spec.Name, s.ID, err)
			}
		}
		skip := spec.Skip
		if spec.Optional && len(skip) == 0 {
			skip = []string{"跳过", "没有", "不填", "不用", "无", "不写", "略过", "不提供"}
		}
		for _, w := range skip {
			c.skip = append(c.skip, bare(text.Normalise(w)))
		}
		for _, o := range spec.Options {
			var names []string
			for _, w := range append([]string{o.Label}, o.Words...) {
				names = append(names, text.Normalise(w))
			}
			c.options = append(c.options, names)
		}
		f.slots = append(f.slots, c)
	}
	return f, nil
}

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
	if f.fill(r, said) {
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

// Choices are what the run shows to be tapped or typed: the values of a choice,
// what is to be changed, right or wrong.
func (f *Flow) Choices(r Run) (cs []chat.Choice) {
	s := f.slot(r.Asked)
	switch {
	case r.Step == StepConfirm:
		return []chat.Choice{{Key: KeyYes, Label: "对"}, {Key: KeyNo, Label: "要改"}}
	case r.Step == StepChange:
		for _, s := range f.slots {
			cs = append(cs, chat.Choice{Key: keySlot + s.Name, Label: s.Label})
		}
		return append(cs, chat.Choice{Key: KeyLeave, Label: "不办了"})
	case s == nil:
		return nil
	case s.Kind == KindYesNo:
		cs = []chat.Choice{{Key: KeyYes, Label: yes}, {Key: KeyNo, Label: no}}
	}
	for _, o := range s.Options {
		cs = append(cs, chat.Choice{Key: keyOption + o.Label, Label: o.Label})
	}
	if s.Optional {
		cs = append(cs, chat.Choice{Key: KeySkip, Label: "跳过"})
	}
	return cs
}

// Asks returns the slot that the run asks for, or the zero SlotSpec.
func (f *Flow) Asks(r Run) SlotSpec {
	if s := f.slot(r.Asked); s != nil && r.Step == StepAsk {
		return s.SlotSpec
	}
	return SlotSpec{}
}

// Plain returns what a message gives to the slot asked for, where that is to be
// kept as it is; "" else.
func (f *Flow) Plain(r Run, said string) string {
	s := f.slot(r.Asked)
	if s == nil || !s.Plain || r.Step != StepAsk {
		return ""
	}
	if whole := strings.TrimSpace(said); s.whole(whole) {
		return whole
	}
	v, _ := s.found(said)
	return v
}

// Line is a slot that is filled, as people read it.
type Line struct {
	Name, Label, Text string
	Entity            string // the entity that it is, or ""
}

// Lines returns what the run knows, in the order of the slots, without what was
// left out.
func (f *Flow) Lines(r Run) (lines []Line) {
	for _, s := range f.slots {
		if v := r.Value(s.Name); v != "" {
			lines = append(lines, Line{s.Name, s.Label, v, s.Entity})
		}
	}
	return lines
}

// Fill puts what the run knows where its slots stand in braces.
func (f *Flow) Fill(s string, r Run) string {
	var pairs []string
	for _, c := range f.slots {
		v := r.Value(c.Name)
		if v == "" {
			v = "未提供"
		}
		pairs = append(pairs, "{"+c.Name+"}", v)
	}
	return strings.NewReplacer(pairs...).Replace(s)
}
