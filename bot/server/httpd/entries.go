package httpd

import (
	"context"
	"encoding/json"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"yiwen/bot/chat"
	"yiwen/bot/fault"
	"yiwen/bot/pack"
	"yiwen/bot/server/auth"
	"yiwen/bot/server/editing"
	"yiwen/knowledge"
	"yiwen/knowledge/twins"
)

// Entries are the entries of the working copy.
type Entries interface {
	// List returns a page of the entries that fit, page from 1.
	List(ctx context.Context, d *editing.Draft, f editing.Filter, sort editing.Sort, page, size int) (*editing.List, error)
	// Select returns all entries that fit.
	Select(ctx context.Context, d *editing.Draft, f editing.Filter) ([]editing.Row, error)
	// Create saves a new entry and returns its id.
	Create(ctx context.Context, by chat.Staff, body []byte, note string) (string, error)
	// Bulk does one thing with many entries.
	Bulk(ctx context.Context, by chat.Staff, ids []string, act editing.Action, value string) (int, []editing.Skip, error)
	// Warnings says what is odd about an entry although it can be saved.
	Warnings(d *editing.Draft, e knowledge.Entry) editing.Problems
}

var _ Entries = (*editing.Service)(nil)

// Checks check what is not saved yet.
type Checks interface {
	// Check says what is wrong with a piece as it would be saved.
	Check(ctx context.Context, e knowledge.Edit) (editing.Checked, error)
}

var _ Checks = (*editing.Service)(nil)

// TwinsOf finds entries that are in the way of one that is not saved yet.
type TwinsOf interface {
	// Of returns the questions of other entries that are too near to those of e.
	Of(ctx context.Context, e knowledge.Entry) ([]twins.Twin, error)
}

// EntryFilter says which entries are wanted. It is exported for the library that
// reads inputs.
type EntryFilter struct {
	Query    string             `query:"q" json:"q,omitempty" maxLength:"200" doc:"Words that all must be in a text of the entry or its id, or initials of its questions"`
	By       editing.By         `query:"by" json:"by,omitempty" enum:"text,bot,id" doc:"How q is looked for; bot = as the live bot ranks"`
	Category string             `query:"category" json:"category,omitempty" maxLength:"200" doc:"With all below it"`
	Tag      string             `query:"tag" json:"tag,omitempty" maxLength:"40"`
	Team     string             `query:"team" json:"team,omitempty" maxLength:"64"`
	Audience knowledge.Audience `query:"audience" json:"audience,omitempty" enum:"buyer,merchant,vip"`
	Owner    string             `query:"owner" json:"owner,omitempty" maxLength:"64"`
	State    editing.State      `query:"state" json:"state,omitempty" enum:"draft,review,approved,live,off,scheduled,expired,due,removed"`
}

func (f EntryFilter) filter() editing.Filter {
	return editing.Filter{
		Text: f.Query, By: f.By, Category: f.Category, Tag: f.Tag, Team: f.Team, Audience: string(f.Audience), Owner: f.Owner, State: f.State,
	}
}

type entriesInput struct {
	EntryFilter
	Sort editing.Sort `query:"sort" enum:"position,changed,question" doc:"Absent = how well q was found, then by position"`
	Page int          `query:"page" minimum:"1" maximum:"100000" default:"1"`
}

// entryRow is an entry in a list.
type entryRow struct {
	ID        string                `json:"id"`
	Question  string                `json:"question"`
	Category  string                `json:"category,omitempty"`
	Tags      []string              `json:"tags,omitempty"`
	Team      string                `json:"team,omitempty"`
	Severity  string                `json:"severity,omitempty"`
	Audience  knowledge.Audience    `json:"audience,omitempty"`
	Variants  int                   `json:"variants" doc:"How many similar questions it has"`
	Off       bool                  `json:"off,omitzero"`
	From      knowledge.Moment      `json:"from,omitempty"`
	Until     knowledge.Moment      `json:"until,omitempty"`
	Owner     string                `json:"owner,omitempty"`
	ReviewOn  knowledge.Day         `json:"review_on,omitempty"`
	Status    editing.Status        `json:"status" enum:"on,off,scheduled,expired" doc:"Whether it answers now, by its switch and the clock"`
	Change    knowledge.ChangeState `json:"change,omitempty" enum:"draft,review,approved"`
	What      knowledge.What        `json:"what,omitempty" enum:"added,changed,removed"`
	Rev       int64                 `json:"rev" doc:"Its last revision"`
	ChangedAt int64                 `json:"changed_at,omitzero" doc:"Of rev, Unix milliseconds"`
	ChangedBy string                `json:"changed_by,omitempty"`
	Score     float64               `json:"score,omitzero" doc:"Of a search as the bot, 0 to 1"`
	Matched   string                `json:"matched,omitempty" doc:"The text of the entry that was found"`
}

func rowOf(r editing.Row) entryRow {
	e := r.Entry
	out := entryRow{
		ID: e.ID, Question: e.Question, Category: e.Category, Tags: e.Tags, Team: e.Team, Severity: e.Severity, Audience: e.Audience,
		Variants: len(e.Variants), Off: e.Off, From: e.From, Until: e.Until, Owner: e.Owner, ReviewOn: e.ReviewOn, Status: r.Status,
		What: r.What, Rev: r.Rev, ChangedAt: millis(r.At), ChangedBy: r.By, Score: r.Score, Matched: r.Matched,
	}
	if r.Change != nil {
		out.Change = r.Change.State
	}
	return out
}

type categoryCount struct {
	Path  string `json:"path"`
	Count int    `json:"count" doc:"With all below it"`
}

type tagCount struct {
	Tag   string `json:"tag"`
	Count int    `json:"count"`
}

type entriesOutput struct {
	Body struct {
		Items   []entryRow `json:"items" nullable:"false"`
		Total   int        `json:"total" doc:"Items on all pages"`
		Size    int        `json:"size" doc:"Items on a full page"`
		Version int64      `json:"version" doc:"That is live"`
		Draft   int64      `json:"draft" doc:"Revision of the working copy"`
		Facets  struct {
			Categories []categoryCount       `json:"categories" nullable:"false"`
			Tags       []tagCount            `json:"tags" nullable:"false"`
			States     map[editing.State]int `json:"states" nullable:"false"`
		} `json:"facets" doc:"What the list may be narrowed to, counted with all else that it is narrowed by"`
	}
}

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

type checkEntryInput struct {
	Body struct {
		Entry json.RawMessage `json:"entry"`
	}
}

type checkEntryOutput struct {
	Body struct {
		Problems []remark     `json:"problems" nullable:"false"`
		Warnings []remark     `json:"warnings" nullable:"false"`
		Twins    []twins.Twin `json:"twins" nullable:"false" doc:"Questions of other entries that are too near to those of this"`
	}
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

func (s *server) entryRoutes(api huma.API) {
	tags := []string{"knowledge"}
	register(s, api, staffOnly(huma.Operation{
		OperationID: "list-entries", Method: http.MethodGet, Path: "/api/entries", Tags: tags, Summary: "Entries of the working copy",
	}), s.listEntries)
	register(s, api, staffOnly(huma.Operation{
		OperationID: "add-entry", Method: http.MethodPost, Path: "/api/entries", Tags: tags, Summary: "Save a new entry",
		MaxBodyBytes: maxPiece,
	}, 409), s.addEntry)
	register(s, api, staffOnly(huma.Operation{
		OperationID: "read-entry", Method: http.MethodGet, Path: "/api/entries/{id}", Tags: tags, Summary: "An entry of the working copy",
	}, 404), s.readEntry)
	register(s, api, staffOnly(huma.Operation{
		OperationID: "save-entry", Method: http.MethodPut, Path: "/api/entries/{id}", Tags: tags, Summary: "Save an entry",
		MaxBodyBytes: maxPiece,
	}, 404, 409), s.saveEntry)
	register(s, api, staffOnly(huma.Operation{
		OperationID: "remove-entry", Method: http.MethodDelete, Path: "/api/entries/{id}", Tags: tags, Summary: "Remove an entry with the next publish",
	}, 404, 409), s.removeEntry)
	register(s, api, staffOnly(huma.Operation{
		OperationID: "entry-history", Method: http.MethodGet, Path: "/api/entries/{id}/history", Tags: tags, Summary: "What became of an entry, newest first",
	}, 404), s.entryHistory)
	register(s, api, staffOnly(huma.Operation{
		OperationID: "restore-entry", Method: http.MethodPost, Path: "/api/entries/{id}/restore", Tags: tags, Summary: "Make an older revision the draft again",
	}, 404, 409), s.restoreEntry)
	register(s, api, staffOnly(huma.Operation{
		OperationID: "check-entry", Method: http.MethodPost, Path: "/api/entries/check", Tags: tags, Summary: "What is wrong with an entry that is not saved",
		MaxBodyBytes: maxPiece,
	}), s.checkEntry)
	register(s, api, staffOnly(huma.Operation{
		OperationID: "change-entries", Method: http.MethodPost, Path: "/api/entries/bulk", Tags: tags, Summary: "Do one thing with many entries",
		MaxBodyBytes: maxPiece,
	}, 409), s.bulkEntries)
}

func entryRef(id string) knowledge.Ref { return knowledge.Ref{Kind: pack.KindEntry, ID: id} }

func (s *server) listEntries(ctx context.Context, in *entriesInput) (*entriesOutput, error) {
	if err := s.require(ctx, auth.RightKnowledge); err != nil {
		return nil, err
	}
	d, err := s.Drafts.Draft(ctx)
	if err != nil {
		return nil, err
	}
	found, err := s.Entries.List(ctx, d, in.filter(), in.Sort, in.Page, pageSize)
	if err != nil {
		return nil, err
	}
	out := &entriesOutput{}
	b := &out.Body
	b.Items, b.Total, b.Size, b.Version, b.Draft = each(found.Rows, rowOf), found.Total, pageSize, d.Version, d.Rev
	b.Facets.Categories, b.Facets.Tags, b.Facets.States = []categoryCount{}, []tagCount{}, found.States
	for _, path := range sortedKeys(found.Categories) {
		b.Facets.Categories = append(b.Facets.Categories, categoryCount{path, found.Categories[path]})
	}
	for _, tag := range sortedKeys(found.Tags) {
		b.Facets.Tags = append(b.Facets.Tags, tagCount{tag, found.Tags[tag]})
	}
	return out, nil
}

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
	if err := s.require(ctx, auth.RightKnowledge); err != nil {
		return nil, err
	}
	d, err := s.Drafts.Draft(ctx)
	if err != nil {
		return nil, err
	}
	return s.detail(d, in.ID)
}

func (s *server) addEntry(ctx context.Context, in *newEntryInput) (*entryOutput, error) {
	staff, err := s.may(ctx, auth.RightKnowledge)
	if err != nil {
		return nil, err
	}
	note, err := maybeWords("备注", in.Body.Note, maxNote)
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
	staff, err := s.may(ctx, auth.RightKnowledge)
	if err != nil {
		return nil, err
	}
	note, err := maybeWords("备注", in.Body.Note, maxNote)
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

func (s *server) checkEntry(ctx context.Context, in *checkEntryInput) (*checkEntryOutput, error) {
	if err := s.require(ctx, auth.RightKnowledge); err != nil {
		return nil, err
	}
	var head struct {
		ID string `json:"id"`
	}
	_ = json.Unmarshal(in.Body.Entry, &head) // what is no entry is what the check is for
	if head.ID == "" {
		return s.checkNewEntry(ctx, in.Body.Entry)
	}
	return s.checkedEntry(ctx, head.ID, in.Body.Entry)
}

// checkNewEntry checks one that has no id yet, under one that nobody has.
func (s *server) checkNewEntry(ctx context.Context, body json.RawMessage) (*checkEntryOutput, error) {
	const id = "new-entry-without-id"
	var fields map[string]json.RawMessage
	if err := json.Unmarshal(body, &fields); err == nil && fields != nil {
		fields["id"] = json.RawMessage(`"` + id + `"`)
		if with, err := json.Marshal(fields); err == nil {
			body = with
		}
	}
	return s.checkedEntry(ctx, id, body)
}

func (s *server) checkedEntry(ctx context.Context, id string, body []byte) (*checkEntryOutput, error) {
	checked, err := s.Checks.Check(ctx, knowledge.Edit{Ref: entryRef(id), Body: body})
	if err != nil {
		return nil, err
	}
	out := &checkEntryOutput{}
	out.Body.Problems, out.Body.Warnings, out.Body.Twins = remarksOf(checked.Problems), remarksOf(checked.Warnings), []twins.Twin{}
	var e knowledge.Entry
	if json.Unmarshal(checked.Body, &e) != nil || e.Question == "" { // the problems say so
		return out, nil
	}
	found, err := s.TwinsOf.Of(ctx, e)
	if err != nil {
		return nil, err
	}
	out.Body.Twins = append(out.Body.Twins, found...)
	return out, nil
}
