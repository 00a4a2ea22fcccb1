package httpd

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"testing/fstest"
	"time"

	"github.com/prometheus/client_golang/prometheus"

	"yiwen/bot"
	"yiwen/bot/chat"
	"yiwen/bot/fault"
	"yiwen/bot/server/auth"
	"yiwen/handoff"
	"yiwen/handoff/canned"
	"yiwen/knowledge"
)

// password is everybody's in these tests; its hash is computed once.
const password = "一个足够长的密码"

// world is a whole server but for the sockets and the disk.
type world struct {
	http.Handler
	*house
	auth     *auth.Auth
	now      time.Time
	notReady error
	shopKey  string // "" = the shop signs nobody in
	content  *bot.Content
	log      bytes.Buffer
	metrics  *prometheus.Registry

	mu       sync.Mutex // guards what follows
	staff    map[chat.AgentID]chat.Staff
	sessions map[string][]byte
	broken   error
}

func (w *world) Content() *bot.Content {
	if w.content == nil {
		panic("content is gone") // to see what a panic does
	}
	return w.content
}

func (w *world) StaffByID(_ context.Context, id chat.AgentID) (chat.Staff, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	s, ok := w.staff[id]
	switch {
	case w.broken != nil:
		return chat.Staff{}, w.broken
	case !ok:
		return chat.Staff{}, fault.New(fault.NotFound, "no staff %q", id)
	}
	return s, nil
}

func (w *world) FindCtx(_ context.Context, token string) ([]byte, bool, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	b, ok := w.sessions[token]
	return b, ok, nil
}

func (w *world) CommitCtx(_ context.Context, token string, b []byte, _ time.Time) error {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.sessions[token] = b
	return nil
}

func (w *world) DeleteCtx(_ context.Context, token string) error {
	w.mu.Lock()
	defer w.mu.Unlock()
	delete(w.sessions, token)
	return nil
}

func (w *world) Secret(_ context.Context, _ string, size int) ([]byte, error) {
	return make([]byte, size), nil
}

func (w *world) ReadSecret(_ context.Context, name string) ([]byte, error) {
	if w.shopKey == "" {
		return nil, fault.New(fault.NotFound, "no secret %q", name)
	}
	return []byte(w.shopKey), nil
}

// built are the files of a build.
func built() fstest.MapFS {
	files := fstest.MapFS{}
	for name, text := range map[string]string{
		"loader/yiwen.js":        "loader();",
		"chat/index.html":        "<title>chat",
		"chat/assets/chat-1a.js": "chat();",
		"console/index.html":     "<title>console", "console/setup/preview.html": "<title>preview",
		"console/assets/app-2b.js": strings.Repeat("console();", 100), "console/assets/app-2b.js.gz": "packed",
		"demo/index.html": "<title>shop", "demo/recharge.html": "<title>recharge", "demo/assets/shop-3c.css": "a{}",
		"placeholder.txt": "secret",
	} {
		files[name] = &fstest.MapFile{Data: []byte(text)}
	}
	return files
}

var passwordHash = sync.OnceValues(func() (string, error) { return auth.HashPassword(password) })

// newWorld returns a server with the staff agent1, editor1 and admin1.
func newWorld(t testing.TB, change ...func(*Options)) *world {
	t.Helper()
	hash, err := passwordHash()
	if err != nil {
		t.Fatal(err)
	}
	w := &world{
		house: newHouse(),
		now:   time.Now(), // which scs reads as well
		staff: map[chat.AgentID]chat.Staff{}, sessions: map[string][]byte{}, metrics: prometheus.NewRegistry(),
		content: &bot.Content{
			Version: 7,
			Entries: map[string]knowledge.Entry{},
			Replies: bot.Replies{Welcome: bot.Sentence{"您好"}, Hot: []string{"q-03", "gone", "q-01"}},
		},
	}
	for id, role := range map[chat.AgentID]chat.Role{"agent1": chat.RoleAgent, "editor1": chat.RoleEditor, "supervisor1": chat.RoleSupervisor, "admin1": chat.RoleAdmin, "agent2": chat.RoleAgent} {
		w.staff[id] = chat.Staff{ID: id, Name: "小" + string(id), Role: role, Hash: hash}
	}
	for i := range 120 {
		id := fmt.Sprintf("q-%02d", i)
		w.content.Entries[id] = knowledge.Entry{ID: id, Category: fmt.Sprintf("类别%d", i%2), Question: fmt.Sprintf("问题%d", i), Answer: "答案 ＡＢＣ"}
	}
	logger := slog.New(slog.NewTextHandler(&w.log, &slog.HandlerOptions{Level: slog.LevelDebug}))
	teams, err := handoff.NewTeams([]handoff.Team{
		{ID: "trade", Name: "交易客服", Members: []chat.AgentID{"agent1"}, Hours: handoff.Hours{Calendar: &handoff.Calendar{Zone: time.UTC}}, Limit: 3},
		{ID: "security", Name: "安全客服", Members: []chat.AgentID{"agent2"}, Urgent: true, Hours: handoff.Hours{Calendar: &handoff.Calendar{Zone: time.UTC}}},
	}, "trade")
	if err != nil {
		t.Fatal(err)
	}
	a, err := auth.New(auth.Options{
		Teams: func() *handoff.Teams { return teams },
		Staff: w, Sessions: w, Secrets: w, Identities: w, Logger: logger, Registerer: w.metrics,
		Clock: func() time.Time { return w.now },
		Sites: func() []auth.Site {
			return []auth.Site{{ID: "default", Name: "星卡商城", Origins: []string{"https://shop.example", "x; script-src *"}}}
		},
	})
	if err != nil {
		t.Fatal(err)
	}
	w.content.Teams, w.auth = teams, a
	working := w.working(t)
	o := Options{
		Clock: func() time.Time { return w.now }, Engine: w, People: w, Cases: w, Cards: w, Blocks: w, Announcements: w, Faces: w, Tickets: w, Proofs: w, Reviews: w,
		Feedback: w, Canned: w, Files: w, Blobs: w, Drafts: working, Entries: working, Checks: working, Patterns: working, TwinsOf: twinned{}, Versions: &press{}, Jobs: &press{}, Sheets: &sheets{}, Inbox: inbox{}, Figures: figured{}, Twins: twinned{}, Trials: &lab{}, Measures: &lab{}, Shop: w, Sounds: w, Assign: handoff.DefaultAssignPolicy(), Told: func() { w.told++ },
		PackReplies: func() []canned.Reply {
			return []canned.Reply{{ID: "pack:hello", Scope: canned.Global, Title: "问候A", Text: "您好，我是{坐席}"}, {ID: "pack:safe", Scope: canned.Team, Team: "security", Title: "安全", Text: "x"}}
		},
		Auth: a, Knowledge: w, Assets: built(), Logger: logger, Registerer: w.metrics, Version: "test",
		Customers: http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { w.Write([]byte("customers")) }),
		Desk: http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			s, err := a.Staff(r)
			fmt.Fprint(w, s.ID, fault.Text(err, ""))
		}),
		Ready: func(context.Context) error { return w.notReady },
	}
	for _, c := range change {
		c(&o)
	}
	if w.Handler, err = New(o); err != nil {
		t.Fatal(err)
	}
	return w
}

// do makes a request with the header lines "Name: value".
func (w *world) do(method, target, body string, header ...string) *httptest.ResponseRecorder {
	r := httptest.NewRequest(method, target, strings.NewReader(body))
	r.Host = "chat.example"
	if body != "" {
		r.Header.Set("Content-Type", "application/json")
	}
	for _, line := range header {
		name, value, _ := strings.Cut(line, ": ")
		r.Header.Add(name, value)
	}
	rec := httptest.NewRecorder()
	w.ServeHTTP(rec, r)
	return rec
}

// signIn signs id in and returns the header line with its cookie.
func (w *world) signIn(t testing.TB, id string) string {
	t.Helper()
	rec := w.do("POST", "/api/session", `{"name":"`+id+`","password":"`+password+`"}`)
	if rec.Code != http.StatusOK {
		t.Fatalf("sign in %s: %d %s", id, rec.Code, rec.Body)
	}
	return "Cookie: " + rec.Result().Cookies()[0].Name + "=" + rec.Result().Cookies()[0].Value
}

// unbuilt are assets before the first build.
func unbuilt(o *Options) { o.Assets = fstest.MapFS{"placeholder.txt": {Data: []byte("x")}} }

func TestNewRefuses(t *testing.T) {
	if _, err := New(Options{}); err == nil {
		t.Error("no options are enough")
	}
	_, err := readAssets(failingFS{})
	if err == nil || !strings.Contains(err.Error(), "bad sector") {
		t.Errorf("unreadable assets: %v", err)
	}
}

func discard() *slog.Logger { return slog.New(slog.DiscardHandler) }

// failingFS is a disk that breaks.
type failingFS struct{}

func (failingFS) Open(string) (fs.File, error) { return nil, errors.New("bad sector") }
