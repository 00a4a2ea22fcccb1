package bot

import (
	"strings"
	"testing"

	"yiwen/bot/chat"
	"yiwen/bot/fault"
)

// TestIdentify: staff read once who the customer is, he himself reads nothing, and
// nothing is stored of who has not begun to talk.
func TestIdentify(t *testing.T) {
	r := newRoom(t, NewMemoryLog())
	identify := func(p *chat.Profile) error {
		c := r.command(customer, Identify{})
		c.Profile = p
		_, err := r.Do(t.Context(), c)
		return err
	}
	li := &chat.Profile{User: "xk10001", Name: "李女士"}
	if err := identify(li); !fault.Is(err, fault.Conflict) {
		t.Errorf("before the first word: %v", err)
	}
	if _, _, err := r.log.Load(t.Context(), conv); !fault.Is(err, fault.NotFound) {
		t.Errorf("something was stored: %v", err)
	}
	r.do(customer, Human{})
	for name, p := range map[string]*chat.Profile{"no profile": nil, "an anonymous one": {Name: "李女士"}} {
		if err := identify(p); !fault.Is(err, fault.Conflict) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if err := identify(li); err != nil {
		t.Fatal(err)
	}
	if err := identify(li); !fault.Is(err, fault.Conflict) {
		t.Errorf("a second time: %v", err)
	}
	if err := identify(&chat.Profile{User: "xk10002"}); !fault.Is(err, fault.Denied) {
		t.Errorf("as another: %v", err)
	}
	if got := r.state().Profile; got != *li {
		t.Errorf("known as %+v", got)
	}
	events, err := r.log.Events(t.Context(), conv, 0, 100)
	if err != nil {
		t.Fatal(err)
	}
	last := events[len(events)-1]
	note, is := last.Payload.(chat.Note)
	if !is || last.From.Kind != chat.System || !strings.Contains(note.Text, "xk10001（李女士）") {
		t.Errorf("staff read %+v", last)
	}
	if w := r.wakes.got[len(r.wakes.got)-1]; !w.Case || w.Seq != last.Seq {
		t.Errorf("the desk is told %+v", w)
	}
}
