package bot

import (
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"yiwen/bot/chat"
	"yiwen/bot/flow"
	"yiwen/handoff"
	"yiwen/handoff/ticket"
	"yiwen/intents"
	"yiwen/knowledge"
)

// Outcome is what a turn came to. The list is closed: it is a metric label.
type Outcome string

// The closed list of outcomes.
const (
	OutcomeAnswer    Outcome = "answer"
	OutcomeClarify   Outcome = "clarify"
	OutcomeCollect   Outcome = "collect"
	OutcomeHandoff   Outcome = "handoff"
	OutcomeSmalltalk Outcome = "smalltalk"
	OutcomeFallback  Outcome = "fallback"
)

// choicePerson is the key of the choice 转人工 in every list of choices.
const choicePerson = "human"

// Reading is one text as the domains see it: understood, with candidates.
type Reading struct {
	Text       string // the normal form that was read
	Heard      Heard
	matter     []string // stretches of Text that speak of the matter itself
	objects    []string // those of them that are no aspect
	Understood intents.Understanding
	Candidates []knowledge.Candidate // best first
	point      *point                // of a Follow: the sentence of the last answer that holds what is asked
	kin        kin                   // of a Follow: how its first candidate goes with the topic
}

// Situation is all that a decision may depend on.
type Situation struct {
	Case     chat.Case
	Site     chat.SiteID
	Memory   Memory
	Now      time.Time
	Alone    Reading   // the message by itself
	Joined   *Reading  // with the messages it continues, or nil
	Follow   *Reading  // with the words of the last topic, or nil
	Aside    *Aside    // what it asks beside what it answers the flow, or nil
	Parts    []Reading // its sentences one by one, where it is long and not sure as a whole
	Burst    bool      // it continues messages of the last seconds
	Apart    bool      // but is sure by itself, and of something else than they are
	Corrects bool      // it takes back what the bot understood; Alone is what is left
	Denies   bool      // nothing is left
	Turns    bool      // it says that it turns to something else
	Said     string    // the message as it was written; codes of cards unmasked
	Tap      string    // the key of the flow's choice that it is a tap on, or ""
	Flows    map[string]*flow.Flow
	Entries  map[string]knowledge.Entry
	Closed   map[string]string // those of Entries that are not there for the turn, and why
	Missed   []Missed          // closed entries that Alone would have found first, where that is looked for
	Limits   Limits

	sentences []sentence // of Alone, in the order of Parts
}

// there reports that an entry is there for the turn.
func (s Situation) there(entry string) bool {
	_, known := s.Entries[entry]
	return known && s.Closed[entry] == ""
}

// Decision is what the bot does in a turn, and why.
type Decision struct {
	Outcome    Outcome
	Entry      string        // answered
	Rule       string        // the rule that decided
	Reply      string        // a rule's own text
	Offer      []string      // entries to choose from, best first
	Small      []string      // small talk: what the bot may say
	Also       string        // the second need, answered too
	Related    []string      // entries to go on with, offered below the answer
	Which      bool          // two needs: asks which comes first
	Point      string        // the sentence of the last answer that is the reply
	Repeat     bool          // asks again about the topic just answered
	Filled     []chat.Entity // what was named of what the topic needs
	Missing    []flow.Slot   // what is still to be named
	Denied     bool          // nothing but a no: asks for other words
	Rephrase   bool          // chose to say it in other words, which the bot asks for
	Partial    bool          // what was named is not whole
	Carded     bool          // nothing but a card of the shop's page, of which nothing is known
	Pictured   bool          // nothing but files, of which nothing is known
	Ticket     ticket.Number // quoted, and told how it goes
	Run        *flow.Run     // the flow that the turn is of, as it is after it; nil = none
	Dialogue   Dialogue      // what that flow does; "" = nothing
	Silent     bool          // what the bot said last stands; it adds nothing
	Picked     string        // the key of the choice that words named; of no tap
	Question   string        // the part of the message that asks, where the rest answers a flow
	Answers    bool          // the message only answers the bot, or only calls for a person
	Reason     chat.Reason
	Team       chat.TeamID
	About      string // the entry that a handoff is about, where one is known
	Tags       []string
	Mood       Mood
	Unresolved int // in a row, this turn included
	Candidates []knowledge.Candidate
	Rungs      []Rung
}

// Rung is a step of the ladder and why it did or did not take the turn.
type Rung struct {
	Rung string `json:"rung"`
	Took bool   `json:"took,omitempty"`
	Why  string `json:"why"`
}

// Decide walks the ladder for one customer message in a case that the bot
// answers (bot or waiting). It is pure: the same Situation gives the same
// Decision. In waiting it never hands off again.
//
// Order of the rungs: a person asked for or the mood over its limit; a flow that
// runs; a typed choice; rules; nothing but a no; small talk; words that name a choice; two
// needs; a sentence of the last answer; a sure answer from the knowledge, for the
// message or for one of its sentences; what the topic needs to know; a complaint
// of the last answer; a question back; fallback. Small talk stands before the
// knowledge because its patterns cover a message as a whole, which no entry that
// shares a word with it does.
func Decide(s Situation) Decision {
	w := walk{Situation: s}
	w.mood()
	w.Decision.Unresolved = w.counted()
	for _, rung := range []func(*walk) bool{
		(*walk).person, (*walk).dialogue, (*walk).chosen, (*walk).rule, (*walk).denied, (*walk).smalltalk, (*walk).meant, (*walk).needs, (*walk).pointed, (*walk).answer,
		(*walk).parts, (*walk).collect, (*walk).again, (*walk).clarify, (*walk).fallback,
	} {
		if rung(&w) {
			break
		}
	}
	w.relate()
	w.goOn()
	if w.said() && !w.comfort() {
		w.Silent = true
	}
	return w.Decision
}

type walk struct {
	Situation
	Decision
}

func (w *walk) step(rung string, took bool, why string) bool {
	w.Rungs = append(w.Rungs, Rung{rung, took, why})
	return took
}

// waiting reports that people know already: nothing is handed off twice.
func (w *walk) waiting() bool { return handoff.Queued(w.Case.State) }

// continued reports that the message continues a burst: what the bot said last
// is not said again.
func (w *walk) continued() bool { return w.Burst }

// once reports that the message's burst is counted as one turn.
func (w *walk) once() bool { return w.continued() && !w.Memory.lasts(w.Now) }

// said reports that the decision adds nothing to the last one: a burst gets one
// answer, and a customer in the line is told once that a person will see to it.
func (w *walk) said() bool {
	last := w.Memory.Last
	if w.waiting() && w.Outcome == OutcomeFallback {
		return last.Outcome == OutcomeFallback
	}
	if !w.continued() {
		return false
	}
	switch w.Outcome {
	case OutcomeAnswer:
		return (last.Outcome == OutcomeAnswer || last.Outcome == OutcomeClarify) && last.Entry == w.Entry && last.Rule == w.Rule && !w.asksOn()
	case OutcomeClarify:
		return last.Outcome == OutcomeClarify && len(w.Offer) > 0 && sameOffer(last.Offer, w.Offer)
	case OutcomeFallback:
		return w.once() && (last.Outcome == OutcomeFallback || last.Outcome == OutcomeClarify)
	}
	return false
}

// comfort keeps a message that sounds uneasy by itself from being met with silence
// where what the bot said last would stand: an answer is given once more in short,
// with a person beside it; a question back, or that nothing was found, is said again
// with a word of sympathy, unless the messages before it sounded so, too. A burst
// that goes on so after that is not answered each time. False where silence is right.
func (w *walk) comfort() bool {
	last := w.Memory.Last
	switch {
	case w.waiting() || w.Alone.Understood.Mood.Score < w.Limits.Uneasy:
		return false
	case w.Outcome == OutcomeAnswer:
		if last.Outcome != OutcomeAnswer || w.Entry == "" || w.Reply != "" || w.Dialogue != "" {
			return false
		}
		w.Outcome, w.Repeat, w.Related, w.Point, w.Also = OutcomeClarify, true, nil, "", ""
		return w.step("comfort", true, "sounds uneasy right after "+w.Entry)
	case w.Outcome == OutcomeClarify && !w.Repeat, w.Outcome == OutcomeFallback:
		return w.Memory.Mood < w.Limits.Uneasy && last.Entry == "" && w.step("comfort", true, "sounds uneasy where nothing was answered")
	}
	return false
}

// sameOffer reports that every entry of ids is among the choices offered.
func sameOffer(offer []chat.Choice, ids []string) bool {
	for _, id := range ids {
		if !slices.ContainsFunc(offer, func(c chat.Choice) bool { return c.Key == id }) {
			return false
		}
	}
	return true
}

// settled reports that a decision on the message alone needs no second look at
// the messages around it.
func (d Decision) settled() bool {
	switch d.Outcome {
	case OutcomeAnswer, OutcomeSmalltalk:
		return true
	case OutcomeHandoff:
		return d.Reason != chat.ReasonUnresolved
	}
	return d.Dialogue != ""
}

// counted returns the unresolved turns before this message. A burst starts from
// what was before it.
func (w *walk) counted() int {
	switch {
	case w.once():
		return w.Memory.Before
	case w.piece():
		return w.Memory.Unresolved
	}
	return w.Memory.before()
}

func (w *walk) person() bool {
	u := w.Alone.Understood
	over := w.Decision.Mood.Label == chat.MoodHandoff && (u.Mood.Score > 0 || w.repeated())
	switch {
	case len(u.Human) > 0:
		w.handoff(chat.ReasonAsked, w.Memory.topic(w.Now))
		w.Answers = utf8.RuneCountInString(w.Alone.besidesHuman()) < matterRunes
		return w.step("person", true, "asks for a person: "+strings.Join(u.Human, ", "))
	case over && w.waiting():
		return w.step("person", false, "mood over its limit, but already waiting")
	case over:
		w.handoff(chat.ReasonMood, w.about())
		return w.step("person", true, "mood over its limit")
	}
	return w.step("person", false, "not asked for, mood under its limit")
}

// handoff hands off for reason r what entry about is about, "" where that is not
// known. Who asks for a person mostly means the last topic and not the words of
// asking.
func (w *walk) handoff(r chat.Reason, about string) {
	w.Outcome, w.Reason, w.About, w.Team = OutcomeHandoff, r, about, chat.TeamID(w.Entries[about].Team)
}

// about guesses what the matter is: the best candidate that is good enough to
// suggest, or the last topic.
func (w *walk) about() string {
	if c := w.best(); len(c) > 0 && c[0].Score >= w.Limits.Suggest {
		return c[0].ID
	}
	return w.Memory.topic(w.Now)
}

func (w *walk) rule() bool {
	for _, m := range w.rules() {
		w.Tags = append(w.Tags, m.Tags...)
		switch {
		case m.Action == intents.ActionTag:
			continue
		case m.Action == intents.ActionHandoff && w.waiting():
			w.step("rule", false, m.ID+" hands off, but already waiting")
			continue
		case m.Action == intents.ActionHandoff:
			w.handoff(chat.ReasonRule, "")
			w.Rule, w.Team = m.ID, m.Team
		case m.Action == intents.ActionFlow:
			if !w.startsFlow(m) {
				continue
			}
		default:
			w.Outcome, w.Entry, w.Reply, w.Rule, w.Unresolved = OutcomeAnswer, m.Entry, m.Reply, m.ID, 0
		}
		return w.step("rule", true, m.ID+": "+strings.Join(m.Why, ", "))
	}
	return w.step("rule", false, "none that acts")
}

// rules returns the rules of the message or, where it matches none that acts,
// of the burst it ends.
func (w *walk) rules() []intents.Match {
	if w.Apart || slices.ContainsFunc(w.Alone.Understood.Rules, acts) {
		return w.Alone.Understood.Rules
	}
	if w.Joined != nil && len(w.Joined.Understood.Rules) > 0 {
		return w.Joined.Understood.Rules
	}
	return w.Alone.Understood.Rules
}

// acts reports that a match does more than tag.
func acts(m intents.Match) bool { return m.Action != intents.ActionTag }

// denied is the rung of a message that only takes back what the bot understood.
func (w *walk) denied() bool {
	if !w.Denies {
		return w.step("denied", false, "takes nothing back, or says what was meant")
	}
	w.Denied = true
	return w.fallback()
}

// smalltalk is the rung of a message that is small talk as a whole.
func (w *walk) smalltalk() bool {
	small := w.Alone.Understood.Small
	if small == nil {
		return w.step("smalltalk", false, "is not small talk")
	}
	w.Outcome, w.Small = OutcomeSmalltalk, small.Replies
	return w.step("smalltalk", true, small.Kind)
}

// offer returns the entries worth suggesting, without one that is answered.
func (w *walk) offer(found []knowledge.Candidate, answered string) (ids []string) {
	for _, c := range found {
		if c.Score < w.Limits.Suggest || len(ids) == w.Limits.Choices {
			break
		}
		if c.ID != answered {
			ids = append(ids, c.ID)
		}
	}
	return ids
}

func (w *walk) clarify() bool {
	w.Offer = w.offer(w.Candidates, "")
	if w.Follow != nil { // what the topic made unlikely may be meant
		for _, id := range w.offer(w.Alone.Candidates, "") {
			if len(w.Offer) < w.Limits.Choices && !slices.Contains(w.Offer, id) {
				w.Offer = append(w.Offer, id)
			}
		}
	}
	if len(w.Offer) == 0 {
		return w.step("clarify", false, "no candidate over the suggest limit")
	}
	if last := w.Memory.Last; !w.continued() && last.Outcome == OutcomeClarify && sameOffer(last.Offer, w.Offer) {
		w.Unresolved++ // the same question back, of which nothing was chosen just now, helps nobody
	}
	if w.Corrects && !w.Memory.Last.pending() {
		w.Unresolved++ // what the bot understood before was wrong
	}
	if w.stuck() {
		w.handoff(chat.ReasonUnresolved, w.about())
		return w.step("clarify", true, "would ask back, but unresolved too often")
	}
	w.Outcome = OutcomeClarify
	return w.step("clarify", true, "candidates over the suggest limit")
}

func (w *walk) fallback() bool {
	if !w.once() || !w.Memory.Last.pending() { // the burst's question back will count for it
		w.Unresolved++
	}
	if w.stuck() {
		w.handoff(chat.ReasonUnresolved, w.about())
		return w.step("fallback", true, "unresolved too often")
	}
	w.Outcome = OutcomeFallback
	return w.step("fallback", true, "nothing fits")
}
