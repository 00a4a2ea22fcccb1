package store

import (
	"context"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"yiwen/bot/chat"
	"yiwen/handoff/ticket"
)

// TestNewsOutliveTheProcess: what nobody was told before the end is still to be
// told afterwards, and no number of a day is drawn again.
func TestNewsOutliveTheProcess(t *testing.T) {
	ctx, path := context.Background(), tempPath(t)
	s, err := Open(ctx, Options{Path: path})
	if err != nil {
		t.Fatal(err)
	}
	k := newTalk()
	turn := k.turn()
	made := ticket.Fold(ticket.Ticket{Number: "WO1", Conversation: k.id, Case: 1}, ticket.Entry{At: time.UnixMilli(1).UTC(), Move: ticket.Open})
	turn.Ticket = &made
	if err := s.Append(ctx, turn); err != nil {
		t.Fatal(err)
	}
	last := ticket.Entry{At: time.UnixMilli(2).UTC(), By: chat.Actor{Kind: chat.Agent, ID: "a1", Name: "小陈"}, Move: ticket.Close, Text: "已补发"}
	want, err := s.ChangeTicket(ctx, "WO1", func(ticket.Ticket) (ticket.Entry, error) { return last, nil })
	if err != nil {
		t.Fatal(err)
	}
	if n, err := s.NextTicket(ctx, "20261122"); n != 1 || err != nil {
		t.Fatal(n, err)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	s = openAt(t, Options{Path: path}, nil)
	got, err := s.Ticket(ctx, "WO1")
	if d := cmp.Diff(want, got); d != "" || err != nil {
		t.Errorf("error %v, ticket (-want +got):\n%s", err, d)
	}
	untold, err := s.UntoldTicketEntries(ctx, 10)
	if d := cmp.Diff([]ticket.Untold{{Number: "WO1", Conversation: k.id, Step: 2, Entry: last}}, untold); d != "" || err != nil {
		t.Errorf("error %v, untold (-want +got):\n%s", err, d)
	}
	if n, err := s.NextTicket(ctx, "20261122"); n != 2 || err != nil {
		t.Errorf("number %d, error %v", n, err)
	}
}
