package main

import (
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/prometheus/client_golang/prometheus"

	"yiwen/bot"
	"yiwen/bot/chat"
	"yiwen/bot/server/store"
	"yiwen/handoff/ticket"
)

// night is a customer of the demo shop, on a real store, with a clock.
type night struct {
	t       *testing.T
	path    string
	store   *store.Store
	service *bot.Service
	now     time.Time
	cid     int
}

func (n *night) open() {
	n.t.Helper()
	s, err := store.Open(n.t.Context(), store.Options{Path: n.path})
	if err != nil {
		n.t.Fatal(err)
	}
	n.store = s
	n.service = bot.NewService(bot.Options{
		Log: s, Tickets: s, Wakes: wakeless{}, Content: demoContent(n.t), Registerer: prometheus.NewRegistry(), Clock: func() time.Time { return n.now },
	})
}

func (n *night) do(from chat.Actor, a bot.Action) {
	n.t.Helper()
	n.now = n.now.Add(time.Minute)
	n.cid++
	c := bot.Command{Conversation: "0af", From: from, CID: chat.ClientID(fmt.Sprint(n.cid)), Action: a}
	if from.Kind == chat.Customer {
		c.Site, c.Visitor = "default", "v1"
	}
	if _, err := n.service.Do(n.t.Context(), c); err != nil {
		n.t.Fatalf("%T: %v", a, err)
	}
}

// last is the newest message of the house.
func (n *night) last() (seq chat.Seq, m chat.Message) {
	n.t.Helper()
	events, err := n.store.Events(n.t.Context(), "0af", 0, 1000)
	if err != nil {
		n.t.Fatal(err)
	}
	for _, e := range slices.Backward(events) {
		if m, ok := e.Payload.(chat.Message); ok && e.From.Kind != chat.Customer {
			return e.Seq, m
		}
	}
	return 0, m
}

// TestNightTicketLeadsToItsOwner walks one matter from half past midnight, when nobody
// of the product team is there, over a restart to the agent who took the ticket.
func TestNightTicketLeadsToItsOwner(t *testing.T) {
	n := &night{t: t, path: filepath.Join(t.TempDir(), "night.db"), now: time.Date(2027, 3, 9, 16, 30, 0, 0, time.UTC)}
	n.open()
	who := chat.Actor{Kind: chat.Customer, ID: "v1"}
	n.do(who, bot.Say{Text: "话费充了100块到现在没到账，订单号XK2703091234567"})
	n.do(who, bot.Say{Text: "转人工"})
	of, m := n.last()
	number := ticket.Number(m.Ticket)
	if number == "" || m.Form == nil || !strings.Contains(m.Text, "今天 08:00") {
		t.Fatalf("at night the bot says %+v", m)
	}
	tk, err := n.store.Ticket(t.Context(), number)
	if err != nil || tk.Team != "product" || tk.Info.OrderNo == "" || tk.Info.Amount == "" || !strings.Contains(tk.Info.Story, "没到账") || len(tk.Entries) != 1 {
		t.Fatalf("ticket %+v, %v", tk, err)
	}
	n.do(who, bot.Fill{Of: of, Values: map[string]string{"story": "号码没填错，运营商也查不到"}})
	if err := n.store.Close(); err != nil {
		t.Fatal(err)
	}
	n.open()
	defer n.store.Close()
	n.now = time.Date(2027, 3, 10, 1, 0, 0, 0, time.UTC)
	lin := chat.Actor{Kind: chat.Agent, ID: "agent1", Name: "小林"}
	for _, e := range []ticket.Entry{{Move: ticket.Take, Owner: "agent1", Name: "小林"}, {Move: ticket.Tell, Text: "已向供应商核实，今天内补上"}} {
		e.At, e.By = n.now, lin
		if tk, err = n.store.ChangeTicket(t.Context(), number, func(ticket.Ticket) (ticket.Entry, error) { return e, nil }); err != nil {
			t.Fatal(err)
		}
	}
	if len(tk.Entries) != 4 || tk.Entries[1].Move != ticket.Add || !strings.Contains(tk.Entries[1].Text, "运营商") {
		t.Errorf("entries = %+v", tk.Entries)
	}
	n.do(who, bot.Say{Text: "昨晚的" + string(number) + "有结果了吗"})
	of, m = n.last()
	if !strings.Contains(m.Text, "处理中") || !strings.Contains(m.Text, "今天内补上") || len(m.Choices) != 1 {
		t.Fatalf("of his ticket the customer is told %+v", m)
	}
	n.do(who, bot.Choose{Of: of, Key: m.Choices[0].Key})
	c, _, err := n.store.Load(t.Context(), "0af")
	if err != nil || c.Case.Wanted != "agent1" || c.Case.State != chat.StateWaiting || c.Case.Ticket != string(number) {
		t.Errorf("case %+v, %v", c.Case, err)
	}
}
