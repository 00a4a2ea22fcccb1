package main

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"testing"
)

// What polls goes to the gateway, all else to the pages.
func TestPollsBesidePages(t *testing.T) {
	says := func(s string) http.Handler {
		return http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { fmt.Fprint(w, s) })
	}
	h := withPolls(says("page"), says("poll"))
	for path, want := range map[string]string{
		"/": "page", "/ws": "page", "/chat/": "page", "/polls": "page", "/api/poll": "page", "/poll": "poll", "/poll/abc": "poll",
	} {
		w := httptest.NewRecorder()
		h.ServeHTTP(w, httptest.NewRequest(http.MethodPost, path, nil))
		if w.Body.String() != want {
			t.Errorf("%s goes to %q, want %q", path, w.Body, want)
		}
	}
}
