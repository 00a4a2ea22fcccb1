// Package ticket is the life of a ticket (工单): its number, its states and who may
// move it where, its entries, what is known of the matter, and who may see it. A
// ticket is made of a case by an agent, the bot or a form outside hours, and lives
// on after the case is closed.
//
// It is pure: the time is passed in, nothing is stored, nothing blocks, and every
// function is safe for concurrent use. A ticket is what folding its entries
// gives; entries are only ever added.
package ticket

import (
	"cmp"
	"slices"
	"time"

	"yiwen/bot/chat"
)

// State is the state of a ticket.
type State string

// The closed list of states. A ticket that does not exist yet is in none ("").
const (
	StateOpen     State = "open"     // nobody has begun
	StateDoing    State = "doing"    // its owner is at it
	StateWaiting  State = "waiting"  // the customer is to add something
	StateSolved   State = "solved"   // the owner thinks it is; the customer may say no
	StateClosed   State = "closed"   // ended
	StateReopened State = "reopened" // it was not solved after all
)

// Name is what customers and staff call s, in Chinese; empty for no state.
func (s State) Name() string {
	switch s {
	case StateOpen:
		return "待处理"
	case StateDoing:
		return "处理中"
	case StateWaiting:
		return "等待您补充"
	case StateSolved:
		return "已解决"
	case StateClosed:
		return "已关闭"
	case StateReopened:
		return "已重新打开"
	}
	return ""
}

// Move is something that can happen to a ticket. Each writes one Entry.
type Move string

// The closed list of moves.
const (
	Open    Move = "open"    // it is made
	Take    Move = "take"    // staff begin, or it is given to somebody
	Note    Move = "note"    // staff write among themselves
	Tell    Move = "tell"    // staff tell the customer how it goes
	Ask     Move = "ask"     // the owner needs something of the customer
	Add     Move = "add"     // the customer adds something
	Solve   Move = "solve"   // the owner thinks it is solved
	Confirm Move = "confirm" // the customer agrees
	Reopen  Move = "reopen"  // it was not solved
	Close   Move = "close"   // staff end it
	Expire  Move = "expire"  // the clock ends it: nobody objected, or nothing was added
)

// Entry is one step of a ticket. Once stored it never changes.
type Entry struct {
	At    time.Time
	By    chat.Actor
	Move  Move
	Text  string       // what was said; empty where the move says it all
	Owner chat.AgentID // whose it is from now on; of Take
	Name  string       // his shown name
	Files []string     // ids of what was uploaded with it
	// Phone is the customer's, in full, for proof where the ticket has none; of Add.
	// The ticket keeps it, the entry does not.
	Phone string
}

// Public reports whether the customer may see e.
func (e Entry) Public() bool { return e.Move != Note }

// Ticket is a ticket as its entries make it.
type Ticket struct {
	Number       Number
	Conversation chat.ConversationID
	Case         int // it was made of
	Visitor      chat.VisitorID
	Phone        string // the customer's, in full, or empty; never shown
	Team         chat.TeamID
	Severity     chat.Severity
	Info         Info
	DueAt        time.Time // promised answer, zero = none

	State     State
	Owner     chat.AgentID
	OwnerName string
	CreatedAt time.Time
	ChangedAt time.Time // of the last entry that the customer can see
	SolvedAt  time.Time
	ClosedAt  time.Time
	Reopened  int // how often
	Entries   []Entry
}

// Fold returns t after entry e. It does not ask whether e was allowed; Check did
// before e was written. Entries of t are not changed.
func Fold(t Ticket, e Entry) Ticket {
	if to, ok := Next(t.State, e.Move); ok {
		if to == StateReopened && t.State != StateReopened {
			t.Reopened++
			t.SolvedAt, t.ClosedAt = time.Time{}, time.Time{}
		}
		t.State = to
	}
	switch e.Move {
	case Open:
		t.CreatedAt = e.At
	case Add:
		t.Phone = cmp.Or(t.Phone, e.Phone)
	case Take:
		t.Owner, t.OwnerName = e.Owner, e.Name
	case Solve:
		t.SolvedAt = e.At
	case Confirm, Close, Expire:
		t.ClosedAt = e.At
	}
	if e.Public() {
		t.ChangedAt = e.At
	}
	e.Phone = ""
	t.Entries = append(slices.Clip(t.Entries), e)
	return t
}

// News returns the newest thing that staff told the customer in words; false where
// they have told nothing yet.
func (t Ticket) News() (Entry, bool) {
	for _, e := range slices.Backward(t.Entries) {
		if e.Public() && e.By.Kind == chat.Agent && e.Text != "" {
			return e, true
		}
	}
	return Entry{}, false
}

// For returns what a reader of kind k gets of t: everything for staff; for a
// customer nothing that staff wrote among themselves, no phone, no ids of people.
func (t Ticket) For(k chat.ActorKind) Ticket {
	if k != chat.Customer {
		return t
	}
	t.Phone, t.Owner, t.Visitor = "", "", ""
	var shown []Entry
	for _, e := range t.Entries {
		if e.Public() {
			e.By.ID, e.By.Role, e.Owner = "", "", ""
			shown = append(shown, e)
		}
	}
	t.Entries = shown
	return t
}

// Overdue reports whether the promised answer is late.
func (t Ticket) Overdue(now time.Time) bool {
	return !t.DueAt.IsZero() && now.After(t.DueAt) && t.State != StateSolved && t.State != StateClosed
}

// Info is what is known of the matter (信息包): what an agent would ask for first.
type Info struct {
	OrderNo string   `json:"order_no,omitempty"`
	When    string   `json:"when,omitempty"`    // 时间, in the customer's words
	Amount  string   `json:"amount,omitempty"`  // 金额, in the customer's words
	Story   string   `json:"story,omitempty"`   // 经过
	Error   string   `json:"error,omitempty"`   // 报错
	Files   []string `json:"files,omitempty"`   // 截图: ids of uploads
	Tried   []string `json:"tried,omitempty"`   // 已试步骤
	Contact string   `json:"contact,omitempty"` // how to reach him besides the chat
}

// Or returns i with what it lacks taken from o.
func (i Info) Or(o Info) Info {
	i.OrderNo, i.When, i.Amount = cmp.Or(i.OrderNo, o.OrderNo), cmp.Or(i.When, o.When), cmp.Or(i.Amount, o.Amount)
	i.Story, i.Error, i.Contact = cmp.Or(i.Story, o.Story), cmp.Or(i.Error, o.Error), cmp.Or(i.Contact, o.Contact)
	if len(i.Files) == 0 {
		i.Files = o.Files
	}
	if len(i.Tried) == 0 {
		i.Tried = o.Tried
	}
	return i
}

// Missing returns the Chinese names of what i lacks, in the order in which to
// ask for it. A story is always needed; an order number only where order says so.
func (i Info) Missing(order bool) []string {
	var names []string
	for _, f := range []struct {
		lacks bool
		name  string
	}{{order && i.OrderNo == "", "订单号"}, {i.When == "", "发生时间"}, {i.Story == "", "事情经过"}} {
		if f.lacks {
			names = append(names, f.name)
		}
	}
	return names
}
