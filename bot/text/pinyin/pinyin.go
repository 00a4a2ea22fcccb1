// Package pinyin says how Chinese characters sound, so that words typed by
// sound (冲值 for 充值, 到帐 for 到账) can be told to be the same.
//
// A Table is made once, never changes and is safe for concurrent use. For Sound
// it knows one reading of each character, the usual one, without tone and without
// regard to the words around it, and folds the sounds that many speakers do not
// part (zh and z, ch and c, sh and s, final ng and n). Two different characters
// of one sound are therefore a hint and never a proof.
package pinyin

import (
	"slices"
	"strings"

	dictionary "github.com/mozillazg/go-pinyin"
)

// first and last are the characters of the table: the common block.
const first, last = 0x4e00, 0x9fff

// Table is the sounds of characters.
type Table struct {
	sound    [last - first + 1]uint16   // 0: unknown
	readings [last - first + 1][]string // without tone, the usual one first
}

// New makes a Table. It takes some ten milliseconds and a megabyte.
func New() *Table {
	t := &Table{}
	number := map[string]uint16{}
	args := dictionary.NewArgs()
	args.Heteronym = true
	for r := rune(first); r <= last; r++ {
		readings := dictionary.SinglePinyin(r, args)
		if len(readings) == 0 || readings[0] == "" {
			continue
		}
		s := fold(readings[0])
		if number[s] == 0 {
			number[s] = uint16(len(number) + 1)
		}
		t.sound[r-first] = number[s]
		t.readings[r-first] = distinct(readings)
	}
	return t
}

// Sound returns the number of the sound of r, above 0, or 0 where it has none
// or it is not known. Characters that sound alike have one number.
func (t *Table) Sound(r rune) int {
	if r < first || r > last {
		return 0
	}
	return int(t.sound[r-first])
}

// Readings returns how r is spelled in Latin letters, without tones, ü as v, the
// usual reading first; none where that is not known. The caller must not change
// it.
func (t *Table) Readings(r rune) []string {
	if r < first || r > last {
		return nil
	}
	return t.readings[r-first]
}

// distinct returns the readings that differ without their tones, in place.
func distinct(readings []string) []string {
	out := readings[:0]
	for _, s := range readings {
		if s != "" && !slices.Contains(out, s) {
			out = append(out, s)
		}
	}
	return out
}

// fold gives sounds that are easily mistaken for each other one spelling.
func fold(s string) string {
	for _, retroflex := range [...]string{"zh", "ch", "sh"} {
		if strings.HasPrefix(s, retroflex) {
			s = s[:1] + s[2:]
		}
	}
	return strings.TrimSuffix(s, "g")
}
