package auth

import (
	"context"
	"errors"
	"strings"
	"testing"
	"testing/synctest"

	"yiwen/bot/fault"
)

func TestHashPasswordRules(t *testing.T) {
	for name, bad := range map[string]string{
		"empty":         "",
		"seven":         "1234567",
		"seven Chinese": "一二三四五六七",
		"129":           strings.Repeat("长", 129),
		"not UTF-8":     "12345678\xff",
		"a line break":  "12345678\n",
		"NUL":           "12345678\x00",
	} {
		if hash, err := HashPassword(bad); !fault.Is(err, fault.Invalid) || hash != "" {
			t.Errorf("%s: %q, %v", name, hash, err)
		}
	}
}

func TestHashPasswordMatchesItself(t *testing.T) {
	p := newPasswords()
	// e with an acute accent, as one character and as two
	hash, err := HashPassword("密码要长一点caf\u00e9")
	if err != nil {
		t.Fatal(err)
	}
	if !strings.HasPrefix(hash, "$argon2id$v=19$m=65536,t=2,p=1$") {
		t.Errorf("hash %q", hash)
	}
	for password, want := range map[string]bool{
		"密码要长一点caf\u00e9": true, "密码要长一点cafe\u0301": true, "密码要长一点cafe": false, "": false,
	} {
		if got, err := p.match(t.Context(), password, hash); err != nil || got != want {
			t.Errorf("%q: %v, %v", password, got, err)
		}
		if got, err := PasswordMatches(password, hash); err != nil || got != want {
			t.Errorf("PasswordMatches %q: %v, %v", password, got, err)
		}
	}
	if _, err := PasswordMatches("12345678", "not a hash"); err == nil {
		t.Error("PasswordMatches took a broken hash")
	}
	if got, err := p.match(t.Context(), "", p.nobody); err != nil || got {
		t.Errorf("nobody's hash: %v, %v", got, err)
	}
	if _, err := p.match(t.Context(), "12345678", "not a hash"); fault.KindOf(err) != fault.Internal || err == nil {
		t.Errorf("a broken hash: %v", err)
	}
}

func TestMatchWaitsForItsTurnAndNotForEver(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := newPasswords()
		release := make(chan struct{})
		running, most := make(chan int, 1), 0
		running <- 0
		p.compare = func(string, string) (bool, error) {
			n := <-running + 1
			most = max(most, n)
			running <- n
			<-release
			running <- <-running - 1
			return true, nil
		}
		results := make(chan error, 10)
		for range 10 {
			go func() {
				_, err := p.match(context.Background(), "x", "y")
				results <- err
			}()
		}
		for range 10 - hashSlots { // those without a slot, once hashWait is over
			if err := <-results; !fault.Is(err, fault.Busy) {
				t.Errorf("without a slot: %v", err)
			}
		}
		ctx, cancel := context.WithCancel(t.Context())
		cancel()
		if _, err := p.match(ctx, "x", "y"); !fault.Is(err, fault.Busy) || !errors.Is(err, context.Canceled) {
			t.Errorf("cancelled: %v", err)
		}
		close(release)
		for range hashSlots {
			if err := <-results; err != nil {
				t.Errorf("with a slot: %v", err)
			}
		}
		if most != hashSlots {
			t.Errorf("%d hashes at a time", most)
		}
	})
}
