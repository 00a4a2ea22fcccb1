package httpd

import (
	"bytes"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"yiwen/bot/fault"
	"yiwen/bot/server/auth"
)

var update = flag.Bool("update", false, "rewrite the golden files")

// told decodes a problem and checks what all of them have in common.
func told(t *testing.T, name string, code int, header http.Header, body []byte) (detail string) {
	t.Helper()
	var p struct {
		Status        int
		Title, Detail string
	}
	if err := json.Unmarshal(body, &p); err != nil || p.Status != code || p.Title == "" {
		t.Errorf("%s: not a problem: %s", name, body)
	}
	if header.Get("Content-Type") != "application/problem+json" || header.Get("Cache-Control") != "no-store" {
		t.Errorf("%s: header %v", name, header)
	}
	if !strings.ContainsFunc(p.Detail, func(r rune) bool { return r >= '一' && r <= '龥' }) {
		t.Errorf("%s: the detail is not Chinese: %q", name, p.Detail)
	}
	return p.Detail
}

func TestSessionOverHTTP(t *testing.T) {
	w := newWorld(t)
	rec := w.do("POST", "/api/session", `{"name":"agent1","password":"`+password+`"}`)
	if rec.Code != 200 || rec.Header().Get("Cache-Control") != "no-store" {
		t.Fatalf("sign in: %d %v %s", rec.Code, rec.Header(), rec.Body)
	}
	want := `{"id":"agent1","name":"小agent1","role":"agent","rights":["desk"]}`
	if got := strings.TrimSpace(rec.Body.String()); got != want {
		t.Errorf("signed in as %s", got)
	}
	cookies := rec.Result().Cookies()
	if len(cookies) != 2 || cookies[0].Name != "yiwen_session" || !cookies[0].HttpOnly || cookies[0].SameSite != http.SameSiteLaxMode {
		t.Fatalf("cookies %v", cookies)
	}
	cookie := "Cookie: yiwen_session=" + cookies[0].Value

	if rec := w.do("GET", "/api/session", "", cookie); rec.Code != 200 || strings.TrimSpace(rec.Body.String()) != want {
		t.Errorf("who am I: %d %s", rec.Code, rec.Body)
	}
	if rec := w.do("GET", "/desk/ws", "", cookie); rec.Body.String() != "agent1" {
		t.Errorf("socket is signed in as %q", rec.Body)
	}
	rec = w.do("DELETE", "/api/session", "", cookie)
	if rec.Code != http.StatusNoContent || len(rec.Result().Cookies()) != 1 || rec.Result().Cookies()[0].MaxAge >= 0 {
		t.Errorf("sign out: %d %v", rec.Code, rec.Header())
	}
	rec = w.do("GET", "/api/session", "", cookie)
	if detail := told(t, "signed out", 401, rec.Header(), rec.Body.Bytes()); rec.Code != 401 || detail != "请先登录" {
		t.Errorf("signed out, but: %d %s", rec.Code, detail)
	}
	if rec := w.do("GET", "/desk/ws", "", cookie); rec.Body.String() != "请先登录" {
		t.Errorf("socket after sign-out: %q", rec.Body)
	}
	if strings.Contains(w.log.String(), password) || strings.Contains(w.log.String(), cookies[0].Value) {
		t.Error("the log holds a password or a token")
	}
}

func TestAPIRefuses(t *testing.T) {
	w := newWorld(t)
	agent := w.signIn(t, "agent1")
	for name, test := range map[string]struct {
		method, target, body string
		header               []string
		code                 int
		detail               string
	}{
		"wrong password":     {"POST", "/api/session", `{"name":"agent1","password":"x"}`, nil, 401, "用户名或密码不正确"},
		"no password":        {"POST", "/api/session", `{"name":"agent1","password":""}`, nil, 422, "请输入用户名和密码"},
		"missing field":      {"POST", "/api/session", `{"name":"agent1"}`, nil, 422, "提交的内容不正确，请检查后再试"},
		"unknown field":      {"POST", "/api/session", `{"name":"a","password":"x","admin":true}`, nil, 422, "提交的内容不正确，请检查后再试"},
		"key twice":          {"POST", "/api/session", `{"name":"a","name":"agent1","password":"` + password + `"}`, nil, 400, "提交的内容不正确，请检查后再试"},
		"key in capitals":    {"POST", "/api/session", `{"Name":"agent1","password":"` + password + `"}`, nil, 422, "请输入用户名和密码"},
		"not JSON":           {"POST", "/api/session", `name=agent1`, nil, 400, "提交的内容不正确，请检查后再试"},
		"not an object":      {"POST", "/api/session", `[]`, nil, 422, "提交的内容不正确，请检查后再试"},
		"empty":              {"POST", "/api/session", ``, nil, 400, "提交的内容不正确，请检查后再试"},
		"deep":               {"POST", "/api/session", strings.Repeat("[", 8000), nil, 400, "提交的内容不正确，请检查后再试"},
		"huge":               {"POST", "/api/session", `{"name":"` + strings.Repeat("a", maxBody) + `"}`, nil, 413, "提交的内容太大"},
		"not UTF-8":          {"POST", "/api/session", "{\"name\":\"\xff\",\"password\":\"x\"}", nil, 400, "提交的内容不正确，请检查后再试"},
		"another site":       {"POST", "/api/session", `{}`, []string{"Origin: https://evil.example"}, 403, "请求来自别的网站，已拒绝"},
		"another site, out":  {"DELETE", "/api/session", ``, []string{agent, "Sec-Fetch-Site: cross-site"}, 403, "请求来自别的网站，已拒绝"},
		"nobody":             {"GET", "/api/session", ``, nil, 401, "请先登录"},
		"nobody's entries":   {"GET", "/api/entries", ``, nil, 401, "请先登录"},
		"an agent's entries": {"GET", "/api/entries", ``, []string{agent}, 403, "您没有这项权限"},
		"unknown resource":   {"GET", "/api/nothing", ``, nil, 404, "没有这个接口"},
		"the root":           {"GET", "/api/", ``, nil, 404, "没有这个接口"},
		"unknown method":     {"PUT", "/api/session", ``, nil, 405, "这个接口不支持该操作"},
		"unknown site":       {"GET", "/api/widget?site=nobody", ``, nil, 404, "没有这个站点"},
		"long site":          {"GET", "/api/widget?site=" + strings.Repeat("a", 65), ``, nil, 422, "提交的内容不正确，请检查后再试"},
	} {
		rec := w.do(test.method, test.target, test.body, test.header...)
		detail := told(t, name, rec.Code, rec.Header(), rec.Body.Bytes())
		if rec.Code != test.code || detail != test.detail {
			t.Errorf("%s: %d %s, want %d %s", name, rec.Code, detail, test.code, test.detail)
		}
		if strings.Contains(rec.Body.String(), password) {
			t.Errorf("%s: the answer repeats the password", name)
		}
	}
	if rec := w.do("PUT", "/api/session", ""); rec.Header().Get("Allow") == "" {
		t.Error("405 without Allow")
	}
	if rec := w.do("GET", "/api/session", "", agent); rec.Code != 200 {
		t.Errorf("refused requests signed the agent out: %d", rec.Code)
	}
}

func TestThrottledSignIn(t *testing.T) {
	w := newWorld(t)
	try := func(password string) (int, string, string) {
		rec := w.do("POST", "/api/session", `{"name":"nobody","password":"`+password+`"}`)
		return rec.Code, rec.Header().Get("Retry-After"), told(t, "throttled", rec.Code, rec.Header(), rec.Body.Bytes())
	}
	for range 5 {
		if code, _, _ := try("x"); code != 401 {
			t.Fatalf("%d", code)
		}
	}
	if code, after, detail := try("x"); code != 429 || after != "1" || detail != "尝试次数过多，请 1 秒后再试" {
		t.Errorf("%d after %q: %s", code, after, detail)
	}
	w.now = w.now.Add(time.Second)
	if code, _, _ := try("x"); code != 401 {
		t.Errorf("after the delay: %d", code)
	}
}

func TestInternalErrorsShowAnIdOnly(t *testing.T) {
	w := newWorld(t)
	w.broken = errors.New("no such table: staff")
	rec := w.do("POST", "/api/session", `{"name":"agent1","password":"x"}`)
	var p struct{ Instance string }
	if err := json.Unmarshal(rec.Body.Bytes(), &p); err != nil {
		t.Fatal(err)
	}
	id, ok := strings.CutPrefix(p.Instance, "urn:yiwen:error:")
	if rec.Code != 500 || !ok || !strings.Contains(w.log.String(), id) || !strings.Contains(w.log.String(), "no such table") {
		t.Errorf("%d %q, log:\n%s", rec.Code, p.Instance, &w.log)
	}
	if strings.Contains(rec.Body.String(), "table") {
		t.Errorf("the cause is shown: %s", rec.Body)
	}
	told(t, "internal", 500, rec.Header(), rec.Body.Bytes())
}

func TestPanicEndsOneRequest(t *testing.T) {
	w := newWorld(t)
	content := w.content
	w.content = nil
	rec := w.do("GET", "/api/widget", "")
	if told(t, "panic", 500, rec.Header(), rec.Body.Bytes()); rec.Code != 500 || !strings.Contains(w.log.String(), "content is gone") {
		t.Errorf("%d, log:\n%s", rec.Code, &w.log)
	}
	w.content = content
	if rec := w.do("GET", "/api/widget", ""); rec.Code != 200 {
		t.Errorf("afterwards: %d", rec.Code)
	}
}

func TestStatus(t *testing.T) {
	for kind, want := range map[fault.Kind]int{
		fault.Internal: 500, fault.Invalid: 422, fault.Denied: 403, fault.NotFound: 404, fault.Conflict: 409, fault.Busy: 503,
	} {
		err := fmt.Errorf("do it: %w", fault.New(kind, "x"))
		if got := status(err); got != want {
			t.Errorf("%s: %d", kind, got)
		}
		if kind != fault.Denied {
			if got := status(&unauthenticated{err}); got != want {
				t.Errorf("%s while signing in: %d", kind, got)
			}
		}
	}
	if got := status(&unauthenticated{fault.New(fault.Denied, "x")}); got != 401 {
		t.Errorf("denied while signing in: %d", got)
	}
	if got := status(fault.Wrap(&auth.Throttled{After: 1}, fault.Busy, "x")); got != 429 {
		t.Errorf("throttled: %d", got)
	}
}

func TestGreeting(t *testing.T) {
	w := newWorld(t)
	for target, want := range map[string]string{
		"/api/widget":                           `{"name":"星卡商城","welcome":"您好","hot":[{"id":"q-03","question":"问题3"},{"id":"q-01","question":"问题1"}],"staffed":true}`,
		"/api/widget?site=default&entry=q-01":   `{"name":"星卡商城","welcome":"您好","hot":[{"id":"q-01","question":"问题1"},{"id":"q-03","question":"问题3"}],"staffed":true}`,
		"/api/widget?site=default&entry=<b>&x=": `{"name":"星卡商城","welcome":"您好","hot":[{"id":"q-03","question":"问题3"},{"id":"q-01","question":"问题1"}],"staffed":true}`,
	} {
		rec := w.do("GET", target, "")
		if got := strings.TrimSpace(rec.Body.String()); rec.Code != 200 || got != want {
			t.Errorf("%s: %d %s", target, rec.Code, got)
		}
		if rec.Header().Get("Cache-Control") != "public, max-age=10" || len(rec.Result().Cookies()) != 0 {
			t.Errorf("%s: %v", target, rec.Header())
		}
	}
	w.content.Replies.Hot = nil
	if rec := w.do("GET", "/api/widget", ""); !strings.Contains(rec.Body.String(), `"hot":[]`) {
		t.Errorf("no hot questions: %s", rec.Body)
	}
}

// The description is a contract with other programs: a change of it shows here.
func TestOpenAPIGolden(t *testing.T) {
	rec := newWorld(t).do("GET", "/api/openapi.json", "")
	var got bytes.Buffer
	if err := json.Indent(&got, rec.Body.Bytes(), "", "  "); err != nil || rec.Code != 200 {
		t.Fatalf("%d %v", rec.Code, err)
	}
	got.WriteByte('\n')
	golden := filepath.Join("testdata", "openapi.json")
	if *update {
		if err := os.WriteFile(golden, got.Bytes(), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(golden)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), got.String()); diff != "" {
		t.Errorf("the API changed; where meant, go test -update ./bot/server/httpd\n%s", diff)
	}
}

func TestOpenAPIIsWhole(t *testing.T) {
	var doc struct {
		OpenAPI string
		Paths   map[string]map[string]struct{ OperationID string }
	}
	body := newWorld(t).do("GET", "/api/openapi.json", "").Body
	text := body.String()
	if err := json.Unmarshal(body.Bytes(), &doc); err != nil || !strings.HasPrefix(doc.OpenAPI, "3.1") {
		t.Fatalf("%q, %v", doc.OpenAPI, err)
	}
	got := map[string]bool{}
	for path, operations := range doc.Paths {
		for method := range operations {
			got[method+" "+path] = true
		}
	}
	want := map[string]bool{"post /api/session": true, "get /api/session": true, "delete /api/session": true, "get /api/widget": true, "post /api/uploads": true, "put /api/session/face": true, "post /api/imports": true}
	for name := range routes() {
		want[name] = true
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	for _, ref := range strings.Split(text, `"$ref":"#/components/schemas/`)[1:] {
		name, _, _ := strings.Cut(ref, `"`)
		if !strings.Contains(text, `"`+name+`":{`) {
			t.Errorf("schema %s is not there", name)
		}
	}
	if strings.Contains(text, "$schema") {
		t.Error("answers carry a $schema link")
	}
}
