package handoff

import (
	"time"

	"yiwen/bot/chat"
)

// Targets are how soon a team acts, in its staffed time; 0 = no promise.
type Targets struct {
	FirstReply time.Duration
	Solution   time.Duration
}

// Promises are the targets of a team by severity. A severity that is not there
// has those of normal, and where these are not there either those of Standard.
type Promises struct {
	Standard   Targets
	BySeverity map[chat.Severity]Targets
	Ticket     time.Duration // of a ticket that is not urgent, by the calendar; 0 = as the solution
}

// For returns the targets of a severity.
func (p Promises) For(s chat.Severity) Targets {
	if t, ok := p.BySeverity[s]; ok {
		return t
	}
	if t, ok := p.BySeverity[chat.SeverityNormal]; ok {
		return t
	}
	return p.Standard
}

// TicketDue returns when a ticket made at that time is to be answered; zero = no
// promise. An urgent one is as urgent as its case: the solution counts. Any other
// has the time for tickets, or the solution in staffed time where that is later,
// so that a ticket of a Saturday is not late before anybody could see it.
func (t *Team) TicketDue(s chat.Severity, at time.Time) time.Time {
	var due time.Time
	if in := t.Promises.For(s).Solution; in > 0 {
		due, _ = t.Hours.AddStaffed(at, in)
	}
	if later := at.Add(t.Promises.Ticket); t.Promises.Ticket > 0 && s != chat.SeverityUrgent && later.After(due) {
		due = later
	}
	return due
}

// remindShare is how much of a promise's time has passed when its owner is
// reminded: in fifths, four of five.
const remindShare = 4

// Promised returns the promises that event e of case c makes, c being the case
// after e, to be written after it:
//
//   - a first reply and a solution, when a case enters the line or an agent gets
//     it without a line, from that time on in staffed time of its team;
//   - nothing else: a promise that runs is kept as it is (chat.Promise never
//     moves one back), also by the next agent.
//
// They are met by the first word of an agent, and by the end of the case at an
// agent's hand; they lapse when the bot gets the case back. A team that is never
// staffed promises nothing.
func (t *Teams) Promised(c chat.Case, e chat.Event) []chat.Promise {
	switch e.Payload.(type) {
	case chat.Handoff, chat.Transferred:
	case chat.Assigned:
		if !c.WaitingSince.IsZero() {
			return nil // began with the wait
		}
	default:
		return nil
	}
	team := t.Team(c.Team)
	targets := team.Promises.For(c.Severity)
	var all []chat.Promise
	for _, p := range []struct {
		what chat.PromiseKind
		in   time.Duration
	}{{chat.PromiseFirstReply, targets.FirstReply}, {chat.PromiseSolution, targets.Solution}} {
		due, ok := team.Hours.AddStaffed(e.At, p.in)
		remind, _ := team.Hours.AddStaffed(e.At, p.in/(remindShare+1)*remindShare)
		if p.in > 0 && ok && news(c, p.what, due) {
			all = append(all, chat.Promise{What: p.what, Due: due.UnixMilli(), Remind: remind.UnixMilli()})
		}
	}
	return all
}

// news reports whether a promise changes what the customer was promised before.
func news(c chat.Case, what chat.PromiseKind, due time.Time) bool {
	for _, k := range c.Clocks {
		if k.What == what && k.Met.IsZero() && !due.Before(k.Due) {
			return false
		}
	}
	return true
}
