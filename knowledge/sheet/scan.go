package sheet

import (
	"archive/zip"
	"bufio"
	"bytes"
	"encoding/xml"
	"errors"
	"io"
	"path"
	"strconv"
	"strings"
)

const (
	// maxShared bounds the tags of the texts of a workbook, each of which costs some
	// 100 bytes before a row can be looked at. 50,000 rows of ours have 2.6 million.
	maxShared = 8 << 20
	// maxMerged bounds the merged cells of a sheet.
	maxMerged = 200_000
)

// page is a sheet of a workbook.
type page struct {
	name   string
	hidden bool
	part   *zip.File
}

// pages returns the sheets of a workbook in their order, and how its dates count.
func (f *file) pages(z *zip.Reader) (list []page, since1904 bool, err error) {
	parts := map[string]*zip.File{}
	for _, p := range z.File {
		parts[strings.ToLower(strings.TrimPrefix(strings.ReplaceAll(p.Name, `\`, "/"), "/"))] = p
	}
	var book struct {
		Properties struct {
			Date1904 string `xml:"date1904,attr"`
		} `xml:"workbookPr"`
		Sheets []struct {
			Name  string `xml:"name,attr"`
			State string `xml:"state,attr"`
			ID    string `xml:"id,attr"`
		} `xml:"sheets>sheet"`
	}
	var rels struct {
		List []struct {
			ID     string `xml:"Id,attr"`
			Target string `xml:"Target,attr"`
		} `xml:"Relationship"`
	}
	broken := f.refuse("已损坏，无法读取，请用 Excel 或 WPS 打开后另存一份再上传")
	if readPart(parts["xl/workbook.xml"], &book) != nil || readPart(parts["xl/_rels/workbook.xml.rels"], &rels) != nil {
		return nil, false, broken
	}
	target := map[string]string{}
	for _, r := range rels.List {
		t := strings.TrimPrefix(r.Target, "/")
		if !strings.HasPrefix(r.Target, "/") {
			t = path.Join("xl", r.Target)
		}
		target[r.ID] = strings.ToLower(t)
	}
	for _, s := range book.Sheets {
		list = append(list, page{s.Name, s.State == "hidden" || s.State == "veryHidden", parts[target[s.ID]]})
	}
	if len(list) == 0 {
		return nil, false, broken
	}
	return list, book.Properties.Date1904 == "1" || book.Properties.Date1904 == "true", f.shared(parts["xl/sharedstrings.xml"])
}

// readPart decodes a small part of a workbook.
func readPart(p *zip.File, v any) error {
	if p == nil || p.UncompressedSize64 > 8<<20 {
		return errors.New("missing or too large")
	}
	r, err := p.Open()
	if err != nil {
		return err
	}
	defer r.Close() // it was only read
	return xml.NewDecoder(r).Decode(v)
}

// shared refuses a workbook that would take too much memory for its texts.
func (f *file) shared(p *zip.File) error {
	if p == nil {
		return nil
	}
	tags := 0
	err := eachTag(p, func([]byte) bool { tags++; return tags <= maxShared })
	switch {
	case err != nil:
		return f.refuse("已损坏（文字部分读不出来），请用 Excel 或 WPS 打开后另存一份再上传")
	case tags > maxShared:
		return f.refuse("里的文字太多，超出限制，请拆成几个文件再上传")
	}
	return nil
}

// facts are what a sheet says beside its values.
type facts struct {
	rows     int64
	last     int // number of the last row
	formulas int
	first    []string // cells with formulas, the first few
	merged   []block
	whole    bool // the sheet is there to its end
}

// block is a block of merged cells, from 0.
type block struct{ left, top, right, bottom int }

// scan looks through a sheet for what the reader of its values does not tell.
func scan(p *zip.File) (facts, error) {
	var x facts
	cell := ""
	err := eachTag(p, func(tag []byte) bool {
		switch name, attrs := cutTag(tag); name {
		case "row":
			x.rows++
			x.last++
			if n, err := strconv.Atoi(attribute(attrs, "r")); err == nil {
				x.last = n
			}
		case "c":
			cell = attribute(attrs, "r")
		case "f":
			if x.formulas++; len(x.first) < 5 {
				x.first = append(x.first, cell)
			}
		case "mergeCell":
			if b, ok := blockOf(attribute(attrs, "ref")); ok {
				x.merged = append(x.merged, b)
			}
		case "/worksheet":
			x.whole = true
		}
		return len(x.merged) <= maxMerged
	})
	return x, err
}

// eachTag calls do with every tag of a part, without its brackets and cut to what
// fits a buffer, until do says no. It judges nothing: the reader of the values
// does.
func eachTag(p *zip.File, do func(tag []byte) bool) error {
	if p == nil {
		return errors.New("missing part")
	}
	r, err := p.Open()
	if err != nil {
		return err
	}
	defer r.Close() // it was only read
	in := bufio.NewReaderSize(r, 64<<10)
	for {
		_, err := in.ReadSlice('<')
		if errors.Is(err, bufio.ErrBufferFull) {
			continue
		}
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return err
		}
		tag, err := in.ReadSlice('>')
		if err != nil && !errors.Is(err, bufio.ErrBufferFull) && !errors.Is(err, io.EOF) {
			return err
		}
		if !do(bytes.TrimSuffix(tag, []byte(">"))) {
			return nil
		}
	}
}

// cutTag returns the name of a tag, without its prefix, and its attributes.
func cutTag(tag []byte) (name string, attrs []byte) {
	end := bytes.IndexAny(tag, " \t\r\n")
	if end < 0 {
		end = len(tag)
	}
	head, attrs := bytes.TrimSuffix(tag[:end], []byte("/")), tag[end:]
	if bytes.HasPrefix(tag, []byte("/")) {
		if i := bytes.IndexByte(head, ':'); i >= 0 {
			return "/" + string(head[i+1:]), nil
		}
		return string(head), nil
	}
	if i := bytes.IndexByte(head, ':'); i >= 0 {
		head = head[i+1:]
	}
	return string(head), attrs
}

// attribute returns the value of an attribute, or "".
func attribute(attrs []byte, name string) string {
	for _, q := range []string{`"`, `'`} {
		if _, rest, ok := bytes.Cut(attrs, []byte(" "+name+"="+q)); ok {
			value, _, _ := bytes.Cut(rest, []byte(q))
			return string(value)
		}
	}
	return ""
}

// blockOf reads A1:B2.
func blockOf(ref string) (b block, ok bool) {
	a, z, ok := strings.Cut(ref, ":")
	if !ok {
		return b, false
	}
	var ok1, ok2 bool
	b.left, b.top, ok1 = place(a)
	b.right, b.bottom, ok2 = place(z)
	return b, ok1 && ok2 && b.left <= b.right && b.top <= b.bottom
}

// place reads the name of a cell, B12.
func place(ref string) (column, row int, ok bool) {
	i := 0
	for ; i < len(ref) && i < 4 && ref[i] >= 'A' && ref[i] <= 'Z'; i++ {
		column = column*26 + int(ref[i]-'A') + 1
	}
	row, err := strconv.Atoi(ref[i:])
	return column - 1, row - 1, err == nil && column > 0 && row > 0
}
