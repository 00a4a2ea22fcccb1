package bot

import (
	"context"
	"slices"
	"unicode/utf8"

	"yiwen/bot/chat"
	"yiwen/bot/fault"
	"yiwen/handoff"
)

// answer lets the bot decide on the customer's message and writes down what it
// says and does. The message is the last event of the turn; what is kept of it is
// behind v.
func (t *turn) answer(ctx context.Context, said string, v veil) error {
	r := reader{t.content, t.meter}
	a, s, d, err := r.read(ctx, t.conversation, t.memory, said, t.now)
	if err != nil {
		return err
	}
	d.Mood.Evidence = v.evidence(d.Mood.Evidence)
	return t.carryOut(d, newTrace(t.content, a, s, d, v), v.text)
}

// chooses answers a tap on one of the choices that an event offered, also when
// that was some time ago: the choices stand on the customer's screen.
func (t *turn) chooses(ctx context.Context, log Log, a Choose) error {
	choice, err := t.offered(ctx, log, a)
	if err != nil {
		return err
	}
	tap := chat.Message{Text: choice.Label, Re: a.Of, Choice: choice.Key}
	if err := t.move(handoff.Speak, tap); err != nil {
		return err
	}
	if t.silent() {
		return nil
	}
	w := walk{Situation: Situation{
		Case: t.conversation.Case, Memory: t.memory, Now: t.now, Entries: t.content.Entries, Limits: t.content.Limits,
	}}
	w.mood()
	w.choose(choice.Key)
	w.step("choice", true, "tapped "+choice.Key)
	tr := Trace{
		Content: t.content.Version, Outcome: w.Outcome, Entry: w.Entry, Reason: w.Reason, Team: w.Team,
		Mood: w.Decision.Mood, Norm: choice.Label, Limits: t.content.Limits, Rungs: w.Rungs,
	}
	return t.carryOut(w.Decision, tr, choice.Label)
}

// offered finds the choice that a tap means.
func (t *turn) offered(ctx context.Context, log Log, a Choose) (chat.Choice, error) {
	unknown := fault.New(fault.Invalid, "该选项已失效，请重新提问")
	if a.Of < 1 || a.Of > t.conversation.Seq {
		return chat.Choice{}, unknown
	}
	events, err := log.Events(ctx, t.conversation.ID, a.Of-1, 1)
	if err != nil {
		return chat.Choice{}, err
	}
	if len(events) == 0 || events[0].Seq != a.Of {
		return chat.Choice{}, unknown
	}
	m, _ := events[0].Payload.(chat.Message)
	for _, c := range m.Choices {
		_, known := t.content.Entries[c.Key]
		if c.Key == a.Key && (known || c.Key == choicePerson) {
			return c, nil
		}
	}
	return chat.Choice{}, unknown
}

// carryOut writes the events of a decision and remembers what it was.
func (t *turn) carryOut(d Decision, tr Trace, said string) error {
	t.decision = &d
	asked := len(t.events) - 1
	waiting := handoff.Queued(t.conversation.Case.State)
	var reply *chat.Event
	if !d.Silent {
		reply = t.bot(t.message(d, waiting))
	}
	if d.Outcome == OutcomeHandoff && !waiting {
		t.add(theBot, t.handoff(d.Reason, d.Team, d.Mood.Label, detail(d)))
	}
	b, err := tr.encode()
	if err != nil {
		return err
	}
	if reply != nil {
		t.events[reply.Seq-t.events[0].Seq].Trace = b
	} else {
		t.events[asked].Trace = b
	}
	t.learn(d, tr, said, reply)
	return nil
}

func detail(d Decision) *chat.HandoffDetail {
	h := &chat.HandoffDetail{Rule: d.Rule, Score: d.Mood.Score}
	for _, e := range d.Mood.Evidence {
		h.Evidence = append(h.Evidence, e.Text)
	}
	return h
}

// learn keeps what the next turn needs to know of this one.
func (t *turn) learn(d Decision, tr Trace, said string, reply *chat.Event) {
	m := &t.memory
	burst, now := m.burst(t.now), t.now.UnixMilli()
	if len(burst) == 0 || m.lasts(t.now) {
		m.Since, m.Before = now, m.before()
	}
	if d.Outcome == OutcomeAnswer {
		m.Before = 0 // the row ends, also for what follows in the burst
	}
	if utf8.RuneCountInString(said) > burstRunes {
		said = ""
	}
	m.Burst = append(slices.Clone(m.open(t.now)), Said{Text: said, At: now, Open: d.unresolved()})
	m.Unresolved, m.Mood, m.At = d.Unresolved, d.Mood.Score, now
	m.Turns++
	m.asked(tr.Norm)
	m.Entities = gather(m.Entities, tr.Entities)
	if over := len(m.Entities) - entitiesMost; over > 0 {
		m.Entities = m.Entities[over:]
	}
	if d.Silent {
		return
	}
	m.Last = Last{Outcome: d.Outcome, Entry: d.Entry, Rule: d.Rule, Point: d.Point}
	if d.Outcome == OutcomeAnswer && d.Entry != "" {
		if m.Topic != d.Entry {
			m.Prior = m.topic(t.now)
		}
		m.Topic, m.TopicAt = d.Entry, now
	}
	if reply != nil {
		if msg := reply.Payload.(chat.Message); len(msg.Choices) > 0 {
			m.Last.Offer, m.Last.Of = msg.Choices, reply.Seq
		}
	}
}

// asked keeps a question to know it again.
func (m *Memory) asked(norm string) {
	if n := utf8.RuneCountInString(norm); n < sameRunes || n > askedRunes {
		return
	}
	m.Asked = append(slices.Clone(m.Asked), norm)
	if over := len(m.Asked) - askedMost; over > 0 {
		m.Asked = m.Asked[over:]
	}
}

// gather adds what a message names to what the case has named before; what is
// named again moves to the end.
func gather(known, found []chat.Entity) []chat.Entity {
	all := slices.Clone(known)
	for _, e := range found {
		all = slices.DeleteFunc(all, func(o chat.Entity) bool { return o.Name == e.Name && o.Value == e.Value })
		all = append(all, e)
	}
	return all
}
