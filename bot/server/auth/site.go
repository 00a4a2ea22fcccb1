package auth

import (
	"net/url"
	"slices"
	"strconv"
	"strings"

	"yiwen/bot/chat"
	"yiwen/bot/fault"
)

// Site is a shop front that customers come from.
type Site struct {
	ID   chat.SiteID
	Name string // shown above the chat, or ""
	// Origins are the origins of the shop's pages, "https://shop.example" or
	// "https://*.shop.example": these may put the chat into a frame.
	Origins []string
}

// DefaultSite is the site of a server that names none.
const DefaultSite chat.SiteID = "default"

// maxSite is the greatest length of a site id, in bytes: it travels in tokens.
const maxSite = 64

// Site returns the site called id, with those of its origins that are fit to be
// written into a header as they are. A site that is not served is a
// fault.NotFound.
func (a *Auth) Site(id chat.SiteID) (Site, error) {
	var sites []Site
	if a.sites != nil {
		sites = a.sites()
	}
	if len(sites) == 0 {
		sites = []Site{{ID: DefaultSite}}
	}
	i := slices.IndexFunc(sites, func(s Site) bool { return s.ID == id })
	if i < 0 || id == "" || len(id) > maxSite {
		return Site{}, fault.New(fault.NotFound, "没有这个站点")
	}
	site := sites[i]
	// A copy, and only what cannot break out of the header: the list comes from
	// a file that people write.
	site.Origins = slices.DeleteFunc(slices.Clone(site.Origins), func(o string) bool { return CheckOrigin(o) != nil })
	return site, nil
}

// CheckOrigin returns a fault.Invalid that says what is wrong with an origin of
// a Site, or nil.
func CheckOrigin(origin string) error {
	u, err := url.Parse(origin)
	switch {
	case err != nil:
		return fault.New(fault.Invalid, "origin %q is not a URL", origin)
	case u.Scheme != "https" && u.Scheme != "http":
		return fault.New(fault.Invalid, "origin %q must begin with https:// or http://", origin)
	case origin != u.Scheme+"://"+u.Host:
		return fault.New(fault.Invalid, "origin %q must be a scheme and a host only", origin)
	}
	if !validHost(strings.TrimPrefix(u.Host, "*.")) {
		return fault.New(fault.Invalid, "origin %q: %q is not a host name; write other scripts in their xn-- form", origin, u.Host)
	}
	return nil
}

// validHost reports whether host is letters, digits, dots and hyphens with an
// optional port: nothing else belongs into a Content-Security-Policy.
func validHost(host string) bool {
	name, port, hasPort := strings.Cut(host, ":")
	if _, err := strconv.ParseUint(port, 10, 16); hasPort && err != nil {
		return false
	}
	return name != "" && strings.Trim(name, ".-") == name && !strings.ContainsFunc(name, func(r rune) bool {
		return !(r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9' || r == '.' || r == '-')
	})
}
