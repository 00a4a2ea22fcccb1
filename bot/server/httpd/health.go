package httpd

import (
	"context"
	"log/slog"
	"net/http"
	"time"
)

// readyTime is how long the question whether the server is ready may take.
const readyTime = 2 * time.Second

// healthz answers that the program runs. It looks at nothing else: who restarts
// a server because its disk is full makes matters worse.
func (s *server) healthz(w http.ResponseWriter, _ *http.Request) { plain(w, http.StatusOK, "ok") }

// readyz answers whether the server can do its work. What is wrong is for the
// log, not for whoever asks.
func (s *server) readyz(w http.ResponseWriter, r *http.Request) {
	ctx, cancel := context.WithTimeout(r.Context(), readyTime)
	defer cancel()
	if err := s.Ready(ctx); err != nil {
		s.Logger.WarnContext(ctx, "not ready", slog.Any("error", err))
		plain(w, http.StatusServiceUnavailable, "not ready")
		return
	}
	plain(w, http.StatusOK, "ready")
}

// plain answers with a line of text that nobody keeps.
func plain(w http.ResponseWriter, status int, line string) {
	w.Header().Set("Content-Type", "text/plain; charset=utf-8")
	w.Header().Set("Cache-Control", "no-store")
	w.Header().Set("X-Content-Type-Options", "nosniff")
	w.WriteHeader(status)
	w.Write([]byte(line + "\n")) // a client that is gone cannot be told
}
