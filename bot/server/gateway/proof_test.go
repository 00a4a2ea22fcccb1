package gateway

import (
	"testing"
	"time"

	"yiwen/bot"
	"yiwen/bot/chat"
	"yiwen/bot/server/gateway/client"
	"yiwen/bot/wire"
	"yiwen/handoff"
)

// signedIn returns a customer whom the shop knows as user.
func (h *house) signedIn(token, user string) *client.Client {
	h.t.Helper()
	return h.client(client.Options{URL: h.url + "/ws", Token: token, Identity: user})
}

func TestIdentityOfAHello(t *testing.T) {
	h := newHouse(t, generous())
	var profile *chat.Profile
	h.shop.with(func(s *shop) {
		s.before = func(cmd bot.Command) error {
			profile = cmd.Profile
			return nil
		}
	})
	anonymous := h.customer("")
	h.say(anonymous, "你好")
	if anonymous.Identity() != "" || profile != nil {
		t.Errorf("without an identity: %q, %+v", anonymous.Identity(), profile)
	}
	forged := h.signedIn(anonymous.Token(), "bad")
	h.say(forged, "你好")
	if forged.Identity() != wire.IdentityInvalid || profile != nil || forged.Conversation() != anonymous.Conversation() {
		t.Errorf("with a wrong one: %q, %+v", forged.Identity(), profile)
	}
	li := h.signedIn(anonymous.Token(), "li")
	h.say(li, "我登录了")
	if li.Identity() != wire.IdentityOK || profile == nil || profile.User != "li" || li.Conversation() != anonymous.Conversation() {
		t.Errorf("signed in: %q, %+v", li.Identity(), profile)
	}
	if again := h.signedIn(anonymous.Token(), "li"); again.Conversation() != li.Conversation() {
		t.Error("the same customer comes back and begins anew")
	}
	silent := h.signedIn("", "li") // said nothing yet: only his socket tells of him
	if wang := h.signedIn(silent.Token(), "wang"); wang.Conversation() == silent.Conversation() {
		t.Error("another customer shares the conversation that the first has not begun yet")
	}
	if again := h.signedIn(silent.Token(), "li"); again.Conversation() != silent.Conversation() {
		t.Error("the same customer opens a second page and begins anew")
	}
	wang := h.signedIn(li.Token(), "wang")
	if wang.Conversation() == li.Conversation() || wang.Token() == li.Token() || wang.Identity() != wire.IdentityOK {
		t.Error("another customer at the same computer reads the words of the first")
	}
	h.say(wang, "你好")
	if profile.User != "wang" {
		t.Errorf("known as %+v", profile)
	}
	r := h.raw("/ws", "")
	r.send(`{"type":"hello","id":"1","identity":"later"}`)
	r.refused(wire.Busy)
	r.send(`{"type":"hello","id":"2","identity":"li"}`)
	if w := r.expect("welcome"); w["identity"] != "ok" {
		t.Errorf("sent again: %v", w)
	}
}

// TestProfileIsShownAtTheDesk without the phone.
func TestProfileIsShownAtTheDesk(t *testing.T) {
	h := newHouse(t, generous())
	a, li := h.desk("agent1"), h.signedIn("", "li")
	h.do(li, &wire.Human{})
	h.wait(a, "waits", func(a *client.Client) bool { return len(a.List(wire.ListWaiting)) == 1 })
	if p := a.List(wire.ListWaiting)[0].Profile; p == nil || *p != (wire.Profile{User: "li", Name: "客户li", VIP: true}) {
		t.Errorf("shown as %+v", p)
	}
}

// TestWhoIsKeptOutMayRead, and nothing else; what was acknowledged before stays
// so, and he may come back when the block is over.
func TestWhoIsKeptOutMayRead(t *testing.T) {
	inTime(t, generous(), func(t *testing.T, h *house) {
		r := h.raw("/ws", "")
		welcome := r.hello("")
		token := welcome["visitor"].(string)
		r.send(`{"type":"say","id":"s1","text":"骂人的话"}`)
		r.skip("ack", "event", "event")
		who, err := h.shop.Visitor(t.Context(), token)
		if err != nil {
			t.Fatal(err)
		}
		h.shop.with(func(s *shop) {
			s.block[who.ID] = handoff.Block{Reason: "辱骂客服", Until: time.Now().Add(time.Hour)}
			s.asked = 0
		})
		r.send(`{"type":"say","id":"s2","text":"还来得及"}`) // the answer of a moment ago holds
		r.skip("ack", "event", "event")
		time.Sleep(blockAge)
		for _, frame := range []string{
			`{"type":"say","id":"s3","text":"喂"}`, `{"type":"human","id":"s4"}`, `{"type":"form","id":"s5","of":1,"values":{"story":"x"}}`,
			`{"type":"recall","id":"s6","of":1}`, `{"type":"rate","id":"s7","stars":1}`,
		} {
			r.send(frame)
			if f := r.refused(wire.Denied); f["message"] != blockedText {
				t.Errorf("%s: %v", frame, f)
			}
		}
		h.shop.with(func(s *shop) {
			if s.asked != 1 {
				t.Errorf("asked %d times", s.asked)
			}
		})
		r.send(`{"type":"say","id":"s1","text":"骂人的话"}`)
		if f := r.expect("ack"); f["seq"] != 1.0 {
			t.Errorf("sent again: %v", f)
		}
		r.send(`{"type":"fetch","id":"f1"}`)
		if f := r.expect("events"); len(f["events"].([]any)) != 4 {
			t.Errorf("reads %v", f)
		}
		again := h.raw("/ws", "")
		again.hello(token)
		if f := again.refused(wire.Denied); f["id"] != nil || f["message"] != blockedText {
			t.Errorf("on coming back: %v", f)
		}
		again.skip("event", "event", "event", "event")
		time.Sleep(time.Hour)
		_ = again.Close()
		_ = r.Close()
		free := h.raw("/ws", "")
		free.hello(token)
		free.skip("event", "event", "event", "event")
		free.send(`{"type":"say","id":"s8","text":"对不起"}`)
		free.expect("ack")
	})
}

// TestCustomerOfTheShopIsKeptOut, whatever browser he comes with; who else comes
// from it is not.
func TestCustomerOfTheShopIsKeptOut(t *testing.T) {
	h := newHouse(t, generous())
	h.shop.with(func(s *shop) { s.users["li"] = handoff.Block{Reason: "诈骗"} })
	if code := h.refused(h.signedIn("", "li"), &wire.Say{Text: "喂"}); code != wire.Denied {
		t.Errorf("says from a new browser: %s", code)
	}
	h.say(h.customer(""), "喂")
}

// TestKeptOutTypesUnseen: who is kept out does not show up at a desk either.
func TestKeptOutTypesUnseen(t *testing.T) {
	h := newHouse(t, generous())
	a, c := h.agent("agent1"), h.waiting("")
	who, err := h.shop.Visitor(t.Context(), c.Token())
	if err != nil {
		t.Fatal(err)
	}
	h.shop.with(func(s *shop) { s.block[who.ID] = handoff.Block{Reason: "骚扰"} })
	h.g.blocks.kept.Purge() // as if the moment had passed
	h.follow(a, c)
	if err := c.Send(&wire.Typing{On: true, Text: "喂"}); err != nil {
		t.Fatal(err)
	}
	if code := h.refused(c, &wire.Say{Text: "喂"}); code != wire.Denied {
		t.Errorf("says: %s", code)
	}
	if got := a.Typing(); len(got) != 0 {
		t.Errorf("the desk sees %v", got)
	}
}
