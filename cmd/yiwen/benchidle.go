package main

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"time"

	"yiwen/bot/server/gateway/client/load"
)

// idleReport is what bench --idle prints. Memory is the server's resident set.
type idleReport struct {
	Widgets  int     `json:"widgets"`
	Seconds  float64 `json:"seconds"` // to open them all
	Lost     int     `json:"lost"`    // closed by the server while they were idle
	Before   float64 `json:"rss_before_mib,omitempty"`
	After    float64 `json:"rss_after_mib,omitempty"`
	PerKiB   float64 `json:"rss_per_widget_kib,omitempty"`
	NoMemory string  `json:"no_memory,omitempty"` // why the memory is not known
}

// idle opens widgets that say nothing, and holds them.
func (c *benchCmd) idle(a *app) error {
	rep := idleReport{Widgets: c.Idle}
	before, err := residentMemory(a.ctx, c.Metrics)
	if err != nil {
		rep.NoMemory = err.Error()
	}
	bar := a.newProgress(int64(c.Idle), "opening", false)
	start := time.Now()
	widgets, err := load.Open(a.ctx, c.address(), c.Idle, func() { bar.add(1) })
	if err != nil {
		return fmt.Errorf("open idle widgets: %w", err)
	}
	defer widgets.Close()
	rep.Seconds = time.Since(start).Seconds()
	if err := hold(a.ctx, c.Duration); err != nil {
		return err
	}
	rep.Lost = widgets.Lost()
	if rep.NoMemory == "" {
		after, err := residentMemory(a.ctx, c.Metrics)
		if err != nil {
			return err
		}
		rep.Before, rep.After = before/(1<<20), after/(1<<20)
		rep.PerKiB = (after - before) / (1 << 10) / float64(c.Idle)
	}
	return rep.print(a.stdout, c.JSON)
}

func (r *idleReport) print(w io.Writer, asJSON bool) error {
	if asJSON {
		e := json.NewEncoder(w)
		e.SetIndent("", "  ")
		return e.Encode(r)
	}
	_, err := fmt.Fprintf(w, "%d widgets open after %.1f s, %d lost\n", r.Widgets, r.Seconds, r.Lost)
	if r.NoMemory != "" {
		fmt.Fprintf(w, "memory of the server: not known: %s\n", r.NoMemory)
		return err
	}
	fmt.Fprintf(w, "memory of the server: %.1f MiB before, %.1f MiB after, %.1f KiB a widget\n", r.Before, r.After, r.PerKiB)
	return err
}

// hold waits for d, or returns why it need not.
func hold(ctx context.Context, d time.Duration) error {
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-t.C:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

// residentMemory reads the server's resident memory, in bytes, from its metrics.
func residentMemory(ctx context.Context, url string) (float64, error) {
	ctx, cancel := context.WithTimeout(ctx, 10*time.Second)
	defer cancel()
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, url, nil)
	if err != nil {
		return 0, fmt.Errorf("read metrics: %w", err)
	}
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		return 0, fmt.Errorf("read metrics: %w", err)
	}
	defer resp.Body.Close()
	lines := bufio.NewScanner(resp.Body)
	for lines.Scan() {
		if v, ok := strings.CutPrefix(lines.Text(), "process_resident_memory_bytes "); ok {
			return strconv.ParseFloat(v, 64)
		}
	}
	return 0, errors.Join(fmt.Errorf("read metrics: %s tells no memory (%s)", url, resp.Status), lines.Err())
}

// withEcho calls f with the address of an echo server in a process of its own,
// as the measured server is one.
func withEcho(a *app, f func(url string) error) error {
	self, err := os.Executable()
	if err != nil {
		return fmt.Errorf("find this program: %w", err)
	}
	child := exec.CommandContext(a.ctx, self, "bench", "--echo-server")
	child.Stderr = a.stderr
	in, err := child.StdinPipe()
	if err != nil {
		return fmt.Errorf("start echo server: %w", err)
	}
	out, err := child.StdoutPipe()
	if err != nil {
		return fmt.Errorf("start echo server: %w", err)
	}
	if err := child.Start(); err != nil {
		return fmt.Errorf("start echo server: %w", err)
	}
	url, err := bufio.NewReader(out).ReadString('\n')
	if err == nil {
		err = f(strings.TrimSpace(url))
	}
	return errors.Join(err, in.Close(), child.Wait())
}
