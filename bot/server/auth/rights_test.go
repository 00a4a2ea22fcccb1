package auth

import (
	"testing"

	"yiwen/bot/chat"
	"yiwen/bot/fault"
)

func TestMayByRole(t *testing.T) {
	a := newAuth(t, newWorld())
	all := []Right{RightDesk, RightCases, RightKnowledge, RightReports, RightStaff}
	for role, want := range map[chat.Role]string{
		chat.RoleAgent:      "y----",
		chat.RoleEditor:     "--y--",
		chat.RoleSupervisor: "yyyy-",
		chat.RoleAdmin:      "yyyyy",
		"":                  "-----",
		"owner":             "-----",
	} {
		got := ""
		for _, r := range all {
			switch err := a.May(chat.Staff{ID: "x", Role: role}, r, nil); {
			case err == nil:
				got += "y"
			case fault.Is(err, fault.Denied):
				got += "-"
			default:
				t.Errorf("%s %s: %v", role, r, err)
			}
			if a.May(chat.Staff{ID: "x", Role: role, Disabled: true}, r, nil) == nil {
				t.Errorf("a disabled %s may use %s", role, r)
			}
		}
		if got != want {
			t.Errorf("%q: %s, want %s", role, got, want)
		}
	}
}

func TestMayByConversation(t *testing.T) {
	a := newAuth(t, newWorld())
	for name, test := range map[string]struct {
		role  chat.Role
		state chat.State
		owner chat.AgentID
		want  bool
	}{
		"agent, waiting":           {chat.RoleAgent, chat.StateWaiting, "", true},
		"agent, offered":           {chat.RoleAgent, chat.StateOffered, "", true},
		"agent, his snoozed one":   {chat.RoleAgent, chat.StateSnoozed, "me", true},
		"agent, one that sleeps":   {chat.RoleAgent, chat.StateSnoozed, "you", false},
		"agent, his own":           {chat.RoleAgent, chat.StateAssigned, "me", true},
		"agent, a colleague's":     {chat.RoleAgent, chat.StateAssigned, "you", false},
		"agent, the bot's":         {chat.RoleAgent, chat.StateBot, "", false},
		"agent, closed":            {chat.RoleAgent, chat.StateClosed, "", false},
		"agent, closed, once his":  {chat.RoleAgent, chat.StateClosed, "me", false},
		"agent, no case":           {chat.RoleAgent, "", "", false},
		"supervisor, anybody's":    {chat.RoleSupervisor, chat.StateAssigned, "you", true},
		"supervisor, the bot's":    {chat.RoleSupervisor, chat.StateBot, "", true},
		"admin, closed":            {chat.RoleAdmin, chat.StateClosed, "", true},
		"editor, waiting":          {chat.RoleEditor, chat.StateWaiting, "", false},
		"editor, assigned to him?": {chat.RoleEditor, chat.StateAssigned, "me", false},
	} {
		c := chat.Conversation{Case: chat.Case{State: test.state, Agent: test.owner}}
		err := a.May(chat.Staff{ID: "me", Role: test.role}, RightDesk, &c)
		if (err == nil) != test.want || err != nil && !fault.Is(err, fault.Denied) {
			t.Errorf("%s: %v", name, err)
		}
	}
	nobody := chat.Conversation{Case: chat.Case{State: chat.StateAssigned}}
	if a.May(chat.Staff{Role: chat.RoleAgent}, RightDesk, &nobody) == nil {
		t.Error("the zero agent owns what nobody owns")
	}
}
