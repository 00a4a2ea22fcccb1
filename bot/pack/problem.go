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

	// Of FromItems and Check, which know no files:
	Kind, ID string // of the item; both empty where it is the content as a whole
	Path     []any  // of names and places from 0 in its body: "variants", 3
}

// Chinese is the reason in the words of an editor who writes in a form, not in a
// file.
func (p Problem) Chinese() string { return chinese(p.Reason) }

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

// at is add with the path to what is wrong.
func (ps *problems) at(file string, line int, field string, path []any, format string, args ...any) {
	*ps = append(*ps, Problem{File: file, Line: line, Field: field, Path: path, Reason: fmt.Sprintf(format, args...)})
}

// locate says which item each problem is of; ids are those of the items in their
// order, by kind. What was added for an item itself is known already.
func (ps problems) locate(ids map[string][]string) {
	for i := range ps {
		p := &ps[i]
		kind, list := kindOf(p.File)
		switch {
		case p.Kind != "" || kind == "":
		case !list:
			p.Kind, p.ID = kind, kind
		case len(p.Path) > 0:
			if n, ok := p.Path[0].(int); ok && n < len(ids[kind]) {
				p.Kind, p.ID, p.Path = kind, ids[kind][n], p.Path[1:]
			}
		}
	}
}

// kindOf returns the kind of the items that a file is, and whether each line or
// row of it is an item of its own.
func kindOf(file string) (kind string, list bool) {
	switch file {
	case FAQFile:
		return KindEntry, true
	case RulesFile:
		return KindRule, true
	case SmallFile:
		return KindSmall, true
	case CannedFile:
		return KindCanned, true
	case GoldenFile:
		return KindGolden, true
	case FlowsFile:
		return KindFlow, true
	case MoodFile:
		return KindMood, false
	case TalkFile:
		return KindTalk, false
	case RepliesFile:
		return KindReplies, false
	case SettingsFile:
		return KindSettings, false
	case TeamsFile:
		return KindTeams, false
	case SynonymsFile:
		return KindSynonyms, false
	case DictionaryFile:
		return KindDictionary, false
	case StopsFile:
		return KindStops, false
	case HomophonesFile:
		return KindHomophones, false
	}
	return "", false
}
