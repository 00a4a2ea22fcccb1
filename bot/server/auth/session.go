package auth

import (
	"context"
	"crypto/sha256"
	"crypto/subtle"
	"fmt"
	"log/slog"
	"net/http"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/alexedwards/scs/v2"

	"yiwen/bot/chat"
	"yiwen/bot/fault"
)

const (
	sessionCookie = "yiwen_session"
	// sessionLife ends every sign-in within a working day, whatever happens.
	sessionLife = 16 * time.Hour
	// sessionIdle ends one that nobody uses. An open desk uses its own.
	sessionIdle = 4 * time.Hour
	// sessionTouch is how often use is written down: not on every request.
	sessionTouch = 5 * time.Minute
	// sessionToken is the length of scs's tokens: 32 bytes in base64url.
	sessionToken = 43
	// storeTimeout bounds a look-up that no request's own deadline bounds.
	storeTimeout = 5 * time.Second
	// endedTokens is how many ended sessions are remembered against the race
	// that touch speaks of; it lasts milliseconds.
	endedTokens = 1024
	// maxName is the greatest length of a sign-in name, in bytes of ASCII.
	maxName = 64
)

// Keys of a session's values.
const (
	valueStaff = "staff" // string: the AgentID
	valueProof = "proof" // []byte: see proof
	valueSeen  = "seen"  // int64: Unix seconds of the last use written down
)

// SignIn checks name and password and returns the member of staff with the
// cookies that sign him in. A session that r carries is ended.
//
// Wrong credentials are a fault.Denied that does not tell which of the two was
// wrong; too many attempts a fault.Busy with a *Throttled as its cause; too many
// sign-ins at once a fault.Busy. It waits for a hash: some 0.1 s, 5 s at most
// when many sign in.
func (a *Auth) SignIn(r *http.Request, name, password string) (chat.Staff, []*http.Cookie, error) {
	staff, err := a.authenticate(r, name, password)
	a.signIns.WithLabelValues(outcome(err)).Inc()
	if err != nil {
		a.logger.Warn("sign-in refused", slog.String("address", a.Address(r).String()),
			slog.String("kind", fault.KindOf(err).String()), slog.Any("error", err))
		return chat.Staff{}, nil, err
	}
	if _, err := a.SignOut(r); err != nil {
		return chat.Staff{}, nil, err
	}
	session, err := a.begin(r, staff)
	if err != nil {
		return chat.Staff{}, nil, err
	}
	a.logger.Info("signed in", slog.String("staff", string(staff.ID)), slog.String("address", a.Address(r).String()))
	return staff, []*http.Cookie{session, a.deviceCookie(r, staff.ID)}, nil
}

// authenticate is SignIn without its effects, but for the counting of failures.
func (a *Auth) authenticate(r *http.Request, name, password string) (chat.Staff, error) {
	if name == "" || password == "" {
		return chat.Staff{}, fault.New(fault.Invalid, "请输入用户名和密码")
	}
	if !validName(name) || utf8.RuneCountInString(password) > MaxPassword {
		// Nobody has these; they are not worth a hash or a place in memory.
		return chat.Staff{}, errWrong()
	}
	id := chat.AgentID(name)
	try := a.attempt(r, id)
	if wait := a.throttle.begin(try); wait > 0 {
		return chat.Staff{}, throttled(wait)
	}
	staff, known, err := a.find(r.Context(), id)
	hash := staff.Hash
	if !known {
		hash = a.passwords.nobody // the same work as for a name that exists
	}
	var match bool
	if err == nil {
		match, err = a.passwords.match(r.Context(), password, hash)
	}
	switch {
	case err != nil:
		a.throttle.takeBack(try)
		return chat.Staff{}, err
	case !known || !match:
		return chat.Staff{}, errWrong()
	case staff.Disabled:
		return chat.Staff{}, fault.New(fault.Denied, "账号已停用，请联系管理员")
	}
	a.throttle.takeBack(try)
	return staff, nil
}

// validName reports whether name can be somebody's: printable ASCII, no spaces.
func validName(name string) bool {
	return len(name) <= maxName && !strings.ContainsFunc(name, func(r rune) bool { return r <= ' ' || r > '~' })
}

// find returns the member called id, and whether there is one.
func (a *Auth) find(ctx context.Context, id chat.AgentID) (chat.Staff, bool, error) {
	staff, err := a.staff.StaffByID(ctx, id)
	if fault.Is(err, fault.NotFound) {
		return chat.Staff{}, false, nil
	}
	if err != nil {
		return chat.Staff{}, false, fmt.Errorf("read staff: %w", err)
	}
	return staff, true, nil
}

// SignOut ends the session that r carries, if any, and returns the cookie that
// makes the browser forget it.
func (a *Auth) SignOut(r *http.Request) (*http.Cookie, error) {
	if token := token(r); token != "" {
		a.ended.Add(token, struct{}{})
		ctx, err := a.sessions.Load(r.Context(), token)
		if err == nil {
			err = a.sessions.Destroy(ctx)
		}
		if err != nil {
			return nil, fmt.Errorf("end session: %w", err)
		}
	}
	return a.cookie(r, sessionCookie, "", -time.Second), nil
}

// Staff returns the member of staff whose session r carries, as the data base
// has him now, or a fault.Denied. It needs no response and heeds no
// cancellation of r, so that a socket may keep its handshake request and ask
// again from time to time: use keeps a session alive, and who was disabled or
// signed out is refused from then on.
func (a *Auth) Staff(r *http.Request) (chat.Staff, error) {
	token := token(r)
	if token == "" || a.ended.Contains(token) {
		return chat.Staff{}, errSignedOut()
	}
	ctx, cancel := context.WithTimeout(context.WithoutCancel(r.Context()), storeTimeout)
	defer cancel()
	ctx, err := a.sessions.Load(ctx, token)
	if err != nil {
		return chat.Staff{}, fmt.Errorf("read session: %w", err)
	}
	id := chat.AgentID(a.sessions.GetString(ctx, valueStaff))
	now := a.clock()
	if id == "" || !now.Before(a.sessions.Deadline(ctx)) {
		return chat.Staff{}, errSignedOut()
	}
	staff, known, err := a.find(ctx, id)
	if err != nil {
		return chat.Staff{}, err
	}
	if !known || staff.Disabled || subtle.ConstantTimeCompare(proof(staff), a.sessions.GetBytes(ctx, valueProof)) != 1 {
		return chat.Staff{}, errSignedOut()
	}
	if now.Unix()-a.sessions.GetInt64(ctx, valueSeen) >= int64(sessionTouch/time.Second) {
		a.touch(ctx, token, now)
	}
	return staff, nil
}

// touch writes down that the session of ctx is in use. A failure is not the
// user's: he stays signed in, and the next request tries again. Committing
// writes the row anew, even one that SignOut deleted a moment ago: SignOut marks
// the token first, so whichever of the two comes second takes the row away.
func (a *Auth) touch(ctx context.Context, token string, now time.Time) {
	a.sessions.Put(ctx, valueSeen, now.Unix())
	_, _, err := a.sessions.Commit(ctx)
	if err == nil && a.ended.Contains(token) {
		err = a.sessions.Destroy(ctx)
	}
	if err != nil {
		a.logger.Warn("session not prolonged", slog.Any("error", err))
	}
}

// begin stores a session of staff under a fresh token and returns its cookie.
func (a *Auth) begin(r *http.Request, staff chat.Staff) (*http.Cookie, error) {
	ctx, err := a.sessions.Load(r.Context(), "")
	if err != nil {
		return nil, fmt.Errorf("begin session: %w", err)
	}
	a.sessions.Put(ctx, valueStaff, string(staff.ID))
	a.sessions.Put(ctx, valueProof, proof(staff))
	a.sessions.Put(ctx, valueSeen, a.clock().Unix())
	token, _, err := a.sessions.Commit(ctx)
	if err != nil {
		return nil, fmt.Errorf("store session: %w", err)
	}
	return a.cookie(r, sessionCookie, token, sessionLife), nil
}

// proof ties a session to the password it began with: a new password ends the
// sessions of the old one, and so does removing and adding a name again.
func proof(s chat.Staff) []byte {
	sum := sha256.Sum256([]byte(s.Hash))
	return sum[:16]
}

// token returns the session token that r carries, or "" for anything that
// cannot be one.
func token(r *http.Request) string {
	c, err := r.Cookie(sessionCookie)
	if err != nil || len(c.Value) != sessionToken {
		return ""
	}
	return c.Value
}

// cookie returns a cookie of ours. Lax keeps it out of requests that other
// sites cause, except for plain links; a life below zero deletes it.
func (a *Auth) cookie(r *http.Request, name, value string, life time.Duration) *http.Cookie {
	return &http.Cookie{
		Name: name, Value: value, Path: "/", MaxAge: max(int(life/time.Second), -1),
		HttpOnly: true, SameSite: http.SameSiteLaxMode, Secure: a.secureCookies || a.scheme(r) == "https",
	}
}

// newSessions returns scs over store. Tokens are stored hashed: who reads the
// data base cannot sign in with what he finds. It is not made by scs.New, which
// would start a goroutine of a store that is not used; what New sets besides is
// about the cookie, which auth writes, and a key of contexts, which stay here.
func newSessions(store SessionStore) *scs.SessionManager {
	return &scs.SessionManager{
		Store:            sessionStore{store},
		Codec:            scs.GobCodec{},
		Lifetime:         sessionLife,
		IdleTimeout:      sessionIdle,
		HashTokenInStore: true,
	}
}

// errSignedOut is the answer to everybody who is not signed in, for whatever
// reason.
func errSignedOut() error { return fault.New(fault.Denied, "请先登录") }
