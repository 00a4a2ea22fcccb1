package httpd

import (
	"net/http"
	"strings"
	"testing"
)

// TestCheckIdentity: editors are told what an identity proves and why it does not;
// it is written nowhere.
func TestCheckIdentity(t *testing.T) {
	w := newWorld(t)
	w.shopKey = "k1-0123456789abcdef0123456789abcdef"
	editor := w.signIn(t, "editor1")
	// printf xk10001 | openssl dgst -sha256 -hmac k1-0123456789abcdef0123456789abcdef
	const good = "hmac:eGsxMDAwMQ:f24d54d82f7d4021ea37126a4fabc3dbd696092e33e045aad330c50839380259"
	for name, c := range map[string]struct {
		body string
		code int
		want string // of the answer
	}{
		"one that counts":      {`{"site":"default","identity":"` + good + `"}`, 200, `{"form":"hmac","customer":{"user":"xk10001"}}`},
		"signed by nobody":     {`{"site":"default","identity":"` + strings.Replace(good, "eGs", "eGr", 1) + `"}`, 200, `{"form":"hmac","problem":"signature"}`},
		"nonsense":             {`{"site":"default","identity":"张伟"}`, 200, `{"form":"jwt","problem":"malformed"}`},
		"a site that is not":   {`{"site":"nobody","identity":"` + good + `"}`, 404, "没有这个站点"},
		"nothing":              {`{"site":"default","identity":""}`, 422, ""},
		"more than a page has": {`{"site":"default","identity":"` + strings.Repeat("x", 5000) + `"}`, 422, ""},
	} {
		rec := w.do(http.MethodPost, "/api/identity/check", c.body, editor)
		if rec.Code != c.code || !strings.Contains(rec.Body.String(), c.want) || rec.Header().Get("Cache-Control") != "no-store" {
			t.Errorf("%s: %d %s, want %d with %s", name, rec.Code, rec.Body, c.code, c.want)
		}
		if strings.Contains(rec.Body.String(), w.shopKey) {
			t.Errorf("%s: tells the key", name)
		}
	}
	w.shopKey = ""
	rec := w.do(http.MethodPost, "/api/identity/check", `{"site":"default","identity":"`+good+`"}`, editor)
	if rec.Code != 200 || !strings.Contains(rec.Body.String(), `"problem":"no_key"`) {
		t.Errorf("without a key: %d %s", rec.Code, rec.Body)
	}
	if strings.Contains(w.log.String(), "eGsxMDAwMQ") {
		t.Error("the log holds an identity")
	}
}
