package auth

import (
	"net"
	"net/http"
	"net/netip"
	"strings"
)

// SameOrigin reports whether r was not caused by a page of another site. It is
// asked before every WebSocket handshake, which browsers allow across sites.
//
// A browser names the page's origin; it must be r's own scheme and host. The
// chat runs in a frame of ours, so this holds for shops too. A request without
// Origin is of no page's making, since every browser sends one with a handshake:
// it is let through for programs (bench, tests, monitoring), unless a
// Sec-Fetch-Site header tells that a browser sent it after all, from elsewhere.
func (a *Auth) SameOrigin(r *http.Request) bool {
	switch origin := r.Header.Values("Origin"); len(origin) {
	case 0:
		site := r.Header.Get("Sec-Fetch-Site")
		return site == "" || site == "same-origin"
	case 1:
		scheme, host, ok := strings.Cut(origin[0], "://")
		own := a.scheme(r)
		return ok && scheme == own && r.Host != "" && normalHost(scheme, host) == normalHost(own, r.Host)
	default:
		return false
	}
}

// normalHost makes hosts comparable: lower case, without the scheme's own port.
func normalHost(scheme, host string) string {
	host = strings.ToLower(host)
	if scheme == "https" {
		return strings.TrimSuffix(host, ":443")
	}
	return strings.TrimSuffix(host, ":80")
}

// scheme returns what the client's browser shows, "https" or "http".
func (a *Auth) scheme(r *http.Request) string {
	if r.TLS != nil || a.trustProxy && strings.EqualFold(r.Header.Get("X-Forwarded-Proto"), "https") {
		return "https"
	}
	return "http"
}

// Address returns where r comes from, as far as limits are concerned: an IPv4
// address, or the /64 of an IPv6 address, which is one customer's line. Behind
// a trusted proxy it is the address that the proxy saw. What cannot be read is
// the zero Addr, one address for all of that kind.
func (a *Auth) Address(r *http.Request) netip.Addr {
	if a.trustProxy {
		if all := r.Header.Values("X-Forwarded-For"); len(all) > 0 {
			// The proxy appends: only the last entry is its own word.
			last := all[len(all)-1]
			return network(strings.TrimSpace(last[strings.LastIndexByte(last, ',')+1:]))
		}
	}
	host, _, err := net.SplitHostPort(r.RemoteAddr)
	if err != nil {
		host = r.RemoteAddr
	}
	return network(host)
}

func network(host string) netip.Addr {
	addr, err := netip.ParseAddr(host)
	if err != nil {
		return netip.Addr{}
	}
	addr = addr.Unmap().WithZone("")
	if addr.Is6() && !addr.IsLoopback() {
		return netip.PrefixFrom(addr, 64).Masked().Addr()
	}
	return addr
}
