package httpd

import (
	"context"
	"crypto/rand"
	"encoding/hex"
	"encoding/json"
	"errors"
	"log/slog"
	"math"
	"net/http"
	"strconv"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"yiwen/bot/fault"
	"yiwen/bot/server/auth"
)

// unwell is what people are told of errors that are ours.
const unwell = "服务器出了问题，请稍后再试"

// status is the one translation of an error into HTTP.
func status(err error) int {
	var signedOut *unauthenticated
	var slow *auth.Throttled
	switch {
	case errors.As(err, &signedOut) && fault.Is(err, fault.Denied):
		return http.StatusUnauthorized
	case errors.As(err, &slow):
		return http.StatusTooManyRequests
	}
	switch fault.KindOf(err) {
	case fault.Invalid:
		return http.StatusUnprocessableEntity
	case fault.Denied:
		return http.StatusForbidden
	case fault.NotFound:
		return http.StatusNotFound
	case fault.Conflict:
		return http.StatusConflict
	case fault.Busy:
		return http.StatusServiceUnavailable
	}
	return http.StatusInternalServerError
}

// unauthenticated marks an error of finding out who somebody is, as against
// what he may do: HTTP has a status for each.
type unauthenticated struct{ error }

// Unwrap returns the error itself.
func (u *unauthenticated) Unwrap() error { return u.error }

// problem is an error as it is sent: an RFC 9457 object that we worded, as
// against those of huma.
type problem struct {
	huma.ErrorModel
	Theirs *theirs `json:"theirs,omitempty"` // of a conflict: what others made of the piece
	header http.Header
}

var (
	_ huma.StatusError       = (*problem)(nil)
	_ huma.HeadersError      = (*problem)(nil)
	_ huma.ContentTypeFilter = (*problem)(nil)
)

// GetHeaders implements huma.HeadersError.
func (p *problem) GetHeaders() http.Header { return p.header }

func newProblem(status int, detail string) *problem {
	p := &problem{header: http.Header{}}
	p.Status, p.Title, p.Detail = status, http.StatusText(status), detail
	return p
}

// problemOf returns what is sent for err. What is not the caller's to mend is
// logged under an id, and the id is all that is sent.
func problemOf(ctx context.Context, logger *slog.Logger, err error) *problem {
	p := newProblem(status(err), fault.Text(err, unwell))
	if p.Status == http.StatusInternalServerError {
		id := newErrorID()
		p.Instance = errorURN(id)
		logger.ErrorContext(ctx, "request failed", slog.String("id", id), slog.Any("error", err))
	}
	p.tell(err)
	var slow *auth.Throttled
	if errors.As(err, &slow) {
		p.header.Set("Retry-After", seconds(slow.After))
	} else if p.Status == http.StatusServiceUnavailable {
		p.header.Set("Retry-After", "5")
	}
	return p
}

// write sends p where huma is not the one who writes.
func (p *problem) write(w http.ResponseWriter) {
	for key, values := range p.header {
		w.Header()[key] = values
	}
	body, err := json.Marshal(&p.ErrorModel)
	if err != nil { // it holds strings and a number
		body = []byte(`{}`)
	}
	w.Header().Set("Content-Type", "application/problem+json")
	w.Header().Set("Cache-Control", "no-store")
	w.Header().Set("X-Content-Type-Options", "nosniff")
	w.WriteHeader(p.Status)
	w.Write(body) // a client that is gone cannot be told
}

// chinese rewords the errors that huma makes before a handler is called: a
// person sees the detail, the program's author the list. The values of the
// list are left out, because a password may be among them.
func chinese(_ huma.Context, _ string, v any) (any, error) {
	m, ok := v.(*huma.ErrorModel)
	if !ok {
		return v, nil
	}
	worded := *m
	worded.Errors = make([]*huma.ErrorDetail, 0, len(m.Errors))
	for _, e := range m.Errors {
		if e != nil {
			worded.Errors = append(worded.Errors, &huma.ErrorDetail{Message: e.Message, Location: e.Location})
		}
	}
	switch {
	case m.Status == http.StatusRequestEntityTooLarge:
		worded.Detail = "提交的内容太大"
	case m.Status == http.StatusRequestTimeout:
		worded.Detail = "网络太慢，请重试"
	case m.Status >= http.StatusInternalServerError:
		worded.Detail, worded.Errors = unwell, nil
	default:
		worded.Detail = "提交的内容不正确，请检查后再试"
	}
	return &worded, nil
}

// crossOrigin answers a state-changing request that another site caused.
func crossOrigin(w http.ResponseWriter, _ *http.Request) {
	newProblem(http.StatusForbidden, "请求来自别的网站，已拒绝").write(w)
}

// newErrorID draws the id under which an error is found in the log.
func newErrorID() string {
	var b [8]byte
	rand.Read(b[:]) // never fails: the runtime stops the program instead
	return hex.EncodeToString(b[:])
}

func errorURN(id string) string { return "urn:yiwen:error:" + id }

// seconds rounds d up to what Retry-After counts in.
func seconds(d time.Duration) string {
	return strconv.Itoa(int(math.Ceil(d.Seconds())))
}
