package gateway

import (
	"errors"
	"testing"

	"github.com/google/go-cmp/cmp"

	"yiwen/bot"
	"yiwen/bot/chat"
	"yiwen/bot/fault"
	"yiwen/bot/server/gateway/client"
	"yiwen/bot/wire"
)

// TestSignInInTheMiddleOfATalk: the conversation goes on, staff learn at once who
// it is, and what comes after is said in his name.
func TestSignInInTheMiddleOfATalk(t *testing.T) {
	onEach(t, generous(), func(t *testing.T, h *house) {
		a, c := h.desk("agent1"), h.customer("")
		h.do(c, &wire.Human{})
		h.wait(a, "waits, unknown", func(a *client.Client) bool {
			l := a.List(wire.ListWaiting)
			return len(l) == 1 && l[0].Profile == nil
		})
		if seq := h.do(c, &wire.Identify{Identity: "li"}); seq != 0 {
			t.Errorf("identify is acknowledged under %d", seq)
		}
		h.wait(a, "waits, known", func(a *client.Client) bool {
			l := a.List(wire.ListWaiting)
			return len(l) == 1 && l[0].Profile != nil && l[0].Profile.User == "li"
		})
		notes := 0
		h.shop.with(func(s *shop) {
			s.before = func(cmd bot.Command) error {
				if _, is := cmd.Action.(bot.Identify); is {
					notes++
				}
				return nil
			}
		})
		before := c.Conversation()
		h.do(c, &wire.Identify{Identity: "li"}) // sent again
		h.do(c, &wire.Say{Text: "是我"})
		h.shop.with(func(s *shop) {
			if got := s.rows[before].Conversation.Profile.User; got != "li" || notes != 0 {
				t.Errorf("known as %q, told %d times more", got, notes)
			}
		})
	})
}

// TestSignInThatIsNoGood changes nothing.
func TestSignInThatIsNoGood(t *testing.T) {
	h := newHouse(t, generous())
	var profile *chat.Profile
	h.shop.with(func(s *shop) {
		s.before = func(cmd bot.Command) error {
			profile = cmd.Profile
			return nil
		}
	})
	c := h.customer("")
	if code := h.refused(c, &wire.Identify{Identity: "bad"}); code != wire.Denied {
		t.Errorf("forged: %s", code)
	}
	r := h.raw("/ws", "")
	r.hello(c.Token())
	r.send(`{"type":"identify","id":"i1","identity":"later"}`)
	r.refused(wire.Busy)
	h.say(c, "你好")
	if profile != nil {
		t.Errorf("known as %+v", profile)
	}
	li := h.signedIn("", "li")
	for name, other := range map[string]*client.Client{"who is signed in": li, "the other tab of his": h.customer(li.Token())} {
		if code := h.refused(other, &wire.Identify{Identity: "wang"}); code != wire.Conflict {
			t.Errorf("%s becomes another: %s", name, code)
		}
	}
	h.say(li, "还是我")
	if profile == nil || profile.User != "li" {
		t.Errorf("known as %+v", profile)
	}
	// A stored conversation is known by its profile alone.
	if code := h.refused(h.customer(li.Token()), &wire.Identify{Identity: "wang"}); code != wire.Conflict {
		t.Errorf("comes back and becomes another: %s", code)
	}
}

// TestLogout ends every socket of the visitor, and his token with them.
func TestLogout(t *testing.T) {
	h := newHouse(t, generous())
	other := h.raw("/ws", "")
	token := other.hello("")["visitor"].(string)
	other.send(`{"type":"say","id":"s1","text":"我的秘密"}`)
	other.skip("ack", "event", "event")
	r := h.raw("/ws", "")
	r.hello(token)
	r.skip("event", "event")
	stranger := h.raw("/ws", "")
	stranger.hello("")
	h.shop.with(func(s *shop) { s.stuck = true })
	r.send(`{"type":"logout","id":"o1"}`)
	r.refused(wire.Busy)
	h.shop.with(func(s *shop) { s.stuck = false })
	r.send(`{"type":"logout","id":"o2"}`)
	if ack := r.expect("ack"); ack["seq"] != 0.0 {
		t.Errorf("ack %v", ack)
	}
	r.closed(wire.CloseLoggedOut)
	other.closed(wire.CloseLoggedOut)
	again := h.raw("/ws", "")
	if w := again.hello(token); w["visitor"] == token || w["seq"] != 0.0 || w["resumed"] != false {
		t.Errorf("the token goes on: %v", w)
	}
	stranger.send(`{"type":"say","id":"s2","text":"我还在"}`)
	stranger.expect("ack")
}

// TestLogoutInTheLine: the case waits on, and staff see that nobody reads it; where
// they cannot be told, he is logged out all the same.
func TestLogoutInTheLine(t *testing.T) {
	onEach(t, generous(), func(t *testing.T, h *house) {
		a, c, other := h.desk("agent1"), h.rawCustomer(), h.rawCustomer()
		for _, r := range []*raw{c, other} {
			r.hello("")
			r.send(`{"type":"human","id":"1"}`)
			r.skip("ack")
		}
		h.wait(a, "both wait", func(a *client.Client) bool { return len(a.List(wire.ListWaiting)) == 2 })
		c.send(`{"type":"logout","id":"o"}`)
		c.closed(wire.CloseLoggedOut)
		h.wait(a, "one has left", func(a *client.Client) bool {
			l := a.List(wire.ListWaiting)
			return len(l) == 2 && l[0].Left && !l[1].Left
		})
		h.shop.with(func(s *shop) {
			s.before = func(bot.Command) error { return fault.New(fault.Busy, "磁盘已满") }
		})
		other.send(`{"type":"logout","id":"o"}`)
		other.closed(wire.CloseLoggedOut)
	})
}

// TestLogoutWhileATabComes: a hello that was let in a moment before is not.
func TestLogoutWhileATabComes(t *testing.T) {
	h := newHouse(t, generous())
	token := h.customer("").Token()
	who, err := h.shop.Visitor(t.Context(), token)
	if err != nil {
		t.Fatal(err)
	}
	looks := 0
	h.shop.with(func(s *shop) {
		s.proved = func() {
			if looks++; looks == 2 {
				s.left[who.ID] = true
			}
		}
	})
	r := h.raw("/ws", "")
	r.send(`{"type":"hello","id":"h","visitor":"` + token + `"}`)
	r.refused(wire.Denied)
	r.send(`{"type":"hello","id":"h2","visitor":"` + token + `"}`)
	if w := r.expect("welcome"); w["visitor"] == token {
		t.Error("goes on as who logged out")
	}
}

// TestAttributes of a page go with every command, and are no identity.
func TestAttributes(t *testing.T) {
	h := newHouse(t, generous())
	var got []bot.Command
	h.shop.with(func(s *shop) {
		s.before = func(cmd bot.Command) error {
			got = append(got, cmd)
			return nil
		}
	})
	r := h.raw("/ws", "")
	r.send(`{"type":"hello","id":"h","attributes":{"user":"admin"}}`)
	r.expect("welcome")
	r.send(`{"type":"say","id":"s1","text":"一"}`)
	r.skip("ack", "event", "event")
	r.send(`{"type":"identify","id":"i1","attributes":{"city":"上海"}}`)
	r.expect("ack")
	r.send(`{"type":"say","id":"s2","text":"二"}`)
	r.skip("ack", "event", "event")
	want := []map[string]string{{"user": "admin"}, {"city": "上海"}}
	if len(got) != len(want) {
		t.Fatalf("%d commands", len(got))
	}
	for i, cmd := range got {
		if d := cmp.Diff(want[i], cmd.Attributes); d != "" || cmd.Profile != nil {
			t.Errorf("command %d: profile %+v, attributes (-want +got):\n%s", i, cmd.Profile, d)
		}
	}
}

// TestTwoSignInAtOnce: of two tabs of one browser that come as two customers at the
// same moment, before anything is stored, one is let in.
func TestTwoSignInAtOnce(t *testing.T) {
	hub := newHub()
	tab := func(user string) *feed {
		return &feed{s: &socket{side: wire.Customers}, id: "c1", user: user}
	}
	li, again, anonymous, wang := tab("li"), tab("li"), tab(""), tab("wang")
	for _, f := range []*feed{li, again, anonymous} {
		if err := hub.join(f, 4); err != nil {
			t.Fatal(err)
		}
	}
	if err := hub.join(wang, 4); !errors.Is(err, errOfAnother) {
		t.Errorf("another customer: %v", err)
	}
	hub.leave(li)
	hub.leave(again)
	if err := hub.join(wang, 4); err != nil {
		t.Errorf("after the other has gone: %v", err)
	}
	if hub.claim(anonymous, "li", signer{}) {
		t.Error("a tab of wang's becomes li's")
	}
}
