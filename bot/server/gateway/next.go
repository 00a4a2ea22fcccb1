package gateway

import (
	"cmp"
	"slices"

	"yiwen/bot"
	"yiwen/bot/chat"
	"yiwen/bot/fault"
	"yiwen/bot/server/auth"
	"yiwen/bot/wire"
	"yiwen/handoff"
)

// takeNext takes the first case of the line that the agent may take.
func (a *agent) takeNext(who chat.Staff, f *wire.Next) wire.Code {
	g := a.s.g
	lists, err := g.o.Desk.DeskLists(g.base, handoff.ListsQuery{Agent: who.ID, Waiting: true, Mine: true})
	if err != nil {
		return a.s.sorry(f.ID, "read the line", err)
	}
	if done, err := a.taken(who, f, lists.Mine); done || err != nil {
		if err != nil {
			return a.s.sorry(f.ID, "look for a case taken before", err)
		}
		return ""
	}
	// Whoever is faster gets a case; then the next one is tried.
	for _, id := range g.choices(who, lists.Waiting) {
		seq, err := g.carryOut(a.s.side, bot.Command{Conversation: id, From: agentActor(who), CID: f.ID, Action: bot.Accept{}})
		switch {
		case err == nil:
			a.s.answer(wire.Ack{ID: f.ID, Seq: seq, Conversation: id})
			a.sat(who)
			return ""
		case !fault.Is(err, fault.Conflict):
			return a.s.sorry(f.ID, "take the next case", err)
		}
	}
	return a.s.sorry(f.ID, "take the next case", fault.New(fault.NotFound, "队伍里没有可接的会话"))
}

// taken acknowledges a frame that was sent before, as long as the agent has the
// case that it took: a frame that is sent again must not take another one.
func (a *agent) taken(who chat.Staff, f *wire.Next, mine []handoff.Row) (bool, error) {
	for _, r := range mine {
		id := r.Conversation.ID
		seq, err := a.s.g.o.Log.Acknowledged(a.s.g.base, id, agentActor(who).Sender(), f.ID)
		if err != nil {
			return false, err
		}
		if seq > 0 {
			a.s.answer(wire.Ack{ID: f.ID, Seq: seq, Conversation: id})
			return true, nil
		}
	}
	return false, nil
}

// choices returns the cases of the line in the order in which who is to take
// them: what is offered to him, then those of his teams, then those that his teams
// help out with, and last those that wait for somebody else by name or that he did
// not want before. Supervisors, who need be in no team, take those of any team
// before these last. What is offered to others is not his to take.
func (g *Gateway) choices(who chat.Staff, line []handoff.Row) []chat.ConversationID {
	id, teams, now := who.ID, g.o.Teams(), g.o.Clock()
	leads := g.o.Staff.May(who, auth.RightCases, nil) == nil
	type choice struct {
		id   chat.ConversationID
		rank int
	}
	const last = 5 // behind one's own team, one that helps and those of others
	var all []choice
	for _, r := range line {
		k := &r.Conversation.Case
		serving := -1
		if teams == nil {
			serving = 0 // one team of everybody
		} else {
			serving = slices.IndexFunc(teams.Serving(*k, now), func(t *handoff.Team) bool { return t.Has(id) })
		}
		switch {
		case k.State == chat.StateOffered && k.Offer.Agent == id:
			all = append(all, choice{r.Conversation.ID, 0})
		case k.State != chat.StateWaiting:
		case k.Wanted == id:
			all = append(all, choice{r.Conversation.ID, 1})
		case serving < 0 && !leads:
		case k.Wanted != "", slices.Contains(k.Passed, id):
			all = append(all, choice{r.Conversation.ID, last})
		case serving < 0:
			all = append(all, choice{r.Conversation.ID, last - 1})
		default:
			all = append(all, choice{r.Conversation.ID, 2 + serving})
		}
	}
	slices.SortStableFunc(all, func(a, b choice) int { return cmp.Compare(a.rank, b.rank) })
	ids := make([]chat.ConversationID, len(all))
	for i, c := range all {
		ids[i] = c.id
	}
	return ids
}
