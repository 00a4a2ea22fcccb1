package handoff

import (
	"strings"
	"testing"
	"time"

	"yiwen/bot/chat"
)

// desk are a trade team of a1 to a3 that account (a4) helps after ten minutes,
// and a security team of everybody.
func desk(t testing.TB) *Teams {
	t.Helper()
	h := Hours{Calendar: &Calendar{Zone: time.UTC}}
	teams, err := NewTeams([]Team{
		{ID: "trade", Name: "交易客服", Members: []chat.AgentID{"a1", "a2", "a3", "boss"}, Hours: h, Overflow: "account", OverflowAfter: 10 * time.Minute, Limit: 4},
		{ID: "account", Name: "账号客服", Members: []chat.AgentID{"a4"}, Hours: h},
		{ID: "security", Name: "安全客服", Hours: h, Urgent: true},
	}, "account")
	if err != nil {
		t.Fatal(err)
	}
	return teams
}

func TestNewTeams(t *testing.T) {
	h := Hours{Calendar: &Calendar{Zone: time.UTC}}
	for name, tc := range map[string]struct {
		teams []Team
		want  string
	}{
		"no default":       {[]Team{{ID: "a", Hours: h}}, "default"},
		"twice":            {[]Team{{ID: "x", Hours: h}, {ID: "x", Hours: h}}, "twice"},
		"no calendar":      {[]Team{{ID: "x"}}, "calendar"},
		"overflow to self": {[]Team{{ID: "x", Hours: h, Overflow: "x"}}, "overflows"},
		"overflow to none": {[]Team{{ID: "x", Hours: h, Overflow: "y"}}, "overflows"},
	} {
		if _, err := NewTeams(tc.teams, "x"); err == nil || !strings.Contains(err.Error(), tc.want) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestPick(t *testing.T) {
	teams := desk(t)
	for _, tc := range []struct {
		name   string
		r      Routing
		want   chat.TeamID
		urgent bool
	}{
		{"nothing known", Routing{}, "account", false},
		{"the intent's", Routing{Intent: "trade"}, "trade", false},
		{"the entry's before it", Routing{Entry: "trade", Intent: "account"}, "trade", false},
		{"the flow's before that", Routing{Flow: "account", Entry: "trade"}, "account", false},
		{"the rule's before all", Routing{Rule: "trade", Flow: "account"}, "trade", false},
		{"a team that is gone", Routing{Rule: "gone", Entry: "trade"}, "trade", false},
		{"risk", Routing{Risk: true, Rule: "trade"}, "security", true},
		{"an entry of security", Routing{Entry: "security"}, "security", true},
	} {
		team, urgent, why := teams.Pick(tc.r)
		if team.ID != tc.want || urgent != tc.urgent || why == "" {
			t.Errorf("%s: %s, urgent %v (%s)", tc.name, team.ID, urgent, why)
		}
	}
}

func TestChoose(t *testing.T) {
	teams, p := desk(t), DefaultAssignPolicy()
	online := Presence{}.Choose(PresenceOnline, "", start())
	one := func(id chat.AgentID, load int, idle time.Duration) AgentLoad {
		return AgentLoad{ID: id, Name: string(id), Role: chat.RoleAgent, Presence: online, Load: load, IdleSince: start().Add(-idle)}
	}
	back := func(a *AgentLoad) { a.Presence = a.Presence.Choose(PresenceOnline, "", start().Add(time.Second)) }
	with := func(a AgentLoad, edit func(*AgentLoad)) AgentLoad { edit(&a); return a }
	trade := chat.Case{Number: 1, State: chat.StateWaiting, Team: "trade", WaitingSince: start()}
	kase := func(edit func(*chat.Case)) chat.Case { c := trade; edit(&c); return c }
	for _, tc := range []struct {
		name   string
		c      chat.Case
		agents []AgentLoad
		after  time.Duration // since the case waits
		want   chat.AgentID
		why    string
		retry  time.Duration // since the case waits; 0 = never
	}{
		{"nobody there", trade, nil, 0, "", "暂无在线", 10 * time.Minute},
		{"the greatest free share", trade, []AgentLoad{one("a1", 2, 0), one("a2", 1, 0), one("a3", 3, 0)}, 0, "a2", "1/4", 0},
		{"a share, not a number", trade, []AgentLoad{
			with(one("a1", 5, 0), func(a *AgentLoad) { a.Limit = 10 }), with(one("a2", 1, 0), func(a *AgentLoad) { a.Limit = 3 }),
		}, 0, "a2", "1/3", 0},
		{"then the longest idle", trade, []AgentLoad{one("a1", 1, time.Minute), one("a2", 1, time.Hour), one("a3", 1, 0)}, 0, "a2", "", 0},
		{"then the id", trade, []AgentLoad{one("a3", 0, 0), one("a1", 0, 0), one("a2", 0, 0)}, 0, "a1", "", 0},
		{"all full", trade, []AgentLoad{one("a1", 4, 0), one("a2", 4, 0)}, 0, "", "已满", 10 * time.Minute},
		{"a supervisor is not asked", trade, []AgentLoad{with(one("boss", 0, 0), func(a *AgentLoad) { a.Role = chat.RoleSupervisor })}, 0, "", "暂无在线", 10 * time.Minute},
		{"nor who is busy", trade, []AgentLoad{with(one("a1", 0, 0), func(a *AgentLoad) { a.Presence.State = PresenceBusy }), one("a2", 3, 0)}, 0, "a2", "", 0},
		{"nor another team", trade, []AgentLoad{one("a4", 0, 0)}, 0, "", "暂无在线", 10 * time.Minute},
		{"until it helps out", trade, []AgentLoad{one("a4", 0, 0)}, 10 * time.Minute, "a4", "账号客服支援", 0},
		{"both then, by share", trade, []AgentLoad{one("a1", 1, 0), one("a4", 1, 0)}, 10 * time.Minute, "a4", "", 0},
		{"the agent who had the customer", kase(func(c *chat.Case) { c.Previous = "a3" }), []AgentLoad{one("a1", 0, 0), one("a3", 3, 0)}, 0, "a3", "首问负责", 0},
		{"waits for him while he is full", kase(func(c *chat.Case) { c.Previous = "a3" }), []AgentLoad{one("a1", 0, 0), one("a3", 4, 0)}, 0, "", "等待a3空闲", p.StickyWait},
		{"but not for long", kase(func(c *chat.Case) { c.Previous = "a3" }), []AgentLoad{one("a1", 0, 0), one("a3", 4, 0)}, p.StickyWait, "a1", "", 0},
		{"nor where it is urgent", kase(func(c *chat.Case) { c.Previous, c.Bonuses = "a3", []chat.Bonus{{Why: chat.BonusUrgent}} }), []AgentLoad{one("a1", 0, 0), one("a3", 4, 0)}, 0, "a1", "", 0},
		{"nor where he is away", kase(func(c *chat.Case) { c.Previous = "a3" }), []AgentLoad{one("a1", 3, 0), with(one("a3", 0, 0), func(a *AgentLoad) { a.Presence.State = PresenceBreak })}, 0, "a1", "", 0},
		{"nor where it is another team's matter", kase(func(c *chat.Case) { c.Previous = "a4" }), []AgentLoad{one("a1", 3, 0), one("a4", 0, 0)}, 0, "a1", "", 0},
		{"a transfer to somebody of another team", kase(func(c *chat.Case) { c.Wanted = "a4" }), []AgentLoad{one("a1", 0, 0), one("a4", 3, 0)}, 0, "a4", "指定转接", 0},
		{"who did not want it", kase(func(c *chat.Case) { c.Wanted, c.Passed = "a4", []chat.AgentID{"a4"} }), []AgentLoad{one("a1", 0, 0), one("a4", 3, 0)}, 0, "a1", "", 0},
		{"who passed is not asked again", kase(func(c *chat.Case) { c.Passed = []chat.AgentID{"a1", "a2"} }), []AgentLoad{one("a1", 0, 0), one("a2", 0, 0), one("a3", 3, 0)}, 0, "a3", "", 0},
		{"until everybody there was, though he has no room now", kase(func(c *chat.Case) { c.Passed = []chat.AgentID{"a1"} }), []AgentLoad{one("a1", 0, 0), one("a2", 4, 0)}, 0, "", "已满", 10 * time.Minute},
		{"nor at once then", kase(func(c *chat.Case) { c.Passed, c.PassedAt = []chat.AgentID{"a2", "a1"}, start() }), []AgentLoad{one("a1", 0, 0), one("a2", 1, 0)}, 0, "", "稍后再次派单", p.AskAgain},
		{"but who has come back since is asked at once", kase(func(c *chat.Case) { c.Passed, c.PassedAt = []chat.AgentID{"a2", "a1"}, start() }), []AgentLoad{one("a1", 0, 0), with(one("a2", 1, 0), back)}, 2 * time.Second, "a2", "空闲比例", 0},
		{"who had the customer, too", kase(func(c *chat.Case) { c.Passed, c.PassedAt, c.Previous = []chat.AgentID{"a2"}, start(), "a2" }), []AgentLoad{one("a1", 0, 0), with(one("a2", 1, 0), back)}, 2 * time.Second, "a2", "首问负责", 0},
		{"but not who passed it on himself", kase(func(c *chat.Case) { c.Passed = []chat.AgentID{"a2"} }), []AgentLoad{one("a1", 3, 0), with(one("a2", 0, 0), back)}, 2 * time.Second, "a1", "", 0},
		{"but in the order in which they passed", kase(func(c *chat.Case) { c.Passed, c.PassedAt = []chat.AgentID{"a2", "a1"}, start() }), []AgentLoad{one("a1", 0, 0), one("a2", 1, 0)}, p.AskAgain, "a2", "再次派单", 0},
		{"where they have room", kase(func(c *chat.Case) { c.Passed, c.PassedAt = []chat.AgentID{"a2", "a1"}, start() }), []AgentLoad{one("a1", 4, 0), one("a2", 9, 0)}, p.AskAgain, "", "已满", 10 * time.Minute},
	} {
		t.Run(tc.name, func(t *testing.T) {
			now := start().Add(tc.after)
			for i := range tc.agents {
				tc.agents[i].Presence = tc.agents[i].Presence.Alive(now)
			}
			got := Choose(tc.c, tc.agents, teams, p, now)
			retry := time.Time{}
			if tc.retry > 0 {
				retry = start().Add(tc.retry)
			}
			if got.Agent != tc.want || !strings.Contains(got.Why, tc.why) || got.Why == "" || !got.Retry.Equal(retry) {
				t.Errorf("got %+v, want %q for %q, again at %v", got, tc.want, tc.why, retry)
			}
		})
	}
}

// TestHelpAtOnce: a team that is helped out from the first moment is so also where
// two clocks differ by a moment.
func TestHelpAtOnce(t *testing.T) {
	h := Hours{Calendar: &Calendar{Zone: time.UTC}}
	teams, err := NewTeams([]Team{{ID: "a", Hours: h, Overflow: "b"}, {ID: "b", Hours: h}}, "a")
	if err != nil {
		t.Fatal(err)
	}
	if n := len(teams.Serving(chat.Case{Team: "a", WaitingSince: start().Add(time.Millisecond)}, start())); n != 2 {
		t.Errorf("%d teams serve it", n)
	}
}
