package storetest

import (
	"context"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"yiwen/bot/chat"
	"yiwen/bot/fault"
	"yiwen/handoff/canned"
)

func cannedTests() []namedTest {
	return []namedTest{
		{"RepliesAreKeptChangedAndDeleted", cannedLife},
		{"UsesAreCounted", cannedUses},
		{"RepliesOfThePackAreOnlyCounted", cannedPack},
	}
}

func cannedLife(t *testing.T, s Store) {
	ctx := context.Background()
	want := canned.Reply{Scope: canned.Team, Owner: "a1", Team: "trade", Group: "开场", Title: "安抚", Text: "{客户}您好", Opener: true,
		Picture: &chat.Attachment{ID: "f1", Name: "图.png", Type: "image/png", Size: 9, Width: 3, Height: 4}, Changed: Now(), By: "boss"}
	var err error
	want.ID, err = s.SaveCanned(ctx, want)
	check(t, err)
	old := canned.Reply{Scope: canned.Personal, Owner: "a1", Title: "旧的", Text: "嗯", Changed: Now().Add(-time.Hour), By: "a1"}
	old.ID, err = s.SaveCanned(ctx, old)
	check(t, err)
	if want.ID == "" || want.ID == old.ID {
		t.Fatalf("ids %q and %q", want.ID, old.ID)
	}
	wantReplies(t, s, want, old)
	old.Scope, old.Owner, old.Text, old.Opener, old.Changed, old.By = canned.Global, "", "好的", true, Now().Add(time.Hour), "boss"
	id, err := s.SaveCanned(ctx, old)
	check(t, err)
	if id != old.ID {
		t.Errorf("saved as %q, was %q", id, old.ID)
	}
	want.Picture = nil
	_, err = s.SaveCanned(ctx, want)
	check(t, err)
	wantReplies(t, s, old, want)
	check(t, s.DeleteCanned(ctx, want.ID))
	wantReplies(t, s, old)
	wantKind(t, s.DeleteCanned(ctx, want.ID), fault.NotFound)
	_, err = s.SaveCanned(ctx, want) // somebody deleted it meanwhile
	wantKind(t, err, fault.NotFound)
	_, err = s.SaveCanned(ctx, canned.Reply{Title: "a\x00"})
	wantKind(t, err, fault.Invalid)
}

func wantReplies(t *testing.T, s Store, want ...canned.Reply) {
	t.Helper()
	got, err := s.CannedReplies(context.Background())
	check(t, err)
	if d := cmp.Diff(want, got); d != "" {
		t.Errorf("replies (-want +got):\n%s", d)
	}
}

func cannedUses(t *testing.T, s Store) {
	ctx := context.Background()
	r := canned.Reply{Scope: canned.Global, Title: "好", Text: "好的", Changed: Now(), By: "boss"}
	var err error
	r.ID, err = s.SaveCanned(ctx, r)
	check(t, err)
	var wg sync.WaitGroup
	for i := range 10 {
		wg.Go(func() {
			if err := s.UseCanned(ctx, r.ID, Now().Add(time.Duration(i)*time.Second)); err != nil {
				t.Errorf("use: %v", err)
			}
		})
	}
	wg.Wait()
	_, err = s.SaveCanned(ctx, r) // does not set it back
	check(t, err)
	r.Uses, r.UsedAt = 10, Now().Add(9*time.Second)
	wantReplies(t, s, r)
	wantKind(t, s.UseCanned(ctx, "nothing", Now()), fault.NotFound)
	check(t, s.DeleteCanned(ctx, r.ID))
	uses, err := s.CannedUses(ctx)
	check(t, err)
	if len(uses) != 0 {
		t.Errorf("uses %v after everything was deleted", uses)
	}
}

func cannedPack(t *testing.T, s Store) {
	ctx := context.Background()
	check(t, s.UseCanned(ctx, "pack:hello", Now()))
	check(t, s.UseCanned(ctx, "pack:hello", Now()))
	uses, err := s.CannedUses(ctx)
	check(t, err)
	if d := cmp.Diff(map[string]int{"pack:hello": 2}, uses); d != "" {
		t.Errorf("uses (-want +got):\n%s", d)
	}
	wantReplies(t, s)
	_, err = s.SaveCanned(ctx, canned.Reply{ID: "pack:hello", Title: "好"})
	wantKind(t, err, fault.Denied)
	wantKind(t, s.DeleteCanned(ctx, "pack:hello"), fault.NotFound)
}
