package auth

import (
	"crypto/tls"
	"net/http"
	"testing"

	"github.com/google/go-cmp/cmp"

	"yiwen/bot/fault"
)

func TestSameOrigin(t *testing.T) {
	plain := newAuth(t, newWorld())
	proxied := newAuth(t, newWorld(), func(o *Options) { o.TrustProxy = true })
	for name, test := range map[string]struct {
		auth   *Auth
		header http.Header
		tls    bool
		want   bool
	}{
		"own page":                      {plain, http.Header{"Origin": {"http://chat.example"}}, false, true},
		"own page in capitals":          {plain, http.Header{"Origin": {"http://Chat.Example"}}, false, true},
		"own page with its port":        {plain, http.Header{"Origin": {"http://chat.example:80"}}, false, true},
		"own page over TLS":             {plain, http.Header{"Origin": {"https://chat.example"}}, true, true},
		"own page over TLS, 443":        {plain, http.Header{"Origin": {"https://chat.example:443"}}, true, true},
		"another site":                  {plain, http.Header{"Origin": {"http://evil.example"}}, false, false},
		"a name that begins alike":      {plain, http.Header{"Origin": {"http://chat.example.evil.example"}}, false, false},
		"another port":                  {plain, http.Header{"Origin": {"http://chat.example:8080"}}, false, false},
		"another scheme":                {plain, http.Header{"Origin": {"https://chat.example"}}, false, false},
		"plain page of an encrypted us": {plain, http.Header{"Origin": {"http://chat.example"}}, true, false},
		"a sandboxed frame":             {plain, http.Header{"Origin": {"null"}}, false, false},
		"empty":                         {plain, http.Header{"Origin": {""}}, false, false},
		"two origins":                   {plain, http.Header{"Origin": {"http://chat.example", "http://evil.example"}}, false, false},
		"a program":                     {plain, http.Header{}, false, true},
		"a browser, from elsewhere":     {plain, http.Header{"Sec-Fetch-Site": {"cross-site"}}, false, false},
		"a browser, from a neighbour":   {plain, http.Header{"Sec-Fetch-Site": {"same-site"}}, false, false},
		"a browser, from us":            {plain, http.Header{"Sec-Fetch-Site": {"same-origin"}}, false, true},
		"forged proxy header":           {plain, http.Header{"Origin": {"https://chat.example"}, "X-Forwarded-Proto": {"https"}}, false, false},
		"behind our proxy":              {proxied, http.Header{"Origin": {"https://chat.example"}, "X-Forwarded-Proto": {"https"}}, false, true},
	} {
		r := request()
		r.Header = test.header
		if test.tls {
			r.TLS = &tls.ConnectionState{}
		}
		if got := test.auth.SameOrigin(r); got != test.want {
			t.Errorf("%s: %v", name, got)
		}
	}
}

func TestAddress(t *testing.T) {
	plain := newAuth(t, newWorld())
	proxied := newAuth(t, newWorld(), func(o *Options) { o.TrustProxy = true })
	for name, test := range map[string]struct {
		auth      *Auth
		remote    string
		forwarded []string
		want      string
	}{
		"IPv4":                     {plain, "192.0.2.1:80", nil, "192.0.2.1"},
		"IPv6 is a /64":            {plain, "[2001:db8:1:2:3:4:5:6]:80", nil, "2001:db8:1:2::"},
		"IPv6 with a zone":         {plain, "[fe80::1%eth0]:80", nil, "fe80::"},
		"IPv4 in IPv6":             {plain, "[::ffff:192.0.2.1]:80", nil, "192.0.2.1"},
		"IPv6 loopback":            {plain, "[::1]:80", nil, "::1"},
		"a socket file":            {plain, "@", nil, "invalid IP"},
		"a forged header":          {plain, "192.0.2.1:80", []string{"198.51.100.7"}, "192.0.2.1"},
		"the proxy's word":         {proxied, "192.0.2.1:80", []string{"198.51.100.7"}, "198.51.100.7"},
		"the proxy's word is last": {proxied, "192.0.2.1:80", []string{"1.1.1.1", "2.2.2.2, 198.51.100.7"}, "198.51.100.7"},
		"no header":                {proxied, "192.0.2.1:80", nil, "192.0.2.1"},
		"nonsense":                 {proxied, "192.0.2.1:80", []string{"x, "}, "invalid IP"},
	} {
		r := request()
		r.RemoteAddr = test.remote
		r.Header["X-Forwarded-For"] = test.forwarded
		if got := test.auth.Address(r).String(); got != test.want {
			t.Errorf("%s: %s, want %s", name, got, test.want)
		}
	}
}

func TestSiteNamesOnlyOriginsFitForAHeader(t *testing.T) {
	origins := []string{"https://a.example", "*; script-src *", "https://*.b.example:8443"}
	a := newAuth(t, newWorld(), func(o *Options) {
		o.Sites = func() []Site { return []Site{{ID: "shop", Name: "商城", Origins: origins}} }
	})
	got, err := a.Site("shop")
	if err != nil {
		t.Fatal(err)
	}
	want := Site{ID: "shop", Name: "商城", Origins: []string{"https://a.example", "https://*.b.example:8443"}}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	if origins[1] != "*; script-src *" {
		t.Error("the caller's list was changed")
	}
	if _, err := a.Site("nobody"); !fault.Is(err, fault.NotFound) {
		t.Errorf("unknown site: %v", err)
	}
}

func TestCheckOrigin(t *testing.T) {
	for _, good := range []string{"https://a.example", "http://localhost:8080", "https://*.a.example", "https://xn--fiq228c.example", "http://127.0.0.1:65535"} {
		if err := CheckOrigin(good); err != nil {
			t.Errorf("%q: %v", good, err)
		}
	}
	for _, bad := range []string{
		"", "*", "a.example", "ftp://a.example", "https://", "https://*", "https://*.", "https://a.example/", "https://a.example/x",
		"https://a.example;", "https://a.example b", "https://a.example,b", "https://user@a.example", "https://a.*.example",
		"https://a.example:", "https://a.example:99999", "https://a.example:1:2", "https://商城.example", "javascript:alert(1)", "https://a.example\r\nX: y",
	} {
		if err := CheckOrigin(bad); !fault.Is(err, fault.Invalid) {
			t.Errorf("%q is accepted", bad)
		}
	}
}
