package storetest

import (
	"context"
	"fmt"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"yiwen/bot/chat"
	"yiwen/bot/fault"
	"yiwen/handoff/ticket"
)

func ticketTests() []namedTest {
	return []namedTest{
		{"NumbersOfADayAreDrawnOnce", ticketNumbers},
		{"TicketIsStoredWithItsTurnOrNotAtAll", ticketOfTurn},
		{"TicketIsWhatItsEntriesMake", ticketLife},
		{"RefusedMovesChangeNothing", ticketRefused},
		{"ChangesOfOneTicketFollowEachOther", ticketRace},
	}
}

func person(id string) chat.Actor {
	return chat.Actor{Kind: chat.Agent, ID: id, Name: "客服" + id}
}

// number is the number of a day's seqth ticket.
func number(t *testing.T, seq int) ticket.Number {
	t.Helper()
	n, err := ticket.NewNumber(Now(), seq)
	check(t, err)
	return n
}

// file makes a ticket of the case, as the engine does.
func (k *talk) file(t *testing.T, s Store, seq int, edit func(*ticket.Ticket)) ticket.Ticket {
	t.Helper()
	turn := k.turn("", "留言")
	at := Now().Add(time.Duration(seq) * time.Second)
	made := ticket.Ticket{Number: number(t, seq), Conversation: k.state.ID, Case: 1, Visitor: k.state.Visitor, Phone: "13812345678",
		Team: "trade", Severity: chat.SeverityHigh, DueAt: at.Add(time.Hour),
		Info: ticket.Info{OrderNo: "XK2025061", When: "昨晚", Story: "充值没到账", Error: "E42", Tried: []string{"重启"}, Contact: "微信"}}
	if edit != nil {
		edit(&made)
	}
	made = ticket.Fold(made, ticket.Entry{At: at, By: robot(), Move: ticket.Open, Text: "充值没到账"})
	turn.Events[1].Payload = chat.Ticketed{Number: string(made.Number)}
	turn.Conversation.Case.Ticket = string(made.Number)
	turn.Ticket = &made
	k.put(t, s, turn)
	return made
}

// filed makes a ticket of a new conversation.
func filed(t *testing.T, s Store, seq int, edit func(*ticket.Ticket)) ticket.Ticket {
	t.Helper()
	k := newTalk()
	k.put(t, s, k.turn("c1", "有人吗"))
	return k.file(t, s, seq, edit)
}

// moved adds an entry to ticket n.
func moved(t *testing.T, s Store, n ticket.Number, e ticket.Entry) ticket.Ticket {
	t.Helper()
	got, err := s.ChangeTicket(context.Background(), n, func(ticket.Ticket) (ticket.Entry, error) { return e, nil })
	check(t, err)
	return got
}

func ticketNumbers(t *testing.T, s Store) {
	ctx := context.Background()
	seen := map[int]bool{}
	var mu sync.Mutex
	var wg sync.WaitGroup
	for range 20 {
		wg.Go(func() {
			n, err := s.NextTicket(ctx, "20261122")
			if err != nil {
				t.Errorf("next: %v", err)
			}
			mu.Lock()
			defer mu.Unlock()
			if seen[n] || n < 1 || n > 20 {
				t.Errorf("number %d, %d drawn before", n, len(seen))
			}
			seen[n] = true
		})
	}
	wg.Wait()
	n, err := s.NextTicket(ctx, "20261123")
	check(t, err)
	if n != 1 {
		t.Errorf("the first of the next day is %d", n)
	}
	for _, day := range []string{"", "today", "20261331", "2026112"} {
		_, err := s.NextTicket(ctx, day)
		wantKind(t, err, fault.Invalid)
	}
}

func ticketOfTurn(t *testing.T, s Store) {
	ctx, k := context.Background(), newTalk()
	k.put(t, s, k.turn("c1", "有人吗"))
	want := k.file(t, s, 1, nil)
	got, err := s.Ticket(ctx, want.Number)
	check(t, err)
	if d := cmp.Diff(want, got); d != "" {
		t.Errorf("ticket (-want +got):\n%s", d)
	}
	untouched(t, s, k)
	// The number is taken: the turn as a whole is refused, ticket and all.
	turn := k.turn("c2", "再来一张")
	again := want
	again.Info.Story = "别的事"
	turn.Ticket = &again
	wantKind(t, s.Append(ctx, turn), fault.Conflict)
	untouched(t, s, k)
	// The turn is refused: the ticket is not there either.
	old := k.turn("c3", "旧状态")
	fresh := want
	fresh.Number = number(t, 2)
	old.Ticket = &fresh
	k.put(t, s, k.turn("c4", "抢先"))
	wantKind(t, s.Append(ctx, old), fault.Conflict)
	_, err = s.Ticket(ctx, fresh.Number)
	wantKind(t, err, fault.NotFound)
	for name, spoil := range map[string]func(*ticket.Ticket){
		"NoNumber":  func(x *ticket.Ticket) { x.Number = "" },
		"NoEntry":   func(x *ticket.Ticket) { x.Entries = nil },
		"NoState":   func(x *ticket.Ticket) { x.State = "" },
		"Elsewhere": func(x *ticket.Ticket) { x.Conversation = "x" },
	} {
		bad, turn := fresh, k.turn("", name)
		spoil(&bad)
		turn.Ticket = &bad
		if err := s.Append(ctx, turn); !fault.Is(err, fault.Invalid) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func ticketLife(t *testing.T, s Store) {
	ctx := context.Background()
	want := filed(t, s, 1, func(x *ticket.Ticket) { x.Phone = "" })
	at := Now()
	for i, e := range []ticket.Entry{
		{By: person("a1"), Move: ticket.Take, Owner: "a2", Name: "小林"},
		{By: person("a2"), Move: ticket.Note, Text: "只给同事看"},
		{By: person("a2"), Move: ticket.Ask, Text: "订单号？", Files: []string{"f1", "f2"}},
		{By: chat.Actor{Kind: chat.Customer, ID: "v1"}, Move: ticket.Add, Text: "XK1 & <b>", Phone: "13700137000"},
		{By: person("a2"), Move: ticket.Solve, Text: "已补发"},
		{By: chat.Actor{Kind: chat.Customer, ID: "v1"}, Move: ticket.Reopen, Text: "没有"},
		{By: person("a2"), Move: ticket.Take, Owner: "a2", Name: "小林"},
		{By: person("a2"), Move: ticket.Close},
	} {
		e.At = at.Add(time.Duration(i+2) * time.Minute)
		want = ticket.Fold(want, e)
		// None of this is kept.
		e.At, e.By.Role, e.Text = e.At.Add(300*time.Microsecond).In(time.FixedZone("CST", 8*3600)), chat.RoleAgent, "\x00"+e.Text+"\xff"
		got := moved(t, s, want.Number, e)
		again, err := s.Ticket(ctx, want.Number)
		check(t, err)
		if d := cmp.Diff(want, got) + cmp.Diff(want, again); d != "" {
			t.Fatalf("after %s (-want +got):\n%s", e.Move, d)
		}
	}
	if list, _, err := s.Tickets(ctx, ticket.Query{Text: want.Phone}); err != nil || want.Phone == "" || len(list) != 1 {
		t.Errorf("the phone %q that was named later finds %d tickets, error %v", want.Phone, len(list), err)
	}
	if want.State != ticket.StateClosed || want.Reopened != 1 || want.ClosedAt.IsZero() {
		t.Errorf("the test does not go through its states: %+v", want)
	}
}

func ticketRefused(t *testing.T, s Store) {
	ctx := context.Background()
	want := filed(t, s, 1, nil)
	_, err := s.ChangeTicket(ctx, want.Number, func(x ticket.Ticket) (ticket.Entry, error) {
		return ticket.Entry{}, ticket.Check(x, ticket.Solve, person("a1"), Now())
	})
	wantKind(t, err, fault.Conflict)
	if text := fault.Text(err, ""); text != "请先领取工单" {
		t.Errorf("the refusal reads %q", text)
	}
	got, err := s.Ticket(ctx, want.Number)
	check(t, err)
	if d := cmp.Diff(want, got); d != "" {
		t.Errorf("ticket (-want +got):\n%s", d)
	}
	asked := false
	_, err = s.ChangeTicket(ctx, number(t, 99), func(ticket.Ticket) (ticket.Entry, error) {
		asked = true
		return ticket.Entry{}, nil
	})
	wantKind(t, err, fault.NotFound)
	_, err = s.Ticket(ctx, number(t, 99))
	wantKind(t, err, fault.NotFound)
	if asked {
		t.Error("a ticket that does not exist was to be changed")
	}
}

// ticketRace lets many take one ticket at once: each sees what the one before did,
// and one gets it.
func ticketRace(t *testing.T, s Store) {
	ctx, n := context.Background(), filed(t, s, 1, nil).Number
	var wg sync.WaitGroup
	var mu sync.Mutex
	winners := 0
	for i := range 16 {
		who := person(fmt.Sprint("a", i))
		wg.Go(func() {
			_, err := s.ChangeTicket(ctx, n, func(x ticket.Ticket) (ticket.Entry, error) {
				if x.Owner != "" {
					return ticket.Entry{}, fault.New(fault.Conflict, "已由%s领取", x.OwnerName)
				}
				return ticket.Entry{At: Now(), By: who, Move: ticket.Take, Owner: chat.AgentID(who.ID), Name: who.Name}, nil
			})
			mu.Lock()
			defer mu.Unlock()
			if err == nil {
				winners++
			} else if !fault.Is(err, fault.Conflict) {
				t.Errorf("take: %v", err)
			}
		})
	}
	wg.Wait()
	got, err := s.Ticket(ctx, n)
	check(t, err)
	if winners != 1 || len(got.Entries) != 2 || got.State != ticket.StateDoing {
		t.Errorf("%d took it; it has %d entries and is %s", winners, len(got.Entries), got.State)
	}
}
