package chat

// Card is an order or a product that the shop's page shows of itself in the
// customer's name. Nothing of it is signed: it is as true as the customer's words.
type Card struct {
	Kind   CardKind   `json:"kind"`
	ID     string     `json:"id"` // the shop's own: the number of the order
	Title  string     `json:"title"`
	URL    string     `json:"url,omitempty"`   // where the shop shows it, http or https
	Image  string     `json:"image,omitempty"` // of it, https
	Price  string     `json:"price,omitempty"` // as the shop writes it
	Status string     `json:"status,omitempty"`
	Fields []CardLine `json:"fields,omitempty"` // further lines, in the shop's order
}

// CardLine is a line of a card.
type CardLine struct {
	Label string `json:"label"`
	Value string `json:"value"`
}

// CardKind says what a card shows. The list is closed.
type CardKind string

// The closed list of kinds of cards.
const (
	CardOrder CardKind = "order"
	CardGoods CardKind = "goods"
)
