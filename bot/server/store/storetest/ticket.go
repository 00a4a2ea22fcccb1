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
		{"TicketsAreFound", ticketSearch},
		{"AgentsSeeTheirOwnAndTheirTeams", ticketBounds},
		{"NewsWaitUntilTheyAreTold", ticketOutbox},
		{"ClockFindsWhatIsOver", ticketExpiry},
		{"WrongProofsAreCountedAndForgotten", ticketProofs},
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
	want := filed(t, s, 1, nil)
	at := Now()
	for i, e := range []ticket.Entry{
		{By: person("a1"), Move: ticket.Take, Owner: "a2", Name: "小林"},
		{By: person("a2"), Move: ticket.Note, Text: "只给同事看"},
		{By: person("a2"), Move: ticket.Ask, Text: "订单号？", Files: []string{"f1", "f2"}},
		{By: chat.Actor{Kind: chat.Customer, ID: "v1"}, Move: ticket.Add, Text: "XK1"},
		{By: person("a2"), Move: ticket.Solve, Text: "已补发"},
		{By: chat.Actor{Kind: chat.Customer, ID: "v1"}, Move: ticket.Reopen, Text: "没有"},
		{By: person("a2"), Move: ticket.Take, Owner: "a2", Name: "小林"},
		{By: person("a2"), Move: ticket.Close},
	} {
		e.At = at.Add(time.Duration(i+2) * time.Minute)
		want = ticket.Fold(want, e)
		e.At, e.By.Role = e.At.Add(300*time.Microsecond).In(time.FixedZone("CST", 8*3600)), chat.RoleAgent // neither is kept
		got := moved(t, s, want.Number, e)
		again, err := s.Ticket(ctx, want.Number)
		check(t, err)
		if d := cmp.Diff(want, got) + cmp.Diff(want, again); d != "" {
			t.Fatalf("after %s (-want +got):\n%s", e.Move, d)
		}
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
	_, err = s.ChangeTicket(ctx, want.Number, func(ticket.Ticket) (ticket.Entry, error) {
		return ticket.Entry{At: Now(), By: person("a1"), Move: ticket.Note, Text: "a\x00b"}, nil
	})
	wantKind(t, err, fault.Invalid)
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

// wantTickets fails unless q finds these, in this order.
func wantTickets(t *testing.T, s Store, what string, q ticket.Query, want ...ticket.Ticket) {
	t.Helper()
	list, total, err := s.Tickets(context.Background(), q)
	check(t, err)
	var got, wanted []ticket.Number
	for _, x := range list {
		if x.Entries != nil {
			t.Errorf("%s: %s comes with its entries", what, x.Number)
		}
		got = append(got, x.Number)
	}
	for _, x := range want {
		wanted = append(wanted, x.Number)
	}
	if d := cmp.Diff(wanted, got); d != "" || total != len(want) {
		t.Errorf("%s: %d in all, want %d (-want +got):\n%s", what, total, len(want), d)
	}
}

func ticketSearch(t *testing.T, s Store) {
	now := Now()
	a := filed(t, s, 1, func(x *ticket.Ticket) { x.Team, x.Info.OrderNo, x.Info.Story = "security", "XK777", "100%_被盗" })
	b := filed(t, s, 2, func(x *ticket.Ticket) { x.DueAt = time.Time{} })
	c := filed(t, s, 3, nil)
	wantTickets(t, s, "all, the newest first", ticket.Query{}, c, b, a)
	a = moved(t, s, a.Number, ticket.Entry{At: now.Add(time.Hour), By: person("a1"), Move: ticket.Take, Owner: "a1", Name: "小陈"})
	wantTickets(t, s, "what changed last first", ticket.Query{}, a, c, b)
	moved(t, s, b.Number, ticket.Entry{At: now.Add(2 * time.Hour), By: person("a1"), Move: ticket.Note, Text: "内部"})
	wantTickets(t, s, "notes are no change", ticket.Query{}, a, c, b)
	wantTickets(t, s, "by state", ticket.Query{States: []ticket.State{ticket.StateDoing, ticket.StateClosed}}, a)
	wantTickets(t, s, "by owner", ticket.Query{Owner: "a1"}, a)
	wantTickets(t, s, "without owner", ticket.Query{Unowned: true}, c, b)
	wantTickets(t, s, "by team", ticket.Query{Team: "security"}, a)
	wantTickets(t, s, "by conversation", ticket.Query{Conversation: b.Conversation}, b)
	wantTickets(t, s, "overdue", ticket.Query{Overdue: now.Add(24 * time.Hour)}, a, c)
	wantTickets(t, s, "not overdue yet", ticket.Query{Overdue: now})
	for text, want := range map[string][]ticket.Ticket{
		"xk777": {a}, " XK777 ": {a}, "被盗": {a}, "100%_": {a}, "100__": nil, "%": {a}, "没到账": {c, b}, string(c.Number): {c}, "5678": {a, c, b},
		`\`: nil, "'; DROP TABLE tickets; --": nil,
	} {
		wantTickets(t, s, fmt.Sprintf("text %q", text), ticket.Query{Text: text}, want...)
	}
	for page, want := range map[int][]ticket.Number{-1: {a.Number, c.Number}, 0: {a.Number, c.Number}, 1: {a.Number, c.Number}, 2: {b.Number}, 3: nil, 1 << 60: nil} {
		list, total, err := s.Tickets(context.Background(), ticket.Query{Page: page, Size: 2})
		check(t, err)
		var got []ticket.Number
		for _, x := range list {
			got = append(got, x.Number)
		}
		if d := cmp.Diff(want, got); d != "" || total != 3 {
			t.Errorf("page %d, %d in all (-want +got):\n%s", page, total, d)
		}
	}
	moved(t, s, a.Number, ticket.Entry{At: now.Add(3 * time.Hour), By: person("a1"), Move: ticket.Solve})
	wantTickets(t, s, "what is solved is not overdue", ticket.Query{Overdue: now.Add(24 * time.Hour)}, c)
}

func ticketBounds(t *testing.T, s Store) {
	trade := filed(t, s, 1, nil)
	security := filed(t, s, 2, func(x *ticket.Ticket) { x.Team = "security" })
	own := filed(t, s, 3, func(x *ticket.Ticket) { x.Team = "goods" })
	own = moved(t, s, own.Number, ticket.Entry{At: Now().Add(time.Hour), By: person("a1"), Move: ticket.Take, Owner: "a1", Name: "小陈"})
	wantTickets(t, s, "own", ticket.Query{Mine: "a1"}, own)
	wantTickets(t, s, "own and a team's", ticket.Query{Mine: "a1", Teams: []chat.TeamID{"security", "x"}}, own, security)
	wantTickets(t, s, "bounded and narrowed", ticket.Query{Mine: "a1", Teams: []chat.TeamID{"security"}, Team: "trade"})
	wantTickets(t, s, "nobody's", ticket.Query{Mine: "a9"})
	wantTickets(t, s, "a supervisor's", ticket.Query{Teams: []chat.TeamID{"security"}}, own, security, trade)
}

func ticketOutbox(t *testing.T, s Store) {
	ctx := context.Background()
	one, two := filed(t, s, 1, nil), filed(t, s, 2, nil)
	for i, e := range []ticket.Entry{
		{By: person("a1"), Move: ticket.Take, Owner: "a1", Name: "小陈"},
		{By: person("a1"), Move: ticket.Tell, Text: "在查"},
		{By: person("a1"), Move: ticket.Note, Text: "内部"},
		{By: chat.Actor{Kind: chat.Customer}, Move: ticket.Add, Text: "快点"},
		{By: person("a1"), Move: ticket.Solve, Text: "好了"},
	} {
		e.At = Now().Add(time.Duration(i) * time.Minute)
		moved(t, s, one.Number, e)
	}
	moved(t, s, two.Number, ticket.Entry{At: Now(), By: person("a1"), Move: ticket.Close})
	steps := func(limit int) (got []string) {
		list, err := s.UntoldTicketEntries(ctx, limit)
		check(t, err)
		for _, u := range list {
			got = append(got, fmt.Sprint(u.Number, u.Step, u.Entry.Move, u.Conversation))
		}
		return got
	}
	tell, solve, end := fmt.Sprint(one.Number, 3, ticket.Tell, one.Conversation), fmt.Sprint(one.Number, 6, ticket.Solve, one.Conversation), fmt.Sprint(two.Number, 2, ticket.Close, two.Conversation)
	for _, c := range []struct {
		limit int
		want  []string
	}{{100, []string{tell, solve, end}}, {2, []string{tell, solve}}, {0, nil}, {-1, nil}} {
		if d := cmp.Diff(c.want, steps(c.limit)); d != "" {
			t.Errorf("limit %d (-want +got):\n%s", c.limit, d)
		}
	}
	check(t, s.MarkTold(ctx, one.Number, 3))
	check(t, s.MarkTold(ctx, one.Number, 3)) // again, after a crash
	if d := cmp.Diff([]string{solve, end}, steps(100)); d != "" {
		t.Errorf("after one was told (-want +got):\n%s", d)
	}
	wantKind(t, s.MarkTold(ctx, one.Number, 99), fault.NotFound)
}

func ticketExpiry(t *testing.T, s Store) {
	ctx, now := context.Background(), Now()
	solved, waiting, doing := filed(t, s, 1, nil), filed(t, s, 2, nil), filed(t, s, 3, nil)
	for _, x := range []ticket.Ticket{solved, waiting, doing} {
		moved(t, s, x.Number, ticket.Entry{At: now, By: person("a1"), Move: ticket.Take, Owner: "a1", Name: "小陈"})
	}
	moved(t, s, solved.Number, ticket.Entry{At: now.Add(time.Minute), By: person("a1"), Move: ticket.Solve})
	moved(t, s, waiting.Number, ticket.Entry{At: now.Add(time.Hour), By: person("a1"), Move: ticket.Ask, Text: "订单号？"})
	for at, want := range map[time.Time][]ticket.Number{
		now: nil, now.Add(ticket.Objection): nil,
		now.Add(ticket.Objection + time.Minute): {solved.Number},
		now.Add(ticket.Objection + time.Hour):   {solved.Number, waiting.Number},
	} {
		got, err := s.ExpiredTickets(ctx, at)
		check(t, err)
		if d := cmp.Diff(want, got); d != "" {
			t.Errorf("at %v (-want +got):\n%s", at, d)
		}
		for _, n := range got {
			x, err := s.Ticket(ctx, n)
			check(t, err)
			check(t, ticket.Check(x, ticket.Expire, chat.Actor{Kind: chat.System}, at))
		}
	}
}

func ticketProofs(t *testing.T, s Store) {
	ctx, now := context.Background(), Now()
	for i := range 4 {
		check(t, s.AddWrongProof(ctx, "WO1", now.Add(time.Duration(i)*time.Minute)))
	}
	check(t, s.AddWrongProof(ctx, "WO2", now))
	want := func(n ticket.Number, since time.Time, want int) {
		t.Helper()
		got, err := s.WrongProofs(ctx, n, since)
		check(t, err)
		if got != want {
			t.Errorf("%d wrong proofs for %s since %v, want %d", got, n, since, want)
		}
	}
	want("WO1", now, 4)
	want("WO1", now.Add(90*time.Second), 2)
	want("WO2", now.Add(-time.Hour), 1)
	want("WO3", now, 0)
	check(t, s.Sweep(ctx, now.Add(time.Hour)))
	want("WO1", now, 4)
	check(t, s.Sweep(ctx, now.Add(7*24*time.Hour+time.Minute)))
	want("WO1", now, 2)
}
