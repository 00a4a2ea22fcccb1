package chat

import (
	"encoding/json"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

// payloads has one of each kind, every field filled.
func payloads() map[Kind]Payload {
	yes := true
	bonuses := []Bonus{{BonusUrgent, 45}}
	return map[Kind]Payload{
		KindMessage: Message{
			Text: "您好", Choices: []Choice{{"k", "退款"}}, Re: 3, Choice: "k",
			Attachments: []Attachment{{"0af", "图.png", "image/png", 12, 3, 4}}, Ticket: "WO2027031000017",
			Card: &Card{CardOrder, "XK1", "月卡", "https://shop.example/1", "https://shop.example/1.png", "¥1", "已付款", []CardLine{{"时间", "昨天"}}},
			Form: &Form{FormTicket, "留言", []Field{{"story", "经过", FieldText, true, "没到账", "说说看", []string{"重启"}}}},
		},
		KindHandoff: Handoff{ReasonMood, "trade", MoodHandoff, SeverityHigh, bonuses, &HandoffDetail{"r", 0.9, []string{"机密"}}, "a9", "WO2027031000017"},
		KindOffered: Offered{"小林", "a1", 1700000000123, "机密"}, KindDeclined: Declined{"a1", "机密", true},
		KindAssigned: Assigned{"小林", "a1"}, KindTransferred: Transferred{"trade", "小周", "a2", "机密", bonuses},
		KindRaised: Raised{MoodUneasy, SeverityUrgent, bonuses, &HandoffDetail{"", 0.5, []string{"机密"}}}, KindSnoozed: Snoozed{1700000000123}, KindWoken: Woken{},
		KindReturned: Returned{ReturnedSilence}, KindClosed: Closed{Agent, Summary{"refund", &yes, []string{"老客户"}, "机密"}},
		KindRated: Rated{5, &yes, []string{"快"}, "谢谢"}, KindNote: Note{"机密", []AgentID{"a2"}, true}, KindWhisper: Whisper{"机密"},
		KindPromise: Promise{PromiseOwn, 1700000000123, 1700000000100, "机密"}, KindAlarm: Alarm{PromiseFirstReply, AlarmBreach},
		KindTicketed: Ticketed{"WO2027031000017"}, KindRecalled: Recalled{3, true}, KindInvited: Invited{"小周", "a2", true},
		KindAttended: Attended{}, KindFilled: Filled{3, FormTicket, map[string]string{"story": "没到账"}, []Attachment{{"0af", "图.png", "image/png", 12, 3, 4}}, []string{"story"}},
		KindVoted: Voted{3, true},
	}
}

func TestPayloadsRoundTrip(t *testing.T) {
	for k, p := range payloads() {
		t.Run(string(k), func(t *testing.T) {
			if p.Kind() != k {
				t.Fatalf("is of kind %s", p.Kind())
			}
			b, err := Encode(p)
			if err != nil {
				t.Fatal(err)
			}
			got, err := Decode(k, b)
			if err != nil {
				t.Fatal(err)
			}
			if d := cmp.Diff(p, got); d != "" {
				t.Errorf("(-want +got):\n%s", d)
			}
		})
	}
	for _, k := range []Kind{"", KindHidden, "dance"} {
		if p, err := Decode(k, []byte("{}")); err == nil {
			t.Errorf("kind %q decoded to %v", k, p)
		}
	}
}

// TestCustomersSee says what is left of each kind for customers.
func TestCustomersSee(t *testing.T) {
	hidden := map[Kind]bool{
		KindOffered: true, KindDeclined: true, KindRaised: true, KindSnoozed: true, KindWoken: true, KindNote: true, KindWhisper: true,
		KindInvited: true, KindAttended: true,
	}
	for k, p := range payloads() {
		t.Run(string(k), func(t *testing.T) {
			e := Event{Seq: 7, Case: 1, From: Actor{Kind: Agent, ID: "boss", Name: "王主管", Role: RoleSupervisor}, CID: "x", Payload: p, Trace: []byte(`"机密"`)}
			got := e.For(Customer)
			if (got.Payload.Kind() == KindHidden) != hidden[k] {
				t.Fatalf("shown as %s", got.Payload.Kind())
			}
			b, err := json.Marshal(got)
			if err != nil {
				t.Fatal(err)
			}
			for _, secret := range []string{"机密", "boss", `"a1"`, `"a2"`, "supervisor", "bonuses", "severity", "小周"} {
				if strings.Contains(string(b), secret) {
					t.Errorf("shows %s: %s", secret, b)
				}
			}
			if got.Seq != 7 || got.Case != 1 {
				t.Errorf("lost its place: %+v", got)
			}
			if d := cmp.Diff(p, e.For(Agent).Payload); d != "" || e.For(Agent).From.Role != "" {
				t.Errorf("staff see something else:\n%s", d)
			}
		})
	}
	gone := Event{Payload: Message{Text: "机密", Attachments: []Attachment{{ID: "0af"}}}, Recalled: true}
	if d := cmp.Diff(Message{Recalled: true}, gone.For(Customer).Payload); d != "" {
		t.Errorf("a message that was taken back (-want +got):\n%s", d)
	}
	if d := cmp.Diff(gone.Payload, gone.For(Agent).Payload); d != "" {
		t.Errorf("staff see of it (-want +got):\n%s", d)
	}
	reminder := Event{Payload: Alarm{PromiseOwn, AlarmRemind}}
	if k := reminder.For(Customer).Payload.Kind(); k != KindHidden {
		t.Errorf("a reminder is shown as %s", k)
	}
	given := Event{From: Actor{Kind: Agent, ID: "boss", Name: "王主管", Role: RoleSupervisor}, Payload: Assigned{"小林", "a1"}}
	if n := given.For(Customer).From.Name; n != "小林" {
		t.Errorf("the agent presents himself as %s", n)
	}
}

func TestSummaryForms(t *testing.T) {
	no := false
	for name, tc := range map[string]struct {
		json string
		want Summary
	}{
		"nothing":          {`{"by":"agent"}`, Summary{}},
		"as it once was":   {`{"by":"agent","summary":"已补单"}`, Summary{Text: "已补单"}},
		"with more to say": {`{"by":"agent","summary":{"class":"refund","solved":false,"tags":["急"]}}`, Summary{Class: "refund", Solved: &no, Tags: []string{"急"}}},
	} {
		t.Run(name, func(t *testing.T) {
			p, err := Decode(KindClosed, []byte(tc.json))
			if err != nil {
				t.Fatal(err)
			}
			if d := cmp.Diff(Closed{By: Agent, Summary: tc.want}, p); d != "" {
				t.Errorf("(-want +got):\n%s", d)
			}
			if b, err := Encode(p); err != nil || string(b) != tc.json {
				t.Errorf("written again: %s, %v", b, err)
			}
		})
	}
	if p, err := Decode(KindClosed, []byte(`{"summary":[1]}`)); err == nil {
		t.Errorf("a list decoded to %v", p)
	}
}

func TestClockNext(t *testing.T) {
	at := time.Date(2027, 3, 10, 6, 0, 0, 0, time.UTC)
	for name, tc := range map[string]struct {
		c    Clock
		want time.Time
		step AlarmStep
	}{
		"the reminder first": {Clock{Due: at.Add(5), Remind: at.Add(4)}, at.Add(4), AlarmRemind},
		"then the breach":    {Clock{Due: at.Add(5), Remind: at.Add(4), Reminded: true}, at.Add(5), AlarmBreach},
		"no reminder":        {Clock{Due: at.Add(5)}, at.Add(5), AlarmBreach},
		"once broken":        {Clock{Due: at, Breached: true}, time.Time{}, ""},
		"once met":           {Clock{Due: at, Met: at}, time.Time{}, ""},
	} {
		if got, step := tc.c.Next(); !got.Equal(tc.want) || step != tc.step {
			t.Errorf("%s: %v %s, want %v %s", name, got, step, tc.want, tc.step)
		}
	}
}
