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
	m := chat.Message{Re: t.ack, Ticket: string(d.Ticket), Vote: d.judged()}
	switch d.Outcome {
	case OutcomeAnswer:
		m.Text, m.Choices = t.answering(d)
	case OutcomeClarify:
		switch m.Choices = t.choices(d.Offer); {
		case d.Which:
			m.Text = t.pick(r.Which)
		case len(d.Filled) > 0:
			m.Text, m.Choices = t.collected(d), t.hot()
		case d.Repeat:
			short := lead(t.answerOf(d.Entry))
			m.Text = strings.NewReplacer("{question}", t.content.Entries[d.Entry].Question, "{short}", short).Replace(t.pick(r.Repeat))
		default:
			m.Text = t.pick(r.Clarify)
		}
	case OutcomeCollect:
		if d.Dialogue != "" && !d.Pictured {
			break
		}
		m.Text, m.Choices = t.collected(d), t.choices(nil)
		if d.Entry == "" {
			m.Choices = t.hot()
		}
	case OutcomeSmalltalk:
		if d.Rephrase {
			m.Text, m.Choices = t.pick(r.Denied), t.choices(nil)
		} else {
			m.Text = t.small(d)
		}
	case OutcomeHandoff:
		if m.Text = d.Reply; m.Text == "" {
			m.Text = t.handoffSentence(d.Reason, waiting)
		}
	case OutcomeFallback:
		switch {
		case waiting:
			m.Text = t.pick(r.WaitingStill)
		case d.Denied:
			m.Text, m.Choices = t.pick(r.Denied), t.choices(nil)
		default:
			m.Text, m.Choices = t.pick(r.Fallback), t.hot()
		}
	}
	t.converse(d, &m)
	if d.Mood.Label != chat.MoodCalm && d.Outcome != OutcomeHandoff && d.Outcome != OutcomeSmalltalk && !waiting {
		m.Text = t.pick(r.Uneasy) + "\n\n" + m.Text
		if len(m.Choices) == len(d.Related) { // none, or only where to go on
			m.Choices = append(m.Choices, t.person())
		}
	}
	if waiting {
		m.Choices = slices.DeleteFunc(slices.Clone(m.Choices), func(c chat.Choice) bool { return c.Key == choicePerson })
	}
	return m
}

// answering is an answer with the choices below it: what else was asked, or where to
// go on.
func (t *turn) answering(d Decision) (string, []chat.Choice) {
	r, s := t.content.Replies, t.answered(d)
	var cs []chat.Choice
	switch {
	case d.Ticket != "":
		return s, t.ticketChoices()
	case len(d.Offer) > 0:
		return s + "\n\n" + t.pick(r.Rest), t.choices(d.Offer)
	case len(d.Related) > 0:
		s, cs = s+"\n\n"+t.pick(r.Related), t.entries(d.Related)
	}
	if severity(t.content.Entries[d.Entry]) == chat.SeverityUrgent {
		cs = append(cs, t.person()) // theft and fraud: people are one tap away
	}
	return s, cs
}

// answerOf is the answer of an entry for the customer's site.
func (t *turn) answerOf(entry string) string {
	return strings.TrimSpace(t.content.Entries[entry].AnswerAt(string(t.conversation.Site)))
}

// answered is the text of an answer: a rule's own, a sentence of the last one, or
// that of one entry or two.
func (t *turn) answered(d Decision) string {
	r := t.content.Replies
	switch {
	case d.Question != "" && d.Dialogue == DialogueDone:
		return d.Reply + "\n\n" + t.also(d.Entry)
	case d.Reply != "":
		return d.Reply
	case d.Point != "":
		return strings.ReplaceAll(t.pick(r.Point), "{sentence}", d.Point)
	}
	text := t.answerOf(d.Entry)
	if t.content.Entries[d.Also].ID != "" {
		text += "\n\n" + t.also(d.Also)
	}
	return text
}

// also is the answer of an entry below something else.
func (t *turn) also(entry string) string {
	return strings.ReplaceAll(t.pick(t.content.Replies.Also), "{question}", t.content.Entries[entry].Question) + "\n" + t.answerOf(entry)
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
		return t.pick(r.Waiting)
	case reason == chat.ReasonMood:
		return t.pick(r.HandoffMood)
	case reason == chat.ReasonRule:
		return t.pick(r.HandoffRule)
	case reason == chat.ReasonUnresolved:
		return t.pick(r.HandoffStuck)
	case reason == chat.ReasonCollected:
		return t.pick(r.HandoffReady)
	}
	return t.pick(r.HandoffAsked)
}

// choices offers entries by their standard questions, and a person.
func (t *turn) choices(entries []string) []chat.Choice { return append(t.entries(entries), t.person()) }

// hot offers the hot questions, and a person.
func (t *turn) hot() []chat.Choice {
	_, hot := t.content.greets(t.conversation.Site, t.conversation.Page, t.now)
	hot = slices.DeleteFunc(slices.Clone(hot), func(id string) bool { return t.content.Closed(id) != "" || t.content.Entries[id].ID == "" })
	return t.choices(hot[:min(len(hot), hotMost)])
}

// entries offers entries by their standard questions.
func (t *turn) entries(ids []string) (cs []chat.Choice) {
	for _, id := range ids {
		cs = append(cs, chat.Choice{Key: id, Label: t.content.Entries[id].Question})
	}
	return cs
}

// person is the choice of a person.
func (t *turn) person() chat.Choice {
	return chat.Choice{Key: choicePerson, Label: t.content.Replies.Person}
}

// small picks a reply to small talk.
func (t *turn) small(d Decision) string {
	if len(d.Small) == 0 {
		return t.content.Replies.Welcome.First()
	}
	return t.pick(d.Small)
}
