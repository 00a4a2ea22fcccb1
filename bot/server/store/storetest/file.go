package storetest

import (
	"context"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"yiwen/bot/chat"
	"yiwen/bot/fault"
	"yiwen/handoff/canned"
	"yiwen/handoff/ticket"
	"yiwen/knowledge"
)

func fileTests() []namedTest {
	return []namedTest{
		{"FileIsKnownByItsID", fileKnown},
		{"WhatNothingShowsIsAnOrphan", orphans},
	}
}

// upload stores an upload under id.
func upload(t *testing.T, s Store, id string, at time.Time) chat.Upload {
	t.Helper()
	u := chat.Upload{
		Attachment: chat.Attachment{ID: id, Name: "截图 " + id + ".png", Type: "image/png", Size: 1 << 20, Width: 800, Height: 600},
		By:         chat.Actor{Kind: chat.Customer, ID: "v1"}, At: at,
	}
	check(t, s.AddFile(context.Background(), u))
	return u
}

func fileKnown(t *testing.T, s Store) {
	ctx := context.Background()
	u := upload(t, s, "f1", Now())
	got, err := s.File(ctx, "f1")
	check(t, err)
	if d := cmp.Diff(u.Attachment, got); d != "" {
		t.Errorf("file (-want +got):\n%s", d)
	}
	wantKind(t, s.AddFile(ctx, u), fault.Conflict)
	for _, id := range []string{"", "F1", "f2"} {
		_, err := s.File(ctx, id)
		wantKind(t, err, fault.NotFound)
	}
	for _, bad := range []chat.Upload{{}, {Attachment: chat.Attachment{ID: "f3", Name: "\xff"}}, {Attachment: chat.Attachment{ID: "\x00"}}} {
		wantKind(t, s.AddFile(ctx, bad), fault.Invalid)
	}
}

func orphans(t *testing.T, s Store) {
	ctx, now := context.Background(), Now()
	for i, id := range []string{"said", "info", "entry", "moved", "canned", "answer", "film", "late", "old", "older", "new"} {
		upload(t, s, id, now.Add(-time.Duration(i)*time.Minute))
	}
	k := newTalk()
	turn := k.turn("c1", "")
	turn.Events[0].Payload = chat.Message{Attachments: []chat.Attachment{{ID: "said"}, {ID: "unknown"}}}
	k.put(t, s, turn)
	made := filed(t, s, 1, func(x *ticket.Ticket) {
		x.Info.Files = []string{"info"}
		*x = ticket.Fold(*x, ticket.Entry{At: now, Move: ticket.Open, Files: []string{"entry"}})
	})
	moved(t, s, made.Number, ticket.Entry{At: now, By: person("a1"), Move: ticket.Note, Files: []string{"moved"}})
	_, err := s.SaveCanned(ctx, canned.Reply{Title: "图", Picture: &chat.Attachment{ID: "canned"}})
	check(t, err)
	body := `{"answer":"![甲](/files/answer \"8x8\") ![丙](/files/film.mp4) /files/ ![乙](/files/unknown)"}`
	_, err = s.Edit(ctx, act(knowledge.StepSave, "e1"), []knowledge.Edit{edit("a", body, 0)})
	check(t, err)
	want := func(before time.Time, want ...string) {
		t.Helper()
		got, err := s.OrphanFiles(ctx, before)
		check(t, err)
		if d := cmp.Diff(want, got); d != "" {
			t.Errorf("orphans before %v (-want +got):\n%s", before, d)
		}
	}
	want(now.Add(time.Hour), "new", "older", "old", "late")
	want(now.Add(-8*time.Minute), "new", "older")
	// One is sent after it was found, and stays.
	late := k.turn("c2", "")
	late.Events[0].Payload = chat.Message{Attachments: []chat.Attachment{{ID: "late"}}}
	k.put(t, s, late)
	for id, orphan := range map[string]bool{"late": false, "said": false, "unknown": false, "old": true} {
		got, err := s.DropFile(ctx, id)
		check(t, err)
		if got != orphan {
			t.Errorf("%s dropped: %v, want %v", id, got, orphan)
		}
	}
	want(now.Add(time.Hour), "new", "older")
	_, err = s.File(ctx, "old")
	wantKind(t, err, fault.NotFound)
	_, err = s.File(ctx, "late")
	check(t, err)
}
