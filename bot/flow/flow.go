// Package flow gathers what must be known before something is done. A Flow is a
// dialogue of flows.yaml: it asks for its slots one after the other, reads what
// fills them out of every message, and ends. The needs of an entry are less: it
// knows which of them a customer has named already, and what is missing.
//
// It is pure and holds no state: a Run is all that is known of a flow on its way,
// and the needs of a case are filled by the entities that the case has named. It
// asks and decides nothing; package bot does, and keeps the Run.
package flow

import (
	"slices"

	"yiwen/bot/chat"
)

// Slot is something that an entry needs and a customer can write.
type Slot struct {
	Need   string // as an entry names it: "pay_time"
	Entity string // the entity that fills it: "time"
	Label  string // shown to customers
}

// EntityShot is the entity of an uploaded file: it fills the need of a picture.
const EntityShot = "screenshot"

// shot is the need of a picture. It cannot be written: nobody is asked for it in
// words, and nothing waits for it, but one that comes fills it.
func shot() Slot { return Slot{"screenshot", EntityShot, "截图"} }

// slots are all needs that can be written.
func slots() []Slot {
	return []Slot{
		{"order_no", "order_no", "订单号"},
		{"pay_time", "time", "付款时间"},
		{"amount", "amount", "金额"},
		{"phone", "phone", "手机号"},
		{"card_code", "card_code", "卡号"},
	}
}

// Needs returns all that an entry may need, in the order of asking.
func Needs() []Slot { return append(slots(), shot()) }

// labels of entities that no need asks for.
func labels() map[string]string {
	return map[string]string{EntityShot: shot().Label, "ticket_no": "工单号", "qq": "QQ号", "game_account": "游戏账号"}
}

// Of returns the slots of needs that can be written, in the order of asking.
func Of(needs []string) []Slot {
	return slices.DeleteFunc(slots(), func(s Slot) bool { return !slices.Contains(needs, s.Need) })
}

// Split parts the slots of needs into those that entities fill and those that
// are missing, each in the order of asking.
func Split(needs []string, entities []chat.Entity) (filled, missing []Slot) {
	for _, s := range Of(needs) {
		if slices.ContainsFunc(entities, func(e chat.Entity) bool { return e.Name == s.Entity }) {
			filled = append(filled, s)
		} else {
			missing = append(missing, s)
		}
	}
	return filled, missing
}

// Fills reports that an entity fills one of the slots of needs.
func Fills(needs []string, entity string) bool {
	if entity == EntityShot {
		return slices.Contains(needs, shot().Need)
	}
	return slices.ContainsFunc(Of(needs), func(s Slot) bool { return s.Entity == entity })
}

// Names returns what entities are called, each once, in their order; those that
// have no name for customers are left out.
func Names(entities []chat.Entity) []string {
	var names []string
	add := func(label string) {
		if label != "" && !slices.Contains(names, label) {
			names = append(names, label)
		}
	}
	for _, e := range entities {
		i := slices.IndexFunc(slots(), func(s Slot) bool { return s.Entity == e.Name })
		if i >= 0 {
			add(slots()[i].Label)
		} else {
			add(labels()[e.Name])
		}
	}
	return names
}
