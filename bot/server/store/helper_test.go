package store

import (
	"context"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"testing"
	"time"

	"go.uber.org/goleak"

	"yiwen/bot"
	"yiwen/bot/chat"
)

func TestMain(m *testing.M) {
	if path := os.Getenv(crashEnv); path != "" {
		os.Exit(crashChild(path))
	}
	if path := os.Getenv(importEnv); path != "" {
		os.Exit(importChild(path))
	}
	goleak.VerifyTestMain(m)
}

// openAt opens a store and closes it when the test ends.
func openAt(tb testing.TB, o Options, params url.Values) *Store {
	tb.Helper()
	s, err := open(context.Background(), o, params)
	if err != nil {
		tb.Fatal(err)
	}
	tb.Cleanup(func() {
		if err := s.Close(); err != nil {
			tb.Error(err)
		}
	})
	return s
}

func tempPath(tb testing.TB) string { return filepath.Join(tb.TempDir(), "yiwen.db") }

// talk is one conversation and where it stands.
type talk struct {
	id      chat.ConversationID
	visitor chat.VisitorID
	seq     chat.Seq
}

func newTalk() *talk { return &talk{id: chat.NewConversationID(), visitor: chat.NewVisitorID()} }

// turn returns a bot's turn, a message and its reply with a trace, sent under
// the id that its number makes.
func (k *talk) turn() *bot.Turn {
	at := time.UnixMilli(1_800_000_000_000).UTC()
	return &bot.Turn{
		Conversation: chat.Conversation{ID: k.id, Site: "default", Visitor: k.visitor, CreatedAt: at, Seq: k.seq + 2,
			Case: chat.Case{Number: 1, State: chat.StateBot, OpenedAt: at}},
		Memory: []byte(`{"unresolved":0,"topic":"recharge-not-arrived","words":["充值","到账"]}`),
		Expect: k.seq,
		Events: []chat.Event{
			{Conversation: k.id, Seq: k.seq + 1, At: at, Case: 1, From: chat.Actor{Kind: chat.Customer, ID: string(k.visitor)},
				CID: chat.ClientID(fmt.Sprint(k.seq + 1)), Payload: chat.Message{Text: "充值了100块到现在还没到账"}},
			{Conversation: k.id, Seq: k.seq + 2, At: at, Case: 1, From: chat.Actor{Kind: chat.Bot, Name: "小星"},
				Trace:   []byte(`{"tokens":["充值","到账"],"candidates":[{"id":"recharge-not-arrived","score":0.83}],"limits":{"answer":0.6}}`),
				Payload: chat.Message{Text: "充值一般 1 到 5 分钟到账，超过 30 分钟请提供订单号，我们马上为您核实。", Re: k.seq + 1}},
		},
	}
}

// say appends the next turn.
func (k *talk) say(s *Store) error {
	err := s.Append(context.Background(), k.turn())
	if err == nil {
		k.seq += 2
	}
	return err
}

// verify reads k's log and says what is wrong with it: fewer than the
// acknowledged events, a hole, a double, a state elsewhere. One turn more than
// acknowledged is right: it was stored and its ack was cut off.
func verify(s *Store, id chat.ConversationID, acked chat.Seq) error {
	ctx := context.Background()
	state, _, err := s.Load(ctx, id)
	if err != nil {
		return fmt.Errorf("load: %w", err)
	}
	if state.Seq != acked && state.Seq != acked+2 {
		return fmt.Errorf("acknowledged up to %d, state at %d", acked, state.Seq)
	}
	events, err := s.Events(ctx, id, 0, 1<<30)
	if err != nil {
		return fmt.Errorf("events: %w", err)
	}
	if chat.Seq(len(events)) != state.Seq {
		return fmt.Errorf("state at %d with %d events", state.Seq, len(events))
	}
	for i, e := range events {
		want := chat.ClientID("")
		if i%2 == 0 {
			want = chat.ClientID(fmt.Sprint(e.Seq))
		}
		if e.Seq != chat.Seq(i+1) || e.CID != want {
			return fmt.Errorf("event %d has seq %d and client id %q", i+1, e.Seq, e.CID)
		}
	}
	return nil
}
