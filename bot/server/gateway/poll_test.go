package gateway

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/netip"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"yiwen/bot"
	"yiwen/bot/chat"
	"yiwen/bot/server/gateway/client"
	"yiwen/bot/wire"
)

// visit is a session of long-polling as bare requests.
type visit struct {
	h     *house
	pages *http.Client
	url   string
}

// reply is what a request is answered with.
type reply struct {
	Status int
	Header http.Header
	Body   string

	Session string            `json:"session"`
	N       int64             `json:"n"`
	Frames  []json.RawMessage `json:"frames"`
	Closed  wire.CloseCode    `json:"closed"`
	Reason  string            `json:"reason"`
}

// kinds returns the types of the frames.
func (r reply) kinds(t *testing.T) (kinds []string) {
	t.Helper()
	for _, f := range r.Frames {
		var frame struct {
			Type string `json:"type"`
		}
		if err := json.Unmarshal(f, &frame); err != nil {
			t.Fatal(err)
		}
		kinds = append(kinds, frame.Type)
	}
	return kinds
}

// ask makes one request. A header given as "" is none.
func (h *house) ask(pages *http.Client, method, url, body string, header http.Header) (reply, error) {
	r, err := http.NewRequestWithContext(h.ctx, method, url, strings.NewReader(body))
	if err != nil {
		return reply{}, err
	}
	for k, v := range header {
		r.Header[k] = v
	}
	resp, err := pages.Do(r)
	if err != nil {
		return reply{}, err
	}
	defer resp.Body.Close()
	b, err := io.ReadAll(resp.Body)
	got := reply{Status: resp.StatusCode, Header: resp.Header, Body: string(b)}
	if resp.Header.Get("Content-Type") == "application/json" && err == nil {
		err = json.Unmarshal(b, &got)
	}
	return got, err
}

// visit begins a session.
func (h *house) visit() *visit {
	h.t.Helper()
	transport := &http.Transport{DialContext: h.dial}
	v := &visit{h: h, pages: &http.Client{Transport: transport}, url: "http" + strings.TrimPrefix(h.url, "ws") + "/poll"}
	h.t.Cleanup(transport.CloseIdleConnections)
	got := v.must(http.MethodPost, "", "", http.StatusCreated)
	if len(got.Session) < 22 {
		h.t.Fatalf("session %q is guessed too easily", got.Session)
	}
	v.url += "/" + got.Session
	return v
}

// must makes a request that has to end with a status.
func (v *visit) must(method, query, body string, status int) reply {
	v.h.t.Helper()
	got, err := v.h.ask(v.pages, method, v.url+query, body, nil)
	if err != nil || got.Status != status {
		v.h.t.Fatalf("%s %s: %d %q, %v, want %d", method, query, got.Status, got.Body, err, status)
	}
	return got
}

func (v *visit) send(frames ...string) {
	v.h.t.Helper()
	v.must(http.MethodPost, "", "["+strings.Join(frames, ",")+"]", http.StatusNoContent)
}

func (v *visit) fetch(after int64) reply {
	v.h.t.Helper()
	return v.must(http.MethodGet, fmt.Sprint("?after=", after), "", http.StatusOK)
}

// all fetches once n frames behind the first after may be fetched: a POST is answered
// when its frames were carried out, which is before the last answer may be fetched.
func (v *visit) all(after, n int64) reply {
	v.h.t.Helper()
	p := v.h.g.polls.find(v.url[strings.LastIndexByte(v.url, '/')+1:])
	v.h.until(fmt.Sprintf("%d frames after %d", n, after), func() bool {
		p.q.mu.Lock()
		defer p.q.mu.Unlock()
		return p.q.first+int64(p.q.open) >= after+n
	})
	return v.fetch(after)
}

// later fetches while the test goes on.
func (v *visit) later(after int64) <-chan reply {
	got := make(chan reply, 1)
	go func() {
		r, err := v.h.ask(v.pages, http.MethodGet, fmt.Sprint(v.url, "?after=", after), "", nil)
		if err != nil {
			r.Body = err.Error()
		}
		got <- r
	}()
	return got
}

// reader waits until the n-th fetch of the only session waits.
func (h *house) reader(n int) {
	h.t.Helper()
	h.until("a fetch waits", func() bool {
		h.g.polls.mu.Lock()
		defer h.g.polls.mu.Unlock()
		for _, p := range h.g.polls.open {
			p.q.mu.Lock()
			defer p.q.mu.Unlock()
			return p.q.reader == n
		}
		return false
	})
}

const pollHello = `{"type":"hello","id":"h"}`

func TestPollAnswersCanBeHeldByNobody(t *testing.T) {
	h := newHouse(t, generous())
	v := h.visit()
	v.send(pollHello)
	got := v.fetch(0)
	if got.Header.Get("Cache-Control") != "no-store" || got.Header.Get("Content-Length") != fmt.Sprint(len(got.Body)) || got.Header.Get("X-Content-Type-Options") != "nosniff" {
		t.Errorf("header %v", got.Header)
	}
}

// The heart of it: an answer that never arrives is given again, and one that was
// acknowledged is not.
func TestPollLosesNothing(t *testing.T) {
	h := newHouse(t, generous())
	v := h.visit()
	v.send(pollHello)
	v.send(`{"type":"say","id":"s1","text":"在吗"}`)
	first := v.all(0, 4)
	if diff := cmp.Diff([]string{"welcome", "ack", "event", "event"}, first.kinds(t)); diff != "" || first.N != 4 {
		t.Errorf("n %d; %s", first.N, diff)
	}
	if again := v.fetch(0); again.Body != first.Body {
		t.Errorf("fetched again: %s", again.Body)
	}
	v.send(`{"type":"say","id":"s1","text":"在吗"}`) // a POST whose 204 was lost
	next := v.fetch(4)
	if diff := cmp.Diff([]string{"ack"}, next.kinds(t)); diff != "" || next.N != 5 {
		t.Errorf("n %d; %s", next.N, diff)
	}
	if part := v.fetch(4); part.Body != next.Body {
		t.Errorf("fetched again: %s", part.Body)
	}
	v.must(http.MethodGet, "?after=3", "", http.StatusConflict)  // a late copy of an old request
	v.must(http.MethodGet, "?after=99", "", http.StatusConflict) // never sent
	v.must(http.MethodGet, "?after=-1", "", http.StatusConflict)
	v.must(http.MethodGet, "?after=x", "", http.StatusBadRequest)
	v.must(http.MethodGet, "", "", http.StatusBadRequest)
	if last := v.fetch(4); last.Body != next.Body {
		t.Errorf("after requests that make no sense: %s", last.Body)
	}
}

func TestPollSecondFetchTakesOver(t *testing.T) {
	h := newHouse(t, generous())
	v := h.visit()
	first := v.later(0)
	h.reader(1)
	second := v.later(0)
	if got := <-first; got.Status != http.StatusOK || got.N != 0 || len(got.Frames) > 0 || got.Closed != 0 {
		t.Errorf("first: %+v", got)
	}
	v.send(pollHello)
	if got := <-second; got.N != 1 || got.kinds(t)[0] != "welcome" {
		t.Errorf("second: %+v", got)
	}
}

func TestPollWaitsAndLives(t *testing.T) {
	inTime(t, generous(), func(t *testing.T, h *house) {
		v := h.visit()
		v.send(pollHello)
		v.fetch(0)
		start := time.Now()
		for range 100 { // for longer than any silence
			if got := v.fetch(1); got.N != 1 || len(got.Frames) > 0 || got.Closed != 0 {
				t.Fatalf("got %s", got.Body)
			}
		}
		if took := time.Since(start); took != 100*pollWait {
			t.Errorf("100 fetches took %v", took)
		}
		start = time.Now()
		v.must(http.MethodGet, "?after=1&wait=7", "", http.StatusOK)
		v.must(http.MethodGet, "?after=1&wait=999", "", http.StatusOK)
		v.must(http.MethodGet, "?after=1&wait=no", "", http.StatusOK)
		if took := time.Since(start); took != 7*time.Second+2*pollWait {
			t.Errorf("shorter waits took %v", took)
		}
		v.pages.CloseIdleConnections()
	})
}

func TestPollEndsWhenNobodyComes(t *testing.T) {
	inTime(t, generous(), func(t *testing.T, h *house) {
		v := h.visit()
		v.send(pollHello)
		v.fetch(0)
		time.Sleep(55 * time.Second)
		v.send(`{"type":"read","seq":1}`) // nobody fetches: that is no life
		v.h.until("it has ended", func() bool {
			time.Sleep(sweepTick)
			h.g.mu.Lock()
			defer h.g.mu.Unlock()
			return h.g.open == 0
		})
		got := v.fetch(1)
		if got.Closed != wire.CloseSilent || got.Reason != "silent" {
			t.Errorf("got %s", got.Body)
		}
		v.must(http.MethodPost, "", "["+pollHello+"]", http.StatusServiceUnavailable)
		time.Sleep(pollGrace + 2*sweepTick)
		v.must(http.MethodGet, "?after=1", "", http.StatusNotFound)
		v.must(http.MethodPost, "", "[]", http.StatusNotFound)
		v.pages.CloseIdleConnections()
	})
}

func TestPollNoHello(t *testing.T) {
	inTime(t, generous(), func(t *testing.T, h *house) {
		v := h.visit()
		if got := v.fetch(0); got.Closed != wire.CloseNoHello {
			t.Errorf("got %s", got.Body)
		}
		v.pages.CloseIdleConnections()
	})
}

func TestPollBadBodies(t *testing.T) {
	h := newHouse(t, generous())
	large := `{"type":"human","id":"1","x":"` + strings.Repeat("a", wire.MaxFrame) + `"}`
	for name, tc := range map[string]struct {
		body   string
		status int
		code   wire.CloseCode
	}{
		"nothing":              {"", http.StatusBadRequest, wire.CloseProtocol},
		"no array":             {pollHello, http.StatusBadRequest, wire.CloseProtocol},
		"half an array":        {"[" + pollHello, http.StatusBadRequest, wire.CloseProtocol},
		"two arrays":           {"[][]", http.StatusBadRequest, wire.CloseProtocol},
		"too many frames":      {"[0" + strings.Repeat(",0", maxPollFrames) + "]", http.StatusBadRequest, wire.CloseProtocol},
		"a frame that is long": {"[" + large + "]", http.StatusRequestEntityTooLarge, wire.CloseTooLarge},
		"a body that is long":  {"[" + large + "," + large + "]", http.StatusRequestEntityTooLarge, wire.CloseTooLarge},
	} {
		t.Run(name, func(t *testing.T) {
			v := h.visit()
			if got := v.must(http.MethodPost, "", tc.body, tc.status); got.Closed != tc.code {
				t.Errorf("sent: %s", got.Body)
			}
			if got := v.fetch(0); got.Closed != tc.code {
				t.Errorf("fetched: %s", got.Body)
			}
		})
	}
	t.Run("as many frames as may be, of which none is one", func(t *testing.T) {
		v := h.visit()
		v.send(slices.Repeat([]string{"0"}, badFrames-1)...)
		if got := v.all(0, badFrames-1); len(got.Frames) != badFrames-1 || got.Closed != 0 {
			t.Errorf("got %s", got.Body)
		}
		v.send(`{"type":"hello","id":"h"}`)
	})
	t.Run("cut on the way", func(t *testing.T) {
		v := h.visit()
		conn, err := net.Dial("tcp", strings.TrimPrefix(h.url, "ws://"))
		if err != nil {
			t.Fatal(err)
		}
		fmt.Fprintf(conn, "POST %s HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\n[%s", v.url[strings.Index(v.url, "/poll"):], pollHello)
		_ = conn.(*net.TCPConn).CloseWrite()
		_, _ = io.ReadAll(conn)
		_ = conn.Close()
		v.send(pollHello)
		if got := v.fetch(0); got.N != 1 || got.kinds(t)[0] != "welcome" {
			t.Errorf("got %s", got.Body)
		}
	})
}

func TestPollFlood(t *testing.T) {
	h := newHouse(t, Limits{Visitor: Rate{PerSecond: .001, Burst: 3}})
	v := h.visit()
	v.send(`{"type":"read","seq":1}`, `{"type":"read","seq":1}`, `{"type":"read","seq":1}`, `{"type":"human","id":"x"}`)
	if got := v.all(0, 4); len(got.Frames) != 4 || !strings.Contains(string(got.Frames[3]), `"rate_limited"`) {
		t.Errorf("got %s", got.Body)
	}
	many := "[" + strings.Repeat(`{"type":"read","seq":1},`, maxPollFrames-1) + `{"type":"read","seq":1}]`
	var last reply
	for range refusedFrames/maxPollFrames + 1 {
		last, _ = h.ask(v.pages, http.MethodPost, v.url, many, nil)
	}
	if last.Status != http.StatusTooManyRequests || last.Closed != wire.CloseFlood {
		t.Errorf("got %d %s", last.Status, last.Body)
	}
	if got := v.fetch(4); got.Closed != wire.CloseFlood {
		t.Errorf("got %s", got.Body)
	}
}

func TestPollFetchesArePaced(t *testing.T) {
	inTime(t, Limits{Visitor: Rate{PerSecond: 1, Burst: 1}}, func(t *testing.T, h *house) {
		v := h.visit()
		v.send(pollHello)
		start := time.Now()
		for range 4 + 8 { // a burst of 4, then 4 a second
			v.fetch(0)
		}
		if took := time.Since(start); took != 2*time.Second {
			t.Errorf("took %v", took)
		}
		v.pages.CloseIdleConnections()
	})
}

func TestPollDoor(t *testing.T) {
	h := newHouse(t, generous())
	v := h.visit()
	evil := http.Header{"Origin": {"https://evil.example"}}
	for _, method := range []string{http.MethodPost, http.MethodGet, http.MethodDelete} {
		for _, url := range []string{v.url, v.url + "x"} {
			if got, err := h.ask(v.pages, method, url, "[]", evil); err != nil || got.Status != http.StatusForbidden {
				t.Errorf("%s %s: %d, %v", method, url, got.Status, err)
			}
		}
	}
	begin := v.url[:strings.LastIndexByte(v.url, '/')]
	if got, err := h.ask(v.pages, http.MethodPost, begin, "", evil); err != nil || got.Status != http.StatusForbidden {
		t.Errorf("begin: %d, %v", got.Status, err)
	}
	if got, _ := h.ask(v.pages, http.MethodGet, begin+"/nobody?after=0", "", nil); got.Status != http.StatusNotFound {
		t.Errorf("a session that nobody began: %d", got.Status)
	}
	if got, _ := h.ask(v.pages, http.MethodPut, v.url, "", nil); got.Status != http.StatusMethodNotAllowed {
		t.Errorf("PUT: %d", got.Status)
	}
	v.send(pollHello) // others were not disturbed
}

func TestPollCountsAsSocket(t *testing.T) {
	limits := generous()
	limits.SocketsPerAddress, limits.SocketsPerVisitor = 2, 1
	h := newHouse(t, limits)
	h.shop.with(func(s *shop) { s.addr = netip.MustParseAddr("192.0.2.1") })
	v := h.visit()
	v.send(pollHello)
	var welcome struct {
		Visitor string `json:"visitor"`
	}
	if err := json.Unmarshal(v.fetch(0).Frames[0], &welcome); err != nil {
		t.Fatal(err)
	}
	other := h.visit()
	if got := h.handshake("/ws", nil); got != http.StatusTooManyRequests {
		t.Errorf("a third: status %d", got)
	}
	other.send(fmt.Sprintf(`{"type":"hello","id":"h","visitor":%q}`, welcome.Visitor))
	got := other.fetch(0)
	if got.Closed == 0 {
		got = other.fetch(got.N) // the refusal came by itself
	}
	if got.Closed != wire.CloseTooMany {
		t.Errorf("a second of one visitor: %s", got.Body)
	}
	v.must(http.MethodDelete, "", "", http.StatusNoContent)
	v.must(http.MethodGet, "?after=0", "", http.StatusNotFound)
	h.until("there is room again", func() bool { return h.handshake("/ws", nil) == http.StatusSwitchingProtocols })
}

func TestPollShutdownTellsWhoWaits(t *testing.T) {
	s := newShop()
	g := newGateway(t, s, generous())
	h := &house{t: t, shop: s, g: g, url: newServer(t, g), ctx: t.Context()}
	v := h.visit()
	v.send(pollHello)
	v.fetch(0)
	inside, release := make(chan struct{}), make(chan struct{})
	s.with(func(s *shop) {
		s.before = func(bot.Command) error {
			close(inside)
			<-release
			return nil
		}
	})
	waiting := v.later(1)
	h.reader(2)
	sent := make(chan reply, 1)
	go func() {
		r, _ := h.ask(v.pages, http.MethodPost, v.url, `[{"type":"say","id":"s1","text":"在吗"}]`, nil)
		sent <- r
	}()
	<-inside
	stopped := make(chan error, 1)
	ctx, cancel := context.WithTimeout(t.Context(), patience)
	defer cancel()
	h.ctx = ctx
	go func() { stopped <- g.Shutdown(ctx) }()
	h.until("newcomers are turned away", func() bool { return h.handshake("/ws", nil) == http.StatusServiceUnavailable })
	late, err := h.ask(v.pages, http.MethodPost, v.url[:strings.LastIndexByte(v.url, '/')], "", nil)
	if err != nil || late.Status != http.StatusServiceUnavailable {
		t.Errorf("begin: %d, %v", late.Status, err)
	}
	close(release)
	if got := <-sent; got.Status != http.StatusNoContent {
		t.Errorf("the command under way: %d %s", got.Status, got.Body)
	}
	got := <-waiting
	if kinds := got.kinds(t); len(kinds) == 0 || kinds[0] != "ack" {
		t.Errorf("got %s", got.Body)
	}
	if got.Closed == 0 {
		got = v.fetch(got.N)
	}
	if got.Closed != wire.CloseStopping {
		t.Errorf("got %s", got.Body)
	}
	if err := <-stopped; err != nil {
		t.Errorf("shutdown: %v", err)
	}
}

// A reader who does not come for more gets no more than may wait for him, is cut
// off, and comes back to where he was.
func TestPollSlowReader(t *testing.T) {
	inTime(t, generous(), func(t *testing.T, h *house) {
		v := h.visit()
		v.send(pollHello)
		welcome := v.fetch(0)
		var w struct{ Visitor string }
		if err := json.Unmarshal(welcome.Frames[0], &w); err != nil {
			t.Fatal(err)
		}
		text := strings.Repeat("充", chat.MaxText)
		for i := range 200 {
			v.send(fmt.Sprintf(`{"type":"say","id":"%d","text":"%s"}`, i, text))
			if p := h.g.polls.find(v.url[strings.LastIndexByte(v.url, '/')+1:]); p != nil {
				p.q.mu.Lock()
				if limit := h.g.limits.Pending + pageSize*7000; p.q.bytes > limit {
					t.Errorf("%d bytes wait, more than %d", p.q.bytes, limit)
				}
				p.q.mu.Unlock()
			}
		}
		time.Sleep(50 * time.Second)
		part := v.fetch(1) // alive, but slow
		if size := len(part.Body); size > pollAnswer+100 || len(part.Frames) < 2 {
			t.Errorf("%d bytes in one answer, %d frames", size, len(part.Frames))
		}
		time.Sleep(15 * time.Second)
		for part.Closed == 0 {
			part = v.fetch(part.N)
		}
		if part.Closed != wire.CloseSlow {
			t.Errorf("got %s", part.Body)
		}
		again := h.visit()
		again.send(fmt.Sprintf(`{"type":"hello","id":"h","visitor":%q,"after":390}`, w.Visitor))
		for n := int64(0); n < 11; {
			n = again.fetch(n).N
		}
		v.pages.CloseIdleConnections()
		again.pages.CloseIdleConnections()
	})
}

// Customers of both kinds and an agent talk; what one says the others see.
func TestPollAndSocketsTogether(t *testing.T) {
	h := newHouse(t, generous())
	c := h.customer("")
	h.polls = true
	tab := h.customer(c.Token())
	h.do(tab, &wire.Human{})
	a := h.agent("agent1")
	h.do(a, &wire.Accept{Head: about(c.Conversation())})
	if _, err := a.Follow(h.ctx, c.Conversation()); err != nil {
		t.Fatal(err)
	}
	for i := range 20 {
		h.say(tab, fmt.Sprint("轮询", i))
		h.say(c, fmt.Sprint("直连", i))
		h.do(a, &wire.Say{Head: about(c.Conversation()), Text: fmt.Sprint("坐席", i)})
		if i%5 == 0 {
			tab.Drop()
		}
	}
	for _, c := range []*client.Client{c, tab} {
		h.wait(c, "all that was said", func(c *client.Client) bool { return len(c.Events("")) == 62 })
	}
	if got := tab.Connects(); got != 1 {
		t.Errorf("%d sessions for one that was only cut", got)
	}
}

func FuzzSplitFrames(f *testing.F) {
	for _, s := range []string{"[]", "[" + pollHello + ",0]", `[{"a":"` + "\xff" + `"}]`, " [ 1 , \"\\ud800\" ] ", "[[[[]]]]", "[1,]", "{}"} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, b []byte) {
		frames, err := splitFrames(slices.Clone(b))
		if err != nil {
			return
		}
		var whole []json.RawMessage
		if json.Valid(b) {
			if err := json.Unmarshal(b, &whole); err != nil || len(whole) != len(frames) {
				t.Fatalf("%d frames, %d values, %v", len(frames), len(whole), err)
			}
		}
		for i, f := range frames {
			if len(f) == 0 || whole != nil && string(f) != string(whole[i]) {
				t.Errorf("frame %d is %q of %q", i, f, b)
			}
			_, _ = wire.DecodeClient(wire.Customers, f) // must not panic
		}
	})
}
