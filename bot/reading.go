package bot

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"yiwen/bot/chat"
	"yiwen/bot/text"
	"yiwen/handoff"
	"yiwen/intents"
)

// fragmentRunes is the length up to which a message in a burst may be a fragment
// that means something else by itself.
const fragmentRunes = 10

// searchMost is how many candidates a reading asks for.
const searchMost = 8

// reader reads one customer message with the content of one version and decides
// on it, looking at the messages around it only where the message alone settles
// nothing: most do, and a second search costs as much as the first.
type reader struct {
	content *Content
	meter   *meter
	missed  bool          // looks for closed entries that would have come first, too
	shown   []chat.Entity // what a card beside the message names
	seats   seats
}

// read decides on message said at now, as soon as there is a seat. The Situation
// returned is the one that the decision was made from.
func (r reader) read(ctx context.Context, c chat.Conversation, m Memory, said string, now time.Time) (*text.Analysis, Situation, Decision, error) {
	if err := r.seats.take(ctx); err != nil {
		return nil, Situation{}, Decision{}, err
	}
	defer r.seats.give()
	return r.seated(ctx, c, m, said, now)
}

// seated is read in its seat.
func (r reader) seated(ctx context.Context, c chat.Conversation, m Memory, said string, now time.Time) (*text.Analysis, Situation, Decision, error) {
	s := Situation{Case: c.Case, Site: c.Site, Memory: m, Now: now, Burst: len(m.burst(now)) > 0}
	s.Entries, s.Closed, s.Limits = r.content.Entries, r.content.closed, r.content.Limits
	s.Said, s.Flows = said, r.content.Flows
	known := r.known(c, m, now)
	start := time.Now()
	a, heard := r.analyse(said)
	meant := r.content.Talk.meant(a.Norm, heard)
	asked, whole := a, heard
	if meant.text != a.Norm && meant.text != "" {
		asked, heard = r.analyse(meant.text)
	}
	r.meter.stage(stageAnalyse, start)
	s.Corrects, s.Denies, s.Turns = meant.corrects, meant.corrects && meant.text == "", meant.turns
	var err error
	if s.Alone, err = r.reading(ctx, a, asked, known, true); err != nil {
		return nil, s, Decision{}, err
	}
	if r.missed && r.content.whole != nil && len(s.Alone.Understood.Human) == 0 {
		if s.Missed, err = r.content.missed(ctx, r.unnumbered(asked, s.Alone.Understood.Entities)); err != nil {
			return nil, s, Decision{}, err
		}
	}
	s.Alone.Understood.Entities = beside(s.Alone.Understood.Entities, r.shown)
	heard.Asks = heard.Asks || whole.Asks
	s.Alone.Heard, s.Alone.matter, s.Alone.objects = heard, r.content.Talk.matter(asked.Norm, heard), r.content.Talk.objects(asked.Norm, heard)
	s.sentences = r.content.Talk.sentences(asked, heard)
	if f, ok := s.Flows[flowOf(m)]; ok && s.Alone.Heard.Asks && len(s.Alone.Understood.Human) == 0 {
		if s.Aside, err = r.aside(ctx, a, s.Alone.Understood, f); err != nil {
			return nil, s, Decision{}, err
		}
	}
	d := Decide(s)
	if len(s.Alone.Understood.Human) > 0 {
		return a, s, d, r.matter(ctx, asked, s, &d)
	}
	if d.settled() && (s.standsAlone() || m.Flow != nil && d.Dialogue != "" || d.Outcome == OutcomeCollect) {
		return a, s, d, nil
	}
	if err := r.around(ctx, &s, known, asked.Raw); err != nil {
		return nil, s, d, err
	}
	return a, s, Decide(s), nil
}

// matterRunes is how much must be said besides the words that ask for a person to
// say what it is about.
const matterRunes = 6

// matter finds what a message that asks for a person says of the matter, where it
// says it surely: that goes before the topic, so that who cries theft is not sent
// to whoever had the last question.
func (r reader) matter(ctx context.Context, asked *text.Analysis, s Situation, d *Decision) error {
	if d.Outcome != OutcomeHandoff || d.Reason != chat.ReasonAsked {
		return nil
	}
	rest := s.Alone.besidesHuman()
	if utf8.RuneCountInString(rest) < matterRunes {
		return nil
	}
	found, err := r.content.Search.Search(ctx, r.unnumbered(text.Analyse(rest, r.content.Segment), s.Alone.Understood.Entities), searchMost)
	if err != nil {
		return fmt.Errorf("search the matter: %w", err)
	}
	if r.content.Limits.sure(found) {
		e := r.content.Entries[found[0].ID]
		d.About, d.Team, d.Candidates = e.ID, chat.TeamID(e.Team), found
	}
	return nil
}

// besidesHuman is what a message says besides the words that ask for a person.
func (r Reading) besidesHuman() string {
	rest := r.Text
	for _, h := range r.Understood.Human {
		rest = strings.ReplaceAll(rest, h, " ")
	}
	return strings.TrimSpace(rest)
}

// hear returns a normal form with its signs.
func (r reader) hear(norm string) (string, Heard) { return norm, r.content.Talk.hear(norm) }

// analyse cuts a text and hears its signs.
func (r reader) analyse(said string) (*text.Analysis, Heard) {
	a := text.Analyse(said, r.content.Segment)
	return a, r.content.Talk.hear(a.Norm)
}

// known is what the conditions of rules may ask about around the message.
func (r reader) known(c chat.Conversation, m Memory, now time.Time) intents.Context {
	k := intents.Context{
		Page: c.Page, Site: c.Site, Audience: string(audiencesOf(c.Profile).strongest()),
		Now: now.In(r.content.zone()), Turns: m.Turns, Mood: m.cooled(now),
	}
	k.Idle, k.Answered = since(now, m.At), since(now, m.TopicAt)
	if handoff.Queued(c.Case.State) {
		k.Waiting = max(0, now.Sub(c.Case.WaitingSince))
	}
	return k
}

// since returns how long ago a time in Unix milliseconds was, 0 where it never
// was.
func since(now time.Time, then int64) time.Duration {
	if then == 0 {
		return 0
	}
	return max(0, now.Sub(time.UnixMilli(then)))
}

// standsAlone reports that the messages around it would not change how a settled
// message is read, and that it holds one question only.
func (s Situation) standsAlone() bool {
	w := walk{Situation: s}
	fragment := utf8.RuneCountInString(s.Alone.Text) <= fragmentRunes
	switch {
	case s.Alone.Understood.Small != nil:
		return true
	case s.asking() > 1:
		return false
	case s.Burst:
		return !fragment || w.moved()
	case s.leans():
		return false
	}
	return !fragment || s.Alone.Heard.Asks || !w.Memory.Last.pending()
}

// around reads what the message alone leaves open: it with the messages that it
// goes on from, with the last topic, and sentence by sentence.
func (r reader) around(ctx context.Context, s *Situation, known intents.Context, said string) error {
	open := s.Memory.open(s.Now)
	if whole := join(open, said); len(open) > 0 && !s.Corrects {
		joined := s.Alone
		if whole != said {
			a, heard := r.analyse(whole)
			var err error
			if joined, err = r.reading(ctx, a, a, known, false); err != nil {
				return err
			}
			joined.Heard = heard
		}
		s.Joined = &joined
		s.Apart = s.apart(r.content.Talk)
	}
	if topic, ok := s.topicEntry(); ok && s.leans() && !s.Burst {
		follow, err := r.follow(ctx, s, topic, said)
		if err != nil {
			return err
		}
		s.Follow = follow
	}
	for _, p := range s.sentences {
		a, heard := r.analyse(r.content.Talk.meant(r.hear(p.text)).text)
		heard.Asks = p.asks
		found, err := r.content.Search.Search(ctx, a, searchMost)
		if err != nil {
			return fmt.Errorf("search a sentence: %w", err)
		}
		s.Parts = append(s.Parts, Reading{Text: a.Norm, Candidates: found, Heard: heard})
	}
	return nil
}

// reading understands a text, and finds the candidates for what is asked in it.
// Who asks for a person gets one: nothing is searched then.
func (r reader) reading(ctx context.Context, a, asked *text.Analysis, known intents.Context, alone bool) (Reading, error) {
	start := time.Now()
	u := r.content.Intents.UnderstandIn(a, known)
	r.meter.stage(stageUnderstand, start)
	read := Reading{Text: asked.Norm, Understood: u}
	if alone && len(u.Human) > 0 {
		return read, nil
	}
	start = time.Now()
	found, err := r.content.Search.Search(ctx, r.unnumbered(asked, u.Entities), searchMost)
	if err != nil {
		return read, fmt.Errorf("search the knowledge: %w", err)
	}
	r.meter.stage(stageSearch, start)
	read.Candidates = found
	return read, nil
}

// unnumbered returns what is searched for: asked without its numbers. An order
// number is in no entry, and makes any question look like none that is known; a
// message that is nothing else asks nothing, and its letters must find nothing.
func (r reader) unnumbered(asked *text.Analysis, es []chat.Entity) *text.Analysis {
	rest := asked.Norm
	for _, e := range es {
		switch e.Name {
		case intents.EntityOrder, intents.EntityPhone, intents.EntityQQ, intents.EntityAccount, intents.EntityCard:
			rest = strings.Replace(rest, text.Normalise(e.Text), " ", 1)
		case intents.EntityTicket: // a number that says by its form alone what it is about
			rest = strings.Replace(rest, text.Normalise(e.Text), "工单", 1)
		}
	}
	if rest == asked.Norm {
		return asked
	}
	if labels(rest) {
		rest = ""
	}
	return text.Analyse(strings.TrimSpace(rest), r.content.Segment)
}

// join puts the messages of a burst together, newest last, bounded from the end;
// one that was too long to be kept bounds them too.
func join(burst []Said, said string) string {
	parts := []string{said}
	runes := utf8.RuneCountInString(said)
	for _, b := range slices.Backward(burst) {
		if runes += utf8.RuneCountInString(b.Text); runes > burstRunes || b.Text == "" {
			break
		}
		if strings.Contains(said, b.Text) {
			continue // said again: twice the words would look twice as sure
		}
		parts = append(parts, b.Text)
	}
	slices.Reverse(parts)
	return strings.Join(parts, "，")
}
