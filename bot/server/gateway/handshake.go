package gateway

import (
	"net/http"
	"net/netip"

	"yiwen/bot/chat"
	"yiwen/bot/fault"
	"yiwen/bot/server/auth"
	"yiwen/bot/wire"
)

const (
	stoppingText = "服务器正在重启，请稍后再试。"
	foreignText  = "不接受来自其他网站的连接。"
)

// screen looks at what costs nothing to look at: whether r may become a socket
// at all. It returns 0, or the status with which it answered why not. After 0 the
// address counts as one that is connected, until rates.disconnect.
func (g *Gateway) screen(w http.ResponseWriter, r *http.Request, side wire.Side) (netip.Addr, int) {
	g.mu.Lock()
	stopping := g.stopping
	g.mu.Unlock()
	address := g.o.Door.Address(r)
	switch {
	case stopping:
		w.Header().Set("Retry-After", "1")
		return address, g.turnAway(w, side, http.StatusServiceUnavailable, "stopping", stoppingText)
	case !g.o.Door.SameOrigin(r):
		return address, g.turnAway(w, side, http.StatusForbidden, "origin", foreignText)
	case !g.rates.connect(address):
		w.Header().Set("Retry-After", "5")
		return address, g.turnAway(w, side, http.StatusTooManyRequests, "address", "连接过于频繁，请稍后再试。")
	}
	return address, 0
}

func (g *Gateway) turnAway(w http.ResponseWriter, side wire.Side, status int, reason, text string) int {
	g.meter.refused.WithLabelValues(sideName(side), reason).Inc()
	http.Error(w, text, status)
	return status
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
