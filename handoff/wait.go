package handoff

import (
	"slices"
	"time"
)

const (
	// minHandled is how many finished cases an estimate needs: with fewer, one
	// long case would speak for all.
	minHandled = 5
	// maxEstimate bounds what is said to a customer: of a longer wait nobody
	// knows more than that it is long.
	maxEstimate = 2 * time.Hour
)

// Estimate says how long a customer in that place of the line (from 1) will
// wait, in whole minutes, rounded up. handled are the handling times of cases
// finished recently, slots how many cases the agents there can have at once, free
// how many of these are free. It is not known where nobody is there, where too
// little was finished to tell, or beyond two hours: then say so.
//
// A place k beyond the free slots needs n = k - free departures. While all slots
// are busy, they depart at the rate slots/S, S being the mean handling time; so
// the wait has the mean n·S/slots (n stages of an Erlang distribution: the wait
// in an M/M/c queue given the number ahead; Kleinrock, Queueing Systems I, 1975,
// ch. 3; Whitt, Predicting Queueing Delays, Management Science 45(6), 1999). A
// forgotten case must not speak for all: times count for at most three times
// the median.
func Estimate(place int, handled []time.Duration, slots, free int) (wait time.Duration, known bool) {
	if place < 1 || slots < 1 {
		return 0, false
	}
	n := place - max(free, 0)
	if n <= 0 {
		return 0, true
	}
	if len(handled) < minHandled {
		return 0, false
	}
	wait = time.Duration(float64(n) * float64(mean(handled)) / float64(slots))
	if wait > maxEstimate {
		return 0, false
	}
	return (wait + time.Minute - 1).Truncate(time.Minute), true
}

// mean returns the mean of times that count for at most three times their median.
func mean(times []time.Duration) time.Duration {
	sorted := slices.Clone(times)
	slices.Sort(sorted)
	bound := 3 * sorted[len(sorted)/2]
	var sum time.Duration
	for _, t := range sorted {
		sum += max(0, min(t, bound))
	}
	return sum / time.Duration(len(sorted))
}
