package storetest

import (
	"context"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"yiwen/bot/fault"
	"yiwen/knowledge"
)

func feedbackTests() []namedTest {
	return []namedTest{{"FeedbackIsKeptListedAndAnswered", feedbackLife}}
}

func feedbackLife(t *testing.T, s Store) {
	ctx := context.Background()
	var want []knowledge.Feedback // the newest first
	for i, kind := range []knowledge.FeedbackKind{knowledge.FeedbackWrong, knowledge.FeedbackMissing, knowledge.FeedbackWrong} {
		f := knowledge.Feedback{Kind: kind, Conversation: "c", Seq: int64(i), Question: "怎么退款", Entry: "refund", Text: "答错了",
			By: "a1", ByName: "小陈", At: Now().Add(time.Duration(i) * time.Minute), State: knowledge.FeedbackOpen}
		var err error
		f.ID, err = s.AddFeedback(ctx, f)
		check(t, err)
		want = append([]knowledge.Feedback{f}, want...)
	}
	wantFeedback(t, s, "", want...)
	edit := func(f knowledge.Feedback) (knowledge.Feedback, error) {
		f.State, f.Answer, f.DoneBy, f.DoneAt = knowledge.FeedbackDone, "改好了", "editor", Now()
		f.Text, f.Question = "不该改", "不该改"
		return f, nil
	}
	done := want[1]
	done.State, done.Answer, done.DoneBy, done.DoneAt = knowledge.FeedbackDone, "改好了", "editor", Now()
	got, err := s.ChangeFeedback(ctx, done.ID, edit)
	check(t, err)
	if d := cmp.Diff(done, got); d != "" {
		t.Errorf("answered (-want +got):\n%s", d)
	}
	wantFeedback(t, s, knowledge.FeedbackDone, done)
	wantFeedback(t, s, knowledge.FeedbackOpen, want[0], want[2])
	wantFeedback(t, s, knowledge.FeedbackIgnored)
	list, total, err := s.FeedbackList(ctx, "", 2, 2)
	check(t, err)
	if d := cmp.Diff(want[2:], list); d != "" || total != 3 {
		t.Errorf("page 2 of %d (-want +got):\n%s", total, d)
	}
	other := knowledge.Feedback{Kind: knowledge.FeedbackMissing, Text: "缺", By: "a2", ByName: "小周", At: Now(), State: knowledge.FeedbackOpen}
	other.ID, err = s.AddFeedback(ctx, other)
	check(t, err)
	for staff, want := range map[string][]knowledge.Feedback{"a1": {want[0], done}, "a2": {other}, "": nil} {
		list, total, err := s.FeedbackBy(ctx, staff, 1, 2)
		check(t, err)
		if d := cmp.Diff(want, list); d != "" || total != map[string]int{"a1": 3, "a2": 1}[staff] {
			t.Errorf("of %q: %d in all (-want +got):\n%s", staff, total, d)
		}
	}
	_, err = s.ChangeFeedback(ctx, 99, edit)
	wantKind(t, err, fault.NotFound)
	_, err = s.ChangeFeedback(ctx, done.ID, func(f knowledge.Feedback) (knowledge.Feedback, error) {
		f.Answer = "\x00"
		return f, nil
	})
	wantKind(t, err, fault.Invalid)
	_, err = s.AddFeedback(ctx, knowledge.Feedback{Text: "\xff"})
	wantKind(t, err, fault.Invalid)
	wantFeedback(t, s, knowledge.FeedbackDone, done)
}

func wantFeedback(t *testing.T, s Store, state knowledge.FeedbackState, want ...knowledge.Feedback) {
	t.Helper()
	got, total, err := s.FeedbackList(context.Background(), state, 1, 0)
	check(t, err)
	if d := cmp.Diff(want, got); d != "" || total != len(want) {
		t.Errorf("%q: %d in all (-want +got):\n%s", state, total, d)
	}
}
