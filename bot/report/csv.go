package report

import (
	"fmt"
	"io"
	"strconv"
	"time"

	"yiwen/bot/text/cell"
)

// header names the columns of a table as people read it.
var header = []string{"名称", "ID", "分类", "被问次数", "直接回答", "从选项选中", "有帮助", "没帮助", "随后转人工", "最后修改"}

// WriteCSV writes a table for spreadsheets, as package cell does. The sum is the
// last line.
func WriteCSV(w io.Writer, t Table, zone *time.Location) error {
	c := cell.NewWriter(w, header...)
	for _, l := range t.Lines {
		c.Row(l.row(zone)...)
	}
	sum := t.Sum
	sum.Label = "合计"
	c.Row(sum.row(zone)...)
	if err := c.Close(); err != nil {
		return fmt.Errorf("write figures: %w", err)
	}
	return nil
}

func (l *Line) row(zone *time.Location) []string {
	changed := ""
	if !l.ChangedAt.IsZero() {
		changed = l.ChangedAt.In(zone).Format(minute)
	}
	out := []string{l.Label, l.Key, l.Category}
	for _, n := range []int{l.Asked, l.Answered, l.Chosen, l.Helpful, l.Unhelpful, l.Handoff} {
		out = append(out, strconv.Itoa(n))
	}
	return append(out, changed)
}
