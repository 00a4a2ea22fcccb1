package handoff

import (
	"slices"
	"time"

	"yiwen/bot/chat"
)

// Wait is how long a customer in the line will have to wait; Known false = nobody
// can tell.
type Wait struct {
	For   time.Duration
	Known bool
}

// Expect estimates the wait of every case of the line, in its order, by Estimate:
// a case waits behind those of its own team, for the agents who serve it now, and at
// least for as long as it may be kept for whom Choose waits for.
// handled are the times that agents took for recent cases of a team.
func Expect(line []chat.Case, agents []AgentLoad, handled map[chat.TeamID][]time.Duration, teams *Teams, p AssignPolicy, now time.Time) []Wait {
	ahead, asked := map[chat.TeamID]int{}, map[chat.TeamID]int{}
	for _, c := range line {
		if c.State == chat.StateOffered {
			asked[teams.Team(c.Team).ID]++
		}
	}
	waits := make([]Wait, len(line))
	for i, c := range line {
		own := teams.Team(c.Team).ID
		ahead[own]++
		slots, free := room(agents, teams.Serving(c, now), p, now)
		// An offer takes room, but its case is one of those that wait for it.
		waits[i].For, waits[i].Known = Estimate(ahead[own], handled[own], slots, min(free+asked[own], slots))
		if c.State != chat.StateOffered && waits[i].Known {
			waits[i].For = max(waits[i].For, kept(c, agents, teams, p, now))
		}
	}
	return waits
}

// kept is how long case c may still be kept for an agent who has no room now.
func kept(c chat.Case, agents []AgentLoad, teams *Teams, p AssignPolicy, now time.Time) time.Duration {
	if ch, decided := sticky(c, agents, teams, teams.Serving(c, now), p, now); decided && ch.Agent == "" {
		return ch.Retry.Sub(now)
	}
	return 0
}

// room is how many cases the agents who are there can have at once for these
// teams, and how many more than now.
func room(agents []AgentLoad, serving []*Team, p AssignPolicy, now time.Time) (slots, free int) {
	for _, a := range agents {
		team := memberOf(serving, a.ID)
		if team == nil || a.leads() || !slices.Contains([]PresenceState{PresenceOnline, PresenceBusy}, a.Presence.Shown(now, p.Patience)) {
			continue
		}
		n := limit(a, team, p)
		slots += n
		if a.Presence.Ready(now, p.Patience) {
			free += max(0, n-a.Load)
		}
	}
	return slots, free
}
