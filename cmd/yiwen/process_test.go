package main

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"testing"
	"time"

	"yiwen/bot/wire"
)

const demoPassword = "kill-test-password"

// process is a server in a process of its own, on one data folder and port.
type process struct {
	bin, data, addr string
	pack            string
	grace           time.Duration // of agents who vanish
	acceptTime      time.Duration // of offers
	cmd             *exec.Cmd
	out             bytes.Buffer
}

func newProcess(t *testing.T) *process {
	t.Helper()
	dir := t.TempDir()
	p := &process{data: filepath.Join(dir, "data"), pack: openPack(t), grace: time.Hour, acceptTime: 30 * time.Second}
	if err := experienced(filepath.Join(p.data, jiebaFolder)); err != nil {
		t.Fatal(err)
	}
	p.bin = prepared.binary()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	p.addr = l.Addr().String()
	l.Close() // the server takes the port over, at every start
	t.Cleanup(func() {
		if p.cmd != nil {
			p.kill(t)
		}
	})
	return p
}

// openPack is a copy of the demo's content whose people are there around the
// clock: what a test shows may not depend on the hour at which it runs. What the
// patterns match is taken out of its teams.
func openPack(t *testing.T, without ...string) string {
	t.Helper()
	dir := t.TempDir()
	if err := os.CopyFS(dir, os.DirFS(demoPack)); err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(dir, "teams.yaml")
	b, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range append(without, `(?m)^ {4}hours:\n(?: {6}.*\n)+`, `(?m)^holidays:\n(?: {2}.*\n)+`) {
		b = regexp.MustCompile(p).ReplaceAll(b, nil)
	}
	if err := os.WriteFile(file, b, 0o600); err != nil {
		t.Fatal(err)
	}
	return dir
}

func (p *process) ws(path string) string { return "ws://" + p.addr + path }

// start returns when the server says that it is ready.
func (p *process) start(t *testing.T) {
	t.Helper()
	p.cmd = exec.Command(p.bin, "serve", "--pack", p.pack, "--data", p.data, "--listen", p.addr, "--admin", "",
		"--demo", "--visitor-rate", "100000", "--grace", p.grace.String(),
		"--accept-time", p.acceptTime.String(), "--log-level", "warn")
	p.cmd.Env = append(os.Environ(), "YIWEN_DEMO_PASSWORD="+demoPassword)
	p.cmd.Stderr = &p.out
	out, err := p.cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := p.cmd.Start(); err != nil {
		t.Fatal(err)
	}
	for lines := bufio.NewScanner(out); lines.Scan(); {
		if lines.Text() == "ready" {
			return
		}
	}
	t.Fatalf("the server did not start: %v\n%s", p.cmd.Wait(), p.out.String())
}

func (p *process) kill(t *testing.T) {
	t.Helper()
	if err := p.cmd.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	_ = p.cmd.Wait() // it was killed: that is its error
	p.cmd = nil
}

// signIn returns the cookies of a member of staff.
func (p *process) signIn(t *testing.T, name string) http.Header {
	t.Helper()
	body, _ := json.Marshal(map[string]string{"name": name, "password": demoPassword})
	r, err := http.Post("http://"+p.addr+"/api/session", "application/json", bytes.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	r.Body.Close()
	if r.StatusCode != http.StatusOK {
		t.Fatalf("sign in as %s: %s", name, r.Status)
	}
	h := http.Header{}
	for _, c := range r.Cookies() {
		h.Add("Cookie", c.Name+"="+c.Value)
	}
	return h
}

// agentTakes lets the first customer ask for a person and the agent take the case.
func (p *process) agentTakes(t *testing.T, agent, customer *talker) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), 20*time.Second)
	defer cancel()
	if _, err := customer.client.Do(ctx, &wire.Human{}); err != nil {
		t.Fatalf("ask for a person: %v", err)
	}
	agent.to = customer.client.Conversation()
	f := &wire.Accept{}
	f.Conversation = agent.to
	if _, err := agent.client.Do(ctx, f); err != nil {
		t.Fatalf("accept: %v", err)
	}
	if _, err := agent.client.Follow(ctx, agent.to); err != nil {
		t.Fatalf("follow: %v", err)
	}
}
