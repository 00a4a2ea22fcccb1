package sheet

import (
	"archive/zip"
	"bytes"
	"context"
	"fmt"
	"io"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/xuri/excelize/v2"
	"pgregory.net/rapid"

	"yiwen/knowledge"
)

// fileName is a name that the format is read under.
func fileName(f Format) string {
	if f == CSVGBK {
		f = CSV
	}
	return "导出." + string(f)
}

// hostile draws a text that people and programs have trouble with; it neither
// begins nor ends with blanks.
func hostile(most int) *rapid.Generator[string] {
	pieces := rapid.SampledFrom([]string{
		"怎么退款", "=1+1", "-", "+", "@", "＝", "'", "''=", `"`, `""`, "|", "｜", "\n", "\n\n", ";", "；", ",", "，", "、", "😊", "𠮷", "\t", "<p>x</p>",
		"_x000D_", "_x005F_", "【h5】", "\\", "\\n", "&amp;", "&", "]]>", "€", "\ue5e5", "\u00a0a", "{客户}", "- ", "# ", ": ", "a", "订单号", "a=b", "=cmd|' /C calc'!A0",
		strings.Repeat("很长", 40), "\u200d", "é", "e\u0301", "null", "true", "2026-12-01", "1e5", "~",
	})
	return rapid.Custom(func(t *rapid.T) string {
		var b strings.Builder
		for _, p := range rapid.SliceOfN(pieces, 1, most).Draw(t, "pieces") {
			b.WriteString(p)
		}
		s := strings.Trim(b.String(), " \t\n\v\f\u00a0\u3000\ufeff")
		if s == "" || s == "\\" {
			return "字"
		}
		return s
	})
}

func drawEntry(t *rapid.T, id int) knowledge.Entry {
	texts := func(name string, most int) []string {
		return once(rapid.SliceOfN(hostile(4), 0, most).Draw(t, name))
	}
	words := rapid.SampledFrom([]string{"", "trade", "a-b", "tech"})
	e := knowledge.Entry{
		ID: fmt.Sprintf("entry-%d", id), Question: hostile(3).Draw(t, "question"), Answer: hostile(12).Draw(t, "answer"),
		Variants: texts("variants", 5), Keywords: texts("keywords", 3), Exclude: texts("exclude", 3), Tags: texts("tags", 3),
		Related: texts("related", 3), Needs: texts("needs", 2), Team: words.Draw(t, "team"),
		Severity: rapid.SampledFrom([]string{"", "low", "normal", "high", "urgent"}).Draw(t, "severity"),
		Audience: rapid.SampledFrom([]knowledge.Audience{"", "buyer", "merchant", "vip"}).Draw(t, "audience"),
		From:     rapid.SampledFrom([]knowledge.Moment{"", "2026-01-02 03:04", "2026-03-01 00:00"}).Draw(t, "from"),
		Until:    rapid.SampledFrom([]knowledge.Moment{"", "2027-01-01 00:00", "2028-03-01 00:00", "2027-01-01 00:01", "2026-12-31 23:59"}).Draw(t, "until"),
		ReviewOn: rapid.SampledFrom([]knowledge.Day{"", "2027-01-01"}).Draw(t, "review"),
		Flow:     rapid.SampledFrom([]string{"", "refund", "a;b=c"}).Draw(t, "flow"),
		Off:      rapid.Bool().Draw(t, "off"), Owner: rapid.SampledFrom([]string{"", "editor1"}).Draw(t, "owner"),
		Category: rapid.SampledFrom([]string{"", "充值", "充值/到账", "a/b/c"}).Draw(t, "category"),
	}
	e.Variants = sans(e.Variants, e.Question)
	for i := range rapid.IntRange(0, 2).Draw(t, "sites") {
		e.Answers = append(e.Answers, knowledge.SiteAnswer{Site: fmt.Sprintf("site-%d", i), Answer: hostile(8).Draw(t, "site answer")})
	}
	tidy(&e)
	return e
}

func sans(list []string, s string) (out []string) {
	for _, l := range list {
		if l != s {
			out = append(out, l)
		}
	}
	return out
}

// back writes entries and reads them again.
func back(t testing.TB, format Format, entries []knowledge.Entry) *Table {
	t.Helper()
	var b bytes.Buffer
	if err := Write(t.Context(), &b, format, entries); err != nil {
		t.Fatalf("write %s: %v", format, err)
	}
	table, err := Read(t.Context(), fileName(format), b.Bytes(), Options{})
	if err != nil {
		t.Fatalf("read %s: %v", format, err)
	}
	return table
}

func entriesOf(t testing.TB, table *Table) (list []knowledge.Entry) {
	t.Helper()
	for _, r := range table.Rows {
		for _, p := range r.Problems {
			t.Errorf("%s: %v", table.Format, p)
		}
		list = append(list, r.Entry)
	}
	return list
}

// TestRoundTripIsExact writes what is hard to write and reads it again.
func TestRoundTripIsExact(t *testing.T) {
	for _, format := range Formats() {
		t.Run(string(format), func(t *testing.T) {
			rapid.Check(t, func(rt *rapid.T) {
				var entries []knowledge.Entry
				for i := range rapid.IntRange(1, 4).Draw(rt, "entries") {
					entries = append(entries, drawEntry(rt, i))
				}
				var b bytes.Buffer
				if err := Write(context.Background(), &b, format, entries); err != nil {
					if format == CSVGBK && strings.Contains(fmt.Sprint(entries), "\ue5e5") {
						return // refused with a sentence
					}
					rt.Fatal(err)
				}
				table, err := Read(context.Background(), fileName(format), b.Bytes(), Options{})
				if err != nil {
					rt.Fatal(err)
				}
				var got []knowledge.Entry
				for _, r := range table.Rows {
					for _, p := range r.Problems {
						rt.Errorf("%v", p)
					}
					got = append(got, r.Entry)
				}
				if d := cmp.Diff(entries, got); d != "" {
					rt.Fatalf("not the same (-written +read):\n%s", d)
				}
			})
		})
	}
}

// TestLongListsGoOnOverSeveralRows writes more similar questions than a cell
// holds.
func TestLongListsGoOnOverSeveralRows(t *testing.T) {
	e := knowledge.Entry{ID: "long", Question: "很长", Answer: "好"}
	for i := range 500 {
		e.Variants = append(e.Variants, fmt.Sprintf("%d %s", i, strings.Repeat("问😊", 90)))
	}
	other := knowledge.Entry{ID: "other", Question: "别的", Answer: "好"}
	for _, format := range Formats() {
		table := back(t, format, []knowledge.Entry{e, other})
		if d := cmp.Diff([]knowledge.Entry{e, other}, entriesOf(t, table)); d != "" {
			t.Errorf("%s: (-written +read):\n%s", format, d)
		}
		if format == CSV && len(table.Rows[0].More) < 5 {
			t.Errorf("the entry goes on over %d rows, want several", len(table.Rows[0].More))
		}
	}
}

// TestWrittenCellsAreNoFormulas looks at the cells themselves.
func TestWrittenCellsAreNoFormulas(t *testing.T) {
	var b bytes.Buffer
	e := knowledge.Entry{ID: "x", Question: "=HYPERLINK(\"http://evil\")", Answer: "@SUM(A1)", Variants: []string{"-1", "+1"}, Category: "\t=1"}
	if err := Write(t.Context(), &b, CSV, []knowledge.Entry{e}); err != nil {
		t.Fatal(err)
	}
	want := "'\t=1,\"'=HYPERLINK(\"\"http://evil\"\")\",\"'-1\r\n+1\",'@SUM(A1),,,,所有人,,,启用,,x,,,,\r\n"
	if _, got, _ := strings.Cut(b.String(), "\r\n"); got != want {
		t.Errorf("wrote %q, want %q", got, want)
	}
}

// TestGBKSaysWhatItDoesNotHave names the characters and where they are.
func TestGBKSaysWhatItDoesNotHave(t *testing.T) {
	notes := Notes(CSVGBK, []knowledge.Entry{{ID: "a", Question: "好", Answer: "好"}, {ID: "b", Question: "笑脸", Answer: "😊"}})
	if len(notes) != 1 || !strings.Contains(notes[0], "😊") || !strings.Contains(notes[0], "笑脸") {
		t.Errorf("notes %q", notes)
	}
	if notes := Notes(CSVGBK, []knowledge.Entry{{ID: "a", Question: "好", Answer: "好"}}); notes != nil {
		t.Errorf("notes %q of what GBK holds", notes)
	}
	if notes := Notes(XLSX, []knowledge.Entry{{Question: "😊"}}); notes != nil {
		t.Errorf("notes %q of a workbook", notes)
	}
}

// TestTemplatesHoldNothing reads templates back: the example is skipped.
func TestTemplatesHoldNothing(t *testing.T) {
	for _, format := range Formats() {
		var b bytes.Buffer
		if err := WriteTemplate(t.Context(), &b, format); err != nil {
			t.Fatal(err)
		}
		_, err := Read(t.Context(), fileName(format), b.Bytes(), Options{})
		if err == nil || !strings.Contains(err.Error(), "没有可以导入的内容") {
			t.Errorf("%s: %v", format, err)
		}
	}
}

// TestWorkbooksAreLaidOut looks at what a spreadsheet program makes of a template:
// a frozen header, columns from the left, lists to choose from, how to fill it in.
func TestWorkbooksAreLaidOut(t *testing.T) {
	var b bytes.Buffer
	if err := WriteTemplate(t.Context(), &b, XLSX); err != nil {
		t.Fatal(err)
	}
	z, err := zip.NewReader(bytes.NewReader(b.Bytes()), int64(b.Len()))
	if err != nil {
		t.Fatal(err)
	}
	r, err := z.Open("xl/worksheets/sheet1.xml")
	if err != nil {
		t.Fatal(err)
	}
	page, err := io.ReadAll(r)
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{`state="frozen"`, `<cols><col min="1" max="1" width="16"`, `sqref="H2:H50001"`, `"启用,停用"`} {
		if !bytes.Contains(page, []byte(want)) {
			t.Errorf("the sheet has no %s", want)
		}
	}
	f, err := excelize.OpenReader(&b)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	rows, err := f.GetRows(adviceSheet)
	if err != nil {
		t.Fatal(err)
	}
	for i, c := range columns {
		if rows[i+1][0] != c.header {
			t.Errorf("advice %d is of %s, want %s", i, rows[i+1][0], c.header)
		}
	}
}
