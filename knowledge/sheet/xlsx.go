package sheet

import (
	"archive/zip"
	"bytes"
	"errors"
	"io"
	"slices"
	"strings"

	"github.com/xuri/excelize/v2"
)

// readXLSX reads the first sheet of a workbook that is shown and has a header.
func (f *file) readXLSX() (*Table, error) {
	z, err := zip.NewReader(bytes.NewReader(f.data), int64(len(f.data)))
	if err != nil {
		return nil, f.refuse("已损坏，无法读取，请重新保存后再上传")
	}
	list, since1904, err := f.pages(z)
	if err != nil {
		return nil, err
	}
	// Everything is read in memory, which kind has bounded: what would go to disk
	// instead would stay there when a server dies.
	book, err := excelize.OpenReader(bytes.NewReader(f.data), excelize.Options{
		RawCellValue: true, UnzipSizeLimit: maxUnzipped, UnzipXMLSizeLimit: maxUnzipped,
	})
	if err != nil {
		return nil, f.refuse("已损坏或设了密码，无法读取，请用 Excel 或 WPS 打开后另存一份再上传")
	}
	defer book.Close() // it was only read
	var shown, hidden []string
	for _, p := range list {
		if p.hidden {
			hidden = append(hidden, p.name)
		} else {
			shown = append(shown, p.name)
		}
	}
	var none *noHeader
	for _, p := range list {
		if p.hidden || p.part == nil {
			continue
		}
		t := &Table{File: f.name, Format: "xlsx", Sheet: p.name}
		err := f.readPage(book, p, since1904, t)
		if n, ok := errors.AsType[noHeader](err); ok {
			if none == nil || len(none.head) == 0 {
				none = &n
			}
			continue
		}
		if err != nil {
			return nil, err
		}
		noteSheets(t, shown, hidden)
		return t, nil
	}
	if none == nil {
		return nil, f.refuse("里没有显示的工作表（隐藏的有：%s），请取消隐藏后再上传", short(strings.Join(hidden, "、"), 80))
	}
	return nil, f.noHeader("的工作表（"+short(strings.Join(shown, "、"), 60)+"）里", *none)
}

// noteSheets says which sheets were not read.
func noteSheets(t *Table, shown, hidden []string) {
	shown = slices.DeleteFunc(slices.Clone(shown), func(s string) bool { return s == t.Sheet || s == adviceSheet })
	if len(shown) > 0 {
		t.Notes = append(t.Notes, "只读取了工作表「"+short(t.Sheet, 40)+"」，没有读取："+short(strings.Join(shown, "、"), 100))
	}
	if len(hidden) > 0 {
		t.Notes = append(t.Notes, "没有读取隐藏的工作表："+short(strings.Join(hidden, "、"), 100))
	}
}

// readPage reads one sheet.
func (f *file) readPage(book *excelize.File, p page, since1904 bool, t *Table) error {
	x, err := scan(p.part)
	switch {
	case err != nil:
		return f.worded(t, errorf("已损坏，无法读取，请用 Excel 或 WPS 打开后另存一份再上传"))
	case len(x.merged) > maxMerged:
		return f.worded(t, errorf("里的合并单元格太多，请取消合并后再上传"))
	case !x.whole:
		return f.worded(t, errorf("不完整（可能没有保存完），请重新保存后再上传"))
	}
	rows, err := book.Rows(p.name)
	if err != nil {
		return f.worded(t, errorf("读不出来，请用 Excel 或 WPS 打开后另存一份再上传"))
	}
	b := &bookRows{rows: rows, facts: x, since1904: since1904, down: blocksByRow(x.merged)}
	err = errors.Join(f.readRows(t, b), rows.Close())
	if err != nil {
		return err
	}
	if x.formulas > 0 {
		t.Notes = append(t.Notes, noteFormulas(x))
	}
	if b.filled > 0 {
		t.Notes = append(t.Notes, "竖向合并的单元格按每一行都填了同样的内容读取")
	}
	return nil
}

func noteFormulas(x facts) string {
	more := ""
	if x.formulas > len(x.first) {
		more = " 等"
	}
	return "有公式的单元格（" + strings.Join(x.first, "、") + more + "）按保存时的结果导入，没有重新计算"
}

// bookRows are the rows of a sheet of a workbook.
type bookRows struct {
	facts
	rows      *excelize.Rows
	row       int // that comes next, from 0
	since1904 bool
	down      map[int][]block     // merged cells, by their first row
	open      [maxColumns]filling // the last that began in each column
	filled    int
}

// filling is a block of one column whose text is that of each of its rows.
type filling struct {
	block
	text string
}

func blocksByRow(list []block) map[int][]block {
	out := map[int][]block{}
	for _, b := range list {
		if b.bottom > b.top && b.left < maxColumns {
			out[b.top] = append(out[b.top], b)
		}
	}
	return out
}

func (b *bookRows) total() int64 { return b.facts.rows }

func (b *bookRows) next() (record, error) {
	if !b.rows.Next() {
		// The library takes a mistake in the XML for the end of the sheet.
		if b.rows.Error() != nil || b.row < b.facts.last {
			return record{}, errorf("第 %d 行之后读不出来，请用 Excel 或 WPS 打开后另存一份再上传", b.row)
		}
		return record{}, io.EOF
	}
	cells, err := b.rows.Columns()
	if err != nil {
		return record{}, errorf("第 %d 行读不出来，请用 Excel 或 WPS 打开后另存一份再上传", b.row+1)
	}
	if len(cells) > maxColumns {
		return record{}, errorf("第 %d 行有 %d 列，最多 %d 列。请删掉多余的列", b.row+1, len(cells), maxColumns)
	}
	cells = b.fill(cells)
	b.row++
	return record{line: b.row, cells: cells}, nil
}

// fill puts the text of cells that are merged downwards in all of their rows.
func (b *bookRows) fill(cells []string) []string {
	blank := clean(cells) == 0
	for _, o := range b.open {
		if blank || o.text == "" || o.bottom < b.row { // a row that has nothing else is no row
			continue
		}
		for len(cells) <= o.left {
			cells = append(cells, "")
		}
		if cells[o.left] == "" {
			cells[o.left] = o.text
			b.filled++
		}
	}
	for _, m := range b.down[b.row] {
		if m.left < len(cells) {
			b.open[m.left] = filling{m, cells[m.left]}
		}
	}
	return cells
}
