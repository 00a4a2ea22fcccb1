package httpd

import (
	"context"
	"encoding/json"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"yiwen/bot/chat"
	"yiwen/bot/fault"
	"yiwen/bot/report"
	"yiwen/bot/server/editing"
	"yiwen/knowledge"
	"yiwen/knowledge/twins"
)

// inbox is an Inbox with one group in it.
type inbox struct{ acted *editing.Act }

func (inbox) Misses(_ context.Context, q editing.MissQuery) (editing.Misses, error) {
	at := time.UnixMilli(1_800_000_000_000)
	ref := knowledge.AskedRef{Conversation: "c1", Seq: 3}
	return editing.Misses{
		Items: []editing.Miss{{
			Key: "k", Label: "能开专票吗", Size: 2, People: 1, LastAt: at, Trend: []editing.DayCount{{Day: "2027-01-15", Count: 2}},
			Texts:   []editing.MissText{{AskedRef: ref, Text: "能开专票吗", At: at, Whys: []knowledge.Why{knowledge.WhyFallback, knowledge.WhyHandoff}, State: editing.MissOpen}},
			Rest:    []editing.MissRest{{AskedRef: knowledge.AskedRef{Conversation: "c1", Seq: 5}, As: 0}},
			Entry:   &editing.Suggested{ID: "invoice", Question: "怎么开发票", Score: 0.41},
			Replies: []editing.MissReply{{AskedRef: ref, Text: "可以开专票，请提供税号", ByName: "小陈"}},
		}},
		Page: 2, Of: q.Of.Conversation, Total: q.Days, Counts: map[editing.MissState]int{editing.MissOpen: 2, editing.MissDone: 5}, Days: []editing.DayCount{{Day: "2027-01-15", Count: 2}},
	}, nil
}

func (i inbox) Act(_ context.Context, by chat.Staff, a editing.Act) (editing.Settled, error) {
	if i.acted != nil {
		*i.acted = a
	}
	return editing.Settled{Undo: 7, Changed: len(a.Of), Entry: a.Entry}, nil
}

func (inbox) Undo(_ context.Context, _ chat.Staff, id int64) (int, error) {
	if id == 9 {
		return 0, fault.New(fault.Conflict, "条目「invoice」在这之后又有改动")
	}
	return 1, nil
}

// figured is Figures of one entry.
type figured struct{ query *report.Query }

func (f figured) Table(_ context.Context, from, to knowledge.Day, q report.Query) (report.Table, error) {
	if f.query != nil {
		*f.query = q
	}
	l := report.Line{Key: "invoice", Label: "=怎么开发票", Category: "售后", Asked: 3, Answered: 2, ChangedAt: time.UnixMilli(5)}
	return report.Table{Lines: []report.Line{l}, Sum: report.Line{Asked: 3, Answered: 2}, Days: []report.Day{{Day: from, Asked: 3, Answered: 2, Fallback: 1}, {Day: to}}}, nil
}

func (figured) Gaps(context.Context) ([]editing.Gap, error) {
	return []editing.Gap{{AskedRef: knowledge.AskedRef{Conversation: "c1", Seq: 3}, Label: "能货到付款吗", Size: 4, People: 3, Texts: []string{"能货到付款吗"}}}, nil
}

func (figured) Stale(_ context.Context, days int) ([]report.Stale, error) {
	return []report.Stale{{ID: "invoice", Question: "怎么开发票", Why: report.WhyUnused, Since: time.UnixMilli(int64(days))}}, nil
}

// twinned is Twins that found a pair.
type twinned struct{}

func (twinned) Find(by chat.Staff) (knowledge.Job, error) {
	return knowledge.Job{ID: "j9", Kind: knowledge.JobTwins, State: knowledge.JobRunning, ByName: by.Name}, nil
}

func (twinned) Latest(context.Context) (knowledge.Job, error) {
	b, err := json.Marshal(editing.TwinsResult{Entries: 2, Questions: 5, Pairs: []twins.Twin{{Kind: twins.Near, Text: "一", Entry: "a", Other: "b", Score: 0.9}}})
	return knowledge.Job{ID: "j9", Kind: knowledge.JobTwins, State: knowledge.JobDone, Result: b}, err
}

func TestMisses(t *testing.T) {
	var acted editing.Act
	w := newWorld(t, func(o *Options) { o.Inbox = inbox{&acted} })
	cookie := w.signIn(t, "editor1")
	got := w.do("GET", "/api/misses?days=7&state=open&of=c1&seq=3", "", cookie).Body.String()
	want := `{"items":[{"key":"k","label":"能开专票吗","size":2,"people":1,"last_at":1800000000000,"trend":[{"day":"2027-01-15","count":2}],` +
		`"texts":[{"conversation":"c1","seq":3,"text":"能开专票吗","at":1800000000000,"why":"fallback","whys":["fallback","handoff"],"state":"open"}],` +
		`"rest":[{"conversation":"c1","seq":5,"as":0}],"entry":{"id":"invoice","question":"怎么开发票","score":0.41},"replies":[{"text":"可以开专票，请提供税号","by_name":"小陈","conversation":"c1","seq":3}]}],` +
		`"page":2,"of":"c1","total":7,"size":50,"counts":{"open":2,"ignored":0,"given":0,"done":5},"days":[{"day":"2027-01-15","count":2}]}`
	if d := cmp.Diff(want, strings.TrimSpace(got)); d != "" {
		t.Errorf("(-want +got):\n%s", d)
	}
	for _, c := range []struct {
		body string
		code int
	}{
		{`{"texts":[{"conversation":"c1","seq":3}],"action":"entry","question":"能开专票吗","answer":"能","category":"售后"}`, 200},
		{`{"texts":[{"conversation":"c1","seq":3}],"action":"give","to":"editor1","state":"open"}`, 200},
		{`{"texts":[{"conversation":"c1","seq":3}],"action":"give","to":"agent1"}`, 422}, // may not edit
		{`{"texts":[{"conversation":"c1","seq":3}],"action":"give","to":"gone"}`, 422},
		{`{"texts":[{"conversation":"c1","seq":3}],"action":"give"}`, 422},
		{`{"texts":[],"action":"ignore"}`, 422},
		{`{"texts":[{"conversation":"c1","seq":3}],"action":"delete"}`, 422},
		{`{"texts":[{"conversation":"c1","seq":3}],"action":"ignore","state":"lost"}`, 422},
	} {
		if rec := w.do("POST", "/api/misses/act", c.body, cookie); rec.Code != c.code {
			t.Errorf("%s: %d %s", c.body, rec.Code, rec.Body)
		}
	}
	if acted.To != "editor1" || acted.State != editing.MissOpen || len(acted.Of) != 1 || acted.Of[0].Seq != 3 {
		t.Errorf("the last act: %+v", acted)
	}
	if rec := w.do("POST", "/api/misses/undo", `{"undo":9}`, cookie); rec.Code != 409 || !strings.Contains(rec.Body.String(), "又有改动") {
		t.Errorf("undo of what was changed: %d %s", rec.Code, rec.Body)
	}
}

func TestReports(t *testing.T) {
	var query report.Query
	w := newWorld(t, func(o *Options) { o.Figures = figured{&query} })
	cookie := w.signIn(t, "editor1")
	got := w.do("GET", "/api/reports/entries?from=2026-11-01&to=2026-11-02&by=category&sort=helpful&q=票&category=售后", "", cookie).Body.String()
	want := `{"items":[{"key":"invoice","label":"=怎么开发票","category":"售后","asked":3,"answered":2,"chosen":0,"helpful":0,"unhelpful":0,"handoff":0,"changed_at":5}],` +
		`"total":1,"size":50,"sum":{"key":"","label":"","asked":3,"answered":2,"chosen":0,"helpful":0,"unhelpful":0,"handoff":0},` +
		`"days":[{"day":"2026-11-01","asked":3,"answered":2,"offered":0,"fallback":1,"handoff":0},{"day":"2026-11-02","asked":0,"answered":0,"offered":0,"fallback":0,"handoff":0}]}`
	if d := cmp.Diff(want, strings.TrimSpace(got)); d != "" {
		t.Errorf("(-want +got):\n%s", d)
	}
	if want := (report.Query{ByCategory: true, Text: "票", Category: "售后", Sort: report.SortHelpful}); query != want {
		t.Errorf("asked for %+v", query)
	}
	for target, code := range map[string]int{
		"/api/reports/entries?from=2026-13-01": 422, "/api/reports/entries?from=yesterday": 422, "/api/reports/entries?from=2026-11-02&to=2026-11-01": 422,
		"/api/reports/entries?sort=name": 422, "/api/reports/stale?days=0": 422, "/api/reports/stale?days=30": 200, "/api/reports/gaps": 200,
	} {
		if rec := w.do("GET", target, "", cookie); rec.Code != code {
			t.Errorf("%s: %d %s", target, rec.Code, rec.Body)
		}
	}
	rec := w.do("GET", "/api/reports/entries.csv?from=2026-11-01&to=2026-11-02", "", cookie)
	if got := rec.Body.String(); !strings.HasPrefix(got, "\ufeff名称") || !strings.Contains(got, "\r\n'=怎么开发票,invoice") {
		t.Errorf("the sheet: %q", got)
	}
	if h := rec.Header(); h.Get("Content-Type") != "text/csv; charset=utf-8" || !strings.Contains(h.Get("Content-Disposition"), "filename*=utf-8''%E6%9D%A1") {
		t.Errorf("its header: %v", h)
	}
}
