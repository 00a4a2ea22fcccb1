package bot

import (
	"strings"
	"unicode/utf8"

	"yiwen/bot/chat"
	"yiwen/bot/text"
)

// chosen takes a number or a label typed in answer to the last question back.
func (w *walk) chosen() bool {
	offer := w.Memory.Last.Offer
	if len(offer) == 0 {
		return w.step("choice", false, "nothing offered")
	}
	i := typed(w.Alone.Text, offer)
	if i < 0 {
		return w.step("choice", false, "not one of those offered")
	}
	key := offer[i].Key
	if _, known := w.Entries[key]; !known && key != choicePerson {
		return w.step("choice", false, "typed choice "+key+", which is no longer there")
	}
	w.choose(key)
	return w.step("choice", true, "typed choice "+key)
}

// choose carries out a choice, tapped or typed.
func (w *walk) choose(key string) {
	if key == choicePerson {
		w.handoff(chat.ReasonAsked, w.topicTeam())
		return
	}
	w.Outcome, w.Entry, w.Unresolved = OutcomeAnswer, key, 0
}

// typed returns the index of the choice that the normal form norm names by
// number or label, or -1.
func typed(norm string, offer []chat.Choice) int {
	norm = strings.TrimSpace(norm)
	for i, c := range offer {
		if norm == text.Normalise(c.Label) {
			return i
		}
	}
	norm = strings.TrimRight(strings.TrimPrefix(norm, "第"), "个.、。 ")
	if utf8.RuneCountInString(norm) != 1 {
		return -1
	}
	n := strings.Index("123456789", norm)
	if n < 0 {
		n = index("一二三四五六七八九", norm)
	}
	if n >= len(offer) {
		return -1
	}
	return n
}

// index is strings.Index counted in runes.
func index(s, sub string) int {
	i := strings.Index(s, sub)
	if i < 0 {
		return -1
	}
	return utf8.RuneCountInString(s[:i])
}
