package wire

import "yiwen/bot/chat"

// Suggest asks which published questions its sender may be typing. Text is what
// stands in his input; it is no message, and nobody else is shown it.
type Suggest struct {
	Head
	Text string `json:"text"`
}

// Type implements Frame.
func (*Suggest) Type() Type { return TypeSuggest }

// check cuts rather than refuses: whoever goes on typing beyond the limit is not
// typing a question of ours, and must not be told of an error for it.
func (f *Suggest) check() *Error {
	f.Text = cut(f.Text, MaxPreview)
	return nil
}

// Suggestions answers a Suggest, best first; none is an answer.
type Suggestions struct {
	ID        chat.ClientID  `json:"id"`
	Questions []QuestionHint `json:"questions"`
}

// QuestionHint is a published question that somebody may be typing.
type QuestionHint struct {
	ID       string `json:"id"` // of its entry
	Question string `json:"question"`
	// Mark are the runes of Question that are what was typed, from the first up to
	// the second; nil where they are in another wording of it.
	Mark []int `json:"mark,omitempty"`
}

func (Suggestions) answer() Type { return "suggestions" }
