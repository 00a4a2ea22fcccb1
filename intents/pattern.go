package intents

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"yiwen/bot/text"
)

const (
	gapRunes   = 8 // what … may skip
	gapBytes   = gapRunes * utf8.UTFMax
	maxWays    = 60  // ways to write one part; groups beyond that become parts of their own
	maxPattern = 500 // runes of a written pattern
	gapMark    = "…"
)

// pattern is a compiled pattern: parts in order.
type pattern struct {
	parts []part
	start bool // the first part begins a clause
	end   bool // the last part ends one
	every bool // all ends are wanted, not only the first: it has no gap
}

// part is a set of literals, one of which must be there.
type part struct {
	lits     []int32 // of the lexicon, sorted
	longest  int     // bytes
	gap      bool    // … stands before it; else it follows at once
	optional bool    // or nothing
}

// piece is a part before its literals have numbers.
type piece struct {
	ways     []string // in the form of a view, without the empty one
	gap      bool
	optional bool
}

// parse reads a written pattern. The error is in the words of an editor.
func parse(written string) (pieces []piece, start, end bool, err error) {
	s := strings.TrimSpace(written)
	if utf8.RuneCountInString(s) > maxPattern {
		return nil, false, false, fmt.Errorf("超过 %d 个字", maxPattern)
	}
	s, start = strings.CutPrefix(s, "^")
	s, end = strings.CutSuffix(s, "$")
	s = strings.ReplaceAll(s, "...", gapMark)
	for stretch := range strings.SplitSeq(s, gapMark) {
		here, err := split(stretch)
		if err != nil {
			return nil, false, false, err
		}
		if !slices.ContainsFunc(here, func(p piece) bool { return !p.optional }) {
			return nil, false, false, errors.New("有一段可以为空，会匹配任何内容")
		}
		here[0].gap = len(pieces) > 0
		pieces = append(pieces, here...)
	}
	return pieces, start, end, nil
}

// split cuts a stretch without gaps into pieces: groups are written out as long
// as they make few enough ways, 找{人|客服} is 找人 and 找客服.
func split(s string) ([]piece, error) {
	var out []piece
	ways := []string{""}
	flush := func() {
		for i, w := range ways {
			ways[i] = squeeze(text.Normalise(w))
		}
		slices.Sort(ways)
		ways = slices.Compact(ways)
		p := piece{ways: ways}
		if ways[0] == "" {
			p.ways, p.optional = ways[1:], true
		}
		if len(p.ways) > 0 {
			out = append(out, p)
		}
		ways = []string{""}
	}
	for s != "" {
		group, rest, err := group(s)
		if err != nil {
			return nil, err
		}
		if len(ways)*len(group) > maxWays {
			flush()
		}
		ways, s = join(ways, group), rest
	}
	flush()
	if len(out) == 0 {
		return nil, errors.New("是空的")
	}
	return out, nil
}

// group returns the ways of the plain text or {group} that s begins with, and
// what comes after it.
func group(s string) (ways []string, rest string, err error) {
	if s[0] != '{' {
		end := strings.IndexByte(s, '{')
		if end < 0 {
			end = len(s)
		}
		switch {
		case strings.Contains(s[:end], "}"):
			return nil, "", errors.New("多了一个 }")
		case strings.Contains(s[:end], "|"):
			return nil, "", errors.New("| 只能写在 { } 里")
		}
		return []string{s[:end]}, s[end:], nil
	}
	inside, rest, closed := strings.Cut(s[1:], "}")
	switch {
	case !closed:
		return nil, "", errors.New("少了一个 }（{ } 里不能有 …）")
	case strings.Contains(inside, "{"):
		return nil, "", errors.New("{ } 不能嵌套")
	case strings.ContainsAny(inside, "^$"):
		return nil, "", errors.New("^ 和 $ 只能写在最前、最后，不能写在 { } 里")
	}
	return strings.Split(inside, "|"), rest, nil
}

func join(heads, tails []string) []string {
	out := make([]string, 0, len(heads)*len(tails))
	for _, h := range heads {
		for _, t := range tails {
			out = append(out, h+t)
		}
	}
	return out
}

// squeeze drops what a view drops.
func squeeze(norm string) string {
	var b strings.Builder
	for _, r := range norm {
		if seen(r) {
			b.WriteRune(r)
		}
	}
	return b.String()
}
