package handoff

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"time"

	"yiwen/bot/chat"
)

// AgentLoad is an agent as assignment sees him.
type AgentLoad struct {
	ID        chat.AgentID
	Name      string
	Role      chat.Role
	Presence  Presence
	Load      int           // cases assigned and offered to him; snoozed ones do not count
	Limit     int           // his own, or 0 = that of his team
	IdleSince time.Time     // when he last got a case; zero = never
	Worked    time.Duration // handling time of today, cases that go on included
	OnDuty    time.Duration // how long he has been on duty today
}

func (a AgentLoad) leads() bool { return a.Role == chat.RoleSupervisor || a.Role == chat.RoleAdmin }

// AssignPolicy are the settings of assignment.
type AssignPolicy struct {
	Patience   Patience
	Limit      int           // cases at once, of agents and teams that name none
	StickyWait time.Duration // how long a customer waits for his agent who has no room (首问负责)
	AskAgain   time.Duration // pause before a second round, once everybody there passed
	AcceptIn   time.Duration // how long an offer holds
}

// DefaultAssignPolicy suits text chat, where one agent leads several
// conversations at once.
func DefaultAssignPolicy() AssignPolicy {
	return AssignPolicy{
		Patience: DefaultPatience(), Limit: 5,
		StickyWait: 2 * time.Minute, AskAgain: time.Minute, AcceptIn: 40 * time.Second,
	}
}

// Choice is who gets a case, or why nobody does. Why is Chinese and for staff.
type Choice struct {
	Agent chat.AgentID // none = nobody now
	Name  string
	Why   string
	Retry time.Time // when time alone may change it; zero = only somebody's doing can
}

// Choose says whom case c is offered to now. In this order:
//
//  1. whom it was transferred to, or who had the customer before (首问负责), as
//     long as he has not passed: at once where he has room; where he is there but
//     full, the case waits for him up to StickyWait, unless it is urgent;
//  2. of the members of its team, and of the team that helps out once its time
//     has come, who are there and have room: the greatest free share first, then
//     who had the least to do for his time on duty today, then who got no case
//     for longest, then by id;
//  3. who passed is not asked again until everybody there was, and after
//     AskAgain in the order in which they passed. Who has said since then that he
//     is there, back from a break say, passed no case.
//
// Supervisors are not chosen but where a case was transferred to them by name:
// they take cases themselves.
func Choose(c chat.Case, agents []AgentLoad, teams *Teams, p AssignPolicy, now time.Time) Choice {
	serving := teams.Serving(c, now)
	if ch, done := sticky(c, agents, teams, serving, p, now); done {
		return ch
	}
	var there, fresh, room []candidate
	for _, a := range agents {
		team := memberOf(serving, a.ID)
		if team == nil || a.leads() || !a.Presence.Ready(now, p.Patience) {
			continue
		}
		k := candidate{a, team, limit(a, team, p), slices.Index(c.Passed, a.ID)}
		if !passed(c, a) {
			k.passed = -1
		}
		there = append(there, k)
		if k.passed < 0 {
			fresh = append(fresh, k)
		}
		if k.passed < 0 && k.free() > 0 {
			room = append(room, k)
		}
	}
	retry := overflowAt(c, teams.Team(c.Team), now)
	switch {
	case len(there) == 0:
		return Choice{Why: "技能组内暂无在线坐席", Retry: retry}
	case len(room) > 0:
		best := slices.MinFunc(room, candidate.compare)
		return best.choice(teams.Team(c.Team))
	case len(fresh) > 0:
		return Choice{Why: "坐席接待已满", Retry: retry}
	}
	return again(c, there, p, now, retry)
}

// candidate is an agent who may be chosen for a case.
type candidate struct {
	AgentLoad
	team   *Team
	limit  int
	passed int // his place among those who passed, or -1
}

func (k candidate) free() int { return k.limit - k.Load }

// compare puts the greatest free share first: free/limit, compared across
// without dividing. Equal shares are the rule (most agents have none or one case),
// and with who is idle for longest alone the work of ten equal agents came out
// as uneven as 1 : 1.24, since some cases take ten times as long as others; the
// work of the day brings it to 1 : 1.02 to 1.11 (TestEqualAgentsEqualLoad). That
// evens out work, not numbers: who had two long cases gets fewer.
func (k candidate) compare(o candidate) int {
	if d := o.free()*k.limit - k.free()*o.limit; d != 0 {
		return d
	}
	if d := cmp.Compare(k.occupancy(), o.occupancy()); d != 0 {
		return d
	}
	if d := k.IdleSince.Compare(o.IdleSince); d != 0 {
		return d
	}
	return strings.Compare(string(k.ID), string(o.ID))
}

// occupancy is how many cases he had at once on average today: 0 for who just came.
func (k candidate) occupancy() float64 {
	if k.OnDuty <= 0 {
		return 0
	}
	return float64(k.Worked) / float64(k.OnDuty)
}

func (k candidate) choice(own *Team) Choice {
	why := fmt.Sprintf("%s组内空闲比例最高（%d/%d）", own.Name, k.Load, k.limit)
	if k.team != own {
		why = fmt.Sprintf("%s支援，空闲比例最高（%d/%d）", k.team.Name, k.Load, k.limit)
	}
	return Choice{Agent: k.ID, Name: k.Name, Why: why}
}

// sticky chooses who was asked for by name, and reports whether that decides it.
func sticky(c chat.Case, agents []AgentLoad, teams *Teams, serving []*Team, p AssignPolicy, now time.Time) (Choice, bool) {
	id, why := c.Wanted, "指定转接"
	if id == "" {
		id, why = c.Previous, "首问负责"
	}
	i := slices.IndexFunc(agents, func(a AgentLoad) bool { return a.ID == id })
	if i < 0 || passed(c, agents[i]) || !agents[i].Presence.Ready(now, p.Patience) {
		return Choice{}, false
	}
	a, team := agents[i], memberOf(serving, id)
	switch {
	case c.Wanted == "" && (team == nil || a.leads()):
		return Choice{}, false // the matter is another team's this time
	case team == nil:
		team = teams.Team(c.Team) // a colleague knows whom he asks for
	}
	if a.Load < limit(a, team, p) {
		return Choice{Agent: id, Name: a.Name, Why: why}, true
	}
	until := c.WaitingSince.Add(p.StickyWait)
	urgent := slices.ContainsFunc(c.Bonuses, func(b chat.Bonus) bool { return b.Why == chat.BonusUrgent })
	if urgent || !now.Before(until) {
		return Choice{}, false
	}
	return Choice{Why: fmt.Sprintf("等待%s空闲（%s）", a.Name, why), Retry: until}, true
}

// passed reports that a did not want c. Since then he may have come back: an offer
// lapses where nobody is at the page, too, and that tells nothing of who is there now.
func passed(c chat.Case, a AgentLoad) bool {
	back := !c.PassedAt.IsZero() && a.Presence.Since.After(c.PassedAt) // who passed it on has no time
	return slices.Contains(c.Passed, a.ID) && !back
}

// again asks those who passed a second time, the earliest first.
func again(c chat.Case, there []candidate, p AssignPolicy, now, retry time.Time) Choice {
	if at := c.PassedAt.Add(p.AskAgain); now.Before(at) {
		return Choice{Why: "在线坐席均未接入，稍后再次派单", Retry: at}
	}
	there = slices.DeleteFunc(there, func(k candidate) bool { return k.free() <= 0 })
	if len(there) == 0 {
		return Choice{Why: "坐席接待已满", Retry: retry}
	}
	k := slices.MinFunc(there, func(a, b candidate) int { return a.passed - b.passed })
	return Choice{Agent: k.ID, Name: k.Name, Why: "在线坐席均未接入，再次派单"}
}

// overflowAt is when the helping team may take c, where that is still to come.
func overflowAt(c chat.Case, own *Team, now time.Time) time.Time {
	if at := c.WaitingSince.Add(own.OverflowAfter); own.Overflow != "" && now.Before(at) {
		return at
	}
	return time.Time{}
}

// memberOf returns the first of teams that a serves, or nil.
func memberOf(teams []*Team, a chat.AgentID) *Team {
	for _, t := range teams {
		if t.Has(a) {
			return t
		}
	}
	return nil
}

// limit is how many cases a has at once.
func limit(a AgentLoad, t *Team, p AssignPolicy) int {
	switch {
	case a.Limit > 0:
		return a.Limit
	case t.Limit > 0:
		return t.Limit
	}
	return max(p.Limit, 1)
}
