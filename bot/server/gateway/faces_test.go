package gateway

import (
	"context"
	"errors"
	"log/slog"
	"maps"
	"testing"

	"github.com/google/go-cmp/cmp"

	"yiwen/bot/chat"
	"yiwen/bot/server/gateway/client"
	"yiwen/bot/wire"
)

// Faces implements Faces.
func (s *shop) Faces(context.Context) (map[chat.AgentID]string, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.faces == nil {
		return nil, errors.New("the disk is gone")
	}
	return maps.Clone(s.faces), nil
}

func TestFacesArePutToWhoSpeaksNow(t *testing.T) {
	s := newShop()
	g := &Gateway{o: Options{Faces: s, Logger: slog.New(slog.DiscardHandler)}}
	f := &faces{g: g}
	lin := chat.Actor{Kind: chat.Agent, ID: "lin", Name: "小林"}
	boss := chat.Actor{Kind: chat.Agent, ID: "boss", Name: "老陈"}
	said := chat.Event{From: lin, Payload: chat.Message{Text: "您好"}}
	given := chat.Event{From: boss, Payload: chat.Assigned{Agent: "小林", AgentID: "lin"}}
	by := chat.Event{From: chat.Actor{Kind: chat.System}, Payload: chat.Assigned{Agent: "小林", AgentID: "lin"}}
	others := []chat.Event{
		{From: chat.Actor{Kind: chat.Customer, ID: "lin"}, Payload: chat.Message{Text: "在吗"}},
		{From: lin, Payload: chat.Note{Text: "备注"}},
	}
	want := func(step, face string) {
		t.Helper()
		f.look(t.Context())
		log := append([]chat.Event{said, given, by}, others...)
		var got []string
		for _, e := range f.putAll(log) {
			got = append(got, e.From.Face)
		}
		if diff := cmp.Diff([]string{face, face, face, "", ""}, got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", step, diff)
		}
		if log[0].From.Face != "" {
			t.Errorf("%s: the log was written into", step)
		}
	}
	want("never read", "")
	s.faces = map[chat.AgentID]string{"lin": "f1", "boss": "f0"}
	want("set", "f1")
	s.faces = nil
	want("cannot be read", "f1")
	s.faces = map[chat.AgentID]string{"lin": "f2"}
	want("changed", "f2")
	s.faces = map[chat.AgentID]string{}
	want("taken away", "")
}

// TestFaceReachesTheCustomer on every way that a word of an agent takes.
func TestFaceReachesTheCustomer(t *testing.T) {
	onEach(t, generous(), func(t *testing.T, h *house) {
		h.shop.with(func(s *shop) { s.faces = map[chat.AgentID]string{"agent1": "f1"} })
		h.until("the face is known", func() bool { return h.g.faces.of("agent1") == "f1" })
		c, a := h.customer(""), h.desk("agent1")
		h.do(c, &wire.Human{})
		h.do(a, &wire.Accept{Head: about(c.Conversation())})
		h.do(a, &wire.Say{Head: about(c.Conversation()), Text: "您好"})
		face := func(e chat.Event) string { return e.From.Face }
		h.wait(c, "the message with its face", func(c *client.Client) bool {
			for _, e := range c.Events(c.Conversation()) {
				if m, ok := e.Payload.(chat.Message); ok && m.Text == "您好" {
					return face(e) == "f1"
				}
			}
			return false
		})
		page, err := c.Fetch(h.ctx, &wire.Fetch{Limit: 10})
		if err != nil || len(page.Events) == 0 || face(page.Events[len(page.Events)-1].Event) != "f1" {
			t.Errorf("fetched: %+v, %v", page, err)
		}
		if err := a.Send(&wire.Typing{Head: about(c.Conversation()), On: true}); err != nil {
			t.Fatal(err)
		}
		h.wait(c, "who types, with his face", func(c *client.Client) bool {
			typing := c.Typing()
			return len(typing) > 0 && typing[len(typing)-1].From.Face == "f1"
		})
	})
}
