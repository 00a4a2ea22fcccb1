package bot

import (
	"slices"
	"strings"
	"unicode/utf8"

	"yiwen/bot/text"
	"yiwen/intents"
	"yiwen/knowledge"
)

const (
	// partsMost bounds the sentences of a message that are read one by one: each
	// is a search.
	partsMost = 6
	// partsRunes is the length from which a message is worth it, and
	// sentenceRunes that of a sentence.
	partsRunes, sentenceRunes = 14, 4
)

// sentence is a stretch of a message in the normal form.
type sentence struct {
	text string
	asks bool
}

// sentences cuts a long message where a person would take a breath, and where he
// comes to something else; nil where there is nothing to cut. The ends of what is
// too long to be read are kept: the question stands at the beginning or at the
// end more often than in the middle.
func (t *Talk) sentences(a *text.Analysis, h Heard) []sentence {
	if utf8.RuneCountInString(a.Norm) < partsRunes {
		return nil
	}
	cuts := cuts(a, h)
	var parts []sentence
	for i, from := range cuts[:len(cuts)-1] {
		to := cuts[i+1]
		p := strings.Trim(a.Norm[from:to], breath+"?")
		if utf8.RuneCountInString(p) < sentenceRunes {
			continue
		}
		asks := slices.ContainsFunc(h.signs, func(s intents.Sign) bool { return from <= s.Start && s.Start < to && asking(s) })
		parts = append(parts, sentence{p, asks || strings.ContainsRune(a.Norm[from:to], '?')})
	}
	if len(parts) < 2 {
		return nil
	}
	if n := len(parts); n > partsMost {
		parts = slices.Concat(parts[:partsMost/2], parts[n-partsMost/2:])
	}
	return parts
}

// cuts returns where the sentences of a begin, and its end: bytes of Norm.
func cuts(a *text.Analysis, h Heard) []int {
	cuts := []int{0, len(a.Norm)}
	broken := strings.ContainsRune(a.Raw, '\n')
	for i, r := range a.Norm {
		if strings.ContainsRune("。!?;", r) || r == ' ' && broken && newline(a, i) {
			cuts = append(cuts, i+utf8.RuneLen(r))
		}
	}
	for _, s := range h.signs {
		if s.List == listAlso {
			cuts = append(cuts, s.Start)
		}
	}
	slices.Sort(cuts)
	return slices.Compact(cuts)
}

// newline reports whether the blank at byte i of Norm was the end of a line.
func newline(a *text.Analysis, i int) bool {
	from, to := a.RawRunes(i, i+1)
	return strings.Contains(a.RawText(from, to), "\n")
}

// asking returns how many sentences of the message ask something.
func (s Situation) asking() (n int) {
	for _, p := range s.sentences {
		if p.asks {
			n++
		}
	}
	return n
}

// needs is the rung of a message that asks two things. Two sentences that are
// sure of two entries are answered both, in the customer's order; a third waits
// for its turn. Where one of two is sure, it is answered and the other offered.
// What the message as a whole does not point to at all is part of the story.
func (w *walk) needs() bool {
	var sure []string
	var rest []knowledge.Candidate
	whole := w.Alone.Candidates
	for _, p := range w.Parts {
		if !p.Heard.Asks || len(p.Candidates) == 0 || p.Candidates[0].Score < w.Limits.Suggest {
			continue
		}
		w.Candidates = merge(w.Candidates, p.Candidates[0])
		switch {
		case !w.Limits.sure(p.Candidates):
			rest = p.Candidates
		case !slices.Contains(sure, p.Candidates[0].ID) && place(whole, p.Candidates[0].ID) >= 0:
			sure = append(sure, p.Candidates[0].ID)
		}
	}
	switch {
	case w.Limits.sure(whole) && !slices.Contains(sure, whole[0].ID):
		w.Candidates = nil
		return w.step("needs", false, "the whole is surer than its sentences")
	case len(sure) > 1:
		w.Also = sure[1]
	case len(sure) == 1 && len(rest) > 0 && rest[0].ID != sure[0]:
		w.Offer = w.offer(rest, sure[0])
	default:
		w.Candidates = nil
		return w.step("needs", false, "does not surely ask two things")
	}
	w.Outcome, w.Entry, w.Unresolved = OutcomeAnswer, sure[0], 0
	return w.step("needs", true, "asks for "+sure[0]+" and "+strings.Join(append(w.Offer, sure[1:]...), " "))
}

// parts is the rung of a long message of which one sentence is sure. It may be
// part of the story and not the question, so it answers only where the message
// as a whole points to the same entry; all else is asked back, and where two
// sentences ask for different things, which comes first.
func (w *walk) parts() bool {
	var sure, asked []string
	whole := w.Candidates
	for _, p := range w.Parts {
		if len(p.Candidates) > 0 && p.Heard.Asks && p.Candidates[0].Score >= w.Limits.Suggest && !slices.Contains(asked, p.Candidates[0].ID) {
			asked = append(asked, p.Candidates[0].ID)
			w.Candidates = merge(w.Candidates, p.Candidates[0])
		}
		if w.Limits.sure(p.Candidates) && !slices.Contains(sure, p.Candidates[0].ID) {
			sure = append(sure, p.Candidates[0].ID)
			w.Candidates = merge(w.Candidates, p.Candidates[0])
		}
	}
	w.Which = len(asked) > 1
	switch {
	case len(sure) == 0:
		return w.step("sentences", false, "no sentence is sure by itself")
	case len(sure) == 1 && len(whole) > 0 && whole[0].ID == sure[0] && whole[0].Score >= w.Limits.Suggest:
		w.Outcome, w.Entry, w.Unresolved = OutcomeAnswer, sure[0], 0
		return w.step("sentences", true, "one sentence and the whole ask for "+sure[0])
	}
	return w.step("sentences", false, "sentences ask for "+strings.Join(sure, ", ")+", to be asked back")
}

// merge puts a candidate into a list that is ordered best first.
func merge(found []knowledge.Candidate, c knowledge.Candidate) []knowledge.Candidate {
	found = slices.DeleteFunc(slices.Clone(found), func(o knowledge.Candidate) bool { return o.ID == c.ID && o.Score <= c.Score })
	i := slices.IndexFunc(found, func(o knowledge.Candidate) bool { return o.Score < c.Score })
	if i < 0 {
		i = len(found)
	}
	return slices.Insert(found, i, c)
}
