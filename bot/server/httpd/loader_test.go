package httpd

import (
	"compress/gzip"
	"fmt"
	"io"
	"strings"
	"sync"
	"testing"
	"testing/fstest"

	"yiwen/bot"
	"yiwen/bot/chat"
)

// coloured is a loader as the build leaves it.
const coloured = `c=o||"#1f5eff";`

func colouredLoader(o *Options) {
	files := built()
	files["loader/yiwen.js"] = &fstest.MapFile{Data: []byte(coloured)}
	files["loader/yiwen.js.gz"] = &fstest.MapFile{Data: []byte("packed")}
	o.Assets = files
}

// TestLoaderOfSite: the launcher has the site's colour before anything is asked for.
func TestLoaderOfSite(t *testing.T) {
	w := newWorld(t, colouredLoader)
	w.content.Fronts.Sites = map[chat.SiteID]bot.Site{
		"merchant": {Colour: "#0F766E"}, "default": {}, "bad": {Colour: `";alert(1);"`}, "short": {Colour: "#fff"},
	}
	for target, want := range map[string]string{
		"/yiwen.js":                    coloured,
		"/yiwen.js?site=default":       coloured,
		"/yiwen.js?site=merchant":      `c=o||"#0f766e";`,
		"/yiwen.js?site=merchant&v=2":  `c=o||"#0f766e";`,
		"/yiwen.js?site=nobody":        coloured,
		"/yiwen.js?site=bad":           coloured,
		"/yiwen.js?site=short":         coloured,
		"/yiwen.js?site=%00&site=%zz&": coloured,
	} {
		rec := w.do("GET", target, "")
		if rec.Code != 200 || rec.Body.String() != want || rec.Header().Get("Cache-Control") != cacheBriefly || rec.Header().Get("Cross-Origin-Resource-Policy") != "cross-origin" {
			t.Errorf("%s: %d %v %s", target, rec.Code, rec.Header(), rec.Body)
		}
	}
	packed := w.do("GET", "/yiwen.js?site=merchant", "", "Accept-Encoding: gzip")
	unpacked, err := gzip.NewReader(packed.Body)
	if err != nil {
		t.Fatal(err)
	}
	if body, err := io.ReadAll(unpacked); err != nil || string(body) != `c=o||"#0f766e";` {
		t.Errorf("%s %v", body, err)
	}
	tag := packed.Header().Get("ETag")
	if rec := w.do("GET", "/yiwen.js?site=merchant", "", "Accept-Encoding: gzip", "If-None-Match: "+tag); rec.Code != 304 {
		t.Errorf("the same again: %d", rec.Code)
	}
	w.content.Fronts.Sites["merchant"] = bot.Site{Colour: "#d92d20"}
	if rec := w.do("GET", "/yiwen.js?site=merchant", "", "Accept-Encoding: gzip", "If-None-Match: "+tag); rec.Code != 200 {
		t.Errorf("another colour under the same tag: %d", rec.Code)
	}
}

// TestTints: many colours by many at once, of which a bounded number is kept.
func TestTints(t *testing.T) {
	var kept tints
	f := newFile([]byte(coloured), "text/javascript")
	var group sync.WaitGroup
	for g := range 4 {
		group.Go(func() {
			for i := range 3 * mostTints {
				colour := fmt.Sprintf("#%06x", i*7+g)
				if got := kept.of(f, colour); !strings.Contains(string(got.body), colour) || got.tag == f.tag || got.kind != f.kind {
					t.Errorf("%s: %s", colour, got.body)
				}
			}
		})
	}
	group.Wait()
	if n := len(kept.made); n == 0 || n > mostTints {
		t.Errorf("%d are kept", n)
	}
}
