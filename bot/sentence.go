package bot

import (
	"hash/fnv"
	"slices"

	"yiwen/bot/chat"
)

// Sentence is a sentence of the bot, in one wording or in several.
type Sentence = chat.Sentence

// spokenMost is how many wordings a conversation remembers to have heard: more
// than it hears of any sentence before that comes round again.
const spokenMost = 32

// pick returns the wording of s whose turn it is in the conversation, the one
// heard longest ago, and notes that it is heard now: none is heard twice running.
// A sentence of one wording leaves no note.
func (t *turn) pick(s Sentence) string {
	if len(s) < 2 {
		return s.First()
	}
	best, last := "", spokenMost
	for _, w := range s {
		if at := slices.Index(t.memory.Spoken, wording(w)); at < last {
			best, last = w, at
		}
	}
	heard := wording(best)
	spoken := slices.DeleteFunc(slices.Clone(t.memory.Spoken), func(o uint32) bool { return o == heard })
	t.memory.Spoken = newest(append(spoken, heard), spokenMost)
	return best
}

// wording names a wording in the memory.
func wording(s string) uint32 {
	h := fnv.New32a()
	_, _ = h.Write([]byte(s)) // never fails
	return h.Sum32()
}

// Placeholders returns what is filled in where the sentence of a name, as in
// replies.yaml, has it in braces; nil for one in which nothing is.
func Placeholders(name string) []string {
	switch name {
	case "collect":
		return []string{"known", "missing"}
	case "kept", "noted", "pictured", "info_filled":
		return []string{"known"}
	case "partial":
		return []string{"known", "missing"}
	case "also":
		return []string{"question"}
	case "pictured_about":
		return []string{"question", "known"}
	case "point":
		return []string{"sentence"}
	case "repeat":
		return []string{"question", "short"}
	case "transferred":
		return []string{"team"}
	case "off_hours", "off_hours_again":
		return []string{"number", "when"}
	case "off_hours_form":
		return []string{"when"}
	case "ticketed", "ticket_added", "ticket_unknown", "handoff_ticket":
		return []string{"number"}
	case "flow_confirm":
		return []string{"flow", "summary"}
	case "flow_retry":
		return []string{"label", "example"}
	case "flow_change", "flow_resume", "flow_left":
		return []string{"flow"}
	case "ticket_state":
		return []string{"number", "state", "news"}
	}
	return nil
}
