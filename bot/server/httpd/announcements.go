package httpd

import (
	"cmp"
	"context"
	"net/http"
	"slices"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"yiwen/bot/chat"
	"yiwen/bot/fault"
	"yiwen/bot/server/auth"
)

// Announcements are what the shop tells everybody who opens the chat (公告). None is
// ever changed or forgotten, so that it stays known who told customers what.
type Announcements interface {
	// Announcements returns those that stand at a time, or will.
	Announcements(ctx context.Context, now time.Time) ([]chat.Announcement, error)
	// AnnouncementsMade returns a page of all, the newest first, and how many there are.
	AnnouncementsMade(ctx context.Context, page, size int) ([]chat.Announcement, int, error)
	// AddAnnouncement stores one under a new id and ends the one that it replaces.
	AddAnnouncement(ctx context.Context, a chat.Announcement, replaces string) (chat.Announcement, error)
	// EndAnnouncement ends one.
	EndAnnouncement(ctx context.Context, id string, by chat.Actor, at time.Time) error
}

// maxAnnounced is the longest that an announcement stands by a time set before.
const maxAnnounced = 366 * 24 * time.Hour

// announcement is an announcement as staff see it.
type announcement struct {
	ID      string        `json:"id"`
	Text    string        `json:"text"`
	Level   chat.Notice   `json:"level" enum:"info,warning"`
	Sites   []chat.SiteID `json:"sites,omitempty" doc:"Where it is shown; absent = everywhere"`
	Made    int64         `json:"made" doc:"When it was made, Unix milliseconds"`
	From    int64         `json:"from" doc:"When it begins, Unix milliseconds"`
	Until   int64         `json:"until,omitzero" doc:"Unix milliseconds; absent = until it is ended"`
	By      string        `json:"by" doc:"Shown name of who made it"`
	Ended   int64         `json:"ended,omitzero" doc:"When it was ended by hand, Unix milliseconds"`
	EndedBy string        `json:"ended_by,omitempty" doc:"Shown name of who ended it"`
	Live    bool          `json:"live" doc:"Whether it stands now"`
	Planned bool          `json:"planned" doc:"Whether it is still to begin"`
}

func announcementOf(a chat.Announcement, now time.Time) announcement {
	return announcement{
		ID: a.ID, Text: a.Text, Level: a.Level, Sites: a.Sites, Made: millis(a.Made), From: millis(a.From), Until: millis(a.Until), By: a.By.Name,
		Ended: millis(a.Ended), EndedBy: a.EndedBy.Name, Live: a.Live(now), Planned: a.Planned(now),
	}
}

// siteName is a site that announcements may be shown on.
type siteName struct {
	ID   chat.SiteID `json:"id"`
	Name string      `json:"name"`
}

// announced is what has been announced, and where it can be.
type announced struct {
	Items []announcement `json:"items" nullable:"false" doc:"The newest first"`
	Sites []siteName     `json:"sites" nullable:"false" doc:"All sites of the shop"`
	May   bool           `json:"may" doc:"Whether the caller may announce"`
	Zone  string         `json:"zone" doc:"By which the shop tells the time, as the IANA names it"`
}

type announcedOutput struct{ Body announced }

type announceInput struct {
	Body struct {
		Text     string        `json:"text" maxLength:"1000" doc:"At most 200 characters; plain text"`
		Level    chat.Notice   `json:"level" enum:"info,warning"`
		From     int64         `json:"from,omitempty" minimum:"0" maximum:"253402300799999" doc:"When it begins, Unix milliseconds; absent or past = at once"`
		Until    int64         `json:"until,omitempty" minimum:"0" maximum:"253402300799999" doc:"Unix milliseconds; absent = until it is ended"`
		Sites    []chat.SiteID `json:"sites,omitempty" maxItems:"100" doc:"Absent = everywhere"`
		Replaces string        `json:"replaces,omitempty" maxLength:"64" doc:"Id of the announcement that ends with this one"`
	}
}

type announcementOutput struct{ Body announcement }

type announcementInput struct {
	ID string `path:"id" minLength:"1" maxLength:"64"`
}

func (s *server) announcementRoutes(api huma.API) {
	register(s, api, staffOnly(huma.Operation{
		OperationID: "list-announcements", Method: http.MethodGet, Path: "/api/announcements", Tags: []string{"supervision"},
		Summary: "What customers are told, and were", Description: "The last fifty. Agents read it, supervisors write it.",
	}), s.listAnnouncements)
	register(s, api, staffOnly(huma.Operation{
		OperationID: "announce", Method: http.MethodPost, Path: "/api/announcements", Tags: []string{"supervision"},
		Summary: "Tell everybody who has the chat open, or opens it", Description: "Pushed to open chats within a second of its beginning. One that is planned is changed by another that replaces it. Supervisors.",
	}, 404), s.announce)
	register(s, api, staffOnly(huma.Operation{
		OperationID: "end-announcement", Method: http.MethodDelete, Path: "/api/announcements/{id}", Tags: []string{"supervision"},
		Summary: "End an announcement", Description: "It stays in the list, with who ended it. Supervisors.",
	}, 404, 409), s.endAnnouncement)
}

func (s *server) listAnnouncements(ctx context.Context, _ *nothing) (*announcedOutput, error) {
	if err := s.require(ctx, auth.RightDesk); err != nil {
		return nil, err
	}
	const last = 50
	all, _, err := s.Announcements.AnnouncementsMade(ctx, 1, last)
	if err != nil {
		return nil, err
	}
	content := s.Knowledge.Content()
	out := &announcedOutput{Body: announced{May: s.require(ctx, auth.RightCases) == nil, Zone: cmp.Or(content.Zone, time.UTC).String()}}
	for _, a := range all {
		out.Body.Items = append(out.Body.Items, announcementOf(a, s.now()))
	}
	for id, site := range content.Fronts.Sites {
		out.Body.Sites = append(out.Body.Sites, siteName{id, site.Name})
	}
	slices.SortFunc(out.Body.Sites, func(a, b siteName) int { // the default one first
		switch {
		case a.ID == b.ID:
			return 0
		case a.ID == auth.DefaultSite || b.ID != auth.DefaultSite && a.ID < b.ID:
			return -1
		}
		return 1
	})
	return out, nil
}

func (s *server) announce(ctx context.Context, in *announceInput) (*announcementOutput, error) {
	if err := s.require(ctx, auth.RightCases); err != nil {
		return nil, err
	}
	staff, err := s.caller(ctx)
	if err != nil {
		return nil, err
	}
	text, err := words("公告内容", in.Body.Text, chat.MaxAnnouncement)
	if err != nil {
		return nil, err
	}
	now, from, until := s.now(), instant(in.Body.From), instant(in.Body.Until)
	if from.Before(now) {
		from = now
	}
	switch {
	case from.After(now.Add(maxAnnounced)):
		return nil, fault.New(fault.Invalid, "开始时间最远一年")
	case !until.IsZero() && !until.After(now):
		return nil, fault.New(fault.Invalid, "结束时间应晚于现在")
	case !until.IsZero() && !until.After(from):
		return nil, fault.New(fault.Invalid, "结束时间应晚于开始时间")
	case until.After(from.Add(maxAnnounced)):
		return nil, fault.New(fault.Invalid, "结束时间最远一年，更久请不填，用完手动结束")
	}
	for i, id := range in.Body.Sites {
		if _, err := s.Auth.Site(id); err != nil {
			return nil, fault.New(fault.Invalid, "没有「%s」这个站点", id)
		}
		if slices.Index(in.Body.Sites, id) < i {
			return nil, fault.New(fault.Invalid, "站点「%s」重复", id)
		}
	}
	a, err := s.Announcements.AddAnnouncement(ctx, chat.Announcement{
		Text: text, Level: in.Body.Level, Sites: in.Body.Sites, Made: now, From: from, Until: until,
		By: chat.Actor{Kind: chat.Agent, ID: string(staff.ID), Name: staff.Name},
	}, in.Body.Replaces)
	if err != nil {
		return nil, err
	}
	s.Logger.Info("announced", "announcement", a.ID, "level", a.Level, "from", a.From, "by", staff.ID, "replaces", in.Body.Replaces)
	return &announcementOutput{announcementOf(a, now)}, nil
}

func (s *server) endAnnouncement(ctx context.Context, in *announcementInput) (*nothing, error) {
	if err := s.require(ctx, auth.RightCases); err != nil {
		return nil, err
	}
	staff, err := s.caller(ctx)
	if err != nil {
		return nil, err
	}
	by := chat.Actor{Kind: chat.Agent, ID: string(staff.ID), Name: staff.Name}
	if err := s.Announcements.EndAnnouncement(ctx, in.ID, by, s.now()); err != nil {
		return nil, err
	}
	s.Logger.Info("announcement ended", "announcement", in.ID, "by", staff.ID)
	return nil, nil
}
