package auth

import (
	"errors"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"yiwen/bot/chat"
	"yiwen/bot/fault"
)

func TestVisitorTokenProvesWhatItWasMadeFor(t *testing.T) {
	a := newAuth(t, newWorld())
	want, token, err := a.NewVisitor(DefaultSite)
	if err != nil {
		t.Fatal(err)
	}
	got, err := a.Visitor(t.Context(), token)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	if len(got.ID) != 32 || len(got.Conversation) != 32 || string(got.ID) == string(got.Conversation) {
		t.Errorf("ids are not two of 128 bits: %+v", got)
	}
	other, _, err := a.NewVisitor(DefaultSite)
	if err != nil || other.ID == want.ID || other.Conversation == want.Conversation {
		t.Errorf("second visitor %+v, %v", other, err)
	}
}

func TestVisitorTokenSurvivesARestart(t *testing.T) {
	w := newWorld()
	_, token, err := newAuth(t, w).NewVisitor(DefaultSite)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := newAuth(t, w).Visitor(t.Context(), token); err != nil {
		t.Error(err)
	}
	w.secret++
	if _, err := newAuth(t, w).Visitor(t.Context(), token); !fault.Is(err, fault.Denied) {
		t.Errorf("another server's token: %v", err)
	}
}

// TestTokenOfWhoLoggedOut proves nobody; those of others go on.
func TestTokenOfWhoLoggedOut(t *testing.T) {
	w := newWorld()
	a := newAuth(t, w)
	v, token, err := a.NewVisitor(DefaultSite)
	if err != nil {
		t.Fatal(err)
	}
	_, other, err := a.NewVisitor(DefaultSite)
	if err != nil {
		t.Fatal(err)
	}
	if err := a.EndVisit(t.Context(), v); err != nil {
		t.Fatal(err)
	}
	if v, err := newAuth(t, w).Visitor(t.Context(), token); !fault.Is(err, fault.Denied) || v != (Visitor{}) {
		t.Errorf("%+v, %v", v, err)
	}
	if _, err := a.Visitor(t.Context(), other); err != nil {
		t.Error(err)
	}
	w.broken = errors.New("data base is gone")
	if _, err := a.Visitor(t.Context(), other); !fault.Is(err, fault.Busy) {
		t.Errorf("who left cannot be read: %v", err)
	}
	if err := a.EndVisit(t.Context(), v); !fault.Is(err, fault.Busy) {
		t.Errorf("it cannot be written: %v", err)
	}
	without := newAuth(t, newWorld(), func(o *Options) { o.Visits = nil })
	if err := without.EndVisit(t.Context(), v); !fault.Is(err, fault.Invalid) {
		t.Errorf("where nobody can: %v", err)
	}
}

func TestVisitorRefuses(t *testing.T) {
	a := newAuth(t, newWorld())
	_, token, err := a.NewVisitor(DefaultSite)
	if err != nil {
		t.Fatal(err)
	}
	body := strings.TrimPrefix(token, tokenVersion)
	left, right, _ := strings.Cut(body, ".")
	for name, bad := range map[string]string{
		"empty":              "",
		"no version":         body,
		"another version":    "v2." + body,
		"no signature":       tokenVersion + left,
		"empty signature":    tokenVersion + left + ".",
		"cut signature":      token[:len(token)-2],
		"swapped parts":      tokenVersion + right + "." + left,
		"a line break":       tokenVersion + left + "\n." + right,
		"padding":            token + "=",
		"trailing dot":       token + ".",
		"huge":               token + strings.Repeat("A", 1<<20),
		"not UTF-8":          "v1.\xff\xfe.\xff",
		"signed, no payload": a.sign(visitorDomain, nil),
		"signed, no site":    a.sign(visitorDomain, make([]byte, 2*idBytes)),
		"a device cookie":    a.deviceCookie(request(), "agent1").Value,
		"another domain":     a.sign(deviceDomain, append(make([]byte, 2*idBytes), "default"...)),
	} {
		if v, err := a.Visitor(t.Context(), bad); !fault.Is(err, fault.Denied) || v != (Visitor{}) {
			t.Errorf("%s: %+v, %v", name, v, err)
		}
	}
}

func TestVisitorRefusesEveryFlippedBit(t *testing.T) {
	a := newAuth(t, newWorld())
	_, token, err := a.NewVisitor(DefaultSite)
	if err != nil {
		t.Fatal(err)
	}
	for i := range len(token) * 8 {
		b := []byte(token)
		b[i/8] ^= 1 << (i % 8)
		if _, err := a.Visitor(t.Context(), string(b)); err == nil {
			t.Fatalf("bit %d flipped is accepted: %q", i, b)
		}
	}
}

func TestNewVisitorOfUnknownSite(t *testing.T) {
	a := newAuth(t, newWorld(), func(o *Options) {
		o.Sites = func() []Site { return []Site{{ID: "shop"}, {ID: chat.SiteID(strings.Repeat("长", 30))}} }
	})
	for _, site := range []chat.SiteID{"", "default", "SHOP", chat.SiteID(strings.Repeat("长", 30))} {
		if _, token, err := a.NewVisitor(site); !fault.Is(err, fault.NotFound) || token != "" {
			t.Errorf("site %q: %q, %v", site, token, err)
		}
	}
	if _, _, err := a.NewVisitor("shop"); err != nil {
		t.Error(err)
	}
}

// Whatever is accepted is, byte for byte, the one token of what it proves.
func FuzzVisitor(f *testing.F) {
	a := newAuth(f, newWorld())
	_, token, err := a.NewVisitor(DefaultSite)
	if err != nil {
		f.Fatal(err)
	}
	f.Add(token)
	f.Add("v1..")
	f.Add(strings.Replace(token, "v1", "v2", 1))
	f.Fuzz(func(t *testing.T, s string) {
		v, err := a.Visitor(t.Context(), s)
		if err != nil {
			return
		}
		payload, err := v.payload()
		if err != nil || a.sign(visitorDomain, payload) != s {
			t.Fatalf("accepted is %q, which proves %+v, %v", s, v, err)
		}
	})
}
