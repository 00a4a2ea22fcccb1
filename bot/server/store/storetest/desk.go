package storetest

import (
	"context"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"yiwen/bot/chat"
	"yiwen/handoff"
)

func deskTests() []namedTest {
	return []namedTest{
		{"EmptyDeskIsEmpty", emptyDesk},
		{"LineIsInOrder", lineOrder},
		{"ListsFollowTheCase", listsFollow},
		{"SnapshotAndChangesMakeTheNextSnapshot", snapshotLaw},
		{"ChangesComeInPages", changePages},
		{"NewCaseTellsWhoMissedTheEndOfTheOld", missedEnd},
		{"QuietTurnsAreNoChange", quietTurns},
		{"NothingOfACaseIsLost", wholeCase},
		{"OffersStayInTheLineAndAreMine", offers},
		{"SnoozedCasesAreMine", snoozed},
	}
}

// desk returns the two lists that an agent works from.
func desk(t *testing.T, s Store, agent chat.AgentID) (waiting, mine []handoff.Row, rev int64) {
	t.Helper()
	l, err := s.DeskLists(context.Background(), handoff.ListsQuery{Agent: agent, Waiting: true, Mine: true})
	check(t, err)
	return l.Waiting, l.Mine, l.Rev
}

func emptyDesk(t *testing.T, s Store) {
	waiting, mine, rev := desk(t, s, "agent1")
	if len(waiting)+len(mine) != 0 || rev != 0 {
		t.Errorf("%d waiting, %d mine at revision %d", len(waiting), len(mine), rev)
	}
}

func lineOrder(t *testing.T, s Store) {
	ctx := context.Background()
	var want []chat.Conversation
	for i := range 12 {
		k := newTalk()
		k.put(t, s, k.turn("c1", "转人工"))
		// Some wait since the same moment, some came back from a vanished agent.
		k.wait(t, s, Now().Add(time.Duration(i*7%4)*time.Minute), i%5 == 0)
		want = append(want, k.state)
	}
	slices.SortFunc(want, func(a, b chat.Conversation) int {
		if handoff.Less(a, b) {
			return -1
		}
		return 1
	})
	rows, _, err := s.Waiting(ctx)
	check(t, err)
	if d := cmp.Diff(want, conversations(rows)); d != "" {
		t.Errorf("line (-want +got):\n%s", d)
	}
	n, err := s.Waiters(ctx)
	check(t, err)
	if n != len(want) {
		t.Errorf("%d wait, want %d", n, len(want))
	}
}

func conversations(rows []handoff.Row) []chat.Conversation {
	var list []chat.Conversation
	for _, r := range rows {
		list = append(list, r.Conversation)
	}
	return list
}

func listsFollow(t *testing.T, s Store) {
	k := newTalk()
	k.put(t, s, k.turn("c1", "转人工"))
	wantLists(t, s, 0, 0)
	k.wait(t, s, Now(), false)
	wantLists(t, s, 1, 0)
	k.assign(t, s, "agent1", Now())
	wantLists(t, s, 0, 1)
	_, rows, rev := desk(t, s, "agent1")
	if d := cmp.Diff([]handoff.Row{{Conversation: k.state, Rev: rev}}, rows); d != "" {
		t.Errorf("owned (-want +got):\n%s", d)
	}
	for _, other := range []chat.AgentID{"agent2", "AGENT1", ""} {
		if _, rows, _ := desk(t, s, other); len(rows) != 0 {
			t.Errorf("%q owns %d cases", other, len(rows))
		}
	}
	k.end(t, s)
	wantLists(t, s, 0, 0)
}

func wantLists(t *testing.T, s Store, waiting, mine int) {
	t.Helper()
	w, m, _ := desk(t, s, "agent1")
	if len(w) != waiting || len(m) != mine {
		t.Errorf("%d waiting and %d mine, want %d and %d", len(w), len(m), waiting, mine)
	}
}

// snapshotLaw: what a desk knew, plus what changed, is what it would be told
// now, whatever happened in between.
func snapshotLaw(t *testing.T, s Store) {
	ctx := context.Background()
	talks := make([]*talk, 6)
	for i := range talks {
		talks[i] = newTalk()
		talks[i].put(t, s, talks[i].turn("c1", "你好"))
	}
	known, since := map[chat.ConversationID]handoff.Row{}, int64(0)
	for step := range 60 {
		k := talks[step*5%len(talks)]
		switch step % 7 {
		case 0, 3, 5:
			k.wait(t, s, Now().Add(time.Duration(step)*time.Second), step%2 == 0)
		case 1, 4:
			k.assign(t, s, "agent1", Now())
		case 2:
			k.end(t, s)
		case 6:
			k.change(t, s, chat.Returned{}, func(c *chat.Case) { c.Number++; c.State = chat.StateBot })
		}
		if step%4 != 0 {
			continue // the desk sleeps through some changes
		}
		rows, err := s.Changed(ctx, since, 1000)
		check(t, err)
		for _, r := range rows {
			if r.Rev <= since {
				t.Fatalf("revision %d after %d", r.Rev, since)
			}
			since = r.Rev
			if st := r.Conversation.Case.State; st == chat.StateWaiting || st == chat.StateAssigned {
				known[r.Conversation.ID] = r
			} else {
				delete(known, r.Conversation.ID)
			}
		}
		waiting, mine, rev := desk(t, s, "agent1")
		now := map[chat.ConversationID]handoff.Row{}
		for _, r := range append(waiting, mine...) {
			now[r.Conversation.ID] = r
		}
		if d := cmp.Diff(now, known); d != "" || rev != since {
			t.Fatalf("step %d, revision %d and %d (-snapshot +changes):\n%s", step, rev, since, d)
		}
	}
}

func changePages(t *testing.T, s Store) {
	ctx := context.Background()
	for range 5 {
		k := newTalk()
		k.put(t, s, k.turn("c1", "转人工"))
		k.wait(t, s, Now(), false)
	}
	var revs []int64
	for since, n := int64(0), 0; ; n++ {
		rows, err := s.Changed(ctx, since, 2)
		check(t, err)
		if len(rows) == 0 {
			break
		}
		if len(rows) > 2 || n > 10 {
			t.Fatalf("page %d has %d rows", n, len(rows))
		}
		for _, r := range rows {
			revs = append(revs, r.Rev)
			since = r.Rev
		}
	}
	if len(revs) != 5 || !slices.IsSorted(revs) {
		t.Errorf("revisions %v, want five growing ones", revs)
	}
	for _, limit := range []int{0, -1} {
		if rows, err := s.Changed(ctx, 0, limit); err != nil || len(rows) != 0 {
			t.Errorf("limit %d: %d rows, error %v", limit, len(rows), err)
		}
	}
}

func missedEnd(t *testing.T, s Store) {
	k := newTalk()
	k.put(t, s, k.turn("c1", "转人工"))
	k.assign(t, s, "agent1", Now())
	_, _, since := desk(t, s, "agent1")
	k.end(t, s)
	next := k.turn("c2", "又来了")
	next.Conversation.Case = chat.Case{Number: 2, State: chat.StateBot, OpenedAt: Now()}
	k.put(t, s, next)
	rows, err := s.Changed(context.Background(), since, 10)
	check(t, err)
	if len(rows) != 1 || rows[0].Conversation.Case.State != chat.StateBot {
		t.Errorf("a desk that knew case 1 is told %v", rows)
	}
}

func quietTurns(t *testing.T, s Store) {
	k := newTalk()
	k.put(t, s, k.turn("c1", "转人工"))
	k.wait(t, s, Now(), false)
	_, before, err := s.Waiting(context.Background())
	check(t, err)
	k.put(t, s, k.turn("c2", "在吗"))
	_, after, err := s.Waiting(context.Background())
	check(t, err)
	if before != after {
		t.Errorf("revision %d became %d by a turn that changes no case", before, after)
	}
}
