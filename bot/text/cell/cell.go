// Package cell keeps texts that people wrote from being more than texts in the
// cells of a spreadsheet, and writes tables that spreadsheets open as they are.
//
// Guard is for every cell of every file that somebody may open with a
// spreadsheet. It knows what the common ones calculate, or run, when a file is
// opened; it does not know of other programs. Functions are pure; a Writer is for
// one goroutine, and blocks as its io.Writer does.
package cell

import (
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"strings"
)

// calculated are the beginnings of cells that some spreadsheet would calculate,
// or run, when a file is opened.
const calculated = "=+-@\t\r\n＝＋－＠"

// risky reports whether s, behind any apostrophes, begins like a formula.
func risky(s string) bool {
	return strings.IndexAny(strings.TrimLeft(s, "'"), calculated) == 0
}

// Guard keeps a spreadsheet from calculating s: what begins like a formula gets
// an apostrophe in front. Unguard is its inverse.
func Guard(s string) string {
	if risky(s) {
		return "'" + s
	}
	return s
}

// Unguard returns what Guard made s of.
func Unguard(s string) string {
	if strings.HasPrefix(s, "'") && risky(s) {
		return s[1:]
	}
	return s
}

// Writer writes a table as CSV for spreadsheets: in UTF-8 behind a byte order
// mark, without which they take it for GBK, with CRLF, and every cell guarded.
type Writer struct {
	out *csv.Writer
	err error
}

// NewWriter returns a writer that has written the header. Close it.
func NewWriter(w io.Writer, header ...string) *Writer {
	_, err := io.WriteString(w, "\ufeff")
	c := &Writer{out: csv.NewWriter(w), err: err}
	c.out.UseCRLF = true
	c.Row(header...)
	return c
}

// Row adds a row. An error shows with Close.
func (w *Writer) Row(texts ...string) {
	safe := make([]string, len(texts))
	for i, s := range texts {
		safe[i] = Guard(s)
	}
	if w.err == nil {
		w.err = w.out.Write(safe)
	}
}

// Close writes what is left and returns the first error. It does not close the
// io.Writer.
func (w *Writer) Close() error {
	w.out.Flush()
	if err := errors.Join(w.err, w.out.Error()); err != nil {
		return fmt.Errorf("write CSV: %w", err)
	}
	return nil
}
