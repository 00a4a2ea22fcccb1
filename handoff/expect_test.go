package handoff

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"yiwen/bot/chat"
)

func TestExpect(t *testing.T) {
	hours := Hours{Calendar: &Calendar{Zone: time.UTC}}
	teams, err := NewTeams([]Team{
		{ID: "trade", Name: "交易", Hours: hours, Members: []chat.AgentID{"a1", "a2"}, Limit: 1},
		{ID: "night", Name: "夜班", Hours: hours, Members: []chat.AgentID{"a3"}},
	}, "trade")
	if err != nil {
		t.Fatal(err)
	}
	now := start()
	there := Presence{}.Choose(PresenceOnline, "", now)
	handled := map[chat.TeamID][]time.Duration{"trade": {6 * time.Minute, 6 * time.Minute, 6 * time.Minute, 6 * time.Minute, 6 * time.Minute}}
	waiting := func(team chat.TeamID) chat.Case {
		return chat.Case{State: chat.StateWaiting, Team: team, WaitingSince: now}
	}
	offered := chat.Case{State: chat.StateOffered, Team: "trade", WaitingSince: now, Offer: chat.Offer{Agent: "a1"}}
	back := waiting("trade")
	back.Previous, back.WaitingSince = "a1", now.Add(-40*time.Second)
	minutes := func(n int) Wait { return Wait{time.Duration(n) * time.Minute, true} }
	for name, tc := range map[string]struct {
		line   []chat.Case
		agents []AgentLoad
		want   []Wait
	}{
		"nobody waits":            {want: []Wait{}},
		"nobody is there":         {line: []chat.Case{waiting("trade")}, agents: []AgentLoad{{ID: "a1"}}, want: []Wait{{}}},
		"a free agent is at once": {[]chat.Case{waiting("trade")}, []AgentLoad{{ID: "a1", Presence: there}}, []Wait{minutes(0)}},
		"both busy": {
			[]chat.Case{waiting("trade"), waiting("trade")},
			[]AgentLoad{{ID: "a1", Presence: there, Load: 1}, {ID: "a2", Presence: there, Load: 1}}, []Wait{minutes(3), minutes(6)},
		},
		"who is offered has his place": {
			[]chat.Case{offered, waiting("trade")}, []AgentLoad{{ID: "a1", Presence: there, Load: 1}}, []Wait{minutes(0), minutes(6)},
		},
		"other teams' customers are not ahead": {
			[]chat.Case{waiting("night"), waiting("trade")}, []AgentLoad{{ID: "a1", Presence: there}}, []Wait{{}, minutes(0)},
		},
		"kept for who had him before": {
			[]chat.Case{back, waiting("trade")}, []AgentLoad{{ID: "a1", Presence: there, Load: 1}, {ID: "a2", Presence: there}},
			[]Wait{{80 * time.Second, true}, minutes(3)},
		},
		"who is there no more": {
			[]chat.Case{back}, []AgentLoad{{ID: "a2", Presence: there}}, []Wait{minutes(0)},
		},
		"too little to go by": {
			[]chat.Case{waiting("night")}, []AgentLoad{{ID: "a3", Presence: there, Load: 5}}, []Wait{{}},
		},
	} {
		t.Run(name, func(t *testing.T) {
			got := Expect(tc.line, tc.agents, handled, teams, DefaultAssignPolicy(), now)
			if d := cmp.Diff(tc.want, got); d != "" {
				t.Errorf("(-want +got):\n%s", d)
			}
		})
	}
}
