package httpd

import (
	"bytes"
	"encoding/json"
	"fmt"
	"mime"
	"mime/multipart"
	"net/http/httptest"
	"net/netip"
	"strings"
	"testing"
	"time"

	"yiwen/bot/chat"
	"yiwen/bot/fault"
	"yiwen/handoff"
)

// form is a multipart form of one part, and the header that announces it.
func form(t testing.TB, field, name, content string) (body, header string) {
	t.Helper()
	var b bytes.Buffer
	m := multipart.NewWriter(&b)
	part, err := m.CreateFormFile(field, name)
	if err != nil {
		t.Fatal(err)
	}
	part.Write([]byte(content))
	m.Close()
	return b.String(), m.FormDataContentType()
}

// send uploads a body under a content type.
func (w *world) send(body, kind string, header ...string) *httptest.ResponseRecorder {
	return w.sendTo("POST", "/api/uploads", body, kind, header...)
}

// sendTo is send to another address.
func (w *world) sendTo(method, target, body, kind string, header ...string) *httptest.ResponseRecorder {
	r := httptest.NewRequest(method, target, strings.NewReader(body))
	r.Host = "chat.example"
	r.Header.Set("Content-Type", kind)
	for _, line := range header {
		name, value, _ := strings.Cut(line, ": ")
		r.Header.Add(name, value)
	}
	rec := httptest.NewRecorder()
	w.ServeHTTP(rec, r)
	return rec
}

func TestUpload(t *testing.T) {
	w := furnished(t)
	v, token, err := w.auth.NewVisitor("default")
	if err != nil {
		t.Fatal(err)
	}
	mine := "Yiwen-Visitor: " + token
	body, kind := form(t, "file", "截图.png", "pixels")
	for who, want := range map[string]chat.Upload{
		mine:                  {By: chat.Actor{Kind: chat.Customer, ID: string(v.ID)}, Conversation: v.Conversation},
		w.signIn(t, "agent1"): {By: chat.Actor{Kind: chat.Agent, ID: "agent1", Name: "小agent1", Role: chat.RoleAgent}},
		// Answers have pictures.
		w.signIn(t, "editor1"): {By: chat.Actor{Kind: chat.Agent, ID: "editor1", Name: "小editor1", Role: chat.RoleEditor}},
	} {
		rec := w.send(body, kind, who)
		var got upload
		if err := json.Unmarshal(rec.Body.Bytes(), &got); err != nil || rec.Code != 200 || rec.Header().Get("Cache-Control") != "no-store" {
			t.Fatalf("%d %s", rec.Code, rec.Body)
		}
		kept := w.files[got.ID]
		if kept.By != want.By || kept.Conversation != want.Conversation || kept.At.IsZero() {
			t.Errorf("%+v", kept)
		}
		if got.Name != "截图.png" || got.URL != "/files/"+got.ID || got.Width != 4 || string(w.blobs[got.ID]) != "pixels" {
			t.Errorf("%+v", got)
		}
	}
}

func TestUploadRefuses(t *testing.T) {
	w := furnished(t)
	v, token, err := w.auth.NewVisitor("default")
	if err != nil {
		t.Fatal(err)
	}
	w.conversations[v.Conversation] = chat.Conversation{ID: v.Conversation, Site: "default", Visitor: v.ID}
	w.cards[v.Conversation] = handoff.Card{Block: handoff.Block{Reason: "辱骂", Until: w.now.Add(time.Hour)}}
	agent := w.signIn(t, "agent1")
	good, kind := form(t, "file", "a.pdf", "x")
	other, otherKind := form(t, "picture", "a.pdf", "x")
	evil, evilKind := form(t, "file", "a.pdf", "evil")
	huge, hugeKind := form(t, "file", "a.pdf", strings.Repeat("x", maxFilm))
	for name, test := range map[string]struct {
		body, kind string
		header     []string
		code       int
		text       string
	}{
		"nobody":            {good, kind, nil, 401, "请先登录"},
		"a forged token":    {good, kind, []string{"Yiwen-Visitor: v1.x.y"}, 403, "访客凭证无效，请刷新页面"},
		"who is kept out":   {good, kind, []string{"Yiwen-Visitor: " + token}, 403, "您的会话暂时无法继续，如有疑问请通过其他官方渠道联系我们。"},
		"another site":      {good, kind, []string{agent, "Origin: https://evil.example"}, 403, "请求来自别的网站，已拒绝"},
		"no form":           {"x", "text/plain", []string{agent}, 422, "请用表单上传文件"},
		"no boundary":       {"x", "multipart/form-data", []string{agent}, 422, "请用表单上传文件"},
		"another field":     {other, otherKind, []string{agent}, 422, "请选择要上传的文件"},
		"half a head":       {good[:len(good)/2], kind, []string{agent}, 422, "请选择要上传的文件"},
		"half a file":       {good[:strings.LastIndex(good, "\r\n--")], kind, []string{agent}, 422, "文件没有传完，请重试"},
		"no form at all":    {"", kind, []string{agent}, 422, "请选择要上传的文件"},
		"a kind not taken":  {evil, evilKind, []string{agent}, 422, "不支持这种文件"},
		"more than is read": {huge, hugeKind, []string{agent}, 422, "文件不能超过10MB，视频不能超过50MB"},
	} {
		rec := w.send(test.body, test.kind, test.header...)
		detail := told(t, name, rec.Code, rec.Header(), rec.Body.Bytes())
		if rec.Code != test.code || detail != test.text {
			t.Errorf("%s: %d %s", name, rec.Code, detail)
		}
	}
	if len(w.files) != 0 {
		t.Errorf("kept: %v", w.files)
	}
}

// TestCustomersUploadNoFilms: nor more bytes than before.
func TestCustomersUploadNoFilms(t *testing.T) {
	w := furnished(t)
	_, token, err := w.auth.NewVisitor("default")
	if err != nil {
		t.Fatal(err)
	}
	film, kind := form(t, "file", "a.mp4", "film")
	huge, hugeKind := form(t, "file", "a.mp4", strings.Repeat("x", maxUpload))
	for who, want := range map[string]struct {
		kind, ending string
		huge         int
	}{
		w.signIn(t, "agent1"):     {chat.TypeMP4, ".mp4", 200},
		w.signIn(t, "editor1"):    {chat.TypeMP4, ".mp4", 200},
		"Yiwen-Visitor: " + token: {"application/pdf", "", 422},
	} {
		rec := w.send(film, kind, who)
		var got upload
		if err := json.Unmarshal(rec.Body.Bytes(), &got); err != nil || got.Type != want.kind || got.URL != "/files/"+got.ID+want.ending {
			t.Errorf("%s: %d %s", who, rec.Code, rec.Body)
		}
		if rec := w.send(huge, hugeKind, who); rec.Code != want.huge {
			t.Errorf("%s: %d %s", who, rec.Code, rec.Body)
		}
	}
}

func TestUploadsAreSlowedDown(t *testing.T) {
	w := furnished(t)
	_, token, err := w.auth.NewVisitor("default")
	if err != nil {
		t.Fatal(err)
	}
	body, kind := form(t, "file", "a.pdf", "x")
	for range uploadBurst {
		if rec := w.send(body, kind, "Yiwen-Visitor: "+token); rec.Code != 200 {
			t.Fatalf("%d %s", rec.Code, rec.Body)
		}
	}
	rec := w.send(body, kind, "Yiwen-Visitor: "+token)
	if rec.Code != 429 || rec.Header().Get("Retry-After") != "3" {
		t.Errorf("%d %v", rec.Code, rec.Header())
	}
	w.now = w.now.Add(uploadEvery)
	if rec := w.send(body, kind, "Yiwen-Visitor: "+token); rec.Code != 200 {
		t.Errorf("after its time: %d", rec.Code)
	}
}

// TestBytesOfAnAddressAreBounded: fresh visitors cost nothing, disks do.
func TestBytesOfAnAddressAreBounded(t *testing.T) {
	now := time.UnixMilli(1795305600000)
	r, err := newRates(func() time.Time { return now })
	if err != nil {
		t.Fatal(err)
	}
	home, other := netip.MustParseAddr("203.0.113.7"), netip.MustParseAddr("203.0.113.8")
	taken := 0
	for r.upload(home, 10<<20) == nil {
		taken++
	}
	if taken < 25 || taken > 30 {
		t.Errorf("%d files of 10 MiB at once", taken)
	}
	if err := r.upload(home, -1); !fault.Is(err, fault.Busy) {
		t.Errorf("of unknown length: %v", err)
	}
	if err := r.upload(other, 10<<20); err != nil {
		t.Errorf("another address: %v", err)
	}
	if err := r.upload(netip.MustParseAddr("127.0.0.1"), 10<<20); err != nil {
		t.Errorf("a proxy: %v", err)
	}
	now = now.Add(time.Hour)
	if err := r.upload(home, 10<<20); err != nil {
		t.Errorf("an hour later: %v", err)
	}
}

func TestFileName(t *testing.T) {
	for name, want := range map[string]string{
		"截图.png": "截图.png", "": "文件", " \t": "文件", `C:\Users\me\a.png`: "a.png", "../../etc/passwd": "passwd",
		"a\x00b\n.png": "ab.png", "photo\u202egpj.exe": "photogpj.exe", "\xff\xfe": "文件", "/": "文件",
		strings.Repeat("长", 200) + ".png": strings.Repeat("长", 96) + ".png", strings.Repeat("x", 200): strings.Repeat("x", 100),
		"a." + strings.Repeat("x", 200): "a." + strings.Repeat("x", 98),
	} {
		if got := fileName(name); got != want {
			t.Errorf("%q: %q, want %q", name, got, want)
		}
	}
}

func FuzzFileName(f *testing.F) {
	f.Add("../a\x00\u202e.png")
	f.Fuzz(func(t *testing.T, name string) {
		got := fileName(name)
		if got == "" || strings.ContainsAny(got, "/\\\n\x00\u202e") || len([]rune(got)) > maxFileName {
			t.Fatalf("%q became %q", name, got)
		}
		if mime.FormatMediaType("attachment", map[string]string{"filename": got}) == "" {
			t.Fatalf("%q cannot be a header", got)
		}
	})
}

func TestFiles(t *testing.T) {
	w := furnished(t)
	picture, document := strings.Repeat("a", 32), strings.Repeat("b", 32)
	w.files[picture] = chat.Upload{Attachment: chat.Attachment{ID: picture, Name: "a.png", Type: "image/png", Width: 1, Height: 1}}
	w.files[document] = chat.Upload{Attachment: chat.Attachment{ID: document, Name: `说"明.pdf`, Type: "application/pdf"}}
	w.files["lost"] = chat.Upload{Attachment: chat.Attachment{ID: "lost"}}
	w.blobs[picture], w.blobs[document] = []byte("0123456789"), []byte("document")
	for name, test := range map[string]struct {
		path   string
		header []string
		code   int
		body   string
	}{
		"a picture":         {picture, nil, 200, "0123456789"},
		"a part of it":      {picture, []string{"Range: bytes=2-4"}, 206, "234"},
		"one that he has":   {picture, []string{`If-None-Match: "` + picture + `"`}, 304, ""},
		"a document":        {document, nil, 200, "document"},
		"one that is gone":  {strings.Repeat("c", 32), nil, 404, "文件不存在"},
		"one without bytes": {"lost", nil, 404, "文件不存在"},
		"a path":            {"..%2f..%2fetc%2fpasswd", nil, 404, "文件不存在"},
	} {
		rec := w.do("GET", "/files/"+test.path, "", test.header...)
		h := rec.Header()
		if rec.Code != test.code || !strings.Contains(rec.Body.String(), test.body) || h.Get("X-Content-Type-Options") != "nosniff" {
			t.Errorf("%s: %d %s %v", name, rec.Code, rec.Body, h)
		}
		switch test.code {
		case 404:
			if h.Get("Cache-Control") != "no-store" {
				t.Errorf("%s: kept: %v", name, h)
			}
		default:
			if h.Get("Content-Security-Policy") != "sandbox; default-src 'none'" || !strings.HasPrefix(h.Get("Cache-Control"), "private,") {
				t.Errorf("%s: %v", name, h)
			}
		}
	}
	if d := w.do("GET", "/files/"+picture, "").Header().Get("Content-Disposition"); d != "" {
		t.Errorf("a picture is %q", d)
	}
	d := w.do("GET", "/files/"+document, "").Header().Get("Content-Disposition")
	if kind, params, err := mime.ParseMediaType(d); err != nil || kind != "attachment" || params["filename"] != `说"明.pdf` {
		t.Errorf("%s: %v", d, err)
	}
	if rec := w.do("GET", "/files/"+picture+".mp4", ""); rec.Code != 404 {
		t.Errorf("a picture with the ending of a film: %d", rec.Code)
	}
	if rec := w.do("POST", "/files/"+picture, ""); rec.Code == 200 {
		t.Error(fmt.Sprint("a file can be posted to: ", rec.Code))
	}
}
