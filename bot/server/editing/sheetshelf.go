package editing

import (
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"time"

	"yiwen/bot/fault"
	"yiwen/bot/text"
	"yiwen/knowledge"
)

const (
	// sheetKept is how long a check waits for its import.
	sheetKept = time.Hour
	// sheetsKept bounds the checks that wait: each may be 100 MB.
	sheetsKept = 8
)

// shelf keeps checked sheets in a folder: of each the result and its rows
// (ID.rows), and its edits (ID.edits) until they are imported. Both are JSON, one
// value a line.
type shelf struct {
	folder string
	now    func() time.Time
}

// The endings of the files.
const (
	rowsFile  = ".rows"
	editsFile = ".edits"
)

// errChecked is the error of a check that is not there.
func errChecked() error {
	return fault.New(fault.NotFound, "这次检查已过期或已经导入，请重新上传文件")
}

// put keeps a check, and sweeps those that are too old or too many.
func (s shelf) put(c *checkedSheet) error {
	if err := os.MkdirAll(s.folder, 0o700); err != nil {
		return err
	}
	s.sweep()
	err := s.write(c.result.Import+editsFile, func(out *json.Encoder) error {
		for _, e := range c.edits {
			if err := out.Encode(e); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return err
	}
	return s.write(c.result.Import+rowsFile, func(out *json.Encoder) error {
		if err := out.Encode(c.result); err != nil {
			return err
		}
		for _, r := range c.rows {
			if err := out.Encode(r); err != nil {
				return err
			}
		}
		return nil
	})
}

// write writes a file that is there as a whole or not at all. It is dated by the
// service's clock.
func (s shelf) write(name string, fill func(*json.Encoder) error) error {
	f, err := os.CreateTemp(s.folder, ".part-*")
	if err != nil {
		return err
	}
	defer os.Remove(f.Name()) // it is gone after the move
	w := bufio.NewWriterSize(f, 256<<10)
	out := json.NewEncoder(w)
	out.SetEscapeHTML(false)
	err = fill(out)
	if err := errors.Join(err, w.Flush(), f.Close()); err != nil {
		return err
	}
	if err := os.Chtimes(f.Name(), s.now(), s.now()); err != nil {
		return err
	}
	return os.Rename(f.Name(), filepath.Join(s.folder, name))
}

// open returns a decoder of a file; the caller closes.
func (s shelf) open(id, ending string) (*json.Decoder, io.Closer, error) {
	if text.CheckID(id) != nil {
		return nil, nil, errChecked()
	}
	f, err := os.Open(filepath.Join(s.folder, id+ending))
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil, errChecked()
	}
	if err != nil {
		return nil, nil, fmt.Errorf("open a checked sheet: %w", err)
	}
	if info, err := f.Stat(); err != nil || s.now().Sub(info.ModTime()) > sheetKept {
		f.Close()
		return nil, nil, errors.Join(err, errChecked())
	}
	return json.NewDecoder(bufio.NewReaderSize(f, 256<<10)), f, nil
}

// result returns the result of a check that was not imported yet.
func (s shelf) result(id string) (c SheetCheck, err error) {
	_, edits, err := s.open(id, editsFile)
	if err != nil {
		return c, err
	}
	edits.Close()
	in, f, err := s.open(id, rowsFile)
	if err != nil {
		return c, err
	}
	defer f.Close() // it was only read
	if err := in.Decode(&c); err != nil {
		return c, fmt.Errorf("read a checked sheet: %w", err)
	}
	return c, nil
}

// rows calls do with the rows of a check, until it says no.
func (s shelf) rows(id string, do func(SheetRow) bool) error {
	in, f, err := s.open(id, rowsFile)
	if err != nil {
		return err
	}
	defer f.Close() // it was only read
	var c SheetCheck
	if err := in.Decode(&c); err != nil {
		return fmt.Errorf("read a checked sheet: %w", err)
	}
	for {
		var r SheetRow
		switch err := in.Decode(&r); {
		case errors.Is(err, io.EOF):
			return nil
		case err != nil:
			return fmt.Errorf("read a checked sheet: %w", err)
		case !do(r):
			return nil
		}
	}
}

// edits returns the edits of a check.
func (s shelf) edits(id string) (list []knowledge.Edit, err error) {
	in, f, err := s.open(id, editsFile)
	if err != nil {
		return nil, err
	}
	defer f.Close() // it was only read
	for {
		var e knowledge.Edit
		switch err := in.Decode(&e); {
		case errors.Is(err, io.EOF):
			return list, nil
		case err != nil:
			return nil, fmt.Errorf("read a checked sheet: %w", err)
		}
		list = append(list, e)
	}
}

// done forgets the edits of a check; its rows can be looked at until it is swept.
func (s shelf) done(id string) {
	_ = os.Remove(filepath.Join(s.folder, id+editsFile)) // the sweep comes by again
}

// sweep removes what is too old, and the oldest where there are too many. A file
// that cannot be removed is tried again with the next check.
func (s shelf) sweep() {
	list, _ := os.ReadDir(s.folder)
	type kept struct {
		name string
		at   time.Time
	}
	var checks []kept
	for _, e := range list {
		info, err := e.Info()
		if err != nil {
			continue
		}
		path := filepath.Join(s.folder, e.Name())
		switch id, isRows := strings.CutSuffix(e.Name(), rowsFile); {
		case s.now().Sub(info.ModTime()) > sheetKept:
			_ = os.Remove(path)
		case isRows:
			checks = append(checks, kept{id, info.ModTime()})
		}
	}
	for len(checks) >= sheetsKept {
		oldest := 0
		for i, c := range checks {
			if c.at.Before(checks[oldest].at) {
				oldest = i
			}
		}
		_ = os.Remove(filepath.Join(s.folder, checks[oldest].name+rowsFile))
		_ = os.Remove(filepath.Join(s.folder, checks[oldest].name+editsFile))
		checks = append(checks[:oldest], checks[oldest+1:]...)
	}
}
