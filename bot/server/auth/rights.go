package auth

import (
	"slices"

	"yiwen/bot/chat"
	"yiwen/bot/fault"
	"yiwen/handoff"
)

// Right is something that a role may do. The list is closed, and is what the
// console shows its pages by.
type Right string

// The closed list of rights.
const (
	RightDesk      Right = "desk"      // takes cases, and sees those that concern him
	RightCases     Right = "cases"     // sees and takes over every case
	RightKnowledge Right = "knowledge" // reads and edits what the bot knows
	RightReports   Right = "reports"   // reads figures
	RightStaff     Right = "staff"     // adds, changes and disables staff
)

// Rights returns what role may do, in the order of the list above; nothing for
// an unknown role. The slice is the caller's own.
func Rights(role chat.Role) []Right {
	switch role {
	case chat.RoleAgent:
		return []Right{RightDesk}
	case chat.RoleEditor:
		return []Right{RightKnowledge}
	case chat.RoleSupervisor:
		return []Right{RightDesk, RightCases, RightKnowledge, RightReports}
	case chat.RoleAdmin:
		return []Right{RightDesk, RightCases, RightKnowledge, RightReports, RightStaff}
	}
	return nil
}

// May returns nil where s may use right r, and a fault.Denied otherwise. With
// c the question is about that conversation: who holds RightCases may see all,
// who holds RightDesk
//   - those that wait, those that are offered included;
//   - his own, and those that he was invited into or is mentioned in;
//   - those that the bot has;
//   - those that colleagues own in teams that he serves;
//   - those that ended, where he had the case last or serves its team.
//
// To see is also to write a note; what else he may do to a case package handoff
// decides. May decides on the values passed in: pass what was read just now.
func (a *Auth) May(s chat.Staff, r Right, c *chat.Conversation) error {
	rights := Rights(s.Role)
	switch {
	case s.Disabled:
		return fault.New(fault.Denied, "账号已停用")
	case !slices.Contains(rights, r):
		return fault.New(fault.Denied, "您没有这项权限")
	case c == nil, slices.Contains(rights, RightCases):
		return nil
	case slices.Contains(rights, RightDesk) && s.ID != "" && a.concerns(s.ID, &c.Case):
		return nil
	}
	return fault.New(fault.Denied, "这个会话不归您处理")
}

// concerns reports whether a case is an agent's to see.
func (a *Auth) concerns(id chat.AgentID, k *chat.Case) bool {
	switch {
	case called(id, k), handoff.Queued(k.State), k.State == chat.StateBot:
		return true
	case handoff.Owned(k.State):
		return k.Agent == id || a.serves(id, k.Team)
	case k.State == chat.StateClosed:
		return k.Previous == id || a.serves(id, k.Team)
	}
	return false
}

// called reports whether an agent was invited into a case, or is mentioned in it.
func called(id chat.AgentID, k *chat.Case) bool {
	return slices.Contains(k.Mentioned, id) ||
		slices.ContainsFunc(k.Helpers, func(h chat.Helper) bool { return h.ID == id })
}

// serves reports whether an agent is of a team, or of the default one where there
// is no such team.
func (a *Auth) serves(id chat.AgentID, team chat.TeamID) bool {
	if a.teams == nil {
		return true
	}
	teams := a.teams()
	return teams == nil || teams.Team(team).Has(id)
}
