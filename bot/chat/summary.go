package chat

import (
	"encoding/json"
	"fmt"
)

// Summary is what an agent says of a case when he closes it: 服务小结.
type Summary struct {
	Class  string   // what it was about: an id of the pack's classes
	Solved *bool    // nil = not said
	Tags   []string // at most a few
	Text   string
}

// summary is the JSON of a Summary that says more than a text.
type summary struct {
	Class  string   `json:"class,omitempty"`
	Solved *bool    `json:"solved,omitempty"`
	Tags   []string `json:"tags,omitempty"`
	Text   string   `json:"text,omitempty"`
}

// IsZero reports that nothing was said.
func (s Summary) IsZero() bool {
	return s.Class == "" && s.Solved == nil && len(s.Tags) == 0 && s.Text == ""
}

// MarshalJSON writes a summary of text alone as that text, which is how all of
// them were once stored, and any other as an object.
func (s Summary) MarshalJSON() ([]byte, error) {
	if s.Class == "" && s.Solved == nil && len(s.Tags) == 0 {
		return json.Marshal(s.Text)
	}
	return json.Marshal(summary(s))
}

// UnmarshalJSON reads both forms that MarshalJSON writes.
func (s *Summary) UnmarshalJSON(b []byte) error {
	if len(b) > 0 && b[0] == '"' {
		*s = Summary{}
		return json.Unmarshal(b, &s.Text)
	}
	var o summary
	if err := json.Unmarshal(b, &o); err != nil {
		return fmt.Errorf("decode summary: %w", err)
	}
	*s = Summary(o)
	return nil
}
