package bot

import (
	"context"
	"slices"
	"strings"
	"unicode/utf8"

	"yiwen/bot/chat"
	"yiwen/handoff/ticket"
	"yiwen/intents"
)

const (
	// storyMost and storyRunes bound the customer's last words in a ticket, in
	// messages and in runes.
	storyMost, storyRunes = 6, 500
	// filesMost and triedMost bound the pictures and the answers of the case.
	filesMost, triedMost = 9, 5
)

// info is what the bot knows of the matter: what an agent would ask for first. It
// is read from what the case named and from the end of the log, where the codes of
// cards are masked already.
func (t *turn) info(ctx context.Context) (ticket.Info, error) {
	var i ticket.Info
	for _, e := range t.memory.Entities { // newest last
		switch e.Name {
		case intents.EntityOrder:
			i.OrderNo = e.Value
		case intents.EntityTime:
			i.When = e.Text
		case intents.EntityAmount:
			i.Amount = e.Text
		case intents.EntityError:
			i.Error = e.Text
		}
	}
	before := t.conversation.Seq - chat.Seq(len(t.events))
	events, err := t.log.Events(ctx, t.conversation.ID, max(0, before-lookBack), lookBack)
	if err != nil {
		return i, err
	}
	var said []string
	for _, e := range slices.Concat(events, t.events) {
		if p, ok := e.Payload.(chat.Filled); ok && e.Case == t.conversation.Case.Number {
			i.Tried = append(i.Tried, newest(steps(p.Values), triedMost)...)
			for _, a := range p.Attachments {
				i.Files = append(i.Files, a.ID)
			}
		}
		m, ok := e.Payload.(chat.Message)
		if !ok || e.Recalled || e.Case != t.conversation.Case.Number {
			continue
		}
		switch e.From.Kind {
		case chat.Customer:
			if m.Text != "" && m.Choice == "" && !t.content.Replies.asks(m.Text) {
				said = append(said, m.Text)
			}
			if m.Card != nil && m.Card.Kind == chat.CardGoods {
				said = append(said, "商品："+m.Card.Title)
			}
			for _, a := range m.Attachments {
				i.Files = append(i.Files, a.ID)
			}
		case chat.Bot:
			if q := t.content.Entries[answeredEntry(e.Trace)].Question; q != "" && !slices.Contains(i.Tried, q) {
				i.Tried = append(i.Tried, q)
			}
		}
	}
	i.Story = story(said)
	if known := slotLines(t.lines); known != "" {
		i.Story = cut(strings.TrimSpace(known+"\n"+i.Story), 2*storyRunes)
	}
	i.Files, i.Tried = newest(i.Files, filesMost), newest(i.Tried, triedMost)
	return i, nil
}

// story joins the last of what was said, whole messages where they fit.
func story(said []string) string {
	said = newest(said, storyMost)
	for len(said) > 1 && utf8.RuneCountInString(strings.Join(said, "\n")) > storyRunes {
		said = said[1:]
	}
	return cut(strings.Join(said, "\n"), storyRunes)
}

// newest returns the last n of list.
func newest[T any](list []T, n int) []T { return list[max(0, len(list)-n):] }

// phone returns the digits of a phone number as it is typed, or "" where it is
// none.
func phone(s string) string {
	digits := strings.Map(func(r rune) rune {
		if r >= '０' && r <= '９' {
			r += '0' - '０'
		}
		if r < '0' || r > '9' {
			return -1
		}
		return r
	}, s)
	if utf8.RuneCountInString(s) > 32 || len(digits) < 7 || len(digits) > 20 {
		return ""
	}
	return digits
}

// maskPhone hides all but the ends of a phone number.
func maskPhone(digits string) string {
	n := len(digits)
	return digits[:max(0, min(3, n-8))] + "****" + digits[n-4:]
}
