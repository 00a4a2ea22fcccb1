package intents

import (
	"fmt"
	"slices"
	"strings"
)

// Warning is something about the rules that works but is hardly meant.
type Warning struct {
	Rule string // the rule to look at; empty = all of them together
	With string // the rule it gets in the way of, or that gets in its way; may be empty
	Text string // what is odd, in the words of an editor
}

// String is the warning in one line.
func (w Warning) String() string {
	if w.Rule == "" {
		return w.Text
	}
	return fmt.Sprintf("规则 %s：%s", w.Rule, w.Text)
}

// Warnings looks for rules that cannot have their say: such as match exactly
// when another of the same priority does, with a different action, and such as
// another rule always answers before. It proves what it says, so it misses what
// it cannot prove (regexes and conditions are compared as they are written).
// Rules that only tag, or are off, are in nobody's way. The time grows with the square of
// the number of rules: for reports, not for turns.
func (s *Set) Warnings() []Warning {
	var out []Warning
	scopes := make([]scope, len(s.rules))
	for i, r := range s.rules {
		scopes[i] = newScope(r.Rule)
	}
	for i, r := range s.rules {
		if r.Action == ActionTag || r.Off {
			continue
		}
		for j := range i {
			first := s.rules[j]
			if first.Action == ActionTag || first.Off || !scopes[i].implies(&scopes[j]) {
				continue
			}
			w := Warning{Rule: r.ID, With: first.ID}
			switch {
			case first.Priority > r.Priority:
				w.Text = fmt.Sprintf("轮不到它：凡是它能匹配的话，优先级更高的 %s 都先匹配", first.ID)
			case !scopes[j].implies(&scopes[i]):
				w.Text = fmt.Sprintf("轮不到它：优先级相同、排在前面的 %s 条件更宽，都先匹配", first.ID)
			case sameAction(first.Rule, r.Rule):
				w.Text = fmt.Sprintf("和 %s 的条件、动作都一样，多余", first.ID)
			default:
				w.Text = fmt.Sprintf("和 %s 的条件、优先级都一样，动作却不同，只有排在前面的 %s 起作用", first.ID, first.ID)
			}
			out = append(out, w)
			break // one reason is enough
		}
	}
	for _, id := range s.Costly() {
		out = append(out, Warning{Rule: id, Text: "没有写 all、any 或 entities，每句话都要算一遍它的 regex、when"})
	}
	return out
}

func sameAction(a, b Rule) bool {
	return a.Action == b.Action && a.Entry == b.Entry && a.Reply == b.Reply && a.Flow == b.Flow && a.Team == b.Team
}

// scope is when a rule matches, in a form that can be compared.
type scope struct {
	Rule
	all, any, none []written
}

// written is a pattern as parsed.
type written struct {
	pieces     []piece
	start, end bool
}

func newScope(r Rule) scope {
	return scope{Rule: r, all: parseAll(r.All), any: parseAll(r.Any), none: parseAll(r.None)}
}

// parseAll parses patterns that compiled before.
func parseAll(patterns []string) []written {
	var out []written
	for _, p := range patterns {
		if pieces, start, end, err := parse(p); err == nil {
			out = append(out, written{pieces, start, end})
		}
	}
	return out
}

// implies reports that wherever s matches, t does.
func (s *scope) implies(t *scope) bool {
	if t.When != "" && strings.TrimSpace(t.When) != strings.TrimSpace(s.When) ||
		len(t.Regex) > 0 && (len(s.Regex) == 0 || !contains(t.Regex, s.Regex)) || !contains(s.Entities, t.Entities) {
		return false
	}
	for _, w := range t.all {
		if !s.says(func(p written) bool { return p.implies(w) }) {
			return false
		}
	}
	if len(t.any) > 0 && !s.says(func(p written) bool { return slices.ContainsFunc(t.any, p.implies) }) {
		return false
	}
	for _, w := range t.none {
		if !slices.ContainsFunc(s.none, w.implies) {
			return false
		}
	}
	return true
}

// says reports that whenever s matches, a pattern was found for which ok holds.
func (s *scope) says(ok func(written) bool) bool {
	return slices.ContainsFunc(s.all, ok) ||
		len(s.any) > 0 && !slices.ContainsFunc(s.any, func(p written) bool { return !ok(p) })
}

// contains reports that every element of few is in many.
func contains(many, few []string) bool {
	return !slices.ContainsFunc(few, func(s string) bool { return !slices.Contains(many, s) })
}

// implies reports that wherever p is found, so is q.
func (p written) implies(q written) bool {
	if p.start == q.start && p.end == q.end && slices.EqualFunc(p.pieces, q.pieces, equalPieces) {
		return true
	}
	if q.start || q.end || len(q.pieces) != 1 || q.pieces[0].optional {
		return false
	}
	for _, piece := range p.pieces {
		if !piece.optional && !slices.ContainsFunc(piece.ways, func(way string) bool { return !holdsOne(way, q.pieces[0].ways) }) {
			return true
		}
	}
	return false
}

func equalPieces(a, b piece) bool {
	return a.gap == b.gap && a.optional == b.optional && slices.Equal(a.ways, b.ways)
}

func holdsOne(s string, words []string) bool {
	return slices.ContainsFunc(words, func(w string) bool { return strings.Contains(s, w) })
}
