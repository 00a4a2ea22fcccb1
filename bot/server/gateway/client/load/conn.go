package load

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"strconv"
	"sync"
	"time"

	"github.com/go-json-experiment/json/jsontext"
	"github.com/gorilla/websocket"
)

// handshakeWait bounds connecting and hello.
const handshakeWait = 30 * time.Second

// conn is a customer's socket.
type conn struct {
	ws    *websocket.Conn
	mu    sync.Mutex  // one writer at a time
	probe *time.Timer // calls ask
	sent  int
	out   []byte
	in    []byte
}

// connect dials and, to a chat server, says hello.
func connect(ctx context.Context, url string, hello bool) (*conn, error) {
	d := websocket.Dialer{HandshakeTimeout: handshakeWait, ReadBufferSize: 1 << 10, WriteBufferSize: 1 << 10}
	ws, resp, err := d.DialContext(ctx, url, nil)
	if err != nil {
		if resp != nil {
			err = fmt.Errorf("%w: %s", err, resp.Status)
		}
		return nil, fmt.Errorf("connect to %s: %w", url, err)
	}
	c := &conn{ws: ws}
	c.probe = time.AfterFunc(time.Hour, c.ask)
	c.probe.Stop()
	if !hello {
		return c, nil
	}
	if err := c.hello(); err != nil {
		c.close()
		return nil, fmt.Errorf("say hello to %s: %w", url, err)
	}
	return c, nil
}

func (c *conn) hello() error {
	deadline := time.Now().Add(handshakeWait)
	if err := c.ws.SetReadDeadline(deadline); err != nil {
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

// close ends the connection; there is nothing to be said about it.
func (c *conn) close() { _ = c.ws.Close() }

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
	if err := c.ws.SetReadDeadline(deadline); err != nil {
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
func (c *conn) write(b []byte, deadline time.Time) error {
	c.mu.Lock()
	defer c.mu.Unlock()
	if err := c.ws.SetWriteDeadline(deadline); err != nil {
		return err
	}
	return c.ws.WriteMessage(websocket.TextMessage, b)
}

// read returns the next message, in a buffer that the next read overwrites.
func (c *conn) read() ([]byte, error) {
	_, r, err := c.ws.NextReader()
	if err != nil {
		return nil, err
	}
	c.in = c.in[:0]
	for {
		if len(c.in) == cap(c.in) {
			c.in = append(c.in, make([]byte, 512)...)[:len(c.in)]
		}
		n, err := r.Read(c.in[len(c.in):cap(c.in)])
		c.in = c.in[:len(c.in)+n]
		if err == io.EOF {
			return c.in, nil
		}
		if err != nil {
			return nil, err
		}
	}
}

// quote returns s as a JSON string.
func quote(s string) []byte {
	b, _ := jsontext.AppendQuote(nil, s) // bad UTF-8 becomes U+FFFD
	return b
}
