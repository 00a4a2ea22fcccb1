package bot

import (
	"slices"
	"strings"

	"yiwen/bot/chat"
)

// hotMost bounds the hot questions below a fallback.
const hotMost = 3

// message is what the bot says for a decision; an empty text is nothing.
func (t *turn) message(d Decision, waiting bool) chat.Message {
	r := t.content.Replies
	m := chat.Message{Re: t.ack, Ticket: string(d.Ticket)}
	switch d.Outcome {
	case OutcomeAnswer:
		if m.Text = t.answered(d); len(d.Offer) > 0 {
			m.Text, m.Choices = m.Text+"\n\n"+r.Rest, t.choices(d.Offer)
		} else if severity(t.content.Entries[d.Entry]) == chat.SeverityUrgent {
			m.Choices = t.choices(nil) // theft and fraud: people are one tap away
		}
		if d.Ticket != "" {
			m.Choices = t.ticketChoices()
		}
	case OutcomeClarify:
		m.Text, m.Choices = r.Clarify, t.choices(d.Offer)
		switch {
		case d.Which:
			m.Text = r.Which
		case len(d.Filled) > 0:
			m.Text, m.Choices = t.collected(d), t.choices(r.Hot[:min(len(r.Hot), hotMost)])
		case d.Repeat:
			e := t.content.Entries[d.Entry]
			m.Text = strings.NewReplacer("{question}", e.Question, "{short}", lead(e.Answer)).Replace(r.Repeat)
		}
	case OutcomeCollect:
		m.Text, m.Choices = t.collected(d), t.choices(nil)
		if d.Pictured && d.Entry == "" {
			m.Choices = t.choices(r.Hot[:min(len(r.Hot), hotMost)])
		}
	case OutcomeSmalltalk:
		m.Text = t.small(d)
	case OutcomeHandoff:
		m.Text = t.handoffSentence(d.Reason, waiting)
	case OutcomeFallback:
		m.Text, m.Choices = r.Fallback, t.choices(r.Hot[:min(len(r.Hot), hotMost)])
		if d.Denied {
			m.Text, m.Choices = r.Denied, t.choices(nil)
		}
		if waiting {
			m.Text, m.Choices = r.WaitingStill, nil
		}
	}
	if d.Mood.Label != chat.MoodCalm && d.Outcome != OutcomeHandoff && d.Outcome != OutcomeSmalltalk && !waiting {
		m.Text = r.Uneasy + "\n\n" + m.Text
		if len(m.Choices) == 0 {
			m.Choices = t.choices(nil)
		}
	}
	if waiting {
		m.Choices = slices.DeleteFunc(slices.Clone(m.Choices), func(c chat.Choice) bool { return c.Key == choicePerson })
	}
	return m
}

// answered is the text of an answer: a rule's own, a sentence of the last one, or
// that of one entry or two.
func (t *turn) answered(d Decision) string {
	r := t.content.Replies
	switch {
	case d.Reply != "":
		return d.Reply
	case d.Point != "":
		return strings.ReplaceAll(r.Point, "{sentence}", d.Point)
	}
	text := strings.TrimSpace(t.content.Entries[d.Entry].Answer)
	if also, ok := t.content.Entries[d.Also]; ok {
		text += "\n\n" + strings.ReplaceAll(r.Also, "{question}", also.Question) + "\n" + strings.TrimSpace(also.Answer)
	}
	return text
}

// lead returns the first sentence of an answer that says something: one that
// ends with a colon only announces the next.
func lead(answer string) string {
	all := lines(answer)
	for _, l := range all {
		if bare := strings.TrimRight(l, "* "); !strings.HasSuffix(bare, "：") && !strings.HasSuffix(bare, ":") {
			return l
		}
	}
	return strings.Join(all, " ")
}

func (t *turn) handoffSentence(reason chat.Reason, waiting bool) string {
	r := t.content.Replies
	switch {
	case waiting:
		return r.Waiting
	case reason == chat.ReasonMood:
		return r.HandoffMood
	case reason == chat.ReasonRule:
		return r.HandoffRule
	case reason == chat.ReasonUnresolved:
		return r.HandoffStuck
	case reason == chat.ReasonCollected:
		return r.HandoffReady
	}
	return r.HandoffAsked
}

// choices offers entries by their standard questions, and a person.
func (t *turn) choices(entries []string) []chat.Choice {
	var cs []chat.Choice
	for _, id := range entries {
		cs = append(cs, chat.Choice{Key: id, Label: t.content.Entries[id].Question})
	}
	return append(cs, chat.Choice{Key: choicePerson, Label: t.content.Replies.Person})
}

// small picks a reply to small talk: by the seq, so that the same thing said
// again is not met with the same words, and a replay says the same.
func (t *turn) small(d Decision) string {
	if len(d.Small) == 0 {
		return t.content.Replies.Welcome
	}
	return d.Small[int(t.ack)%len(d.Small)]
}
