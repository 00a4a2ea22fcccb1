package gateway

import (
	"context"
	"log/slog"
	"net/http"
	"net/netip"
	"time"

	"github.com/prometheus/client_golang/prometheus"

	"yiwen/bot"
	"yiwen/bot/chat"
	"yiwen/bot/server/auth"
	"yiwen/handoff"
)

// Engine carries out commands; *bot.Service is one. Do returns when the command
// is stored for good.
type Engine interface {
	Do(ctx context.Context, cmd bot.Command) (chat.Seq, error)
}

// Log is what sessions read of the conversation log, as bot.Log defines it.
type Log interface {
	Load(ctx context.Context, id chat.ConversationID) (chat.Conversation, []byte, error)
	Events(ctx context.Context, id chat.ConversationID, after chat.Seq, limit int) ([]chat.Event, error)
	Acknowledged(ctx context.Context, id chat.ConversationID, sender string, cid chat.ClientID) (chat.Seq, error)
}

// Desk is what sessions need of the desk lists and of who is connected.
type Desk interface {
	// DeskLists returns the lists that q asks for, and their revision.
	DeskLists(ctx context.Context, q handoff.ListsQuery) (handoff.Lists, error)
	// Changed returns at most limit rows with a revision above since, in order
	// of revision. Turns of the bot alone are no change.
	Changed(ctx context.Context, since int64, limit int) ([]handoff.Row, error)
	// ChangedLive is Changed with the turns of the bot.
	ChangedLive(ctx context.Context, since int64, limit int) ([]handoff.Row, error)
	// Seen notes that the agents were connected at a time.
	Seen(ctx context.Context, agents []chat.AgentID, at time.Time) error
}

// Reads keeps how far people have looked; a reader is an Actor.Sender.
type Reads interface {
	// MarkRead notes that reader has looked up to seq.
	MarkRead(ctx context.Context, id chat.ConversationID, reader string, seq chat.Seq) error
	// ReadUpTo returns how far reader has looked, or 0.
	ReadUpTo(ctx context.Context, id chat.ConversationID, reader string) (chat.Seq, error)
}

// Files finds what was uploaded.
type Files interface {
	// File returns an upload, or a fault.NotFound.
	File(ctx context.Context, id string) (chat.Attachment, error)
}

// Blocks says who is kept out.
type Blocks interface {
	// Block returns what keeps a visitor out, who may be the shop's customer called
	// user; the zero Block is nothing.
	Block(ctx context.Context, site chat.SiteID, visitor chat.VisitorID, user string) (handoff.Block, error)
}

// Roster is who is there, what he has to do and how long cases take.
type Roster interface {
	// StaffByID returns a member of staff, or a fault.NotFound.
	StaffByID(ctx context.Context, id chat.AgentID) (chat.Staff, error)
	// ChangePresence replaces an agent's presence by what change makes of it.
	ChangePresence(ctx context.Context, agent chat.AgentID, change func(handoff.Presence) handoff.Presence) (handoff.Presence, error)
	// Presences returns what agents said of themselves.
	Presences(ctx context.Context) (map[chat.AgentID]handoff.Presence, error)
	// Loads returns the staff as assignment sees them; day begins the work that
	// is counted.
	Loads(ctx context.Context, now, day time.Time) ([]handoff.AgentLoad, error)
	// Handled returns how long cases closed since then took, by team.
	Handled(ctx context.Context, since time.Time) (map[chat.TeamID][]time.Duration, error)
}

// Wakes is the bus. The function given to Subscribe does not block.
type Wakes interface {
	bot.Publisher
	Subscribe(f func(bot.Wake)) (cancel func())
}

// Visitors proves customers.
type Visitors interface {
	// Visitor returns whom a token proves, or a fault.Denied, of who has logged out, too.
	Visitor(ctx context.Context, token string) (auth.Visitor, error)
	NewVisitor(site chat.SiteID) (auth.Visitor, string, error)
	// Identity returns what a shop signed of its customer, and by which key, or a
	// fault.Denied.
	Identity(ctx context.Context, site chat.SiteID, token string) (chat.Profile, auth.KeyMark, error)
	// KeyMarks returns the keys of a site that count now.
	KeyMarks(ctx context.Context, site chat.SiteID) ([]auth.KeyMark, error)
	// EndVisit logs a visitor out for good.
	EndVisit(ctx context.Context, v auth.Visitor) error
}

// Staff proves agents and says what they may do.
type Staff interface {
	Staff(r *http.Request) (chat.Staff, error)
	May(s chat.Staff, r auth.Right, c *chat.Conversation) error
}

// Door looks at handshakes before anything else does.
type Door interface {
	SameOrigin(r *http.Request) bool
	// Address is whom limits by address count, behind a proxy too.
	Address(r *http.Request) netip.Addr
}

var (
	_ Engine   = (*bot.Service)(nil)
	_ Log      = (bot.Log)(nil)
	_ Visitors = (*auth.Auth)(nil)
	_ Staff    = (*auth.Auth)(nil)
	_ Door     = (*auth.Auth)(nil)
)

// Options are what New needs; all fields are required but those that say what
// their zero value means.
type Options struct {
	Engine Engine
	// Suggester completes what customers type; nil = nobody does.
	Suggester Suggester
	Log       Log
	Desk      Desk
	Reads     Reads
	Files     Files  // nil = messages carry no attachments
	Blocks    Blocks // nil = nobody is kept out
	Roster    Roster
	// Announcements are what all customers are told; nil = nothing ever is.
	Announcements Announcements
	Faces         Faces // nil = nobody has one
	// Mask hides the codes of cards in what a customer types, before anybody sees
	// it; nil = nobody sees what he types before it is sent.
	Mask       func(string) string
	Teams      func() *handoff.Teams // those of now
	Assign     handoff.AssignPolicy  // for expected waits
	Wakes      Wakes
	Visitors   Visitors
	Staff      Staff
	Door       Door
	Clock      func() time.Time // for what is stored and for delivery times
	Logger     *slog.Logger
	Registerer prometheus.Registerer
	Limits     Limits // zero fields take the value of DefaultLimits
}

// Rate is a token bucket: Burst at once, PerSecond over time.
type Rate struct {
	PerSecond float64
	Burst     int
}

// Limits bound what peers can cost. Durations and numbers that are zero mean
// the default; what is measured per address does not apply to loopback, where
// the peer is the operator or his reverse proxy.
type Limits struct {
	Hello   time.Duration // from connecting to a customer's first hello
	Ping    time.Duration // between pings; two without a sign of life end a socket
	Write   time.Duration // for one write
	Command time.Duration // for the engine to carry out a command
	Pending int           // bytes of answers, besides the largest, that may wait for a slow reader

	Visitor Rate // frames of a customer, over all his sockets, but for suggests
	Suggest Rate // those: what is typed must not hold up what is said
	Agent   Rate // frames of an agent, over all his sockets
	Address Rate // new sockets of an address

	SocketsPerVisitor int
	SocketsPerAddress int
}

// DefaultLimits returns the limits that docs/protocol.md names.
func DefaultLimits() Limits {
	return Limits{
		Hello: 10 * time.Second, Ping: 30 * time.Second, Write: 10 * time.Second, Command: 15 * time.Second,
		Pending: 256 << 10,
		Visitor: Rate{PerSecond: 5, Burst: 20}, Suggest: Rate{PerSecond: 5, Burst: 20}, Agent: Rate{PerSecond: 20, Burst: 60}, Address: Rate{PerSecond: 20, Burst: 200},
		SocketsPerVisitor: 20, SocketsPerAddress: 2000,
	}
}

// withDefaults fills the zero fields of l.
func (l Limits) withDefaults() Limits {
	d := DefaultLimits()
	for _, f := range []struct{ have, want *time.Duration }{
		{&l.Hello, &d.Hello}, {&l.Ping, &d.Ping}, {&l.Write, &d.Write}, {&l.Command, &d.Command},
	} {
		if *f.have == 0 {
			*f.have = *f.want
		}
	}
	for _, f := range []struct{ have, want *int }{
		{&l.Pending, &d.Pending}, {&l.SocketsPerVisitor, &d.SocketsPerVisitor}, {&l.SocketsPerAddress, &d.SocketsPerAddress},
	} {
		if *f.have == 0 {
			*f.have = *f.want
		}
	}
	for _, f := range []struct{ have, want *Rate }{{&l.Visitor, &d.Visitor}, {&l.Suggest, &d.Suggest}, {&l.Agent, &d.Agent}, {&l.Address, &d.Address}} {
		if *f.have == (Rate{}) {
			*f.have = *f.want
		}
	}
	return l
}
