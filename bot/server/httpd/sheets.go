package httpd

import (
	"bytes"
	"context"
	"errors"
	"io"
	"mime"
	"net/http"
	"net/url"
	"reflect"
	"strings"

	"github.com/danielgtaylor/huma/v2"

	"yiwen/bot/chat"
	"yiwen/bot/fault"
	"yiwen/bot/server/auth"
	"yiwen/bot/server/editing"
	"yiwen/knowledge"
)

// Sheets brings entries in from files and out into files.
type Sheets interface {
	// Check starts a job that says what each row of a file would do.
	Check(by chat.Staff, name string, data []byte, product editing.SheetProduct) (knowledge.Job, error)
	// Commit starts a job that makes the good rows of a check part of the working
	// copy, all at once.
	Commit(by chat.Staff, id string, skip bool) (knowledge.Job, error)
	// Rows returns a page of the rows of a check, or a fault.NotFound.
	Rows(id string, what editing.SheetWhat, page, size int) (list []editing.SheetRow, total int, err error)
	// Report writes all of them as CSV.
	Report(id string, w io.Writer) error
	// Export returns a file of the entries that fit, and what to know of it.
	Export(ctx context.Context, format editing.SheetFormat, of editing.Against, f editing.Filter) (file []byte, notes []string, err error)
}

var _ Sheets = (*editing.Sheets)(nil)

// maxSheet bounds a whole upload, in bytes: the largest sheet and what multipart
// puts around it.
const maxSheet = 50<<20 + 64<<10

// sheetFile answers with a file to be saved.
type sheetFile struct {
	ContentType string `header:"Content-Type"`
	Disposition string `header:"Content-Disposition"`
	Note        string `header:"Yiwen-Note" doc:"What to know of the file, in Chinese, percent-encoded"`
	Body        []byte
}

// sheetMedia are the media types and endings of the formats.
var sheetMedia = map[editing.SheetFormat][2]string{
	"xlsx":    {"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", ".xlsx"},
	"csv":     {"text/csv; charset=utf-8", ".csv"},
	"csv-gbk": {"text/csv; charset=gbk", ".csv"},
	"yaml":    {"application/yaml", ".yaml"},
}

func sheetFileOf(name string, format editing.SheetFormat, body []byte, notes []string) *sheetFile {
	media := sheetMedia[format]
	return &sheetFile{
		ContentType: media[0], Disposition: attachment(name + media[1]), Body: body, Note: url.PathEscape(strings.Join(notes, "；")),
	}
}

// attachment is the header that offers a file to be saved under a name.
func attachment(name string) string {
	return mime.FormatMediaType("attachment", map[string]string{"filename": name})
}

type templateInput struct {
	Format editing.SheetFormat `query:"format" enum:"xlsx,csv,yaml" default:"xlsx"`
}

type exportInput struct {
	EntryFilter
	Format editing.SheetFormat `query:"format" enum:"xlsx,csv,csv-gbk,yaml" default:"xlsx"`
	Of     editing.Against     `query:"of" enum:"draft,live" default:"draft"`
}

type sheetRowsInput struct {
	Import string            `path:"import" maxLength:"64"`
	What   editing.SheetWhat `query:"what" enum:"add,change,same,bad" doc:"Absent = all"`
	Page   int               `query:"page" minimum:"1" maximum:"100000" default:"1"`
}

type sheetReportInput struct {
	Import string `path:"import" maxLength:"64"`
}

type sheetCommitInput struct {
	Import string `path:"import" maxLength:"64"`
	Body   struct {
		SkipBad bool `json:"skip_bad,omitempty" doc:"Import the good rows although there are bad ones"`
	}
}

func (s *server) sheetRoutes(api huma.API, mux *http.ServeMux) {
	register(s, api, staffOnly(huma.Operation{
		OperationID: "sheet-template", Method: http.MethodGet, Path: "/api/sheets/template", Tags: []string{"knowledge"},
		Summary: "A sheet to be filled in",
	}), s.sheetTemplate)
	register(s, api, staffOnly(huma.Operation{
		OperationID: "export-entries", Method: http.MethodGet, Path: "/api/export", Tags: []string{"knowledge"},
		Summary: "Entries as a file, with the filter of the list",
	}, 404), s.exportEntries)
	s.importRoute(api, mux)
	register(s, api, staffOnly(huma.Operation{
		OperationID: "import-rows", Method: http.MethodGet, Path: "/api/imports/{import}/rows", Tags: []string{"knowledge"},
		Summary: "What each row of a checked file would do", Description: "For an hour after the check.",
	}, 404), s.sheetRows)
	register(s, api, staffOnly(huma.Operation{
		OperationID: "import-report", Method: http.MethodGet, Path: "/api/imports/{import}/report.csv", Tags: []string{"knowledge"},
		Summary: "The same as a file",
	}, 404), s.sheetReport)
	register(s, api, staffOnly(huma.Operation{
		OperationID: "commit-import", Method: http.MethodPost, Path: "/api/imports/{import}/commit", Tags: []string{"knowledge"},
		Summary:     "Make a checked file part of the working copy, in the background",
		Description: "All good rows at once or, where others changed one of the entries meanwhile, none. The job's result: added, changed, same, skipped, conflicts.",
	}, 404, 409), s.commitImport)
}

// importRoute mounts the upload beside the operations of api: huma would read a
// whole form before anybody asks who sends it.
func (s *server) importRoute(api huma.API, mux *http.ServeMux) {
	answer := api.OpenAPI().Components.Schemas.Schema(reflect.TypeFor[startedOutput]().Field(0).Type, true, "started")
	op := staffOnly(huma.Operation{
		OperationID: "import-entries", Method: http.MethodPost, Path: "/api/imports", Tags: []string{"knowledge"},
		Summary: "Check a file of entries, in the background",
		Description: "XLSX, CSV, TSV or YAML up to 50 MB and 50,000 rows. The job's result: import, file, format, product, encoding, rows, add, change, " +
			"same, bad, columns ({header, field?}), notes.",
	})
	products := []any{"auto", "yiwen", "bytedesk", "bytedesk-keyword", "qidian", "salesmartly", "zhima", "qnamaker", "tiledesk"}
	addForm(api, answer, op, map[string]*huma.Schema{"product": {Type: huma.TypeString, Enum: products, Default: "auto"}})
	mux.HandleFunc("POST /api/imports", func(w http.ResponseWriter, r *http.Request) {
		begun, err := s.takeSheet(w, r)
		s.answer(w, r, begun, err)
	})
}

// takeSheet reads the form and starts the check. It returns the body of the answer.
func (s *server) takeSheet(w http.ResponseWriter, r *http.Request) (any, error) {
	staff, err := s.Auth.Staff(r)
	if err != nil {
		return nil, &unauthenticated{err}
	}
	if err := s.Auth.May(staff, auth.RightKnowledge, nil); err != nil {
		return nil, err
	}
	takeLarge(w, r, maxSheet, uploadTime)
	name, data, product, err := sheetForm(r)
	if err != nil {
		return nil, err
	}
	begun, err := started(s.Sheets.Check(staff, name, data, product))
	if err != nil {
		return nil, err
	}
	return begun.Body, nil
}

// sheetForm reads the parts of the form, in whatever order they are.
func sheetForm(r *http.Request) (name string, data []byte, product editing.SheetProduct, err error) {
	form, err := r.MultipartReader()
	if err != nil {
		return "", nil, "", fault.New(fault.Invalid, "请用表单上传文件")
	}
	for {
		part, err := form.NextPart()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return "", nil, "", brokenSheet(fault.Wrap(err, fault.Invalid, "文件没有传完，请重试"))
		}
		switch part.FormName() {
		case "file":
			name = fileName(part.FileName())
			if data, err = io.ReadAll(part); err != nil {
				return "", nil, "", brokenSheet(err)
			}
		case "product":
			b, err := io.ReadAll(io.LimitReader(part, 64))
			if err != nil {
				return "", nil, "", brokenSheet(err)
			}
			product = editing.SheetProduct(b)
		}
	}
	if name == "" {
		return "", nil, "", fault.New(fault.Invalid, "请选择要上传的文件")
	}
	return name, data, product, nil
}

// brokenSheet words an upload that was too large or stopped on its way.
func brokenSheet(err error) error {
	var large *http.MaxBytesError
	if errors.As(err, &large) {
		return fault.Wrap(err, fault.Invalid, "文件不能超过50MB，请拆成几个文件分别导入")
	}
	return broken(err)
}

func (s *server) sheetTemplate(ctx context.Context, in *templateInput) (*sheetFile, error) {
	if err := s.require(ctx, auth.RightKnowledge); err != nil {
		return nil, err
	}
	body, err := editing.SheetTemplate(ctx, in.Format)
	if err != nil {
		return nil, err
	}
	return sheetFileOf("知识库导入模板", in.Format, body, nil), nil
}

func (s *server) exportEntries(ctx context.Context, in *exportInput) (*sheetFile, error) {
	if err := s.require(ctx, auth.RightKnowledge); err != nil {
		return nil, err
	}
	body, notes, err := s.Sheets.Export(ctx, in.Format, in.Of, in.filter())
	if err != nil {
		return nil, err
	}
	what := "草稿"
	if in.Of == editing.Live {
		what = "线上"
	}
	return sheetFileOf("知识库"+what+s.now().Format("-20060102"), in.Format, body, notes), nil
}

func (s *server) sheetRows(ctx context.Context, in *sheetRowsInput) (*paged[editing.SheetRow], error) {
	if err := s.require(ctx, auth.RightKnowledge); err != nil {
		return nil, err
	}
	list, total, err := s.Sheets.Rows(in.Import, in.What, in.Page, pageSize)
	if err != nil {
		return nil, err
	}
	return pageOf(list, total), nil
}

func (s *server) sheetReport(ctx context.Context, in *sheetReportInput) (*sheetFile, error) {
	if err := s.require(ctx, auth.RightKnowledge); err != nil {
		return nil, err
	}
	var body bytes.Buffer
	if err := s.Sheets.Report(in.Import, &body); err != nil {
		return nil, err
	}
	return sheetFileOf("导入检查结果", "csv", body.Bytes(), nil), nil
}

func (s *server) commitImport(ctx context.Context, in *sheetCommitInput) (*startedOutput, error) {
	staff, err := s.may(ctx, auth.RightKnowledge)
	if err != nil {
		return nil, err
	}
	return started(s.Sheets.Commit(staff, in.Import, in.Body.SkipBad))
}
