package bot

import (
	"cmp"
	"context"
	"fmt"
	"math"
	"slices"
	"strings"
	"unicode/utf8"

	"yiwen/bot/chat"
	"yiwen/bot/text"
	"yiwen/knowledge"
)

// A follow-up question leaves out what it is about: 「那要多久」 after how to get a
// refund. It is read once more with the topic's keywords before it, and the
// entries found are weighed by how they go with the topic. What no entry answers
// may stand in the topic's own answer: then its sentence is the answer.

const (
	// leanRunes is the length up to which a message may leave out what it is about.
	leanRunes = 14
	// The odds of an entry are multiplied, and divided where it is the other way
	// round, by these.
	sameCategory = 2.0 // it is of the topic's category
	sameAspect   = 2.5 // it tells what is asked: how long, how much
	related      = 2.5 // they share words
	// strangeness is the factor of an entry that has nothing to do with the topic.
	strangeness = 0.25
	// unknownScore stands for the score of an entry that one search did not find.
	unknownScore = 0.02
	// topicShare is how much the score of the search with the topic's words, in
	// which every neighbour of the topic is high, counts in odds: its root.
	topicShare = 0.5
)

// point is a sentence of the last answer that may hold what is asked.
type point struct {
	entry    string
	sentence string
	share    float64 // of the message's matter that it holds
	tells    bool    // it tells the aspect that is asked
}

// topicEntry is the entry that a short message may leave out.
func (s Situation) topicEntry() (knowledge.Entry, bool) {
	e, ok := s.Entries[s.Memory.topic(s.Now)]
	e.Answer = e.AnswerAt(string(s.Site))
	return e, ok && s.Memory.Last.Outcome != OutcomeHandoff && s.Case.State != chat.StateClosed
}

// leans reports that the message may leave out what it is about.
func (s Situation) leans() bool {
	if _, ok := s.topicEntry(); !ok || s.Corrects || utf8.RuneCountInString(s.Alone.Text) > leanRunes {
		return false
	}
	c := s.Alone.Candidates
	if s.repeated() && s.Limits.sure(c) && c[0].ID == s.Memory.Topic {
		return false // asks for the topic itself once more, not for its relatives
	}
	return !s.Limits.sure(c) || c[0].Score < movedScore || c[0].ID == s.Memory.Topic || s.bare()
}

// bareRunes is how much of the matter a message may name and yet leave it out.
const bareRunes = 4

// bare reports that the message hardly names a matter of its own: 「能放多久」, but
// not 「退款扣钱吗」 behind a topic that is no refund.
func (s Situation) bare() bool {
	if utf8.RuneCountInString(strings.Join(s.Alone.matter, "")) > bareRunes {
		return false
	}
	c := s.Alone.Candidates
	topic, ok := s.topicEntry()
	if len(c) == 0 || !ok {
		return true
	}
	return !s.Alone.speaksOf(titles(s.Entries[c[0].ID]), titles(topic))
}

// speaksOf reports that the text names what found is about, and what is said is not.
func (r Reading) speaksOf(found, said string) bool {
	return slices.ContainsFunc(r.objects, func(o string) bool {
		return utf8.RuneCountInString(o) > 1 && strings.Contains(found, o) && !strings.Contains(said, o)
	})
}

// titles are an entry's question and keywords in the normal form.
func titles(e knowledge.Entry) string {
	return text.Normalise(e.Question + " " + strings.Join(e.Keywords, " "))
}

// follow reads the message as a question about the last topic.
func (r reader) follow(ctx context.Context, s *Situation, topic knowledge.Entry, said string) (*Reading, error) {
	words := strings.Join(topic.Keywords, " ")
	if words == "" {
		words = topic.Question
	}
	if r.content.Talk != nil {
		said += " " + r.content.Talk.means(s.Alone.Heard.Aspects)
	}
	a := text.Analyse(words+"，"+strings.TrimSpace(said), r.content.Segment)
	found, err := r.content.Search.Search(ctx, a, searchMost)
	if err != nil {
		return nil, fmt.Errorf("search a follow-up: %w", err)
	}
	w := weigher{talk: r.content.Talk, topic: topic, entries: r.content.Entries, asked: s.Alone.Heard.Aspects, gently: s.Turns || s.Limits.sure(s.Alone.Candidates) && !s.bare()}
	w.own = strings.Fields(w.words(topic))
	before, ok := r.content.Entries[s.Memory.Prior]
	before.Answer = before.AnswerAt(string(s.Site))
	if ok {
		w.before = strings.Fields(w.words(before))
	}
	p := r.content.Talk.find(topic, s.Alone)
	if ok {
		if q := r.content.Talk.find(before, s.Alone); q.worth() > p.worth() {
			p = q
		}
	}
	f := &Reading{Text: a.Norm, Candidates: w.weigh(s.Alone.Candidates, found), point: p}
	if len(f.Candidates) > 0 {
		f.kin = w.kin(r.content.Entries[f.Candidates[0].ID])
	}
	return f, nil
}

// weigher weighs entries by how they go with a topic.
type weigher struct {
	talk    *Talk
	topic   knowledge.Entry
	entries map[string]knowledge.Entry
	asked   uint64
	own     []string // words of the topic
	before  []string // words of the topic before it
	gently  bool     // the message may do without the topic, which may help it and not hinder
}

// weigh joins what the message finds alone with what it finds with the topic's
// words, the topic itself left out: it has been answered.
func (w weigher) weigh(alone, with []knowledge.Candidate) []knowledge.Candidate {
	var out []knowledge.Candidate
	score := func(list []knowledge.Candidate, id string) float64 {
		if i := slices.IndexFunc(list, func(c knowledge.Candidate) bool { return c.ID == id }); i >= 0 {
			return list[i].Score
		}
		return unknownScore
	}
	for _, c := range slices.Concat(alone, with) {
		if c.ID == w.topic.ID || slices.ContainsFunc(out, func(o knowledge.Candidate) bool { return o.ID == c.ID }) {
			continue
		}
		by := odds(score(alone, c.ID)) * math.Pow(odds(score(with, c.ID)), topicShare) * w.factor(w.entries[c.ID])
		if c.Score = by / (1 + by); w.gently {
			c.Score = max(c.Score, score(alone, c.ID))
		}
		out = append(out, c)
	}
	slices.SortStableFunc(out, func(a, b knowledge.Candidate) int { return cmp.Compare(b.Score, a.Score) })
	return out
}

// kin is how an entry goes with a topic.
type kin int

const (
	stranger kin = iota
	named        // one's answer names a keyword of the other
	relative     // their questions or keywords share words
)

// kin returns how e goes with the topic.
func (w weigher) kin(e knowledge.Entry) kin {
	theirs := w.words(e)
	if w.shares(w.own, theirs) {
		return relative
	}
	if names(w.topic.Answer, e.Keywords) || names(e.Answer, w.topic.Keywords) || w.shares(w.before, theirs) {
		return named
	}
	return stranger
}

// shares reports that theirs holds a pair of characters of one of words.
func (weigher) shares(words []string, theirs string) bool {
	return slices.ContainsFunc(words, func(m string) bool { return held([]string{m}, theirs) > 0 })
}

// words are what an entry's question and keywords speak of.
func (w weigher) words(e knowledge.Entry) string {
	norm := titles(e)
	return strings.Join(w.talk.matter(norm, w.talk.hear(norm)), " ")
}

// factor is how much likelier the topic and the aspect asked make an entry.
func (w weigher) factor(e knowledge.Entry) float64 {
	f := 1.0
	switch w.kin(e) {
	case stranger:
		return strangeness // whatever else it has in common with the topic
	case relative:
		f = related
	}
	if e.Category == w.topic.Category {
		f *= sameCategory
	} else {
		f /= sameCategory
	}
	told := w.talk.hear(text.Normalise(e.Question)).Aspects
	switch {
	case w.asked == 0 || told == 0:
	case told&w.asked != 0:
		f *= sameAspect
	default:
		f /= sameAspect
	}
	return f
}

// names reports that an answer names one of keywords.
func names(answer string, keywords []string) bool {
	return slices.ContainsFunc(keywords, func(k string) bool { return strings.Contains(answer, k) })
}

// tellMost is how many sentences of an answer may tell the aspect asked, where
// nothing else says which is meant: then all are shown.
const tellMost = 3

// find returns the sentence of e's answer that best holds what is asked, or nil.
func (t *Talk) find(e knowledge.Entry, asked Reading) *point {
	if t == nil {
		return nil
	}
	var best point
	var telling []string
	for _, raw := range lines(e.Answer) {
		norm := text.Normalise(raw)
		p := point{entry: e.ID, sentence: raw, share: held(asked.matter, norm), tells: t.hear(norm).Shows&asked.Heard.Aspects != 0}
		if p.tells {
			telling = append(telling, raw)
		}
		if p.worth() > best.worth() {
			best = p
		}
	}
	switch {
	case best.tells && best.share > 0, best.share >= 0.5:
		return &best
	case best.tells && len(telling) <= tellMost:
		best.sentence = strings.Join(telling, "\n> ")
		return &best
	}
	return nil
}

// worth orders points; nil is worth nothing.
func (p *point) worth() float64 {
	switch {
	case p == nil:
		return 0
	case p.tells:
		return p.share + 0.6
	}
	return p.share
}

func odds(score float64) float64 { return score / max(1-score, 1e-9) }

// lines cuts an answer into sentences, Markdown marks of lists left out.
func lines(answer string) []string {
	var out []string
	for l := range strings.SplitSeq(answer, "\n") {
		for s := range strings.SplitAfterSeq(l, "。") {
			if s = unlisted(strings.TrimSpace(s)); s != "" {
				out = append(out, s)
			}
		}
	}
	return out
}

// unlisted returns a line without the mark of a list: "- " or "1. ".
func unlisted(s string) string {
	s = strings.TrimPrefix(s, "- ")
	if after, ok := strings.CutPrefix(strings.TrimLeft(s, "0123456789"), ". "); ok {
		return after
	}
	return s
}
