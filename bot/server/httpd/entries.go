package httpd

import (
	"context"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"yiwen/bot/chat"
	"yiwen/bot/server/editing"
	"yiwen/knowledge"
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

func (s *server) listEntries(ctx context.Context, in *entriesInput) (*entriesOutput, error) {
	d, err := s.reads(ctx)
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
