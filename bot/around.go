package bot

import (
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"yiwen/bot/chat"
	"yiwen/knowledge"
)

// What a message means depends on what was said around it. This file holds the
// signs of that: a message that leans on the last topic, one that complains of
// its answer, one that corrects the bot, one that goes on where an unresolved
// one stopped, and one that asks for two things.

const (
	// leanRunes is the length up to which a message may leave out what it is
	// about: 「那要多久」, 「材料交上去得等几天」.
	leanRunes = 12
	// leanOdds is how much likelier an entry of the topic's category is then, as
	// odds, and how much less likely any other.
	leanOdds = 2.5
	// pieceRunes is the length up to which a message that goes on where an
	// unresolved one stopped may be a piece of a sentence.
	pieceRunes = 7
	// openMost is how many unresolved messages in a row a piece may follow
	// without counting as unresolved itself.
	openMost = 4
)

// complaints are words of somebody for whom an answer did not work. They count
// only after an answer, and only where the message asks nothing new.
var complaints = []string{
	"还是", "没用", "不行", "不管用", "不好使", "没反应", "没解决", "没变", "一样", "试过", "试了", "弄了", "弄过",
	"看了", "看过", "检查了", "照做", "照着", "按你说", "没错", "也对", "都对", "分钟了", "小时了", "半天了", "一直",
}

// complains reports that norm, which asks nothing new, is about an answer that
// did not help.
func complains(norm string) bool {
	return slices.ContainsFunc(complaints, func(c string) bool { return strings.Contains(norm, c) })
}

// movedScore is the score from which a few words right after an answer are a
// question of their own, whether they ask or not.
const movedScore = 0.7

// questions are the words of asking, in the normal form.
var questions = []string{"怎么", "咋", "吗", "么", "如何", "为什么", "为啥", "多久", "多少", "几", "哪", "什么", "啥", "能不能", "可以", "?"}

// asks reports that norm asks something.
func asks(norm string) bool {
	return slices.ContainsFunc(questions, func(q string) bool { return strings.Contains(norm, q) })
}

// denials take back what the bot understood where nothing but a breath or the
// customer's own 我 follows: 「不是说三十分钟到账吗」 is no denial. retries
// introduce what is meant.
var (
	denials = []string{"不是这个", "不是的", "不是啊", "不是", "不对", "错了"}
	retries = []string{"我说的是", "我是说", "我问的是", "我是问", "我的意思是", "我指的是", "我想问的是"}
)

const breath = "，,。.！!：:；;、 　"

// corrected returns a message without the words that take back what the bot
// understood, and whether there were any. What is left may be empty.
func corrected(said string) (rest string, ok bool) {
	rest = strings.TrimSpace(said)
	for _, d := range denials {
		after, cut := strings.CutPrefix(rest, d)
		if r, _ := utf8.DecodeRuneInString(after); cut && (after == "" || r == '我' || strings.ContainsRune(breath, r)) {
			rest, ok = strings.TrimLeft(after, breath), true
			break
		}
	}
	for _, r := range retries {
		if after, cut := strings.CutPrefix(rest, r); cut {
			return strings.TrimLeft(after, breath), true
		}
	}
	return rest, ok
}

// lean weighs the candidates of a short message by the category of the topic
// that it may leave out. Scores stay between 0 and 1; the order may change.
func lean(found []knowledge.Candidate, entries map[string]knowledge.Entry, topic knowledge.Entry) []knowledge.Candidate {
	leaned := slices.Clone(found)
	for i := range leaned {
		c := &leaned[i]
		odds := c.Score / max(1-c.Score, 1e-9)
		if entries[c.ID].Category == topic.Category {
			odds *= leanOdds
		} else {
			odds /= leanOdds
		}
		c.Score = odds / (1 + odds)
	}
	slices.SortStableFunc(leaned, func(a, b knowledge.Candidate) int {
		switch {
		case a.Score > b.Score:
			return -1
		case a.Score < b.Score:
			return 1
		}
		return 0
	})
	return leaned
}

// partsMost bounds the sentences of a message that are read one by one, and
// partsRunes is the length from which a message is worth it.
const partsMost, partsRunes = 6, 20

// sentences cuts a long message where a person would take a breath; nil where
// there is nothing to cut. The ends of what is too long to be read are kept: the
// question stands at the beginning or at the end more often than in the middle.
func sentences(said string) []string {
	if utf8.RuneCountInString(said) < partsRunes {
		return nil
	}
	var parts []string
	for _, p := range strings.FieldsFunc(said, func(r rune) bool { return strings.ContainsRune("。！？!?；;\n", r) }) {
		if p = strings.TrimSpace(p); utf8.RuneCountInString(p) >= 4 {
			parts = append(parts, p)
		}
	}
	if len(parts) < 2 {
		return nil
	}
	if n := len(parts); n > partsMost {
		parts = slices.Concat(parts[:partsMost/2], parts[n-partsMost/2:])
	}
	return parts
}

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

// complaint reports that the message, which nothing answers, is about the last
// answer: it says so, it sounds so, or the topic itself is the nearest entry.
func (w *walk) complaint() bool {
	last := w.Memory.Last
	if w.Memory.topic(w.Now) == "" || w.Corrects || last.Entry != w.Memory.Topic {
		return false
	}
	if c := w.Candidates; len(c) > 0 && c[0].Score >= w.Limits.Suggest {
		clear := len(c) == 1 || c[0].Score-c[1].Score >= w.Limits.Gap
		return c[0].ID == w.Memory.Topic && clear
	}
	return complains(w.Alone.Text) || w.Alone.Understood.Mood.Score > 0
}

// again is the rung of a customer whose message complains of the last answer.
func (w *walk) again() bool {
	if !w.complaint() {
		return w.step("again", false, "does not complain of the last answer")
	}
	w.Entry = w.Memory.Topic
	return w.repeat()
}

// parts is the rung of a long message that asks in some of its sentences. One
// sentence alone may be part of the story and not the question, so it answers
// only where the message as a whole points to the same entry; two different
// ones, and one that the whole does not bear out, are asked back.
func (w *walk) parts() bool {
	var sure []string
	whole := w.Candidates
	for _, p := range w.Parts {
		if w.Limits.sure(p.Candidates) && !slices.Contains(sure, p.Candidates[0].ID) {
			sure = append(sure, p.Candidates[0].ID)
			w.Candidates = merge(w.Candidates, p.Candidates[0])
		}
	}
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

// topicEntry is the entry that a short message may leave out.
func (s Situation) topicEntry() (knowledge.Entry, bool) {
	e, ok := s.Entries[s.Memory.topic(s.Now)]
	return e, ok && s.Memory.Last.Outcome != OutcomeHandoff && s.Case.State != chat.StateClosed
}
