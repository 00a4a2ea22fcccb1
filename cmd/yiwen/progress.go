package main

import (
	"io"
	"os"
	"time"

	"github.com/schollz/progressbar/v3"
)

// terminal reports whether w is a terminal that a person looks at.
func terminal(w any) bool {
	f, ok := w.(*os.File)
	if !ok {
		return false
	}
	info, err := f.Stat()
	return err == nil && info.Mode()&os.ModeCharDevice != 0
}

// progress shows on standard error how far a long piece of work is. It is
// silent where nobody looks. As a Writer it counts bytes.
type progress struct{ bar *progressbar.ProgressBar }

// newProgress begins work of total steps; -1 = of unknown length.
func (a *app) newProgress(total int64, label string, bytes bool) progress {
	w := io.Discard
	if terminal(a.stderr) {
		w = a.stderr
	}
	options := []progressbar.Option{
		progressbar.OptionSetWriter(w),
		progressbar.OptionSetDescription(label),
		progressbar.OptionShowBytes(bytes),
		progressbar.OptionThrottle(100 * time.Millisecond),
		progressbar.OptionClearOnFinish(),
	}
	if total >= 0 {
		options = append(options, progressbar.OptionShowCount())
	}
	bar := progressbar.NewOptions64(total, options...)
	_ = bar.RenderBlank() // work of unknown length may show nothing else for long; see add
	return progress{bar}
}

// fileProgress shows how much of a file was read; nothing for a pipe or a
// terminal, whose end nobody knows.
func (a *app) fileProgress(r io.Reader, label string) progress {
	if f, ok := r.(*os.File); ok {
		if info, err := f.Stat(); err == nil && info.Mode().IsRegular() {
			return a.newProgress(info.Size(), label, true)
		}
	}
	return progress{}
}

// add counts n steps.
func (p progress) add(n int) {
	if p.bar != nil {
		_ = p.bar.Add(n) // a bar that cannot be drawn must not stop the work
	}
}

// Write implements io.Writer.
func (p progress) Write(b []byte) (int, error) {
	p.add(len(b))
	return len(b), nil
}

// step names what is done now.
func (p progress) step(label string) {
	if p.bar != nil {
		p.bar.Describe(label)
	}
}

// finish takes the bar away.
func (p progress) finish() {
	if p.bar != nil {
		_ = p.bar.Finish()
	}
}
