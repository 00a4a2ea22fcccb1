package httpd

import (
	"context"
	"encoding/json"

	"yiwen/bot/chat"
	"yiwen/bot/fault"
	"yiwen/bot/pack"
	"yiwen/bot/server/auth"
	"yiwen/bot/server/editing"
	"yiwen/knowledge"
)

type entryInput struct {
	ID string `path:"id" minLength:"1" maxLength:"64"`
}

type newEntryInput struct {
	Body struct {
		Entry json.RawMessage `json:"entry" doc:"An entry; without an id it gets one"`
		Note  string          `json:"note,omitempty" maxLength:"500"`
	}
}

type saveEntryInput struct {
	ID   string `path:"id" minLength:"1" maxLength:"64"`
	Body struct {
		Entry json.RawMessage `json:"entry"`
		Rev   int64           `json:"rev" minimum:"0" doc:"The last revision that the editor saw"`
		Note  string          `json:"note,omitempty" maxLength:"500"`
	}
}

type removeEntryInput struct {
	ID  string `path:"id" minLength:"1" maxLength:"64"`
	Rev int64  `query:"rev" minimum:"0" required:"true" doc:"The last revision that the editor saw"`
}

type restoreEntryInput struct {
	ID   string `path:"id" minLength:"1" maxLength:"64"`
	Body restoreBody
}

type entryOutput struct {
	Body struct {
		Entry    knowledge.Entry  `json:"entry" doc:"One that goes with the next publish as it is live"`
		Rev      int64            `json:"rev" doc:"Its last revision: what the next save is based on"`
		Change   *Pending         `json:"change,omitempty" doc:"Absent = it is as it is live"`
		Live     *knowledge.Entry `json:"live,omitempty" doc:"Where that differs"`
		Warnings []remark         `json:"warnings" nullable:"false"`
	}
}

func entryRef(id string) knowledge.Ref { return knowledge.Ref{Kind: pack.KindEntry, ID: id} }

// detail returns an entry of d; one that is removed as it is live.
func (s *server) detail(d *editing.Draft, id string) (*entryOutput, error) {
	p, ok := d.Shown(id)
	if !ok {
		return nil, fault.New(fault.NotFound, "没有「%s」这个条目，可能已被删除", id)
	}
	out := &entryOutput{}
	b := &out.Body
	b.Entry, b.Rev, b.Change, b.Warnings = p.Value, p.Rev, pendingOf(p), []remark{}
	if p.Change == nil || p.Change.Body != nil {
		b.Warnings = remarksOf(s.Entries.Warnings(d, p.Value))
	}
	if p.Change != nil {
		b.Live = p.Live
	}
	return out, nil
}

func (s *server) readEntry(ctx context.Context, in *entryInput) (*entryOutput, error) {
	d, err := s.reads(ctx)
	if err != nil {
		return nil, err
	}
	return s.detail(d, in.ID)
}

func (s *server) addEntry(ctx context.Context, in *newEntryInput) (*entryOutput, error) {
	staff, note, err := s.edits(ctx, in.Body.Note)
	if err != nil {
		return nil, err
	}
	id, err := s.Entries.Create(ctx, staff, in.Body.Entry, note)
	if err != nil {
		return nil, err
	}
	d, err := s.Drafts.Draft(ctx)
	if err != nil {
		return nil, err
	}
	return s.detail(d, id)
}

func (s *server) saveEntry(ctx context.Context, in *saveEntryInput) (*entryOutput, error) {
	staff, note, err := s.edits(ctx, in.Body.Note)
	if err != nil {
		return nil, err
	}
	d, err := s.Drafts.Draft(ctx)
	if err != nil {
		return nil, err
	}
	p, ok := d.Piece(entryRef(in.ID))
	if !ok {
		return nil, fault.New(fault.NotFound, "没有「%s」这个条目，可能已被删除", in.ID)
	}
	d, err = s.Drafts.Save(ctx, staff, knowledge.StepSave, []knowledge.Edit{
		{Ref: p.Ref, Position: p.Position, Body: in.Body.Entry, Base: in.Body.Rev, Note: note},
	})
	if err != nil {
		return nil, err
	}
	return s.detail(d, in.ID)
}

func (s *server) removeEntry(ctx context.Context, in *removeEntryInput) (*nothing, error) {
	staff, err := s.may(ctx, auth.RightKnowledge)
	if err != nil {
		return nil, err
	}
	return nil, s.remove(ctx, staff, entryRef(in.ID), in.Rev)
}

// remove takes a piece out of the working copy.
func (s *server) remove(ctx context.Context, staff chat.Staff, ref knowledge.Ref, rev int64) error {
	d, err := s.Drafts.Draft(ctx)
	if err != nil {
		return err
	}
	p, ok := d.Piece(ref)
	if !ok || p.Value == nil && p.Rev == rev {
		return fault.New(fault.NotFound, "「%s」已经不存在", ref.ID)
	}
	_, err = s.Drafts.Save(ctx, staff, knowledge.StepSave, []knowledge.Edit{{Ref: ref, Position: p.Position, Base: rev}})
	return err
}

func (s *server) entryHistory(ctx context.Context, in *entryInput) (*list[revision], error) {
	if err := s.require(ctx, auth.RightKnowledge); err != nil {
		return nil, err
	}
	return s.history(ctx, entryRef(in.ID))
}

func (s *server) restoreEntry(ctx context.Context, in *restoreEntryInput) (*entryOutput, error) {
	staff, err := s.may(ctx, auth.RightKnowledge)
	if err != nil {
		return nil, err
	}
	d, err := s.Drafts.Restore(ctx, staff, entryRef(in.ID), in.Body.To, in.Body.Rev)
	if err != nil {
		return nil, err
	}
	return s.detail(d, in.ID)
}
