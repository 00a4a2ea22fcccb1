package bot

import (
	"encoding/json"
	"hash/fnv"
	"slices"
)

// Sentence is a sentence of the bot, in one wording or in several that it takes in
// turn. In YAML and JSON it is a text or a list of texts, and is written in the
// shorter form.
type Sentence []string

// First is the first wording, for what is said outside of a conversation.
func (s Sentence) First() string {
	if len(s) == 0 {
		return ""
	}
	return s[0]
}

// UnmarshalYAML reads a text or a list.
func (s *Sentence) UnmarshalYAML(decode func(any) error) error { return s.read(decode) }

// UnmarshalJSON reads a text or a list.
func (s *Sentence) UnmarshalJSON(b []byte) error {
	return s.read(func(v any) error { return json.Unmarshal(b, v) })
}

func (s *Sentence) read(decode func(any) error) error {
	var list []string
	var one string
	if decode(&one) == nil {
		if *s = nil; one != "" {
			*s = Sentence{one}
		}
		return nil
	}
	if err := decode(&list); err != nil {
		return err
	}
	*s = list
	return nil
}

// MarshalYAML writes the shorter form.
func (s Sentence) MarshalYAML() (any, error) { return s.short(), nil }

// MarshalJSON writes the shorter form.
func (s Sentence) MarshalJSON() ([]byte, error) { return json.Marshal(s.short()) }

func (s Sentence) short() any {
	if len(s) > 1 {
		return []string(s)
	}
	return s.First()
}

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
	case "kept", "noted", "pictured":
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
	case "ticket_state":
		return []string{"number", "state", "news"}
	}
	return nil
}
