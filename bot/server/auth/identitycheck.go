package auth

import (
	"context"
	"errors"
	"strings"
	"time"

	"github.com/golang-jwt/jwt/v5"

	"yiwen/bot/chat"
	"yiwen/bot/fault"
)

// IdentityProblem is why an identity proves nothing, for those who build what
// signs it. The list is closed.
type IdentityProblem string

// The problems of an identity. Of several the first of the list is told.
const (
	IdentityNoKey     IdentityProblem = "no_key"     // the site has no key yet
	IdentityMalformed IdentityProblem = "malformed"  // it is neither a JWT nor of the simple form
	IdentityAlgorithm IdentityProblem = "algorithm"  // a JWT of another algorithm than HS256
	IdentitySignature IdentityProblem = "signature"  // no key of the site has signed it
	IdentityAudience  IdentityProblem = "audience"   // it is for another site, or for none
	IdentityNoEnd     IdentityProblem = "no_end"     // it has no exp
	IdentityExpired   IdentityProblem = "expired"    // exp is over
	IdentityTooLong   IdentityProblem = "too_long"   // exp is more than a day away
	IdentityEarly     IdentityProblem = "early"      // nbf or iat is to come
	IdentityNoSubject IdentityProblem = "no_subject" // no sub, or one that is not usable
	IdentityOther     IdentityProblem = "other"      // a claim is of another type than it should be
)

// IdentityCheck is what there is to say about an identity.
type IdentityCheck struct {
	Simple   bool            // it is of the simple form
	Problem  IdentityProblem // "" = it counts
	Profile  chat.Profile    // what it proves, where it counts
	Audience []string        // whom it is for, where that is signed and wrong
	Expires  time.Time       // its end, where that is signed; zero = none
	OldKey   bool            // signed with the key that is being replaced
}

// CheckIdentity says what token would prove at site, as Identity does, and why it
// does not. Of what no key of the site has signed nothing is told. It is not
// counted as an attempt of a customer; an error is a fault.Busy.
func (a *Auth) CheckIdentity(ctx context.Context, site chat.SiteID, token string) (IdentityCheck, error) {
	keys, err := a.identityKeys(ctx, site)
	if err != nil {
		return IdentityCheck{}, fault.Wrap(err, fault.Busy, "系统繁忙，请稍后再试")
	}
	p, err := a.proven(site, token, keys)
	c := IdentityCheck{Simple: strings.HasPrefix(token, simplePrefix), Profile: p, Problem: identityProblem(token, err)}
	switch c.Problem {
	case "":
		_, err := a.proven(site, token, keys[:1])
		c.OldKey = err != nil
	case IdentityNoKey, IdentityMalformed, IdentityAlgorithm, IdentitySignature:
		return c, nil
	}
	_, said := claimed(token) // a key of the site has signed it
	if said.ExpiresAt != nil {
		c.Expires = said.ExpiresAt.Time
	}
	if c.Problem == IdentityAudience {
		c.Audience = said.Audience
	}
	return c, nil
}

// identityProblem names what is wrong with a token that was refused for err.
func identityProblem(token string, err error) IdentityProblem {
	if err == nil {
		return ""
	}
	for _, known := range []struct {
		err     error
		problem IdentityProblem
	}{
		{errNoKey, IdentityNoKey},
		{errForm, IdentityMalformed},
		{jwt.ErrTokenMalformed, IdentityMalformed},
		{errSignature, IdentitySignature},
		{jwt.ErrTokenSignatureInvalid, IdentitySignature},
		{jwt.ErrTokenInvalidAudience, IdentityAudience},
		{jwt.ErrTokenRequiredClaimMissing, IdentityNoEnd},
		{jwt.ErrTokenExpired, IdentityExpired},
		{errTooLong, IdentityTooLong},
		{jwt.ErrTokenNotValidYet, IdentityEarly},
		{jwt.ErrTokenUsedBeforeIssued, IdentityEarly},
		{errNoSubject, IdentityNoSubject},
	} {
		if !errors.Is(err, known.err) {
			continue
		}
		header, said := claimed(token)
		switch {
		case known.problem == IdentitySignature && header != "" && header != jwt.SigningMethodHS256.Alg():
			return IdentityAlgorithm
		case known.problem == IdentityNoEnd && len(said.Audience) == 0:
			return IdentityAudience
		}
		return known.problem
	}
	return IdentityOther
}

// claimed returns the algorithm and the claims that token names, whoever made it;
// nothing where it is no JWT.
func claimed(token string) (algorithm string, c claims) {
	t, _, err := jwt.NewParser().ParseUnverified(token, &c)
	if err != nil {
		return "", claims{}
	}
	algorithm, _ = t.Header["alg"].(string)
	return algorithm, c
}
