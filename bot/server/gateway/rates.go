package gateway

import (
	"net/netip"
	"sync"

	lru "github.com/hashicorp/golang-lru/v2"
	"golang.org/x/time/rate"
)

// keptLimiters is how many senders and addresses are remembered. Who falls out
// gets a full bucket again, which an attacker with that many could have anyway.
const keptLimiters = 1 << 15

// rates counts what each sender and each address does. It is safe for
// concurrent use and of bounded size.
type rates struct {
	senders   *lru.Cache[string, *rate.Limiter]
	addresses *lru.Cache[netip.Addr, *rate.Limiter]
	limits    Limits

	mu   sync.Mutex
	open map[netip.Addr]int // sockets; guarded by mu
}

func newRates(l Limits) (*rates, error) {
	senders, err := lru.New[string, *rate.Limiter](keptLimiters)
	if err != nil {
		return nil, err
	}
	addresses, err := lru.New[netip.Addr, *rate.Limiter](keptLimiters)
	if err != nil {
		return nil, err
	}
	return &rates{senders: senders, addresses: addresses, limits: l, open: map[netip.Addr]int{}}, nil
}

// sender returns the limiter that all sockets of one sender share, so that more
// tabs do not mean more messages.
func (r *rates) sender(key string, limit Rate) *rate.Limiter {
	return limiter(r.senders, key, limit)
}

func limiter[K comparable](c *lru.Cache[K, *rate.Limiter], key K, limit Rate) *rate.Limiter {
	if l, ok := c.Get(key); ok {
		return l
	}
	fresh := rate.NewLimiter(rate.Limit(limit.PerSecond), limit.Burst)
	if l, ok, _ := c.PeekOrAdd(key, fresh); ok {
		return l
	}
	return fresh
}

// connect takes a socket of address a in, or refuses it; disconnect must follow
// when it is gone. Loopback is let through: there sits the operator, or his
// reverse proxy with everybody behind it.
func (r *rates) connect(a netip.Addr) bool {
	if a.IsLoopback() {
		return true
	}
	if !limiter(r.addresses, a, r.limits.Address).Allow() {
		return false
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.open[a] >= r.limits.SocketsPerAddress {
		return false
	}
	r.open[a]++
	return true
}

func (r *rates) disconnect(a netip.Addr) {
	if a.IsLoopback() {
		return
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.open[a]--; r.open[a] <= 0 {
		delete(r.open, a)
	}
}
