package httpd

import (
	"strings"
	"testing"

	"yiwen/bot/chat"
)

// TestFilms plays films under the address that ends as they do, in parts as well, and
// has them saved under the other one.
func TestFilms(t *testing.T) {
	w := furnished(t)
	mp4, webm := strings.Repeat("a", 32), strings.Repeat("b", 32)
	w.files[mp4] = chat.Upload{Attachment: chat.Attachment{ID: mp4, Name: "a.mp4", Type: chat.TypeMP4}}
	w.files[webm] = chat.Upload{Attachment: chat.Attachment{ID: webm, Name: "b.webm", Type: chat.TypeWebM}}
	w.blobs[mp4], w.blobs[webm] = []byte("0123456789"), []byte("webm")
	for name, test := range map[string]struct {
		path, ask string
		code      int
		body      string
		kind      string // "" = no film
		saved     bool
	}{
		"an MP4":                   {mp4 + ".mp4", "", 200, "0123456789", chat.TypeMP4, false},
		"a WebM":                   {webm + ".webm", "", 200, "webm", chat.TypeWebM, false},
		"what Safari asks first":   {mp4 + ".mp4", "Range: bytes=0-1", 206, "01", chat.TypeMP4, false},
		"the rest":                 {mp4 + ".mp4", "Range: bytes=8-", 206, "89", chat.TypeMP4, false},
		"the end":                  {mp4 + ".mp4", "Range: bytes=-3", 206, "789", chat.TypeMP4, false},
		"behind the end":           {mp4 + ".mp4", "Range: bytes=10-", 416, "", "", false},
		"one that he has":          {mp4 + ".mp4", `If-None-Match: "` + mp4 + `"`, 304, "", "", false},
		"an MP4 to be saved":       {mp4, "", 200, "0123456789", chat.TypeMP4, true},
		"an MP4 as a WebM":         {mp4 + ".webm", "", 404, "文件不存在", "", false},
		"a WebM as a page":         {webm + ".html", "", 404, "文件不存在", "", false},
		"an ending of nothing":     {mp4 + ".", "", 404, "文件不存在", "", false},
		"two endings":              {mp4 + ".mp4.mp4", "", 404, "文件不存在", "", false},
		"an ending in capitals":    {mp4 + ".MP4", "", 404, "文件不存在", "", false},
		"an ending alone":          {".mp4", "", 404, "文件不存在", "", false},
		"a film that nobody knows": {strings.Repeat("c", 32) + ".mp4", "", 404, "文件不存在", "", false},
	} {
		var ask []string
		if test.ask != "" {
			ask = append(ask, test.ask)
		}
		rec := w.do("GET", "/files/"+test.path, "", ask...)
		h := rec.Header()
		if rec.Code != test.code || !strings.Contains(rec.Body.String(), test.body) || h.Get("X-Content-Type-Options") != "nosniff" {
			t.Errorf("%s: %d %s %v", name, rec.Code, rec.Body, h)
		}
		if test.kind == "" {
			continue
		}
		if h.Get("Content-Type") != test.kind || h.Get("Accept-Ranges") != "bytes" || (h.Get("Content-Disposition") != "") != test.saved ||
			h.Get("Content-Security-Policy") != "sandbox; default-src 'none'" || h.Get("Cross-Origin-Resource-Policy") != "same-origin" {
			t.Errorf("%s: %v", name, h)
		}
	}
}
