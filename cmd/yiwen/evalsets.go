package main

import (
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"yiwen/bot"
	"yiwen/bot/chat"
	"yiwen/bot/fault"
	"yiwen/knowledge/eval"
)

// judgedMood is a line of a mood set.
type judgedMood struct {
	Text  string   `json:"text"`
	Label string   `json:"label"`
	Tags  []string `json:"tags"`
}

func readMoods(path string) ([]judgedMood, error) {
	return readSet(path, func(b []byte) (m judgedMood, err error) {
		if err := decodeLine(b, &m); err != nil {
			return m, err
		}
		if !slices.Contains([]string{eval.Calm, eval.Uneasy, eval.Handoff}, m.Label) {
			return m, fault.New(fault.Invalid, `"label" is %q; it wants calm, uneasy or handoff`, m.Label)
		}
		return m, sayable(m.Text)
	})
}

// judgedUpset is a line of a set of upset and calm messages. Weight is how many
// messages it stands for; none is one.
type judgedUpset struct {
	Text   string   `json:"text"`
	Label  string   `json:"label"`
	Weight *float64 `json:"weight"`
}

func (u judgedUpset) weight() float64 {
	if u.Weight == nil {
		return 1
	}
	return *u.Weight
}

func readUpset(path string) ([]judgedUpset, error) {
	return readSet(path, func(b []byte) (u judgedUpset, err error) {
		if err := decodeLine(b, &u); err != nil {
			return u, err
		}
		switch {
		case u.Label != "upset" && u.Label != eval.Calm:
			return u, fault.New(fault.Invalid, `"label" is %q; it wants upset or calm`, u.Label)
		case u.weight() <= 0:
			return u, fault.New(fault.Invalid, `"weight" is %v; it wants a number over 0`, u.weight())
		}
		return u, sayable(u.Text)
	})
}

// readPhrases reads a message a line.
func readPhrases(path string) ([]string, error) {
	return readSet(path, func(b []byte) (string, error) {
		if !utf8.Valid(b) {
			return "", fault.New(fault.Invalid, "the line is not UTF-8")
		}
		return string(b), sayable(string(b))
	})
}

// dialogue is a conversation with what should come of it.
type dialogue struct {
	ID     string      `json:"id"`
	Title  string      `json:"title"`
	Turns  []utterance `json:"turns"`
	Expect []hope      `json:"expect"`
}

// utterance is a customer's message and how long it comes after the one before.
type utterance struct {
	User  string   `json:"user"`
	After *float64 `json:"after_s"` // seconds; none = the usual pause
}

// hope is what should come of a turn.
type hope struct {
	After   *int          `json:"after_turn"` // from 0
	Outcome bot.Outcome   `json:"outcome"`
	AlsoOK  []bot.Outcome `json:"also_ok"`
	IDs     []string      `json:"ids"` // with an answer or a question back: one of them
	Note    string        `json:"note"`
}

// allowed are the outcomes that are right.
func (h hope) allowed() []bot.Outcome { return append([]bot.Outcome{h.Outcome}, h.AlsoOK...) }

// outcomes are all that a turn may come to.
func outcomes() []bot.Outcome {
	return []bot.Outcome{
		bot.OutcomeAnswer, bot.OutcomeClarify, bot.OutcomeCollect, bot.OutcomeHandoff, bot.OutcomeSmalltalk, bot.OutcomeFallback,
	}
}

// maxPause is the longest that a dialogue may pause, in seconds: a year.
const maxPause = 365 * 24 * 3600

// readDialogues reads conversations; known are the ids that they may name.
func readDialogues(path string, known map[string]bool) ([]dialogue, error) {
	return readSet(path, func(b []byte) (dialogue, error) { return parseDialogue(b, known) })
}

func parseDialogue(b []byte, known map[string]bool) (d dialogue, err error) {
	if err := decodeLine(b, &d); err != nil {
		return d, err
	}
	return d, d.check(known)
}

func (d *dialogue) check(known map[string]bool) error {
	if len(d.Turns) == 0 || len(d.Expect) == 0 {
		return fault.New(fault.Invalid, `wants at least one of "turns" and of "expect"`)
	}
	for i, t := range d.Turns {
		if err := sayable(t.User); err != nil {
			return fault.New(fault.Invalid, "turn %d: %w", i, err)
		}
		if t.After != nil && !(*t.After >= 0 && *t.After <= maxPause) {
			return fault.New(fault.Invalid, `turn %d: "after_s" is %v; it wants seconds from 0 to %d`, i, *t.After, maxPause)
		}
	}
	for i, h := range d.Expect {
		if h.After == nil || *h.After < 0 || *h.After >= len(d.Turns) {
			return fault.New(fault.Invalid, `expectation %d: "after_turn" wants a turn from 0 to %d`, i, len(d.Turns)-1)
		}
		for _, o := range h.allowed() {
			if !slices.Contains(outcomes(), o) {
				return fault.New(fault.Invalid, "expectation %d: %q is none of the outcomes %v", i, o, outcomes())
			}
		}
		for _, id := range h.IDs {
			if !known[id] {
				return fault.New(fault.Invalid, "expectation %d: names the entry %q, which the pack does not hold", i, id)
			}
		}
	}
	return nil
}

// pause is how long the message comes after the one before.
func (s utterance) pause(usual time.Duration) time.Duration {
	if s.After == nil {
		return usual
	}
	return time.Duration(*s.After * float64(time.Second))
}

// readSet reads a file a line at a time. One without lines is refused: a figure
// of nothing would look like one.
func readSet[T any](path string, parse func([]byte) (T, error)) ([]T, error) {
	var out []T
	err := eachFileLine(path, func(b []byte) error {
		one, err := parse(b)
		out = append(out, one)
		return err
	})
	if err == nil && len(out) == 0 {
		err = fault.New(fault.Invalid, "%s: holds nothing", path)
	}
	return out, err
}

// sayable refuses what no customer can send.
func sayable(text string) error {
	switch {
	case strings.TrimSpace(text) == "":
		return fault.New(fault.Invalid, "has no text")
	case utf8.RuneCountInString(text) > chat.MaxText:
		return fault.New(fault.Invalid, "the text is longer than %d characters", chat.MaxText)
	}
	return nil
}
