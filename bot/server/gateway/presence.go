package gateway

import (
	"context"

	"yiwen/bot/chat"
	"yiwen/bot/wire"
	"yiwen/handoff"
)

// choosePresence stores what the agent says of himself, and tells all his
// sockets here; those on other nodes hear of it at their next look.
func (a *agent) choosePresence(who chat.Staff, f *wire.Presence) wire.Code {
	g := a.s.g
	now := g.o.Clock()
	p, err := g.o.Roster.ChangePresence(g.base, who.ID, func(p handoff.Presence) handoff.Presence {
		return p.Choose(handoff.PresenceState(f.State), f.Reason, now)
	})
	if err != nil {
		return a.s.sorry(f.ID, "change presence", err)
	}
	a.s.acknowledge(f.ID, 0)
	for _, desk := range g.agents() { // himself, on his other screens too
		if desk.id() == who.ID {
			desk.presence(p)
		}
	}
	return ""
}

func (a *agent) id() chat.AgentID {
	who, _ := a.known(0)
	return who.ID
}

// presence takes what the store says of the agent, and tells him what changed.
func (a *agent) presence(p handoff.Presence) {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.missed = p.Missed > 0
	if a.told != nil {
		a.tell(p)
	}
}

// tell sends p to the agent unless he knows. a.mu is held.
func (a *agent) tell(p handoff.Presence) {
	now := wire.PresenceNow{State: string(p.State), Reason: p.Reason}
	if !p.Since.IsZero() {
		now.Since = p.Since.UnixMilli()
	}
	if p.State == "" {
		now.State = string(handoff.PresenceOffline) // he never said otherwise
	}
	if a.told != nil && *a.told == now {
		return
	}
	a.told = &now
	a.s.answer(now)
}

// acted notes that a person sits at the desk: offers that he let lapse before do
// not count any more. It costs a write only where some do.
func (a *agent) acted(who chat.Staff, f wire.Frame) {
	switch f.Type() {
	case wire.TypeAccept, wire.TypeDecline, wire.TypeSay:
		a.sat(who)
	}
}

// sat is acted for what is certain to be a person's doing.
func (a *agent) sat(who chat.Staff) {
	a.mu.Lock()
	missed := a.missed
	a.mu.Unlock()
	if !missed {
		return
	}
	now := a.s.g.o.Clock()
	p, err := a.s.g.o.Roster.ChangePresence(a.s.g.base, who.ID, func(p handoff.Presence) handoff.Presence { return p.Act(now) })
	if err != nil {
		a.s.g.o.Logger.Warn("note that an agent acts", "err", err)
		return
	}
	a.presence(p)
}

// agents returns the agents who are connected here.
func (g *Gateway) agents() []*agent {
	var all []*agent
	for _, s := range g.all() {
		if a, ok := s.peer.(*agent); ok && !s.isClosing() {
			all = append(all, a)
		}
	}
	return all
}

// presences tells connected agents what changed in their presence by another
// hand: that of the clock, or of another node.
func (g *Gateway) presences(ctx context.Context, here []*agent) {
	if len(here) == 0 {
		return
	}
	all, err := g.o.Roster.Presences(ctx)
	if err != nil {
		if ctx.Err() == nil {
			g.o.Logger.Error("read who is there", "err", err)
		}
		return
	}
	for _, a := range here {
		a.presence(all[a.id()])
	}
}
