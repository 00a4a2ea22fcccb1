package bot

import (
	"math"
	"slices"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"yiwen/bot/chat"
	"yiwen/bot/text"
	"yiwen/intents"
)

// Mood is the customer's mood after a turn.
type Mood struct {
	Score    float64            `json:"score"`
	Label    chat.MoodLabel     `json:"label"`
	Evidence []intents.Evidence `json:"evidence"`
}

// Classes of evidence that no single message shows.
const (
	classRepeat     = "repeat"     // asks again what was asked before
	classUnresolved = "unresolved" // the turns before this one solved nothing
)

const (
	// repeatWeight is what a question asked again adds, and unresolvedWeight each
	// unresolved turn in a row before the message. Neither alone makes anybody
	// uneasy, and both together hand nobody off who does not sound like it: three
	// times the same question in a minute comes to 0.45.
	repeatWeight, unresolvedWeight = 0.2, 0.1
	// unresolvedMost bounds the unresolved turns that count.
	unresolvedMost = 3
	// sameShare is the share of pairs of characters in common from which two
	// messages say the same.
	sameShare = 0.75
	// sameRunes is the length from which a message can be the same as another: an
	// 嗯 is not.
	sameRunes = 4
)

// mood adds what the message shows, and what the turns before it show together
// with it, to what is left of the mood before: by noisy-or, the chance that at
// least one of several independent signs is right.
func (w *walk) mood() {
	u := w.Alone.Understood.Mood
	m := Mood{Evidence: slices.Clip(u.Evidence)}
	calm := (1 - w.Memory.cooled(w.Now)) * (1 - u.Score)
	add := func(text, class string, weight float64) {
		calm *= 1 - weight
		m.Evidence = append(m.Evidence, intents.Evidence{Text: text, Class: class, Weight: weight})
	}
	if w.repeated() {
		add("又问了一遍", classRepeat, repeatWeight)
	}
	if n := min(w.Memory.Unresolved, unresolvedMost); n > 0 && w.Memory.recent(w.Now) && !w.Burst {
		add("前面没有解决", classUnresolved, thousandths(1-math.Pow(1-unresolvedWeight, float64(n))))
	}
	m.Score = thousandths(1 - calm)
	m.Label = label(m.Score, w.Limits)
	w.Decision.Mood = m
}

// readable is the evidence as people are shown it. What the model heard are
// pieces across words: where the lists found words, those say enough, and else
// only whole words of the message are named. The trace keeps all.
func readable(list []intents.Evidence, a *text.Analysis) []intents.Evidence {
	listed := slices.ContainsFunc(list, func(e intents.Evidence) bool { return e.Class != intents.ClassModel })
	var out []intents.Evidence
	for _, e := range list {
		if e.Class != intents.ClassModel {
			out = append(out, e)
			continue
		}
		for piece := range strings.SplitSeq(e.Text, "·") {
			if !listed && isWord(piece, a) {
				out = append(out, intents.Evidence{Text: piece, Class: e.Class, Weight: e.Weight})
			}
		}
	}
	return out
}

// isWord reports that s is a word of the message, of two Chinese characters at
// least: one character, a number or a mark tells a reader nothing.
func isWord(s string, a *text.Analysis) bool {
	n := 0
	for _, r := range s {
		if !unicode.Is(unicode.Han, r) {
			return false
		}
		n++
	}
	return n >= 2 && slices.ContainsFunc(a.Tokens, func(t text.Token) bool { return t.Text == s })
}

// thousandths rounds: more places would pretend to know more, and fill traces.
func thousandths(x float64) float64 { return math.Round(x*1000) / 1000 }

func label(score float64, l Limits) chat.MoodLabel {
	switch {
	case score >= l.Mood:
		return chat.MoodHandoff
	case score >= l.Uneasy:
		return chat.MoodUneasy
	}
	return chat.MoodCalm
}

// repeated reports that the message says what one of the last did, in other turns
// than those of the burst: fast repetition is impatience of the finger.
func (s Situation) repeated() bool {
	return !s.Burst && s.Memory.recent(s.Now) && slices.ContainsFunc(s.Memory.Asked, func(asked string) bool { return same(asked, s.Alone.Text) })
}

// same reports that two normal forms say nearly the same, by their pairs of
// neighbouring characters (Dice's coefficient).
func same(a, b string) bool {
	if utf8.RuneCountInString(a) < sameRunes || utf8.RuneCountInString(b) < sameRunes {
		return false
	}
	if a == b {
		return true
	}
	in := pairs(a)
	n, both := len(in), 0
	for _, p := range pairs(b) {
		n++
		if i := slices.Index(in, p); i >= 0 {
			both++
			in = slices.Delete(in, i, i+1)
		}
	}
	return 2*float64(both) >= sameShare*float64(n)
}

// pairs returns the pairs of neighbouring characters of s.
func pairs(s string) (out [][2]rune) {
	var last rune
	for i, r := range s {
		if i > 0 {
			out = append(out, [2]rune{last, r})
		}
		last = r
	}
	return out
}

// half returns what is left of 1 after past when it halves every h.
func half(past, h time.Duration) float64 {
	if past <= 0 {
		return 1
	}
	return math.Exp2(-float64(past) / float64(h))
}
