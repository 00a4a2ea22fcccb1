package editing

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"time"
	"unicode/utf8"

	"yiwen/bot/chat"
	"yiwen/bot/fault"
	"yiwen/bot/pack"
	"yiwen/knowledge"
)

// maxNote bounds what an editor writes beside a change, in bytes.
const maxNote = 2000

// Save checks edits in the context of the working copy and of each other and
// stores them, all or none: step is StepSave, StepImport or StepRestore. It
// returns the working copy with them. Bodies may be in any form that the kind is
// read from. An edit that makes a piece what is live leaves no change of it; one
// that makes it what it is already, in the same place, is left out. Golden
// questions need no review: their changes are approved. What is wrong is Problems,
// and *Conflict where others changed pieces since; then nothing is stored.
func (s *Service) Save(ctx context.Context, by chat.Staff, step knowledge.Step, edits []knowledge.Edit) (*Draft, error) {
	switch step {
	case knowledge.StepSave, knowledge.StepImport, knowledge.StepRestore:
	default:
		return nil, fmt.Errorf("save with the step %q", step)
	}
	for try := 1; ; try++ {
		d, fit, err := s.checked(ctx, edits)
		if err != nil {
			return nil, err
		}
		if d, err = s.keep(ctx, d, by, step, fit); !overtaken(err) || try == maxTries {
			return d, err
		}
	}
}

// overtaken reports whether err is that others changed what a step was checked
// against, and nothing of the pieces themselves: to look again may be all it needs.
func overtaken(err error) bool {
	var conflict *Conflict
	return fault.Is(err, fault.Conflict) && !errors.As(err, &conflict)
}

// checked returns the working copy and those of edits that change something of
// it, as they are stored; what is wrong as Save.
func (s *Service) checked(ctx context.Context, edits []knowledge.Edit) (*Draft, []knowledge.Edit, error) {
	d, err := s.Draft(ctx)
	if err != nil {
		return nil, nil, err
	}
	if err := s.stale(ctx, d, edits); err != nil {
		return nil, nil, err
	}
	edits, err = d.check(edits)
	return d, edits, err
}

// act is a step that somebody takes now, and that was checked against d.
func (s *Service) act(d *Draft, by chat.Staff, step knowledge.Step) knowledge.Act {
	return knowledge.Act{By: string(by.ID), ByName: by.Name, At: s.now(), Step: step, Seen: d.Rev}
}

// keep stores edits that were checked against d, and returns the working copy
// with them.
func (s *Service) keep(ctx context.Context, d *Draft, by chat.Staff, step knowledge.Step, edits []knowledge.Edit) (*Draft, error) {
	if len(edits) == 0 {
		return d, nil
	}
	if err := s.write(ctx, d, by, step, edits); err != nil {
		return nil, err
	}
	return s.Draft(ctx)
}

// write stores edits that were checked against d, all or none.
func (s *Service) write(ctx context.Context, d *Draft, by chat.Staff, step knowledge.Step, edits []knowledge.Edit) error {
	clashes, err := s.store.Edit(ctx, s.act(d, by, step), edits)
	if err != nil {
		return fmt.Errorf("save %d pieces: %w", len(edits), err)
	}
	if len(clashes) == 0 {
		return nil
	}
	if d, err = s.Draft(ctx); err != nil {
		return err
	}
	return conflict(d, clashes)
}

// stale returns the conflict of edits that are behind d already, so that nobody
// is told of problems which are only that others were first.
func (s *Service) stale(ctx context.Context, d *Draft, edits []knowledge.Edit) error {
	var clashes []knowledge.Revision
	for _, e := range edits {
		p := d.pieces[e.Ref]
		if p == nil || p.rev == e.Base {
			continue
		}
		last, err := s.store.Revisions(ctx, e.Ref, 1)
		if err != nil {
			return fmt.Errorf("ask who changed %s %s: %w", e.Kind, e.ID, err)
		}
		clashes = append(clashes, append(last, knowledge.Revision{Ref: e.Ref})[0])
	}
	if len(clashes) == 0 {
		return nil
	}
	return conflict(d, clashes)
}

// conflict says what pieces are that others changed: what they saved last, or how
// the piece came to be what is live.
func conflict(d *Draft, clashes []knowledge.Revision) *Conflict {
	c := &Conflict{}
	for _, r := range clashes {
		t := Theirs{Ref: r.Ref, Rev: r.Rev, Body: r.Body, By: r.By, ByName: r.ByName, At: r.At, Step: r.Step}
		if p := d.pieces[r.Ref]; p != nil {
			t.Rev = p.rev
			if !p.removed() {
				t.Body = p.item().Body
			}
			if p.change != nil {
				t.By, t.ByName, t.At, t.Step = p.change.By, p.change.ByName, p.change.At, knowledge.StepSave
			}
		}
		c.Theirs = append(c.Theirs, t)
	}
	return c
}

// check checks edits against d and returns those that change something, in their
// canonical form.
func (d *Draft) check(edits []knowledge.Edit) ([]knowledge.Edit, error) {
	c := newChecker(d, edits)
	out := make([]knowledge.Edit, 0, len(edits))
	for _, e := range edits {
		if e = c.edit(e); !c.idle(e) {
			c.regexes(e)
			out = append(out, e)
		}
	}
	c.references()
	c.sites()
	c.count()
	if len(c.found) > 0 {
		return nil, c.found
	}
	return out, nil
}

// checker checks edits as if all were made.
type checker struct {
	draft   *Draft
	edits   map[knowledge.Ref]*knowledge.Edit // in their canonical form
	around  pack.Around
	removed bool // an entry or a flow is removed
	found   Problems
	cost    time.Duration // of the slowest regex
}

func newChecker(d *Draft, edits []knowledge.Edit) *checker {
	c := &checker{draft: d, edits: make(map[knowledge.Ref]*knowledge.Edit, len(edits))}
	for _, e := range edits {
		if c.edits[e.Ref] != nil {
			c.add(e.Ref, nil, "在一次保存里出现了两次")
		}
		c.edits[e.Ref] = &e
		c.removed = c.removed || (e.Kind == pack.KindEntry || e.Kind == pack.KindFlow) && e.Body == nil
	}
	c.around = pack.Around{Entry: c.hasEntry, Flow: c.hasFlow, Teams: d.Teams(), Settings: d.Settings()}
	if e := c.edits[settingsRef()]; e != nil {
		if settings, err := pack.ReadSettings(e.Body); err == nil {
			c.around.Settings = settings
		}
	}
	return c
}

func (c *checker) add(ref knowledge.Ref, path []any, format string, args ...any) {
	c.found = append(c.found, Problem{Ref: ref, Path: path, Text: shortened(fmt.Sprintf(format, args...))})
}

// What a text is cut to that quotes a whole pattern or page: its begin, and its
// end, which says what is wrong, in runes.
const quoteStart, quoteEnd = 60, 100

// shortened cuts what nobody reads out of a text.
func shortened(s string) string {
	if utf8.RuneCountInString(s) <= quoteStart+quoteEnd {
		return s
	}
	r := []rune(s)
	return string(r[:quoteStart]) + "……" + string(r[len(r)-quoteEnd:])
}

// hasEntry reports whether there is such an entry once the edits are made.
func (c *checker) hasEntry(id string) bool {
	if e := c.edits[knowledge.Ref{Kind: pack.KindEntry, ID: id}]; e != nil {
		return e.Body != nil
	}
	_, ok := c.draft.Entry(id)
	return ok
}

// hasFlow reports whether there is such a flow once the edits are made.
func (c *checker) hasFlow(id string) bool {
	ref := knowledge.Ref{Kind: pack.KindFlow, ID: id}
	if e := c.edits[ref]; e != nil {
		return e.Body != nil
	}
	p := c.draft.pieces[ref]
	return p != nil && !p.removed()
}

// edit checks one edit and returns it in its canonical form.
func (c *checker) edit(e knowledge.Edit) knowledge.Edit {
	if len(e.Note) > maxNote {
		c.add(e.Ref, []any{"note"}, "备注太长，最多 %d 个字", maxNote/3)
	}
	if e.Body == nil {
		c.remove(e)
	} else {
		item, problems := pack.Check(knowledge.Item{Kind: e.Kind, ID: e.ID, Position: e.Position, Body: e.Body}, c.around)
		for _, p := range problems {
			c.add(e.Ref, p.Path, "%s", p.Chinese())
		}
		e.Body = item.Body
	}
	if e.State == "" {
		e.State = knowledge.Drafted
	}
	switch {
	case e.Kind == pack.KindGolden:
		e.State = knowledge.Approved
	case e.State == knowledge.Approved && (c.around.Settings.Review || c.draft.reviews()):
		e.State = knowledge.InReview // somebody else approves it
	}
	if p := c.draft.pieces[e.Ref]; p != nil && p.live != nil {
		e.AsLive = e.Body != nil && e.Position == p.live.Position && p.liveBody(e.Body)
	} else {
		e.AsLive = e.Body == nil // new, and gone before it was live
	}
	c.edits[e.Ref] = &e
	return e
}

// remove checks that a piece may be removed at all.
func (c *checker) remove(e knowledge.Edit) {
	if pack.Single(e.Kind) {
		c.add(e.Ref, nil, "这一项只能修改，不能删除")
	}
	if p := c.draft.pieces[e.Ref]; p == nil || p.removed() && e.Base == p.rev {
		c.add(e.Ref, nil, "已经不存在")
	}
}

// idle reports whether an edit, based on what is there, changes nothing. What says
// the same again does not take back that it was submitted or approved.
func (c *checker) idle(e knowledge.Edit) bool {
	p := c.draft.pieces[e.Ref]
	if p == nil || p.removed() || e.Body == nil || p.rev != e.Base || p.position() != e.Position {
		return false
	}
	if e.AsLive || p.change == nil {
		return e.AsLive && p.change == nil
	}
	return bytes.Equal(p.change.Body, e.Body)
}

// references finds who names the entries that are removed.
func (c *checker) references() {
	if !c.removed {
		return
	}
	gone := func(by, ref knowledge.Ref) {
		if e := c.edits[ref]; e != nil && e.Body == nil {
			c.add(ref, nil, "不能删除：%s还在引用它", c.title(by))
		}
	}
	named := func(by knowledge.Ref, id string) { gone(by, knowledge.Ref{Kind: pack.KindEntry, ID: id}) }
	starts := func(by knowledge.Ref, id string) {
		if id != "" {
			gone(by, knowledge.Ref{Kind: pack.KindFlow, ID: id})
		}
	}
	for e := range c.draft.Entries() {
		if c.edits[e.Ref] == nil {
			starts(e.Ref, e.Value.Flow)
			for _, id := range e.Value.Related {
				named(e.Ref, id)
			}
		}
	}
	for _, kind := range []string{pack.KindRule, pack.KindReplies, pack.KindGolden} {
		for p := range c.draft.Pieces(kind) {
			if c.edits[p.Ref] == nil {
				item := knowledge.Item{Kind: kind, ID: p.ID, Body: p.Value}
				starts(p.Ref, pack.Starts(item))
				ids, _ := pack.References(item)
				for _, id := range ids {
					named(p.Ref, id)
				}
			}
		}
	}
}

// title is what editors call a piece that names an entry.
func (c *checker) title(ref knowledge.Ref) string {
	switch ref.Kind {
	case pack.KindEntry:
		e, _ := c.draft.Entry(ref.ID)
		return fmt.Sprintf("条目「%s」（%s）", e.Value.Question, ref.ID)
	case pack.KindRule:
		return fmt.Sprintf("规则 %s ", ref.ID)
	case pack.KindReplies:
		return "机器人语句里的热门问题"
	case pack.KindGolden:
		return fmt.Sprintf("黄金问题 %s ", ref.ID)
	}
	return ref.Kind + " " + ref.ID
}

// sites finds who names a site that new settings do not have.
func (c *checker) sites() {
	ref := settingsRef()
	if c.edits[ref] == nil {
		return
	}
	has := map[string]bool{}
	for _, site := range c.around.Settings.Sites {
		has[string(site.ID)] = true
	}
	missing := map[string]bool{}
	for e := range c.draft.Entries() {
		for _, a := range e.Value.Answers {
			if !has[a.Site] && !missing[a.Site] && c.edits[e.Ref] == nil {
				missing[a.Site] = true
				c.add(ref, []any{"sites"}, "不能去掉站点 %s：条目「%s」（%s）有它的专属答案", a.Site, e.Value.Question, e.ID)
			}
		}
	}
}

// count refuses more entries than a knowledge base may have, and none.
func (c *checker) count() {
	n := len(c.draft.kinds[pack.KindEntry])
	before := n
	for ref, e := range c.edits {
		if ref.Kind != pack.KindEntry {
			continue
		}
		switch _, there := c.draft.Entry(ref.ID); {
		case there && e.Body == nil:
			n--
		case !there && e.Body != nil:
			n++
		}
	}
	switch {
	case n > knowledge.MaxEntries && n > before:
		c.add(knowledge.Ref{Kind: pack.KindEntry}, nil, "知识库最多 %d 个条目，保存后会有 %d 个", knowledge.MaxEntries, n)
	case n == 0 && n < before:
		c.add(knowledge.Ref{Kind: pack.KindEntry}, nil, "知识库至少要有一个条目")
	}
}

// errGone is the error of somebody who asks for a piece that is not there.
func errGone(ref knowledge.Ref) error {
	what := "内容"
	if ref.Kind == pack.KindEntry {
		what = "条目"
	}
	return fault.New(fault.NotFound, "没有「%s」这个%s，可能已被删除", ref.ID, what)
}
