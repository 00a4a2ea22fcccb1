// Package poll is long-polling as a connection: what a customer's client uses
// where no WebSocket gets through, for tests and load.
//
// A Conn carries whole frames, each way once and in order for as long as its
// session lasts: a request that is cut is made again, and the server keeps what
// was not acknowledged. One goroutine reads, any may write. It does not come back
// after a session has ended; its owner dials anew.
package poll

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"net/http"
	"net/url"
	"strconv"
	"sync"
	"time"

	"yiwen/bot/wire"
)

const (
	// tries is how often a request is made before the session is given up, and
	// pause what is between two of them.
	tries, pause = 4, 50 * time.Millisecond
	// goodbye bounds the request that ends a session.
	goodbye = time.Second
)

// Closed says that the server has ended a session.
type Closed struct {
	Code   wire.CloseCode `json:"closed"`
	Reason string         `json:"reason"`
}

// Error implements error.
func (c *Closed) Error() string { return fmt.Sprintf("session closed: %d %s", c.Code, c.Reason) }

// ErrGone is the error of a session that the server does not know any more.
var ErrGone = errors.New("no such session")

// Conn is one session.
type Conn struct {
	http   *http.Client
	url    string // of the session
	header http.Header
	base   context.Context
	cancel context.CancelFunc

	writing sync.Mutex // one POST at a time: they may not overtake each other

	// Only for who reads.
	next   int64
	frames []json.RawMessage // fetched, to be read
	end    *Closed           // what follows them

	mu   sync.Mutex      // guards what follows
	line context.Context // of requests: a child of base, until Cut
	cut  context.CancelFunc
}

// Dial begins a session at address, as http://host/poll. It blocks for one
// request. client must not limit the time of requests.
func Dial(ctx context.Context, client *http.Client, address string, header http.Header) (*Conn, error) {
	c := &Conn{http: client, header: header}
	status, b, err := c.request(ctx, http.MethodPost, address, nil)
	if err != nil {
		return nil, err
	}
	var begun struct {
		Session string `json:"session"`
	}
	if status != http.StatusCreated {
		return nil, fmt.Errorf("begin to poll: status %d", status)
	}
	if err := json.Unmarshal(b, &begun); err != nil || begun.Session == "" {
		return nil, fmt.Errorf("begin to poll: answer is %.200s", b)
	}
	if c.url, err = url.JoinPath(address, begun.Session); err != nil {
		return nil, fmt.Errorf("begin to poll: %w", err)
	}
	c.base, c.cancel = context.WithCancel(context.WithoutCancel(ctx))
	c.line, c.cut = context.WithCancel(c.base)
	return c, nil
}

// Read returns the next frame. It blocks until there is one, the session has
// ended, with a *Closed where the server says why, or c is closed.
func (c *Conn) Read() ([]byte, error) {
	for len(c.frames) == 0 {
		if c.end != nil {
			return nil, c.end
		}
		if err := c.fetch(); err != nil {
			return nil, err
		}
	}
	f := c.frames[0]
	c.frames = c.frames[1:]
	return f, nil
}

func (c *Conn) fetch() error {
	status, b, err := c.again(http.MethodGet, c.url+"?after="+strconv.FormatInt(c.next, 10), nil)
	if err != nil {
		return err
	}
	if status != http.StatusOK {
		return refused(status, b)
	}
	var got struct {
		N      int64             `json:"n"`
		Frames []json.RawMessage `json:"frames"`
		Closed
	}
	if err := json.Unmarshal(b, &got); err != nil {
		return fmt.Errorf("fetch frames: %w", err)
	}
	if got.N != c.next+int64(len(got.Frames)) {
		return fmt.Errorf("fetch frames: %d after %d with %d frames", got.N, c.next, len(got.Frames))
	}
	c.next, c.frames = got.N, got.Frames
	if got.Code != 0 {
		c.end = &got.Closed
	}
	return nil
}

// Write sends a frame, and blocks until the server has carried it out.
func (c *Conn) Write(frame []byte) error {
	body := make([]byte, 0, len(frame)+2)
	body = append(append(append(body, '['), frame...), ']')
	c.writing.Lock()
	defer c.writing.Unlock()
	status, b, err := c.again(http.MethodPost, c.url, body)
	if err == nil && status != http.StatusNoContent {
		err = refused(status, b)
	}
	return err
}

// refused is the error of an answer that is not what was asked for.
func refused(status int, b []byte) error {
	var end Closed
	if json.Unmarshal(b, &end) == nil && end.Code != 0 {
		return &end
	}
	if status == http.StatusNotFound {
		return ErrGone
	}
	return fmt.Errorf("poll: status %d", status)
}

// Cut breaks the requests under way off, as a bad network does. They are made
// again.
func (c *Conn) Cut() {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.cut()
	c.line, c.cut = context.WithCancel(c.base)
}

// current returns the context of the next request.
func (c *Conn) current() context.Context {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.line
}

// Close ends the session. What is under way fails.
func (c *Conn) Close() error {
	if c.base.Err() != nil {
		return nil
	}
	c.cancel()
	ctx, cancel := context.WithTimeout(context.Background(), goodbye)
	defer cancel()
	_, _, err := c.request(ctx, http.MethodDelete, c.url, nil)
	return err
}

// again makes a request until it is answered by the server, and not by somebody
// on the way who did not reach it.
func (c *Conn) again(method, url string, body []byte) (status int, b []byte, err error) {
	for range tries {
		status, b, err = c.request(c.current(), method, url, body)
		lost := err != nil || status == http.StatusBadGateway || status == http.StatusGatewayTimeout
		if !lost || c.base.Err() != nil {
			break
		}
		select {
		case <-time.After(pause):
		case <-c.base.Done():
		}
	}
	return status, b, err
}

// request makes one request.
func (c *Conn) request(ctx context.Context, method, url string, body []byte) (int, []byte, error) {
	r, err := http.NewRequestWithContext(ctx, method, url, bytes.NewReader(body))
	if err != nil {
		return 0, nil, fmt.Errorf("make a request: %w", err)
	}
	maps.Copy(r.Header, c.header)
	resp, err := c.http.Do(r)
	if err != nil {
		return 0, nil, err
	}
	defer resp.Body.Close()
	b, err := io.ReadAll(resp.Body)
	return resp.StatusCode, b, err
}
