package auth

import (
	"context"
	"encoding/base64"
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/golang-jwt/jwt/v5"
	"github.com/google/go-cmp/cmp"

	"yiwen/bot/chat"
	"yiwen/bot/fault"
)

const (
	shopKey = "k1-0123456789abcdef0123456789abcdef"
	nextKey = "k2-0123456789abcdef0123456789abcdef"
)

// keyRing is the secrets of shops.
type keyRing map[string]string

func (k keyRing) ReadSecret(_ context.Context, name string) ([]byte, error) {
	switch secret, ok := k[name]; {
	case secret == "broken":
		return nil, errors.New("data base is gone")
	case !ok:
		return nil, fault.New(fault.NotFound, "no secret %q", name)
	default:
		return []byte(secret), nil
	}
}

func signed(t testing.TB, method jwt.SigningMethod, key any, c jwt.MapClaims) string {
	t.Helper()
	s, err := jwt.NewWithClaims(method, c).SignedString(key)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// of returns the claims of a good identity, changed: nil takes one away.
func of(now time.Time, change jwt.MapClaims) jwt.MapClaims {
	c := jwt.MapClaims{"sub": "xk10001", "aud": "shop", "exp": now.Add(time.Hour).Unix()}
	for k, v := range change {
		if c[k] = v; v == nil {
			delete(c, k)
		}
	}
	return c
}

func TestIdentity(t *testing.T) {
	now := time.Date(2026, 11, 22, 8, 0, 0, 0, time.UTC)
	a := newAuth(t, newWorld(), func(o *Options) {
		o.Clock = func() time.Time { return now }
		o.Identities = keyRing{
			"identity:shop": shopKey + "\n" + nextKey + "\nk3-0123456789abcdef0123456789abcdef", "identity:weak": "short", "identity:twin": nextKey, "identity:broken": "broken",
		}
	})
	hs := func(key string, change jwt.MapClaims) string {
		return signed(t, jwt.SigningMethodHS256, []byte(key), of(now, change))
	}
	good := chat.Profile{User: "xk10001"}
	for name, tc := range map[string]struct {
		site  chat.SiteID
		token string
		want  *chat.Profile
		kind  fault.Kind
	}{
		"a subject alone": {site: "shop", token: hs(shopKey, nil), want: &good},
		"everything": {site: "shop", token: hs(shopKey, jwt.MapClaims{
			"name": "李女士", "phone": "13800001234", "level": "金卡", "vip": true, "merchant": true, "registered_at": 1700000000,
		}), want: &chat.Profile{User: "xk10001", Name: "李女士", Phone: "13800001234", Level: "金卡", VIP: true, Merchant: true, RegisteredAt: 1700000000000}},
		"the other key":         {site: "shop", token: hs(nextKey, nil), want: &good},
		"for several audiences": {site: "shop", token: hs(shopKey, jwt.MapClaims{"aud": []string{"erp", "shop"}}), want: &good},
		"a name of many lines": {site: "shop", token: hs(shopKey, jwt.MapClaims{"name": " 李\n\x00女士" + strings.Repeat("长", 100)}),
			want: &chat.Profile{User: "xk10001", Name: "李女士" + strings.Repeat("长", 61)}},
		"a phone that is none":            {site: "shop", token: hs(shopKey, jwt.MapClaims{"phone": strings.Repeat("1", 30)}), want: &good},
		"registered tomorrow":             {site: "shop", token: hs(shopKey, jwt.MapClaims{"registered_at": now.Add(24 * time.Hour).Unix()}), want: &good},
		"just over, by a clock that lags": {site: "shop", token: hs(shopKey, jwt.MapClaims{"exp": now.Add(-30 * time.Second).Unix()}), want: &good},
		"a third key":                     {site: "shop", token: hs("k3-0123456789abcdef0123456789abcdef", nil), kind: fault.Denied},
		"another key":                     {site: "shop", token: hs("kx-0123456789abcdef0123456789abcdef", nil), kind: fault.Denied},
		"over":                            {site: "shop", token: hs(shopKey, jwt.MapClaims{"exp": now.Add(-2 * time.Minute).Unix()}), kind: fault.Denied},
		"without an end":                  {site: "shop", token: hs(shopKey, jwt.MapClaims{"exp": nil}), kind: fault.Denied},
		"for 25 hours":                    {site: "shop", token: hs(shopKey, jwt.MapClaims{"exp": now.Add(25 * time.Hour).Unix()}), kind: fault.Denied},
		"for a day":                       {site: "shop", token: hs(shopKey, jwt.MapClaims{"exp": now.Add(24 * time.Hour).Unix()}), want: &good},
		"over long ago":                   {site: "shop", token: hs(shopKey, jwt.MapClaims{"exp": 1}), kind: fault.Denied},
		"of a site that has the same name as audience, by its own key": {site: "twin", token: hs(shopKey, nil), kind: fault.Denied},
		"for ever":                            {site: "shop", token: hs(shopKey, jwt.MapClaims{"exp": now.Add(365 * 24 * time.Hour).Unix()}), kind: fault.Denied},
		"not yet":                             {site: "shop", token: hs(shopKey, jwt.MapClaims{"nbf": now.Add(time.Hour).Unix()}), kind: fault.Denied},
		"for another site":                    {site: "shop", token: hs(shopKey, jwt.MapClaims{"aud": "other"}), kind: fault.Denied},
		"for nobody":                          {site: "shop", token: hs(shopKey, jwt.MapClaims{"aud": nil}), kind: fault.Denied},
		"without a subject":                   {site: "shop", token: hs(shopKey, jwt.MapClaims{"sub": nil}), kind: fault.Denied},
		"a subject that is too long":          {site: "shop", token: hs(shopKey, jwt.MapClaims{"sub": strings.Repeat("a", 65)}), kind: fault.Denied},
		"a subject with a control":            {site: "shop", token: hs(shopKey, jwt.MapClaims{"sub": "xk\x0010001"}), kind: fault.Denied},
		"a subject that is a number":          {site: "shop", token: hs(shopKey, jwt.MapClaims{"sub": 10001}), kind: fault.Denied},
		"signed by nothing":                   {site: "shop", token: signed(t, jwt.SigningMethodNone, jwt.UnsafeAllowNoneSignatureType, of(now, nil)), kind: fault.Denied},
		"signed by a longer hash":             {site: "shop", token: signed(t, jwt.SigningMethodHS512, []byte(shopKey), of(now, nil)), kind: fault.Denied},
		"claims of one, signature of another": {site: "shop", token: mixed(hs(shopKey, jwt.MapClaims{"sub": "admin"}), hs(shopKey, nil)), kind: fault.Denied},
		"no token":                            {site: "shop", token: "", kind: fault.Denied},
		"no JWT":                              {site: "shop", token: "a.b.c", kind: fault.Denied},
		"a site without a key":                {site: "default", token: hs(shopKey, jwt.MapClaims{"aud": "default"}), kind: fault.Denied},
		"a key that can be guessed":           {site: "weak", token: hs("short", jwt.MapClaims{"aud": "weak"}), kind: fault.Denied},
		"an empty key":                        {site: "weak", token: hs("", jwt.MapClaims{"aud": "weak"}), kind: fault.Denied},
		"the keys cannot be read":             {site: "broken", token: hs(shopKey, jwt.MapClaims{"aud": "broken"}), kind: fault.Busy},
	} {
		t.Run(name, func(t *testing.T) {
			got, _, err := a.Identity(t.Context(), tc.site, tc.token)
			if tc.want == nil {
				if !fault.Is(err, tc.kind) || got != (chat.Profile{}) {
					t.Errorf("got %+v, %v, want %s", got, err, tc.kind)
				}
				return
			}
			if diff := cmp.Diff(*tc.want, got); err != nil || diff != "" {
				t.Errorf("%v (-want +got):\n%s", err, diff)
			}
		})
	}
	without := newAuth(t, newWorld(), func(o *Options) { o.Clock = func() time.Time { return now } })
	if _, _, err := without.Identity(t.Context(), "shop", hs(shopKey, nil)); !fault.Is(err, fault.Denied) {
		t.Errorf("without keys: %v", err)
	}
}

// TestKeyMarks: an identity tells which key signed it, in either form, and that is
// among those that count until the key is dropped.
func TestKeyMarks(t *testing.T) {
	ring := keyRing{"identity:shop": nextKey + "\n" + shopKey, "identity:broken": "broken"}
	a := newAuth(t, newWorld(), func(o *Options) { o.Identities = ring })
	_, jwtKey, err := a.Identity(t.Context(), "shop", signed(t, jwt.SigningMethodHS256, []byte(shopKey), of(time.Now(), nil)))
	if err != nil {
		t.Fatal(err)
	}
	_, simpleKey, err := a.Identity(t.Context(), "shop", simple(shopKey, "xk10001"))
	if err != nil || simpleKey != jwtKey {
		t.Errorf("%q by one form, %q by the other: %v", jwtKey, simpleKey, err)
	}
	marks, err := a.KeyMarks(t.Context(), "shop")
	if err != nil || len(marks) != 2 || marks[0] == marks[1] || marks[1] != jwtKey || strings.Contains(shopKey, string(jwtKey)) {
		t.Errorf("marks %q, signed by %q: %v", marks, jwtKey, err)
	}
	ring["identity:shop"] = nextKey
	if left, err := a.KeyMarks(t.Context(), "shop"); err != nil || len(left) != 1 || left[0] != marks[0] {
		t.Errorf("after it was dropped %q: %v", left, err)
	}
	if none, err := a.KeyMarks(t.Context(), "other"); err != nil || len(none) != 0 {
		t.Errorf("of a site without keys %q: %v", none, err)
	}
	if _, err := a.KeyMarks(t.Context(), "broken"); err == nil {
		t.Error("the keys cannot be read, and nobody is told")
	}
}

// mixed returns the claims of a with the signature of b.
func mixed(a, b string) string { return a[:strings.LastIndex(a, ".")] + b[strings.LastIndex(b, "."):] }

// FuzzIdentity: no bytes but those that a key signed prove anything.
func FuzzIdentity(f *testing.F) {
	now := time.Date(2026, 11, 22, 8, 0, 0, 0, time.UTC)
	a := newAuth(f, newWorld(), func(o *Options) {
		o.Clock, o.Identities = func() time.Time { return now }, keyRing{"identity:shop": shopKey}
	})
	good := signed(f, jwt.SigningMethodHS256, []byte(shopKey), of(now, nil))
	f.Add(good)
	f.Add(good[:len(good)-1])
	f.Add(base64.RawURLEncoding.EncodeToString([]byte(`{"alg":"none"}`)) + "." + strings.Split(good, ".")[1] + ".")
	f.Fuzz(func(t *testing.T, token string) {
		p, _, err := a.Identity(t.Context(), "shop", token)
		if err == nil && token != good {
			t.Fatalf("%q proves %+v", token, p)
		}
	})
}
