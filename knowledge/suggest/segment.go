package suggest

import (
	"maps"
	"math"
	"slices"
	"strings"

	"yiwen/bot/text"
	"yiwen/knowledge"
)

// segment is the questions and variants of some entries of a corpus. It never
// changes; several indexes may read it.
type segment struct {
	corpus *knowledge.Corpus
	lines  []line
	holds  []signs           // by line; apart, because most of a search is to read these
	codes  []code            // of all lines
	code   map[rune]code     // of the characters that occur
	spoken map[string][]code // the characters that can be read so, by syllable
	// syllables are those that occur, in order.
	syllables []string
}

// code is the number of a character among those that occur in a segment.
type code uint16

// line is a text of an entry: its letters, digits and characters, nothing else.
type line struct {
	from  uint32 // in codes; it ends where the next begins
	entry int32  // of the segment; the first line of an entry is its question
}

// newSegment takes in the entries of a corpus at places.
func newSegment(corpus *knowledge.Corpus, places []int32, sounds Sounds) *segment {
	s := &segment{corpus: corpus, code: map[rune]code{}, spoken: map[string][]code{}}
	for i, place := range places {
		for _, a := range corpus.Entries[place].Texts {
			l := line{from: uint32(len(s.codes)), entry: int32(i)}
			var holds signs
			for _, r := range a.Norm {
				if text.IsWord(r) {
					s.codes = append(s.codes, s.number(r, sounds))
					holds |= signsOf(r, readings(r, sounds))
				}
			}
			s.lines, s.holds = append(s.lines, l), append(s.holds, holds)
		}
	}
	s.lines = append(s.lines, line{from: uint32(len(s.codes)), entry: -1}) // where the last one ends
	s.syllables = slices.Sorted(maps.Keys(s.spoken))
	return s
}

// unknown is the code that stands for the characters beyond those that there are
// numbers for: no question finds it.
const unknown code = 0

// number returns the code of r, a new one where it has none yet.
func (s *segment) number(r rune, sounds Sounds) code {
	c, known := s.code[r]
	if known || len(s.code) >= math.MaxUint16 {
		return c
	}
	c = code(len(s.code) + 1)
	s.code[r] = c
	for _, reading := range readings(r, sounds) {
		s.spoken[reading] = append(s.spoken[reading], c)
	}
	return c
}

// usual is how many readings of a character count. Those of 行, 重 and 长 that are in
// use are the first two; what dictionaries have beyond hardly anybody types.
const usual = 2

// readings are how r may be typed.
func readings(r rune, sounds Sounds) []string {
	all := sounds.Readings(r)
	return all[:min(usual, len(all))]
}

// beginning returns the syllables that begin with letters.
func (s *segment) beginning(letters string) []string {
	from, _ := slices.BinarySearch(s.syllables, letters)
	to := from
	for to < len(s.syllables) && strings.HasPrefix(s.syllables[to], letters) {
		to++
	}
	return s.syllables[from:to]
}

// signs says roughly what a line holds, a bit each: the letters that its
// characters may be typed by, and its characters, thrown together into what bits
// are left. Who looks for what is not in it need not read the line: of nine lines
// in ten that is known so.
type signs uint64

// letterSigns is how many bits are of letters.
const letterSigns = 26

// signsOf are those of a character with readings.
func signsOf(r rune, readings []string) signs {
	s := literal(r)
	for _, reading := range readings {
		s |= initial(rune(reading[0]))
	}
	return s
}

// literal is the sign of a character as it is written.
func literal(r rune) signs {
	if isLetter(r) {
		return initial(r)
	}
	return 1 << (letterSigns + uint(r)%(64-letterSigns))
}

// initial is the sign of what is typed by a letter.
func initial(r rune) signs {
	if !isLetter(r) {
		return 0
	}
	return 1 << uint(r-'a')
}

// isLetter reports that r may be part of pinyin. Normal forms are in lower case.
func isLetter(r rune) bool { return r >= 'a' && r <= 'z' }
