package gateway

import (
	"context"
	"encoding/base64"
	"fmt"
	"net"
	"net/http"
	"net/netip"
	"strings"
	"testing"
	"time"

	"github.com/gorilla/websocket"

	"yiwen/bot"
	"yiwen/bot/chat"
	"yiwen/bot/server/gateway/client"
	"yiwen/bot/wire"
)

func TestHostileInput(t *testing.T) {
	h := newHouse(t, generous())
	for name, tc := range map[string]struct {
		attack func(*raw)
		want   wire.CloseCode
	}{
		"binary message": {func(r *raw) {
			_ = r.WriteMessage(websocket.BinaryMessage, []byte(`{"type":"human","id":"1"}`))
		}, wire.CloseProtocol},
		"over the size limit": {func(r *raw) {
			r.send(`{"type":"say","id":"1","text":"` + strings.Repeat("a", wire.MaxFrame) + `"}`)
		}, wire.CloseTooLarge},
		"far over the size limit": {func(r *raw) {
			_ = r.WriteMessage(websocket.TextMessage, make([]byte, 8<<20))
		}, wire.CloseTooLarge},
		"invalid UTF-8 again and again": {func(r *raw) {
			bad, _ := base64.StdEncoding.DecodeString("eyJ0eXBlIjoic2F5IiwiaWQiOiIxIiwidGV4dCI6IoD/In0=")
			for range badFrames {
				_ = r.WriteMessage(websocket.TextMessage, bad)
			}
		}, wire.CloseProtocol},
	} {
		t.Run(name, func(t *testing.T) {
			r := h.raw("/ws", "")
			r.hello("")
			tc.attack(r)
			r.closed(tc.want)
		})
	}
	t.Run("fragments are one message", func(t *testing.T) {
		r := h.raw("/ws", "")
		r.hello("")
		w, err := r.NextWriter(websocket.TextMessage)
		if err != nil {
			t.Fatal(err)
		}
		for _, c := range strings.SplitAfter(`{"type":"say","id":"1","text":"`+strings.Repeat("充值", 800)+`"}`, "充") {
			if _, err := w.Write([]byte(c)); err != nil {
				t.Fatal(err)
			}
			if err := r.WriteControl(websocket.PingMessage, nil, time.Now().Add(patience)); err != nil {
				t.Fatal(err)
			}
		}
		if err := w.Close(); err != nil {
			t.Fatal(err)
		}
		r.expect("ack")
	})
	t.Run("the size limit itself", func(t *testing.T) {
		r := h.raw("/ws", "")
		r.hello("")
		frame := `{"type":"human","id":"1","x":"` + strings.Repeat("a", wire.MaxFrame)
		r.send(frame[:wire.MaxFrame-2] + `"}`)
		r.expect("ack")
	})
	t.Run("a frame cut off", func(t *testing.T) {
		r := h.raw("/ws", "")
		r.hello("")
		// A header that promises 1000 bytes, 3 of them, and the end.
		if _, err := r.NetConn().Write([]byte{0x81, 0xfe, 0x03, 0xe8, 0, 0, 0, 0, '{', '"', 't'}); err != nil {
			t.Fatal(err)
		}
		_ = r.NetConn().Close()
	})
	t.Run("others were not disturbed", func(t *testing.T) {
		h.say(h.customer(""), "在吗")
	})
}

func TestRateLimit(t *testing.T) {
	h := newHouse(t, Limits{Visitor: Rate{PerSecond: .001, Burst: 3}})
	r := h.raw("/ws", "")
	token := r.hello("")["visitor"].(string)
	for i := range 3 {
		r.send(fmt.Sprintf(`{"type":"human","id":"%d"}`, i))
		for r.frame()["type"] != "ack" {
		}
	}
	again := h.raw("/ws", "")
	again.hello(token)
	again.expect("event")
	again.expect("event")
	again.expect("event")
	for again.frame()["type"] != "queue" {
	}
	again.send(`{"type":"human","id":"one more"}`)
	if e := again.refused(wire.RateLimited); e["id"] != "one more" {
		t.Errorf("got %v", e)
	}
	for range refusedFrames {
		// The server stops reading at some point, and writes fail.
		_ = again.WriteMessage(websocket.TextMessage, []byte(`{"type":"human","id":"x"}`))
	}
	again.closed(wire.CloseFlood)
}

func TestSocketsPerVisitor(t *testing.T) {
	limits := generous()
	limits.SocketsPerVisitor = 2
	h := newHouse(t, limits)
	first := h.raw("/ws", "")
	token := first.hello("")["visitor"].(string)
	second := h.raw("/ws", "")
	second.hello(token)
	third := h.raw("/ws", "")
	third.send(`{"type":"hello","id":"h","visitor":"` + token + `"}`)
	third.refused(wire.RateLimited)
	third.closed(wire.CloseTooMany)
	_ = second.Close()
	h.until("there is room again", func() bool {
		h.g.hub.mu.RLock()
		defer h.g.hub.mu.RUnlock()
		n := 0
		for _, f := range h.g.hub.feeds {
			for ; f != nil; f = f.next {
				n++
			}
		}
		return n == 1
	})
	h.raw("/ws", "").hello(token)
}

func TestLimitsPerAddress(t *testing.T) {
	t.Run("new sockets", func(t *testing.T) {
		h := newHouse(t, Limits{Address: Rate{PerSecond: .001, Burst: 2}})
		h.shop.with(func(s *shop) { s.addr = netip.MustParseAddr("192.0.2.1") })
		for i, want := range []int{101, 101, http.StatusTooManyRequests} {
			if got := h.handshake("/ws", nil); got != want {
				t.Errorf("handshake %d: status %d, want %d", i, got, want)
			}
		}
		h.shop.with(func(s *shop) { s.addr = netip.MustParseAddr("192.0.2.2") })
		if got := h.handshake("/ws", nil); got != 101 {
			t.Errorf("another address: status %d", got)
		}
	})
	t.Run("open sockets", func(t *testing.T) {
		limits := generous()
		limits.SocketsPerAddress = 1
		h := newHouse(t, limits)
		h.shop.with(func(s *shop) { s.addr = netip.MustParseAddr("192.0.2.1") })
		r := h.raw("/ws", "")
		if got := h.handshake("/ws", nil); got != http.StatusTooManyRequests {
			t.Errorf("second: status %d", got)
		}
		_ = r.Close()
		h.until("the first is forgotten", func() bool { return h.handshake("/ws", nil) == 101 })
	})
}

func TestForeignOriginIsRefused(t *testing.T) {
	h := newHouse(t, generous())
	if got := h.handshake("/ws", http.Header{"Origin": {"https://evil.example"}}); got != http.StatusForbidden {
		t.Errorf("status %d", got)
	}
}

// A reader who stops reading is cut off, and neither the writers nor the other
// readers of the conversation wait for it.
func TestSlowReader(t *testing.T) {
	limits := generous()
	limits.Write = 200 * time.Millisecond
	h := newHouse(t, limits)
	h.dial = func(ctx context.Context, network, addr string) (net.Conn, error) {
		conn, err := (&net.Dialer{}).DialContext(ctx, network, addr)
		if err == nil {
			err = conn.(*net.TCPConn).SetReadBuffer(4 << 10)
		}
		return conn, err
	}
	c := h.customer("")
	slow := h.raw("/ws", "")
	slow.hello(c.Token())
	text := strings.Repeat("充", chat.MaxText)
	sent := 0
	h.until("the slow reader is cut off", func() bool {
		h.say(c, text)
		sent++
		h.g.mu.Lock()
		defer h.g.mu.Unlock()
		return h.g.open == 1
	})
	h.wait(c, "the fast reader has everything", func(c *client.Client) bool { return len(c.Events("")) == 2*sent })
	late := h.customer(c.Token())
	h.wait(late, "coming back loses nothing", func(late *client.Client) bool { return len(late.Events("")) == 2*sent })
}

func TestShutdownFinishesWhatItTook(t *testing.T) {
	s := newShop()
	g := newGateway(t, s, generous())
	server := newServer(t, g)
	h := &house{t: t, shop: s, g: g, url: server, ctx: t.Context()}
	idle, busy := h.raw("/ws", ""), h.raw("/ws", "")
	desk := h.raw("/desk/ws", "agent1")
	idle.hello("")
	busy.hello("")
	inside, release := make(chan struct{}), make(chan struct{})
	s.with(func(s *shop) {
		s.before = func(bot.Command) error {
			close(inside)
			<-release
			return nil
		}
	})
	busy.send(`{"type":"say","id":"s1","text":"在吗"}`)
	<-inside
	stopped := make(chan error, 1)
	ctx, cancel := context.WithTimeout(t.Context(), patience)
	defer cancel()
	go func() { stopped <- g.Shutdown(ctx) }()
	h.ctx = ctx
	h.until("handshakes are turned away", func() bool { return h.handshake("/ws", nil) == http.StatusServiceUnavailable })
	busy.send(`{"type":"say","id":"s2","text":"太晚了"}`) // not taken: the client sends it again elsewhere
	close(release)
	if ack := busy.expect("ack"); ack["id"] != "s1" {
		t.Errorf("got %v", ack)
	}
	for _, r := range []*raw{busy, idle, desk} {
		r.closed(wire.CloseStopping)
		_ = r.Close()
	}
	if err := <-stopped; err != nil {
		t.Errorf("shutdown: %v", err)
	}
	if err := g.Shutdown(ctx); err != nil {
		t.Errorf("second shutdown: %v", err)
	}
}

// A command that hangs cannot hold the shutdown up for longer than its context.
func TestShutdownRunsOutOfPatience(t *testing.T) {
	s := newShop()
	g := newGateway(t, s, generous())
	h := &house{t: t, shop: s, g: g, url: newServer(t, g), ctx: t.Context()}
	r := h.raw("/ws", "")
	r.hello("")
	inside := make(chan struct{})
	s.with(func(s *shop) {
		s.before = func(bot.Command) error {
			close(inside)
			<-g.base.Done() // as an engine does whose context ends
			return g.base.Err()
		}
	})
	r.send(`{"type":"say","id":"s1","text":"在吗"}`)
	<-inside
	ctx, cancel := context.WithTimeout(t.Context(), 50*time.Millisecond)
	defer cancel()
	if err := g.Shutdown(ctx); err == nil {
		t.Error("shutdown ended in peace")
	}
}
