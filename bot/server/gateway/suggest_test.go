package gateway

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"yiwen/bot"
	"yiwen/bot/server/gateway/client"
	"yiwen/bot/wire"
	"yiwen/handoff"
	"yiwen/knowledge"
)

var _ Suggester = (*shop)(nil)

// Complete implements Suggester: it knows two questions.
func (s *shop) Complete(t bot.Typed) []knowledge.Suggestion {
	if !strings.HasPrefix(t.Text, "充值") {
		return nil
	}
	return []knowledge.Suggestion{{ID: "late", Question: "充值没到账", From: 0, To: 2}, {ID: "how", Question: "怎么付钱"}}
}

func TestSuggest(t *testing.T) {
	onEach(t, generous(), func(t *testing.T, h *house) {
		c := h.customer("")
		got, err := c.Suggest(h.ctx, "充值")
		if err != nil {
			t.Fatal(err)
		}
		want := []wire.QuestionHint{{ID: "late", Question: "充值没到账", Mark: []int{0, 2}}, {ID: "how", Question: "怎么付钱"}}
		if d := cmp.Diff(want, got); d != "" {
			t.Error(d)
		}
		for _, typed := range []string{"天气", "", strings.Repeat("天", 5000)} {
			if got, err := c.Suggest(h.ctx, typed); err != nil || len(got) > 0 {
				t.Errorf("%.9q: got %v, %v", typed, got, err)
			}
		}
	})
}

func TestSuggestBeforeHello(t *testing.T) {
	h := newHouse(t, generous())
	r := h.raw("/ws", "")
	r.send(`{"type":"suggest","id":"1","text":"充值"}`)
	r.refused(wire.BadOrder)
}

// Who types quickly is told of nothing, sees nothing for a while, and can still say
// what he typed.
func TestSuggestHasARateOfItsOwn(t *testing.T) {
	h := newHouse(t, Limits{Visitor: Rate{PerSecond: 1e-9, Burst: 2}, Suggest: Rate{PerSecond: 1e-9, Burst: 3}})
	r := h.raw("/ws", "")
	r.hello("")
	for i := range 6 {
		r.send(fmt.Sprintf(`{"type":"suggest","id":"s%d","text":"充值"}`, i))
		f := r.expect("suggestions")
		if found := len(f["questions"].([]any)) > 0; found != (i < 3) || f["id"] != fmt.Sprintf("s%d", i) {
			t.Errorf("suggest %d: %v", i, f)
		}
	}
	r.send(`{"type":"say","id":"1","text":"充值没到账"}`)
	if f := r.frame(); f["type"] == "error" {
		t.Errorf("what is said is refused for what was typed: %v", f)
	}
}

func TestSuggestFloodIsClosed(t *testing.T) {
	h := newHouse(t, Limits{Visitor: Rate{PerSecond: 1e-9, Burst: 2}, Suggest: Rate{PerSecond: 1e-9, Burst: 1}})
	r := h.raw("/ws", "")
	r.hello("")
	for i := range refusedFrames + 1 {
		r.send(fmt.Sprintf(`{"type":"suggest","id":"s%d","text":"充值"}`, i))
	}
	r.closed(wire.CloseFlood)
}

func TestSuggestNothingToWhomStaffKeepOut(t *testing.T) {
	h := newHouse(t, generous())
	who, token, err := h.shop.NewVisitor("default")
	if err != nil {
		t.Fatal(err)
	}
	h.shop.with(func(s *shop) { s.block[who.ID] = handoff.Block{Reason: "骚扰"} })
	r := h.raw("/ws", "")
	r.hello(token)
	r.refused(wire.Denied)
	r.send(`{"type":"suggest","id":"1","text":"充值"}`)
	if f := r.expect("suggestions"); len(f["questions"].([]any)) > 0 {
		t.Errorf("got %v", f)
	}
}

// What is typed while a person has the case is for him, also in a tab that comes
// later; who waits for one is still helped by the bot.
func TestSuggestNothingWhileAPersonHasTheCase(t *testing.T) {
	onEach(t, generous(), func(t *testing.T, h *house) {
		c, a := h.customer(""), h.agent("agent1")
		owned := about(c.Conversation())
		suggested := func(c *client.Client, want int) func() bool {
			return func() bool {
				got, err := c.Suggest(h.ctx, "充值")
				if err != nil {
					t.Fatal(err)
				}
				return len(got) == want
			}
		}
		h.do(c, &wire.Human{})
		h.until("who waits is suggested something", suggested(c, 2))
		h.do(a, &wire.Accept{Head: owned})
		h.until("a person has it", suggested(c, 0))
		if tab := h.customer(c.Token()); !suggested(tab, 0)() {
			t.Error("a new tab is suggested what the bot knows")
		}
		h.do(a, &wire.Snooze{Head: owned, Until: time.Now().Add(time.Hour).UnixMilli()})
		if !suggested(c, 0)() {
			t.Error("parked, it is still a person's")
		}
		h.do(a, &wire.Return{Head: owned})
		h.until("the bot has it again", suggested(c, 2))
	})
}
