package load

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"strings"
	"time"

	"github.com/gorilla/websocket"

	"yiwen/bot/server/gateway/client/poll"
)

// line is what a customer's frames travel on. One goroutine reads, one at a time
// writes.
type line interface {
	// until bounds the reads from now on; the zero time is no bound.
	until(t time.Time) error
	// read returns the next frame, which the next read may overwrite.
	read() ([]byte, error)
	write(frame []byte, by time.Time) error
	close()
}

// dialer connects customers.
type dialer struct {
	url   string       // ws:// or wss://, or http:// or https:// of long-polling
	pages *http.Client // for long-polling
}

// newDialer makes a dialer for n customers; close must follow.
func newDialer(url string, n int) *dialer {
	return &dialer{url, &http.Client{Transport: &http.Transport{MaxIdleConnsPerHost: 2 * n, DisableCompression: true}}}
}

func (d *dialer) close() { d.pages.CloseIdleConnections() }

func (d *dialer) dial(ctx context.Context) (line, error) {
	if strings.HasPrefix(d.url, "http") {
		c, err := poll.Dial(ctx, d.pages, d.url, nil)
		if err != nil {
			return nil, fmt.Errorf("connect to %s: %w", d.url, err)
		}
		return &session{c: c, late: stopped(func() { _ = c.Close() })}, nil
	}
	ws := websocket.Dialer{HandshakeTimeout: handshakeWait, ReadBufferSize: 1 << 10, WriteBufferSize: 1 << 10}
	conn, resp, err := ws.DialContext(ctx, d.url, nil)
	if err != nil {
		if resp != nil {
			err = fmt.Errorf("%w: %s", err, resp.Status)
		}
		return nil, fmt.Errorf("connect to %s: %w", d.url, err)
	}
	return &socket{ws: conn}, nil
}

// stopped returns a timer that does not run yet and calls f.
func stopped(f func()) *time.Timer {
	t := time.AfterFunc(time.Hour, f)
	t.Stop()
	return t
}

// socket is a WebSocket connection.
type socket struct {
	ws *websocket.Conn
	in []byte
}

func (s *socket) until(t time.Time) error { return s.ws.SetReadDeadline(t) }

func (s *socket) read() ([]byte, error) {
	_, r, err := s.ws.NextReader()
	if err != nil {
		return nil, err
	}
	s.in = s.in[:0]
	for {
		if len(s.in) == cap(s.in) {
			s.in = append(s.in, make([]byte, 512)...)[:len(s.in)]
		}
		n, err := r.Read(s.in[len(s.in):cap(s.in)])
		s.in = s.in[:len(s.in)+n]
		if err == io.EOF {
			return s.in, nil
		}
		if err != nil {
			return nil, err
		}
	}
}

func (s *socket) write(frame []byte, by time.Time) error {
	if err := s.ws.SetWriteDeadline(by); err != nil {
		return err
	}
	return s.ws.WriteMessage(websocket.TextMessage, frame)
}

// close ends the connection; there is nothing to be said about it.
func (s *socket) close() { _ = s.ws.Close() }

// session is long-polling. What is late ends it, reads and writes alike.
type session struct {
	c    *poll.Conn
	late *time.Timer
}

func (s *session) until(t time.Time) error {
	if t.IsZero() {
		s.late.Stop()
	} else {
		s.late.Reset(time.Until(t))
	}
	return nil
}

func (s *session) read() ([]byte, error) { return s.c.Read() }

func (s *session) write(frame []byte, _ time.Time) error { return s.c.Write(frame) }

func (s *session) close() {
	s.late.Stop()
	_ = s.c.Close() // the server finds out by itself, too
}
