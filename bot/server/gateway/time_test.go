package gateway

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"yiwen/bot"
	"yiwen/bot/chat"
	"yiwen/bot/wire"
)

// newServer serves g until the test ends and returns its address.
func newServer(t *testing.T, g *Gateway) string {
	t.Helper()
	server := httptest.NewServer(routes(g))
	t.Cleanup(server.Close)
	return "ws" + strings.TrimPrefix(server.URL, "http")
}

// pipes is a listener and dialler over net.Pipe, for time that is not real.
type pipes struct {
	conns chan net.Conn
	done  chan struct{}
	once  sync.Once
}

func (p *pipes) Accept() (net.Conn, error) {
	select {
	case c := <-p.conns:
		return c, nil
	case <-p.done:
		return nil, net.ErrClosed
	}
}

func (p *pipes) Close() error {
	p.once.Do(func() { close(p.done) })
	return nil
}

func (p *pipes) Addr() net.Addr { return &net.TCPAddr{} }

func (p *pipes) dial(context.Context, string, string) (net.Conn, error) {
	client, server := net.Pipe()
	select {
	case p.conns <- server:
		return client, nil
	case <-p.done:
		return nil, errors.New("closed")
	}
}

// inTime runs test with a house whose clock is the bubble's: hours pass in no
// time, and only while everybody waits.
func inTime(t *testing.T, limits Limits, test func(t *testing.T, h *house)) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) {
		s := newShop()
		g := newGateway(t, s, limits)
		p := &pipes{conns: make(chan net.Conn), done: make(chan struct{})}
		server := &http.Server{Handler: routes(g)}
		go func() { _ = server.Serve(p) }()
		ctx, cancel := context.WithTimeout(context.Background(), 24*time.Hour)
		defer cancel()
		h := &house{t: t, shop: s, g: g, url: "ws://yiwen", ctx: ctx, dial: p.dial}
		test(t, h)
		if err := g.Shutdown(ctx); err != nil {
			t.Error(err)
		}
		_ = server.Close()
	})
}

// drain reads, and answers pings, until the end, and returns how it ended.
func (r *raw) drain() <-chan error {
	end := make(chan error, 1)
	go func() {
		for {
			if _, _, err := r.ReadMessage(); err != nil {
				end <- err
				_ = r.Close()
				return
			}
		}
	}()
	return end
}

// A page that is greater than what is gathered must not meet the deadline of a
// write long ago.
func TestGreatPageAfterLongSilence(t *testing.T) {
	inTime(t, generous(), func(t *testing.T, h *house) {
		r := h.raw("/ws", "")
		welcome := r.hello("")
		end := make(chan error, 1)
		r.SetReadDeadline(time.Time{})
		seqs := make(chan float64, 100)
		go func() {
			for {
				var f map[string]any
				if err := r.ReadJSON(&f); err != nil {
					end <- err
					return
				}
				if f["type"] == "event" {
					seqs <- f["seq"].(float64)
				}
			}
		}()
		time.Sleep(10 * time.Minute)
		h.shop.with(func(s *shop) { s.deaf = true }) // so that all come in one page
		writer := h.raw("/ws", "")
		writer.hello(welcome["visitor"].(string))
		for i := range 20 {
			writer.send(fmt.Sprintf(`{"type":"say","id":"%d","text":"%s"}`, i, strings.Repeat("充", chat.MaxText)))
			writer.expect("ack")
		}
		_ = writer.Close()
		h.shop.Publish(bot.Wake{Conversation: chat.ConversationID(welcome["conversation"].(string)), Seq: 40})
		for want := 1.0; want <= 40; want++ {
			if got := <-seqs; got != want {
				t.Fatalf("event %v, want %v", got, want)
			}
		}
		_ = r.Close()
		<-end
	})
}

func TestNoHello(t *testing.T) {
	inTime(t, generous(), func(t *testing.T, h *house) {
		start := time.Now()
		r := h.raw("/ws", "")
		r.send(`{"type":"say","id":"1","text":"在吗"}`)
		r.refused(wire.BadOrder)
		r.closed(wire.CloseNoHello)
		if took := time.Since(start); took < 9*time.Second || took > 12*time.Second {
			t.Errorf("closed after %v", took)
		}
		_ = r.Close()
	})
}

func TestSilentPeerIsClosed(t *testing.T) {
	inTime(t, generous(), func(t *testing.T, h *house) {
		silent, alive := h.raw("/ws", ""), h.raw("/ws", "")
		silent.hello("")
		alive.hello("")
		silent.SetPingHandler(func(string) error { return nil })
		silent.SetReadDeadline(time.Time{})
		alive.SetReadDeadline(time.Time{})
		start := time.Now()
		ended, living := silent.drain(), alive.drain()
		err := <-ended
		if took := time.Since(start); took < 60*time.Second || took > 100*time.Second || !strings.Contains(err.Error(), "silent") {
			t.Errorf("ended after %v: %v", took, err)
		}
		time.Sleep(time.Hour)
		select {
		case err := <-living:
			t.Errorf("a living peer was closed: %v", err)
		default:
			_ = alive.NetConn().Close()
			<-living
		}
	})
}

// TestManyReadersDoNotHideAnAgent: an agent whose presence waits behind read
// marks would lose his cases although he is there.
func TestManyReadersDoNotHideAnAgent(t *testing.T) {
	inTime(t, generous(), func(t *testing.T, h *house) {
		const readers = 5000
		h.shop.with(func(s *shop) { s.slow = 20 * time.Millisecond }) // a disk in a cloud
		r := h.raw("/desk/ws", "agent1")
		r.drain()
		for i := range readers {
			h.g.marks.note(chat.ConversationID(fmt.Sprint(i)), "customer", 1)
		}
		time.Sleep(25 * time.Second)
		h.shop.with(func(s *shop) {
			if since := time.Since(s.seen["agent1"]); since > seenEvery+2*sweepTick {
				t.Errorf("last seen %v ago", since)
			}
			if len(s.reads) != readers {
				t.Errorf("%d of %d marks are written", len(s.reads), readers)
			}
		})
		_ = r.Close()
	})
}

func TestSignedOutAgentIsClosed(t *testing.T) {
	inTime(t, generous(), func(t *testing.T, h *house) {
		r := h.raw("/desk/ws", "agent1")
		end := r.drain()
		time.Sleep(time.Minute)
		h.shop.mu.Lock()
		if since := time.Since(h.shop.seen["agent1"]); since > seenEvery+sweepTick {
			t.Errorf("last seen %v ago", since)
		}
		h.shop.staff["agent1"] = chat.Staff{ID: "agent1", Role: chat.RoleEditor}
		h.shop.mu.Unlock()
		start := time.Now()
		err := <-end
		if took := time.Since(start); took > 40*time.Second || !strings.Contains(err.Error(), "denied") {
			t.Errorf("ended after %v: %v", took, err)
		}
	})
}

func TestSignedOutAgentCommandsNothing(t *testing.T) {
	inTime(t, generous(), func(t *testing.T, h *house) {
		r := h.raw("/desk/ws", "agent1")
		h.shop.with(func(s *shop) { delete(s.staff, "agent1") })
		time.Sleep(recheck)
		r.send(`{"type":"watch","id":"w","lists":["waiting"]}`)
		r.closed(wire.CloseDenied)
		_ = r.Close()
	})
}
