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
	// all is shownTexts in the normal form, each with a separator behind it; the
	// first asked bytes of it are questions, the first question bytes the standard
	// one. initials is the same of the initials of the questions.
	all, initials   string
	question, asked int
}

// separator parts texts that are searched as one: nobody looks for it.
const separator = "\x00"

// of makes them.
func (w *words) of(e *knowledge.Entry, sounds Sounds) {
	w.once.Do(func() {
		var all, initials strings.Builder
		for i, raw := range shownTexts(e) {
			all.WriteString(text.Normalise(raw) + separator)
			if i <= len(e.Variants) {
				initials.WriteString(canned.Initials(raw, sounds) + separator)
				w.asked = all.Len()
			}
			if i == 0 {
				w.question = all.Len()
			}
		}
		w.all, w.initials = all.String(), initials.String()
	})
}

// shownTexts are the texts of an entry in the order of words.all.
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

// find returns how well a question was found, less is better, and the place in
// shownTexts of the text that its first word was found in; false where a word is
// nowhere. An id that holds a word counts as the question.
func (w *words) find(id string, q wanted) (rank, place int, ok bool) {
	for i, word := range q.words {
		r, p, ok := w.word(id, word, q.latin[i])
		if !ok {
			return 0, 0, false
		}
		rank = max(rank, r)
		if i == 0 {
			place = p
		}
	}
	if id == q.raw {
		rank = 0
	}
	return rank, place, true
}

func (w *words) word(id, word string, latin bool) (rank, place int, ok bool) {
	if at := strings.Index(w.all, word); at >= 0 {
		place = strings.Count(w.all[:at], separator)
		switch {
		case at < w.question:
			return 1, place, true
		case at < w.asked:
			return 2, place, true
		}
		return 4, place, true
	}
	if strings.Contains(id, word) {
		return 1, 0, true
	}
	if latin {
		if at := strings.Index(w.initials, word); at >= 0 {
			return 3, strings.Count(w.initials[:at], separator), true
		}
	}
	return 0, 0, false
}
