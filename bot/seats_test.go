package bot

import (
	"context"
	"fmt"
	"runtime"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"

	"yiwen/bot/chat"
	"yiwen/bot/fault"
	"yiwen/bot/text"
	"yiwen/knowledge"
)

// stalled is a Searcher that holds everybody up.
type stalled struct {
	inside  atomic.Int32
	release chan struct{}
}

func (h *stalled) Search(context.Context, *text.Analysis, int) ([]knowledge.Candidate, error) {
	h.inside.Add(1)
	defer h.inside.Add(-1)
	<-h.release
	return nil, nil
}

func (h *stalled) Within(func(string) bool) Searcher { return h }

// TestSeats: no more messages are read at a time than there are processors, all are
// read in the end, and who gives up waiting is told that he may come again.
func TestSeats(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r := newRoom(t, NewMemoryLog())
		h := &stalled{release: make(chan struct{})}
		r.Content().Search = h
		say := func(ctx context.Context, who int) error {
			id := fmt.Sprint("v", who)
			_, err := r.Do(ctx, Command{
				Conversation: chat.ConversationID(id), Site: "default", Visitor: chat.VisitorID(id),
				From: chat.Actor{Kind: chat.Customer, ID: id}, CID: "1", Action: Say{Text: "怎么充值"},
			})
			return err
		}
		most := runtime.GOMAXPROCS(0)
		var all sync.WaitGroup
		for who := range 3 * most {
			all.Go(func() {
				if err := say(t.Context(), who); err != nil {
					t.Errorf("%d: %v", who, err)
				}
			})
		}
		synctest.Wait()
		if n := int(h.inside.Load()); n != most {
			t.Errorf("%d messages are read at a time, with %d processors", n, most)
		}
		ctx, cancel := context.WithCancel(t.Context())
		gaveUp := make(chan error, 1)
		go func() { gaveUp <- say(ctx, -1) }()
		synctest.Wait()
		cancel()
		if err := <-gaveUp; !fault.Is(err, fault.Busy) {
			t.Errorf("who gave up: %v", err)
		}
		close(h.release)
		all.Wait()
	})
}
