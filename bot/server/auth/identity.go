package auth

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"github.com/golang-jwt/jwt/v5"

	"yiwen/bot/chat"
	"yiwen/bot/fault"
)

// IdentityKeys are the keys with which shops sign who their customers are.
type IdentityKeys interface {
	// ReadSecret returns the secret known under name, or a fault.NotFound. It
	// draws none.
	ReadSecret(ctx context.Context, name string) ([]byte, error)
}

const (
	// identityFor is the longest that an identity may hold: it is made for a page
	// that is open now, and what leaks must grow old.
	identityFor = 24 * time.Hour
	// identityLeeway forgives clocks that differ.
	identityLeeway = time.Minute
	// identityKeys is how many keys of a site count: the one in use and, while it
	// is replaced, the one before or after it.
	identityKeys = 2
	// identityKeyLeast is the least length of a key in bytes. A shorter one can be
	// guessed, and then anybody is anybody.
	identityKeyLeast = 16
	// identityRunes bounds what is said of a customer, in runes.
	identityRunes = 64
	// phoneRunes bounds his phone number.
	phoneRunes = 20
)

// IdentitySecret is the name of the secret that holds the keys of site: one, or
// two that both count, a line each.
func IdentitySecret(site chat.SiteID) string { return "identity:" + string(site) }

// claims are what a shop signs of its customer.
type claims struct {
	jwt.RegisteredClaims
	Name         string           `json:"name"`
	Phone        string           `json:"phone"`
	Level        string           `json:"level"`
	VIP          bool             `json:"vip"`
	Merchant     bool             `json:"merchant"`
	RegisteredAt *jwt.NumericDate `json:"registered_at"`
}

// KeyMark tells the identity keys of a site apart, and nothing of what they are.
type KeyMark string

// Identity returns what the shop of site says of its customer in token, and by which
// of its keys. That is a JWT signed by HMAC-SHA256, for that site alone (aud), with
// a subject (sub, the shop's id of him) and an end (exp) at most a day away; or the
// simple form, which proves his id and nothing else, and has no end (see
// simpleIdentity). Anything else is a fault.Denied; where the keys cannot be read
// the error is a fault.Busy. It reads the data base, at every call: a key that was
// drawn or dropped counts, or does not, from the next one on.
func (a *Auth) Identity(ctx context.Context, site chat.SiteID, token string) (chat.Profile, KeyMark, error) {
	keys, err := a.identityKeys(ctx, site)
	if err != nil {
		return chat.Profile{}, "", fault.Wrap(err, fault.Busy, "系统繁忙，请稍后再试")
	}
	err = errNoKey
	for _, key := range keys {
		var p chat.Profile
		if p, err = a.proven(site, token, [][]byte{key}); err == nil {
			a.identities.WithLabelValues("ok").Inc()
			return p, markOf(key), nil
		}
	}
	a.identities.WithLabelValues("invalid").Inc()
	return chat.Profile{}, "", fault.Wrap(err, fault.Denied, "商城身份无效或已过期")
}

// KeyMarks returns the marks of the keys that count for site now: what another key
// has signed does so no more, whoever was let in with it. It reads the data base.
func (a *Auth) KeyMarks(ctx context.Context, site chat.SiteID) ([]KeyMark, error) {
	keys, err := a.identityKeys(ctx, site)
	marks := make([]KeyMark, len(keys))
	for i, key := range keys {
		marks[i] = markOf(key)
	}
	return marks, err
}

// markOf returns the mark of a key.
func markOf(key []byte) KeyMark {
	sum := sha256.Sum256(append([]byte("mark of an identity key:"), key...))
	return KeyMark(hex.EncodeToString(sum[:8]))
}

// proven returns what token proves with any of keys, in either form.
func (a *Auth) proven(site chat.SiteID, token string, keys [][]byte) (chat.Profile, error) {
	if simple, is := strings.CutPrefix(token, simplePrefix); is {
		user, err := simpleIdentity(simple, keys)
		return chat.Profile{User: user}, err
	}
	return a.identity(site, token, keys)
}

// identityKeys returns the keys of site, none where its shop signs nobody in.
func (a *Auth) identityKeys(ctx context.Context, site chat.SiteID) ([][]byte, error) {
	if a.keys == nil {
		return nil, nil
	}
	secret, err := a.keys.ReadSecret(ctx, IdentitySecret(site))
	if fault.Is(err, fault.NotFound) {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("read the identity keys of site %s: %w", site, err)
	}
	var keys [][]byte
	for line := range strings.SplitSeq(string(secret), "\n") {
		if line = strings.TrimSpace(line); len(line) >= identityKeyLeast && len(keys) < identityKeys {
			keys = append(keys, []byte(line))
		}
	}
	return keys, nil
}

// identity verifies token with any of keys.
func (a *Auth) identity(site chat.SiteID, token string, keys [][]byte) (chat.Profile, error) {
	if len(keys) == 0 {
		return chat.Profile{}, errNoKey
	}
	if strings.LastIndexByte(token, '.') <= identityRunes {
		// It may be an id that the shop signed in the simple form.
		return chat.Profile{}, fmt.Errorf("%w: it is too short", errForm)
	}
	set := jwt.VerificationKeySet{Keys: make([]jwt.VerificationKey, len(keys))}
	for i, key := range keys {
		set.Keys[i] = key
	}
	var c claims
	_, err := jwt.ParseWithClaims(token, &c, func(*jwt.Token) (any, error) { return set, nil },
		jwt.WithValidMethods([]string{jwt.SigningMethodHS256.Alg()}), jwt.WithExpirationRequired(),
		jwt.WithAudience(string(site)), jwt.WithLeeway(identityLeeway), jwt.WithTimeFunc(a.clock), jwt.WithStrictDecoding())
	switch {
	case err != nil:
		return chat.Profile{}, fmt.Errorf("verify an identity: %w", err)
	case c.ExpiresAt.After(a.clock().Add(identityFor + identityLeeway)):
		return chat.Profile{}, errTooLong
	case !usable(c.Subject):
		return chat.Profile{}, errNoSubject
	}
	p := chat.Profile{
		User: c.Subject, Name: line(c.Name, identityRunes), Level: line(c.Level, identityRunes), VIP: c.VIP, Merchant: c.Merchant,
	}
	if phone := line(c.Phone, phoneRunes); phone == c.Phone {
		p.Phone = phone // half a number is none
	}
	if at := c.RegisteredAt; at != nil && at.Unix() > 0 && at.Before(a.clock()) {
		p.RegisteredAt = at.UnixMilli()
	}
	return p, nil
}

// Why an identity proves nothing.
var (
	errNoKey     = errors.New("the site has no identity key")
	errForm      = errors.New("the identity is of neither form")
	errSignature = errors.New("the identity is not signed by a key of the site")
	errTooLong   = errors.New("the identity holds for more than a day")
	errNoSubject = errors.New("the identity has no subject that can be used")
)

// usable reports whether user can be the shop's id of a customer.
func usable(user string) bool {
	return user != "" && utf8.ValidString(user) && utf8.RuneCountInString(user) <= identityRunes && line(user, identityRunes) == user
}

// line returns s as one line of at most n runes, without what cannot be stored or
// shown: a shop's data is no better than what people once typed into its forms.
func line(s string, n int) string {
	s = strings.Map(func(r rune) rune {
		if r == utf8.RuneError || unicode.IsControl(r) {
			return -1
		}
		return r
	}, strings.TrimSpace(s))
	for i := range s {
		if n == 0 {
			return s[:i]
		}
		n--
	}
	return s
}
