package main

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"log/slog"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"

	"yiwen/bot"
	"yiwen/bot/chat"
	"yiwen/bot/pack"
	"yiwen/bot/server/editing"
	"yiwen/bot/server/store"
	"yiwen/bot/text/pinyin"
	"yiwen/knowledge"
	"yiwen/knowledge/sheet"
)

// sheetDesk is the working copy of the demo pack over a store of its own, and
// what brings sheets into it.
type sheetDesk struct {
	t       testing.TB
	sheets  *editing.Sheets
	service *editing.Service
	now     time.Time
}

var sheetEditor = chat.Staff{ID: "editor1", Name: "小编"}

func newSheetDesk(t testing.TB) *sheetDesk {
	t.Helper()
	dir := t.TempDir()
	s, err := store.Open(t.Context(), store.Options{Path: filepath.Join(dir, storeName)})
	if err != nil {
		t.Fatal(err)
	}
	p, err := readPack(demoPack)
	if err != nil {
		t.Fatal(err)
	}
	items, err := p.Items()
	if err != nil {
		t.Fatal(err)
	}
	if _, err := s.Publish(t.Context(), items, nil, imported(time.Now(), "")); err != nil {
		t.Fatal(err)
	}
	d := &sheetDesk{t: t, now: time.Now()}
	d.service, err = editing.New(editing.Options{
		Store: s, Jobs: s, Versions: s, Book: s, Nodes: s, Live: func() *bot.Content { return nil }, Pack: p, Sounds: pinyin.New(), Node: "test",
		Clock: func() time.Time { return d.now }, Logger: slog.New(slog.DiscardHandler), Activate: func(*bot.Content, *pack.Pack) {},
	})
	if err == nil {
		d.sheets, err = editing.NewSheets(d.service, filepath.Join(dir, "imports"), editorsOf(s))
	}
	if err == nil {
		err = d.service.Begin(t.Context())
	}
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		d.service.Close()
		s.Close()
	})
	return d
}

// await returns the result of a job, or its error.
func (d *sheetDesk) await(j knowledge.Job, err error) (knowledge.Job, string) {
	d.t.Helper()
	if err != nil {
		return j, err.Error()
	}
	tick := time.NewTicker(5 * time.Millisecond)
	defer tick.Stop()
	for range tick.C {
		if j, err = d.service.Job(d.t.Context(), j.ID); err != nil {
			d.t.Fatal(err)
		}
		if j.State != knowledge.JobRunning {
			break
		}
	}
	return j, j.Error
}

func (d *sheetDesk) check(name string, data []byte) editing.SheetCheck {
	d.t.Helper()
	j, bad := d.await(d.sheets.Check(sheetEditor, name, data, sheet.Auto))
	if bad != "" {
		d.t.Fatalf("check %s: %s", name, bad)
	}
	var c editing.SheetCheck
	if err := json.Unmarshal(j.Result, &c); err != nil {
		d.t.Fatal(err)
	}
	return c
}

func (d *sheetDesk) rows(c editing.SheetCheck, what editing.SheetWhat) []editing.SheetRow {
	d.t.Helper()
	rows, _, err := d.sheets.Rows(c.Import, what, 1, 100)
	if err != nil {
		d.t.Fatal(err)
	}
	return rows
}

func (d *sheetDesk) export(format sheet.Format) []byte {
	d.t.Helper()
	b, _, err := d.sheets.Export(d.t.Context(), format, editing.Working, editing.Filter{})
	if err != nil {
		d.t.Fatal(err)
	}
	return b
}

// TestSheetsOfOurOwnAreTheSame exports the demo pack and checks it again.
func TestSheetsOfOurOwnAreTheSame(t *testing.T) {
	d := newSheetDesk(t)
	for format, name := range map[sheet.Format]string{sheet.XLSX: "a.xlsx", sheet.CSV: "a.csv", sheet.CSVGBK: "a.csv", sheet.YAML: "a.yaml"} {
		c := d.check(name, d.export(format))
		if c.Same != 220 || c.Add+c.Change+c.Bad != 0 {
			t.Errorf("%s: %+v, want 220 the same; %+v", format, c, d.rows(c, ""))
		}
		if _, err := d.sheets.Commit(sheetEditor, c.Import, false); err == nil {
			t.Errorf("%s: nothing to import was imported", format)
		}
	}
}

// TestSheetsAreImported adds, changes and refuses, and imports the rest.
func TestSheetsAreImported(t *testing.T) {
	d := newSheetDesk(t)
	file := []byte("标准问题,相似问题,答案,关联问题\n" +
		"怎么注册星卡商城账号？,新号怎么开,改过的答案,\n" + // there already
		"礼品卡怎么转赠给朋友？,卡能送人吗|怎么送卡,打开卡包点转赠。,怎么注册星卡商城账号？\n" +
		"礼品卡怎么转赠给朋友,,别的答案,\n" + // near the one before
		"没有答案的问题,,,\n" +
		"关联了没有的,,答案,不存在的问题\n" +
		"关联了坏的,,答案,没有答案的问题\n")
	c := d.check("新增.csv", file)
	if c.Add != 2 || c.Change != 1 || c.Bad != 3 || c.Rows != 6 {
		t.Fatalf("%+v\n%+v", c, d.rows(c, ""))
	}
	bad := d.rows(c, editing.RowBad)
	for i, want := range []string{"「答案」：不能为空", "不是哪个条目的 ID 或标准问题", "那一行有问题"} {
		if got := strings.Join(bad[i].Reasons, "\n"); !strings.Contains(got, want) {
			t.Errorf("row %d: %q, want %q", bad[i].Row, got, want)
		}
	}
	var report bytes.Buffer
	if err := d.sheets.Report(c.Import, &report); err != nil || strings.Count(report.String(), "\r\n") != 7 {
		t.Errorf("report %q, %v", report.String(), err)
	}
	if _, err := d.sheets.Commit(sheetEditor, c.Import, false); err == nil || !strings.Contains(err.Error(), "3 行有问题") {
		t.Errorf("bad rows were not refused: %v", err)
	}
	j, fault := d.await(d.sheets.Commit(sheetEditor, c.Import, true))
	if want := `{"added":2,"changed":1,"same":0,"skipped":3}`; fault != "" || string(j.Result) != want {
		t.Fatalf("%s %s, want %s", fault, j.Result, want)
	}
	draft, err := d.service.Draft(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	e, _ := draft.Entry("register-account")
	if e.Value.Answer != "改过的答案" || e.Value.Team != "account" || e.Change == nil || e.Change.State != knowledge.Drafted {
		t.Errorf("changed entry %+v", e.Value)
	}
	if added := d.rows(c, editing.RowAdd)[0].ID; added == "" {
		t.Error("the new entry has no id")
	} else if e, ok := draft.Entry(added); !ok || len(e.Value.Related) != 1 || e.Value.Related[0] != "register-account" {
		t.Errorf("new entry %+v", e.Value)
	}
	if _, err := d.sheets.Commit(sheetEditor, c.Import, true); err == nil {
		t.Error("was imported twice")
	}
	d.now = d.now.Add(61 * time.Minute)
	if _, _, err := d.sheets.Rows(c.Import, "", 1, 10); err == nil {
		t.Error("the check is there after an hour")
	}
}

// TestSheetsNeverOverwriteOthers imports after somebody else changed an entry.
func TestSheetsNeverOverwriteOthers(t *testing.T) {
	d := newSheetDesk(t)
	c := d.check("a.csv", []byte("ID,标准问题,答案\nregister-account,怎么注册星卡商城账号？,我的\n,全新的问题怎么问,答案\n"))
	body, _ := json.Marshal(knowledge.Entry{ID: "register-account", Question: "怎么注册？", Answer: "别人的"})
	draft, err := d.service.Draft(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	p, _ := draft.Entry("register-account")
	edit := knowledge.Edit{Ref: p.Ref, Position: p.Position, Body: body, Base: p.Rev}
	if _, err := d.service.Save(t.Context(), chat.Staff{ID: "editor2", Name: "同事"}, knowledge.StepSave, []knowledge.Edit{edit}); err != nil {
		t.Fatal(err)
	}
	j, bad := d.await(d.sheets.Commit(sheetEditor, c.Import, false))
	if !strings.Contains(bad, "被别人改过") || !strings.Contains(string(j.Result), "同事") {
		t.Errorf("%q %s", bad, j.Result)
	}
	if draft, err = d.service.Draft(t.Context()); err != nil {
		t.Fatal(err)
	}
	n := 0
	for range draft.Entries() {
		n++
	}
	if e, _ := draft.Entry("register-account"); n != 220 || e.Value.Answer != "别人的" {
		t.Errorf("%d entries, answer %q", n, e.Value.Answer)
	}
}

// manyEntries are n entries in the demo pack's own words, somewhat smaller than
// its own: 50,000 in a CSV file are 45 MB.
func manyEntries(t testing.TB, n int) []knowledge.Entry {
	t.Helper()
	p, err := readPack(demoPack)
	if err != nil {
		t.Fatal(err)
	}
	out := make([]knowledge.Entry, n)
	for i := range out {
		e := p.Entries[i%len(p.Entries)]
		e.ID = fmt.Sprintf("%s-%d", e.ID, i)
		e.Question = fmt.Sprintf("%d 号：%s", i, e.Question)
		e.Related, e.Exclude, e.Variants = nil, nil, e.Variants[:min(len(e.Variants), 8)]
		out[i] = e
	}
	return out
}

// BenchmarkSheets checks and imports 50,000 rows, less what the demo pack has.
func BenchmarkSheets(b *testing.B) {
	entries := manyEntries(b, 49_780)
	for format, name := range map[sheet.Format]string{sheet.XLSX: "many.xlsx", sheet.CSV: "many.csv", sheet.YAML: "many.yaml"} {
		var file bytes.Buffer
		began := time.Now()
		if err := sheet.Write(b.Context(), &file, format, entries); err != nil {
			b.Fatal(err)
		}
		b.Logf("%s: written in %v, %d MB", format, time.Since(began).Round(time.Millisecond), file.Len()>>20)
		b.Run(string(format), func(b *testing.B) {
			for b.Loop() {
				b.StopTimer()
				d := newSheetDesk(b)
				runtime.GC()
				stop := watchHeap()
				b.StartTimer()
				began := time.Now()
				c := d.check(name, file.Bytes())
				checked := time.Since(began)
				if c.Add != len(entries) {
					b.Fatalf("%+v %+v", c, d.rows(c, editing.RowBad))
				}
				_, bad := d.await(d.sheets.Commit(sheetEditor, c.Import, false))
				if bad != "" {
					b.Fatal(bad)
				}
				all := time.Since(began)
				b.StopTimer()
				b.ReportMetric(checked.Seconds(), "check-s")
				b.ReportMetric((all - checked).Seconds(), "commit-s")
				b.ReportMetric(float64(len(entries))/all.Seconds(), "rows/s")
				b.ReportMetric(float64(stop()>>20), "peak-MB")
				b.StartTimer()
			}
		})
	}
}

// watchHeap returns what stops it and returns the most that the heap held.
func watchHeap() func() uint64 {
	quit, most := make(chan struct{}), make(chan uint64)
	go func() {
		var m runtime.MemStats
		peak := uint64(0)
		tick := time.NewTicker(50 * time.Millisecond)
		defer tick.Stop()
		for {
			select {
			case <-quit:
				most <- peak
				return
			case <-tick.C:
				runtime.ReadMemStats(&m)
				peak = max(peak, m.HeapInuse)
			}
		}
	}()
	return func() uint64 { close(quit); return <-most }
}

// payroll is a staff of these.
type payroll struct {
	staffStore
	staff []chat.Staff
}

func (l payroll) ListStaff(context.Context) ([]chat.Staff, error) { return slices.Clone(l.staff), nil }

// TestOwnersAreWhoMayEdit: neither agents nor who is gone can be made an owner.
func TestOwnersAreWhoMayEdit(t *testing.T) {
	list, err := editorsOf(payroll{staff: []chat.Staff{
		{ID: "a", Role: chat.RoleAgent}, {ID: "b", Role: chat.RoleEditor}, {ID: "c", Role: chat.RoleEditor, Disabled: true}, {ID: "d", Role: chat.RoleSupervisor},
	}})(t.Context())
	if err != nil || len(list) != 2 || list[0].ID != "b" || list[1].ID != "d" {
		t.Errorf("%+v, %v", list, err)
	}
}
