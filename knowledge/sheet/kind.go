package sheet

import (
	"archive/zip"
	"bytes"
	"slices"
	"strings"
)

const (
	// maxUnzipped bounds what a workbook unpacks to, in bytes: 50,000 rows of our
	// own are 100 MB.
	maxUnzipped = 256 << 20
	// maxRatio bounds how much smaller packing made a large workbook. Sheets of
	// text come to 10, of repeated text to 60.
	maxRatio = 200
	// smallZip is what may be packed as tightly as one likes.
	smallZip = 16 << 20
	// maxParts bounds the files in a workbook.
	maxParts = 2000
)

// saveAs is the advice for what only a spreadsheet program can open.
const saveAs = "请用 Excel 或 WPS 打开，另存为“Excel 工作簿（.xlsx）”后再上传"

// magics are the beginnings of files that people upload by mistake.
var magics = []struct{ begins, what string }{
	{"%PDF", "是 PDF 文件，不能导入。请上传 XLSX、CSV 或 YAML 表格"},
	{"\x89PNG", "是图片，不能导入。请上传 XLSX、CSV 或 YAML 表格"},
	{"\xff\xd8\xff", "是图片，不能导入。请上传 XLSX、CSV 或 YAML 表格"},
	{"GIF8", "是图片，不能导入。请上传 XLSX、CSV 或 YAML 表格"},
	{"Rar!", "是 RAR 压缩包，请先解压，再上传里面的表格"},
	{"7z\xbc\xaf", "是 7z 压缩包，请先解压，再上传里面的表格"},
	{"\x1f\x8b", "是 GZ 压缩包，请先解压，再上传里面的表格"},
}

// kind says what the file is: "xlsx", "yaml" or "text". What it cannot be read
// as is refused with what it is.
func (f *file) kind() (string, error) {
	ext := f.extension()
	switch {
	case len(f.data) > MaxFile:
		return "", f.refuse("超过 %d MB，请拆成几个文件分别导入", MaxFile>>20)
	case len(bytes.TrimSpace(f.data)) == 0:
		return "", f.refuse("是空的")
	case bytes.HasPrefix(f.data, []byte("PK\x03\x04")), bytes.HasPrefix(f.data, []byte("PK\x05\x06")):
		return "xlsx", f.zipped(ext)
	case bytes.HasPrefix(f.data, []byte("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")):
		return "", f.oldOffice()
	}
	for _, m := range magics {
		if bytes.HasPrefix(f.data, []byte(m.begins)) {
			return "", f.refuse("%s", m.what)
		}
	}
	head := bytes.ToLower(bytes.TrimSpace(bytes.TrimPrefix(f.data[:min(len(f.data), 2048)], []byte("\ufeff"))))
	for _, tag := range []string{"<html", "<!doctype html", "<table", "<?xml", "<meta"} {
		if bytes.HasPrefix(head, []byte(tag)) {
			return "", f.refuse("其实是网页或 XML 格式的表格。%s", saveAs)
		}
	}
	switch ext {
	case "yaml", "yml":
		return "yaml", nil
	case "csv", "tsv", "txt", "tab":
		return "text", nil
	case "xlsx", "xls", "xlsm", "et":
		return "", f.refuse("的扩展名是 .%s，内容却不是 Excel 工作簿。如果是 CSV 文本，请把扩展名改成 .csv", ext)
	}
	return "", f.refuse("不是可以导入的格式，请上传 .xlsx、.csv、.tsv 或 .yaml")
}

// oldOffice refuses what is in Microsoft's old container, by what is in it. The
// names of its parts are in UTF-16.
func (f *file) oldOffice() error {
	holds := func(name string) bool {
		wide := make([]byte, 0, 2*len(name))
		for _, c := range []byte(name) {
			wide = append(wide, c, 0)
		}
		return bytes.Contains(f.data, wide)
	}
	switch {
	case holds("EncryptedPackage"):
		return f.refuse("设了密码，无法读取。请用 Excel 或 WPS 打开，取消“用密码进行加密”，保存后再上传")
	case holds("Workbook"), holds("Book"):
		return f.refuse("是旧版 Excel（.xls）文件。%s", saveAs)
	case holds("WordDocument"):
		return f.refuse("是 Word 文档，不能导入。请把内容放进表格，保存为 .xlsx 后再上传")
	}
	return f.refuse("是旧版 Office 文件，无法读取。%s", saveAs)
}

// zipped returns nil where the file is a workbook that is safe to unpack.
func (f *file) zipped(ext string) error {
	z, err := zip.NewReader(bytes.NewReader(f.data), int64(len(f.data)))
	if err != nil {
		return f.refuse("不完整或已损坏（可能没有传完），请重新保存后再上传")
	}
	has := func(prefix string) bool {
		return slices.ContainsFunc(z.File, func(p *zip.File) bool { return strings.HasPrefix(strings.ToLower(p.Name), prefix) })
	}
	switch {
	case has("xl/workbook.bin"):
		return f.refuse("是 Excel 二进制工作簿（.xlsb）。%s", saveAs)
	case has("xl/"):
	case has("word/"):
		return f.refuse("是 Word 文档，不能导入。请把内容放进表格，保存为 .xlsx 后再上传")
	case has("ppt/"):
		return f.refuse("是 PPT 演示文稿，不能导入。请把内容放进表格，保存为 .xlsx 后再上传")
	case has("content.xml") && has("mimetype"), has("index/"):
		return f.refuse("不是 Excel 格式的表格（可能是 ODS 或 Numbers）。%s", saveAs)
	default:
		return f.refuse("是 ZIP 压缩包，请先解压，再上传里面的表格")
	}
	if ext != "xlsx" && ext != "xlsm" {
		return f.refuse("的内容是 Excel 工作簿，扩展名却是 .%s，请把扩展名改成 .xlsx", ext)
	}
	if len(z.File) > maxParts {
		return f.refuse("里有 %d 个部件，不像一份表格。请把内容复制到一个新的工作簿再上传", len(z.File))
	}
	var size uint64
	for _, p := range z.File {
		if p.Flags&1 != 0 {
			return f.refuse("设了密码，无法读取。请取消密码后再上传")
		}
		size += min(p.UncompressedSize64, 1<<40)
	}
	if size > maxUnzipped || (size > smallZip && size > maxRatio*uint64(len(f.data))) {
		return f.refuse("解开后有 %d MB，超出限制，可能有大量空白格式或重复内容。请把内容复制到一个新的工作簿，或拆成几个文件再上传", size>>20)
	}
	return nil
}
