package httpd

import (
	"context"
	"encoding/json"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"yiwen/bot"
	"yiwen/bot/chat"
	"yiwen/bot/pack"
	"yiwen/bot/server/editing"
	"yiwen/bot/server/editing/editingtest"
	"yiwen/bot/text"
	"yiwen/knowledge"
	"yiwen/knowledge/twins"
)

// working is a working copy of the entries of w, and of a rule and a golden
// question that name one of them.
func (w *world) working(t testing.TB) *editing.Service {
	t.Helper()
	var items []knowledge.Item
	add := func(kind, id string, position int, v any) {
		body, err := json.Marshal(v)
		if err != nil {
			t.Fatal(err)
		}
		items = append(items, knowledge.Item{Kind: kind, ID: id, Position: position, Body: body})
	}
	for i, id := range sortedKeys(w.content.Entries) {
		add(pack.KindEntry, id, i, w.content.Entries[id])
	}
	add(pack.KindRule, "pinned", 0, map[string]any{"id": "pinned", "any": []string{"退款"}, "action": "answer", "entry": "q-02"})
	add(pack.KindGolden, "g1", 0, knowledge.Golden{ID: "g1", Text: "问题3是什么", Entry: "q-03"})
	add(pack.KindSettings, pack.KindSettings, 0, map[string]any{"name": "星卡商城", "sites": []map[string]any{{"id": "default", "name": "商城"}}})
	s, err := editing.New(editing.Options{
		Store: editingtest.New(items), Live: w.Content, Sounds: w, Clock: func() time.Time { return w.now }, Logger: discard(),
	})
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// fetch makes a request and decodes its answer, which must have that code.
func fetch[T any](t *testing.T, w *world, code int, method, target, body string, header ...string) (out T) {
	t.Helper()
	rec := w.do(method, target, body, header...)
	if rec.Code != code {
		t.Fatalf("%s %s: %d %s, want %d", method, target, rec.Code, rec.Body, code)
	}
	if rec.Body.Len() > 0 {
		if err := json.Unmarshal(rec.Body.Bytes(), &out); err != nil {
			t.Fatal(err)
		}
	}
	return out
}

// entryPage is what a list of entries says.
type entryPage struct {
	Items []struct {
		ID, Question, Change, What, Status, Matched string
		Rev                                         int64
		Score                                       float64
		ChangedBy                                   string `json:"changed_by"`
		ChangedAt                                   int64  `json:"changed_at"`
	}
	Total, Size    int
	Version, Draft int64
	Facets         struct {
		Categories []struct {
			Path  string
			Count int
		}
		Tags []struct {
			Tag   string
			Count int
		}
		States map[string]int
	}
}

// entryDetail is what is said of an entry.
type entryDetail struct {
	Entry  knowledge.Entry
	Rev    int64
	Change *struct {
		State, What, By string
		ByName          string `json:"by_name"`
		Note            string
	}
	Live     *knowledge.Entry
	Warnings []remark
}

func TestEntriesAreListed(t *testing.T) {
	w := newWorld(t)
	editor := w.signIn(t, "editor1")
	for name, test := range map[string]struct {
		query        string
		total, count int
		first        string
	}{
		"all":                  {"", 120, 50, "q-00"},
		"second page":          {"?page=2", 120, 50, "q-30"},
		"past the end":         {"?page=100000", 120, 0, ""},
		"a category":           {"?category=类别1", 60, 50, "q-01"},
		"a word":               {"?q=问题7", 11, 11, "q-07"},
		"two words":            {"?q=问题7+类别", 0, 0, ""},
		"half width, capitals": {"?q=abc+Q-03", 1, 1, "q-03"},
		"full width":           {"?q=ａｂｃ+问题３&category=类别1", 6, 6, "q-03"},
		"traditional":          {"?q=問題11", 11, 11, "q-11"},
		"nothing":              {"?q=没有", 0, 0, ""},
		"only spaces":          {"?q=+++", 120, 50, "q-00"},
		"an id":                {"?q=q-03&by=id", 1, 1, "q-03"},
		"not changed":          {"?state=live", 120, 50, "q-00"},
		"changed":              {"?state=draft", 0, 0, ""},
	} {
		got := fetch[entryPage](t, w, 200, "GET", "/api/entries"+test.query, "", editor)
		first := ""
		if len(got.Items) > 0 {
			first = got.Items[0].ID
		}
		if got.Items == nil || got.Total != test.total || len(got.Items) != test.count || first != test.first || got.Size != 50 || got.Version != 1 {
			t.Errorf("%s: %d of %d, first %q, version %d", name, len(got.Items), got.Total, first, got.Version)
		}
	}
	for _, bad := range []string{"?page=0", "?page=x", "?page=100001", "?by=guess", "?state=odd", "?q=" + strings.Repeat("x", 201)} {
		if rec := w.do("GET", "/api/entries"+bad, "", editor); rec.Code != 422 {
			t.Errorf("%s: %d", bad, rec.Code)
		}
	}
	got := fetch[entryPage](t, w, 200, "GET", "/api/entries?category=类别1", "", editor)
	if len(got.Facets.Categories) != 2 || got.Facets.Categories[0].Count != 60 || got.Facets.States["live"] != 60 {
		t.Errorf("facets %+v", got.Facets)
	}
	w.mu.Lock()
	s := w.staff["editor1"]
	s.Role = chat.RoleAgent
	w.staff["editor1"] = s
	w.mu.Unlock()
	if rec := w.do("GET", "/api/entries", "", editor); rec.Code != 403 {
		t.Errorf("who is an editor no more: %d", rec.Code)
	}
}

// ranked finds two entries in an order of its own.
type ranked struct{}

func (ranked) Search(context.Context, *text.Analysis, int) ([]knowledge.Candidate, error) {
	return []knowledge.Candidate{{ID: "q-44", Score: 0.9, Text: "问题44"}, {ID: "gone"}, {ID: "q-11", Score: 0.5}}, nil
}

func TestEntriesAreRankedAsByTheBot(t *testing.T) {
	w := newWorld(t)
	w.content.Search, w.content.Segment = ranked{}, text.Runes{}
	got := fetch[entryPage](t, w, 200, "GET", "/api/entries?q=到账&by=bot", "", w.signIn(t, "editor1"))
	if len(got.Items) != 2 || got.Items[0].ID != "q-44" || got.Items[0].Score != 0.9 || got.Items[0].Matched != "问题44" || got.Items[1].ID != "q-11" {
		t.Errorf("got %+v", got.Items)
	}
}

// Within is never asked for.
func (r ranked) Within(func(string) bool) bot.Searcher { return r }

var _ bot.Searcher = ranked{}

// TestAnEntryIsWritten goes through the life of an entry.
func TestAnEntryIsWritten(t *testing.T) {
	w := newWorld(t)
	editor, other := w.signIn(t, "editor1"), w.signIn(t, "supervisor1")
	added := fetch[entryDetail](t, w, 200, "POST", "/api/entries", `{"entry":{"question":"Steam 充值要多久","answer":"五分钟","category":"充值/Steam"},"note":"新活动"}`, editor)
	id := added.Entry.ID
	if id == "" || added.Change == nil || added.Change.What != "added" || added.Change.ByName != "小editor1" || added.Change.Note != "新活动" || added.Live != nil {
		t.Fatalf("added %+v", added)
	}
	if page := fetch[entryPage](t, w, 200, "GET", "/api/entries?state=draft", "", editor); page.Total != 1 || page.Items[0].ID != id || page.Items[0].What != "added" {
		t.Errorf("drafts: %+v", page.Items)
	}

	// Two editors begin at the same revision.
	body := func(answer string, rev int64) string {
		return `{"entry":{"id":"` + id + `","question":"Steam 充值要多久","answer":"` + answer + `"},"rev":` + itoa(rev) + `}`
	}
	mine := fetch[entryDetail](t, w, 200, "PUT", "/api/entries/"+id, body("十分钟", added.Rev), editor)
	rec := w.do("PUT", "/api/entries/"+id, body("一小时", added.Rev), other)
	var refused struct {
		Detail string
		Theirs struct {
			Entry  knowledge.Entry
			Rev    int64
			By     string
			ByName string `json:"by_name"`
			At     int64
		}
	}
	if err := json.Unmarshal(rec.Body.Bytes(), &refused); err != nil || rec.Code != http.StatusConflict {
		t.Fatalf("%d %s", rec.Code, rec.Body)
	}
	if refused.Theirs.Entry.Answer != "十分钟" || refused.Theirs.By != "editor1" || refused.Theirs.ByName != "小editor1" || refused.Theirs.Rev != mine.Rev || refused.Theirs.At == 0 || !strings.Contains(refused.Detail, "小editor1") {
		t.Errorf("told %+v", refused)
	}
	if now := fetch[entryDetail](t, w, 200, "GET", "/api/entries/"+id, "", other); now.Entry.Answer != "十分钟" {
		t.Errorf("the second was stored: %+v", now.Entry)
	}

	// What is wrong is said where it is.
	rec = w.do("PUT", "/api/entries/"+id, `{"entry":{"id":"`+id+`","question":"Steam 充值要多久","answer":"","variants":["好",""],"related":["nowhere"]},"rev":`+itoa(mine.Rev)+`}`, editor)
	var wrong struct {
		Errors []struct{ Location, Message string }
	}
	if err := json.Unmarshal(rec.Body.Bytes(), &wrong); err != nil || rec.Code != 422 {
		t.Fatalf("%d %s", rec.Code, rec.Body)
	}
	want := []struct{ Location, Message string }{
		{"body.entry.answer", "不能为空"}, {"body.entry.variants[1]", "不能为空"}, {"body.entry.related[0]", "没有「nowhere」这个条目"},
	}
	if diff := cmp.Diff(want, wrong.Errors); diff != "" {
		t.Errorf("problems (-want +got):\n%s", diff)
	}

	for target, body := range map[string]string{
		"PUT /api/entries/" + id:                 `{"entry":null,"rev":` + itoa(mine.Rev) + `}`,
		"POST /api/entries":                      `{"entry":null}`,
		"PUT /api/content/rule/r1":               `{"body":null,"rev":0}`,
		"PUT /api/content/mood/mood":             `{"body":null,"rev":0}`,
		"POST /api/content/rule":                 `{"edits":[{"id":"r1","body":null,"rev":0}]}`,
		"PUT /api/content/dictionary/dictionary": `{"body":null,"rev":0}`,
	} {
		method, path, _ := strings.Cut(target, " ")
		if rec := w.do(method, path, body, editor); rec.Code != 422 || !strings.Contains(rec.Body.String(), `"detail":"格式不对：这里的内容类型不符"`) {
			t.Errorf("nothing at %s: %d %s", target, rec.Code, rec.Body)
		}
	}

	history := fetch[struct{ Items []revision }](t, w, 200, "GET", "/api/entries/"+id+"/history", "", editor)
	if len(history.Items) != 2 || history.Items[0].Step != knowledge.StepSave || !strings.Contains(string(history.Items[1].Entry), "五分钟") {
		t.Errorf("history %+v", history.Items)
	}
	back := fetch[entryDetail](t, w, 200, "POST", "/api/entries/"+id+"/restore", `{"to":`+itoa(added.Rev)+`,"rev":`+itoa(mine.Rev)+`}`, other)
	if back.Entry.Answer != "五分钟" || back.Entry.Category != "充值/Steam" {
		t.Errorf("restored %+v", back.Entry)
	}
	fetch[struct{}](t, w, 204, "DELETE", "/api/entries/"+id+"?rev="+itoa(back.Rev), "", editor)
	fetch[struct{}](t, w, 404, "GET", "/api/entries/"+id, "", editor)

	rec = w.do("DELETE", "/api/entries/q-02?rev="+itoa(revOf(t, w, editor, "q-02")), "", editor)
	if rec.Code != 422 || !strings.Contains(rec.Body.String(), "规则 pinned 还在引用它") {
		t.Errorf("an entry of a rule: %d %s", rec.Code, rec.Body)
	}
}

func revOf(t *testing.T, w *world, cookie, id string) int64 {
	t.Helper()
	return fetch[entryDetail](t, w, 200, "GET", "/api/entries/"+id, "", cookie).Rev
}

func TestEntriesAreCheckedUnsaved(t *testing.T) {
	w := newWorld(t)
	editor := w.signIn(t, "editor1")
	type said struct {
		Problems, Warnings []remark
		Twins              []struct{ Other string }
	}
	for name, c := range map[string]struct {
		body string
		want []remark
	}{
		"fine, new":      {`{"question":"新问题","answer":"好"}`, []remark{}},
		"fine, kept":     {`{"id":"q-01","question":"新问题","answer":"好"}`, []remark{}},
		"no such team":   {`{"question":"新问题","answer":"好","team":"x"}`, []remark{}}, // without teams nobody knows
		"unknown field":  {`{"question":"新问题","answer":"好","colour":"red"}`, []remark{{"colour", "有不认识的字段「colour」"}}},
		"a list of one":  {`[]`, []remark{{"", "格式不对：这里的内容类型不符"}}},
		"a number":       {`{"question":1,"answer":"好"}`, []remark{{"question", "格式不对：这里的内容类型不符"}}},
		"never answers":  {`{"question":"新问题","answer":"好","from":"2026-12-02 00:00","until":"2026-12-01 00:00"}`, []remark{{"until", "失效时间不晚于生效时间，这个条目永远不会生效"}}},
		"unknown site":   {`{"question":"新问题","answer":"好","answers":[{"site":"app","answer":"好"}]}`, []remark{{"answers[0].site", "没有「app」这个站点"}}},
		"huge":           {`{"question":"` + strings.Repeat("问", 201) + `","answer":"好"}`, []remark{{"question", "有 201 个字，最多 200 个"}}},
		"blank category": {`{"question":"新问题","answer":"好","category":"充值/ "}`, []remark{{"category", "分类中的「 」不能为空"}}},
	} {
		got := fetch[said](t, w, 200, "POST", "/api/entries/check", `{"entry":`+c.body+`}`, editor)
		if diff := cmp.Diff(c.want, got.Problems); diff != "" {
			t.Errorf("%s (-want +got):\n%s", name, diff)
		}
	}
	got := fetch[said](t, w, 200, "POST", "/api/entries/check", `{"entry":{"question":"新问题","answer":"好","variants":["新问题！"],"until":"2020-01-01 00:00"}}`, editor)
	want := []remark{{"variants[0]", "和标准问题一样，多余"}, {"until", "已经失效，机器人不会用它回答"}}
	if diff := cmp.Diff(want, got.Warnings); diff != "" {
		t.Errorf("warnings (-want +got):\n%s", diff)
	}
}

func TestManyEntriesAtOnce(t *testing.T) {
	w := newWorld(t)
	editor := w.signIn(t, "editor1")
	type said struct {
		Changed int
		Skipped []skip
	}
	got := fetch[said](t, w, 200, "POST", "/api/entries/bulk", `{"filter":{"category":"类别1"},"action":"tag","value":"双十一"}`, editor)
	if got.Changed != 60 || len(got.Skipped) != 0 {
		t.Fatalf("tagged %+v", got)
	}
	if page := fetch[entryPage](t, w, 200, "GET", "/api/entries?tag=双十一", "", editor); page.Total != 60 || page.Facets.States["draft"] != 60 {
		t.Errorf("with the tag: %d, %v", page.Total, page.Facets.States)
	}
	kept := fetch[entryPage](t, w, 200, "GET", "/api/entries?tag=双十一", "", editor).Items[7].ID
	got = fetch[said](t, w, 200, "POST", "/api/entries/bulk", `{"filter":{"tag":"双十一"},"except":["`+kept+`","gone"],"action":"tag","value":"年货"}`, editor)
	if page := fetch[entryPage](t, w, 200, "GET", "/api/entries?tag=年货", "", editor); got.Changed != 59 || page.Total != 59 {
		t.Errorf("all but one: %+v, with the tag: %d", got, page.Total)
	}
	if one := fetch[entryDetail](t, w, 200, "GET", "/api/entries/"+kept, "", editor); len(one.Entry.Tags) != 1 {
		t.Errorf("the one that was let go has %v", one.Entry.Tags)
	}
	before := fetch[entryPage](t, w, 200, "GET", "/api/entries?category=类别0", "", editor).Items
	for _, body := range []string{`{"filter":{"category":"类别0"},"action":"tag","value":"双十二"}`, `{"filter":{"category":"类别0"},"action":"discard"}`} {
		if got = fetch[said](t, w, 200, "POST", "/api/entries/bulk", body, editor); got.Changed != 60 {
			t.Fatalf("%s: %+v", body, got)
		}
	}
	after := fetch[entryPage](t, w, 200, "GET", "/api/entries?category=类别0", "", editor).Items
	if len(after) != 50 || len(before) != 50 {
		t.Fatalf("%d and %d on a page", len(before), len(after))
	}
	for i, e := range after {
		if old := before[i]; e.ID != old.ID || e.ChangedBy != old.ChangedBy || e.ChangedAt != old.ChangedAt || e.Rev == old.Rev {
			t.Errorf("what was tagged for nothing is %+v, was %+v", e, old)
		}
	}
	got = fetch[said](t, w, 200, "POST", "/api/entries/bulk", `{"ids":["q-02","q-03","q-04","gone"],"action":"remove"}`, editor)
	want := []skip{{"entry", "gone", "已经不存在"}, {"entry", "q-02", "不能删除：规则 pinned 还在引用它"}, {"entry", "q-03", "不能删除：黄金问题 g1 还在引用它"}}
	if diff := cmp.Diff(want, got.Skipped); diff != "" || got.Changed != 1 {
		t.Errorf("removed %d (-want +got):\n%s", got.Changed, diff)
	}
	if page := fetch[entryPage](t, w, 200, "GET", "/api/entries?state=removed", "", editor); page.Total != 1 || page.Items[0].ID != "q-04" {
		t.Errorf("removed: %+v", page.Items)
	}
	gone := fetch[entryDetail](t, w, 200, "GET", "/api/entries/q-04", "", editor)
	if gone.Change == nil || gone.Change.What != "removed" || gone.Entry.Question != "问题4" || gone.Live == nil {
		t.Errorf("a removed one: %+v", gone)
	}
	got = fetch[said](t, w, 200, "POST", "/api/entries/bulk", `{"ids":["q-05"],"action":"until","value":"never"}`, editor)
	if got.Changed != 0 || len(got.Skipped) != 1 || !strings.Contains(got.Skipped[0].Reason, "不是时间") {
		t.Errorf("a bad value: %+v", got)
	}
	got = fetch[said](t, w, 200, "POST", "/api/entries/bulk", `{"filter":{"state":"draft"},"action":"submit"}`, editor)
	if got.Changed != 61 {
		t.Errorf("submitted %+v", got)
	}
	for _, bad := range []string{`{"action":"off"}`, `{"ids":["q-01"],"filter":{},"action":"off"}`, `{"ids":["q-01"],"action":"explode"}`, `{"ids":["q-01"],"action":"tag"}`, `{"ids":["q-01"],"except":["q-02"],"action":"off"}`} {
		fetch[struct{}](t, w, 422, "POST", "/api/entries/bulk", bad, editor)
	}
}

// Of finds nothing.
func (twinned) Of(context.Context, knowledge.Entry) ([]twins.Twin, error) { return nil, nil }
