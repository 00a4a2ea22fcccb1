package gateway

import (
	"net/http"
	"time"

	"github.com/gorilla/websocket"

	"yiwen/bot/wire"
)

// transport is how what a socket has to say reaches its peer: a WebSocket
// connection, or a queue that the peer comes to empty. All but cut are called by
// who writes for the socket, one at a time; cut by anybody.
type transport interface {
	// gather takes the frames of b, which stay the caller's; a nil b has none. They
	// leave together, by the next pour at the latest. It may block for a slow peer.
	gather(b *batch) error
	// pour lets what was gathered go. It may block, likewise.
	pour() error
	// ping asks the peer for a sign of life, where it gives none by itself.
	ping() error
	// farewell lets what was gathered go, and says after it that and why this is
	// the end. The socket is forgotten soon.
	farewell(code wire.CloseCode) error
	// cut ends the connection at once. Cutting twice is cutting once.
	cut()
}

var (
	_ transport = (*stream)(nil)
	_ transport = (*queue)(nil)
)

// stream is a WebSocket connection as a transport.
type stream struct {
	conn *websocket.Conn
	cork *cork
	max  time.Duration // for one write
}

// gather implements transport.
func (t *stream) gather(b *batch) error {
	t.cork.gather()
	if b == nil {
		return nil
	}
	start := 0
	for _, end := range b.ends {
		if err := t.conn.WriteMessage(websocket.TextMessage, b.buf[start:end]); err != nil {
			return err
		}
		start = end
	}
	return nil
}

// pour implements transport.
func (t *stream) pour() error { return t.cork.pour() }

// ping implements transport.
func (t *stream) ping() error {
	return t.conn.WriteControl(websocket.PingMessage, nil, time.Now().Add(t.max))
}

// farewell implements transport. It gives the peer a moment to answer; the
// socket's run sees the end of the connection then.
func (t *stream) farewell(code wire.CloseCode) error {
	t.cork.gather()
	bye := websocket.FormatCloseMessage(int(code), code.String())
	if err := t.conn.WriteControl(websocket.CloseMessage, bye, time.Now().Add(t.max)); err != nil {
		return err
	}
	if err := t.pour(); err != nil {
		return err
	}
	return t.conn.SetReadDeadline(time.Now().Add(closeGrace))
}

// cut implements transport. The peer may have closed the connection already;
// there is nobody to tell.
func (t *stream) cut() { _ = t.conn.Close() }

// upgrade turns a screened request into a WebSocket connection, or answers why
// not and returns nil.
func (g *Gateway) upgrade(w http.ResponseWriter, r *http.Request, side wire.Side) *stream {
	h := &hijacker{ResponseWriter: w, buffers: &g.outputs, max: g.limits.Write}
	conn, err := g.upgrader.Upgrade(h, r, nil)
	if err != nil {
		// Upgrade has answered. Who sends no proper handshake is no news.
		g.meter.refused.WithLabelValues(sideName(side), "handshake").Inc()
		g.o.Logger.Debug("handshake failed", "side", sideName(side), "err", err)
		return nil
	}
	return &stream{conn: conn, cork: h.cork, max: g.limits.Write}
}

// serve has frames of s read from its connection, in a goroutine of its own: the
// handler returns and takes net/http's buffers with it.
func (g *Gateway) serve(s *socket, t *stream) {
	t.conn.SetPongHandler(func(string) error {
		s.alive()
		return nil
	})
	t.conn.SetPingHandler(func(data string) error { return s.pong(t, data) })
	if !g.remember(s) {
		// Shutdown began during the handshake and waits for no newcomers.
		_ = t.farewell(wire.CloseStopping) // the peer comes back either way
		g.release(s)
		return
	}
	go s.run(t.conn)
}

// run reads frames until the connection ends. It is the socket's own goroutine.
func (s *socket) run(conn *websocket.Conn) {
	defer s.g.forget(s)
	for {
		kind, r, err := conn.NextReader()
		if err != nil {
			return
		}
		s.alive()
		switch {
		case s.isClosing(): // a frame that crossed the close frame: not taken
		case kind != websocket.TextMessage:
			s.close(wire.CloseProtocol)
		default:
			if !s.read(r) {
				return
			}
		}
	}
}

// pong answers a peer's ping, as often as it may send frames: a flood of pings
// must not make a flood of writes.
func (s *socket) pong(t *stream, data string) error {
	s.alive()
	if s.isClosing() || !s.limit().Allow() {
		return nil
	}
	// A failed write shows in the next read or write; gorilla ignores it too.
	_ = t.conn.WriteControl(websocket.PongMessage, []byte(data), time.Now().Add(time.Second))
	return nil
}
