package editing

import (
	"cmp"
	"fmt"
	"strings"
	"time"

	"yiwen/bot/fault"
	"yiwen/knowledge"
)

// Problem is one thing that is wrong with a piece.
type Problem struct {
	knowledge.Ref
	Path []any  // of names and places from 0: "variants", 3; empty = the piece as a whole
	Text string // in Chinese
}

// Problems is the error of an edit that cannot be taken. It is a fault.Invalid.
type Problems []Problem

// Error implements error.
func (ps Problems) Error() string {
	texts := make([]string, 0, len(ps))
	for _, p := range ps {
		texts = append(texts, fmt.Sprintf("%s %s: %s", p.Kind, p.ID, p.Text))
	}
	return strings.Join(texts, "\n")
}

// Unwrap makes ps a fault.Invalid.
func (ps Problems) Unwrap() error {
	text := "内容有问题，请修改后再保存"
	if len(ps) > 0 {
		text = ps[0].Text
	}
	return fault.New(fault.Invalid, "%s", text)
}

// Conflict is the error of an edit whose pieces others have changed since its
// author saw them. Nothing of it is stored. It is a fault.Conflict.
type Conflict struct{ Theirs []Theirs }

// Theirs is what a piece is now, and who made it so.
type Theirs struct {
	knowledge.Ref
	Rev        int64
	Body       []byte // nil = removed
	By, ByName string
	At         time.Time
	Step       knowledge.Step
}

// Error implements error.
func (c *Conflict) Error() string {
	return fmt.Sprintf("%d pieces were changed by others, the first by %s", len(c.Theirs), c.Theirs[0].By)
}

// Unwrap makes c a fault.Conflict.
func (c *Conflict) Unwrap() error {
	t := c.Theirs[0]
	who := cmp.Or(t.ByName, t.By)
	if who == "" { // of what is live since before there were revisions
		return fault.New(fault.Conflict, "这处内容已经有了改动，您的修改没有保存，请刷新后再改")
	}
	return fault.New(fault.Conflict, "%s 已经修改了同一处内容，您的修改没有保存", who)
}

// Skip is a piece that a step was not taken with.
type Skip struct {
	knowledge.Ref
	Reason string // in Chinese
}
