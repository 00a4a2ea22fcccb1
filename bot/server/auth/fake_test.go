package auth

import (
	"context"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"sync"
	"testing"
	"time"

	"github.com/prometheus/client_golang/prometheus"

	"yiwen/bot/chat"
	"yiwen/bot/fault"
)

// world is the data base as auth sees it, in memory.
type world struct {
	mu       sync.Mutex // guards what follows
	staff    map[chat.AgentID]chat.Staff
	sessions map[string]row
	commits  int
	secret   byte // every byte of the key
	broken   error
	gone     map[chat.VisitorID]time.Time // who logged out
	onCommit func()                       // called before a session is written, without mu
}

type row struct {
	data   []byte
	expiry time.Time
}

func (w *world) StaffByID(_ context.Context, id chat.AgentID) (chat.Staff, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.broken != nil {
		return chat.Staff{}, w.broken
	}
	s, ok := w.staff[id]
	if !ok {
		return chat.Staff{}, fault.New(fault.NotFound, "no staff %q", id)
	}
	return s, nil
}

func (w *world) set(id chat.AgentID, change func(*chat.Staff)) {
	w.mu.Lock()
	defer w.mu.Unlock()
	s := w.staff[id]
	change(&s)
	w.staff[id] = s
}

func (w *world) FindCtx(ctx context.Context, token string) ([]byte, bool, error) {
	if ctx.Err() != nil {
		return nil, false, ctx.Err()
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	r, ok := w.sessions[token]
	if !ok || !time.Now().Before(r.expiry) {
		return nil, false, nil
	}
	return r.data, true, nil
}

func (w *world) CommitCtx(_ context.Context, token string, data []byte, expiry time.Time) error {
	if w.onCommit != nil {
		w.onCommit()
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	w.commits++
	w.sessions[token] = row{data, expiry}
	return nil
}

func (w *world) DeleteCtx(_ context.Context, token string) error {
	w.mu.Lock()
	defer w.mu.Unlock()
	delete(w.sessions, token)
	return nil
}

func (w *world) Secret(_ context.Context, _ string, size int) ([]byte, error) {
	b := make([]byte, size)
	for i := range b {
		b[i] = w.secret
	}
	return b, nil
}

func (w *world) EndVisit(_ context.Context, v chat.VisitorID, at time.Time) error {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.broken == nil {
		w.gone[v] = at
	}
	return w.broken
}

func (w *world) VisitEnded(_ context.Context, v chat.VisitorID) (bool, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	return !w.gone[v].IsZero(), w.broken
}

func newWorld() *world {
	w := &world{staff: map[chat.AgentID]chat.Staff{}, sessions: map[string]row{}, secret: 7, gone: map[chat.VisitorID]time.Time{}}
	for id, role := range map[chat.AgentID]chat.Role{"agent1": chat.RoleAgent, "editor1": chat.RoleEditor} {
		w.staff[id] = chat.Staff{ID: id, Name: "小" + string(id), Role: role, Hash: "hash of " + string(id) + "-password"}
	}
	return w
}

// newAuth returns an Auth over w whose hashes are readable and cost nothing.
func newAuth(t testing.TB, w *world, change ...func(*Options)) *Auth {
	t.Helper()
	o := Options{
		Staff: w, Sessions: w, Secrets: w, Visits: w, Clock: time.Now,
		Logger:     slog.New(slog.NewTextHandler(io.Discard, nil)),
		Registerer: prometheus.NewRegistry(),
	}
	for _, c := range change {
		c(&o)
	}
	a, err := New(o)
	if err != nil {
		t.Fatal(err)
	}
	a.passwords.compare = func(password, hash string) (bool, error) { return hash == "hash of "+password, nil }
	return a
}

// request returns a request with cookies, from an address of documentation.
func request(cookies ...*http.Cookie) *http.Request {
	r := httptest.NewRequest("POST", "http://chat.example/api/session", nil)
	r.RemoteAddr = "192.0.2.1:4711"
	for _, c := range cookies {
		if c.MaxAge >= 0 {
			r.AddCookie(c)
		}
	}
	return r
}

// signIn signs id in and returns the cookies.
func signIn(t testing.TB, a *Auth, id string) []*http.Cookie {
	t.Helper()
	_, cookies, err := a.SignIn(request(), id, id+"-password")
	if err != nil {
		t.Fatalf("sign in %s: %v", id, err)
	}
	return cookies
}
