package gateway

import (
	"context"
	"encoding/json"
	"errors"
	"log/slog"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/gorilla/websocket"
	"github.com/prometheus/client_golang/prometheus"
	"go.uber.org/goleak"

	"yiwen/bot/chat"
	"yiwen/bot/server/gateway/client"
	polling "yiwen/bot/server/gateway/client/poll"
	"yiwen/bot/wire"
	"yiwen/handoff"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// patience is how long a test waits for what must come: the slowest takes two
// seconds, and many times that with the race detector on a machine that is busy.
const patience = time.Minute

// house is a gateway on a real HTTP server.
type house struct {
	t    *testing.T
	shop *shop
	g    *Gateway
	url  string
	ctx  context.Context
	dial func(ctx context.Context, network, addr string) (net.Conn, error) // nil = TCP
	// polls is whether customers do without WebSocket.
	polls bool
}

// onEach runs a test with customers of each transport.
func onEach(t *testing.T, limits Limits, test func(t *testing.T, h *house)) {
	for _, polls := range []bool{false, true} {
		name := "websocket"
		if polls {
			name = "long-poll"
		}
		t.Run(name, func(t *testing.T) {
			h := newHouse(t, limits)
			h.polls = polls
			test(t, h)
		})
	}
}

// generous limits keep the rate limit out of tests that are about something else.
func generous() Limits {
	many := Rate{PerSecond: 1e6, Burst: 1e6}
	return Limits{Visitor: many, Agent: many, Address: many}
}

func newGateway(t *testing.T, s *shop, limits Limits) *Gateway {
	t.Helper()
	g, err := New(Options{
		Engine: s, Suggester: s, Log: s, Desk: s, Reads: s, Files: s, Blocks: s, Announcements: &s.board, Faces: s, Mask: masked, Roster: s, Teams: teams, Assign: handoff.DefaultAssignPolicy(), Wakes: s, Visitors: s, Staff: s, Door: s,
		Clock: time.Now, Logger: slog.New(slog.DiscardHandler), Registerer: prometheus.NewRegistry(), Limits: limits,
	})
	if err != nil {
		t.Fatal(err)
	}
	return g
}

// masked hides the one code that tests know.
func masked(s string) string { return strings.ReplaceAll(s, "K7F2-9XQA", "K7F2-****") }

func routes(g *Gateway) http.Handler {
	mux := http.NewServeMux()
	mux.Handle("/ws", g.Customers())
	mux.Handle("/desk/ws", g.Desk())
	mux.Handle("/poll", g.Poll())
	mux.Handle("/poll/", g.Poll())
	return mux
}

func newHouse(t *testing.T, limits Limits) *house {
	t.Helper()
	s := newShop()
	g := newGateway(t, s, limits)
	server := httptest.NewServer(routes(g))
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	t.Cleanup(func() {
		if err := g.Shutdown(ctx); err != nil {
			t.Error(err)
		}
		server.Close()
		cancel()
	})
	return &house{t: t, shop: s, g: g, url: "ws" + strings.TrimPrefix(server.URL, "http"), ctx: ctx}
}

func cookie(agent string) http.Header {
	if agent == "" {
		return nil
	}
	return http.Header{"Cookie": {"staff=" + agent}}
}

// customer returns a client that is welcome; with a token it continues.
func (h *house) customer(token string) *client.Client {
	h.t.Helper()
	return h.client(client.Options{URL: h.door(), Token: token})
}

// door is where customers connect.
func (h *house) door() string {
	if h.polls {
		return "http" + strings.TrimPrefix(h.url, "ws") + "/poll"
	}
	return h.url + "/ws"
}

// agent returns a client at the desk.
func (h *house) agent(name string) *client.Client {
	h.t.Helper()
	return h.client(client.Options{URL: h.url + "/desk/ws", Header: cookie(name), Side: wire.Agents})
}

func (h *house) client(o client.Options) *client.Client {
	h.t.Helper()
	o.First = time.Millisecond
	c := client.New(o)
	h.t.Cleanup(func() {
		c.Close()
		for _, p := range c.Problems() {
			h.t.Errorf("broken promise: %s", p)
		}
	})
	if err := c.Online(h.ctx); err != nil {
		h.t.Fatal(err)
	}
	return c
}

// wait blocks until done.
func (h *house) wait(c *client.Client, what string, done func(*client.Client) bool) {
	h.t.Helper()
	if err := c.Wait(h.ctx, done); err != nil {
		h.t.Fatalf("%s: %v", what, err)
	}
}

// until polls what no frame tells.
func (h *house) until(what string, done func() bool) {
	h.t.Helper()
	tick := time.NewTicker(time.Millisecond)
	defer tick.Stop()
	for !done() {
		select {
		case <-tick.C:
		case <-h.ctx.Done():
			h.t.Fatalf("%s: not in time", what)
		}
	}
}

// say has customer c say something and returns the ack.
func (h *house) say(c *client.Client, text string) chat.Seq {
	h.t.Helper()
	seq, err := c.Say(h.ctx, "", text)
	if err != nil {
		h.t.Fatal(err)
	}
	return seq
}

// do has a frame carried out.
func (h *house) do(c *client.Client, f wire.Frame) chat.Seq {
	h.t.Helper()
	seq, err := c.Do(h.ctx, f)
	if err != nil {
		h.t.Fatal(err)
	}
	return seq
}

// refused has a frame refused, and returns the code.
func (h *house) refused(c *client.Client, f wire.Frame) wire.Code {
	h.t.Helper()
	_, err := c.Do(h.ctx, f)
	var refusal *wire.Error
	if !errors.As(err, &refusal) {
		h.t.Fatalf("%s: got %v, want a refusal", f.Type(), err)
	}
	return refusal.Code
}

func about(id chat.ConversationID) wire.Head { return wire.Head{Conversation: id} }

// raw is a socket without a client's manners.
type raw struct {
	t *testing.T
	*websocket.Conn
	poll *polling.Conn // in place of Conn, or nil
}

// rawCustomer is a customer's.
func (h *house) rawCustomer() *raw {
	h.t.Helper()
	if !h.polls {
		return h.raw("/ws", "")
	}
	pages := &http.Client{Transport: &http.Transport{DialContext: h.dial}}
	c, err := polling.Dial(h.ctx, pages, h.door(), nil)
	if err != nil {
		h.t.Fatal(err)
	}
	h.t.Cleanup(func() {
		_ = c.Close()
		pages.CloseIdleConnections()
	})
	return &raw{t: h.t, poll: c}
}

func (h *house) raw(path, agent string) *raw {
	h.t.Helper()
	d := websocket.Dialer{NetDialContext: h.dial}
	conn, _, err := d.Dial(h.url+path, cookie(agent))
	if err != nil {
		h.t.Fatal(err)
	}
	h.t.Cleanup(func() { _ = conn.Close() })
	return &raw{t: h.t, Conn: conn}
}

// handshake returns the status that a handshake ends with.
func (h *house) handshake(path string, header http.Header) int {
	h.t.Helper()
	conn, resp, err := websocket.DefaultDialer.Dial(h.url+path, header)
	if err == nil {
		_ = conn.Close()
	}
	if resp == nil {
		h.t.Fatal(err)
	}
	return resp.StatusCode
}

func (r *raw) send(frame string) {
	r.t.Helper()
	var err error
	if r.poll != nil {
		err = r.poll.Write([]byte(frame))
	} else {
		err = r.WriteMessage(websocket.TextMessage, []byte(frame))
	}
	if err != nil {
		r.t.Fatal(err)
	}
}

// read reads the next message.
func (r *raw) read() ([]byte, error) {
	if r.poll != nil {
		return r.poll.Read()
	}
	_ = r.SetReadDeadline(time.Now().Add(patience))
	_, b, err := r.ReadMessage()
	return b, err
}

// frame reads the next frame.
func (r *raw) frame() map[string]any {
	r.t.Helper()
	b, err := r.read()
	if err != nil {
		r.t.Fatal(err)
	}
	var f map[string]any
	if err := json.Unmarshal(b, &f); err != nil {
		r.t.Fatalf("%s: %v", b, err)
	}
	return f
}

// expect reads the next frame, which must be of type typ.
func (r *raw) expect(typ string) map[string]any {
	r.t.Helper()
	f := r.frame()
	if f["type"] != typ {
		r.t.Fatalf("got %v, want a frame of type %s", f, typ)
	}
	return f
}

// refused reads an error frame of the code.
func (r *raw) refused(code wire.Code) map[string]any {
	r.t.Helper()
	f := r.expect("error")
	if f["code"] != string(code) || f["retry"] != code.Retry() || f["message"] == "" {
		r.t.Fatalf("got %v, want code %s", f, code)
	}
	return f
}

// closed reads on to the end, which must be code.
func (r *raw) closed(code wire.CloseCode) {
	r.t.Helper()
	for {
		_, err := r.read()
		var end *websocket.CloseError
		var polled *polling.Closed
		switch {
		case err == nil:
		case errors.As(err, &end) && end.Code == int(code) && end.Text == code.String():
			return
		case errors.As(err, &polled) && polled.Code == code && polled.Reason == code.String():
			return
		default:
			r.t.Fatalf("ended with %v, want %d %s", err, code, code)
		}
	}
}

func (r *raw) hello(token string) map[string]any {
	r.t.Helper()
	r.send(`{"type":"hello","id":"h","visitor":"` + token + `"}`)
	return r.expect("welcome")
}
