package handoff

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"yiwen/bot/chat"
)

func TestFoldHelpers(t *testing.T) {
	zhou := []chat.Helper{{ID: "a2", Name: "小周"}}
	helped := func() *story {
		return assigned().then(agent("a1", "小林"), chat.Invited{Agent: "小周", AgentID: "a2"})
	}
	for name, tc := range map[string]struct {
		s    *story
		want []chat.Helper
	}{
		"invited":           {helped(), zhou},
		"invited twice":     {helped().then(boss(), chat.Invited{Agent: "小周", AgentID: "a2"}), zhou},
		"gone":              {helped().then(agent("a2", "小周"), chat.Invited{Agent: "小周", AgentID: "a2", Gone: true}), nil},
		"speaks":            {helped().then(agent("a2", "小周"), chat.Message{Text: "我来看看"}), zhou},
		"taken over":        {helped().then(boss(), chat.Assigned{Agent: "王主管", AgentID: "boss"}), zhou},
		"given to him":      {helped().then(boss(), chat.Assigned{Agent: "小周", AgentID: "a2"}), nil},
		"transferred":       {helped().then(agent("a1", "小林"), chat.Transferred{Team: "trade"}), nil},
		"given back":        {helped().then(agent("a1", "小林"), chat.Returned{}), nil},
		"the owner is gone": {helped().then(system(), chat.Handoff{Reason: chat.ReasonAgentGone}), nil},
		"closed":            {helped().then(agent("a1", "小林"), chat.Closed{By: chat.Agent}), nil},
	} {
		if d := cmp.Diff(tc.want, tc.s.k().Helpers); d != "" {
			t.Errorf("%s (-want +got):\n%s", name, d)
		}
	}
	if k := helped().then(agent("a2", "小周"), chat.Message{Text: "我来看看"}).k(); k.Agent != "a1" || !k.SilentSince.IsZero() {
		t.Errorf("a helper's word: %+v", k)
	}
}

func TestFoldMentions(t *testing.T) {
	asked := func() *story {
		return assigned().then(agent("a1", "小林"), chat.Note{Text: "看看", Mentions: []chat.AgentID{"a2", "a3", "a2"}})
	}
	for name, tc := range map[string]struct {
		s    *story
		want []chat.AgentID
	}{
		"asked once each": {asked(), []chat.AgentID{"a2", "a3"}},
		"has looked":      {asked().then(agent("a3", "小吴"), chat.Attended{}), []chat.AgentID{"a2"}},
		"writes a note":   {asked().then(agent("a2", "小周"), chat.Note{Text: "好"}), []chat.AgentID{"a3"}},
		"asks back":       {asked().then(agent("a2", "小周"), chat.Note{Text: "哪单", Mentions: []chat.AgentID{"a1"}}), []chat.AgentID{"a3", "a1"}},
		"all have looked": {asked().then(agent("a3", "小吴"), chat.Attended{}).then(agent("a2", "小周"), chat.Message{Text: "您好"}), nil},
		"closed":          {asked().then(agent("a1", "小林"), chat.Closed{By: chat.Agent}), nil},
		"a new case":      {asked().then(agent("a1", "小林"), chat.Closed{By: chat.Agent}).then(customer(), chat.Message{Text: "在吗"}), nil},
	} {
		if d := cmp.Diff(tc.want, tc.s.k().Mentioned); d != "" {
			t.Errorf("%s (-want +got):\n%s", name, d)
		}
	}
}

func TestFoldRecalled(t *testing.T) {
	s := newStory().then(customer(), chat.Message{Text: "密码是123"})
	s.then(robot(), chat.Handoff{Reason: chat.ReasonAsked})
	s.then(customer(), chat.Recalled{Of: 1})
	if b := s.k().Brief; b.Asked != "" || b.Question != "" || b.Last != shownRecalled {
		t.Errorf("brief = %+v", b)
	}
	s.then(customer(), chat.Message{Attachments: []chat.Attachment{{Type: "image/png"}}})
	if b := s.k().Brief; b.Asked != shownPicture || b.Last != shownPicture {
		t.Errorf("a picture: %+v", b)
	}
	s.then(customer(), chat.Message{Attachments: []chat.Attachment{{Type: "application/pdf"}}})
	s.then(customer(), chat.Recalled{Of: 4})
	if b := s.k().Brief; b.Last != shownFile {
		t.Errorf("an older one taken back changed %+v", b)
	}
}

func TestFoldWanted(t *testing.T) {
	s := newStory().then(customer(), chat.Handoff{Reason: chat.ReasonAsked, Wanted: "a3", Ticket: "WO2027031000017"})
	if k := s.k(); k.Wanted != "a3" || k.Ticket != "WO2027031000017" {
		t.Errorf("case = %+v", k)
	}
	s.then(robot(), chat.Raised{Mood: chat.MoodHandoff, Detail: &chat.HandoffDetail{Score: 0.9, Evidence: []string{"骗子"}}})
	if b := s.k().Brief; b.Score != 0.9 || len(b.Evidence) != 1 || b.Mood != chat.MoodHandoff {
		t.Errorf("brief = %+v", b)
	}
}

func TestStaffed(t *testing.T) {
	z := shanghai(t)
	day := func(from, to int) Hours {
		return Hours{Calendar: &Calendar{Zone: z}, Shifts: []Shift{{From: from, To: to}}}
	}
	teams, err := NewTeams([]Team{
		{ID: "day", Name: "白班", Hours: day(9*60, 18*60)},
		{ID: "helped", Name: "有支援", Hours: day(9*60, 18*60), Overflow: "late"},
		{ID: "late", Name: "晚班", Hours: day(8*60, 22*60)},
	}, "day")
	if err != nil {
		t.Fatal(err)
	}
	for name, tc := range map[string]struct {
		team chat.TeamID
		hour int
		open bool
		next int // hour, of the next day where it is not after hour
	}{
		"at noon":                  {"day", 12, true, 12},
		"in the evening":           {"day", 20, false, 9},
		"in the early morning":     {"day", 7, false, 9},
		"with help, evening":       {"helped", 20, true, 20},
		"with help, at night":      {"helped", 23, false, 8},
		"a team that is not there": {"gone", 20, false, 9},
	} {
		y, m, d := start().In(z).Date()
		now := time.Date(y, m, d, tc.hour, 0, 0, 0, z)
		want := time.Date(y, m, d, tc.next, 0, 0, 0, z)
		if want.Before(now) {
			want = want.AddDate(0, 0, 1)
		}
		if open, next := teams.Staffed(tc.team, now); open != tc.open || !next.Equal(want) {
			t.Errorf("%s: %v until %v, want %v %v", name, open, next, tc.open, want)
		}
	}
}
