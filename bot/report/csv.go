package report

import (
	"encoding/csv"
	"fmt"
	"io"
	"strconv"
	"strings"
	"time"
)

// header names the columns of a table as people read it.
var header = []string{"名称", "ID", "分类", "被问次数", "直接回答", "从选项选中", "有帮助", "没帮助", "随后转人工", "最后修改"}

// WriteCSV writes a table for spreadsheets: UTF-8 behind a BOM, without which
// they take it for GBK, and CRLF. The sum is the last line. A cell that a
// spreadsheet would calculate gets an apostrophe in front, as knowledge/sheet does.
func WriteCSV(w io.Writer, t Table, zone *time.Location) error {
	if _, err := io.WriteString(w, "\ufeff"); err != nil {
		return fmt.Errorf("write figures: %w", err)
	}
	c := csv.NewWriter(w)
	c.UseCRLF = true
	c.Write(header) // its errors, and those that follow, come with Error
	for _, l := range t.Lines {
		c.Write(l.cells(zone))
	}
	sum := t.Sum
	sum.Label = "合计"
	c.Write(sum.cells(zone))
	c.Flush()
	if err := c.Error(); err != nil {
		return fmt.Errorf("write figures: %w", err)
	}
	return nil
}

func (l *Line) cells(zone *time.Location) []string {
	changed := ""
	if !l.ChangedAt.IsZero() {
		changed = l.ChangedAt.In(zone).Format(minute)
	}
	out := []string{guard(l.Label), guard(l.Key), guard(l.Category)}
	for _, n := range []int{l.Asked, l.Answered, l.Chosen, l.Helpful, l.Unhelpful, l.Handoff} {
		out = append(out, strconv.Itoa(n))
	}
	return append(out, changed)
}

// guard keeps a spreadsheet from calculating s, which customers or colleagues
// may have written.
func guard(s string) string {
	if strings.IndexAny(strings.TrimLeft(s, "'"), "=+-@\t\r\n＝＋－＠") == 0 {
		return "'" + s
	}
	return s
}
