package client

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"time"

	"github.com/gorilla/websocket"

	"yiwen/bot/server/gateway/client/poll"
	"yiwen/bot/wire"
)

// conn is a connection that carries frames. One goroutine reads, one at a time
// writes.
type conn interface {
	read() ([]byte, error)
	write(frame []byte) error
	cut() // as a broken network would
	close()
}

var (
	_ conn = socket{}
	_ conn = session{}
)

// dial connects to o.URL by the transport that its scheme names.
func (o *Options) dial(ctx context.Context, pages *http.Client) (conn, error) {
	if strings.HasPrefix(o.URL, "http") {
		c, err := poll.Dial(ctx, pages, o.URL, o.Header)
		if err != nil {
			return nil, err
		}
		return session{c}, nil
	}
	dialer := websocket.Dialer{HandshakeTimeout: writeWait}
	ws, resp, err := dialer.DialContext(ctx, o.URL, o.Header)
	if err != nil {
		if resp != nil {
			err = fmt.Errorf("%w: %s", err, resp.Status)
		}
		return nil, err
	}
	return socket{ws}, nil
}

// socket is a WebSocket connection.
type socket struct{ ws *websocket.Conn }

func (s socket) read() ([]byte, error) {
	_, b, err := s.ws.ReadMessage()
	return b, err
}

func (s socket) write(frame []byte) error {
	if err := s.ws.SetWriteDeadline(time.Now().Add(writeWait)); err != nil {
		return err
	}
	return s.ws.WriteMessage(websocket.TextMessage, frame)
}

func (s socket) cut() { _ = s.ws.NetConn().Close() } // being rude is the purpose

func (s socket) close() { _ = s.ws.Close() } // whatever ended it is reported already

// session is long-polling.
type session struct{ *poll.Conn }

func (s session) read() ([]byte, error)    { return s.Read() }
func (s session) write(frame []byte) error { return s.Write(frame) }
func (s session) cut()                     { s.Cut() }
func (s session) close()                   { _ = s.Close() } // the server finds out by itself, too

// closeCode returns the code with which the server ended a connection, if it did.
func closeCode(err error) (wire.CloseCode, bool) {
	var ws *websocket.CloseError
	var ended *poll.Closed
	switch {
	case errors.As(err, &ws):
		return wire.CloseCode(ws.Code), true
	case errors.As(err, &ended):
		return ended.Code, true
	}
	return 0, false
}
