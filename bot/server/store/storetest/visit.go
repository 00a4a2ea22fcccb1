package storetest

import (
	"context"
	"testing"
	"time"

	"yiwen/bot/chat"
	"yiwen/bot/fault"
)

// Visits keeps who has logged out.
type Visits interface {
	EndVisit(ctx context.Context, v chat.VisitorID, at time.Time) error
	VisitEnded(ctx context.Context, v chat.VisitorID) (bool, error)
}

func visitTests() []namedTest {
	return []namedTest{{"VisitEndsOnceAndForAll", visitEnds}}
}

func visitEnds(t *testing.T, s Store) {
	ctx := context.Background()
	check(t, s.EndVisit(ctx, "gone", Now()))
	check(t, s.EndVisit(ctx, "gone", Now().Add(time.Hour)))
	if err := s.EndVisit(ctx, "", Now()); !fault.Is(err, fault.Invalid) {
		t.Errorf("nobody's visit: %v", err)
	}
	for v, want := range map[chat.VisitorID]bool{"gone": true, "here": false, "": false} {
		if got, err := s.VisitEnded(ctx, v); err != nil || got != want {
			t.Errorf("%q: %v, %v", v, got, err)
		}
	}
}
