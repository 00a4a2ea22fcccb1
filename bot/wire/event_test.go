package wire

import (
	"strings"
	"testing"
	"time"

	"yiwen/bot/chat"
)

func message(from chat.Actor) chat.Event {
	return chat.Event{
		Conversation: "0123456789abcdef0123456789abcdef", Seq: 2, At: time.UnixMilli(1795305600123), Case: 1,
		From: from, CID: "cid-secret", Payload: chat.Message{Text: "请提供订单号。", Re: 1}, Trace: []byte(`{"rung":"faq"}`),
	}
}

func recalled(from chat.Actor) chat.Event {
	e := message(from)
	e.Recalled = true
	return e
}

func TestAppendEventReaders(t *testing.T) {
	customer := chat.Actor{Kind: chat.Customer, ID: "visitor-secret"}
	agent1 := chat.Actor{Kind: chat.Agent, ID: "agent1", Name: "小陈"}
	agent2 := chat.Actor{Kind: chat.Agent, ID: "agent2", Name: "小李"}
	of := func(from chat.Actor, p chat.Payload) chat.Event {
		e := message(from)
		e.Payload = p
		return e
	}
	for name, tc := range map[string]struct {
		event     chat.Event
		reader    chat.Actor
		has, hasn []string
	}{
		"customer sees own cid":            {message(customer), customer, []string{"cid-secret"}, []string{"visitor-secret", "trace"}},
		"agent sees no customer's cid":     {message(customer), agent1, []string{"trace"}, []string{"cid-secret", "visitor-secret"}},
		"agent sees own cid":               {message(agent1), agent1, []string{"cid-secret", "小陈", `"id":"agent1"`}, nil},
		"agent sees whose message it is":   {message(agent1), agent2, []string{`"id":"agent1"`}, []string{"cid-secret"}},
		"customer's files have an address": {of(customer, chat.Message{Attachments: []chat.Attachment{{ID: "a/../b"}}}), agent1, []string{`"url":"/files/a%2F..%2Fb"`}, nil},
		"recalled, for the customer":       {recalled(customer), customer, []string{`"recalled":true`, `"text":""`}, []string{"请提供订单号"}},
		"recalled, for staff":              {recalled(customer), agent1, []string{`"recalled":true`, "请提供订单号"}, nil},
		"invitation is for staff":          {of(agent1, chat.Invited{Agent: "小李", AgentID: "agent2"}), customer, []string{`"kind":"hidden"`}, []string{"小李", "agent2"}},
		"agent sees no colleague's cid":    {message(agent1), agent2, []string{"小陈"}, []string{"cid-secret"}},
		"customer sees no agent's cid":     {message(agent1), customer, []string{"小陈"}, []string{"cid-secret", "agent1"}},
		"note is hidden from customers":    {of(agent1, chat.Note{Text: "内部"}), customer, []string{`"kind":"hidden"`, `"system"`}, []string{"内部", "小陈", "cid-secret"}},
		"note is shown to staff":           {of(agent1, chat.Note{Text: "内部"}), agent2, []string{`"kind":"note"`, "内部"}, nil},
		"detail is hidden from customers":  {of(chat.Actor{Kind: chat.System}, chat.Handoff{Reason: chat.ReasonMood, Detail: &chat.HandoffDetail{Evidence: []string{"骗子"}}}), customer, []string{"mood"}, []string{"骗子", "detail"}},
		"summary is hidden from customers": {of(agent1, chat.Closed{By: chat.Agent, Summary: chat.Summary{Text: "内部"}}), customer, []string{"closed"}, []string{"内部"}},
		"payload without fields":           {of(agent1, chat.Returned{}), customer, []string{`"kind":"returned"}`}, nil},
	} {
		t.Run(name, func(t *testing.T) {
			b, err := AppendEvent(nil, tc.event, tc.reader)
			if err != nil {
				t.Fatal(err)
			}
			if !valid(b) {
				t.Fatalf("not strict JSON: %s", b)
			}
			for _, s := range tc.has {
				if !strings.Contains(string(b), s) {
					t.Errorf("lacks %s: %s", s, b)
				}
			}
			for _, s := range tc.hasn {
				if strings.Contains(string(b), s) {
					t.Errorf("shows %s: %s", s, b)
				}
			}
		})
	}
}

func TestAppendEventSurvivesBadRows(t *testing.T) {
	e := message(chat.Actor{Kind: chat.Bot})
	e.Payload = chat.Message{Text: "a\xff\x00b"}
	e.Trace = []byte(`{"cut off`)
	b, err := AppendEvent([]byte("before"), e, chat.Actor{Kind: chat.Agent})
	if err != nil {
		t.Fatal(err)
	}
	if s := strings.TrimPrefix(string(b), "before"); !valid([]byte(s)) || strings.Contains(s, "trace") {
		t.Errorf("got %s", s)
	}
}

// The two frames that every turn sends must not cost the collector anything.
func TestHotFramesDoNotAllocate(t *testing.T) {
	e := message(chat.Actor{Kind: chat.Bot})
	e.CID = ""
	reader := chat.Actor{Kind: chat.Customer}
	buf := make([]byte, 0, 1024)
	if n := testing.AllocsPerRun(100, func() { buf = AppendAck(buf[:0], "01HZX3V6E1", 7) }); n > 0 {
		t.Errorf("ack: %v allocations", n)
	}
	if n := testing.AllocsPerRun(100, func() { buf, _ = AppendEvent(buf[:0], e, reader) }); n > 0 {
		t.Errorf("event: %v allocations", n)
	}
}

func BenchmarkAppendEvent(b *testing.B) {
	e, reader := message(chat.Actor{Kind: chat.Bot}), chat.Actor{Kind: chat.Customer}
	buf := make([]byte, 0, 1024)
	b.ReportAllocs()
	for b.Loop() {
		buf, _ = AppendEvent(buf[:0], e, reader)
	}
}
