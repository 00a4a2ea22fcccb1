package handoff

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"yiwen/bot/chat"
)

// houses are a team of office hours and one that is always there.
func houses(t testing.TB) *Teams {
	t.Helper()
	z := shanghai(t)
	teams, err := NewTeams([]Team{
		{ID: "merchant", Name: "商户运营", Hours: office(z), Promises: Promises{Standard: Targets{5 * time.Minute, 30 * time.Minute}}},
		{ID: "security", Name: "安全客服", Urgent: true, Hours: Hours{Calendar: &Calendar{Zone: z}}, Promises: Promises{
			Standard:   Targets{5 * time.Minute, time.Hour},
			BySeverity: map[chat.Severity]Targets{chat.SeverityUrgent: {3 * time.Minute, 30 * time.Minute}, chat.SeverityNormal: {4 * time.Minute, 0}},
		}},
		{ID: "never", Hours: Hours{Calendar: &Calendar{Zone: z}, Shifts: []Shift{{From: 1, To: 1}}}, Promises: Promises{Standard: Targets{time.Minute, time.Minute}}},
	}, "merchant")
	if err != nil {
		t.Fatal(err)
	}
	return teams
}

// promised lets an event happen and writes the promises that it makes.
func (s *story) promised(teams *Teams, from chat.Actor, p chat.Payload) []chat.Promise {
	s.then(from, p)
	made := teams.Promised(s.c.Case, chat.Event{At: s.at, From: from, Payload: p})
	for _, m := range made {
		s.c = Fold(s.c, chat.Event{Seq: s.c.Seq + 1, At: s.at, From: system(), Payload: m})
	}
	return made
}

func TestPromisesAreKept(t *testing.T) {
	teams := houses(t)
	s := newStory()
	s.at = time.Date(2027, 9, 29, 9, 57, 0, 0, time.UTC) // 17:57 in Shanghai: three minutes before the end of the day
	s.then(customer(), chat.Message{Text: "结算不对"})
	s.promised(teams, robot(), chat.Handoff{Reason: chat.ReasonAsked, Team: "merchant"})
	day := func(d, hour, minute int) time.Time { return time.Date(2027, 9, d, hour-8, minute, 0, 0, time.UTC) }
	want := []chat.Clock{
		{What: chat.PromiseFirstReply, Remind: day(30, 9, 3), Due: day(30, 9, 4)},
		{What: chat.PromiseSolution, Remind: day(30, 9, 23), Due: day(30, 9, 29)},
	}
	if d := cmp.Diff(want, s.k().Clocks); d != "" {
		t.Fatalf("the night is not counted (-want +got):\n%s", d)
	}
	if !s.k().DueAt.Equal(day(30, 9, 3)) {
		t.Errorf("due at %v", s.k().DueAt)
	}
	for _, step := range []struct {
		at   time.Time
		want []chat.Alarm
	}{
		{day(30, 9, 2), nil},
		{day(30, 9, 3), []chat.Alarm{{What: chat.PromiseFirstReply, Step: chat.AlarmRemind}}},
		{day(30, 9, 4), []chat.Alarm{{What: chat.PromiseFirstReply, Step: chat.AlarmBreach}}},
		{day(30, 9, 5), nil},
		{day(30, 12, 0), []chat.Alarm{{What: chat.PromiseSolution, Step: chat.AlarmBreach}}},
	} {
		got := Alarms(s.k(), step.at)
		if d := cmp.Diff(step.want, got); d != "" {
			t.Errorf("at %v (-want +got):\n%s", step.at, d)
		}
		for _, a := range got {
			s.then(system(), a)
		}
	}
	if !s.k().DueAt.IsZero() {
		t.Errorf("still due at %v", s.k().DueAt)
	}
	if f := FactsOf(s.k()); !f.Overdue {
		t.Error("a broken promise does not count in the line")
	}
}

func TestPromisesAreMet(t *testing.T) {
	teams := houses(t)
	lin := agent("a1", "小林")
	s := newStory()
	s.then(customer(), chat.Message{Text: "盗号"})
	if n := len(s.promised(teams, robot(), chat.Handoff{Reason: chat.ReasonMood, Team: "security", Severity: chat.SeverityUrgent})); n != 2 {
		t.Fatalf("%d promises", n)
	}
	due := s.k().Clocks[0].Due
	if want := s.at.Add(3 * time.Minute); !due.Equal(want) {
		t.Errorf("first reply due at %v, want %v", due, want)
	}
	// Neither being taken nor being passed on moves a promise back.
	s.promised(teams, lin, chat.Assigned{Agent: "小林", AgentID: "a1"})
	s.promised(teams, lin, chat.Transferred{Team: "merchant"})
	if got := s.k().Clocks[0].Due; !got.Equal(due) {
		t.Errorf("a transfer moved the first reply from %v to %v", due, got)
	}
	s.promised(teams, lin, chat.Assigned{Agent: "小林", AgentID: "a1"})
	s.then(lin, chat.Message{Text: "您好"})
	if k := s.k().Clocks[0]; !k.Met.Equal(s.at) {
		t.Errorf("first reply met at %v", k.Met)
	}
	text := "我核实一下，十分钟后回复您"
	said, ok := ReadPromise(text, s.at, teams.Team("security").Hours)
	if !ok {
		t.Fatal("overlooked")
	}
	s.then(system(), said.Promise(text, s.at))
	if k := s.k().Clocks[2]; k.What != chat.PromiseOwn || !k.Met.IsZero() || !s.k().DueAt.Equal(k.Remind) {
		t.Errorf("own promise: %+v, due at %v", k, s.k().DueAt)
	}
	s.then(lin, chat.Message{Text: "查到了"})
	s.promised(teams, system(), chat.Handoff{Reason: chat.ReasonAgentGone})
	if k := s.k(); k.Clocks[2].Met.IsZero() || !k.Clocks[0].Met.IsZero() {
		t.Errorf("who waits anew is promised a reply anew: %+v", k.Clocks)
	}
	s.then(lin, chat.Assigned{Agent: "小林", AgentID: "a1"}).then(lin, chat.Closed{By: chat.Agent})
	if k := s.k(); k.Clocks[1].Met.IsZero() || !k.DueAt.IsZero() || Alarms(k, s.at.Add(99*time.Hour)) != nil {
		t.Errorf("after the end: %+v, due at %v", k.Clocks, k.DueAt)
	}
}

// TestBreath: what an agent says right behind his promise does not keep it.
func TestBreath(t *testing.T) {
	at := start()
	due := at.Add(10 * time.Minute)
	for _, tc := range []struct {
		name  string
		due   time.Time
		after time.Duration
		kept  bool
	}{
		{"the next sentence", due, 20 * time.Second, false},
		{"a later word", due, time.Minute, true},
		{"a fifth of a short time", at.Add(time.Minute), 12 * time.Second, true},
	} {
		k := chat.Case{State: chat.StateAssigned}
		promise(&k, at, chat.Promise{What: chat.PromiseOwn, Due: tc.due.UnixMilli()})
		meet(&k, at.Add(tc.after), chat.PromiseOwn)
		if kept := !k.Clocks[0].Met.IsZero(); kept != tc.kept {
			t.Errorf("%s: kept is %v", tc.name, kept)
		}
	}
}

func TestPromisesOf(t *testing.T) {
	teams := houses(t)
	c := func(team chat.TeamID, s chat.Severity) chat.Case {
		return chat.Case{State: chat.StateWaiting, Team: team, Severity: s, WaitingSince: start()}
	}
	for _, tc := range []struct {
		name string
		c    chat.Case
		p    chat.Payload
		want int
	}{
		{"standard where normal is not named", c("merchant", ""), chat.Handoff{}, 2},
		{"normal where high is not named", c("security", chat.SeverityHigh), chat.Handoff{}, 1},
		{"a team that is never staffed", c("never", ""), chat.Handoff{}, 0},
		{"an agent who takes from the line", c("merchant", ""), chat.Assigned{}, 0},
		{"a supervisor who takes from the bot", chat.Case{State: chat.StateAssigned, Team: "merchant"}, chat.Assigned{}, 2},
		{"a word", c("merchant", ""), chat.Message{}, 0},
	} {
		t.Run(tc.name, func(t *testing.T) {
			if got := teams.Promised(tc.c, chat.Event{At: start(), Payload: tc.p}); len(got) != tc.want {
				t.Errorf("%d promises, want %d", len(got), tc.want)
			}
		})
	}
}

func TestDue(t *testing.T) {
	l := DefaultLimits()
	offered, snoozed, owed := sample(chat.StateOffered), sample(chat.StateSnoozed), sample(chat.StateAssigned)
	promised := owed
	promised.Clocks = []chat.Clock{{What: chat.PromiseFirstReply, Due: start()}}
	quiet := owed
	quiet.SilentSince, quiet.ActiveAt = time.Time{}, start()
	bots := chat.Case{Number: 1, State: chat.StateBot, ActiveAt: start()}
	in := func(d time.Duration) time.Time { return start().Add(d) }
	for _, tc := range []struct {
		name string
		c    chat.Case
		at   time.Time
		want []Move
	}{
		{"an offer holds", offered, in(time.Second), nil},
		{"an offer lapses", offered, in(time.Minute), []Move{Lapse}},
		{"a snooze holds", snoozed, in(time.Minute), nil},
		{"a snooze ends", snoozed, in(time.Hour), []Move{Wake}},
		{"an owner has time", owed, in(l.Silence - 1), nil},
		{"an owner is silent", owed, in(l.Silence), []Move{Silence}},
		{"a promise is broken first", promised, in(l.Silence), []Move{Alert, Silence}},
		{"a customer is quiet", quiet, in(l.PersonIdle), []Move{Expire}},
		{"the bot's customer is quiet", bots, in(l.BotIdle), []Move{Expire}},
		{"the bot's customer thinks", bots, in(l.BotIdle - 1), nil},
		{"who waits does not expire", chat.Case{Number: 1, State: chat.StateWaiting, WaitingSince: start(), ActiveAt: start()}, in(999 * time.Hour), nil},
		{"before the first case", chat.Case{}, in(999 * time.Hour), nil},
		{"after the end", chat.Case{Number: 1, State: chat.StateClosed, ActiveAt: start()}, in(999 * time.Hour), nil},
	} {
		t.Run(tc.name, func(t *testing.T) {
			got := l.Due(tc.c, tc.at)
			if d := cmp.Diff(tc.want, got); d != "" {
				t.Errorf("(-want +got):\n%s", d)
			}
			for _, m := range got {
				if err := Check(tc.c, m, system(), tc.at); err != nil {
					t.Errorf("%s is due, but refused: %v", m, err)
				}
			}
		})
	}
	if got := (Limits{}).Due(bots, in(9999*time.Hour)); got != nil {
		t.Errorf("no limits, but due: %v", got)
	}
}

func TestTicketDue(t *testing.T) {
	z := shanghai(t)
	week := Hours{Calendar: &Calendar{Zone: z}, Shifts: []Shift{{Days: []time.Weekday{1, 2, 3, 4, 5}, From: 9 * 60, To: 18 * 60}}}
	friday := time.Date(2027, 3, 12, 17, 0, 0, 0, z)
	team := Team{Hours: week, Promises: Promises{Standard: Targets{Solution: 3 * time.Hour}, Ticket: 24 * time.Hour}}
	quiet := Team{Hours: week}
	never := Team{Hours: week, Promises: Promises{Ticket: time.Hour}}
	for name, tc := range map[string]struct {
		team Team
		s    chat.Severity
		want time.Time
	}{
		"over a weekend":   {team, "", time.Date(2027, 3, 15, 11, 0, 0, 0, z)},
		"urgent":           {team, chat.SeverityUrgent, time.Date(2027, 3, 15, 11, 0, 0, 0, z)},
		"no promise":       {quiet, chat.SeverityHigh, time.Time{}},
		"of tickets alone": {never, chat.SeverityLow, friday.Add(time.Hour)},
		"urgent, of none":  {never, chat.SeverityUrgent, time.Time{}},
	} {
		if got := tc.team.TicketDue(tc.s, friday); !got.Equal(tc.want) {
			t.Errorf("%s: %v, want %v", name, got, tc.want)
		}
	}
	monday := time.Date(2027, 3, 15, 9, 0, 0, 0, z)
	if got := team.TicketDue("", monday); !got.Equal(monday.Add(24 * time.Hour)) {
		t.Errorf("on a Monday: %v", got)
	}
	if got := team.TicketDue(chat.SeverityUrgent, monday); !got.Equal(monday.Add(3 * time.Hour)) {
		t.Errorf("urgent on a Monday: %v", got)
	}
}
