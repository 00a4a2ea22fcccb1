package auth

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"time"

	"github.com/alexedwards/scs/v2"
	lru "github.com/hashicorp/golang-lru/v2"
	"github.com/hashicorp/golang-lru/v2/simplelru"
	"github.com/prometheus/client_golang/prometheus"

	"yiwen/bot/chat"
	"yiwen/handoff"
)

// StaffStore finds members of staff.
type StaffStore interface {
	// StaffByID returns a member, disabled or not, or a fault.NotFound.
	StaffByID(ctx context.Context, id chat.AgentID) (chat.Staff, error)
}

// SessionStore keeps sign-ins under a hash of their token. Its methods mean
// what they mean in scs.CtxStore: FindCtx reports false for what is not there
// or has expired, DeleteCtx of what is not there is no error.
type SessionStore interface {
	FindCtx(ctx context.Context, token string) (data []byte, found bool, err error)
	CommitCtx(ctx context.Context, token string, data []byte, expiry time.Time) error
	DeleteCtx(ctx context.Context, token string) error
}

// SecretStore draws keys once and keeps them.
type SecretStore interface {
	// Secret returns the size random bytes known under name, the same on every
	// call, drawing them on the first.
	Secret(ctx context.Context, name string, size int) ([]byte, error)
}

// VisitStore keeps which visitors have logged out.
type VisitStore interface {
	// EndVisit notes that a visitor logged out at a time. Ending twice is ending
	// once.
	EndVisit(ctx context.Context, v chat.VisitorID, at time.Time) error
	// VisitEnded reports whether a visitor has logged out.
	VisitEnded(ctx context.Context, v chat.VisitorID) (bool, error)
}

// Options are what New needs. Staff, Sessions, Secrets, Clock, Logger and
// Registerer are required.
type Options struct {
	Staff      StaffStore
	Sessions   SessionStore
	Secrets    SecretStore
	Clock      func() time.Time
	Logger     *slog.Logger
	Registerer prometheus.Registerer

	// Sites returns the shop fronts of the active content; it must be fast and
	// safe for concurrent use. Nil, or an empty list, means one site, "default".
	Sites func() []Site

	// Identities are the keys of shops; nil means that no shop signs anybody in.
	Identities IdentityKeys

	// Visits keeps who has logged out; nil means that nobody can.
	Visits VisitStore

	// Teams returns the teams of the active content; it must be fast and safe for
	// concurrent use. Nil, or a nil result, means one team that everybody serves.
	Teams func() *handoff.Teams

	// SecureCookies sets Secure on cookies even where the request does not look
	// encrypted. Requests that came over TLS get Secure cookies anyway.
	SecureCookies bool

	// TrustProxy says that one reverse proxy stands in front: the last entry of
	// X-Forwarded-For is the client and X-Forwarded-Proto the scheme. Without a
	// proxy anybody could write these headers, so they are ignored by default.
	TrustProxy bool
}

// Auth answers who somebody is and what he may do.
type Auth struct {
	staff         StaffStore
	sites         func() []Site
	keys          IdentityKeys // or nil
	visits        VisitStore   // or nil
	teams         func() *handoff.Teams
	clock         func() time.Time
	logger        *slog.Logger
	key           []byte
	sessions      *scs.SessionManager
	ended         *lru.Cache[string, struct{}] // tokens signed out a moment ago
	passwords     *passwords
	throttle      *throttle
	signIns       *prometheus.CounterVec
	identities    *prometheus.CounterVec
	secureCookies bool
	trustProxy    bool
}

// keySize is that of SHA-256, which RFC 2104 names as the least for HMAC.
const keySize = 32

// New returns an Auth. It fails where an option is missing, where the signing
// key cannot be read and where the metrics are registered already.
func New(o Options) (*Auth, error) {
	if o.Staff == nil || o.Sessions == nil || o.Secrets == nil || o.Clock == nil || o.Logger == nil || o.Registerer == nil {
		return nil, errors.New("auth: Staff, Sessions, Secrets, Clock, Logger and Registerer are required")
	}
	ctx, cancel := context.WithTimeout(context.Background(), storeTimeout)
	defer cancel()
	key, err := o.Secrets.Secret(ctx, "auth.signing", keySize)
	if err != nil {
		return nil, fmt.Errorf("read the signing key: %w", err)
	}
	if len(key) != keySize {
		return nil, fmt.Errorf("the signing key has %d bytes, not %d", len(key), keySize)
	}
	ended, err := lru.New[string, struct{}](endedTokens)
	if err != nil {
		return nil, fmt.Errorf("make room for ended sessions: %w", err)
	}
	keys, err := simplelru.NewLRU[string, failures](throttleKeys, nil)
	if err != nil {
		return nil, fmt.Errorf("make room for failed sign-ins: %w", err)
	}
	a := &Auth{
		staff:         o.Staff,
		sites:         o.Sites,
		keys:          o.Identities,
		visits:        o.Visits,
		teams:         o.Teams,
		clock:         o.Clock,
		logger:        o.Logger,
		key:           key,
		sessions:      newSessions(o.Sessions),
		passwords:     newPasswords(),
		ended:         ended,
		throttle:      &throttle{clock: o.Clock, keys: keys},
		secureCookies: o.SecureCookies,
		trustProxy:    o.TrustProxy,
		signIns: prometheus.NewCounterVec(prometheus.CounterOpts{
			Name: "yiwen_auth_sign_ins_total",
			Help: "Attempts of staff to sign in, by outcome.",
		}, []string{"outcome"}),
		identities: prometheus.NewCounterVec(prometheus.CounterOpts{
			Name: "yiwen_auth_identities_total",
			Help: "Identities that shops signed, by outcome.",
		}, []string{"outcome"}),
	}
	for _, c := range []prometheus.Collector{a.signIns, a.identities} {
		if err := o.Registerer.Register(c); err != nil {
			return nil, fmt.Errorf("register auth metrics: %w", err)
		}
	}
	return a, nil
}
