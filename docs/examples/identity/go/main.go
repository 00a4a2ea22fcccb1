// Command go prints a signed identity for a customer of a shop, as the shop's
// server hands it to the page: go run ./docs/examples/identity/go jwt xk10001 张伟.
// YIWEN_KEY is what "yiwen identity-key" printed, YIWEN_SITE the site's id. It
// needs nothing but the standard library; copy what you need.
package main

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"time"
	"unicode/utf8"
)

// claims are what the shop says of its customer. More may be said: see docs/embed.md.
type claims struct {
	User    string `json:"sub"`
	Site    string `json:"aud"`
	Expires int64  `json:"exp"` // seconds since 1970, at most a day ahead
	Name    string `json:"name,omitempty"`
}

// jwt signs claims.
func jwt(key string, c claims) (string, error) {
	payload, err := json.Marshal(c)
	if err != nil {
		return "", err
	}
	enc := base64.RawURLEncoding
	signed := enc.EncodeToString([]byte(`{"alg":"HS256","typ":"JWT"}`)) + "." + enc.EncodeToString(payload)
	return signed + "." + enc.EncodeToString(sum(key, signed)), nil
}

// simple signs a customer's id and nothing else.
func simple(key, user string) string {
	return "hmac:" + base64.RawURLEncoding.EncodeToString([]byte(user)) + ":" + hex.EncodeToString(sum(key, user))
}

func sum(key, s string) []byte {
	h := hmac.New(sha256.New, []byte(key))
	h.Write([]byte(s))
	return h.Sum(nil)
}

// identity signs user in the form asked for.
func identity(form, key, site, user, name string) (string, error) {
	switch n := utf8.RuneCountInString(user); {
	case key == "":
		return "", errors.New("YIWEN_KEY is not set")
	case n < 1 || n > 64:
		// A longer "id" could be made to be the claims of a JWT.
		return "", errors.New("an id has 1 to 64 characters")
	case form == "jwt":
		return jwt(key, claims{User: user, Site: site, Expires: time.Now().Add(time.Hour).Unix(), Name: name})
	case form == "hmac":
		return simple(key, user), nil
	}
	return "", fmt.Errorf("%q is neither jwt nor hmac", form)
}

func main() {
	args := append(os.Args[1:], "", "", "")
	site := os.Getenv("YIWEN_SITE")
	if site == "" {
		site = "default"
	}
	s, err := identity(args[0], os.Getenv("YIWEN_KEY"), site, args[1], args[2])
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	fmt.Println(s)
}
