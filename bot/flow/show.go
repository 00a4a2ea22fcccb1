package flow

import (
	"strings"

	"yiwen/bot/chat"
)

// This file has what a run shows of itself.

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
