// Package storetest is what any store of this program must do, whatever
// database is under it: Run drives the exported methods of a fresh store per
// test and fails where one breaks its word. It knows nothing of files, disks or
// SQL; what is special to a database is tested beside it.
package storetest

import (
	"context"
	"testing"
	"time"

	"yiwen/bot"
	"yiwen/bot/chat"
	"yiwen/bot/server/store"
	"yiwen/handoff"
)

// Store is everything a backend must offer, put together from what its callers
// ask for.
type Store interface {
	bot.Log
	Desk
	Shift
	Presence
	Reads
	People
	Content
	Keeper
}

// Desk lists cases.
type Desk interface {
	Waiting(ctx context.Context) ([]handoff.Row, int64, error)
	Owned(ctx context.Context, agent chat.AgentID) ([]handoff.Row, int64, error)
	Lists(ctx context.Context, agent chat.AgentID) (waiting, mine []handoff.Row, rev int64, err error)
	DeskLists(ctx context.Context, q handoff.ListsQuery) (handoff.Lists, error)
	Changed(ctx context.Context, since int64, limit int) ([]handoff.Row, error)
	Position(ctx context.Context, id chat.ConversationID) (int, error)
}

// Shift is who is there and who minds the clock.
type Shift interface {
	Waiters(ctx context.Context) (int, error)
	Seen(ctx context.Context, agents []chat.AgentID, at time.Time) error
	Vanished(ctx context.Context, before time.Time) ([]handoff.Row, error)
	Lease(ctx context.Context, name, holder string, now time.Time, ttl time.Duration) (bool, error)
	Due(ctx context.Context, now time.Time, l handoff.Limits, limit int) ([]handoff.Row, error)
}

// Presence is what agents say of themselves and have to do.
type Presence interface {
	ChangePresence(ctx context.Context, agent chat.AgentID, change func(handoff.Presence) handoff.Presence) (handoff.Presence, error)
	Presences(ctx context.Context) (map[chat.AgentID]handoff.Presence, error)
	Loads(ctx context.Context, now, day time.Time) ([]handoff.AgentLoad, error)
	Handled(ctx context.Context, since time.Time) (map[chat.TeamID][]time.Duration, error)
}

// Reads is how far somebody has read.
type Reads interface {
	MarkRead(ctx context.Context, id chat.ConversationID, reader string, seq chat.Seq) error
	ReadUpTo(ctx context.Context, id chat.ConversationID, reader string) (chat.Seq, error)
}

// People is the staff.
type People interface {
	AddStaff(ctx context.Context, m chat.Staff) error
	UpdateStaff(ctx context.Context, m chat.Staff) error
	StaffByID(ctx context.Context, id chat.AgentID) (chat.Staff, error)
	ListStaff(ctx context.Context) ([]chat.Staff, error)
}

// Content is the versions of what the bot knows.
type Content interface {
	SaveContent(ctx context.Context, items []store.Item, author, note string, at time.Time) (int64, error)
	LoadContent(ctx context.Context) (int64, []store.Item, error)
	ContentVersion(ctx context.Context) (int64, error)
}

// Keeper is secrets and web sessions.
type Keeper interface {
	Secret(ctx context.Context, name string, size int) ([]byte, error)
	Sessions() *store.Sessions
	Sweep(ctx context.Context, now time.Time) error
}

var _ Store = (*store.Store)(nil)

// Run runs the suite. open returns a new, empty store whose clock (for the
// expiry of sessions) stands at Now, and closes it when the test ends. Tests run
// in parallel.
func Run(t *testing.T, open func(t *testing.T) Store) {
	for _, group := range []struct {
		name  string
		cases []namedTest
	}{
		{"Log", logTests()},
		{"Race", raceTests()},
		{"Desk", deskTests()},
		{"Shift", shiftTests()},
		{"Presence", presenceTests()},
		{"Reads", readTests()},
		{"People", peopleTests()},
		{"Content", contentTests()},
		{"Keeper", keeperTests()},
	} {
		t.Run(group.name, func(t *testing.T) {
			for _, c := range group.cases {
				t.Run(c.name, func(t *testing.T) {
					t.Parallel() // they wait for the disk most of the time
					c.run(t, open(t))
				})
			}
		})
	}
}

// Now returns the time at which the suite plays.
func Now() time.Time { return time.Date(2026, 11, 22, 9, 30, 0, 123_000_000, time.UTC) }

// namedTest is a test under the name of its outcome.
type namedTest struct {
	name string
	run  func(*testing.T, Store)
}
