package storetest

import (
	"context"
	"fmt"
	"math/rand/v2"
	"sync"
	"testing"
	"time"

	"yiwen/bot/chat"
	"yiwen/bot/fault"
)

func raceTests() []namedTest {
	return []namedTest{
		{"OneOfManyWins", oneWins},
		{"CrowdStaysDenseAndSingle", crowd},
		{"LeaseHasOneHolder", oneHolder},
	}
}

// oneWins lets many append on the same state at once.
func oneWins(t *testing.T, s Store) {
	k := newTalk()
	for round := range 10 {
		errs := make([]error, 16)
		var wg sync.WaitGroup
		for i := range errs {
			turn := k.turn(chat.ClientID(fmt.Sprintf("%d-%d", round, i)), "抢")
			wg.Go(func() { errs[i] = s.Append(context.Background(), turn) })
		}
		wg.Wait()
		won := 0
		for _, err := range errs {
			if err == nil {
				won++
			} else {
				wantKind(t, err, fault.Conflict)
			}
		}
		if won != 1 {
			t.Fatalf("round %d: %d of %d won, want 1", round, won, len(errs))
		}
		state, _, err := s.Load(context.Background(), k.state.ID)
		check(t, err)
		k.state = state
	}
}

// receipt is an acknowledged message.
type receipt struct {
	conversation chat.ConversationID
	cid          chat.ClientID
	seq          chat.Seq
}

// crowd lets many appenders fight over few conversations with ids that several of
// them use, as clients do that resend through two sockets.
func crowd(t *testing.T, s Store) {
	const appenders, talks, turns = 24, 4, 20
	seed := rand.Uint64()
	t.Logf("seed %d", seed)
	all := make([]*talk, talks)
	for i := range all {
		all[i] = newTalk()
		all[i].put(t, s, all[i].turn("first", "你好"))
	}
	var mu sync.Mutex
	var receipts []receipt
	conflicts := 0
	var wg sync.WaitGroup
	for n := range appenders {
		random := rand.New(rand.NewPCG(seed, uint64(n)))
		wg.Go(func() {
			for range turns {
				k := &talk{state: all[random.IntN(talks)].state}
				cid := chat.ClientID(fmt.Sprintf("m%d", random.IntN(appenders*turns/talks/2)))
				seq, lost := insist(t, s, k, cid)
				mu.Lock()
				receipts = append(receipts, receipt{k.state.ID, cid, seq})
				conflicts += lost
				mu.Unlock()
			}
		})
	}
	wg.Wait()
	if conflicts == 0 {
		t.Error("nobody ever lost: the test tests nothing")
	}
	stored := map[receipt]bool{}
	for _, k := range all {
		for r := range audit(t, s, k.state.ID) {
			stored[r] = true
		}
	}
	for _, r := range receipts {
		if r.seq != 0 && !stored[r] {
			t.Errorf("acknowledged but not in the log: %v", r)
		}
	}
}

// insist does what the engine does: load, append, and after a lost race look
// whether the message is stored already before it tries again. It returns the
// message's seq and how many races it lost.
func insist(t *testing.T, s Store, k *talk, cid chat.ClientID) (seq chat.Seq, lost int) {
	ctx := context.Background()
	for {
		state, _, err := s.Load(ctx, k.state.ID)
		if err != nil {
			t.Errorf("load: %v", err)
			return 0, lost
		}
		k.state = state
		turn := k.turn(cid, string(cid))
		err = s.Append(ctx, turn)
		if err == nil {
			return turn.Expect + 1, lost
		}
		if !fault.Is(err, fault.Conflict) {
			t.Errorf("append: %v", err)
			return 0, lost
		}
		lost++
		if seq, err = s.Acknowledged(ctx, k.state.ID, "customer", cid); err != nil || seq > 0 {
			if err != nil {
				t.Errorf("acknowledged: %v", err)
			}
			return seq, lost
		}
	}
}

// audit reads a whole log and returns its receipts; it fails on a hole, a double,
// or a state that is not at the end of the log.
func audit(t *testing.T, s Store, id chat.ConversationID) map[receipt]bool {
	t.Helper()
	state, _, err := s.Load(context.Background(), id)
	check(t, err)
	events, err := s.Events(context.Background(), id, 0, 1_000_000)
	check(t, err)
	if int(state.Seq) != len(events) {
		t.Errorf("conversation %s is at seq %d with %d events", id, state.Seq, len(events))
	}
	found, seen := map[receipt]bool{}, map[chat.ClientID]bool{}
	for i, e := range events {
		if e.Seq != chat.Seq(i+1) {
			t.Fatalf("event %d of conversation %s has seq %d", i, id, e.Seq)
		}
		if e.CID == "" {
			continue
		}
		if seen[e.CID] {
			t.Errorf("conversation %s has %s twice", id, e.CID)
		}
		seen[e.CID] = true
		found[receipt{id, e.CID, e.Seq}] = true
	}
	return found
}

func oneHolder(t *testing.T, s Store) {
	for round := range 10 {
		got := make([]bool, 8)
		var wg sync.WaitGroup
		for i := range got {
			wg.Go(func() {
				var err error
				if got[i], err = s.Lease(context.Background(), fmt.Sprint(round), fmt.Sprint(i), Now(), time.Second); err != nil {
					t.Errorf("lease: %v", err)
				}
			})
		}
		wg.Wait()
		holders := 0
		for _, g := range got {
			if g {
				holders++
			}
		}
		if holders != 1 {
			t.Errorf("round %d: %d holders, want 1", round, holders)
		}
	}
}
