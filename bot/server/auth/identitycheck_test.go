package auth

import (
	"context"
	"testing"
	"time"

	"github.com/golang-jwt/jwt/v5"
	"github.com/google/go-cmp/cmp"

	"yiwen/bot/chat"
	"yiwen/bot/fault"
)

// TestCheckIdentity: whoever builds what signs is told what is wrong, and nothing of
// what nobody has signed.
func TestCheckIdentity(t *testing.T) {
	now := time.Date(2026, 11, 22, 8, 0, 0, 0, time.UTC)
	a := newAuth(t, newWorld(), func(o *Options) {
		o.Clock = func() time.Time { return now }
		o.Identities = keyRing{"identity:shop": shopKey + "\n" + nextKey, "identity:broken": "broken"}
	})
	hs := func(key string, change jwt.MapClaims) string {
		return signed(t, jwt.SigningMethodHS256, []byte(key), of(now, change))
	}
	at := func(d time.Duration) int64 { return now.Add(d).Unix() }
	inAnHour := time.Unix(at(time.Hour), 0)
	for name, tc := range map[string]struct {
		site  chat.SiteID
		token string
		want  IdentityCheck
	}{
		"good":                     {"shop", hs(shopKey, jwt.MapClaims{"name": "李女士", "vip": true}), IdentityCheck{Profile: chat.Profile{User: "xk10001", Name: "李女士", VIP: true}, Expires: inAnHour}},
		"signed with the old key":  {"shop", hs(nextKey, nil), IdentityCheck{Profile: chat.Profile{User: "xk10001"}, Expires: inAnHour, OldKey: true}},
		"the simple form":          {"shop", simple(shopKey, "xk10001"), IdentityCheck{Simple: true, Profile: chat.Profile{User: "xk10001"}}},
		"the simple form, old key": {"shop", simple(nextKey, "xk10001"), IdentityCheck{Simple: true, Profile: chat.Profile{User: "xk10001"}, OldKey: true}},
		"no key":                   {"other", hs(shopKey, nil), IdentityCheck{Problem: IdentityNoKey}},
		"no key, simple":           {"other", simple(shopKey, "xk10001"), IdentityCheck{Simple: true, Problem: IdentityNoKey}},
		"nonsense":                 {"shop", "abc", IdentityCheck{Problem: IdentityMalformed}},
		"long nonsense":            {"shop", "............................................................................", IdentityCheck{Problem: IdentityMalformed}},
		"half a simple form":       {"shop", "hmac:eGs", IdentityCheck{Simple: true, Problem: IdentityMalformed}},
		"another algorithm":        {"shop", signed(t, jwt.SigningMethodHS512, []byte(shopKey), of(now, nil)), IdentityCheck{Problem: IdentityAlgorithm}},
		"no algorithm":             {"shop", signed(t, jwt.SigningMethodNone, jwt.UnsafeAllowNoneSignatureType, of(now, nil)), IdentityCheck{Problem: IdentityAlgorithm}},
		"another's key":            {"shop", hs("k9-0123456789abcdef0123456789abcdef", nil), IdentityCheck{Problem: IdentitySignature}},
		"another's key, simple":    {"shop", simple("k9-0123456789abcdef0123456789abcdef", "xk10001"), IdentityCheck{Simple: true, Problem: IdentitySignature}},
		"for another site":         {"shop", hs(shopKey, jwt.MapClaims{"aud": "erp"}), IdentityCheck{Problem: IdentityAudience, Audience: []string{"erp"}, Expires: inAnHour}},
		"for another site, over":   {"shop", hs(shopKey, jwt.MapClaims{"aud": "erp", "exp": at(-time.Hour)}), IdentityCheck{Problem: IdentityAudience, Audience: []string{"erp"}, Expires: time.Unix(at(-time.Hour), 0)}},
		"for no site":              {"shop", hs(shopKey, jwt.MapClaims{"aud": nil}), IdentityCheck{Problem: IdentityAudience, Expires: inAnHour}},
		"no end":                   {"shop", hs(shopKey, jwt.MapClaims{"exp": nil}), IdentityCheck{Problem: IdentityNoEnd}},
		"over":                     {"shop", hs(shopKey, jwt.MapClaims{"exp": at(-2 * time.Minute)}), IdentityCheck{Problem: IdentityExpired, Expires: time.Unix(at(-2*time.Minute), 0)}},
		"for a week":               {"shop", hs(shopKey, jwt.MapClaims{"exp": at(168 * time.Hour)}), IdentityCheck{Problem: IdentityTooLong, Expires: time.Unix(at(168*time.Hour), 0)}},
		"of tomorrow":              {"shop", hs(shopKey, jwt.MapClaims{"nbf": at(30 * time.Minute)}), IdentityCheck{Problem: IdentityEarly, Expires: inAnHour}},
		"nobody":                   {"shop", hs(shopKey, jwt.MapClaims{"sub": nil}), IdentityCheck{Problem: IdentityNoSubject, Expires: inAnHour}},
	} {
		got, err := a.CheckIdentity(context.Background(), tc.site, tc.token)
		if diff := cmp.Diff(tc.want, got); diff != "" || err != nil {
			t.Errorf("%s: %v %s", name, err, diff)
		}
		// What is checked counts exactly as where it is used.
		if _, _, err := a.Identity(context.Background(), tc.site, tc.token); (err == nil) != (tc.want.Problem == "") {
			t.Errorf("%s: Identity says %v", name, err)
		}
	}
	if _, err := a.CheckIdentity(context.Background(), "broken", "abc"); !fault.Is(err, fault.Busy) {
		t.Errorf("without a data base: %v", err)
	}
}
