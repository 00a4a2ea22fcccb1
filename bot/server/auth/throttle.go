package auth

import (
	"fmt"
	"sync"
	"time"

	"github.com/hashicorp/golang-lru/v2/simplelru"

	"yiwen/bot/fault"
)

// How guessing is slowed down.
//
// Failures are counted under two keys: the address, and the name. After a few
// free ones each further failure doubles the time during which the key is
// refused without any hashing. What nobody fails at for a while is forgotten.
//
// A count by name alone would be a weapon: whoever knows that "admin1" exists
// could keep it refused for ever. So a browser that has signed in as admin1
// before holds a signed device cookie (OWASP's "device cookies"), and attempts
// with it are counted under that device instead. Strangers who hammer a name or
// share an address only delay strangers. The price: while somebody hammers a
// name from many addresses, its owner on a new device must win the one try a
// minute that is left.
const (
	addressFree  = 20 // an office shares an address
	addressDelay = 5 * time.Minute
	nameFree     = 5
	nameDelay    = time.Minute
	forgetAfter  = 30 * time.Minute
	// throttleKeys bounds memory, about 2 MB. Pushing a name out takes as many
	// hashes of other names, which is longer than it takes to be forgotten.
	throttleKeys = 20_000
)

// Throttled is the cause of a fault.Busy for somebody who tried too often.
type Throttled struct {
	After time.Duration // until the next attempt can succeed, above zero
}

// Error says how long to wait.
func (e *Throttled) Error() string { return fmt.Sprintf("too many attempts, next one in %s", e.After) }

func throttled(after time.Duration) error {
	seconds := int((after + time.Second - 1) / time.Second)
	return fault.Wrap(&Throttled{After: after}, fault.Busy, fmt.Sprintf("尝试次数过多，请 %d 秒后再试", seconds))
}

// limit is how a kind of key is slowed down.
type limit struct {
	free int           // failures without delay
	most time.Duration // longest delay
}

// throttle counts failures. It is safe for concurrent use.
type throttle struct {
	clock func() time.Time

	mu   sync.Mutex // guards keys
	keys *simplelru.LRU[string, failures]
}

// failures is what is known of one key.
type failures struct {
	count int
	last  time.Time
}

// attempt is one try at signing in: the keys that it counts under.
type attempt map[string]limit

// begin counts a failure under every key beforehand, so that tries at the same
// time see each other, or returns how long the slowest key is still refused and
// counts nothing.
func (t *throttle) begin(a attempt) (wait time.Duration) {
	now := t.clock()
	t.mu.Lock()
	defer t.mu.Unlock()
	for key, l := range a {
		f := t.get(key, now)
		wait = max(wait, f.last.Add(l.delay(f.count)).Sub(now))
	}
	if wait > 0 {
		return wait
	}
	for key := range a {
		t.keys.Add(key, failures{count: t.get(key, now).count + 1, last: now})
	}
	return 0
}

// takeBack undoes what begin counted: the try told nothing, or succeeded.
func (t *throttle) takeBack(a attempt) {
	now := t.clock()
	t.mu.Lock()
	defer t.mu.Unlock()
	for key := range a {
		if f := t.get(key, now); f.count > 1 {
			t.keys.Add(key, failures{count: f.count - 1, last: f.last})
		} else {
			t.keys.Remove(key)
		}
	}
}

// get returns the failures of key that are not forgotten yet. t.mu is held.
func (t *throttle) get(key string, now time.Time) failures {
	f, ok := t.keys.Get(key)
	if !ok || now.Sub(f.last) >= forgetAfter {
		return failures{}
	}
	return f
}

// delay returns how long a key with count failures is refused: nothing up to
// the free ones, then 1 s, 2 s, 4 s ... up to the most.
func (l limit) delay(count int) time.Duration {
	over := count - l.free
	if over < 0 || count == 0 {
		return 0
	}
	if over > 20 { // beyond any limit, and far from overflow
		return l.most
	}
	return min(time.Second<<over, l.most)
}
