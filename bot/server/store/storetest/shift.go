package storetest

import (
	"context"
	"testing"
	"time"

	"yiwen/bot/chat"
	"yiwen/bot/fault"
)

func shiftTests() []namedTest {
	return []namedTest{
		{"SilentAgentHasVanished", silentAgent},
		{"PresenceNeverMovesBackwards", presenceForward},
		{"LeaseIsKeptRenewedAndLost", leaseLife},
		{"WhoSaysOfflineHasVanished", saidOffline},
		{"DueWhatIsDue", dueCases},
	}
}

func silentAgent(t *testing.T, s Store) {
	ctx, now := context.Background(), Now()
	k := newTalk()
	k.put(t, s, k.turn("c1", "转人工"))
	wantVanished(t, s, now.Add(time.Hour), 0) // the bot has it
	k.assign(t, s, "agent1", now)
	wantVanished(t, s, now, 0)
	wantVanished(t, s, now.Add(time.Minute), 1) // never seen, assigned long ago
	check(t, s.Seen(ctx, []chat.AgentID{"agent1", "agent2"}, now.Add(2*time.Minute)))
	wantVanished(t, s, now.Add(time.Minute), 0)
	wantVanished(t, s, now.Add(3*time.Minute), 1)
	k.assign(t, s, "agent1", now.Add(5*time.Minute)) // who gets a case is there
	wantVanished(t, s, now.Add(3*time.Minute), 0)
	k.wait(t, s, now, true)
	wantVanished(t, s, now.Add(time.Hour), 0)
	check(t, s.Seen(ctx, nil, now))
}

func wantVanished(t *testing.T, s Store, before time.Time, want int) {
	t.Helper()
	rows, err := s.Vanished(context.Background(), before)
	check(t, err)
	if len(rows) != want {
		t.Errorf("%d cases of agents who vanished before %v, want %d", len(rows), before, want)
	}
}

func presenceForward(t *testing.T, s Store) {
	ctx, now := context.Background(), Now()
	k := newTalk()
	k.put(t, s, k.turn("c1", "转人工"))
	k.assign(t, s, "agent1", now)
	check(t, s.Seen(ctx, []chat.AgentID{"agent1"}, now.Add(10*time.Minute)))
	check(t, s.Seen(ctx, []chat.AgentID{"agent1"}, now.Add(5*time.Minute)))
	wantVanished(t, s, now.Add(7*time.Minute), 0)
}

func leaseLife(t *testing.T, s Store) {
	now := Now()
	for i, c := range []struct {
		holder string
		at     time.Duration
		ttl    time.Duration
		want   bool
	}{
		{"a", 0, 10 * time.Second, true},
		{"b", 0, 10 * time.Second, false},
		{"a", 5 * time.Second, 10 * time.Second, true}, // renewed until 15
		{"b", 14999 * time.Millisecond, 10 * time.Second, false},
		{"b", 15 * time.Second, 10 * time.Second, true}, // expired
		{"a", 16 * time.Second, 10 * time.Second, false},
		{"b", 17 * time.Second, 0, true}, // given back
		{"a", 17 * time.Second, 10 * time.Second, true},
	} {
		got, err := s.Lease(context.Background(), "dispatch", c.holder, now.Add(c.at), c.ttl)
		check(t, err)
		if got != c.want {
			t.Errorf("step %d: %s after %v: %v, want %v", i, c.holder, c.at, got, c.want)
		}
	}
	got, err := s.Lease(context.Background(), "other", "b", now, time.Second)
	check(t, err)
	if !got {
		t.Error("a lease of another name is not free")
	}
	for _, bad := range []struct{ name, holder string }{{"", "a"}, {"x", ""}} {
		_, err := s.Lease(context.Background(), bad.name, bad.holder, now, time.Second)
		wantKind(t, err, fault.Invalid)
	}
	_, err = s.Lease(context.Background(), "x", "a", now, -1)
	wantKind(t, err, fault.Invalid)
}
