package load

import (
	"bytes"
	"context"
	"fmt"
	"strconv"
	"sync"
	"time"

	"github.com/go-json-experiment/json/jsontext"
)

// handshakeWait bounds connecting and hello.
const handshakeWait = 30 * time.Second

// conn is a customer's connection.
type conn struct {
	line
	mu    sync.Mutex  // one writer at a time
	probe *time.Timer // calls ask
	sent  int
	out   []byte
}

// connect dials and, to a chat server, says hello.
func (d *dialer) connect(ctx context.Context, hello bool) (*conn, error) {
	l, err := d.dial(ctx)
	if err != nil {
		return nil, err
	}
	c := &conn{line: l}
	c.probe = stopped(c.ask)
	if !hello {
		return c, nil
	}
	if err := c.hello(); err != nil {
		c.close()
		return nil, fmt.Errorf("say hello to %s: %w", d.url, err)
	}
	return c, nil
}

func (c *conn) hello() error {
	deadline := time.Now().Add(handshakeWait)
	if err := c.until(deadline); err != nil {
		return err
	}
	if err := c.write([]byte(`{"type":"hello","id":"hello"}`), deadline); err != nil {
		return err
	}
	b, err := c.read()
	if err == nil && !bytes.HasPrefix(b, []byte(`{"type":"welcome"`)) {
		err = fmt.Errorf("answer is %.200s", b)
	}
	return err
}

// patience is how long after the ack a reply is waited for before the server is
// asked whether one is still to come. Ack and reply are of one transaction and
// leave together; a bot that has nothing to add to what it just said is silent.
const patience = 10 * time.Millisecond

// turn sends a message, whose text is quoted already, and waits for its ack and
// the bot's reply. The reply's time is zero when the bot stayed silent. Both are
// that of the answer where the server is an echo.
func (c *conn) turn(text []byte, deadline time.Time, echo bool) (ack, reply time.Time, err error) {
	c.sent++
	c.out = append(c.out[:0], `{"type":"say","id":"`...)
	c.out = strconv.AppendInt(c.out, int64(c.sent), 10)
	c.out = append(c.out, `","text":`...)
	c.out = append(c.out, text...)
	c.out = append(c.out, '}')
	if err := c.until(deadline); err != nil {
		return ack, reply, err
	}
	if err := c.write(c.out, deadline); err != nil {
		return ack, reply, err
	}
	defer c.probe.Stop()
	for ack.IsZero() || reply.IsZero() {
		b, err := c.read()
		now := time.Now()
		switch {
		case err != nil:
			return ack, reply, err
		case echo:
			return now, now, nil
		case bytes.HasPrefix(b, []byte(`{"type":"ack"`)):
			ack = now
			c.probe.Reset(patience)
		case isReply(b):
			reply = now
		case bytes.HasPrefix(b, []byte(`{"type":"error","id":"probe"`)):
			// It comes behind every event before it. That of an earlier turn may come
			// late, but before this turn's ack.
			if !ack.IsZero() {
				return ack, reply, nil
			}
		case bytes.HasPrefix(b, []byte(`{"type":"error"`)):
			return ack, reply, fmt.Errorf("refused: %s", b)
		}
	}
	return ack, reply, nil
}

// isReply reports whether b is an event in which the bot says something.
func isReply(b []byte) bool {
	return bytes.HasPrefix(b, []byte(`{"type":"event"`)) && bytes.Contains(b, []byte(`"from":{"kind":"bot"`)) &&
		bytes.Contains(b, []byte(`,"kind":"message"`))
}

// ask sends what the server refuses without any work. It is run by the probe's
// timer.
func (c *conn) ask() {
	// A failed write shows in the next read.
	_ = c.write([]byte(`{"type":"hello","id":"probe"}`), time.Now().Add(handshakeWait))
}

// write sends one message. It is safe for concurrent use.
func (c *conn) write(b []byte, by time.Time) error {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.line.write(b, by)
}

// quote returns s as a JSON string.
func quote(s string) []byte {
	b, _ := jsontext.AppendQuote(nil, s) // bad UTF-8 becomes U+FFFD
	return b
}
