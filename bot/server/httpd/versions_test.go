package httpd

import (
	"context"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"yiwen/bot/chat"
	"yiwen/bot/fault"
	"yiwen/knowledge"
)

// press publishes nothing and remembers who wanted it.
type press struct {
	now    time.Time
	asked  []string
	from   int64
	busy   bool
	called []string
}

func (p *press) Versions(_ context.Context, page, _ int) ([]knowledge.Version, int, error) {
	if page > 1 {
		return []knowledge.Version{{Number: 1, By: "operator", At: p.now}}, 51, nil
	}
	return []knowledge.Version{
		{Number: 3, By: "editor1", ByName: "小编", At: p.now, Note: "恢复", Entries: 2, Changed: 1, Of: 1},
		{Number: 2, By: "operator", At: p.now, Reason: "来不及了", Entries: 2, Changed: 2},
	}, 51, nil
}

func (p *press) CompareVersions(_ context.Context, from, to int64) ([]knowledge.Difference, error) {
	p.from = from
	if to > 3 {
		return nil, fault.New(fault.NotFound, "没有这个版本")
	}
	return []knowledge.Difference{
		{Item: knowledge.Item{Kind: "entry", ID: "a", Body: []byte(`{"question":"怎么充值"}`)}, What: knowledge.Added},
		{Item: knowledge.Item{Kind: "golden", ID: "g", Body: []byte(`{"text":"到账多久"}`)}, What: knowledge.Removed},
		{Item: knowledge.Item{Kind: "synonyms", ID: "synonyms", Body: []byte(`[]`)}, What: knowledge.Changed},
	}, nil
}

func (p *press) VersionItem(_ context.Context, number int64, ref knowledge.Ref) ([]byte, error) {
	switch {
	case number > 3:
		return nil, fault.New(fault.NotFound, "没有这个版本")
	case ref == settingsRef() && number == 2:
		return []byte(`{"name":"星卡","sites":[{"id":"default","name":"商城"},{"id":"old","name":"旧站"}]}`), nil
	case ref == settingsRef():
		return []byte(`{"name":"星卡","sites":[{"id":"default","name":"商城"}]}`), nil
	case ref.ID == "gone":
		return nil, nil
	}
	return []byte(`{"question":"怎么充值"}`), nil
}

func (p *press) job(kind knowledge.JobKind, by chat.Staff, words ...string) (knowledge.Job, error) {
	if p.busy {
		return knowledge.Job{}, fault.New(fault.Conflict, "发布正在进行，请等它结束后再开始")
	}
	p.asked = append(p.asked, string(kind)+" "+string(by.ID)+" "+strings.Join(words, " "))
	return knowledge.Job{ID: "j1", Kind: kind}, nil
}

func (p *press) Publish(by chat.Staff, note, override string) (knowledge.Job, error) {
	return p.job(knowledge.JobPublish, by, note, override)
}

func (p *press) RestoreVersion(_ context.Context, by chat.Staff, number int64, note string) (knowledge.Job, error) {
	return p.job(knowledge.JobRestore, by, itoa(number), note)
}

func (p *press) Job(_ context.Context, id string) (knowledge.Job, error) {
	if id != "j1" {
		return knowledge.Job{}, fault.New(fault.NotFound, "没有这个任务")
	}
	return knowledge.Job{ID: id, Kind: knowledge.JobPublish, State: knowledge.JobFailed, Step: "检查黄金问题", Done: 3, Total: 3, ByName: "小编",
		At: p.now, EndedAt: p.now, Error: "1 个黄金问题没有通过", Result: []byte(`{"golden":{"total":3}}`)}, nil
}

func (p *press) Jobs(ctx context.Context, _ knowledge.JobKind, _, _ int) ([]knowledge.Job, int, error) {
	j, err := p.Job(ctx, "j1")
	return []knowledge.Job{j}, 1, err
}

func (p *press) Cancel(ctx context.Context, id string) error {
	_, err := p.Job(ctx, id)
	p.called = append(p.called, id)
	return err
}

// TestVersionRoutes: what goes in and out of the routes of versions and jobs.
func TestVersionRoutes(t *testing.T) {
	p := &press{now: time.UnixMilli(1_700_000_000_000).UTC()}
	w := newWorld(t, func(o *Options) { o.Versions, o.Jobs = p, p })
	editor := w.signIn(t, "editor1")
	for name, test := range map[string]struct {
		method, target, body string
		code                 int
		want                 string
	}{
		"list":     {"GET", "/api/versions", "", 200, `{"items":[{"number":3,"by_name":"小编","at":1700000000000,"note":"恢复","entries":2,"changed":1,"of":1,"live":true},{"number":2,"by_name":"operator","at":1700000000000,"note":"","reason":"来不及了","entries":2,"changed":2,"live":false}],"total":51,"size":50}`},
		"page":     {"GET", "/api/versions?page=2", "", 200, `{"items":[{"number":1,"by_name":"operator","at":1700000000000,"note":"","entries":0,"changed":0,"live":false}],"total":51,"size":50}`},
		"diff":     {"GET", "/api/versions/3/diff?against=1", "", 200, `{"items":[{"kind":"entry","id":"a","title":"怎么充值","what":"added"},{"kind":"golden","id":"g","title":"到账多久","what":"removed"},{"kind":"synonyms","id":"synonyms","title":"synonyms","what":"changed"}],"total":3,"size":50}`},
		"far page": {"GET", "/api/versions/3/diff?page=9", "", 200, `{"items":[],"total":3,"size":50}`},
		"unknown":  {"GET", "/api/versions/4/diff", "", 404, ""},
		"item":     {"GET", "/api/versions/3/items/entry/a", "", 200, `{"body":{"question":"怎么充值"}}`},
		"no item":  {"GET", "/api/versions/3/items/entry/gone", "", 200, `{}`},
		"publish":  {"POST", "/api/publish", `{"note":" 开学 "}`, 200, `{"job":"j1"}`},
		"override": {"POST", "/api/publish", `{"override":"  "}`, 422, ""},
		"restore":  {"POST", "/api/versions/1/restore", `{"note":"回去"}`, 200, `{"job":"j1"}`},
		"old shop": {"POST", "/api/versions/2/restore", `{}`, 403, ""},
		"never":    {"POST", "/api/versions/4/restore", `{}`, 404, ""},
		"job":      {"GET", "/api/jobs/j1", "", 200, `{"id":"j1","kind":"publish","state":"failed","step":"检查黄金问题","done":3,"total":3,"by_name":"小编","at":1700000000000,"ended_at":1700000000000,"error":"1 个黄金问题没有通过","result":{"golden":{"total":3}}}`},
		"no job":   {"GET", "/api/jobs/j2", "", 404, ""},
		"cancel":   {"DELETE", "/api/jobs/j1", "", 204, ""},
		"bad kind": {"GET", "/api/jobs?kind=nap", "", 422, ""},
	} {
		t.Run(name, func(t *testing.T) {
			rec := w.do(test.method, test.target, test.body, editor)
			if rec.Code != test.code {
				t.Fatalf("%d %s, want %d", rec.Code, rec.Body, test.code)
			}
			if got := strings.TrimSpace(rec.Body.String()); test.want != "" && got != test.want {
				t.Errorf("got  %s\nwant %s", got, test.want)
			}
		})
	}
	w.do("GET", "/api/versions/3/diff", "", editor)
	if p.from != 2 {
		t.Errorf("compared with %d; want the one before", p.from)
	}
	p.busy = true
	if rec := w.do("POST", "/api/publish", `{}`, editor); rec.Code != http.StatusConflict || !strings.Contains(rec.Body.String(), "正在进行") {
		t.Errorf("a second publish: %d %s", rec.Code, rec.Body)
	}
	slices.Sort(p.asked)
	if d := cmp.Diff([]string{"publish editor1 开学 ", "restore editor1 1 回去"}, p.asked); d != "" {
		t.Errorf("began (-want +got):\n%s", d)
	}
}
