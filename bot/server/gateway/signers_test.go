package gateway

import (
	"testing"
	"time"

	"yiwen/bot"
	"yiwen/bot/chat"
	"yiwen/bot/server/auth"
	"yiwen/bot/wire"
)

// TestDroppedKey: whom a key signed in that is dropped is cut, however he signed in,
// and comes back as nobody; all others stay.
func TestDroppedKey(t *testing.T) {
	inTime(t, generous(), func(t *testing.T, h *house) {
		var profile *chat.Profile
		h.shop.with(func(s *shop) {
			s.before = func(cmd bot.Command) error {
				profile = cmd.Profile
				return nil
			}
		})
		hello := func(frame string) (*raw, string) {
			r := h.raw("/ws", "")
			r.send(frame)
			return r, r.expect("welcome")["visitor"].(string)
		}
		li, token := hello(`{"type":"hello","id":"h","identity":"old-li"}`)
		han, _ := hello(`{"type":"hello","id":"h"}`)
		han.send(`{"type":"identify","id":"i","identity":"old-han"}`)
		han.expect("ack")
		wang, _ := hello(`{"type":"hello","id":"h","identity":"wang"}`)
		nobody, _ := hello(`{"type":"hello","id":"h"}`)

		h.shop.with(func(s *shop) { s.keys, s.keyless = []auth.KeyMark{"new"}, true })
		time.Sleep(2 * signersEvery) // nothing is known: all stay
		for _, r := range []*raw{li, han, wang, nobody} {
			r.send(`{"type":"fetch","id":"f"}`)
			r.expect("events")
		}
		h.shop.with(func(s *shop) { s.keyless = false })
		time.Sleep(signersEvery + time.Second)
		li.closed(wire.CloseIdentity)
		han.closed(wire.CloseIdentity)
		for _, r := range []*raw{wang, nobody} {
			r.send(`{"type":"fetch","id":"g"}`)
			r.expect("events")
		}

		again := h.raw("/ws", "")
		again.send(`{"type":"hello","id":"h","visitor":"` + token + `","identity":"old-li"}`)
		if w := again.expect("welcome"); w["visitor"] != token || w["identity"] != "invalid" {
			t.Errorf("comes back as %v", w)
		}
		again.send(`{"type":"say","id":"s","text":"我是李"}`)
		again.expect("ack")
		if profile != nil {
			t.Errorf("is known as %+v", profile)
		}
		for _, r := range []*raw{li, han, wang, nobody, again} {
			_ = r.Close()
		}
	})
}
