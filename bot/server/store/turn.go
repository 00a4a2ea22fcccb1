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
	kase   []any        // of statements.caseRow, without the revision; nil until needed
	tails  *tails
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
		e.At = timeOf(e.At.UnixMilli())
		payload, err := chat.Encode(e.Payload)
		if err != nil {
			return nil, fault.New(fault.Invalid, "event %d: %w", e.Seq, err)
		}
		tw.args[i] = []any{string(e.Conversation), int64(e.Seq), e.At.UnixMilli(), e.Case, string(e.Payload.Kind()),
			string(e.From.Kind), e.From.ID, e.From.Name, e.From.Sender(), text([]byte(e.CID)), string(payload), text(e.Trace)}
	}
	if t.CaseChanged || t.Expect == 0 {
		return tw, tw.encodeCase()
	}
	return tw, nil
}

func (t *turnWrite) encodeCase() (err error) {
	if t.kase, err = caseArgs(&t.turn.Conversation); err != nil {
		return fault.New(fault.Invalid, "turn of conversation %s: %w", t.turn.Conversation.ID, err)
	}
	return nil
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
	newCase, err := t.advance(w)
	if err != nil {
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
	if newCase || t.turn.CaseChanged {
		return t.applyCase(w)
	}
	return nil
}

// advance writes the state row and reports whether the case is a new one.
func (t *turnWrite) advance(w *writer) (newCase bool, err error) {
	c, p, memory := &t.turn.Conversation, &t.turn.Conversation.Page, string(t.turn.Memory)
	var n int64
	switch {
	case t.turn.Expect == 0:
		newCase = c.Case.Number > 0
		n, err = w.changed(w.stmts.begin, string(c.ID), string(c.Site), string(c.Visitor), millis(c.CreatedAt), int64(c.Seq),
			c.Case.Number, p.URL, p.Title, p.Entry, memory)
	case !t.turn.CaseChanged:
		// One statement for nearly every turn; only where the case is not the one of
		// before does the next one follow.
		n, err = w.changed(w.stmts.move, int64(c.Seq), p.URL, p.Title, p.Entry, memory,
			string(c.ID), int64(t.turn.Expect), c.Case.Number)
		newCase = n == 0
	}
	if err == nil && n == 0 && t.turn.Expect > 0 {
		n, err = w.changed(w.stmts.moveCase, int64(c.Seq), p.URL, p.Title, p.Entry, memory, c.Case.Number,
			string(c.ID), int64(t.turn.Expect))
	}
	if err != nil {
		return false, fmt.Errorf("write the state of conversation %s: %w", c.ID, err)
	}
	if n == 0 {
		return false, fault.New(fault.Conflict, "会话已有更新，请刷新后重试")
	}
	return newCase, nil
}

// applyCase writes the case's row under a new revision of the desk lists. A new
// case takes one too, wanted or not: a desk that slept through the end of the one
// before learns from it that the old row is gone.
func (t *turnWrite) applyCase(w *writer) error {
	if t.kase == nil {
		if err := t.encodeCase(); err != nil {
			return err
		}
	}
	var rev int64
	if err := w.stmts.revision.QueryRowContext(context.Background()).Scan(&rev); err != nil {
		return fmt.Errorf("take a revision of the desk lists: %w", err)
	}
	if err := w.exec(w.stmts.caseRow, append(slices.Clip(t.kase), rev)...); err != nil {
		return fmt.Errorf("write the case of conversation %s: %w", t.turn.Conversation.ID, err)
	}
	return nil
}

// stored shows the new events to readers.
func (t *turnWrite) stored() { t.tails.add(t.events) }
