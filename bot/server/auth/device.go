package auth

import (
	"crypto/rand"
	"errors"
	"net/http"
	"time"

	"yiwen/bot/chat"
	"yiwen/bot/fault"
)

// A device cookie is a token over 16 random bytes and a sign-in name. It says
// that this browser has signed in under that name before, and nothing more: it
// opens nothing, it only moves the count of failures from the name and the
// address to the device (see throttle.go).
const (
	deviceCookie = "yiwen_device"
	deviceDomain = "yiwen device cookie v1"
	deviceBytes  = 16
	deviceLife   = 180 * 24 * time.Hour
)

// attempt returns the keys that a try of r to sign in as id counts under: the
// device alone where it is known, else the name and the address. Loopback is no
// address of anybody's, but that of a reverse proxy nobody told us to trust:
// counting there would slow everybody for one.
func (a *Auth) attempt(r *http.Request, id chat.AgentID) attempt {
	person := limit{free: nameFree, most: nameDelay}
	if device, ok := a.device(r, id); ok {
		return attempt{"device:" + device: person}
	}
	try := attempt{"name:" + string(id): person}
	if addr := a.Address(r); !addr.IsLoopback() {
		try["address:"+addr.String()] = limit{free: addressFree, most: addressDelay}
	}
	return try
}

// device returns the key of the device that r comes from, if it is one that
// has signed in as id.
func (a *Auth) device(r *http.Request, id chat.AgentID) (string, bool) {
	c, err := r.Cookie(deviceCookie)
	if err != nil {
		return "", false
	}
	payload, ok := a.verify(deviceDomain, c.Value)
	if !ok || len(payload) <= deviceBytes || chat.AgentID(payload[deviceBytes:]) != id {
		return "", false
	}
	return string(payload), true
}

// deviceCookie returns the cookie that makes r's browser a device of id. Each
// success draws a new one, so that a stolen cookie is one key of many.
func (a *Auth) deviceCookie(r *http.Request, id chat.AgentID) *http.Cookie {
	payload := make([]byte, deviceBytes, deviceBytes+len(id))
	rand.Read(payload) // never fails: the runtime stops the program instead
	return a.cookie(r, deviceCookie, a.sign(deviceDomain, append(payload, id...)), deviceLife)
}

// outcome is the label of a sign-in that ended with err.
func outcome(err error) string {
	var t *Throttled
	switch {
	case err == nil:
		return "ok"
	case errors.As(err, &t):
		return "throttled"
	}
	return fault.KindOf(err).String()
}
