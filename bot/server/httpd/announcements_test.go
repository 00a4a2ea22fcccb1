package httpd

import (
	"context"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"yiwen/bot"
	"yiwen/bot/chat"
	"yiwen/bot/fault"
	"yiwen/handoff"
)

func (h *house) Announcements(_ context.Context, now time.Time) ([]chat.Announcement, error) {
	return slices.DeleteFunc(slices.Clone(h.announced), func(a chat.Announcement) bool { return !a.Live(now) }), nil
}

func (h *house) AnnouncementsMade(context.Context, int, int) ([]chat.Announcement, int, error) {
	all := slices.Clone(h.announced)
	slices.Reverse(all)
	return all, len(all), nil
}

func (h *house) AddAnnouncement(ctx context.Context, a chat.Announcement, replaces string) (chat.Announcement, error) {
	if replaces != "" {
		if err := h.EndAnnouncement(ctx, replaces, a.By, a.Made); err != nil {
			return a, err
		}
	}
	a.ID = fmt.Sprintf("a%d", len(h.announced)+1)
	h.announced = append(h.announced, a)
	return a, nil
}

func (h *house) EndAnnouncement(_ context.Context, id string, by chat.Actor, at time.Time) error {
	for i := range h.announced {
		a := &h.announced[i]
		switch {
		case a.ID == id && !a.Live(at) && !a.Planned(at):
			return fault.New(fault.Conflict, "这条公告已经结束")
		case a.ID == id:
			a.Ended, a.EndedBy = at, by
			return nil
		}
	}
	return fault.New(fault.NotFound, "没有这条公告")
}

func TestAnnouncementsAreMadeShownAndEnded(t *testing.T) {
	w := newWorld(t)
	boss, agent := w.signIn(t, "supervisor1"), w.signIn(t, "agent1")
	for body, want := range map[string]string{
		`{"text":" ","level":"info"}`:                                "请填写公告内容",
		`{"text":"` + strings.Repeat("字", 201) + `","level":"info"}`: "200",
		`{"text":"x","level":"shout"}`:                               "",
		`{"text":"x","level":"info","until":1}`:                      "结束时间应晚于现在",
		`{"text":"x","level":"info","until":253402300799999}`:        "最远一年",
		`{"text":"x","level":"info","sites":["nowhere"]}`:            "没有「nowhere」这个站点",
		`{"text":"x","level":"info","sites":["default","default"]}`:  "重复",
		`{"text":"x\u0000","level":"info"}`:                          "",
	} {
		if rec := w.do("POST", "/api/announcements", body, boss); rec.Code != 422 || !strings.Contains(rec.Body.String(), want) {
			t.Errorf("%.60s: %d %s", body, rec.Code, rec.Body)
		}
	}
	if got := w.do("GET", "/api/widget", "").Body.String(); strings.Contains(got, "announcement") {
		t.Errorf("before: %s", got)
	}
	until := w.now.Add(time.Hour).UnixMilli()
	if rec := w.do("POST", "/api/announcements", fmt.Sprintf(`{"text":" 充值<b>故障</b>，正在抢修 ","level":"warning","until":%d}`, until), boss); rec.Code != 200 {
		t.Fatal(rec.Code, rec.Body)
	}
	want := fmt.Sprintf(`"announcement":{"id":"a1","text":"充值<b>故障</b>，正在抢修","level":"warning","until_ms":%d}`, until)
	if got := w.do("GET", "/api/widget", "").Body.String(); !strings.Contains(got, want) {
		t.Errorf("greeting: %s", got)
	}
	if rec := w.do("POST", "/api/announcements", `{"text":"已恢复","level":"info","replaces":"a1"}`, boss); rec.Code != 200 {
		t.Fatal(rec.Code, rec.Body)
	}
	if rec := w.do("DELETE", "/api/announcements/a2", "", boss); rec.Code != http.StatusNoContent {
		t.Error(rec.Code, rec.Body)
	}
	if rec := w.do("DELETE", "/api/announcements/a2", "", boss); rec.Code != http.StatusConflict {
		t.Error(rec.Code, rec.Body)
	}
	if got := w.do("GET", "/api/widget", "").Body.String(); strings.Contains(got, "announcement") {
		t.Errorf("after: %s", got)
	}
	got := w.do("GET", "/api/announcements", "", agent).Body.String()
	for _, part := range []string{`"may":false`, `"ended_by":"`, `"live":false`, "已恢复"} {
		if !strings.Contains(got, part) {
			t.Errorf("the list has no %s: %s", part, got)
		}
	}
}

// TestGreetingOfFronts: what a site and an entrance say of themselves.
func TestGreetingOfFronts(t *testing.T) {
	w := newWorld(t)
	hours := handoff.Hours{Calendar: &handoff.Calendar{Zone: time.UTC}, Shifts: []handoff.Shift{{From: 0, To: 1}}}
	teams, err := handoff.NewTeams([]handoff.Team{{ID: "a", Name: "甲", Hours: hours}, {ID: "b", Name: "乙", Hours: handoff.Hours{Calendar: hours.Calendar}}}, "a")
	if err != nil {
		t.Fatal(err)
	}
	w.content.Teams = teams
	w.content.Fronts = bot.Fronts{
		Sites:     map[chat.SiteID]bot.Site{"default": {Front: bot.Front{Welcome: "站点"}, Colour: "#123456", Theme: "auto", Locale: "zh-TW"}},
		Entrances: map[string]bot.Entrance{"recharge": {Front: bot.Front{Welcome: "充值", Hot: []string{"q-05", "gone"}}, Form: []string{"order_no"}}},
	}
	w.content.Replies.InfoTitle = "先填信息"
	for target, want := range map[string]string{
		"/api/widget":                       `"welcome":"站点","hot":[{"id":"q-03","question":"问题3"},{"id":"q-01","question":"问题1"}],"colour":"#123456","theme":"auto","locale":"zh-TW","staffed":false,"opens_ms":`,
		"/api/widget?entry=recharge":        `"welcome":"充值","hot":[{"id":"q-05","question":"问题5"}],"colour":"#123456"`,
		"/api/widget?team=b":                `"staffed":true}`,
		"/api/widget?team=moon":             `"staffed":false`,
		"/api/widget?entry=recharge&team=b": `"form":{"id":"info","title":"先填信息","fields":[{"name":"order_no","label":"订单号","kind":"line"`,
	} {
		if rec := w.do("GET", target, ""); rec.Code != 200 || !strings.Contains(rec.Body.String(), want) {
			t.Errorf("%s: %d %s", target, rec.Code, rec.Body)
		}
	}
}

func TestAnnouncementIsPlannedChangedAndTakenBack(t *testing.T) {
	w := newWorld(t)
	boss := w.signIn(t, "supervisor1")
	at := func(d time.Duration) int64 { return w.now.Add(d).UnixMilli() }
	for body, want := range map[string]string{
		fmt.Sprintf(`{"text":"x","level":"info","from":%d,"until":%d}`, at(2*time.Hour), at(time.Hour)): "结束时间应晚于开始时间",
		fmt.Sprintf(`{"text":"x","level":"info","from":%d}`, at(400*24*time.Hour)):                      "开始时间最远一年",
	} {
		if rec := w.do("POST", "/api/announcements", body, boss); rec.Code != 422 || !strings.Contains(rec.Body.String(), want) {
			t.Errorf("%s: %d %s", body, rec.Code, rec.Body)
		}
	}
	plan := func(text, replaces string, from, until time.Duration) {
		t.Helper()
		body := fmt.Sprintf(`{"text":%q,"level":"warning","from":%d,"until":%d,"replaces":%q}`, text, at(from), at(until), replaces)
		if rec := w.do("POST", "/api/announcements", body, boss); rec.Code != 200 || !strings.Contains(rec.Body.String(), `"planned":true`) {
			t.Fatalf("%d %s", rec.Code, rec.Body)
		}
	}
	greeted := func() string { return w.do("GET", "/api/widget", "").Body.String() }
	plan("凌晨2点维护", "", time.Hour, 3*time.Hour)
	plan("凌晨3点维护", "a1", 2*time.Hour, 3*time.Hour)
	plan("又一次", "", 4*time.Hour, 5*time.Hour)
	if list := w.do("GET", "/api/announcements", "", boss).Body.String(); strings.Count(list, `"planned":true`) != 2 || !strings.Contains(list, `"zone":"UTC"`) {
		t.Error(list)
	}
	if rec := w.do("DELETE", "/api/announcements/a3", "", boss); rec.Code != http.StatusNoContent {
		t.Error(rec.Code, rec.Body)
	}
	start := w.now
	for d, want := range map[time.Duration]string{
		0: "", 90 * time.Minute: "", 2 * time.Hour: "凌晨3点维护", 3*time.Hour - time.Second: "凌晨3点维护", 3 * time.Hour: "", 4 * time.Hour: "",
	} {
		w.now = start.Add(d)
		if got := greeted(); strings.Contains(got, "announcement") != (want != "") || !strings.Contains(got, want) {
			t.Errorf("after %v: %s", d, got)
		}
	}
}
