package bot

import (
	"context"
	"slices"
	"strings"

	"yiwen/bot/chat"
	"yiwen/bot/flow"
	"yiwen/bot/text"
	"yiwen/intents"
)

// veiled returns a card with the codes of cards masked; its addresses stay what they
// are.
func (c *Content) veiled(card *chat.Card) *chat.Card {
	if card == nil {
		return nil
	}
	out := *card
	if card.Kind == chat.CardOrder {
		out.ID = c.maskOrder(card.ID)
	} else {
		out.ID = c.Mask(card.ID)
	}
	out.Title, out.Price, out.Status = c.Mask(card.Title), c.Mask(card.Price), c.Mask(card.Status)
	out.Fields = slices.Clone(card.Fields)
	for i, l := range out.Fields {
		// A label says what its value is, as the words around a code do in a sentence.
		if _, value, ok := strings.Cut(c.Mask(l.Label+"："+l.Value), l.Label+"："); ok {
			out.Fields[i].Value = value
		} else {
			out.Fields[i] = chat.CardLine{Label: c.Mask(l.Label), Value: c.Mask(l.Value)}
		}
	}
	return &out
}

// carried are the entities that a card names: the number, the sum and the time of an
// order, or a product.
func carried(card *chat.Card) []chat.Entity {
	if card == nil {
		return nil
	}
	if card.Kind == chat.CardGoods {
		return []chat.Entity{{Name: intents.EntityProduct, Text: card.Title, Value: text.Normalise(card.Title)}}
	}
	es := []chat.Entity{{Name: intents.EntityOrder, Text: card.ID, Value: strings.ToUpper(strings.Join(strings.Fields(card.ID), ""))}}
	if sum := sumOf(card.Price); sum != "" {
		es = append(es, chat.Entity{Name: intents.EntityAmount, Text: card.Price, Value: sum})
	}
	if at := timeOn(card); at != "" {
		es = append(es, chat.Entity{Name: intents.EntityTime, Text: at, Value: at})
	}
	return es
}

// timeOn returns when what a card shows was paid or ordered, "" where it does not say.
func timeOn(card *chat.Card) string {
	for _, label := range []string{"付款时间", "支付时间", "充值时间", "下单时间"} {
		for _, l := range card.Fields {
			if strings.TrimSpace(l.Label) == label && strings.TrimSpace(l.Value) != "" {
				return strings.TrimSpace(l.Value)
			}
		}
	}
	return ""
}

// beside are what words name and, behind it, what a card beside them does, where
// the words do not name it themselves.
func beside(said, shown []chat.Entity) []chat.Entity {
	return append(slices.Clip(said), slices.DeleteFunc(slices.Clone(shown), func(c chat.Entity) bool {
		return slices.ContainsFunc(said, func(e chat.Entity) bool { return e.Name == c.Name && e.Value == c.Value })
	})...)
}

// shownGoods is what a product is called that the shop's page showed.
const shownGoods = "商品"

// sumOf returns the figures of a price, "" where it is not one sum.
func sumOf(price string) string {
	s := strings.TrimFunc(strings.ReplaceAll(price, ",", ""), func(r rune) bool { return r < '0' || r > '9' })
	if strings.Trim(s, "0123456789.") != "" || strings.Count(s, ".") > 1 {
		return ""
	}
	return s
}

// saidBy is what a customer would have written in place of a card.
func saidBy(card *chat.Card) string {
	if card.Kind == chat.CardOrder {
		return card.ID
	}
	return card.Title
}

// carded answers a card without words: a flow that runs takes what it names, else
// it is what the last topic needs, or the bot asks what it is about.
func (t *turn) carded(ctx context.Context, card *chat.Card, shown []chat.Entity) error {
	said := saidBy(card)
	w := walk{Situation: Situation{
		Case: t.conversation.Case, Site: t.conversation.Site, Memory: t.memory, Now: t.now, Entries: t.content.Entries, Closed: t.content.closed,
		Limits: t.content.Limits, Flows: t.content.Flows, Burst: len(t.memory.burst(t.now)) > 0, Said: said,
		Alone: Reading{Text: text.Normalise(said), Understood: intents.Understanding{Entities: shown}},
	}}
	w.mood()
	if !w.dialogue() {
		w.carded(shown)
	}
	t.picked(w.Decision)
	tr := Trace{
		Content: t.content.Version, Outcome: w.Outcome, Silent: w.Silent, Entry: w.Entry, Reason: w.Reason, Team: w.Team,
		Mood: w.Decision.Mood, Entities: shown, Limits: t.content.Limits, Rungs: w.Rungs,
	}
	return t.carryOut(ctx, w.Decision, tr, "")
}

// carded decides on a card without words that no flow takes. It asks nothing, so it
// counts as nothing unresolved; several in a row are answered once.
func (w *walk) carded(shown []chat.Entity) {
	w.Decision.Unresolved, w.Outcome = w.Memory.Unresolved, OutcomeCollect
	topic, needed := w.needy(shown)
	if needed {
		w.Entry = topic.ID
	}
	w.Silent = w.Burst && w.Memory.Last.Outcome == OutcomeCollect && w.Memory.Last.Entry == w.Entry
	if !needed {
		w.Filled, w.Carded = numbers(shown), true
		w.step("card", true, "a card without words")
		return
	}
	w.Filled = w.Memory.Entities
	if _, missing := flow.Split(topic.Needs, w.Filled); len(missing) > 0 || w.waiting() {
		w.Missing = missing
		w.step("card", true, "a card that "+topic.ID+" needs")
		return
	}
	w.Silent = false
	w.handoff(chat.ReasonCollected, topic.ID)
	w.step("card", true, "the card that "+topic.ID+" needed")
}
