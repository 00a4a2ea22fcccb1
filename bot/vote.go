package bot

import (
	"context"
	"slices"

	"yiwen/bot/chat"
	"yiwen/bot/fault"
	"yiwen/handoff"
	"yiwen/knowledge"
)

// This file lets customers judge the bot's answers.

// choiceRephrase is the key of the choice to put the question in other words. No
// entry has it: it is no id.
const choiceRephrase = "+rephrase"

// regrettedMost is how many answers that did not help are remembered.
const regrettedMost = 20

// judged reports that what the bot says is an answer out of the content, which the
// customer may judge: not how a ticket goes, and nothing that only asks back.
func (d Decision) judged() bool {
	return d.Outcome == OutcomeAnswer && (d.Entry != "" || d.Rule != "")
}

// vote notes whether an answer of the bot helped. It moves nothing; to who says no
// the bot offers other ways.
func (t *turn) vote(ctx context.Context, a Vote) error {
	if err := handoff.Check(t.conversation.Case, handoff.Vote, t.cmd.From, t.now); err != nil {
		return err
	}
	const unknown = "只有智能助手的回答可以评价"
	e, err := t.event(ctx, a.Of, unknown)
	if err != nil {
		return err
	}
	m, _ := e.Payload.(chat.Message)
	if !m.Vote {
		return fault.New(fault.Invalid, unknown)
	}
	question, err := t.questionOf(ctx, m.Re)
	if err != nil {
		return err
	}
	t.asked(chat.Voted{Of: a.Of, Helpful: a.Helpful})
	if question > 0 {
		mark := knowledge.Mark{Seq: int64(question), Vote: -1}
		if a.Helpful {
			mark.Vote = 1
		}
		t.marks = append(t.marks, mark)
	}
	if !a.Helpful {
		t.regret(e)
	}
	return nil
}

// questionOf returns the seq of the question that message of asks, by itself or as
// a tap on what was offered for it; 0 where it was taken back.
func (t *turn) questionOf(ctx context.Context, of chat.Seq) (chat.Seq, error) {
	const gone = "这条回答的问题已经不在了"
	e, err := t.event(ctx, of, gone)
	if err != nil {
		return 0, err
	}
	if m, _ := e.Payload.(chat.Message); m.Choice != "" {
		offer, err := t.event(ctx, m.Re, gone)
		if err != nil {
			return 0, err
		}
		if outcomeOf(offer.Trace) == OutcomeClarify {
			return t.questionOf(ctx, offer.Seq-1)
		}
	}
	if e.Recalled {
		return 0, nil
	}
	return of, nil
}

// regret offers other ways to a customer whom an answer of his case did not help,
// once, while the bot has the case.
func (t *turn) regret(answer chat.Event) {
	k, m := t.conversation.Case, &t.memory
	if k.State != chat.StateBot || answer.Case != k.Number || slices.Contains(m.Regretted, answer.Seq) {
		return
	}
	m.Regretted = newest(append(slices.Clone(m.Regretted), answer.Seq), regrettedMost)
	m.Burst = nil // he has read the answer: what he writes next is a new breath
	offer := []chat.Choice{{Key: choiceRephrase, Label: t.content.Replies.Rephrase}, t.person()}
	e := t.bot(chat.Message{Re: t.ack, Text: t.pick(t.content.Replies.Downvoted), Choices: offer})
	if e != nil && m.Flow == nil && !m.Last.pending() { // what waits for its customer keeps its numbers
		m.Last.Offer, m.Last.Of = offer, e.Seq
	}
}
