package main

import (
	"bufio"
	"bytes"
	"context"
	"io"
	"net"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"go.uber.org/goleak"
)

// TestServeStops starts a server in this process and ends it: by its operator,
// and by an address that somebody else has. Nothing may go on afterwards, and
// nothing may have failed on the way.
func TestServeStops(t *testing.T) {
	if testing.Short() {
		t.Skip("loads the dictionaries")
	}
	data := t.TempDir()
	if err := experienced(filepath.Join(data, jiebaFolder)); err != nil {
		t.Fatal(err)
	}
	taken, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer taken.Close()
	// The garbage collector closes the index, see builder.
	index := goleak.IgnoreAnyFunction("github.com/blevesearch/bleve/v2/index/scorch.(*Scorch).introducerLoop")
	t.Run("by its operator", func(t *testing.T) {
		leaks := goleak.IgnoreCurrent()
		code, stderr := serveUntil(t, "ready", "--pack", demoPack, "--data", data, "--listen", "127.0.0.1:0", "--admin", "127.0.0.1:0")
		if code != exitOK || strings.Contains(stderr, "level=ERROR") {
			t.Errorf("exit code %d, log:\n%s", code, stderr)
		}
		if err := goleak.Find(leaks, index); err != nil {
			t.Error(err)
		}
	})
	for _, flag := range []string{"--admin", "--listen"} {
		t.Run("by "+flag+" in use", func(t *testing.T) {
			leaks := goleak.IgnoreCurrent()
			args := []string{"--data", data, "--listen", "127.0.0.1:0", "--admin", "127.0.0.1:0", flag, taken.Addr().String()}
			code, stderr := serveUntil(t, "never", args...)
			if code != exitFailed || !strings.Contains(stderr, "yiwen: listen on ") || strings.Contains(stderr, "level=ERROR") {
				t.Errorf("exit code %d, log:\n%s", code, stderr)
			}
			if err := goleak.Find(leaks, index); err != nil {
				t.Error(err)
			}
		})
	}
}

// serveUntil runs the server until it prints line, or ends by itself, and
// returns the exit code and what it wrote to standard error.
func serveUntil(t *testing.T, line string, args ...string) (code int, stderr string) {
	t.Helper()
	ctx, stop := context.WithTimeout(t.Context(), time.Minute)
	defer stop()
	out, in := io.Pipe()
	var log bytes.Buffer
	var wg sync.WaitGroup
	wg.Go(func() {
		defer in.Close()
		code = run(append([]string{"serve"}, args...), &app{ctx: ctx, stdin: strings.NewReader(""), stdout: in, stderr: &log, clock: time.Now})
	})
	for lines := bufio.NewScanner(out); lines.Scan(); {
		if lines.Text() == line {
			stop()
		}
	}
	wg.Wait()
	return code, log.String()
}
