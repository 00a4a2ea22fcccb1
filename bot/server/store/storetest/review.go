package storetest

import (
	"context"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"yiwen/bot/chat"
	"yiwen/bot/fault"
	"yiwen/handoff"
)

func reviewTests() []namedTest {
	return []namedTest{
		{"ReviewIsOpenedWithItsTurn", reviewOpened},
		{"NewRatingKeepsTheReview", reviewRatedAgain},
		{"ReviewsAreClosedAndListed", reviewClosed},
		{"ReviewOfAnotherConversationIsInvalid", reviewElsewhere},
	}
}

// rate judges the case badly and returns the review that it opens.
func (k *talk) rate(t *testing.T, s Store, r chat.Rated) handoff.Review {
	t.Helper()
	turn := k.turn("", "评价")
	turn.Events[0].Payload = r
	turn.Review = &handoff.Review{Conversation: k.state.ID, Case: k.state.Case.Number, Rated: r,
		Agent: "a1", AgentName: "小陈", Team: "trade", OpenedAt: Now()}
	k.put(t, s, turn)
	return *turn.Review
}

// reviews returns all reviews that are open, or closed, or either.
func reviews(t *testing.T, s Store, open *bool) []handoff.Review {
	t.Helper()
	list, total, err := s.Reviews(context.Background(), handoff.ReviewQuery{Open: open})
	check(t, err)
	if total != len(list) {
		t.Errorf("%d reviews of %d", len(list), total)
	}
	return list
}

func reviewOpened(t *testing.T, s Store) {
	no := false
	a, b := newTalk(), newTalk()
	a.put(t, s, a.turn("c1", "你好"))
	b.put(t, s, b.turn("c1", "你好"))
	first := a.rate(t, s, chat.Rated{Stars: 1, Solved: &no, Reasons: []string{"慢"}, Text: "太慢"})
	second := b.rate(t, s, chat.Rated{Stars: 2})
	got := reviews(t, s, nil)
	if len(got) != 2 || got[0].ID <= got[1].ID {
		t.Fatalf("reviews %+v", got)
	}
	second.ID, first.ID = got[0].ID, got[1].ID
	if d := cmp.Diff([]handoff.Review{second, first}, got); d != "" {
		t.Errorf("reviews (-want +got):\n%s", d)
	}
	// A turn that loses its race opens none.
	turn := a.turn("", "")
	turn.Review = &handoff.Review{Conversation: a.state.ID, Case: 7}
	a.put(t, s, a.turn("", "抢先"))
	wantKind(t, s.Append(context.Background(), turn), fault.Conflict)
	if got := reviews(t, s, nil); len(got) != 2 {
		t.Errorf("%d reviews after a refused turn", len(got))
	}
}

// close lets a supervisor finish review id.
func closeReview(t *testing.T, s Store, id int64, finding string) handoff.Review {
	t.Helper()
	boss := chat.Actor{Kind: chat.Agent, ID: "boss", Name: "主管", Role: chat.RoleSupervisor}
	got, err := s.ChangeReview(context.Background(), id, func(r handoff.Review) (handoff.Review, error) {
		return r.Close(handoff.CauseSlow, finding, boss, Now().Add(time.Hour))
	})
	check(t, err)
	return got
}

func reviewRatedAgain(t *testing.T, s Store) {
	k := newTalk()
	k.put(t, s, k.turn("c1", "你好"))
	k.rate(t, s, chat.Rated{Stars: 1})
	k.rate(t, s, chat.Rated{Stars: 2, Text: "好一点"})
	got := reviews(t, s, nil)
	if len(got) != 1 || got[0].Rated.Stars != 2 {
		t.Fatalf("reviews %+v", got)
	}
	closed := closeReview(t, s, got[0].ID, "排班不足")
	k.rate(t, s, chat.Rated{Stars: 1, Text: "还是差"})
	closed.Rated = chat.Rated{Stars: 1, Text: "还是差"}
	if d := cmp.Diff([]handoff.Review{closed}, reviews(t, s, nil)); d != "" {
		t.Errorf("a closed review (-want +got):\n%s", d)
	}
}

func reviewClosed(t *testing.T, s Store) {
	ctx, yes, no := context.Background(), true, false
	for range 3 {
		k := newTalk()
		k.put(t, s, k.turn("c1", "你好"))
		k.rate(t, s, chat.Rated{Stars: 1})
	}
	open := reviews(t, s, &yes)
	want := open[1]
	got := closeReview(t, s, want.ID, "排班不足")
	want.Cause, want.Finding, want.By, want.ByName, want.ClosedAt = handoff.CauseSlow, "排班不足", "boss", "主管", Now().Add(time.Hour)
	if d := cmp.Diff(want, got); d != "" {
		t.Errorf("closed (-want +got):\n%s", d)
	}
	if d := cmp.Diff([]handoff.Review{open[0], open[2]}, reviews(t, s, &yes)); d != "" {
		t.Errorf("open (-want +got):\n%s", d)
	}
	if d := cmp.Diff([]handoff.Review{want}, reviews(t, s, &no)); d != "" {
		t.Errorf("closed (-want +got):\n%s", d)
	}
	refused := fault.New(fault.Denied, "只有主管可以处理差评")
	_, err := s.ChangeReview(ctx, want.ID, func(r handoff.Review) (handoff.Review, error) {
		r.Finding = "改掉"
		return r, refused
	})
	wantKind(t, err, fault.Denied)
	kept, err := s.ChangeReview(ctx, want.ID, func(r handoff.Review) (handoff.Review, error) {
		r.Rated, r.Agent = chat.Rated{Stars: 5}, "a9" // are not a supervisor's to change
		return r, nil
	})
	check(t, err)
	if d := cmp.Diff(want, kept); d != "" {
		t.Errorf("after changes that are not kept (-want +got):\n%s", d)
	}
	_, err = s.ChangeReview(ctx, 99, func(r handoff.Review) (handoff.Review, error) { return r, nil })
	wantKind(t, err, fault.NotFound)
}

func reviewElsewhere(t *testing.T, s Store) {
	k := newTalk()
	turn := k.turn("c1", "你好")
	turn.Review = &handoff.Review{Conversation: "x", Case: 1}
	wantKind(t, s.Append(context.Background(), turn), fault.Invalid)
}
