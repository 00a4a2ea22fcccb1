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
	"yiwen/intents"
	"yiwen/knowledge"
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
}

// read decides on message said at now. The Situation returned is the one that
// the decision was made from.
func (r reader) read(ctx context.Context, c chat.Conversation, m Memory, said string, now time.Time) (*text.Analysis, Situation, Decision, error) {
	s := Situation{Case: c.Case, Memory: m, Now: now, Entries: r.content.Entries, Limits: r.content.Limits}
	known := r.known(c, m, now)
	meant := said
	if rest, ok := corrected(said); ok {
		s.Corrects = true
		if rest != "" {
			meant = rest
		}
	}
	start := time.Now()
	a := text.Analyse(meant, r.content.Segment)
	r.meter.stage(stageAnalyse, start)
	var err error
	if s.Alone, err = r.reading(ctx, a, known, true); err != nil {
		return nil, s, Decision{}, err
	}
	s.Alone.Understood.Entities = shifted(s.Alone.Understood.Entities, said, meant)
	s.Burst = len(m.burst(now)) > 0
	d := Decide(s)
	if d.settled() && s.standsAlone() || len(s.Alone.Understood.Human) > 0 {
		return a, s, d, nil
	}
	if err := r.around(ctx, &s, known, meant); err != nil {
		return nil, s, d, err
	}
	return a, s, Decide(s), nil
}

// shifted returns entities of meant, the end of said, with their places in said:
// an entity stands where the customer wrote it.
func shifted(es []chat.Entity, said, meant string) []chat.Entity {
	by := utf8.RuneCountInString(said[:strings.LastIndex(said, meant)])
	if by == 0 {
		return es
	}
	es = slices.Clone(es)
	for i := range es {
		es[i].Start += by
		es[i].End += by
	}
	return es
}

// known is what the conditions of rules may ask about around the message.
func (r reader) known(c chat.Conversation, m Memory, now time.Time) intents.Context {
	zone := r.content.Zone
	if zone == nil {
		zone = time.UTC
	}
	k := intents.Context{Page: c.Page, Now: now.In(zone), Turns: m.Turns, Mood: m.cooled(now)}
	if c.Case.State == chat.StateWaiting {
		k.Waiting = max(0, now.Sub(c.Case.WaitingSince))
	}
	return k
}

// standsAlone reports that the messages around it would not change how a settled
// message is read, so that they need not be looked at.
func (s Situation) standsAlone() bool {
	w := walk{Situation: s}
	return !s.Burst || utf8.RuneCountInString(s.Alone.Text) > fragmentRunes || w.moved()
}

// around reads what the message alone leaves open: it with the messages that it
// goes on from, else with the last topic, and sentence by sentence.
func (r reader) around(ctx context.Context, s *Situation, known intents.Context, said string) error {
	open := s.Memory.open(s.Now)
	if whole := join(open, said); len(open) > 0 && !s.Corrects {
		joined := s.Alone
		if whole != said {
			var err error
			if joined, err = r.reading(ctx, text.Analyse(whole, r.content.Segment), known, false); err != nil {
				return err
			}
		}
		s.Joined = &joined
	} else if topic, ok := s.topicEntry(); ok && !s.Corrects {
		follow, err := r.follow(ctx, topic, said, s.Alone.Candidates)
		if err != nil {
			return err
		}
		s.Follow = follow
	}
	for _, p := range sentences(said) {
		a := text.Analyse(p, r.content.Segment)
		found, err := r.content.Search.Search(ctx, a, searchMost)
		if err != nil {
			return fmt.Errorf("search a sentence: %w", err)
		}
		s.Parts = append(s.Parts, Reading{Text: a.Norm, Candidates: found})
	}
	return nil
}

// reading understands a text and finds its candidates. Who asks for a person
// gets one: nothing is searched then.
func (r reader) reading(ctx context.Context, a *text.Analysis, known intents.Context, alone bool) (Reading, error) {
	start := time.Now()
	u := r.content.Intents.UnderstandIn(a, known)
	r.meter.stage(stageUnderstand, start)
	read := Reading{Text: a.Norm, Understood: u}
	if alone && len(u.Human) > 0 {
		return read, nil
	}
	start = time.Now()
	found, err := r.content.Search.Search(ctx, a, searchMost)
	if err != nil {
		return read, fmt.Errorf("search the knowledge: %w", err)
	}
	r.meter.stage(stageSearch, start)
	read.Candidates = found
	return read, nil
}

// follow reads a message as a question about the last topic: with the topic's
// words before it. Only entries that the message itself points to are kept, and
// not the topic, which has been answered: otherwise the topic's words alone
// would find its neighbours for any message at all.
func (r reader) follow(ctx context.Context, topic knowledge.Entry, said string, alone []knowledge.Candidate) (*Reading, error) {
	a := text.Analyse(topic.Question+"，"+said, r.content.Segment)
	found, err := r.content.Search.Search(ctx, a, searchMost)
	if err != nil {
		return nil, fmt.Errorf("search a follow-up: %w", err)
	}
	least := r.content.Limits.Suggest / 2
	kept := found[:0:0]
	for _, c := range found {
		i := slices.IndexFunc(alone, func(o knowledge.Candidate) bool { return o.ID == c.ID })
		if c.ID != topic.ID && i >= 0 && alone[i].Score >= least {
			kept = append(kept, c)
		}
	}
	return &Reading{Text: a.Norm, Candidates: kept}, nil
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
