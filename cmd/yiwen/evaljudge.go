package main

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"yiwen/bot"
	"yiwen/bot/chat"
	"yiwen/bot/rehearse"
	"yiwen/knowledge/eval"
)

// judge asks the whole engine of a content and compares what comes with what
// should come. It is for one goroutine.
type judge struct {
	stage  *rehearse.Stage
	pause  time.Duration // of a dialogue between turns that say no other
	done   func(int)     // called after each message
	misses []miss
}

// usualPause is how long a customer takes to read an answer and to write again.
const usualPause = 15 * time.Second

// miss is something that came out wrong.
type miss struct {
	Set  string `json:"set"`
	Case string `json:"case,omitempty"` // of a dialogue: its id and turn
	Text string `json:"text"`
	Want string `json:"want"`
	Got  string `json:"got"`
}

// say sends a message and returns what came of it.
func (j *judge) say(ctx context.Context, q question) (r reply, err error) {
	err = ask(ctx, j.stage, q, func(got reply) error { r = got; return nil })
	if err != nil {
		return r, fmt.Errorf("ask %q: %w", q.Text, err)
	}
	j.done(1)
	return r, nil
}

func (j *judge) missed(m miss) { j.misses = append(j.misses, m) }

// turns asks each question as the first of a conversation.
func (j *judge) turns(ctx context.Context, queries []eval.Query) ([]eval.Turn, error) {
	out := make([]eval.Turn, 0, len(queries))
	for _, q := range queries {
		r, err := j.say(ctx, question{Text: q.Text})
		if err != nil {
			return nil, err
		}
		t := eval.Turn{Query: q, Outcome: string(r.Outcome), Spoke: r.Outcome == bot.OutcomeAnswer, Entry: r.Entry, Offered: r.offered}
		if right := slices.Contains(q.Right, r.Entry); len(q.Right) > 0 && !(t.Spoke && right) || len(q.Right) == 0 && t.Spoke {
			j.missed(miss{Set: "turns", Text: q.Text, Want: strings.Join(q.Right, "|"), Got: r.brief()})
		}
		out = append(out, t)
	}
	return out, nil
}

// brief is what came of a turn in a few words.
func (r reply) brief() string {
	parts := []string{string(r.Outcome)}
	switch {
	case r.Entry != "":
		parts = append(parts, r.Entry)
	case len(r.offered) > 0:
		parts = append(parts, strings.Join(r.offered, "|"))
	}
	if r.Reason != "" {
		parts = append(parts, "("+r.Reason+")")
	}
	return strings.Join(parts, " ")
}

// moods asks each message as the first of a conversation.
func (j *judge) moods(ctx context.Context, set []judgedMood) ([]eval.Felt, error) {
	out := make([]eval.Felt, 0, len(set))
	for _, m := range set {
		r, err := j.say(ctx, question{Text: m.Text})
		if err != nil {
			return nil, err
		}
		f := eval.Felt{Label: m.Label, Got: r.felt(), Tags: m.Tags}
		if f.Got != f.Label {
			j.missed(miss{Set: "mood", Text: m.Text, Want: f.Label, Got: fmt.Sprintf("%s %.2f %s", f.Got, r.Mood.Score, r.evidence())})
		}
		out = append(out, f)
	}
	return out, nil
}

// felt is the mood that the bot acted on: a message that it handed off, for
// whatever reason, was one for a person.
func (r reply) felt() string {
	switch {
	case r.Outcome == bot.OutcomeHandoff:
		return eval.Handoff
	case r.Mood.Label == chat.MoodCalm:
		return eval.Calm
	}
	return eval.Uneasy
}

// evidence is what the mood was heard by.
func (r reply) evidence() string {
	var parts []string
	for _, e := range r.Mood.Evidence {
		parts = append(parts, fmt.Sprintf("%s (%s %.2f)", e.Text, e.Class, e.Weight))
	}
	return strings.Join(parts, ", ")
}

// persons asks each phrase as the first of a conversation and counts those that
// came to what is wanted: taken for a request for a person, or not.
func (j *judge) persons(ctx context.Context, phrases []string, wanted bool) (eval.Share, error) {
	var s eval.Share
	set := map[bool]string{true: "persons", false: "not-persons"}[wanted]
	for _, p := range phrases {
		r, err := j.say(ctx, question{Text: p})
		if err != nil {
			return s, err
		}
		asked := r.Outcome == bot.OutcomeHandoff && r.Reason == string(chat.ReasonAsked)
		s.Add(asked == wanted)
		if asked != wanted {
			j.missed(miss{Set: set, Text: p, Want: map[bool]string{true: "handoff (asked)", false: "anything else"}[wanted], Got: r.brief()})
		}
	}
	return s, nil
}

// upset asks each message as the first of a conversation.
func (j *judge) upset(ctx context.Context, set []judgedUpset) ([]eval.Scored, error) {
	out := make([]eval.Scored, 0, len(set))
	for _, u := range set {
		r, err := j.say(ctx, question{Text: u.Text})
		if err != nil {
			return nil, err
		}
		out = append(out, eval.Scored{Upset: u.Label != eval.Calm, Score: r.Mood.Score, Weight: u.weight()})
	}
	return out, nil
}

// dialogueReport is how many of the expectations were met.
type dialogueReport struct {
	Dialogues eval.Share `json:"dialogues"` // all of whose expectations were met
	Met       eval.Share `json:"expectations"`
	Already   int        `json:"already_with_people"` // met because a person was called for before
}

// dialogues runs each as a conversation of its own.
func (j *judge) dialogues(ctx context.Context, set []dialogue) (dialogueReport, error) {
	var rep dialogueReport
	for i, d := range set {
		whole := true
		at := j.stage.Opening()
		handed := false // a person was called for in an earlier turn
		for n, t := range d.Turns {
			at = at.Add(t.pause(j.pause))
			r, err := j.say(ctx, question{Text: t.User, Conversation: fmt.Sprintf("dialogue %d", i), At: at})
			if err != nil {
				return rep, fmt.Errorf("dialogue %q, turn %d: %w", d.ID, n, err)
			}
			for _, h := range d.Expect {
				if *h.After != n {
					continue
				}
				met := h.met(r)
				if !met && handed && slices.Contains(h.allowed(), bot.OutcomeHandoff) {
					met = true
					rep.Already++
				}
				rep.Met.Add(met)
				if whole = whole && met; !met {
					j.missed(miss{Set: "dialogues", Case: fmt.Sprintf("%s %d", d.ID, n), Text: t.User, Want: h.String(), Got: r.brief()})
				}
			}
			handed = handed || r.Outcome == bot.OutcomeHandoff
		}
		rep.Dialogues.Add(whole)
	}
	return rep, nil
}

// met reports whether r is what was hoped for.
func (h hope) met(r reply) bool {
	if !slices.Contains(h.allowed(), r.Outcome) {
		return false
	}
	if len(h.IDs) == 0 {
		return true
	}
	switch r.Outcome {
	case bot.OutcomeAnswer:
		return slices.Contains(h.IDs, r.Entry)
	case bot.OutcomeClarify:
		// A question back that asks again about a right entry offers no list.
		return slices.Contains(h.IDs, r.Entry) || slices.ContainsFunc(r.offered, func(id string) bool { return slices.Contains(h.IDs, id) })
	}
	return true
}

// String is the hope in a few words.
func (h hope) String() string {
	var parts []string
	for _, o := range h.allowed() {
		parts = append(parts, string(o))
	}
	return strings.TrimSpace(strings.Join(parts, "|") + " " + strings.Join(h.IDs, "|"))
}
