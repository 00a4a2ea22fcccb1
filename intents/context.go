package intents

import (
	"time"

	"yiwen/bot/chat"
)

// Context is what is known around an utterance. The zero Context knows nothing.
type Context struct {
	Page     chat.Page     // where the chat was opened
	Site     chat.SiteID   // the shop front it was opened at
	Audience string        // the strongest group that the shop counts the customer to: merchant, vip or buyer; empty = not known
	Now      time.Time     // in the shop's zone; zero = not known
	Turns    int           // customer messages of this case before this one
	Waiting  time.Duration // since the case was handed to people, 0 where it was not
	Idle     time.Duration // since the customer's message before this one, 0 where there is none
	Answered time.Duration // since the bot's last answer of this case, 0 where there is none
	Mood     float64       // what the mood of earlier turns amounts to by now, 0 to 1
}
