package httpd

import (
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"runtime/debug"
	"strconv"
	"strings"
	"time"

	"github.com/prometheus/client_golang/prometheus"
)

// watch counts, times and logs requests, and survives their panics.
type watch struct {
	logger   *slog.Logger
	address  func(*http.Request) string
	requests *prometheus.CounterVec
	seconds  *prometheus.HistogramVec
}

func newWatch(logger *slog.Logger, reg prometheus.Registerer, address func(*http.Request) string) (*watch, error) {
	w := &watch{
		logger:  logger,
		address: address,
		requests: prometheus.NewCounterVec(prometheus.CounterOpts{
			Name: "yiwen_http_requests_total",
			Help: "HTTP requests but for sockets, by route and first digit of the status.",
		}, []string{"route", "class"}),
		seconds: prometheus.NewHistogramVec(prometheus.HistogramOpts{
			Name:    "yiwen_http_request_seconds",
			Help:    "Time from the first byte of an HTTP request to the end of its answer, by route.",
			Buckets: []float64{.001, .005, .02, .1, .5, 2, 10},
		}, []string{"route"}),
	}
	for _, c := range []prometheus.Collector{w.requests, w.seconds} {
		if err := reg.Register(c); err != nil {
			return nil, fmt.Errorf("register HTTP metrics: %w", err)
		}
	}
	return w, nil
}

// wrap returns next under watch.
func (w *watch) wrap(next http.Handler) http.Handler {
	return http.HandlerFunc(func(rw http.ResponseWriter, r *http.Request) {
		start := time.Now()
		rec := &recorder{ResponseWriter: rw}
		defer func() {
			if p := recover(); p != nil {
				w.panicked(rec, r, p)
			}
			w.done(rec, r, time.Since(start))
		}()
		next.ServeHTTP(rec, r)
	})
}

// done writes down a request that is over. The label is the route's pattern,
// which the mux has set and which comes from a closed set, never the path.
func (w *watch) done(rec *recorder, r *http.Request, took time.Duration) {
	status := rec.status
	if status == 0 {
		status = http.StatusOK
	}
	route := r.Pattern
	if route == "" {
		route = "none"
	}
	w.requests.WithLabelValues(route, strconv.Itoa(status/100)).Inc()
	w.seconds.WithLabelValues(route).Observe(took.Seconds())
	level := slog.LevelDebug
	if strings.HasPrefix(r.URL.Path, "/api/") && r.Method != http.MethodGet || status >= http.StatusInternalServerError {
		level = slog.LevelInfo
	}
	w.logger.Log(r.Context(), level, "http request", slog.String("method", r.Method), slog.String("path", r.URL.Path),
		slog.Int("status", status), slog.Int64("bytes", rec.bytes), slog.Duration("took", took), slog.String("address", w.address(r)))
}

// panicked answers a request whose handler panicked with p.
func (w *watch) panicked(rec *recorder, r *http.Request, p any) {
	if err, ok := p.(error); ok && errors.Is(err, http.ErrAbortHandler) {
		panic(p) // net/http's own way to cut a connection
	}
	id := newErrorID()
	w.logger.ErrorContext(r.Context(), "request panicked", slog.String("id", id), slog.String("method", r.Method),
		slog.String("path", r.URL.Path), slog.Any("panic", p), slog.String("stack", string(debug.Stack())))
	if rec.status != 0 {
		// Half an answer is out: cut the connection, so that nobody takes it
		// for a whole one.
		panic(http.ErrAbortHandler)
	}
	answer := newProblem(http.StatusInternalServerError, unwell)
	answer.Instance = errorURN(id)
	answer.write(rec)
}

// recorder remembers what was answered.
type recorder struct {
	http.ResponseWriter
	status int // 0 until the header is written
	bytes  int64
}

// WriteHeader implements http.ResponseWriter.
func (r *recorder) WriteHeader(status int) {
	if r.status == 0 {
		r.status = status
	}
	r.ResponseWriter.WriteHeader(status)
}

// Write implements http.ResponseWriter.
func (r *recorder) Write(b []byte) (int, error) {
	if r.status == 0 {
		r.status = http.StatusOK
	}
	n, err := r.ResponseWriter.Write(b)
	r.bytes += int64(n)
	return n, err
}

// Unwrap lets http.ResponseController reach what is wrapped.
func (r *recorder) Unwrap() http.ResponseWriter { return r.ResponseWriter }
