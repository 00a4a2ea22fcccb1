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
	RightDesk      Right = "desk"      // takes cases: those that wait and one's own
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
// c the question is about that conversation: who holds RightDesk may see and
// act in those that wait, those that are offered included, and in his own, who holds RightCases in
// all. May decides on the values passed in: pass what was read just now.
func (a *Auth) May(s chat.Staff, r Right, c *chat.Conversation) error {
	rights := Rights(s.Role)
	switch {
	case s.Disabled:
		return fault.New(fault.Denied, "账号已停用")
	case !slices.Contains(rights, r):
		return fault.New(fault.Denied, "您没有这项权限")
	case c == nil, slices.Contains(rights, RightCases):
		return nil
	case slices.Contains(rights, RightDesk) && (handoff.Queued(c.Case.State) || owns(s, c)):
		return nil
	}
	return fault.New(fault.Denied, "这个会话不归您处理")
}

func owns(s chat.Staff, c *chat.Conversation) bool {
	return s.ID != "" && handoff.Owned(c.Case.State) && c.Case.Agent == s.ID
}
