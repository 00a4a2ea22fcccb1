package sheet

import (
	"context"
	"fmt"
	"io"

	"github.com/xuri/excelize/v2"

	"yiwen/knowledge"
)

const (
	entrySheet  = "知识库"
	adviceSheet = "填写说明"
)

// writeXLSX writes a workbook of two sheets: the entries and how they are filled
// in.
func writeXLSX(ctx context.Context, w io.Writer, entries []knowledge.Entry) error {
	f := excelize.NewFile()
	defer f.Close() // nothing of it is on disk but what Close removes
	err := f.SetSheetName("Sheet1", entrySheet)
	if err == nil {
		err = lists(f)
	}
	if err == nil {
		err = entryRows(ctx, f, entries)
	}
	if err == nil {
		err = advice(f)
	}
	if err == nil {
		err = f.Write(w)
	}
	if err != nil {
		return fmt.Errorf("write XLSX: %w", err)
	}
	return nil
}

// lists offers the words of the columns that take only a few.
func lists(f *excelize.File) error {
	for place, words := range map[int][]string{columnAudience: {"所有人", "买家", "商家", "VIP"}, columnState: {"启用", "停用"}} {
		v := excelize.NewDataValidation(true)
		v.Sqref = fmt.Sprintf("%[1]s2:%[1]s%[2]d", letter(place), MaxRows+1)
		if err := v.SetDropList(words); err != nil {
			return err
		}
		v.SetError(excelize.DataValidationErrorStyleStop, "不在选项里", "请从下拉列表里选择")
		if err := f.AddDataValidation(entrySheet, v); err != nil {
			return err
		}
	}
	return nil
}

func entryRows(ctx context.Context, f *excelize.File, entries []knowledge.Entry) error {
	head, body, err := styles(f)
	if err != nil {
		return err
	}
	s, err := f.NewStreamWriter(entrySheet)
	if err != nil {
		return err
	}
	widths := make([]float64, len(columns))
	for i, c := range columns {
		widths[i] = c.width
	}
	if err := setWidths(s, widths...); err != nil {
		return err
	}
	if err := s.SetPanes(&excelize.Panes{Freeze: true, YSplit: 1, TopLeftCell: "A2", ActivePane: "bottomLeft"}); err != nil {
		return err
	}
	if err := s.SetRow("A1", cells(headerRow(), head)); err != nil {
		return err
	}
	line := 1
	for i, e := range entries {
		if i%every == 0 && ctx.Err() != nil {
			return ctx.Err()
		}
		for _, row := range rowsOf(e) {
			line++
			if err := s.SetRow(fmt.Sprintf("A%d", line), cells(row, body)); err != nil {
				return err
			}
		}
	}
	return s.Flush()
}

// setWidths sets the widths of the first columns: the last one first, because the
// library writes them in the opposite order and Excel wants them from the left.
func setWidths(s *excelize.StreamWriter, widths ...float64) error {
	for i := len(widths); i > 0; i-- {
		if err := s.SetColWidth(i, i, widths[i-1]); err != nil {
			return err
		}
	}
	return nil
}

// styles are those of the header and of the rest: as text, so that nothing that
// is typed there becomes a date or a number.
func styles(f *excelize.File) (head, body int, err error) {
	head, err = f.NewStyle(&excelize.Style{
		Font: &excelize.Font{Bold: true, Color: "FFFFFF"}, Fill: excelize.Fill{Type: "pattern", Pattern: 1, Color: []string{"1F5FBF"}},
		Alignment: &excelize.Alignment{Vertical: "center"},
	})
	if err != nil {
		return 0, 0, err
	}
	body, err = f.NewStyle(&excelize.Style{Alignment: &excelize.Alignment{Vertical: "top", WrapText: true}, NumFmt: 49})
	return head, body, err
}

func cells(row []string, style int) []any {
	out := make([]any, len(row))
	for i, s := range row {
		if s != "" {
			out[i] = excelize.Cell{StyleID: style, Value: s}
		}
	}
	return out
}

// advice writes the second sheet.
func advice(f *excelize.File) error {
	if _, err := f.NewSheet(adviceSheet); err != nil {
		return err
	}
	head, body, err := styles(f)
	if err != nil {
		return err
	}
	s, err := f.NewStreamWriter(adviceSheet)
	if err != nil {
		return err
	}
	if err := setWidths(s, 14, 90, 40); err != nil {
		return err
	}
	if err := s.SetRow("A1", cells([]string{"列", "怎么填", "例子"}, head)); err != nil {
		return err
	}
	for i, row := range adviceRows {
		if err := s.SetRow(fmt.Sprintf("A%d", i+2), cells(row[:], body)); err != nil {
			return err
		}
	}
	return s.Flush()
}
