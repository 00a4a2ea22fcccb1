package bot

import (
	"context"
	"strings"

	"yiwen/bot/chat"
	"yiwen/handoff/ticket"
)

// quoted meets a customer who quotes the number of a ticket: he is told how it
// goes, and who asks for a person next gets the one who has it. A decision to hand
// off stands, and the ticket says to whom, but for one that only knew no answer.
func (t *turn) quoted(ctx context.Context, said string, d Decision) (Decision, error) {
	if t.tickets == nil || d.Dialogue != "" {
		return d, nil
	}
	n, ok := ticket.FindNumber(said)
	if !ok {
		return d, nil
	}
	tk, err := t.ticketOf(ctx, n)
	if err != nil {
		return d, err
	}
	if tk.Number != "" {
		t.memory.Ticket, t.memory.TicketAt = tk.Number, t.now.UnixMilli()
	}
	if d.Outcome == OutcomeHandoff && d.Reason != chat.ReasonUnresolved {
		return d, nil
	}
	text := strings.ReplaceAll(t.pick(t.content.Replies.TicketUnknown), "{number}", string(n))
	why := "quotes a ticket that is not the customer's"
	if tk.Number != "" {
		text, why = t.progress(tk), "quotes ticket "+string(n)
	}
	return Decision{
		Outcome: OutcomeAnswer, Reply: text, Ticket: tk.Number, Mood: d.Mood, Tags: d.Tags,
		Rungs: append(d.Rungs, Rung{Rung: "ticket", Took: true, Why: why}),
	}, nil
}

// progress says how a ticket goes.
func (t *turn) progress(tk ticket.Ticket) string {
	news := ""
	if e, ok := tk.News(); ok {
		news = "最新进展（" + e.At.In(t.zone()).Format("1月2日 15:04") + "）：" + e.Text
	}
	s := strings.NewReplacer("{number}", string(tk.Number), "{state}", tk.State.Name(), "{news}", news)
	return strings.TrimSpace(s.Replace(t.pick(t.content.Replies.TicketState)))
}

// ticketChoices are the choices below how a ticket goes: its owner. In the line a
// person is coming already.
func (t *turn) ticketChoices() []chat.Choice {
	return []chat.Choice{{Key: choicePerson, Label: t.content.Replies.TicketOwner}}
}
