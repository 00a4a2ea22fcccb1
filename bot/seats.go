package bot

import (
	"context"

	"yiwen/bot/fault"
)

// seats bounds how many messages are read at a time. Reading keeps a processor for
// as long as it lasts. Where more messages are read than there are processors, what
// takes a moment and is waited for by somebody who types, a suggestion, stands in
// the scheduler's line behind all of them; and the messages gain nothing: one after
// the other they are read in the same time as all at once.
type seats chan struct{}

func newSeats(n int) seats { return make(seats, n) }

// take waits for a seat; give must follow. It gives up when ctx ends.
func (s seats) take(ctx context.Context) error {
	select {
	case s <- struct{}{}:
		return nil
	case <-ctx.Done():
		return fault.Wrap(context.Cause(ctx), fault.Busy, "系统繁忙，请稍后再试")
	}
}

// give frees the seat for who has waited longest.
func (s seats) give() { <-s }
