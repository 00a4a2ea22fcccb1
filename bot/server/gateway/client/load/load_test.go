package load

import (
	"bytes"
	"context"
	"fmt"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/gorilla/websocket"
	"go.uber.org/goleak"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

func echoServer(t *testing.T) string {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	done := make(chan struct{})
	go func() {
		defer close(done)
		_ = Echo(l) // ends when l is closed
	}()
	t.Cleanup(func() {
		_ = l.Close()
		<-done
	})
	return "ws://" + l.Addr().String()
}

func TestChatAgainstEcho(t *testing.T) {
	rep, err := Chat(t.Context(), Options{
		URL: echoServer(t), Customers: 4, Duration: 100 * time.Millisecond, Turns: 10, Texts: []string{"在吗", "\"引号\""}, Echo: true,
	})
	if err != nil {
		t.Fatal(err)
	}
	if rep.Messages == 0 || rep.Errors > 0 || rep.AckP50 <= 0 || rep.ReplyP99 < rep.ReplyP50 || rep.PerSecond != float64(rep.Messages)/.1 {
		t.Errorf("report: %+v", rep)
	}
}

// script serves frames: for each that comes, those that answer returns.
func script(t *testing.T, answer func(frame []byte) []string) string {
	t.Helper()
	var up websocket.Upgrader
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		ws, err := up.Upgrade(w, r, nil)
		if err != nil {
			return
		}
		defer ws.Close()
		for {
			_, b, err := ws.ReadMessage()
			if err != nil {
				return
			}
			for _, f := range answer(b) {
				if ws.WriteMessage(websocket.TextMessage, []byte(f)) != nil {
					return
				}
			}
		}
	}))
	t.Cleanup(server.Close)
	return "ws" + strings.TrimPrefix(server.URL, "http")
}

const (
	welcome = `{"type":"welcome","id":"hello"}`
	own     = `{"type":"event","conversation":"c","seq":1,"at":1,"case":1,"from":{"kind":"customer"},"kind":"message"}`
	handed  = `{"type":"event","conversation":"c","seq":2,"at":1,"case":1,"from":{"kind":"bot"},"kind":"handoff"}`
	reply   = `{"type":"event","conversation":"c","seq":3,"at":1,"case":1,"from":{"kind":"bot"},"kind":"message","text":"在"}`
	ack     = `{"type":"ack","id":"1","seq":1}`
)

func TestChatWaitsForAckAndReply(t *testing.T) {
	for name, tc := range map[string]struct {
		frames []string
		ok     bool
	}{
		"ack first":              {[]string{ack, own, handed, reply}, true},
		"reply first":            {[]string{own, reply, ack}, true},
		"no answer to the probe": {[]string{ack, own, handed}, false},
		"no ack":                 {[]string{own, reply}, false},
		"refused":                {[]string{`{"type":"error","id":"1","code":"busy"}`}, false},
		"nothing at all":         {nil, false},
	} {
		t.Run(name, func(t *testing.T) {
			url := script(t, func(b []byte) []string {
				switch {
				case bytes.Contains(b, []byte(`"probe"`)):
					return nil
				case bytes.Contains(b, []byte(`"hello"`)):
					return []string{welcome}
				}
				return tc.frames
			})
			wait := 40 * time.Millisecond
			if tc.ok { // what comes is there at once, but the machine may be busy
				wait = 20 * time.Second
			}
			rep, err := Chat(t.Context(), Options{
				URL: url, Customers: 2, Duration: 80 * time.Millisecond, Wait: wait, Texts: []string{"在吗"},
			})
			if tc.ok != (err == nil && rep.Messages > 0 && rep.Errors == 0) {
				t.Errorf("report %+v, error %v", rep, err)
			}
			if !tc.ok && (rep.Errors == 0 || rep.Error == "") {
				t.Errorf("the failures were not counted: %+v", rep)
			}
		})
	}
}

func TestSilentBotIsNoError(t *testing.T) {
	url := script(t, func(b []byte) []string {
		switch {
		case bytes.Contains(b, []byte(`"probe"`)):
			return []string{`{"type":"error","id":"probe","code":"bad_order"}`}
		case bytes.Contains(b, []byte(`"hello"`)):
			return []string{welcome}
		}
		return []string{ack, own}
	})
	rep, err := Chat(t.Context(), Options{URL: url, Customers: 1, Duration: 3 * patience, Texts: []string{"在吗"}})
	if err != nil || rep.Errors > 0 || rep.Silent == 0 || rep.Silent != rep.Messages {
		t.Errorf("report %+v, error %v", rep, err)
	}
}

func TestChatSaysWhyNobodyGotThrough(t *testing.T) {
	_, err := Chat(t.Context(), Options{URL: "ws://127.0.0.1:1", Customers: 1, Duration: 10 * time.Millisecond, Texts: []string{"a"}})
	if err == nil || !strings.Contains(err.Error(), "connect to") {
		t.Errorf("error: %v", err)
	}
}

func TestOpenAndLose(t *testing.T) {
	url := script(t, func([]byte) []string { return []string{welcome} })
	n := 0
	steps := make(chan struct{}, 50)
	w, err := Open(t.Context(), url, 50, func() { steps <- struct{}{} })
	if err != nil {
		t.Fatal(err)
	}
	for len(steps) > 0 {
		<-steps
		n++
	}
	if n != 50 || len(w.conns) != 50 || w.Lost() != 0 {
		t.Errorf("%d steps, %d widgets, %d lost", n, len(w.conns), w.Lost())
	}
	w.Close()
	if w.Lost() != 50 {
		t.Errorf("%d lost after the end", w.Lost())
	}
}

func TestOpenFails(t *testing.T) {
	ctx, cancel := context.WithTimeout(t.Context(), 10*time.Second)
	defer cancel()
	url := script(t, func([]byte) []string { return []string{`{"type":"error","code":"busy"}`} })
	if _, err := Open(ctx, url, 10, func() {}); err == nil || !strings.Contains(err.Error(), "busy") {
		t.Errorf("error: %v", err)
	}
}

func TestQuantile(t *testing.T) {
	var d []time.Duration
	for i := range 100 {
		d = append(d, time.Duration(i+1)*time.Millisecond)
	}
	if got := fmt.Sprint(quantile(d, .5), quantile(d, .99), quantile(d, 1), quantile(nil, .5)); got != "51 100 100 0" {
		t.Error(got)
	}
}
