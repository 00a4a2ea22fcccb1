package bot

import (
	"maps"
	"slices"
	"testing"
	"time"

	"yiwen/bot/chat"
	"yiwen/bot/fault"
	"yiwen/knowledge"
)

// withSeverity are the test entries, of that team and as grave as that.
func withSeverity(team, severity string) map[string]knowledge.Entry {
	all := maps.Clone(testEntries)
	for id, e := range all {
		e.Team, e.Severity = team, severity
		all[id] = e
	}
	return all
}

func TestRouting(t *testing.T) {
	year := time.Hour * 24 * 366
	for name, tc := range map[string]struct {
		team, severity string
		profile        chat.Profile
		want           chat.TeamID
		grave          chat.Severity
		bonuses        []chat.BonusKind
	}{
		"nothing known":                  {want: "trade"},
		"a normal matter":                {team: "trade", severity: "normal", want: "trade", grave: chat.SeverityNormal},
		"a grave matter":                 {team: "trade", severity: "high", want: "trade", grave: chat.SeverityHigh, bonuses: []chat.BonusKind{chat.BonusSeverity}},
		"an outage stays with its team":  {team: "trade", severity: "urgent", want: "trade", grave: chat.SeverityUrgent, bonuses: []chat.BonusKind{chat.BonusUrgent, chat.BonusSeverity}},
		"theft":                          {team: "security", severity: "urgent", want: "security", grave: chat.SeverityUrgent, bonuses: []chat.BonusKind{chat.BonusUrgent, chat.BonusSeverity}},
		"security of unknown gravity":    {team: "security", want: "security", grave: chat.SeverityUrgent, bonuses: []chat.BonusKind{chat.BonusUrgent, chat.BonusSeverity}},
		"a severity that is none":        {team: "trade", severity: "grave", want: "trade"},
		"a VIP":                          {profile: chat.Profile{VIP: true}, want: "trade", bonuses: []chat.BonusKind{chat.BonusVIP}},
		"a long-standing customer":       {profile: chat.Profile{RegisteredAt: noon.Add(-year).UnixMilli()}, want: "trade", bonuses: []chat.BonusKind{chat.BonusLoyal}},
		"a new customer":                 {profile: chat.Profile{RegisteredAt: noon.Add(-year / 2).UnixMilli()}, want: "trade"},
		"registered at an unknown time":  {profile: chat.Profile{User: "u1"}, want: "trade"},
		"one who will register tomorrow": {profile: chat.Profile{RegisteredAt: noon.Add(year).UnixMilli()}, want: "trade"},
	} {
		t.Run(name, func(t *testing.T) {
			r := newRoom(t, NewMemoryLog())
			staffed(t, r)
			next := *r.Content()
			next.Entries = withSeverity(tc.team, tc.severity)
			r.Activate(&next)
			r.do(customer, Say{Text: "怎么退款"})
			c := r.command(customer, Human{})
			c.Profile = &tc.profile
			if _, err := r.Do(t.Context(), c); err != nil {
				t.Fatal(err)
			}
			row := r.state()
			k := row.Case
			var got []chat.BonusKind
			for _, b := range k.Bonuses {
				got = append(got, b.Why)
			}
			if k.Team != tc.want || k.Severity != tc.grave || !slices.Equal(got, tc.bonuses) || row.Profile != tc.profile {
				t.Errorf("team %s severity %q bonuses %v, want %s %q %v; %+v", k.Team, k.Severity, got, tc.want, tc.grave, tc.bonuses, row.Profile)
			}
		})
	}
}

// TestAngerMovesTheLine: who has become angry in the line stands further ahead,
// and it is an event.
func TestAngerMovesTheLine(t *testing.T) {
	r := newRoom(t, NewMemoryLog())
	staffed(t, r)
	r.do(customer, Human{})
	before := r.state().Case.LineAt
	r.do(customer, Say{Text: "骗子"})
	k := r.state().Case
	if !k.LineAt.Before(before) || k.Brief.Mood != chat.MoodHandoff || !slices.Equal(k.Brief.Evidence, []string{"骗子"}) {
		t.Errorf("case = %+v", k)
	}
	told := len(r.told())
	r.do(customer, Say{Text: "骗子"})
	if r.state(); slices.Contains(r.told()[told:], "raised") {
		t.Error("as angry as before is told again")
	}
}

// TestTheftIsHeardBesideAskingForAPerson: the words themselves go before the topic.
func TestTheftIsHeardBesideAskingForAPerson(t *testing.T) {
	for said, want := range map[string]chat.TeamID{"转人工": "trade", "转人工，退款多久能到账户里": "security"} {
		r := newRoom(t, NewMemoryLog())
		staffed(t, r)
		next := *r.Content()
		next.Entries = maps.Clone(testEntries)
		e := next.Entries["refund-time"]
		e.Team, e.Severity = "security", "urgent"
		next.Entries["refund-time"] = e
		r.Activate(&next)
		r.do(customer, Say{Text: "怎么退款"})
		r.do(customer, Say{Text: said})
		if k := r.state().Case; k.Team != want || k.Reason != chat.ReasonAsked {
			t.Errorf("%q goes to %s for %s, want %s", said, k.Team, k.Reason, want)
		}
	}
}

// TestAnotherCustomerIsRefused: a page that was left open under one account says
// nothing under the next one.
func TestAnotherCustomerIsRefused(t *testing.T) {
	r := newRoom(t, NewMemoryLog())
	say := func(p *chat.Profile) error {
		c := r.command(customer, Say{Text: "你好"})
		c.Profile = p
		_, err := r.Do(t.Context(), c)
		return err
	}
	zhang, older := &chat.Profile{User: "zhang", VIP: true}, &chat.Profile{User: "zhang"}
	for _, p := range []*chat.Profile{nil, older, zhang, nil} {
		if err := say(p); err != nil {
			t.Errorf("%+v: %v", p, err)
		}
	}
	if err := say(&chat.Profile{User: "li"}); !fault.Is(err, fault.Denied) {
		t.Errorf("another: %v", err)
	}
	want := *zhang
	want.Unproven = true
	if p := r.state().Profile; p != want {
		t.Errorf("the conversation is of %+v", p)
	}
}

// TestAPersonIsOneTapFromAGraveAnswer: what is urgent is answered and not left there.
func TestAPersonIsOneTapFromAGraveAnswer(t *testing.T) {
	for severity, want := range map[string]int{"normal": 0, "urgent": 1} {
		r := newRoom(t, NewMemoryLog())
		staffed(t, r)
		next := *r.Content()
		next.Entries = withSeverity("security", severity)
		r.Activate(&next)
		r.do(customer, Say{Text: "怎么退款"})
		log, err := r.log.Events(t.Context(), r.state().ID, 1, 1)
		if err != nil {
			t.Fatal(err)
		}
		m, ok := log[0].Payload.(chat.Message)
		if !ok || len(m.Choices) != want || want == 1 && m.Choices[0].Key != choicePerson {
			t.Errorf("%s: %+v", severity, log[0].Payload)
		}
	}
}
