package chat

import (
	"testing"
	"time"
)

func TestShownAnnouncement(t *testing.T) {
	now := time.Unix(10_000, 0)
	at := func(d time.Duration) time.Time { return now.Add(d) }
	all := []Announcement{
		{ID: "over", Level: NoticeWarning, From: at(-time.Hour), Until: now},
		{ID: "ended", Level: NoticeWarning, From: at(-time.Hour), Ended: at(-time.Minute)},
		{ID: "later", Level: NoticeWarning, From: at(time.Second)},
		{ID: "old", Level: NoticeInfo, From: at(-time.Hour)},
		{ID: "new", Level: NoticeInfo, From: at(-time.Minute), Until: at(time.Minute)},
		{ID: "taken back", Level: NoticeWarning, From: at(time.Second), Ended: at(-time.Hour)},
		{ID: "warning", Level: NoticeWarning, From: at(-2 * time.Hour), Sites: []SiteID{"merchant"}},
	}
	for _, c := range []struct {
		site SiteID
		now  time.Time
		want string
	}{
		{"default", now, "new"}, {"default", at(time.Minute), "later"}, {"merchant", now, "warning"},
		{"merchant", at(2 * time.Second), "later"}, {"default", at(-30 * time.Minute), "over"}, {"default", at(-3 * time.Hour), ""},
	} {
		got := ""
		if a := Shown(all, c.site, c.now); a != nil {
			got = a.ID
		}
		if got != c.want {
			t.Errorf("%s at %v: %q, want %q", c.site, c.now.Sub(now), got, c.want)
		}
	}
}
