package sheet

import (
	"encoding/csv"
	"errors"
	"fmt"
	"io"
)

// FieldName is what our own sheets call a field, or the field itself.
func FieldName(f Field) string {
	for _, c := range columns {
		if of, ok := aliases[normHeader(c.header)]; ok && of == f {
			return "「" + c.header + "」"
		}
	}
	switch f {
	case FieldTeam:
		return "「技能组」"
	case FieldSeverity:
		return "「级别」"
	case FieldFlow:
		return "「流程」"
	case FieldNeeds:
		return "「收集」"
	}
	return string(f)
}

// Report writes rows as CSV for a spreadsheet: in UTF-8 with a byte order mark,
// with no cell that would be calculated.
type Report struct {
	out *csv.Writer
	err error
}

// NewReport returns a report with its header. Close it.
func NewReport(w io.Writer, header ...string) *Report {
	_, err := io.WriteString(w, "\ufeff")
	r := &Report{out: csv.NewWriter(w), err: err}
	r.out.UseCRLF = true
	r.Row(header...)
	return r
}

// Row adds a row. An error shows with Close.
func (r *Report) Row(cells ...string) {
	safe := make([]string, len(cells))
	for i, c := range cells {
		safe[i] = guard(c)
	}
	if r.err == nil {
		r.err = r.out.Write(safe)
	}
}

// Close writes what is left and returns the first error.
func (r *Report) Close() error {
	r.out.Flush()
	if err := errors.Join(r.err, r.out.Error()); err != nil {
		return fmt.Errorf("write CSV: %w", err)
	}
	return nil
}
