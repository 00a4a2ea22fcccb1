package gateway

import (
	"context"

	"yiwen/bot/chat"
	"yiwen/bot/fault"
	"yiwen/bot/wire"
)

// fetch answers a fetch of conversation id for reader.
func (s *socket) fetch(id chat.ConversationID, reader chat.Actor, f *wire.Fetch) wire.Code {
	events, more, err := s.g.stored(s.g.base, id, f)
	if err != nil {
		return s.sorry(f.ID, "fetch events", err)
	}
	events = s.g.faces.putAll(events)
	s.put(func(dst []byte) ([]byte, error) { return wire.AppendEvents(dst, f.ID, events, more, reader) })
	return ""
}

// stored returns the events that f asks for and whether there are more in its
// direction. A conversation that has not begun has none.
func (g *Gateway) stored(ctx context.Context, id chat.ConversationID, f *wire.Fetch) ([]chat.Event, bool, error) {
	if f.After > 0 {
		return g.forward(ctx, id, f)
	}
	conversation, _, err := g.o.Log.Load(ctx, id)
	if fault.Is(err, fault.NotFound) {
		return nil, false, nil
	}
	if err != nil {
		return nil, false, err
	}
	end := conversation.Seq
	if f.Before > 0 {
		end = min(end, f.Before-1)
	}
	first := max(0, end-chat.Seq(f.Limit))
	if first >= end {
		return nil, false, nil
	}
	events, err := g.o.Log.Events(ctx, id, first, int(end-first))
	return events, first > 0, err
}

// forward returns what follows f.After.
func (g *Gateway) forward(ctx context.Context, id chat.ConversationID, f *wire.Fetch) ([]chat.Event, bool, error) {
	events, err := g.o.Log.Events(ctx, id, f.After, f.Limit+1)
	if err != nil {
		return nil, false, err
	}
	for i, e := range events {
		if f.Before > 0 && e.Seq >= f.Before {
			return events[:min(i, f.Limit)], i > f.Limit, nil
		}
	}
	return events[:min(len(events), f.Limit)], len(events) > f.Limit, nil
}
