package handoff

import (
	"testing"
	"time"

	"yiwen/bot/chat"
	"yiwen/bot/fault"
)

func agent(id chat.AgentID, name string) chat.Actor {
	return chat.Actor{Kind: chat.Agent, ID: string(id), Name: name, Role: chat.RoleAgent}
}

func boss() chat.Actor {
	return chat.Actor{Kind: chat.Agent, ID: "boss", Name: "王主管", Role: chat.RoleSupervisor}
}

func customer() chat.Actor { return chat.Actor{Kind: chat.Customer, ID: "v1"} }
func system() chat.Actor   { return chat.Actor{Kind: chat.System} }
func robot() chat.Actor    { return chat.Actor{Kind: chat.Bot} }

func start() time.Time { return time.Date(2027, 3, 10, 6, 0, 0, 0, time.UTC) }

// sample is a case in each state, owned by or offered to a1 (小林) where it can be.
func sample(s chat.State) chat.Case {
	c := chat.Case{Number: 1, State: s}
	switch s {
	case "":
		c.Number = 0
	case chat.StateOffered:
		c.Offer = chat.Offer{Agent: "a1", Name: "小林", Until: start().Add(time.Minute)}
	case chat.StateSnoozed:
		c.SnoozedUntil = start().Add(time.Hour)
		fallthrough
	case chat.StateAssigned:
		c.Agent, c.AgentName, c.SilentSince = "a1", "小林", start()
	}
	return c
}

// helped is a case of a1 that a2 was invited into.
func helped() chat.Case {
	c := sample(chat.StateAssigned)
	c.Helpers = []chat.Helper{{ID: "a2", Name: "小周"}}
	return c
}

func TestCheckNamesTheOwner(t *testing.T) {
	other, lin := agent("a2", "小周"), agent("a1", "小林")
	rated := chat.Case{Number: 1, State: chat.StateClosed, Rating: &chat.Rated{Stars: 5}, RatedAt: start().Add(-time.Hour)}
	calm := sample(chat.StateAssigned)
	calm.SilentSince = time.Time{}
	for _, tc := range []struct {
		name  string
		c     chat.Case
		move  Move
		actor chat.Actor
		kind  fault.Kind
		text  string
	}{
		{"second accept is told who won", sample(chat.StateAssigned), Accept, other, fault.Conflict, "该会话已由小林接入"},
		{"accept again is told so", sample(chat.StateAssigned), Accept, lin, fault.Conflict, "您已接入该会话"},
		{"accept of a snoozed case", sample(chat.StateSnoozed), Accept, other, fault.Conflict, "该会话已由小林接入"},
		{"accept of what a colleague is asked", sample(chat.StateOffered), Accept, other, fault.Conflict, "该会话正在等待小林接入"},
		{"accept of who left the line", sample(chat.StateBot), Accept, other, fault.Conflict, "客户已不在排队中"},
		{"decline of what a colleague is asked", sample(chat.StateOffered), Decline, other, fault.Denied, "该会话没有派给您"},
		{"decline too late", sample(chat.StateWaiting), Decline, lin, fault.Conflict, "派单已失效，客户回到排队中"},
		{"decline of what a colleague got", sample(chat.StateAssigned), Decline, other, fault.Conflict, "该会话已由小林接入"},
		{"another agent may not reply", sample(chat.StateAssigned), Reply, other, fault.Denied, "该会话由小林负责"},
		{"a supervisor may not speak for the owner", sample(chat.StateAssigned), Reply, boss(), fault.Denied, "该会话由小林负责"},
		{"another agent may not close", sample(chat.StateAssigned), Close, other, fault.Denied, "该会话由小林负责"},
		{"nor transfer", sample(chat.StateSnoozed), Transfer, other, fault.Denied, "该会话由小林负责"},
		{"nor transfer what waits", sample(chat.StateWaiting), Transfer, other, fault.Denied, "该会话不由您负责"},
		{"nor make a ticket of it", sample(chat.StateAssigned), File, other, fault.Denied, "该会话由小林负责"},
		{"an agent may not assign", sample(chat.StateWaiting), Assign, lin, fault.Denied, "无权进行此操作"},
		{"nor whisper", sample(chat.StateAssigned), Whisper, other, fault.Denied, "无权进行此操作"},
		{"a customer may not accept", sample(chat.StateWaiting), Accept, customer(), fault.Denied, "无权进行此操作"},
		{"a customer may not vanish an agent", sample(chat.StateAssigned), Vanish, customer(), fault.Denied, "无权进行此操作"},
		{"asking under a human", sample(chat.StateAssigned), Ask, customer(), fault.Conflict, "人工客服小林正在为您服务"},
		{"asking while snoozed", sample(chat.StateSnoozed), Ask, customer(), fault.Conflict, "人工客服小林正在为您服务"},
		{"asking while offered", sample(chat.StateOffered), Ask, customer(), fault.Conflict, "您已在排队中，请稍候"},
		{"leaving no line", sample(chat.StateBot), Cancel, customer(), fault.Conflict, "当前不在排队中"},
		{"rating too early", sample(chat.StateAssigned), Rate, customer(), fault.Conflict, "会话结束后才能评价"},
		{"rating again too late", rated, Rate, customer(), fault.Conflict, "您已经评价过本次服务，谢谢"},
		{"a reply after the end", sample(chat.StateClosed), Reply, lin, fault.Conflict, "会话已结束"},
		{"a lapse too early", sample(chat.StateOffered), Lapse, system(), fault.Conflict, "接入时限未到"},
		{"a wake too early", sample(chat.StateSnoozed), Wake, system(), fault.Conflict, "暂缓时间未到"},
		{"silence of who has spoken", calm, Silence, system(), fault.Conflict, "坐席已回复客户"},
		{"the end of who waits for a word", sample(chat.StateAssigned), Expire, system(), fault.Conflict, "客户还在等坐席回复"},
		{"an alarm without a promise", sample(chat.StateWaiting), Alert, system(), fault.Conflict, "没有到期的承诺"},
		{"a whisper to nobody", sample(chat.StateWaiting), Whisper, boss(), fault.Conflict, "会话状态已变化，请刷新后再试"},
		{"a colleague may not invite", sample(chat.StateAssigned), Invite, other, fault.Denied, "该会话由小林负责"},
		{"nobody is invited to the bot", sample(chat.StateBot), Invite, boss(), fault.Conflict, "会话状态已变化，请刷新后再试"},
		{"a customer may not invite", sample(chat.StateAssigned), Invite, customer(), fault.Denied, "无权进行此操作"},
		{"who was not mentioned has nothing to look at", sample(chat.StateAssigned), Attend, other, fault.Conflict, "没有需要您查看的提醒"},
		{"an agent fills in no form", sample(chat.StateBot), Fill, lin, fault.Denied, "无权进行此操作"},
		{"an agent judges no answer", sample(chat.StateBot), Vote, lin, fault.Denied, "无权进行此操作"},
		{"nothing is judged before the first word", sample(""), Vote, customer(), fault.Conflict, "会话状态已变化，请刷新后再试"},
		{"an agent tells no news of the house", sample(chat.StateBot), News, lin, fault.Denied, "无权进行此操作"},
		{"the bot takes nothing back", sample(chat.StateBot), Recall, robot(), fault.Denied, "无权进行此操作"},
		{"nothing is taken back before the first word", sample(""), Recall, customer(), fault.Conflict, "会话状态已变化，请刷新后再试"},
		{"who helps may not move it", helped(), Transfer, other, fault.Denied, "该会话由小林负责"},
		{"nor invite others", helped(), Invite, other, fault.Denied, "该会话由小林负责"},
		{"a stranger makes no ticket of what is over", sample(chat.StateClosed), File, other, fault.Denied, "该会话不由您负责"},
		{"a move that is none", sample(chat.StateWaiting), "dance", boss(), fault.Denied, "无权进行此操作"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			err := Check(tc.c, tc.move, tc.actor, start())
			if !fault.Is(err, tc.kind) || fault.Text(err, "") != tc.text {
				t.Errorf("Check = %v (%s), want %s %q", err, fault.KindOf(err), tc.kind, tc.text)
			}
		})
	}
}

func TestCheckAllows(t *testing.T) {
	lin, other := agent("a1", "小林"), agent("a2", "小周")
	admin := boss()
	admin.Role = chat.RoleAdmin
	rated := chat.Case{Number: 1, State: chat.StateClosed, Rating: &chat.Rated{Stars: 1}, RatedAt: start().Add(-time.Minute)}
	ended, asked := sample(chat.StateClosed), sample(chat.StateBot)
	ended.Previous, asked.Mentioned = "a1", []chat.AgentID{"a2"}
	promised := sample(chat.StateWaiting)
	promised.Clocks = []chat.Clock{{What: chat.PromiseFirstReply, Due: start()}}
	for _, tc := range []struct {
		name  string
		c     chat.Case
		move  Move
		actor chat.Actor
		at    time.Time
	}{
		{"a colleague's note", sample(chat.StateAssigned), Note, other, start()},
		{"a note on the bot's case", sample(chat.StateBot), Note, boss(), start()},
		{"a pick from the line", sample(chat.StateWaiting), Accept, other, start()},
		{"the asked one accepts", sample(chat.StateOffered), Accept, lin, start()},
		{"also late, as long as nobody noticed", sample(chat.StateOffered), Accept, lin, start().Add(time.Hour)},
		{"a supervisor takes over", sample(chat.StateAssigned), Assign, boss(), start()},
		{"and from the bot", sample(chat.StateBot), Assign, admin, start()},
		{"a supervisor closes what waits", sample(chat.StateWaiting), Close, boss(), start()},
		{"and transfers it", sample(chat.StateOffered), Transfer, boss(), start()},
		{"and wakes it", sample(chat.StateSnoozed), Wake, boss(), start()},
		{"the owner speaks while snoozed", sample(chat.StateSnoozed), Reply, lin, start()},
		{"a lapse in time", sample(chat.StateOffered), Lapse, system(), start().Add(time.Minute)},
		{"a wake in time", sample(chat.StateSnoozed), Wake, system(), start().Add(time.Hour)},
		{"a slip in the rating is mended", rated, Rate, customer(), start()},
		{"an alarm in time", promised, Alert, system(), start()},
		{"the bot raises", sample(chat.StateWaiting), Raise, robot(), start()},
		{"who helps speaks", helped(), Reply, other, start()},
		{"and goes", helped(), Leave, other, start()},
		{"a supervisor invites", helped(), Invite, boss(), start()},
		{"a message is taken back after the end", sample(chat.StateClosed), Recall, customer(), start()},
		{"a form is filled in under a person", sample(chat.StateAssigned), Fill, customer(), start()},
		{"an answer is judged under a person", sample(chat.StateSnoozed), Vote, customer(), start()},
		{"an answer is judged after the end", sample(chat.StateClosed), Vote, customer(), start()},
		{"news of a ticket after the end", sample(chat.StateClosed), News, system(), start()},
		{"who had it makes a ticket after the end", ended, File, lin, start()},
		{"who was mentioned has looked", asked, Attend, other, start()},
		{"the customer files a ticket", sample(chat.StateWaiting), File, customer(), start()},
	} {
		t.Run(tc.name, func(t *testing.T) {
			if err := Check(tc.c, tc.move, tc.actor, tc.at); err != nil {
				t.Error(err)
			}
		})
	}
}

// TestCheckEveryActor asks for every state, move and actor: nobody but staff ever
// gets to own a case, and only owners and supervisors act in one that is owned.
func TestCheckEveryActor(t *testing.T) {
	actors := map[string]chat.Actor{
		"customer": customer(), "bot": robot(), "system": system(), "owner": agent("a1", "小林"), "colleague": agent("a2", "小周"), "boss": boss(),
		"nobody": {}, "agent without an id": {Kind: chat.Agent},
	}
	owns := map[Move]bool{Reply: true, Transfer: true, Snooze: true, Wake: true, Return: true, Close: true, Vow: true, File: true, Invite: true, Leave: true}
	for _, s := range allStates() {
		for _, m := range allMoves() {
			for name, a := range actors {
				err := Check(sample(s), m, a, start())
				if _, ok := Next(s, m); !ok && err == nil {
					t.Errorf("%s may %s in %q, which leads nowhere", name, m, s)
				}
				if err != nil {
					if k := fault.KindOf(err); k != fault.Conflict && k != fault.Denied {
						t.Errorf("%s, %s in %q: %v of kind %s", name, m, s, err, k)
					}
					continue
				}
				if Owned(s) && owns[m] && (name == "colleague" || name == "agent without an id" || name == "nobody") && m != File {
					t.Errorf("%s may %s what 小林 owns", name, m)
				}
				if (m == Accept || m == Assign) && a.Kind != chat.Agent {
					t.Errorf("%s may %s", name, m)
				}
			}
		}
	}
}

func TestCheckTargets(t *testing.T) {
	owned, waiting := sample(chat.StateAssigned), sample(chat.StateWaiting)
	waiting.Team = "trade"
	for name, tc := range map[string]struct {
		err  error
		text string // "" = allowed
	}{
		"a transfer to nobody":          {CheckTransfer(owned, "", ""), "请选择要转接的坐席或技能组"},
		"a transfer to oneself":         {CheckTransfer(owned, "", "a1"), "该会话已由小林负责"},
		"to the team it waits for":      {CheckTransfer(waiting, "trade", ""), "该会话已在这个技能组排队"},
		"to an agent of that team":      {CheckTransfer(waiting, "trade", "a2"), ""},
		"to another team":               {CheckTransfer(waiting, "security", ""), ""},
		"back to the team's line":       {CheckTransfer(owned, "", "a2"), ""},
		"an assignment to nobody":       {CheckTarget(owned, Assign, ""), "请选择坐席"},
		"an assignment to its owner":    {CheckTarget(owned, Assign, "a1"), "该会话已由小林负责"},
		"an assignment to a colleague":  {CheckTarget(owned, Assign, "a2"), ""},
		"a snooze until now":            {CheckSnooze(start(), start()), "提醒时间应晚于现在"},
		"a snooze of a month and a day": {CheckSnooze(start().Add(MaxSnooze+1), start()), "提醒时间最长为30天"},
		"a snooze of an hour":           {CheckSnooze(start().Add(time.Hour), start()), ""},
	} {
		t.Run(name, func(t *testing.T) {
			if got := fault.Text(tc.err, "?"); tc.err != nil && got != tc.text || tc.err == nil && tc.text != "" {
				t.Errorf("got %v, want %q", tc.err, tc.text)
			}
		})
	}
}

func TestCheckTogether(t *testing.T) {
	many := helped()
	for range maxHelpers {
		many.Helpers = append(many.Helpers, chat.Helper{ID: "x"})
	}
	lin, zhou, wu := agent("a1", "小林"), agent("a2", "小周"), agent("a3", "小吴")
	said := chat.Event{At: start(), From: lin, Payload: chat.Message{Text: "您好"}}
	gone := said
	gone.Recalled = true
	theirs := chat.Event{At: start(), From: customer(), Payload: chat.Message{Text: "在吗"}}
	for name, tc := range map[string]struct {
		err  error
		text string // "" = allowed
	}{
		"an invitation of nobody":          {CheckInvite(helped(), ""), "请选择同事"},
		"of the owner":                     {CheckInvite(helped(), "a1"), "该会话已由小林负责"},
		"of who is there":                  {CheckInvite(helped(), "a2"), "该同事已在会话中"},
		"of too many":                      {CheckInvite(many, "a3"), "一个会话最多邀请10位同事"},
		"of a colleague":                   {CheckInvite(helped(), "a3"), ""},
		"who helps goes":                   {CheckLeave(helped(), zhou, "a2"), ""},
		"the owner lets him go":            {CheckLeave(helped(), lin, "a2"), ""},
		"a supervisor lets him go":         {CheckLeave(helped(), boss(), "a2"), ""},
		"a stranger does not":              {CheckLeave(helped(), wu, "a2"), "该会话由小林负责"},
		"who is not there does not go":     {CheckLeave(helped(), wu, "a3"), "该同事不在会话中"},
		"one's own message":                {CheckRecall(said, lin, start().Add(RecallWithin)), ""},
		"one's own message, late":          {CheckRecall(said, lin, start().Add(RecallWithin+1)), "消息发出已超过2分钟，无法撤回"},
		"a colleague's message":            {CheckRecall(said, zhou, start()), "只能撤回自己发送的消息"},
		"a customer's message by an agent": {CheckRecall(theirs, lin, start()), "只能撤回自己发送的消息"},
		"a customer's own":                 {CheckRecall(theirs, customer(), start()), ""},
		"a message taken back":             {CheckRecall(gone, lin, start()), "消息已撤回"},
		"a note":                           {CheckRecall(chat.Event{From: lin, Payload: chat.Note{}}, lin, start()), "只能撤回消息"},
	} {
		if got := fault.Text(tc.err, "?"); tc.err != nil && got != tc.text || tc.err == nil && tc.text != "" {
			t.Errorf("%s: %v, want %q", name, tc.err, tc.text)
		}
	}
}
