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
	"yiwen/handoff"
)

// turn turns one command into events. It works on copies: nothing is changed
// until the log has taken the result.
type turn struct {
	cmd     Command
	now     time.Time
	content *Content
	meter   *meter

	conversation chat.Conversation
	memory       Memory
	events       []chat.Event
	ack          chat.Seq
	caseChanged  bool
	decision     *Decision // of the bot, where it decided
}

func newTurn(cmd Command, s state, now time.Time, c *Content, m *meter) *turn {
	t := &turn{cmd: cmd, now: now, content: c, meter: m, conversation: s.conversation, memory: s.memory}
	if cmd.Page != (chat.Page{}) {
		t.conversation.Page = cmd.Page
	}
	return t
}

// run decides what the command does, and writes down what is promised with it.
func (t *turn) run(ctx context.Context, log Log) error {
	if err := t.act(ctx, log); err != nil {
		return err
	}
	t.promise()
	return nil
}

func (t *turn) act(ctx context.Context, log Log) error {
	switch a := t.cmd.Action.(type) {
	case Say:
		return t.say(ctx, a)
	case Choose:
		return t.chooses(ctx, log, a)
	case Human:
		return t.human()
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
	case Close:
		a.Summary.Text = strings.TrimSpace(a.Summary.Text)
		return t.move(handoff.Close, chat.Closed{By: t.cmd.From.Kind, Summary: a.Summary})
	}
	return t.actOnCase()
}

// actOnCase carries out what only moves a case to its owner.
func (t *turn) actOnCase() error {
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
		return t.due(a)
	}
	return fmt.Errorf("unknown action %T", t.cmd.Action)
}

// add appends an event to the turn and folds it into the state.
func (t *turn) add(from chat.Actor, p chat.Payload) *chat.Event {
	from.Role = "" // it is of who commands, and may change
	e := chat.Event{
		Conversation: t.conversation.ID, Seq: t.conversation.Seq + 1, At: t.now, From: from, Payload: p,
	}
	before := t.conversation.Case.State
	t.conversation = handoff.Fold(t.conversation, e)
	e.Case = t.conversation.Case.Number
	t.events = append(t.events, e)
	after := t.conversation.Case.State
	t.caseChanged = t.caseChanged || before != after || handoff.Queued(after) || handoff.Owned(after)
	if t.memory.Case != e.Case {
		t.memory = Memory{Case: e.Case}
	}
	return &t.events[len(t.events)-1]
}

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

// words checks a text of a person.
func words(s string) (string, error) {
	if strings.TrimSpace(s) == "" {
		return "", fault.New(fault.Invalid, "消息不能为空")
	}
	if n := utf8.RuneCountInString(s); n > chat.MaxText {
		return "", fault.New(fault.Invalid, "消息太长（%d字），最多%d字", n, chat.MaxText)
	}
	return s, nil
}

// say stores a message and, where the bot has the case, answers it.
func (t *turn) say(ctx context.Context, a Say) error {
	s, err := words(a.Text)
	if err != nil {
		return err
	}
	if t.cmd.From.Kind == chat.Agent {
		return t.reply(s)
	}
	v := t.content.veil(s)
	if err := t.move(handoff.Speak, chat.Message{Text: v.text}); err != nil {
		return err
	}
	if t.silent() {
		return nil
	}
	return t.answer(ctx, s, v)
}

// human is the button 转人工.
func (t *turn) human() error {
	if err := handoff.Check(t.conversation.Case, handoff.Ask, t.cmd.From, t.now); err != nil {
		return err
	}
	if t.conversation.Case.State == chat.StateClosed {
		t.memory = Memory{} // a new case begins: the old one says nothing about it
	}
	team := chat.TeamID(t.content.Entries[t.memory.topic(t.now)].Team)
	t.asked(t.handoff(chat.ReasonButton, team, t.label(), nil))
	t.bot(chat.Message{Text: t.content.Replies.HandoffAsked})
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
	t.bot(chat.Message{Text: t.content.Replies.Cancelled})
	return nil
}

// give returns the case to the bot, which begins without the old grudge.
func (t *turn) give() error {
	if err := t.move(handoff.Return, chat.Returned{}); err != nil {
		return err
	}
	t.fresh()
	t.bot(chat.Message{Text: t.content.Replies.Returned})
	return nil
}

// fresh lets the bot start over within the case: what led to people is past.
func (t *turn) fresh() {
	t.memory = Memory{Case: t.memory.Case, Turns: t.memory.Turns, Entities: t.memory.Entities}
}

// note writes among staff; the state table lets any of them do it.
func (t *turn) note(a Note) error {
	s, err := words(a.Text)
	if err != nil {
		return err
	}
	return t.move(handoff.Note, chat.Note{Text: s})
}

func (t *turn) rate(a Rate) error {
	r := a.Rated
	if r.Stars < 1 || r.Stars > 5 {
		return fault.New(fault.Invalid, "评分应为1到5星")
	}
	if utf8.RuneCountInString(r.Text) > chat.MaxText || len(r.Reasons) > 10 {
		return fault.New(fault.Invalid, "评价内容太长")
	}
	r.Text = t.content.veil(r.Text).text
	return t.move(handoff.Rate, r)
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
	t.bot(chat.Message{Text: t.content.Replies.AgentGone})
	return nil
}

// stored is the turn as the log takes it.
func (t *turn) stored(expect chat.Seq) (*Turn, error) {
	t.conversation.Case.Brief.Entities = t.memory.Entities
	t.angrier()
	b, err := json.Marshal(t.memory)
	if err != nil {
		return nil, fmt.Errorf("encode the bot's memory: %w", err)
	}
	return &Turn{
		Conversation: t.conversation, Memory: b, Expect: expect, Events: t.events, CaseChanged: t.caseChanged,
	}, nil
}

// angrier shows at the desk that who waits has become angrier than he was when
// the case was handed to people. Like the entities it is of the memory and not of
// the log: no event says it, the trace of the turn does.
func (t *turn) angrier() {
	b := &t.conversation.Case.Brief
	if t.decision == nil || !handoff.Queued(t.conversation.Case.State) || t.decision.Mood.Score <= b.Score {
		return
	}
	m := t.decision.Mood
	b.Mood, b.Score, b.Evidence = m.Label, m.Score, nil
	for _, e := range m.Evidence {
		b.Evidence = append(b.Evidence, e.Text)
	}
}

// count adds the stored turn to the metrics.
func (t *turn) count() {
	if t.decision != nil {
		t.meter.decided(*t.decision)
	}
	for _, e := range t.events {
		if h, ok := e.Payload.(chat.Handoff); ok {
			t.meter.handoff.WithLabelValues(string(h.Reason)).Inc()
		}
	}
}
