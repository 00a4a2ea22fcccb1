package gateway

import (
	"errors"
	"sync"

	"yiwen/bot"
	"yiwen/bot/chat"
	"yiwen/bot/fault"
	"yiwen/bot/wire"
)

// hub knows who follows which conversation. It is safe for concurrent use. Its
// lock is taken before a socket's, never after.
type hub struct {
	mu    sync.RWMutex
	feeds map[chat.ConversationID]*feed // guarded by mu: the first of a list
}

func newHub() *hub { return &hub{feeds: map[chat.ConversationID]*feed{}} }

// Why a feed may not join.
var (
	errTooMany = errors.New("too many sockets follow the conversation")
	// errOfAnother is of who comes in the moment in which somebody else signs in.
	errOfAnother = fault.New(fault.Busy, "您已切换账号，请稍后再试。")
)

// join adds f. A customer's is refused where its conversation has most of them, and
// where his shop calls who follows it something else: two people at one computer
// must not read each other's words.
func (h *hub) join(f *feed, most int) error {
	h.mu.Lock()
	defer h.mu.Unlock()
	if f.s.side == wire.Customers {
		n := 0
		for g := h.feeds[f.id]; g != nil; g = g.next {
			if g.s.side == wire.Customers {
				n++
			}
			if f.user != "" && g.user != "" && g.user != f.user {
				return errOfAnother
			}
		}
		if n >= most {
			return errTooMany
		}
	}
	f.next, h.feeds[f.id] = h.feeds[f.id], f
	return nil
}

// ofAnother reports whether a customer follows conversation id whom his shop calls
// something else than user.
func (h *hub) ofAnother(id chat.ConversationID, user string) bool {
	h.mu.RLock()
	defer h.mu.RUnlock()
	for f := h.feeds[id]; f != nil; f = f.next {
		if f.user != "" && f.user != user {
			return true
		}
	}
	return false
}

// claim makes f a feed of the customer whom his shop calls user, unless the
// conversation is followed by one whom it calls something else.
func (h *hub) claim(f *feed, user string, by signer) bool {
	h.mu.Lock()
	defer h.mu.Unlock()
	for g := h.feeds[f.id]; g != nil; g = g.next {
		if g.user != "" && g.user != user {
			return false
		}
	}
	f.user, f.signer = user, by
	return true
}

// signers returns with which keys customers who are here were signed in.
func (h *hub) signers() map[signer]bool {
	h.mu.RLock()
	defer h.mu.RUnlock()
	all := map[signer]bool{}
	for _, f := range h.feeds {
		for ; f != nil; f = f.next {
			if f.signer != (signer{}) {
				all[f.signer] = true
			}
		}
	}
	return all
}

// disown closes the sockets of customers whom a key of ended signed in: they come
// back, as whom they can show to be then.
func (h *hub) disown(ended map[signer]bool) {
	h.mu.RLock()
	defer h.mu.RUnlock()
	for _, f := range h.feeds {
		for ; f != nil; f = f.next {
			if ended[f.signer] {
				f.s.close(wire.CloseIdentity)
			}
		}
	}
}

// leave takes f out; it does nothing when f is not in.
func (h *hub) leave(f *feed) {
	h.mu.Lock()
	defer h.mu.Unlock()
	first := h.feeds[f.id]
	for p := &first; *p != nil; p = &(*p).next {
		if *p == f {
			*p = f.next
			break
		}
	}
	f.next = nil
	was := f.viewing
	f.viewing = false
	if first == nil {
		delete(h.feeds, f.id)
	} else {
		h.feeds[f.id] = first
	}
	if was {
		h.viewers(f.id)
	}
}

// wake passes a wake-up on to the followers of its conversation.
func (h *hub) wake(w bot.Wake) {
	h.mu.RLock()
	defer h.mu.RUnlock()
	for f := h.feeds[w.Conversation]; f != nil; f = f.next {
		if w.Seq > 0 {
			f.wake(w.Seq)
		}
		if w.Typing != nil {
			f.typing(*w.Typing)
		}
		if w.Read != nil {
			f.read(*w.Read)
		}
		if w.LoggedOut && f.s.side == wire.Customers {
			f.s.close(wire.CloseLoggedOut)
		}
	}
}

// look has the feeds whose socket is chosen look at the log although nothing
// woke them: the way in which a lost wake-up is made good.
func (h *hub) look(chosen func(*socket) bool) {
	h.mu.RLock()
	defer h.mu.RUnlock()
	for _, f := range h.feeds {
		for ; f != nil; f = f.next {
			if chosen(f.s) {
				f.look()
			}
		}
	}
}
