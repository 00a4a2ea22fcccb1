package handoff

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"yiwen/bot/chat"
)

// story is what happens in a conversation, a minute between two events.
type story struct {
	c  chat.Conversation
	at time.Time
}

func newStory() *story { return &story{c: chat.Conversation{ID: "c"}, at: start()} }

func (s *story) then(from chat.Actor, p chat.Payload) *story {
	s.at = s.at.Add(time.Minute)
	s.c = Fold(s.c, chat.Event{Seq: s.c.Seq + 1, At: s.at, From: from, Payload: p})
	return s
}

func (s *story) k() chat.Case { return s.c.Case }

// assigned is a story in which 小林 has the case.
func assigned() *story {
	return newStory().then(customer(), chat.Message{Text: "退款"}).
		then(robot(), chat.Handoff{Reason: chat.ReasonAsked, Team: "trade", Severity: chat.SeverityHigh, Bonuses: []chat.Bonus{{Why: chat.BonusVIP, Minutes: 5}}}).
		then(agent("a1", "小林"), chat.Assigned{Agent: "小林", AgentID: "a1"})
}

func TestFoldLine(t *testing.T) {
	s := newStory().then(customer(), chat.Message{Text: "盗号了"}).
		then(robot(), chat.Handoff{
			Reason: chat.ReasonMood, Team: "security", Mood: chat.MoodHandoff, Severity: chat.SeverityUrgent,
			Bonuses: []chat.Bonus{{Why: chat.BonusUrgent, Minutes: 45}},
			Detail:  &chat.HandoffDetail{Score: 0.9, Evidence: []string{"骗子"}},
		})
	k := s.k()
	if k.State != chat.StateWaiting || k.Brief.Score != 0.9 || len(k.Brief.Evidence) != 1 || k.Brief.Question != "盗号了" || k.Severity != chat.SeverityUrgent {
		t.Errorf("case = %+v", k)
	}
	if want := s.at.Add(-45 * time.Minute); !k.LineAt.Equal(want) {
		t.Errorf("line at %v, want %v", k.LineAt, want)
	}
	until := s.at.Add(2 * time.Minute)
	s.then(system(), chat.Offered{Agent: "小林", AgentID: "a1", Until: until.UnixMilli()})
	if k = s.k(); k.State != chat.StateOffered || k.Offer.Agent != "a1" || !k.DueAt.Equal(until) {
		t.Errorf("offered: %+v", k)
	}
	s.then(agent("a1", "小林"), chat.Declined{AgentID: "a1", Reason: "不熟悉"})
	s.then(system(), chat.Offered{Agent: "小周", AgentID: "a2", Until: until.UnixMilli()})
	s.then(system(), chat.Declined{AgentID: "a2", Lapsed: true})
	s.then(system(), chat.Declined{AgentID: "a1", Lapsed: true})
	k = s.k()
	if d := cmp.Diff([]chat.AgentID{"a2", "a1"}, k.Passed); d != "" || k.State != chat.StateWaiting || !k.PassedAt.Equal(s.at) || !k.DueAt.IsZero() {
		t.Errorf("passed (-want +got):\n%s%+v", d, k)
	}
	s.then(system(), chat.Raised{Mood: chat.MoodUneasy, Bonuses: []chat.Bonus{{Why: chat.BonusMood, Minutes: 10}}})
	if k = s.k(); !k.LineAt.Equal(k.WaitingSince.Add(-10*time.Minute)) || k.Severity != chat.SeverityUrgent || k.Brief.Mood != chat.MoodUneasy {
		t.Errorf("raised: %+v", k)
	}
	s.then(agent("a2", "小周"), chat.Assigned{Agent: "小周", AgentID: "a2"})
	if k = s.k(); k.Agent != "a2" || k.Previous != "a2" || k.Passed != nil || k.SilentSince != s.at {
		t.Errorf("assigned: %+v", k)
	}
	s.then(customer(), chat.Returned{})
	if d := cmp.Diff(chat.Brief{Asked: "盗号了", Last: "盗号了", LastFrom: chat.Customer, LastAt: start().Add(time.Minute).UnixMilli(), AskedSeq: 1, LastSeq: 1}, s.k().Brief); d != "" {
		t.Errorf("after leaving the line (-want +got):\n%s", d)
	}
}

// TestFoldKeepsTheQuestion: what only answers the bot is no question, but for who
// has asked nothing else.
func TestFoldKeepsTheQuestion(t *testing.T) {
	s := assigned()
	asked := s.k().Brief.Asked
	s.then(customer(), chat.Message{Text: "2", Re: 3, Choice: "a", Answers: true})
	if b := s.k().Brief; b.Asked != asked || b.Last != "2" {
		t.Errorf("after an answer: %+v", b)
	}
	s.then(system(), chat.Closed{}).then(customer(), chat.Message{Text: "转人工", Answers: true})
	if b := s.k().Brief; b.Asked != "转人工" {
		t.Errorf("of nothing but an answer: %+v", b)
	}
}

func TestFoldVanishedGoesToTheHead(t *testing.T) {
	early := chat.Conversation{ID: "b", Case: chat.Case{Number: 1, State: chat.StateWaiting, WaitingSince: start().Add(-50 * time.Minute)}}
	s := assigned().then(system(), chat.Handoff{Reason: chat.ReasonAgentGone})
	if !Less(s.c, early) || Less(early, s.c) {
		t.Error("a case whose agent vanished must come before one that waits for fifty minutes")
	}
	k := s.k()
	if k.Reason != chat.ReasonAsked || k.Team != "trade" || !k.Requeued || len(k.Bonuses) != 2 {
		t.Errorf("what brought it here is forgotten: %+v", k)
	}
	s.then(agent("a2", "小周"), chat.Assigned{Agent: "小周", AgentID: "a2"}).then(system(), chat.Handoff{Reason: chat.ReasonAgentGone})
	if n := len(s.k().Bonuses); n != 2 {
		t.Errorf("%d bonuses after the second one vanished: %v", n, s.k().Bonuses)
	}
}

func TestFoldTransferred(t *testing.T) {
	s := assigned().then(agent("a1", "小林"), chat.Transferred{Team: "security", Note: "疑似盗号"})
	k := s.k()
	if k.State != chat.StateWaiting || k.Agent != "" || k.Team != "security" || !k.WaitingSince.Equal(s.at) {
		t.Errorf("to a team: %+v", k)
	}
	if d := cmp.Diff([]chat.AgentID{"a1"}, k.Passed); d != "" {
		t.Errorf("who gave it away is not asked first (-want +got):\n%s", d)
	}
	since := s.at
	s.then(boss(), chat.Transferred{AgentID: "a1", Agent: "小林"})
	if k = s.k(); k.Wanted != "a1" || len(k.Passed) != 0 || k.Team != "security" || !k.WaitingSince.Equal(since) {
		t.Errorf("to an agent, by a supervisor, while it waits: %+v", k)
	}
}

func TestFoldSnooze(t *testing.T) {
	s := assigned().then(agent("a1", "小林"), chat.Message{Text: "明天给您答复"})
	until := s.at.Add(20 * time.Hour)
	s.then(agent("a1", "小林"), chat.Snoozed{Until: until.UnixMilli()})
	if k := s.k(); k.State != chat.StateSnoozed || k.Agent != "a1" || !k.DueAt.Equal(until) {
		t.Errorf("snoozed: %+v", k)
	}
	woken := *s
	if k := woken.then(system(), chat.Woken{}).k(); k.State != chat.StateAssigned || !k.DueAt.IsZero() || !k.SilentSince.IsZero() || !k.ActiveAt.Equal(woken.at) {
		t.Errorf("woken: %+v", k)
	}
	spoken := *s
	if k := spoken.then(customer(), chat.Message{Text: "有结果吗"}).k(); k.State != chat.StateAssigned || !k.SnoozedUntil.IsZero() || !k.SilentSince.Equal(spoken.at) {
		t.Errorf("the customer spoke: %+v", k)
	}
	owed := *s
	owed.then(customer(), chat.Message{Text: "在吗"}).then(agent("a1", "小林"), chat.Snoozed{Until: until.UnixMilli()}).then(system(), chat.Woken{})
	if k := owed.k(); !k.SilentSince.Equal(owed.at) {
		t.Errorf("a word owed before the snooze counts from its end: %v, want %v", k.SilentSince, owed.at)
	}
}

func TestFoldSilence(t *testing.T) {
	s := assigned()
	since := s.at
	s.then(customer(), chat.Message{Text: "在吗"}).then(customer(), chat.Message{Text: "？"})
	if k := s.k(); !k.SilentSince.Equal(since) {
		t.Errorf("silent since %v, want %v: asking again does not begin the wait anew", k.SilentSince, since)
	}
	if s.then(agent("a1", "小林"), chat.Message{Text: "您好"}); !s.k().SilentSince.IsZero() {
		t.Error("a word was said")
	}
}

func TestFoldNewCaseForgetsTheOld(t *testing.T) {
	s := assigned().then(agent("a1", "小林"), chat.Closed{By: chat.Agent, Summary: chat.Summary{Text: "已退"}}).
		then(customer(), chat.Rated{Stars: 1}).then(customer(), chat.Message{Text: "你好"})
	want := chat.Conversation{ID: "c", Seq: 6, Case: chat.Case{
		Number: 2, State: chat.StateBot, OpenedAt: s.at, ActiveAt: s.at, LastCustomerAt: s.at, Previous: "a1",
		Brief: chat.Brief{Asked: "你好", Last: "你好", LastFrom: chat.Customer, LastAt: s.at.UnixMilli(), AskedSeq: 6, LastSeq: 6},
	}}
	if d := cmp.Diff(want, s.c); d != "" {
		t.Errorf("new case (-want +got):\n%s", d)
	}
}

// TestFoldClosedLetsPromisesGo: nothing runs on in a case that is over.
func TestFoldClosedLetsPromisesGo(t *testing.T) {
	later := func(s *story) int64 { return s.at.Add(time.Hour).UnixMilli() }
	promised := func() *story {
		s := assigned()
		for _, what := range []chat.PromiseKind{chat.PromiseFirstReply, chat.PromiseSolution, chat.PromiseOwn} {
			s.then(system(), chat.Promise{What: what, Due: later(s)})
		}
		return s.then(system(), chat.Alarm{What: chat.PromiseOwn, Step: chat.AlarmBreach})
	}
	for name, tc := range map[string]struct {
		s    *story
		want []chat.PromiseKind
	}{
		"by an agent": {promised().then(agent("a1", "小林"), chat.Closed{By: chat.Agent}), []chat.PromiseKind{chat.PromiseSolution, chat.PromiseOwn}},
		"by itself":   {promised().then(system(), chat.Closed{By: chat.System}), []chat.PromiseKind{chat.PromiseOwn}},
	} {
		var got []chat.PromiseKind
		for _, c := range tc.s.k().Clocks {
			got = append(got, c.What)
		}
		if d := cmp.Diff(tc.want, got); d != "" {
			t.Errorf("%s (-want +got):\n%s", name, d)
		}
	}
}

func TestFoldWhispers(t *testing.T) {
	told := func() *story { return assigned().then(boss(), chat.Whisper{Text: "先安抚"}) }
	if s := told(); s.k().Brief.WhisperSeq != s.c.Seq {
		t.Errorf("whisper %d at %d", s.k().Brief.WhisperSeq, s.c.Seq)
	}
	if k := told().then(boss(), chat.Assigned{Agent: "小周", AgentID: "a2"}).k(); k.Brief.WhisperSeq != 0 {
		t.Error("what the last owner was told alarms the next")
	}
}

func TestFoldGiven(t *testing.T) {
	queued := func() *story {
		return newStory().then(customer(), chat.Message{Text: "退款"}).then(robot(), chat.Handoff{Reason: chat.ReasonAsked})
	}
	theirs := func() *story { return assigned().then(boss(), chat.Assigned{Agent: "小周", AgentID: "a2"}) }
	for name, tc := range map[string]struct {
		s    *story
		want *chat.Given
	}{
		"taken out of the line":           {assigned(), nil},
		"a supervisor takes it, as any":   {queued().then(boss(), chat.Assigned{Agent: "王主管", AgentID: "boss"}), nil},
		"given out of the line":           {queued().then(boss(), chat.Assigned{Agent: "小周", AgentID: "a2"}), &chat.Given{By: "boss", Name: "王主管"}},
		"given to a colleague of its own": {theirs(), &chat.Given{By: "boss", Name: "王主管", From: "a1"}},
		"taken over":                      {assigned().then(boss(), chat.Assigned{Agent: "王主管", AgentID: "boss"}), &chat.Given{By: "boss", Name: "王主管", From: "a1"}},
		"while the owner speaks":          {theirs().then(agent("a2", "小周"), chat.Message{Text: "您好"}), &chat.Given{By: "boss", Name: "王主管", From: "a1"}},
		"until it goes on":                {theirs().then(agent("a2", "小周"), chat.Transferred{Team: "trade"}), nil},
		"until it is closed":              {theirs().then(agent("a2", "小周"), chat.Closed{By: chat.Agent}), nil},
	} {
		given := tc.s.k().Brief.Given
		if given != nil {
			given.Seq = 0 // below
		}
		if d := cmp.Diff(tc.want, given); d != "" {
			t.Errorf("%s (-want +got):\n%s", name, d)
		}
	}
	if s := theirs(); s.k().Brief.Given.Seq != s.c.Seq {
		t.Errorf("given %d at %d", s.k().Brief.Given.Seq, s.c.Seq)
	}
}

func TestFoldTicket(t *testing.T) {
	s := assigned().then(agent("a1", "小林"), chat.Ticketed{Number: "WO1"})
	if k := s.k(); k.Ticket != "WO1" || k.State != chat.StateAssigned {
		t.Errorf("the owner's ticket: %+v", k)
	}
	s.then(agent("a1", "小林"), chat.Transferred{Team: "trade"}).then(customer(), chat.Ticketed{Number: "WO2"})
	if k := s.k(); k.Ticket != "WO2" || k.State != chat.StateBot || !k.WaitingSince.IsZero() {
		t.Errorf("the ticket of who waits: %+v", k)
	}
}

// TestFoldSharesNothing: an older state row keeps its lists.
func TestFoldSharesNothing(t *testing.T) {
	s := assigned().then(system(), chat.Promise{What: chat.PromiseOwn, Due: start().Add(time.Hour).UnixMilli()})
	before := s.c
	want := cmp.Diff(before, chat.Conversation{})
	s.then(agent("a1", "小林"), chat.Message{Text: "好了"}).then(system(), chat.Alarm{What: chat.PromiseOwn, Step: chat.AlarmBreach})
	if got := cmp.Diff(before, chat.Conversation{}); got != want {
		t.Error("folding changed an older row")
	}
}

func TestClip(t *testing.T) {
	for _, tc := range []struct{ in, want string }{
		{"", ""}, {"短", "短"}, {"一二三四", "一二三四"}, {"一二三四五", "一二三…"}, {"abcde", "abc…"},
	} {
		if got := clip(tc.in, 4); got != tc.want {
			t.Errorf("clip(%q, 4) = %q, want %q", tc.in, got, tc.want)
		}
	}
}

// TestRatingIsEditedOnce: whoever changes his rating does not gain time to change it
// again.
func TestRatingIsEditedOnce(t *testing.T) {
	s := assigned().then(agent("a1", "小林"), chat.Closed{By: chat.Agent}).then(customer(), chat.Rated{Stars: 1})
	first := s.at
	s.then(customer(), chat.Rated{Stars: 5})
	if k := s.k(); !k.RatedAt.Equal(first) || k.Rating.Stars != 5 {
		t.Errorf("rated %d at %v, want 5 at %v", k.Rating.Stars, k.RatedAt, first)
	}
	if err := Check(s.k(), Rate, customer(), first.Add(RatingEdit+time.Second)); err == nil {
		t.Error("a rating may be changed for ever")
	}
}
