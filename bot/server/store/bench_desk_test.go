package store

import (
	"context"
	"database/sql"
	"fmt"
	"testing"
	"time"

	"yiwen/bot"
	"yiwen/bot/chat"
	"yiwen/handoff"
)

// BenchmarkDeskLists reads all five lists of a supervisor who watches 2,000 open
// cases, as after each sign-in.
func BenchmarkDeskLists(b *testing.B) {
	s := openAt(b, Options{Path: tempPath(b)}, nil)
	states := []chat.State{chat.StateBot, chat.StateWaiting, chat.StateAssigned, chat.StateAssigned}
	turns := make([]*bot.Turn, 2000)
	for i := range turns {
		t := newTalk().turn()
		t.CaseChanged = true
		full(&t.Conversation.Case, i)
		t.Conversation.Case.State = states[i%len(states)]
		turns[i] = t
	}
	if err := appendAll(s, turns); err != nil {
		b.Fatal(err)
	}
	q := handoff.ListsQuery{Agent: "a1", Waiting: true, Mine: true, Bot: true, Team: true, Mentioned: true, BotLimit: 500}
	b.ReportAllocs()
	for b.Loop() {
		l, err := s.DeskLists(context.Background(), q)
		if err != nil || len(l.Waiting)+len(l.Mine)+len(l.Bot)+len(l.Team) != len(turns) {
			b.Fatal(len(l.Waiting), len(l.Mine), len(l.Bot), len(l.Team), err)
		}
	}
}

// full gives a case what an open one usually has.
func full(k *chat.Case, i int) {
	at := time.UnixMilli(1_800_000_000_000).UTC().Add(time.Duration(i) * time.Second)
	k.Team, k.Agent, k.AgentName, k.AssignedAt, k.WaitingSince, k.LineAt = "trade", chat.AgentID(fmt.Sprint("a", i%20)), "小陈", at, at, at
	k.ActiveAt, k.Previous = at, k.Agent
	k.Brief = chat.Brief{Mood: chat.MoodUneasy, Score: 0.4, Asked: "充值了100块到现在还没到账", Question: "充值了100块到现在还没到账", Last: "请您稍等，正在为您核实",
		LastFrom: chat.Agent, LastAt: at.UnixMilli(), Entities: []chat.Entity{{Name: "order_no", Text: "XK", Value: fmt.Sprintf("XK2025%06d", i), End: 2}}}
	k.Clocks = []chat.Clock{{What: chat.PromiseFirstReply, Due: at, Met: at}}
}

// appendAll appends first turns of their conversations, many in one commit.
func appendAll(s *Store, turns []*bot.Turn) error {
	errs := make(chan error, len(turns))
	room := make(chan struct{}, 256)
	for _, t := range turns {
		room <- struct{}{}
		go func() {
			errs <- s.Append(context.Background(), t)
			<-room
		}()
	}
	for range turns {
		if err := <-errs; err != nil {
			return err
		}
	}
	return nil
}

// BenchmarkCases searches 200,000 finished cases.
func BenchmarkCases(b *testing.B) {
	const cases = 200_000
	s := openAt(b, Options{Path: tempPath(b)}, nil)
	if err := s.do(context.Background(), func(c *sql.Conn) error { return finish(c, cases) }); err != nil {
		b.Fatal(err)
	}
	for _, c := range []struct {
		name string
		q    handoff.CaseQuery
		want int
	}{
		{"first page", handoff.CaseQuery{}, cases},
		{"order number", handoff.CaseQuery{Text: "XK2025000077"}, 1},
		{"frequent word", handoff.CaseQuery{Text: "到账"}, cases},
		{"in vain", handoff.CaseQuery{Text: "没有这样的词"}, 0},
		{"customer's name", handoff.CaseQuery{Text: "客户7号"}, 1},
		{"agent and teams", handoff.CaseQuery{Mine: "a7", Teams: []chat.TeamID{"x"}}, cases / 20},
		{"badly rated", handoff.CaseQuery{StarsMax: 2}, cases / 50},
		{"far page", handoff.CaseQuery{Page: 3000}, cases},
	} {
		b.Run(c.name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				if _, total, err := s.Cases(context.Background(), c.q); err != nil || total != c.want {
					b.Fatal(total, err)
				}
			}
		})
	}
}

// finish writes n finished cases, one of ten of a customer with a name.
func finish(c *sql.Conn, n int) error {
	ctx := context.Background()
	p, err := prepareStatements(ctx, c)
	if err != nil {
		return err
	}
	defer p.close()
	for i := range n {
		t := newTalk().turn()
		k := &t.Conversation.Case
		if full(k, i); i%10 == 7 {
			t.Conversation.Profile = chat.Profile{User: fmt.Sprintf("xk%07d", i), Name: fmt.Sprintf("客户%d号", i)}
		}
		k.State, k.Agent, k.ClosedAt = chat.StateClosed, "", k.ActiveAt
		if i%50 == 0 {
			k.Rating = &chat.Rated{Stars: 1}
		}
		tw, err := newTurnWrite(t, nil)
		if err != nil {
			return err
		}
		_, err = p.begin.ExecContext(ctx, string(t.Conversation.ID), "default", string(t.Conversation.Visitor), 0, 2, 1, "", "", "", "", tw.profile, tw.who)
		if err != nil {
			return err
		}
		if _, err := p.caseNew.ExecContext(ctx, append(tw.kase, i)...); err != nil {
			return err
		}
	}
	return nil
}
