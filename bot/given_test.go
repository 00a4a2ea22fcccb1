package bot

import (
	"slices"
	"testing"
	"time"

	"yiwen/bot/chat"
)

func TestOrderIn(t *testing.T) {
	for address, want := range map[string]string{
		"https://shop.example/o?a=1&order_no=XK20270310001#x": "XK20270310001",
		"https://shop.example/o?order=<b>alert</b>":           "",
		"https://shop.example/o?order=short":                  "",
		"https://shop.example/o":                              "",
		"":                                                    "",
		"::":                                                  "",
	} {
		if got := orderIn(address); got != want {
			t.Errorf("orderIn(%q) = %q, want %q", address, got, want)
		}
	}
}

// TestTicketFormKnowsThePageAndTheShop: what the page says and what the shop signed
// need not be written again; who reads it is told what nobody signed.
func TestTicketFormKnowsThePageAndTheShop(t *testing.T) {
	d := newDesk(t)
	d.night()
	d.now = d.now.Add(24 * time.Hour)
	ask := d.command(customer, Human{})
	ask.Page = chat.Page{URL: "https://shop.example/o?order_no=XK20270310001122"}
	ask.Profile = &chat.Profile{User: "u1", Phone: "138-0000-1001"}
	if _, err := d.Do(t.Context(), ask); err != nil {
		t.Fatal(err)
	}
	seq, m := d.newest(chat.Bot)
	values := map[string]string{}
	for _, f := range m.Form.Fields {
		values[f.Name] = f.Value
	}
	if values[fieldOrder] != "XK20270310001122" || values[fieldContact] != "138****1001" {
		t.Fatalf("the form is filled with %v", values)
	}
	for name, tc := range map[string]struct {
		given map[string]string
		page  []string
	}{
		"left as it was": {map[string]string{fieldOrder: "XK20270310001122"}, []string{fieldOrder}},
		"changed":        {map[string]string{fieldOrder: "XK20270310009999"}, nil},
	} {
		tc.given[fieldStory], tc.given[fieldContact] = "没到账", values[fieldContact]
		of := d.do(customer, Fill{Of: seq, Values: tc.given})
		events, err := d.log.Events(t.Context(), conv, of-1, 1)
		if err != nil {
			t.Fatal(err)
		}
		got := events[0].Payload.(chat.Filled)
		if !slices.Equal(got.Page, tc.page) || got.Values[fieldContact] != "138****1001" {
			t.Errorf("%s: filled in %+v", name, got)
		}
		if p := events[0].For(chat.Customer).Payload.(chat.Filled); p.Page != nil {
			t.Errorf("%s: the customer reads %v", name, p.Page)
		}
	}
	if got := d.only().Phone; got != "13800001001" {
		t.Errorf("the ticket has the phone %q", got)
	}
}

// TestInfoPackFromACard: the number, the sum and the time of the order that the page
// showed are unsigned, whoever sends them on.
func TestInfoPackFromACard(t *testing.T) {
	r := newRoom(t, NewMemoryLog())
	r.fronts()
	card := orderCard()
	card.Fields = []chat.CardLine{{Label: "付款时间", Value: "2025-06-18 21:30"}}
	r.do(customer, Say{Card: card})
	of := r.do(customer, Fill{Form: chat.FormInfo, Values: map[string]string{
		fieldOrder: card.ID, fieldAmount: "1100.00", fieldWhen: "2025-06-18 21:30", fieldError: "E12",
	}})
	events, err := r.log.Events(t.Context(), conv, of-1, 1)
	if err != nil {
		t.Fatal(err)
	}
	if got := events[0].Payload.(chat.Filled).Page; !slices.Equal(got, []string{fieldOrder, fieldWhen, fieldAmount}) {
		t.Errorf("from the page: %v", got)
	}
}
