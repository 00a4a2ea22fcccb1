package storetest

import (
	"context"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"

	"yiwen/bot"
	"yiwen/bot/chat"
	"yiwen/bot/fault"
)

func togetherTests() []namedTest {
	return []namedTest{
		{"RecalledMessagesAreMarkedWhereverTheyAreRead", recalledRead},
		{"OnlyMessagesOfTheLogCanBeRecalled", recallNonsense},
		{"NobodySeesARecallWithoutItsMark", recallRace},
		{"ProfileIsKept", profileKept},
		{"NewPayloadsSurvive", newPayloads},
	}
}

// recall returns a turn that takes back event of, and says something after it.
func (k *talk) recall(of chat.Seq) *bot.Turn {
	t := k.turn("", "换个说法")
	t.Events[0].Payload = chat.Recalled{Of: of}
	return t
}

func recalledRead(t *testing.T, s Store) {
	ctx, k := context.Background(), newTalk()
	for range 20 {
		k.put(t, s, k.turn("", "说错了"))
	}
	// The newest comes from memory, where there is any, the oldest from the disk.
	for _, of := range []chat.Seq{39, 3} {
		k.put(t, s, k.recall(of))
		for _, after := range []chat.Seq{0, of - 1} {
			events, err := s.Events(ctx, k.state.ID, after, 100)
			check(t, err)
			for _, e := range events {
				if want := e.Seq == of || of == 3 && e.Seq == 39; e.Recalled != want {
					t.Errorf("after %d: event %d recalled %v, want %v", after, e.Seq, e.Recalled, want)
				}
			}
		}
	}
	own := k.turn("", "手滑")
	own.Events[1].Payload = chat.Recalled{Of: own.Events[0].Seq}
	k.put(t, s, own) // said and taken back in one breath
	other := newTalk()
	other.put(t, s, other.turn("", "挤出缓存"))
	for _, after := range []chat.Seq{own.Expect, 0} {
		events, err := s.Events(ctx, k.state.ID, after, 100)
		check(t, err)
		if e := events[len(events)-2]; !e.Recalled {
			t.Errorf("after %d: event %d is not recalled", after, e.Seq)
		}
	}
}

func recallNonsense(t *testing.T, s Store) {
	k, other := newTalk(), newTalk()
	k.put(t, s, k.turn("c1", "一"))
	for range 3 {
		other.put(t, s, other.turn("", "二"))
	}
	k.change(t, s, chat.Note{Text: "备注"}, func(*chat.Case) {})
	for name, of := range map[string]chat.Seq{"nothing": 0, "negative": -1, "note": 3, "itself": 4, "future": 5, "of another": 6} {
		t.Run(name, func(t *testing.T) {
			wantKind(t, s.Append(context.Background(), k.recall(of)), fault.Invalid)
		})
	}
	untouched(t, s, k)
}

// recallRace reads all the time while messages are taken back: who sees the event
// that says so sees the message marked, and after the append everybody does.
func recallRace(t *testing.T, s Store) {
	ctx, k := context.Background(), newTalk()
	for range 4 {
		k.put(t, s, k.turn("", "说错了"))
	}
	done := make(chan struct{})
	var wg sync.WaitGroup
	for _, after := range []chat.Seq{0, 0, 6, 7} {
		wg.Go(func() {
			for {
				select {
				case <-done:
					return
				default:
				}
				events, err := s.Events(ctx, k.state.ID, after, 1000)
				if err != nil {
					t.Errorf("events: %v", err)
					return
				}
				marked := map[chat.Seq]bool{}
				for _, e := range events {
					marked[e.Seq] = e.Recalled
				}
				for _, e := range events {
					if r, ok := e.Payload.(chat.Recalled); ok && r.Of > after && !marked[r.Of] {
						t.Errorf("event %d takes back event %d, which is not marked", e.Seq, r.Of)
						return
					}
				}
			}
		})
	}
	state := *k // readers read k
	for range 30 {
		turn := state.turn("", "又说错了")
		state.put(t, s, turn)
		of := turn.Expect + 1
		state.put(t, s, state.recall(of))
		events, err := s.Events(ctx, k.state.ID, of-1, 1)
		check(t, err)
		if len(events) != 1 || !events[0].Recalled {
			t.Errorf("event %d was taken back but is read as %v", of, events)
		}
	}
	close(done)
	wg.Wait()
}

func profileKept(t *testing.T, s Store) {
	k := newTalk()
	k.put(t, s, k.turn("c1", "匿名"))
	untouched(t, s, k)
	for _, p := range []chat.Profile{
		{User: "xk10001", Name: "王\"小\"明", Phone: "13800000000", Level: "金卡", VIP: true, Merchant: true, RegisteredAt: 1_600_000_000_000},
		{User: "xk10002"}, {},
	} {
		turn := k.turn("", "是我")
		turn.Conversation.Profile = p
		k.put(t, s, turn)
		untouched(t, s, k)
	}
	fresh := newTalk() // known from the first word on
	fresh.state.Profile = chat.Profile{User: "xk10003", Name: "李"}
	fresh.put(t, s, fresh.turn("c1", "你好"))
	untouched(t, s, fresh)
	fresh.state.Attributes = map[string]string{"来源": "公众号\"", "user": "xk1"} // beside what is signed, not in its place
	fresh.put(t, s, fresh.turn("c2", "在吗"))
	untouched(t, s, fresh)
	page := newTalk() // only a page speaks of him
	page.state.Attributes = map[string]string{"user": "xk1"}
	page.put(t, s, page.turn("c1", "你好"))
	untouched(t, s, page)
}

func newPayloads(t *testing.T, s Store) {
	ctx, k := context.Background(), newTalk()
	k.put(t, s, k.turn("c1", "你好"))
	payloads := []chat.Payload{
		chat.Message{
			Attachments: []chat.Attachment{{ID: "f1", Name: "截图.png", Type: "image/png", Size: 7, Width: 1, Height: 2}},
			Form:        &chat.Form{ID: chat.FormTicket, Title: "留言", Fields: []chat.Field{{Name: "story", Label: "经过", Kind: chat.FieldText, Required: true, Value: "x", Hint: "y"}}},
			Ticket:      "WO202703100001x", Vote: true,
		},
		chat.Invited{Agent: "小林", AgentID: "a2"}, chat.Invited{Agent: "小林", AgentID: "a2", Gone: true}, chat.Attended{},
		chat.Filled{Of: 3, Form: chat.FormTicket, Values: map[string]string{"story": "没到账"}, Attachments: []chat.Attachment{{ID: "f1", Name: "截图.png", Type: "image/png", Size: 7}}},
		chat.Voted{Of: 3, Helpful: true}, chat.Voted{Of: 3},
		chat.Note{Text: "看看", Mentions: []chat.AgentID{"a3"}}, chat.Whisper{Text: "稳住"}, chat.Ticketed{Number: "WO1"},
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
	other := newTalk()
	other.put(t, s, other.turn("", "挤出缓存"))
	for _, after := range []chat.Seq{turn.Expect, 0} {
		got, err := s.Events(ctx, k.state.ID, after, 100)
		check(t, err)
		if d := cmp.Diff(turn.Events, got[turn.Expect-after:]); d != "" {
			t.Errorf("events after %d (-want +got):\n%s", after, d)
		}
	}
}
