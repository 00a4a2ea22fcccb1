package storetest

import (
	"context"
	"fmt"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"yiwen/bot/chat"
	"yiwen/handoff"
)

func caseTests() []namedTest {
	return []namedTest{
		{"FinishedCasesAreFound", casesFound},
		{"AgentsSeeCasesOfTheirOwnAndTheirTeams", casesBounds},
		{"CasesAreFoundByTheirWords", casesByText},
		{"CasesComeInPages", casePages},
		{"HistoryIsOfOneConversation", history},
	}
}

// over ends a new case of the conversation.
func (k *talk) over(t *testing.T, s Store, at time.Time, edit func(*chat.Case)) {
	t.Helper()
	if k.state.Seq == 0 {
		k.put(t, s, k.turn("c1", "你好"))
	} else {
		k.change(t, s, chat.Note{Text: "新的"}, func(c *chat.Case) {
			*c = chat.Case{Number: c.Number + 1, State: chat.StateBot, OpenedAt: Now(), Previous: c.Previous}
		})
	}
	k.change(t, s, chat.Closed{By: chat.Agent}, func(c *chat.Case) {
		c.State, c.ClosedAt = chat.StateClosed, at
		if edit != nil {
			edit(c)
		}
	})
}

// of gives a case that is over to an agent and a team.
func of(agent chat.AgentID, team chat.TeamID) func(*chat.Case) {
	return func(c *chat.Case) { c.Previous, c.AgentName, c.Team, c.AssignedAt = agent, "小陈", team, Now() }
}

// key names a case.
func key(k *talk, number int) string { return fmt.Sprint(k.state.ID, " ", number) }

func wantCases(t *testing.T, s Store, what string, q handoff.CaseQuery, want ...string) {
	t.Helper()
	rows, total, err := s.Cases(context.Background(), q)
	check(t, err)
	var got []string
	for _, r := range rows {
		got = append(got, fmt.Sprint(r.Conversation.ID, " ", r.Conversation.Case.Number))
	}
	if d := cmp.Diff(want, got); d != "" || total != len(want) {
		t.Errorf("%s: %d in all, want %d (-want +got):\n%s", what, total, len(want), d)
	}
}

func casesFound(t *testing.T, s Store) {
	now := Now()
	a, b, live := newTalk(), newTalk(), newTalk()
	live.put(t, s, live.turn("c1", "你好"))
	live.assign(t, s, "a1", now)
	a.over(t, s, now, func(c *chat.Case) {
		of("a1", "trade")(c)
		c.Rating, c.RatedAt = &chat.Rated{Stars: 1, Text: "差"}, now
		c.Summary = chat.Summary{Class: "refund", Text: "已退"}
	})
	first := a.state
	a.over(t, s, now.Add(2*time.Hour), nil) // the bot alone, though an agent had the case before
	b.over(t, s, now.Add(time.Hour), of("a2", "security"))
	wantCases(t, s, "all, closed last first", handoff.CaseQuery{}, key(a, 2), key(b, 1), key(a, 1))
	wantCases(t, s, "by agent", handoff.CaseQuery{Agent: "a1"}, key(a, 1))
	wantCases(t, s, "by team", handoff.CaseQuery{Team: "security"}, key(b, 1))
	wantCases(t, s, "from", handoff.CaseQuery{From: now.Add(time.Hour)}, key(a, 2), key(b, 1))
	wantCases(t, s, "to", handoff.CaseQuery{To: now.Add(time.Hour)}, key(a, 1))
	wantCases(t, s, "badly rated", handoff.CaseQuery{StarsMax: 2}, key(a, 1))
	wantCases(t, s, "all at once", handoff.CaseQuery{Mine: "a1", Agent: "a1", Team: "trade", From: now, To: now.Add(1 * time.Millisecond), StarsMax: 1}, key(a, 1))
	wantCases(t, s, "none", handoff.CaseQuery{Agent: "a1", Team: "security"})
	rows, _, err := s.Cases(context.Background(), handoff.CaseQuery{Agent: "a1"})
	check(t, err)
	first.Seq = a.state.Seq // the conversation went on
	if d := cmp.Diff(first, rows[0].Conversation); d != "" {
		t.Errorf("an old case (-want +got):\n%s", d)
	}
}

func casesBounds(t *testing.T, s Store) {
	own, team, other := newTalk(), newTalk(), newTalk()
	own.over(t, s, Now(), of("a1", "goods"))
	team.over(t, s, Now().Add(time.Second), of("a2", "trade"))
	other.over(t, s, Now().Add(2*time.Second), of("a3", "security"))
	wantCases(t, s, "own", handoff.CaseQuery{Mine: "a1"}, key(own, 1))
	wantCases(t, s, "own and a team's", handoff.CaseQuery{Mine: "a1", Teams: []chat.TeamID{"trade", "x"}}, key(team, 1), key(own, 1))
	wantCases(t, s, "bounded and narrowed", handoff.CaseQuery{Mine: "a1", Teams: []chat.TeamID{"trade"}, Team: "security"})
	wantCases(t, s, "a supervisor's", handoff.CaseQuery{}, key(other, 1), key(team, 1), key(own, 1))
}

func casesByText(t *testing.T, s Store) {
	asked, named, odd := newTalk(), newTalk(), newTalk()
	asked.over(t, s, Now(), func(c *chat.Case) {
		c.Ticket = "WO202703100001x"
		c.Brief = chat.Brief{Asked: "怎么退款", Question: "充值没到账", Last: "已为您 Reset",
			Entities: []chat.Entity{{Name: "order_no", Text: "订单 XK2025061", Value: "XK2025061"}}}
	})
	named.state.Profile = chat.Profile{User: "xk10001", Name: "王小明"}
	named.over(t, s, Now().Add(time.Second), nil)
	odd.over(t, s, Now().Add(2*time.Second), func(c *chat.Case) { c.Brief.Last = `100% 的 a_b \ 折` })
	for text, want := range map[string][]string{
		"退款": {key(asked, 1)}, "没到账": {key(asked, 1)}, "reset": {key(asked, 1)}, "xk2025061": {key(asked, 1)}, "wo20270310": {key(asked, 1)},
		"王小": {key(named, 1)}, "XK1000": {key(named, 1)}, "100%": {key(odd, 1)}, "a_b": {key(odd, 1)}, `\`: {key(odd, 1)}, "a%b": nil, "__": nil,
		" " + string(asked.state.ID) + " ": {key(asked, 1)}, string(asked.state.ID[:8]): {key(asked, 1)}, string(asked.state.ID[8:]): nil,
		"没有这样的": nil, "') OR 1=1 --": nil, "\xff退款\x00": {key(asked, 1)}, " ": {key(odd, 1), key(named, 1), key(asked, 1)},
	} {
		wantCases(t, s, fmt.Sprintf("text %q", text), handoff.CaseQuery{Text: text}, want...)
	}
	// Who says later who he is is found with all that he ever asked.
	late := asked.turn("", "我是张三")
	late.Conversation.Profile = chat.Profile{Name: "张三"}
	asked.put(t, s, late)
	wantCases(t, s, "named later", handoff.CaseQuery{Text: "张三"}, key(asked, 1))
}

func casePages(t *testing.T, s Store) {
	ctx := context.Background()
	var want []string
	for i := range 7 {
		k := newTalk()
		k.over(t, s, Now().Add(-time.Duration(i/2)*time.Minute), nil) // some at the same time
		want = append(want, key(k, 1))
	}
	seen := map[string]bool{}
	for page := 1; page <= 4; page++ {
		rows, total, err := s.Cases(ctx, handoff.CaseQuery{Page: page, Size: 3})
		check(t, err)
		if total != 7 || len(rows) != []int{0, 3, 3, 1, 0}[page] {
			t.Errorf("page %d has %d of %d", page, len(rows), total)
		}
		for _, r := range rows {
			seen[fmt.Sprint(r.Conversation.ID, " ", r.Conversation.Case.Number)] = true
		}
	}
	if len(seen) != len(want) {
		t.Errorf("%d cases on all pages, want %d", len(seen), len(want))
	}
	for _, q := range []handoff.CaseQuery{{Page: -3, Size: -1}, {Page: 1 << 60, Size: 1 << 60}} {
		if _, total, err := s.Cases(ctx, q); err != nil || total != 7 {
			t.Errorf("page %d of %d: %d in all, error %v", q.Page, q.Size, total, err)
		}
	}
}

func history(t *testing.T, s Store) {
	ctx, k, other := context.Background(), newTalk(), newTalk()
	other.over(t, s, Now(), nil)
	var want []chat.Case
	for i := range 3 {
		k.over(t, s, Now().Add(time.Duration(i)*time.Hour), of("a1", "trade"))
		want = append([]chat.Case{k.state.Case}, want...)
	}
	got, err := s.History(ctx, k.state.ID)
	check(t, err)
	if d := cmp.Diff(want, got); d != "" {
		t.Errorf("history (-want +got):\n%s", d)
	}
	if got, err := s.History(ctx, "nobody"); err != nil || len(got) != 0 {
		t.Errorf("nobody has %d cases, error %v", len(got), err)
	}
}
