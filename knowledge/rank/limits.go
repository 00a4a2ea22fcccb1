package rank

import (
	"cmp"
	"slices"
)

const (
	// wanted is the precision that the shipped limits are for, and that limits are
	// learned for where nobody says another.
	wanted = 0.95
	// trust is how many wrong answers real questions get for each that held-out
	// ones get at the same limit. Similar questions are written to differ from
	// each other, and the neighbours of an entry that is held out often serve as
	// well. Measured on the judged questions of our own bases that have similar
	// ones to hold out, at 0.5, the sum over the three; it is 0.2 for the one whose
	// entries have many, and 0.4 and 1 for those whose entries have one or two. A
	// quarter, and not their mean of a half, was taken looking at the development
	// messages: shops with as much as the demo content are what it is for.
	trust = 0.27
	// enough is how many questions that a base asks itself tell as much as the real
	// ones of other bases that the shipped model was learned from.
	enough = 200
	// least is what no learning lowers the limit of a direct answer below: where
	// entries are far apart even the held-out questions are easy, real ones that
	// are nearly an entry's are not.
	least = 0.4
	// gap is how far an answer is clear of the second entry: what is short and
	// equally true of two entries (没到账) wants a question back. On the development
	// messages 0.05 costs two points of precision and 0.15 a point of coverage.
	gap = 0.1
)

// SetLimits scores the samples, which are judged questions, in the order that
// they have, and sets the limits that they suggest: that of a direct answer so
// that of what is answered the wanted share is right while as many as possible
// are answered, that of a suggestion so that the right entry reaches it wherever
// it is among those that could be offered. Where no limit promises the precision,
// nothing is answered directly.
func (m *Model) SetLimits(samples []Sample, precision float64) {
	m.score(samples)
	m.Limits = Limits{Answer: max(answerLimit(samples, precision), least), Gap: gap}
	m.Limits.Suggest = min(suggestLimit(samples), m.Limits.Answer/2)
}

// adaptLimits moves the limit of a direct answer from the one that real questions
// gave elsewhere towards what held-out samples make of m, the farther the more of
// them there are. Where they promise the precision nowhere, as in a base whose
// neighbours say the same, the limit stays, if it is for as high a precision. The
// limit of a suggestion stays: what is held out is not what foreign questions are
// like.
func (m *Model) adaptLimits(samples []Sample, precision float64) {
	m.score(samples)
	limit := max(answerLimit(samples, 1-(1-precision)/trust), least)
	if precision <= wanted {
		limit = min(limit, m.Limits.Answer)
	}
	n := asked(samples)
	m.Limits.Answer += (limit - m.Limits.Answer) * n / (n + enough)
	m.Limits.Suggest = min(m.Limits.Suggest, m.Limits.Answer/2)
}

func (m *Model) score(samples []Sample) {
	for i := range samples {
		score(samples[i].found, m)
	}
}

// answerLimit returns the lowest score down to which direct answers have the
// precision, or 1.
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

// suggestLimit returns the score that the right entry reaches of 80 in 100
// questions that have it among the first five. Our own bases are thin and their
// questions hard: of the demo content's it is 90. Lower, and more reach it, but
// questions that have nothing to do with the shop get a question back instead of
// the word that the bot does not know.
func suggestLimit(samples []Sample) float64 {
	const kept, offered = 0.80, 5
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
