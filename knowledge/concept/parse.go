package concept

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"yiwen/bot/fault"
)

// maxWays bounds what one wording is written out to.
const maxWays = 200

// gapMark stands for characters between the two parts of a wording.
const gapMark = "…"

// Parse reads a lexicon: its form is told at the head of concepts.txt. The error
// is a fault.Invalid with all that is wrong, each with its line; a wording that
// stands in two places is wrong, for nobody could tell which of them is meant.
func Parse(file string) (*Lexicon, error) {
	p := parser{l: &Lexicon{}, ids: map[string]ID{}, said: map[string]int{}}
	number := 0
	for line := range strings.Lines(file) {
		number++
		p.line(number, strings.TrimRight(line, " \r\n"))
	}
	p.resolve()
	if err := errors.Join(p.wrong...); err != nil {
		return nil, fault.New(fault.Invalid, "read the concepts:\n%w", err)
	}
	return p.l, nil
}

// parser is the state of one Parse.
type parser struct {
	l       *Lexicon
	section string
	ids     map[string]ID // by name
	said    map[string]int
	both    []entry  // wordings of several concepts, for when all names are known
	pairs   []entry  // what excludes what
	last    []string // names of the line before, for one that goes on
	wrong   []error
}

// entry is a line that names concepts.
type entry struct {
	line  int
	names []string
	words []string
}

func (p *parser) fail(line int, format string, args ...any) {
	p.wrong = append(p.wrong, fmt.Errorf("line %d: %s", line, fmt.Sprintf(format, args...)))
}

func (p *parser) line(n int, s string) {
	trimmed := strings.TrimSpace(s)
	switch {
	case trimmed == "" || trimmed[0] == '#':
	case trimmed[0] == '[':
		p.section, p.last = trimmed, nil
		if _, ok := sectionClass(trimmed); !ok && trimmed != "[相反]" {
			p.fail(n, "no section is called %s", trimmed)
		}
	case p.section == "[相反]":
		p.pairs = append(p.pairs, entry{line: n, names: strings.Fields(trimmed)})
	case p.section == "[略]":
		p.wordings(n, nil, strings.Fields(trimmed))
	default:
		p.group(n, s)
	}
}

// sectionClass returns the class of the concepts in a section.
func sectionClass(section string) (Class, bool) {
	switch section {
	case "[动作]":
		return Action, true
	case "[事物]":
		return Object, true
	case "[状态]":
		return State, true
	case "[问法]":
		return Aspect, true
	case "[略]":
		return Masked, true
	}
	return Masked, false
}

// group reads "name: wordings" or the rest of such a line.
func (p *parser) group(n int, s string) {
	label, words, named := strings.Cut(s, ":")
	switch {
	case s[0] == ' ' && p.last != nil:
		words = s
	case s[0] == ' ' || !named:
		p.fail(n, "wants 名称: 说法 …")
		return
	default:
		p.last = strings.Split(strings.TrimSpace(label), "+")
	}
	if len(strings.Fields(words)) == 0 {
		p.fail(n, "has no wording")
	}
	if len(p.last) > 1 {
		p.both = append(p.both, entry{n, p.last, strings.Fields(words)})
		return
	}
	name := p.last[0]
	id, ok := p.ids[name]
	if ok && s[0] != ' ' {
		p.fail(n, "%s has a line already", name)
		return
	}
	if !ok {
		class, known := sectionClass(p.section)
		if !known || name == "" {
			p.fail(n, "stands in no section, or has no name")
			return
		}
		id = p.l.add(class, name)
		p.ids[name] = id
	}
	p.wordings(n, []ID{id}, strings.Fields(words))
}

// resolve reads what names concepts, now that all are known.
func (p *parser) resolve() {
	for _, e := range p.both {
		if ids, ok := p.named(e); ok {
			p.wordings(e.line, ids, e.words)
		}
	}
	for _, e := range p.pairs {
		ids, ok := p.named(e)
		if !ok {
			continue
		}
		if len(ids) < 2 {
			p.fail(e.line, "excludes nothing")
		}
		for _, a := range ids {
			for _, b := range ids {
				if i, have := slices.BinarySearch(p.l.opposite[a], b); a != b && !have {
					p.l.opposite[a] = slices.Insert(p.l.opposite[a], i, b)
				}
			}
		}
	}
}

// named returns the concepts of a line.
func (p *parser) named(e entry) (ids []ID, ok bool) {
	ok = true
	for _, name := range e.names {
		id, known := p.ids[name]
		if !known {
			p.fail(e.line, "no concept is called %s", name)
			ok = false
		}
		ids = append(ids, id)
	}
	return ids, ok
}

// wordings adds what words say, written out.
func (p *parser) wordings(n int, ids []ID, words []string) {
	for _, w := range words {
		ways, err := expand(w)
		if err != nil {
			p.fail(n, "%s: %v", w, err)
			continue
		}
		for _, way := range ways {
			p.wording(n, ids, way)
		}
	}
}

func (p *parser) wording(n int, ids []ID, way string) {
	head, tail, gapped := strings.Cut(way, gapMark)
	head, tail = plainOf(head), plainOf(tail)
	if head == "" || gapped && tail == "" {
		p.fail(n, "%q is empty in plain form", way)
		return
	}
	plain := head
	if gapped {
		plain += gapMark + tail
	}
	if before := p.said[plain]; before != 0 {
		p.fail(n, "%s stands in line %d already", way, before)
		return
	}
	p.said[plain] = n
	first := p.l.literal(head)
	if gapped {
		second := p.l.literal(tail)
		p.l.tails[first] = append(p.l.tails[first], gap{second, ids})
		return
	}
	p.l.means[first] = ids
}

// expand writes {a|b} out.
func expand(w string) ([]string, error) {
	ways := []string{""}
	for w != "" {
		plain, rest, open := strings.Cut(w, "{")
		choices := []string{""}
		if open {
			inside, after, closed := strings.Cut(rest, "}")
			if !closed || strings.Contains(inside, "{") {
				return nil, errors.New("a { without its }")
			}
			choices, rest = strings.Split(inside, "|"), after
		}
		if strings.ContainsAny(plain, "}|") {
			return nil, errors.New("} or | outside of { }")
		}
		if len(ways)*len(choices) > maxWays {
			return nil, fmt.Errorf("stands for more than %d wordings", maxWays)
		}
		var next []string
		for _, have := range ways {
			for _, c := range choices {
				next = append(next, have+plain+c)
			}
		}
		ways, w = next, rest
	}
	return ways, nil
}
