package auth

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"fmt"
	"strings"
)

// simplePrefix begins an identity of the simple form.
const simplePrefix = "hmac:"

// simpleIdentity returns the shop's id of its customer out of the simple form
// behind its prefix: the id in unpadded base64url, a colon, and HMAC-SHA256 of the
// id with a key of the site in hexadecimal.
//
// A shop needs three lines for it and no library, and gets less: the id alone is
// proven, and for as long as the key counts. The same key signs JWTs, so a shop
// that signed whatever its customers call themselves could be made to sign a JWT's
// claims. An id of at most identityRunes is none: a JWT that is so short is refused,
// and shops are told to sign no longer id.
func simpleIdentity(s string, keys [][]byte) (string, error) {
	if len(keys) == 0 {
		return "", errNoKey
	}
	if len(s) > maxSimple {
		return "", errNoSubject
	}
	id, sum, ok := strings.Cut(s, ":")
	if !ok || strings.ContainsAny(id, "\r\n") { // which the decoder would skip
		return "", fmt.Errorf("%w: it is not of the simple form", errForm)
	}
	user, err := base64.RawURLEncoding.Strict().DecodeString(id)
	if err != nil {
		return "", fmt.Errorf("%w: its id is not base64url", errForm)
	}
	given, err := hex.DecodeString(sum)
	if err != nil {
		return "", fmt.Errorf("%w: its signature is not hexadecimal", errForm)
	}
	for _, key := range keys {
		h := hmac.New(sha256.New, key)
		h.Write(user)
		if !hmac.Equal(given, h.Sum(nil)) {
			continue
		}
		if !usable(string(user)) {
			return "", errNoSubject
		}
		return string(user), nil
	}
	return "", errSignature
}

// maxSimple bounds the work on a simple form that may be anything: identityRunes
// of four bytes each in base64, a colon and the signature.
const maxSimple = 512
