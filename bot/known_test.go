package bot

import (
	"math"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"yiwen/bot/chat"
	"yiwen/bot/text"
	"yiwen/intents"
)

// asked is an Understander that records what it was told around the messages.
type asked struct {
	plainWords
	known []intents.Context
}

func (a *asked) UnderstandIn(t *text.Analysis, known intents.Context) intents.Understanding {
	a.known = append(a.known, known)
	return a.plainWords.UnderstandIn(t, known)
}

func TestRulesAreToldWhatIsKnownAroundAMessage(t *testing.T) {
	r := newRoom(t, NewMemoryLog())
	shop := time.FixedZone("shop", 8*3600)
	a := &asked{}
	r.Activate(&Content{
		Version: 8, Segment: text.Runes{}, Intents: a, Search: &a.plainWords,
		Entries: testEntries, Replies: DefaultReplies(), Limits: testLimits, Zone: shop,
	})
	first := r.command(customer, Say{Text: "怎么退款"})
	first.Page = chat.Page{URL: "https://shop.example/q", Entry: "q-coin"}
	if _, err := r.Do(t.Context(), first); err != nil {
		t.Fatal(err)
	}
	at := r.now
	r.do(customer, Say{Text: "烦"})
	r.do(customer, Say{Text: "转人工"})
	r.do(customer, Say{Text: "你好"})
	page := first.Page
	want := []intents.Context{
		{Page: page, Site: "default", Audience: "buyer", Now: at.In(shop)},
		{Page: page, Site: "default", Audience: "buyer", Now: at.Add(time.Minute).In(shop), Turns: 1, Idle: time.Minute, Answered: time.Minute},
		{Page: page, Site: "default", Audience: "buyer", Now: at.Add(2 * time.Minute).In(shop), Turns: 2, Idle: time.Minute, Answered: 2 * time.Minute, Mood: 0.4 * moodKeep * half(time.Minute, moodHalf)},
		{Page: page, Site: "default", Audience: "buyer", Now: at.Add(3 * time.Minute).In(shop), Turns: 3, Idle: time.Minute, Answered: 3 * time.Minute, Waiting: time.Minute},
	}
	got := a.known
	if len(got) != len(want) {
		t.Fatalf("understood %d times, want %d", len(got), len(want))
	}
	got[3].Mood = 0 // asking for a person leaves the mood to other tests
	near := cmp.Comparer(func(a, b float64) bool { return math.Abs(a-b) < 1e-9 })
	if diff := cmp.Diff(want, got, near); diff != "" {
		t.Error(diff)
	}
	if zone := got[0].Now.Location(); zone != shop {
		t.Errorf("the time is told in %v", zone)
	}
}
