package gateway

import (
	"bufio"
	"fmt"
	"net"
	"net/http"
	"sync"
	"time"
)

// corkLimit is how many bytes are gathered before they are written anyway.
const corkLimit = 32 << 10

// cork is a connection that can gather writes, so that the frames of one turn
// leave in one system call: gorilla writes each frame by itself, and a write
// costs more than everything else about a frame. It is safe for concurrent use.
type cork struct {
	net.Conn
	buffers *sync.Pool // of *[]byte

	mu  sync.Mutex    // guards what follows
	in  bool          // writes are gathered
	buf *[]byte       // what is gathered, or nil
	max time.Duration // for one write of what was gathered
}

// gather makes the following writes wait for pour.
func (c *cork) gather() {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.in = true
}

// pour writes what was gathered and ends the gathering.
func (c *cork) pour() error {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.in = false
	return c.empty()
}

// empty writes the buffer and gives it back. c.mu is held.
func (c *cork) empty() error {
	if c.buf == nil {
		return nil
	}
	if err := c.Conn.SetWriteDeadline(time.Now().Add(c.max)); err != nil {
		return err
	}
	_, err := c.Conn.Write(*c.buf)
	if cap(*c.buf) <= 2*corkLimit {
		*c.buf = (*c.buf)[:0]
		c.buffers.Put(c.buf)
	}
	c.buf = nil
	return err
}

// Write implements net.Conn.
func (c *cork) Write(p []byte) (int, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if !c.in {
		return c.Conn.Write(p)
	}
	if c.buf == nil {
		c.buf = c.buffers.Get().(*[]byte)
	}
	*c.buf = append(*c.buf, p...)
	if len(*c.buf) >= corkLimit {
		return len(p), c.empty()
	}
	return len(p), nil
}

// SetWriteDeadline implements net.Conn. While writes are gathered the deadline is
// that of the one write, which spares a timer for each frame.
func (c *cork) SetWriteDeadline(t time.Time) error {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.in {
		return nil
	}
	return c.Conn.SetWriteDeadline(t)
}

// hijacker gives gorilla a cork in place of the connection. It reaches through
// whatever wrapped the ResponseWriter.
type hijacker struct {
	http.ResponseWriter
	buffers *sync.Pool
	max     time.Duration // for one write
	cork    *cork         // set by Hijack
}

// Hijack implements http.Hijacker.
func (h *hijacker) Hijack() (net.Conn, *bufio.ReadWriter, error) {
	conn, rw, err := http.NewResponseController(h.ResponseWriter).Hijack()
	if err != nil {
		return nil, nil, fmt.Errorf("take over connection: %w", err)
	}
	h.cork = &cork{Conn: conn, buffers: h.buffers, max: h.max}
	return h.cork, rw, nil
}
