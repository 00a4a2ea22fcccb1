// Package sheet reads the entries of a knowledge base out of XLSX, CSV, TSV and
// YAML files and writes them into such files.
//
// Read takes what people have: sheets of our own, sheets of other products (told
// apart by their columns), title rows above the header, merged cells, GBK, dates
// as Excel counts them, answers in HTML. It judges cells, not entries: whether an
// entry may be published, or is there already, is for others. A file that cannot
// be read as a whole is a fault.Invalid with a Chinese sentence that names what
// it is, where it breaks and what to do; what is wrong in one row is a Problem of
// that row and costs nothing else. Rows keep the order of the file.
//
// Write and Read are inverse: what was written is read back to the digit, as far
// as texts neither begin nor end with blanks. Cells that a spreadsheet would
// calculate get an apostrophe in front, which Read takes away again.
//
// Nothing is evaluated, fetched or kept; formulas give the value that was stored
// with them. Files of others are bounded before they are unpacked: MaxFile,
// MaxRows, MaxCell, and the unzipped size. All functions are pure and safe for
// concurrent use; they block for as long as the file is long, and stop early
// where their context is done.
package sheet

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"yiwen/bot/fault"
	"yiwen/bot/text"
	"yiwen/knowledge"
)

const (
	// MaxFile bounds a file, in bytes.
	MaxFile = 50 << 20
	// MaxRows bounds the rows of a sheet below its header, blank ones not counted.
	MaxRows = 50_000
	// MaxCell bounds a cell, in characters as a spreadsheet counts them: an emoji
	// is two. It is Excel's own bound.
	MaxCell = 32_767
	// maxColumns bounds the columns of a sheet. Ours has 17.
	maxColumns = 100
	// headerRows is how far down a header is looked for: people write titles and
	// advice above it.
	headerRows = 10
)

// Product is who made a sheet. The list is closed.
type Product string

// The closed list of products.
const (
	Auto            Product = "auto" // told by the columns
	Yiwen           Product = "yiwen"
	Bytedesk        Product = "bytedesk"
	BytedeskKeyword Product = "bytedesk-keyword"
	Qidian          Product = "qidian"
	SaleSmartly     Product = "salesmartly"
	Zhima           Product = "zhima"
	QnAMaker        Product = "qnamaker"
	Tiledesk        Product = "tiledesk"
)

// Products returns the closed list.
func Products() []Product {
	return []Product{Auto, Yiwen, Bytedesk, BytedeskKeyword, Qidian, SaleSmartly, Zhima, QnAMaker, Tiledesk}
}

// Table is what a file holds.
type Table struct {
	File     string
	Format   string // "xlsx", "csv", "tsv" or "yaml"
	Product  Product
	Encoding string // of a text file: "utf-8", "utf-8-bom", "gb18030", "utf-16"
	Sheet    string // of a workbook
	Columns  []Column
	Rows     []Row
	Read     int      // rows below the header that are not blank; several may make one Row
	Notes    []string // what was done with the file as a whole, in Chinese
}

// Column is a column of a sheet and what it became.
type Column struct {
	Header string `json:"header"`
	Field  Field  `json:"field,omitempty"` // empty = left out
}

// Has reports whether the file says anything of a field: what it does not speak
// of stays as it is in an entry that is there already.
func (t *Table) Has(f Field) bool {
	return slices.ContainsFunc(t.Columns, func(c Column) bool { return c.Field == f })
}

// Row is an entry as the file has it. Its ID is empty where the file names none
// of ours. Related holds ids or standard questions, as they were written.
type Row struct {
	Line     int   // row of the sheet as a spreadsheet counts, line of a YAML file; from 1
	More     []int // further rows that are of the same entry
	Entry    knowledge.Entry
	Problems []Problem // why it cannot be taken; empty = it can, as far as the file goes
	Notes    []string  // what was done with it that its author may not expect, in Chinese
}

// Problem is one thing that is wrong in a row.
type Problem struct {
	Line   int
	Column string // header and letter, 「答案」（D 列）; empty = the row as a whole
	Text   string // in Chinese
}

// String returns the problem as a sentence for an editor.
func (p Problem) String() string {
	return fmt.Sprintf("第 %d 行%s：%s", p.Line, p.Column, p.Text)
}

// Beside returns it as it is said beside the row of that line, which need not be
// named again.
func (p Problem) Beside(line int) string {
	switch {
	case p.Line != line:
		return p.String()
	case p.Column == "":
		return p.Text
	}
	return p.Column + "：" + p.Text
}

// Options are how a file is read. The zero value will do.
type Options struct {
	Product Product // "" = Auto
	// Progress is told how many rows of how many were read, now and then; total 0 =
	// nobody knows. Nil is fine.
	Progress func(done, total int64)
}

// Read reads the file of that name. What keeps it from being read at all is a
// fault.Invalid in Chinese.
func Read(ctx context.Context, name string, data []byte, o Options) (t *Table, err error) {
	if o.Product == "" {
		o.Product = Auto
	}
	if !slices.Contains(Products(), o.Product) {
		return nil, fault.New(fault.Invalid, "不认识的产品“%s”", o.Product)
	}
	if o.Progress == nil {
		o.Progress = func(int64, int64) {}
	}
	f := &file{name: name, data: data, Options: o, ctx: ctx}
	// The libraries that read foreign bytes have panicked on odd ones before; a
	// broken file must not stop a server.
	defer func() {
		if p := recover(); p != nil {
			t, err = nil, f.refuse("已损坏，无法读取，请用 Excel 或 WPS 打开后另存一份再上传")
		}
	}()
	return f.read()
}

// read reads the file, of whatever kind it is.
func (f *file) read() (t *Table, err error) {
	kind, err := f.kind()
	if err != nil {
		return nil, err
	}
	switch kind {
	case "xlsx":
		t, err = f.readXLSX()
	case "yaml":
		t, err = f.readYAML()
	default:
		t, err = f.readText()
	}
	if err != nil {
		return nil, err
	}
	if len(t.Rows) == 0 {
		return nil, f.refuse("里没有可以导入的内容：表头下面没有一行有字")
	}
	return t, nil
}

// file is a file that is being read.
type file struct {
	Options
	ctx  context.Context
	name string
	data []byte
}

// refuse returns the error of a file that cannot be read; what follows its name.
func (f *file) refuse(format string, args ...any) error {
	return fault.New(fault.Invalid, "%s", "文件「"+short(f.name, 60)+"」"+fmt.Sprintf(format, args...))
}

// extension is the ending of the name, in lower case, without the dot.
func (f *file) extension() string {
	if i := strings.LastIndexByte(f.name, '.'); i >= 0 {
		return strings.ToLower(f.name[i+1:])
	}
	return ""
}

// short cuts s to most runes on one line, for sentences.
func short(s string, most int) string {
	return text.Clip(strings.Map(func(r rune) rune {
		if r == '\n' || r == '\r' || r == '\t' {
			return ' '
		}
		return r
	}, s), most)
}
