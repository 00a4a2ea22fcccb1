package editing

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/go-json-experiment/json"

	"yiwen/bot/chat"
	"yiwen/bot/fault"
	"yiwen/bot/pack"
	"yiwen/bot/text"
	"yiwen/knowledge"
)

const (
	// actMost bounds how many questions one step settles.
	actMost = 500
	// actTries bounds how often a similar question is added to an entry that others
	// change meanwhile: it is right whatever they do.
	actTries = 4
	// variantRunes bounds a similar question: what is longer is a story.
	variantRunes = 100
)

// MissAction is what an editor does about questions. The list is closed.
type MissAction string

// The closed list of actions.
const (
	ActVariant MissAction = "variant" // similar questions of an entry: a draft with their texts, each once
	ActEntry   MissAction = "entry"   // a draft of a new entry with these similar questions
	ActIgnore  MissAction = "ignore"  // puts them aside
	ActGive    MissAction = "give"    // to a colleague
	ActReopen  MissAction = "reopen"  // makes them open again; what was made of them stays
)

// Act is an action and what it is about.
type Act struct {
	Of     []knowledge.AskedRef
	Action MissAction
	State  MissState       // in which they were shown; others are a fault.Conflict. "" = any
	Entry  string          // of ActVariant
	Fill   knowledge.Entry // of ActEntry: question, answer, category; its id is made of the question
	To     chat.AgentID    // of ActGive: one who may edit, which the caller knows
}

// Settled is what an action of the inbox did.
type Settled struct {
	Undo    int64 // number to undo it by
	Changed int   // questions that it settled
	Entry   string
	Added   int // similar questions that the entry did not have
}

// Act does something about questions; Undo takes it back. Texts become similar
// questions in one line and only where they do not hold the numbers of a customer;
// those that the entry has are settled all the same. What is wrong with the entry
// is Problems, what is no longer in the state of a a fault.Conflict; nothing is
// done then.
func (b *Inbox) Act(ctx context.Context, by chat.Staff, a Act) (Settled, error) {
	x := b.settlement(by, a, "")
	switch a.Action {
	case ActVariant:
		return b.addVariants(ctx, by, a)
	case ActEntry:
		return b.addEntry(ctx, by, a)
	case ActIgnore:
		x.Settled = knowledge.SettledIgnored
	case ActGive:
		x.Settled, x.Owner = knowledge.SettledGiven, string(a.To)
	case ActReopen:
	default:
		return Settled{}, fault.New(fault.Invalid, "没有这个操作")
	}
	if err := checkRefs(a.Of); err != nil {
		return Settled{}, err
	}
	id, _, err := b.asked.Settle(ctx, x, knowledge.Saving{})
	return Settled{Undo: id, Changed: len(x.Of)}, err
}

// addVariants makes questions similar questions of an entry.
func (b *Inbox) addVariants(ctx context.Context, by chat.Staff, a Act) (Settled, error) {
	entry := a.Entry
	rows, err := b.rows(ctx, a.Of)
	if err != nil {
		return Settled{}, err
	}
	for try := 1; ; try++ {
		d, err := b.Draft(ctx)
		if err != nil {
			return Settled{}, err
		}
		p, ok := d.Entry(entry)
		if !ok {
			return Settled{}, fault.New(fault.NotFound, "没有这个条目，可能已被删除")
		}
		e := p.Value
		e.Variants = slices.Clone(e.Variants)
		added := addTexts(&e, rows)
		x := b.settlement(by, a, knowledge.SettledVariant)
		var with knowledge.Saving
		if added > 0 {
			with, err = b.saving(ctx, by, p.Ref, p.Position, p.Rev, &e, "从未解决的问题中加入相似问题")
			if fault.Is(err, fault.Conflict) && try < actTries {
				continue
			}
			if err != nil {
				return Settled{}, err
			}
			x.Entry, x.After = entry, with.Edits[0].Body
			if x.Before, err = json.Marshal(p.Value); err != nil {
				return Settled{}, fmt.Errorf("encode entry %s: %w", entry, err)
			}
		}
		id, err := b.settle(ctx, x, with)
		var meanwhile *Conflict
		if errors.As(err, &meanwhile) && try < actTries {
			continue
		}
		return Settled{Undo: id, Changed: len(x.Of), Entry: entry, Added: added}, err
	}
}

// addEntry makes a draft of a new entry of questions.
func (b *Inbox) addEntry(ctx context.Context, by chat.Staff, a Act) (Settled, error) {
	rows, err := b.rows(ctx, a.Of)
	if err != nil {
		return Settled{}, err
	}
	d, err := b.Draft(ctx)
	if err != nil {
		return Settled{}, err
	}
	fill := a.Fill
	fill.ID = b.newEntryID(d, fill.Question)
	added := addTexts(&fill, rows)
	x := b.settlement(by, a, knowledge.SettledEntry)
	last := 0
	for p := range d.Entries() {
		last = max(last, p.Position)
	}
	ref := knowledge.Ref{Kind: pack.KindEntry, ID: fill.ID}
	with, err := b.saving(ctx, by, ref, last+1, 0, &fill, "从未解决的问题中新建")
	if err != nil {
		return Settled{}, err
	}
	x.Entry, x.After = fill.ID, with.Edits[0].Body
	id, err := b.settle(ctx, x, with)
	return Settled{Undo: id, Changed: len(x.Of), Entry: fill.ID, Added: added}, err
}

func checkRefs(refs []knowledge.AskedRef) error {
	switch {
	case len(refs) == 0:
		return fault.New(fault.Invalid, "请选择问题")
	case len(refs) > actMost:
		return fault.New(fault.Invalid, "一次最多处理%d个问题", actMost)
	}
	return nil
}

// rows returns the questions that refs name.
func (b *Inbox) rows(ctx context.Context, refs []knowledge.AskedRef) ([]knowledge.Asked, error) {
	if err := checkRefs(refs); err != nil {
		return nil, err
	}
	rows, err := b.asked.AskedBy(ctx, refs)
	if fault.Is(err, fault.NotFound) {
		return nil, fault.New(fault.NotFound, "问题已不存在，请刷新")
	}
	return rows, err
}

func (b *Inbox) settlement(by chat.Staff, a Act, to knowledge.Settled) knowledge.Settlement {
	x := knowledge.Settlement{At: b.now(), By: string(by.ID), ByName: by.Name, Settled: to, Were: settledAs(a.State)}
	for _, r := range a.Of {
		if !slices.ContainsFunc(x.Of, func(o knowledge.SettledAsked) bool { return o.AskedRef == r }) {
			x.Of = append(x.Of, knowledge.SettledAsked{AskedRef: r})
		}
	}
	return x
}

// saving returns what is to be stored so that an entry is e, nil = removed.
func (b *Inbox) saving(ctx context.Context, by chat.Staff, ref knowledge.Ref, position int, base int64, e *knowledge.Entry, note string) (knowledge.Saving, error) {
	edit := knowledge.Edit{Ref: ref, Position: position, Base: base, State: knowledge.Drafted, Note: note}
	if e != nil {
		body, err := json.Marshal(e)
		if err != nil {
			return knowledge.Saving{}, fmt.Errorf("encode entry %s: %w", ref.ID, err)
		}
		edit.Body = body
	}
	d, edits, err := b.checked(ctx, []knowledge.Edit{edit})
	if err != nil {
		return knowledge.Saving{}, err
	}
	return knowledge.Saving{Act: b.act(d, by, knowledge.StepSave), Edits: edits}, nil
}

// settle stores a settlement with what is saved for it; a *Conflict where others
// were first.
func (b *Inbox) settle(ctx context.Context, x knowledge.Settlement, with knowledge.Saving) (int64, error) {
	id, clashes, err := b.asked.Settle(ctx, x, with)
	if err == nil {
		err = b.clash(ctx, clashes)
	}
	return id, err
}

// clash is the *Conflict of revisions that others were first with, nil where
// there are none.
func (b *Inbox) clash(ctx context.Context, clashes []knowledge.Revision) error {
	if len(clashes) == 0 {
		return nil
	}
	d, err := b.Draft(ctx)
	if err != nil {
		return err
	}
	return conflict(d, clashes)
}

// Undo takes back what an action of the inbox did. Where the entry that it changed
// was changed again since and not changed back, or published, that is a
// fault.Conflict that says so, and nothing is done.
func (b *Inbox) Undo(ctx context.Context, by chat.Staff, id int64) (int, error) {
	x, err := b.asked.Settlement(ctx, id)
	if fault.Is(err, fault.NotFound) {
		return 0, fault.New(fault.NotFound, "没有可以撤销的操作")
	}
	if err != nil {
		return 0, err
	}
	var with knowledge.Saving
	if x.Entry != "" && !x.Undone {
		if with, err = b.takeBack(ctx, by, x); err != nil {
			return 0, err
		}
	}
	n, clashes, err := b.asked.Unsettle(ctx, id, with)
	if err == nil && len(clashes) > 0 {
		return 0, errChangedSince(x)
	}
	return n, err
}

// errChangedSince is the error of taking back what others went on with.
func errChangedSince(x knowledge.Settlement) error {
	return fault.New(fault.Conflict, "条目「%s」在这之后又有改动或已经发布，不能自动撤销，请到条目里修改", x.Entry)
}

// takeBack returns what makes the entry of a settlement what it was before.
func (b *Inbox) takeBack(ctx context.Context, by chat.Staff, x knowledge.Settlement) (with knowledge.Saving, err error) {
	d, err := b.Draft(ctx)
	if err != nil {
		return with, err
	}
	ref := entryRef(x.Entry)
	p, ok := d.Piece(ref)
	if !ok || p.Rev != x.Rev && !asLeft(p, x) {
		return with, errChangedSince(x)
	}
	var before *knowledge.Entry
	if x.Before != nil {
		before = new(knowledge.Entry)
		if err := json.Unmarshal(x.Before, before); err != nil {
			return with, fmt.Errorf("decode entry %s: %w", x.Entry, err)
		}
	}
	with, err = b.saving(ctx, by, ref, p.Position, p.Rev, before, "撤销")
	if fault.Is(err, fault.Conflict) {
		return with, errChangedSince(x)
	}
	return with, err
}

// asLeft reports that a draft reads as a settlement left it, although it has other
// revisions since: those of a later one that was itself taken back.
func asLeft(p Piece[[]byte], x knowledge.Settlement) bool {
	return p.Change != nil && x.After != nil && bytes.Equal(p.Value, x.After)
}

// addTexts adds to an entry the texts of questions that it does not have, and
// returns how many.
func addTexts(e *knowledge.Entry, rows []knowledge.Asked) (n int) {
	has := map[string]bool{text.Plain(text.Normalise(e.Question)): true}
	for _, v := range e.Variants {
		has[text.Plain(text.Normalise(v))] = true
	}
	for _, a := range rows {
		v := tidy(a.Text)
		plain := text.Plain(text.Normalise(v))
		if plain == "" || has[plain] {
			continue
		}
		has[plain] = true
		e.Variants = append(e.Variants, v)
		n++
	}
	return n
}

// tidy makes a similar question of what a customer wrote: one line, without marks
// at its end; "" where it is too long or names what is his alone.
func tidy(said string) string {
	v := strings.Join(strings.Fields(said), " ")
	v = strings.TrimRight(v, " ,.!~，。！～…;；、")
	if n := utf8.RuneCountInString(v); n > variantRunes || strings.Contains(v, "**") || digits(v) >= 8 {
		return ""
	}
	return v
}

// digits returns the length of the longest row of digits: the number of an order
// or a telephone has eight and more.
func digits(s string) (most int) {
	n := 0
	for _, r := range s {
		if r < '0' || r > '9' {
			n = 0
			continue
		}
		n++
		most = max(most, n)
	}
	return most
}
