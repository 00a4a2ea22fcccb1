package ticket

import (
	"encoding/json"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"yiwen/bot/chat"
	"yiwen/bot/fault"
)

func start() time.Time { return time.Date(2027, 3, 10, 6, 0, 0, 0, time.UTC) }

func moves() []Move {
	return []Move{Open, Take, Note, Tell, Ask, Add, Solve, Confirm, Reopen, Close, Expire}
}

func lin() chat.Actor  { return chat.Actor{Kind: chat.Agent, ID: "a1", Name: "小林"} }
func zhou() chat.Actor { return chat.Actor{Kind: chat.Agent, ID: "a2", Name: "小周"} }
func boss() chat.Actor {
	return chat.Actor{Kind: chat.Agent, ID: "b", Name: "王主管", Role: chat.RoleSupervisor}
}
func visitor() chat.Actor { return chat.Actor{Kind: chat.Customer, ID: "v1"} }
func clock() chat.Actor   { return chat.Actor{Kind: chat.System} }

// TestNextEveryPair holds every (state, move) pair against the documented table.
func TestNextEveryPair(t *testing.T) {
	b, err := os.ReadFile("state.go")
	if err != nil {
		t.Fatal(err)
	}
	rows := 0
	for line := range strings.Lines(string(b)) {
		cells := strings.Fields(strings.TrimPrefix(line, "//\t"))
		if !strings.HasPrefix(line, "//\t") || len(cells) != 1+len(all()) || cells[0] == "move" {
			continue
		}
		rows++
		for i, s := range all() {
			want, possible := State(cells[1+i]), cells[1+i] != "-"
			if !possible {
				want = s
			}
			if got, ok := Next(s, Move(cells[0])); got != want || ok != possible {
				t.Errorf("Next(%q, %s) = %q, %v; the table says %q", s, cells[0], got, ok, cells[1+i])
			}
		}
	}
	if rows != len(moves()) {
		t.Errorf("the table has %d rows for %d moves", rows, len(moves()))
	}
	if s, ok := Next("lost", Take); ok || s != "lost" {
		t.Errorf("a state of another program: %q", s)
	}
}

// after is a ticket to which those things happened, an hour apart.
func after(steps ...Entry) Ticket {
	t, at := Ticket{Number: "WO1", Visitor: "v1", Phone: "138 0013-8000"}, start()
	for _, e := range steps {
		e.At = at
		t = Fold(t, e)
		at = at.Add(time.Hour)
	}
	return t
}

func opened() Entry { return Entry{By: visitor(), Move: Open, Text: "没到账"} }
func taken() Entry  { return Entry{By: lin(), Move: Take, Owner: "a1", Name: "小林"} }
func solved() Entry { return Entry{By: lin(), Move: Solve, Text: "已补发"} }

func TestCheck(t *testing.T) {
	doing, done := after(opened(), taken()), after(opened(), taken(), solved())
	closed := after(opened(), taken(), solved(), Entry{By: visitor(), Move: Confirm})
	for _, tc := range []struct {
		name string
		t    Ticket
		m    Move
		a    chat.Actor
		in   time.Duration // since the start
		text string        // "" = allowed
	}{
		{"a customer opens", Ticket{}, Open, visitor(), 0, ""},
		{"an agent of any team takes", after(opened()), Take, zhou(), 0, ""},
		{"an agent solves what nobody has", after(opened()), Solve, lin(), 0, "请先领取工单"},
		{"an agent ends what nobody has", after(opened()), Close, lin(), 0, "请先领取工单"},
		{"an agent solves a colleague's", doing, Solve, zhou(), 0, "该工单由小林负责"},
		{"a supervisor ends it", doing, Close, boss(), 0, ""},
		{"the owner asks", doing, Ask, lin(), 0, ""},
		{"a colleague writes a note", doing, Note, zhou(), 0, ""},
		{"a customer writes a note", doing, Note, visitor(), 0, "无权进行此操作"},
		{"a customer solves", doing, Solve, visitor(), 0, "无权进行此操作"},
		{"an agent agrees for the customer", done, Confirm, lin(), 0, "无权进行此操作"},
		{"the customer agrees", done, Confirm, visitor(), 0, ""},
		{"the customer agrees too early", doing, Confirm, visitor(), 0, "工单正在处理中"},
		{"the clock ends it too early", done, Expire, clock(), 3 * time.Hour, "工单未到自动关闭时间"},
		{"the clock ends it", done, Expire, clock(), Objection + 3*time.Hour, ""},
		{"an agent expires it", done, Expire, lin(), Objection + 3*time.Hour, "无权进行此操作"},
		{"the customer objects", done, Add, visitor(), 0, ""},
		{"the customer adds to a closed one", closed, Add, visitor(), 0, "工单已关闭，如问题未解决请重新打开工单"},
		{"and reopens it", closed, Reopen, visitor(), 0, ""},
		{"a year later", closed, Reopen, visitor(), 365 * 24 * time.Hour, "工单关闭已超过30天，请新建工单"},
		{"one that does not exist", Ticket{}, Add, visitor(), 0, "工单不存在"},
		{"one that exists is opened", doing, Open, visitor(), 0, "工单已存在"},
		{"a closed one is taken", closed, Take, lin(), 0, "工单已关闭"},
		{"a solved one is taken", done, Take, lin(), 0, "工单已解决，如需继续处理请重新打开"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			err := Check(tc.t, tc.m, tc.a, start().Add(tc.in))
			if got := fault.Text(err, "?"); err != nil && got != tc.text || err == nil && tc.text != "" {
				t.Errorf("got %v, want %q", err, tc.text)
			}
		})
	}
}

func TestFold(t *testing.T) {
	tk := after(opened(), taken(), Entry{By: zhou(), Move: Note, Text: "机密"}, solved(), Entry{By: visitor(), Move: Add, Text: "还是没到"})
	if tk.State != StateReopened || tk.Reopened != 1 || tk.Owner != "a1" || !tk.SolvedAt.IsZero() || len(tk.Entries) != 5 || !tk.CreatedAt.Equal(start()) {
		t.Errorf("ticket: %+v", tk)
	}
	if k := after(opened(), Entry{By: zhou(), Move: Note}); !k.ChangedAt.Equal(start()) {
		t.Errorf("a note shows as a change at %v", k.ChangedAt)
	}
	tk.DueAt = start().Add(time.Hour)
	if !tk.Overdue(start().Add(2*time.Hour)) || tk.Overdue(start()) || after(opened(), taken(), solved()).Overdue(start().Add(99*time.Hour)) {
		t.Error("overdue is wrong")
	}
}

func TestForCustomers(t *testing.T) {
	tk := after(opened(), taken(), Entry{By: lin(), Move: Note, Text: "机密"}, Entry{By: lin(), Move: Tell, Text: "在查"})
	b, err := json.Marshal(tk.For(chat.Customer))
	if err != nil {
		t.Fatal(err)
	}
	for _, secret := range []string{"机密", "a1", "8000", "v1"} {
		if strings.Contains(string(b), secret) {
			t.Errorf("shows %s: %s", secret, b)
		}
	}
	if !strings.Contains(string(b), "在查") || !strings.Contains(string(b), "小林") {
		t.Errorf("shows too little: %s", b)
	}
	if d := cmp.Diff(tk, tk.For(chat.Agent)); d != "" {
		t.Errorf("staff see less:\n%s", d)
	}
}

func TestProve(t *testing.T) {
	tk := after(opened())
	for _, tc := range []struct {
		name  string
		t     Ticket
		p     Proof
		wrong int
		kind  fault.Kind // of the refusal
		ok    bool
	}{
		{"the visitor", tk, Proof{Visitor: "v1"}, 99, 0, true},
		{"the phone", tk, Proof{Visitor: "v2", PhoneTail: "8000"}, 0, 0, true},
		{"the phone in wide digits", tk, Proof{PhoneTail: " ８０００ "}, 0, 0, true},
		{"nothing", tk, Proof{}, 0, fault.NotFound, false},
		{"another visitor", tk, Proof{Visitor: "v2"}, 0, fault.NotFound, false},
		{"another phone", tk, Proof{PhoneTail: "8001"}, 0, fault.NotFound, false},
		{"three digits", tk, Proof{PhoneTail: "000"}, 0, fault.NotFound, false},
		{"the whole phone", tk, Proof{PhoneTail: "13800138000"}, 0, fault.NotFound, false},
		{"the right phone after many wrong ones", tk, Proof{PhoneTail: "8000"}, 5, fault.Busy, false},
		{"a ticket without a phone", Ticket{Visitor: "v1"}, Proof{PhoneTail: "8000"}, 0, fault.NotFound, false},
		{"no such ticket, nobody", Ticket{}, Proof{}, 0, fault.NotFound, false},
		{"no such ticket", Ticket{}, Proof{Visitor: "v1", PhoneTail: "8000"}, 0, fault.NotFound, false},
	} {
		t.Run(tc.name, func(t *testing.T) {
			err := Prove(tc.t, tc.p, tc.wrong)
			if (err == nil) != tc.ok || err != nil && !fault.Is(err, tc.kind) {
				t.Errorf("got %v", err)
			}
		})
	}
	a, b := Prove(tk, Proof{PhoneTail: "1111"}, 0), Prove(Ticket{}, Proof{PhoneTail: "1111"}, 0)
	if a.Error() != b.Error() {
		t.Errorf("tells whether a number exists: %q, %q", a, b)
	}
}

func TestMissing(t *testing.T) {
	if d := cmp.Diff([]string{"订单号", "发生时间", "事情经过"}, Info{}.Missing(true)); d != "" {
		t.Error(d)
	}
	if got := (Info{When: "昨天", Story: "没到"}).Missing(false); got != nil {
		t.Errorf("still missing: %v", got)
	}
}

// TestWalk lets everybody do anything: who acts beyond notes on a ticket under
// way finds an owner, nothing is ever taken out of its log, and folding the log
// again gives the same ticket.
func TestWalk(t *testing.T) {
	actors := []chat.Actor{lin(), zhou(), boss(), visitor(), clock(), {Kind: chat.Bot}}
	done := map[Move]int{}
	rapid.Check(t, func(t *rapid.T) {
		tk, now := Ticket{}, start()
		for range 80 {
			now = now.Add(time.Duration(rapid.SampledFrom([]int{0, 1, 24, 24 * 8, 24 * 31}).Draw(t, "hours")) * time.Hour)
			m, a := rapid.SampledFrom(moves()).Draw(t, "move"), rapid.SampledFrom(actors).Draw(t, "actor")
			if Check(tk, m, a, now) != nil {
				continue
			}
			want, _ := Next(tk.State, m)
			e := Entry{At: now, By: a, Move: m, Text: "话"}
			if m == Take {
				e.Owner, e.Name = chat.AgentID(a.ID), a.Name
			}
			tk = Fold(tk, e)
			done[m]++
			if tk.State != want {
				t.Fatalf("%s led to %s, want %s", m, tk.State, want)
			}
			if s := tk.State; (s == StateDoing || s == StateWaiting || s == StateSolved) && tk.Owner == "" {
				t.Fatalf("%s in the hands of nobody", s)
			}
			if (tk.State == StateClosed) != !tk.ClosedAt.IsZero() {
				t.Fatalf("%s, closed at %v", tk.State, tk.ClosedAt)
			}
		}
		var again Ticket
		for _, e := range tk.Entries {
			again = Fold(again, e)
		}
		if d := cmp.Diff(tk, again); d != "" {
			t.Fatalf("folded again (-was +is):\n%s", d)
		}
	})
	for _, m := range moves() {
		if done[m] == 0 && !testing.Short() { // a short walk meets less
			t.Errorf("%s never happened", m)
		}
	}
}

// TestAddedIsBounded: a customer cannot make a ticket too long to be read.
func TestAddedIsBounded(t *testing.T) {
	k := Fold(Ticket{}, Entry{At: start(), By: visitor(), Move: Open})
	for range maxAdded {
		if err := Check(k, Add, visitor(), start()); err != nil {
			t.Fatalf("after %d: %v", len(k.Entries), err)
		}
		k = Fold(k, Entry{At: start(), By: visitor(), Move: Add, Text: "在吗"})
	}
	if err := Check(k, Add, visitor(), start()); !fault.Is(err, fault.Conflict) {
		t.Errorf("one more: %v", err)
	}
	if err := Check(k, Tell, lin(), start()); err != nil {
		t.Errorf("staff: %v", err)
	}
}
