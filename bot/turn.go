package bot

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"
	"time"
	"unicode/utf8"

	"yiwen/bot/chat"
	"yiwen/bot/fault"
	"yiwen/bot/flow"
	"yiwen/handoff"
	"yiwen/handoff/ticket"
	"yiwen/knowledge"
)

// turn turns one command into events. It works on copies: nothing is changed
// until the log has taken the result.
type turn struct {
	cmd Command
	// stranger says that the shop calls who sends it something else than whose
	// conversation it is.
	stranger bool
	newcomer bool // he was anonymous until now, or had not shown who he is
	repeats  bool // another command has said the same, under ack: nothing is stored
	now      time.Time
	content  *Content
	meter    *meter
	log      Log
	tickets  Tickets // or nil
	missed   bool    // the trace names closed entries that would have come first
	seats    seats

	before       chat.Conversation // the turn
	conversation chat.Conversation
	memory       Memory
	events       []chat.Event
	ack          chat.Seq
	caseChanged  bool
	decision     *Decision // of the bot, where it decided
	ticket       *ticket.Ticket
	review       *handoff.Review
	about        *knowledge.Asked // the question, nil = none
	marks        []knowledge.Mark
	lines        []flow.Line // what a flow knows that the turn is of
}

// newTurn begins a turn on the state st.
func (s *Service) newTurn(cmd Command, st state) *turn {
	t := &turn{
		cmd: cmd, now: s.now(&st), content: s.content.Load(), meter: s.meter, log: s.log, tickets: s.tickets, missed: s.missed, seats: s.seats,
		conversation: st.conversation, memory: st.memory,
	}
	if cmd.Page != (chat.Page{}) {
		t.conversation.Page = cmd.Page
	}
	t.introduce()
	if cmd.Attributes != nil {
		t.conversation.Attributes = t.content.veiledAttributes(cmd.Attributes)
	}
	t.before = t.conversation
	t.content = s.views.get(t.content, audiencesOf(t.conversation.Profile), t.now)
	t.memory.forget(t.content.closed)
	return t
}

// run decides what the command does, and writes down what is promised with it.
func (t *turn) run(ctx context.Context) error {
	if t.stranger {
		return fault.New(fault.Denied, "您已切换账号，请刷新页面后继续")
	}
	if err := t.act(ctx); err != nil {
		return err
	}
	t.promise()
	return nil
}

func (t *turn) act(ctx context.Context) error {
	switch a := t.cmd.Action.(type) {
	case Say:
		return t.say(ctx, a)
	case Choose:
		return t.chooses(ctx, a)
	case Human:
		return t.human(ctx)
	case Cancel:
		return t.cancel()
	case Rate:
		return t.rate(a)
	case Accept:
		return t.accept()
	case Note:
		return t.note(a)
	case Return:
		return t.give()
	case Identify:
		return t.identify()
	case LogOut:
		return t.logOut()
	case Close:
		a.Summary.Text = strings.TrimSpace(a.Summary.Text)
		return t.move(handoff.Close, chat.Closed{By: t.cmd.From.Kind, Summary: a.Summary})
	}
	if done, err := t.together(ctx); done {
		return err
	}
	return t.actOnCase(ctx)
}

// actOnCase carries out what only moves a case to its owner.
func (t *turn) actOnCase(ctx context.Context) error {
	switch a := t.cmd.Action.(type) {
	case Requeue:
		return t.requeue(a)
	case Decline:
		return t.decline(a)
	case Transfer:
		return t.transfer(a)
	case Assign:
		return t.assign(a)
	case Snooze:
		return t.snooze(a)
	case Unsnooze:
		return t.move(handoff.Wake, chat.Woken{})
	case Offer:
		return t.offer(a)
	case Due:
		return t.due(ctx, a)
	}
	return fmt.Errorf("unknown action %T", t.cmd.Action)
}

// add appends an event to the turn and folds it into the state.
func (t *turn) add(from chat.Actor, p chat.Payload) *chat.Event {
	from.Role = "" // it is of who commands, and may change
	e := chat.Event{
		Conversation: t.conversation.ID, Seq: t.conversation.Seq + 1, At: t.now, From: from, Payload: p,
	}
	before := t.conversation.Case
	t.conversation = handoff.Fold(t.conversation, e)
	e.Case = t.conversation.Case.Number
	t.events = append(t.events, e)
	after := t.conversation.Case
	t.caseChanged = t.caseChanged || before.State != after.State || handoff.Queued(after.State) || handoff.Owned(after.State) ||
		called(before) || called(after)
	if t.memory.Case != e.Case {
		t.memory = Memory{Case: e.Case, Spoken: t.memory.Spoken}
	}
	return &t.events[len(t.events)-1]
}

// picked notes in the customer's message, the only event so far, what the bot has
// found it to be: words that choose, or that only answer.
func (t *turn) picked(d Decision) {
	e := &t.events[0]
	m := e.Payload.(chat.Message)
	if m.Re == 0 && d.Picked != "" {
		m.Choice, m.Re = d.Picked, t.memory.Last.Of
	}
	m.Answers = d.Answers
	e.Payload = m
	t.conversation = handoff.Fold(t.before, *e)
}

// called reports that colleagues were called into a case: they have it in a list,
// whatever state it is in.
func called(k chat.Case) bool { return len(k.Mentioned) > 0 || len(k.Helpers) > 0 }

// asked appends the event that the command is acknowledged under.
func (t *turn) asked(p chat.Payload) *chat.Event {
	e := t.add(t.cmd.From, p)
	e.CID = t.cmd.CID
	t.ack = e.Seq
	return e
}

var theBot = chat.Actor{Kind: chat.Bot}

// bot appends a sentence of the bot, if there is one.
func (t *turn) bot(m chat.Message) *chat.Event {
	if m.Text == "" {
		return nil
	}
	return t.add(theBot, m)
}

// move carries out a command that is one event and one row of the state table.
func (t *turn) move(m handoff.Move, p chat.Payload) error {
	if err := handoff.Check(t.conversation.Case, m, t.cmd.From, t.now); err != nil {
		return err
	}
	t.asked(p)
	return nil
}

// words checks a text of a person, which may be empty beside something else.
func words(s string, beside bool) (string, error) {
	if strings.TrimSpace(s) == "" && !beside {
		return "", fault.New(fault.Invalid, "消息不能为空")
	}
	if n := utf8.RuneCountInString(s); n > chat.MaxText {
		return "", fault.New(fault.Invalid, "消息太长（%d字），最多%d字", n, chat.MaxText)
	}
	return s, nil
}

// say stores a message and, where the bot has the case, answers it.
func (t *turn) say(ctx context.Context, a Say) error {
	s, err := words(a.Text, len(a.Attachments) > 0 || a.Card != nil)
	if err != nil {
		return err
	}
	if err := t.sayable(ctx, a); err != nil {
		return err
	}
	if t.cmd.From.Kind == chat.Agent {
		return t.reply(chat.Message{Text: s, Re: a.Re, Attachments: a.Attachments})
	}
	v, files := t.veil(s), t.named(a.Attachments)
	card := t.content.veiled(a.Card)
	if err := t.move(handoff.Speak, chat.Message{Text: v.text, Re: a.Re, Attachments: files, Card: card}); err != nil {
		return err
	}
	shown, named := shots(a.Attachments), carried(card)
	t.memory.Entities = bounded(gather(gather(t.memory.Entities, shown), named))
	switch {
	case t.silent():
		return nil
	case strings.TrimSpace(s) == "" && card != nil:
		return t.carded(ctx, card, named)
	case strings.TrimSpace(s) == "":
		return t.pictured(ctx, shown)
	}
	return t.answer(ctx, s, named, v)
}

// human is the button 转人工.
func (t *turn) human(ctx context.Context) error {
	if err := handoff.Check(t.conversation.Case, handoff.Ask, t.cmd.From, t.now); err != nil {
		return err
	}
	if t.conversation.Case.State == chat.StateClosed {
		t.memory = Memory{Spoken: t.memory.Spoken} // a new case begins: the old one says nothing about it
	}
	t.leaveFlow()
	h, err := t.handoff(ctx, cause{reason: chat.ReasonButton, about: t.memory.topic(t.now), mood: t.label()})
	if err != nil {
		return err
	}
	t.calledIn()
	if next, away := t.away(h.Team); away {
		t.asked(chat.Message{Text: t.content.Replies.Person, Answers: true}) // who presses the button says so
		t.memory.Last = Last{Outcome: OutcomeHandoff}
		_, err := t.leaveWord(ctx, h, "", next)
		return err
	}
	t.asked(h)
	t.bot(t.handedOff(chat.Message{Text: t.pick(t.content.Replies.HandoffAsked)}, h))
	t.memory.Last = Last{Outcome: OutcomeHandoff}
	return nil
}

// accept gives the case to an agent. From then on the customer talks to him:
// if the bot ever speaks again, its old questions are past.
func (t *turn) accept() error {
	p := chat.Assigned{Agent: t.cmd.From.Name, AgentID: chat.AgentID(t.cmd.From.ID)}
	if err := t.move(handoff.Accept, p); err != nil {
		return err
	}
	t.fresh()
	return nil
}

// label is the mood as it was after the last turn.
func (t *turn) label() chat.MoodLabel { return label(t.memory.cooled(t.now), t.content.Limits) }

func (t *turn) cancel() error {
	if err := t.move(handoff.Cancel, chat.Returned{}); err != nil {
		return err
	}
	t.fresh()
	t.bot(chat.Message{Text: t.pick(t.content.Replies.Cancelled)})
	return nil
}

// give returns the case to the bot, which begins without the old grudge.
func (t *turn) give() error {
	if err := t.move(handoff.Return, chat.Returned{}); err != nil {
		return err
	}
	t.fresh()
	t.bot(chat.Message{Text: t.pick(t.content.Replies.Returned)})
	return nil
}

// fresh lets the bot start over within the case: what led to people is past.
func (t *turn) fresh() {
	m := t.memory
	t.memory = Memory{Case: m.Case, Turns: m.Turns, Entities: m.Entities, Spoken: m.Spoken, Regretted: m.Regretted}
}

// requeue puts the case of a vanished agent back at the head of the line.
func (t *turn) requeue(a Requeue) error {
	c := t.conversation.Case
	if c.Number != a.Number || c.Agent != a.Agent {
		return fault.New(fault.Conflict, "会话已不由该坐席负责")
	}
	if err := t.move(handoff.Vanish, chat.Handoff{Reason: chat.ReasonAgentGone, Team: c.Team, Mood: c.Brief.Mood}); err != nil {
		return err
	}
	t.bot(chat.Message{Text: t.pick(t.content.Replies.AgentGone)})
	return nil
}

// stored is the turn as the log takes it.
func (t *turn) stored(expect chat.Seq) (*Turn, error) {
	t.conversation.Case.Brief.Entities = t.memory.Entities
	b, err := json.Marshal(t.memory)
	if err != nil {
		return nil, fmt.Errorf("encode the bot's memory: %w", err)
	}
	return &Turn{
		Conversation: t.conversation, Memory: b, Expect: expect, Events: t.events, CaseChanged: t.caseChanged,
		Ticket: t.ticket, Review: t.review, Asked: t.about, Marks: t.marks,
	}, nil
}

// count adds the stored turn to the metrics.
func (t *turn) count() {
	if t.decision != nil {
		t.meter.decided(*t.decision)
	}
	for _, e := range t.events {
		switch p := e.Payload.(type) {
		case chat.Handoff:
			t.meter.handoff.WithLabelValues(string(p.Reason)).Inc()
		case chat.Ticketed:
			t.meter.tickets.WithLabelValues(string(e.From.Kind)).Inc()
		}
	}
}
