package auth

import (
	"context"
	"encoding/base64"
	"errors"
	"fmt"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"github.com/alexedwards/argon2id"
	"golang.org/x/text/unicode/norm"

	"yiwen/bot/fault"
)

// Lengths of a password, in runes. Twelve or more are better, but the least is
// what NIST SP 800-63B asks where guessing is slowed down.
const (
	MinPassword = 8
	MaxPassword = 128
)

const (
	// hashSlots bounds what sign-ins can take from the bot: 64 MiB and one
	// processor for about 0.1 s each.
	hashSlots = 2
	// hashWait is how long a sign-in waits for a slot. Who waits longer is one
	// of many, and is told to come back.
	hashWait = 5 * time.Second
)

// cost is the work of one hash: RFC 9106 asks for 64 MiB where memory is
// short, and one lane because sign-ins run beside each other anyway. It is part
// of every hash, so that raising it leaves old ones valid.
func cost() *argon2id.Params {
	return &argon2id.Params{Memory: 64 * 1024, Iterations: 2, Parallelism: 1, SaltLength: 16, KeyLength: 32}
}

// HashPassword checks password against the rules and returns what is stored in
// its place: an argon2id hash with its salt. It takes 64 MiB and about 0.1 s.
// A password that breaks the rules is a fault.Invalid.
func HashPassword(password string) (string, error) {
	switch n := utf8.RuneCountInString(password); {
	case !utf8.ValidString(password):
		return "", fault.New(fault.Invalid, "密码不是有效的文字")
	case n < MinPassword || n > MaxPassword:
		return "", fault.New(fault.Invalid, "密码长度应为 %d 到 %d 个字符，现在是 %d 个", MinPassword, MaxPassword, n)
	case strings.ContainsFunc(password, unicode.IsControl):
		return "", fault.New(fault.Invalid, "密码不能含有换行等控制字符")
	}
	hash, err := argon2id.CreateHash(normal(password), cost())
	if err != nil {
		return "", fmt.Errorf("hash a password: %w", err)
	}
	return hash, nil
}

// PasswordMatches reports whether hash is of password. It takes what
// HashPassword takes, and is not for sign-ins, which are counted and queued.
// The error is of a hash that is none.
func PasswordMatches(password, hash string) (bool, error) {
	match, err := argon2id.ComparePasswordAndHash(normal(password), hash)
	if err != nil {
		return false, fmt.Errorf("compare a password: %w", err)
	}
	return match, nil
}

// normal makes the same characters the same bytes on every keyboard (RFC 8265
// section 4.2 asks for NFC).
func normal(password string) string { return norm.NFC.String(password) }

// passwords compares passwords with hashes, a few at a time.
type passwords struct {
	slots   chan struct{}
	compare func(password, hash string) (bool, error)
	nobody  string // a hash of the usual cost that no password has
}

func newPasswords() *passwords {
	c := cost()
	raw := base64.RawStdEncoding
	return &passwords{
		slots:   make(chan struct{}, hashSlots),
		compare: argon2id.ComparePasswordAndHash,
		nobody: fmt.Sprintf("$argon2id$v=19$m=%d,t=%d,p=%d$%s$%s", c.Memory, c.Iterations, c.Parallelism,
			raw.EncodeToString(make([]byte, c.SaltLength)), raw.EncodeToString(make([]byte, c.KeyLength))),
	}
}

// match reports whether password belongs to hash. It waits up to hashWait for a
// slot and returns a fault.Busy where none came free.
func (p *passwords) match(ctx context.Context, password, hash string) (bool, error) {
	timer := time.NewTimer(hashWait)
	defer timer.Stop()
	select {
	case p.slots <- struct{}{}:
		defer func() { <-p.slots }()
	case <-timer.C:
		return false, fault.New(fault.Busy, "登录的人太多，请稍后再试")
	case <-ctx.Done():
		return false, fault.Wrap(ctx.Err(), fault.Busy, "请求已取消")
	}
	ok, err := p.compare(normal(password), hash)
	if err != nil {
		return false, fmt.Errorf("compare a password with the stored hash: %w", err)
	}
	return ok, nil
}

// errWrong is the one answer to an unknown name and to a wrong password.
func errWrong() error {
	return fault.Wrap(errors.New("unknown name or wrong password"), fault.Denied, "用户名或密码不正确")
}
