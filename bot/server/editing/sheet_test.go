package editing

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io/fs"
	"log/slog"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"yiwen/bot"
	"yiwen/bot/chat"
	"yiwen/bot/fault"
	"yiwen/bot/pack"
	"yiwen/knowledge"
	"yiwen/knowledge/sheet"
)

// letters spells nothing but Latin letters.
type letters struct{}

func (letters) Readings(r rune) []string {
	return map[rune][]string{'退': {"tui"}, '款': {"kuan"}}[r]
}

// draftOf is a working copy in which entries are live, and a flow, invoice.
func draftOf(t *testing.T, entries ...knowledge.Entry) *Draft {
	t.Helper()
	const flow = `{"id":"invoice","name":"开票","slots":[{"name":"order","label":"订单号","kind":"entity","entity":"order_no","ask":"订单号？"}],"end":{"do":"handoff"}}`
	w := knowledge.Working{Version: 1, Rev: 1, Live: []knowledge.Item{{Kind: pack.KindFlow, ID: "invoice", Body: []byte(flow)}}}
	for i, e := range entries {
		body, err := json.Marshal(e)
		if err != nil {
			t.Fatal(err)
		}
		w.Live = append(w.Live, knowledge.Item{Kind: pack.KindEntry, ID: e.ID, Position: i, Body: body})
	}
	d, err := newServiceOf(t, w).Draft(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return d
}

// stored is a store that knows one state of the working copy, and nothing else.
type stored struct {
	Store
	working knowledge.Working
}

func (s stored) Working(context.Context, int64, int64) (knowledge.Working, error) {
	return s.working, nil
}

func newServiceOf(t *testing.T, w knowledge.Working) *Service {
	t.Helper()
	s, err := New(Options{
		Store: stored{working: w}, Live: func() *bot.Content { return &bot.Content{} }, Sounds: letters{}, Clock: time.Now, Logger: slog.New(slog.DiscardHandler),
	})
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// editors are the colleagues that compared knows.
var editors = []chat.Staff{{ID: "editor1", Name: "小王"}, {ID: "lead"}}

// compared checks a file against a working copy.
func compared(t *testing.T, d *Draft, name string, data []byte) *checkedSheet {
	t.Helper()
	table, err := sheet.Read(t.Context(), name, data, sheet.Options{})
	if err != nil {
		t.Fatal(err)
	}
	s := newServiceOf(t, knowledge.Working{})
	c, err := s.compare(t.Context(), d, table, editors, func(int64, int64) {})
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// verdicts writes the rows for people to look at.
func verdicts(c *checkedSheet) (lines []string) {
	for _, r := range c.rows {
		lines = append(lines, strings.TrimSpace(fmt.Sprintf("%d %s %s %s", r.Row, r.What, r.ID, strings.Join(r.Reasons, "；"))))
	}
	return lines
}

func TestSheetRows(t *testing.T) {
	base := []knowledge.Entry{
		{ID: "refund", Question: "怎么退款？", Answer: "点退款。", Team: "trade", Variants: []string{"我要退款"}, Category: "售后"},
		{ID: "one", Question: "同一个问题", Answer: "一", Owner: "left"}, {ID: "two", Question: "同一个问题", Answer: "二"},
	}
	for name, tc := range map[string]struct {
		file string
		want []string
	}{
		"what a sheet does not speak of stays": {"标准问题,答案\n怎么退款？,点退款。\n", []string{"2 same refund 按标准问题对应到已有条目 refund"}},
		"an empty cell empties":                {"ID,标准问题,相似问题,答案\nrefund,怎么退款？,,点退款。\n", []string{"2 change refund"}},
		"an id alone will do":                  {"ID,标准问题,相似问题,答案\nrefund,,我要退款,点退款。\n", []string{"2 same refund"}},
		"two of one question":                  {"标准问题,答案\n同一个问题,三\n", []string{"2 bad  有 2 个条目的标准问题都是这一句（one、two），请填写 ID"}},
		"two rows of one entry": {"ID,标准问题,答案\nrefund,怎么退款？,点退款。\n,怎么退款？,点这里\n", []string{
			"2 same refund", "3 bad refund 按标准问题对应到已有条目 refund；与第 2 行是同一个条目（refund）"}},
		"new ones are numbered": {"标准问题,答案\n退款,一\n退款吗,二\n退款，,三\n不认识的字,四\n", []string{
			"2 add tui-kuan", "3 add tui-kuan-2", "4 add tui-kuan-3 与第 2 行「退款」的标准问题几乎一样，可能重复", "5 add entry"}},
		"an id of its own":       {"ID,标准问题,答案\nmy-own,全新的,好\n", []string{"2 add my-own"}},
		"near one that is there": {"标准问题,答案\n怎么退款,好\n", []string{"2 add tui-kuan 与条目「怎么退款？」（refund）的标准问题几乎一样，可能重复"}},
		"problems of the entry": {"标准问题,相似问题,答案,标签,排除词\n" + strings.Repeat("长", 201) + ",,好,,\n新问题,,,,\n又一个,,好," + strings.Repeat("签", 21) + ",又一\n", []string{
			"2 bad entry 「标准问题」：有 201 个字，最多 200 个", "3 bad entry-2 「答案」：不能为空",
			"4 bad entry-3 「排除词」第 1 项：「又一」就在本条目自己的问法里，会把自己排除掉；「标签」第 1 项：有 21 个字，最多 20 个"}},
		"a row is not named again beside itself": {"标准问题,答案,状态,失效\n甲,好,也许,2026-02-30\n", []string{
			"2 bad  「状态」（C 列）：不认识状态「也许」，请填 启用 或 停用；「失效」（D 列）：「2026-02-30」没有这一天或这个时间"}},
		"a day is over when it ends": {"标准问题,答案,失效\n甲,好,2026-12-31\n", []string{"2 add entry 失效只写了 2026-12-31，按当天结束算：2027-01-01 00:00 起不再回答"}},
		"an owner is a colleague": {"ID,标准问题,答案,负责人\nrefund,怎么退款？,点退款。,editor1\n,新的,好,小王\n,另一个,好,lead\n", []string{
			"2 change refund", "3 bad entry 「负责人」：没有登录名是「小王」的编辑，可以填 editor1（小王）、lead", "4 add entry-2"}},
		"an owner who left stays": {"ID,标准问题,答案,负责人\none,同一个问题,新答案,left\ntwo,同一个问题,二,left\n", []string{
			"2 change one", "3 bad two 「负责人」：没有登录名是「left」的编辑，可以填 editor1（小王）、lead"}},
		"related by question, id and in the sheet": {"标准问题,答案,关联问题\n甲,好,怎么退款？|one|乙\n乙,好,\n", []string{"2 add entry", "3 add entry-2"}},
	} {
		t.Run(name, func(t *testing.T) {
			c := compared(t, draftOf(t, base...), "a.csv", []byte(tc.file))
			if d := cmp.Diff(tc.want, verdicts(c)); d != "" {
				t.Errorf("(-want +got):\n%s", d)
			}
			if n := c.result.Add + c.result.Change; n != len(c.edits) || n+c.result.Same+c.result.Bad != len(c.rows) {
				t.Errorf("%d edits of %+v", len(c.edits), c.result)
			}
		})
	}
}

// TestSheetOfWhatIsApproved: a row that says what a change says is the same, at
// whatever step the change is, and the change stays there.
func TestSheetOfWhatIsApproved(t *testing.T) {
	e := knowledge.Entry{ID: "refund", Question: "怎么退款？", Answer: "点退款。"}
	live, err := json.Marshal(e)
	if err != nil {
		t.Fatal(err)
	}
	e.Answer = "新答案"
	body, err := json.Marshal(e)
	if err != nil {
		t.Fatal(err)
	}
	ref := entryRef(e.ID)
	for _, state := range []knowledge.ChangeState{knowledge.Drafted, knowledge.InReview, knowledge.Approved} {
		d, err := newServiceOf(t, knowledge.Working{
			Version: 1, Rev: 2, Live: []knowledge.Item{{Kind: ref.Kind, ID: ref.ID, Body: live}},
			Changes: []knowledge.Change{{Ref: ref, Body: body, Rev: 2, State: state}},
		}).Draft(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		c := compared(t, d, "a.csv", []byte("ID,标准问题,答案\nrefund,怎么退款？,新答案\n"))
		if d := cmp.Diff([]string{"2 same refund"}, verdicts(c)); d != "" {
			t.Errorf("%s (-want +got):\n%s", state, d)
		}
	}
}

// TestSheetKeepsOtherFields looks at what would be stored.
func TestSheetKeepsOtherFields(t *testing.T) {
	base := knowledge.Entry{ID: "refund", Question: "怎么退款？", Answer: "点退款。", Team: "trade", Variants: []string{"我要退款"}, Off: true, Keywords: []string{"退"}}
	c := compared(t, draftOf(t, base, knowledge.Entry{ID: "b", Question: "乙", Answer: "好"}), "a.csv", []byte("ID,标准问题,答案,关联问题\nrefund,怎么退款？,新答案,乙\n"))
	if len(c.edits) != 1 {
		t.Fatalf("%+v", verdicts(c))
	}
	var got knowledge.Entry
	if err := json.Unmarshal(c.edits[0].Body, &got); err != nil {
		t.Fatal(err)
	}
	want := base
	want.Answer, want.Related = "新答案", []string{"b"}
	if d := cmp.Diff(want, got); d != "" {
		t.Errorf("(-want +got):\n%s", d)
	}
	if c.edits[0].Position != 0 || c.edits[0].State != knowledge.Drafted {
		t.Errorf("%+v", c.edits[0])
	}
}

// TestExportsAreTheSame writes what is hard to write and checks it again.
func TestExportsAreTheSame(t *testing.T) {
	entries := []knowledge.Entry{
		{ID: "a", Question: "=1+1 是几？", Answer: "@SUM\n\n- 一\n- 二 | 三", Variants: []string{"\"引号\"", "a|b", "第一行\n第二行", "😊"}, Tags: []string{"a,b", "'x"}},
		{ID: "b", Question: "-5 度怎么办", Answer: "<p>HTML</p> & \\n", Related: []string{"a"}, Audience: knowledge.VIPs, From: "2026-01-01 00:00", Until: "2027-01-01 00:00"},
		{ID: "c", Question: "-5 度怎么办", Answer: "同一个问题", Off: true, Severity: "urgent", Needs: []string{"order_no"}, Category: "a/b", Owner: "editor1", ReviewOn: "2027-03-01"},
		{ID: "d", Question: "开发票", Answer: "好", Flow: "invoice", Until: "2026-12-31 18:00", Audience: knowledge.Buyers, Answers: []knowledge.SiteAnswer{{Site: "default", Answer: "【看】\n\\好"}}},
	}
	d := draftOf(t, entries...)
	for format, name := range map[sheet.Format]string{sheet.XLSX: "a.xlsx", sheet.CSV: "a.csv", sheet.CSVGBK: "a.csv", sheet.YAML: "a.yaml"} {
		var b bytes.Buffer
		if err := sheet.Write(t.Context(), &b, format, entries); err != nil {
			t.Fatal(err)
		}
		c := compared(t, d, name, b.Bytes())
		if c.result.Same != len(entries) {
			t.Errorf("%s: %q", format, verdicts(c))
		}
	}
}

// TestExportOfWhatIsRemoved: it is in no file but one that asks for just that.
func TestExportOfWhatIsRemoved(t *testing.T) {
	ref := entryRef("gone")
	s := newServiceOf(t, knowledge.Working{Version: 1, Rev: 2,
		Live: []knowledge.Item{
			{Kind: ref.Kind, ID: "here", Body: []byte(`{"id":"here","question":"怎么退款？","answer":"点退款。"}`)},
			{Kind: ref.Kind, ID: ref.ID, Body: []byte(`{"id":"gone","question":"旧活动","answer":"已结束。"}`)},
		},
		Changes: []knowledge.Change{{Ref: ref, Rev: 2, State: knowledge.Drafted}},
	})
	x, err := NewSheets(s, t.TempDir(), func(context.Context) ([]chat.Staff, error) { return editors, nil })
	if err != nil {
		t.Fatal(err)
	}
	for name, tc := range map[string]struct {
		of   Against
		f    Filter
		want []string
	}{
		"Draft":        {Working, Filter{}, []string{"here"}},
		"DraftRemoved": {Working, Filter{State: StateRemoved}, []string{"gone"}},
		"DraftChanged": {Working, Filter{State: StateDraft}, nil},
		"LiveRemoved":  {Live, Filter{State: StateRemoved}, []string{"gone"}},
	} {
		t.Run(name, func(t *testing.T) {
			d, err := s.Draft(t.Context())
			if err != nil {
				t.Fatal(err)
			}
			entries, err := x.gather(t.Context(), d, tc.of, tc.f)
			if err != nil {
				t.Fatal(err)
			}
			var got []string
			for _, e := range entries {
				got = append(got, e.ID)
			}
			if diff := cmp.Diff(tc.want, got); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// TestShelfSweeps keeps the last eight checks, for an hour.
func TestShelfSweeps(t *testing.T) {
	now := time.Date(2026, 11, 22, 10, 0, 0, 0, time.UTC)
	s := shelf{folder: t.TempDir(), now: func() time.Time { return now }}
	for i := range 12 {
		c := &checkedSheet{result: SheetCheck{Import: fmt.Sprintf("check%02d", i), Add: i}, edits: []knowledge.Edit{{Ref: knowledge.Ref{ID: "a"}, Body: []byte(`{}`)}}}
		if err := s.put(c); err != nil {
			t.Fatal(err)
		}
		now = now.Add(time.Minute)
	}
	if got, err := s.result("check11"); err != nil || got.Add != 11 {
		t.Errorf("%+v, %v", got, err)
	}
	if list, err := s.edits("check05"); err != nil || len(list) != 1 || string(list[0].Body) != `{}` {
		t.Errorf("%+v, %v", list, err)
	}
	for _, id := range []string{"check00", "../check11", "", "none"} {
		if _, err := s.result(id); !fault.Is(err, fault.NotFound) {
			t.Errorf("%q: %v", id, err)
		}
	}
	now = now.Add(2 * time.Hour)
	if _, err := s.result("check11"); !fault.Is(err, fault.NotFound) {
		t.Errorf("after two hours: %v", err)
	}
	s.sweep()
	left, err := fs.Glob(os.DirFS(s.folder), "*")
	if err != nil || len(left) > 0 {
		t.Errorf("left %v, %v", left, err)
	}
}
