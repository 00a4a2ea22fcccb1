package bot

import (
	"context"
	"net/url"
	"slices"
	"strings"

	"yiwen/bot/chat"
	"yiwen/intents"
)

// This file has what is known of a customer besides his words: what his shop signed,
// and what its page says of itself, which nobody signed.

// orderNames are what shops call an order in the addresses of their pages and in
// attributes. The widget knows the same (chat/known.ts).
func orderNames() []string {
	return []string{"订单号", "订单编号", "order_no", "orderNo", "order_id", "orderId", "order_sn", "order"}
}

// Bounds of an order number in an address, in bytes.
const orderLeast, orderMost = 6, 40

// orderIn returns the order that the address of a page names, "" where it names none.
func orderIn(address string) string {
	u, err := url.Parse(address)
	if err != nil {
		return ""
	}
	said := u.Query()
	for _, name := range orderNames() {
		if v := said.Get(name); len(v) >= orderLeast && len(v) <= orderMost && strings.Trim(v, orderRunes) == "" {
			return v
		}
	}
	return ""
}

// orderRunes are what the number of an order is made of.
const orderRunes = "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ_-"

// pageOrder is the order that the customer's page says he looks at, by its address or
// by attributes, as a field takes it; "" where it says none.
func (t *turn) pageOrder() string {
	if v := orderIn(t.conversation.Page.URL); v != "" {
		return t.content.maskOrder(v)
	}
	for _, name := range orderNames() {
		if v := strings.TrimSpace(t.conversation.Attributes[name]); v != "" {
			return t.content.maskOrder(v)
		}
	}
	return ""
}

// ownPhone is the phone number that the shop signed, as a form shows it: hidden but for
// its ends. "" where it signed none.
func (t *turn) ownPhone() string {
	if digits := phone(t.conversation.Profile.Proven().Phone); digits != "" {
		return maskPhone(digits)
	}
	return ""
}

// dialled is the number that a customer filled in, "" where it is none. The one that
// the shop signed may come as the form showed it, also from who has lost his proof
// since: he learns nothing by it.
func (t *turn) dialled(given string) string {
	if own := phone(t.conversation.Profile.Phone); own != "" && given == maskPhone(own) {
		return own
	}
	if strings.Contains(given, "*") {
		return "" // what is hidden of another cannot be called
	}
	return phone(given)
}

// fromPage returns the names of the values that stand as the shop's page gave them: in
// its address, in attributes or on the cards of the case.
func (t *turn) fromPage(ctx context.Context, given map[string]string) ([]string, error) {
	before := t.conversation.Seq - chat.Seq(len(t.events))
	events, err := t.log.Events(ctx, t.conversation.ID, max(0, before-lookBack), lookBack)
	if err != nil {
		return nil, err
	}
	says := map[string][]string{fieldOrder: {t.pageOrder()}}
	for _, v := range t.conversation.Attributes {
		says[fieldAmount], says[fieldWhen] = append(says[fieldAmount], v), append(says[fieldWhen], v)
	}
	for _, e := range events {
		m, _ := e.Payload.(chat.Message)
		if e.Recalled || e.Case != t.conversation.Case.Number {
			continue
		}
		for _, c := range carried(m.Card) {
			switch c.Name {
			case intents.EntityOrder:
				says[fieldOrder] = append(says[fieldOrder], c.Value, c.Text)
			case intents.EntityAmount:
				says[fieldAmount] = append(says[fieldAmount], c.Value)
			case intents.EntityTime:
				says[fieldWhen] = append(says[fieldWhen], c.Text)
			}
		}
	}
	var names []string
	for _, name := range []string{fieldOrder, fieldWhen, fieldAmount} {
		if v := given[name]; v != "" && slices.ContainsFunc(says[name], func(s string) bool { return t.asField(name, s) == v }) {
			names = append(names, name)
		}
	}
	return names, nil
}

// asField is a value of the page in the form in which its field is stored.
func (t *turn) asField(name, s string) string {
	switch name {
	case fieldAmount:
		s, _ = amount(s)
	case fieldWhen:
		if at, ok := moment(s, t.zone()); ok {
			return at.In(t.zone()).Format("2006-01-02 15:04")
		}
	}
	return s
}
