package bot

import (
	"slices"
	"strings"
	"unicode/utf8"

	"yiwen/bot/chat"
	"yiwen/bot/flow"
	"yiwen/bot/text"
	"yiwen/handoff"
	"yiwen/knowledge"
)

// restRunes is how many runes beside its entities a message may have and still
// be nothing but an answer to "what is your order number".
const restRunes = 6

// named returns the entities of the message, and how many runes of it are
// something else.
func (w *walk) named() (found []chat.Entity, rest int) {
	found = w.Alone.Understood.Entities
	rest = utf8.RuneCountInString(strings.Join(strings.Fields(w.Alone.Text), ""))
	for _, e := range found {
		if strings.Contains(w.Alone.Text, text.Normalise(e.Text)) { // a card names without words
			rest -= utf8.RuneCountInString(strings.Join(strings.Fields(e.Text), ""))
		}
	}
	return found, max(rest, 0)
}

// collect is the rung of a customer who names what the last topic needs: order
// number, time, amount. What is missing is asked for; with everything named the
// case goes to people, who need not ask again. A message that is sure of
// another topic has been answered on a rung before: so the customer may change
// the topic, and come back to it.
func (w *walk) collect() bool {
	found, rest := w.named()
	if len(found) == 0 && fraction(w.Alone.Text) {
		return w.partial()
	}
	unsure := len(w.Candidates) == 0 || w.Candidates[0].Score < w.Limits.Suggest
	if len(found) == 0 || (rest > restRunes && !unsure) || (w.Alone.Heard.Asks && len(numbers(found)) == 0) {
		return w.step("collect", false, "names nothing, or more than that")
	}
	topic, ok := w.needy(found)
	if !ok {
		return w.noted(found, rest)
	}
	w.Entry, w.Unresolved = topic.ID, w.Memory.Unresolved
	w.Filled = gather(w.Memory.Entities, found)
	if _, missing := flow.Split(topic.Needs, w.Filled); len(missing) > 0 || w.waiting() {
		w.Outcome, w.Missing = OutcomeCollect, missing
		return w.step("collect", true, "names some of what "+topic.ID+" needs")
	}
	w.handoff(chat.ReasonCollected, topic.ID)
	return w.step("collect", true, "everything that "+topic.ID+" needs is named")
}

// needy returns the topic that needs one of found: the last one or, where the
// customer asked something else in between, the one before it.
func (w *walk) needy(found []chat.Entity) (knowledge.Entry, bool) {
	last := w.Memory.topic(w.Now)
	if last == "" {
		return knowledge.Entry{}, false
	}
	for _, id := range []string{last, w.Memory.Prior} {
		e := w.Entries[id]
		if slices.ContainsFunc(found, func(f chat.Entity) bool { return flow.Fills(e.Needs, f.Name) }) {
			return e, true
		}
	}
	return knowledge.Entry{}, false
}

// Bounds of what may be the beginning of a number: so many letters and digits,
// and so many runes beside them.
const fractionLeast, fractionBeside = 5, 4

// fraction reports that norm is hardly more than letters and digits, most of
// which are digits: a number that is not whole, since no entity claims it.
func fraction(norm string) bool {
	digits, letters, other := 0, 0, 0
	for _, r := range norm {
		switch {
		case '0' <= r && r <= '9':
			digits++
		case 'a' <= r && r <= 'z':
			letters++
		case r != ' ' && r != '-' && r != ':':
			other++
		}
	}
	return digits+letters >= fractionLeast && digits > letters && other <= fractionBeside
}

// partial asks for the whole number where the topic needs one.
func (w *walk) partial() bool {
	topic, ok := w.Entries[w.Memory.topic(w.Now)]
	_, missing := flow.Split(topic.Needs, w.Memory.Entities)
	missing = slices.DeleteFunc(missing, func(s flow.Slot) bool { return s.Entity == "time" || s.Entity == "amount" })
	if !ok || len(missing) == 0 || w.waiting() {
		return w.step("collect", false, "may be part of a number that nothing needs")
	}
	w.Outcome, w.Entry, w.Missing, w.Partial, w.Unresolved = OutcomeCollect, topic.ID, missing, true, w.Memory.Unresolved
	return w.step("collect", true, "part of a number that "+topic.ID+" needs")
}

// numbers returns the entities that stand for something by themselves. A time or
// an amount is as likely part of a question: 「今天天气怎么样」.
func numbers(found []chat.Entity) []chat.Entity {
	return slices.DeleteFunc(slices.Clone(found), func(e chat.Entity) bool { return e.Name == "time" || e.Name == "amount" })
}

// noted meets a message that is nothing but an order number, or the like, while
// it is not known what it is about: the bot asks that.
func (w *walk) noted(found []chat.Entity, rest int) bool {
	named := numbers(found)
	most := restRunes / 2
	if len(w.Alone.Candidates) == 0 {
		most = 2 * restRunes // what is around the number is nothing that is known
	}
	if rest > most || len(flow.Names(named)) == 0 || w.waiting() {
		return w.step("collect", false, "names nothing that is needed")
	}
	w.Outcome, w.Filled = OutcomeClarify, named
	return w.step("collect", true, "names something, but not what it is about")
}

// labels reports that rest, a message without its numbers, is nothing but what
// such numbers are called: 「我的订单号是」 does not ask where to find it.
func labels(rest string) bool {
	for _, word := range [...]string{
		"订单编号", "订单号码", "订单号", "订单", "单号", "手机号码", "手机号", "电话号码", "电话",
		"卡密", "卡号", "激活码", "兑换码", "qq号", "账号", "号码",
		"这个就是", "这个是", "这是", "就是", "我的", "我", "的", "是", "为", ":", ",", ".", "。",
	} {
		rest = strings.ReplaceAll(rest, word, " ")
	}
	return strings.TrimSpace(rest) == ""
}

// collected is what the bot says of what was named and what is missing. Values
// are never repeated: among them may be the code of a card.
func (t *turn) collected(d Decision) string {
	r := t.content.Replies
	s := r.Noted
	switch waiting := handoff.Queued(t.conversation.Case.State); {
	case d.Pictured && (waiting || d.Dialogue != ""):
		s = r.Kept
	case d.Pictured && d.Entry != "":
		s = r.PicturedAbout
	case d.Pictured:
		s = r.Pictured
	case d.Partial:
		s = r.Partial
	case waiting && len(d.Missing) == 0:
		s = r.Kept
	case len(d.Missing) > 0:
		s = r.Collect
	case d.Entry != "":
		s = r.Kept
	}
	var missing []string
	for _, m := range d.Missing {
		missing = append(missing, m.Label)
	}
	var known []chat.Entity
	for _, e := range d.Filled {
		if d.Entry == "" || d.Pictured || flow.Fills(t.content.Entries[d.Entry].Needs, e.Name) {
			known = append(known, e)
		}
	}
	names := flow.Names(known)
	if d.Carded && len(names) == 0 {
		names = []string{shownGoods} // in words the name of a product is no news
	}
	return strings.NewReplacer(
		"{known}", strings.Join(names, "、"), "{missing}", strings.Join(missing, "、"),
		"{question}", t.content.Entries[d.Entry].Question,
	).Replace(t.pick(s))
}
