package knowledge

// Suggestion is a published question that may be the one that somebody is typing.
type Suggestion struct {
	ID       string // of its entry
	Question string
	// From and To are the runes of Question that are what was typed; both 0 where
	// that is in a variant.
	From, To int
}
