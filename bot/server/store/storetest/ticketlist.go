package storetest

import (
	"context"
	"fmt"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"yiwen/bot/chat"
	"yiwen/bot/fault"
	"yiwen/handoff/ticket"
)

func ticketListTests() []namedTest {
	return []namedTest{
		{"TicketsAreFound", ticketSearch},
		{"AgentsSeeTheirOwnAndTheirTeams", ticketBounds},
		{"NewsWaitUntilTheyAreTold", ticketOutbox},
		{"ClockFindsWhatIsOver", ticketExpiry},
		{"WrongProofsAreCountedAndForgotten", ticketProofs},
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
