package chat

import "time"

// PromiseKind is what was promised. The list is closed.
type PromiseKind string

// The closed list of promises.
const (
	PromiseFirstReply PromiseKind = "first_reply" // an agent's first word
	PromiseSolution   PromiseKind = "solution"    // the end of the matter
	PromiseOwn        PromiseKind = "own"         // what the agent said himself: 10分钟后回复您
)

// Promise starts a clock that both sides see. One that runs already keeps its
// time where that is the earlier: a promise never moves back.
type Promise struct {
	What   PromiseKind `json:"what"`
	Due    int64       `json:"due"`             // Unix milliseconds
	Remind int64       `json:"remind,omitzero"` // Unix milliseconds, 0 = not; staff only
	Text   string      `json:"text,omitempty"`  // the agent's words it was read from; staff only
}

// AlarmStep is how far a promise has run. The list is closed.
type AlarmStep string

// The closed list of steps.
const (
	AlarmRemind AlarmStep = "remind" // due soon; staff only
	AlarmBreach AlarmStep = "breach" // broken: the customer is told, the supervisor is asked
)

// Alarm says that a promise is due soon or broken.
type Alarm struct {
	What PromiseKind `json:"what"`
	Step AlarmStep   `json:"step"`
}

// Clock is a promise of a case and how far it has run. Next is when it is due
// for its next Alarm, zero where none is to come.
type Clock struct {
	What     PromiseKind `json:"what"`
	Due      time.Time   `json:"due"`
	Remind   time.Time   `json:"remind,omitzero"`
	Made     time.Time   `json:"made,omitzero"` // of an own promise: when he said it
	Met      time.Time   `json:"met,omitzero"`  // zero = not yet
	Reminded bool        `json:"reminded,omitempty"`
	Breached bool        `json:"breached,omitempty"`
}

// Next returns when c is due for its next alarm, and which; zero where it is met
// or has no alarm to come.
func (c Clock) Next() (time.Time, AlarmStep) {
	switch {
	case !c.Met.IsZero() || c.Breached:
		return time.Time{}, ""
	case !c.Reminded && !c.Remind.IsZero() && c.Remind.Before(c.Due):
		return c.Remind, AlarmRemind
	}
	return c.Due, AlarmBreach
}

// Kind implements Payload.
func (Promise) Kind() Kind { return KindPromise }

// Kind implements Payload.
func (Alarm) Kind() Kind { return KindAlarm }
