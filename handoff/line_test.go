package handoff

import (
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"yiwen/bot/chat"
)

// waiting is a case in the line, made as Fold makes it.
func waiting(id chat.ConversationID, since time.Time, b ...chat.Bonus) chat.Conversation {
	return chat.Conversation{ID: id, Case: chat.Case{
		State: chat.StateWaiting, WaitingSince: since, Bonuses: b, LineAt: LineAt(since, b),
	}}
}

func drawWaiting(t *rapid.T) chat.Conversation {
	kinds := []chat.BonusKind{
		chat.BonusUrgent, chat.BonusSeverity, chat.BonusMood, chat.BonusVIP, chat.BonusLoyal, chat.BonusRequeued, chat.BonusTransferred, chat.BonusOverdue,
	}
	var b []chat.Bonus
	for _, k := range rapid.SliceOfNDistinct(rapid.SampledFrom(kinds), 0, len(kinds), rapid.ID).Draw(t, "kinds") {
		b = append(b, chat.Bonus{Why: k, Minutes: rapid.IntRange(-10, 1000).Draw(t, "minutes")})
	}
	since := start().Add(time.Duration(rapid.IntRange(0, 300).Draw(t, "since")) * time.Minute)
	return waiting(chat.ConversationID(rapid.StringMatching(`[a-c]{2}`).Draw(t, "id")), since, b...)
}

func score(c chat.Case, now time.Time) int {
	n := 0
	for _, p := range Explain(c, now) {
		n += p.Minutes
	}
	return n
}

// TestLineIsTheScore: at any time, a case is before another exactly if its
// explained score is higher, or equal and its id is smaller.
func TestLineIsTheScore(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		a, b := drawWaiting(t), drawWaiting(t)
		now := start().Add(300*time.Minute + time.Duration(rapid.IntRange(0, 10000).Draw(t, "now"))*time.Minute)
		x, y := score(a.Case, now), score(b.Case, now)
		if want := x > y || x == y && a.ID < b.ID; Less(a, b) != want {
			t.Fatalf("scores %d and %d at %v, before = %v", x, y, now, Less(a, b))
		}
	})
}

// TestNobodyStarves: whoever has no bonus is before everybody who comes more
// than the greatest bonus later, whatever these have.
func TestNobodyStarves(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		plain := waiting("z", start().Add(time.Duration(rapid.IntRange(0, 100).Draw(t, "since"))*time.Minute))
		other := drawWaiting(t)
		if later := other.Case.WaitingSince.Sub(plain.Case.WaitingSince); later > maxBonus*time.Minute && !Less(plain, other) {
			t.Fatalf("came %v later and stands before who has no bonus: %v", later, other.Case.Bonuses)
		}
	})
	if n := total(Bonuses(Facts{true, chat.SeverityUrgent, chat.MoodHandoff, true, true, true, true, true})); n != maxBonus {
		t.Errorf("all bonuses together are %d minutes, want the bound %d", n, maxBonus)
	}
}

func TestLessIsTotal(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		line := rapid.SliceOfNDistinct(rapid.Custom(drawWaiting), 0, 8, func(c chat.Conversation) chat.ConversationID { return c.ID }).Draw(t, "line")
		slices.SortFunc(line, func(a, b chat.Conversation) int {
			if Less(a, b) {
				return -1
			}
			return 1
		})
		for i, a := range line {
			for j, b := range line {
				if Less(a, b) != (i < j) {
					t.Fatalf("Less(%s, %s) = %v", a.ID, b.ID, i >= j)
				}
			}
		}
	})
}

// TestLessOfOldRows: rows without a key stand as they did before there were keys.
func TestLessOfOldRows(t *testing.T) {
	old := func(id chat.ConversationID, since time.Duration, requeued bool) chat.Conversation {
		return chat.Conversation{ID: id, Case: chat.Case{State: chat.StateWaiting, WaitingSince: start().Add(since), Requeued: requeued}}
	}
	line := []chat.Conversation{
		old("d", 10*time.Minute, true), old("e", 20*time.Minute, true),
		old("c", 0, false), old("a", time.Minute, false), old("b", time.Minute, false),
	}
	for i, a := range line {
		for j, b := range line {
			if got := Less(a, b); got != (i < j) {
				t.Errorf("Less(%s, %s) = %v", a.ID, b.ID, got)
			}
		}
	}
}

func TestExplain(t *testing.T) {
	c := waiting("a", start(), Bonuses(Facts{Urgent: true, Severity: chat.SeverityUrgent, Mood: chat.MoodHandoff, VIP: true, Transferred: true})...)
	want := []Part{{"已等待", 7}, {"绿色通道", 45}, {"转接", 20}, {"问题严重", 20}, {"情绪不满", 10}, {"重要客户", 5}, {"优先上限", -10}}
	if d := cmp.Diff(want, Explain(c.Case, start().Add(7*time.Minute+50*time.Second))); d != "" {
		t.Errorf("(-want +got):\n%s", d)
	}
	if d := cmp.Diff([]Part{{"已等待", 0}}, Explain(waiting("a", start()).Case, start().Add(-time.Hour))); d != "" {
		t.Errorf("before it began (-want +got):\n%s", d)
	}
}

// TestFactsOf: what gave a case its bonuses is read from it again.
func TestFactsOf(t *testing.T) {
	f := Facts{Urgent: true, Severity: chat.SeverityHigh, Mood: chat.MoodUneasy, VIP: true, Loyal: true, Transferred: true, Overdue: true}
	c := chat.Case{
		Severity: f.Severity, Brief: chat.Brief{Mood: f.Mood}, Bonuses: Bonuses(f),
		Clocks: []chat.Clock{{What: chat.PromiseFirstReply, Breached: true}},
	}
	if d := cmp.Diff(f, FactsOf(c)); d != "" {
		t.Errorf("(-want +got):\n%s", d)
	}
}
