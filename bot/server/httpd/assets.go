package httpd

import (
	"bytes"
	"crypto/sha256"
	"encoding/base64"
	"errors"
	"io/fs"
	"net/http"
	"path"
	"strings"
	"time"
)

// file is a built file, ready to be sent.
type file struct {
	body []byte
	br   []byte // body in Brotli, compressed by the build, or nil
	gzip []byte // body in gzip, or nil
	tag  string // ETag of body, with its quotes
	kind string // Content-Type
}

// readAssets reads the files that are served out of assets, by their path. What
// was not built is not there; a file that is there and cannot be read is an
// error.
func readAssets(assets fs.FS) (map[string]file, error) {
	files := map[string]file{}
	for _, folder := range []string{"loader", "chat", "console", "demo"} {
		err := fs.WalkDir(assets, folder, func(name string, d fs.DirEntry, err error) error {
			if errors.Is(err, fs.ErrNotExist) && name == folder {
				return nil
			}
			if err != nil || !d.Type().IsRegular() {
				return err
			}
			body, err := fs.ReadFile(assets, name)
			if err != nil {
				return err
			}
			files[name] = newFile(body, contentType(name))
			return nil
		})
		if err != nil {
			return nil, err
		}
	}
	for name, f := range files {
		f.br, f.gzip = files[name+".br"].body, files[name+".gz"].body
		files[name] = f
	}
	return files, nil
}

// newFile is a file with its tag, not compressed.
func newFile(body []byte, kind string) file {
	sum := sha256.Sum256(body)
	return file{body: body, kind: kind, tag: `"` + base64.RawURLEncoding.EncodeToString(sum[:12]) + `"`}
}

// contentType returns the type of a file by its name. It does not ask package
// mime, whose answers depend on the machine.
func contentType(name string) string {
	switch path.Ext(name) {
	case ".html":
		return "text/html; charset=utf-8"
	case ".js", ".mjs":
		return "text/javascript; charset=utf-8"
	case ".css":
		return "text/css; charset=utf-8"
	case ".json", ".map":
		return "application/json"
	case ".svg":
		return "image/svg+xml"
	case ".png":
		return "image/png"
	case ".jpg", ".jpeg":
		return "image/jpeg"
	case ".webp":
		return "image/webp"
	case ".ico":
		return "image/x-icon"
	case ".woff2":
		return "font/woff2"
	case ".mp3":
		return "audio/mpeg"
	}
	return "application/octet-stream"
}

// serve sends f, or 304 to who has it, with ranges where asked for.
func (f file) serve(w http.ResponseWriter, r *http.Request) {
	h := w.Header()
	h.Set("Content-Type", f.kind)
	h.Set("X-Content-Type-Options", "nosniff")
	body, tag := f.body, f.tag
	if f.br != nil || f.gzip != nil {
		h.Set("Vary", "Accept-Encoding")
	}
	switch {
	case f.br != nil && accepts(r, "br"):
		body, tag = f.br, strings.TrimSuffix(f.tag, `"`)+`-br"`
		h.Set("Content-Encoding", "br")
	case f.gzip != nil && accepts(r, "gzip"):
		body, tag = f.gzip, strings.TrimSuffix(f.tag, `"`)+`-gz"`
		h.Set("Content-Encoding", "gzip")
	}
	h.Set("ETag", tag)
	http.ServeContent(w, r, "", time.Time{}, bytes.NewReader(body))
}

// accepts reports whether r takes a coding. A quality of zero is the one way to name
// it and mean no. What quality it names else does not count: the smallest is sent.
func accepts(r *http.Request, wanted string) bool {
	for _, part := range strings.Split(r.Header.Get("Accept-Encoding"), ",") {
		coding, quality, _ := strings.Cut(part, ";")
		if strings.EqualFold(strings.TrimSpace(coding), wanted) {
			q := strings.ReplaceAll(quality, " ", "")
			return strings.Trim(strings.TrimPrefix(q, "q="), "0.") != "" || q == ""
		}
	}
	return false
}
