package bot

import (
	"context"
	"slices"
	"strings"
	"unicode/utf8"

	"yiwen/bot/chat"
	"yiwen/bot/fault"
	"yiwen/bot/flow"
	"yiwen/handoff"
)

// answer lets the bot decide on the customer's message and writes down what it
// says and does. The message is the last event of the turn; what is kept of it is
// behind v, and shown is what a card beside it names.
func (t *turn) answer(ctx context.Context, said string, shown []chat.Entity, v veil) error {
	r := reader{content: t.content, meter: t.meter, missed: t.missed, shown: shown, seats: t.seats}
	a, s, d, err := r.read(ctx, t.conversation, t.memory, said, t.now)
	if err != nil {
		return err
	}
	d.Mood.Evidence = v.evidence(d.Mood.Evidence)
	if d, err = t.quoted(ctx, said, d); err != nil {
		return err
	}
	t.picked(d)
	d = v.slots(d)
	tr := newTrace(t.content, a, s, d, v)
	d.Mood.Evidence = readable(d.Mood.Evidence, a)
	return t.carryOut(ctx, d, tr, v.text)
}

// chooses answers a tap on one of the choices that an event offered, also when
// that was some time ago: the choices stand on the customer's screen.
func (t *turn) chooses(ctx context.Context, a Choose) error {
	choice, err := t.offered(ctx, a)
	if err != nil {
		return err
	}
	_, asks := t.content.Entries[choice.Key]
	tap := chat.Message{Text: choice.Label, Re: a.Of, Choice: choice.Key, Answers: !asks}
	if err := t.move(handoff.Speak, tap); err != nil {
		return err
	}
	if t.silent() {
		return nil
	}
	var w walk
	if flow.IsKey(choice.Key) {
		w = t.flowTap(choice)
	} else {
		w = walk{Situation: Situation{
			Case: t.conversation.Case, Memory: t.memory, Now: t.now, Entries: t.content.Entries, Closed: t.content.closed, Limits: t.content.Limits,
			Flows: t.content.Flows,
		}}
		w.mood()
		w.choose(choice.Key)
		w.relate()
		w.goOn()
		w.step("choice", true, "tapped "+choice.Key)
	}
	tr := Trace{
		Content: t.content.Version, Outcome: w.Outcome, Entry: w.Entry, Reason: w.Reason, Team: w.Team,
		Mood: w.Decision.Mood, Norm: choice.Label, Related: w.Related, Limits: t.content.Limits, Rungs: w.Rungs,
	}
	return t.carryOut(ctx, w.Decision, tr, choice.Label)
}

// offered finds the choice that a tap means.
func (t *turn) offered(ctx context.Context, a Choose) (chat.Choice, error) {
	const unknown = "该选项已失效，请重新提问"
	e, err := t.event(ctx, a.Of, unknown)
	if err != nil {
		return chat.Choice{}, err
	}
	m, _ := e.Payload.(chat.Message)
	if t.content.Closed(a.Key) != "" {
		return chat.Choice{}, fault.New(fault.Invalid, "这个问题的答案现在不提供了，请换个问题问我")
	}
	for _, c := range m.Choices {
		_, known := t.content.Entries[c.Key]
		if c.Key == a.Key && (known || c.Key == choicePerson || c.Key == choiceRephrase || t.flowTapped(a.Of, c.Key)) {
			return c, nil
		}
	}
	return chat.Choice{}, fault.New(fault.Invalid, unknown)
}

// carryOut writes the events of a decision and remembers what it was.
func (t *turn) carryOut(ctx context.Context, d Decision, tr Trace, said string) error {
	asked := t.events[len(t.events)-1].Seq
	if err := t.steps(ctx, &d, &tr); err != nil {
		return err
	}
	reply, err := t.respond(ctx, &d, said)
	if err != nil {
		return err
	}
	t.decision = &d
	b, err := tr.encode()
	if err != nil {
		return err
	}
	var m chat.Message
	if reply > 0 {
		m, asked = t.events[reply-t.events[0].Seq].Payload.(chat.Message), reply
	}
	t.events[asked-t.events[0].Seq].Trace = b
	if err := t.noteQuestion(ctx, d, tr, said); err != nil {
		return err
	}
	t.learn(d, tr, said, reply, m.Choices)
	return nil
}

// respond says what a decision says and hands the case to people where it does so.
// It returns the seq of the bot's message, 0 where it says nothing.
func (t *turn) respond(ctx context.Context, d *Decision, said string) (chat.Seq, error) {
	waiting := handoff.Queued(t.conversation.Case.State)
	if d.Outcome != OutcomeHandoff {
		var reply *chat.Event
		if !d.Silent {
			reply = t.bot(t.message(*d, waiting))
		}
		seq := seqOf(reply)
		t.raise(*d)
		return seq, nil
	}
	if waiting {
		m := t.message(*d, waiting)
		if err := t.mayLeaveWord(ctx, &m); err != nil {
			return 0, err
		}
		seq := seqOf(t.bot(m))
		t.raise(*d)
		return seq, nil
	}
	h, err := t.handoff(ctx, d.cause(t.content.Limits))
	if err != nil {
		return 0, err
	}
	if next, away := t.away(h.Team); away {
		d.Unresolved = 0 // word was left: what comes now is met anew
		reply, err := t.leaveWord(ctx, h, said, next)
		return seqOf(reply), err
	}
	seq := seqOf(t.bot(t.handedOff(t.message(*d, waiting), h)))
	t.add(theBot, h)
	return seq, nil
}

// seqOf is the seq of an event, 0 of none. Events move when more are added.
func seqOf(e *chat.Event) chat.Seq {
	if e == nil {
		return 0
	}
	return e.Seq
}

// handedOff is the sentence of a handoff; one to the owner of a ticket says so.
func (t *turn) handedOff(m chat.Message, h chat.Handoff) chat.Message {
	if h.Wanted != "" {
		m.Text, m.Ticket = strings.ReplaceAll(t.pick(t.content.Replies.HandoffTicket), "{number}", h.Ticket), h.Ticket
	}
	return m
}

// mayLeaveWord lets who waits while nobody is there leave word instead.
func (t *turn) mayLeaveWord(ctx context.Context, m *chat.Message) error {
	k := t.conversation.Case
	next, away := t.away(k.Team)
	if !away || k.Ticket != "" {
		return nil
	}
	i, err := t.info(ctx)
	if err != nil {
		return err
	}
	m.Text = strings.ReplaceAll(t.pick(t.content.Replies.OffHoursForm), "{when}", t.when(next))
	m.Form = t.form(i)
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
func (t *turn) learn(d Decision, tr Trace, said string, reply chat.Seq, offered []chat.Choice) {
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
	if d.Rephrase {
		m.Burst = nil // the other words are still to come
	}
	m.Unresolved, m.Mood, m.At = d.Unresolved, d.Mood.Score, now
	m.Turns++
	m.asked(tr.Norm)
	m.Entities = bounded(gather(m.Entities, tr.Entities))
	if m.Flow = nil; d.Dialogue.runs() {
		m.Flow = d.Run
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
	if len(offered) > 0 {
		m.Last.Offer, m.Last.Of = offered, reply
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

// bounded keeps the newest of what a case has named.
func bounded(es []chat.Entity) []chat.Entity { return newest(es, entitiesMost) }

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
