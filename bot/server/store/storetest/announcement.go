package storetest

import (
	"context"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"yiwen/bot/chat"
	"yiwen/bot/fault"
)

func announcementTests() []namedTest {
	return []namedTest{{"AnnouncementsStandUntilTheyEndAndAreKept", announcementLife}}
}

func announcementLife(t *testing.T, s Store) {
	ctx := context.Background()
	boss := chat.Actor{Kind: chat.Agent, ID: "boss", Name: "王主管"}
	other := chat.Actor{Kind: chat.Agent, ID: "other", Name: "李主管"}
	first, err := s.AddAnnouncement(ctx, chat.Announcement{
		Text: "充值通道故障，正在抢修", Level: chat.NoticeWarning, Sites: []chat.SiteID{"default", "merchant"},
		Made: Now(), From: Now(), Until: Now().Add(time.Hour), By: boss,
	}, "")
	check(t, err)
	second, err := s.AddAnnouncement(ctx, chat.Announcement{Text: "国庆放假安排", Level: chat.NoticeInfo, Made: Now(), From: Now().Add(time.Minute), By: other}, "")
	check(t, err)
	if first.ID == second.ID || first.ID == "" {
		t.Fatalf("ids %q and %q", first.ID, second.ID)
	}
	wantStanding(t, s, Now(), first, second)
	wantStanding(t, s, Now().Add(time.Hour), second)

	third, err := s.AddAnnouncement(ctx, chat.Announcement{Text: "已恢复", Level: chat.NoticeInfo, Made: Now().Add(2 * time.Minute), From: Now().Add(time.Hour), By: other}, first.ID)
	check(t, err)
	first.Ended, first.EndedBy = third.Made, other // and not when the new one begins
	wantStanding(t, s, third.Made, second, third)
	wantKind(t, s.EndAnnouncement(ctx, first.ID, boss, third.Made), fault.Conflict)
	again, err := s.AddAnnouncement(ctx, chat.Announcement{Text: "又坏了", Level: chat.NoticeWarning, Made: third.Made, From: third.Made, By: boss}, first.ID)
	check(t, err) // what is over may be replaced, and stays as it ended

	check(t, s.EndAnnouncement(ctx, again.ID, boss, third.Made.Add(time.Second)))
	again.Ended, again.EndedBy = third.Made.Add(time.Second), boss
	check(t, s.EndAnnouncement(ctx, third.ID, boss, third.Made.Add(time.Minute))) // before it begins
	third.Ended, third.EndedBy = third.Made.Add(time.Minute), boss
	wantStanding(t, s, third.From, second)
	for _, id := range []string{"a99", "99", "", "a1x", "a-1"} {
		wantKind(t, s.EndAnnouncement(ctx, id, boss, Now()), fault.NotFound)
	}
	_, err = s.AddAnnouncement(ctx, chat.Announcement{Text: "x", Level: chat.NoticeInfo, From: Now(), By: boss}, "a99")
	wantKind(t, err, fault.NotFound)
	_, err = s.AddAnnouncement(ctx, chat.Announcement{Text: "\x00", From: Now(), By: boss}, "")
	wantKind(t, err, fault.Invalid)

	got, total, err := s.AnnouncementsMade(ctx, 1, 3)
	check(t, err)
	if d := cmp.Diff([]chat.Announcement{again, third, second}, got); d != "" || total != 4 {
		t.Errorf("%d in all (-want +got):\n%s", total, d)
	}
	got, _, err = s.AnnouncementsMade(ctx, 2, 3)
	check(t, err)
	if d := cmp.Diff([]chat.Announcement{first}, got); d != "" {
		t.Errorf("page 2 (-want +got):\n%s", d)
	}
}

func wantStanding(t *testing.T, s Store, now time.Time, want ...chat.Announcement) {
	t.Helper()
	got, err := s.Announcements(context.Background(), now)
	check(t, err)
	if d := cmp.Diff(want, got); d != "" {
		t.Errorf("at %v (-want +got):\n%s", now, d)
	}
}
