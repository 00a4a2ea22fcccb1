package sheet

import (
	"bytes"
	"encoding/csv"
	"errors"
	"io"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/encoding/unicode"
	"golang.org/x/text/transform"
)

// decode returns the text of a file and its encoding: by its byte order mark,
// else UTF-8 where it is that, else GB18030, which holds GBK and GB 2312.
func (f *file) decode() (s []byte, encoding string, err error) {
	b := f.data
	switch {
	case bytes.HasPrefix(b, []byte("\xff\xfe")), bytes.HasPrefix(b, []byte("\xfe\xff")):
		s, _, err = transform.Bytes(unicode.UTF16(unicode.LittleEndian, unicode.ExpectBOM).NewDecoder(), b)
		encoding = "utf-16"
	case bytes.HasPrefix(b, []byte("\ufeff")):
		s, encoding = b[len("\ufeff"):], "utf-8-bom"
		if !utf8.Valid(s) {
			return nil, "", f.refuse("第 %d 行有不是 UTF-8 的字节，请重新保存为 UTF-8", badLine(s))
		}
	case utf8.Valid(b):
		s, encoding = b, "utf-8"
	default:
		s, _, err = transform.Bytes(simplifiedchinese.GB18030.NewDecoder(), b)
		encoding = "gb18030"
		if bytes.ContainsRune(s, utf8.RuneError) {
			return nil, "", f.refuse("既不是 UTF-8 也不是 GBK 编码（第 %d 行起），请用 Excel 打开后另存为“CSV UTF-8”", badLine(b))
		}
	}
	if err != nil {
		return nil, "", f.refuse("的编码无法识别，请保存为 UTF-8 后再上传")
	}
	if i := bytes.IndexByte(s, 0); i >= 0 {
		return nil, "", f.refuse("第 %d 行有不是文字的字节，不像一份文本表格", 1+bytes.Count(s[:i], []byte("\n")))
	}
	return s, encoding, nil
}

// badLine is the line of the first bytes that are not UTF-8.
func badLine(b []byte) int {
	line := 1
	for len(b) > 0 {
		r, n := utf8.DecodeRune(b)
		switch {
		case r == utf8.RuneError && n == 1:
			return line
		case r == '\n':
			line++
		}
		b = b[n:]
	}
	return line
}

// readText reads a file whose cells are separated by commas, semicolons or tabs.
func (f *file) readText() (*Table, error) {
	s, encoding, err := f.decode()
	if err != nil {
		return nil, err
	}
	comma := f.separator(s)
	if line := crowded(s, comma); line > 0 {
		return nil, f.refuse("第 %d 行的列太多，最多 %d 列", line, maxColumns)
	}
	t := &Table{File: f.name, Format: "csv", Encoding: encoding}
	if comma == '\t' {
		t.Format = "tsv"
	}
	lines := int64(bytes.Count(s, []byte("\n")) + 1)
	rows := newTextRows(s, comma, lines)
	if rows.lazy {
		t.Notes = append(t.Notes, "文件里有不成对的引号，已按原样读取，请核对含引号的行")
	}
	err = f.readRows(t, rows)
	if none, ok := errors.AsType[noHeader](err); ok {
		err = f.noHeader("", none)
	}
	return t, err
}

// maxMarks bounds the separators on a line: the reader takes 16 bytes for each
// before a row can be looked at. A cell of commas alone is no longer.
const maxMarks = 100_000

// crowded returns the first line that has more, or 0.
func crowded(s []byte, comma rune) int {
	line := 0
	for l := range bytes.Lines(s) {
		if line++; len(l) > maxMarks && bytes.Count(l, []byte(string(comma))) > maxMarks {
			return line
		}
	}
	return 0
}

// separator returns what separates the cells: the one with which one of the first
// lines is a header, or else the one that makes most cells of the first row.
func (f *file) separator(s []byte) rune {
	candidates := []rune{',', '\t', ';'}
	head := s[:min(len(s), 64<<10)]
	for _, c := range candidates {
		r := csv.NewReader(bytes.NewReader(head))
		r.Comma, r.LazyQuotes, r.FieldsPerRecord = c, true, -1
		for range headerRows {
			cells, err := r.Read()
			if err != nil {
				break
			}
			if _, ok := readHeader(cells, f.Product); ok && len(cells) > 1 {
				return c
			}
		}
	}
	if f.Product == Tiledesk {
		return ';'
	}
	best, most := ',', 0
	for _, c := range candidates {
		r := csv.NewReader(bytes.NewReader(head))
		r.Comma, r.FieldsPerRecord = c, -1
		if cells, err := r.Read(); err == nil && len(cells) > most {
			best, most = c, len(cells)
		}
	}
	return best
}

// source gives the rows of a sheet.
type source interface {
	// next returns the next row with its number, blank ones too, and io.EOF behind
	// the last. Other errors end a sentence about the file. What is returned may be
	// changed by the caller and is not used again.
	next() (record, error)
	// total is how many rows there may be.
	total() int64
}

// textRows are the rows of a text file, counted as a spreadsheet shows them: one
// with line breaks in its cells is one row.
type textRows struct {
	csv   *csv.Reader
	lazy  bool
	row   int
	end   int // line that the row before ended on
	lines int64
}

func newTextRows(s []byte, comma rune, lines int64) *textRows {
	t := &textRows{lines: lines}
	t.csv = csv.NewReader(bytes.NewReader(s))
	t.csv.Comma, t.csv.FieldsPerRecord, t.csv.ReuseRecord = comma, -1, true
	// A quote within a cell that is not in quotes is somebody's inch or inner
	// quote. It costs a pass to know, before rows are handed on.
	for {
		_, err := t.csv.Read()
		if errors.Is(err, io.EOF) {
			break
		}
		if errors.Is(err, csv.ErrBareQuote) {
			t.lazy = true
			break
		}
		if err != nil {
			break // next tells of it
		}
	}
	t.csv = csv.NewReader(bytes.NewReader(s))
	t.csv.Comma, t.csv.FieldsPerRecord, t.csv.LazyQuotes = comma, -1, t.lazy
	return t
}

func (t *textRows) total() int64 { return t.lines }

func (t *textRows) next() (record, error) {
	cells, err := t.csv.Read()
	var bad *csv.ParseError
	switch {
	case errors.Is(err, io.EOF):
		return record{}, err
	case errors.As(err, &bad):
		return record{}, errorf("第 %d 行开始的引号没有成对，后面的内容无法分清。请检查这一行的英文双引号（单元格里的 \" 要写成 \"\"）", bad.StartLine)
	case err != nil:
		return record{}, err
	}
	line, _ := t.csv.FieldPos(0)
	t.row += line - t.end
	t.end = line
	for _, c := range cells {
		t.end += strings.Count(c, "\n")
	}
	for len(cells) > 0 && cells[len(cells)-1] == "" { // spreadsheets leave many
		cells = cells[:len(cells)-1]
	}
	if len(cells) > maxColumns {
		return record{}, errorf("第 %d 行有 %d 列，最多 %d 列。请删掉多余的列", t.row, len(cells), maxColumns)
	}
	return record{line: t.row, cells: cells}, nil
}
