package bot

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"yiwen/bot/chat"
	"yiwen/bot/fault"
	"yiwen/handoff"
)

// TestWithoutProof: who comes back to a conversation without what his shop signed is
// not taken for its customer, by staff or bot, until he shows it again; what others
// do, and that he logs out, says nothing about it.
func TestWithoutProof(t *testing.T) {
	r := newRoom(t, NewMemoryLog())
	do := func(a Action, p *chat.Profile) error {
		c := r.command(customer, a)
		c.Profile = p
		_, err := r.Do(t.Context(), c)
		return err
	}
	li := &chat.Profile{User: "xk10001", Name: "李女士", Phone: "13800001001", VIP: true, Merchant: true}
	known := func(when string, proven bool) {
		t.Helper()
		want := *li
		want.Unproven = !proven
		got := r.state().Profile
		if got != want {
			t.Errorf("%s known as %+v", when, got)
		}
		who, groups := got.Proven(), everyone
		if !proven {
			groups = buyer
		}
		if (who == *li) != proven || audiencesOf(got) != groups {
			t.Errorf("%s proven to be %+v, of %b", when, who, audiencesOf(got))
		}
	}
	for _, step := range []struct {
		what   string
		from   chat.Actor
		act    Action
		as     *chat.Profile
		proven bool
	}{
		{"signed in", customer, Human{}, li, true},
		{"when an agent accepts", lin, Accept{}, nil, true},
		{"when the agent speaks", lin, Say{Text: "您好"}, nil, true},
		{"back without a proof", customer, Say{Text: "我的订单呢"}, nil, false},
		{"when the agent speaks again", lin, Say{Text: "请核对身份"}, nil, false},
		{"shown again", customer, Identify{}, li, true},
		{"logged out", customer, LogOut{}, nil, true},
	} {
		c := r.command(step.from, step.act)
		c.Profile = step.as
		if _, err := r.Do(t.Context(), c); err != nil {
			t.Fatalf("%s: %v", step.what, err)
		}
		known(step.what, step.proven)
	}
	if err := do(Identify{}, li); !fault.Is(err, fault.Conflict) {
		t.Errorf("shown a second time: %v", err)
	}
}

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

// TestLogOut: staff read once that the customer is gone, wherever his case is; it
// stays there, and nothing is stored of who never said anything.
func TestLogOut(t *testing.T) {
	for name, begin := range map[string]func(*room){
		"with the bot":       func(r *room) { r.do(customer, Say{Text: "在吗"}) },
		"in the line":        func(r *room) { r.do(customer, Human{}) },
		"served":             func(r *room) { r.do(customer, Human{}); r.do(lin, Accept{}) },
		"after it has ended": func(r *room) { r.do(customer, Human{}); r.do(lin, Accept{}); r.do(lin, Close{}) },
	} {
		t.Run(name, func(t *testing.T) {
			r := newRoom(t, NewMemoryLog())
			leave := func() error {
				r.cid++
				_, err := r.Do(t.Context(), Command{Conversation: conv, From: customer, CID: chat.ClientID(fmt.Sprint("o", r.cid)), Action: LogOut{}})
				return err
			}
			if err := leave(); !fault.Is(err, fault.NotFound) {
				t.Errorf("before the first word: %v", err)
			}
			begin(r)
			before := r.state().Case
			if err := leave(); err != nil {
				t.Fatal(err)
			}
			if err := leave(); !fault.Is(err, fault.Conflict) {
				t.Errorf("a second time: %v", err)
			}
			after := r.state()
			if k := after.Case; !k.Brief.Left || k.State != before.State || k.Agent != before.Agent || !k.WaitingSince.Equal(before.WaitingSince) {
				t.Errorf("before %+v\nafter %+v", before, k)
			}
			events, err := r.log.Events(t.Context(), conv, after.Seq-1, 1)
			if err != nil {
				t.Fatal(err)
			}
			note, is := events[0].Payload.(chat.Note)
			atWork := handoff.Queued(before.State) || handoff.Owned(before.State)
			if !is || events[0].From.Kind != chat.System || strings.Contains(note.Text, "跟进") != atWork {
				t.Errorf("staff read %+v", events[0])
			}
			if w := r.wakes.got[len(r.wakes.got)-1]; w.Seq != after.Seq || w.Case != atWork {
				t.Errorf("the desk is told %+v", w)
			}
		})
	}
}

// TestAttributes: what a page says is kept apart from what the shop signed, until it
// says something else, and without codes of cards.
func TestAttributes(t *testing.T) {
	r := newRoom(t, NewMemoryLog())
	say := func(said map[string]string) map[string]string {
		t.Helper()
		c := r.command(customer, Say{Text: "在吗"})
		c.Attributes = said
		if _, err := r.Do(t.Context(), c); err != nil {
			t.Fatal(err)
		}
		return r.state().Attributes
	}
	for _, step := range []struct {
		name       string
		said, want map[string]string
	}{
		{"nothing", nil, nil},
		{"some", map[string]string{"来源": "公众号", "user": "admin"}, map[string]string{"来源": "公众号", "user": "admin"}},
		{"as they were", nil, map[string]string{"来源": "公众号", "user": "admin"}},
		{"others", map[string]string{"城市": "上海"}, map[string]string{"城市": "上海"}},
		{"none", map[string]string{}, nil},
	} {
		if d := cmp.Diff(step.want, say(step.said)); d != "" {
			t.Errorf("%s (-want +got):\n%s", step.name, d)
		}
	}
	if p := r.state().Profile; p != (chat.Profile{}) {
		t.Errorf("the page has made him %+v", p)
	}
}
