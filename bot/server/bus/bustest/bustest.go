// Package bustest is the conformance suite of a bus: what every way of carrying
// wake-ups must do, in one process or between several. A backend's test calls
// Run. It waits with deadlines, never by sleeping.
package bustest

import (
	"fmt"
	"sync"
	"testing"
	"time"

	"yiwen/bot"
	"yiwen/bot/chat"
)

// Bus is what a backend must be able to do; see package bus for the promises.
type Bus interface {
	bot.Publisher
	Subscribe(func(bot.Wake)) (cancel func())
}

// patience is how long a wake may take before the test fails.
const patience = 10 * time.Second

// Run checks a backend. open returns two ends of one bus, which are the same
// value where the bus knows no other process.
func Run(t *testing.T, open func(t *testing.T) (sender, receiver Bus)) {
	for name, test := range map[string]func(*testing.T, Bus, Bus){
		"EverySubscriberGetsIt":      everySubscriber,
		"NothingAfterCancel":         nothingAfterCancel,
		"SlowSubscriberBlocksNobody": slowSubscriber,
		"LastSeqArrives":             lastSeqArrives,
		"CaseSurvivesMerging":        caseSurvives,
		"TypingOfEachSender":         typingOfEachSender,
		"ReadOfEachSender":           readOfEachSender,
		"ManyAtOnce":                 manyAtOnce,
	} {
		t.Run(name, func(t *testing.T) {
			sender, receiver := open(t)
			test(t, sender, receiver)
		})
	}
}

func receive(t *testing.T, c <-chan bot.Wake) bot.Wake {
	t.Helper()
	select {
	case w := <-c:
		return w
	case <-time.After(patience):
		t.Fatal("no wake came")
		return bot.Wake{}
	}
}

func everySubscriber(t *testing.T, sender, receiver Bus) {
	a, b := make(chan bot.Wake, 1), make(chan bot.Wake, 1)
	defer receiver.Subscribe(func(w bot.Wake) { a <- w })()
	defer sender.Subscribe(func(w bot.Wake) { b <- w })()
	want := bot.Wake{Conversation: "c", Seq: 7, Case: true}
	sender.Publish(want)
	for _, c := range []chan bot.Wake{a, b} {
		if got := receive(t, c); got != want {
			t.Errorf("got %+v, want %+v", got, want)
		}
	}
}

func nothingAfterCancel(t *testing.T, sender, receiver Bus) {
	var mu sync.Mutex
	cancelled := false
	cancel := receiver.Subscribe(func(bot.Wake) {
		mu.Lock()
		defer mu.Unlock()
		if cancelled {
			t.Error("called after cancel")
		}
	})
	last := make(chan bot.Wake, 100)
	defer receiver.Subscribe(func(w bot.Wake) { last <- w })()
	sender.Publish(bot.Wake{Conversation: "c", Seq: 1})
	cancel()
	mu.Lock()
	cancelled = true
	mu.Unlock()
	cancel() // a second time does no harm
	sender.Publish(bot.Wake{Conversation: "c", Seq: 2})
	for receive(t, last).Seq != 2 {
	}
}

func slowSubscriber(t *testing.T, sender, receiver Bus) {
	release, fast := make(chan struct{}), make(chan bot.Wake, 10_000)
	cancel := receiver.Subscribe(func(bot.Wake) { <-release })
	defer receiver.Subscribe(func(w bot.Wake) { fast <- w })()
	for i := range 5000 {
		sender.Publish(bot.Wake{Conversation: chat.ConversationID(fmt.Sprint("c", i%50)), Seq: chat.Seq(i/50 + 1)})
	}
	done := map[chat.ConversationID]bool{}
	for len(done) < 50 {
		if w := receive(t, fast); w.Seq == 100 {
			done[w.Conversation] = true
		}
	}
	close(release)
	cancel()
}

// lastSeqArrives: wakes may be merged but the last must come, and never an
// older one after a newer.
func lastSeqArrives(t *testing.T, sender, receiver Bus) {
	const n = 20_000
	seqs := make(chan chat.Seq, n)
	defer receiver.Subscribe(func(w bot.Wake) { seqs <- w.Seq })()
	for i := range n {
		sender.Publish(bot.Wake{Conversation: "c", Seq: chat.Seq(i + 1)})
	}
	var last chat.Seq
	deadline := time.After(patience)
	for last < n {
		select {
		case s := <-seqs:
			if s < last {
				t.Fatalf("seq %d after %d", s, last)
			}
			last = s
		case <-deadline:
			t.Fatalf("stopped at %d", last)
		}
	}
}

func caseSurvives(t *testing.T, sender, receiver Bus) {
	busy, release, got := make(chan struct{}, 1), make(chan struct{}), make(chan bot.Wake, 100)
	defer receiver.Subscribe(func(w bot.Wake) {
		select {
		case busy <- struct{}{}:
			<-release
		default:
			got <- w
		}
	})()
	sender.Publish(bot.Wake{Conversation: "first"})
	sender.Publish(bot.Wake{Conversation: "c", Seq: 1, Case: true})
	sender.Publish(bot.Wake{Conversation: "c", Seq: 2})
	close(release)
	changed, last := false, chat.Seq(0)
	for last < 2 {
		w := receive(t, got)
		changed, last = changed || w.Case, max(last, w.Seq)
	}
	if !changed {
		t.Error("the change of the case was lost")
	}
}

func typingOfEachSender(t *testing.T, sender, receiver Bus) {
	got := make(chan bot.Wake, 100)
	defer receiver.Subscribe(func(w bot.Wake) { got <- w })()
	for _, kind := range []chat.ActorKind{chat.Customer, chat.Agent} {
		sender.Publish(bot.Wake{Conversation: "c", Typing: &bot.Typing{From: chat.Actor{Kind: kind, Name: "小陈"}, On: true}})
	}
	seen := map[chat.ActorKind]bool{}
	for len(seen) < 2 {
		if w := receive(t, got); w.Typing != nil && w.Typing.On && w.Typing.From.Name == "小陈" {
			seen[w.Typing.From.Kind] = true
		}
	}
}

// readOfEachSender has a subscriber busy while both sides look further, one of
// them twice: what comes afterwards is the furthest of each, beside who types.
func readOfEachSender(t *testing.T, sender, receiver Bus) {
	got, release := make(chan bot.Wake, 100), make(chan struct{})
	defer receiver.Subscribe(func(w bot.Wake) { got <- w; <-release })()
	sender.Publish(bot.Wake{Conversation: "c", Seq: 1})
	receive(t, got)
	customer, agent := chat.Actor{Kind: chat.Customer}, chat.Actor{Kind: chat.Agent, ID: "a1"}
	for _, r := range []bot.Read{{From: customer, Seq: 3}, {From: agent, Seq: 5}, {From: customer, Seq: 2}} {
		sender.Publish(bot.Wake{Conversation: "c", Read: &r})
	}
	sender.Publish(bot.Wake{Conversation: "c", Typing: &bot.Typing{From: agent, On: true}})
	close(release)
	seen, typing := map[chat.ActorKind]chat.Seq{}, false
	for seen[chat.Customer] < 3 || seen[chat.Agent] < 5 || !typing {
		w := receive(t, got)
		if w.Read != nil {
			seen[w.Read.From.Kind] = max(seen[w.Read.From.Kind], w.Read.Seq)
		}
		typing = typing || w.Typing != nil
	}
}

// manyAtOnce hammers subscribe, publish and cancel together: under -race it
// shows that the bus shares nothing unguarded.
func manyAtOnce(t *testing.T, sender, receiver Bus) {
	var wg sync.WaitGroup
	for i := range 8 {
		wg.Go(func() {
			for j := range 200 {
				got := make(chan struct{}, 1)
				cancel := receiver.Subscribe(func(w bot.Wake) {
					if w.Seq >= 1000 {
						select {
						case got <- struct{}{}:
						default:
						}
					}
				})
				sender.Publish(bot.Wake{Conversation: chat.ConversationID(fmt.Sprint("c", i)), Seq: chat.Seq(1000 + j)})
				select {
				case <-got:
				case <-time.After(patience):
					t.Error("no wake came")
				}
				cancel()
			}
		})
	}
	wg.Wait()
}
