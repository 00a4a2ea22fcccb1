package bot

import (
	"context"

	"yiwen/bot/chat"
	"yiwen/handoff"
	"yiwen/handoff/ticket"
	"yiwen/knowledge"
)

// Log is the conversation log as the engine needs it. bot/server/store keeps it
// on disk; package bot has one in memory for `yiwen ask` and tests.
type Log interface {
	// Load returns the state row of a conversation and what the bot remembers
	// of it, or a fault.NotFound.
	Load(ctx context.Context, id chat.ConversationID) (chat.Conversation, []byte, error)
	// Append stores a turn as a whole or not at all and returns when a power
	// cut cannot take it any more. A fault.Conflict means that the turn was
	// computed on an old state or that its client id is known already: load,
	// ask Acknowledged, and only then compute again. fault.Busy means that
	// nothing was stored for want of room or because the log is closing.
	Append(ctx context.Context, t *Turn) error
	// Acknowledged returns the seq that the command cid of sender was stored
	// under (the last event of its turn that carries cid), or 0.
	Acknowledged(ctx context.Context, id chat.ConversationID, sender string, cid chat.ClientID) (chat.Seq, error)
	// Events returns at most limit events after seq after, in order.
	Events(ctx context.Context, id chat.ConversationID, after chat.Seq, limit int) ([]chat.Event, error)
}

// Turn is everything that one command changes in one conversation.
type Turn struct {
	Conversation chat.Conversation // after the turn; Seq is that of the last event
	Memory       []byte            // what the bot remembers after the turn, JSON
	Expect       chat.Seq          // before the turn; 0 = the conversation is new
	Events       []chat.Event      // Expect+1, Expect+2 ...; at least one
	// CaseChanged says that desks must hear of the case: its row is written with
	// a new revision in the same transaction.
	CaseChanged bool
	// Ticket is made by the turn: stored with its first entry in the same
	// transaction; nil = none.
	Ticket *ticket.Ticket
	// Review is opened by the turn, or takes the new rating where the case has one
	// already; nil = none.
	Review *handoff.Review
	// Asked is the question that the turn is about; nil = it is about none.
	Asked *knowledge.Asked
	// Marks are what the turn tells of earlier questions of the conversation.
	Marks []knowledge.Mark
}

// Tickets is where tickets are, as the engine needs them.
type Tickets interface {
	// NextTicket returns the next sequence number (from 1) of a day, "20060102".
	// None is given twice; one that is not used is a gap.
	NextTicket(ctx context.Context, day string) (int, error)
	// Ticket returns a ticket, or a fault.NotFound.
	Ticket(ctx context.Context, n ticket.Number) (ticket.Ticket, error)
	// ChangeTicket adds the entry that change makes of a ticket, in one
	// transaction, and returns the ticket with it. An error of change is returned
	// as it is, and nothing is stored.
	ChangeTicket(ctx context.Context, n ticket.Number, change func(ticket.Ticket) (ticket.Entry, error)) (ticket.Ticket, error)
}
