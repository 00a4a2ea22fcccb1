package storetest

import (
	"bytes"
	"context"
	"testing"
	"time"

	"yiwen/bot/fault"
)

func keeperTests() []namedTest {
	return []namedTest{
		{"SecretIsDrawnOnce", secretOnce},
		{"SecretIsRenewed", secretRenewed},
		{"SessionsExpire", sessions},
	}
}

func secretOnce(t *testing.T, s Store) {
	ctx := context.Background()
	a, err := s.Secret(ctx, "visitor", 32)
	check(t, err)
	again, err := s.Secret(ctx, "visitor", 32)
	check(t, err)
	b, err := s.Secret(ctx, "session", 32)
	check(t, err)
	if len(a) != 32 || !bytes.Equal(a, again) || bytes.Equal(a, b) {
		t.Errorf("secrets %x, %x and %x", a, again, b)
	}
	_, err = s.Secret(ctx, "visitor", 64)
	wantKind(t, err, fault.Invalid)
	_, err = s.Secret(ctx, "", 32)
	wantKind(t, err, fault.Invalid)
	_, err = s.Secret(ctx, "short", 8)
	wantKind(t, err, fault.Invalid)
}

// secretRenewed: a secret that people hand out is read without being drawn, and
// changed as a whole or not at all.
func secretRenewed(t *testing.T, s Store) {
	ctx := context.Background()
	_, err := s.ReadSecret(ctx, "identity:default")
	wantKind(t, err, fault.NotFound)
	var before []byte
	renew := func(to string) {
		t.Helper()
		check(t, s.ChangeSecret(ctx, "identity:default", func(old []byte) ([]byte, error) {
			if !bytes.Equal(old, before) || (old == nil) != (before == nil) {
				t.Errorf("the secret was %q, want %q", old, before)
			}
			return []byte(to), nil
		}))
		before = []byte(to)
		got, err := s.ReadSecret(ctx, "identity:default")
		check(t, err)
		if string(got) != to {
			t.Errorf("the secret is %q, want %q", got, to)
		}
	}
	renew("first")
	renew("second\nfirst\x00\xff")
	refused := fault.New(fault.Denied, "no")
	err = s.ChangeSecret(ctx, "identity:default", func([]byte) ([]byte, error) { return []byte("third"), refused })
	wantKind(t, err, fault.Denied)
	got, err := s.ReadSecret(ctx, "identity:default")
	check(t, err)
	if !bytes.Equal(got, before) {
		t.Errorf("the secret is %q after a change that was refused", got)
	}
	drawn, err := s.Secret(ctx, "visitor", 32)
	check(t, err)
	if got, err = s.ReadSecret(ctx, "visitor"); err != nil || !bytes.Equal(got, drawn) {
		t.Errorf("drawn %x, read %x, error %v", drawn, got, err)
	}
}

func sessions(t *testing.T, s Store) {
	n, data := s.Sessions(), []byte{0, 1, 0xff, 'x'}
	check(t, n.Commit("live", []byte("old"), Now().Add(time.Minute)))
	check(t, n.Commit("live", data, Now().Add(time.Hour)))
	check(t, n.Commit("stale", data, Now()))
	check(t, n.Commit("gone", data, Now().Add(time.Hour)))
	check(t, n.Delete("gone"))
	check(t, n.Delete("never"))
	wantKind(t, n.Commit("", data, Now()), fault.Invalid)
	want := map[string]bool{"live": true, "stale": false, "gone": false, "never": false}
	for token, live := range want {
		got, found, err := n.Find(token)
		check(t, err)
		if found != live || (live && !bytes.Equal(got, data)) {
			t.Errorf("session %s: found %v %x", token, found, got)
		}
	}
	check(t, s.Sweep(context.Background(), Now().Add(time.Minute)))
	if _, found, err := n.Find("live"); err != nil || !found {
		t.Errorf("a live session was swept, error %v", err)
	}
	check(t, s.Sweep(context.Background(), Now().Add(time.Hour)))
	if _, found, err := n.Find("live"); err != nil || found {
		t.Errorf("an expired session was not swept, error %v", err)
	}
}
