package client

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"time"

	"yiwen/bot/chat"
	"yiwen/bot/wire"
)

// writeWait bounds one write; a server that takes longer is as good as gone.
const writeWait = 10 * time.Second

// errOffline is the error of a write without a connection.
var errOffline = errors.New("no connection")

// run keeps the client connected.
func (c *Client) run(ctx context.Context) {
	defer close(c.done)
	defer c.pages.CloseIdleConnections()
	pause := c.o.First
	for ctx.Err() == nil {
		came, err := c.session(ctx)
		if code, closed := closeCode(err); closed && !code.ComeBack() {
			c.finish(fmt.Errorf("told not to come back: %w", err))
			return
		}
		c.o.Logger.Debug("connection ended", "err", err)
		if came {
			pause = c.o.First
		}
		// Jitter, so that all clients of a restarted server do not come at once.
		if sleep(ctx, pause/2+rand.N(pause/2+1)) != nil {
			break
		}
		pause = min(2*pause, c.o.Most)
	}
	c.finish(ErrClosed)
}

// finish is the end of the client.
func (c *Client) finish(err error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.err = err
	c.signal()
}

// session is one connection from its beginning to its end. It reports whether
// the server welcomed it.
func (c *Client) session(ctx context.Context) (came bool, err error) {
	conn, err := c.o.dial(ctx, c.pages)
	if err != nil {
		return false, err
	}
	stop := context.AfterFunc(ctx, conn.close)
	defer stop()
	defer conn.close()
	c.mu.Lock()
	c.conn = conn
	c.connects++
	c.mu.Unlock()
	defer c.offline()
	if err := c.greet(); err != nil {
		return false, err
	}
	for {
		b, err := conn.read()
		if err != nil {
			c.mu.Lock()
			defer c.mu.Unlock()
			return c.online, err
		}
		if err := c.take(b); err != nil {
			return false, err
		}
	}
}

// greet begins the session: a customer's hello; what an agent saw before.
func (c *Client) greet() error {
	if c.o.Side == wire.Agents {
		return c.arrive()
	}
	c.mu.Lock()
	after := c.o.After
	if h := c.logs[c.home]; h != nil {
		after = h.seq()
	}
	hello := &wire.Hello{
		Head: wire.Head{ID: chat.ClientID(fmt.Sprintf("%s-hello-%d", c.prefix, c.connects))},
		Site: c.o.Site, Visitor: c.token, After: after, Page: c.o.Page, Identity: c.o.Identity,
	}
	c.mu.Unlock()
	return c.write(hello)
}

// arrive is the moment from which calls may be made: what is unanswered is sent
// again, in order, behind what an agent follows and watches.
func (c *Client) arrive() error {
	c.mu.Lock()
	var again []wire.Frame
	if c.o.Side == wire.Agents {
		if c.watching != nil {
			again = append(again, &wire.Watch{Head: wire.Head{ID: chat.ClientID(c.prefix + "-watch")}, Lists: c.watching})
		}
		for id, h := range c.logs {
			if h.followed {
				head := wire.Head{ID: chat.ClientID(c.prefix + "-follow-" + string(id)), Conversation: id}
				h.expected, h.ahead = true, nil
				again = append(again, &wire.Follow{Head: head, After: h.seq()})
			}
		}
	}
	for _, k := range c.order {
		again = append(again, k.frame)
	}
	c.online = true
	c.signal()
	c.mu.Unlock()
	for _, f := range again {
		if err := c.write(f); err != nil {
			return err
		}
	}
	return nil
}

func (c *Client) offline() {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.conn, c.online = nil, false
	clear(c.reads) // told again, from the beginning
	clear(c.viewers)
	c.signal()
}

// write sends one frame.
func (c *Client) write(f wire.Frame) error {
	b, err := wire.AppendClient(nil, f)
	if err != nil {
		return err
	}
	c.writing.Lock()
	defer c.writing.Unlock()
	c.mu.Lock()
	conn := c.conn
	c.mu.Unlock()
	if conn == nil {
		return errOffline
	}
	return conn.write(b)
}

// signal wakes everybody in Wait. c.mu is held.
func (c *Client) signal() {
	close(c.changed)
	c.changed = make(chan struct{})
}

// take understands one server frame.
func (c *Client) take(b []byte) error {
	a, err := wire.DecodeServer(b)
	if err != nil {
		c.note("cannot read a frame: %v", err)
		return nil
	}
	switch a := a.(type) {
	case wire.Welcome:
		c.welcome(a)
		return c.arrive()
	case wire.Ack:
		c.answer(a.ID, a)
	case wire.Suggestions:
		c.answer(a.ID, a)
	case wire.Events:
		c.fetched(a)
		c.answer(a.ID, a)
	case *wire.Error:
		c.refused(a)
	case wire.Lists:
		c.listed(a)
		c.answer(a.ID, a)
	case wire.CaseChange:
		c.moved(a)
	case wire.Event:
		c.event(a.Event)
	case wire.Queue:
		c.mu.Lock()
		defer c.mu.Unlock()
		c.queue = a
		c.signal()
	case wire.Notice:
		c.mu.Lock()
		defer c.mu.Unlock()
		c.notice = a
		c.signal()
	case wire.PresenceNow:
		c.mu.Lock()
		defer c.mu.Unlock()
		c.presence = &a
		c.signal()
	default:
		c.aside(a)
	}
	return nil
}

// aside understands a frame that is neither an answer nor of the log.
func (c *Client) aside(a wire.Answer) {
	c.mu.Lock()
	defer c.mu.Unlock()
	switch a := a.(type) {
	case wire.TypingNow:
		c.typing = append(c.typing, a)
	case wire.ReadNow:
		if was := c.reads[a.Conversation]; was.Seq >= a.Seq {
			c.noteLocked("read up to %d after %d", a.Seq, was.Seq)
		}
		c.reads[a.Conversation] = a
	case wire.Viewers:
		c.viewers[a.Conversation] = a.Viewers
	}
	c.signal()
}

// answer hands a to the call with id.
func (c *Client) answer(id chat.ClientID, a wire.Answer) {
	c.mu.Lock()
	defer c.mu.Unlock()
	k := c.calls[id]
	if k == nil {
		return // of a call given up, or of a frame of our own
	}
	select {
	case k.answer <- a:
	default: // the second answer of a frame that was sent twice
	}
}

// refused hears a refusal: of a call, or of a follow that ended. A customer who is
// kept out is told so with his welcome as well, and again when he says something.
func (c *Client) refused(e *wire.Error) {
	if e.ID != "" {
		c.answer(e.ID, e)
		return
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	if h := c.logs[e.Conversation]; h != nil {
		h.followed = false
		c.signal()
	}
}
