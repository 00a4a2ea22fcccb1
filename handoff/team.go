package handoff

import (
	"fmt"
	"slices"
	"time"

	"yiwen/bot/chat"
)

// Team is a skill group (技能组).
type Team struct {
	ID            chat.TeamID
	Name          string         // shown to customers
	Members       []chat.AgentID // none = everybody
	Hours         Hours
	Overflow      chat.TeamID   // helps out, or none
	OverflowAfter time.Duration // once a case has waited so long
	Limit         int           // cases that a member has at once; 0 = as the policy says
	Urgent        bool          // takes theft and risk, and its cases the urgent lane
	Promises      Promises
}

// Has reports whether a serves the team.
func (t *Team) Has(a chat.AgentID) bool {
	return len(t.Members) == 0 || slices.Contains(t.Members, a)
}

// Teams are the teams of a shop. They are made once and do not change.
type Teams struct {
	byID   map[chat.TeamID]*Team
	all    []*Team // in the order they were given
	first  *Team   // of a case that names none
	urgent *Team   // or nil
}

// NewTeams checks teams and returns them; the default one takes what names no
// other. The error says what is wrong: no such default, an id twice, hours
// without a calendar, or an overflow to a team that does not exist or is itself.
func NewTeams(teams []Team, standard chat.TeamID) (*Teams, error) {
	t := &Teams{byID: make(map[chat.TeamID]*Team, len(teams))}
	for i := range teams {
		team := teams[i]
		if t.byID[team.ID] != nil {
			return nil, fmt.Errorf("team %q is there twice", team.ID)
		}
		if team.Hours.Calendar == nil || team.Hours.Calendar.Zone == nil {
			return nil, fmt.Errorf("team %q has no calendar", team.ID)
		}
		t.byID[team.ID] = &team
		t.all = append(t.all, &team)
		if team.Urgent && t.urgent == nil {
			t.urgent = &team
		}
	}
	for _, team := range t.byID {
		if o := team.Overflow; o != "" && (o == team.ID || t.byID[o] == nil) {
			return nil, fmt.Errorf("team %q overflows to %q, which is no other team", team.ID, o)
		}
	}
	if t.first = t.byID[standard]; t.first == nil {
		return nil, fmt.Errorf("the default team %q is not there", standard)
	}
	return t, nil
}

// Team returns the team of that id, or the default one where there is none such:
// a case never belongs to nobody, also when a team was done away with.
func (t *Teams) Team(id chat.TeamID) *Team {
	if team := t.byID[id]; team != nil {
		return team
	}
	return t.first
}

// Staffed reports whether somebody serves the team of that id at that time: its
// own people or, where another team helps out, theirs. Where nobody does, next is
// when somebody will; zero where that is not within five years.
func (t *Teams) Staffed(id chat.TeamID, at time.Time) (open bool, next time.Time) {
	own := t.Team(id)
	for _, team := range []*Team{own, t.byID[own.Overflow]} {
		if team == nil {
			continue
		}
		opens, ok := team.Hours.NextOpen(at)
		switch {
		case ok && opens.Equal(at):
			return true, at
		case ok && (next.IsZero() || opens.Before(next)):
			next = opens
		}
	}
	return false, next
}

// All returns the teams in their order. The caller changes neither the slice nor
// the teams.
func (t *Teams) All() []*Team { return t.all }

// Routing is what is known of where a case should go: ids of teams, or none.
type Routing struct {
	Risk   bool // theft, fraud, a break-in
	Rule   chat.TeamID
	Flow   chat.TeamID
	Entry  chat.TeamID
	Intent chat.TeamID
	Door   chat.TeamID // where the customer came in: his page, entrance or site
}

// Pick returns the team of a case, whether it takes the urgent lane, and the
// reason in Chinese. Risk goes to the urgent team before all; then the most
// deliberate word counts: a rule, a flow, an entry, an intent, the door. A team that does
// not exist counts as none.
func (t *Teams) Pick(r Routing) (team *Team, urgent bool, why string) {
	if r.Risk && t.urgent != nil {
		return t.urgent, true, "涉及盗号或资金风险"
	}
	for _, from := range []struct {
		id  chat.TeamID
		why string
	}{{r.Rule, "规则指定"}, {r.Flow, "流程指定"}, {r.Entry, "知识条目所属"}, {r.Intent, "意图所属"}, {r.Door, "入口或站点所属"}} {
		if team := t.byID[from.id]; team != nil {
			return team, r.Risk || team.Urgent, from.why
		}
	}
	return t.first, r.Risk, "默认技能组"
}

// Serving returns the teams whose members may take c now: its own and, once it
// has waited for long enough, the one that helps out.
func (t *Teams) Serving(c chat.Case, now time.Time) []*Team {
	own := t.Team(c.Team)
	if own.Overflow == "" || own.OverflowAfter > 0 && now.Sub(c.WaitingSince) < own.OverflowAfter {
		return []*Team{own}
	}
	return []*Team{own, t.byID[own.Overflow]}
}
