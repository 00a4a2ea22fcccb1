package auth

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/prometheus/client_golang/prometheus"

	"yiwen/bot/chat"
	"yiwen/bot/fault"
)

func TestSignInGivesASession(t *testing.T) {
	w := newWorld()
	a := newAuth(t, w)
	staff, cookies, err := a.SignIn(request(), "agent1", "agent1-password")
	if err != nil || staff.ID != "agent1" {
		t.Fatalf("%+v, %v", staff, err)
	}
	got, err := a.Staff(request(cookies...))
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(w.staff["agent1"], got); diff != "" {
		t.Error(diff)
	}
	for token := range w.sessions {
		if token == cookies[0].Value {
			t.Error("the token is stored as it is, not hashed")
		}
	}
}

func TestCookieFlags(t *testing.T) {
	for name, test := range map[string]struct {
		options func(*Options)
		header  string
		want    bool
	}{
		"plain":            {func(*Options) {}, "", false},
		"option":           {func(o *Options) { o.SecureCookies = true }, "", true},
		"behind TLS proxy": {func(o *Options) { o.TrustProxy = true }, "https", true},
		"forged header":    {func(*Options) {}, "https", false},
	} {
		a := newAuth(t, newWorld(), test.options)
		r := request()
		r.Header.Set("X-Forwarded-Proto", test.header)
		_, cookies, err := a.SignIn(r, "agent1", "agent1-password")
		if err != nil || len(cookies) != 2 {
			t.Fatalf("%s: %v, %v", name, cookies, err)
		}
		out, err := a.SignOut(r)
		if err != nil {
			t.Fatal(err)
		}
		for _, c := range append(cookies, out) {
			if !c.HttpOnly || c.SameSite != http.SameSiteLaxMode || c.Path != "/" || c.Domain != "" || c.Secure != test.want {
				t.Errorf("%s: %s", name, c)
			}
		}
		if out.Name != cookies[0].Name || out.MaxAge >= 0 || out.Value != "" {
			t.Errorf("%s: the cookie of SignOut deletes nothing: %s", name, out)
		}
	}
}

func TestSignInRefuses(t *testing.T) {
	w := newWorld()
	w.set("agent1", func(s *chat.Staff) { s.Disabled = true })
	a := newAuth(t, w)
	for name, test := range map[string]struct {
		id, password string
		kind         fault.Kind
		text         string
	}{
		"no name":            {"", "x", fault.Invalid, "请输入用户名和密码"},
		"no password":        {"editor1", "", fault.Invalid, "请输入用户名和密码"},
		"wrong password":     {"editor1", "x", fault.Denied, "用户名或密码不正确"},
		"unknown name":       {"nobody", "x", fault.Denied, "用户名或密码不正确"},
		"another's password": {"editor1", "agent1-password", fault.Denied, "用户名或密码不正确"},
		"name in capitals":   {"EDITOR1", "editor1-password", fault.Denied, "用户名或密码不正确"},
		"name with NUL":      {"editor1\x00", "editor1-password", fault.Denied, "用户名或密码不正确"},
		"huge name":          {strings.Repeat("a", 1<<20), "x", fault.Denied, "用户名或密码不正确"},
		"huge password":      {"editor1", strings.Repeat("a", 1<<20), fault.Denied, "用户名或密码不正确"},
		"disabled, wrong":    {"agent1", "x", fault.Denied, "用户名或密码不正确"},
		"disabled, right":    {"agent1", "agent1-password", fault.Denied, "账号已停用，请联系管理员"},
	} {
		staff, cookies, err := a.SignIn(request(), test.id, test.password)
		if !fault.Is(err, test.kind) || fault.Text(err, "") != test.text || staff.ID != "" || cookies != nil {
			t.Errorf("%s: %+v, %v, %v", name, staff, cookies, err)
		}
	}
	if len(w.sessions) != 0 {
		t.Errorf("%d sessions", len(w.sessions))
	}
}

// A guesser must not learn from the time taken which names exist. Time is noise
// in a test, so it counts the work.
func TestUnknownNameCostsWhatAWrongPasswordCosts(t *testing.T) {
	a := newAuth(t, newWorld())
	var hashes []string
	a.passwords.compare = func(_, hash string) (bool, error) {
		hashes = append(hashes, hash)
		return true, nil // even a hash that matches lets nobody in who is not known
	}
	if _, _, err := a.SignIn(request(), "nobody", "x"); !fault.Is(err, fault.Denied) {
		t.Errorf("unknown name: %v", err)
	}
	if diff := cmp.Diff([]string{a.passwords.nobody}, hashes); diff != "" {
		t.Error(diff)
	}
	c := cost()
	if want := fmt.Sprintf("m=%d,t=%d,p=%d", c.Memory, c.Iterations, c.Parallelism); !strings.Contains(a.passwords.nobody, want) {
		t.Errorf("nobody's hash is of another cost: %s", a.passwords.nobody)
	}
}

func TestStaffRefuses(t *testing.T) {
	w := newWorld()
	a := newAuth(t, w)
	session := signIn(t, a, "agent1")[0]
	for name, value := range map[string]string{
		"no token":   "",
		"unknown":    strings.Repeat("A", sessionToken),
		"stored key": func() string { return slices.Sorted(mapKeys(w.sessions))[0] }(),
		"huge":       strings.Repeat("A", 1<<16),
		"cut":        session.Value[1:],
	} {
		if s, err := a.Staff(request(&http.Cookie{Name: sessionCookie, Value: value})); !fault.Is(err, fault.Denied) || s.ID != "" {
			t.Errorf("%s: %+v, %v", name, s, err)
		}
	}
	if _, err := a.Staff(request()); !fault.Is(err, fault.Denied) {
		t.Errorf("no cookie: %v", err)
	}
	w.broken = errors.New("disk on fire")
	if _, err := a.Staff(request(session)); err == nil || fault.KindOf(err) != fault.Internal {
		t.Errorf("broken store: %v", err)
	}
}

func TestChangesOfStaffActAtOnce(t *testing.T) {
	for name, test := range map[string]struct {
		change func(*chat.Staff)
		in     bool
	}{
		"another role": {func(s *chat.Staff) { s.Role = chat.RoleEditor }, true},
		"another name": {func(s *chat.Staff) { s.Name = "小李" }, true},
		"disabled":     {func(s *chat.Staff) { s.Disabled = true }, false},
		"new password": {func(s *chat.Staff) { s.Hash = "hash of something new" }, false},
	} {
		w := newWorld()
		a := newAuth(t, w)
		r := request(signIn(t, a, "agent1")...)
		w.set("agent1", test.change)
		got, err := a.Staff(r)
		if test.in && (err != nil || got != w.staff["agent1"]) || !test.in && !fault.Is(err, fault.Denied) {
			t.Errorf("%s: %+v, %v", name, got, err)
		}
	}
}

func TestSignInEndsTheSessionBefore(t *testing.T) {
	w := newWorld()
	a := newAuth(t, w)
	first := signIn(t, a, "agent1")
	_, second, err := a.SignIn(request(first...), "editor1", "editor1-password")
	if err != nil {
		t.Fatal(err)
	}
	if first[0].Value == second[0].Value || len(w.sessions) != 1 {
		t.Errorf("session not renewed, %d stored", len(w.sessions))
	}
	if _, err := a.Staff(request(first...)); !fault.Is(err, fault.Denied) {
		t.Errorf("old session: %v", err)
	}
}

func TestSignOut(t *testing.T) {
	w := newWorld()
	a := newAuth(t, w)
	cookies := signIn(t, a, "agent1")
	for range 2 { // again is no error
		if _, err := a.SignOut(request(cookies...)); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := a.Staff(request(cookies...)); !fault.Is(err, fault.Denied) || len(w.sessions) != 0 {
		t.Errorf("%v, %d sessions", err, len(w.sessions))
	}
	if _, err := a.SignOut(request()); err != nil {
		t.Errorf("without a session: %v", err)
	}
}

func TestStaffOutlivesItsRequest(t *testing.T) {
	a := newAuth(t, newWorld())
	ctx, cancel := context.WithCancel(t.Context())
	r := request(signIn(t, a, "agent1")...).WithContext(ctx)
	cancel()
	if _, err := a.Staff(r); err != nil {
		t.Error(err)
	}
}

func TestSessionEnds(t *testing.T) {
	for name, test := range map[string]struct {
		every time.Duration // between uses
		want  time.Duration // last use that succeeds
	}{
		"idle":            {sessionIdle, 0},
		"used each hour":  {time.Hour, sessionLife - time.Hour},
		"used each 7 min": {7 * time.Minute, sessionLife - 1*time.Minute}, // 137 * 7 min
	} {
		synctest.Test(t, func(t *testing.T) {
			w := newWorld()
			a := newAuth(t, w)
			r := request(signIn(t, a, "agent1")...)
			start := time.Now()
			var last time.Duration
			for {
				if _, err := a.Staff(r); err != nil {
					break
				}
				last = time.Since(start)
				time.Sleep(test.every) // of the bubble's clock
			}
			if last != test.want {
				t.Errorf("%s: ended after %s, want %s", name, last, test.want)
			}
		})
	}
}

func TestUseIsNotWrittenDownEachTime(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := newWorld()
		a := newAuth(t, w)
		r := request(signIn(t, a, "agent1")...)
		for range 600 {
			if _, err := a.Staff(r); err != nil {
				t.Fatal(err)
			}
			time.Sleep(time.Second) // of the bubble's clock
		}
		if w.commits != 2 { // at sign-in, and after five minutes
			t.Errorf("%d writes in ten minutes", w.commits)
		}
	})
}

func TestProlongingDoesNotUndoSignOut(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := newWorld()
		a := newAuth(t, w)
		r := request(signIn(t, a, "agent1")...)
		time.Sleep(sessionTouch) // of the bubble's clock
		w.onCommit = sync.OnceFunc(func() {
			if _, err := a.SignOut(r); err != nil {
				t.Error(err)
			}
		})
		if _, err := a.Staff(r); err != nil { // asked before it was ended
			t.Fatal(err)
		}
		if _, err := a.Staff(r); !fault.Is(err, fault.Denied) || len(w.sessions) != 0 {
			t.Errorf("signed out, but: %v, %d sessions", err, len(w.sessions))
		}
	})
}

func TestSignInsAreCounted(t *testing.T) {
	registry := prometheus.NewRegistry()
	a := newAuth(t, newWorld(), func(o *Options) { o.Registerer = registry })
	signIn(t, a, "agent1")
	for range nameFree + 2 {
		if _, _, err := a.SignIn(request(), "editor1", "wrong"); err == nil {
			t.Fatal("a wrong password is accepted")
		}
	}
	families, err := registry.Gather()
	if err != nil || len(families) != 1 || families[0].GetName() != "yiwen_auth_sign_ins_total" {
		t.Fatalf("%v, %v", families, err)
	}
	got := map[string]float64{}
	for _, m := range families[0].GetMetric() {
		got[m.GetLabel()[0].GetValue()] = m.GetCounter().GetValue()
	}
	if diff := cmp.Diff(map[string]float64{"ok": 1, "denied": nameFree, "throttled": 2}, got); diff != "" {
		t.Error(diff)
	}
}

func mapKeys(m map[string]row) func(func(string) bool) {
	return func(yield func(string) bool) {
		for k := range m {
			if !yield(k) {
				return
			}
		}
	}
}
