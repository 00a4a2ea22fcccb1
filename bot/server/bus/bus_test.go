package bus_test

import (
	"fmt"
	"testing"

	"go.uber.org/goleak"

	"yiwen/bot"
	"yiwen/bot/chat"
	"yiwen/bot/server/bus"
	"yiwen/bot/server/bus/bustest"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

func TestConformance(t *testing.T) {
	bustest.Run(t, func(*testing.T) (sender, receiver bustest.Bus) {
		b := bus.New()
		return b, b
	})
}

// A subscriber that hangs costs bounded memory: one entry a conversation, and
// none for typing once many wait.
func TestTypingIsDroppedWhenManyWait(t *testing.T) {
	b := bus.New()
	first, release := make(chan struct{}), make(chan struct{})
	typing, events := 0, 0
	last := make(chan struct{})
	cancel := b.Subscribe(func(w bot.Wake) {
		switch {
		case w.Conversation == "first":
			close(first)
			<-release
		case w.Conversation == "last":
			close(last)
		case w.Typing != nil:
			typing++
		default:
			events++
		}
	})
	b.Publish(bot.Wake{Conversation: "first", Seq: 1})
	<-first
	for i := range bus.MaxWaiting {
		b.Publish(bot.Wake{Conversation: chat.ConversationID(fmt.Sprint("c", i)), Seq: 1})
	}
	b.Publish(bot.Wake{Conversation: "typist", Typing: &bot.Typing{On: true}})
	b.Publish(bot.Wake{Conversation: "last", Seq: 1})
	close(release)
	<-last
	cancel()
	if typing != 0 || events != bus.MaxWaiting {
		t.Errorf("%d typing and %d event wakes arrived, want 0 and %d", typing, events, bus.MaxWaiting)
	}
}

func BenchmarkPublish(b *testing.B) {
	for _, subscribers := range []int{1, 4} {
		b.Run(fmt.Sprint(subscribers), func(b *testing.B) {
			bus := bus.New()
			for range subscribers {
				defer bus.Subscribe(func(bot.Wake) {})()
			}
			b.ReportAllocs()
			for b.Loop() {
				bus.Publish(bot.Wake{Conversation: "c", Seq: 1})
			}
		})
	}
}
