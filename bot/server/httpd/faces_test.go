package httpd

import (
	"context"
	"io"
	"net/http/httptest"
	"strings"
	"testing"

	"yiwen/bot/chat"
	"yiwen/bot/fault"
)

// SaveFace keeps what is not "evil".
func (h *house) SaveFace(ctx context.Context, r io.Reader) (chat.Attachment, error) {
	return h.Save(ctx, "face.png", r)
}

// SaveFilm takes what Save takes, and films.
func (h *house) SaveFilm(ctx context.Context, name string, r io.Reader) (chat.Attachment, error) {
	a, err := h.Save(ctx, name, r)
	if strings.HasSuffix(name, ".mp4") {
		a.Type = chat.TypeMP4
	}
	return a, err
}

func (h *house) Faces(context.Context) (map[chat.AgentID]string, error) { return h.faces, nil }

func (h *house) SetFace(_ context.Context, id chat.AgentID, u *chat.Upload) (string, error) {
	if id == "gone" {
		return "", fault.New(fault.NotFound, "没有这位同事")
	}
	before := h.faces[id]
	delete(h.faces, id)
	delete(h.files, before)
	if u != nil {
		h.faces[id], h.files[u.ID] = u.ID, *u
	}
	return before, nil
}

// put sends a form to where faces are set.
func (w *world) put(t testing.TB, content string, header ...string) *httptest.ResponseRecorder {
	t.Helper()
	body, kind := form(t, "file", "me.png", content)
	return w.sendTo("PUT", "/api/session/face", body, kind, header...)
}

func TestFaceIsSetSeenAndTakenAway(t *testing.T) {
	w := furnished(t)
	agent, boss := w.signIn(t, "agent1"), w.signIn(t, "supervisor1")
	faces := func() string { return w.do("GET", "/api/colleagues", "", boss).Body.String() }
	rec := w.put(t, "pixels", agent)
	first := w.faces["agent1"]
	if rec.Code != 200 || first == "" || !strings.Contains(rec.Body.String(), `"face":"`+first+`"`) || rec.Header().Get("Cache-Control") != "no-store" {
		t.Fatalf("%d %s", rec.Code, rec.Body)
	}
	if got := w.do("GET", "/files/"+first, ""); got.Code != 200 || got.Body.String() != "pixels" || !strings.Contains(got.Header().Get("Cache-Control"), "immutable") {
		t.Errorf("%d %s", got.Code, got.Body)
	}
	if got := faces(); !strings.Contains(got, `"face":"`+first+`"`) {
		t.Errorf("colleagues: %s", got)
	}
	if rec = w.put(t, "other pixels", agent); rec.Code != 200 || w.faces["agent1"] == first {
		t.Fatalf("%d %s", rec.Code, rec.Body)
	}
	if got := w.do("GET", "/files/"+first, "").Code; got != 404 || w.blobs[first] != nil {
		t.Errorf("the old one is still there: %d", got)
	}
	if rec = w.put(t, "evil", agent); rec.Code != 422 || w.faces["agent1"] == "" || len(w.blobs) != 1 {
		t.Errorf("%d %s, %d kept", rec.Code, rec.Body, len(w.blobs))
	}

	if rec = w.do("DELETE", "/api/colleagues/agent1/face", "", boss); rec.Code != 204 || w.faces["agent1"] != "" || len(w.blobs) != 0 {
		t.Errorf("%d %s", rec.Code, rec.Body)
	}
	if !strings.Contains(w.log.String(), `msg="face changed" staff=agent1 set=false had=true by=supervisor1`) {
		t.Error("nothing says who took it away")
	}
	if rec = w.do("DELETE", "/api/colleagues/gone/face", "", boss); rec.Code != 404 {
		t.Errorf("%d %s", rec.Code, rec.Body)
	}
	w.put(t, "pixels", agent)
	if rec = w.do("DELETE", "/api/session/face", "", agent); rec.Code != 200 || strings.Contains(rec.Body.String(), "face") || len(w.blobs) != 0 {
		t.Errorf("%d %s", rec.Code, rec.Body)
	}
	if got := faces(); strings.Contains(got, `"face"`) {
		t.Errorf("colleagues: %s", got)
	}
}

// TestFaceIsOfWhoServes: who may set one, by the rights of the desk.
func TestFaceIsOfWhoServes(t *testing.T) {
	w := furnished(t)
	for who, code := range map[string]int{"agent1": 200, "supervisor1": 200, "admin1": 200, "editor1": 403} {
		if rec := w.put(t, "pixels", w.signIn(t, who)); rec.Code != code {
			t.Errorf("%s: %d %s", who, rec.Code, rec.Body)
		}
	}
	if rec := w.put(t, "pixels"); rec.Code != 401 {
		t.Errorf("nobody: %d %s", rec.Code, rec.Body)
	}
	if rec := w.put(t, "pixels", w.signIn(t, "agent1"), "Origin: https://evil.example"); rec.Code != 403 {
		t.Errorf("another site: %d %s", rec.Code, rec.Body)
	}
}
