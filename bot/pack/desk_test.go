package pack

import (
	"testing"
	"time"

	"yiwen/bot/chat"
	"yiwen/handoff"
)

func TestDesk(t *testing.T) {
	p, err := Read(folderOf(map[string]string{FAQFile: faq, TeamsFile: `default: trade
teams:
  - id: trade
    name: 交易客服
    limit: 4
    hours: [{days: [mon], from: "09:00", to: "18:00"}]
    overflow: {to: security, after: 10m}
    promises: {first_reply: 5m, ticket: 24h, severity: {urgent: {first_reply: 3m}}}
  - {id: security, name: 安全客服, urgent: true, holidays: true}
holidays: [{date: 2027-03-08, name: 节日}]
workdays: [{date: 2027-03-13, name: 补班}]
`}))
	if err != nil {
		t.Fatal(err)
	}
	desk, err := p.Desk()
	if err != nil {
		t.Fatal(err)
	}
	trade := desk.Team("trade")
	if trade.Limit != 4 || trade.Overflow != "security" || trade.OverflowAfter != 10*time.Minute ||
		trade.Promises.Ticket != 24*time.Hour || trade.Promises.For(chat.SeverityUrgent).FirstReply != 3*time.Minute || trade.Promises.For(chat.SeverityLow).FirstReply != 5*time.Minute {
		t.Errorf("trade = %+v", trade)
	}
	open := func(day, hour int) bool {
		return trade.Hours.Open(time.Date(2027, 3, day, hour, 0, 0, 0, trade.Hours.Calendar.Zone))
	}
	if open(8, 10) || !open(13, 10) || !open(15, 10) || open(15, 18) || open(16, 10) {
		t.Error("open on a holiday, closed on a day made up for, or the hours are wrong")
	}
	if team, urgent, _ := desk.Pick(handoff.Routing{Risk: true}); team.ID != "security" || !urgent {
		t.Errorf("risk goes to %s, urgent %v", team.ID, urgent)
	}
}

func TestDeskWithoutTeams(t *testing.T) {
	p, err := Read(folderOf(map[string]string{FAQFile: faq}))
	if err != nil {
		t.Fatal(err)
	}
	desk, err := p.Desk()
	if err != nil {
		t.Fatal(err)
	}
	if team := desk.Team("gone"); !team.Has("anybody") || !team.Hours.Open(time.Now()) {
		t.Errorf("team = %+v", team)
	}
}
