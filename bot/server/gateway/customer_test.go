package gateway

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"

	"yiwen/bot"
	"yiwen/bot/chat"
	"yiwen/bot/fault"
	"yiwen/bot/server/gateway/client"
	"yiwen/bot/wire"
)

func TestLookingStoresNothing(t *testing.T) { onEach(t, generous(), testLookingStoresNothing) }

func testLookingStoresNothing(t *testing.T, h *house) {
	c := h.customer("")
	if err := c.Send(&wire.Typing{On: true}); err != nil {
		t.Fatal(err)
	}
	events, err := c.Fetch(h.ctx, &wire.Fetch{})
	if err != nil || len(events.Events) > 0 || events.More {
		t.Errorf("fetch: %+v, %v", events, err)
	}
	if _, _, err := h.shop.Load(h.ctx, c.Conversation()); !fault.Is(err, fault.NotFound) {
		t.Errorf("the log knows the conversation: %v", err)
	}
}

func TestSayIsAcknowledgedAndShownInEveryTab(t *testing.T) {
	onEach(t, generous(), testSayIsAcknowledgedAndShownInEveryTab)
}

func testSayIsAcknowledgedAndShownInEveryTab(t *testing.T, h *house) {
	first := h.customer("")
	second := h.customer(first.Token())
	if seq := h.say(first, "在吗"); seq != 1 {
		t.Errorf("ack %d, want 1", seq)
	}
	for name, c := range map[string]*client.Client{"sender": first, "other tab": second} {
		h.wait(c, name, func(c *client.Client) bool { return len(c.Events("")) == 2 })
		events := c.Events("")
		if events[0].CID == "" || events[1].CID != "" {
			t.Errorf("%s: client ids %q and %q, want the sender's and none", name, events[0].CID, events[1].CID)
		}
		texts := []string{events[0].Payload.(chat.Message).Text, events[1].Payload.(chat.Message).Text}
		if diff := cmp.Diff([]string{"在吗", "答：在吗"}, texts); diff != "" {
			t.Errorf("%s: %s", name, diff)
		}
	}
}

func TestSameIDSameAck(t *testing.T) { onEach(t, generous(), testSameIDSameAck) }

func testSameIDSameAck(t *testing.T, h *house) {
	r := h.rawCustomer()
	token := r.hello("")["visitor"].(string)
	say := `{"type":"say","id":"s1","text":"在吗"}`
	r.send(say)
	if ack := r.expect("ack"); ack["id"] != "s1" || ack["seq"] != 1.0 {
		t.Errorf("first: %v", ack)
	}
	r.expect("event")
	r.expect("event")
	r.send(say)
	if ack := r.expect("ack"); ack["seq"] != 1.0 {
		t.Errorf("again: %v", ack)
	}
	other := h.rawCustomer()
	if w := other.hello(token); w["resumed"] != true || w["seq"] != 2.0 || w["after"] != 0.0 || w["state"] != "bot" {
		t.Errorf("welcome: %v", w)
	}
	other.expect("event")
	other.expect("event")
	other.send(say)
	if ack := other.expect("ack"); ack["seq"] != 1.0 {
		t.Errorf("from another tab: %v", ack)
	}
}

func TestHelloFindsItsPlace(t *testing.T) { onEach(t, generous(), testHelloFindsItsPlace) }

func testHelloFindsItsPlace(t *testing.T, h *house) {
	c := h.customer("")
	for i := range 150 {
		h.say(c, fmt.Sprint("第", i))
	}
	for name, tc := range map[string]struct {
		token   string
		after   int
		resumed bool
		begins  float64 // welcome.after
	}{
		"where it was":              {c.Token(), 290, true, 290},
		"at the end":                {c.Token(), 300, true, 300},
		"200 behind is replayed":    {c.Token(), 100, true, 100},
		"201 behind is a snapshot":  {c.Token(), 99, false, 250},
		"from nothing: a snapshot":  {c.Token(), 0, false, 250},
		"more than there is":        {c.Token(), 301, false, 250},
		"a token that is no token":  {"forged", 7, false, 0},
		"no token but a place":      {"", 7, false, 0},
		"a token of another server": {"a/b", 0, false, 0},
	} {
		t.Run(name, func(t *testing.T) {
			r := h.rawCustomer()
			r.send(fmt.Sprintf(`{"type":"hello","id":"h","visitor":%q,"after":%d}`, tc.token, tc.after))
			w := r.expect("welcome")
			if w["resumed"] != tc.resumed || w["after"] != tc.begins {
				t.Errorf("welcome %v, want resumed %t after %v", w, tc.resumed, tc.begins)
			}
			if tc.begins > 0 && tc.begins < 300 {
				if e := r.expect("event"); e["seq"] != tc.begins+1 {
					t.Errorf("begins with %v", e["seq"])
				}
			}
		})
	}
	t.Run("the client fills the gap", func(t *testing.T) {
		late := h.customer(c.Token())
		h.wait(late, "all events", func(c *client.Client) bool { return len(c.Events("")) == 300 })
	})
}

func TestHelloOfAnotherSiteBeginsAnew(t *testing.T) {
	onEach(t, generous(), testHelloOfAnotherSiteBeginsAnew)
}

func testHelloOfAnotherSiteBeginsAnew(t *testing.T, h *house) {
	c := h.customer("")
	h.say(c, "在吗")
	r := h.rawCustomer()
	r.send(fmt.Sprintf(`{"type":"hello","id":"h","visitor":%q,"site":"other"}`, c.Token()))
	if w := r.expect("welcome"); w["resumed"] != false || w["conversation"] == string(c.Conversation()) {
		t.Errorf("welcome: %v", w)
	}
	nowhere := h.rawCustomer()
	nowhere.send(`{"type":"hello","id":"h","site":"nowhere"}`)
	nowhere.refused(wire.NotFound)
	nowhere.closed(wire.CloseDenied)
}

func TestFetchRanges(t *testing.T) { onEach(t, generous(), testFetchRanges) }

func testFetchRanges(t *testing.T, h *house) {
	c := h.customer("")
	for range 10 {
		h.say(c, "嗯")
	}
	for name, tc := range map[string]struct {
		f           wire.Fetch
		first, last chat.Seq
		more        bool
	}{
		"the newest":            {wire.Fetch{Limit: 5}, 16, 20, true},
		"older":                 {wire.Fetch{Before: 16, Limit: 5}, 11, 15, true},
		"the oldest":            {wire.Fetch{Before: 4, Limit: 5}, 1, 3, false},
		"before the first":      {wire.Fetch{Before: 1, Limit: 5}, 0, 0, false},
		"beyond the last":       {wire.Fetch{Before: 99, Limit: 3}, 18, 20, true},
		"newer":                 {wire.Fetch{After: 3, Limit: 5}, 4, 8, true},
		"newer, to the end":     {wire.Fetch{After: 15, Limit: 5}, 16, 20, false},
		"a hole":                {wire.Fetch{After: 3, Before: 6, Limit: 5}, 4, 5, false},
		"a hole over the limit": {wire.Fetch{After: 3, Before: 16, Limit: 5}, 4, 8, true},
		"an exact hole":         {wire.Fetch{After: 3, Before: 9, Limit: 5}, 4, 8, false},
		"nothing after":         {wire.Fetch{After: 20, Limit: 5}, 0, 0, false},
	} {
		t.Run(name, func(t *testing.T) {
			got, err := c.Fetch(h.ctx, &tc.f)
			if err != nil {
				t.Fatal(err)
			}
			var first, last chat.Seq
			if n := len(got.Events); n > 0 {
				first, last = got.Events[0].Seq, got.Events[n-1].Seq
			}
			if first != tc.first || last != tc.last || got.More != tc.more {
				t.Errorf("got %d to %d, more %t; want %d to %d, %t", first, last, got.More, tc.first, tc.last, tc.more)
			}
		})
	}
}

// TestResumeHammer has many tabs of one visitor lose their connections at any
// moment while they and a colleague write: nobody may miss or repeat anything,
// and every acknowledged message must be in the log once.
func TestResumeHammer(t *testing.T) { onEach(t, generous(), testResumeHammer) }

func testResumeHammer(t *testing.T, h *house) {
	first := h.customer("")
	tabs := []*client.Client{first}
	for range 5 {
		tabs = append(tabs, h.customer(first.Token()))
	}
	const each = 40
	var mu sync.Mutex
	acked := map[chat.Seq]string{}
	var wg sync.WaitGroup
	for i, c := range tabs {
		wg.Go(func() {
			for j := range each {
				text := fmt.Sprintf("%d-%d", i, j)
				seq, err := c.Say(h.ctx, "", text)
				if err != nil {
					t.Error(err)
					return
				}
				mu.Lock()
				if was, double := acked[seq]; double {
					t.Errorf("seq %d acknowledged for %q and %q", seq, was, text)
				}
				acked[seq] = text
				mu.Unlock()
				if j%7 == i%7 {
					tabs[(i+1)%len(tabs)].Drop()
				}
			}
		})
	}
	wg.Wait()
	want, err := h.shop.Events(h.ctx, first.Conversation(), 0, 10_000)
	if err != nil {
		t.Fatal(err)
	}
	if len(want) != 2*each*len(tabs) {
		t.Errorf("%d events in the log, want %d", len(want), 2*each*len(tabs))
	}
	for _, e := range want {
		if m := e.Payload.(chat.Message); !strings.HasPrefix(m.Text, "答") && acked[e.Seq] != m.Text {
			t.Errorf("event %d is %q, acknowledged was %q", e.Seq, m.Text, acked[e.Seq])
		}
	}
	for i, c := range tabs {
		h.wait(c, "all events", func(c *client.Client) bool { return len(c.Events("")) >= len(want) })
		for j, e := range c.Events("") {
			if e.Seq != chat.Seq(j+1) || e.Payload.(chat.Message).Text != want[j].Payload.(chat.Message).Text {
				t.Fatalf("tab %d: event %d is %+v", i, j+1, e)
			}
		}
	}
}

func TestOrderAndErrors(t *testing.T) { onEach(t, generous(), testOrderAndErrors) }

func testOrderAndErrors(t *testing.T, h *house) {
	r := h.rawCustomer()
	r.send(`{"type":"say","id":"s1","text":"在吗"}`)
	if e := r.refused(wire.BadOrder); e["id"] != "s1" {
		t.Errorf("got %v", e)
	}
	r.hello("")
	r.send(`{"type":"hello","id":"again"}`)
	r.refused(wire.BadOrder)
	r.send(`{"type":"dance","id":"d"}`)
	r.refused(wire.UnknownType)
	r.send(`{"type":"say","id":"s2"}`)
	r.refused(wire.Invalid)
	r.send(`{"type":"say","id":"s3","text":"还在吗"}`)
	r.expect("ack") // the socket stays
}

func TestEngineErrors(t *testing.T) { onEach(t, generous(), testEngineErrors) }

func testEngineErrors(t *testing.T, h *house) {
	c := h.rawCustomer()
	c.hello("")
	for name, tc := range map[string]struct {
		err     error
		code    wire.Code
		message string
	}{
		"invalid":   {fault.New(fault.Invalid, "不对"), wire.Invalid, "不对"},
		"denied":    {fault.New(fault.Denied, "不行"), wire.Denied, "不行"},
		"not found": {fault.New(fault.NotFound, "没有"), wire.NotFound, "没有"},
		"conflict":  {fmt.Errorf("accept: %w", fault.New(fault.Conflict, "晚了")), wire.Conflict, "晚了"},
		"busy":      {fault.New(fault.Busy, "满了"), wire.Busy, "满了"},
		"internal":  {errors.New("secret detail"), wire.Internal, internalText},
		"too late":  {fmt.Errorf("append: %w", context.DeadlineExceeded), wire.Busy, busyText},
	} {
		t.Run(name, func(t *testing.T) {
			h.shop.with(func(s *shop) { s.before = func(bot.Command) error { return tc.err } })
			c.send(`{"type":"say","id":"s","text":"在吗"}`)
			if e := c.refused(tc.code); e["message"] != tc.message || e["id"] != "s" {
				t.Errorf("got %v", e)
			}
		})
	}
	t.Run("a panic costs one command", func(t *testing.T) {
		h.shop.with(func(s *shop) { s.before = func(bot.Command) error { panic("defect") } })
		c.send(`{"type":"say","id":"s","text":"在吗"}`)
		c.refused(wire.Internal)
		h.shop.with(func(s *shop) { s.before = nil })
		c.send(`{"type":"say","id":"s","text":"在吗"}`)
		c.expect("ack")
	})
}

func TestTypingReachesTheOtherSideOnly(t *testing.T) {
	onEach(t, generous(), testTypingReachesTheOtherSideOnly)
}

func testTypingReachesTheOtherSideOnly(t *testing.T, h *house) {
	c := h.customer("")
	tab := h.customer(c.Token())
	h.do(c, &wire.Human{})
	a := h.agent("agent1")
	h.do(a, &wire.Accept{Head: about(c.Conversation())})
	if _, err := a.Follow(h.ctx, c.Conversation()); err != nil {
		t.Fatal(err)
	}
	if err := c.Send(&wire.Typing{On: true}); err != nil {
		t.Fatal(err)
	}
	h.wait(a, "customer types", func(c *client.Client) bool { return len(c.Typing()) == 1 })
	if err := a.Send(&wire.Typing{Head: about(c.Conversation()), On: true}); err != nil {
		t.Fatal(err)
	}
	for _, c := range []*client.Client{c, tab} {
		h.wait(c, "agent types", func(c *client.Client) bool { return len(c.Typing()) > 0 })
		want := []wire.TypingNow{{Conversation: c.Conversation(), From: wire.From{Kind: chat.Agent, Name: "坐席agent1"}, On: true}}
		if diff := cmp.Diff(want, c.Typing()); diff != "" {
			t.Error(diff)
		}
	}
	if got := a.Typing()[0]; got.From != (wire.From{Kind: chat.Customer}) || len(a.Typing()) != 1 {
		t.Errorf("agent heard %+v", a.Typing())
	}
}

func TestReadMarks(t *testing.T) { onEach(t, generous(), testReadMarks) }

func testReadMarks(t *testing.T, h *house) {
	c := h.customer("")
	h.say(c, "在吗")
	for _, seq := range []chat.Seq{2, 1} {
		if err := c.Send(&wire.Read{Seq: seq}); err != nil {
			t.Fatal(err)
		}
	}
	h.until("the furthest mark is written", func() bool {
		h.shop.mu.Lock()
		defer h.shop.mu.Unlock()
		return h.shop.reads[mark{c.Conversation(), "customer"}] == 2
	})
}

func TestPlaceInTheLine(t *testing.T) { onEach(t, generous(), testPlaceInTheLine) }

func testPlaceInTheLine(t *testing.T, h *house) {
	var line []*client.Client
	for i := range 3 {
		c := h.customer("")
		h.do(c, &wire.Human{})
		h.wait(c, "place", func(c *client.Client) bool { return c.Place() == i+1 })
		line = append(line, c)
	}
	back := h.customer(line[2].Token()) // a reload sees its place again
	a := h.agent("agent1")
	h.do(a, &wire.Accept{Head: about(line[0].Conversation())})
	h.wait(line[0], "out of the line", func(c *client.Client) bool { return c.Place() == 0 })
	h.do(line[1], &wire.Cancel{})
	h.wait(line[1], "left the line", func(c *client.Client) bool { return c.Place() == 0 })
	for _, c := range []*client.Client{line[2], back} {
		h.wait(c, "moved up", func(c *client.Client) bool { return c.Place() == 1 })
	}
}

func TestLostWakesAreMadeGood(t *testing.T) {
	limits := generous()
	limits.Ping = sweepTick
	onEach(t, limits, testLostWakesAreMadeGood)
}

func testLostWakesAreMadeGood(t *testing.T, h *house) {
	c := h.customer("")
	h.say(c, "在吗")
	h.wait(c, "answer", func(c *client.Client) bool { return len(c.Events("")) == 2 })
	h.shop.with(func(s *shop) { s.deaf = true })
	_, err := h.shop.Do(h.ctx, bot.Command{Conversation: c.Conversation(), From: chat.Actor{Kind: chat.Customer}, CID: "x", Action: bot.Say{Text: "嗯"}})
	if err != nil {
		t.Fatal(err)
	}
	h.wait(c, "event without a wake", func(c *client.Client) bool { return len(c.Events("")) == 4 })
}

func TestNotesAreHidden(t *testing.T) { onEach(t, generous(), testNotesAreHidden) }

func testNotesAreHidden(t *testing.T, h *house) {
	c := h.customer("")
	h.do(c, &wire.Human{})
	a := h.agent("agent1")
	h.do(a, &wire.Accept{Head: about(c.Conversation())})
	h.do(a, &wire.Note{Head: about(c.Conversation()), Text: "内部"})
	h.do(a, &wire.Say{Head: about(c.Conversation()), Text: "您好"})
	h.wait(c, "reply", func(c *client.Client) bool { return len(c.Events("")) == 4 })
	kinds := []chat.Kind{}
	for _, e := range c.Events("") {
		kinds = append(kinds, e.Payload.Kind())
	}
	if !slices.Equal(kinds, []chat.Kind{chat.KindHandoff, chat.KindAssigned, chat.KindHidden, chat.KindMessage}) {
		t.Errorf("customer sees %v", kinds)
	}
	fetched, err := c.Fetch(h.ctx, &wire.Fetch{})
	if err != nil || fetched.Events[2].Payload.Kind() != chat.KindHidden {
		t.Errorf("fetched %+v, %v", fetched, err)
	}
}

// The server may end any connection at any moment; who comes back misses and
// repeats nothing, on either side.
func TestClosedConnectionsComeBack(t *testing.T) {
	onEach(t, generous(), testClosedConnectionsComeBack)
}

func testClosedConnectionsComeBack(t *testing.T, h *house) {
	c := h.customer("")
	tab := h.customer(c.Token())
	const said = 60
	for i := range said {
		h.say(c, fmt.Sprint(i))
		if i%6 == 5 {
			for _, s := range h.g.all() {
				s.close(wire.CloseInternal)
			}
		}
	}
	for _, c := range []*client.Client{c, tab} {
		h.wait(c, "all events", func(c *client.Client) bool { return len(c.Events("")) == 2*said })
		if c.Connects() < 3 {
			t.Errorf("%d connections, so nobody was closed", c.Connects())
		}
	}
}
