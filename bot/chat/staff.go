package chat

import "time"

// Role is what a member of staff may do. The list is closed and ordered by
// nothing: each role names its rights in bot/server/auth.
type Role string

// The closed list of roles.
const (
	RoleAgent      Role = "agent"      // 坐席: takes cases
	RoleEditor     Role = "editor"     // 编辑: keeps the knowledge
	RoleSupervisor Role = "supervisor" // 主管: all cases, reports, may take over
	RoleAdmin      Role = "admin"      // everything, and the staff itself
)

// Valid reports whether r is one of the roles.
func (r Role) Valid() bool {
	switch r {
	case RoleAgent, RoleEditor, RoleSupervisor, RoleAdmin:
		return true
	}
	return false
}

// Staff is one of the people behind the desk or the console.
type Staff struct {
	ID        AgentID // sign-in name
	Name      string  // shown to customers and colleagues
	Role      Role
	Hash      string // argon2id, in its encoded form; never leaves the server
	Face      string // id of his picture, among the uploads; "" = he has none
	Disabled  bool
	CreatedAt time.Time
}
