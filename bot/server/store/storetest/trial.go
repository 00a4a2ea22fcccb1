package storetest

import (
	"context"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"yiwen/bot/fault"
	"yiwen/knowledge"
)

// Trials keeps what editors asked the bot.
type Trials interface {
	AddTrial(ctx context.Context, t knowledge.Trial) error
	Trial(ctx context.Context, id string) (knowledge.Trial, error)
}

func trialTests() []namedTest {
	return []namedTest{
		{"TrialIsReadAsItWasStored", trialStored},
		{"TrialIsSweptAfterNinetyDays", trialSwept},
	}
}

func trialStored(t *testing.T, s Store) {
	want := knowledge.Trial{ID: "k3tq7m2xha", At: Now(), By: "editor1", Body: []byte(`{"turns":[{"text":"充值没到账"}]}`)}
	check(t, s.AddTrial(context.Background(), want))
	got, err := s.Trial(context.Background(), want.ID)
	check(t, err)
	if d := cmp.Diff(want, got); d != "" {
		t.Errorf("trial (-want +got):\n%s", d)
	}
	if err := s.AddTrial(context.Background(), want); err == nil {
		t.Error("the same id was stored twice")
	}
	if _, err := s.Trial(context.Background(), "gone"); !fault.Is(err, fault.NotFound) {
		t.Errorf("a trial that is not there: %v", err)
	}
}

func trialSwept(t *testing.T, s Store) {
	const day = 24 * time.Hour
	check(t, s.AddTrial(context.Background(), knowledge.Trial{ID: "old", At: Now().Add(-91 * day), Body: []byte("{}")}))
	check(t, s.AddTrial(context.Background(), knowledge.Trial{ID: "young", At: Now().Add(-89 * day), Body: []byte("{}")}))
	check(t, s.Sweep(context.Background(), Now()))
	if _, err := s.Trial(context.Background(), "old"); !fault.Is(err, fault.NotFound) {
		t.Errorf("the old one: %v", err)
	}
	_, err := s.Trial(context.Background(), "young")
	check(t, err)
}
