package editing

import (
	"strings"
	"sync"

	"yiwen/bot/text"
	"yiwen/handoff/canned"
	"yiwen/knowledge"
)

// words are the texts of an entry as they are searched, made when they are first
// needed.
type words struct {
	once sync.Once
	// texts are in the normal form: question, variants, keywords, tags, answer,
	// answers of sites; initials those of question and variants.
	texts    []string
	initials []string
	asked    int // how many of texts are questions
}

// of makes them.
func (w *words) of(e *knowledge.Entry, sounds Sounds) {
	w.once.Do(func() {
		raw := shownTexts(e)
		w.texts = make([]string, len(raw))
		for i, t := range raw {
			w.texts[i] = text.Normalise(t)
		}
		w.asked = 1 + len(e.Variants)
		w.initials = make([]string, w.asked)
		for i := range w.initials {
			w.initials[i] = canned.Initials(raw[i], sounds)
		}
	})
}

// shownTexts are the texts of an entry in the order of words.texts.
func shownTexts(e *knowledge.Entry) []string {
	out := make([]string, 0, 2+len(e.Variants)+len(e.Keywords)+len(e.Tags)+len(e.Answers))
	out = append(out, e.Question)
	out = append(out, e.Variants...)
	out = append(out, e.Keywords...)
	out = append(out, e.Tags...)
	out = append(out, e.Answer)
	for _, a := range e.Answers {
		out = append(out, a.Answer)
	}
	return out
}

// wanted is what an editor looks for: every word must be somewhere.
type wanted struct {
	raw   string
	words []string
	latin []bool // of letters and digits alone: it may be initials
}

func wants(q string) wanted {
	w := wanted{raw: strings.TrimSpace(q)}
	for word := range strings.FieldsSeq(text.Normalise(q)) {
		w.words = append(w.words, word)
		w.latin = append(w.latin, strings.Trim(word, "abcdefghijklmnopqrstuvwxyz0123456789") == "")
	}
	return w
}

// nowhere is the place of a text that was not found.
const nowhere = -1

// find returns the place, in shownTexts, of the text that the first word was
// found in, or nowhere where a word is in none. An id that holds the word counts
// as the question.
func (w *words) find(id string, q wanted) int {
	place := nowhere
	for i, word := range q.words {
		at := w.place(id, word, q.latin[i])
		if at == nowhere {
			return nowhere
		}
		if i == 0 {
			place = at
		}
	}
	return place
}

func (w *words) place(id, word string, latin bool) int {
	for i, t := range w.texts {
		if strings.Contains(t, word) {
			return i
		}
	}
	if strings.Contains(id, word) {
		return 0
	}
	if latin {
		for i, t := range w.initials {
			if strings.Contains(t, word) {
				return i
			}
		}
	}
	return nowhere
}
