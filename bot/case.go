package bot

import (
	"context"
	"strings"
	"unicode/utf8"

	"yiwen/bot/chat"
	"yiwen/bot/fault"
	"yiwen/handoff"
)

// This file has what moves a case to its owner, beside what is said in it.

// reasonRunes bounds the reason of an agent who declines.
const reasonRunes = 200

// anyTeam is what a customer is told of where he is passed on to a person and
// not to a team.
const anyTeam = "人工客服"

var theSystem = chat.Actor{Kind: chat.System}

// silent reports that the bot says nothing: a person owns the case.
func (t *turn) silent() bool {
	return handoff.Check(t.conversation.Case, handoff.Answer, theBot, t.now) != nil
}

// promise writes down what the turn promises: the first reply and the solution,
// where it put the case in the line or gave it to an agent. It comes last, so
// that what people are told stands together.
func (t *turn) promise() {
	if t.content.Teams == nil {
		return
	}
	for _, e := range t.events[:len(t.events):len(t.events)] {
		for _, p := range t.content.Teams.Promised(t.conversation.Case, e) {
			if handoff.Check(t.conversation.Case, handoff.Vow, theSystem, t.now) == nil {
				t.add(theSystem, p)
			}
		}
	}
}

// reply is a message of the agent who owns the case, or who was invited into it,
// and the promise that he makes in it.
func (t *turn) reply(m chat.Message) error {
	if err := t.move(handoff.Reply, m); err != nil {
		return err
	}
	if t.content.Teams == nil {
		return nil
	}
	hours := t.content.Teams.Team(t.conversation.Case.Team).Hours
	if said, ok := handoff.ReadPromise(m.Text, t.now, hours); ok {
		t.add(theSystem, said.Promise(m.Text, t.now))
	}
	return nil
}

func (t *turn) decline(a Decline) error {
	reason := strings.TrimSpace(a.Reason)
	if utf8.RuneCountInString(reason) > reasonRunes {
		return fault.New(fault.Invalid, "原因最多%d字", reasonRunes)
	}
	return t.move(handoff.Decline, chat.Declined{AgentID: chat.AgentID(t.cmd.From.ID), Reason: reason})
}

// transfer puts the case in the line for somebody else and tells the customer to
// whom he is passed on.
func (t *turn) transfer(a Transfer) error {
	k := t.conversation.Case
	if err := handoff.Check(k, handoff.Transfer, t.cmd.From, t.now); err != nil {
		return err
	}
	if err := handoff.CheckTransfer(k, a.Team, a.Agent); err != nil {
		return err
	}
	note := strings.TrimSpace(a.Note)
	if utf8.RuneCountInString(note) > chat.MaxText {
		return fault.New(fault.Invalid, "备注最多%d字", chat.MaxText)
	}
	facts := handoff.FactsOf(k)
	facts.Transferred = true
	name := anyTeam
	if teams := t.content.Teams; teams != nil && a.Team != "" {
		team := teams.Team(a.Team)
		if team.ID != a.Team {
			return fault.New(fault.Invalid, "没有这个技能组")
		}
		name, facts.Urgent = team.Name, facts.Urgent || team.Urgent
	}
	t.asked(chat.Transferred{Team: a.Team, Agent: a.Name, AgentID: a.Agent, Note: note, Bonuses: handoff.Bonuses(facts)})
	t.fresh()
	t.bot(chat.Message{Text: strings.ReplaceAll(t.pick(t.content.Replies.Transferred), "{team}", name)})
	return nil
}

// assign gives the case to an agent at a supervisor's word.
func (t *turn) assign(a Assign) error {
	k := t.conversation.Case
	if err := handoff.Check(k, handoff.Assign, t.cmd.From, t.now); err != nil {
		return err
	}
	if err := handoff.CheckTarget(k, handoff.Assign, a.Agent); err != nil {
		return err
	}
	t.asked(chat.Assigned{Agent: a.Name, AgentID: a.Agent})
	t.fresh()
	return nil
}

func (t *turn) snooze(a Snooze) error {
	if err := handoff.CheckSnooze(a.Until, t.now); err != nil {
		return err
	}
	return t.move(handoff.Snooze, chat.Snoozed{Until: a.Until.UnixMilli()})
}

// offer shows the case to an agent. The customer hears nothing of it.
func (t *turn) offer(a Offer) error {
	k := t.conversation.Case
	if k.Number != a.Number {
		return fault.New(fault.Conflict, "会话状态已变化")
	}
	if err := handoff.CheckTarget(k, handoff.Offer, a.Agent); err != nil {
		return err
	}
	return t.move(handoff.Offer, chat.Offered{Agent: a.Name, AgentID: a.Agent, Until: a.Until.UnixMilli(), Why: a.Why})
}

// due does what the clock asks for, if it still is what is due first.
func (t *turn) due(ctx context.Context, a Due) error {
	k := t.conversation.Case
	moves := a.Limits.Due(k, t.now)
	if k.Number != a.Number || len(moves) == 0 || moves[0] != a.Move {
		return fault.New(fault.Conflict, "会话状态已变化")
	}
	switch a.Move {
	case handoff.Lapse:
		return t.move(a.Move, chat.Declined{AgentID: k.Offer.Agent, Lapsed: true})
	case handoff.Wake:
		return t.move(a.Move, chat.Woken{})
	case handoff.Alert:
		return t.alert(ctx)
	case handoff.Silence:
		if err := t.move(a.Move, chat.Returned{Reason: chat.ReturnedSilence}); err != nil {
			return err
		}
		t.fresh()
		t.bot(chat.Message{Text: t.pick(t.content.Replies.AgentSilent)})
		return nil
	case handoff.Expire:
		return t.move(a.Move, chat.Closed{By: chat.System})
	}
	return fault.New(fault.Invalid, "no move of the clock: %s", a.Move)
}

// alert says which promises are due soon or broken. Of a broken one the customer
// is told, and a case that waits moves ahead for it. The sentence is of the house
// and not of the bot, which is silent under a person.
func (t *turn) alert(ctx context.Context) error {
	broken, unanswered := false, false
	for _, p := range handoff.Alarms(t.conversation.Case, t.now) {
		if err := t.move(handoff.Alert, p); err != nil {
			return err
		}
		breach := p.Step == chat.AlarmBreach
		broken, unanswered = broken || breach, unanswered || breach && p.What == chat.PromiseFirstReply
	}
	if !broken {
		return nil
	}
	if k := t.conversation.Case; handoff.Queued(k.State) {
		t.add(theSystem, chat.Raised{Bonuses: handoff.Bonuses(handoff.FactsOf(k))})
	}
	m := chat.Message{Text: t.pick(t.content.Replies.Overdue)}
	if unanswered && handoff.Queued(t.conversation.Case.State) && t.tickets != nil && t.conversation.Case.Ticket == "" {
		i, err := t.info(ctx)
		if err != nil {
			return err
		}
		m.Form = t.form(i) // who would rather not wait may leave word
	}
	if m.Text != "" {
		t.add(theSystem, m)
	}
	return nil
}
