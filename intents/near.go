package intents

import (
	"strings"

	"yiwen/bot/chat"
	"yiwen/bot/text"
)

// Near is a rule that shares words with the message and yet does not match.
type Near struct {
	ID      string `json:"id"`
	Missing string `json:"missing"` // what is not there, or is and should not be
}

// maxNear bounds the near rules that are kept of one message.
const maxNear = 5

// missing says what keeps a rule whose words were found in part from matching.
func (r *rule) missing(t *tally, entities []chat.Entity) string {
	switch {
	case t.none:
		return "none: " + clip(strings.Join(r.None, " | "))
	case len(r.Any) > 0 && !t.any:
		return "any: " + clip(strings.Join(r.Any, " | "))
	case !t.hasAll(len(r.All)):
		for i, p := range r.All {
			if t.all&(1<<i) == 0 {
				return "all: " + clip(p)
			}
		}
	}
	for _, name := range r.Entities {
		if entityNamed(entities, name) == nil {
			return "entities: " + name
		}
	}
	if len(r.regex) > 0 {
		return "regex"
	}
	return "when: " + clip(r.When)
}

// clip keeps a trace small.
func clip(s string) string { return text.Clip(s, 40) }
