package bot

import (
	"slices"
	"strings"
	"time"
	"unicode/utf8"
)

// What a message means depends on what was said before it. This file holds the
// signs of that: a message that goes on where an unresolved one stopped, and one
// that complains of the last answer.

const (
	// pieceRunes is the length up to which a message that goes on where an
	// unresolved one stopped may be a piece of a sentence.
	pieceRunes = 7
	// openMost is how many unresolved messages in a row a piece may follow
	// without counting as unresolved itself.
	openMost = 4
)

// open returns the messages that the one at now goes on from: those of the burst
// and, before them, those that ended unresolved, in order, bounded.
func (m Memory) open(now time.Time) []Said {
	oldest, topic := now.Add(-burstWindow).UnixMilli(), now.Add(-topicWindow).UnixMilli()
	i := len(m.Burst)
	for i > 0 && len(m.Burst)-i < burstMost-1 {
		if s := m.Burst[i-1]; s.At < oldest && (!s.Open || s.At < topic) {
			break
		}
		i--
	}
	return m.Burst[i:]
}

// unresolved reports that an outcome leaves the customer's message open.
func (d Decision) unresolved() bool {
	return d.Outcome == OutcomeFallback || (d.Outcome == OutcomeClarify && !d.Repeat)
}

// piece reports that the message is a piece of a sentence whose beginning stands
// in the messages before it, and that means something together with them: that
// they led to a question back does not count. What was said before, said again,
// is no piece.
func (w *walk) piece() bool {
	if w.Joined == nil || len(w.Joined.Candidates) == 0 || w.Joined.Candidates[0].Score < w.Limits.Suggest {
		return false
	}
	open := w.Memory.open(w.Now)
	return len(open) < openMost && w.Alone.Understood.Mood.Score == 0 &&
		utf8.RuneCountInString(w.Alone.Text) <= pieceRunes &&
		!slices.ContainsFunc(open, func(s Said) bool { return strings.Contains(s.Text, w.Alone.Text) })
}

// apart reports that the message is another question than those that it would be
// joined with: it is sure by itself of an entry, and what it finds together with them
// is that, or nothing that is sure, or only what they found before it, which has
// nothing to do with the entry. A piece of their sentence shares words with what the
// whole of it asks: 「说激活失败」 after a licence.
func (s Situation) apart(t *Talk) bool {
	alone, joined := s.Alone.Candidates, s.Joined.Candidates
	if !s.Limits.sure(alone) || len(joined) == 0 || utf8.RuneCountInString(s.Alone.Text) <= scantRunes {
		return false
	}
	own, both := s.Entries[alone[0].ID], s.Entries[joined[0].ID]
	before := func(id string) bool {
		return id == s.Memory.Last.Entry || sameOffer(s.Memory.Last.Offer, []string{id})
	}
	switch {
	case own.ID == both.ID:
		return !before(own.ID)
	case alone[0].Score >= movedScore && joined[0].Score < s.Limits.Answer:
		return true
	case alone[0].Score <= joined[0].Score && !before(both.ID), t == nil:
		return false // together they say what neither says
	}
	w := weigher{talk: t}
	return !w.shares(strings.Fields(w.words(both)), w.words(own))
}

// complaint reports that the message, which nothing answers, is about the last
// answer: it says so in few words, whatever else it resembles, it sounds so, or
// the topic itself is the nearest entry.
func (w *walk) complaint() bool {
	last := w.Memory.Last
	if w.Memory.topic(w.Now) == "" || w.Corrects || last.Entry != w.Memory.Topic {
		return false
	}
	if w.Alone.Heard.Unclear {
		return true
	}
	if c := w.Candidates; len(c) > 0 && c[0].Score >= w.Limits.Suggest {
		clear := len(c) == 1 || c[0].Score-c[1].Score >= w.Limits.Gap
		if c[0].ID == w.Memory.Topic {
			return clear || w.Alone.Heard.Complains
		}
		return w.Alone.Heard.Complains && !w.Alone.Heard.Asks && utf8.RuneCountInString(w.Alone.Text) <= leanRunes
	}
	return w.Alone.Heard.Complains || w.Alone.Understood.Mood.Score > 0
}

// again is the rung of a customer whose message complains of the last answer.
func (w *walk) again() bool {
	if !w.complaint() {
		return w.step("again", false, "does not complain of the last answer")
	}
	w.Entry = w.Memory.Topic
	return w.repeat()
}
