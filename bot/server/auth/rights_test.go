package auth

import (
	"testing"
	"time"

	"yiwen/bot/chat"
	"yiwen/bot/fault"
	"yiwen/handoff"
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

// TestMayByConversation asks for me, who serve the team "mine" and not "theirs".
func TestMayByConversation(t *testing.T) {
	hours := handoff.Hours{Calendar: &handoff.Calendar{Zone: time.UTC}}
	teams, err := handoff.NewTeams([]handoff.Team{
		{ID: "mine", Members: []chat.AgentID{"me", "you"}, Hours: hours}, {ID: "theirs", Members: []chat.AgentID{"you"}, Hours: hours},
	}, "theirs")
	if err != nil {
		t.Fatal(err)
	}
	a := newAuth(t, newWorld(), func(o *Options) { o.Teams = func() *handoff.Teams { return teams } })
	owned := func(state chat.State, owner chat.AgentID, team chat.TeamID) chat.Case {
		return chat.Case{State: state, Agent: owner, Previous: owner, Team: team}
	}
	ended := func(previous chat.AgentID, team chat.TeamID) chat.Case {
		return chat.Case{State: chat.StateClosed, Previous: previous, Team: team}
	}
	help := owned(chat.StateAssigned, "you", "theirs")
	help.Helpers = []chat.Helper{{ID: "me", Name: "我"}}
	mention := owned(chat.StateAssigned, "you", "theirs")
	mention.Mentioned = []chat.AgentID{"she", "me"}
	others := owned(chat.StateAssigned, "you", "theirs")
	others.Helpers, others.Mentioned = []chat.Helper{{ID: "she"}}, []chat.AgentID{"he"}
	for name, test := range map[string]struct {
		role chat.Role
		c    chat.Case
		want bool
	}{
		"agent, waiting":                     {chat.RoleAgent, chat.Case{State: chat.StateWaiting, Team: "theirs"}, true},
		"agent, offered":                     {chat.RoleAgent, chat.Case{State: chat.StateOffered}, true},
		"agent, the bot's":                   {chat.RoleAgent, chat.Case{State: chat.StateBot}, true},
		"agent, his own":                     {chat.RoleAgent, owned(chat.StateAssigned, "me", "theirs"), true},
		"agent, his own that sleeps":         {chat.RoleAgent, owned(chat.StateSnoozed, "me", "theirs"), true},
		"agent, a colleague's of his team":   {chat.RoleAgent, owned(chat.StateAssigned, "you", "mine"), true},
		"agent, one of his team that sleeps": {chat.RoleAgent, owned(chat.StateSnoozed, "you", "mine"), true},
		"agent, another team's":              {chat.RoleAgent, owned(chat.StateAssigned, "you", "theirs"), false},
		"agent, another team's that sleeps":  {chat.RoleAgent, owned(chat.StateSnoozed, "you", "theirs"), false},
		"agent, of a team that is gone":      {chat.RoleAgent, owned(chat.StateAssigned, "you", "gone"), false},
		"agent, invited":                     {chat.RoleAgent, help, true},
		"agent, mentioned":                   {chat.RoleAgent, mention, true},
		"agent, others were called":          {chat.RoleAgent, others, false},
		"agent, closed by another team":      {chat.RoleAgent, ended("you", "theirs"), false},
		"agent, closed by his team":          {chat.RoleAgent, ended("you", "mine"), true},
		"agent, closed, he had it":           {chat.RoleAgent, ended("me", "theirs"), true},
		"agent, no case":                     {chat.RoleAgent, chat.Case{}, false},
		"agent, a state of another program":  {chat.RoleAgent, chat.Case{State: "parked", Previous: "me", Team: "mine"}, false},
		"supervisor, anybody's":              {chat.RoleSupervisor, owned(chat.StateAssigned, "you", "theirs"), true},
		"supervisor, the bot's":              {chat.RoleSupervisor, chat.Case{State: chat.StateBot}, true},
		"admin, closed":                      {chat.RoleAdmin, ended("you", "theirs"), true},
		"editor, waiting":                    {chat.RoleEditor, chat.Case{State: chat.StateWaiting}, false},
		"editor, assigned to him?":           {chat.RoleEditor, owned(chat.StateAssigned, "me", "mine"), false},
		"editor, mentioned":                  {chat.RoleEditor, mention, false},
	} {
		err := a.May(chat.Staff{ID: "me", Role: test.role}, RightDesk, &chat.Conversation{Case: test.c})
		if (err == nil) != test.want || err != nil && !fault.Is(err, fault.Denied) {
			t.Errorf("%s: %v", name, err)
		}
	}
	nobody := chat.Conversation{Case: chat.Case{State: chat.StateAssigned, Team: "mine"}}
	if a.May(chat.Staff{Role: chat.RoleAgent}, RightDesk, &nobody) == nil {
		t.Error("the zero agent owns what nobody owns")
	}
}

// TestWithoutTeamsEverybodyServesAll: content without teams is one team.
func TestWithoutTeamsEverybodyServesAll(t *testing.T) {
	c := chat.Conversation{Case: chat.Case{State: chat.StateAssigned, Agent: "you", Team: "any"}}
	for name, a := range map[string]*Auth{
		"no function": newAuth(t, newWorld()),
		"no teams":    newAuth(t, newWorld(), func(o *Options) { o.Teams = func() *handoff.Teams { return nil } }),
	} {
		if err := a.May(chat.Staff{ID: "me", Role: chat.RoleAgent}, RightDesk, &c); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
}
