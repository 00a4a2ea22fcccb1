package chat

// Offered shows a waiting case to one agent, who may accept it until then. It
// and Declined are for staff only: to the customer nothing has changed.
type Offered struct {
	Agent   string  `json:"agent"` // shown name
	AgentID AgentID `json:"agent_id"`
	Until   int64   `json:"until"`         // Unix milliseconds
	Why     string  `json:"why,omitempty"` // why he, in Chinese
}

// Declined puts an offered case back in the line: the agent refused it, or let
// the offer lapse.
type Declined struct {
	AgentID AgentID `json:"agent_id"`
	Reason  string  `json:"reason,omitempty"` // in the agent's words
	Lapsed  bool    `json:"lapsed,omitzero"`
}

// Transferred puts a case in the line for another team or for one agent. The
// customer is told that he is being passed on, and to which team.
type Transferred struct {
	Team    TeamID  `json:"team,omitempty"`     // none = the team stays
	Agent   string  `json:"agent,omitempty"`    // shown name; staff only
	AgentID AgentID `json:"agent_id,omitempty"` // staff only
	Note    string  `json:"note,omitempty"`     // staff only
	Bonuses []Bonus `json:"bonuses,omitempty"`  // all that the case now has; staff only
}

// Raised changes how far ahead a waiting case stands, for staff only. Customers
// hear of their place in the line by other means.
type Raised struct {
	Mood     MoodLabel `json:"mood,omitempty"`     // none = as before
	Severity Severity  `json:"severity,omitempty"` // none = as before
	Bonuses  []Bonus   `json:"bonuses,omitempty"`  // all that the case now has
	// Detail is what is behind a new mood; nil = as before.
	Detail *HandoffDetail `json:"detail,omitempty"`
}

// Snoozed parks a case that an agent owns. It and Woken are for staff only: the
// customer keeps his agent, and his next word ends the snooze.
type Snoozed struct {
	Until int64 `json:"until"` // Unix milliseconds
}

// Woken ends a snooze that is over, or that the agent ends by hand.
type Woken struct{}

// Whisper is a supervisor's text to the agent who owns the case, for staff only.
type Whisper struct {
	Text string `json:"text"`
}

// Ticketed makes a ticket of the case. A customer who waits leaves the line with
// its number.
type Ticketed struct {
	Number string `json:"number"`
}

// Kind implements Payload.
func (Offered) Kind() Kind { return KindOffered }

// Kind implements Payload.
func (Declined) Kind() Kind { return KindDeclined }

// Kind implements Payload.
func (Transferred) Kind() Kind { return KindTransferred }

// Kind implements Payload.
func (Raised) Kind() Kind { return KindRaised }

// Kind implements Payload.
func (Snoozed) Kind() Kind { return KindSnoozed }

// Kind implements Payload.
func (Woken) Kind() Kind { return KindWoken }

// Kind implements Payload.
func (Whisper) Kind() Kind { return KindWhisper }

// Kind implements Payload.
func (Ticketed) Kind() Kind { return KindTicketed }
