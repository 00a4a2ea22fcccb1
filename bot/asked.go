package bot

import (
	"context"
	"encoding/json"

	"yiwen/bot/chat"
	"yiwen/knowledge"
)

// This file notes what customers asked and what became of it: the rows that
// figures, the inbox of unanswered questions and replays are made of. A message
// is a question of its own, unless it chooses of what was offered, holds nothing
// but files, or goes on with a burst: what adds to it silently is left out, and
// what is answered together with messages that found no answer is one with them.

// noteQuestion notes what a decision of the bot tells of the message said, "" for
// files without words, and of the questions before it. It comes before the memory
// learns of the decision.
func (t *turn) noteQuestion(ctx context.Context, d Decision, tr Trace, said string) error {
	m := &t.memory
	if d.Outcome == OutcomeHandoff && d.Reason != chat.ReasonCollected {
		t.calledIn() // that details are collected for people is as it should be
	}
	switch {
	case d.Question != "":
		said = d.Question // the rest answers the bot
	case d.Run != nil && d.Dialogue != DialogueBegin && d.Dialogue != DialogueAside:
		return nil // answers the bot, and asks nothing
	}
	of, err := t.choseOf(ctx, d)
	switch {
	case err != nil:
		return err
	case of > 0 && d.Entry != "" && !d.Rephrase:
		t.marks = append(t.marks, knowledge.Mark{Seq: int64(of), Chosen: d.Entry})
		m.Question = of
		return nil
	case of > 0 || said == "" || d.Rephrase:
		return nil // 转人工 among the choices is a person called in; 换个说法 asks nothing
	}
	once := len(m.burst(t.now)) > 0 && !m.lasts(t.now)
	if once && d.Silent {
		return nil
	}
	if e, ok := t.content.Entries[d.Picked]; ok {
		said = e.Question // a number that was typed for it says nothing by itself
	}
	a := t.asks(d, tr, said)
	if once && m.Question > 0 && m.Burst[len(m.Burst)-1].Open && t.goesOn(d, tr) {
		a.Seq, a.Text = int64(m.Question), join(m.burst(t.now), said)
	}
	t.about = a
	switch d.Outcome {
	case OutcomeAnswer, OutcomeClarify, OutcomeFallback:
		m.Question = chat.Seq(a.Seq)
	}
	return nil
}

// goesOn reports that a decision on a message that follows an unresolved one is
// about both: not where it is small talk or calls for a person, and not where the
// message is sure by itself of the entry that answers it. Then what came before it
// is another question, which nobody has answered.
func (t *turn) goesOn(d Decision, tr Trace) bool {
	switch {
	case d.Outcome == OutcomeSmalltalk, d.Outcome == OutcomeHandoff && d.Reason != chat.ReasonUnresolved && d.Reason != chat.ReasonRule:
		return false
	case d.Outcome != OutcomeAnswer || d.Entry == "":
		return true
	}
	for _, l := range tr.Read {
		if l.As == "alone" {
			return l.Best != d.Entry || l.Score < t.content.Limits.Answer
		}
	}
	return true
}

// asks is the row of a message.
func (t *turn) asks(d Decision, tr Trace, said string) *knowledge.Asked {
	c := &t.conversation
	a := &knowledge.Asked{
		Conversation: string(c.ID), Seq: int64(t.ack), Case: c.Case.Number, Site: string(c.Site), At: t.now,
		Text: said, Outcome: string(d.Outcome), Version: t.content.Version,
	}
	for _, l := range tr.Read {
		if l.Best != "" && l.Score > a.Score {
			a.Best, a.Score = l.Best, l.Score
		}
	}
	switch d.Outcome {
	case OutcomeAnswer:
		a.Entry = d.Entry
	case OutcomeClarify:
		a.Offered = d.Offer
		if len(d.Filled) > 0 {
			a.Outcome = string(OutcomeCollect) // a number and nothing else asks for nothing
		}
	case OutcomeHandoff:
		a.Reason, a.Handoff = string(d.Reason), d.Reason == chat.ReasonUnresolved
	}
	return a
}

// calledIn notes that a person is called in: the question before, if none came
// between, was not settled by the bot.
func (t *turn) calledIn() {
	if t.memory.Question > 0 {
		t.marks = append(t.marks, knowledge.Mark{Seq: int64(t.memory.Question), Handoff: true})
		t.memory.Question = 0
	}
}

// choseOf returns the seq before the question back that a decision chooses of, 0
// where it chooses of none: choices beside an answer are questions of their own.
func (t *turn) choseOf(ctx context.Context, d Decision) (chat.Seq, error) {
	if len(d.Rungs) == 0 {
		return 0, nil
	}
	if r := d.Rungs[len(d.Rungs)-1]; !r.Took || r.Rung != "choice" && r.Rung != "named" {
		return 0, nil
	}
	last := t.memory.Last
	of, outcome := last.Of, last.Outcome
	if tap, ok := t.cmd.Action.(Choose); ok && tap.Of != of {
		e, err := t.event(ctx, tap.Of, "该选项已失效，请重新提问")
		if err != nil {
			return 0, err
		}
		of, outcome = tap.Of, outcomeOf(e.Trace)
	}
	if outcome != OutcomeClarify {
		return 0, nil
	}
	return of - 1, nil
}

// outcomeOf is the outcome of the turn of a trace, "" of one that tells none.
func outcomeOf(trace []byte) Outcome {
	var t struct{ Outcome Outcome }
	if len(trace) == 0 || json.Unmarshal(trace, &t) != nil {
		return ""
	}
	return t.Outcome
}
