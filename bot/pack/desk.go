package pack

import (
	"fmt"
	"time"

	"yiwen/bot/chat"
	"yiwen/handoff"
)

// Desk returns the teams of the pack as package handoff works with them. A pack
// without teams.yaml has one team of everybody that is always there. The error
// names what Check of the pack would have refused.
func (p *Pack) Desk() (*handoff.Teams, error) {
	zone, err := time.LoadLocation(p.Settings.Timezone)
	if err != nil {
		return nil, fmt.Errorf("read the time zone of the shop: %w", err)
	}
	calendar := &handoff.Calendar{Zone: zone}
	if calendar.Holidays, err = dates(p.Teams.Holidays); err != nil {
		return nil, err
	}
	if calendar.Workdays, err = dates(p.Teams.Workdays); err != nil {
		return nil, err
	}
	if p.Teams.none() {
		return handoff.NewTeams([]handoff.Team{{Name: "人工客服", Hours: handoff.Hours{Calendar: calendar}}}, "")
	}
	teams := make([]handoff.Team, 0, len(p.Teams.Teams))
	for _, t := range p.Teams.Teams {
		teams = append(teams, t.desk(calendar))
	}
	desk, err := handoff.NewTeams(teams, p.Teams.Default)
	if err != nil {
		return nil, fmt.Errorf("read %s: %w", TeamsFile, err)
	}
	return desk, nil
}

func (t Team) desk(c *handoff.Calendar) handoff.Team {
	d := handoff.Team{
		ID: t.ID, Name: t.Name, Members: t.Members, Limit: t.Limit, Urgent: t.Urgent,
		Overflow: t.Overflow.To, OverflowAfter: time.Duration(t.Overflow.After),
		Hours:    handoff.Hours{Calendar: c, Holidays: t.Holidays},
		Promises: handoff.Promises{Standard: Target{t.Promises.FirstReply, t.Promises.Solution}.desk(), Ticket: time.Duration(t.Promises.Ticket)},
	}
	for s, target := range t.Promises.Severity {
		if d.Promises.BySeverity == nil {
			d.Promises.BySeverity = map[chat.Severity]handoff.Targets{}
		}
		d.Promises.BySeverity[s] = target.desk()
	}
	for _, s := range t.Hours {
		shift := handoff.Shift{From: int(s.From), To: int(s.To)}
		for _, day := range s.Days {
			shift.Days = append(shift.Days, day.Weekday())
		}
		d.Hours.Shifts = append(d.Hours.Shifts, shift)
	}
	return d
}

func (t Target) desk() handoff.Targets {
	return handoff.Targets{FirstReply: time.Duration(t.FirstReply), Solution: time.Duration(t.Solution)}
}

func dates(days []Holiday) ([]handoff.Date, error) {
	list := make([]handoff.Date, 0, len(days))
	for _, d := range days {
		at, err := time.Parse(time.DateOnly, string(d.Date))
		if err != nil {
			return nil, fmt.Errorf("read the day %q: %w", d.Date, err)
		}
		list = append(list, handoff.DateOf(at, time.UTC))
	}
	return list, nil
}
