package main

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"os"
	"os/signal"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/rogpeppe/go-internal/testscript"
)

// TestScripts runs the transcripts in testdata: the command line as operators
// use it, in processes of their own.
func TestScripts(t *testing.T) {
	demo, err := filepath.Abs("../../testdata/xingka")
	if err != nil {
		t.Fatal(err)
	}
	// Unpacking the dictionaries takes longer than most scripts: once is enough.
	cache := filepath.Join(t.TempDir(), jiebaFolder)
	if err := experienced(cache); err != nil {
		t.Fatal(err)
	}
	testscript.Run(t, testscript.Params{
		Dir: "testdata",
		Setup: func(e *testscript.Env) error {
			e.Setenv("DEMO", demo)
			e.Setenv("YIWEN_CACHE", cache)
			return nil
		},
		Cmds: map[string]func(*testscript.TestScript, bool, []string){"json": scriptJSON, "appear": waitFile, "experienced": scriptExperienced},
	})
}

// holdFolder is a program that holds the data folder in its argument until it
// is interrupted, without answering commands.
func holdFolder() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	f, err := openFolder(os.Args[1], "hold")
	if err == nil {
		err = os.WriteFile("held", nil, 0o600)
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(exitFailed)
	}
	<-ctx.Done()
	if err := f.close(); err != nil {
		os.Exit(exitFailed)
	}
}

// scriptExperienced is the script command "experienced DATA": a server with that
// data folder need not learn from the demo content.
func scriptExperienced(ts *testscript.TestScript, _ bool, args []string) {
	if len(args) != 1 {
		ts.Fatalf("usage: experienced DATA")
	}
	ts.Check(experienced(filepath.Join(ts.MkAbs(args[0]), jiebaFolder)))
}

// waitFile is the script command "appear FILE": it blocks until the file is there.
func waitFile(ts *testscript.TestScript, _ bool, args []string) {
	path := ts.MkAbs(args[0])
	for deadline := time.Now().Add(20 * time.Second); ; {
		if _, err := os.Stat(path); err == nil {
			return
		}
		if time.Now().After(deadline) {
			ts.Fatalf("%s did not appear", args[0])
		}
		<-time.After(10 * time.Millisecond)
	}
}

// scriptJSON is the script command "json LINE KEY WANT": the value of KEY
// ("mood.label", "candidates") in that line of standard output, as JSON, is
// WANT or, with WANT ~text, contains the text.
func scriptJSON(ts *testscript.TestScript, neg bool, args []string) {
	if len(args) != 3 {
		ts.Fatalf("usage: json LINE KEY WANT")
	}
	lines := bytes.Split(bytes.TrimSpace([]byte(ts.ReadFile("stdout"))), []byte("\n"))
	var n int
	if _, err := fmt.Sscan(args[0], &n); err != nil || n < 1 || n > len(lines) {
		ts.Fatalf("there is no line %s of %d", args[0], len(lines))
	}
	var v any
	ts.Check(json.Unmarshal(lines[n-1], &v))
	for _, key := range strings.Split(args[1], ".") {
		m, _ := v.(map[string]any)
		v = m[key]
	}
	b, err := json.Marshal(v)
	ts.Check(err)
	got, want := strings.Trim(string(b), `"`), args[2]
	ok := got == want
	if part, found := strings.CutPrefix(want, "~"); found {
		ok = strings.Contains(got, part)
	}
	if ok == neg {
		ts.Fatalf("line %d: %s is %s; want %s", n, args[1], got, want)
	}
}
