package pack

import (
	"errors"
	"fmt"
	"strings"

	"yiwen/bot/fault"
)

// maxProblems bounds a report: beyond it a pack is not mistyped but something
// else altogether, and nobody reads on.
const maxProblems = 100

// Problem is one thing that is wrong in a pack.
type Problem struct {
	File   string // "faq.yaml", or the kind of the item where there is no file
	Line   int    // from 1; 0 = the file as a whole
	Field  string // where in the file: "[3].answer"; may be empty
	Reason string // what is wrong and, where it helps, how to mend it
}

// String returns "file:line: field: reason", without the parts that are empty.
func (p Problem) String() string {
	var b strings.Builder
	b.WriteString(p.File)
	if p.Line > 0 {
		fmt.Fprintf(&b, ":%d", p.Line)
	}
	b.WriteString(": ")
	if p.Field != "" {
		b.WriteString(p.Field + ": ")
	}
	b.WriteString(p.Reason)
	return b.String()
}

// Problems returns the problems behind an error of Read or FromItems, in file
// order, or nil when err has another cause.
func Problems(err error) []Problem {
	var list problems
	if errors.As(err, &list) {
		return list
	}
	return nil
}

// problems is the error that Read returns, one problem per line.
type problems []Problem

// Error implements error.
func (ps problems) Error() string {
	var b strings.Builder
	for i, p := range ps {
		if i == maxProblems {
			fmt.Fprintf(&b, "\n... and %d more", len(ps)-maxProblems)
			break
		}
		if i > 0 {
			b.WriteByte('\n')
		}
		b.WriteString(p.String())
	}
	return b.String()
}

// err returns ps as a fault.Invalid, or nil when there is none.
func (ps problems) err() error {
	if len(ps) == 0 {
		return nil
	}
	return fault.New(fault.Invalid, "%w", ps)
}

// add notes a problem.
func (ps *problems) add(file string, line int, field, format string, args ...any) {
	*ps = append(*ps, Problem{File: file, Line: line, Field: field, Reason: fmt.Sprintf(format, args...)})
}
