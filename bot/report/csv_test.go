package report

import (
	"strings"
	"testing"
	"time"
)

func TestWriteCSV(t *testing.T) {
	table := Table{
		Lines: []Line{
			{Key: "refund", Label: "=HYPERLINK(\"http://x\")", Category: "@售后", Asked: 3, Answered: 2, ChangedAt: time.UnixMilli(0)},
			{Key: "", Label: "逗号,引号\"和\n换行", Asked: 1},
		},
		Sum: Line{Asked: 4, Answered: 2},
	}
	var b strings.Builder
	if err := WriteCSV(&b, table, shanghai); err != nil {
		t.Fatal(err)
	}
	want := "\ufeff名称,ID,分类,被问次数,直接回答,从选项选中,有帮助,没帮助,随后转人工,最后修改\r\n" +
		"\"'=HYPERLINK(\"\"http://x\"\")\",refund,'@售后,3,2,0,0,0,0,1970-01-01 08:00\r\n" +
		"\"逗号,引号\"\"和\r\n换行\",,,1,0,0,0,0,0,\r\n" +
		"合计,,,4,2,0,0,0,0,\r\n"
	if got := b.String(); got != want {
		t.Errorf("got\n%q\nwant\n%q", got, want)
	}
}
