package main

import (
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"sync"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"
)

func TestMain(m *testing.M) {
	testscript.Main(tests{m}, map[string]func(){"yiwen": main, "hold-folder": holdFolder})
}

// tests removes what they prepared.
type tests struct{ *testing.M }

// Run runs all of them.
func (t tests) Run() int {
	defer func() {
		if err := prepared.remove(); err != nil {
			fmt.Fprintln(os.Stderr, err)
		}
	}()
	return t.M.Run()
}

// prepared is the one of all tests.
var prepared preparation

// preparation is what many tests need and one has made: the program as it ships,
// without the race detector, and the folder of a program that has unpacked its
// dictionaries and learned from the demo content. Learning is arithmetic that no
// goroutine shares, and with the detector takes ten times as long.
type preparation struct {
	once sync.Once
	dir  string
	err  error
}

func (p *preparation) binary() string { return filepath.Join(p.dir, "yiwen") }
func (p *preparation) jieba() string  { return filepath.Join(p.dir, jiebaFolder) }

// ready returns when everything is there.
func (p *preparation) ready() error {
	p.once.Do(func() { p.err = p.make() })
	return p.err
}

func (p *preparation) make() (err error) {
	if p.dir, err = os.MkdirTemp("", "yiwen-tests-*"); err != nil {
		return err
	}
	if out, err := exec.Command("go", "build", "-o", p.binary(), ".").CombinedOutput(); err != nil {
		return fmt.Errorf("build the program: %w\n%s", err, out)
	}
	learn := exec.Command(p.binary(), "ask", "--pack", demoPack, "--text", "在吗")
	learn.Env = append(os.Environ(), "YIWEN_CACHE="+p.jieba())
	if out, err := learn.CombinedOutput(); err != nil {
		return fmt.Errorf("learn from the demo content: %w\n%s", err, out)
	}
	if learned, err := filepath.Glob(filepath.Join(p.jieba(), "models", "*.json")); err != nil || len(learned) != 1 {
		return errors.Join(err, fmt.Errorf("learned %q from the demo content; want one model", learned))
	}
	return nil
}

func (p *preparation) remove() error {
	if p.dir == "" {
		return nil
	}
	return os.RemoveAll(p.dir)
}

// experienced makes dir the folder of a program that has learned from the demo
// content.
func experienced(dir string) error {
	if err := prepared.ready(); err != nil {
		return err
	}
	return os.CopyFS(dir, os.DirFS(prepared.jieba()))
}
