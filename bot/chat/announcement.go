package chat

import (
	"slices"
	"time"
)

// Announcement (公告) is what a shop tells everybody who opens the chat: an outage,
// say. Once made it does not change but for its end; a new wording is a new one.
type Announcement struct {
	ID    string // opaque, unique
	Text  string // at most MaxAnnouncement runes
	Level Notice
	Sites []SiteID  // where it is shown; none = everywhere
	Made  time.Time // when it was made
	From  time.Time // when it begins: it is shown from then on
	Until time.Time // when it ends by itself; zero = never
	By    Actor     // who made it

	Ended   time.Time // when it was ended by hand; zero = it was not
	EndedBy Actor
}

// MaxAnnouncement is the greatest length of an announcement, in runes: what a phone
// shows without pushing the talk away.
const MaxAnnouncement = 200

// Notice is how grave an announcement is. The list is closed.
type Notice string

// The closed list of levels.
const (
	NoticeInfo    Notice = "info"
	NoticeWarning Notice = "warning"
)

// Live reports whether the announcement stands at a time.
func (a *Announcement) Live(now time.Time) bool {
	return a.Ended.IsZero() && !now.Before(a.From) && (a.Until.IsZero() || now.Before(a.Until))
}

// Planned reports whether the announcement is still to begin at a time.
func (a *Announcement) Planned(now time.Time) bool {
	return a.Ended.IsZero() && now.Before(a.From)
}

// On reports whether it is shown on a site.
func (a *Announcement) On(site SiteID) bool {
	return len(a.Sites) == 0 || slices.Contains(a.Sites, site)
}

// Shown returns what is shown on a site at a time, or nil: of what stands the
// warning that began last, else what began last.
func Shown(all []Announcement, site SiteID, now time.Time) *Announcement {
	var best *Announcement
	for i := range all {
		a := &all[i]
		if !a.Live(now) || !a.On(site) {
			continue
		}
		if best == nil || a.Level == NoticeWarning && best.Level != NoticeWarning ||
			a.Level == best.Level && !a.From.Before(best.From) {
			best = a
		}
	}
	return best
}
