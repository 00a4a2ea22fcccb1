// Package client is a Go client of wire protocol v1, for tests and load: what a
// browser's client does, without the browser. It connects, comes back with
// back-off, resumes where it was, sends every unacknowledged command again with
// the same id, and keeps each conversation's events.
//
// It is also the referee: Problems lists every event that came twice, out of
// order or with a hole before it, which the server promises never to send.
//
// A Client is safe for concurrent use. Its methods block until their answer is
// there, their context ends or the client is closed; connections that end in
// between are its own business. It does not reconnect after a close code that
// says so; Err tells.
package client

import (
	"context"
	"crypto/rand"
	"encoding/hex"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"strconv"
	"sync"
	"time"

	"yiwen/bot/chat"
	"yiwen/bot/wire"
)

// Options are what a Client is made of. URL is required.
type Options struct {
	URL    string      // ws://host/ws for a customer, http://host/poll by long-polling, ws://host/desk/ws for an agent
	Header http.Header // of the handshake: an agent's cookie, an Origin
	Side   wire.Side

	// Of a customer: the hello. Token and After continue an earlier client.
	Site  chat.SiteID
	Page  chat.Page
	Token string
	After chat.Seq
	// Identity is what the shop signs of its customer, or empty.
	Identity string

	First, Most time.Duration // back-off; 50 ms and 2 s when zero
	Logger      *slog.Logger  // nil = silent
	// OnEvent, if not nil, is called with every event once, in order, by the
	// goroutine that reads; it must not call the client.
	OnEvent func(chat.Event)
}

// ErrClosed is the error of calls on a client that was closed.
var ErrClosed = errors.New("client is closed")

// Client is one customer's or agent's connection, through all its reconnects.
type Client struct {
	o      Options
	cancel context.CancelFunc
	done   chan struct{} // closed when run has ended
	pages  *http.Client  // for long-polling

	writing sync.Mutex // one writer at a time; taken before mu, never after

	mu       sync.Mutex // guards what follows
	changed  chan struct{}
	conn     conn // nil while there is none
	online   bool // welcome came (customers) or connected (agents)
	token    string
	home     chat.ConversationID // a customer's own conversation
	state    chat.State          // of its case at the last welcome
	logs     map[chat.ConversationID]*history
	calls    map[chat.ClientID]*call
	order    []*call // unanswered, as they were made
	prefix   string
	made     int
	lists    *desk // of an agent who watches, or nil
	watching []wire.ListName
	queue    wire.Queue
	notice   wire.Notice
	presence *wire.PresenceNow // an agent's own, or nil
	typing   []wire.TypingNow
	reads    map[chat.ConversationID]wire.ReadNow
	viewers  map[chat.ConversationID][]wire.Colleague
	identity wire.IdentityState // what the last welcome made of the identity
	connects int
	problems []string
	err      error // why it does not come back, or nil
}

// call is a frame that waits for its answer.
type call struct {
	frame  wire.Frame
	answer chan wire.Answer // capacity 1
}

// New returns a client that connects, and comes back, until Close.
func New(o Options) *Client {
	if o.First == 0 {
		o.First = 50 * time.Millisecond
	}
	if o.Most == 0 {
		o.Most = 2 * time.Second
	}
	if o.Logger == nil {
		o.Logger = slog.New(slog.DiscardHandler)
	}
	var b [6]byte
	rand.Read(b[:]) // never fails: the runtime stops the program instead
	ctx, cancel := context.WithCancel(context.Background())
	c := &Client{
		o: o, cancel: cancel, pages: &http.Client{Transport: &http.Transport{}}, done: make(chan struct{}), changed: make(chan struct{}), token: o.Token,
		reads: map[chat.ConversationID]wire.ReadNow{}, viewers: map[chat.ConversationID][]wire.Colleague{},
		logs: map[chat.ConversationID]*history{}, calls: map[chat.ClientID]*call{}, prefix: hex.EncodeToString(b[:]),
	}
	go c.run(ctx)
	return c
}

// Close ends the connection and all calls. It blocks until the client's
// goroutines have ended.
func (c *Client) Close() {
	c.cancel()
	<-c.done
}

// Drop cuts the connection as a broken network would. The client comes back; one
// that polls goes on with its session.
func (c *Client) Drop() {
	c.mu.Lock()
	conn := c.conn
	c.mu.Unlock()
	if conn != nil {
		conn.cut()
	}
}

// ID returns a fresh frame id.
func (c *Client) ID() chat.ClientID {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.made++
	return chat.ClientID(c.prefix + "-" + strconv.Itoa(c.made))
}

// Do sends a frame, with a fresh id unless it has one, and returns the seq of
// its ack. A refusal that is final is a *wire.Error; others are sent again.
func (c *Client) Do(ctx context.Context, f wire.Frame) (chat.Seq, error) {
	a, err := c.call(ctx, f)
	if err != nil {
		return 0, err
	}
	ack, ok := a.(wire.Ack)
	if !ok {
		return 0, fmt.Errorf("%s was answered by %T", f.Type(), a)
	}
	return ack.Seq, nil
}

// Next takes the first case of the line that the agent may take.
func (c *Client) Next(ctx context.Context) (chat.ConversationID, error) {
	f := &wire.Next{}
	a, err := c.call(ctx, f)
	if err != nil {
		return "", err
	}
	ack, ok := a.(wire.Ack)
	if !ok || ack.Conversation == "" {
		return "", fmt.Errorf("%s was answered by %+v", f.Type(), a)
	}
	return ack.Conversation, nil
}

// Say sends a message: to the agent's side with a conversation, "" for customers.
func (c *Client) Say(ctx context.Context, id chat.ConversationID, text string) (chat.Seq, error) {
	return c.Do(ctx, &wire.Say{Head: wire.Head{Conversation: id}, Text: text})
}

// Send sends a frame that gets no answer, if there is a connection.
func (c *Client) Send(f wire.Frame) error { return c.write(f) }

// Fetch asks for stored events.
func (c *Client) Fetch(ctx context.Context, f *wire.Fetch) (wire.Events, error) {
	a, err := c.call(ctx, f)
	if err != nil {
		return wire.Events{}, err
	}
	events, ok := a.(wire.Events)
	if !ok {
		return wire.Events{}, fmt.Errorf("fetch was answered by %T", a)
	}
	return events, nil
}

// Suggest returns the questions that the customer may be typing. It blocks as Fetch
// does.
func (c *Client) Suggest(ctx context.Context, text string) ([]wire.QuestionHint, error) {
	a, err := c.call(ctx, &wire.Suggest{Text: text})
	if err != nil {
		return nil, err
	}
	s, ok := a.(wire.Suggestions)
	if !ok {
		return nil, fmt.Errorf("suggest was answered by %T", a)
	}
	return s.Questions, nil
}

// call sends f and waits for its answer, through reconnects.
func (c *Client) call(ctx context.Context, f wire.Frame) (wire.Answer, error) {
	if f.Header().ID == "" {
		f.Header().ID = c.ID()
	}
	pause := c.o.First
	for {
		a, err := c.once(ctx, f)
		var refusal *wire.Error
		if err != nil {
			return nil, err
		}
		if refusal, _ = a.(*wire.Error); refusal == nil {
			return a, nil
		}
		if !refusal.Retry {
			return nil, refusal
		}
		if err := sleep(ctx, pause); err != nil {
			return nil, refusal
		}
		pause = min(2*pause, c.o.Most)
	}
}

// once makes a call and returns its answer, of whatever kind.
func (c *Client) once(ctx context.Context, f wire.Frame) (wire.Answer, error) {
	k := &call{frame: f, answer: make(chan wire.Answer, 1)}
	id := f.Header().ID
	c.mu.Lock()
	if c.err != nil {
		defer c.mu.Unlock()
		return nil, c.err
	}
	c.calls[id], c.order = k, append(c.order, k)
	online := c.online
	c.mu.Unlock()
	defer c.drop(id, k)
	if online {
		// A failed write is repeated after the reconnect, as every call is.
		if err := c.write(f); err != nil {
			c.o.Logger.Debug("write frame", "type", f.Type(), "err", err)
		}
	}
	select {
	case a := <-k.answer:
		return a, nil
	case <-ctx.Done():
		return nil, fmt.Errorf("wait for the answer to %s: %w", f.Type(), ctx.Err())
	case <-c.done:
		return nil, c.Err()
	}
}

// drop forgets a call.
func (c *Client) drop(id chat.ClientID, k *call) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.calls[id] == k {
		delete(c.calls, id)
	}
	for i := range c.order {
		if c.order[i] == k {
			c.order = append(c.order[:i], c.order[i+1:]...)
			return
		}
	}
}

// Err returns why the client does not come back: ErrClosed, or the close code
// that told it so. It is nil while the client goes on.
func (c *Client) Err() error {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.err
}

func sleep(ctx context.Context, d time.Duration) error {
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-t.C:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}
