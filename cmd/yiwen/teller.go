package main

import (
	"context"
	"fmt"
	"log/slog"
	"time"

	"yiwen/bot"
	"yiwen/bot/chat"
	"yiwen/bot/fault"
	"yiwen/handoff/ticket"
)

const (
	// tellEvery is how long news of a ticket may lie where nobody said that there
	// is some: what a crash left, and what the clock did.
	tellEvery = 15 * time.Second
	// expireEvery is how often tickets are looked at whose time has passed; their
	// times are days.
	expireEvery = 10 * time.Minute
	// tellAtOnce is how many news a round tells; the rest have the next one.
	tellAtOnce = 100
	// newsFrame is what a message has left for the words around a step's text, in runes.
	newsFrame = 120
)

// newsStore is what a teller needs of the data base.
type newsStore interface {
	UntoldTicketEntries(ctx context.Context, limit int) ([]ticket.Untold, error)
	MarkTold(ctx context.Context, n ticket.Number, step int) error
	ExpiredTickets(ctx context.Context, now time.Time) ([]ticket.Number, error)
	ChangeTicket(ctx context.Context, n ticket.Number, add func(ticket.Ticket) (ticket.Entry, error)) (ticket.Ticket, error)
}

// commander carries out commands in conversations.
type commander interface {
	Do(ctx context.Context, c bot.Command) (chat.Seq, error)
}

// teller tells customers in their conversations how their tickets go, and ends
// tickets by the clock. What is to be told is stored with the step itself, and
// marked when it was told: a crash in between tells it again, under the same
// client id, which the log knows. Make one with newTeller; Run is to be called once.
type teller struct {
	store  newsStore
	engine commander
	clock  func() time.Time
	logger *slog.Logger
	poked  chan struct{}
}

func newTeller(s newsStore, e commander, clock func() time.Time, logger *slog.Logger) *teller {
	return &teller{store: s, engine: e, clock: clock, logger: logger, poked: make(chan struct{}, 1)}
}

// poke says that there is something to tell. It never blocks.
func (t *teller) poke() {
	select {
	case t.poked <- struct{}{}:
	default: // there is a round to come already
	}
}

// Run tells what is to be told until ctx ends. What fails is logged and tried
// again in the next round.
func (t *teller) Run(ctx context.Context) {
	tick := time.NewTicker(tellEvery)
	defer tick.Stop()
	var expired time.Time
	for {
		if now := t.clock(); now.Sub(expired) >= expireEvery {
			expired = now
			t.expire(ctx)
		}
		t.tell(ctx)
		select {
		case <-ctx.Done():
			return
		case <-t.poked:
		case <-tick.C:
		}
	}
}

// tell tells what nobody heard of yet, in its order. The news of one ticket stop
// at the first that fails: the next is not told before it.
func (t *teller) tell(ctx context.Context) {
	news, err := t.store.UntoldTicketEntries(ctx, tellAtOnce)
	if err != nil {
		t.report(ctx, "look for news of tickets", err)
		return
	}
	stuck := map[ticket.Number]bool{}
	for _, n := range news {
		if stuck[n.Number] || ctx.Err() != nil {
			continue
		}
		if err := t.one(ctx, n); err != nil {
			stuck[n.Number] = true
			t.report(ctx, "tell the news of ticket "+string(n.Number), err)
		}
	}
	if len(news) == tellAtOnce && len(stuck) < len(news) {
		t.poke()
	}
}

func (t *teller) one(ctx context.Context, n ticket.Untold) error {
	_, err := t.engine.Do(ctx, bot.Command{
		Conversation: n.Conversation,
		From:         chat.Actor{Kind: chat.System},
		Action:       bot.News{Number: n.Number, Step: n.Step, Text: newsText(n)},
	})
	if err != nil && (fault.Is(err, fault.Busy) || fault.Is(err, fault.Internal)) {
		return err
	}
	if err != nil {
		// Refused for good: the step stays in the ticket, where the customer finds it.
		t.report(ctx, "the news of ticket "+string(n.Number)+" cannot be told", err)
	}
	return t.store.MarkTold(ctx, n.Number, n.Step)
}

// newsText is what the customer reads of a step.
func newsText(n ticket.Untold) string {
	said := n.Entry.Text
	if r := []rune(said); len(r) > chat.MaxText-newsFrame {
		said = string(r[:chat.MaxText-newsFrame]) + "……（全文见工单）"
	}
	if said == "" && len(n.Entry.Files) > 0 {
		said = "请在工单里查看附件"
	}
	with := func(s string) string {
		if said == "" {
			return s + "。"
		}
		return s + "：" + said
	}
	switch n.Entry.Move {
	case ticket.Ask:
		return with(fmt.Sprintf("处理工单 %s 需要您补充信息", n.Number))
	case ticket.Solve:
		return with(fmt.Sprintf("工单 %s 已处理完毕", n.Number)) +
			fmt.Sprintf("\n如果问题没有解决，%d 天内可以重新打开工单。", int(ticket.Objection.Hours()/24))
	case ticket.Close:
		return with(fmt.Sprintf("工单 %s 已关闭", n.Number))
	case ticket.Expire:
		return fmt.Sprintf("工单 %s 已自动关闭。如果问题没有解决，%d 天内可以重新打开工单。", n.Number, int(ticket.Reopening.Hours()/24))
	}
	return with(fmt.Sprintf("工单 %s 有新的进展", n.Number))
}

// expire ends the tickets whose time has passed.
func (t *teller) expire(ctx context.Context) {
	numbers, err := t.store.ExpiredTickets(ctx, t.clock())
	if err != nil {
		t.report(ctx, "look for tickets whose time has passed", err)
		return
	}
	for _, n := range numbers {
		_, err := t.store.ChangeTicket(ctx, n, func(k ticket.Ticket) (ticket.Entry, error) {
			e := ticket.Entry{At: t.clock().UTC().Truncate(time.Millisecond), By: chat.Actor{Kind: chat.System}, Move: ticket.Expire}
			return e, ticket.Check(k, e.Move, e.By, e.At)
		})
		if err != nil && !fault.Is(err, fault.Conflict) { // somebody was there first
			t.report(ctx, "end ticket "+string(n), err)
		}
	}
}

// report logs what failed, unless it is that the server stops.
func (t *teller) report(ctx context.Context, what string, err error) {
	if ctx.Err() == nil {
		t.logger.Error(what, "err", err)
	}
}
