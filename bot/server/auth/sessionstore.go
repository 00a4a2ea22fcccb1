package auth

import (
	"context"
	"time"

	"github.com/alexedwards/scs/v2"
)

// sessionStore gives a SessionStore the method set that scs asks for. scs calls
// the forms with a context only; the others are there for its type.
type sessionStore struct{ SessionStore }

var _ scs.CtxStore = sessionStore{}

// Find implements scs.Store.
func (s sessionStore) Find(token string) ([]byte, bool, error) {
	return s.FindCtx(context.Background(), token)
}

// Commit implements scs.Store.
func (s sessionStore) Commit(token string, data []byte, expiry time.Time) error {
	return s.CommitCtx(context.Background(), token, data, expiry)
}

// Delete implements scs.Store.
func (s sessionStore) Delete(token string) error {
	return s.DeleteCtx(context.Background(), token)
}
