package httpd

import (
	"errors"
	"net/http"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/prometheus/client_golang/prometheus"
)

func demo(o *Options) { o.Demo = true }

func TestPages(t *testing.T) {
	shop, plain, empty := newWorld(t, demo), newWorld(t), newWorld(t, demo, unbuilt)
	for name, test := range map[string]struct {
		world  *world
		target string
		code   int
		holds  string
		cache  string
	}{
		"loader":                {plain, "/yiwen.js", 200, "loader();", cacheBriefly},
		"chat":                  {plain, "/chat/", 200, "<title>chat", cacheAsk},
		"chat of a site":        {plain, "/chat/?site=default", 200, "<title>chat", cacheAsk},
		"chat of no site":       {plain, "/chat/?site=nobody", 404, "没有这个站点", "no-store"},
		"chat script":           {plain, "/chat/assets/chat-1a.js", 200, "chat();", cacheForEver},
		"old chat script":       {plain, "/chat/assets/chat-00.js", 404, "not found", "no-store"},
		"chat under a path":     {plain, "/chat/x", 404, "没有这个页面", "no-store"},
		"chat without slash":    {plain, "/chat", 200, "<title>chat", cacheAsk},
		"desk":                  {plain, "/desk/", 200, "<title>console", cacheAsk},
		"desk under a path":     {plain, "/desk/cases/1?x=y", 200, "<title>console", cacheAsk},
		"console":               {plain, "/console/", 200, "<title>console", cacheAsk},
		"console under a path":  {plain, "/console/knowledge", 200, "<title>console", cacheAsk},
		"preview":               {plain, "/console/preview", 200, "<title>preview", cacheAsk},
		"under the preview":     {plain, "/console/preview/x", 200, "<title>console", cacheAsk},
		"console script":        {plain, "/console/assets/app-2b.js", 200, "console();", cacheForEver},
		"a folder":              {plain, "/console/assets/", 404, "not found", "no-store"},
		"front":                 {plain, "/", 200, "在线客服服务器", "no-store"},
		"no shop":               {plain, "/demo/assets/shop-3c.css", 404, "没有这个页面", "no-store"},
		"shop":                  {shop, "/", 200, "<title>shop", cacheAsk},
		"shop's other page":     {shop, "/demo/recharge", 200, "<title>recharge", cacheAsk},
		"no shop's other page":  {plain, "/demo/recharge", 404, "没有这个页面", "no-store"},
		"shop style":            {shop, "/demo/assets/shop-3c.css", 200, "a{}", cacheForEver},
		"what is not served":    {shop, "/placeholder.txt", 404, "没有这个页面", "no-store"},
		"traversal":             {shop, "/console/assets/%2e%2e/%2e%2e/placeholder.txt", 404, "not found", "no-store"},
		"traversal by slash":    {shop, "/console/assets/..%2f..%2fplaceholder.txt", 404, "not found", "no-store"},
		"traversal, backwards":  {shop, `/chat/assets/..%5c..%5cplaceholder.txt`, 404, "not found", "no-store"},
		"NUL":                   {shop, "/chat/assets/chat-1a.js%00", 404, "not found", "no-store"},
		"unbuilt loader":        {empty, "/yiwen.js", 503, "make build", "no-store"},
		"unbuilt chat":          {empty, "/chat/", 503, "make build", "no-store"},
		"unbuilt desk":          {empty, "/desk/", 503, "make build", "no-store"},
		"unbuilt shop":          {empty, "/", 503, "make build", "no-store"},
		"health without build":  {empty, "/healthz", 200, "ok", "no-store"},
		"readiness":             {plain, "/readyz", 200, "ready", "no-store"},
		"sockets of customers":  {plain, "/ws", 200, "customers", ""},
		"sockets, and nothing":  {plain, "/ws/", 404, "没有这个页面", "no-store"},
		"not of the public one": {plain, "/metrics", 404, "没有这个页面", "no-store"},
		"nor profiles":          {plain, "/debug/pprof/", 404, "没有这个页面", "no-store"},
	} {
		rec := test.world.do("GET", test.target, "")
		if loc := rec.Header().Get("Location"); rec.Code/100 == 3 { // a path made clean
			rec = test.world.do("GET", loc, "")
		}
		if rec.Code != test.code || !strings.Contains(rec.Body.String(), test.holds) || rec.Header().Get("Cache-Control") != test.cache {
			t.Errorf("%s: %d %q %q", name, rec.Code, rec.Header().Get("Cache-Control"), rec.Body)
		}
		if test.cache != "" && rec.Header().Get("X-Content-Type-Options") != "nosniff" {
			t.Errorf("%s: may be sniffed", name)
		}
		head := test.world.do("HEAD", test.target, "")
		if head.Code/100 != 3 && head.Code != test.code {
			t.Errorf("%s: HEAD %d", name, head.Code)
		}
	}
}

func TestContentSecurityPolicy(t *testing.T) {
	w := newWorld(t, demo)
	const all = "default-src 'self'; img-src 'self' data:$; font-src 'self' data:; style-src %; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors "
	for target, want := range map[string][2]string{
		"/chat/":           {"'self'", "'self' https://shop.example"},
		"/console/preview": {"'self'", "'self'"},
		"/desk/":           {"'self' 'unsafe-inline'", "'none'"},
		"/console/":        {"'self' 'unsafe-inline'", "'none'"},
		"/":                {"'self' 'unsafe-inline'", "'none'"},
		"/nowhere":         {"'self' 'unsafe-inline'", "'none'"},
	} {
		h := w.do("GET", target, "").Header()
		pictures := " https:"
		if want[0] == "'self'" {
			pictures = ""
		}
		if got := h.Get("Content-Security-Policy"); got != strings.NewReplacer("%", want[0], "$", pictures).Replace(all)+want[1] {
			t.Errorf("%s: %s", target, got)
		}
		if h.Get("Referrer-Policy") != "same-origin" || (h.Get("X-Frame-Options") == "DENY") != (want[1] == "'none'") {
			t.Errorf("%s: %v", target, h)
		}
	}
	if h := w.do("GET", "/desk/", "").Header(); h.Get("Cross-Origin-Opener-Policy") != "same-origin" {
		t.Errorf("desk: %v", h)
	}
	if h := w.do("GET", "/yiwen.js", "").Header(); h.Get("Cross-Origin-Resource-Policy") != "cross-origin" {
		t.Errorf("loader: %v", h)
	}
}

// TestBrotli: who takes it gets it, under a tag of its own; the others get gzip.
func TestBrotli(t *testing.T) {
	const script = "/chat/assets/chat-1a.js"
	w := newWorld(t, func(o *Options) {
		files := built()
		files[script[1:]+".br"] = &fstest.MapFile{Data: []byte("brotli")}
		files[script[1:]+".gz"] = &fstest.MapFile{Data: []byte("gzip")}
		o.Assets = files
	})
	tags := map[string]bool{}
	for accepts, want := range map[string][2]string{
		"gzip, deflate, br":       {"br", "brotli"},
		"br;q=0.5, gzip":          {"br", "brotli"},
		"gzip, deflate":           {"gzip", "gzip"},
		"br;q=0, gzip":            {"gzip", "gzip"},
		"gzip;q=0, br; q=0.0, zz": {"", "chat();"},
	} {
		rec := w.do("GET", script, "", "Accept-Encoding: "+accepts)
		h := rec.Header()
		if h.Get("Content-Encoding") != want[0] || rec.Body.String() != want[1] || h.Get("Vary") != "Accept-Encoding" {
			t.Errorf("%q: %v %s", accepts, h, rec.Body)
		}
		tags[h.Get("ETag")] = true
	}
	if len(tags) != 3 {
		t.Errorf("tags %v", tags)
	}
}

func TestConditionalAndCompressed(t *testing.T) {
	w := newWorld(t)
	const script = "/console/assets/app-2b.js"
	plain := w.do("GET", script, "")
	packed := w.do("GET", script, "", "Accept-Encoding: br, gzip;q=0.8")
	if plain.Header().Get("Content-Encoding") != "" || packed.Header().Get("Content-Encoding") != "gzip" || packed.Body.String() != "packed" {
		t.Errorf("%v %v", plain.Header(), packed.Header())
	}
	if plain.Header().Get("ETag") == packed.Header().Get("ETag") || packed.Header().Get("Vary") != "Accept-Encoding" {
		t.Errorf("two bodies under one tag: %v", packed.Header())
	}
	if got := packed.Header().Get("Content-Type"); got != "text/javascript; charset=utf-8" {
		t.Errorf("type %s", got)
	}
	for _, refusing := range []string{"gzip;q=0", "gzip; q=0.000", "br", "identity", ""} {
		if rec := w.do("GET", script, "", "Accept-Encoding: "+refusing); rec.Header().Get("Content-Encoding") != "" {
			t.Errorf("%q gets gzip", refusing)
		}
	}
	for _, target := range []string{"/yiwen.js", "/chat/", "/desk/", script} {
		tag := w.do("GET", target, "").Header().Get("ETag")
		rec := w.do("GET", target, "", "If-None-Match: "+tag)
		if tag == "" || rec.Code != http.StatusNotModified || rec.Body.Len() != 0 {
			t.Errorf("%s: %q, %d", target, tag, rec.Code)
		}
		if rec := w.do("GET", target, "", `If-None-Match: "old"`); rec.Code != 200 {
			t.Errorf("%s: an old tag gets %d", target, rec.Code)
		}
	}
}

func TestNotReady(t *testing.T) {
	w := newWorld(t)
	w.notReady = errors.New("no content yet")
	rec := w.do("GET", "/readyz", "")
	if rec.Code != 503 || strings.Contains(rec.Body.String(), "content") || !strings.Contains(w.log.String(), "no content yet") {
		t.Errorf("%d %s", rec.Code, rec.Body)
	}
	if rec := w.do("GET", "/healthz", ""); rec.Code != 200 {
		t.Errorf("a server that is not ready is restarted: %d", rec.Code)
	}
}

func TestRequestsAreCountedByRoute(t *testing.T) {
	w := newWorld(t)
	w.do("GET", "/console/assets/"+strings.Repeat("x", 100), "")
	w.do("GET", "/desk/1", "")
	w.do("GET", "/desk/2", "")
	w.do("GET", "/api/nothing", "")
	w.do("GET", "/api/widget?q=秘密", "")
	families, err := w.metrics.Gather()
	if err != nil {
		t.Fatal(err)
	}
	got := map[string]float64{}
	for _, f := range families {
		if f.GetName() == "yiwen_http_requests_total" {
			for _, m := range f.GetMetric() {
				got[m.GetLabel()[1].GetValue()+" "+m.GetLabel()[0].GetValue()] = m.GetCounter().GetValue()
			}
		}
	}
	for label, want := range map[string]float64{"GET /console/assets/ 4": 1, "GET /desk/ 2": 2, "none 4": 1, "GET /api/widget 2": 1} {
		if got[label] != want {
			t.Errorf("%s: %v of %v", label, got[label], got)
		}
	}
	if strings.Contains(w.log.String(), "秘密") {
		t.Error("the log holds a query")
	}
}

func TestAdmin(t *testing.T) {
	registry := prometheus.NewRegistry()
	registry.MustRegister(prometheus.NewGaugeFunc(prometheus.GaugeOpts{Name: "yiwen_test"}, func() float64 { return 42 }))
	w := &world{Handler: Admin(registry)}
	for target, holds := range map[string]string{"/metrics": "yiwen_test 42", "/debug/pprof/": "goroutine", "/healthz": "ok", "/debug/pprof/cmdline": "test"} {
		if rec := w.do("GET", target, ""); rec.Code != 200 || !strings.Contains(rec.Body.String(), holds) {
			t.Errorf("%s: %d", target, rec.Code)
		}
	}
}

// Whatever is asked, the server answers, nothing breaks, and the one file that
// is not served stays where it is.
func FuzzRequest(f *testing.F) {
	w := newWorld(f, demo)
	f.Add("GET", "/chat/?site=default", "", "")
	f.Add("POST", "/api/session", `{"name":"a","password":"b"}`, "yiwen_session=x")
	f.Add("GET", "/console/assets/../../placeholder.txt", "", "")
	f.Add("GET", "/api/entries?page=1&q=x", "", "yiwen_session="+strings.Repeat("A", 43))
	f.Add("GET", "/api/widget?site=%00", "", "yiwen_device=v1.x.y")
	f.Fuzz(func(t *testing.T, method, target, body, cookie string) {
		r, err := http.NewRequest(method, "http://chat.example/", strings.NewReader(body))
		if err != nil || len(target) == 0 || target[0] != '/' {
			return
		}
		path, query, _ := strings.Cut(target, "?")
		r.URL.Path, r.URL.RawQuery = path, query
		r.Header.Set("Cookie", cookie)
		r.Header.Set("Content-Type", "application/json")
		w.log.Reset()
		rec := newAnswer()
		w.ServeHTTP(rec, r)
		if rec.status >= 500 {
			t.Errorf("%s %q: %d", method, target, rec.status)
		}
		if strings.Contains(rec.body.String(), "secret") {
			t.Errorf("%s %q serves what is not served", method, target)
		}
	})
}

// answer is a ResponseWriter that takes any method's answer.
type answer struct {
	header http.Header
	status int
	body   strings.Builder
}

func newAnswer() *answer { return &answer{header: http.Header{}, status: 200} }

func (a *answer) Header() http.Header         { return a.header }
func (a *answer) WriteHeader(status int)      { a.status = status }
func (a *answer) Write(b []byte) (int, error) { return a.body.Write(b) }
