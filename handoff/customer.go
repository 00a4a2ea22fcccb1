package handoff

import (
	"time"

	"yiwen/bot/chat"
)

// Card is what staff keep of a customer beyond his cases.
type Card struct {
	Tags  []string
	Notes []CardNote // the latest first
	Block Block
}

// CardNote is a remark on a customer, for all cases to come.
type CardNote struct {
	ID   int64
	Text string
	By   chat.AgentID
	Name string // shown name of By
	At   time.Time
}

// Block keeps a customer out (黑名单): what he says is refused until it ends. The
// zero Block is none.
type Block struct {
	Reason string
	Until  time.Time // zero with a Reason = for good
	By     chat.AgentID
	Name   string
	At     time.Time
}

// Holds reports whether the customer is kept out now.
func (b Block) Holds(now time.Time) bool {
	return b.Reason != "" && (b.Until.IsZero() || now.Before(b.Until))
}
