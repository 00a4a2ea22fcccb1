package chat

import "encoding/json"

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
