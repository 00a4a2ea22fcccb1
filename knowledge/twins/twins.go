// Package twins tells when two questions are so much alike that no customer, and
// no bot, can tell which of their entries is meant: the same words, a slip of the
// pen, the same sounds, the same characters in another order.
//
// It is pure and looks at two texts at a time. Which pairs are worth a look is
// for a search to say.
package twins

import (
	"cmp"
	"slices"

	"yiwen/bot/text"
)

// Kind is how entries are in each other's way. The list is closed.
type Kind string

// The closed list of kinds, the worst first.
const (
	Same   Kind = "same"   // two entries have the question, letter by letter
	Steals Kind = "steals" // without this question of its own the other entry would answer it
	Near   Kind = "near"   // the other entry has nearly the same
)

// Twin is a question of one entry that is in the way of another entry.
type Twin struct {
	Kind          Kind    `json:"kind"`
	Text          string  `json:"text"`
	Entry         string  `json:"entry"`
	Question      string  `json:"question"` // of Entry
	OtherText     string  `json:"other_text,omitempty"`
	Other         string  `json:"other"`
	OtherQuestion string  `json:"other_question"`
	Score         float64 `json:"score"`         // how much alike; of Steals the score of the answer; 0 to 1
	Gap           float64 `json:"gap,omitempty"` // of Steals: how far the other entry is ahead
}

// Alike is the measure from which two texts are Near. The demo base (220 entries,
// 4,014 questions, all pairs compared) has no two entries that say the same: its
// nearest pair of questions measures 0.857 (直充是什么意思, 慢充是什么意思), and below
// lie neighbouring matters and opposites (绑微信, 微信解绑: 0.81).
const Alike = 0.86

// Sounds says how characters sound, as of bot/text/pinyin: those that sound alike
// have one number above 0.
type Sounds interface{ Sound(r rune) int }

// Text is a text as it is compared. It never changes.
type Text struct {
	Plain  string
	chars  []rune
	sounds []int
	sorted []rune // the characters, in the order of their numbers
	heard  []int  // the sounds, likewise
	latin  []rune // letters and digits: what names a thing or an amount
}

// NewText prepares a text for comparing.
func NewText(raw string, s Sounds) *Text {
	t := &Text{Plain: text.Plain(text.Normalise(raw))}
	for _, r := range t.Plain {
		if r == ' ' {
			continue
		}
		sound := s.Sound(r)
		if sound == 0 {
			sound = -int(r) // sounds like itself alone
		}
		t.chars, t.sounds = append(t.chars, r), append(t.sounds, sound)
		if r < 0x80 {
			t.latin = append(t.latin, r)
		}
	}
	t.sorted = slices.Clone(t.chars)
	slices.Sort(t.sorted)
	t.heard = slices.Clone(t.sounds)
	slices.Sort(t.heard)
	return t
}

// What the ways of being alike count: the same sounds may be other words, and the
// same characters in another order may say something else.
const heardAlike, sortedAlike = 0.98, 0.95

// Measure returns how much alike a and b are, from 0 to 1; 1 is the same plain
// form. It is the greatest of 1-d/n over the characters, the same over their
// sounds, and the Dice coefficient of the characters whatever their order, where d
// is the optimal string alignment distance (Damerau 1964, without a second edit of
// a transposition) and n the length of the longer text. Texts with other letters
// or digits are about other things: 10 元 is not 50 元. What cannot come to Alike is
// not measured closely: 0.
func Measure(a, b *Text) float64 {
	if a.Plain == b.Plain {
		return 1
	}
	n := max(len(a.chars), len(b.chars))
	if n == 0 || !slices.Equal(a.latin, b.latin) {
		return 0
	}
	if 2*min(len(a.chars), len(b.chars)) < n {
		return 0
	}
	// What is not in common has to be put in, taken out or replaced; and what is in
	// common is so by its sound, too.
	both := float64(common(a.sorted, b.sorted))
	sorted := sortedAlike * 2 * both / float64(len(a.chars)+len(b.chars))
	if sorted < Alike && both < Alike*float64(n) && heardAlike*float64(common(a.heard, b.heard)) < Alike*float64(n) {
		return 0
	}
	m := 1 - float64(distance(a.chars, b.chars))/float64(n)
	m = max(m, heardAlike*(1-float64(distance(a.sounds, b.sounds))/float64(n)))
	return max(m, sorted)
}

// distance is the optimal string alignment distance: insertions, deletions,
// substitutions and transpositions of neighbours.
func distance[T comparable](a, b []T) int {
	var room [3][64]int
	rows := [3][]int{}
	for i := range rows {
		if rows[i] = room[i][:]; len(b) >= len(rows[i]) {
			rows[i] = make([]int, len(b)+1)
		}
	}
	before, last, now := rows[0], rows[1], rows[2]
	for j := 0; j <= len(b); j++ {
		last[j] = j
	}
	for i := 1; i <= len(a); i++ {
		now[0] = i
		for j := 1; j <= len(b); j++ {
			cost := 1
			if a[i-1] == b[j-1] {
				cost = 0
			}
			now[j] = min(last[j]+1, now[j-1]+1, last[j-1]+cost)
			if i > 1 && j > 1 && a[i-1] == b[j-2] && a[i-2] == b[j-1] {
				now[j] = min(now[j], before[j-2]+1)
			}
		}
		before, last, now = last, now, before
	}
	return last[len(b)]
}

// common counts what two sorted lists have in common.
func common[T cmp.Ordered](a, b []T) (n int) {
	for i, j := 0, 0; i < len(a) && j < len(b); {
		switch {
		case a[i] == b[j]:
			n, i, j = n+1, i+1, j+1
		case a[i] < b[j]:
			i++
		default:
			j++
		}
	}
	return n
}

// worst is the order of kinds.
var worst = map[Kind]int{Same: 0, Steals: 1, Near: 2}

// lead is what twins of a kind are ordered by: of those that steal, how far ahead
// the other entry is. Forty of the demo base's 285 were read: of the 13 that are
// half or more ahead 12 were worth an editor's time, of the others 16 of 27.
func (t *Twin) lead() float64 {
	if t.Kind == Steals {
		return t.Gap
	}
	return t.Score
}

// Strongest sorts pairs, the worst first, leaves out those that are there the
// other way round, and returns at most n.
func Strongest(pairs []Twin, n int) []Twin {
	slices.SortFunc(pairs, func(a, b Twin) int {
		return cmp.Or(cmp.Compare(worst[a.Kind], worst[b.Kind]), -cmp.Compare(a.lead(), b.lead()), -cmp.Compare(a.Score, b.Score),
			cmp.Compare(a.Entry, b.Entry), cmp.Compare(a.Other, b.Other), cmp.Compare(a.Text, b.Text), cmp.Compare(a.OtherText, b.OtherText))
	})
	type key struct{ a, at, b, bt string }
	seen := map[key]bool{}
	out := pairs[:0]
	for _, p := range pairs {
		k := key{p.Entry, p.Text, p.Other, p.OtherText}
		back := key{p.Other, p.OtherText, p.Entry, p.Text}
		if seen[k] || seen[back] {
			continue
		}
		seen[k] = true
		if out = append(out, p); len(out) == n {
			break
		}
	}
	return slices.Clip(out)
}
