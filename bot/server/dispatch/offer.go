package dispatch

import (
	"context"
	"slices"
	"time"

	"yiwen/bot"
	"yiwen/bot/chat"
	"yiwen/bot/fault"
	"yiwen/handoff"
)

// clock makes the first move that each due case is due for; what else it is due
// for has the next round, which sees what came of the first.
func (d *Dispatcher) clock(ctx context.Context, now time.Time, settled bool) error {
	rows, err := d.Store.Due(ctx, now, d.Limits, dueAtOnce)
	if err != nil {
		return err
	}
	for _, r := range rows {
		k := r.Conversation.Case
		moves := d.Limits.Due(k, now)
		if !settled {
			// Nobody could write while the server was down, so nobody was silent.
			moves = slices.DeleteFunc(moves, func(m handoff.Move) bool { return m == handoff.Silence || m == handoff.Expire })
		}
		if len(moves) == 0 || ctx.Err() != nil {
			continue
		}
		if d.do(ctx, r, bot.Due{Move: moves[0], Limits: d.Limits, Number: k.Number}) {
			d.moves.WithLabelValues(string(moves[0])).Inc()
			if moves[0] == handoff.Lapse {
				d.missed(ctx, k.Offer.Agent, now)
			}
		}
	}
	return nil
}

// missed notes that an agent let an offer lapse. Where the server stops between
// the lapse and this note he has one to his credit, which harms nobody.
func (d *Dispatcher) missed(ctx context.Context, agent chat.AgentID, now time.Time) {
	_, err := d.Roster.ChangePresence(ctx, agent, func(p handoff.Presence) handoff.Presence {
		return p.Lapse(now, d.Assign.Patience)
	})
	if err != nil && ctx.Err() == nil {
		d.Logger.Error("note a missed offer", "agent", agent, "err", err)
	}
}

// offers asks agents about what waits, in the order of the line.
func (d *Dispatcher) offers(ctx context.Context, now time.Time) error {
	line, _, err := d.Store.Waiting(ctx)
	if err != nil || len(line) == 0 {
		return err
	}
	agents, err := d.Roster.Loads(ctx, now, now.Add(-workday))
	if err != nil {
		return err
	}
	teams := d.Teams()
	told := d.closed
	d.closed = make(map[chat.ConversationID]time.Time, len(told))
	for _, r := range line {
		k := r.Conversation.Case
		if k.State != chat.StateWaiting || ctx.Err() != nil {
			continue
		}
		d.goneHome(ctx, r, teams, told, now)
		ch := handoff.Choose(k, agents, teams, d.Assign, now)
		i := slices.IndexFunc(agents, func(a handoff.AgentLoad) bool { return a.ID == ch.Agent })
		if ch.Agent == "" || i < 0 {
			continue
		}
		if d.do(ctx, r, bot.Offer{Agent: ch.Agent, Name: ch.Name, Until: now.Add(d.Assign.AcceptIn), Why: ch.Why, Number: k.Number}) {
			agents[i].Load++
			d.offered.Inc()
		}
	}
	return nil
}

// goneHome tells a customer who waits that his team has gone home. Who is there
// all the same may take the case.
func (d *Dispatcher) goneHome(ctx context.Context, r handoff.Row, teams *handoff.Teams, told map[chat.ConversationID]time.Time, now time.Time) {
	k, id := r.Conversation.Case, r.Conversation.ID
	open, next := teams.Staffed(k.Team, now)
	if open {
		return
	}
	if until, ok := told[id]; ok && until.Equal(next) || d.do(ctx, r, bot.Closing{Number: k.Number, Next: next}) {
		d.closed[id] = next
	}
}

// do has the system carry out a, and reports whether it was.
func (d *Dispatcher) do(ctx context.Context, r handoff.Row, a bot.Action) bool {
	_, err := d.Engine.Do(ctx, bot.Command{Conversation: r.Conversation.ID, From: chat.Actor{Kind: chat.System}, Action: a})
	switch {
	case err == nil:
		return true
	case fault.Is(err, fault.Conflict), ctx.Err() != nil:
		// It moved on between the look and the command, or the server stops.
	default:
		d.Logger.Error("move a case", "conversation", r.Conversation.ID, "err", err)
	}
	return false
}
