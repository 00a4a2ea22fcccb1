package httpd

import (
	"bytes"
	"context"
	"io"
	"mime"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"yiwen/bot/chat"
	"yiwen/bot/fault"
	"yiwen/bot/server/editing"
	"yiwen/knowledge"
)

// sheets checks nothing and remembers what it was given.
type sheets struct {
	by      chat.Staff
	name    string
	data    []byte
	product editing.SheetProduct
	skip    bool
	filter  editing.Filter
}

func (s *sheets) Check(by chat.Staff, name string, data []byte, product editing.SheetProduct) (knowledge.Job, error) {
	s.by, s.name, s.data, s.product = by, name, data, product
	return knowledge.Job{ID: "j-check"}, nil
}

func (s *sheets) Commit(by chat.Staff, id string, skip bool) (knowledge.Job, error) {
	if id == "gone" {
		return knowledge.Job{}, fault.New(fault.NotFound, "这次检查已过期")
	}
	s.by, s.skip = by, skip
	return knowledge.Job{ID: "j-import"}, nil
}

func (s *sheets) Rows(id string, what editing.SheetWhat, page, size int) ([]editing.SheetRow, int, error) {
	return []editing.SheetRow{{Row: 3, ID: "a", Question: "怎么退款", What: editing.RowBad, Reasons: []string{"没有答案"}}}, 1, nil
}

func (s *sheets) Report(id string, w io.Writer) error {
	_, err := io.WriteString(w, "\ufeff行\r\n3\r\n")
	return err
}

func (s *sheets) Export(_ context.Context, format editing.SheetFormat, of editing.Against, f editing.Filter) ([]byte, []string, error) {
	s.filter = f
	return []byte(string(format) + " " + string(of)), []string{"有 1 个字符 GBK 没有"}, nil
}

// sheetOf is a form with a file and perhaps a product.
func sheetOf(t testing.TB, name, content, product string) (body *bytes.Buffer, kind string) {
	t.Helper()
	body = &bytes.Buffer{}
	w := multipart.NewWriter(body)
	if name != "" {
		part, err := w.CreateFormFile("file", name)
		if err != nil {
			t.Fatal(err)
		}
		io.WriteString(part, content)
	}
	if product != "" {
		w.WriteField("product", product)
	}
	w.Close()
	return body, w.FormDataContentType()
}

func (w *world) sheet(t testing.TB, cookie, name, content, product string) *httptest.ResponseRecorder {
	t.Helper()
	body, kind := sheetOf(t, name, content, product)
	r := httptest.NewRequest(http.MethodPost, "/api/imports", body)
	r.Host = "chat.example"
	r.Header.Set("Content-Type", kind)
	r.Header.Set("Cookie", strings.TrimPrefix(cookie, "Cookie: "))
	rec := httptest.NewRecorder()
	w.ServeHTTP(rec, r)
	return rec
}

func TestSheetsAreTakenFromEditorsOnly(t *testing.T) {
	fake := &sheets{}
	w := newWorld(t, func(o *Options) { o.Sheets = fake })
	if rec := w.sheet(t, "", "a.csv", "x", ""); rec.Code != http.StatusUnauthorized {
		t.Errorf("nobody: %d %s", rec.Code, rec.Body)
	}
	if rec := w.sheet(t, w.signIn(t, "agent1"), "a.csv", "x", ""); rec.Code != http.StatusForbidden {
		t.Errorf("agent: %d %s", rec.Code, rec.Body)
	}
	editor := w.signIn(t, "editor1")
	rec := w.sheet(t, editor, `C:\桌面\知识库.xlsx`, "内容", "bytedesk")
	if rec.Code != http.StatusOK || strings.TrimSpace(rec.Body.String()) != `{"job":"j-check"}` {
		t.Fatalf("editor: %d %s", rec.Code, rec.Body)
	}
	if fake.by.ID != "editor1" || fake.name != "知识库.xlsx" || string(fake.data) != "内容" || fake.product != "bytedesk" {
		t.Errorf("took %q %q %q from %q", fake.name, fake.data, fake.product, fake.by.ID)
	}
	if rec := w.sheet(t, editor, "", "", "auto"); rec.Code != http.StatusUnprocessableEntity || !strings.Contains(rec.Body.String(), "请选择") {
		t.Errorf("no file: %d %s", rec.Code, rec.Body)
	}
	if rec := w.do(http.MethodPost, "/api/imports", `{}`, editor); rec.Code != http.StatusUnprocessableEntity {
		t.Errorf("no form: %d %s", rec.Code, rec.Body)
	}
	if rec := w.sheet(t, editor, "a.csv", strings.Repeat("x", maxSheet), ""); rec.Code != http.StatusUnprocessableEntity || !strings.Contains(rec.Body.String(), "50MB") {
		t.Errorf("too large: %d %s", rec.Code, rec.Body)
	}
}

func TestExportsHaveAChineseName(t *testing.T) {
	fake := &sheets{}
	w := newWorld(t, func(o *Options) { o.Sheets = fake })
	editor := w.signIn(t, "editor1")
	rec := w.do(http.MethodGet, "/api/export?format=csv-gbk&category="+url.QueryEscape("充值"), "", editor)
	if rec.Code != http.StatusOK || rec.Body.String() != "csv-gbk draft" {
		t.Fatalf("%d %s", rec.Code, rec.Body)
	}
	_, params, err := mime.ParseMediaType(rec.Header().Get("Content-Disposition"))
	if name := params["filename"]; err != nil || !strings.HasPrefix(name, "知识库草稿-") || !strings.HasSuffix(name, ".csv") {
		t.Errorf("name %q, %v", name, err)
	}
	if note, _ := url.PathUnescape(rec.Header().Get("Yiwen-Note")); note != "有 1 个字符 GBK 没有" {
		t.Errorf("note %q", note)
	}
	if kind := rec.Header().Get("Content-Type"); kind != "text/csv; charset=gbk" {
		t.Errorf("type %q", kind)
	}
	if fake.filter.Category != "充值" {
		t.Errorf("filter %+v", fake.filter)
	}
	rec = w.do(http.MethodGet, "/api/sheets/template", "", editor)
	if rec.Code != http.StatusOK || !strings.HasPrefix(rec.Body.String(), "PK") {
		t.Errorf("template: %d", rec.Code)
	}
}

func TestImportsThatAreGone(t *testing.T) {
	w := newWorld(t)
	editor := w.signIn(t, "editor1")
	if rec := w.do(http.MethodPost, "/api/imports/gone/commit", `{}`, editor); rec.Code != http.StatusNotFound {
		t.Errorf("%d %s", rec.Code, rec.Body)
	}
}
