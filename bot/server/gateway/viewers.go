package gateway

import (
	"cmp"
	"slices"

	"yiwen/bot/chat"
	"yiwen/bot/wire"
)

// Agents see which colleagues look at a conversation that they follow. What is
// told is who follows it on this node.

// admit counts f, whose reader is an agent who may look, among the viewers of its
// conversation.
func (h *hub) admit(f *feed) {
	h.mu.Lock()
	defer h.mu.Unlock()
	f.viewing = true
	h.viewers(f.id)
}

// turnAway takes f, which has ended, out of the viewers.
func (h *hub) turnAway(f *feed) {
	h.mu.Lock()
	defer h.mu.Unlock()
	if f.viewing {
		f.viewing = false
		h.viewers(f.id)
	}
}

// viewers tells those who look at a conversation who else does, where that has
// changed for them. h.mu is held.
func (h *hub) viewers(id chat.ConversationID) {
	var all []wire.Colleague // sorted by id, each once
	for f := h.feeds[id]; f != nil; f = f.next {
		if !f.viewing {
			continue
		}
		who := wire.Colleague{ID: chat.AgentID(f.reader.ID), Name: f.reader.Name}
		if i, found := slices.BinarySearchFunc(all, who, byID); !found {
			all = slices.Insert(all, i, who)
		}
	}
	for f := h.feeds[id]; f != nil; f = f.next {
		if !f.viewing {
			continue
		}
		others := make([]wire.Colleague, 0, len(all)) // none is a list, too
		for _, who := range all {
			if who.ID != chat.AgentID(f.reader.ID) {
				others = append(others, who)
			}
		}
		if !slices.Equal(others, f.others) {
			f.others = others
			f.s.answer(wire.Viewers{Conversation: id, Viewers: others})
		}
	}
}

func byID(a, b wire.Colleague) int { return cmp.Compare(a.ID, b.ID) }
