package bot

import (
	"strings"
	"testing"
	"time"

	"yiwen/bot/chat"
	"yiwen/bot/fault"
	"yiwen/handoff"
	"yiwen/knowledge"
)

var boss = chat.Actor{Kind: chat.Agent, ID: "boss", Name: "王主管", Role: chat.RoleSupervisor}

// staffed gives r teams: trade takes what names none, security the urgent lane.
func staffed(t *testing.T, r *room) {
	t.Helper()
	hours := handoff.Hours{Calendar: &handoff.Calendar{Zone: time.UTC}}
	targets := handoff.Promises{Standard: handoff.Targets{FirstReply: 5 * time.Minute, Solution: 30 * time.Minute}}
	teams, err := handoff.NewTeams([]handoff.Team{
		{ID: "trade", Name: "交易客服", Hours: hours, Promises: targets},
		{ID: "security", Name: "安全客服", Hours: hours, Promises: targets, Urgent: true},
	}, "trade")
	if err != nil {
		t.Fatal(err)
	}
	c := *r.Content()
	c.Teams = teams
	r.Activate(&c)
}

func (r *room) clock(m handoff.Move, l handoff.Limits) error {
	_, err := r.Do(r.t.Context(), Command{Conversation: conv, From: system, Action: Due{m, l, r.state().Case.Number}})
	return err
}

func (r *room) offerTo(a chat.Actor, d time.Duration) {
	r.t.Helper()
	_, err := r.Do(r.t.Context(), Command{Conversation: conv, From: system, Action: Offer{
		Agent: chat.AgentID(a.ID), Name: a.Name, Until: r.now.Add(d), Number: r.state().Case.Number,
	}})
	if err != nil {
		r.t.Fatal(err)
	}
}

// refuse fails unless the command is refused with an error of kind k.
func (r *room) refuse(from chat.Actor, a Action, k fault.Kind) {
	r.t.Helper()
	if _, err := r.Do(r.t.Context(), r.command(from, a)); !fault.Is(err, k) {
		r.t.Errorf("%T of %s: %v, want %s", a, from.ID, err, k)
	}
}

func TestOfferIsTakenByTheAskedAgent(t *testing.T) {
	r := newRoom(t, NewMemoryLog())
	staffed(t, r)
	r.do(customer, Human{})
	r.offerTo(lin, time.Minute)
	r.refuse(zhou, Accept{}, fault.Conflict)
	r.refuse(zhou, Decline{"忙"}, fault.Denied)
	r.do(customer, Say{Text: "怎么退款"}) // the bot goes on helping
	if got := r.last(); got != "bot: 在订单里点退款。" {
		t.Errorf("while it is offered: %q", got)
	}
	r.do(lin, Decline{"忙"})
	r.offerTo(zhou, time.Minute)
	r.do(zhou, Accept{})
	if k := r.state().Case; k.Agent != "agent2" || k.State != chat.StateAssigned || len(k.Clocks) != 2 {
		t.Errorf("case = %+v", k)
	}
}

func TestLapseOnlyWhenDue(t *testing.T) {
	r := newRoom(t, NewMemoryLog())
	staffed(t, r)
	r.do(customer, Human{})
	r.offerTo(lin, time.Minute)
	if err := r.clock(handoff.Lapse, handoff.Limits{}); !fault.Is(err, fault.Conflict) {
		t.Errorf("before its time: %v", err)
	}
	r.now = r.now.Add(time.Minute)
	if err := r.clock(handoff.Lapse, handoff.Limits{}); err != nil {
		t.Fatal(err)
	}
	if k := r.state().Case; k.State != chat.StateWaiting || len(k.Passed) != 1 {
		t.Errorf("case = %+v", k)
	}
}

func TestTransferTellsTheCustomer(t *testing.T) {
	r := newRoom(t, NewMemoryLog())
	staffed(t, r)
	r.do(customer, Human{})
	r.do(lin, Accept{})
	r.refuse(lin, Transfer{Team: "nowhere"}, fault.Invalid)
	r.refuse(lin, Transfer{}, fault.Invalid)
	r.refuse(zhou, Transfer{Team: "security"}, fault.Denied)
	r.do(lin, Transfer{Team: "security", Note: "疑似盗号"})
	k := r.state().Case
	if k.State != chat.StateWaiting || k.Team != "security" || len(k.Bonuses) != 2 || k.Agent != "" {
		t.Errorf("case = %+v", k)
	}
	if got := r.said(chat.Bot); !strings.Contains(got, "安全客服") {
		t.Errorf("the customer is told %q", got)
	}
}

// said is the newest message of an actor of kind k.
func (r *room) said(k chat.ActorKind) string {
	r.t.Helper()
	events, err := r.log.Events(r.t.Context(), conv, 0, 1000)
	if err != nil {
		r.t.Fatal(err)
	}
	text := ""
	for _, e := range events {
		if m, ok := e.Payload.(chat.Message); ok && e.From.Kind == k {
			text = m.Text
		}
	}
	return text
}

func TestSupervisorsAssign(t *testing.T) {
	r := newRoom(t, NewMemoryLog())
	staffed(t, r)
	r.do(customer, Say{Text: "怎么退款"})
	r.refuse(lin, Assign{"agent1", "小林"}, fault.Denied)
	r.do(boss, Assign{"agent1", "小林"})
	if k := r.state().Case; k.Agent != "agent1" || len(k.Clocks) != 2 {
		t.Errorf("without a line: %+v", k)
	}
	r.do(boss, Assign{"boss", "王主管"})
	r.refuse(boss, Assign{"boss", "王主管"}, fault.Conflict)
	r.refuse(lin, Say{Text: "我还在"}, fault.Denied)
	r.do(boss, Say{Text: "您好"})
}

func TestSnoozedCaseIsSilentUntilItWakes(t *testing.T) {
	r := newRoom(t, NewMemoryLog())
	staffed(t, r)
	r.do(customer, Human{})
	r.do(lin, Accept{})
	r.do(lin, Say{Text: "明天答复您"})
	r.refuse(lin, Snooze{r.now.Add(-time.Hour)}, fault.Invalid)
	r.do(lin, Snooze{r.now.Add(time.Hour)})
	before := r.said(chat.Bot)
	r.now = r.now.Add(time.Hour)
	if err := r.clock(handoff.Wake, handoff.Limits{}); err != nil {
		t.Fatal(err)
	}
	r.do(lin, Snooze{r.now.Add(time.Hour)})
	r.do(customer, Say{Text: "怎么退款"})
	if k := r.state().Case; k.State != chat.StateAssigned || r.said(chat.Bot) != before {
		t.Errorf("the bot talks over a snooze: %q, %+v", r.said(chat.Bot), k)
	}
}

// TestBrokenPromiseIsToldByTheHouse: the bot does not talk over a person.
func TestBrokenPromiseIsToldByTheHouse(t *testing.T) {
	r := newRoom(t, NewMemoryLog())
	staffed(t, r)
	r.do(customer, Human{})
	r.now = r.now.Add(4 * time.Minute)
	if err := r.clock(handoff.Alert, handoff.Limits{}); err != nil {
		t.Fatal(err)
	}
	if got := r.said(chat.System); got != "" {
		t.Errorf("of a reminder the customer is told %q", got)
	}
	r.now = r.now.Add(time.Minute)
	if err := r.clock(handoff.Alert, handoff.Limits{}); err != nil {
		t.Fatal(err)
	}
	if got := r.said(chat.System); got != DefaultReplies().Overdue.First() {
		t.Errorf("of a breach the customer is told %q", got)
	}
	k := r.state().Case
	if len(k.Bonuses) != 1 || k.Bonuses[0].Why != chat.BonusOverdue {
		t.Errorf("stands where it stood: %+v", k.Bonuses)
	}
	r.do(lin, Accept{})
	r.do(lin, Say{Text: "我10分钟后回复您"})
	if k = r.state().Case; len(k.Clocks) != 3 {
		t.Fatalf("the agent's own promise is not kept: %+v", k.Clocks)
	}
	said := r.said(chat.Bot)
	r.now = r.now.Add(10 * time.Minute)
	if err := r.clock(handoff.Alert, handoff.Limits{}); err != nil {
		t.Fatal(err)
	}
	if r.said(chat.Bot) != said {
		t.Error("the bot talks over a person")
	}
}

// TestSilentAgentLosesTheCase, but not for a word that came in between.
func TestSilentAgentLosesTheCase(t *testing.T) {
	r := newRoom(t, NewMemoryLog())
	staffed(t, r)
	limits := handoff.Limits{Silence: 2 * time.Minute, BotIdle: time.Hour}
	r.do(customer, Human{})
	r.do(lin, Accept{})
	r.now = r.now.Add(2 * time.Minute)
	r.do(lin, Say{Text: "您好"})
	r.do(customer, Say{Text: "在吗"})
	if err := r.clock(handoff.Silence, limits); !fault.Is(err, fault.Conflict) {
		t.Errorf("a case whose agent just spoke: %v", err)
	}
	r.now = r.now.Add(2 * time.Minute)
	if err := r.clock(handoff.Silence, limits); err != nil {
		t.Fatal(err)
	}
	if got := r.said(chat.Bot); got != DefaultReplies().AgentSilent.First() {
		t.Errorf("the bot says %q", got)
	}
	r.now = r.now.Add(time.Hour)
	if err := r.clock(handoff.Expire, limits); err != nil {
		t.Fatal(err)
	}
	if k := r.state().Case; k.State != chat.StateClosed || k.Reason != "" {
		t.Errorf("case = %+v", k)
	}
}

func TestUrgentTeamTakesTheUrgentLane(t *testing.T) {
	r := newRoom(t, NewMemoryLog())
	staffed(t, r)
	next := *r.Content()
	next.Entries = map[string]knowledge.Entry{"refund-how": testEntries["refund-how"]}
	e := next.Entries["refund-how"]
	e.Team = "security"
	next.Entries["refund-how"] = e
	r.Activate(&next)
	r.do(customer, Say{Text: "怎么退款"})
	r.do(customer, Human{})
	if k := r.state().Case; k.Team != "security" || k.Severity != chat.SeverityUrgent || !k.LineAt.Before(k.WaitingSince.Add(-40*time.Minute)) {
		t.Errorf("case = %+v", k)
	}
}
