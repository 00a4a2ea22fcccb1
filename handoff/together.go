package handoff

import (
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"yiwen/bot/chat"
)

// This file folds what is said in a case beside who owns it: previews, mentions,
// helpers and what is taken back.

// previewRunes bounds the newest message that a desk list shows.
const previewRunes = 60

// What a list shows of messages without words.
const (
	shownPicture  = "[图片]"
	shownFile     = "[文件]"
	shownRecalled = "[已撤回]"
	shownOrder    = "[订单] "
	shownGoods    = "[商品] "
)

// shown is a message as a list shows it.
func shown(m chat.Message) string {
	switch {
	case m.Text != "":
		return m.Text
	case m.Card != nil && m.Card.Kind == chat.CardOrder:
		return shownOrder + m.Card.Title
	case m.Card != nil:
		return shownGoods + m.Card.Title
	case len(m.Attachments) == 0:
		return ""
	}
	if strings.HasPrefix(m.Attachments[0].Type, "image/") {
		return shownPicture
	}
	return shownFile
}

// preview keeps a message for lists: what the customer asked stands, whatever he
// answers the bot after it.
func preview(k *chat.Case, e chat.Event, m chat.Message) {
	s := clip(shown(m), previewRunes)
	b := &k.Brief
	b.Last, b.LastSeq, b.LastFrom, b.LastAt = s, e.Seq, e.From.Kind, e.At.UnixMilli()
	if e.From.Kind == chat.Customer && (!m.Answers || b.Asked == "") {
		b.Asked, b.AskedSeq = s, e.Seq
	}
}

// unsay takes a message out of what lists show. What came before it is not known
// any more, and is not made up.
func unsay(k *chat.Case, of chat.Seq) {
	b := &k.Brief
	if b.LastSeq == of {
		b.Last = shownRecalled
	}
	if b.AskedSeq == of {
		b.Asked, b.AskedSeq = "", 0
	}
	if b.QuestionSeq == of {
		b.Question, b.QuestionSeq = "", 0
	}
}

// owe has the owner owe a word as if what he has taken back had never been said:
// since the customer's newest word, or since he got the case. A promise that it met
// runs again.
func owe(k *chat.Case) {
	k.SilentSince = k.LastCustomerAt
	if k.AssignedAt.After(k.SilentSince) {
		k.SilentSince = k.AssignedAt
	}
	k.Clocks = slices.Clone(k.Clocks)
	for i, c := range k.Clocks {
		if c.What != chat.PromiseSolution && !c.Met.Before(k.SilentSince) {
			k.Clocks[i].Met = time.Time{}
		}
	}
}

// mention notes who is asked to look; who is asked already is asked once.
func mention(k *chat.Case, who []chat.AgentID) {
	for _, a := range who {
		if !slices.Contains(k.Mentioned, a) {
			k.Mentioned = append(slices.Clone(k.Mentioned), a)
		}
	}
}

// attend notes that a has looked.
func attend(k *chat.Case, a chat.AgentID) {
	if slices.Contains(k.Mentioned, a) {
		k.Mentioned = slices.DeleteFunc(slices.Clone(k.Mentioned), func(m chat.AgentID) bool { return m == a })
	}
	if len(k.Mentioned) == 0 {
		k.Mentioned = nil // nobody and no list are the same row
	}
}

func invite(k *chat.Case, p chat.Invited) {
	k.Helpers = without(k.Helpers, p.AgentID)
	if !p.Gone {
		k.Helpers = append(k.Helpers, chat.Helper{ID: p.AgentID, Name: p.Agent})
	}
}

// without returns a copy of helpers without a; nil where none is left.
func without(helpers []chat.Helper, a chat.AgentID) (rest []chat.Helper) {
	for _, h := range helpers {
		if h.ID != a {
			rest = append(rest, h)
		}
	}
	return rest
}

// clip cuts s to at most n runes, the last one an ellipsis where it was longer.
func clip(s string, n int) string {
	if len(s) <= n || utf8.RuneCountInString(s) <= n {
		return s
	}
	i := 0
	for range n - 1 {
		_, w := utf8.DecodeRuneInString(s[i:])
		i += w
	}
	return s[:i] + "…"
}
