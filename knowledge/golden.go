package knowledge

import "slices"

// The closed list of what a golden question may want.
const (
	WantsEntry   = ""        // Entry answers it; where that is empty, no entry does
	WantsOffer   = "offer"   // Entry answers it, or is the first that a question back offers
	WantsHandoff = "handoff" // people see to it
)

// Came is what the bot made of a question.
type Came struct {
	Outcome  string // "answer", "clarify", "collect", "handoff", "smalltalk", "fallback"
	Entry    string // that answered; empty where none did
	Also     string // the second entry that answered, where two things were asked
	Offered  []string
	Question string // the standard question of Entry or, where it is empty, of the first of Offered
	Score    float64
}

// Passes reports whether what came of the question is what it wants.
//
// What wants an entry passes where that entry answers outright, alone or beside
// another: a question back costs the customer a turn, and whoever is content with
// one says so with WantsOffer. What names no entry passes where no entry answers
// outright: small talk, a question back, a rule's own words, a person and 'I do
// not know' are all right, because only a wrong answer is worse than a question.
// WantsHandoff passes where the bot calls a person in, whatever it is about.
func (g Golden) Passes(c Came) bool {
	answered := c.Outcome == "answer" && c.Entry != ""
	switch g.Wants {
	case WantsHandoff:
		return c.Outcome == "handoff"
	case WantsOffer:
		if c.Outcome == "clarify" && slices.Index(c.Offered, g.Entry) == 0 {
			return true
		}
	}
	if g.Entry == "" {
		return !answered
	}
	return answered && (c.Entry == g.Entry || c.Also == g.Entry)
}
