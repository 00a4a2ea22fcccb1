package store

import (
	"sync"
	"testing"

	"yiwen/bot/chat"
)

// TestTailIsWhatWasAdded compares every answer of a growing tail with the log.
func TestTailIsWhatWasAdded(t *testing.T) {
	tails, err := newTails(2)
	if err != nil {
		t.Fatal(err)
	}
	k := newTalk()
	for range 50 {
		tails.add(k.turn().Events, nil)
		k.seq += 2
		for after := chat.Seq(0); after <= k.seq+1; after++ {
			for _, limit := range []int{1, 3, 1000} {
				got, ok := tails.after(k.id, after, limit)
				if !ok {
					if after >= k.seq-keepEvents {
						t.Fatalf("at %d the tail does not reach back to %d", k.seq, after)
					}
					continue
				}
				if want := min(max(int(k.seq-after), 0), limit); len(got) != want {
					t.Fatalf("at %d, after %d at most %d: %d events, want %d", k.seq, after, limit, len(got), want)
				}
				for i, e := range got {
					if e.Seq != after+1+chat.Seq(i) {
						t.Fatalf("at %d, after %d: event %d has seq %d", k.seq, after, i, e.Seq)
					}
				}
			}
		}
		if tail, _ := tails.lru.Peek(k.id); len(tail) > 2*keepEvents {
			t.Fatalf("%d events kept", len(tail))
		}
	}
}

// TestTailNeverBridgesAHole: events that do not follow begin the tail anew, and a
// long turn keeps its end only.
func TestTailNeverBridgesAHole(t *testing.T) {
	tails, err := newTails(2)
	if err != nil {
		t.Fatal(err)
	}
	k := newTalk()
	tails.add(k.turn().Events, nil)
	k.seq = 10
	tails.add(k.turn().Events, nil)
	if _, ok := tails.after(k.id, 0, 100); ok {
		t.Error("the tail reaches back over a hole")
	}
	if got, ok := tails.after(k.id, 10, 100); !ok || len(got) != 2 {
		t.Errorf("after the hole: %v %v", ok, got)
	}
	long := make([]chat.Event, 100)
	for i := range long {
		long[i] = chat.Event{Conversation: k.id, Seq: chat.Seq(13 + i)}
	}
	tails.add(long, nil)
	if got, ok := tails.after(k.id, 110, 100); !ok || len(got) != 2 {
		t.Errorf("the end of a long turn: %v %v", ok, got)
	}
	if _, ok := tails.after(k.id, 20, 100); ok {
		t.Error("a long turn is kept whole")
	}
}

func TestTailsForgetTheOldestConversation(t *testing.T) {
	tails, err := newTails(2)
	if err != nil {
		t.Fatal(err)
	}
	talks := []*talk{newTalk(), newTalk(), newTalk()}
	for _, k := range talks {
		tails.add(k.turn().Events, nil)
	}
	for i, want := range []bool{false, true, true} {
		if _, ok := tails.after(talks[i].id, 0, 10); ok != want {
			t.Errorf("conversation %d kept: %v, want %v", i, ok, want)
		}
	}
}

// TestTailsUnderReaders is for the race detector.
func TestTailsUnderReaders(t *testing.T) {
	tails, err := newTails(2)
	if err != nil {
		t.Fatal(err)
	}
	k := newTalk()
	id := k.id
	tails.add(k.turn().Events, nil)
	var wg sync.WaitGroup
	for range 4 {
		wg.Go(func() {
			for range 500 {
				got, _ := tails.after(id, 0, 100)
				for i := range got {
					got[i] = got[i].For(chat.Customer)
				}
			}
		})
	}
	for range 500 {
		k.seq += 2
		tails.add(k.turn().Events, nil)
	}
	wg.Wait()
}

// TestTailMarksWhatIsTakenBack: only what it holds, and no copy that a reader has.
func TestTailMarksWhatIsTakenBack(t *testing.T) {
	tails, err := newTails(2)
	if err != nil {
		t.Fatal(err)
	}
	k := newTalk()
	for range keepEvents {
		tails.add(k.turn().Events, nil)
		k.seq += 2
	}
	before, _ := tails.after(k.id, k.seq-4, 100)
	tails.add(k.turn().Events, []chat.Seq{0, 1, k.seq - 2, k.seq + 2, k.seq + 99})
	for _, e := range before {
		if e.Recalled {
			t.Errorf("event %d was changed in a reader's hands", e.Seq)
		}
	}
	got, ok := tails.after(k.id, k.seq-4, 100)
	if !ok {
		t.Fatal("the tail does not reach back")
	}
	for _, e := range got {
		if want := e.Seq == k.seq-2 || e.Seq == k.seq+2; e.Recalled != want {
			t.Errorf("event %d recalled %v, want %v", e.Seq, e.Recalled, want)
		}
	}
}
