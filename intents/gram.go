package intents

import (
	"slices"
	"unicode/utf8"
)

// gram is two or three neighbouring characters in one number, 21 bits each, so
// that no two share it. Single characters tell what a text is about more than
// how it sounds, and are left out.
type gram uint64

const (
	gramBits  = 21
	gramEdge  = '\x01' // stands for the beginning and the end of a text
	gramPause = ' '
)

// eachGram calls note for every gram of norm, in the order of their ends, with
// its bytes. Digits count as 0, blanks and marks as one pause: how people part
// their clauses says nothing of their mood (runs of ! and ? are signs of their
// own). The edges of the text are characters.
func eachGram(norm string, note func(g gram, start, end int)) {
	first, second := gram(0), gram(gramEdge) // the two characters before
	firstAt, secondAt := 0, 0
	pass := func(r rune, i, end int) {
		third := gram(r)
		note(second<<gramBits|third, secondAt, end)
		if first != 0 {
			note(first<<(2*gramBits)|second<<gramBits|third, firstAt, end)
		}
		first, second, firstAt, secondAt = second, third, secondAt, i
	}
	paused := 0 // where the pause before the next character began, 0 = none
	for i, r := range norm {
		switch {
		case '0' <= r && r <= '9':
			r = '0'
		case !seen(r):
			if paused == 0 {
				paused = i
			}
			continue
		}
		if paused > 0 {
			pass(gramPause, paused, i)
			paused = 0
		}
		pass(r, i, i+utf8.RuneLen(r))
	}
	pass(gramEdge, len(norm), len(norm))
}

// gramOf is the gram of two or three characters.
func gramOf(s string) gram {
	var g gram
	for _, r := range s {
		g = g<<gramBits | gram(r)
	}
	return g
}

// String is what gramOf reads.
func (g gram) String() string {
	var rs []rune
	for ; g > 0; g >>= gramBits {
		rs = append(rs, rune(g&(1<<gramBits-1)))
	}
	slices.Reverse(rs)
	return string(rs)
}
