package sheet

import (
	"archive/zip"
	"bytes"
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"unicode/utf16"

	"github.com/xuri/excelize/v2"

	"yiwen/bot/fault"
)

// zipOf is an archive of files that are packed.
func zipOf(t testing.TB, files map[string]string) []byte {
	t.Helper()
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for name, content := range files {
		w, err := z.Create(name)
		if err != nil {
			t.Fatal(err)
		}
		w.Write([]byte(content))
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// book is a workbook that do fills in.
func book(t testing.TB, do func(f *excelize.File)) []byte {
	t.Helper()
	f := excelize.NewFile()
	defer f.Close()
	do(f)
	var b bytes.Buffer
	if err := f.Write(&b); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// fill writes rows into a sheet, from its first cell.
func fill(f *excelize.File, sheet string, rows ...[]any) {
	for i, r := range rows {
		f.SetSheetRow(sheet, fmt.Sprintf("A%d", i+1), &r)
	}
}

// wide is what an old container has of a name.
func wide(name string) string {
	b := []byte("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")
	for _, u := range utf16.Encode([]rune(name)) {
		b = binary.LittleEndian.AppendUint16(b, u)
	}
	return string(b)
}

const twoRows = "标准问题,答案\n怎么退款,这样退款\n"

// TestRefusals gives what is no sheet, or too much of one.
func TestRefusals(t *testing.T) {
	good := book(t, func(f *excelize.File) {
		fill(f, "Sheet1", []any{"标准问题", "答案"}, []any{"怎么退款", "这样"})
	})
	columns := strings.Repeat("x,", 100) + "\n"
	for name, tc := range map[string]struct {
		file, data, want string
	}{
		"empty":            {"a.csv", "", "是空的"},
		"blank":            {"a.csv", " \n\n", "是空的"},
		"too large":        {"a.csv", strings.Repeat("x", MaxFile+1), "超过 50 MB"},
		"old excel":        {"a.xls", wide("Workbook"), "旧版 Excel"},
		"encrypted":        {"a.xlsx", wide("EncryptedPackage"), "设了密码"},
		"old word":         {"a.doc", wide("WordDocument"), "Word"},
		"word":             {"a.docx", string(zipOf(t, map[string]string{"word/document.xml": "x"})), "Word"},
		"slides":           {"a.pptx", string(zipOf(t, map[string]string{"ppt/a.xml": "x"})), "PPT"},
		"open document":    {"a.ods", string(zipOf(t, map[string]string{"mimetype": "x", "content.xml": "x"})), "ODS"},
		"binary workbook":  {"a.xlsb", string(zipOf(t, map[string]string{"xl/workbook.bin": "x"})), "xlsb"},
		"archive":          {"a.zip", string(zipOf(t, map[string]string{"a.csv": "x"})), "ZIP 压缩包"},
		"rar":              {"a.rar", "Rar!x", "RAR"},
		"pdf":              {"a.pdf", "%PDF-1.4", "PDF"},
		"picture":          {"a.xlsx", "\x89PNG", "图片"},
		"web page":         {"a.xls", "<html><table>", "网页"},
		"renamed text":     {"a.xlsx", twoRows, "不是 Excel 工作簿"},
		"renamed workbook": {"a.csv", string(good), "扩展名改成 .xlsx"},
		"unknown":          {"a.exe", "MZ", "不是可以导入的格式"},
		"cut workbook":     {"a.xlsx", string(good[:len(good)/2]), "损坏"},
		"empty workbook":   {"a.xlsx", string(zipOf(t, map[string]string{"xl/workbook.xml": "<workbook/>", "xl/_rels/workbook.xml.rels": "<Relationships/>"})), "损坏"},
		"bomb":             {"a.xlsx", string(zipOf(t, map[string]string{"xl/workbook.xml": strings.Repeat(" ", 40<<20)})), "解开后有 40 MB"},
		"no header":        {"a.csv", "甲,乙\n1,2\n", "没有找到表头"},
		"header only":      {"a.csv", "标准问题,答案\n", "没有可以导入的内容"},
		"two answers":      {"a.csv", "标准问题,答案,答案\n甲,乙,丙\n", "「答案」出现了两次"},
		"open quote":       {"a.csv", "标准问题,答案\n甲,\"乙\n丙,丁\n", "第 2 行开始的引号"},
		"neither encoding": {"a.csv", "标准问题,答案\n甲,\xff\xff\n", "第 2 行"},
		"broken utf-8":     {"a.csv", "\ufeff标准问题,答案\n甲,\xb5\xb5\n", "第 2 行"},
		"bytes":            {"a.csv", "标准问题,答案\n甲,\x00\n", "第 2 行"},
		"too many rows":    {"a.csv", "标准问题,答案\n" + strings.Repeat("甲,乙\n", MaxRows+1), "超过 50000 行"},
		"no list":          {"a.yaml", "question: 怎么退款\n", "不是知识条目的列表"},
		"unknown product":  {"a.csv", twoRows, "不认识的产品"},
		"too many columns": {"a.xlsx", string(book(t, func(f *excelize.File) {
			fill(f, "Sheet1", []any{"标准问题", "答案"})
			f.SetCellStr("Sheet1", "DD2", "x")
		})), "第 2 行有 108 列"},
		"unknown columns":  {"a.xlsx", string(book(t, func(f *excelize.File) { fill(f, "Sheet1", []any{"问", "答"}) })), "没有找到表头"},
		"wide text":        {"a.csv", "标准问题,答案," + columns + "甲,乙\n", "第 1 行有 102 列"},
		"crowded text":     {"a.csv", "标准问题,答案\n甲" + strings.Repeat(",", 200_000), "第 2 行的列太多"},
		"trailing commas":  {"a.csv", "标准问题,答案" + strings.Repeat(",", 2000) + "\n甲,乙\n", ""},
		"too many entries": {"a.yaml", strings.Repeat("- question: 甲\n", MaxRows+1), "超过 50000 个条目"},
	} {
		t.Run(name, func(t *testing.T) {
			o := Options{}
			if name == "unknown product" {
				o.Product = "excel"
			}
			_, err := Read(t.Context(), tc.file, []byte(tc.data), o)
			if tc.want == "" {
				if err != nil {
					t.Fatal(err)
				}
				return
			}
			if !fault.Is(err, fault.Invalid) || !strings.Contains(err.Error(), tc.want) {
				t.Fatalf("%v, want %q", err, tc.want)
			}
			if name != "unknown product" && !strings.Contains(err.Error(), "「"+tc.file+"」") {
				t.Errorf("%v does not name the file", err)
			}
		})
	}
}

// TestStopsWhenCalledOff reads with a context that is done.
func TestStopsWhenCalledOff(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	for name, data := range map[string]string{
		"a.csv": "标准问题,答案\n" + strings.Repeat("甲,乙\n", 1000), "a.yaml": strings.Repeat("- question: 甲\n", 1000),
	} {
		if _, err := Read(ctx, name, []byte(data), Options{}); !errors.Is(err, context.Canceled) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// TestWorkbooksOfPeople reads a workbook as people keep it: titles, merged cells,
// formulas, dates, other sheets.
func TestWorkbooksOfPeople(t *testing.T) {
	data := book(t, func(f *excelize.File) {
		f.SetSheetName("Sheet1", "说明")
		fill(f, "说明", []any{"请看第二页"})
		f.NewSheet("隐藏")
		fill(f, "隐藏", []any{"标准问题", "答案"}, []any{"不该读到", "x"})
		f.SetSheetVisible("隐藏", false)
		f.NewSheet("FAQ")
		fill(f, "FAQ", []any{"星卡商城常见问题"}, []any{}, []any{"分类", "标准问题", "相似问题", "答案", "失效", "生效"},
			[]any{"充值", "多久到账", "几分钟到", "五分钟", 46022, 46022.75},
			[]any{nil, nil, "要等多久"},
			[]any{nil, "怎么退款", nil, "#N/A"},
			[]any{},
			[]any{"账号", "怎么注册", nil, "点注册"})
		f.MergeCell("FAQ", "A1", "F1")
		f.MergeCell("FAQ", "A4", "A6")
		f.MergeCell("FAQ", "B4", "B5")
		f.SetCellFormula("FAQ", "D8", `="点"&"注册"`)
	})
	table, err := Read(t.Context(), "常见问题.xlsx", data, Options{})
	if err != nil {
		t.Fatal(err)
	}
	if table.Sheet != "FAQ" || table.Read != 4 || len(table.Rows) != 3 {
		t.Fatalf("%+v", table)
	}
	first := table.Rows[0]
	if first.Line != 4 || !slices.Equal(first.More, []int{5}) || !slices.Equal(first.Entry.Variants, []string{"几分钟到", "要等多久"}) {
		t.Errorf("merged rows: %+v", first)
	}
	if first.Entry.Until != "2026-01-01 00:00" || first.Entry.From != "2025-12-31 18:00" {
		t.Errorf("dates: %q to %q", first.Entry.From, first.Entry.Until)
	}
	if second := table.Rows[1]; second.Entry.Category != "充值" || len(second.Problems) != 1 || !strings.Contains(second.Problems[0].String(), "第 6 行「答案」（D 列）：是 Excel 的错误值") {
		t.Errorf("second row: %+v", second)
	}
	notes := strings.Join(table.Notes, "\n")
	for _, want := range []string{"公式", "D8", "隐藏的工作表：隐藏", "没有读取：说明", "竖向合并", "前面条目的延续"} {
		if !strings.Contains(notes, want) {
			t.Errorf("notes %q do not say %q", notes, want)
		}
	}
}

// TestBrokenXMLIsNoShorterSheet damages a sheet in the middle.
func TestBrokenXMLIsNoShorterSheet(t *testing.T) {
	data := book(t, func(f *excelize.File) {
		fill(f, "Sheet1", []any{"标准问题", "答案"})
		for i := 2; i < 50; i++ {
			f.SetSheetRow("Sheet1", fmt.Sprintf("A%d", i), &[]any{fmt.Sprint("问题", i), "答案"})
		}
	})
	z, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		t.Fatal(err)
	}
	files := map[string]string{}
	for _, p := range z.File {
		r, err := p.Open()
		if err != nil {
			t.Fatal(err)
		}
		var b bytes.Buffer
		b.ReadFrom(r)
		files[p.Name] = b.String()
		if strings.Contains(p.Name, "sheet1.xml") {
			files[p.Name] = strings.Replace(b.String(), `<row r="30">`, `<row r="30"><c></d>`, 1)
		}
	}
	_, err = Read(t.Context(), "a.xlsx", zipOf(t, files), Options{})
	if err == nil || !strings.Contains(err.Error(), "「Sheet1」第 ") {
		t.Errorf("%v", err)
	}
}

// TestLongCellsAreRefusedByRow gives a cell that no spreadsheet holds.
func TestLongCellsAreRefusedByRow(t *testing.T) {
	table, err := Read(t.Context(), "a.csv", []byte("标准问题,答案\n甲,"+strings.Repeat("长", MaxCell+1)+"\n乙,好\n"), Options{})
	if err != nil {
		t.Fatal(err)
	}
	if p := table.Rows[0].Problems; len(p) != 1 || !strings.Contains(p[0].String(), "第 2 行「答案」（B 列）：有 32768 个字符") {
		t.Errorf("%v", p)
	}
	if len(table.Rows[1].Problems) > 0 {
		t.Errorf("%v", table.Rows[1].Problems)
	}
}

// TestYAMLSaysWhere names the line of each mistake and reads the rest.
func TestYAMLSaysWhere(t *testing.T) {
	data := "# 注释\n- id: a\n  question: 甲\n  answer: 好\n\n- id: b\n  question: 乙\n  answer: [好\n- id: a\n  question: 丙\n  anwser: 好\n- question: 丁\n  answer: |\n    第一行\n    - 第二行\n  off: maybe\n"
	table, err := Read(t.Context(), "faq.yaml", []byte(data), Options{})
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, r := range table.Rows {
		for _, p := range r.Problems {
			got = append(got, p.String())
		}
	}
	want := []string{"第 6 行：不是正确的 YAML", "第 11 行「anwser」：不认识的字段", "第 9 行：ID「a」与第 2 行的条目重复", "第 16 行「off」：应为 true 或 false"}
	if len(got) != len(want) {
		t.Fatalf("%q", got)
	}
	for i := range want {
		if !strings.HasPrefix(got[i], want[i]) {
			t.Errorf("%q, want %q", got[i], want[i])
		}
	}
	if a := table.Rows[3].Entry.Answer; a != "第一行\n- 第二行" {
		t.Errorf("answer %q", a)
	}
}

// TestEncodings reads the same text in all of them.
func TestEncodings(t *testing.T) {
	le := binary.LittleEndian
	utf16le := []byte{0xff, 0xfe}
	for _, u := range utf16.Encode([]rune(strings.ReplaceAll(twoRows, ",", "\t"))) {
		utf16le = le.AppendUint16(utf16le, u)
	}
	for want, data := range map[string][]byte{
		"utf-8": []byte(twoRows), "utf-8-bom": []byte("\ufeff" + twoRows), "utf-16": utf16le,
		"gb18030": []byte("\xb1\xea\xd7\xbc\xce\xca\xcc\xe2;\xb4\xf0\xb0\xb8\r\n\xd4\xf5\xc3\xb4\xcd\xcb\xbf\xee;\xd5\xe2\xd1\xf9\xcd\xcb\xbf\xee\r\n"),
	} {
		table, err := Read(t.Context(), "a.txt", data, Options{})
		if err != nil {
			t.Errorf("%s: %v", want, err)
			continue
		}
		if e := table.Rows[0].Entry; table.Encoding != want || e.Question != "怎么退款" || e.Answer != "这样退款" {
			t.Errorf("%s: read as %s: %+v", want, table.Encoding, e)
		}
	}
}

// TestRowNumbersAreThoseOfASpreadsheet counts rows with line breaks as one, and
// blank ones.
func TestRowNumbersAreThoseOfASpreadsheet(t *testing.T) {
	table, err := Read(t.Context(), "a.csv", []byte("标准问题,答案\r\n\r\n甲,\"一\n二\"\r\n,\r\n乙,好\r\n"), Options{})
	if err != nil {
		t.Fatal(err)
	}
	if a, b := table.Rows[0].Line, table.Rows[1].Line; a != 3 || b != 5 {
		t.Errorf("rows %d and %d, want 3 and 5", a, b)
	}
}
