package handoff

import (
	"slices"
	"time"

	"yiwen/bot/chat"
)

// Alarms returns the alarms that promises of c are due for at that time: of each
// promise at most one, the breach where the reminder was missed too.
func Alarms(c chat.Case, now time.Time) []chat.Alarm {
	if !Queued(c.State) && !Owned(c.State) {
		return nil
	}
	var due []chat.Alarm
	for _, k := range c.Clocks {
		at, step := k.Next()
		if at.IsZero() || now.Before(at) {
			continue
		}
		if !now.Before(k.Due) {
			step = chat.AlarmBreach
		}
		due = append(due, chat.Alarm{What: k.What, Step: step})
	}
	return due
}

// promise starts a clock. A clock of that kind that still runs keeps the earlier
// of both times.
func promise(k *chat.Case, at time.Time, p chat.Promise) {
	c := chat.Clock{What: p.What, Due: instant(p.Due), Remind: instant(p.Remind)}
	if p.What == chat.PromiseOwn {
		c.Made = at
	}
	k.Clocks = slices.Clone(k.Clocks)
	i := slices.IndexFunc(k.Clocks, func(o chat.Clock) bool { return o.What == p.What })
	switch {
	case i < 0:
		k.Clocks = append(k.Clocks, c)
	case !k.Clocks[i].Met.IsZero() || c.Due.Before(k.Clocks[i].Due):
		k.Clocks[i] = c
	}
}

const (
	// breath is how long after his own promise an agent's words still belong to it
	// (10分钟后回复您 and then 请您稍等), or the share of its time where that is less.
	breath      = time.Minute
	breathShare = 5
)

// fresh reports that c was promised in the same breath as what is said at that time.
func fresh(c chat.Clock, at time.Time) bool {
	return !c.Made.IsZero() && at.Sub(c.Made) < min(breath, c.Due.Sub(c.Made)/breathShare)
}

// meet stops the clocks of those kinds that still run; a promise just made is not
// met by the sentence behind it.
func meet(k *chat.Case, at time.Time, kinds ...chat.PromiseKind) {
	k.Clocks = slices.Clone(k.Clocks)
	for i, c := range k.Clocks {
		if c.Met.IsZero() && slices.Contains(kinds, c.What) && !fresh(c, at) {
			k.Clocks[i].Met = at
		}
	}
}

// letGo drops the promises that nobody can keep or break any more, as the case is
// over. What was kept or broken stays.
func letGo(k *chat.Case) {
	k.Clocks = slices.DeleteFunc(slices.Clone(k.Clocks), func(c chat.Clock) bool { return c.Met.IsZero() && !c.Breached })
}

func alarm(k *chat.Case, p chat.Alarm) {
	k.Clocks = slices.Clone(k.Clocks)
	for i := range k.Clocks {
		if c := &k.Clocks[i]; c.What == p.What {
			c.Reminded = true
			c.Breached = c.Breached || p.Step == chat.AlarmBreach
		}
	}
}

// dueAt is the earliest time at which something stored in k is due: an offer, a
// snooze, a promise. What depends on settings is Due's to say.
func dueAt(k chat.Case) time.Time {
	var at time.Time
	earliest := func(t time.Time) {
		if !t.IsZero() && (at.IsZero() || t.Before(at)) {
			at = t
		}
	}
	earliest(k.Offer.Until)
	earliest(k.SnoozedUntil)
	if Queued(k.State) || Owned(k.State) {
		for _, c := range k.Clocks {
			t, _ := c.Next()
			earliest(t)
		}
	}
	return at
}

// Limits are the settings that due times depend on; 0 = never.
type Limits struct {
	Silence    time.Duration // an owner owes a word for so long: the bot takes over
	BotIdle    time.Duration // nothing was said in a case of the bot for so long: it ends
	PersonIdle time.Duration // the same in a case of an agent who had the last word
}

// DefaultLimits are limits that suit a shop. Silence is thrice the promised
// first reply of five minutes: a breach is told first.
func DefaultLimits() Limits {
	return Limits{Silence: 15 * time.Minute, BotIdle: 2 * time.Hour, PersonIdle: time.Hour}
}

// Due returns the moves of the clock that c is due for at that time, in the
// order in which to make them. Each is one that Check then allows the system;
// after one is made the others are to be asked for again.
func (l Limits) Due(c chat.Case, now time.Time) []Move {
	var moves []Move
	past := func(at time.Time, after time.Duration) bool {
		return !at.IsZero() && !now.Before(at.Add(after))
	}
	limited := func(at time.Time, after time.Duration) bool { return after > 0 && past(at, after) }
	if c.State == chat.StateOffered && past(c.Offer.Until, 0) {
		moves = append(moves, Lapse)
	}
	if c.State == chat.StateSnoozed && past(c.SnoozedUntil, 0) {
		moves = append(moves, Wake)
	}
	if len(Alarms(c, now)) > 0 {
		moves = append(moves, Alert)
	}
	switch {
	case c.State == chat.StateAssigned && limited(c.SilentSince, l.Silence):
		moves = append(moves, Silence)
	case c.State == chat.StateAssigned && c.SilentSince.IsZero() && limited(c.ActiveAt, l.PersonIdle),
		c.State == chat.StateBot && limited(c.ActiveAt, l.BotIdle):
		moves = append(moves, Expire)
	}
	return moves
}
