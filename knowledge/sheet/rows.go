package sheet

import (
	"errors"
	"fmt"
	"io"
	"strings"
)

// badFile is what is wrong with a file, as the end of a sentence that names it.
type badFile string

func (b badFile) Error() string { return string(b) }

func errorf(format string, args ...any) error { return badFile(fmt.Sprintf(format, args...)) }

// noHeader is the error of a sheet whose columns nobody knows.
type noHeader struct{ head []record }

func (noHeader) Error() string { return "no header" }

// every is how many rows are read between two looks at the context.
const every = 256

// readRows makes rows of t of what s gives, below the header that it looks for.
func (f *file) readRows(t *Table, s source) error {
	head, err := f.head(s)
	if err != nil {
		return f.worded(t, err)
	}
	l, rest, err := f.layout(t, head)
	if err != nil {
		return f.worded(t, err)
	}
	if l.twice != "" {
		return f.worded(t, errorf("的列「%s」出现了两次，请删掉多余的一列", short(l.twice, 20)))
	}
	r := newReader(&l, t)
	if x, ok := s.(*bookRows); ok {
		r.since1904 = x.since1904
	}
	for _, rec := range rest {
		if err := f.take(r, rec); err != nil {
			return f.worded(t, err)
		}
	}
	for n := int64(len(head)); ; n++ {
		if n%every == 0 {
			if err := f.ctx.Err(); err != nil {
				return err
			}
			f.Progress(n, s.total())
		}
		rec, err := s.next()
		if errors.Is(err, io.EOF) {
			break
		}
		if err == nil {
			err = f.take(r, rec)
		}
		if err != nil {
			return f.worded(t, err)
		}
	}
	r.finish()
	return nil
}

// worded makes an error of a sheet one of the file.
func (f *file) worded(t *Table, err error) error {
	var bad badFile
	if !errors.As(err, &bad) {
		return err
	}
	if t.Sheet != "" {
		return f.refuse("的工作表「%s」%s", short(t.Sheet, 40), string(bad))
	}
	return f.refuse("%s", string(bad))
}

// take adds a row, unless it is blank.
func (f *file) take(r *reader, rec record) error {
	if clean(rec.cells) == 0 {
		return nil
	}
	if r.table.Read >= MaxRows {
		return errorf("超过 %d 行，请拆成几个文件分别导入", MaxRows)
	}
	r.add(rec)
	return nil
}

// clean takes the blanks around cells away and what spreadsheets make of line
// breaks, and returns how many cells are not blank.
func clean(cells []string) (filled int) {
	for i, c := range cells {
		if strings.IndexByte(c, '\r') >= 0 {
			c = strings.ReplaceAll(strings.ReplaceAll(c, "\r\n", "\n"), "\r", "\n")
		}
		if c = strings.Trim(c, " \t\n\v\f\u00a0\u3000\ufeff"); c != "" {
			filled++
		}
		cells[i] = c
	}
	return filled
}

// head returns the first rows that are not blank.
func (f *file) head(s source) (list []record, err error) {
	for len(list) < headerRows {
		rec, err := s.next()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return nil, err
		}
		if clean(rec.cells) > 0 {
			list = append(list, rec)
		}
	}
	return list, nil
}

// layout finds the header among the first rows and returns what is below it.
func (f *file) layout(t *Table, head []record) (l layout, rest []record, err error) {
	for i, rec := range head {
		if l, ok := readHeader(rec.cells, f.Product); ok {
			if f.Product != Auto && f.Product != Tiledesk && f.Product != l.product {
				continue
			}
			return l, head[i+1:], nil
		}
	}
	if f.Product == Tiledesk || f.Product == Auto && t.Format == "csv" && headless(head) {
		if f.Product == Auto {
			t.Notes = append(t.Notes, "文件没有表头，按 Tiledesk 的导出（问题;答案;编号;名称;webhook）读取")
		}
		return tiledesk(), head, nil
	}
	return l, nil, noHeader{head}
}

// headless reports whether all rows look like those of a file without a header:
// question, answer and the id of the intent.
func headless(head []record) bool {
	for _, rec := range head {
		if len(rec.cells) < 3 || len(rec.cells) > 8 || rec.cells[0] == "" || rec.cells[1] == "" {
			return false
		}
		if f := plain(rec.cells[len(rec.cells)-1]); f != "true" && f != "false" {
			return false
		}
	}
	return len(head) > 0
}

// noHeader words that no header was found, with what was there instead.
func (f *file) noHeader(where string, none noHeader) error {
	head := none.head
	found := "什么也没有"
	if len(head) > 0 {
		var cells []string
		for _, c := range head[0].cells {
			if c != "" {
				cells = append(cells, short(c, 12))
			}
		}
		found = "「" + short(strings.Join(cells, "」「"), 80) + "」"
	}
	wants := "至少要有「标准问题」和「答案」两列"
	if f.Product == BytedeskKeyword {
		wants = "至少要有「关键词（keywords）」和「回复（replies）」两列"
	}
	return f.refuse("%s没有找到表头：%s，写在前 %d 行之内。第一行是%s。可以先下载模板对照", where, wants, headerRows, found)
}
