package bot

import (
	"yiwen/bot/text"
)

// Explained is how a text is read before anything is made of it: what a Trace
// leaves out because every message would carry it.
type Explained struct {
	Norm      string           `json:"norm"`
	Tokens    []ExplainedToken `json:"tokens"`
	Respelled []Respelled      `json:"respelled,omitempty"`
}

// ExplainedToken is a word of the normal form. Start and End are runes of the
// text as it was typed.
type ExplainedToken struct {
	Text      string      `json:"text"`
	Start     int         `json:"start"`
	End       int         `json:"end"`
	From      text.Source `json:"from"`                // why it is a word; empty where the segmenter cannot say
	Respelled string      `json:"respelled,omitempty"` // what was typed for it, where that was something else
	Stop      bool        `json:"stop,omitempty"`      // a stop word: it says nothing of the matter
}

// Respelled is what was typed (From) for something else (To), which was read in
// its place.
type Respelled struct {
	From string `json:"from"`
	To   string `json:"to"`
}

// Explain says how said is read with this content: its normal form, the words it
// is cut into and where they come from, and what was read as something else. It
// searches nothing and blocks for two cuts of the text.
func (c *Content) Explain(said string) Explained {
	a := text.Analyse(said, c.Segment)
	x := Explained{Norm: a.Norm, Tokens: make([]ExplainedToken, len(a.Tokens)), Respelled: respelled(a)}
	for i, t := range a.Tokens {
		start, end := a.RawRunes(t.Start, t.End)
		x.Tokens[i] = ExplainedToken{Text: t.Text, Start: start, End: end, Respelled: typedFor(a, start, end), Stop: a.Stops(i)}
	}
	if by, ok := c.Segment.(text.Sourcer); ok {
		for i, from := range by.Sources(a.Norm, a.Tokens) {
			x.Tokens[i].From = from
		}
	}
	return x
}

// respelled is what of a was read as something else.
func respelled(a *text.Analysis) (out []Respelled) {
	for _, r := range a.Respelled {
		out = append(out, Respelled{From: r.From, To: r.To})
	}
	return out
}

// typedFor returns what was typed at the runes [start, end) of a, where some of
// it was read as something else; else "".
func typedFor(a *text.Analysis, start, end int) string {
	for _, r := range a.Respelled {
		if r.Start < end && start < r.End {
			return a.RawText(start, end)
		}
	}
	return ""
}
