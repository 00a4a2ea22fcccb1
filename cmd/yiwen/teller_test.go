package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"

	"yiwen/bot"
	"yiwen/bot/chat"
	"yiwen/bot/fault"
	"yiwen/handoff/ticket"
)

// newsroom is tickets and a conversation: what is untold, and what was told of it.
type newsroom struct {
	mu      sync.Mutex // guards what follows
	untold  []ticket.Untold
	expired []ticket.Number
	closed  []ticket.Number
	told    []string // in the order in which the conversation heard of it
	fails   map[string]error
}

func (n *newsroom) UntoldTicketEntries(context.Context, int) ([]ticket.Untold, error) {
	n.mu.Lock()
	defer n.mu.Unlock()
	return append([]ticket.Untold(nil), n.untold...), nil
}

func (n *newsroom) MarkTold(_ context.Context, number ticket.Number, step int) error {
	n.mu.Lock()
	defer n.mu.Unlock()
	for i, u := range n.untold {
		if u.Number == number && u.Step == step {
			n.untold = append(n.untold[:i:i], n.untold[i+1:]...)
			return nil
		}
	}
	return errors.New("told twice")
}

func (n *newsroom) ExpiredTickets(context.Context, time.Time) ([]ticket.Number, error) {
	n.mu.Lock()
	defer n.mu.Unlock()
	return n.expired, nil
}

func (n *newsroom) ChangeTicket(_ context.Context, number ticket.Number, add func(ticket.Ticket) (ticket.Entry, error)) (ticket.Ticket, error) {
	n.mu.Lock()
	defer n.mu.Unlock()
	e, err := add(ticket.Ticket{Number: number, State: ticket.StateSolved})
	if err == nil && e.Move == ticket.Expire {
		n.closed, n.expired = append(n.closed, number), nil
	}
	return ticket.Ticket{}, err
}

func (n *newsroom) Do(_ context.Context, c bot.Command) (chat.Seq, error) {
	n.mu.Lock()
	defer n.mu.Unlock()
	a := c.Action.(bot.News)
	key := fmt.Sprintf("%s:%d", a.Number, a.Step)
	if err := n.fails[key]; err != nil {
		return 0, err
	}
	n.told = append(n.told, key)
	return 1, nil
}

func untold(number ticket.Number, step int) ticket.Untold {
	return ticket.Untold{Number: number, Conversation: "c", Step: step, Entry: ticket.Entry{Move: ticket.Tell, Text: "查到了"}}
}

// TestTellerTellsEverythingOnce: in its order, what fails later, what nobody
// waits for at its next round.
func TestTellerTellsEverythingOnce(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		n := &newsroom{
			untold:  []ticket.Untold{untold("A", 1), untold("B", 1), untold("A", 2), untold("B", 2), untold("C", 1)},
			expired: []ticket.Number{"X"},
			fails:   map[string]error{"A:1": fault.New(fault.Busy, "later"), "C:1": fault.New(fault.NotFound, "no such conversation")},
		}
		k := newTeller(n, n, time.Now, slog.New(slog.DiscardHandler))
		ctx, stop := context.WithCancel(t.Context())
		done := make(chan struct{})
		go func() {
			defer close(done)
			k.Run(ctx)
		}()
		synctest.Wait()
		if diff := cmp.Diff([]string{"B:1", "B:2"}, n.told); diff != "" {
			t.Error(diff)
		}
		if diff := cmp.Diff([]ticket.Untold{untold("A", 1), untold("A", 2)}, n.untold); diff != "" {
			t.Error(diff)
		}
		if diff := cmp.Diff([]ticket.Number{"X"}, n.closed); diff != "" {
			t.Error(diff)
		}
		n.fails = nil
		n.untold = append(n.untold, untold("D", 1))
		k.poke()
		k.poke() // twice before the round is once
		synctest.Wait()
		if diff := cmp.Diff([]string{"B:1", "B:2", "A:1", "A:2", "D:1"}, n.told); diff != "" {
			t.Error(diff)
		}
		n.mu.Lock() // the round comes by itself, and nothing else orders it after this
		n.untold = []ticket.Untold{untold("E", 1)}
		n.mu.Unlock()
		time.Sleep(tellEvery) // nobody said that there is something
		synctest.Wait()
		if len(n.told) != 6 {
			t.Errorf("%v", n.told)
		}
		stop()
		<-done
	})
}

func TestNewsText(t *testing.T) {
	text := func(m ticket.Move, s string, files ...string) string {
		return newsText(ticket.Untold{Number: "WO1", Entry: ticket.Entry{Move: m, Text: s, Files: files}})
	}
	for got, want := range map[string]string{
		text(ticket.Tell, "已补发"):        "工单 WO1 有新的进展：已补发",
		text(ticket.Tell, "", "f"):      "工单 WO1 有新的进展：请在工单里查看附件",
		text(ticket.Ask, "付款截图"):        "处理工单 WO1 需要您补充信息：付款截图",
		text(ticket.Solve, ""):          "工单 WO1 已处理完毕。\n如果问题没有解决，7 天内可以重新打开工单。",
		text(ticket.Close, "重复"):        "工单 WO1 已关闭：重复",
		text(ticket.Expire, "whatever"): "工单 WO1 已自动关闭。如果问题没有解决，30 天内可以重新打开工单。",
	} {
		if got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
	for _, m := range []ticket.Move{ticket.Tell, ticket.Ask, ticket.Solve, ticket.Close} {
		if n := utf8.RuneCountInString(text(m, strings.Repeat("长", chat.MaxText))); n > chat.MaxText {
			t.Errorf("%s: %d runes", m, n)
		}
	}
}
