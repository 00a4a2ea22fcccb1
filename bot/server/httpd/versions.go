package httpd

import (
	"context"
	"encoding/json"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"yiwen/bot/chat"
	"yiwen/bot/fault"
	"yiwen/bot/server/auth"
	"yiwen/knowledge"
)

// Versions are what was ever live, and how something goes live.
type Versions interface {
	// Versions returns a page of the versions, newest first, and how many there are
	// on all pages; the first of all is live.
	Versions(ctx context.Context, page, size int) ([]knowledge.Version, int, error)
	// CompareVersions returns what version to has otherwise than version from, or a
	// fault.NotFound; from 0 = all of to.
	CompareVersions(ctx context.Context, from, to int64) ([]knowledge.Difference, error)
	// VersionItem returns what a piece said in a version, nil where it was not there.
	VersionItem(ctx context.Context, number int64, ref knowledge.Ref) ([]byte, error)
	// Publish begins to make the approved changes live.
	Publish(by chat.Staff, note, override string) (knowledge.Job, error)
	// RestoreVersion begins to make an older version live again.
	RestoreVersion(ctx context.Context, by chat.Staff, number int64, note string) (knowledge.Job, error)
}

// Bounds of what is said about a publish, in runes.
const (
	maxVersionNote = 500
	maxOverride    = 500
)

// contentVersion is one publish of the whole content.
type contentVersion struct {
	Number  int64  `json:"number"`
	ByName  string `json:"by_name"`
	At      int64  `json:"at" doc:"Unix milliseconds"`
	Note    string `json:"note"`
	Reason  string `json:"reason,omitempty" doc:"Why it went live although golden questions failed"`
	Entries int    `json:"entries"`
	Changed int    `json:"changed" doc:"Pieces that say something else than in the version before"`
	Of      int64  `json:"of,omitzero" doc:"The older version that it brought back"`
	Live    bool   `json:"live"`
}

// versionDiff is a piece that one version has otherwise than another.
type versionDiff struct {
	Kind  string         `json:"kind"`
	ID    string         `json:"id"`
	Title string         `json:"title" doc:"What people know it by"`
	What  knowledge.What `json:"what" enum:"added,changed,removed"`
}

type versionsInput struct {
	Page int `query:"page" minimum:"1" maximum:"100000" default:"1"`
}

type versionDiffInput struct {
	Number  int64 `path:"number" minimum:"1"`
	Against int64 `query:"against" minimum:"-1" default:"-1" doc:"Absent or -1 = the version before; 0 = nothing"`
	Page    int   `query:"page" minimum:"1" maximum:"100000" default:"1"`
}

type versionItemInput struct {
	Number int64  `path:"number" minimum:"1"`
	Kind   string `path:"kind" maxLength:"40"`
	ID     string `path:"id" maxLength:"200"`
}

type versionItemOutput struct {
	Body struct {
		Body json.RawMessage `json:"body,omitempty" doc:"As in a content pack's item; absent = it was not there"`
	}
}

type publishInput struct {
	Body struct {
		Note     string `json:"note,omitempty" maxLength:"1000"`
		Override string `json:"override,omitempty" maxLength:"1000" doc:"Why it is to go live although golden questions fail"`
	}
}

type restoreInput struct {
	Number int64 `path:"number" minimum:"1"`
	Body   struct {
		Note string `json:"note,omitempty" maxLength:"1000"`
	}
}

func (s *server) versionRoutes(api huma.API) {
	register(s, api, staffOnly(huma.Operation{
		OperationID: "list-versions", Method: http.MethodGet, Path: "/api/versions", Tags: []string{"knowledge"},
		Summary: "What was ever live, newest first",
	}), s.listVersions)
	register(s, api, staffOnly(huma.Operation{
		OperationID: "compare-versions", Method: http.MethodGet, Path: "/api/versions/{number}/diff", Tags: []string{"knowledge"},
		Summary: "What a version has otherwise than another",
	}, 404), s.compareVersions)
	register(s, api, staffOnly(huma.Operation{
		OperationID: "read-version-item", Method: http.MethodGet, Path: "/api/versions/{number}/items/{kind}/{id}", Tags: []string{"knowledge"},
		Summary: "What a piece said in a version",
	}, 404), s.versionItem)
	register(s, api, staffOnly(huma.Operation{
		OperationID: "publish", Method: http.MethodPost, Path: "/api/publish", Tags: []string{"knowledge"},
		Summary: "Begin to make the approved changes live",
	}, 409), s.publish)
	register(s, api, staffOnly(huma.Operation{
		OperationID: "restore-version", Method: http.MethodPost, Path: "/api/versions/{number}/restore", Tags: []string{"knowledge"},
		Summary: "Begin to make an older version live again, as a version of its own",
	}, 404, 409), s.restoreVersion)
}

func (s *server) listVersions(ctx context.Context, in *versionsInput) (*paged[contentVersion], error) {
	if err := s.require(ctx, auth.RightKnowledge); err != nil {
		return nil, err
	}
	list, total, err := s.Versions.Versions(ctx, in.Page, pageSize)
	if err != nil {
		return nil, err
	}
	out := make([]contentVersion, len(list))
	for i, v := range list {
		out[i] = contentVersion{
			Number: v.Number, ByName: v.ByName, At: millis(v.At), Note: v.Note, Reason: v.Reason, Entries: v.Entries,
			Changed: v.Changed, Of: v.Of, Live: in.Page == 1 && i == 0,
		}
		if v.ByName == "" {
			out[i].ByName = v.By
		}
	}
	return pageOf(out, total), nil
}

func (s *server) compareVersions(ctx context.Context, in *versionDiffInput) (*paged[versionDiff], error) {
	if err := s.require(ctx, auth.RightKnowledge); err != nil {
		return nil, err
	}
	if in.Against < 0 {
		in.Against = in.Number - 1
	}
	diffs, err := s.Versions.CompareVersions(ctx, in.Against, in.Number)
	if err != nil {
		return nil, err
	}
	from := min(len(diffs), (in.Page-1)*pageSize)
	page := diffs[from:min(len(diffs), from+pageSize)]
	return pageOf(each(page, func(d knowledge.Difference) versionDiff {
		return versionDiff{Kind: d.Kind, ID: d.ID, Title: pieceTitle(d.Item), What: d.What}
	}), len(diffs)), nil
}

// pieceTitle is what people know a piece by: an entry or a golden question by
// what is asked, what has a name by its name.
func pieceTitle(i knowledge.Item) string {
	var body struct{ Question, Text, Title, Name string }
	if json.Unmarshal(i.Body, &body) == nil { // a list has none of these
		for _, title := range []string{body.Question, body.Text, body.Title, body.Name} {
			if title != "" {
				return title
			}
		}
	}
	return i.ID
}

func (s *server) versionItem(ctx context.Context, in *versionItemInput) (*versionItemOutput, error) {
	if err := s.require(ctx, auth.RightKnowledge); err != nil {
		return nil, err
	}
	body, err := s.Versions.VersionItem(ctx, in.Number, knowledge.Ref{Kind: in.Kind, ID: in.ID})
	out := &versionItemOutput{}
	out.Body.Body = body
	return out, err
}

func (s *server) publish(ctx context.Context, in *publishInput) (*startedOutput, error) {
	staff, err := s.may(ctx, auth.RightKnowledge)
	if err != nil {
		return nil, err
	}
	note, err := maybeWords("发布说明", in.Body.Note, maxVersionNote)
	if err != nil {
		return nil, err
	}
	override, err := maybeWords("强制发布的理由", in.Body.Override, maxOverride)
	if err != nil {
		return nil, err
	}
	if in.Body.Override != "" && override == "" {
		return nil, fault.New(fault.Invalid, "请填写强制发布的理由")
	}
	return started(s.Versions.Publish(staff, note, override))
}

func (s *server) restoreVersion(ctx context.Context, in *restoreInput) (*startedOutput, error) {
	staff, err := s.may(ctx, auth.RightKnowledge)
	if err != nil {
		return nil, err
	}
	note, err := maybeWords("恢复说明", in.Body.Note, maxVersionNote)
	if err != nil {
		return nil, err
	}
	if err := s.mayRestore(ctx, staff, in.Number); err != nil {
		return nil, err
	}
	return started(s.Versions.RestoreVersion(ctx, staff, in.Number, note))
}
