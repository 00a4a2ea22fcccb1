package gateway

import (
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"yiwen/bot"
	"yiwen/bot/chat"
	"yiwen/bot/server/gateway/client"
	"yiwen/bot/wire"
	"yiwen/handoff"
)

var picture = chat.Attachment{
	ID: "00112233445566778899aabbccddeeff", Name: "截图.png", Type: "image/png", Size: 2048, Width: 10, Height: 20,
}

// waiting returns a customer who waits for team.
func (h *house) waiting(team chat.TeamID) *client.Client {
	h.t.Helper()
	c := h.customer("")
	h.do(c, &wire.Human{})
	if team != "" {
		_, err := h.shop.Do(h.ctx, bot.Command{Conversation: c.Conversation(), From: chat.Actor{Kind: chat.System}, Action: bot.Transfer{Team: team}})
		if err != nil {
			h.t.Fatal(err)
		}
	}
	return c
}

// owned returns a customer whose case agent a took.
func (h *house) owned(a *client.Client) *client.Client {
	h.t.Helper()
	c := h.waiting("")
	h.do(a, &wire.Accept{Head: about(c.Conversation())})
	return c
}

func (h *house) follow(a *client.Client, c *client.Client) {
	h.t.Helper()
	if _, err := a.Follow(h.ctx, c.Conversation()); err != nil {
		h.t.Fatal(err)
	}
}

// TestFramesBecomeActions: what a frame says is what the engine is asked for, with
// what it only names looked up.
func TestFramesBecomeActions(t *testing.T) {
	h := newHouse(t, generous())
	h.shop.with(func(s *shop) { s.files[picture.ID] = picture })
	var last bot.Action
	no := false
	h.shop.with(func(s *shop) {
		s.before = func(cmd bot.Command) error {
			last = cmd.Action
			return nil
		}
	})
	a, boss := h.agent("agent1"), h.agent("supervisor1")
	c := h.owned(a)
	id := c.Conversation()
	info := wire.Info{OrderNo: "XK1", When: "今天", Amount: "100元", Story: "没到账", Error: "E1", Files: []string{picture.ID}, Tried: []string{"重启"}, Contact: "微信"}
	for _, tc := range []struct {
		by    *client.Client
		frame wire.Frame
		want  bot.Action
	}{
		{c, &wire.Say{Text: "看", Re: 1, Attachments: []string{picture.ID}}, bot.Say{Text: "看", Re: 1, Attachments: []chat.Attachment{picture}}},
		{c, &wire.Form{Of: 2, Values: map[string]string{"story": "没到账"}}, bot.Fill{Of: 2, Values: map[string]string{"story": "没到账"}}},
		{c, &wire.Recall{Of: 3}, bot.Recall{Of: 3}},
		{c, &wire.Vote{Of: 4, Helpful: &no}, bot.Vote{Of: 4}},
		{a, &wire.Say{Head: about(id), Re: 3, Attachments: []string{picture.ID}}, bot.Say{Re: 3, Attachments: []chat.Attachment{picture}}},
		{a, &wire.Note{Head: about(id), Text: "看", Mentions: []chat.AgentID{"agent2"}}, bot.Note{Text: "看", Mentions: []chat.AgentID{"agent2"}}},
		{a, &wire.Recall{Head: about(id), Of: 4}, bot.Recall{Of: 4}},
		{a, &wire.Invite{Head: about(id), Agent: "agent2"}, bot.Invite{Agent: "agent2", Name: "坐席agent2"}},
		{a, &wire.Leave{Head: about(id), Agent: "agent2"}, bot.Leave{Agent: "agent2"}},
		{boss, &wire.Whisper{Head: about(id), Text: "先安抚"}, bot.Whisper{Text: "先安抚"}},
		{a, &wire.Attend{Head: about(id)}, bot.Attend{}},
	} {
		h.do(tc.by, tc.frame)
		if diff := cmp.Diff(tc.want, last); diff != "" {
			t.Errorf("%s (-want +got):\n%s", tc.frame.Type(), diff)
		}
	}
	h.do(a, &wire.File{Head: about(id), Team: "trade", Severity: chat.SeverityHigh, Phone: "13800001234", Info: info})
	filed, ok := last.(bot.File)
	if !ok || filed.Team != "trade" || filed.Severity != chat.SeverityHigh || filed.Phone != "13800001234" || fmt.Sprint(filed.Info) != fmt.Sprint(info) {
		t.Errorf("filed %+v", last)
	}
}

func TestWhatIsNotThereIsRefused(t *testing.T) {
	h := newHouse(t, generous())
	a := h.agent("agent1")
	c := h.owned(a)
	id := c.Conversation()
	for name, tc := range map[string]struct {
		by    *client.Client
		frame wire.Frame
	}{
		"an upload that is not":         {c, &wire.Say{Attachments: []string{"nothing"}}},
		"an agent's":                    {a, &wire.Say{Head: about(id), Attachments: []string{"nothing"}}},
		"a ticket's":                    {a, &wire.File{Head: about(id), Info: wire.Info{Files: []string{"nothing"}}}},
		"a colleague who is not":        {a, &wire.Invite{Head: about(id), Agent: "nobody"}},
		"an editor takes no cases":      {a, &wire.Invite{Head: about(id), Agent: "editor1"}},
		"a mention of nobody":           {a, &wire.Note{Head: about(id), Text: "看", Mentions: []chat.AgentID{"agent2", "nobody"}}},
		"a mention of an editor":        {a, &wire.Note{Head: about(id), Text: "看", Mentions: []chat.AgentID{"editor1"}}},
		"assigned to one who is not":    {a, &wire.Assign{Head: about(id), Agent: "nobody"}},
		"transferred to one who is not": {a, &wire.Transfer{Head: about(id), Agent: "nobody"}},
	} {
		if code := h.refused(tc.by, tc.frame); code != wire.Invalid {
			t.Errorf("%s: %s", name, code)
		}
	}
	h.g.o.Files = nil // a server without uploads
	if code := h.refused(c, &wire.Say{Text: "看", Attachments: []string{picture.ID}}); code != wire.Invalid {
		t.Errorf("without uploads: %s", code)
	}
	h.say(c, "没有附件")
}

// TestHelperSpeaksAndIsLetGo: an invited colleague of another team sees the case
// and speaks in it until he is let go; then he sees nothing more.
func TestHelperSpeaksAndIsLetGo(t *testing.T) {
	h := newHouse(t, generous())
	a, b := h.agent("agent1"), h.agent("agent2")
	if err := b.Watch(h.ctx, wire.ListNames()...); err != nil {
		t.Fatal(err)
	}
	c := h.owned(a)
	id := c.Conversation()
	if code := h.refused(b, &wire.Follow{Head: about(id)}); code != wire.Denied {
		t.Fatalf("before he was invited: %s", code)
	}
	h.do(a, &wire.Invite{Head: about(id), Agent: "agent2"})
	h.wait(b, "listed", func(b *client.Client) bool { return len(b.List(wire.ListMentioned)) == 1 })
	h.follow(b, c)
	h.do(b, &wire.Say{Head: about(id), Text: "我来补充"})
	h.wait(c, "the customer reads it", func(c *client.Client) bool { return len(c.Events("")) == 4 })
	if e := c.Events("")[2]; e.Payload.Kind() != chat.KindHidden {
		t.Errorf("the customer sees the invitation: %+v", e)
	}
	h.do(a, &wire.Leave{Head: about(id), Agent: "agent2"})
	h.wait(b, "let go", func(b *client.Client) bool { return !b.Followed(id) && len(b.List(wire.ListMentioned)) == 0 })
	if code := h.refused(b, &wire.Note{Head: about(id), Text: "嗯"}); code != wire.Denied {
		t.Errorf("a note afterwards: %s", code)
	}
	h.do(a, &wire.Say{Head: about(id), Text: "机密"})
	h.do(b, &wire.Unfollow{Head: about(id)}) // whatever was on its way has come by now
	if n := len(b.Events(id)); n != 5 {
		t.Errorf("he saw %d events", n)
	}
}

// TestMentionedStaysWhileHeLooks: who was mentioned may answer after he said that
// he has looked, for as long as he follows; once the case moves on he may not.
func TestMentionedStaysWhileHeLooks(t *testing.T) {
	h := newHouse(t, generous())
	a, b := h.agent("agent1"), h.agent("agent2")
	c := h.owned(a)
	id := c.Conversation()
	h.do(a, &wire.Note{Head: about(id), Text: "@agent2 请看", Mentions: []chat.AgentID{"agent2"}})
	h.follow(b, c)
	h.do(b, &wire.Attend{Head: about(id)})
	h.do(b, &wire.Note{Head: about(id), Text: "看过了"})
	h.wait(b, "his own note", func(b *client.Client) bool { return len(b.Events(id)) == 5 })
	if code := h.refused(b, &wire.Transfer{Head: about(id), Team: "trade"}); code != wire.Denied {
		t.Errorf("he moves the case: %s", code)
	}
	h.do(b, &wire.Unfollow{Head: about(id)})
	if code := h.refused(b, &wire.Note{Head: about(id), Text: "还有"}); code != wire.Denied {
		t.Errorf("a note when he looks no more: %s", code)
	}
	h.do(a, &wire.Note{Head: about(id), Text: "@agent2", Mentions: []chat.AgentID{"agent2"}})
	h.follow(b, c)
	h.do(b, &wire.Attend{Head: about(id)})
	h.do(a, &wire.Close{Head: about(id)})
	h.wait(b, "the case has ended", func(b *client.Client) bool { return !b.Followed(id) })
	if code := h.refused(b, &wire.Note{Head: about(id), Text: "还有"}); code != wire.Denied {
		t.Errorf("a note after the end: %s", code)
	}
}

func TestViewers(t *testing.T) {
	h := newHouse(t, generous())
	a, b, boss := h.agent("agent1"), h.agent("agent2"), h.agent("supervisor1")
	c := h.waiting("")
	id := c.Conversation()
	sees := func(who *client.Client, want ...string) {
		t.Helper()
		h.wait(who, strings.Join(want, ","), func(who *client.Client) bool {
			var got []string
			for _, v := range who.Viewers(id) {
				got = append(got, string(v.ID))
			}
			return slices.Equal(got, want)
		})
	}
	h.follow(a, c)
	h.follow(boss, c)
	sees(a, "supervisor1")
	sees(boss, "agent1")
	if v := a.Viewers(id)[0]; v.Name != "坐席supervisor1" {
		t.Errorf("shown as %+v", v)
	}
	h.follow(b, c)
	sees(a, "agent2", "supervisor1")
	second := h.agent("agent2") // another page of his
	h.follow(second, c)
	sees(second, "agent1", "supervisor1")
	second.Close()
	sees(a, "agent2", "supervisor1")
	h.do(a, &wire.Accept{Head: about(id)}) // ends b's follow: it is another team's
	sees(a, "supervisor1")
	h.do(boss, &wire.Unfollow{Head: about(id)})
	sees(a)
}

func TestReadMarksAreTold(t *testing.T) {
	h := newHouse(t, generous())
	a, boss := h.agent("agent1"), h.agent("supervisor1")
	c := h.owned(a)
	id := c.Conversation()
	h.follow(a, c)
	h.follow(boss, c)
	h.say(c, "在吗")
	h.wait(c, "his own words", func(c *client.Client) bool { return len(c.Events("")) == 3 })
	send := func(who *client.Client, f wire.Frame) {
		t.Helper()
		if err := who.Send(f); err != nil {
			t.Fatal(err)
		}
	}
	send(boss, &wire.Read{Head: about(id), Seq: 3}) // who only looks promises nothing
	send(a, &wire.Read{Head: about(id), Seq: 2})
	send(a, &wire.Read{Head: about(id), Seq: 1 << 40}) // no further than there is
	h.wait(c, "the agent has looked", func(c *client.Client) bool { return c.Read("").Seq == 3 })
	if r := c.Read(""); r.From != (wire.From{Kind: chat.Agent, Name: "坐席agent1"}) {
		t.Errorf("the customer is told of %+v", r.From)
	}
	send(c, &wire.Read{Seq: 3})
	send(c, &wire.Read{Seq: 2}) // marks do not go back
	for _, who := range []*client.Client{a, boss} {
		h.wait(who, "the customer has looked", func(who *client.Client) bool { return who.Read(id).Seq == 3 })
		if r := who.Read(id); r.From != (wire.From{Kind: chat.Customer}) {
			t.Errorf("staff are told of %+v", r.From)
		}
	}
	h.until("written", func() (done bool) {
		h.shop.with(func(s *shop) { done = len(s.reads) == 3 })
		return done
	})
	again, late := h.customer(c.Token()), h.agent("agent1")
	h.wait(again, "told on coming back", func(c *client.Client) bool { return c.Read("").Seq == 3 })
	h.follow(late, c)
	h.wait(late, "told on following", func(a *client.Client) bool { return a.Read(id).Seq == 3 })
	h.do(a, &wire.Close{Head: about(id)})
	after := h.customer(c.Token())
	h.wait(after, "told of who had the case", func(c *client.Client) bool { return c.Read("").Seq == 3 })
}

// TestTypingIsShownToWhoMaySeeIt: staff see what a customer types, masked; he sees
// of nobody but who speaks to him, and never what.
func TestTypingIsShownToWhoMaySeeIt(t *testing.T) {
	inTime(t, generous(), func(t *testing.T, h *house) {
		a, boss, c := h.raw("/desk/ws", "agent1"), h.raw("/desk/ws", "supervisor1"), h.raw("/ws", "")
		id := chat.ConversationID(c.hello("")["conversation"].(string))
		c.send(`{"type":"human","id":"1"}`)
		c.expect("ack")
		c.expect("event")
		c.expect("queue")
		a.send(`{"type":"accept","id":"1","conversation":"` + string(id) + `"}`)
		a.expect("ack")
		c.expect("event")
		c.expect("queue")
		for _, who := range []*raw{a, boss} {
			who.send(`{"type":"follow","id":"2","conversation":"` + string(id) + `"}`)
			who.expect("ack")
		}
		a.skip("event", "event", "viewers")
		boss.skip("viewers", "event", "event")
		typed := func(text string) { c.send(`{"type":"typing","on":true,"text":"` + text + `"}`) }
		sees := func(who *raw, want any) {
			t.Helper()
			if f := who.expect("typing"); f["text"] != want || f["on"] != true {
				t.Errorf("sees %v, want %v", f, want)
			}
		}
		typed("卡密是K7F2-9XQA")
		sees(a, "卡密是K7F2-****")
		sees(boss, "卡密是K7F2-****")
		typed("太快了")
		time.Sleep(previewPause)
		typed("卡密是 ABCD1234EFGH")
		sees(a, "卡密是 ABCD********")
		sees(boss, "卡密是 ABCD********")
		c.send(`{"type":"typing","on":false}`)
		for _, who := range []*raw{a, boss} {
			if f := who.expect("typing"); f["on"] != false || f["text"] != nil {
				t.Errorf("stopped as %v", f)
			}
		}
		boss.send(`{"type":"typing","conversation":"` + string(id) + `","on":true,"text":"内部"}`)
		if f := a.expect("typing")["from"].(map[string]any); f["id"] != "supervisor1" {
			t.Errorf("a colleague types as %v", f)
		}
		a.send(`{"type":"typing","conversation":"` + string(id) + `","on":true,"text":"您好"}`)
		f := c.expect("typing") // of the supervisor he heard nothing
		if from := f["from"].(map[string]any); from["name"] != "坐席agent1" || from["id"] != nil || f["text"] != nil {
			t.Errorf("the customer sees %v", f)
		}
	})
}

// skip reads frames of these types, in order.
func (r *raw) skip(types ...string) {
	r.t.Helper()
	for _, typ := range types {
		r.expect(typ)
	}
}

func TestNextTakesTheFirstThatOneMayTake(t *testing.T) {
	h := newHouse(t, generous())
	one, two, three := h.agent("agent1"), h.agent("agent2"), h.agent("agent3")
	if _, err := one.Next(h.ctx); codeOf(err) != wire.NotFound {
		t.Errorf("an empty line: %v", err)
	}
	trade := h.waiting("trade")
	first, second := h.waiting(""), h.waiting("")
	next := func(a *client.Client, want *client.Client) {
		t.Helper()
		got, err := a.Next(h.ctx)
		if err != nil || got != want.Conversation() {
			t.Errorf("took %s, %v, want %s", got, err, want.Conversation())
		}
	}
	next(one, first) // his team's, though the trade's has waited for longer
	h.offer(second.Conversation(), "agent2")
	next(two, second) // what is offered to him, before all
	third := h.waiting("")
	h.offer(third.Conversation(), "agent1")
	next(one, third)
	if _, err := three.Next(h.ctx); err != nil { // helps the trade out
		t.Errorf("the helping team: %v", err)
	}
	if trade.State() != "" {
		t.Error("the customer of the trade was greeted again")
	}
	fourth := h.waiting("")
	if _, err := two.Next(h.ctx); codeOf(err) != wire.NotFound {
		t.Errorf("another team's: %v", err)
	}
	next(h.agent("supervisor1"), fourth) // is of no team, and may take any
	fifth := h.waiting("")
	h.shop.with(func(s *shop) { s.before = func(bot.Command) error { return fmt.Errorf("disk on fire") } })
	if _, err := one.Next(h.ctx); codeOf(err) != wire.Internal {
		t.Errorf("a defect: %v", err)
	}
	h.shop.with(func(s *shop) { s.before = nil })
	next(one, fifth)
}

func codeOf(err error) wire.Code {
	if refusal, ok := err.(*wire.Error); ok {
		return refusal.Code
	}
	return ""
}

// TestNextSentAgainTakesNoSecondCase: the answer was lost with the connection.
func TestNextSentAgainTakesNoSecondCase(t *testing.T) {
	h := newHouse(t, generous())
	h.waiting("")
	h.waiting("")
	r := h.raw("/desk/ws", "agent1")
	r.send(`{"type":"next","id":"n1"}`)
	first := r.expect("ack")
	_ = r.Close()
	r = h.raw("/desk/ws", "agent1")
	r.send(`{"type":"next","id":"n1"}`)
	if again := r.expect("ack"); again["conversation"] != first["conversation"] || again["seq"] != first["seq"] {
		t.Errorf("took %v, then %v", first, again)
	}
	r.send(`{"type":"next","id":"n2"}`)
	if second := r.expect("ack"); second["conversation"] == first["conversation"] {
		t.Errorf("another frame took %v again", second)
	}
}

// TestManyTakeNext: each case goes to one agent, and nobody is refused while
// there are cases.
func TestManyTakeNext(t *testing.T) {
	h := newHouse(t, generous())
	const cases = 30
	for range cases {
		h.waiting("trade")
	}
	var mu sync.Mutex
	taken := map[chat.ConversationID]int{}
	var wg sync.WaitGroup
	for range 3 {
		a := h.agent("agent2")
		wg.Go(func() {
			for range cases / 3 {
				id, err := a.Next(h.ctx)
				if err != nil {
					t.Error(err)
				}
				mu.Lock()
				taken[id]++
				mu.Unlock()
			}
		})
	}
	wg.Wait()
	if len(taken) != cases {
		t.Errorf("%d cases were taken %v", len(taken), taken)
	}
}

func TestChoicesOfNext(t *testing.T) {
	since := time.Now().Add(-time.Hour)
	line := func(id chat.ConversationID, k chat.Case) handoff.Row {
		k.WaitingSince = since
		return handoff.Row{Conversation: chat.Conversation{ID: id, Case: k}}
	}
	h := newHouse(t, generous())
	waits := func(k chat.Case) chat.Case { k.State = chat.StateWaiting; return k }
	rows := []handoff.Row{
		line("of another team", waits(chat.Case{Team: "help"})),
		line("passed", waits(chat.Case{Passed: []chat.AgentID{"agent2"}, Team: "trade"})),
		line("wanted by another", waits(chat.Case{Wanted: "agent1", Team: "trade"})),
		line("offered to another", chat.Case{State: chat.StateOffered, Offer: chat.Offer{Agent: "agent1"}, Team: "trade"}),
		line("own team", waits(chat.Case{Team: "trade"})),
		line("own team, later", waits(chat.Case{Team: "trade"})),
		line("transferred to me", waits(chat.Case{Wanted: "agent2"})),
		line("offered to me", chat.Case{State: chat.StateOffered, Offer: chat.Offer{Agent: "agent2"}}),
	}
	want := []chat.ConversationID{"offered to me", "transferred to me", "own team", "own team, later", "passed", "wanted by another"}
	if diff := cmp.Diff(want, h.g.choices(chat.Staff{ID: "agent2", Role: chat.RoleAgent}, rows)); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	helps := []chat.ConversationID{"of another team", "passed", "own team", "own team, later", "wanted by another"}
	if diff := cmp.Diff(helps, h.g.choices(chat.Staff{ID: "agent3", Role: chat.RoleAgent}, rows)); diff != "" {
		t.Errorf("who helps out (-want +got):\n%s", diff)
	}
}
