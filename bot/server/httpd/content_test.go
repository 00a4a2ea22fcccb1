package httpd

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// contentPage is what is said of the pieces of a kind.
type contentPage struct {
	Items []struct {
		ID       string
		Position int
		Body     json.RawMessage
		Rev      int64
		Change   *struct{ State, What string }
		Live     json.RawMessage
	}
}

func TestContentIsWritten(t *testing.T) {
	w := newWorld(t)
	editor := w.signIn(t, "editor1")
	if got := fetch[contentPage](t, w, 200, "GET", "/api/content/stopwords", "", editor); got.Items == nil || len(got.Items) != 0 {
		t.Errorf("no stop words so far: %+v", got)
	}
	fetch[contentPiece](t, w, 200, "PUT", "/api/content/stopwords/stopwords", `{"body":["请问","麻烦"],"rev":0}`, editor)
	got := fetch[contentPage](t, w, 200, "GET", "/api/content/stopwords", "", editor)
	if len(got.Items) != 1 || string(got.Items[0].Body) != `["请问","麻烦"]` || got.Items[0].Change == nil || got.Items[0].Change.What != "added" {
		t.Fatalf("stop words: %+v", got)
	}
	rec := w.do("PUT", "/api/content/stopwords/stopwords", `{"body":["亲"],"rev":0}`, editor)
	if rec.Code != 409 || !strings.Contains(rec.Body.String(), `"theirs":{"body":["请问","麻烦"]`) {
		t.Errorf("over another's: %d %s", rec.Code, rec.Body)
	}
	rec = w.do("PUT", "/api/content/homophones/homophones", `{"body":[{"typed":"冲值","meant":"充值"},{"typed":"冲值","meant":""}],"rev":0}`, editor)
	if rec.Code != 422 || !strings.Contains(rec.Body.String(), `"location":"body.body[1].meant"`) || !strings.Contains(rec.Body.String(), "有空的词") {
		t.Errorf("a bad list: %d %s", rec.Code, rec.Body)
	}
	fetch[struct{}](t, w, 422, "DELETE", "/api/content/stopwords/stopwords?rev="+itoa(got.Items[0].Rev), "", editor)
	fetch[struct{}](t, w, 422, "GET", "/api/content/teams", "", editor)
	fetch[struct{}](t, w, 422, "PUT", "/api/content/canned/c1", `{"body":{},"rev":0}`, editor)
}

func TestRulesAreWritten(t *testing.T) {
	w := newWorld(t)
	editor := w.signIn(t, "editor1")
	fetch[contentPiece](t, w, 200, "PUT", "/api/content/rule/fees", `{"body":{"id":"fees","any":["手续费"],"action":"answer","entry":"q-05"},"rev":0}`, editor)
	type checked struct {
		Problems, Warnings []remark
		CostUS             int64 `json:"cost_us"`
	}
	same := fetch[checked](t, w, 200, "POST", "/api/content/rule/check", `{"id":"more","body":{"id":"more","any":["手续费"],"action":"answer","entry":"q-06"}}`, editor)
	if len(same.Problems) != 0 || len(same.Warnings) != 1 || !strings.Contains(same.Warnings[0].Message, "fees") {
		t.Errorf("a rule that never has its say: %+v", same)
	}
	wrong := fetch[checked](t, w, 200, "POST", "/api/content/rule/check", `{"id":"more","body":{"id":"more","any":["手续费"],"regex":["("],"action":"answer","entry":"nowhere"}}`, editor)
	if len(wrong.Problems) != 2 || wrong.Problems[0].Path != "entry" || wrong.Problems[1].Path != "regex" {
		t.Errorf("what is wrong with a rule: %+v", wrong.Problems)
	}
	rec := w.do("PUT", "/api/content/golden/g2", `{"body":{"id":"g2","text":"问题5","entry":"nowhere"},"rev":0}`, editor)
	if rec.Code != 422 || !strings.Contains(rec.Body.String(), "body.body.entry") {
		t.Errorf("a golden question about nothing: %d %s", rec.Code, rec.Body)
	}
	golden := fetch[contentPiece](t, w, 200, "PUT", "/api/content/golden/g2", `{"body":{"id":"g2","text":"问题5","entry":"q-05"},"rev":0}`, editor)
	if golden.Change == nil || golden.Change.State != "approved" {
		t.Errorf("a golden question wants a review: %+v", golden.Change)
	}
	fees := fetch[contentPage](t, w, 200, "GET", "/api/content/rule", "", editor)
	if len(fees.Items) != 2 || fees.Items[1].ID != "fees" {
		t.Fatalf("rules %+v", fees.Items)
	}
	fetch[struct{}](t, w, 204, "DELETE", "/api/content/rule/fees?rev="+itoa(fees.Items[1].Rev), "", editor)
}

func TestWhatIsRemovedStaysListedUntilItIsPublished(t *testing.T) {
	w := newWorld(t)
	editor := w.signIn(t, "editor1")
	fetch[contentPiece](t, w, 200, "PUT", "/api/content/rule/fees", `{"body":{"id":"fees","any":["手续费"],"action":"answer","entry":"q-05"},"rev":0}`, editor)
	rules := fetch[contentPage](t, w, 200, "GET", "/api/content/rule", "", editor).Items
	for _, r := range rules { // the first is live, the other is not
		fetch[struct{}](t, w, 204, "DELETE", "/api/content/rule/"+r.ID+"?rev="+itoa(r.Rev), "", editor)
	}
	got := fetch[contentPage](t, w, 200, "GET", "/api/content/rule", "", editor).Items
	if len(got) != 1 || got[0].ID != rules[0].ID || string(got[0].Body) != "null" || len(got[0].Live) == 0 || got[0].Change == nil || got[0].Change.What != "removed" {
		t.Fatalf("of %+v is left %+v", rules, got)
	}
	step := `{"refs":[{"kind":"rule","id":"` + got[0].ID + `","rev":` + itoa(got[0].Rev) + `}],"step":"discard"}`
	fetch[struct{}](t, w, 200, "POST", "/api/changes/step", step, editor)
	back := fetch[contentPage](t, w, 200, "GET", "/api/content/rule", "", editor).Items
	if len(back) != 1 || back[0].Change != nil || string(back[0].Body) != string(rules[0].Body) {
		t.Errorf("kept after all: %+v", back)
	}
}

func TestSeveralPiecesAreSavedAllOrNone(t *testing.T) {
	w := newWorld(t)
	editor := w.signIn(t, "editor1")
	golden := func() []string {
		ids := []string{}
		for _, p := range fetch[contentPage](t, w, 200, "GET", "/api/content/golden", "", editor).Items {
			ids = append(ids, p.ID)
		}
		return ids
	}
	before := golden()
	edit := func(id, entry string) string {
		return `{"id":"` + id + `","rev":0,"body":{"id":"` + id + `","text":"问题` + id + `","entry":"` + entry + `"}}`
	}
	rec := w.do("POST", "/api/content/golden", `{"edits":[`+edit("b", "q-05")+`,`+edit("a", "nowhere")+`]}`, editor)
	if rec.Code != 422 || !strings.Contains(rec.Body.String(), `"location":"body.edits[1].body.entry"`) {
		t.Errorf("one about nothing: %d %s", rec.Code, rec.Body)
	}
	if diff := cmp.Diff(before, golden()); diff != "" {
		t.Errorf("stored although one was refused (-before +after):\n%s", diff)
	}
	saved := fetch[contentPage](t, w, 200, "POST", "/api/content/golden", `{"edits":[`+edit("b", "q-05")+`,`+edit("a", "q-06")+`]}`, editor).Items
	if len(saved) != 2 || saved[0].ID != "b" || saved[0].Change.State != "approved" {
		t.Errorf("saved %+v", saved)
	}
	if diff := cmp.Diff(append(before, "b", "a"), golden()); diff != "" {
		t.Errorf("new ones in their order behind all others (-want +got):\n%s", diff)
	}
	swap := `{"edits":[{"id":"b","rev":` + itoa(saved[0].Rev) + `,"position":` + itoa(int64(saved[1].Position)) + `,"body":` + string(saved[0].Body) + `},` +
		`{"id":"a","rev":` + itoa(saved[1].Rev) + `,"position":` + itoa(int64(saved[0].Position)) + `,"body":` + string(saved[1].Body) + `}]}`
	fetch[contentPage](t, w, 200, "POST", "/api/content/golden", swap, editor)
	if diff := cmp.Diff(append(before, "a", "b"), golden()); diff != "" {
		t.Errorf("in another order (-want +got):\n%s", diff)
	}
	if rec := w.do("POST", "/api/content/golden", swap, editor); rec.Code != 409 {
		t.Errorf("behind what is there: %d %s", rec.Code, rec.Body)
	}
	// Several of what there is one of, and the shop's own, go their own way.
	fetch[struct{}](t, w, 422, "POST", "/api/content/settings", `{"edits":[{"id":"settings","rev":0,"body":{"name":"店","review":true}}]}`, editor)
}

func TestOnlySupervisorsChangeTheShop(t *testing.T) {
	w := newWorld(t)
	editor, leader := w.signIn(t, "editor1"), w.signIn(t, "supervisor1")
	now := fetch[contentPage](t, w, 200, "GET", "/api/content/settings", "", editor).Items[0]
	rev := itoa(now.Rev)
	limits := `{"body":{"name":"星卡","sites":[{"id":"default","name":"商城"}],"limits":{"answer":0.5,"suggest":0.2,"gap":0,"choices":3,"unresolved":2,"uneasy":0.3,"mood":0.6}},"rev":` + rev + `}`
	for name, body := range map[string]string{
		"review":   `{"body":{"name":"星卡商城","sites":[{"id":"default","name":"商城"}],"review":true},"rev":` + rev + `}`,
		"sites":    `{"body":{"name":"星卡商城","sites":[{"id":"default","name":"商城"},{"id":"app","name":"应用"}]},"rev":` + rev + `}`,
		"timezone": `{"body":{"name":"星卡商城","sites":[{"id":"default","name":"商城"}],"timezone":"UTC"},"rev":` + rev + `}`,
	} {
		if rec := w.do("PUT", "/api/content/settings/settings", body, editor); rec.Code != 403 {
			t.Errorf("%s by an editor: %d %s", name, rec.Code, rec.Body)
		}
	}
	kept := fetch[contentPiece](t, w, 200, "PUT", "/api/content/settings/settings", limits, editor)
	fetch[contentPiece](t, w, 200, "PUT", "/api/content/settings/settings",
		`{"body":{"name":"星卡商城","sites":[{"id":"default","name":"商城"}],"review":true},"rev":`+itoa(kept.Rev)+`}`, leader)

	// From now on nobody approves his own.
	rev5 := revOf(t, w, editor, "q-05")
	saved := fetch[entryDetail](t, w, 200, "PUT", "/api/entries/q-05", `{"entry":{"id":"q-05","question":"问题5","answer":"新答案"},"rev":`+itoa(rev5)+`}`, editor)
	step := `{"refs":[{"kind":"entry","id":"q-05","rev":` + itoa(saved.Rev) + `}],"step":"approve"}`
	type said struct {
		Changed int
		Skipped []skip
	}
	got := fetch[said](t, w, 200, "POST", "/api/changes/step", step, editor)
	want := said{Skipped: []skip{{"entry", "q-05", "自己的修改要由别人审核"}}}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("his own (-want +got):\n%s", diff)
	}
	// Nor does he put an end to that.
	end := fetch[contentPage](t, w, 200, "GET", "/api/content/settings", "", editor).Items[0]
	discard := `{"refs":[{"kind":"settings","id":"settings","rev":` + itoa(end.Rev) + `}],"step":"discard"}`
	want = said{Skipped: []skip{{"settings", "settings", "站点、时区和审核要求只有主管可以修改"}}}
	for _, body := range []string{discard, `{"all":"draft","step":"discard"}`} {
		got := fetch[said](t, w, 200, "POST", "/api/changes/step", body, editor)
		got.Skipped = slices.DeleteFunc(got.Skipped, func(s skip) bool { return s.Kind != "settings" })
		if got.Changed = 0; cmp.Diff(want, got) != "" {
			t.Errorf("%s by an editor: %+v", body, got)
		}
	}
	saved = fetch[entryDetail](t, w, 200, "PUT", "/api/entries/q-05", `{"entry":{"id":"q-05","question":"问题5","answer":"新答案"},"rev":`+itoa(revOf(t, w, editor, "q-05"))+`}`, editor)
	step = `{"refs":[{"kind":"entry","id":"q-05","rev":` + itoa(saved.Rev) + `}],"step":"approve"}`
	if got := fetch[said](t, w, 200, "POST", "/api/changes/step", step, leader); got.Changed != 1 {
		t.Errorf("another's: %+v", got)
	}
	if got := fetch[said](t, w, 200, "POST", "/api/changes/step", discard, leader); got.Changed != 1 {
		t.Errorf("a leader who puts an end to it: %+v", got)
	}
}

func TestChangesAreListedAndMoved(t *testing.T) {
	w := newWorld(t)
	editor := w.signIn(t, "editor1")
	fetch[entryDetail](t, w, 200, "POST", "/api/entries", `{"entry":{"id":"new","question":"新问题","answer":"好"}}`, editor)
	fetch[struct{}](t, w, 204, "DELETE", "/api/entries/q-07?rev="+itoa(revOf(t, w, editor, "q-07")), "", editor)
	fetch[contentPiece](t, w, 200, "PUT", "/api/content/synonyms/synonyms", `{"body":[["充值","充钱"]],"rev":0}`, editor)
	type page struct {
		Items []struct {
			Kind, ID, Title, State, What, By string
			Rev                              int64
		}
		Total, Size int
		Counts      map[string]int
	}
	got := fetch[page](t, w, 200, "GET", "/api/changes", "", editor)
	titles := map[string]string{}
	for _, c := range got.Items {
		titles[c.ID] = c.Title + " " + c.What
	}
	want := map[string]string{"new": "新问题 added", "q-07": "问题7 removed", "synonyms": "synonyms added"}
	if diff := cmp.Diff(want, titles); diff != "" || got.Total != 3 || got.Counts["draft"] != 3 {
		t.Errorf("%d changes, %v (-want +got):\n%s", got.Total, got.Counts, diff)
	}
	type difference struct{ Before, After json.RawMessage }
	d := fetch[difference](t, w, 200, "GET", "/api/changes/entry/q-07", "", editor)
	if d.After != nil || !strings.Contains(string(d.Before), "问题7") {
		t.Errorf("of a removed one: %s to %s", d.Before, d.After)
	}
	if got := fetch[movedOutputBody](t, w, 200, "POST", "/api/changes/step", `{"all":"draft","step":"discard"}`, editor); got.Changed != 3 {
		t.Errorf("discarded %+v", got)
	}
	if got := fetch[page](t, w, 200, "GET", "/api/changes", "", editor); got.Total != 0 {
		t.Errorf("left are %+v", got.Items)
	}
	fetch[struct{}](t, w, 422, "POST", "/api/changes/step", `{"step":"discard"}`, editor)
	fetch[struct{}](t, w, 422, "POST", "/api/changes/step", `{"all":"draft","step":"publish"}`, editor)
}

// movedOutputBody is what is said of many pieces.
type movedOutputBody struct {
	Changed int
	Skipped []skip
}
