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
	"yiwen/handoff/canned"
	"yiwen/handoff/ticket"
	"yiwen/knowledge"
)

// Store is everything a backend must offer, put together from what its callers
// ask for.
type Store interface {
	bot.Log
	Desk
	Shift
	Presence
	Reads
	Visits
	People
	Content
	Working
	Staging
	Versions
	Jobs
	JobBook
	Nodes
	Keeper
	Cases
	Tickets
	TicketLists
	Outbox
	Reviews
	Canned
	Feedback
	Customers
	Blocks
	Files
	Trials
	Asked
	Inbox
	Announcements
}

// Desk lists cases.
type Desk interface {
	Waiting(ctx context.Context) ([]handoff.Row, int64, error)
	DeskLists(ctx context.Context, q handoff.ListsQuery) (handoff.Lists, error)
	Changed(ctx context.Context, since int64, limit int) ([]handoff.Row, error)
	ChangedLive(ctx context.Context, since int64, limit int) ([]handoff.Row, error)
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
	SetFace(ctx context.Context, id chat.AgentID, u *chat.Upload) (before string, err error)
	Faces(ctx context.Context) (map[chat.AgentID]string, error)
}

// Content is the versions of what the bot knows.
type Content interface {
	SaveContent(ctx context.Context, items []store.Item, author, note string, at time.Time) (int64, error)
	LoadContent(ctx context.Context) (int64, []store.Item, error)
	ContentVersion(ctx context.Context) (int64, error)
}

// Working is the working copy and its history.
type Working interface {
	Working(ctx context.Context, version, rev int64) (knowledge.Working, error)
	Edit(ctx context.Context, a knowledge.Act, edits []knowledge.Edit) ([]knowledge.Revision, error)
	Move(ctx context.Context, a knowledge.Act, refs []knowledge.RefRev) ([]knowledge.Ref, error)
	Revisions(ctx context.Context, ref knowledge.Ref, limit int) ([]knowledge.Revision, error)
	Publish(ctx context.Context, items []knowledge.Item, changes []knowledge.Change, v knowledge.Version) (int64, error)
}

// Staging writes versions before they are live.
type Staging interface {
	StageVersion(ctx context.Context, items []knowledge.Item, v knowledge.Version) (knowledge.Version, error)
	ActivateVersion(ctx context.Context, number int64, changes []knowledge.Change) error
	DropStaged(ctx context.Context) error
	Version(ctx context.Context, number int64) (knowledge.Version, []knowledge.Item, error)
	ContentState(ctx context.Context) (active, staged knowledge.Edition, err error)
}

// Versions looks versions up.
type Versions interface {
	Versions(ctx context.Context, page, size int) ([]knowledge.Version, int, error)
	VersionItem(ctx context.Context, number int64, ref knowledge.Ref) ([]byte, error)
	CompareVersions(ctx context.Context, from, to int64) ([]knowledge.Difference, error)
}

// Jobs is what goes on in the background.
type Jobs interface {
	AddJob(ctx context.Context, j knowledge.Job, lane, node string) error
	SaveJob(ctx context.Context, j knowledge.Job) (called bool, err error)
	CallJob(ctx context.Context, id string) error
	LoseJobs(ctx context.Context, node, words string, now, since time.Time) error
}

// JobBook looks jobs up.
type JobBook interface {
	Job(ctx context.Context, id string) (knowledge.Job, error)
	Jobs(ctx context.Context, kind knowledge.JobKind, page, size int) ([]knowledge.Job, int, error)
}

// Nodes is the servers over one data base.
type Nodes interface {
	SeeNode(ctx context.Context, n knowledge.Node) error
	ForgetNode(ctx context.Context, name string) error
	Nodes(ctx context.Context, since time.Time) ([]knowledge.Node, error)
}

// Keeper is secrets and web sessions.
type Keeper interface {
	Secret(ctx context.Context, name string, size int) ([]byte, error)
	ReadSecret(ctx context.Context, name string) ([]byte, error)
	ChangeSecret(ctx context.Context, name string, edit func(old []byte) ([]byte, error)) error
	Sessions() *store.Sessions
	Sweep(ctx context.Context, now time.Time) error
}

// Cases finds cases that are over.
type Cases interface {
	Cases(ctx context.Context, q handoff.CaseQuery) ([]handoff.Row, int, error)
	History(ctx context.Context, id chat.ConversationID) ([]chat.Case, error)
}

// Tickets keeps tickets.
type Tickets interface {
	bot.Tickets
	ChangeTicket(ctx context.Context, n ticket.Number, add func(ticket.Ticket) (ticket.Entry, error)) (ticket.Ticket, error)
}

// TicketLists finds tickets.
type TicketLists interface {
	Tickets(ctx context.Context, q ticket.Query) ([]ticket.Ticket, int, error)
	ExpiredTickets(ctx context.Context, now time.Time) ([]ticket.Number, error)
	AddWrongProof(ctx context.Context, n ticket.Number, at time.Time) error
	WrongProofs(ctx context.Context, n ticket.Number, since time.Time) (int, error)
}

// Outbox is what conversations are still to hear of their tickets.
type Outbox interface {
	UntoldTicketEntries(ctx context.Context, limit int) ([]ticket.Untold, error)
	MarkTold(ctx context.Context, n ticket.Number, step int) error
}

// Reviews keeps what supervisors find out about bad ratings.
type Reviews interface {
	Reviews(ctx context.Context, q handoff.ReviewQuery) ([]handoff.Review, int, error)
	ChangeReview(ctx context.Context, id int64, edit func(handoff.Review) (handoff.Review, error)) (handoff.Review, error)
}

// Canned keeps canned replies.
type Canned interface {
	CannedReplies(ctx context.Context) ([]canned.Reply, error)
	SaveCanned(ctx context.Context, r canned.Reply) (string, error)
	DeleteCanned(ctx context.Context, id string) error
	UseCanned(ctx context.Context, id string, when time.Time) error
	CannedUses(ctx context.Context) (map[string]int, error)
}

// Feedback keeps what agents tell editors.
type Feedback interface {
	AddFeedback(ctx context.Context, f knowledge.Feedback) (int64, error)
	FeedbackList(ctx context.Context, state knowledge.FeedbackState, page, size int) ([]knowledge.Feedback, int, error)
	FeedbackBy(ctx context.Context, staff string, page, size int) ([]knowledge.Feedback, int, error)
	ChangeFeedback(ctx context.Context, id int64, edit func(knowledge.Feedback) (knowledge.Feedback, error)) (knowledge.Feedback, error)
}

// Customers keeps what staff know of customers.
type Customers interface {
	Card(ctx context.Context, id chat.ConversationID) (handoff.Card, error)
	SetTags(ctx context.Context, id chat.ConversationID, tags []string) error
	AddCustomerNote(ctx context.Context, id chat.ConversationID, n handoff.CardNote) (int64, error)
	DeleteCustomerNote(ctx context.Context, id chat.ConversationID, note int64) error
}

// Blocks keeps customers out.
type Blocks interface {
	SetBlock(ctx context.Context, id chat.ConversationID, b handoff.Block) error
	ClearBlock(ctx context.Context, id chat.ConversationID) error
	Block(ctx context.Context, site chat.SiteID, visitor chat.VisitorID, user string) (handoff.Block, error)
	Blocks(ctx context.Context, now time.Time) (map[chat.ConversationID]handoff.Block, error)
}

// Files keeps what is known of uploads.
type Files interface {
	AddFile(ctx context.Context, u chat.Upload) error
	File(ctx context.Context, id string) (chat.Attachment, error)
	OrphanFiles(ctx context.Context, before time.Time) ([]string, error)
	DropFile(ctx context.Context, id string) (bool, error)
}

// Asked keeps what customers asked.
type Asked interface {
	AskedBetween(ctx context.Context, from, to time.Time, limit int) ([]knowledge.Asked, error)
	AskedTallies(ctx context.Context, from, to time.Time) ([]knowledge.Tally, error)
	LastAsked(ctx context.Context, since time.Time) (map[string]time.Time, error)
	EntriesChanged(ctx context.Context) (map[string]time.Time, error)
}

// Inbox keeps what editors do about questions.
type Inbox interface {
	Misses(ctx context.Context, from, to, now time.Time, limit int) ([]knowledge.Asked, error)
	AskedBy(ctx context.Context, refs []knowledge.AskedRef) ([]knowledge.Asked, error)
	Settle(ctx context.Context, x knowledge.Settlement, with knowledge.Saving) (int64, []knowledge.Revision, error)
	Settlement(ctx context.Context, id int64) (knowledge.Settlement, error)
	Unsettle(ctx context.Context, id int64, with knowledge.Saving) (int, []knowledge.Revision, error)
}

// Announcements keeps what the shop tells everybody.
type Announcements interface {
	Announcements(ctx context.Context, now time.Time) ([]chat.Announcement, error)
	AnnouncementsMade(ctx context.Context, page, size int) ([]chat.Announcement, int, error)
	AddAnnouncement(ctx context.Context, a chat.Announcement, replaces string) (chat.Announcement, error)
	EndAnnouncement(ctx context.Context, id string, by chat.Actor, at time.Time) error
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
		{"Visits", visitTests()},
		{"People", peopleTests()},
		{"Content", contentTests()},
		{"Versions", versionTests()},
		{"Working", draftTests()},
		{"Keeper", keeperTests()},
		{"Together", togetherTests()},
		{"Lists", listTests()},
		{"Cases", caseTests()},
		{"Tickets", ticketTests()},
		{"TicketLists", ticketListTests()},
		{"Reviews", reviewTests()},
		{"Canned", cannedTests()},
		{"Feedback", feedbackTests()},
		{"Customers", customerTests()},
		{"Files", fileTests()},
		{"Asked", askedTests()},
		{"Trials", trialTests()},
		{"Announcements", announcementTests()},
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
