package main

import (
	"context"
	"errors"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"go.uber.org/goleak"

	"yiwen/bot/chat"
	"yiwen/bot/fault"
	"yiwen/bot/server/auth"
	"yiwen/bot/server/connect"
)

// secrets keeps secrets in memory.
type secrets map[string][]byte

func (s secrets) ChangeSecret(_ context.Context, name string, edit func([]byte) ([]byte, error)) error {
	b, err := edit(s[name])
	if err == nil {
		s[name] = b
	}
	return err
}

func (s secrets) ReadSecret(_ context.Context, name string) ([]byte, error) {
	if s[name] == nil {
		return nil, fault.New(fault.NotFound, "no secret")
	}
	return s[name], nil
}

func TestSiteKey(t *testing.T) {
	s := secrets{}
	key := func(rotate bool) string {
		t.Helper()
		k, err := siteKey(t.Context(), s, keyChange{Site: "default", Rotate: rotate})
		if err != nil || len(k) < 50 {
			t.Fatalf("%q %v", k, err)
		}
		return k
	}
	first := key(false)
	if key(false) != first {
		t.Error("asked twice, drawn twice")
	}
	second := key(true)
	if key(false) != second || second == first {
		t.Error("the new key does not count")
	}
	third := key(true)
	if got, want := string(s[auth.IdentitySecret("default")]), third+"\n"+second; got != want {
		t.Errorf("kept %q, want %q", got, want)
	}
	if k, err := siteKey(t.Context(), s, keyChange{Site: "default", Drop: true}); err != nil || k != third {
		t.Errorf("%q %v", k, err)
	}
	if got := string(s[auth.IdentitySecret("default")]); got != third {
		t.Errorf("after the old one was dropped %q is kept", got)
	}
	if k, err := (connectorKeys{s}).ConnectorKey(t.Context(), "default"); err != nil || string(k) != third {
		t.Errorf("questions are signed with %q, %v", k, err)
	}
	if _, err := (connectorKeys{s}).ConnectorKey(t.Context(), "other"); !fault.Is(err, fault.NotFound) {
		t.Error(err)
	}
}

// TestDemoShopIsAnyShop asks the demo's shop as any other shop is asked.
func TestDemoShopIsAnyShop(t *testing.T) {
	leaks := goleak.IgnoreCurrent()
	s := secrets{}
	shop, err := newDemoShop(t.Context(), s, time.Now, slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatal(err)
	}
	address, stop, err := shop.serve()
	if err != nil {
		t.Fatal(err)
	}
	c, err := connect.New(connect.Options{URL: address, Keys: connectorKeys{s}, Clock: time.Now, Registerer: prometheus.NewRegistry()})
	if err != nil {
		t.Fatal(err)
	}
	for _, who := range demoCustomers() {
		a, err := c.Account(t.Context(), auth.DefaultSite, who.user)
		if err != nil || a.Name != who.name || len(a.Orders) != len(who.orders) || a.RegisteredAt == 0 || a.Orders[0].At == 0 {
			t.Errorf("%s: %+v, %v", who.user, a, err)
		}
	}
	if _, err := c.Account(t.Context(), auth.DefaultSite, "stranger"); !fault.Is(err, fault.NotFound) {
		t.Error(err)
	}
	for name, signature := range map[string]string{
		"none": "", "no sum": "t=1,v1=", "another key": connect.Sign([]byte("x"), time.Now(), auth.DefaultSite, "xk10001"),
		"old":                 connect.Sign(shop.key, time.Now().Add(-time.Hour), auth.DefaultSite, "xk10001"),
		"of another customer": connect.Sign(shop.key, time.Now(), auth.DefaultSite, "xk10002"),
	} {
		r, err := http.NewRequestWithContext(t.Context(), "GET", address+"?site=default&user=xk10001", nil)
		if err != nil {
			t.Fatal(err)
		}
		r.Header.Set(connect.SignatureHeader, signature)
		r.Close = true
		res, err := http.DefaultClient.Do(r)
		if err != nil {
			t.Fatal(err)
		}
		res.Body.Close()
		if res.StatusCode != http.StatusForbidden {
			t.Errorf("%s: %s", name, res.Status)
		}
	}
	c.Close()
	if err := stop(); err != nil {
		t.Error(err)
	}
	if err := goleak.Find(leaks); err != nil {
		t.Error(err)
	}
}

// TestDemoIdentity: what the shop signs is what auth takes.
func TestDemoIdentity(t *testing.T) {
	s := secrets{}
	shop, err := newDemoShop(t.Context(), s, time.Now, slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatal(err)
	}
	ask := func(user string) (int, string) {
		rec := httptest.NewRecorder()
		shop.pages().ServeHTTP(rec, httptest.NewRequest("GET", "/demo/identity?user="+user, nil))
		b, _ := io.ReadAll(rec.Body)
		return rec.Code, string(b)
	}
	if code, _ := ask("stranger"); code != http.StatusNotFound {
		t.Errorf("a stranger is signed in: %d", code)
	}
	_, token := ask("xk10001")
	a, err := auth.New(auth.Options{
		Staff: emptyBase{}, Sessions: emptyBase{}, Secrets: emptyBase{}, Clock: time.Now, Logger: slog.New(slog.DiscardHandler),
		Registerer: prometheus.NewRegistry(), Identities: s,
	})
	if err != nil {
		t.Fatal(err)
	}
	p, _, err := a.Identity(t.Context(), auth.DefaultSite, token)
	if err != nil || p.User != "xk10001" || p.Name != "张伟" || !p.VIP || p.RegisteredAt == 0 {
		t.Errorf("%+v, %v", p, err)
	}
	for _, bad := range []string{token + "x", strings.Replace(token, ".", "..", 1), token[:len(token)-2]} {
		if _, _, err := a.Identity(t.Context(), auth.DefaultSite, bad); !fault.Is(err, fault.Denied) {
			t.Errorf("%s: %v", bad, err)
		}
	}
}

// emptyBase is a data base in which there is nobody.
type emptyBase struct{}

func (emptyBase) StaffByID(context.Context, chat.AgentID) (chat.Staff, error) {
	return chat.Staff{}, errors.New("no staff")
}
func (emptyBase) FindCtx(context.Context, string) ([]byte, bool, error)      { return nil, false, nil }
func (emptyBase) CommitCtx(context.Context, string, []byte, time.Time) error { return nil }
func (emptyBase) DeleteCtx(context.Context, string) error                    { return nil }
func (emptyBase) Secret(_ context.Context, _ string, size int) ([]byte, error) {
	return make([]byte, size), nil
}
