package chat

// Account is what the shop's own systems say of a customer who has signed in:
// more than his Profile, and as of now.
type Account struct {
	Name         string
	Level        string
	VIP          bool
	RegisteredAt int64 // Unix milliseconds, 0 = not known
	Balance      string
	Orders       []Order // the latest first
}

// Order is an order as the shop's systems show it. All is for the eye.
type Order struct {
	No     string
	Title  string
	Amount string
	Status string
	At     int64 // Unix milliseconds, 0 = not known
	URL    string
}
