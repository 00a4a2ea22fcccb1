package client_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/gorilla/websocket"
	"go.uber.org/goleak"

	"yiwen/bot/chat"
	"yiwen/bot/server/gateway/client"
	"yiwen/bot/wire"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// server is a script: what it answers to each frame, on which connection.
type server struct {
	url string

	mu     sync.Mutex // guards what follows
	conns  int
	frames []map[string]any // all that came, in order
}

// serve runs a server. answer gets the number of the connection, from 1, and a
// frame; it returns frames to send, "close CODE" to end the connection, or
// "drop" to cut it.
func serve(t *testing.T, answer func(conn int, f map[string]any) []string) *server {
	t.Helper()
	s := &server{}
	var up websocket.Upgrader
	h := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		ws, err := up.Upgrade(w, r, nil)
		if err != nil {
			return
		}
		defer ws.Close()
		s.mu.Lock()
		s.conns++
		n := s.conns
		s.mu.Unlock()
		for {
			var f map[string]any
			if err := ws.ReadJSON(&f); err != nil {
				return
			}
			s.mu.Lock()
			s.frames = append(s.frames, f)
			s.mu.Unlock()
			for _, a := range answer(n, f) {
				var code int
				if a == "drop" {
					return
				}
				if _, err := fmt.Sscanf(a, "close %d", &code); err == nil {
					_ = ws.WriteControl(websocket.CloseMessage, websocket.FormatCloseMessage(code, ""), time.Now().Add(time.Second))
					return
				}
				if ws.WriteMessage(websocket.TextMessage, []byte(a)) != nil {
					return
				}
			}
		}
	}))
	t.Cleanup(h.Close)
	s.url = "ws" + strings.TrimPrefix(h.URL, "http")
	return s
}

// sent returns the frames of one type that came.
func (s *server) sent(typ string) []map[string]any {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.DeleteFunc(slices.Clone(s.frames), func(f map[string]any) bool { return f["type"] != typ })
}

func welcome(f map[string]any, seq, after int) string {
	return fmt.Sprintf(`{"type":"welcome","id":%q,"visitor":"token","conversation":"c","seq":%d,"after":%d,"resumed":true}`, f["id"], seq, after)
}

func event(seq int) string {
	return fmt.Sprintf(`{"type":"event","conversation":"c","seq":%d,"at":1,"case":1,"from":{"kind":"bot"},"kind":"message","text":"%d"}`, seq, seq)
}

func ack(f map[string]any, seq int) string {
	return fmt.Sprintf(`{"type":"ack","id":%q,"seq":%d}`, f["id"], seq)
}

func dial(t *testing.T, s *server) (*client.Client, context.Context) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), 20*time.Second)
	c := client.New(client.Options{URL: s.url, First: time.Millisecond, Most: 5 * time.Millisecond})
	t.Cleanup(func() {
		c.Close()
		cancel()
	})
	return c, ctx
}

// The referee must see every way of breaking the promise, or a green fault test
// means nothing.
func TestRefereeSees(t *testing.T) {
	for name, tc := range map[string]struct {
		events []int
		want   string
	}{
		"nothing wrong": {[]int{1, 2, 3}, ""},
		"a repeat":      {[]int{1, 2, 2, 3}, "event 2 came again"},
		"a hole":        {[]int{1, 3}, "event 3 came after 1"},
		"old order":     {[]int{1, 2, 3, 1}, "event 1 came again"},
		"a late start":  {[]int{2}, "event 2 came after 0"},
	} {
		t.Run(name, func(t *testing.T) {
			s := serve(t, func(_ int, f map[string]any) []string {
				if f["type"] != "hello" {
					return []string{ack(f, 99)}
				}
				frames := []string{welcome(f, 3, 0)}
				for _, seq := range tc.events {
					frames = append(frames, event(seq))
				}
				return frames
			})
			c, ctx := dial(t, s)
			if _, err := c.Say(ctx, "", "完"); err != nil { // its ack comes behind the events
				t.Fatal(err)
			}
			got := strings.Join(c.Problems(), "; ")
			if got != tc.want {
				t.Errorf("problems %q, want %q", got, tc.want)
			}
		})
	}
	t.Run("a log that shrinks", func(t *testing.T) {
		s := serve(t, func(conn int, f map[string]any) []string {
			switch {
			case f["type"] == "hello" && conn == 1:
				return []string{welcome(f, 2, 0), event(1), event(2), "drop"}
			case f["type"] == "hello":
				return []string{welcome(f, 1, 2)}
			}
			return []string{ack(f, 3)}
		})
		c, ctx := dial(t, s)
		err := c.Wait(ctx, func(c *client.Client) bool { return len(c.Problems()) > 0 })
		if err != nil || !strings.Contains(c.Problems()[0], "server is at 1, client at 2") {
			t.Errorf("problems %v, %v", c.Problems(), err)
		}
	})
}

func TestUnacknowledgedIsSentAgainInOrder(t *testing.T) {
	s := serve(t, func(conn int, f map[string]any) []string {
		switch {
		case f["type"] == "hello":
			return []string{welcome(f, 0, 0)}
		case conn == 1:
			if f["text"] == "二" {
				return []string{"drop"} // both unanswered
			}
			return nil
		}
		return []string{ack(f, 1)}
	})
	c, ctx := dial(t, s)
	if err := c.Online(ctx); err != nil {
		t.Fatal(err)
	}
	first := make(chan error, 1)
	go func() {
		_, err := c.Say(ctx, "", "一")
		first <- err
	}()
	tick := time.NewTicker(time.Millisecond)
	defer tick.Stop()
	for len(s.sent("say")) == 0 {
		select {
		case <-tick.C:
		case <-ctx.Done():
			t.Fatal(ctx.Err())
		}
	}
	if _, err := c.Say(ctx, "", "二"); err != nil {
		t.Fatal(err)
	}
	if err := <-first; err != nil {
		t.Fatal(err)
	}
	var got []string
	ids := map[any]bool{}
	for _, f := range s.sent("say") {
		got = append(got, f["text"].(string))
		ids[f["id"]] = true
	}
	if diff := cmp.Diff([]string{"一", "二", "一", "二"}, got); diff != "" || len(ids) != 2 {
		t.Errorf("%d ids; %s", len(ids), diff)
	}
	if hello := s.sent("hello"); hello[1]["visitor"] != "token" {
		t.Errorf("second hello: %v", hello[1])
	}
}

func TestRetryIsObeyed(t *testing.T) {
	tries := 0
	s := serve(t, func(_ int, f map[string]any) []string {
		if f["type"] == "hello" {
			return []string{welcome(f, 0, 0)}
		}
		if tries++; tries < 3 {
			return []string{fmt.Sprintf(`{"type":"error","id":%q,"code":"busy","message":"忙","retry":true}`, f["id"])}
		}
		if f["text"] == "不" {
			return []string{fmt.Sprintf(`{"type":"error","id":%q,"code":"invalid","message":"不对","retry":false}`, f["id"])}
		}
		return []string{ack(f, 7)}
	})
	c, ctx := dial(t, s)
	if seq, err := c.Say(ctx, "", "好"); err != nil || seq != 7 {
		t.Errorf("seq %d, %v", seq, err)
	}
	_, err := c.Say(ctx, "", "不")
	var refusal *wire.Error
	if !errors.As(err, &refusal) || refusal.Code != wire.Invalid {
		t.Errorf("error %v", err)
	}
}

func TestCloseCodesAreObeyed(t *testing.T) {
	t.Run("come back", func(t *testing.T) {
		s := serve(t, func(conn int, f map[string]any) []string {
			if conn < 3 {
				return []string{fmt.Sprint("close ", int(wire.CloseStopping))}
			}
			return []string{welcome(f, 0, 0)}
		})
		c, ctx := dial(t, s)
		if err := c.Online(ctx); err != nil || c.Connects() != 3 {
			t.Errorf("%d connections, %v", c.Connects(), err)
		}
	})
	t.Run("stay away", func(t *testing.T) {
		s := serve(t, func(int, map[string]any) []string { return []string{fmt.Sprint("close ", int(wire.CloseDenied))} })
		c, ctx := dial(t, s)
		if err := c.Online(ctx); err == nil || !strings.Contains(err.Error(), "told not to come back") {
			t.Errorf("error %v", err)
		}
		if _, err := c.Say(ctx, "", "好"); err == nil {
			t.Error("a call after the end succeeded")
		}
	})
}

func TestSnapshotIsFilled(t *testing.T) {
	s := serve(t, func(_ int, f map[string]any) []string {
		if f["type"] == "hello" {
			return []string{welcome(f, 252, 250), event(251), event(252)}
		}
		after, _ := f["after"].(float64)
		var events []json.RawMessage
		for seq := int(after) + 1; seq < int(f["before"].(float64)) && len(events) < 100; seq++ {
			events = append(events, json.RawMessage(event(seq)))
		}
		b, _ := json.Marshal(map[string]any{"type": "events", "id": f["id"], "events": events, "more": true})
		return []string{string(b)}
	})
	c, ctx := dial(t, s)
	if err := c.Wait(ctx, func(c *client.Client) bool { return len(c.Events("")) == 252 }); err != nil {
		t.Fatal(err)
	}
	for i, e := range c.Events("") {
		if e.Seq != chat.Seq(i+1) {
			t.Fatalf("event %d has seq %d", i+1, e.Seq)
		}
	}
	if p := c.Problems(); len(p) > 0 {
		t.Error(p)
	}
}

func TestCallsEndWithTheirContext(t *testing.T) {
	s := serve(t, func(_ int, f map[string]any) []string {
		if f["type"] == "hello" {
			return []string{welcome(f, 0, 0)}
		}
		return nil
	})
	c, _ := dial(t, s)
	ctx, cancel := context.WithTimeout(t.Context(), 20*time.Millisecond)
	defer cancel()
	if _, err := c.Say(ctx, "", "好"); !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("error %v", err)
	}
	c.Close()
	if _, err := c.Say(t.Context(), "", "好"); !errors.Is(err, client.ErrClosed) {
		t.Errorf("after Close: %v", err)
	}
}
