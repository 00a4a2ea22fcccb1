package poll

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"
	"go.uber.org/goleak"

	"yiwen/bot/wire"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// asked is what a server was asked, in order.
type asked struct {
	mu   sync.Mutex
	list []string // guarded by mu
}

func (a *asked) add(s string) (times int) {
	a.mu.Lock()
	defer a.mu.Unlock()
	for _, was := range a.list {
		if was == s {
			times++
		}
	}
	a.list = append(a.list, s)
	return times
}

// dial connects to a server that answers by script: it gets a request and how
// often that was made before.
func dial(t *testing.T, script func(w http.ResponseWriter, request string, before int)) (*Conn, *asked) {
	t.Helper()
	var log asked
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		b, _ := io.ReadAll(r.Body)
		request := strings.TrimSpace(r.Method + " " + r.URL.String() + " " + string(b))
		before := log.add(request)
		if request == "POST /poll" {
			w.WriteHeader(http.StatusCreated)
			fmt.Fprint(w, `{"session":"s"}`)
			return
		}
		script(w, request, before)
	}))
	c, err := Dial(t.Context(), server.Client(), server.URL+"/poll", http.Header{"Origin": {server.URL}})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		_ = c.Close()
		server.Close()
	})
	return c, &log
}

// cut ends the connection in the middle of an answer.
func cut(http.ResponseWriter) { panic(http.ErrAbortHandler) }

func TestConnReadsEachFrameOnce(t *testing.T) {
	c, log := dial(t, func(w http.ResponseWriter, request string, before int) {
		switch {
		case request == "GET /poll/s?after=0" && before == 0:
			cut(w)
		case request == "GET /poll/s?after=0":
			fmt.Fprint(w, `{"n":2,"frames":[{"a":1},{"a":2}]}`)
		case request == "GET /poll/s?after=2" && before == 0:
			w.WriteHeader(http.StatusGatewayTimeout)
		case request == "GET /poll/s?after=2" && before == 1:
			fmt.Fprint(w, `{"n":2,"frames":[]}`)
		default:
			fmt.Fprint(w, `{"n":3,"frames":[{"a":3}],"closed":4003,"reason":"too_many"}`)
		}
	})
	var got []string
	var err error
	for err == nil {
		var f []byte
		if f, err = c.Read(); err == nil {
			got = append(got, string(f))
		}
	}
	if diff := cmp.Diff([]string{`{"a":1}`, `{"a":2}`, `{"a":3}`}, got); diff != "" {
		t.Error(diff)
	}
	var closed *Closed
	if !errors.As(err, &closed) || closed.Code != wire.CloseTooMany || closed.Reason != "too_many" {
		t.Errorf("ended with %v", err)
	}
	if _, again := c.Read(); !errors.Is(again, err) {
		t.Errorf("and then with %v", again)
	}
	want := []string{"POST /poll", "GET /poll/s?after=0", "GET /poll/s?after=0", "GET /poll/s?after=2", "GET /poll/s?after=2", "GET /poll/s?after=2"}
	if diff := cmp.Diff(want, log.list); diff != "" {
		t.Error(diff)
	}
}

func TestConnRepeatsWhatWasCut(t *testing.T) {
	c, log := dial(t, func(w http.ResponseWriter, _ string, before int) {
		if before < 2 {
			cut(w)
		}
		w.WriteHeader(http.StatusNoContent)
	})
	for i := range 2 {
		if err := c.Write(fmt.Appendf(nil, "%d", i)); err != nil {
			t.Fatal(err)
		}
	}
	want := slices.Concat([]string{"POST /poll"}, slices.Repeat([]string{"POST /poll/s [0]"}, 3), slices.Repeat([]string{"POST /poll/s [1]"}, 3))
	if diff := cmp.Diff(want, log.list); diff != "" {
		t.Error(diff)
	}
}

func TestConnGivesUp(t *testing.T) {
	for name, tc := range map[string]struct {
		status int
		body   string
		want   error
	}{
		"gone":             {http.StatusNotFound, "", ErrGone},
		"closed":           {http.StatusServiceUnavailable, `{"closed":4500,"reason":"stopping"}`, &Closed{Code: wire.CloseStopping, Reason: "stopping"}},
		"something else":   {http.StatusTeapot, "", errors.New("poll: status 418")},
		"nobody there":     {http.StatusBadGateway, "", errors.New("poll: status 502")},
		"a wrong number":   {http.StatusOK, `{"n":5,"frames":[]}`, errors.New("fetch frames: 5 after 0 with 0 frames")},
		"not JSON, either": {http.StatusOK, `<`, errors.New("fetch frames: " + syntaxError())},
	} {
		t.Run(name, func(t *testing.T) {
			c, _ := dial(t, func(w http.ResponseWriter, _ string, _ int) {
				w.WriteHeader(tc.status)
				fmt.Fprint(w, tc.body)
			})
			if _, err := c.Read(); err == nil || err.Error() != tc.want.Error() {
				t.Errorf("read: %v, want %v", err, tc.want)
			}
		})
	}
}

func syntaxError() string { return json.Unmarshal([]byte("<"), &struct{}{}).Error() }

func TestConnCutAndClose(t *testing.T) {
	waiting := make(chan struct{}, 1)
	c, log := dial(t, func(w http.ResponseWriter, request string, before int) {
		switch {
		case strings.HasPrefix(request, "DELETE"):
			w.WriteHeader(http.StatusNoContent)
		case before == 0:
			waiting <- struct{}{}
			<-t.Context().Done()
		default:
			fmt.Fprint(w, `{"n":1,"frames":[{}]}`)
		}
	})
	go func() {
		<-waiting
		c.Cut()
	}()
	if _, err := c.Read(); err != nil {
		t.Errorf("after a cut: %v", err)
	}
	if err := c.Close(); err != nil {
		t.Error(err)
	}
	if _, err := c.Read(); err == nil {
		t.Error("a closed session can be read")
	}
	if last := log.list[len(log.list)-1]; last != "DELETE /poll/s" {
		t.Errorf("last request: %s", last)
	}
}

func TestDialIsRefused(t *testing.T) {
	for name, answer := range map[string]struct {
		status int
		body   string
	}{"busy": {503, ""}, "no session": {201, "{}"}, "no JSON": {201, "ok"}} {
		t.Run(name, func(t *testing.T) {
			server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
				w.WriteHeader(answer.status)
				fmt.Fprint(w, answer.body)
			}))
			defer server.Close()
			if _, err := Dial(t.Context(), server.Client(), server.URL, nil); err == nil {
				t.Error("connected")
			}
		})
	}
}
