package load

import (
	"net"
	"net/http"
	"sync"
	"time"

	"github.com/gorilla/websocket"
)

// Echo serves a bare gorilla echo on l until l is closed: the most that a
// WebSocket server of this make can do on a machine, since it does nothing. Its
// loops run outside of the HTTP handler with pooled write buffers, as those of
// the chat server do.
func Echo(l net.Listener) error {
	up := websocket.Upgrader{ReadBufferSize: 1 << 10, WriteBufferSize: 2 << 10, WriteBufferPool: &sync.Pool{}}
	server := &http.Server{ReadHeaderTimeout: 10 * time.Second, Handler: http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		ws, err := up.Upgrade(w, r, nil)
		if err != nil {
			return // Upgrade has answered
		}
		go echo(ws)
	})}
	return server.Serve(l)
}

func echo(ws *websocket.Conn) {
	s := &socket{ws: ws}
	defer s.close()
	for {
		b, err := s.read()
		if err != nil {
			return
		}
		if err := ws.WriteMessage(websocket.TextMessage, b); err != nil {
			return
		}
	}
}
