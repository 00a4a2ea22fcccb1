package bot

import (
	"unicode/utf8"

	"yiwen/bot/chat"
	"yiwen/knowledge"
)

// movedScore is the score from which a few words right after an answer are a
// question of their own, whether they ask or not.
const movedScore = 0.85

// scantRunes is the length up to which a message is answered from scantScore on
// only.
const scantRunes, scantScore = 3, 0.9

// best returns the candidates to go by where the message alone is not sure: of
// the burst that it ends, if those are worth suggesting, because half a sentence
// misleads; else of the surest reading.
func (w *walk) best() []knowledge.Candidate {
	best := w.Alone.Candidates
	if w.Joined != nil && len(w.Joined.Candidates) > 0 && w.Joined.Candidates[0].Score >= w.Limits.Suggest {
		agree := len(best) > 0 && best[0].ID == w.Joined.Candidates[0].ID
		if !w.moved() || agree && !w.Apart {
			return w.Joined.Candidates
		}
	}
	if w.Follow == nil || len(w.Follow.Candidates) == 0 {
		return best
	}
	if len(best) > 0 && best[0].ID == w.Memory.Topic && best[0].Score >= w.Follow.Candidates[0].Score {
		return best // back to the topic itself, which a Follow leaves out
	}
	return w.Follow.Candidates
}

// moved reports that what came before in the burst has its answer and that the
// message is another question, to be read by itself: it points elsewhere, and it
// asks, or is long enough or sure enough not to be a mere addition.
func (w *walk) moved() bool {
	if w.Apart {
		return true
	}
	c, last := w.Alone.Candidates, w.Memory.Last
	if last.Outcome != OutcomeAnswer || len(c) == 0 || c[0].ID == last.Entry || c[0].Score < w.Limits.Suggest {
		return false
	}
	return w.Alone.Heard.Asks || c[0].Score >= movedScore || utf8.RuneCountInString(w.Alone.Text) > fragmentRunes
}

// asksOn reports that the message asks something that it alone does not find the
// answer of just now to: with what came before it, it only finds that again. To add
// nothing would leave it without any answer.
func (w *walk) asksOn() bool {
	c := w.Alone.Candidates
	return w.Alone.Heard.Asks && (len(c) == 0 || c[0].ID != w.Memory.Last.Entry || c[0].Score < w.Limits.Suggest)
}

// misled reports that the message is a fragment at the end of a burst that as a
// whole is about something else: what it is sure of alone is not what is meant.
func (w *walk) misled() bool {
	if w.Joined == nil || w.moved() || len(w.Joined.Candidates) == 0 || w.Joined.Candidates[0].Score < w.Limits.Suggest {
		return false
	}
	alone, joined := w.Alone.Candidates, w.Joined.Candidates
	if w.Limits.sure(joined) && joined[0].Score >= alone[0].Score {
		return true
	}
	return utf8.RuneCountInString(w.Alone.Text) <= fragmentRunes && alone[0].ID != joined[0].ID
}

// sure reports that the first candidate may be answered without asking back.
func (l Limits) sure(c []knowledge.Candidate) bool {
	if len(c) == 0 || c[0].Score < l.Answer {
		return false
	}
	return len(c) == 1 || c[0].Score-c[1].Score >= l.Gap
}

// scant reports that the message is too short to be sure of by its score: 没收到
// or 多久 is near many an entry's words and says nothing of what it is about. Only
// what is an entry's own text, or nearly, is answered then.
func (w *walk) scant(c []knowledge.Candidate) bool {
	return utf8.RuneCountInString(w.Alone.Text) <= scantRunes && c[0].Score < scantScore
}

func (w *walk) answer() bool {
	c := w.Alone.Candidates
	if !w.Limits.sure(c) || w.Follow != nil || w.misled() {
		c = w.best()
	}
	w.Candidates = c
	switch {
	case !w.Limits.sure(c):
		return w.step("faq", false, "no candidate over the answer limit and clear of the next")
	case w.Joined == nil && w.Follow == nil && w.scant(c):
		return w.step("faq", false, "too short to be sure of")
	}
	w.Entry = c[0].ID
	if (!w.continued() || w.asksOn()) && w.Entry == w.Memory.topic(w.Now) && w.Memory.Last.Entry == w.Entry {
		return w.repeat()
	}
	w.Outcome, w.Unresolved = OutcomeAnswer, 0
	return w.step("faq", true, "surest candidate "+w.Entry)
}

// firmShare is the share of a message's matter from which the sentence that holds
// it is preferred to another entry, and firmScore the score from which the other
// entry is preferred to any sentence.
const firmShare, firmScore = 0.6, 0.9

// pointed is the rung of a follow-up question that the last answer holds already:
// its sentence is shown instead of all of it, and instead of an entry that only
// the topic makes likely.
func (w *walk) pointed() bool {
	if w.Follow == nil || w.Follow.point == nil {
		return w.step("point", false, "no sentence of the last answer holds it")
	}
	p, c, h := w.Follow.point, w.Follow.Candidates, w.Alone.Heard
	switch {
	case !h.Asks || h.Complains || h.Unclear || w.repeated():
		return w.step("point", false, "does not ask, or complains, or asks again")
	case w.Memory.Last.Point == p.sentence:
		return w.step("point", false, "the sentence that holds it was shown just now")
	case w.Limits.sure(c) && (c[0].Score >= firmScore || p.share < firmShare && w.Follow.kin == relative || !w.bare() && w.Limits.sure(w.Alone.Candidates)):
		return w.step("point", false, "another entry goes with the topic and is sure")
	}
	w.Outcome, w.Entry, w.Point, w.Unresolved = OutcomeAnswer, p.entry, p.sentence, 0
	w.Candidates = c
	return w.step("point", true, "the last answer holds it")
}

// repeat meets a customer who comes back with the topic that was just answered:
// the same text a second time would help nobody.
func (w *walk) repeat() bool {
	w.Unresolved++
	if w.stuck() {
		w.handoff(chat.ReasonUnresolved, w.about())
		return w.step("faq", true, "asks about "+w.Entry+" again; unresolved too often")
	}
	if w.waiting() { // the person that would be offered is coming
		w.Outcome = OutcomeFallback
		return w.step("faq", true, "asks about "+w.Entry+" again, which people will see to")
	}
	w.Outcome, w.Repeat = OutcomeClarify, true
	return w.step("faq", true, "asks about "+w.Entry+" again after its answer")
}

// stuck reports that the case has been unresolved too often in a row.
func (w *walk) stuck() bool {
	return w.Limits.Unresolved > 0 && w.Unresolved >= w.Limits.Unresolved && !w.waiting()
}
