package handoff

import (
	"os"
	"strings"
	"testing"

	"yiwen/bot/chat"
)

func allMoves() []Move {
	return []Move{
		Speak, Answer, Ask, Cancel, Offer, Accept, Decline, Lapse, Assign, Reply, Note, Whisper, Transfer, Snooze, Wake,
		Return, Silence, Close, Expire, Vanish, Rate, Raise, Vow, Alert, File,
		Recall, Invite, Leave, Attend, Fill, Vote, News,
	}
}

func allStates() []chat.State {
	return []chat.State{
		"", chat.StateBot, chat.StateWaiting, chat.StateOffered, chat.StateAssigned, chat.StateSnoozed, chat.StateClosed,
	}
}

// documented reads the state table in the doc comment of Next: a row for each
// move, a cell for each state.
func documented(t *testing.T) map[Move][]string {
	t.Helper()
	b, err := os.ReadFile("state.go")
	if err != nil {
		t.Fatal(err)
	}
	table := map[Move][]string{}
	for line := range strings.Lines(string(b)) {
		cells := strings.Fields(strings.TrimPrefix(line, "//\t"))
		if strings.HasPrefix(line, "//\t") && len(cells) == 1+len(allStates()) && cells[0] != "move" {
			table[Move(cells[0])] = cells[1:]
		}
	}
	return table
}

// TestNextEveryPair holds every (state, move) pair against the documented table,
// which names every move.
func TestNextEveryPair(t *testing.T) {
	table := documented(t)
	if len(table) != len(allMoves()) {
		t.Errorf("the table has %d rows for %d moves", len(table), len(allMoves()))
	}
	for _, m := range allMoves() {
		row, ok := table[m]
		if !ok {
			t.Errorf("%s is not in the table", m)
			continue
		}
		for i, s := range allStates() {
			want, possible := chat.State(row[i]), row[i] != "-"
			if !possible {
				want = s
			}
			if got, ok := Next(s, m); ok != possible || got != want {
				t.Errorf("Next(%q, %s) = %q, %v; the table says %q, %v", s, m, got, ok, want, possible)
			}
		}
	}
}

func TestNextOfOtherPrograms(t *testing.T) {
	for _, tc := range []struct {
		s chat.State
		m Move
	}{{"ticketed", Speak}, {"wander", Accept}, {chat.StateBot, "dance"}, {chat.StateBot, ""}} {
		if got, ok := Next(tc.s, tc.m); ok || got != tc.s {
			t.Errorf("Next(%q, %q) = %q, %v", tc.s, tc.m, got, ok)
		}
	}
}

// TestNobodyIsStuck: from every state some person can end the case, and every
// wait and every ownership can end without the agent doing anything.
func TestNobodyIsStuck(t *testing.T) {
	for s, m := range map[chat.State]Move{
		chat.StateBot: Expire, chat.StateWaiting: Cancel, chat.StateOffered: Lapse, chat.StateAssigned: Vanish, chat.StateSnoozed: Speak, chat.StateClosed: Speak,
	} {
		if to, ok := Next(s, m); !ok || to == s {
			t.Errorf("nothing but an agent's doing leads out of %s", s)
		}
	}
}
