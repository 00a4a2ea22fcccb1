package auth

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"strings"
)

// A token is "v1." + payload + "." + HMAC-SHA256, both in unpadded base64url.
// Tokens of different purposes are signed in different domains, so that one can
// never stand for the other.
const (
	tokenVersion = "v1."
	// maxToken bounds the work spent on a token that may be anything. The
	// longest that is made carries two ids and a site: 32 + 64 bytes.
	maxToken = 256
)

// sign returns the token that carries payload in domain.
func (a *Auth) sign(domain string, payload []byte) string {
	enc := base64.RawURLEncoding
	return tokenVersion + enc.EncodeToString(payload) + "." + enc.EncodeToString(a.mac(domain, payload))
}

// verify returns the payload of a token that sign made in domain. It compares
// in constant time, and Strict refuses the second spellings that base64 has of
// the same bytes: there is exactly one token for a payload.
func (a *Auth) verify(domain, token string) ([]byte, bool) {
	if len(token) > maxToken {
		return nil, false
	}
	body, ok := strings.CutPrefix(token, tokenVersion)
	if !ok || strings.ContainsAny(body, "\r\n") { // which the decoder would skip
		return nil, false
	}
	left, right, ok := strings.Cut(body, ".")
	if !ok {
		return nil, false
	}
	enc := base64.RawURLEncoding.Strict()
	payload, err := enc.DecodeString(left)
	if err != nil {
		return nil, false
	}
	mac, err := enc.DecodeString(right)
	if err != nil || !hmac.Equal(mac, a.mac(domain, payload)) {
		return nil, false
	}
	return payload, true
}

// mac is HMAC-SHA256 over the domain, a zero byte (no domain holds one) and
// the payload.
func (a *Auth) mac(domain string, payload []byte) []byte {
	h := hmac.New(sha256.New, a.key)
	h.Write([]byte(domain))
	h.Write([]byte{0})
	h.Write(payload)
	return h.Sum(nil)
}
