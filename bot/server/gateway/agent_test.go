package gateway

import (
	"net/http"
	"sync"
	"sync/atomic"
	"testing"

	"yiwen/bot/chat"
	"yiwen/bot/server/gateway/client"
	"yiwen/bot/wire"
)

var bothLists = []wire.ListName{wire.ListWaiting, wire.ListMine}

func TestDeskHandshake(t *testing.T) {
	h := newHouse(t, generous())
	for name, tc := range map[string]struct {
		header http.Header
		want   int
	}{
		"agent":            {cookie("agent1"), http.StatusSwitchingProtocols},
		"supervisor":       {cookie("supervisor1"), http.StatusSwitchingProtocols},
		"editor":           {cookie("editor1"), http.StatusForbidden},
		"not signed in":    {nil, http.StatusUnauthorized},
		"unknown":          {cookie("nobody"), http.StatusUnauthorized},
		"auth is broken":   {cookie("broken"), http.StatusServiceUnavailable},
		"of another site":  {http.Header{"Cookie": {"staff=agent1"}, "Origin": {"http://evil.example"}}, http.StatusForbidden},
		"of our own pages": {http.Header{"Cookie": {"staff=agent1"}, "Origin": {"http" + h.url[2:]}}, http.StatusSwitchingProtocols},
	} {
		t.Run(name, func(t *testing.T) {
			if got := h.handshake("/desk/ws", tc.header); got != tc.want {
				t.Errorf("status %d, want %d", got, tc.want)
			}
		})
	}
}

func TestCaseFromLineToClose(t *testing.T) {
	h := newHouse(t, generous())
	a := h.agent("agent1")
	if err := a.Watch(h.ctx, bothLists...); err != nil {
		t.Fatal(err)
	}
	c := h.customer("")
	h.say(c, "你们是骗子吧")
	h.do(c, &wire.Human{})
	h.wait(a, "case in the line", func(a *client.Client) bool { return len(a.List(wire.ListWaiting)) == 1 })
	id := a.List(wire.ListWaiting)[0].Conversation
	if id != c.Conversation() {
		t.Fatalf("the line shows %s", id)
	}
	if seq, err := a.Follow(h.ctx, id); err != nil || seq != 3 {
		t.Fatalf("follow: %d, %v", seq, err)
	}
	h.do(a, &wire.Accept{Head: about(id)})
	h.wait(a, "own case", func(a *client.Client) bool {
		return len(a.List(wire.ListMine)) == 1 && len(a.List(wire.ListWaiting)) == 0
	})
	h.do(a, &wire.Say{Head: about(id), Text: "您好"})
	h.wait(c, "reply", func(c *client.Client) bool { return len(c.Events("")) == 5 })
	if e := c.Events("")[4]; e.From.Kind != chat.Agent || e.From.Name != "坐席agent1" || e.CID != "" {
		t.Errorf("customer got %+v", e)
	}
	h.say(c, "好的")
	h.wait(a, "customer's words", func(a *client.Client) bool { return len(a.Events(id)) == 6 })
	if e := a.Events(id)[4]; e.CID == "" {
		t.Errorf("the agent's own message has no client id: %+v", e)
	}
	h.do(a, &wire.Close{Head: about(id), Summary: chat.Summary{Text: "已补单"}})
	h.wait(a, "gone from the lists", func(a *client.Client) bool { return len(a.List(wire.ListMine)) == 0 })
	h.wait(a, "still in sight of who had it", func(a *client.Client) bool { return a.Followed(id) && len(a.Events(id)) == 7 })
	h.wait(c, "closed", func(c *client.Client) bool { return len(c.Events("")) == 7 })
	if p := c.Events("")[6].Payload.(chat.Closed); !p.Summary.IsZero() {
		t.Error("the customer reads the summary")
	}
}

func TestTwoAgentsAcceptOneWins(t *testing.T) {
	h := newHouse(t, generous())
	agents := []*client.Client{h.agent("agent1"), h.agent("agent2")}
	for range 20 {
		c := h.customer("")
		h.do(c, &wire.Human{})
		var won, lost atomic.Int32
		var wg sync.WaitGroup
		for _, a := range agents {
			wg.Go(func() {
				_, err := a.Do(h.ctx, &wire.Accept{Head: about(c.Conversation())})
				if refusal, ok := err.(*wire.Error); ok && refusal.Code == wire.Conflict && len(refusal.Message) > len("已由接入") {
					lost.Add(1)
				} else if err == nil {
					won.Add(1)
				}
			})
		}
		wg.Wait()
		if won.Load() != 1 || lost.Load() != 1 {
			t.Fatalf("%d won, %d were told who did", won.Load(), lost.Load())
		}
	}
}

func TestAuthorisationByConversation(t *testing.T) {
	h := newHouse(t, generous())
	a, b, boss := h.agent("agent1"), h.agent("agent2"), h.agent("supervisor1")
	c := h.customer("")
	h.say(c, "在吗")
	id := c.Conversation()
	may := func(who *client.Client, want wire.Code) {
		t.Helper()
		for _, f := range []wire.Frame{&wire.Follow{Head: about(id)}, &wire.Fetch{Head: about(id)}} {
			var got wire.Code
			if want != "" {
				got = h.refused(who, f)
			} else if _, err := who.Fetch(h.ctx, &wire.Fetch{Head: about(id)}); err != nil {
				t.Error(err)
			}
			if got != want {
				t.Errorf("%s: %q, want %q", f.Type(), got, want)
			}
		}
	}
	may(a, "") // the bot's
	may(boss, "")
	if code := h.refused(a, &wire.Follow{Head: about("ffffffffffffffffffffffffffffffff")}); code != wire.NotFound {
		t.Errorf("unknown conversation: %s", code)
	}
	if code := h.refused(a, &wire.Say{Head: about(id), Text: "您好"}); code != wire.Conflict {
		t.Errorf("say into the bot's conversation: %s", code)
	}
	h.do(c, &wire.Human{})
	may(a, "") // waiting
	h.do(a, &wire.Accept{Head: about(id)})
	may(a, "") // his own
	may(b, wire.Denied)
	may(boss, "")
	if code := h.refused(b, &wire.Note{Head: about(id), Text: "嗯"}); code != wire.Denied {
		t.Errorf("note in a colleague's case: %s", code)
	}
}

// An agent who looks at a waiting case loses sight of it when a colleague takes
// it: he sees that, and nothing that is said afterwards.
func TestFollowEndsWhenTheRightDoes(t *testing.T) {
	h := newHouse(t, generous())
	a, b := h.agent("agent1"), h.agent("agent2")
	c := h.customer("")
	h.do(c, &wire.Human{})
	id := c.Conversation()
	if _, err := b.Follow(h.ctx, id); err != nil {
		t.Fatal(err)
	}
	h.do(a, &wire.Accept{Head: about(id)})
	h.do(a, &wire.Say{Head: about(id), Text: "机密"})
	h.wait(b, "told that it is over", func(b *client.Client) bool { return !b.Followed(id) })
	h.say(c, "好的")
	h.do(b, &wire.Unfollow{Head: about(id)}) // whatever was on its way has come by now
	if events := b.Events(id); len(events) != 2 || events[1].Payload.Kind() != chat.KindAssigned {
		t.Errorf("the colleague saw %+v", events)
	}
}

// What was acknowledged stays acknowledged, also when the agent has lost the
// right to say it now.
func TestAcknowledgedCommandOfAClosedCase(t *testing.T) {
	h := newHouse(t, generous())
	a := h.agent("agent1")
	c := h.customer("")
	h.do(c, &wire.Human{})
	h.do(a, &wire.Accept{Head: about(c.Conversation())})
	bye := &wire.Close{Head: wire.Head{ID: "bye", Conversation: c.Conversation()}}
	first := h.do(a, bye)
	if again := h.do(a, bye); again != first {
		t.Errorf("acknowledged as %d, then as %d", first, again)
	}
	if code := h.refused(a, &wire.Close{Head: about(c.Conversation())}); code != wire.Denied {
		t.Errorf("a new close: %s", code)
	}
}

func TestPresence(t *testing.T) {
	h := newHouse(t, generous())
	h.agent("agent1")
	// He is connected a moment before he is noted.
	h.until("the agent who came is noted", func() bool {
		h.shop.mu.Lock()
		defer h.shop.mu.Unlock()
		_, ok := h.shop.seen["agent1"]
		return ok
	})
}
