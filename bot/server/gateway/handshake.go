package gateway

import (
	"net/http"
	"net/netip"
	"time"

	"github.com/gorilla/websocket"

	"yiwen/bot/chat"
	"yiwen/bot/fault"
	"yiwen/bot/server/auth"
	"yiwen/bot/wire"
)

// screen looks at what costs nothing to look at: whether r may become a socket
// at all. False means that it was answered why not. Else the address counts as
// one that is connected, until rates.disconnect.
func (g *Gateway) screen(w http.ResponseWriter, r *http.Request, side wire.Side) (netip.Addr, bool) {
	g.mu.Lock()
	stopping := g.stopping
	g.mu.Unlock()
	address := g.o.Door.Address(r)
	switch {
	case stopping:
		w.Header().Set("Retry-After", "1")
		g.turnAway(w, side, http.StatusServiceUnavailable, "stopping", "服务器正在重启，请稍后再试。")
	case !g.o.Door.SameOrigin(r):
		g.turnAway(w, side, http.StatusForbidden, "origin", "不接受来自其他网站的连接。")
	case !g.rates.connect(address):
		w.Header().Set("Retry-After", "5")
		g.turnAway(w, side, http.StatusTooManyRequests, "address", "连接过于频繁，请稍后再试。")
	default:
		return address, true
	}
	return address, false
}

// upgrade turns a screened request into a socket, or answers why not and
// returns nil. What the socket holds is given back by release.
func (g *Gateway) upgrade(w http.ResponseWriter, r *http.Request, side wire.Side, address netip.Addr) *socket {
	h := &hijacker{ResponseWriter: w, buffers: &g.outputs, max: g.limits.Write}
	conn, err := g.upgrader.Upgrade(h, r, nil)
	if err != nil {
		// Upgrade has answered. Who sends no proper handshake is no news.
		g.meter.refused.WithLabelValues(sideName(side), "handshake").Inc()
		g.o.Logger.Debug("handshake failed", "side", sideName(side), "err", err)
		g.rates.disconnect(address)
		return nil
	}
	s := &socket{g: g, conn: conn, cork: h.cork, side: side, address: address, rate: g.limits.Visitor}
	s.seen.Store(int64(g.since()))
	return s
}

func (g *Gateway) turnAway(w http.ResponseWriter, side wire.Side, status int, reason, text string) {
	g.meter.refused.WithLabelValues(sideName(side), reason).Inc()
	http.Error(w, text, status)
}

// staff returns whose session r carries, or answers why he may not have a desk.
func (g *Gateway) staff(w http.ResponseWriter, r *http.Request) (chat.Staff, bool) {
	who, err := g.o.Staff.Staff(r)
	switch {
	case fault.Is(err, fault.Denied):
		g.turnAway(w, wire.Agents, http.StatusUnauthorized, "sign_in", "请先登录。")
		return who, false
	case err != nil:
		g.o.Logger.Error("look up staff", "err", err)
		g.turnAway(w, wire.Agents, http.StatusServiceUnavailable, "internal", busyText)
		return who, false
	}
	if err := g.o.Staff.May(who, auth.RightDesk, nil); err != nil {
		g.turnAway(w, wire.Agents, http.StatusForbidden, "role", fault.Text(err, internalText))
		return who, false
	}
	return who, true
}

// pong answers a peer's ping, as often as it may send frames: a flood of pings
// must not make a flood of writes.
func (s *socket) pong(data string) error {
	s.seen.Store(int64(s.g.since()))
	if s.isClosing() || !s.limit().Allow() {
		return nil
	}
	// A failed write shows in the next read or write; gorilla ignores it too.
	_ = s.conn.WriteControl(websocket.PongMessage, []byte(data), time.Now().Add(time.Second))
	return nil
}
