package storetest

import (
	"context"
	"testing"

	"yiwen/bot/chat"
	"yiwen/bot/fault"
)

func readTests() []namedTest {
	return []namedTest{{"MarkMovesForwardOnly", markRead}}
}

func markRead(t *testing.T, s Store) {
	ctx, k := context.Background(), newTalk()
	for range 3 {
		k.put(t, s, k.turn("", "嗯")) // up to seq 6
	}
	for _, c := range []struct{ mark, want chat.Seq }{{2, 2}, {4, 4}, {3, 4}, {0, 4}, {99, 6}, {5, 6}} {
		check(t, s.MarkRead(ctx, k.state.ID, "customer", c.mark))
		got, err := s.ReadUpTo(ctx, k.state.ID, "customer")
		check(t, err)
		if got != c.want {
			t.Errorf("after mark %d read up to %d, want %d", c.mark, got, c.want)
		}
	}
	got, err := s.ReadUpTo(ctx, k.state.ID, "agent:agent1")
	check(t, err)
	if got != 0 {
		t.Errorf("another reader has read up to %d", got)
	}
	wantKind(t, s.MarkRead(ctx, "nobody", "customer", 1), fault.NotFound)
	wantKind(t, s.MarkRead(ctx, k.state.ID, "customer", -1), fault.Invalid)
	wantKind(t, s.MarkRead(ctx, k.state.ID, "", 1), fault.Invalid)
}
