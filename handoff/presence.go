package handoff

import "time"

// PresenceState is what an agent says of himself. The list is closed.
type PresenceState string

// The closed list of presence states.
const (
	PresenceOnline  PresenceState = "online"  // 在线: is given cases
	PresenceBusy    PresenceState = "busy"    // 忙碌: keeps his cases, is given no new ones
	PresenceBreak   PresenceState = "break"   // 小休: the same, with a reason
	PresenceOffline PresenceState = "offline" // 离线: his cases go to others
)

// Valid reports whether s is one of the states.
func (s PresenceState) Valid() bool {
	switch s {
	case PresenceOnline, PresenceBusy, PresenceBreak, PresenceOffline:
		return true
	}
	return false
}

// GhostReason is the reason of a break that was not chosen: the page is open, but
// nobody answers.
const GhostReason = "未响应"

// maxMissed is how many offers in a row an agent may let lapse before he counts
// as not there. One can be a slip.
const maxMissed = 2

// Presence is whether an agent is there: what he chose, and what his sockets
// show. The zero Presence is somebody who never was there. Methods return the
// presence after what they are named for; times must not run backwards.
type Presence struct {
	State  PresenceState
	Reason string    // of a break
	Since  time.Time // of State
	Seen   time.Time // when a socket of his was last alive
	Missed int       // offers in a row that he let lapse
}

// Patience is how long a missing socket is nothing to worry about.
type Patience struct {
	Fresh time.Duration // within it he is there, and can be offered a case
	Grace time.Duration // within it he keeps his cases: a reload is not an absence
}

// DefaultPatience suits a heartbeat of 20 seconds: one may be lost.
func DefaultPatience() Patience {
	return Patience{Fresh: 45 * time.Second, Grace: 90 * time.Second}
}

// Choose is the agent's own word, which also ends a break for not answering.
func (p Presence) Choose(s PresenceState, reason string, at time.Time) Presence {
	if s != PresenceBreak {
		reason = ""
	}
	p.State, p.Reason, p.Since, p.Seen, p.Missed = s, reason, at, at, 0
	return p
}

// Alive is a sign of life of one of his sockets.
func (p Presence) Alive(at time.Time) Presence {
	if at.After(p.Seen) {
		p.Seen = at
	}
	return p
}

// Act is a sign that a person is there: he accepted, declined, wrote.
func (p Presence) Act(at time.Time) Presence {
	p = p.Alive(at)
	p.Missed = 0
	return p
}

// Lapse is an offer that he let lapse. Where his socket was gone at that time he
// could not know of it, and it does not count; the second that counts puts him on
// a break until he says otherwise.
func (p Presence) Lapse(at time.Time, pt Patience) Presence {
	if !p.fresh(at, pt) || p.State != PresenceOnline {
		return p
	}
	p.Missed++
	if p.Missed >= maxMissed {
		p.State, p.Reason, p.Since = PresenceBreak, GhostReason, at
	}
	return p
}

func (p Presence) fresh(now time.Time, pt Patience) bool { return now.Sub(p.Seen) <= pt.Fresh }

// Ready reports whether he may be offered a case.
func (p Presence) Ready(now time.Time, pt Patience) bool {
	return p.State == PresenceOnline && p.fresh(now, pt)
}

// Gone reports whether his cases go back to the line: neither a socket nor a
// word of his for longer than the grace period. Who says he is offline gets it
// too, since a slip of the mouse should not cost him his cases.
func (p Presence) Gone(now time.Time, pt Patience) bool {
	if p.State == PresenceOffline && now.Sub(p.Since) > pt.Grace {
		return true
	}
	return now.Sub(p.Seen) > pt.Grace
}

// Shown returns what colleagues see of him: offline where he is gone.
func (p Presence) Shown(now time.Time, pt Patience) PresenceState {
	if p.State == "" || p.Gone(now, pt) {
		return PresenceOffline
	}
	return p.State
}
