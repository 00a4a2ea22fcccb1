package store

import (
	"context"
	"fmt"
	"slices"

	"yiwen/bot"
	"yiwen/bot/chat"
	"yiwen/bot/fault"
)

// maxCID is the greatest length of a client id in bytes: 64 characters.
const maxCID = 4 * 64

// turnWrite is a turn, checked and encoded by its caller so that the writer,
// whom everybody waits for, only has to run statements.
type turnWrite struct {
	turn   *bot.Turn
	events []chat.Event // as they will be read again: times in UTC and whole milliseconds
	args   [][]any      // of statements.event, one list an event
	kase   []any        // caseArgs
	beside *beside      // nil = nothing

	profile, who string // the customer's, as they are stored

	tails *tails
}

// newTurnWrite checks and encodes t. Its errors are fault.Invalid: defects of the
// caller, who must not send the same turn again.
func newTurnWrite(t *bot.Turn, tails *tails) (*turnWrite, error) {
	if err := check(t); err != nil {
		return nil, err
	}
	tw := &turnWrite{turn: t, tails: tails, events: slices.Clone(t.Events), args: make([][]any, len(t.Events))}
	for i := range tw.events {
		e := &tw.events[i]
		e.At, e.Recalled = timeOf(e.At.UnixMilli()), false
		payload, err := chat.Encode(e.Payload)
		if err != nil {
			return nil, fault.New(fault.Invalid, "event %d: %w", e.Seq, err)
		}
		tw.args[i] = []any{string(e.Conversation), int64(e.Seq), e.At.UnixMilli(), e.Case, string(e.Payload.Kind()),
			string(e.From.Kind), e.From.ID, e.From.Name, e.From.Sender(), text([]byte(e.CID)), string(payload), text(e.Trace)}
	}
	var err error
	if tw.kase, err = caseArgs(&t.Conversation); err == nil {
		tw.profile, tw.who, err = profileArgs(t.Conversation.Profile, t.Conversation.Attributes)
	}
	if err == nil {
		tw.beside, err = newBeside(t)
	}
	if err != nil {
		return nil, fault.New(fault.Invalid, "turn of conversation %s: %w", t.Conversation.ID, err)
	}
	return tw, nil
}

// check refuses a turn that would leave the log with a hole or a state row that
// does not match it.
func check(t *bot.Turn) error {
	c := &t.Conversation
	bad := func(format string, args ...any) error {
		return fault.New(fault.Invalid, "turn of conversation %s: %s", c.ID, fmt.Sprintf(format, args...))
	}
	switch {
	case c.ID == "":
		return bad("no conversation id")
	case t.Expect < 0:
		return bad("expects seq %d", t.Expect)
	case len(t.Events) == 0:
		return bad("no event")
	case c.Seq != t.Expect+chat.Seq(len(t.Events)):
		return bad("its state is at seq %d, its last event at %d", c.Seq, t.Expect+chat.Seq(len(t.Events)))
	case t.Expect == 0 && (c.Site == "" || c.Visitor == ""):
		return bad("a new conversation without a site or a visitor")
	case c.Case.Number < 0, c.Case.Number == 0 && t.CaseChanged:
		return bad("case number %d", c.Case.Number)
	}
	named := false
	for i, e := range t.Events {
		switch {
		case e.Conversation != c.ID:
			return bad("event %d is of conversation %s", i, e.Conversation)
		case e.Seq != t.Expect+1+chat.Seq(i):
			return bad("event %d has seq %d after %d", i, e.Seq, t.Expect+chat.Seq(i))
		case e.Payload == nil || e.Payload.Kind() == chat.KindHidden:
			return bad("event %d says nothing that can be stored", i)
		case e.CID != "" && named:
			return bad("two events with a client id")
		case len(e.CID) > maxCID:
			return bad("client id of %d bytes", len(e.CID))
		}
		named = named || e.CID != ""
	}
	return nil
}

// apply stores the turn if the log is where the engine saw it.
func (t *turnWrite) apply(w *writer) error {
	if err := t.applyState(w); err != nil {
		return err
	}
	for _, args := range t.args {
		if err := w.exec(w.stmts.event, args...); err != nil {
			if duplicate(err) {
				return fault.Wrap(err, fault.Conflict, "消息已经收到过")
			}
			return fmt.Errorf("insert an event: %w", err)
		}
	}
	if err := t.applyCase(w); err != nil || t.beside == nil {
		return err
	}
	return t.beside.apply(w)
}

// applyState writes the row of the conversation.
func (t *turnWrite) applyState(w *writer) error {
	c, p, memory := &t.turn.Conversation, &t.turn.Conversation.Page, string(t.turn.Memory)
	var n int64
	var err error
	if t.turn.Expect == 0 {
		n, err = w.changed(w.stmts.begin, string(c.ID), string(c.Site), string(c.Visitor), millis(c.CreatedAt), int64(c.Seq),
			c.Case.Number, p.URL, p.Title, p.Entry, memory, t.profile, t.who)
	} else {
		n, err = w.changed(w.stmts.move, int64(c.Seq), c.Case.Number, p.URL, p.Title, p.Entry, memory, t.profile, t.who,
			string(c.ID), int64(t.turn.Expect))
	}
	if err != nil {
		return fmt.Errorf("write the state of conversation %s: %w", c.ID, err)
	}
	if n == 0 {
		return fault.New(fault.Conflict, "会话已有更新，请刷新后重试")
	}
	return nil
}

// applyCase writes the row of the case, under a new revision of the desk lists if
// the turn asks for one, and under one for the list of the bot's cases if the bot
// has it. A new case takes one unasked: a desk that slept through the end of the
// case before learns from it that the old row is gone.
func (t *turnWrite) applyCase(w *writer) error {
	if t.turn.Conversation.Case.Number == 0 {
		return nil
	}
	live := t.turn.Conversation.Case.State == chat.StateBot
	if !t.turn.CaseChanged && !live {
		if n, err := w.changed(w.stmts.caseKept, t.kase...); err != nil || n > 0 {
			return t.caseError(err)
		}
	}
	var rev int64
	if err := w.stmts.revision.QueryRowContext(context.Background()).Scan(&rev); err != nil {
		return fmt.Errorf("take a revision of the desk lists: %w", err)
	}
	if !t.turn.CaseChanged && live {
		// SQLite counts parameters as they appear, so the revision comes before the key.
		if n, err := w.changed(w.stmts.caseLive, slices.Insert(slices.Clone(t.kase), len(t.kase)-2, any(rev))...); err != nil || n > 0 {
			return t.caseError(err)
		}
	}
	return t.caseError(w.exec(w.stmts.caseNew, append(slices.Clip(t.kase), rev)...))
}

func (t *turnWrite) caseError(err error) error {
	if err == nil {
		return nil
	}
	return fmt.Errorf("write the case of conversation %s: %w", t.turn.Conversation.ID, err)
}

// stored shows the new events to readers.
func (t *turnWrite) stored() {
	var recalled []chat.Seq
	if t.beside != nil {
		recalled = t.beside.recalled
	}
	t.tails.add(t.events, recalled)
}
