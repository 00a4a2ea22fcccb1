package client

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"

	"yiwen/bot/chat"
	"yiwen/bot/wire"
)

// desk is what an agent sees of the lists.
type desk struct {
	rev  int64
	rows map[chat.ConversationID]wire.CaseChange
}

// Watch asks for desk lists, and again after every reconnect.
func (c *Client) Watch(ctx context.Context, names ...wire.ListName) error {
	c.mu.Lock()
	c.watching = names
	c.mu.Unlock()
	a, err := c.call(ctx, &wire.Watch{Lists: names})
	if err != nil {
		return err
	}
	if _, ok := a.(wire.Lists); !ok {
		return fmt.Errorf("watch was answered by %T", a)
	}
	return nil
}

// Follow begins to collect a conversation's events, and again after every
// reconnect, until the server ends it.
func (c *Client) Follow(ctx context.Context, id chat.ConversationID) (chat.Seq, error) {
	c.mu.Lock()
	h := c.history(id)
	h.followed, h.expected, h.ahead = true, true, nil
	after := h.seq()
	c.mu.Unlock()
	return c.Do(ctx, &wire.Follow{Head: wire.Head{Conversation: id}, After: after})
}

// Followed reports whether the server still sends the conversation.
func (c *Client) Followed(id chat.ConversationID) bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	h := c.logs[id]
	return h != nil && h.followed
}

// listed takes a snapshot of the lists.
func (c *Client) listed(l wire.Lists) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.lists = &desk{rev: l.Rev, rows: map[chat.ConversationID]wire.CaseChange{}}
	for _, name := range wire.ListNames() {
		for _, r := range l.Of(name) {
			m := c.lists.rows[r.Conversation]
			c.lists.rows[r.Conversation] = wire.CaseChange{Lists: append(m.Lists, name), Row: &r}
		}
	}
	c.signal()
}

// moved takes a change of the lists.
func (c *Client) moved(m wire.CaseChange) {
	c.mu.Lock()
	defer c.mu.Unlock()
	switch {
	case c.lists == nil:
		c.noteLocked("a change of the lists before the lists")
		return
	case m.Rev <= c.lists.rev:
		c.noteLocked("rev %d after %d", m.Rev, c.lists.rev)
	case m.Row == nil:
		delete(c.lists.rows, m.Conversation)
	default:
		c.lists.rows[m.Conversation] = m
	}
	c.lists.rev = max(c.lists.rev, m.Rev)
	c.signal()
}

// List returns a desk list as the agent sees it now: what is offered to him first
// in his own, all else in the order of the line.
func (c *Client) List(name wire.ListName) []wire.Row {
	c.mu.Lock()
	defer c.mu.Unlock()
	var rows []wire.Row
	if c.lists == nil {
		return nil
	}
	for _, m := range c.lists.rows {
		if slices.Contains(m.Lists, name) {
			rows = append(rows, *m.Row)
		}
	}
	slices.SortFunc(rows, func(a, b wire.Row) int {
		offered := func(r wire.Row) int {
			if name == wire.ListMine && r.State == chat.StateOffered {
				return 0
			}
			return 1
		}
		return cmp.Or(cmp.Compare(offered(a), offered(b)), cmp.Compare(a.LineAt, b.LineAt),
			strings.Compare(string(a.Conversation), string(b.Conversation)))
	})
	return rows
}
