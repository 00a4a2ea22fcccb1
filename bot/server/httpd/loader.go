package httpd

import (
	"bytes"
	"compress/gzip"
	"encoding/hex"
	"net/http"
	"strings"
	"sync"

	"yiwen/bot/chat"
)

// ownColour is the launcher's colour where neither the page nor the site has one,
// as it stands in the built loader; widget/vite/loader.ts checks that it does.
const ownColour = `"#1f5eff"`

// mostTints bounds the loaders that are kept: one for each colour of a site, and
// those of colours that were changed lately.
const mostTints = 200

// loader serves the script that shops put on their pages. Asked for with ?site= it
// has the site's colour for the launcher in it, which so costs no request of its
// own and does not change before anybody's eyes. A site that is not known has the
// product's: the chat will say what is wrong.
func (s *server) loader(made *tints) http.HandlerFunc {
	const name = "loader/yiwen.js"
	return func(w http.ResponseWriter, r *http.Request) {
		// Shops that isolate their pages take scripts of others only with this.
		w.Header().Set("Cross-Origin-Resource-Policy", "cross-origin")
		f, built := s.files[name]
		site := chat.SiteID(r.URL.Query().Get("site"))
		if !built || site == "" {
			s.send(w, r, name, cacheBriefly)
			return
		}
		w.Header().Set("Cache-Control", cacheBriefly)
		made.of(f, s.Knowledge.Content().Fronts.Sites[site].Colour).serve(w, r)
	}
}

// tints are loaders in the colours of sites. Safe for concurrent use.
type tints struct {
	mu   sync.Mutex
	made map[string]file // by colour; guarded by mu
}

// of returns the loader f in a colour, f itself where that is none.
func (t *tints) of(f file, colour string) file {
	if !isColour(colour) {
		return f
	}
	colour = strings.ToLower(colour)
	t.mu.Lock()
	defer t.mu.Unlock()
	if made, ok := t.made[colour]; ok {
		return made
	}
	if t.made == nil || len(t.made) >= mostTints {
		t.made = map[string]file{}
	}
	made := newFile(bytes.ReplaceAll(f.body, []byte(ownColour), []byte(`"`+colour+`"`)), f.kind)
	made.gzip = packed(made.body)
	t.made[colour] = made
	return made
}

// isColour reports whether s is #rrggbb: it is written into a script.
func isColour(s string) bool {
	digits, ok := strings.CutPrefix(s, "#")
	_, err := hex.DecodeString(digits)
	return ok && err == nil && len(digits) == 6
}

// packed compresses what the build could not; nil where that fails, which memory
// never does.
func packed(body []byte) []byte {
	var b bytes.Buffer
	w, err := gzip.NewWriterLevel(&b, gzip.BestCompression)
	if err != nil {
		return nil
	}
	if _, err := w.Write(body); err != nil || w.Close() != nil {
		return nil
	}
	return b.Bytes()
}
