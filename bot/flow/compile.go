package flow

import (
	"fmt"
	"regexp"

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
