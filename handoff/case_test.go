package handoff

import (
	"math/rand/v2"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"yiwen/bot/chat"
	"yiwen/bot/fault"
)

var (
	moves  = []Move{Speak, Ask, Cancel, Accept, Reply, Note, Return, Close, Vanish, Rate}
	states = []chat.State{"", chat.StateBot, chat.StateWaiting, chat.StateAssigned, chat.StateClosed}
)

// TestNextEveryPair decides every (state, move) pair; what is not named here
// must be refused.
func TestNextEveryPair(t *testing.T) {
	const bot, waiting, assigned, closed = chat.StateBot, chat.StateWaiting, chat.StateAssigned, chat.StateClosed
	want := map[chat.State]map[Move]chat.State{
		"":       {Speak: bot, Ask: waiting},
		bot:      {Speak: bot, Ask: waiting},
		waiting:  {Speak: waiting, Cancel: bot, Accept: assigned, Note: waiting},
		assigned: {Speak: assigned, Reply: assigned, Note: assigned, Return: bot, Close: closed, Vanish: waiting},
		closed:   {Speak: bot, Ask: waiting, Rate: closed},
	}
	for _, s := range states {
		for _, m := range moves {
			got, ok := Next(s, m)
			next, possible := want[s][m]
			if ok != possible {
				t.Errorf("Next(%q, %s): possible = %v, want %v", s, m, ok, possible)
			} else if ok && got != next {
				t.Errorf("Next(%q, %s) = %q, want %q", s, m, got, next)
			} else if !ok && got != s {
				t.Errorf("Next(%q, %s) refused, but moved to %q", s, m, got)
			}
		}
	}
}

func TestCheckNamesTheOwner(t *testing.T) {
	c := chat.Case{Number: 1, State: chat.StateAssigned, Agent: "a1", AgentName: "小林"}
	other := chat.Actor{Kind: chat.Agent, ID: "a2", Name: "小周"}
	for _, tc := range []struct {
		name  string
		move  Move
		actor chat.Actor
		kind  fault.Kind
		text  string
	}{
		{"second accept is told who won", Accept, other, fault.Conflict, "该会话已由小林接入"},
		{"accept again is told so", Accept, chat.Actor{Kind: chat.Agent, ID: "a1"}, fault.Conflict, "您已接入该会话"},
		{"another agent may not reply", Reply, other, fault.Denied, "该会话由小林负责"},
		{"another agent may not close", Close, other, fault.Denied, "该会话由小林负责"},
		{"a customer may not accept", Accept, chat.Actor{Kind: chat.Customer}, fault.Denied, "无权进行此操作"},
		{"a customer may not vanish an agent", Vanish, chat.Actor{Kind: chat.Customer}, fault.Denied, "无权进行此操作"},
		{"asking under a human", Ask, chat.Actor{Kind: chat.Customer}, fault.Conflict, "人工客服小林正在为您服务"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			err := Check(c, tc.move, tc.actor)
			if !fault.Is(err, tc.kind) || fault.Text(err, "") != tc.text {
				t.Errorf("Check = %v (%s), want %s %q", err, fault.KindOf(err), tc.kind, tc.text)
			}
		})
	}
	if err := Check(c, Note, other); err != nil {
		t.Errorf("a colleague's note: %v", err)
	}
	rated := chat.Case{Number: 1, State: chat.StateClosed, Rating: &chat.Rated{Stars: 5}}
	if err := Check(rated, Rate, chat.Actor{Kind: chat.Customer}); !fault.Is(err, fault.Conflict) {
		t.Errorf("second rating: %v", err)
	}
}

// TestFoldKeepsOneOwner drives random moves and checks after each that the case
// has exactly one owner and that the state is the one the table says.
func TestFoldKeepsOneOwner(t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 2))
	actors := map[Move]chat.Actor{
		Speak: {Kind: chat.Customer}, Ask: {Kind: chat.Bot}, Cancel: {Kind: chat.Customer},
		Accept: {Kind: chat.Agent, ID: "a1", Name: "小林"}, Reply: {Kind: chat.Agent, ID: "a1", Name: "小林"},
		Note: {Kind: chat.Agent, ID: "a2"}, Return: {Kind: chat.Agent, ID: "a1"}, Close: {Kind: chat.Agent, ID: "a1"},
		Vanish: {Kind: chat.System}, Rate: {Kind: chat.Customer},
	}
	payloads := map[Move]chat.Payload{
		Speak: chat.Message{Text: "在吗"}, Ask: chat.Handoff{Reason: chat.ReasonAsked}, Cancel: chat.Returned{},
		Accept: chat.Assigned{Agent: "小林", AgentID: "a1"}, Reply: chat.Message{Text: "您好"}, Note: chat.Note{Text: "记一笔"},
		Return: chat.Returned{}, Close: chat.Closed{By: chat.Agent},
		Vanish: chat.Handoff{Reason: chat.ReasonAgentGone}, Rate: chat.Rated{Stars: 4},
	}
	var c chat.Conversation
	at := time.Unix(1700000000, 0).UTC()
	for range 20000 {
		m := moves[rng.IntN(len(moves))]
		if Check(c.Case, m, actors[m]) != nil {
			continue
		}
		want, _ := Next(c.Case.State, m)
		at = at.Add(time.Second)
		number := c.Case.Number
		c = Fold(c, chat.Event{Seq: c.Seq + 1, At: at, From: actors[m], Payload: payloads[m]})
		k := c.Case
		if k.State != want {
			t.Fatalf("%s led to %q, the table says %q", m, k.State, want)
		}
		if (k.State == chat.StateAssigned) != (k.Agent != "") {
			t.Fatalf("after %s: state %q with owner %q", m, k.State, k.Agent)
		}
		if (k.State == chat.StateWaiting) && k.WaitingSince.IsZero() {
			t.Fatalf("after %s: waiting since never", m)
		}
		if k.Number < number || k.Number > number+1 {
			t.Fatalf("after %s: case %d became %d", m, number, k.Number)
		}
	}
	if c.Case.Number < 100 {
		t.Errorf("only %d cases were opened: the walk is stuck", c.Case.Number)
	}
}

func TestFoldVanishedGoesToTheHead(t *testing.T) {
	at := time.Unix(1700000000, 0).UTC()
	early := chat.Conversation{ID: "b", Case: chat.Case{Number: 1, State: chat.StateWaiting, WaitingSince: at}}
	gone := chat.Conversation{ID: "a", Case: chat.Case{Number: 1, State: chat.StateAssigned, Agent: "a1", AgentName: "小林", Reason: chat.ReasonMood}}
	gone = Fold(gone, chat.Event{Seq: 5, At: at.Add(time.Hour), Payload: chat.Handoff{Reason: chat.ReasonAgentGone}})
	if !Less(gone, early) || Less(early, gone) {
		t.Error("a case whose agent vanished must come before one that waits longer")
	}
	if gone.Case.Reason != chat.ReasonMood {
		t.Errorf("reason = %q, want the one that brought it here", gone.Case.Reason)
	}
}

func TestFoldNewCaseForgetsTheOld(t *testing.T) {
	at := time.Unix(1700000000, 0).UTC()
	old := chat.Conversation{ID: "a", Seq: 9, Case: chat.Case{
		Number: 3, State: chat.StateClosed, Reason: chat.ReasonMood, Rating: &chat.Rated{Stars: 1},
		Brief: chat.Brief{Mood: chat.MoodHandoff, Evidence: []string{"骗子"}},
	}}
	got := Fold(old, chat.Event{Seq: 10, At: at, From: chat.Actor{Kind: chat.Customer}, Payload: chat.Message{Text: "你好"}})
	want := chat.Conversation{ID: "a", Seq: 10, Case: chat.Case{
		Number: 4, State: chat.StateBot, OpenedAt: at,
		Brief: chat.Brief{Asked: "你好", Last: "你好", LastFrom: chat.Customer, LastAt: at.UnixMilli()},
	}}
	if d := cmp.Diff(want, got); d != "" {
		t.Errorf("new case (-want +got):\n%s", d)
	}
}

// TestLessIsTheOrderOfTheLine puts every pair of a line in its order.
func TestLessIsTheOrderOfTheLine(t *testing.T) {
	at := time.Unix(1700000000, 0).UTC()
	one := func(id chat.ConversationID, since time.Duration, requeued bool) chat.Conversation {
		return chat.Conversation{ID: id, Case: chat.Case{State: chat.StateWaiting, WaitingSince: at.Add(since), Requeued: requeued}}
	}
	line := []chat.Conversation{
		one("d", time.Hour, true), one("e", 2*time.Hour, true),
		one("c", 0, false), one("a", time.Minute, false), one("b", time.Minute, false),
	}
	for i, a := range line {
		for j, b := range line {
			if got := Less(a, b); got != (i < j) {
				t.Errorf("Less(%s, %s) = %v", a.ID, b.ID, got)
			}
		}
	}
}

// TestFoldKeepsWhyForTheDesk: score and evidence come with the handoff.
func TestFoldKeepsWhyForTheDesk(t *testing.T) {
	c := Fold(chat.Conversation{}, chat.Event{Seq: 1, At: time.Unix(1700000000, 0), From: chat.Actor{Kind: chat.Bot}, Payload: chat.Handoff{
		Reason: chat.ReasonMood, Team: "trade", Mood: chat.MoodHandoff,
		Detail: &chat.HandoffDetail{Score: 0.9, Evidence: []string{"骗子"}},
	}})
	k := c.Case
	if k.State != chat.StateWaiting || k.Team != "trade" || k.Brief.Score != 0.9 || len(k.Brief.Evidence) != 1 {
		t.Errorf("case = %+v", k)
	}
	c = Fold(c, chat.Event{Seq: 2, At: time.Unix(1700000001, 0), From: chat.Actor{Kind: chat.Customer}, Payload: chat.Returned{}})
	if d := cmp.Diff(chat.Brief{}, c.Case.Brief); d != "" {
		t.Errorf("after leaving the line (-want +got):\n%s", d)
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
