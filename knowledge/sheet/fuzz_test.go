package sheet

import (
	"archive/zip"
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"yiwen/bot/fault"
)

// look reads without the net that Read has under it, and holds the result to what
// Read promises.
func look(t *testing.T, name string, data []byte) {
	f := &file{name: name, data: data, Options: Options{Product: Auto, Progress: func(int64, int64) {}}, ctx: t.Context()}
	table, err := f.read()
	if err != nil {
		if !fault.Is(err, fault.Invalid) {
			t.Fatalf("%v is no sentence for an editor", err)
		}
		return
	}
	if len(table.Rows) == 0 {
		t.Fatal("no rows and no error")
	}
	for _, r := range table.Rows {
		if r.Line < 1 {
			t.Fatalf("row %d", r.Line)
		}
		if r.Entry.Question == "" && r.Entry.ID == "" && len(r.Problems) == 0 {
			t.Fatalf("row %d is nobody's entry and has no problem", r.Line)
		}
	}
}

func FuzzReadCSV(f *testing.F) {
	paths, _ := filepath.Glob("testdata/products/*.[ct]sv")
	for _, p := range paths {
		b, err := os.ReadFile(p)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(b)
	}
	f.Add([]byte("\xff\xfeh\x00"))
	f.Add([]byte("标准问题\t答案\n\"\"\"\t'=1\n"))
	f.Fuzz(func(t *testing.T, data []byte) { look(t, "a.csv", data) })
}

func FuzzReadYAML(f *testing.F) {
	f.Add([]byte("- id: a\n  question: 甲\n  variants: [乙, \"丙\"]\n  answer: |\n    好\n    的\n  off: true\n  answers:\n    - site: h5\n      answer: 好\n"))
	f.Add([]byte("# x\n---\n- &a\n  question: *a\n- - - -\n- {[: !!int 1}\n"))
	f.Fuzz(func(t *testing.T, data []byte) { look(t, "a.yaml", data) })
}

// FuzzReadXLSX damages the parts of a workbook, or the whole of it.
func FuzzReadXLSX(f *testing.F) {
	data := book(f, func(b *excelize.File) {
		fill(b, "Sheet1", []any{"标准问题", "答案", "失效"}, []any{"怎么退款", "这样", 46022.5}, []any{"甲", true, "b"}, []any{"乙", "合并"}, []any{"丙"}, []any{"丁"})
		b.MergeCell("Sheet1", "A2", "A3")
		b.MergeCell("Sheet1", "B4", "C6")
		b.SetCellFormula("Sheet1", "B3", "A1")
	})
	parts := map[string]string{}
	z, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		f.Fatal(err)
	}
	for _, p := range z.File {
		r, err := p.Open()
		if err != nil {
			f.Fatal(err)
		}
		var b bytes.Buffer
		b.ReadFrom(r)
		if strings.HasPrefix(p.Name, "xl/") && !strings.Contains(p.Name, "theme") {
			parts[p.Name] = b.String()
		}
	}
	const page, texts, list, styles = "xl/worksheets/sheet1.xml", "xl/sharedStrings.xml", "xl/workbook.xml", "xl/styles.xml"
	f.Add(parts[page], parts[texts], parts[list], parts[styles], []byte(nil))
	f.Add(`<worksheet><sheetData><row r="2"><c r="XFD1" t="s"><v>-1</v></c></row></sheetData><mergeCells><mergeCell ref="A1:A9"/></mergeCells></worksheet>`, `<sst><si><t>问题</t></si></sst>`, parts[list], "", []byte(nil))
	f.Add(strings.Replace(parts[page], `ref="A2:A3"`, `ref="A2:XFD1048576"`, 1), parts[texts], parts[list], parts[styles], []byte(nil))
	f.Add("", "", "", "", data)
	f.Fuzz(func(t *testing.T, p, s, l, st string, whole []byte) {
		if len(whole) > 0 {
			look(t, "a.xlsx", whole)
			return
		}
		files := map[string]string{}
		for name, content := range parts {
			files[name] = content
		}
		files[page], files[texts], files[list], files[styles] = p, s, l, st
		look(t, "a.xlsx", zipOf(t, files))
	})
}
