package client

import (
	"context"
	"fmt"
	"slices"
	"time"

	"yiwen/bot/chat"
	"yiwen/bot/wire"
)

// history is what a client has of one conversation: events without a hole, and
// those that came ahead of a hole that is being fetched.
type history struct {
	id       chat.ConversationID
	base     chat.Seq // what the client already had when it was made
	events   []chat.Event
	ahead    []chat.Event
	expected bool // a hole is no fault: the server said that it skips
	followed bool
}

func (h *history) seq() chat.Seq { return h.base + chat.Seq(len(h.events)) }

// history returns the history of id, made if need be. c.mu is held.
func (c *Client) history(id chat.ConversationID) *history {
	h := c.logs[id]
	if h == nil {
		h = &history{id: id}
		c.logs[id] = h
	}
	return h
}

// welcome hears where the server begins.
func (c *Client) welcome(w wire.Welcome) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.home != "" && c.home != w.Conversation {
		c.noteLocked("conversation %s became %s", c.home, w.Conversation)
	}
	c.token, c.home, c.state, c.identity = w.Visitor, w.Conversation, w.State, w.Identity
	c.notice = wire.Notice{}
	if w.Notice != nil {
		c.notice = *w.Notice
	}
	h := c.history(w.Conversation)
	if len(h.events) == 0 && w.Resumed {
		h.base = c.o.After
	}
	if w.Seq < h.seq() {
		c.noteLocked("server is at %d, client at %d", w.Seq, h.seq())
	}
	h.ahead, h.expected = nil, w.After > h.seq()
}

// event takes one event in.
func (c *Client) event(e chat.Event) {
	c.mu.Lock()
	h := c.history(e.Conversation)
	fetch := c.place(h, e)
	c.signal()
	c.mu.Unlock()
	if fetch != nil {
		// A failed write ends the connection, and the next one resumes.
		_ = c.write(fetch)
	}
}

// place puts e where it belongs. It returns a fetch when there is a hole before
// it. c.mu is held.
func (c *Client) place(h *history, e chat.Event) *wire.Fetch {
	switch next := h.seq() + 1; {
	case e.Seq < next:
		c.noteLocked("event %d came again", e.Seq)
	case e.Seq == next:
		c.add(h, e)
	case len(h.ahead) > 0 && h.ahead[len(h.ahead)-1].Seq+1 == e.Seq:
		h.ahead = append(h.ahead, e)
	case len(h.ahead) == 0 && h.expected:
		h.ahead = append(h.ahead, e)
		return c.hole(h)
	default:
		c.noteLocked("event %d came after %d", e.Seq, h.seq())
	}
	return nil
}

func (c *Client) add(h *history, e chat.Event) {
	h.events = append(h.events, e)
	if c.o.OnEvent != nil {
		c.o.OnEvent(e)
	}
}

// hole returns the fetch of what is missing before h.ahead.
func (c *Client) hole(h *history) *wire.Fetch {
	head := wire.Head{ID: chat.ClientID(fmt.Sprintf("%s-hole-%d", c.prefix, h.seq()))}
	if c.o.Side == wire.Agents {
		head.Conversation = h.id
	}
	f := &wire.Fetch{Head: head, After: h.seq(), Before: h.ahead[0].Seq, Limit: wire.MaxFetch}
	if f.After == 0 {
		// Without an after the newest come; the first page is to be the oldest.
		f.Before = min(f.Before, wire.MaxFetch+1)
	}
	return f
}

// fetched fills a hole.
func (c *Client) fetched(a wire.Events) {
	c.mu.Lock()
	if len(a.Events) == 0 {
		c.mu.Unlock()
		return
	}
	h := c.logs[a.Events[0].Conversation]
	var fetch *wire.Fetch
	if h != nil && len(h.ahead) > 0 {
		for _, e := range a.Events {
			if e.Seq == h.seq()+1 && e.Seq < h.ahead[0].Seq {
				c.add(h, e.Event)
			}
		}
		if h.seq()+1 < h.ahead[0].Seq {
			fetch = c.hole(h)
		} else {
			for _, e := range h.ahead {
				c.add(h, e)
			}
			h.ahead, h.expected = nil, false
		}
		c.signal()
	}
	c.mu.Unlock()
	if fetch != nil {
		_ = c.write(fetch) // see event
	}
}

// Events returns a conversation's events that the client has without a hole; ""
// is a customer's own.
func (c *Client) Events(id chat.ConversationID) []chat.Event {
	c.mu.Lock()
	defer c.mu.Unlock()
	if id == "" {
		id = c.home
	}
	if h := c.logs[id]; h != nil {
		return slices.Clone(h.events)
	}
	return nil
}

// Wait blocks until done reports true. It is asked again after every change.
func (c *Client) Wait(ctx context.Context, done func(*Client) bool) error {
	for {
		c.mu.Lock()
		changed, err := c.changed, c.err
		c.mu.Unlock()
		switch {
		case done(c):
			return nil
		case err != nil:
			return err
		}
		select {
		case <-changed:
		case <-ctx.Done():
			return fmt.Errorf("wait: %w", ctx.Err())
		}
	}
}

// Online blocks until the client is welcome.
func (c *Client) Online(ctx context.Context) error {
	return c.Wait(ctx, func(c *Client) bool {
		c.mu.Lock()
		defer c.mu.Unlock()
		return c.online
	})
}

// Token returns the visitor token of the last welcome.
func (c *Client) Token() string { return get(c, &c.token) }

// Conversation returns a customer's own conversation.
func (c *Client) Conversation() chat.ConversationID { return get(c, &c.home) }

// State returns the state of a customer's case at the last welcome.
func (c *Client) State() chat.State { return get(c, &c.state) }

// Notice returns what is announced, as the server said last; one without a text is
// nothing.
func (c *Client) Notice() wire.Notice { return get(c, &c.notice) }

// Place returns a customer's last known place in the line; 0 = not in it.
func (c *Client) Place() int { return get(c, &c.queue).Position }

// ETA returns how long a customer was last told that he may have to wait; false =
// he was not told.
func (c *Client) ETA() (time.Duration, bool) {
	q := get(c, &c.queue)
	if q.ETA == nil {
		return 0, false
	}
	return time.Duration(*q.ETA) * time.Second, true
}

// Presence returns what an agent was last told of his own presence; false = he was
// not told.
func (c *Client) Presence() (wire.PresenceNow, bool) {
	p := get(c, &c.presence)
	if p == nil {
		return wire.PresenceNow{}, false
	}
	return *p, true
}

// Connects returns how often the client has connected.
func (c *Client) Connects() int { return get(c, &c.connects) }

// Typing returns every typing frame that came.
func (c *Client) Typing() []wire.TypingNow { return slices.Clone(get(c, &c.typing)) }

// Read returns how far the other side was last said to have looked, and who;
// "" is a customer's own conversation.
func (c *Client) Read(id chat.ConversationID) wire.ReadNow {
	c.mu.Lock()
	defer c.mu.Unlock()
	if id == "" {
		id = c.home
	}
	return c.reads[id]
}

// Viewers returns which colleagues were last said to look at a conversation.
func (c *Client) Viewers(id chat.ConversationID) []wire.Colleague {
	c.mu.Lock()
	defer c.mu.Unlock()
	return slices.Clone(c.viewers[id])
}

// Identity returns what the last welcome made of the identity.
func (c *Client) Identity() wire.IdentityState { return get(c, &c.identity) }

// Problems returns the server's broken promises, in words.
func (c *Client) Problems() []string { return slices.Clone(get(c, &c.problems)) }

func get[T any](c *Client, field *T) T {
	c.mu.Lock()
	defer c.mu.Unlock()
	return *field
}

// note adds a problem.
func (c *Client) note(format string, args ...any) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.noteLocked(format, args...)
}

func (c *Client) noteLocked(format string, args ...any) {
	c.problems = append(c.problems, fmt.Sprintf(format, args...))
}
