package handoff

import (
	"time"

	"yiwen/bot/chat"
)

// maxBonus bounds how many minutes all bonuses of a case count for together. It
// is the price that a customer without any pays at most: he comes before
// everybody who joins the line so much later.
const maxBonus = 90

// requeuedMinutes is what a vanished agent counts for: the case had its turn
// already, and stands before nearly everybody.
const requeuedMinutes = 60

// LineAt is the key of the line: since when a case would have to wait to stand
// where it does without its bonuses. All keys grow old alike, so sorting by key
// is sorting by score at any time (score = now - key), the key needs no
// refreshing, and whoever waits comes to the head.
func LineAt(since time.Time, bonuses []chat.Bonus) time.Time {
	return since.Add(-time.Duration(total(bonuses)) * time.Minute)
}

// total is what bonuses count for together, in minutes: at least 0, at most maxBonus.
func total(bonuses []chat.Bonus) int {
	n := 0
	for _, b := range bonuses {
		n += max(0, min(b.Minutes, maxBonus))
	}
	return min(n, maxBonus)
}

// Less is the order of the waiting line: by key, then by id so that the order is
// total.
func Less(a, b chat.Conversation) bool {
	x, y := key(a.Case), key(b.Case)
	if !x.Equal(y) {
		return x.Before(y)
	}
	return a.ID < b.ID
}

// key is LineAt of a case, also of one that was stored before the line had keys.
func key(c chat.Case) time.Time {
	if !c.LineAt.IsZero() {
		return c.LineAt
	}
	if c.Requeued {
		return LineAt(c.WaitingSince, requeued(nil, nil))
	}
	return c.WaitingSince
}

// requeued returns the bonuses of a case whose agent vanished: those given, or
// where none are, those it had and the one for that.
func requeued(had, given []chat.Bonus) []chat.Bonus {
	if len(given) > 0 {
		return given
	}
	var now []chat.Bonus
	for _, b := range had {
		if b.Why != chat.BonusRequeued {
			now = append(now, b)
		}
	}
	return append(now, chat.Bonus{Why: chat.BonusRequeued, Minutes: requeuedMinutes})
}

// Facts are what bonuses are given for.
type Facts struct {
	Urgent      bool // the urgent lane: theft, fraud, risk
	Severity    chat.Severity
	Mood        chat.MoodLabel
	VIP         bool
	Loyal       bool
	Requeued    bool
	Transferred bool
	Overdue     bool
}

// FactsOf are the facts that c itself knows, for when its bonuses are to be
// worked out anew. What came from outside (the lane, the customer) stays as it
// was given.
func FactsOf(c chat.Case) Facts {
	f := Facts{Severity: c.Severity, Mood: c.Brief.Mood, Requeued: c.Requeued}
	for _, b := range c.Bonuses {
		switch b.Why {
		case chat.BonusUrgent:
			f.Urgent = true
		case chat.BonusVIP:
			f.VIP = true
		case chat.BonusLoyal:
			f.Loyal = true
		case chat.BonusTransferred:
			f.Transferred = true
		}
	}
	for _, k := range c.Clocks {
		f.Overdue = f.Overdue || k.Breached && k.Met.IsZero()
	}
	return f
}

// Bonuses returns what f counts for. The minutes are a judgement, not a
// measurement: theft loses money by the minute, a transferred customer has told
// his story once already, and none of them may make anybody wait who has waited
// an hour and a half.
func Bonuses(f Facts) []chat.Bonus {
	var all []chat.Bonus
	add := func(holds bool, why chat.BonusKind, minutes int) {
		if holds {
			all = append(all, chat.Bonus{Why: why, Minutes: minutes})
		}
	}
	add(f.Urgent, chat.BonusUrgent, 45)
	add(f.Requeued, chat.BonusRequeued, requeuedMinutes)
	add(f.Transferred, chat.BonusTransferred, 20)
	add(f.Severity == chat.SeverityUrgent, chat.BonusSeverity, 20)
	add(f.Severity == chat.SeverityHigh, chat.BonusSeverity, 10)
	add(f.Mood == chat.MoodHandoff, chat.BonusMood, 10)
	add(f.Mood == chat.MoodUneasy, chat.BonusMood, 3)
	add(f.Overdue, chat.BonusOverdue, 10)
	add(f.VIP, chat.BonusVIP, 5)
	add(f.Loyal, chat.BonusLoyal, 3)
	return all
}

// Part is one reason for a case's place in the line.
type Part struct {
	Name    string // Chinese, for the desk
	Minutes int    // of waiting that it counts for; below 0 where a bound takes some back
}

// Explain returns the score of a waiting case, part by part: the minutes it
// waited, each bonus, and what the bound takes back. Their sum is the score.
func Explain(c chat.Case, now time.Time) []Part {
	waited := max(0, int(now.Sub(c.WaitingSince)/time.Minute))
	parts := []Part{{"已等待", waited}}
	sum := 0
	for _, b := range c.Bonuses {
		n := max(0, min(b.Minutes, maxBonus))
		parts = append(parts, Part{bonusName(b.Why), n})
		sum += n
	}
	if sum > maxBonus {
		parts = append(parts, Part{"优先上限", maxBonus - sum})
	}
	return parts
}

func bonusName(k chat.BonusKind) string {
	switch k {
	case chat.BonusUrgent:
		return "绿色通道"
	case chat.BonusSeverity:
		return "问题严重"
	case chat.BonusMood:
		return "情绪不满"
	case chat.BonusVIP:
		return "重要客户"
	case chat.BonusLoyal:
		return "老客户"
	case chat.BonusRequeued:
		return "坐席离线退回"
	case chat.BonusTransferred:
		return "转接"
	case chat.BonusOverdue:
		return "承诺超时"
	}
	return "其他"
}
