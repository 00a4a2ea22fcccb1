package ticket

import (
	"strings"
	"time"

	"yiwen/bot/chat"
	"yiwen/bot/fault"
)

const (
	// Objection is how long a customer may say that a solved ticket is not, and
	// after how long one that waits for him is closed.
	Objection = 7 * 24 * time.Hour
	// Reopening is how long a closed ticket can be reopened; later it is a new matter.
	Reopening = 30 * 24 * time.Hour
	// maxAdded is how often a customer may add to a ticket. Whoever looks at one
	// reads all of it, and so does everybody's writer at each step.
	maxAdded = 200
)

// states are the columns of the table, by their letters in its rows: w is
// waiting for the customer, r is reopened.
const states = "nodwscr"

// Next is the state table: the state that a move leads to, and whether it is
// possible at all.
//
//	move     (none)  open      doing     waiting   solved    closed    reopened
//	open     open    -         -         -         -         -         -
//	take     -       doing     doing     waiting   -         -         doing
//	note     -       open      doing     waiting   solved    closed    reopened
//	tell     -       open      doing     waiting   solved    -         reopened
//	ask      -       -         waiting   waiting   -         -         -
//	add      -       open      doing     doing     reopened  -         reopened
//	solve    -       -         solved    solved    -         -         -
//	confirm  -       -         -         -         closed    -         -
//	reopen   -       -         -         -         reopened  reopened  -
//	close    -       closed    closed    closed    closed    -         closed
//	expire   -       -         -         closed    closed    -         -
//
// Who asks and who solves has taken it first, so that a ticket that anybody
// promised something about has an owner.
func Next(s State, m Move) (State, bool) {
	row, i := row(m), column(s)
	if row == "" || i < 0 || row[i] == '-' {
		return s, false
	}
	return all()[strings.IndexByte(states, row[i])], true
}

// row is the row of m in the table.
func row(m Move) string {
	switch m { //     nodwscr
	case Open:
		return "o------"
	case Take:
		return "-ddw--d"
	case Note:
		return "-odwscr"
	case Tell:
		return "-odws-r"
	case Ask:
		return "--ww---"
	case Add:
		return "-oddr-r"
	case Solve:
		return "--ss---"
	case Confirm:
		return "----c--"
	case Reopen:
		return "----rr-"
	case Close:
		return "-cccc-c"
	case Expire:
		return "---cc--"
	}
	return ""
}

// all are the states in the order of the columns.
func all() []State {
	return []State{"", StateOpen, StateDoing, StateWaiting, StateSolved, StateClosed, StateReopened}
}

func column(s State) int {
	for i, c := range all() {
		if c == s {
			return i
		}
	}
	return -1
}

// Check says whether a may make move m in t at that time. Customers open, add,
// confirm and reopen; the bot and the system open, the system expires; staff of
// any team take and write; the owner and supervisors ask, solve and close. That a
// customer is the right one is Prove's to say. Errors are fault.Denied or
// fault.Conflict with a Chinese text for a.
func Check(t Ticket, m Move, a chat.Actor, now time.Time) error {
	if !may(m, a) {
		return fault.New(fault.Denied, "无权进行此操作")
	}
	if _, ok := Next(t.State, m); !ok {
		return conflict(t, m)
	}
	owners := m == Ask || m == Solve || m == Close
	lead := a.Role == chat.RoleSupervisor || a.Role == chat.RoleAdmin
	switch {
	case owners && !lead && t.Owner == "":
		return fault.New(fault.Denied, "请先领取工单")
	case owners && !lead && t.Owner != chat.AgentID(a.ID):
		return fault.New(fault.Denied, "该工单由%s负责", t.OwnerName)
	case m == Add && added(t) >= maxAdded:
		return fault.New(fault.Conflict, "工单里补充的内容已经很多了，请等待客服处理；其他问题请另建工单")
	case m == Expire && now.Sub(t.ChangedAt) < Objection:
		return fault.New(fault.Conflict, "工单未到自动关闭时间")
	case m == Reopen && t.State == StateClosed && now.Sub(t.ClosedAt) > Reopening:
		return fault.New(fault.Conflict, "工单关闭已超过%d天，请新建工单", int(Reopening.Hours()/24))
	}
	return nil
}

// added is how often the customer added to t.
func added(t Ticket) (n int) {
	for _, e := range t.Entries {
		if e.Move == Add {
			n++
		}
	}
	return n
}

func may(m Move, a chat.Actor) bool {
	switch m {
	case Open:
		return true
	case Add, Confirm:
		return a.Kind == chat.Customer
	case Reopen:
		return a.Kind == chat.Customer || a.Kind == chat.Agent
	case Expire:
		return a.Kind == chat.System
	}
	return a.Kind == chat.Agent
}

func conflict(t Ticket, m Move) error {
	switch {
	case t.State == "":
		return fault.New(fault.NotFound, "工单不存在")
	case m == Open:
		return fault.New(fault.Conflict, "工单已存在")
	case m == Add && t.State == StateClosed:
		return fault.New(fault.Conflict, "工单已关闭，如问题未解决请重新打开工单")
	case t.State == StateClosed:
		return fault.New(fault.Conflict, "工单已关闭")
	case t.State == StateSolved:
		return fault.New(fault.Conflict, "工单已解决，如需继续处理请重新打开")
	case m == Ask || m == Solve:
		return fault.New(fault.Conflict, "请先领取工单")
	case m == Reopen || m == Confirm:
		return fault.New(fault.Conflict, "工单正在处理中")
	}
	return fault.New(fault.Conflict, "工单状态已变化，请刷新后再试")
}

// maxGuesses is how often one may be wrong about a phone: four digits are ten
// thousand guesses.
const maxGuesses = 5

// Proof is what a customer shows besides the number of a ticket.
type Proof struct {
	Visitor   chat.VisitorID // of his proven token, or empty
	PhoneTail string         // the last four digits of his phone, as typed
}

// Prove says whether p may see t: the visitor it was made for, or who knows the
// last four digits of the phone in it. wrong is how often proofs for this number
// failed lately; after five a phone is no proof any more. The refusal is the same
// for a number that does not exist (the zero Ticket), so that numbers cannot be
// tried out.
func Prove(t Ticket, p Proof, wrong int) error {
	if t.Visitor != "" && p.Visitor == t.Visitor {
		return nil
	}
	if wrong >= maxGuesses {
		return fault.New(fault.Busy, "验证失败次数过多，请稍后再试")
	}
	if tail := digits(p.PhoneTail); len(tail) == 4 && len(p.PhoneTail) <= 32 && len(digits(t.Phone)) >= 7 && strings.HasSuffix(digits(t.Phone), tail) {
		return nil
	}
	return fault.New(fault.NotFound, "工单号或手机号后四位不正确")
}

// digits returns the digits of s, narrow.
func digits(s string) string {
	return strings.Map(func(c rune) rune {
		if c = narrow(c); c < '0' || c > '9' {
			return -1
		}
		return c
	}, s)
}
