package gateway

import (
	"bytes"
	"errors"
	"io"
	"net/http"
	"strconv"
	"time"

	"github.com/go-json-experiment/json/jsontext"

	"yiwen/bot/wire"
)

var errNoFrames = errors.New("not an array of frames")

// splitFrames returns the elements of the JSON array b, which are parts of b. What
// is wrong with one of them is found out when it is decoded: here it may be any
// JSON value, with bad UTF-8 and keys that come twice.
func splitFrames(b []byte) ([][]byte, error) {
	d := jsontext.NewDecoder(bytes.NewBuffer(b), jsontext.AllowDuplicateNames(true), jsontext.AllowInvalidUTF8(true))
	if t, err := d.ReadToken(); err != nil || t.Kind() != '[' {
		return nil, errNoFrames
	}
	var frames [][]byte
	for d.PeekKind() != ']' {
		f, err := d.ReadValue()
		if err != nil || len(frames) == maxPollFrames {
			return nil, errNoFrames
		}
		end := d.InputOffset()
		frames = append(frames, b[end-int64(len(f)):end:end])
	}
	if _, err := d.ReadToken(); err != nil {
		return nil, errNoFrames
	}
	if _, err := d.ReadToken(); err != io.EOF {
		return nil, errNoFrames
	}
	return frames, nil
}

// appendPortion appends what a fetch got, as it is sent.
func appendPortion(dst []byte, p portion) []byte {
	dst = append(dst, `{"n":`...)
	dst = strconv.AppendInt(dst, p.next, 10)
	dst = append(dst, `,"frames":[`...)
	for i, f := range p.frames {
		if i > 0 {
			dst = append(dst, ',')
		}
		dst = append(dst, f...)
	}
	dst = append(dst, ']')
	if p.closed == 0 {
		return append(dst, '}')
	}
	return appendEnd(append(dst, ','), p.closed)
}

// appendEnd appends the fields that say why a session ended, and a closing brace.
func appendEnd(dst []byte, code wire.CloseCode) []byte {
	dst = append(dst, `"closed":`...)
	dst = strconv.AppendInt(dst, int64(code), 10)
	dst = append(dst, `,"reason":"`...)
	dst = append(dst, code.String()...)
	return append(dst, `"}`...)
}

// closedStatus is the status of a POST to a session that is closed with a code.
func closedStatus(code wire.CloseCode) int {
	switch code {
	case wire.CloseProtocol:
		return http.StatusBadRequest
	case wire.CloseTooLarge:
		return http.StatusRequestEntityTooLarge
	case wire.CloseDenied, wire.CloseLoggedOut:
		return http.StatusForbidden
	case wire.CloseTooMany, wire.CloseFlood:
		return http.StatusTooManyRequests
	}
	return http.StatusServiceUnavailable
}

// writePoll answers with JSON. The length is said beforehand, so that a proxy has
// nothing to wait for, and nobody keeps it.
func writePoll(w http.ResponseWriter, status int, body []byte) int {
	h := w.Header()
	h.Set("Content-Type", "application/json")
	h.Set("Content-Length", strconv.Itoa(len(body)))
	h.Set("Cache-Control", "no-store")
	h.Set("X-Content-Type-Options", "nosniff")
	w.WriteHeader(status)
	_, _ = w.Write(body) // a client that is gone fetches it again
	return status
}

// sayPoll answers with a sentence.
func sayPoll(w http.ResponseWriter, status int, text string) int {
	w.Header().Set("Cache-Control", "no-store")
	http.Error(w, text, status)
	return status
}

// giveTime moves the deadlines of a request, which are made for pages. A writer
// without deadlines needs none moved.
func giveTime(w http.ResponseWriter, d time.Duration) {
	c, end := http.NewResponseController(w), time.Now().Add(d)
	_ = c.SetReadDeadline(end)
	_ = c.SetWriteDeadline(end)
}
