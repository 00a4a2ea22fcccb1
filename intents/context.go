package intents

import (
	"time"

	"yiwen/bot/chat"
)

// Context is what is known around an utterance. The zero Context knows nothing.
type Context struct {
	Page    chat.Page     // where the chat was opened
	Now     time.Time     // in the shop's zone; zero = not known
	Turns   int           // customer messages of this case before this one
	Waiting time.Duration // since the case was handed to people, 0 where it was not
	Mood    float64       // what the mood of earlier turns amounts to by now, 0 to 1
}
