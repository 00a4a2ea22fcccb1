package gateway

import (
	"context"
	"slices"

	"yiwen/bot/chat"
	"yiwen/bot/wire"
	"yiwen/handoff"
)

// watcher is an agent who sees desk lists.
type watcher struct {
	s     *socket
	agent chat.AgentID

	// Guarded by lists.mu.
	names []wire.ListName
	leads bool                             // sees the cases of all teams
	rev   int64                            // what was sent
	shown map[chat.ConversationID]struct{} // what is in his lists
}

func (w *watcher) sees(name wire.ListName) bool { return slices.Contains(w.names, name) }

// watch answers f with the lists and counts w among the watchers. From then on
// w gets every change after the revision of that answer.
func (l *lists) watch(ctx context.Context, w *watcher, f *wire.Watch, leads bool) error {
	asked := func(name wire.ListName) bool { return slices.Contains(f.Lists, name) }
	all, err := l.g.o.Desk.DeskLists(ctx, handoff.ListsQuery{
		Agent:   w.agent,
		Waiting: asked(wire.ListWaiting), Mine: asked(wire.ListMine), Bot: asked(wire.ListBot), BotLimit: wire.MaxBotRows,
		Team: asked(wire.ListTeam), Mentioned: asked(wire.ListMentioned),
	})
	if err != nil {
		return err
	}
	teams := l.g.o.Teams()
	l.mu.Lock()
	defer l.mu.Unlock()
	w.names, w.leads, w.rev, w.shown = f.Lists, leads, all.Rev, map[chat.ConversationID]struct{}{}
	w.s.answer(wire.Lists{
		ID: f.ID, Rev: all.Rev,
		Waiting:   w.snapshot(wire.ListWaiting, all.Waiting, teams),
		Mine:      w.snapshot(wire.ListMine, all.Mine, teams),
		Bot:       w.snapshot(wire.ListBot, all.Bot, teams),
		Team:      w.snapshot(wire.ListTeam, all.Team, teams),
		Mentioned: w.snapshot(wire.ListMentioned, all.Mentioned, teams),
	})
	l.watchers[w] = struct{}{}
	l.count()
	l.touch() // what has changed since the lists were read
	return nil
}

func (l *lists) unwatch(w *watcher) {
	l.mu.Lock()
	defer l.mu.Unlock()
	delete(l.watchers, w)
	l.count()
}

// count notes whether anybody watches the bot's cases. l.mu is held.
func (l *lists) count() {
	live := false
	for w := range l.watchers {
		live = live || w.sees(wire.ListBot)
	}
	l.live.Store(live)
}

// snapshot returns the rows of a list, or nil when w does not watch it.
func (w *watcher) snapshot(name wire.ListName, rows []handoff.Row, teams *handoff.Teams) []wire.Row {
	if !w.sees(name) {
		return nil
	}
	shown := make([]wire.Row, 0, len(rows))
	for _, r := range rows {
		// The line holds what is offered to him, the team's list that of all teams.
		if slices.Contains(w.in(r.Conversation, teams), name) {
			shown = append(shown, rowOf(r.Conversation))
			w.shown[r.Conversation.ID] = struct{}{}
		}
	}
	return shown
}

// tell sends one changed row, unless it neither is nor was in the lists of w.
func (w *watcher) tell(r handoff.Row, teams *handoff.Teams) {
	c := r.Conversation
	change := wire.CaseChange{Rev: r.Rev, Conversation: c.ID, Lists: w.in(c, teams)}
	_, shown := w.shown[c.ID]
	switch {
	case len(change.Lists) > 0:
		row := rowOf(c)
		change.Row = &row
		w.shown[c.ID] = struct{}{}
	case shown:
		delete(w.shown, c.ID)
	default:
		return
	}
	w.s.answer(change)
}

// in returns the lists of w that c is in.
func (w *watcher) in(c chat.Conversation, teams *handoff.Teams) []wire.ListName {
	var in []wire.ListName
	k := &c.Case
	switch {
	case handoff.Queued(k.State) && k.Offer.Agent != w.agent:
		in = append(in, wire.ListWaiting)
	case handoff.Queued(k.State), handoff.Owned(k.State) && k.Agent == w.agent:
		in = append(in, wire.ListMine)
	case k.State == chat.StateBot:
		in = append(in, wire.ListBot)
	case handoff.Owned(k.State) && (w.leads || teams == nil || teams.Team(k.Team).Has(w.agent) || w.lost(k)):
		in = append(in, wire.ListTeam)
	}
	if slices.Contains(k.Mentioned, w.agent) || slices.ContainsFunc(k.Helpers, func(h chat.Helper) bool { return h.ID == w.agent }) {
		in = append(in, wire.ListMentioned)
	}
	return slices.DeleteFunc(in, func(n wire.ListName) bool { return !w.sees(n) })
}

// lost reports whether the case was taken from w's agent to its present owner:
// he is to see who has it now, though it is a case of another team.
func (w *watcher) lost(k *chat.Case) bool {
	return k.Brief.Given != nil && k.Brief.Given.From == w.agent
}

// rowOf returns the row of c as all desks see it. Its place in the line is
// explained without the minutes it waited, so that it does not grow old.
func rowOf(c chat.Conversation) wire.Row {
	var why []wire.Part
	if handoff.Queued(c.Case.State) {
		for _, p := range handoff.Explain(c.Case, c.Case.WaitingSince)[1:] {
			why = append(why, wire.Part{Name: p.Name, Minutes: p.Minutes})
		}
	}
	return wire.RowOf(c, why)
}
