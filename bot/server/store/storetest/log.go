package storetest

import (
	"bytes"
	"context"
	"math"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"yiwen/bot"
	"yiwen/bot/chat"
	"yiwen/bot/fault"
)

func logTests() []namedTest {
	return []namedTest{
		{"WhatIsAppendedIsReadBack", readBack},
		{"EveryPayloadSurvives", everyPayload},
		{"UnknownConversationIsNotFound", unknownConversation},
		{"OldStateIsConflict", oldState},
		{"KnownClientIDIsConflictAndChangesNothing", knownClientID},
		{"ClientIDsAreOfTheirSenderAndConversation", clientIDScope},
		{"SecondConversationOfAVisitorIsConflict", secondConversation},
		{"EventsComeInPages", pages},
		{"CaseIsLoadedAsItWasAppended", caseRow},
		{"HolesAndNonsenseAreInvalid", invalidTurns},
		{"CallerMayChangeWhatItRead", callerMayChange},
	}
}

func readBack(t *testing.T, s Store) {
	ctx, k := context.Background(), newTalk()
	first := k.turn("c1", "充值了100块到现在还没到账 🎮")
	first.Memory = []byte(`{"unresolved":1}`)
	k.put(t, s, first)
	second := k.turn("c2", "\"引号\" <b>&\u2028 \\")
	second.Events[1].At = Now().Add(1500 * time.Microsecond).In(time.FixedZone("CST", 8*3600))
	k.put(t, s, second)

	state, memory, err := s.Load(ctx, k.state.ID)
	check(t, err)
	if d := cmp.Diff(k.state, state); d != "" {
		t.Errorf("state (-want +got):\n%s", d)
	}
	if !bytes.Equal(memory, k.memory) {
		t.Errorf("memory %q, want %q", memory, k.memory)
	}
	want := append(append([]chat.Event{}, first.Events...), second.Events...)
	want[3].At = Now().Add(time.Millisecond) // whole milliseconds, UTC
	for _, after := range []chat.Seq{0, 1, 3} {
		got, err := s.Events(ctx, k.state.ID, after, 10)
		check(t, err)
		if d := cmp.Diff(want[after:], got); d != "" {
			t.Errorf("events after %d (-want +got):\n%s", after, d)
		}
	}
}

func everyPayload(t *testing.T, s Store) {
	ctx, k, solved := context.Background(), newTalk(), false
	k.put(t, s, k.turn("c1", "你好"))
	payloads := []chat.Payload{
		chat.Message{Text: "第一个", Re: 2, Choice: "a"},
		chat.Handoff{Reason: chat.ReasonMood, Team: "trade", Mood: chat.MoodHandoff,
			Detail: &chat.HandoffDetail{Rule: "r", Score: 0.9, Evidence: []string{"骗子"}}},
		chat.Assigned{Agent: "小陈", AgentID: "agent1"}, chat.Returned{}, chat.Note{Text: "老客户"},
		chat.Closed{By: chat.Agent, Summary: chat.Summary{Text: "已补发"}}, chat.Rated{Stars: 5, Solved: &solved, Reasons: []string{"快"}, Text: "谢谢"},
	}
	turn := k.turn("", "")
	template := turn.Events[0]
	turn.Events = nil
	for i, p := range payloads {
		e := template
		e.Seq, e.Payload = template.Seq+chat.Seq(i), p
		turn.Events = append(turn.Events, e)
	}
	turn.Conversation.Seq = turn.Expect + chat.Seq(len(payloads))
	k.put(t, s, turn)
	got, err := s.Events(ctx, k.state.ID, turn.Expect, 100)
	check(t, err)
	if d := cmp.Diff(turn.Events, got); d != "" {
		t.Errorf("events (-want +got):\n%s", d)
	}
}

func unknownConversation(t *testing.T, s Store) {
	ctx, id := context.Background(), chat.NewConversationID()
	_, _, err := s.Load(ctx, id)
	wantKind(t, err, fault.NotFound)
	events, err := s.Events(ctx, id, 0, 10)
	check(t, err)
	seq, err := s.Acknowledged(ctx, id, "customer", "c1")
	check(t, err)
	if len(events) != 0 || seq != 0 {
		t.Errorf("got %d events and seq %d of a conversation that does not exist", len(events), seq)
	}
	k := newTalk()
	k.state.Seq = 4
	wantKind(t, s.Append(ctx, k.turn("c1", "喂")), fault.Conflict)
}

func oldState(t *testing.T, s Store) {
	ctx, k := context.Background(), newTalk()
	k.put(t, s, k.turn("c1", "一"))
	loser := k.turn("c3", "三")
	k.put(t, s, k.turn("c2", "二"))
	wantKind(t, s.Append(ctx, loser), fault.Conflict)
	loser.CaseChanged = true
	wantKind(t, s.Append(ctx, loser), fault.Conflict)
	untouched(t, s, k)
}

func knownClientID(t *testing.T, s Store) {
	ctx, k := context.Background(), newTalk()
	k.put(t, s, k.turn("c1", "一"))
	again := k.turn("c1", "一")
	again.CaseChanged = true
	again.Conversation.Case.State = chat.StateWaiting
	wantKind(t, s.Append(ctx, again), fault.Conflict)
	untouched(t, s, k)
	for sender, want := range map[string]chat.Seq{"customer": 1, "bot": 0, "agent:agent1": 0} {
		got, err := s.Acknowledged(ctx, k.state.ID, sender, "c1")
		check(t, err)
		if got != want {
			t.Errorf("%s's c1 is acknowledged under %d, want %d", sender, got, want)
		}
	}
}

// untouched fails unless the log is exactly where k left it.
func untouched(t *testing.T, s Store, k *talk) {
	t.Helper()
	state, _, err := s.Load(context.Background(), k.state.ID)
	check(t, err)
	if d := cmp.Diff(k.state, state); d != "" {
		t.Errorf("state after a refused turn (-want +got):\n%s", d)
	}
	events, err := s.Events(context.Background(), k.state.ID, 0, 1000)
	check(t, err)
	if len(events) != int(k.state.Seq) {
		t.Errorf("%d events after a refused turn, want %d", len(events), k.state.Seq)
	}
}

func clientIDScope(t *testing.T, s Store) {
	a, b := newTalk(), newTalk()
	a.put(t, s, a.turn("c1", "一"))
	b.put(t, s, b.turn("c1", "一"))
	for _, agent := range []string{"agent1", "agent2"} {
		turn := a.turn("c1", "您好")
		turn.Events[0].From = chat.Actor{Kind: chat.Agent, ID: agent, Name: "客服"}
		a.put(t, s, turn)
		seq, err := s.Acknowledged(context.Background(), a.state.ID, "agent:"+agent, "c1")
		check(t, err)
		if seq != turn.Expect+1 {
			t.Errorf("%s's c1 is acknowledged under %d, want %d", agent, seq, turn.Expect+1)
		}
	}
}

func secondConversation(t *testing.T, s Store) {
	a, b := newTalk(), newTalk()
	a.put(t, s, a.turn("c1", "一"))
	b.state.Visitor = a.state.Visitor
	wantKind(t, s.Append(context.Background(), b.turn("c1", "一")), fault.Conflict)
	_, _, err := s.Load(context.Background(), b.state.ID)
	wantKind(t, err, fault.NotFound)
	b.state.Site = "other"
	b.put(t, s, b.turn("c1", "一"))
}

func pages(t *testing.T, s Store) {
	ctx, k := context.Background(), newTalk()
	for range 30 {
		k.put(t, s, k.turn("", "嗯"))
	}
	for _, c := range []struct {
		after       chat.Seq
		limit, want int
	}{{0, 1000, 60}, {0, 7, 7}, {10, 7, 7}, {55, 7, 5}, {58, 1, 1}, {60, 7, 0}, {61, 7, 0}, {1 << 62, 7, 0}, {-5, 7, 7}, {0, 0, 0}, {59, -1, 0}, {58, int(^uint(0) >> 1), 2}} {
		got, err := s.Events(ctx, k.state.ID, c.after, c.limit)
		check(t, err)
		if len(got) != c.want {
			t.Errorf("%d events after %d at most %d, want %d", len(got), c.after, c.limit, c.want)
		}
		for i, e := range got {
			if e.Seq != max(c.after, 0)+1+chat.Seq(i) {
				t.Errorf("event %d after %d has seq %d", i, c.after, e.Seq)
			}
		}
	}
}

func caseRow(t *testing.T, s Store) {
	k, solved := newTalk(), true
	k.put(t, s, k.turn("c1", "一"))
	k.change(t, s, chat.Rated{Stars: 4}, func(c *chat.Case) {
		*c = chat.Case{Number: 1, State: chat.StateClosed, Reason: chat.ReasonMood, Team: "trade", Agent: "agent1", AgentName: "小陈",
			OpenedAt: Now(), WaitingSince: Now().Add(1), Requeued: true, AssignedAt: Now(), ClosedAt: Now(),
			Rating: &chat.Rated{Stars: 4, Solved: &solved, Reasons: []string{"慢"}, Text: "还行"},
			Brief: chat.Brief{Mood: chat.MoodHandoff, Score: 0.75, Evidence: []string{"骗子"}, Question: "退钱", Last: "退钱",
				Entities: []chat.Entity{{Name: "amount", Text: "一百", Value: "100", Start: 1, End: 3}}, LastFrom: chat.Customer, LastAt: 5}}
		c.WaitingSince = Now()
	})
	untouched(t, s, k)
	next := k.turn("c2", "又来了") // a new case, not announced
	next.Conversation.Case = chat.Case{Number: 2, State: chat.StateBot, OpenedAt: Now()}
	k.put(t, s, next)
	untouched(t, s, k)
	quiet := k.turn("c3", "在吗") // changes no list, but what the case knows
	quiet.Conversation.Case.Brief = chat.Brief{Last: "在吗", LastFrom: chat.Customer, LastAt: 7}
	quiet.Conversation.Case.Rating = &chat.Rated{Stars: 1}
	k.put(t, s, quiet)
	untouched(t, s, k)
}

func invalidTurns(t *testing.T, s Store) {
	k := newTalk()
	k.put(t, s, k.turn("c1", "一"))
	for name, spoil := range map[string]func(*bot.Turn){
		"NoEvents":         func(b *bot.Turn) { b.Events = nil },
		"Hole":             func(b *bot.Turn) { b.Events[1].Seq++; b.Conversation.Seq++ },
		"StateElsewhere":   func(b *bot.Turn) { b.Conversation.Seq++ },
		"NegativeExpect":   func(b *bot.Turn) { b.Expect = -1 },
		"OtherEvent":       func(b *bot.Turn) { b.Events[1].Conversation = "x" },
		"NoID":             func(b *bot.Turn) { b.Conversation.ID = "" },
		"NoPayload":        func(b *bot.Turn) { b.Events[0].Payload = nil },
		"HiddenPayload":    func(b *bot.Turn) { b.Events[0].Payload = chat.Hidden{} },
		"TwoClientIDs":     func(b *bot.Turn) { b.Events[1].CID = "c9" },
		"LongClientID":     func(b *bot.Turn) { b.Events[0].CID = chat.ClientID(strings.Repeat("x", 257)) },
		"CaseWithoutCase":  func(b *bot.Turn) { b.CaseChanged, b.Conversation.Case.Number = true, 0 },
		"UnencodableScore": func(b *bot.Turn) { b.Conversation.Case.Brief.Score = math.NaN() },
	} {
		t.Run(name, func(t *testing.T) {
			turn := k.turn("c2", "二")
			spoil(turn)
			wantKind(t, s.Append(context.Background(), turn), fault.Invalid)
		})
	}
	untouched(t, s, k)
	fresh := newTalk()
	fresh.state.Visitor = ""
	wantKind(t, s.Append(context.Background(), fresh.turn("c1", "一")), fault.Invalid)
}

func callerMayChange(t *testing.T, s Store) {
	ctx, k := context.Background(), newTalk()
	k.put(t, s, k.turn("c1", "一"))
	got, err := s.Events(ctx, k.state.ID, 0, 10)
	check(t, err)
	for i := range got {
		got[i] = chat.Event{}
	}
	again, err := s.Events(ctx, k.state.ID, 0, 10)
	check(t, err)
	if again[0].Seq != 1 || again[1].Seq != 2 {
		t.Errorf("a reader's change shows in what the next one reads: %v", again)
	}
}
