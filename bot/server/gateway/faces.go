package gateway

import (
	"context"
	"sync/atomic"
	"time"

	"yiwen/bot/chat"
)

// facesEvery is the pause between two looks at the pictures of the staff: who sets
// his is seen with it a second later, on every node, for one small query.
const facesEvery = time.Second

// Faces are the pictures of the staff.
type Faces interface {
	// Faces returns the ids of the pictures of those who have one.
	Faces(ctx context.Context) (map[chat.AgentID]string, error)
}

// faces puts to what agents say the pictures that they have now: the log knows only
// who spoke, so that an old picture is gone from old conversations, too. It is safe
// for concurrent use.
type faces struct {
	g   *Gateway
	all atomic.Pointer[map[chat.AgentID]string]
	bad bool // the last look failed; only for run
}

// run looks until the gateway ends.
func (f *faces) run() {
	if f.g.o.Faces != nil {
		f.g.every(facesEvery, f.look)
	}
}

// look reads the pictures. Where they cannot be read, those that were known go on.
func (f *faces) look(ctx context.Context) {
	all, err := f.g.o.Faces.Faces(ctx)
	if err != nil && !f.bad && ctx.Err() == nil {
		f.g.o.Logger.Warn("read the faces of the staff", "err", err)
	}
	if f.bad = err != nil; !f.bad {
		f.all.Store(&all)
	}
}

// of returns the picture of an agent, or "".
func (f *faces) of(agent string) string {
	all := f.all.Load()
	if all == nil {
		return ""
	}
	return (*all)[chat.AgentID(agent)]
}

// put returns e with the face of the agent who speaks in it, or who has the case
// from then on.
func (f *faces) put(e chat.Event) chat.Event {
	switch p := e.Payload.(type) {
	case chat.Message:
		if e.From.Kind == chat.Agent {
			e.From.Face = f.of(e.From.ID)
		}
	case chat.Assigned:
		e.From.Face = f.of(string(p.AgentID))
	}
	return e
}

// putAll is put for a page of the log, which others may read as well.
func (f *faces) putAll(events []chat.Event) []chat.Event {
	out := make([]chat.Event, len(events))
	for i, e := range events {
		out[i] = f.put(e)
	}
	return out
}
