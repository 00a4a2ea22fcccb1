package auth

import (
	"errors"
	"fmt"
	"net/http"
	"sync"
	"testing"
	"time"

	"yiwen/bot/fault"
)

// clock is a time that only the test moves.
type clock struct {
	mu  sync.Mutex
	now time.Time
}

func (c *clock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.now
}

func (c *clock) pass(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.now = c.now.Add(d)
}

func throttledAuth(t *testing.T) (*Auth, *clock) {
	t.Helper()
	c := &clock{now: time.Date(2026, 11, 22, 9, 0, 0, 0, time.UTC)}
	return newAuth(t, newWorld(), func(o *Options) { o.Clock = c.Now }), c
}

// from tries to sign in as id from address and returns how long the throttle
// asks to wait, or 0 with the error of the try itself.
func from(t *testing.T, a *Auth, address, id, password string, cookies ...*http.Cookie) (time.Duration, error) {
	t.Helper()
	r := request(cookies...)
	r.RemoteAddr = address + ":1"
	_, _, err := a.SignIn(r, id, password)
	var slow *Throttled
	if errors.As(err, &slow) {
		if !fault.Is(err, fault.Busy) {
			t.Errorf("throttled is not busy: %v", err)
		}
		return slow.After, nil
	}
	return 0, err
}

func TestDelayGrowsAndEnds(t *testing.T) {
	a, c := throttledAuth(t)
	for i := range nameFree {
		if wait, err := from(t, a, "192.0.2.1", "agent1", "wrong"); wait != 0 || !fault.Is(err, fault.Denied) {
			t.Fatalf("free try %d: %s, %v", i, wait, err)
		}
	}
	for _, want := range []time.Duration{1, 2, 4, 8, 16, 32, 60, 60} {
		want *= time.Second
		if wait, _ := from(t, a, "192.0.2.1", "agent1", "agent1-password"); wait != want {
			t.Fatalf("waits %s, want %s", wait, want)
		}
		c.pass(want) // a refused try does not make it longer
		if wait, err := from(t, a, "192.0.2.1", "agent1", "wrong"); wait != 0 || !fault.Is(err, fault.Denied) {
			t.Fatalf("after the delay: %s, %v", wait, err)
		}
	}
	c.pass(forgetAfter)
	if wait, err := from(t, a, "192.0.2.1", "agent1", "agent1-password"); wait != 0 || err != nil {
		t.Fatalf("forgotten: %s, %v", wait, err)
	}
}

func TestGuessingOneNameFromManyAddresses(t *testing.T) {
	a, _ := throttledAuth(t)
	tried := 0
	for i := range 200 {
		if wait, _ := from(t, a, fmt.Sprintf("192.0.2.%d", i), "agent1", "wrong"); wait == 0 {
			tried++
		}
	}
	if tried != nameFree {
		t.Errorf("%d guesses at once", tried)
	}
}

func TestGuessingManyNamesFromOneAddress(t *testing.T) {
	a, _ := throttledAuth(t)
	tried := 0
	for i := range 200 {
		if wait, _ := from(t, a, "192.0.2.1", fmt.Sprintf("name%d", i), "wrong"); wait == 0 {
			tried++
		}
	}
	if tried != addressFree {
		t.Errorf("%d guesses at once", tried)
	}
	if wait, err := from(t, a, "192.0.2.2", "agent1", "agent1-password"); wait != 0 || err != nil {
		t.Errorf("another address is shut out: %s, %v", wait, err)
	}
}

func TestHammeringANameDoesNotShutItsOwnerOut(t *testing.T) {
	a, c := throttledAuth(t)
	cookies := signIn(t, a, "agent1")
	for i := range 50 {
		from(t, a, fmt.Sprintf("198.51.100.%d", i), "agent1", "wrong")
		c.pass(time.Minute)
	}
	from(t, a, "198.51.100.99", "agent1", "wrong")
	if wait, _ := from(t, a, "192.0.2.9", "agent1", "agent1-password"); wait == 0 {
		t.Error("a stranger is not delayed")
	}
	if wait, err := from(t, a, "192.0.2.9", "agent1", "agent1-password", cookies[1]); wait != 0 || err != nil {
		t.Errorf("his own browser: %s, %v", wait, err)
	}
	// The cookie is good for its name alone, and does not make guessing free.
	if wait, _ := from(t, a, "192.0.2.9", "editor1", "wrong", cookies[1]); wait != 0 {
		t.Errorf("editor1 was not hammered: %s", wait)
	}
	for range nameFree + 1 {
		from(t, a, "192.0.2.9", "agent1", "wrong", cookies[1])
	}
	if wait, _ := from(t, a, "192.0.2.9", "agent1", "wrong", cookies[1]); wait == 0 {
		t.Error("a device guesses without delay")
	}
}

func TestHammeringFromAnAddressDoesNotShutItsDevicesOut(t *testing.T) {
	a, _ := throttledAuth(t)
	cookies := signIn(t, a, "agent1")
	for i := range 200 {
		from(t, a, "192.0.2.1", fmt.Sprintf("name%d", i), "wrong")
	}
	if wait, _ := from(t, a, "192.0.2.1", "editor1", "editor1-password"); wait == 0 {
		t.Error("a stranger behind a hammered address is not delayed")
	}
	if wait, err := from(t, a, "192.0.2.1", "agent1", "agent1-password", cookies[1]); wait != 0 || err != nil {
		t.Errorf("a known device behind it: %s, %v", wait, err)
	}
}

func TestAProxyNobodyTrustsIsNotOneGuesser(t *testing.T) {
	a, _ := throttledAuth(t)
	for i := range 200 {
		from(t, a, "127.0.0.1", fmt.Sprintf("name%d", i), "wrong")
	}
	if wait, err := from(t, a, "127.0.0.1", "agent1", "agent1-password"); wait != 0 || err != nil {
		t.Errorf("everybody behind it waits: %s, %v", wait, err)
	}
}

func TestBusyAndBrokenTriesAreNotFailures(t *testing.T) {
	a, _ := throttledAuth(t)
	compare := a.passwords.compare
	a.passwords.compare = func(string, string) (bool, error) { return false, errors.New("broken") }
	for range 3 * nameFree {
		if wait, err := from(t, a, "192.0.2.1", "agent1", "agent1-password"); wait != 0 || fault.KindOf(err) != fault.Internal {
			t.Fatalf("%s, %v", wait, err)
		}
	}
	a.passwords.compare = compare
	for range 3 * nameFree { // nor are successes
		if wait, err := from(t, a, "192.0.2.1", "agent1", "agent1-password"); wait != 0 || err != nil {
			t.Fatalf("%s, %v", wait, err)
		}
	}
}

func TestTriesAtTheSameTimeSeeEachOther(t *testing.T) {
	a, _ := throttledAuth(t)
	var wg sync.WaitGroup
	var mu sync.Mutex
	compared := 0
	a.passwords.compare = func(string, string) (bool, error) {
		mu.Lock()
		defer mu.Unlock()
		compared++
		return false, nil
	}
	for i := range 100 {
		wg.Go(func() { from(t, a, fmt.Sprintf("192.0.2.%d", i), "agent1", "wrong") })
	}
	wg.Wait()
	if compared != nameFree {
		t.Errorf("%d guesses got a hash", compared)
	}
}

func TestThrottleIsBounded(t *testing.T) {
	a, _ := throttledAuth(t)
	for i := range throttleKeys + 1000 {
		a.throttle.begin(attempt{fmt.Sprint(i): {free: 1, most: time.Second}})
	}
	if n := a.throttle.keys.Len(); n != throttleKeys {
		t.Errorf("%d keys", n)
	}
}
