package httpd

import (
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/prometheus/client_golang/prometheus"
)

// hijacker takes over the connection, as a socket does, and says so on it.
func hijacker(t *testing.T) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		h, ok := w.(http.Hijacker)
		if !ok {
			t.Error("the connection cannot be hijacked")
			return
		}
		conn, _, err := h.Hijack()
		if err != nil {
			t.Error(err)
			return
		}
		defer conn.Close()
		io.WriteString(conn, "HTTP/1.1 101 Switching Protocols\r\nX-Hijacked: yes\r\n\r\n") // the client looks at it
	})
}

func TestSocketsCanTakeTheirConnection(t *testing.T) {
	w := newWorld(t, func(o *Options) { o.Customers, o.Desk = hijacker(t), hijacker(t) })
	server := httptest.NewServer(w)
	defer server.Close()
	for _, path := range []string{"/ws", "/desk/ws?x=y"} {
		res, err := server.Client().Get(server.URL + path)
		if err != nil {
			t.Fatal(err)
		}
		res.Body.Close()
		if res.Header.Get("X-Hijacked") != "yes" {
			t.Errorf("%s: %s", path, res.Status)
		}
	}
}

func TestPanicAfterHalfAnAnswerCutsTheConnection(t *testing.T) {
	w := newWorld(t)
	watch, err := newWatch(discard(), prometheus.NewRegistry(), func(*http.Request) string { return "" })
	if err != nil {
		t.Fatal(err)
	}
	w.Handler = watch.wrap(http.HandlerFunc(func(rw http.ResponseWriter, _ *http.Request) {
		io.WriteString(rw, strings.Repeat("half", 1<<12)) // the client looks at it
		panic("no more")
	}))
	server := httptest.NewServer(w)
	defer server.Close()
	res, err := server.Client().Get(server.URL)
	if err == nil {
		_, err = io.ReadAll(res.Body)
		res.Body.Close()
	}
	if err == nil {
		t.Error("half an answer is taken for a whole one")
	}
}

func TestHardenBoundsEveryPhase(t *testing.T) {
	var s http.Server
	Harden(&s, discard())
	for name, d := range map[string]time.Duration{"header": s.ReadHeaderTimeout, "read": s.ReadTimeout, "write": s.WriteTimeout, "idle": s.IdleTimeout} {
		if d <= 0 || d > 5*time.Minute {
			t.Errorf("%s: %s", name, d)
		}
	}
	if s.MaxHeaderBytes <= 0 || s.MaxHeaderBytes > 1<<16 || s.ErrorLog == nil {
		t.Errorf("header %d bytes, error log %v", s.MaxHeaderBytes, s.ErrorLog)
	}
}
