package suggest

import (
	"slices"

	"yiwen/bot/text"
)

// maxUnits bounds what is looked for: hardly a question is longer, and the
// patterns of one search fit into 64 bits.
const maxUnits = 32

// minUnits is the least: a single character says nothing.
const minUnits = 2

// maxSpellings bounds how many ways to take letters for syllables are tried.
const maxSpellings = 12

// unit is what one character of a question must be like.
type unit struct {
	// typed is a character, a digit, or letters: one letter means itself too.
	typed string
	// whole says that letters are a whole syllable; else they begin one.
	whole bool
}

// pattern is units that follow each other in a text.
type pattern []unit

// needs are the signs of the lines that p can be found in.
func (p pattern) needs(sounds Sounds) signs {
	var s signs
	for _, u := range p {
		r := []rune(u.typed)[0]
		if isLetter(r) {
			s |= initial(r)
			continue
		}
		if all := sounds.Readings(r); len(all) > 0 {
			s |= initial(rune(all[0][0]))
		} else {
			s |= literal(r)
		}
	}
	return s
}

// units are the letters, digits and characters of a normal form.
func units(norm string) []rune {
	var out []rune
	for _, r := range norm {
		if text.IsWord(r) {
			out = append(out, r)
		}
	}
	return out
}

// spellings returns what typed may stand for: each letter the beginning of a
// character's sound, or some of them a whole syllable, those of the fewest
// characters first. syllables knows those that occur.
func spellings(typed []rune, syllables []*segment) []pattern {
	f := speller{typed: typed, syllables: syllables, units: make([][]unit, len(typed)), counts: make([]uint64, len(typed)+1)}
	f.counts[len(typed)] = 1
	for i := len(typed) - 1; i >= 0; i-- {
		f.units[i] = f.at(i)
		for _, u := range f.units[i] {
			f.counts[i] |= f.counts[i+len([]rune(u.typed))] << 1
		}
	}
	bits := len(typed) // of the last, which is always among them
	for n := 1; n < len(typed) && len(f.found) < maxSpellings; n++ {
		f.spell(0, n, nil)
	}
	var out []pattern
	for _, p := range f.found {
		if bits+len(p) > 64 {
			break
		}
		bits += len(p)
		out = append(out, p)
	}
	single := make(pattern, len(typed))
	for i, r := range typed {
		single[i] = unit{typed: string(r)}
	}
	return append(out, single)
}

// speller finds the spellings of a text.
type speller struct {
	typed     []rune
	syllables []*segment
	units     [][]unit // that may stand at a place
	// counts are the numbers of units that the text from a place on can be taken
	// for, a bit each: whoever types at random must not have us try what leads nowhere.
	counts []uint64
	found  []pattern
}

// spell finds the spellings of exactly n units from i on, which follow before.
func (f *speller) spell(i, n int, before pattern) {
	switch {
	case len(f.found) >= maxSpellings || n < 0 || f.counts[i]&(1<<n) == 0:
		return
	case i == len(f.typed):
		f.found = append(f.found, slices.Clone(before))
		return
	}
	for _, u := range f.units[i] {
		f.spell(i+len([]rune(u.typed)), n-1, append(before, u))
	}
}

// longestSyllable is that of zhuang and its like.
const longestSyllable = 6

// at returns the units that may stand at i, the longest first.
func (f *speller) at(i int) []unit {
	var out []unit
	end := i
	for end < len(f.typed) && end-i < longestSyllable && isLetter(f.typed[end]) {
		end++
	}
	for ; end > i+1; end-- {
		s := string(f.typed[i:end])
		switch {
		case f.known(s):
			out = append(out, unit{typed: s, whole: end < len(f.typed)})
		case s == "zh" || s == "ch" || s == "sh" || end == len(f.typed) && f.begun(s):
			out = append(out, unit{typed: s})
		}
	}
	return append(out, unit{typed: string(f.typed[i])})
}

// known reports that s is a syllable.
func (f *speller) known(s string) bool {
	return slices.ContainsFunc(f.syllables, func(seg *segment) bool { return len(seg.spoken[s]) > 0 })
}

// begun reports that some syllable begins with s.
func (f *speller) begun(s string) bool {
	return slices.ContainsFunc(f.syllables, func(seg *segment) bool { return len(seg.beginning(s)) > 0 })
}
