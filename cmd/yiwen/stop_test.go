package main

import (
	"fmt"
	"net"
	"syscall"
	"testing"
	"time"
)

// TestStopWaitsForNoStranger stops a server to which browsers keep connections
// open that they may need, and a request that comes a byte at a time. Customers
// are without a server until it is gone.
func TestStopWaitsForNoStranger(t *testing.T) {
	if testing.Short() {
		t.Skip("starts a real server")
	}
	p := newProcess(t)
	p.start(t)
	for _, sent := range []string{
		"", "POST /api/session HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 500\r\n\r\n{",
	} {
		c, err := net.Dial("tcp", p.addr)
		if err != nil {
			t.Fatal(err)
		}
		defer c.Close()
		if _, err := fmt.Fprint(c, sent); err != nil {
			t.Fatal(err)
		}
	}
	p.signIn(t, "agent1") // by now the server knows of both
	start := time.Now()
	if err := p.cmd.Process.Signal(syscall.SIGTERM); err != nil {
		t.Fatal(err)
	}
	err := p.cmd.Wait()
	p.cmd = nil
	if took := time.Since(start); err != nil || took > 3*time.Second {
		t.Errorf("stopped after %v: %v\n%s", took, err, p.out.String())
	}
	if p.out.Len() > 0 {
		t.Errorf("the log says:\n%s", p.out.String())
	}
}
