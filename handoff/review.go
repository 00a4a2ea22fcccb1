package handoff

import (
	"strings"
	"time"
	"unicode/utf8"

	"yiwen/bot/chat"
	"yiwen/bot/fault"
)

// badStars is the greatest number of stars that asks for a review.
const badStars = 2

// Review is what a supervisor finds out about a case that was rated badly.
type Review struct {
	ID           int64
	Conversation chat.ConversationID
	Case         int
	Rated        chat.Rated
	Agent        chat.AgentID // who had the case last, none where nobody did
	AgentName    string
	Team         chat.TeamID
	OpenedAt     time.Time
	Cause        Cause // set when it is closed
	Finding      string
	By           chat.AgentID
	ByName       string
	ClosedAt     time.Time // zero = open
}

// Cause is why a customer was not content. The list is closed.
type Cause string

// The closed list of causes.
const (
	CauseSlow     Cause = "slow"     // 慢
	CauseUnsolved Cause = "unsolved" // 没解决
	CauseManner   Cause = "manner"   // 态度
	CauseOther    Cause = "other"    // 其他
)

// Valid reports whether c is one of the causes.
func (c Cause) Valid() bool {
	switch c {
	case CauseSlow, CauseUnsolved, CauseManner, CauseOther:
		return true
	}
	return false
}

// NeedsReview reports whether a rating is to be looked into: two stars or less,
// or not solved.
func NeedsReview(r chat.Rated) bool {
	return r.Stars <= badStars || r.Solved != nil && !*r.Solved
}

// Close returns r with a supervisor's finding. A closed review may be closed
// again, with another finding. The error is a fault.Invalid or fault.Denied in Chinese.
func (r Review) Close(cause Cause, finding string, by chat.Actor, now time.Time) (Review, error) {
	finding = strings.TrimSpace(finding)
	switch {
	case !lead(by):
		return r, fault.New(fault.Denied, "只有主管可以处理差评")
	case !cause.Valid():
		return r, fault.New(fault.Invalid, "请选择原因")
	case finding == "":
		return r, fault.New(fault.Invalid, "请写下结论")
	case utf8.RuneCountInString(finding) > chat.MaxText:
		return r, fault.New(fault.Invalid, "结论最多%d字", chat.MaxText)
	}
	r.Cause, r.Finding, r.By, r.ByName, r.ClosedAt = cause, finding, chat.AgentID(by.ID), by.Name, now
	return r, nil
}
