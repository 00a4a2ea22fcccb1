package intents

import (
	"fmt"
	"regexp"
	"regexp/syntax"
	"strings"
	"time"
	"unicode/utf8"

	"yiwen/bot/text"
)

// longest is the length of the messages that Costs tries, in runes: what the
// door lets through.
const longest = 2000

// What a message of that length may take, and a single rule's regexes of it,
// before it is worth a word.
const (
	slowMessage = 20 * time.Millisecond
	slowRegex   = time.Millisecond
)

// Costs runs s over the worst messages that its own words can make, timed by
// clock, and warns of what is slow. It refuses nothing: what a stopwatch shows
// depends on the machine and what else runs there. It takes some hundred
// milliseconds at worst: for reports, not for turns.
func (s *Set) Costs(clock func() time.Time) []Warning {
	var out []Warning
	worst := s.worst()
	var most time.Duration
	for _, t := range worst {
		a := text.Analyse(t, text.Runes{})
		most = max(most, fastest(clock, func() { s.Understand(a) }))
	}
	if most > slowMessage {
		out = append(out, Warning{Text: fmt.Sprintf("最慢的一句话（%d 字）光是理解就要 %v，宜少写带 … 的词条", longest, most.Round(time.Millisecond))})
	}
	for _, r := range s.rules {
		var took time.Duration
		for _, re := range r.regex {
			for _, t := range worst {
				took = max(took, fastest(clock, func() { re.MatchString(t) }))
			}
		}
		if took > slowRegex {
			out = append(out, Warning{Rule: r.ID, Text: fmt.Sprintf("它的 regex 在 %d 字的话上要 %v", longest, took.Round(time.Microsecond))})
		}
	}
	return out
}

// fastest returns the shortest of three runs: the others waited for something.
func fastest(clock func() time.Time, run func()) time.Duration {
	var least time.Duration
	for i := range 3 {
		start := clock()
		run()
		if took := clock().Sub(start); i == 0 || took < least {
			least = took
		}
	}
	return least
}

// worst returns messages that find as many patterns as can be: one word of each
// pattern in turn, and the shortest of them again and again.
func (s *Set) worst() []string {
	var all strings.Builder
	shortest := ""
	n := 0
	for _, written := range s.written() {
		pieces, start, end, err := parse(written)
		if err != nil {
			continue // cannot be: it compiled
		}
		said := ""
		for _, p := range pieces {
			said += p.ways[0]
		}
		if n < longest {
			all.WriteString(said)
		}
		n += utf8.RuneCountInString(said)
		if !start && !end && (shortest == "" || len(said) < len(shortest)) {
			shortest = said
		}
	}
	return []string{filled(all.String()), filled(shortest)}
}

// written returns the patterns of rules and mood as they were written.
func (s *Set) written() []string {
	var out []string
	for _, r := range s.rules {
		out = append(append(append(out, r.All...), r.Any...), r.None...)
	}
	for _, w := range s.mood.words {
		out = append(out, w.Words...)
	}
	return out
}

// filled repeats s up to the length of the longest message.
func filled(s string) string {
	n := utf8.RuneCountInString(s)
	if n == 0 {
		return ""
	}
	return string([]rune(strings.Repeat(s, longest/n+1))[:longest])
}

// MaxRegex is how long a regex may take on the longest message: more would be felt
// by everybody whose message waits for it.
const MaxRegex = 5 * time.Millisecond

// MaxRegexes is how long all regexes of one rule may take on it together.
const MaxRegexes = 20 * time.Millisecond

// RegexCost returns how long a regex takes, by clock, on the worst of the longest
// messages that can be made of its own letters, digits and words. What a stopwatch
// shows depends on the machine: a regex that is fine takes a tenth of MaxRegex.
// Beyond MaxRegex nothing worse is looked for. It takes some milliseconds, for a
// bad regex some hundred.
func RegexCost(src string, clock func() time.Time) (time.Duration, error) {
	re, err := regexp.Compile(src)
	if err != nil {
		return 0, fmt.Errorf("compile %q: %w", src, err)
	}
	tree, err := syntax.Parse(src, syntax.Perl)
	if err != nil {
		return 0, fmt.Errorf("parse %q: %w", src, err)
	}
	tries := literals(tree, []string{"的", "a", "1"})
	tries = append(tries, strings.Join(tries, ""))
	var most time.Duration
	for _, t := range tries {
		t = filled(t)
		if most = max(most, fastest(clock, func() { re.MatchString(t) })); most > MaxRegex {
			break
		}
	}
	return most, nil
}

// maxLiterals bounds the texts that a regex is tried with.
const maxLiterals = 16

// literals adds the texts that a regex names.
func literals(tree *syntax.Regexp, to []string) []string {
	if tree.Op == syntax.OpLiteral && len(to) < maxLiterals {
		to = append(to, string(tree.Rune))
	}
	for _, sub := range tree.Sub {
		to = literals(sub, to)
	}
	return to
}
