package httpd

import (
	"fmt"
	"math"
	"net/netip"
	"time"

	lru "github.com/hashicorp/golang-lru/v2"
	"golang.org/x/time/rate"

	"yiwen/bot/fault"
	"yiwen/bot/server/auth"
)

// keptLimiters is how many senders are remembered of each kind. Who falls out
// gets a full bucket again, which an attacker with that many could have anyway.
const keptLimiters = 1 << 14

// The buckets of what anybody can do without having signed in: a family behind
// one line, or a customer who sends ten screenshots, meets none of them.
const (
	uploadEvery, uploadBurst   = 3 * time.Second, 20 // of one visitor or agent
	addressEvery, addressBurst = time.Second, 60     // uploads and look-ups of one address
	guessEvery, guessBurst     = time.Minute, 10     // phones tried for one ticket
	// KiB that one address uploads: 300 MiB at once, then 256 MiB an hour. What is
	// uploaded and never sent lies for two days, on the disk that the log needs.
	kibEvery, kibBurst = time.Hour / (256 << 10), 300 << 10
)

// rates bounds how often somebody may do what is dear or worth guessing at. It
// is safe for concurrent use and of bounded size.
type rates struct {
	clock     func() time.Time
	uploads   *bucket[string]
	addresses *bucket[netip.Addr]
	kib       *bucket[netip.Addr]
	guesses   *bucket[string]
}

func newRates(clock func() time.Time) (*rates, error) {
	r := &rates{clock: clock}
	var err error
	if r.uploads, err = newBucket[string](clock, uploadEvery, uploadBurst); err != nil {
		return nil, err
	}
	if r.addresses, err = newBucket[netip.Addr](clock, addressEvery, addressBurst); err != nil {
		return nil, err
	}
	if r.kib, err = newBucket[netip.Addr](clock, kibEvery, kibBurst); err != nil {
		return nil, err
	}
	r.guesses, err = newBucket[string](clock, guessEvery, guessBurst)
	return r, err
}

// address counts one request of an address. Loopback is let through: there sits
// the operator, or his reverse proxy with everybody behind it.
func (r *rates) address(a netip.Addr) error {
	if a.IsLoopback() {
		return nil
	}
	return r.addresses.take(a, 1)
}

// upload counts so many bytes that an address uploads; below 0 = not known yet.
func (r *rates) upload(a netip.Addr, bytes int64) error {
	if a.IsLoopback() {
		return nil
	}
	if bytes < 0 || bytes > maxUpload {
		bytes = maxUpload
	}
	return r.kib.take(a, int(bytes>>10)+1)
}

// bucket counts by key.
type bucket[K comparable] struct {
	clock func() time.Time
	every time.Duration // for one more
	burst int
	keys  *lru.Cache[K, *rate.Limiter]
}

func newBucket[K comparable](clock func() time.Time, every time.Duration, burst int) (*bucket[K], error) {
	keys, err := lru.New[K, *rate.Limiter](keptLimiters)
	if err != nil {
		return nil, fmt.Errorf("make room for limits: %w", err)
	}
	return &bucket[K]{clock, every, burst, keys}, nil
}

// take counts n for key, or returns the fault.Busy that tells how long to wait.
func (b *bucket[K]) take(key K, n int) error {
	l, ok := b.keys.Get(key)
	if !ok {
		l = rate.NewLimiter(rate.Every(b.every), b.burst)
		if known, ok, _ := b.keys.PeekOrAdd(key, l); ok {
			l = known
		}
	}
	now := b.clock()
	if l.AllowN(now, n) {
		return nil
	}
	missing := max(float64(n)-l.TokensAt(now), 0)
	after := time.Duration(math.Ceil(missing * float64(b.every)))
	return fault.Wrap(&auth.Throttled{After: max(after, time.Second)}, fault.Busy, "操作过于频繁，请稍后再试")
}
