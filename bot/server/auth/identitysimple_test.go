package auth

import (
	"crypto/hmac"
	"crypto/rand"
	"crypto/rsa"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"strings"
	"testing"
	"time"

	"github.com/golang-jwt/jwt/v5"

	"yiwen/bot/chat"
	"yiwen/bot/fault"
)

// simple is what a shop's server makes of a user.
func simple(key, user string) string {
	return "hmac:" + base64.RawURLEncoding.EncodeToString([]byte(user)) + ":" + sum(key, user)
}

func sum(key, s string) string {
	h := hmac.New(sha256.New, []byte(key))
	h.Write([]byte(s))
	return hex.EncodeToString(h.Sum(nil))
}

func TestSimpleIdentity(t *testing.T) {
	a := newAuth(t, newWorld(), func(o *Options) {
		o.Identities = keyRing{
			"identity:shop": shopKey + "\n" + nextKey, "identity:other": "kx-0123456789abcdef0123456789abcdef", "identity:weak": "short", "identity:broken": "broken",
		}
	})
	good := simple(shopKey, "xk10001")
	for name, tc := range map[string]struct {
		site  chat.SiteID
		token string
		user  string
		kind  fault.Kind
	}{
		"signed":                    {site: "shop", token: good, user: "xk10001"},
		"by the other key":          {site: "shop", token: simple(nextKey, "xk10001"), user: "xk10001"},
		"a Chinese id":              {site: "shop", token: simple(shopKey, "会员：张伟"), user: "会员：张伟"},
		"in capitals":               {site: "shop", token: "hmac:" + base64.RawURLEncoding.EncodeToString([]byte("xk10001")) + ":" + strings.ToUpper(sum(shopKey, "xk10001")), user: "xk10001"},
		"of the greatest length":    {site: "shop", token: simple(shopKey, strings.Repeat("𠀀", 64)), user: strings.Repeat("𠀀", 64)},
		"under another site":        {site: "other", token: good, kind: fault.Denied},
		"a site without a key":      {site: "default", token: good, kind: fault.Denied},
		"a key that can be guessed": {site: "weak", token: simple("short", "xk10001"), kind: fault.Denied},
		"by an empty key":           {site: "shop", token: simple("", "xk10001"), kind: fault.Denied},
		"by another key":            {site: "shop", token: simple("kx-0123456789abcdef0123456789abcdef", "xk10001"), kind: fault.Denied},
		"another's signature":       {site: "shop", token: simple(shopKey, "xk10002")[:len("hmac:")] + base64.RawURLEncoding.EncodeToString([]byte("admin00")) + good[strings.LastIndex(good, ":"):], kind: fault.Denied},
		"half a signature":          {site: "shop", token: good[:len(good)-2], kind: fault.Denied},
		"no signature":              {site: "shop", token: "hmac:" + base64.RawURLEncoding.EncodeToString([]byte("xk10001")) + ":", kind: fault.Denied},
		"no colon":                  {site: "shop", token: "hmac:" + base64.RawURLEncoding.EncodeToString([]byte("xk10001")), kind: fault.Denied},
		"the id as it is":           {site: "shop", token: "hmac:xk10001:" + sum(shopKey, "xk10001"), kind: fault.Denied},
		"padded":                    {site: "shop", token: "hmac:" + base64.URLEncoding.EncodeToString([]byte("xk10001")) + ":" + sum(shopKey, "xk10001"), kind: fault.Denied},
		"a line break":              {site: "shop", token: "hmac:eGsxMD\nAwMQ:" + sum(shopKey, "xk10001"), kind: fault.Denied},
		"a second spelling":         {site: "shop", token: "hmac:eGsxMDAwMR:" + sum(shopKey, "xk10001"), kind: fault.Denied},
		"nobody":                    {site: "shop", token: simple(shopKey, ""), kind: fault.Denied},
		"an id that is too long":    {site: "shop", token: simple(shopKey, strings.Repeat("a", 65)), kind: fault.Denied},
		"an id of two lines":        {site: "shop", token: simple(shopKey, "xk\n10001"), kind: fault.Denied},
		"an id that is not UTF-8":   {site: "shop", token: simple(shopKey, "xk\xff"), kind: fault.Denied},
		"a JWT's claims as id":      {site: "shop", token: simple(shopKey, jwtInput(t)), kind: fault.Denied},
		"huge":                      {site: "shop", token: good + strings.Repeat("0", 1<<20), kind: fault.Denied},
		"the prefix in capitals":    {site: "shop", token: "HMAC" + good[4:], kind: fault.Denied},
		"the keys cannot be read":   {site: "broken", token: good, kind: fault.Busy},
	} {
		t.Run(name, func(t *testing.T) {
			got, _, err := a.Identity(t.Context(), tc.site, tc.token)
			if tc.user == "" {
				if !fault.Is(err, tc.kind) || got != (chat.Profile{}) {
					t.Errorf("got %+v, %v, want %s", got, err, tc.kind)
				}
				return
			}
			if err != nil || got != (chat.Profile{User: tc.user}) {
				t.Errorf("got %+v, %v", got, err)
			}
		})
	}
}

// jwtInput is what is signed of a JWT.
func jwtInput(t *testing.T) string {
	token := signed(t, jwt.SigningMethodHS256, []byte(shopKey), of(time.Now(), nil))
	return token[:strings.LastIndex(token, ".")]
}

// TestUserIDIsNoClaims: the same key signs ids and JWTs, so whoever may choose his
// id must not have a JWT signed by it. The claims here are as short as they can be.
func TestUserIDIsNoClaims(t *testing.T) {
	a := newAuth(t, newWorld(), func(o *Options) {
		o.Clock, o.Identities = func() time.Time { return time.Unix(18e8-3600, 0) }, keyRing{"identity:s": shopKey}
	})
	enc := base64.RawURLEncoding.EncodeToString
	for name, tc := range map[string]struct {
		exp  string
		want bool
	}{
		"short enough for an id": {"18e8", false},
		"longer than any":        {"1800000000", true},
	} {
		input := enc([]byte(`{"alg":"HS256"}`)) + "." + enc([]byte(`{"sub":"1","aud":"s","exp":`+tc.exp+`}`))
		if len(input) <= identityRunes == tc.want {
			t.Fatalf("%s: %d", name, len(input))
		}
		raw, err := hex.DecodeString(sum(shopKey, input))
		if err != nil {
			t.Fatal(err)
		}
		if p, _, err := a.Identity(t.Context(), "s", input+"."+enc(raw)); (err == nil) != tc.want {
			t.Errorf("%s: %+v, %v", name, p, err)
		}
	}
}

// TestKeyConfusion: a token cannot choose how it is checked.
func TestKeyConfusion(t *testing.T) {
	now := time.Now()
	a := newAuth(t, newWorld(), func(o *Options) {
		o.Clock, o.Identities = func() time.Time { return now }, keyRing{"identity:shop": shopKey}
	})
	key, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		t.Fatal(err)
	}
	claims := of(now, nil)
	named := jwt.NewWithClaims(jwt.SigningMethodHS256, claims)
	named.Header["kid"], named.Header["jku"] = "../../dev/null", "https://evil.example/keys"
	byEmpty, err := named.SignedString([]byte(""))
	if err != nil {
		t.Fatal(err)
	}
	hs := signed(t, jwt.SigningMethodHS256, []byte(shopKey), claims)
	renamed := func(header string) string {
		return base64.RawURLEncoding.EncodeToString([]byte(header)) + hs[strings.Index(hs, "."):]
	}
	for name, token := range map[string]string{
		"RS256 of their own":      signed(t, jwt.SigningMethodRS256, key, claims),
		"a key that it names":     byEmpty,
		"none":                    renamed(`{"alg":"none"}`),
		"none, in another case":   renamed(`{"alg":"nOnE"}`),
		"none, without signature": signed(t, jwt.SigningMethodNone, jwt.UnsafeAllowNoneSignatureType, claims),
		"RS256 over HMAC":         renamed(`{"alg":"RS256"}`),
		"no algorithm":            renamed(`{"typ":"JWT"}`),
		"two algorithms":          renamed(`{"alg":"none","alg":"HS256"}`),
		"a JWT as simple form":    "hmac:" + hs,
	} {
		if p, _, err := a.Identity(t.Context(), "shop", token); !fault.Is(err, fault.Denied) {
			t.Errorf("%s: %+v, %v", name, p, err)
		}
	}
	if _, _, err := a.Identity(t.Context(), "shop", hs); err != nil {
		t.Errorf("the right one: %v", err)
	}
}

// TestKeysAreRotatedLive: a key counts from the moment it is drawn to the moment
// it is dropped.
func TestKeysAreRotatedLive(t *testing.T) {
	ring := keyRing{"identity:shop": shopKey}
	a := newAuth(t, newWorld(), func(o *Options) { o.Identities = ring })
	old, next := simple(shopKey, "xk1"), simple(nextKey, "xk1")
	for _, step := range []struct {
		name, keys string
		old, next  bool
	}{
		{"before", shopKey, true, false},
		{"rotated", nextKey + "\n" + shopKey, true, true},
		{"the old one dropped", nextKey, false, true},
	} {
		ring["identity:shop"] = step.keys
		for _, try := range []struct {
			name, token string
			want        bool
		}{{"old", old, step.old}, {"new", next, step.next}} {
			if _, _, err := a.Identity(t.Context(), "shop", try.token); (err == nil) != try.want {
				t.Errorf("%s, the %s key: %v", step.name, try.name, err)
			}
		}
	}
}

// FuzzSimpleIdentity: no bytes but those that a key signed prove anything.
func FuzzSimpleIdentity(f *testing.F) {
	a := newAuth(f, newWorld(), func(o *Options) { o.Identities = keyRing{"identity:shop": shopKey} })
	good := simple(shopKey, "xk10001")
	f.Add(good)
	f.Add(good[:len(good)-1])
	f.Add("hmac::" + sum(shopKey, ""))
	f.Fuzz(func(t *testing.T, token string) {
		p, _, err := a.Identity(t.Context(), "shop", token)
		if err == nil && !strings.EqualFold(token[len(token)-64:], good[len(good)-64:]) {
			t.Fatalf("%q proves %+v", token, p)
		}
	})
}
