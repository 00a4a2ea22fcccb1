package bot

import (
	"slices"
	"strings"
	"unicode/utf8"

	"yiwen/bot/chat"
	"yiwen/bot/text"
	"yiwen/knowledge"
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
	if !w.there(key) && key != choicePerson && key != choiceRephrase {
		return w.step("choice", false, "typed choice "+key+", which is no longer there")
	}
	w.choose(key)
	w.Picked, w.Answers = key, true
	return w.step("choice", true, "typed choice "+key)
}

// choose carries out a choice, tapped or typed.
func (w *walk) choose(key string) {
	switch key {
	case choicePerson:
		w.handoff(chat.ReasonAsked, w.Memory.topic(w.Now))
	case choiceRephrase: // the topic stays: its answer is not given a second time
		w.Outcome, w.Entry, w.Rephrase, w.Unresolved = OutcomeSmalltalk, w.Memory.Last.Entry, true, w.Memory.Unresolved
	default:
		w.Outcome, w.Entry, w.Unresolved = OutcomeAnswer, key, 0
	}
}

// meantRunes is the length up to which a message may do nothing but name one of
// the choices.
const meantRunes = 14

// meant takes words that name one of the entries offered by the last question
// back: 「慢充的那个」. They do where one label alone holds all that the message
// speaks of, or where among those offered one is clearly nearest.
func (w *walk) meant() bool {
	last := w.Memory.Last
	if !last.pending() || len(last.Offer) == 0 || w.Alone.Heard.Asks || w.Corrects || utf8.RuneCountInString(w.Alone.Text) > meantRunes {
		return w.step("named", false, "names none of those offered")
	}
	key := labelled(w.Alone.matter, last.Offer)
	for _, r := range []*Reading{&w.Alone, w.Joined} {
		if key == "" && r != nil && (r != w.Joined || !w.Apart) {
			key = w.nearest(r.Candidates, last.Offer)
		}
	}
	if !w.there(key) {
		return w.step("named", false, "names none of those offered")
	}
	w.Candidates = w.Alone.Candidates
	w.choose(key)
	w.Picked, w.Answers = key, true
	return w.step("named", true, "names the choice "+key)
}

// labelled returns the key of the one choice whose label holds all of matter, or
// "".
func labelled(matter []string, offer []chat.Choice) (key string) {
	for _, c := range offer {
		if held(matter, text.Normalise(c.Label)) < 1 {
			continue
		}
		if key != "" {
			return ""
		}
		key = c.Key
	}
	return key
}

// nearest returns the best candidate among those offered, if it is worth
// suggesting and clear of the next one offered; else "".
func (w *walk) nearest(found []knowledge.Candidate, offer []chat.Choice) string {
	offered := slices.DeleteFunc(slices.Clone(found), func(c knowledge.Candidate) bool {
		return !slices.ContainsFunc(offer, func(o chat.Choice) bool { return o.Key == c.ID })
	})
	if len(offered) == 0 || offered[0].Score < w.Limits.Suggest || len(offered) > 1 && offered[0].Score-offered[1].Score < w.Limits.Gap {
		return ""
	}
	return offered[0].ID
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
	norm = bare(norm)
	entries := len(offer)
	if entries > 0 && offer[entries-1].Key == choicePerson {
		entries--
	}
	if norm == "最后" || norm == "最后一" {
		return entries - 1
	}
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

// bare returns norm without the words that go with choosing by number: 选第二个吧,
// 2谢谢.
func bare(norm string) string {
	for {
		before := norm
		norm = strings.Trim(norm, "个项条号那这.、。,!~() ")
		for _, w := range []string{"选择", "选", "我要", "要", "就", "是", "第"} {
			norm = strings.TrimPrefix(norm, w)
		}
		for _, w := range []string{"谢谢", "吧", "的", "呢", "啊", "问题"} {
			norm = strings.TrimSuffix(norm, w)
		}
		if norm == before {
			return norm
		}
	}
}

// index is strings.Index counted in runes.
func index(s, sub string) int {
	i := strings.Index(s, sub)
	if i < 0 {
		return -1
	}
	return utf8.RuneCountInString(s[:i])
}
