package rank

import (
	"cmp"
	"slices"
)

// What the held-out questions of a knowledge base are like beside real ones.
const (
	// near is the share of questions that no entry answers and that are about
	// the matters of the knowledge base: an entry held out leaves such questions.
	// As many again are about other things, and reach no limit.
	near = 0.15
	// trust is how many wrong answers real questions get for each that held-out
	// ones get at the same limit. Similar questions are written to differ from
	// each other, and the neighbours of an entry that is held out often serve as
	// well. On the demo content, of what is answered at 0.42, 0.13 of the
	// held-out questions are wrong and 0.05 of the development messages.
	trust = 0.4
	// least is what no learning lowers the limit of a direct answer below: where
	// entries are far apart even the held-out questions are easy, real ones that
	// are nearly an entry's are not.
	least = 0.4
	// gap is how far an answer is clear of the second entry. On the demo content
	// anything from 0 to 0.2 gives the same figures within a point, since scores
	// hold the margin already; what is short and equally true of two entries
	// (没到账) wants a question back.
	gap = 0.15
)

// SetLimits scores the samples, in the order that they have, and sets the limits that they suggest: that
// of a direct answer so that the wanted precision is to be expected of real
// questions while as many as possible are answered, that of a suggestion so that
// the right entry reaches it wherever it is among those that could be offered.
// Where no limit promises the precision, nothing is answered directly.
func (m *Model) SetLimits(samples []Sample, precision float64) {
	for i := range samples {
		score(samples[i].found, m)
	}
	m.Limits = Limits{Answer: 1, Gap: gap}
	m.Limits.Answer = answerLimit(samples, 1-(1-precision)/trust)
	m.Limits.Answer = max(m.Limits.Answer, least)
	// Where questions are easy nearly all right entries are answered; those that
	// are not deserve to be offered all the same.
	m.Limits.Suggest = min(suggestLimit(samples), m.Limits.Answer/2)
}

// answerLimit returns the lowest score down to which direct answers have the
// precision, or 1. Standard questions count as much
// as all similar ones together: most customers ask in their way.
func answerLimit(samples []Sample, precision float64) float64 {
	order := make([]*Sample, 0, len(samples))
	for i := range samples {
		s, f := &samples[i], samples[i].found
		if len(f) > 0 && s.Weight > 0 && (len(f) == 1 || f[0].score-f[1].score >= gap) {
			order = append(order, s)
		}
	}
	slices.SortStableFunc(order, func(a, b *Sample) int { return cmp.Compare(b.found[0].score, a.found[0].score) })
	limit := 1.0
	var all, good float64
	for i, s := range order {
		w := s.Weight
		all += w
		if s.found[0].right {
			good += w
		}
		tied := i+1 < len(order) && order[i+1].found[0].score == s.found[0].score
		if !tied && good >= precision*all {
			limit = s.found[0].score
		}
	}
	return limit
}

// suggestLimit returns the score that the right entry reaches of 72 in 100
// questions that have it among the first five; of real ones it is 82. Lower, and
// more reach it, but questions that have nothing to do with the shop get a
// question back instead of the word that the bot does not know: at 85 in 100
// (0.9 of the real ones) one in five of them would.
func suggestLimit(samples []Sample) float64 {
	const kept, offered = 0.72, 5
	var scores []float64
	for i := range samples {
		if p := samples[i].place(); p >= 0 && p < offered {
			scores = append(scores, samples[i].found[p].score)
		}
	}
	if len(scores) == 0 {
		return 0
	}
	slices.Sort(scores)
	return scores[int((1-kept)*float64(len(scores)))]
}
